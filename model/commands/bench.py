"""`python -m model bench [--jury | --scores | --stage] [--json]`: what a heat map costs, as ratios of one run.

`one_pass_ratio`: one pass for prediction and map, beside a bare forward pass of the same network.
`library_ratio`: predicting and then calling the package grad-cam, beside the same one pass.
`gate_ratio`: one pass of the gate's own eye with its verdict, beside the same pass without; only for that algorithm.
All are timed in turn, round by round; a ratio is the median of the rounds' ratios, so that a machine that slows
down in the middle slows them all.

With `--jury` every algorithm is asked about one photo instead; see `model.benchmark.jury_cost`. With `--scores` all
committed tables are scored instead. With `--stage` a fresh server is started, and what is waited for on stage is timed
from the message of the browser to the end of the run that answers it; `room_vote` is the time from the vote of a phone
until the presenter's screen has counted it, with thirty phones in the room.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from model.errors import AlgorithmError
from model.settings import settings
from model.trust.gate import EYE

if TYPE_CHECKING:
    from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm
    from model.lesion.image import LesionImage

STORY_SHARE = 6
"""A walk through the story turns a dozen and a half steps: so many rounds of the others are one of it."""


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument(
        "--algorithm", default="resnet18", metavar="SLUG", help="a convolutional one (default: resnet18)"
    )
    parser.add_argument("--rounds", type=int, default=60, help="how often each is timed (default: 60)")
    parser.add_argument(
        "--stage", action="store_true", help="the longest wait for a step of the story, and for a vote on the screen"
    )
    parser.add_argument("--jury", action="store_true", help="every algorithm about one photo: time, memory, size")
    parser.add_argument("--scores", action="store_true", help="all scores of all committed tables: time")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Time and print."""
    if options.rounds < 1:
        print(f"expected at least one round, got {options.rounds}", file=sys.stderr)
        return 2
    result = _result(options)
    if options.json:
        print(json.dumps(result, indent=2))
    else:
        for name, value in result.items():
            print(f"{name:20} {value}")
    return 0


def _result(options: argparse.Namespace) -> dict[str, Any]:
    if options.stage:
        return staged(max(1, options.rounds // STORY_SHARE))
    if options.scores:
        return scoring()
    return _jury(options.rounds) if options.jury else measured(options.algorithm, options.rounds)


def staged(rounds: int) -> dict[str, Any]:
    """What is waited for on stage, in milliseconds, on a fresh server of this computer."""
    from model.load_test.room import room_waits
    from model.load_test.server import served
    from model.load_test.stage import story_waits

    with served() as app:
        return {**story_waits(app, rounds), **room_waits(app)}


def scoring() -> dict[str, Any]:
    """How long all scores of all committed tables take with their 95 % intervals, in seconds."""
    from model.evaluation.benchmark import read_benchmark
    from model.evaluation.evaluation import score_benchmark
    from model.evaluation.metrics import METRICS, OF_CLASS
    from model.evaluation.scores import flat
    from model.evaluation.tables import CLASSES

    started = time.perf_counter()
    benchmark = read_benchmark()
    read = time.perf_counter()
    evaluation = score_benchmark(benchmark)
    first = time.perf_counter()
    for of_day in evaluation.scores.values():
        for found in of_day.values():
            _ = dict(found.overall), flat(found.of_class)  # also what waits until it is asked for
    return {
        "algorithms": len(evaluation.slugs),
        "scores_of_each": len(METRICS) + len(OF_CLASS) * len(CLASSES),
        "resamples": evaluation.resamples,
        "read_s": round(read - started, 2),
        "first_s": round(first - read, 2),
        "score_s": round(time.perf_counter() - read, 2),
        "threads": settings().threads,
    }


def _jury(rounds: int) -> dict[str, Any]:
    from model.benchmark.jury_cost import jury_cost
    from model.lesion.decode import read_lesion_image
    from model.lesion.gallery import samples

    return jury_cost(read_lesion_image(samples()[0].path.read_bytes()), settings().weights, rounds)


def measured(slug: str, rounds: int) -> dict[str, Any]:
    """Medians in milliseconds and the two ratios."""
    import numpy as np
    from PIL import Image

    from model.algorithms import catalogue
    from model.lesion.image import LesionImage

    noise = np.random.default_rng(0).integers(0, 256, (300, 300, 3), dtype=np.uint8)
    image = LesionImage.from_rgb(Image.fromarray(noise), "PNG")
    contenders = _contenders(catalogue.load(slug, settings().weights), image)
    for call in contenders.values():
        for _ in range(5):
            call()
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, call in contenders.items():
            times[name].append(_seconds(call))
    return {
        "algorithm": slug,
        **{f"{name}_ms": round(1000 * statistics.median(values), 2) for name, values in times.items()},
        "one_pass_ratio": _median_ratio(times["one_pass"], times["forward"]),
        "library_ratio": _median_ratio(times["library"], times["one_pass"]),
        **({"gate_ratio": _median_ratio(times["gated"], times["ungated"])} if "gated" in times else {}),
        "rounds": rounds,
        "threads": settings().threads,
    }


def _contenders(algorithm: Any, image: LesionImage) -> dict[str, Callable[[], object]]:  # noqa: ANN401
    import copy

    import torch
    from pytorch_grad_cam import GradCAM
    from pytorch_grad_cam.utils.model_targets import ClassifierOutputTarget

    from model.algorithms.seeing.convolutional import pixels_of
    from model.algorithms.seeing.vision import torchvision  # noqa: F401  (before the package that imports it)

    convolutional: ConvolutionalAlgorithm = algorithm
    # the package hangs its hooks on a network of its own, which is as trainable as its documentation has it
    hooked = copy.deepcopy(convolutional.network).requires_grad_(True)

    def seen() -> torch.Tensor:
        return convolutional.as_looks(pixels_of([image]))

    def forward() -> object:
        with torch.inference_mode():
            return convolutional.network(seen())

    def library() -> object:
        column = int(convolutional.predict_proba([image])[0].argmax())
        with GradCAM(model=hooked, target_layers=[hooked.body]) as cam:
            return cam(input_tensor=seen(), targets=[ClassifierOutputTarget(column)])

    gated = _gated(algorithm, image) if algorithm.card.slug == EYE else {}
    return {"forward": forward, "one_pass": lambda: convolutional.examine(image), **gated, "library": library}


def _gated(algorithm: Any, image: LesionImage) -> dict[str, Callable[[], object]]:  # noqa: ANN401
    """The answer of the gate's eye without an impression, and with it and the verdict."""
    from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm
    from model.reading.runner import DirectRunner

    try:
        gate = DirectRunner(lambda _: algorithm).gate()
    except AlgorithmError:  # weights to which none belongs
        return {}
    kind = type("Ungated", (type(algorithm),), {"see": ConvolutionalAlgorithm.see})
    plain = kind(algorithm.network, algorithm.sheet)

    def gated() -> object:
        examination = algorithm.examine(image)
        return examination, gate.judge(examination.impression)

    return {"ungated": lambda: plain.examine(image), "gated": gated}


def _seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def _median_ratio(above: list[float], below: list[float]) -> float:
    return round(statistics.median(a / b for a, b in zip(above, below, strict=True)), 3)
