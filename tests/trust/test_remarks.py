"""Remarks about a photo: each is made of a good one that was spoilt on purpose, and of no good one."""

from __future__ import annotations

import csv
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import pytest
from PIL import Image

from model.lesion.decode import read_lesion_image
from model.lesion.image import INPUT_SIDE, LesionImage
from model.lesion.quality import QualityCode, quality_findings
from model.settings import ASSETS
from model.studies.degraded import DEGRADATIONS
from model.studies.quality import ARCHIVES, CODES, SEEN, read_seen
from model.text import texts
from model.trust.characteristic import read
from model.trust.focus import LesionOutline, outline_of
from model.trust.overlays import hair_over, ink_beside, ruler_marks, threads
from model.trust.remarks import SMALLEST, Remark, RemarkCode, has_cast, on_frame, remarks
from model.trust.skin import skin_around, skin_tone

SPOILT = {
    "blurred": 3,
    "too_dark": -1.5,
    "overexposed": 1.5,
    "no_colour": 100,
    "cast to yellow, %": 40,
    "cast to blue, %": -40,
    "cast to green, %": 40,
    "cut": 40,
    "too_small": 1,
    "hair": 40,
    "ruler": 12,
    "ink": 80,
}
"""How much of each is enough; by remark, or by what is changed where a remark has several."""


@pytest.fixture
def drawer(loaded):
    return loaded("segment_then_classify")


def sample(name):
    return read_lesion_image((ASSETS / "samples" / f"{name}.jpg").read_bytes())


def of(pixels):
    return LesionImage.from_rgb(Image.fromarray(pixels), "PNG")


def disc(radius=50, middle=(112, 112)):
    down, across = np.mgrid[:INPUT_SIDE, :INPUT_SIDE]
    return LesionOutline(np.hypot(down - middle[0], across - middle[1]) < radius)


def drawn(lesion=None):
    """Even skin with a dark lesion on it."""
    pixels = np.full((INPUT_SIDE, INPUT_SIDE, 3), (220, 180, 160), np.uint8)
    pixels[(lesion or disc()).mask] = (120, 80, 60)
    return pixels


def said(image, lesion):
    return {found.code for found in quality_findings(image)} | {found.code for found in remarks(image, lesion)}


@pytest.mark.parametrize("name", ["mel_1", "bkl_1", "bcc_2"])
def test_a_good_photo_gets_no_remark(name, drawer):
    assert said(sample(name), outline_of(drawer, sample(name))) == set()


@pytest.mark.parametrize("degradation", DEGRADATIONS, ids=lambda one: f"{one.code}, {one.name}")
def test_a_photo_spoilt_on_purpose_gets_its_remark(degradation, drawer):
    image = sample("mel_1")
    strength = SPOILT.get(degradation.name) or SPOILT[degradation.code]
    mask = outline_of(drawer, image).mask
    spoilt = of(degradation.change(image.pixels, mask, strength, 3))
    assert degradation.code in said(spoilt, outline_of(drawer, spoilt))


def test_every_remark_but_the_resolution_is_tried_out():
    assert {one.code for one in DEGRADATIONS} == set(QualityCode) - {QualityCode.LOW_RESOLUTION} | set(RemarkCode)
    assert set(CODES) == {one.code for one in DEGRADATIONS}


def test_samples_that_were_drawn_with_hair_over_the_lesion_or_a_ruler_are_remarked(drawer):
    for name, code in (("akiec_1", RemarkCode.HAIR), ("bcc_1", RemarkCode.HAIR), ("nv_1", RemarkCode.RULER)):
        assert code in said(sample(name), outline_of(drawer, sample(name)))


def test_remarks_come_in_a_fixed_order_and_each_once():
    lesion = disc(60, (112, 20))
    pixels = drawn(lesion)
    for number in range(9):
        pixels = np.ascontiguousarray(pixels)
        cv2.line(pixels, (0, 60 + 12 * number), (223, 50 + 12 * number), (20, 15, 10), 1)
    pixels[20:40, 180:200] = (40, 30, 140)
    codes = [remark.code for remark in remarks(of(pixels), lesion)]
    assert {RemarkCode.CUT, RemarkCode.HAIR, RemarkCode.INK} <= set(codes)
    assert codes == [code for code in RemarkCode if code in codes]


def test_where_no_lesion_is_outlined_that_and_the_colour_are_all_there_is_to_say():
    nothing = LesionOutline(np.zeros((INPUT_SIDE, INPUT_SIDE), bool))
    assert remarks(of(drawn()), nothing) == (Remark(RemarkCode.TOO_SMALL, 0.0),)
    blue = of(np.ascontiguousarray(drawn()[..., ::-1]))
    assert [remark.code for remark in remarks(blue, nothing)] == [RemarkCode.COLOUR_CAST, RemarkCode.TOO_SMALL]


def test_a_grey_photo_has_no_colour_and_no_cast():
    grey = np.repeat(drawn()[..., :1], 3, axis=2)
    assert not has_cast(grey, skin_tone(grey, disc()))


def test_a_lesion_that_ends_within_the_photo_is_not_cut_and_half_a_lesion_is():
    assert on_frame(disc()) == 0
    half = disc(60, (112, 0))
    assert on_frame(half) == pytest.approx(120 / (120 + np.pi * 60), rel=0.15)
    remark = next(one for one in remarks(of(drawn(half)), half) if one.code is RemarkCode.CUT)
    assert remark.share == on_frame(half)


def test_a_small_lesion_says_how_small_it_is():
    small = disc(12)
    assert remarks(of(drawn(small)), small) == (Remark(RemarkCode.TOO_SMALL, small.share),)
    assert small.share < SMALLEST


def test_hair_counts_where_it_runs_over_lesion_and_skin():
    clean, inside, across = drawn(), drawn(), drawn()
    for number in range(5):
        cv2.line(inside, (80, 90 + 10 * number), (144, 90 + 10 * number), (20, 10, 5), 1)
        cv2.line(across, (10, 90 + 10 * number), (214, 90 + 10 * number), (20, 10, 5), 1)
    assert hair_over(clean, disc()) == hair_over(inside, disc()) == 0
    assert hair_over(across, disc()) > 0.01


def test_short_strokes_are_no_hair():
    luma = np.full((60, 60), 200, np.uint8)
    cv2.line(luma, (10, 10), (22, 10), 50, 1)
    assert not threads(luma).any()
    cv2.line(luma, (10, 30), (50, 30), 50, 1)
    assert threads(luma).any()


@pytest.mark.parametrize("turn", range(4))
def test_marks_at_one_distance_are_a_ruler_on_every_side_and_marks_at_any_distance_are_none(turn):
    regular, irregular = drawn(), drawn()
    for number, place in enumerate(np.cumsum(np.random.default_rng(1).integers(5, 16, 18))):
        regular[4:14, 12 + 11 * number] = 30
        irregular[4:14, min(220, place)] = 30
    regular, irregular = (np.ascontiguousarray(np.rot90(each, turn)) for each in (regular, irregular))
    assert ruler_marks(regular, disc()) > 2 * ruler_marks(irregular, disc())
    assert ruler_marks(drawn(), disc()) == 0


def test_ink_counts_on_the_skin_alone():
    marked, blue_lesion = drawn(), drawn()
    marked[20:30, 20:60] = (72, 48, 132)
    blue_lesion[disc().mask] = (72, 48, 132)
    assert ink_beside(marked, disc()) == pytest.approx(400 / skin_around(marked, disc()).sum(), rel=0.05)
    assert ink_beside(blue_lesion, disc()) == 0


def test_the_same_photo_gives_the_same_remarks_to_everyone_who_asks_at_once(drawer):
    image = sample("nv_1")
    lesion = outline_of(drawer, image)
    alone = remarks(image, lesion)
    with ThreadPoolExecutor(4) as pool:
        assert all(found == alone for found in pool.map(lambda _: remarks(image, lesion), range(8)))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("code", RemarkCode)
def test_every_remark_has_a_sentence_with_its_figure(language, code):
    sentence = texts(language)(f"remarks.{code}", share="17")
    assert "{" not in sentence
    assert ("17" in sentence) == (code in (RemarkCode.CUT, RemarkCode.TOO_SMALL))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_remark_has_a_short_name(language):
    assert all(texts(language)(f"photo_short.{code}") for code in (*QualityCode, *RemarkCode, "darker_skin"))


def test_what_was_seen_is_kept_for_every_remark_of_it():
    seen = read_seen()
    assert len(seen) == 432
    assert all(set(levels) == set(SEEN) and set(levels.values()) <= {0, 1, 2} for levels in seen.values())
    with (ASSETS / "trust" / "seen.csv").open() as file:
        assert len(list(csv.reader(file))) == 433


def test_a_remark_is_hardly_ever_made_where_nothing_is_wrong():
    measured = {row.of: row.value for row in read("quality") if row.measure == "false_alarm"}
    assert set(measured) == {f"{code} {archive}" for code in CODES for archive in ARCHIVES}
    assert max(measured.values()) <= 0.02


def test_every_degradation_is_remarked_on_at_least_half_of_the_photos_from_some_step():
    rows = [row for row in read("quality") if row.measure == "speaks_from"]
    assert {row.of for row in rows} == {f"{one.code} {one.name}" for one in DEGRADATIONS}
