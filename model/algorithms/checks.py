"""Checks that every submission must pass.

The checks run under pytest and as `python -m model check`, also on external classes. A failed check raises
`AssertionError` with the expected and the actual value.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from model.algorithms.contract import Algorithm
from model.lesion.diagnosis import DIAGNOSES
from model.lesion.image import INPUT_SIDE, LesionImage
from model.text import LANGUAGES, texts

MOST_BYTES = 25e6
LOAD_SECONDS = 2.0
TOLERANCE = 1e-4


@dataclass(frozen=True)
class CheckResult:
    """Result of a check; `reason` is empty if it passed."""

    name: str
    reason: str

    @property
    def passed(self) -> bool:
        """Whether the check passed."""
        return not self.reason


def photos(count: int = 3) -> list[LesionImage]:
    """Photos of dark spots on skin-coloured noise, the same at every call."""
    y, x = np.mgrid[0:INPUT_SIDE, 0:INPUT_SIDE] / INPUT_SIDE
    images = []
    for seed in range(count):
        rng = np.random.default_rng(seed)
        down, across, size = rng.uniform(0.3, 0.7), rng.uniform(0.3, 0.7), rng.uniform(0.1, 0.3)
        cover = 1 / (1 + np.exp(40 * (np.hypot(y - down, x - across) - size)))[..., None]
        skin = np.array([215, 170, 150]) * (1 - cover) + rng.uniform(30, 130, 3) * cover
        pixels = np.clip(skin + rng.normal(0, 6, (INPUT_SIDE, INPUT_SIDE, 1)), 0, 255).astype(np.uint8)
        images.append(LesionImage.from_rgb(Image.fromarray(pixels), "PNG"))
    return images


def rows_are_distributions(algorithm: Algorithm) -> None:
    """Rows are finite, non-negative and sum to 1, `(n, 7)` float32."""
    rows = algorithm.predict_proba(photos())
    _expect(rows.shape == (3, len(DIAGNOSES)), f"expected shape (3, 7), got {rows.shape}")
    _expect(rows.dtype == np.float32, f"expected float32, got {rows.dtype}")
    _expect(bool(np.isfinite(rows).all()), "a probability is not finite")
    _expect(bool((rows >= 0).all()), f"a probability is negative: {rows.min()}")
    _close(rows.sum(1), np.ones(3), "rows do not add up to 1")


def a_batch_equals_single_photos(algorithm: Algorithm) -> None:
    """A prediction does not depend on the other photos of a batch."""
    images = photos()
    singles = np.concatenate([algorithm.predict_proba([image]) for image in images])
    _close(algorithm.predict_proba(images), singles, "a batch differs from single photos")


def order_does_not_matter(algorithm: Algorithm) -> None:
    """A prediction does not depend on the order of the photos."""
    images = photos()
    _close(algorithm.predict_proba(images[::-1]), algorithm.predict_proba(images)[::-1], "order changes an answer")


def no_photos_give_no_rows(algorithm: Algorithm) -> None:
    """An empty batch gives an empty result."""
    shape = algorithm.predict_proba([]).shape
    _expect(shape == (0, len(DIAGNOSES)), f"expected shape (0, 7), got {shape}")


def the_same_answer_twice_and_from_four_threads(algorithm: Algorithm) -> None:
    """Prediction and explanation are deterministic and thread-safe."""
    images = photos(4)
    alone = [algorithm.examine(image) for image in images]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(algorithm.examine, images))
    for single, threaded in zip(alone, together, strict=True):
        same = np.array_equal(single.prediction.probabilities, threaded.prediction.probabilities)
        _expect(same, "the prediction differs with four threads")
        same = np.array_equal(single.explanation.heat, threaded.explanation.heat)
        _expect(same, "the heat map differs with four threads")


def the_photo_is_not_changed(algorithm: Algorithm) -> None:
    """An algorithm does not change its input."""
    image = photos(1)[0]
    before = image.pixels.copy()
    algorithm.predict_proba([image])
    algorithm.examine(image)
    _expect(np.array_equal(before, image.pixels), "the photo was changed")


def an_examination_predicts_what_a_prediction_predicts(algorithm: Algorithm) -> None:
    """`examine` and `predict_proba` return the same probabilities."""
    image = photos(1)[0]
    probabilities = algorithm.examine(image).prediction.probabilities
    _close(probabilities, algorithm.predict_proba([image])[0], "examine and predict_proba differ")


def an_explanation_fits_the_photo(algorithm: Algorithm) -> None:
    """A heat map has the grid of the photo, values in [0, 1] and the requested diagnosis."""
    image = photos(1)[0]
    for target in DIAGNOSES:
        explanation = algorithm.explain(image, target)
        _expect(explanation.target is target, f"asked for {target}, got {explanation.target}")
        _expect(
            explanation.heat.shape == (INPUT_SIDE, INPUT_SIDE),
            f"expected a map of 224 x 224, got {explanation.heat.shape}",
        )
        low, high = float(explanation.heat.min()), float(explanation.heat.max())
        _expect(0 <= low <= high <= 1, f"heat outside [0, 1]: {low} to {high}")
        _expect(explanation.is_blank or high > 0, "a map without heat must be blank")


def a_blank_photo_is_handled(algorithm: Algorithm) -> None:
    """A photo of one colour gives valid probabilities and a finite heat map."""
    image = LesionImage.from_rgb(Image.new("RGB", (INPUT_SIDE, INPUT_SIDE), "white"), "PNG")
    examination = algorithm.examine(image)
    _close(examination.prediction.probabilities.sum(), 1.0, "the row of a blank photo does not add up to 1")
    _expect(bool(np.isfinite(examination.explanation.heat).all()), "the map of a blank photo is not finite")


def the_card_is_complete(algorithm: Algorithm) -> None:
    """Every field of the card has a value, and its texts exist in every language."""
    card = algorithm.card
    empty = [name for name, value in vars(card).items() if value in ("", ())]
    _expect(not empty, f"empty on the card: {', '.join(empty)}")
    keys = [f"algorithms.{card.slug}.{name}" for name in ("name", "method", "audience")]
    keys += [f"families.{card.family}", f"explanations.{card.explanation}", f"training_data.{card.training_data}"]
    missing = [f"{key} ({language})" for language in LANGUAGES for key in keys if key not in texts(language)]
    _expect(not missing, f"texts missing: {', '.join(missing)}")


BEHAVIOUR: tuple[Callable[[Algorithm], None], ...] = (
    rows_are_distributions,
    a_batch_equals_single_photos,
    order_does_not_matter,
    no_photos_give_no_rows,
    the_same_answer_twice_and_from_four_threads,
    the_photo_is_not_changed,
    an_examination_predicts_what_a_prediction_predicts,
    an_explanation_fits_the_photo,
    a_blank_photo_is_handled,
    the_card_is_complete,
)
"""Checks of the behaviour; `the_weights_are_those_of_the_sheet` checks the files."""


def the_weights_are_those_of_the_sheet(algorithm: Algorithm, weights: Path) -> None:
    """Hash and size match the sheet, and the file is small enough."""
    data = (weights / f"{algorithm.card.slug}.safetensors").read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    _expect(sha256 == algorithm.sheet.sha256, f"expected SHA-256 {algorithm.sheet.sha256}, got {sha256}")
    _expect(len(data) == algorithm.sheet.size, f"expected {algorithm.sheet.size} bytes, got {len(data)}")
    _expect(len(data) <= MOST_BYTES, f"expected at most {MOST_BYTES:.0f} bytes, got {len(data)}")


def run_checks(submission: type[Algorithm], weights: Path) -> list[CheckResult]:
    """Load a submission and run all checks; any exception in a check counts as a failure."""
    results: list[CheckResult] = []
    started = time.perf_counter()
    try:
        algorithm = submission.load(weights)
    except Exception as error:  # a submission may raise anything
        return [CheckResult("it loads", f"{type(error).__name__}: {error}")]
    seconds = time.perf_counter() - started
    late = "" if seconds <= LOAD_SECONDS else f"expected at most {LOAD_SECONDS:.0f} s, got {seconds:.1f} s"
    results.append(CheckResult("it loads in time", late))
    results.append(_result(the_weights_are_those_of_the_sheet, algorithm, weights))
    return results + [_result(check, algorithm) for check in BEHAVIOUR]


def _result(check: Callable[..., None], *arguments: object) -> CheckResult:
    name = check.__name__.replace("_", " ")
    try:
        check(*arguments)
    except Exception as error:  # a submission may raise anything
        return CheckResult(name, str(error) or type(error).__name__)
    return CheckResult(name, "")


def _expect(condition: bool, words: str) -> None:
    if not condition:  # an assert statement would be removed by `python -O`
        raise AssertionError(words)


def _close(actual: NDArray[Any] | np.floating[Any], expected: NDArray[Any] | float, words: str) -> None:
    difference = float(np.max(np.abs(np.asarray(actual) - np.asarray(expected)), initial=0.0))
    _expect(difference <= TOLERANCE, f"{words}: by {difference:.2g}, at most {TOLERANCE} is allowed")
