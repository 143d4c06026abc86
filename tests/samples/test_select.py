import numpy as np
import pytest
from PIL import Image

from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.image import LesionImage
from model.samples.generate import generate
from model.samples.record import make_samples, read_records, recheck, remake
from model.samples.select import NEARLY_THE_SAME, fingerprints, nearest_similarity, search


def always(diagnosis):
    """A classifier that is sure of one diagnosis."""
    row = np.where(np.array(DIAGNOSES) == diagnosis, 0.7, 0.05).astype(np.float32)
    return lambda images: np.tile(row, (len(images), 1))


@pytest.fixture(scope="module")
def pixels():
    return LesionImage.from_rgb(Image.fromarray(generate(Diagnosis.BKL, 9002).photo), "PNG").pixels


def relit(pixels):
    return (255 * (pixels / 255.0) ** 1.3 * [0.9, 1.0, 0.95]).astype(np.uint8)


@pytest.mark.parametrize("copy", [lambda p: p[:, ::-1], np.rot90, relit], ids=["mirrored", "turned", "relit"])
def test_a_copy_is_nearly_the_same(pixels, copy):
    assert nearest_similarity(copy(pixels), fingerprints([pixels])) > NEARLY_THE_SAME


def test_another_lesion_is_not_nearly_the_same(pixels):
    other = LesionImage.from_rgb(Image.fromarray(generate(Diagnosis.BKL, 9003).photo), "PNG").pixels
    assert nearest_similarity(other, fingerprints([pixels])) < NEARLY_THE_SAME


def test_without_training_images_the_similarity_is_unknown(pixels):
    assert np.isnan(nearest_similarity(pixels, None))


def test_only_what_the_classifier_calls_by_its_name_is_kept():
    assert [one.sample.seed for one in search(Diagnosis.NV, [1], always(Diagnosis.NV), None)] == [1]
    assert search(Diagnosis.NV, [1], always(Diagnosis.MEL), None) == []


def test_a_copy_of_a_training_image_is_not_kept(pixels):
    known = fingerprints([pixels])
    assert search(Diagnosis.BKL, [9002], always(Diagnosis.BKL), known) == []


def test_refused_seeds_are_named_and_nothing_is_written(tmp_path):
    with pytest.raises(ValueError, match="NV seed 1: first MEL"):
        make_samples(tmp_path / "out", {Diagnosis.NV: [1]}, always(Diagnosis.MEL), None)
    assert not (tmp_path / "out").exists()


def test_made_samples_are_made_again_from_their_table_alone(tmp_path):
    made = make_samples(tmp_path / "one", {Diagnosis.NV: [1]}, always(Diagnosis.NV), None)
    table = tmp_path / "one" / "samples.csv"
    assert read_records(table) == made
    again = remake(tmp_path / "two", table)
    assert [path.read_bytes() for path in again] == [(tmp_path / "one" / "nv_1.jpg").read_bytes()]
    assert [one.first for one in recheck(always(Diagnosis.NV), None, table)] == [Diagnosis.NV]
