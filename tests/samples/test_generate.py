import numpy as np
import pytest

from model.lesion.decode import read_lesion_image
from model.lesion.diagnosis import Diagnosis
from model.samples.fields import SIDE
from model.samples.generate import Sample, generate

SEED = 9001


@pytest.fixture(scope="module", params=list(Diagnosis))
def sample(request) -> Sample:
    return generate(request.param, SEED)


def test_the_same_seed_gives_the_same_pixels():
    first, second = generate(Diagnosis.MEL, SEED), generate(Diagnosis.MEL, SEED)
    assert np.array_equal(first.photo, second.photo)
    assert np.array_equal(first.lesion_mask, second.lesion_mask)
    assert first.features == second.features


def test_another_seed_gives_another_photo():
    first, second = generate(Diagnosis.NV, SEED), generate(Diagnosis.NV, SEED + 1)
    assert np.abs(first.photo.astype(int) - second.photo).mean() > 3


def test_a_photo_is_a_square_of_8_bit_colours_with_a_mask_of_its_size(sample):
    assert sample.photo.shape == (SIDE, SIDE, 3)
    assert sample.photo.dtype == np.uint8
    assert sample.lesion_mask.shape == (SIDE, SIDE)
    assert sample.lesion_mask.dtype == np.bool_


def test_the_mask_covers_a_sensible_share_of_the_photo(sample):
    assert 0.03 < sample.lesion_mask.mean() < 0.5


def test_the_lesion_absorbs_more_green_than_the_skin_beside_it(sample):
    # Melanin and blood both absorb green; the rim of the photo may be dark glass, so only its inner part counts.
    green = sample.photo[64:-64, 64:-64, 1]
    inside = sample.lesion_mask[64:-64, 64:-64]
    assert np.median(green[inside]) < np.median(green[~inside]) - 8


def test_the_file_is_a_small_jpeg_that_says_it_was_generated(sample):
    data = sample.jpeg()
    assert len(data) < 90_000
    assert b"Generated image, no patient" in data
    assert read_lesion_image(data).photo.shape == (SIDE, SIDE, 3)


def test_every_sample_names_what_can_be_seen(sample):
    assert len(sample.features) >= 2
    assert all(key.replace("_", "").isalpha() for key in sample.features)
