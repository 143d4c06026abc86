"""Read the colours of a PNG from its chunks (PNG, third edition, 11.3.2): cICP, iCCP, sRGB, gAMA, cHRM."""

from __future__ import annotations

import struct

from model.lesion.files.colour_spaces import D65, SRGB, Primaries, numbered, profile_of

_MOST_CHUNKS = 1000
_SRGB_GAMMA = 1 / 2.2
_TOLERANCE = 0.05
"""A gamma this close to that of sRGB means sRGB, as in libpng."""


def png_profile(data: bytes) -> tuple[bytes | None, bool]:
    """A profile for the chunks; None where iCCP holds one or the colours are sRGB. Then whether they are unclear.

    Raises:
        HdrImage: cICP names PQ or HLG.
    """
    chunks = _chunks(data)
    if len(code := chunks.get(b"cICP", b"")) == 4:
        return numbered(code[0], code[1], "PNG")
    if b"iCCP" in chunks or b"sRGB" in chunks:
        return None, False
    return _measured(chunks.get(b"gAMA", b""), chunks.get(b"cHRM", b""))


def _measured(gama: bytes, chrm: bytes) -> tuple[bytes | None, bool]:
    """A profile for gamma and chromaticities, which PNG states in units of 1/100000."""
    gamma = struct.unpack(">I", gama)[0] / 1e5 if len(gama) == 4 else _SRGB_GAMMA
    if not 0.1 <= gamma <= 5:
        return None, True
    exponent = None if abs(gamma * 2.2 - 1) < _TOLERANCE else 1 / gamma
    primaries, white = _chromaticities(chrm)
    if not _plausible(primaries, white):
        return None, True
    if exponent is None and _near((*primaries, *white), (*SRGB, *D65)):
        return None, False
    return profile_of(primaries, white, exponent), False


def _chromaticities(chrm: bytes) -> tuple[Primaries, tuple[float, float]]:
    if len(chrm) != 32:
        return SRGB, D65
    x, y, *rest = (value / 1e5 for value in struct.unpack(">8I", chrm))
    red, red_y, green, green_y, blue, blue_y = rest
    return (red, red_y, green, green_y, blue, blue_y), (x, y)


def _plausible(primaries: Primaries, white: tuple[float, float]) -> bool:
    """Whether a profile can be made: y above zero, and the primaries span an area."""
    rx, ry, gx, gy, bx, by = primaries
    area = abs((gx - rx) * (by - ry) - (bx - rx) * (gy - ry))
    return area > 0.01 and all(0 < y <= 1 for y in white) and all(-1 < value < 2 for value in primaries)


def _near(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return all(abs(a - b) < 0.002 for a, b in zip(one, other, strict=True))


def _chunks(data: bytes) -> dict[bytes, bytes]:
    """The chunks before the pixels, by name; the first of each name."""
    found: dict[bytes, bytes] = {}
    position = 8
    for _ in range(_MOST_CHUNKS):
        length, name = int.from_bytes(data[position : position + 4], "big"), data[position + 4 : position + 8]
        if name in {b"IDAT", b"IEND", b""}:
            break
        if name in {b"cICP", b"iCCP", b"sRGB", b"gAMA", b"cHRM"}:
            found.setdefault(name, data[position + 8 : position + 8 + length])
        position += 12 + length
    return found
