"""A small picture as an address that holds it, so that it arrives together with its words."""

from __future__ import annotations

from model.lesion.pictures import jpeg_address

__all__ = ["jpeg_address"]
