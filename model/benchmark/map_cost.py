"""The cost of a heat map: times of one pass with and without it, and of the package grad-cam, as ratios of one run."""

from __future__ import annotations

import copy
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image

from model.algorithms import catalogue
from model.algorithms.contract import Examination
from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm, pixels_of
from model.algorithms.seeing.vision import torchvision  # noqa: F401  (before the package that imports it)
from model.errors import AlgorithmError
from model.lesion.image import LesionImage
from model.reading.runner import DirectRunner
from model.settings import settings
from model.trust.criteria import probes_of
from model.trust.gate import EYE

Call = Callable[[], object]
WARM_UPS = 5


def map_cost(slug: str, weights: Path, rounds: int) -> dict[str, Any]:
    """Median times in milliseconds and their ratios, for a convolutional algorithm on a noise image.

    All calls are timed in turn, round by round, so that a slow moment of the machine slows all of them. A ratio is the
    median of the rounds' ratios. `forward` is a bare forward pass, `one_pass` prediction and heat map together,
    `library` a prediction and then the package grad-cam. Where an algorithm also sees a close-up, the forward pass and
    the package run twice, too. `gate_ratio`, only for the gate's algorithm, compares one pass with the gate's verdict
    to one without, and `criteria_ratio` one with verdict and criteria to one with the verdict.
    """
    noise = np.random.default_rng(0).integers(0, 256, (300, 300, 3), dtype=np.uint8)
    image = LesionImage.from_rgb(Image.fromarray(noise), "PNG")
    times = _timed(_calls(catalogue.load(slug, weights), image), rounds)
    return {
        "algorithm": slug,
        **{f"{name}_ms": round(1000 * statistics.median(values), 2) for name, values in times.items()},
        "one_pass_ratio": _median_ratio(times["one_pass"], times["forward"]),
        "library_ratio": _median_ratio(times["library"], times["one_pass"]),
        **(_gate_ratios(times) if "gated" in times else {}),
        "rounds": rounds,
        "threads": settings().threads,
    }


def convolutional() -> list[str]:
    """Return the algorithms with one network whose heat map comes with the prediction."""
    found = {slug: catalogue.find(slug) for slug in catalogue.slugs()}
    return [slug for slug, kind in found.items() if isinstance(kind, type) and issubclass(kind, ConvolutionalAlgorithm)]


def _gate_ratios(times: dict[str, list[float]]) -> dict[str, float]:
    return {
        "gate_ratio": _median_ratio(times["gated"], times["ungated"]),
        "criteria_ratio": _median_ratio(times["criteria"], times["gated"]),
    }


def _timed(calls: dict[str, Call], rounds: int) -> dict[str, list[float]]:
    for call in calls.values():
        for _ in range(WARM_UPS):
            call()
    times: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            started = time.perf_counter()
            call()
            times[name].append(time.perf_counter() - started)
    return times


def _calls(algorithm: Any, image: LesionImage) -> dict[str, Call]:  # noqa: ANN401
    passes = passes_of(algorithm, image)

    def forward() -> object:
        with torch.inference_mode():
            return [algorithm.network(algorithm.as_looks(pixels_of([image]))) for _ in range(passes)]

    gated = _gated_calls(algorithm, image) if algorithm.card.slug == EYE else {}
    one_pass = {"forward": forward, "one_pass": lambda: algorithm.examine(image)}
    return {**one_pass, **gated, "library": _library_call(algorithm, image)}


def passes_of(algorithm: ConvolutionalAlgorithm, image: LesionImage) -> int:
    """Return how often the network sees a photo: twice with a close-up of the lesion."""
    return algorithm.see(pixels_of([image])).looks // len(algorithm.views)


def _library_call(algorithm: ConvolutionalAlgorithm, image: LesionImage) -> Call:
    """A prediction, then the package grad-cam on a copy of the network, since the package adds hooks to it."""
    from pytorch_grad_cam import GradCAM
    from pytorch_grad_cam.utils.model_targets import ClassifierOutputTarget

    passes = passes_of(algorithm, image)
    hooked = copy.deepcopy(algorithm.network).requires_grad_(True)

    def predict_and_explain() -> object:
        column = int(algorithm.predict_proba([image])[0].argmax())
        with GradCAM(model=hooked, target_layers=[hooked.body]) as cam:
            looks = algorithm.as_looks(pixels_of([image]))
            return [cam(input_tensor=looks, targets=[ClassifierOutputTarget(column)]) for _ in range(passes)]

    return predict_and_explain


def _gated_calls(algorithm: ConvolutionalAlgorithm, image: LesionImage) -> dict[str, Call]:
    """One pass of the gate's algorithm without features for the gate, with them and the verdict, and with criteria."""
    try:
        gate, probes = DirectRunner(lambda _: algorithm).gate(), probes_of(algorithm.sheet.sha256)
    except AlgorithmError:  # no gate belongs to these weights
        return {}
    without_features = type("Ungated", (type(algorithm),), {"see": ConvolutionalAlgorithm.see})
    plain = without_features(algorithm.network, algorithm.sheet)

    def gated() -> Examination:
        examination = algorithm.examine(image)
        assert examination.impression is not None
        gate.judge(examination.impression)
        return examination

    def criteria() -> object:
        examination = gated()
        assert examination.impression is not None
        assert examination.features is not None
        return probes.read(examination.features, examination.impression)

    return {"ungated": lambda: plain.examine(image), "gated": gated, "criteria": criteria}


def _median_ratio(above: list[float], below: list[float]) -> float:
    return round(statistics.median(a / b for a, b in zip(above, below, strict=True)), 3)
