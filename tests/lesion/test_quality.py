"""Remarks about a photo: each is made of the photo it is meant for, and hardly ever of a training image."""

from __future__ import annotations

import dataclasses
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image, ImageFilter

from model.lesion.decode import BLANK_DEVIATION
from model.lesion.image import LesionImage
from model.lesion.quality import QualityCode, QualityFinding, quality_findings
from tests.lesion.generated_photos import picture, skin

SHARP = Image.fromarray(
    (skin(448, 448) * (1 - 0.04 * (np.indices((448, 448)).sum(0) // 4 % 2)[..., None])).astype(np.uint8)
)
"""The skin with fine markings."""


def found(image):
    return {finding.code: finding.data for finding in quality_findings(LesionImage.from_rgb(image, "PNG"))}


def exposed(stops):
    """The sharp photo with more or less light."""
    linear = (np.asarray(SHARP) / 255) ** 2.2 * 2.0**stops
    return Image.fromarray(np.rint(linear.clip(0, 1) ** (1 / 2.2) * 255).astype(np.uint8))


def test_a_good_photo_gives_no_remark():
    assert found(SHARP) == {}


def test_a_photo_of_fewer_pixels_than_the_networks_see_is_of_low_resolution():
    assert found(SHARP.resize((300, 150))) == {QualityCode.LOW_RESOLUTION: {"side": 150, "expected": 224}}


def test_a_photo_of_just_enough_pixels_is_not_of_low_resolution():
    assert QualityCode.LOW_RESOLUTION not in found(SHARP.resize((224, 224)))


def test_a_photo_out_of_focus_is_blurred():
    assert found(SHARP.filter(ImageFilter.GaussianBlur(6))) == {QualityCode.BLURRED: {}}


def test_an_enlarged_photo_of_low_resolution_is_not_called_blurred_too():
    assert QualityCode.BLURRED not in found(picture(height=100, width=100))


def test_a_photo_two_stops_too_short_is_too_dark():
    assert found(exposed(-2)) == {QualityCode.TOO_DARK: {}}


def test_dark_corners_and_a_dark_lesion_do_not_make_a_photo_too_dark():
    y, x = np.mgrid[-1:1:448j, -1:1:448j]
    shaded = np.asarray(SHARP) * (np.hypot(y, x) < 0.9)[..., None]
    assert QualityCode.TOO_DARK not in found(Image.fromarray(shaded.astype(np.uint8)))


def test_a_photo_two_stops_too_long_is_overexposed_and_says_how_much():
    remarks = found(exposed(2))
    assert set(remarks) == {QualityCode.OVEREXPOSED}
    assert 50 < remarks[QualityCode.OVEREXPOSED]["percent"] <= 100


def test_a_few_reflections_do_not_make_a_photo_overexposed():
    shiny = SHARP.copy()
    shiny.paste("white", (200, 200, 260, 260))
    assert found(shiny) == {}


def test_a_grey_photo_has_no_colour():
    assert found(SHARP.convert("L").convert("RGB")) == {QualityCode.NO_COLOUR: {}}


def test_several_remarks_come_in_a_fixed_order():
    image = LesionImage.from_rgb(exposed(-3).convert("L").convert("RGB").resize((100, 100)), "PNG")
    codes = [finding.code for finding in quality_findings(image)]
    assert codes == [QualityCode.LOW_RESOLUTION, QualityCode.TOO_DARK, QualityCode.NO_COLOUR]


def test_a_finding_is_a_value():
    finding = QualityFinding(QualityCode.OVEREXPOSED, (("percent", 40),))
    assert finding == pickle.loads(pickle.dumps(finding))
    assert len({finding, QualityFinding(QualityCode.OVEREXPOSED, (("percent", 40),))}) == 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        finding.values = ()


@settings(max_examples=30, deadline=None, derandomize=True)
@given(arrays(np.uint8, (7, 7, 3)), st.integers(96, 300))
def test_every_image_gives_each_remark_at_most_once_and_always_the_same(pattern, side):
    image = LesionImage.from_rgb(Image.fromarray(pattern).resize((side, side), Image.Resampling.NEAREST), "PNG")
    findings = quality_findings(image)
    assert findings == quality_findings(image)
    assert [f.code for f in findings] == [code for code in QualityCode if code in {f.code for f in findings}]


@pytest.fixture(scope="module")
def training_remarks(training_images):
    return [{finding.code for finding in quality_findings(image)} for image in training_images]


@pytest.mark.data
@pytest.mark.parametrize("code", [code for code in QualityCode if code is not QualityCode.LOW_RESOLUTION])
def test_at_most_one_training_image_in_a_hundred_gets_a_remark(code, training_remarks):
    assert np.mean([code in remarks for remarks in training_remarks]) <= 0.01


@pytest.mark.data
def test_no_training_image_is_near_to_blank(training_images):
    assert min(image.pixels.std(axis=(0, 1)).max() for image in training_images) > 3 * BLANK_DEVIATION
