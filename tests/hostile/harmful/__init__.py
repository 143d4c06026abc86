"""Files made to do harm, by kind: bombs, loops, false sizes, odd metadata, one format inside another.

Each module names its files in a dictionary; the names say what is wrong. A file that takes long to make is a
function that makes it.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable

from tests.hostile.harmful import archives, bitmaps, dicoms, heifs, jpegs, pngs, tiffs, webps
from tests.hostile.harmful.metadata import Made

_MADE: dict[str, Callable[[], Made]] = {
    "JPEG": jpegs.made,
    "PNG": pngs.made,
    "WebP": webps.made,
    "TIFF": tiffs.made,
    "BMP": bitmaps.made,
    "HEIC": lambda: heifs.made("HEIC"),
    "AVIF": lambda: heifs.made("AVIF"),
    "DICOM": dicoms.made,
    "zip": archives.made,
}


def harmful(kind: str) -> Made:
    """The files of a kind by their names, in a fixed order."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the writers say what they think of some values
        return _MADE[kind]()
