"""JPEG frames with chosen colours, samplings and markers, as scanners and cameras write them."""

from __future__ import annotations

from io import BytesIO

import numpy as np
from PIL import Image

from model.lesion.files.jpeg_marks import segments

ADOBE = b"\xff\xee\0\x0eAdobe\0\x64\0\0\0\0"


def jpeg_frame(skin: np.ndarray, sampling: str, *, ycbcr: bool, marks: str) -> bytes:
    """A frame whose components are YCbCr or RGB; `marks` is jfif, adobe, none, or names (components R, G, B)."""
    file = BytesIO()
    # Pillow writes the three channels of a YCbCr picture unconverted; so RGB is passed off as such.
    picture = (
        Image.fromarray(skin).convert("YCbCr") if ycbcr else Image.frombytes("YCbCr", skin.shape[1::-1], skin.tobytes())
    )
    picture.save(file, "JPEG", quality=97, subsampling={"444": 0, "422": 1, "420": 2}[sampling])
    data = file.getvalue()
    if marks == "jfif":
        return data
    jfif = next(one for one in segments(data) if one.code == 0xE0)
    bare = data[: jfif.start] + data[jfif.end :]
    if marks == "adobe":
        return bare[:2] + ADOBE + bytes((int(ycbcr),)) + bare[2:]
    return named(bare) if marks == "names" else bare


def named(data: bytes) -> bytes:
    """The frame with its components called R, G and B."""
    renamed = bytearray(data)
    for one in segments(data):
        if one.code in {0xC0, 0xC2}:
            for place, name in enumerate(b"RGB"):
                renamed[one.start + 10 + 3 * place] = name
        if one.code == 0xDA:
            for place, name in zip(range(one.content[0]), b"RGB", strict=False):
                renamed[one.start + 5 + 2 * place] = name
    return bytes(renamed)
