"""Colour profiles for colour spaces that a file names instead of holding a profile."""

from __future__ import annotations

from functools import cache

import imagecodecs
import numpy as np
from PIL import ExifTags, Image

from model.errors import HdrImage

Primaries = tuple[float, float, float, float, float, float]
"""Chromaticities x and y of red, green and blue."""
D65, D50, C, EQUAL = (0.3127, 0.3290), (0.3457, 0.3585), (0.310, 0.316), (1 / 3, 1 / 3)
SRGB: Primaries = (0.64, 0.33, 0.30, 0.60, 0.15, 0.06)
_PRIMARIES: dict[int, tuple[Primaries, tuple[float, float]]] = {
    1: (SRGB, D65),
    4: ((0.67, 0.33, 0.21, 0.71, 0.14, 0.08), C),
    5: ((0.64, 0.33, 0.29, 0.60, 0.15, 0.06), D65),
    6: ((0.630, 0.340, 0.310, 0.595, 0.155, 0.070), D65),
    7: ((0.630, 0.340, 0.310, 0.595, 0.155, 0.070), D65),
    8: ((0.681, 0.319, 0.243, 0.692, 0.145, 0.049), C),
    9: ((0.708, 0.292, 0.170, 0.797, 0.131, 0.046), D65),
    11: ((0.680, 0.320, 0.265, 0.690, 0.150, 0.060), (0.314, 0.351)),
    12: ((0.680, 0.320, 0.265, 0.690, 0.150, 0.060), D65),
    22: ((0.630, 0.340, 0.295, 0.605, 0.155, 0.077), D65),
}
"""Primaries and white by their number in ITU-T H.273."""
_GAMMAS = {4: 2.2, 5: 2.8, 8: 1.0, 17: 2.6}
"""Power functions of H.273. The curves of television (1, 6, 14, 15) are shown like sRGB, as browsers do."""
_AS_SRGB = {1, 2, 6, 11, 13, 14, 15}
_HDR = {16, 18}
_UNSAID = {2, 3}
_DICOM_NAMES = {"SRGB": (1, 13), "DISPLAYP3": (12, 13), "DISPLAY P3": (12, 13), "DCIP3": (12, 13)}


@cache
def profile_of(primaries: Primaries, white: tuple[float, float], gamma: float | None = None) -> bytes:
    """A colour profile for primaries, white and the exponent that decodes; without one, the curve of sRGB."""
    coded = np.linspace(0, 1, 4096)
    srgb = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4).astype(np.float32)
    curve = {"transferfunction": srgb} if gamma is None else {"gamma": gamma}
    red, green, blue = ((*primaries[at : at + 2], 1.0) for at in (0, 2, 4))
    made: bytes = imagecodecs.cms_profile("rgb", whitepoint=(*white, 1.0), primaries=(*red, *green, *blue), **curve)
    return bytes(made)


def adobe_rgb() -> bytes:
    """The profile of Adobe RGB (1998)."""
    return profile_of((0.64, 0.33, 0.21, 0.71, 0.15, 0.06), D65, 563 / 256)


def numbered(primaries: int, transfer: int, container: str) -> tuple[bytes | None, bool]:
    """A profile for the numbers of H.273; None for sRGB. Then whether a number is unknown and sRGB is assumed.

    Raises:
        HdrImage: the transfer is PQ or HLG, which state brightness beyond a printed photo's. Names the container.
    """
    if transfer in _HDR:
        raise HdrImage(format=container)
    unknown = primaries not in _PRIMARIES.keys() | _UNSAID or transfer not in _AS_SRGB | _GAMMAS.keys()
    primaries = primaries if primaries in _PRIMARIES else 1
    if primaries == 1 and transfer not in _GAMMAS:
        return None, unknown
    return profile_of(*_PRIMARIES[primaries], _GAMMAS.get(transfer)), unknown


def named_in_dicom(name: str) -> tuple[bytes | None, bool]:
    """A profile for the entry Color Space of DICOM; None for sRGB. Then whether the name is unknown."""
    name = name.strip().upper()
    if name in {"ADOBERGB", "ADOBE RGB"}:
        return adobe_rgb(), False
    if name in {"ROMMRGB", "ROMM RGB"}:
        return profile_of((0.7347, 0.2653, 0.1596, 0.8404, 0.0366, 0.0001), D50, 1.8), False
    if name in _DICOM_NAMES:
        return numbered(*_DICOM_NAMES[name], "DICOM")
    return None, bool(name)


def named_in_exif(picture: Image.Image) -> bytes | None:
    """The profile of Adobe RGB where EXIF alone names it (colour space 2, or interoperability R03); else None."""
    try:
        exif = picture.getexif()
        space = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.ColorSpace)
        index = str(exif.get_ifd(ExifTags.IFD.Interop).get(ExifTags.Interop.InteropIndex, ""))
    except Exception:  # a broken EXIF block does not make the photo unusable
        return None
    return adobe_rgb() if space == 2 or index.startswith("R03") else None
