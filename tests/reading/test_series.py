"""A series of photos: files and zip archives are unpacked, decoded and answered one by one; a bad one stops nothing."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pytest

from model.algorithms.catalogue import DEFAULT_SLUG
from model.errors import AlgorithmFailed, CannotUnpack, DamagedImage, NotAnImage
from model.lesion.decode import read_lesion_image
from model.lesion.photo_files import uploaded_files
from model.reading.runner import DirectRunner
from model.reading.series import answer_to, decoded
from tests.photos import jpeg


def packed(files: dict[str, bytes]) -> bytes:
    """A zip archive of some files, by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_a_zip_archive_gives_its_photos_by_name_and_leaves_out_what_is_none():
    data = packed({"b.jpg": jpeg(2), "in/a.JPG": jpeg(1), "read.txt": b"letter", "in/._a.jpg": b"Mac"})
    files = list(uploaded_files("mine.zip", data))
    assert [(file.name, file.origin) for file in files] == [("b", "mine.zip/b.jpg"), ("a", "mine.zip/in/a.JPG")]
    assert files[1].read() == jpeg(1)


def test_another_file_is_one_photo_whatever_its_name():
    (file,) = uploaded_files("mine.zip", jpeg(3))
    assert (file.name, file.read()) == ("mine", jpeg(3))


def test_a_decoded_photo_is_small_in_memory_and_comes_back_with_the_same_pixels():
    (file,) = uploaded_files("wide.jpg", jpeg(4, 900))
    photo, whole = decoded(file), read_lesion_image(jpeg(4, 900))
    image = photo.image()
    assert np.array_equal(image.pixels, whole.pixels)
    assert (image.sha256, image.photo.shape) == (whole.sha256, whole.photo.shape)
    assert np.abs(image.photo.astype(int) - whole.photo).mean() < 2
    assert not image.photo.flags.writeable
    assert photo.thumbnail.startswith("data:image/jpeg")
    assert photo.small.photo.nbytes + len(photo.photo) < whole.photo.nbytes / 4


@pytest.mark.parametrize(("data", "error"), [(b"letter", NotAnImage), (jpeg(5)[:900], DamagedImage)])
def test_a_file_that_is_no_photo_keeps_its_reason(data, error):
    photo = decoded(next(uploaded_files("bad.jpg", data)))
    assert (type(photo.failure), photo.small, photo.thumbnail) == (error, None, "")
    with pytest.raises(error):
        photo.image()


def test_an_entry_that_cannot_be_unpacked_and_a_broken_archive_cost_their_rows_only():
    whole = packed({"a.jpg": jpeg(6), "b.jpg": jpeg(7)})
    damaged = bytearray(whole)
    damaged[60:90] = bytes(30)  # within the compressed bytes of the first file
    found = [decoded(file) for file in uploaded_files("mine.zip", bytes(damaged))]
    assert [type(photo.failure) for photo in found] == [CannotUnpack, type(None)]
    (cut,) = uploaded_files("cut.zip", whole[:400])
    assert type(decoded(cut).failure) is CannotUnpack


def test_an_entry_that_would_expand_without_limit_is_read_up_to_the_limit(monkeypatch):
    monkeypatch.setattr("model.lesion.photo_files.MAX_BYTES", 1000)
    (file,) = uploaded_files("bomb.zip", packed({"a.jpg": bytes(10**6)}))
    assert len(file.read()) == 1001


def test_the_gate_and_one_algorithm_are_asked_and_a_failing_algorithm_is_a_reason(monkeypatch):
    runner, image = DirectRunner(), read_lesion_image(jpeg(8))
    answer = answer_to(runner, DEFAULT_SLUG, image)
    assert answer.admission.state in ("admitted", "refused")
    assert (answer.prediction is None) == answer.admission.refused
    monkeypatch.setenv("TEN_OPINIONS_GATE", "off")
    algorithm = runner.algorithm("small_cnn")
    monkeypatch.setattr(type(algorithm), "predict_proba", lambda *_: np.full((1, 7), np.nan))
    failed = answer_to(runner, "small_cnn", image)
    assert (failed.prediction, type(failed.failure)) == (None, AlgorithmFailed)
