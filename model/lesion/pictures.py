"""Pictures as data addresses, sent together with the page."""

from __future__ import annotations

import base64
import io

from PIL import Image


def jpeg_address(picture: Image.Image, quality: int = 84) -> str:
    """A data address with the picture as JPEG, without metadata."""
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality)
    return data_address(buffer.getvalue())


def data_address(jpeg: bytes) -> str:
    """A JPEG in a data address."""
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode("ascii")
