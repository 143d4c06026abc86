"""Pictures as JPEG, also in data addresses that are sent together with the page."""

from __future__ import annotations

import base64
import io
from typing import Any

from PIL import Image


def jpeg_of(picture: Image.Image, quality: int, **options: Any) -> bytes:  # noqa: ANN401
    """A picture as JPEG without metadata; the options are those of Pillow."""
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality, **options)
    return buffer.getvalue()


def jpeg_address(picture: Image.Image, quality: int = 84) -> str:
    """A data address with the picture as JPEG, without metadata."""
    return data_address(jpeg_of(picture, quality))


def data_address(jpeg: bytes) -> str:
    """A JPEG in a data address."""
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode("ascii")
