from collections import Counter

import numpy as np
import pytest
from PIL import Image

from model.__main__ import main
from model.lesion.diagnosis import Diagnosis
from model.lesion.gallery import SAMPLES
from model.samples import record
from model.samples.record import read_records, recheck
from model.samples.select import NEARLY_THE_SAME

RECORDS = read_records()


def test_there_are_enough_samples_of_every_diagnosis():
    counts = Counter(record.diagnosis for record in RECORDS)
    assert sum(counts.values()) >= 18
    assert all(counts[often] >= 3 for often in (Diagnosis.MEL, Diagnosis.NV, Diagnosis.BKL, Diagnosis.BCC))
    assert all(counts[rare] >= 1 for rare in (Diagnosis.AKIEC, Diagnosis.DF, Diagnosis.VASC))


def test_the_table_names_every_photo_and_no_other():
    assert sorted(record.file for record in RECORDS) == sorted(path.name for path in SAMPLES.glob("*.jpg"))


def test_every_sample_is_labelled_generated_and_free():
    assert {(record.source, record.licence) for record in RECORDS} == {("generated", "CC0-1.0")}


def test_no_seed_is_used_twice():
    assert len({(record.diagnosis, record.seed) for record in RECORDS}) == len(RECORDS)


def test_no_training_image_was_nearly_the_same():
    assert all(float(record.similarity) < NEARLY_THE_SAME for record in RECORDS)


@pytest.fixture(scope="module")
def judged(default_algorithm):
    """Every sample, drawn again from its seed and read by the network that ships."""
    return recheck(default_algorithm.predict_proba, None)


@pytest.mark.parametrize("number", range(len(RECORDS)), ids=lambda number: RECORDS[number].file)
def test_every_sample_is_drawn_again_from_its_seed(judged, number):
    wanted, again = RECORDS[number], judged[number].sample
    committed = np.asarray(Image.open(SAMPLES / wanted.file), dtype=int)
    assert wanted.features == " ".join(again.features)
    # The committed file went through JPEG; another platform may also round a few pixels differently.
    assert np.abs(committed - again.photo).mean() < 3.0


def test_the_network_that_ships_reads_every_sample_as_intended(judged):
    wrong = [
        f"{candidate.sample.diagnosis} seed {candidate.sample.seed} is read as {candidate.first}"
        for candidate in judged
        if not candidate.accepted
    ]
    assert wrong == []


def test_the_recorded_probabilities_are_those_of_the_network_that_ships(judged):
    recorded = [float(record.probability) for record in RECORDS]
    np.testing.assert_allclose([candidate.probability for candidate in judged], recorded, atol=0.02)


def test_renewing_draws_the_same_photos_and_records_what_the_network_says(judged, tmp_path, monkeypatch):
    drawn = {(candidate.sample.diagnosis, candidate.sample.seed): candidate.sample for candidate in judged}
    monkeypatch.setattr(record, "generate", lambda diagnosis, seed: drawn[diagnosis, seed])
    assert main(["samples", "--renew", "--out", str(tmp_path)]) == 0
    renewed = read_records(tmp_path / "samples.csv")
    assert [(record.file, record.seed) for record in renewed] == [(record.file, record.seed) for record in RECORDS]
    recorded = [float(record.probability) for record in RECORDS]
    np.testing.assert_allclose([float(record.probability) for record in renewed], recorded, atol=0.02)
