"""The cost of running every algorithm on one photo: time, memory, size of the weights."""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from model.algorithms.contract import CombiningAlgorithm
from model.algorithms.jury import jurors
from model.lesion.image import LesionImage
from model.reading.ask import answered, seated
from model.reading.findings import Findings
from model.reading.maps import explained
from model.reading.runner import DirectRunner, Runner


def jury_cost(image: LesionImage, weights: Path, rounds: int) -> dict[str, Any]:
    """Load every submission and time each on a photo, after one warm-up.

    The committee combines the answers of its members, as on the jury page.

    Returns:
        Medians of the rounds: `answers_s` for all answers, `maps_s` for all answers and all heat maps except those by
        occlusion, `answer_ms` for each answer, `answers_ratio` of all answers together to the sum of the single ones.
        `memory_mb`, peak memory of the process; `weights_mb`, size of all weights files together.
    """
    runner = DirectRunner()
    members = jurors()
    voters = [member for member in members if not member.combines]
    for member in voters:
        runner.algorithm(member.slug).examine(image)  # the first pass is slow
    quick = [member.slug for member in voters if member.card and not member.card.slow_maps]
    answers, maps = [], []
    single: dict[str, list[float]] = {member.slug: [] for member in voters}
    for _ in range(rounds):
        fresh = DirectRunner(runner.algorithm)  # keeps no answers of the round before
        started = time.perf_counter()
        seats = tuple(seated(fresh, image, member) for member in members)
        *_, findings = answered(fresh, Findings(image, answers=seats), {})
        answers.append(time.perf_counter() - started)
        for answer in findings.voters:
            single[answer.slug].append(answer.prediction.seconds if answer.prediction else float("nan"))
        started = time.perf_counter()
        *_, findings = explained(fresh, findings, quick)
        _mean_map(runner, findings, quick)
        maps.append(answers[-1] + time.perf_counter() - started)
    each = {slug: statistics.median(times) for slug, times in single.items()}
    return {
        "algorithms": len(members),
        "answers_s": round(statistics.median(answers), 3),
        "maps_s": round(statistics.median(maps), 3),
        "answers_ratio": round(statistics.median(answers) / sum(each.values()), 3),
        "answer_ms": {slug: round(1000 * seconds, 1) for slug, seconds in each.items()},
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "weights_mb": round(sum(path.stat().st_size for path in weights.glob("*.safetensors")) / 1e6, 1),
        "rounds": rounds,
    }


def _mean_map(runner: Runner, findings: Findings, slugs: Sequence[str]) -> None:
    """Compute the mean map of each combining algorithm; its time counts towards that of the maps."""
    maps = [(1.0, explanation) for slug in slugs if (explanation := findings.answer_of(slug).explanation)]
    for answer in findings.combined:
        cast(CombiningAlgorithm, runner.algorithm(answer.slug)).mean_map(maps[0][1].target, maps)
