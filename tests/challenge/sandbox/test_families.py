"""Weights for a known network answer like the app; others are refused before anything is computed."""

from __future__ import annotations

import numpy as np
import pytest
from safetensors.numpy import load, save

from model.challenge.sandbox.families import families, run_weights
from model.challenge.sandbox.families import loaded as loaded_from
from model.challenge.sandbox.process import Stop
from model.error_words import error_sentence
from model.lesion.gallery import samples
from model.settings import ASSETS
from model.submission_errors import (
    ModelStopped,
    ModelTooLarge,
    WeightsError,
    WeightsFamily,
    WeightsNoNumber,
    WeightsShape,
    WeightsTemperature,
    WeightsTensors,
    WeightsUnreadable,
)
from model.text import LANGUAGES, texts

SLUG = "small_cnn"
COMMITTED = (ASSETS / "weights" / f"{SLUG}.safetensors").read_bytes()


@pytest.fixture(scope="module")
def photos():
    return [case.image() for case in samples()[:3]]


def changed(change):
    """The committed weights after a change of their tensors."""
    tensors = load(COMMITTED)
    change(tensors, sorted(tensors, key=lambda name: -tensors[name].size)[0])
    return save(tensors)


def test_the_committed_weights_answer_like_the_app_with_progress(photos, loaded):
    steps = []
    pixels = (photo.pixels for photo in photos)
    rows = run_weights(SLUG, COMMITTED, pixels, len(photos), lambda done, total: steps.append((done, total)))
    np.testing.assert_allclose(rows, loaded(SLUG).predict_proba(photos), atol=1e-6)
    assert steps == [(3, 3)]


def test_weights_may_be_wider_and_bring_their_own_temperature(photos):
    tensors = {
        name: tensor.astype(np.float32) if tensor.ndim > 1 else tensor for name, tensor in load(COMMITTED).items()
    }
    own = loaded_from(SLUG, save(tensors, metadata={"temperature": "10"}))
    assert own.sheet.temperature == pytest.approx(10.0)
    assert own.predict_proba(photos).max() < 0.5


REFUSED = {
    "no safetensors": (lambda: b"\x80\x02 pickle", WeightsUnreadable),
    "cut off": (lambda: COMMITTED[:-8], WeightsUnreadable),
    "a tensor more": (lambda: changed(lambda all_, name: all_.update(more=all_[name])), WeightsTensors),
    "a tensor less": (lambda: changed(lambda all_, name: all_.pop(name)), WeightsTensors),
    "another shape": (lambda: changed(lambda all_, name: all_.update({name: all_[name][:1].copy()})), WeightsShape),
    "another type": (
        lambda: changed(lambda all_, name: all_.update({name: all_[name].astype(np.float64)})),
        WeightsShape,
    ),
    "infinity": (lambda: changed(lambda all_, name: all_[name].fill(np.inf)), WeightsNoNumber),
    "NaN": (lambda: changed(lambda all_, name: all_[name].fill(np.nan)), WeightsNoNumber),
    "no temperature": (lambda: save(load(COMMITTED), metadata={"temperature": "hot"}), WeightsTemperature),
    "a temperature below 0": (lambda: save(load(COMMITTED), metadata={"temperature": "-1"}), WeightsTemperature),
}


@pytest.mark.parametrize(("make", "error"), REFUSED.values(), ids=REFUSED)
def test_wrong_weights_are_refused_with_a_sentence(make, error):
    with pytest.raises(WeightsError) as caught:
        loaded_from(SLUG, make())
    assert type(caught.value) is error
    for language in LANGUAGES:
        assert "{" not in error_sentence(texts(language), caught.value)


def test_only_single_networks_are_taken_and_others_are_named():
    assert {"small_cnn", "resnet18", "mobilenet_v1", "attention"} <= set(families())
    for slug in ("hog_svm", "committee", "nearest_cases", "../resnet18", "nothing"):
        assert slug not in families()
        with pytest.raises(WeightsFamily):
            loaded_from(slug, COMMITTED)


def test_too_large_a_file_is_refused():
    with pytest.raises(ModelTooLarge):
        loaded_from(SLUG, bytes(257 * 2**20))


def test_a_run_can_be_stopped(photos):
    stop = Stop()
    stop.stop()
    with pytest.raises(ModelStopped):
        run_weights(SLUG, COMMITTED, [photo.pixels for photo in photos], 3, stop=stop)
