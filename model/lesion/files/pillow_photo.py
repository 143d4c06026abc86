"""PNG, WebP, BMP, HEIC and AVIF, decoded by Pillow and pillow-heif."""

from __future__ import annotations

from io import BytesIO

import imagecodecs
import numpy as np
from PIL import Image
from pillow_heif import register_heif_opener

from model.lesion.files.avif_items import refuse_endless_items
from model.lesion.files.colour import deep_in_srgb, in_srgb
from model.lesion.files.colour_spaces import named_in_exif, numbered
from model.lesion.files.decoded import Decoded, Doubt, each_once
from model.lesion.files.png_colours import png_profile
from model.lesion.files.upright import upright_by_exif
from model.lesion.limits import MAX_MEGAPIXELS, MORE_MEGAPIXELS, check_size

# Registers a decoder with Pillow. Previews and depth maps are never parsed.
register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


def read_png(data: bytes) -> Decoded:
    """Decode a PNG by its chunks about colour."""
    picture = _opened(data, "PNG")
    profile, unknown = png_profile(data)
    deep = data[24:25] == b"\x10" and picture.mode == "RGB" and profile and "transparency" not in picture.info
    picture.info["icc_profile"] = profile or picture.info.get("icc_profile") or _exif_profile(picture)
    if profile and deep:
        srgb = deep_in_srgb(np.asarray(imagecodecs.png_decode(data)), profile)
        srgb.info["exif"] = picture.info.get("exif")
        picture = srgb
    return _finished(picture, "PNG", Doubt.COLOURS_ASSUMED if unknown else None)


def read_webp(data: bytes) -> Decoded:
    """Decode the first picture of a WebP."""
    return _finished(_with_exif_profile(_opened(data, "WEBP")), "WebP")


def read_bmp(data: bytes) -> Decoded:
    """Decode a BMP; its alpha channel is ignored where it is zero everywhere."""
    picture = _opened(data, "BMP")
    if picture.mode == "RGBA" and picture.getchannel("A").getextrema()[1] == 0:
        picture = picture.convert("RGB")
    return _finished(picture, "BMP")


def read_heic(data: bytes) -> Decoded:
    """Decode a HEIC; its colours are named by a profile, by numbers (nclx) or in EXIF, in this order."""
    picture = _opened(data, "HEIF", "HEIC")
    named = picture.info.get("nclx_profile") or {}
    numbers = int(named.get("color_primaries", 2)), int(named.get("transfer_characteristics", 2))
    return _with_numbers(picture, numbers, "HEIC")


def read_avif(data: bytes) -> Decoded:
    """Decode the first picture of an AVIF; its colours are named as in HEIC."""
    refuse_endless_items(data)
    box = data.find(b"colrnclx")
    numbers = (2, 2) if box < 0 else tuple(int.from_bytes(data[at : at + 2], "big") for at in (box + 8, box + 10))
    return _with_numbers(_opened(data, "AVIF"), (numbers[0], numbers[1]), "AVIF")


def _opened(data: bytes, decoder: str, name: str = "") -> Image.Image:
    most = MORE_MEGAPIXELS.get(name, MAX_MEGAPIXELS)
    picture = Image.open(BytesIO(data), formats=(decoder,))
    check_size(*picture.size, most)
    return picture


def _with_numbers(picture: Image.Image, numbers: tuple[int, int], name: str) -> Decoded:
    profile, unknown = numbered(*numbers, name)
    if not picture.info.get("icc_profile"):
        picture.info["icc_profile"] = profile or _exif_profile(picture)
    return _finished(picture, name, Doubt.COLOURS_ASSUMED if unknown else None)


def _with_exif_profile(picture: Image.Image) -> Image.Image:
    if not picture.info.get("icc_profile"):
        picture.info["icc_profile"] = _exif_profile(picture)
    return picture


def _exif_profile(picture: Image.Image) -> bytes | None:
    return named_in_exif(picture)


def _finished(picture: Image.Image, name: str, doubt: Doubt | None = None) -> Decoded:
    size, is_large = picture.size, picture.width * picture.height > MAX_MEGAPIXELS * 10**6
    picture.load()
    check_size(*picture.size, MORE_MEGAPIXELS.get(name, MAX_MEGAPIXELS))  # the size in a header may be wrong
    upright = upright_by_exif(_halved(picture) if is_large else picture)
    is_turned = (upright.width > upright.height) != (size[0] > size[1])
    rgb, doubts = in_srgb(upright)
    return Decoded(rgb, size[::-1] if is_turned else size, each_once(doubt, *doubts))


def _halved(picture: Image.Image) -> Image.Image:
    """The picture at half its width and height, with its metadata."""
    half = picture.reduce(2)
    half.info.update(picture.info)
    return half
