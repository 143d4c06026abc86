"""Formats by their first bytes: those that are read, and those that are named in a refusal."""

from __future__ import annotations

import re
from collections.abc import Callable

from model.errors import CameraRaw, NotAnImage, OtherFormat
from model.lesion.files.decoded import Decoded
from model.lesion.files.dicom import read_dicom
from model.lesion.files.jpeg import read_jpeg
from model.lesion.files.pillow_photo import read_avif, read_bmp, read_heic, read_png, read_webp
from model.lesion.files.tiff import read_tiff

Reader = Callable[[bytes], Decoded]

SUPPORTED_SUFFIXES: tuple[str, ...] = (
    *(".jpg", ".jpeg", ".jpe", ".jfif", ".mpo", ".png", ".webp", ".tif", ".tiff", ".bmp"),
    *(".heic", ".heif", ".hif", ".avif", ".dcm", ".dicom", ".dic", ".ima"),
)
"""File extensions for a file chooser; the format is detected from the bytes, not from the name."""


def _begins(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(pattern, re.DOTALL)


FORMATS: dict[str, tuple[re.Pattern[bytes], Reader]] = {
    # DICOM first: a slide scanner may put a TIFF header into the unused first 128 bytes.
    "DICOM": (_begins(rb".{128}DICM|[\x02\x08]\0.\0(?:[A-Z]{2}|..\0\0)"), read_dicom),
    "JPEG": (_begins(rb"\xff\xd8\xff"), read_jpeg),
    "PNG": (_begins(rb"\x89PNG\r\n\x1a\n"), read_png),
    "WebP": (_begins(rb"RIFF.{4}WEBP"), read_webp),
    "TIFF": (_begins(rb"II[*+]\0|MM\0[*+]"), read_tiff),
    "BMP": (_begins(rb"BM.{12}[\x0c\x10\x28\x34\x38\x40\x6c\x7c]\0\0\0"), read_bmp),
    "AVIF": (_begins(rb".{4}ftyp(?:avi[fs]|(?:mif1|miaf).{0,40}?avi[fs])"), read_avif),
    "HEIC": (_begins(rb".{4}ftyp(?:he[iv][cmsx]|mif1|msf1)"), read_heic),
}
"""First bytes and reader, by name of the format; the first that matches counts."""

_CAMERA_RAW = _begins(rb"FUJIFILMCCD-RAW|.{4}ftypcrx |IIU\0|IIR[OS]|MMOR|FOVb|\0MRM|.{6}HEAPCCDR|IIII|MMMM")
"""Fujifilm, Canon CR3, Panasonic, Olympus, Sigma, Minolta, Canon CRW, Phase One; others are TIFF inside."""

_OTHERS: dict[str, re.Pattern[bytes]] = {
    "gif": _begins(rb"GIF8[79]a"),
    "jpeg_xl": _begins(rb"\xff\x0a|\0\0\0\x0cJXL \r\n"),
    "jpeg_2000": _begins(rb"\xff\x4f\xff\x51|\0\0\0\x0cjP  \r\n"),
    "jpeg_xr": _begins(rb"II\xbc"),
    "svg": _begins(
        rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml.{0,2000}?)?(?:<!--.{0,2000}?-->\s*)*(?:<!DOCTYPE svg.{0,2000}?)?<svg\b"
    ),
    "pdf": _begins(rb".{0,64}?%PDF-"),
    "video": _begins(rb".{4}ftyp|.{4}(?:moov|mdat|wide)|\x1aE\xdf\xa3|RIFF.{4}AVI |\0\0\x01[\xba\xb3]|0&\xb2u\x8ef"),
    "photoshop": _begins(rb"8BPS"),
    "postscript": _begins(rb"%!PS|\xc5\xd0\xd3\xc6"),
    "icon": _begins(rb"\0\0[\x01\x02]\0[^\0]"),
    "gimp": _begins(rb"gimp xcf"),
    "word": _begins(
        rb"PK\x03\x04.{26}(?:\[Content_Types\]\.xml|_rels/|word/|ppt/|xl/)|\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|\{\\rtf"
    ),
    "zip": _begins(rb"PK(?:\x03\x04|\x05\x06|\x07\x08)|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|\x1f\x8b|.{257}ustar"),
    "html": _begins(rb"(?i:(?:\xef\xbb\xbf)?\s*<(?:!DOCTYPE html|html\b))"),
    "radiance": _begins(rb"#\?R(?:ADIANCE|GBE)|v/1\x01"),
    "netpbm": _begins(rb"P[1-7][\s#]"),
    "nifti": _begins(rb".{344}n[+i]1\0|NRRD000|\x89HDF\r\n"),
}
"""What people try; the words are `file_kinds.<name>` in the locale files."""


def recognised(data: bytes) -> str:
    """Return the name of the format.

    Raises:
        CameraRaw, OtherFormat, NotAnImage: it is not read.
    """
    for name, (beginning, _) in FORMATS.items():
        if beginning.match(data):
            return name
    if _CAMERA_RAW.match(data):
        raise CameraRaw()
    for kind, beginning in _OTHERS.items():
        if beginning.match(data):
            raise OtherFormat(kind=kind)
    raise NotAnImage()
