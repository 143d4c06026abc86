"""Two thousand altered files of each kind end as a photo or as a refusal of ours, within the limits of one file."""

from __future__ import annotations

import json
import random
import tracemalloc

import imagecodecs
import numpy as np
import pytest
from tifffile import TIFF

from model.errors import DamagedImage
from model.lesion.decode import read_lesion_image
from model.lesion.files.avif_items import MOST, refuse_endless_items
from model.lesion.files.colour import scaled
from model.lesion.files.lzw import LZW, lzw_decode
from tests.hostile.bases import KINDS, ZIP, bases
from tests.hostile.child import read
from tests.hostile.containers import box, grid_of
from tests.hostile.files import file_of, name_of
from tests.hostile.harmful.tiffs import page
from tests.hostile.mutations import altered
from tests.hostile.record import RECORD, Tally, tally
from tests.hostile.trials import Trial, trials
from tests.lesion.generated_photos import corpus, picture, skin, written

FILES = 2000
RECORDED = 100_000


@pytest.mark.parametrize("kind", KINDS)
def test_altered_files_are_read_or_refused_within_the_limits(kind):
    found = tally(trials(kind, 0, FILES, "light"))
    assert [(name_of(kind, number), words) for number, words in found.faults] == []
    assert found.ends.total() > 0.98 * FILES
    assert found.ends["read"] > 0.04 * FILES, "not everything is refused at once"


def test_a_file_that_ends_its_process_or_raises_something_else_is_a_fault():
    assert not Trial(1, "read").is_fault
    assert not Trial(1, "DamagedImage").is_fault
    for words in ("foreign KeyError: 'x'", "ended by SIGSEGV", "OutOfMemory", "warning UserWarning from x"):
        assert Trial(1, words).is_fault
    one, other = tally([Trial(1, "read", 0.5, 3)]), tally([Trial(2, "ended by SIGABRT"), Trial(3, "read")])
    both = one + other
    assert (both.ends, both.seconds, both.megabytes) == ({"read": 2, "fault": 1}, 0.5, 3)
    assert both.faults == ((2, "ended by SIGABRT"),)
    assert Tally.of(json.loads(json.dumps(both.as_dict()))) == both


def test_the_file_of_a_number_is_always_the_same():
    random.seed(1)
    first = [file_of("PNG", number) for number in (200, 201, 202)]
    assert [altered("PNG", bases("PNG"), 9), *first] == [
        altered("PNG", bases("PNG"), 9),
        *(file_of("PNG", number) for number in (200, 201, 202)),
    ]
    assert len(set(first)) == 3


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != ZIP])
def test_the_valid_files_that_are_altered_are_read(kind):
    ends = [read(kind, data) for data in bases(kind)]
    assert ends.count("read") >= len(ends) - 2  # two bitmaps of runs show one colour


def test_the_record_covers_every_kind_and_names_no_fault():
    recorded = json.loads(RECORD.read_text(encoding="utf-8"))["kinds"]
    assert set(recorded) == set(KINDS)
    for kind, found in recorded.items():
        assert found["faults"] == [], kind
        assert found["files"] >= RECORDED, kind


# --- what the first runs found, each mended for its whole kind -------------------------------------------------------


def test_an_avif_of_endless_items_is_refused_before_its_decoder_searches_them():
    with pytest.raises(DamagedImage):
        read_lesion_image(grid_of(corpus()["AVIF"], 250, 255, 128))
    assert read_lesion_image(grid_of(corpus()["AVIF"], 2, 3, 128)).source_width == 384
    wide = box(b"meta", bytes(4), box(b"iprp", box(b"ipma", bytes(MOST + 1))))
    for data in (wide, (1).to_bytes(4, "big") + b"meta" + (len(wide) + 8).to_bytes(8, "big") + wide[8:]):
        with pytest.raises(DamagedImage):
            refuse_endless_items(data)
    refuse_endless_items(b"\0\0\0\4meta" * 1000)


def test_a_jpeg_ls_that_is_cut_off_is_refused_at_once_and_one_that_lacks_its_end_marker_is_read():
    whole = bytes(imagecodecs.jpegls_encode(skin()))
    with pytest.raises(DamagedImage):
        read_lesion_image(whole[: int(len(whole) * 0.9)])
    assert read_lesion_image(whole[:-2]).sha256 == read_lesion_image(whole).sha256


def test_scaling_a_deep_picture_takes_little_memory_beside_it_and_the_deepest_are_refused_before_decoding():
    values = np.zeros((3000, 4000, 3), np.uint16)
    tracemalloc.start()
    levels = scaled(values, 0, 65_535)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert levels.nbytes <= peak < 3 * levels.nbytes  # all rows at once took thirteen times as much
    with pytest.raises(DamagedImage) as refused:
        read_lesion_image(page(bytes(9), t256=8000, t257=5000, t258=64, t277=8, t278=5000))
    assert refused.value.__cause__ is None


def test_whatever_an_archive_makes_its_reader_raise_is_a_refusal_and_bzip2_is_not_unpacked():
    whole = bases(ZIP)[0]
    assert {read(ZIP, whole[:-cut]) for cut in range(1, 400, 7)} <= {"read", "CannotUnpack", "DamagedImage"}
    assert read(ZIP, bases(ZIP)[2]) == read(ZIP, bases(ZIP)[3]) == "CannotUnpack"
    assert read("JPEG", written(picture(), "JPEG")) == "read"


def test_damaged_codes_inside_a_tiff_never_reach_the_decoder_that_they_crash():
    assert TIFF.DECOMPRESSORS[LZW] is lzw_decode
    packed = bytes(imagecodecs.lzw_encode(skin().tobytes()))
    assert lzw_decode(packed, skin().size) == skin().tobytes()
    for damaged in (packed[:-40], packed[:50] + packed[90:], b"\xff" * 200):
        with pytest.raises(OSError, match="decoder error"):
            lzw_decode(damaged, skin().size)
