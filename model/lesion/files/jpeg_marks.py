"""The header of a JPEG: size, coding, colours and completeness, read without decoding (ISO/IEC 10918-1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from model.errors import DamagedImage

_MARKER = re.compile(rb"\xff[^\x00\x01\xd0-\xd8\xff]")
_START_OF_FRAME = {*range(0xC0, 0xD0), 0xF7} - {0xC4, 0xC8, 0xCC}
"""0xF7 begins JPEG-LS (ISO/IEC 14495-1)."""
END, START_OF_SCAN, JFIF, ADOBE = 0xD9, 0xDA, 0xE0, 0xEE
_MAX_SEGMENTS = 20_000
"""More are hostile: each costs time."""
_LAST_OF_BLOCK = 63


@dataclass(frozen=True)
class Segment:
    """A marker with its content; `start` is the place of the marker, `end` of the byte after the content."""

    code: int
    start: int
    content: bytes
    end: int


def segments(data: bytes) -> Iterator[Segment]:
    """Yield the segments of a JPEG up to its end marker.

    Raises:
        DamagedImage: there are too many.
    """
    position = 2
    for _ in range(_MAX_SEGMENTS):
        marker = _MARKER.search(data, position)
        if not marker:
            return
        code, start = marker[0][1], marker.end()
        position = start if code == END else start + int.from_bytes(data[start : start + 2], "big")
        yield Segment(code, marker.start(), data[start + 2 : position], position)
        if code == END:
            return
    raise DamagedImage(format="JPEG")


@dataclass(frozen=True)
class JpegHeader:
    """What the markers say.

    Attributes:
        coding: the marker that begins the frame: 0xC0 baseline, 0xC2 progressive, 0xC3 lossless, 0xF7 JPEG-LS.
        bits: of each sample.
        size: width and height, pixels.
        names: number of each component.
        samplings: horizontal and vertical sampling of each component.
        jfif: the JFIF marker is there.
        adobe: the transform that the Adobe marker names; None without one.
        scans: the content of each scan header.
        ended: the end marker is there.
    """

    coding: int
    bits: int
    size: tuple[int, int]
    names: tuple[int, ...]
    samplings: tuple[int, ...]
    jfif: bool
    adobe: int | None
    scans: list[bytes] = field(repr=False)
    ended: bool

    @property
    def lossless(self) -> bool:
        """Whether the frame is coded without a cosine transform."""
        return self.coding in {0xC3, 0xC7, 0xCB, 0xCF, 0xF7}

    @property
    def subsampled(self) -> bool:
        """Whether components differ in resolution."""
        return len(set(self.samplings)) > 1

    @property
    def usual_is_ycbcr(self) -> bool:
        """Whether libjpeg reads three components as brightness with colour differences; otherwise as RGB."""
        if self.jfif or self.adobe is not None:
            return self.jfif or self.adobe != 0
        return not self.lossless and self.names != tuple(b"RGB")

    def all_scanned(self) -> bool:
        """Whether the scans bring every coefficient of every component to full precision."""
        least: dict[tuple[int, int], int] = {}
        for scan in self.scans:
            first, last, precision = scan[-3], scan[-2], scan[-1] & 15
            for name in scan[1 : 1 + 2 * scan[0] : 2]:
                least |= {(name, place): precision for place in range(first, min(last, _LAST_OF_BLOCK) + 1)}
        return all(least.get((name, place)) == 0 for name in self.names for place in range(_LAST_OF_BLOCK + 1))


def read_header(data: bytes) -> JpegHeader:
    """Read the markers of a JPEG file or frame.

    Raises:
        DamagedImage: there is no frame, or the number of segments is hostile.
    """
    found = list(segments(data))
    frame = next((one for one in found if one.code in _START_OF_FRAME and len(one.content) > 5), None)
    if frame is None:
        raise DamagedImage(format="JPEG")
    content = frame.content
    count = content[5]
    size = int.from_bytes(content[3:5], "big"), int.from_bytes(content[1:3], "big")
    adobe = next((one.content[11] for one in found if _is_adobe(one)), None)
    scans = [one.content for one in found if one.code == START_OF_SCAN and len(one.content) > 5]
    return JpegHeader(
        coding=frame.code,
        bits=content[0],
        size=size,
        names=tuple(content[6 : 6 + 3 * count : 3]),
        samplings=tuple(content[7 : 6 + 3 * count : 3]),
        jfif=any(_is_jfif(one) for one in found),
        adobe=adobe,
        scans=scans,
        ended=found[-1].code == END,
    )


def _is_adobe(segment: Segment) -> bool:
    return segment.code == ADOBE and segment.content.startswith(b"Adobe") and len(segment.content) > 11


def _is_jfif(segment: Segment) -> bool:
    return segment.code == JFIF and segment.content.startswith(b"JFIF\0")


def is_ycbcr(header: JpegHeader, called: bool | None = None) -> tuple[bool, bool]:
    """Decide whether three components are brightness with colour differences, and whether any statement contradicts.

    RGB cannot be subsampled; otherwise JFIF, the Adobe marker, the components' names and `called`, what a container
    says, count in this order.
    """
    stated = [
        True if header.subsampled else None,
        True if header.jfif else None,
        None if header.adobe is None else header.adobe != 0,
        False if header.names == tuple(b"RGB") else None,
        called,
    ]
    claims = [claim for claim in stated if claim is not None]
    decided = claims[0] if claims else not header.lossless
    return decided, (not decided) in claims


def with_colours(data: bytes, ycbcr: bool) -> bytes:
    """Replace the statements of a JPEG about its colours by an Adobe marker that names the right ones."""
    marker = b"\xff\xee\0\x0eAdobe\0\x64\0\0\0\0" + bytes((int(ycbcr),))
    kept, position = [data[:2], marker], 2
    for segment in segments(data):
        if _is_adobe(segment) or _is_jfif(segment):
            kept.append(data[position : segment.start])
            position = segment.end
    return b"".join([*kept, data[position:]])
