"""Which page of a TIFF is the photo, and whether it is the raw photo of a camera."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from tifffile import TiffFile, TiffPage

from model.errors import DamagedImage

_MOST_PAGES = 50
_REDUCED, _MASK = 1, 4
"""Bits of NewSubfileType."""
_DNG_VERSION = 50706
_SENSOR = {32803, 34892}
"""Photometric interpretations of unprocessed sensor values."""
_OF_CAMERAS = {32767, 32769, 32770, 34713, 65000, 65535, 34892}
"""Compressions of Sony, Samsung, Nikon, Kodak, Pentax and of DNG."""


def is_camera_raw(file: TiffFile, data: bytes) -> bool:
    """Whether any page holds unprocessed sensor values, or the file names itself a raw format."""
    return data[8:10] == b"CR" or any(
        page.photometric in _SENSOR or page.compression in _OF_CAMERAS or _DNG_VERSION in page.tags
        for page, _ in pages_of(file)
    )


def largest_page(file: TiffFile) -> tuple[TiffPage, int | None]:
    """The first page and its number, or the largest full one where the first is a preview or a mask.

    A page below another has no number.

    Raises:
        DamagedImage: there is no page with pixels.
    """
    pages = [(page, number) for page, number in pages_of(file) if page.imagewidth and page.imagelength]
    if not pages:
        raise DamagedImage(format="TIFF")
    if _is_full(pages[0][0]):
        return pages[0]
    full = [one for one in pages if _is_full(one[0])] or pages
    return max(full, key=lambda one: one[0].imagewidth * one[0].imagelength)


def _is_full(page: TiffPage) -> bool:
    return not page.subfiletype & (_REDUCED | _MASK)


def pages_of(file: TiffFile) -> Iterator[tuple[TiffPage, int | None]]:
    """Yield the first pages, each with its number, and the pages below each of them, without a number."""
    return islice(_all_pages(file), _MOST_PAGES)


def _all_pages(file: TiffFile) -> Iterator[tuple[TiffPage, int | None]]:
    for number in range(_MOST_PAGES):
        try:
            page = file.pages[number]
        except IndexError:
            return
        if isinstance(page, TiffPage):
            yield page, number
            for below in islice(page.pages or (), _MOST_PAGES):
                if isinstance(below, TiffPage):
                    yield below, None
