"""Image bytes to a lesion image: what is read, how it becomes upright sRGB, and what is refused."""

from __future__ import annotations

import os
import struct
import sys
import time
import warnings
import zlib
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageFile, PngImagePlugin

from model.errors import (
    BlankImage,
    DamagedImage,
    FileTooLarge,
    ImageTooSmall,
    LesionImageError,
    NotAnImage,
    TooManyPixels,
)
from model.lesion.decode import SUPPORTED_SUFFIXES, read_lesion_image
from model.lesion.files import pillow_photo
from model.lesion.files.formats import FORMATS
from model.lesion.limits import MAX_BYTES, MAX_MEGAPIXELS, MIN_SIDE, MORE_MEGAPIXELS
from tests.lesion.colour_profiles import inks_where_cyan_prints_red, red_and_blue_exchanged
from tests.lesion.generated_photos import SECRET, corpus, dicom, every_format, picture, skin, written
from tests.photos import spot

ORIENTATION = 0x0112
KINDS = tuple(every_format())


def difference(data, expected):
    """Mean distance of a decoded photo from the expected array, grey levels."""
    return np.abs(read_lesion_image(data).photo.astype(int) - expected).mean()


# --- every format ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_every_format_shows_the_same_skin(kind):
    assert difference(every_format()[kind], skin()) < 1
    assert read_lesion_image(every_format()[kind]).source_format == kind.split()[0]


def test_the_size_of_the_upright_photo_is_remembered():
    image = read_lesion_image(written(picture(height=120, width=300), "PNG"))
    assert (image.source_width, image.source_height, image.source_side) == (300, 120, 120)


def test_the_suffixes_for_the_file_chooser_are_lower_case_and_begin_with_a_dot():
    assert {".jpg", ".png", ".heic", ".dcm"} <= set(SUPPORTED_SUFFIXES)
    assert all(suffix == suffix.lower() and suffix[0] == "." for suffix in SUPPORTED_SUFFIXES)


@pytest.mark.parametrize("plugin", ["WEBP", "PNG", "TIFF", "HEIF"])
def test_a_file_of_several_pictures_gives_its_first(plugin):
    others = [Image.new("RGB", (128, 128), colour) for colour in ("red", "blue")]
    assert difference(written(picture(), plugin, save_all=True, append_images=others), skin()) < 4


def test_the_two_pictures_of_a_stereo_photo_are_a_jpeg_whose_first_is_read():
    data = written(picture(), "MPO", save_all=True, append_images=[picture().rotate(90)], quality=95)
    assert read_lesion_image(data).source_format == "JPEG"
    assert difference(data, skin()) < 4


@pytest.mark.parametrize("plugin", ["TGA", "PCX", "SGI"])
def test_a_format_off_the_list_is_no_image_here(plugin):
    with pytest.raises(NotAnImage):
        read_lesion_image(written(picture(), plugin))


# --- upright ---------------------------------------------------------------------------------------------------------


def stored(orientation):
    """The skin as a camera in that orientation writes it, by the corners that EXIF 2.3 names."""
    upright = skin(120, 160)
    return {
        1: upright,
        2: upright[:, ::-1],
        3: upright[::-1, ::-1],
        4: upright[::-1],
        5: upright.swapaxes(0, 1),
        6: np.rot90(upright, 1),
        7: np.rot90(upright, 2).swapaxes(0, 1),
        8: np.rot90(upright, -1),
    }[orientation]


def turned_photo(orientation, plugin, **options):
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    return written(Image.fromarray(np.ascontiguousarray(stored(orientation))), plugin, exif=exif.tobytes(), **options)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(
    ("plugin", "options"),
    [
        ("JPEG", {"quality": 95, "subsampling": 0}),
        ("PNG", {}),
        ("WEBP", {"lossless": True}),
        ("TIFF", {}),
        ("TIFF", {"compression": "tiff_lzw"}),
        ("HEIF", {"quality": 95, "chroma": 444}),
    ],
)
def test_a_photo_is_turned_upright_once_in_every_orientation(orientation, plugin, options):
    data = turned_photo(orientation, plugin, **options)
    image = read_lesion_image(data)
    assert (image.source_width, image.source_height) == (160, 120)
    assert difference(data, skin(120, 160)[:, 20:140]) < 1


def test_a_photo_taken_upside_down_is_turned_upright():
    assert (
        difference(written(Image.fromarray(skin()[::-1, ::-1].copy()), "PNG", exif=b"Exif\0\0" + upside_down()), skin())
        == 0
    )


def upside_down():
    exif = Image.Exif()
    exif[ORIENTATION] = 3
    return exif.tobytes().removeprefix(b"Exif\0\0")


@pytest.mark.parametrize(
    "exif", [b"Exif\0\0", b"Exif\0\0MM\0*", b"Exif\0\0" + b"\xff" * 60, b"Exif\0\0II*\0\xff\xff\xff\xff"]
)
@pytest.mark.parametrize("plugin", ["JPEG", "WEBP"])
def test_a_broken_exif_block_does_not_cost_the_photo(exif, plugin):
    assert difference(written(picture(), plugin, quality=95, exif=exif), skin()) < 2


def test_in_heic_the_container_turns_the_picture_and_exif_does_not():
    upright = Image.fromarray(skin(120, 160))
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    data = written(upright, "HEIF", exif=exif)  # given as an object, the writer sets the EXIF entry only
    assert b"irot" not in data
    assert read_lesion_image(data).source_width == 160


def test_an_orientation_that_does_not_exist_turns_nothing():
    exif = Image.Exif()
    exif[ORIENTATION] = 9
    assert difference(written(picture(), "PNG", exif=exif), skin()) == 0


# --- colour ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("plugin", ["PNG", "JPEG", "TIFF", "WEBP", "HEIF"])
def test_a_colour_profile_is_brought_to_srgb(plugin):
    exchanged = Image.fromarray(skin()[:, :, ::-1].copy())
    assert difference(written(exchanged, plugin, quality=95, icc_profile=red_and_blue_exchanged()), skin()) < 4


def test_the_colour_profile_of_a_photo_with_transparency_is_applied_too():
    exchanged = Image.fromarray(skin()[:, :, ::-1].copy())
    exchanged.putalpha(255)
    assert difference(written(exchanged, "PNG", icc_profile=red_and_blue_exchanged()), skin()) < 2


@pytest.mark.parametrize("profile", [b"no profile", red_and_blue_exchanged()[:200], b"\0" * 500])
def test_a_broken_colour_profile_is_ignored(profile):
    assert difference(written(picture(), "PNG", icc_profile=profile), skin()) == 0


def test_a_colour_profile_for_other_channels_is_ignored():
    assert difference(written(picture(), "PNG", icc_profile=inks_where_cyan_prints_red()), skin()) == 0


@pytest.mark.parametrize("plugin", ["JPEG", "TIFF"])
def test_inks_without_a_profile_become_colours(plugin):
    assert difference(written(picture("CMYK"), plugin, quality=95), skin()) < 2


@pytest.mark.parametrize("plugin", ["JPEG", "TIFF"])
def test_inks_are_printed_by_their_profile(plugin):
    inks = np.zeros((128, 128, 4), np.uint8)
    inks[:, 64:, 0] = 255
    data = written(Image.fromarray(inks, "CMYK"), plugin, quality=95, icc_profile=inks_where_cyan_prints_red())
    photo = read_lesion_image(data).photo.astype(int)
    assert photo[64, 16].min() > 240
    assert photo[64, 112, 0] > photo[64, 112, 1] + 100


def half_transparent(mode):
    image = picture().convert(mode)
    alpha = np.full((128, 128), 255, np.uint8)
    alpha[:, :64] = 0
    image.putalpha(Image.fromarray(alpha))
    return image


@pytest.mark.parametrize(
    ("mode", "plugin"), [("RGB", "PNG"), ("RGB", "TIFF"), ("RGB", "WEBP"), ("L", "PNG"), ("L", "TIFF")]
)
def test_transparent_parts_become_white(mode, plugin):
    photo = read_lesion_image(written(half_transparent(mode), plugin)).photo
    assert photo[:, :60].min() == 255
    assert photo[:, 68:].min() < 100


def test_transparent_entries_of_a_palette_become_white():
    palette = half_transparent("RGB").quantize(64, method=Image.Quantize.FASTOCTREE)
    data = written(palette, "PNG")
    assert Image.open(BytesIO(data)).mode == "P"
    assert read_lesion_image(data).photo[:, :60].min() == 255


def test_one_colour_declared_transparent_becomes_white():
    spotted = picture()
    spotted.paste((1, 2, 3), (0, 0, 64, 128))
    assert read_lesion_image(written(spotted, "PNG", transparency=(1, 2, 3))).photo[:, :60].min() == 255


def grey():
    """A ramp that uses all 256 levels. `(128, 256)`."""
    return np.tile(np.arange(256), (128, 1))


def deep(values, mode_type):
    return Image.fromarray(values.astype(mode_type))


@pytest.mark.parametrize(
    ("values", "mode_type", "plugin"),
    [
        (grey() * 257, "<u2", "PNG"),
        (grey() * 257, "<u2", "TIFF"),
        (grey() * 257, ">u2", "TIFF"),
        (grey() * 16, "<u2", "TIFF"),
        (grey(), "<u2", "TIFF"),
        (grey() * 257, "<i4", "TIFF"),
        (grey() * 10**6 - 10**5, "<i4", "TIFF"),
        (grey() / 255, "<f4", "TIFF"),
        (grey(), "<f4", "TIFF"),
        (grey() * 1e5 - 1e6, "<f4", "TIFF"),
    ],
    ids=lambda value: str(value) if isinstance(value, str) else "",
)
def test_deep_grey_values_are_scaled_to_eight_bits(values, mode_type, plugin):
    photo = read_lesion_image(written(deep(values, mode_type), plugin)).photo
    assert np.abs(photo[:, :, 0].astype(int) - grey()[:, 64:192]).max() <= 1


def test_values_that_are_no_numbers_become_black():
    values = (grey() / 255).astype(np.float32)
    values[:64, :128] = np.nan
    photo = read_lesion_image(written(Image.fromarray(values), "TIFF")).photo
    assert photo[:60, :60].max() == 0
    assert photo[:, 120].min() > 150


def test_sixteen_bit_colour_keeps_its_eight_highest_bits():
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in skin().astype(int) * 257)
    header = struct.pack(">2I5B", 128, 128, 16, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    body = (struct.pack(">I", len(c)) + k + c + struct.pack(">I", zlib.crc32(k + c)) for k, c in chunks)
    assert difference(b"\x89PNG\r\n\x1a\n" + b"".join(body), skin()) == 0


@pytest.mark.parametrize(("mode", "plugin"), [("1", "PNG"), ("1", "TIFF"), ("1", "BMP"), ("L", "JPEG"), ("P", "BMP")])
def test_fewer_colours_are_read_as_they_are(mode, plugin):
    image = picture(mode)
    assert difference(written(image, plugin), np.asarray(image.convert("RGB"))) < 1


@pytest.mark.parametrize("mode", ["YCbCr", "LAB"])
def test_other_colour_spaces_become_srgb(mode):
    assert difference(written(picture(mode), "TIFF"), skin()) < 2


# --- refused ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"", b"\xff", b"Dear colleague,", b"BM, a letter"])
def test_bytes_of_no_known_format_are_no_image(data):
    with pytest.raises(NotAnImage):
        read_lesion_image(data)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.2, 0.5, 0.85])
def test_a_photo_that_was_cut_off_is_damaged(kind, share):
    whole = every_format()[kind]
    with pytest.raises(DamagedImage) as refusal:
        read_lesion_image(whole[: int(len(whole) * share)])
    assert refusal.value.data == {"format": kind.split()[0]}


def test_a_file_over_32_megabytes_is_refused_before_anything_else():
    with pytest.raises(FileTooLarge) as refusal:
        read_lesion_image(bytes(MAX_BYTES + 1))
    assert refusal.value.data == {"megabytes": 32.1, "maximum": 32}
    with pytest.raises(NotAnImage):
        read_lesion_image(bytes(MAX_BYTES))


@pytest.mark.parametrize("size", [(MIN_SIDE - 1, 500), (500, MIN_SIDE - 1), (1, 1)])
def test_a_photo_with_a_side_under_96_pixels_is_too_small(size, undecoded):
    with pytest.raises(ImageTooSmall) as refusal:
        read_lesion_image(written(Image.new("RGB", size), "PNG"))
    assert refusal.value.data == {"width": size[0], "height": size[1], "minimum": 96}


def test_a_photo_with_a_side_of_96_pixels_is_read():
    assert read_lesion_image(written(picture(height=MIN_SIDE, width=MIN_SIDE), "PNG")).source_side == MIN_SIDE


@pytest.fixture
def undecoded(monkeypatch):
    """Fails the test as soon as Pillow begins to decode pixels."""
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda self: pytest.fail("decoded"))


def claiming(kind, width, height):
    """A valid photo whose header claims another size."""
    data = every_format()[kind]
    wide, high = (128).to_bytes(4, "big"), (128).to_bytes(4, "big")
    if kind == "PNG":
        header = b"IHDR" + struct.pack(">2I", width, height) + data[24:29]
        return data[:12] + header + struct.pack(">I", zlib.crc32(header)) + data[33:]
    if kind == "BMP":
        return data[:18] + struct.pack("<2i", width, height) + data[26:]
    if kind == "JPEG":
        frame = data.index(b"\xff\xc0") + 5
        return data[:frame] + struct.pack(">2H", height, width) + data[frame + 4 :]
    if kind == "HEIC":
        return data.replace(b"ispe\0\0\0\0" + wide + high, b"ispe\0\0\0\0" + struct.pack(">2I", width, height))
    if kind == "WebP lossless":
        sides = (width - 1) | (height - 1) << 14
        return data[:21] + struct.pack("<I", sides) + data[25:]
    return written(Image.new("1", (width, height)), "TIFF", compression="group4")


@pytest.mark.parametrize("kind", ["PNG", "BMP", "JPEG", "HEIC", "WebP lossless", "TIFF"])
@pytest.mark.parametrize("width", [8000, 16000])
def test_more_megapixels_than_the_format_may_have_are_refused_before_decoding(kind, width, undecoded):
    most = MORE_MEGAPIXELS.get(kind, MAX_MEGAPIXELS)
    height = most * 125 + 1
    data = claiming(kind, width, height)
    with pytest.raises(TooManyPixels) as refusal:
        read_lesion_image(data)
    assert refusal.value.data["maximum"] == most
    assert refusal.value.data["megapixels"] == pytest.approx(width * height / 1e6, abs=0.1)


@pytest.mark.parametrize("orientation", [1, 6])
def test_the_photo_of_a_phone_with_48_megapixels_is_read_at_half_its_size(orientation):
    phone, same = picture().resize((8064, 6048)), picture().resize((4032, 3024))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    image = read_lesion_image(written(phone, "JPEG", quality=85, exif=exif))
    halved = read_lesion_image(written(same, "JPEG", quality=95, exif=exif))
    assert (image.source_width, image.source_height) == ((8064, 6048) if orientation == 1 else (6048, 8064))
    assert image.photo.shape == halved.photo.shape == (1024, 1024, 3)
    assert np.abs(image.pixels.astype(int) - halved.pixels).mean() < 1


def test_a_large_picture_of_another_decoder_is_halved_and_keeps_its_profile_and_its_size(monkeypatch):
    data = written(picture().resize((1400, 1000)), "HEIF", quality=90)
    whole = read_lesion_image(data)
    monkeypatch.setattr(pillow_photo, "MAX_MEGAPIXELS", 1)
    halved = read_lesion_image(data)
    assert (halved.source_width, halved.source_height) == (1400, 1000)
    assert halved.photo.shape == (500, 500, 3)
    assert np.abs(halved.pixels.astype(int) - whole.pixels).mean() < 1


def test_forty_megapixels_are_read():
    image = Image.new("1", (8000, 5000))
    image.paste(1, (4000, 0, 8000, 5000))
    assert read_lesion_image(written(image, "TIFF", compression="group4")).source_side == 5000


@pytest.mark.parametrize("colour", ["black", "white", (200, 150, 140)])
@pytest.mark.parametrize("plugin", ["JPEG", "PNG", "WEBP"])
def test_one_even_colour_is_blank(colour, plugin):
    with pytest.raises(BlankImage):
        read_lesion_image(written(Image.new("RGB", (300, 200), colour), plugin))


def test_the_noise_of_a_covered_lens_is_blank():
    noise = np.random.default_rng(1).normal(6, 4, (900, 1200, 3)).clip(0, 255).astype(np.uint8)
    with pytest.raises(BlankImage):
        read_lesion_image(written(Image.fromarray(noise), "JPEG", quality=60))


def test_a_small_pale_spot_on_even_skin_is_not_blank():
    spot = Image.new("RGB", (224, 224), (220, 180, 165))
    spot.paste((190, 150, 135), (100, 100, 116, 116))
    assert read_lesion_image(written(spot, "JPEG")).source_side == 224


# --- hostile ---------------------------------------------------------------------------------------------------------


def test_a_jpeg_of_endless_scans_is_refused_before_decoding(undecoded):
    data = every_format()["JPEG progressive"]
    scan = data.rindex(b"\xff\xda")
    with pytest.raises(DamagedImage):
        read_lesion_image(data[:scan] + data[scan:-2] * 200 + data[-2:])


def tiled_tiff(side):
    """A picture of 128 pixels in one deflated tile of the given side."""
    tile = zlib.compress(bytes(128 * 128 * 3))
    entries = {256: 128, 257: 128, 258: 8, 259: 8, 262: 2, 277: 3, 322: side, 323: side, 324: 200, 325: len(tile)}
    directory = b"".join(struct.pack("<2H2I", tag, 4, 1, value) for tag, value in entries.items())
    return (b"II*\0\x08\0\0\0" + struct.pack("<H", len(entries)) + directory).ljust(200, b"\0") + tile


def test_a_tiff_tile_far_larger_than_the_picture_is_refused_before_decoding(undecoded):
    assert Image.open(BytesIO(tiled_tiff(20_000))).size == (128, 128)
    with pytest.raises(DamagedImage) as refusal:
        read_lesion_image(tiled_tiff(20_000))
    assert refusal.value.__cause__ is None


def test_a_text_chunk_that_unfolds_to_gigabytes_costs_nothing():
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "x" * (3 * 10**6), zip=True)
    with pytest.raises(DamagedImage):
        read_lesion_image(written(picture(), "PNG", pnginfo=text))


@pytest.mark.parametrize("failure", [MemoryError(), RecursionError(), OverflowError(), KeyError("tag")])
def test_whatever_a_decoder_lets_slip_is_a_damaged_image_with_its_reason(failure, monkeypatch):
    def fails(self):
        raise failure

    monkeypatch.setattr(ImageFile.ImageFile, "load", fails)
    with pytest.raises(DamagedImage) as refusal:
        read_lesion_image(every_format()["PNG"])
    assert refusal.value.__cause__ is failure


MAGIC = [data[:40] for data in every_format().values()] + [
    b"II+\0\x08\0\0\0",
    b"MM\0*",
    bytes(128) + b"DICM",
    b"\x08\0\x05\0CS",
]


def decodes_or_refuses(data):
    try:
        image = read_lesion_image(data)
    except LesionImageError:
        return
    assert image.pixels.shape == (224, 224, 3)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.binary(max_size=400))
def test_random_bytes_are_decoded_or_refused(data):
    decodes_or_refuses(data)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.sampled_from(MAGIC), st.binary(max_size=400))
def test_random_bytes_behind_every_beginning_are_decoded_or_refused(beginning, data):
    decodes_or_refuses(beginning + data)


MUTATIONS = int(os.environ.get("TEN_OPINIONS_MUTATIONS", "500"))
"""Altered files that are tried; tests/hostile tries far more, in a process with limits."""


@settings(
    max_examples=MUTATIONS,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    st.sampled_from(sorted(corpus())),
    st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=8)), min_size=1, max_size=6),
    st.booleans(),
    st.floats(0.05, 1),
)
@example("DICOM", [(0.01, b"\xff\xff\xff\xff")], True, 1.0)
def test_altered_and_shortened_photos_are_decoded_or_refused(kind, changes, in_header, length):
    data = bytearray(corpus()[kind])
    reach = min(len(data), 1000) if in_header else len(data)
    for place, replacement in changes:
        start = int(place * (reach - 1))
        data[start : start + len(replacement)] = replacement
    decodes_or_refuses(bytes(data[: max(1, int(len(data) * length))]))


# --- threads, privacy, silence ---------------------------------------------------------------------------------------


def test_four_threads_decode_what_one_decodes():
    files = list(every_format().values()) * 6
    alone = [read_lesion_image(data).sha256 for data in files]
    with ThreadPoolExecutor(4) as threads:
        assert [image.sha256 for image in threads.map(read_lesion_image, files)] == alone


def secretive_photos():
    exif = Image.Exif()
    exif[0x010E] = exif[0x013B] = SECRET
    exif.get_ifd(0x8825)[29] = SECRET
    text = PngImagePlugin.PngInfo()
    text.add_text("Patient", SECRET)
    return {
        "JPEG": written(picture(), "JPEG", exif=exif, comment=SECRET.encode()),
        "PNG": written(picture(), "PNG", pnginfo=text, exif=exif),
        "WebP": written(picture(), "WEBP", exif=exif, xmp=SECRET.encode()),
        "TIFF": written(picture(), "TIFF", description=SECRET, exif=exif),
        "HEIC": written(picture(), "HEIF", exif=exif, xmp=SECRET.encode()),
        "DICOM": dicom(),
    }


@pytest.mark.parametrize("name", secretive_photos())
def test_nothing_of_the_file_but_its_pixels_is_kept(name):
    data = secretive_photos()[name]
    assert SECRET.encode() in data
    kept = vars(read_lesion_image(data))
    assert set(kept) == {
        "photo",
        "pixels",
        "sha256",
        "source_width",
        "source_height",
        "source_format",
        "frame",
        "doubts",
    }
    assert type(kept["photo"]) is type(kept["pixels"]) is np.ndarray
    assert kept["frame"] is None or type(kept["frame"]) is np.ndarray
    assert SECRET not in repr(kept)


def test_a_photo_that_is_not_square_keeps_its_whole_frame_no_larger_than_a_photo():
    whole = Image.fromarray(spot(1, 2400))
    wide = read_lesion_image(written(whole.crop((0, 0, 2400, 1600)), "PNG"))
    assert wide.frame.shape == (683, 1024, 3)
    assert not wide.frame.flags.writeable
    assert read_lesion_image(written(whole, "PNG")).frame is None


@pytest.mark.parametrize("name", secretive_photos())
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_no_refusal_quotes_the_file(name, share, caplog):
    whole = secretive_photos()[name]
    with pytest.raises(LesionImageError) as refusal:
        read_lesion_image(whole[: int(len(whole) * share)])
    reason: BaseException | None = refusal.value
    while reason is not None:
        assert SECRET not in f"{reason!s}{reason!r}"
        reason = reason.__cause__ or reason.__context__
    assert SECRET not in caplog.text


@pytest.fixture
def files_written():
    """The files opened for writing from here to the end of the test. Audit hooks stay, so this one is switched off."""
    seen: list[str] = []
    active = True
    changing = {"os.mkdir", "os.rename", "os.remove", "os.link", "os.symlink", "tempfile.mkstemp", "tempfile.mkdtemp"}

    def watch(event, arguments):
        if active and (event in changing or (event == "open" and arguments[2] & 0b11)):
            seen.append(f"{event} {arguments}")

    sys.addaudithook(watch)
    yield seen
    active = False


def test_nothing_is_written_to_disk(tmp_path, files_written):
    for data in every_format().values():
        read_lesion_image(data)
        decodes_or_refuses(data[: len(data) // 2])
    assert files_written == []
    (tmp_path / "proof").write_text("the watch notices what is written")
    assert len(files_written) == 1


def test_no_warning_of_a_decoder_escapes():
    cut_exif = every_format()["TIFF"].replace(struct.pack("<HHI", 256, 4, 1), struct.pack("<HHI", 256, 4, 10**6))
    claims = [claiming("PNG", 9999, 9999), cut_exif, dicom().replace(b"RGB ", b"RG8 ")]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for data in claims:
            decodes_or_refuses(data)
    assert caught == []


def test_the_decoders_filter_leaves_other_warnings_alone():
    read_lesion_image(every_format()["PNG"])
    with pytest.warns(UserWarning, match="mine"):
        warnings.warn("mine", stacklevel=1)


def test_the_limits_of_pillow_itself_are_untouched():
    assert Image.MAX_IMAGE_PIXELS == 1024**3 // 4 // 3
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False


def test_a_photo_of_twelve_megapixels_takes_seconds_of_computing_at_most():
    data = written(picture().resize((4000, 3000)), "JPEG")
    started = time.process_time()
    read_lesion_image(data)
    assert time.process_time() - started < 5


def test_every_format_that_is_read_has_an_example():
    assert set(FORMATS) == {kind.split()[0] for kind in KINDS}
