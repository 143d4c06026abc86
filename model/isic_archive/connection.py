"""One request to the ISIC Archive. Nothing else in this project opens a connection, and this one goes nowhere else.

The programming interface, version 2, is on api.isic-archive.com. What its answers link to lies on
content.isic-archive.com, and public pictures on isic-archive.s3.amazonaws.com, as answers that others published show.
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
HOSTS = frozenset({"api.isic-archive.com", "content.isic-archive.com", "isic-archive.s3.amazonaws.com"})
SILENCE = 10.0
"""Seconds without a byte after which nobody waits any longer."""
WHOLE = 60.0
"""Seconds that an answer may take altogether, however steadily it drips."""
CHUNK = 64 * 1024
BUSY = 429
LONGEST_WAIT = 3600
"""Seconds; a longer pause than that is not told as a number."""
AGENT = "ten-opinions (demonstration; one person at a time)"


@dataclass(frozen=True)
class Doors:
    """Where a request may go.

    Attributes:
        api: address of the programming interface, without a slash at its end.
        hosts: names of the hosts that may be asked, over HTTPS.
        local: an address on this computer that stands in for the archive in tests; empty for the real one.
    """

    api: str = API
    hosts: frozenset[str] = HOSTS
    local: str = ""

    @classmethod
    def standing_in(cls, address: str) -> Doors:
        """A stand-in on this computer: it alone may be asked.

        Raises:
            ValueError: the address is not one of this computer.
        """
        parts = urlsplit(address)
        if parts.scheme != "http" or parts.hostname != "127.0.0.1":
            raise ValueError(f"expected an address http://127.0.0.1:PORT, got {address!r}")
        return cls(f"{address.rstrip('/')}/api/v2", frozenset(), parts.netloc)

    def lead_to(self, address: str) -> bool:
        """Whether an address may be asked."""
        try:
            parts = urlsplit(address)
            port = parts.port
        except ValueError:
            return False
        if self.local:
            return parts.scheme == "http" and parts.netloc == self.local
        return parts.scheme == "https" and parts.hostname in self.hosts and port in {None, 443} and not parts.username


def fetched(address: str, most: int, doors: Doors, silence: float = SILENCE, whole: float = WHOLE) -> bytes:
    """What an address answers.

    Args:
        address: of a page or a picture of the archive.
        most: bytes that are read at most.
        doors: where a request may go.
        silence: seconds without a byte after which it is given up.
        whole: seconds that it may take altogether.

    Raises:
        ArchiveUnreachable: there is no network, the answer takes too long, or the archive is down.
        ArchiveBusy: the archive asks to come back later.
        ArchiveUnclear: the address or a redirection leads elsewhere, the answer is too large or a refusal.
    """
    if not doors.lead_to(address):
        raise ArchiveUnclear(reason="elsewhere")
    opener = urllib.request.build_opener(_StayHere(doors), *_no_proxy(doors))
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


def _no_proxy(doors: Doors) -> list[urllib.request.ProxyHandler]:
    """A stand-in on this computer is asked directly, whatever proxy there is to the world."""
    return [urllib.request.ProxyHandler({})] if doors.local else []


def _read(answer: IO[bytes], most: int, ends: float) -> bytes:
    found = bytearray()
    while chunk := answer.read1(CHUNK):  # type: ignore[attr-defined]
        found += chunk
        if len(found) > most:
            raise ArchiveUnclear(reason="large")
        if time.monotonic() > ends:
            raise ArchiveUnreachable()
    declared = answer.headers.get("Content-Length")  # type: ignore[attr-defined]
    if declared is not None and declared.isdigit() and len(found) < int(declared):
        raise ArchiveUnreachable()  # broken off
    return bytes(found)


def _refusal(status: int, headers: Message[str, str]) -> ArchiveBusy | ArchiveUnreachable | ArchiveUnclear:
    if status == BUSY:
        asked = str(headers.get("Retry-After", ""))
        return ArchiveBusy(seconds=min(LONGEST_WAIT, int(asked)) if asked.isascii() and asked.isdigit() else 60)
    if status >= 500:
        return ArchiveUnreachable()
    return ArchiveUnclear(reason="elsewhere" if 300 <= status < 400 else "refused")


class _StayHere(urllib.request.HTTPRedirectHandler):
    """Follows a redirection only to where a request may go."""

    def __init__(self, doors: Doors) -> None:
        self.doors = doors

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        if not self.doors.lead_to(newurl):
            fp.close()
            raise ArchiveUnclear(reason="elsewhere")
        return super().redirect_request(req, fp, code, msg, headers, newurl)
