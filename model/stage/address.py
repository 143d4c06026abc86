"""Find the address at which phones reach this server, for a QR code."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

EVERYWHERE = ("", "0.0.0.0", "::")
"""Addresses to listen on that make a server reachable from the whole network."""


@dataclass(frozen=True)
class Reach:
    """Scheme, host and port of a server, and whether others can reach it there, as far as this computer can tell."""

    address: str
    by_others: bool


def reach(asked: str, seen: str, listens: str, own: str) -> Reach:
    """The address for phones. One that works on this computer only is used if there is no other.

    Args:
        asked: the address set by the presenter; empty for none.
        seen: the address in the presenter's browser.
        listens: the address that the server listens on.
        own: the server's address in the network; empty for none.

    >>> reach("", "http://localhost:8501/room", "0.0.0.0", "192.168.1.20")
    Reach(address='http://192.168.1.20:8501', by_others=True)
    >>> reach("", "http://localhost:8501/room", "localhost", "192.168.1.20").by_others
    False
    """
    if asked:
        parts = urlsplit(asked if "//" in asked else f"//{asked}")
        return Reach(f"{parts.scheme or 'http'}://{parts.netloc}", True)
    parts = urlsplit(seen)
    scheme, port = parts.scheme or "http", f":{parts.port}" if parts.port else ""
    if parts.hostname and not _is_this_computer(parts.hostname):
        return Reach(f"{scheme}://{parts.netloc}", True)
    if own and not _is_this_computer(own):
        return Reach(f"{scheme}://{f'[{own}]' if ':' in own else own}{port}", listens in (*EVERYWHERE, own))
    return Reach(f"{scheme}://{parts.netloc or 'localhost'}", False)


def _is_this_computer(name: str) -> bool:
    try:
        address = ip_address(name)
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")
    return address.is_loopback or address.is_unspecified
