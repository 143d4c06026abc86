"""The cost of running every algorithm on one photo: time, memory, size of the weights."""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from model.algorithms import catalogue
from model.algorithms.contract import Algorithm
from model.lesion.image import LesionImage

SLOW = "occlusion"
"""The explanation method that is too slow to wait for."""


def jury_cost(image: LesionImage, weights: Path, rounds: int) -> dict[str, Any]:
    """Load every submission and time each on a photo, after one warm-up.

    The committee combines the answers of its members, as on the jury page.

    Returns:
        Medians of the rounds: `answers_s` for all answers, `maps_s` for all answers and all heat maps except those by
        occlusion, `answer_ms` for each answer; `memory_mb`, peak memory of the process with all algorithms loaded;
        `weights_mb`, size of all weights files together.
    """
    loaded = {slug: catalogue.load(slug, weights) for slug in catalogue.slugs()}
    voices = {slug: one for slug, one in loaded.items() if not hasattr(one, "combine")}
    pools = {slug: one for slug, one in loaded.items() if hasattr(one, "combine")}
    for algorithm in voices.values():
        algorithm.examine(image)  # the first pass is slow
    answers, maps = [], []
    single: dict[str, list[float]] = {slug: [] for slug in voices}
    for _ in range(rounds):
        answers.append(_seconds(lambda: _ask(voices, pools, image, single)))
        maps.append(_seconds(lambda: _look(voices, pools, image)))
    return {
        "algorithms": len(loaded),
        "answers_s": round(statistics.median(answers), 3),
        "maps_s": round(statistics.median(maps), 3),
        "answer_ms": {slug: round(1000 * statistics.median(times), 1) for slug, times in single.items()},
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "weights_mb": round(sum(path.stat().st_size for path in weights.glob("*.safetensors")) / 1e6, 1),
        "rounds": rounds,
    }


def _ask(
    voices: dict[str, Algorithm], pools: dict[str, Any], image: LesionImage, single: dict[str, list[float]]
) -> None:
    rows = {}
    for slug, algorithm in voices.items():
        started = time.perf_counter()
        rows[slug] = algorithm.predict_proba([image])
        single[slug].append(time.perf_counter() - started)
    for pool in pools.values():
        pool.combine(rows)


def _look(voices: dict[str, Algorithm], pools: dict[str, Any], image: LesionImage) -> None:
    rows, maps = {}, []
    for slug, algorithm in voices.items():
        if algorithm.card.explanation == SLOW:
            rows[slug] = algorithm.predict_proba([image])
            continue
        found = algorithm.examine(image)
        rows[slug] = found.prediction.probabilities[None]
        maps.append((1.0, found.explanation))
    for pool in pools.values():
        pool.combine(rows)
        pool.mean_map(maps[0][1].target, maps)


def _seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started
