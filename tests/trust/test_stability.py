"""The looks at an altered photo: each is another photo of the same lesion, none is lost, the verdicts are counted."""

from __future__ import annotations

import numpy as np
import pytest

from model.trust.stability import LOOKS, looked_again
from tests.photos import lesion


class Reads:
    """Gives melanoma what it reads in one corner of the photo."""

    def __init__(self):
        self.seen = []
        self.asked = 0

    def predict_proba(self, images):
        self.asked += 1
        self.seen += [image.pixels for image in images]
        shares = np.array([image.pixels[0, 0, 0] / 255 for image in images], np.float32)
        rows = np.repeat((1 - shares)[:, None] / 6, 7, axis=1)
        rows[:, 0] = shares
        return rows


def test_every_look_is_another_photo_of_the_same_size():
    image, reader = lesion(3), Reads()
    found = looked_again(reader, image)
    assert list(found.looks) == list(LOOKS)
    assert reader.asked == 1
    shown = [image.pixels, *reader.seen]
    assert all(pixels.shape == image.pixels.shape for pixels in shown)
    assert len({pixels.tobytes() for pixels in shown}) == len(LOOKS) + 1


@pytest.mark.parametrize("name", ["mirrored", "upside_down", "quarter", "half", "three_quarters"])
def test_turning_and_mirroring_lose_no_pixel(name):
    pixels = lesion(4).pixels
    altered = LOOKS[name](pixels)
    assert sorted(altered.reshape(-1, 3).tolist()) == sorted(pixels.reshape(-1, 3).tolist())


def test_light_and_colour_go_the_way_that_their_name_says():
    pixels = lesion(5).pixels
    assert LOOKS["lighter"](pixels).mean() > pixels.mean() > LOOKS["darker"](pixels).mean()
    warmth = {name: np.subtract(*LOOKS[name](pixels).mean((0, 1))[[0, 2]]) for name in ("warmer", "colder")}
    assert warmth["warmer"] > warmth["colder"]
