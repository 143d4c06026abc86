"""Coded pixels without a statement about colours: lossless and deep JPEG, JPEG-LS, JPEG 2000, JPEG XL."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import imagecodecs
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from model.errors import DamagedImage
from model.lesion.files.decoded import Size
from model.lesion.files.jpeg_marks import JpegHeader, read_header

_CODESTREAMS = (b"\xff\x4f\xff\x51", b"\0\0\0\x0cjP  ")
JPEG_XL = (b"\xff\x0a", b"\0\0\0\x0cJXL ")


def is_jpeg(frame: bytes) -> bool:
    """Whether the frame is of the JPEG family with markers, JPEG-LS included."""
    return frame.startswith(b"\xff\xd8\xff")


def is_jpeg_2000(frame: bytes) -> bool:
    """Whether the frame is JPEG 2000, high throughput included."""
    return frame.startswith(_CODESTREAMS)


def size_of_jpeg_2000(frame: bytes) -> Size:
    """Width and height in pixels, read from the header."""
    return Image.open(BytesIO(frame), formats=("JPEG2000",)).size


def jpeg_2000(frame: bytes) -> NDArray[Any]:
    """Decode to `(h, w)` or `(h, w, n)`; a colour transform of the code is undone. Check the size before."""
    return _pixels(imagecodecs.jpeg2k_decode(frame, numthreads=1))


def multiplies_colours(frame: bytes) -> bool:
    """Whether a JPEG 2000 code holds colours that its own transform decorrelated, so that RGB comes out."""
    style = frame.find(b"\xff\x52")  # COD: length, style, progression, layers, transform
    return style >= 0 and frame[style + 8 : style + 9] == b"\x01"


def special_jpeg(frame: bytes, header: JpegHeader | None = None) -> NDArray[Any]:
    """Decode what Pillow cannot: lossless, 12-bit and JPEG-LS. Components stay as stored. Check the size before."""
    header = header or read_header(frame)
    if header.coding == 0xF7:
        return _pixels(_jpeg_ls(frame, header))
    # The same name on both sides: no conversion.
    kind = {1: "GRAYSCALE", 3: "RGB"}.get(len(header.names))
    return _pixels(imagecodecs.jpeg8_decode(frame, colorspace=kind, outcolorspace=kind))


def _jpeg_ls(frame: bytes, header: JpegHeader) -> NDArray[Any]:
    """Decode JPEG-LS twice with other bits appended: a picture that needs them is damaged.

    Without more bits, the decoder searches seconds for the end of a cut code. With them, it says that some are left.
    """
    if len(header.scans) > 1:  # each scan would need its own bits
        return np.asarray(imagecodecs.jpegls_decode(frame))
    start = frame.find(b"\xff\xda")
    end = frame.find(b"\xff\xd9", start)  # never among the coded bits
    body = frame if end < 0 else frame[:end]
    one, other = (_with_bits(body, bits, header) for bits in (b"\x7f", b"\x55"))
    if not np.array_equal(one, other):
        raise DamagedImage(format="JPEG")
    return one


def _with_bits(body: bytes, bits: bytes, header: JpegHeader) -> NDArray[Any]:
    width, height = header.size
    names = (len(header.names),) if len(header.names) > 1 else ()
    values = np.zeros((height, width, *names), np.uint8 if header.bits <= 8 else np.uint16)
    try:
        imagecodecs.jpegls_decode(body + bits * values.nbytes + b"\xff\xd9", out=values)
    except imagecodecs.JpeglsError as error:
        if "still contains encoded data" not in str(error):
            raise
    return values


def _pixels(values: Any) -> NDArray[Any]:  # noqa: ANN401
    array = np.asarray(values)
    if array.ndim == 3 and array.shape[2] == 1:
        array = array[:, :, 0]
    if array.ndim not in {2, 3}:
        raise DamagedImage(format="JPEG")
    return array


def rgb_of_ycbcr(values: NDArray[Any], bits: int) -> NDArray[np.float32]:
    """Convert brightness and colour differences of full range, `(h, w, 3)`, to RGB (ITU-T T.871), not clipped."""
    y, blue, red = np.moveaxis(values.astype(np.float32), 2, 0)
    middle = np.float32(2 ** (bits - 1))
    blue, red = blue - middle, red - middle
    return np.stack([y + 1.402 * red, y - 0.344136 * blue - 0.714136 * red, y + 1.772 * blue], axis=2)
