"""Should a map be believed: a toy network whose map is its reason passes, a map of somewhere else does not."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from PIL import Image

from model.algorithms.contract import Explanation
from model.lesion.decode import read_lesion_image
from model.lesion.diagnosis import Diagnosis
from model.lesion.image import LesionImage
from model.settings import ASSETS
from model.trust.faithfulness import (
    MUST_BEAT,
    RANDOM,
    SHARES,
    Deletion,
    check_map,
    correlation,
    deletion,
    map_passes,
    random_maps,
    top_share,
)

CHECKS = np.indices((224, 224)).sum(0) // 4 % 2 * 120
PIXELS = np.full((224, 224, 3), 150, np.uint8)
PIXELS[30:90, 40:100] = (60 + CHECKS[30:90, 40:100])[..., None]
IMAGE = LesionImage.from_rgb(Image.fromarray(PIXELS), "PNG")
SPOT = np.zeros((224, 224), np.float32)
SPOT[30:90, 40:100] = 1
ELSEWHERE = np.roll(SPOT, (100, 100), (0, 1))


class Toy:
    """Says melanoma as far as one place of the photo has a pattern, and shows that place."""

    def predict_proba(self, images):
        found = np.array([image.pixels[30:90, 40:100].std() / 70 for image in images]).clip(0.01, 0.99)
        rows = np.repeat((1 - found)[:, None] / 6, 7, axis=1)
        rows[:, Diagnosis.MEL.column] = found
        return rows.astype(np.float32)


def explanation(heat, peak=1.0):
    return Explanation(Diagnosis.MEL, heat, peak, 1.0)


def test_a_map_that_shows_the_reason_passes():
    found = check_map(Toy(), IMAGE, explanation(SPOT))
    assert found.deletion.passes
    assert found.deletion.beaten == RANDOM
    assert found.deletion.hottest[-1] < found.deletion.whole - 0.3
    assert found.unlearned is None


def test_a_map_of_another_place_fails():
    assert not check_map(Toy(), IMAGE, explanation(ELSEWHERE)).deletion.passes


def test_maps_without_any_idea_pass_seldom():
    rng = np.random.default_rng(1)
    passed = [deletion(Toy(), IMAGE, explanation(rng.random((224, 224), np.float32))).passes for _ in range(12)]
    assert sum(passed) <= 3


@pytest.mark.parametrize("seed", range(8))
def test_the_verdict_alone_is_that_of_the_whole_check(seed):
    rng = np.random.default_rng(seed)
    heat = np.clip(SPOT * rng.uniform(0.5, 1) + rng.random((224, 224), np.float32) * rng.uniform(0, 1), 0, 1)
    shown = explanation(np.asarray(heat, np.float32))
    assert map_passes(Toy(), IMAGE, shown) == deletion(Toy(), IMAGE, shown).passes


def test_once_the_verdict_is_clear_nothing_more_is_asked():
    asked = []

    class Counting(Toy):
        def predict_proba(self, images):
            asked.append(len(images))
            return super().predict_proba(images)

    assert not map_passes(Counting(), IMAGE, explanation(ELSEWHERE))
    few = sum(asked)
    assert map_passes(Counting(), IMAGE, explanation(SPOT))
    assert few < sum(asked) - few == 1 + (1 + RANDOM) * len(SHARES)


def test_a_blank_map_cannot_be_tried():
    with pytest.raises(ValueError, match="blank"):
        check_map(Toy(), IMAGE, explanation(SPOT, peak=0.0))


def test_the_rule_asks_for_more_than_every_random_area_and_for_a_fall():
    random = np.full((RANDOM, len(SHARES)), 0.6)
    assert Deletion(Diagnosis.MEL, 0.8, np.full(len(SHARES), 0.5), random).passes
    assert not Deletion(Diagnosis.MEL, 0.8, np.full(len(SHARES), 0.6), random).passes
    random[0] = 0.4
    found = Deletion(Diagnosis.MEL, 0.8, np.full(len(SHARES), 0.5), random)
    assert found.beaten == MUST_BEAT - 1
    assert not found.passes
    assert not Deletion(Diagnosis.MEL, 0.4, np.full(len(SHARES), 0.5), random + 0.3).passes


def test_an_area_has_exactly_its_share_and_the_hottest_places():
    chosen = top_share(SPOT, 0.05)
    assert chosen.sum() == round(0.05 * 224 * 224)
    assert SPOT[chosen].min() == 1


def test_random_areas_are_the_same_for_the_same_photo_and_differ_from_each_other():
    first, second = random_maps(IMAGE), random_maps(IMAGE)
    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))
    assert not np.array_equal(first[0], first[1])


def test_a_map_is_as_itself_and_unlike_its_opposite():
    slope = np.linspace(0, 1, 224, dtype=np.float32)[None].repeat(224, 0)
    assert correlation(slope, slope) == pytest.approx(1)
    assert correlation(slope, 1 - slope) == pytest.approx(-1)
    assert correlation(slope, np.zeros((224, 224), np.float32)) is None


def test_a_copy_that_has_learned_nothing_is_the_same_each_time_and_leaves_the_network_alone(loaded):
    network = loaded("small_cnn")
    image = read_lesion_image((ASSETS / "samples" / "mel_1.jpg").read_bytes())
    before = network.predict_proba([image])
    one, other = network.unlearned(1), network.unlearned(1)
    assert np.array_equal(one.predict_proba([image]), other.predict_proba([image]))
    assert not np.allclose(one.predict_proba([image]), before, atol=0.01)
    assert np.array_equal(network.predict_proba([image]), before)


def test_four_threads_come_to_the_same_verdict_as_one(loaded):
    network = loaded("small_cnn")
    image = read_lesion_image((ASSETS / "samples" / "mel_1.jpg").read_bytes())
    shown = network.examine(image).explanation
    alone = check_map(network, image, shown)
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda _: check_map(network, image, shown), range(4)))
    assert all(np.allclose(one.deletion.hottest, alone.deletion.hottest, atol=1e-5) for one in together)
    assert {one.deletion.beaten for one in together} == {alone.deletion.beaten}
    assert all(one.unlearned.correlation == pytest.approx(alone.unlearned.correlation, abs=1e-3) for one in together)
