"""Find the address at which phones reach this server, for a QR code."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

EVERYWHERE = ("", "0.0.0.0", "::")
"""Addresses to listen on that make a server reachable from the whole network."""


@dataclass(frozen=True)
class Reach:
    """Scheme, host, port and base path of a server, and whether others reach it there, as far as can be told."""

    address: str
    by_others: bool


def reach(asked: str, seen: str, listens: str, own: str) -> Reach:
    """The address for phones. One that works on this computer only is used if there is no other.

    Args:
        asked: the address set by the presenter; empty for none.
        seen: the address of the room page in the presenter's browser; the path before the page is the server's.
        listens: the address that the server listens on.
        own: the server's address in the network; empty for none.

    >>> reach("", "http://localhost:8501/room", "0.0.0.0", "192.168.1.20")
    Reach(address='http://192.168.1.20:8501', by_others=True)
    >>> reach("https://clinic.example/opinions/", "", "", "").address
    'https://clinic.example/opinions'
    >>> reach("", "http://localhost:8501/room", "localhost", "192.168.1.20").by_others
    False
    """
    if asked:
        parts = urlsplit(asked if "//" in asked else f"//{asked}")
        return Reach(f"{parts.scheme or 'http'}://{parts.netloc}{parts.path.rstrip('/')}", True)
    host, by_others = _host(urlsplit(seen), listens, own)
    return Reach(f"{host}{path_before_page(seen)}", by_others)


def _host(seen: SplitResult, listens: str, own: str) -> tuple[str, bool]:
    """Scheme, host and port, and whether others can reach the server there."""
    scheme, port = seen.scheme or "http", f":{seen.port}" if seen.port else ""
    if seen.hostname and not _is_this_computer(seen.hostname):
        return f"{scheme}://{seen.netloc}", True
    if own and not _is_this_computer(own):
        return f"{scheme}://{f'[{own}]' if ':' in own else own}{port}", listens in (*EVERYWHERE, own)
    return f"{scheme}://{seen.netloc or 'localhost'}", False


def path_before_page(address: str) -> str:
    """The path under which a server is, from the address of one of its pages; empty for none.

    >>> path_before_page("https://clinic.example/opinions/room"), path_before_page("http://localhost:8501/room?lang=fr")
    ('/opinions', '')
    """
    return urlsplit(address).path.rpartition("/")[0].rstrip("/")


def _is_this_computer(name: str) -> bool:
    try:
        address = ip_address(name)
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")
    return address.is_loopback or address.is_unspecified
