"""Photos that say who and where in every place where a file can: EXIF, XMP, comments and texts, DICOM elements."""

from __future__ import annotations

import struct
from io import BytesIO

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from PIL.TiffImagePlugin import IFDRational

from model.settings import ASSETS
from tests.lesion.generated_photos import dicom

NAME = "Xaveria-Unverwechselbar-1951"
SECONDS = (291237, 10000)
"""Seconds of the latitude, as EXIF writes them."""
LATITUDE = "48.8580881"
NEEDLES = (
    *(word.encode(code) for word in (NAME, LATITUDE) for code in ("utf-8", "utf-16-le", "utf-16-be")),
    *(struct.pack(f"{order}II", *SECONDS) for order in "<>"),
)
XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:exif="http://ns.adobe.com/exif/1.0/"'
    f' dc:creator="{NAME}" exif:GPSLatitude="{LATITUDE}"/></rdf:RDF></x:xmpmeta>'
)


def marked_photos() -> dict[str, bytes]:
    """The bytes of one photo of a lesion by a neutral file name."""
    photo = Image.open(ASSETS / "samples" / "nv_4.jpg").convert("RGB")
    return {"first.jpg": _jpeg(photo), "second.png": _png(photo), "third.dcm": _dicom(photo)}


def _exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x013B], exif[0x010E], exif[0x8298] = NAME, NAME, NAME  # artist, description, copyright
    exif[0x8825] = {1: "N", 2: (IFDRational(48), IFDRational(51), IFDRational(*SECONDS)), 3: "E"}
    return exif


def _jpeg(photo: Image.Image) -> bytes:
    return _written(photo, "JPEG", quality=95, exif=_exif(), xmp=XMP.encode(), comment=NAME)


def _png(photo: Image.Image) -> bytes:
    texts = PngInfo()
    texts.add_text("Author", NAME)
    texts.add_itxt("XML:com.adobe.xmp", XMP)
    return _written(photo, "PNG", exif=_exif(), pnginfo=texts)


def _dicom(photo: Image.Image) -> bytes:
    return dicom(np.asarray(photo), PatientName=NAME, PatientID=NAME, InstitutionName=NAME, PatientComments=LATITUDE)


def _written(photo: Image.Image, kind: str, **options: object) -> bytes:
    file = BytesIO()
    photo.save(file, kind, **options)
    return file.getvalue()
