"""The probes of criteria: words, exact evidence, nothing from blank features, no use with other weights."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from safetensors.numpy import save_file

from model.errors import WeightsAltered, WeightsMissing
from model.lesion.decode import read_lesion_image
from model.lesion.gallery import samples
from model.text import LANGUAGES, texts
from model.trust.criteria import CRITERIA, FILE, Probes, Word, evidence_of, pooled, probes_of
from model.trust.criteria_figures import left_out
from model.trust.criteria_words import criteria_line, criterion_name, criterion_what

CHANNELS, IMPRESSION, SIDE = 6, 4, 3
SLUGS = ("streaks", "globules")


def tensors():
    rng = np.random.default_rng(3)
    return {
        "centre": rng.normal(size=CHANNELS + IMPRESSION),
        "weights": rng.normal(size=(2, CHANNELS + IMPRESSION)),
        "bias": np.array([0.3, -0.2]),
        "seen": np.array([0.8, np.inf]),
        "not_seen": np.array([0.2, 0.1]),
        "typical_peak": np.array([2.0, 2.0]),
    }


@pytest.fixture
def probes():
    return Probes(SLUGS, tensors())


def looked_at(seed=0):
    """A feature map and an impression."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(CHANNELS, SIDE, SIDE)).astype(np.float32), rng.normal(size=IMPRESSION).astype(np.float32)


def test_the_logit_is_the_mean_of_the_cells_and_what_has_no_place(probes):
    features, impression = looked_at()
    shares = probes.probabilities(pooled(features, impression)[None])[0]
    for found, share, bias in zip(probes.read(features, impression), shares, tensors()["bias"], strict=True):
        assert found.probability == pytest.approx(share)
        assert found.cells.mean() + found.unplaced + bias == pytest.approx(np.log(share / (1 - share)), abs=1e-5)


def test_evidence_lies_where_a_channel_lights_up_and_is_blank_where_nothing_speaks_for_it():
    weights = np.zeros((2, CHANNELS + IMPRESSION))
    weights[0, 1], weights[1, 1] = 1.0, -1.0
    probes = Probes(SLUGS, tensors() | {"weights": weights, "centre": np.zeros(CHANNELS + IMPRESSION)})
    features = np.zeros((CHANNELS, SIDE, SIDE), np.float32)
    features[1, 0, 2] = 3
    for_it, against = map(evidence_of, probes.read(features, np.zeros(IMPRESSION)))
    assert np.unravel_index(for_it.heat.argmax(), for_it.heat.shape)[0] < 224 / SIDE
    assert np.unravel_index(for_it.heat.argmax(), for_it.heat.shape)[1] > 2 * 224 / SIDE
    assert (for_it.peak, for_it.strength) == (3, 1)
    assert against.is_blank
    assert not against.heat.any()


def test_a_word_is_said_from_its_limit_on_and_never_without_one(probes):
    words = probes.words(np.array([[0.8, 0.999], [0.79, 0.11], [0.2, 0.1], [np.nan, np.nan]]))
    assert words.tolist() == [
        [Word.SEEN, Word.UNSURE],
        [Word.UNSURE, Word.UNSURE],
        [Word.NOT_SEEN, Word.NOT_SEEN],
        [Word.UNSURE, Word.UNSURE],
    ]


@pytest.mark.parametrize("value", [0, np.nan, np.inf])
def test_blank_features_and_values_that_are_not_finite_tell_nothing(probes, value):
    for found in probes.read(np.full((CHANNELS, SIDE, SIDE), value, np.float32), np.zeros(IMPRESSION)):
        assert found.word is Word.UNSURE
        assert np.isnan(found.probability)
        assert evidence_of(found).is_blank


def test_features_of_another_width_are_an_error(probes):
    with pytest.raises(ValueError, match="10 pooled features"):
        probes.read(np.ones((5, SIDE, SIDE)), np.ones(IMPRESSION))
    with pytest.raises(ValueError, match="tensors of probes"):
        Probes(("streaks",), tensors())
    with pytest.raises(ValueError, match="tensors of probes"):
        Probes(("streaks", "freckles"), tensors())


def test_probes_of_other_weights_and_a_foreign_file_are_noticed(tmp_path):
    with pytest.raises(WeightsMissing):
        Probes.load("a", tmp_path)
    save_file(tensors(), tmp_path / FILE, {"eye_sha256": "a", "criteria": " ".join(SLUGS)})
    assert Probes.load("a", tmp_path).slugs == SLUGS
    with pytest.raises(WeightsAltered):
        Probes.load("b", tmp_path)
    (tmp_path / FILE).write_bytes(b"nothing")
    with pytest.raises(WeightsAltered):
        Probes.load("a", tmp_path)


def test_four_threads_agree_on_the_samples(default_algorithm):
    probes = probes_of(default_algorithm.sheet.sha256)
    images = [read_lesion_image(case.path.read_bytes()) for case in samples()[:4]]

    def read(image):
        examination = default_algorithm.examine(image)
        return [(one.word, one.probability, one.cells.tobytes()) for one in probes.read(*seen_in(examination))]

    alone = [read(image) for image in images]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(read, images * 4)) == alone * 4


def seen_in(examination):
    return examination.features, examination.impression


def test_what_is_told_and_what_is_left_out_are_all_criteria(default_algorithm):
    told = probes_of(default_algorithm.sheet.sha256).slugs
    assert {*told, *(one.slug for one in left_out())} == {one.slug for one in CRITERIA}
    assert not {one.slug for one in left_out()} & set(told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_line_names_each_criterion_once_under_its_word(probes, language):
    t = texts(language)
    found = probes.read(*looked_at())
    line = criteria_line(t, found)
    assert all(line.count(criterion_name(t, slug)) == 1 for slug in SLUGS)
    assert all(t(f"criteria.said.{one.word}") in line for one in found)
    assert criteria_line(t, ()) == ""
    assert all(criterion_what(t, one.slug).endswith(".") for one in CRITERIA)
