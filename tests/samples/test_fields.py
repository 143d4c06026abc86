import numpy as np
import pytest

from model.samples.fields import SIDE, blurred, brushed_noise, cells, rough_noise, smooth_noise, step, zeros
from model.samples.strokes import draw, taper, wander


@pytest.fixture
def rng():
    return np.random.default_rng(5)


@pytest.mark.parametrize(
    "noise", [lambda r: smooth_noise(r, 8), lambda r: rough_noise(r, 60), lambda r: brushed_noise(r, 1, 3, 20)]
)
def test_noise_has_mean_0_and_deviation_1(rng, noise):
    field = noise(rng)
    assert abs(float(field.mean())) < 1e-3
    assert float(field.std()) == pytest.approx(1, abs=1e-3)


def test_a_blur_keeps_the_mean_and_lowers_the_peak(rng):
    field = zeros()
    field[200, 300] = 1
    soft = blurred(field, 4)
    assert float(soft.sum()) == pytest.approx(1, abs=1e-4)
    assert soft.max() < 0.02
    assert np.unravel_index(soft.argmax(), soft.shape) == (200, 300)


def test_a_step_rises_from_0_to_1():
    values = step(np.linspace(-1, 2, 31), 0.0, 1.0)
    assert values[0] == 0
    assert values[-1] == 1
    assert (np.diff(values) >= 0).all()


def test_a_wall_between_cells_is_as_far_from_two_middles(rng):
    honeycomb = cells(rng, 20)
    assert (honeycomb.edge >= 0).all()
    assert honeycomb.centre.max() < 1.6
    # A cell of 20 pixels covers 400: about 655 cells, each with its own number.
    assert 500 < len(np.unique(honeycomb.value)) < 900


def test_a_line_is_drawn_where_its_points_are_and_nowhere_else(rng):
    canvas = zeros()
    points = np.stack([np.linspace(100, 200, 201), np.full(201, 300.0)], 1)
    draw(canvas, points, np.full(201, 4.0))
    assert canvas[300, 150] == 1
    assert canvas[310, 150] == 0
    assert canvas.sum() == pytest.approx(4 * 100, rel=0.1)


def test_a_line_may_leave_the_photo(rng):
    canvas = zeros()
    points = wander(rng, (SIDE - 5.0, SIDE - 5.0), 0.7, 80, bend=1)
    draw(canvas, points, taper(len(points), 3, 1))
    assert canvas.max() > 0.9
