"""The gate: what passes, what does not, and that its figures are those of the committed study."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from model.errors import WeightsAltered, WeightsMissing
from model.lesion.decode import read_lesion_image
from model.lesion.drawn_photos import drawn_photo
from model.lesion.gallery import samples
from model.trust.characteristic import read
from model.trust.gate import FILE, FOLDER, Gate, Verdict
from model.trust.scenes import SCENES, drawn_scene
from tests.photos import lesion


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
    assert [one.refuses for one in alone] == [False, True, False, True]


def test_what_is_not_finite_is_refused_and_what_nobody_has_looked_at_is_not(gate, default_algorithm):
    impression = default_algorithm.examine(lesion(1)).impression
    assert gate.judge(np.full_like(impression, np.nan)).refuses
    assert not Verdict(None).refuses
    assert Verdict(1.0001).refuses
    assert not Verdict(1.0).refuses


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
