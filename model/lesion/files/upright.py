"""Rotation and mirroring of a picture by the orientation that its file states."""

from __future__ import annotations

from PIL import ExifTags, Image

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""Transposition that turns a picture upright, by EXIF orientation."""


def upright_by_exif(picture: Image.Image) -> Image.Image:
    """Rotate or mirror by the EXIF orientation.

    The decoders of HEIC and AVIF return upright pictures and remove the entry. In HEIC the rotation of the container
    counts instead of EXIF (ISO/IEC 23008-12).
    """
    try:
        orientation = picture.getexif().get(ExifTags.Base.Orientation, 1)
    except Exception:  # a broken EXIF block does not make the photo unusable
        orientation = 1
    return turned(picture, orientation)


def turned(picture: Image.Image, orientation: object) -> Image.Image:
    """Rotate or mirror by an orientation of 1 to 8; others turn nothing."""
    turn = _TURNS.get(orientation) if isinstance(orientation, int) else None
    if turn is None:
        return picture
    upright = picture.transpose(turn)
    upright.info.update(picture.info)
    return upright
