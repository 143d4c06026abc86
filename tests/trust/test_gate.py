"""The gate: what passes, what does not, and that its figures are those of the committed study."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from model.algorithms import catalogue
from model.errors import WeightsAltered, WeightsMissing
from model.lesion.decode import read_lesion_image
from model.lesion.drawn_photos import drawn_photo
from model.lesion.gallery import samples
from model.trust.characteristic import read
from model.trust.close_up import melanoma_auc
from model.trust.gate import FILE, FOLDER, MEASURES, Gate, Verdict
from model.trust.scenes import SCENES, drawn_scene
from tests.photos import close_up, lesion


@pytest.fixture
def gate(default_algorithm):
    return Gate.load(default_algorithm.sheet.sha256)


def distances(gate, eye, images):
    return gate.distances(eye.answers_and_impressions(images)[1])


def figure(measure, of):
    (found,) = [row for row in read("gate") if (row.measure, row.of) == (measure, of)]
    return found


def test_every_committed_sample_passes(gate, default_algorithm):
    images = [read_lesion_image(case.path.read_bytes()) for case in samples()]
    assert distances(gate, default_algorithm, images).max() <= 1


def test_no_committed_sample_and_no_drawn_photo_is_taken_for_anything_else(gate, default_algorithm):
    images = [read_lesion_image(case.path.read_bytes()) for case in samples()]
    images += [read_lesion_image(drawn_photo(number).data) for number in range(12)]
    verdicts = gate.judge_all(default_algorithm.answers_and_impressions(images)[1])
    assert {verdict.reason for verdict in verdicts} == {None}


def test_drawn_close_ups_which_nobody_has_shown_are_mostly_recognised(gate, default_algorithm):
    images = [close_up(seed) for seed in range(16)]
    verdicts = gate.judge_all(default_algorithm.answers_and_impressions(images)[1])
    assert sum(verdict.reason == "close_up" for verdict in verdicts) >= 10


def test_the_drawn_photos_of_the_load_test_and_of_the_tests_pass(gate, default_algorithm):
    images = [read_lesion_image(drawn_photo(number).data) for number in range(12)]
    assert distances(gate, default_algorithm, images + [lesion(seed) for seed in range(12)]).max() <= 1


@pytest.mark.parametrize("kind", SCENES)
def test_drawn_scenes_are_refused_as_often_as_the_table_says(gate, default_algorithm, kind):
    found = distances(gate, default_algorithm, [drawn_scene(kind, 5000 + seed) for seed in range(4)])
    stated = figure("refused", f"drawn scenes: {kind.replace('_', ' ')}")
    assert (found > 1).mean() >= stated.value - 0.5


def test_the_committed_figures_keep_what_was_promised():
    for name in ("day2", "elsewhere"):
        assert figure("auroc", f"everyday photographs against {name}").value >= 0.99
        assert figure("refused", name).value <= 0.02
    assert figure("refused", "samples").value == 0


@pytest.mark.parametrize("archive", ["ham10000", "isic_archive", "milk10k"])
def test_close_ups_are_recognised_as_often_as_promised_by_cross_fitting(archive):
    assert figure("close_up", "close-ups, cross-fitted").value >= 0.9
    assert figure("close_up", f"{archive}, cross-fitted").value <= 0.02


@pytest.mark.parametrize("of", ["day2", "elsewhere", "close-ups, cross-fitted", "everyday photographs"])
def test_the_verdicts_add_up(of):
    assert sum(figure(measure, of).value for measure in MEASURES) == pytest.approx(1)


def test_the_figures_of_the_fit_are_those_of_the_gate():
    assert {(row.measure, row.of): row for row in read("cross_fitted")}.items() <= {
        (row.measure, row.of): row for row in read("gate")
    }.items()


def test_every_algorithm_was_asked_about_the_close_ups():
    measured = {row.of: row for row in read("gate") if row.measure == "melanoma_auc"}
    assert set(measured) == {f"{slug} close-ups" for slug in catalogue.slugs()}
    assert melanoma_auc("committee") == measured["committee close-ups"]
    assert math.isnan(melanoma_auc("nobody").value)


def test_the_impression_comes_with_the_examination_and_is_the_one_of_a_batch(gate, default_algorithm):
    images = [lesion(seed) for seed in range(3)]
    together = default_algorithm.answers_and_impressions(images)[1]
    alone = np.array([default_algorithm.examine(image).impression for image in images])
    assert alone == pytest.approx(together, abs=1e-3)
    assert [gate.judge(row).distance for row in alone] == pytest.approx(list(gate.distances(together)), rel=1e-3)


def test_four_threads_get_the_verdicts_that_one_gets(gate, default_algorithm):
    images = [lesion(1), drawn_scene("page", 1), lesion(2), drawn_scene("face", 1)]

    def verdict(image):
        return gate.judge(default_algorithm.examine(image).impression)

    alone = [verdict(image) for image in images]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(verdict, images * 4)) == alone * 4
    assert [one.reason for one in alone] == [None, "gate", None, "gate"]


def test_what_is_not_finite_is_refused_and_what_nobody_has_looked_at_is_not(gate, default_algorithm):
    impression = default_algorithm.examine(lesion(1)).impression
    assert gate.judge(np.full_like(impression, np.nan)).reason == "gate"
    assert Verdict(None).reason is None
    assert Verdict(1.0001).reason == "gate"
    assert Verdict(1.0).reason is None


def test_a_photo_has_one_reason_a_missing_lesion_first_then_damage():
    assert Verdict(0.5, 1.01).reason == "close_up"
    assert Verdict(0.5, 1.0, 1.0).reason is None
    assert Verdict(0.5, 3.0, 1.01).reason == "garbled"
    assert Verdict(1.01, 3.0, 3.0).reason == "gate"
    assert Verdict(None, 3.0, 3.0).reason is None


def test_an_impression_of_another_width_is_an_error(gate):
    with pytest.raises(ValueError, match="impressions"):
        gate.judge(np.zeros(7, np.float32))


def test_a_gate_belongs_to_one_eye_and_to_its_own_file(default_algorithm, tmp_path):
    sha = default_algorithm.sheet.sha256
    with pytest.raises(WeightsAltered):
        Gate.load("another eye")
    with pytest.raises(WeightsMissing):
        Gate.load(sha, tmp_path)
    (tmp_path / FILE).write_bytes(b"no tensors at all")
    with pytest.raises(WeightsAltered):
        Gate.load(sha, tmp_path)
    tensors = load_file(FOLDER / FILE)
    save_file({**tensors, "spread": tensors["spread"][:-1]}, tmp_path / FILE, {"eye_sha256": sha})
    with pytest.raises(WeightsAltered):
        Gate.load(sha, tmp_path)


def test_a_scene_is_drawn_again_from_its_seed_and_another_seed_draws_another():
    for kind in SCENES:
        assert drawn_scene(kind, 1).sha256 == drawn_scene(kind, 1).sha256 != drawn_scene(kind, 2).sha256
