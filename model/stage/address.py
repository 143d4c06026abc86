"""Where phones reach this server, for a QR code: never an address that only this computer knows, if it has another."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

EVERYWHERE = ("", "0.0.0.0", "::")
"""What a server listens to that all computers of the network may reach."""


@dataclass(frozen=True)
class Reach:
    """Where a server is reached.

    Attributes:
        address: scheme, name and port, without a path.
        by_others: other computers reach it there, as far as can be told from here.
    """

    address: str
    by_others: bool


def reach(asked: str, seen: str, listens: str, own: str) -> Reach:
    """Where phones reach the server.

    Args:
        asked: the address that the presenter has set; empty for none.
        seen: the address by which the presenter's browser has come.
        listens: what the server listens to.
        own: its address in the network; empty where it has none.

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
        found = ip_address(name)
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")
    return found.is_loopback or found.is_unspecified
