"""Sends one request to the ISIC Archive and to no other host. Only this file opens connections to other computers.

The programming interface, version 2, is on api.isic-archive.com. Public pictures lie in an open bucket of Amazon; its
address may name the region.
"""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.parse import urlsplit

from model.errors import ArchiveBusy, ArchiveUnclear, ArchiveUnreachable

API = "https://api.isic-archive.com/api/v2"
HOSTS = frozenset(
    {
        "api.isic-archive.com",
        "isic-archive.s3.amazonaws.com",
        "isic-archive.s3.us-east-1.amazonaws.com",
    }
)
SILENCE = 10.0
"""Longest wait for the next byte, seconds."""
WHOLE = 60.0
"""Longest time for a whole answer, seconds."""
CHUNK = 64 * 1024
BUSY = 429
LONGEST_WAIT = 3600
"""Longest pause that is passed on when the archive is busy, seconds."""
AGENT = "ten-opinions (demonstration; one person at a time)"


@dataclass(frozen=True)
class Doors:
    """The hosts that requests may go to over HTTPS, and the address of the programming interface.

    `local` is host and port of a stand-in on this computer for tests; empty for the real archive.
    """

    api: str = API
    hosts: frozenset[str] = HOSTS
    local: str = ""

    @classmethod
    def standing_in(cls, address: str) -> Doors:
        """Only a stand-in on this computer.

        Raises:
            ValueError: the address is not on this computer.
        """
        parts = urlsplit(address)
        if parts.scheme != "http" or parts.hostname != "127.0.0.1":
            raise ValueError(f"expected an address http://127.0.0.1:PORT, got {address!r}")
        return cls(f"{address.rstrip('/')}/api/v2", frozenset(), parts.netloc)

    def lead_to(self, address: str) -> bool:
        """Whether requests to an address are allowed."""
        try:
            parts = urlsplit(address)
            port = parts.port
        except ValueError:
            return False
        if self.local:
            return parts.scheme == "http" and parts.netloc == self.local
        return parts.scheme == "https" and parts.hostname in self.hosts and port in {None, 443} and not parts.username


def fetched(address: str, most: int, doors: Doors, silence: float = SILENCE, whole: float = WHOLE) -> bytes:
    """The body of the answer to a GET request, at most `most` bytes.

    `silence` is the longest wait for the next byte, `whole` the longest time for the whole answer, both in seconds.

    Raises:
        ArchiveUnreachable: there is no network, the answer takes too long, or the archive is down.
        ArchiveBusy: the archive answers with 'too many requests'.
        ArchiveUnclear: the address or a redirection leads to another host, or the answer is too large or an error.
    """
    if not doors.lead_to(address):
        raise ArchiveUnclear(reason="elsewhere")
    no_proxy = [urllib.request.ProxyHandler({})] if doors.local else []
    opener = urllib.request.build_opener(_StayHere(doors), *no_proxy)
    request = urllib.request.Request(address, headers={"User-Agent": AGENT})
    ends = time.monotonic() + whole
    try:
        with opener.open(request, timeout=silence) as answer:
            return _read(answer, most, ends)
    except urllib.error.HTTPError as error:
        with error:
            raise _refusal(error.code, error.headers) from error
    except (urllib.error.URLError, HTTPException, OSError) as error:
        raise ArchiveUnreachable() from error


def _read(answer: IO[bytes], most: int, ends: float) -> bytes:
    body = bytearray()
    while chunk := answer.read1(CHUNK):  # type: ignore[attr-defined]
        body += chunk
        if len(body) > most:
            raise ArchiveUnclear(reason="large")
        if time.monotonic() > ends:
            raise ArchiveUnreachable()
    declared = answer.headers.get("Content-Length")  # type: ignore[attr-defined]
    if declared is not None and declared.isdigit() and len(body) < int(declared):
        raise ArchiveUnreachable()  # the connection was cut
    return bytes(body)


def _refusal(status: int, headers: Message[str, str]) -> ArchiveBusy | ArchiveUnreachable | ArchiveUnclear:
    if status == BUSY:
        pause = str(headers.get("Retry-After", ""))
        return ArchiveBusy(seconds=min(LONGEST_WAIT, int(pause)) if pause.isascii() and pause.isdigit() else 60)
    if status >= 500:
        return ArchiveUnreachable()
    return ArchiveUnclear(reason="elsewhere" if 300 <= status < 400 else "refused")


class _StayHere(urllib.request.HTTPRedirectHandler):
    """Follows redirections only to allowed hosts."""

    def __init__(self, doors: Doors) -> None:
        self.doors = doors

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        """Return the request to the new address.

        Raises:
            ArchiveUnclear: the new address is on a host that is not allowed.
        """
        if not self.doors.lead_to(newurl):
            fp.close()
            raise ArchiveUnclear(reason="elsewhere")
        return super().redirect_request(req, fp, code, msg, headers, newurl)
