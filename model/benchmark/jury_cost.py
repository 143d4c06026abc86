"""What it costs to ask every algorithm about one photo: time, memory, size of the weights."""

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
    """Load every submission and ask each about a photo, warm.

    The committee is asked with the members' answers at hand, as the jury page does.

    Returns:
        `answers_s`: all answers for the photo; `maps_s`: all answers and all heat maps but those by occlusion;
        medians of the rounds. `answer_ms`: each one's answer. `memory_mb`: peak of the process with all loaded.
        `weights_mb`: all weights files together.
    """
    runner = DirectRunner()
    members = jurors()
    for member in members:
        if not member.combines:
            runner.algorithm(member.slug).examine(image)  # the first pass is slow
    quick = [member.slug for member in members if member.card and not (member.combines or member.card.slow_maps)]
    answers, maps = [], []
    single: dict[str, list[float]] = {}
    for _ in range(rounds):
        fresh = DirectRunner(runner.algorithm)  # keeps no answers of the round before
        started = time.perf_counter()
        *_, findings = answered(fresh, Findings(image, answers=seated(fresh, image, members)), {})
        answers.append(time.perf_counter() - started)
        for answer in findings.voters:
            single.setdefault(answer.slug, []).append(answer.prediction.seconds if answer.prediction else float("nan"))
        started = time.perf_counter()
        *_, findings = explained(fresh, findings, quick)
        _mean_map(runner, findings, quick)
        maps.append(answers[-1] + time.perf_counter() - started)
    return {
        "algorithms": len(members),
        "answers_s": round(statistics.median(answers), 3),
        "maps_s": round(statistics.median(maps), 3),
        "answer_ms": {slug: round(1000 * statistics.median(times), 1) for slug, times in single.items()},
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "weights_mb": round(sum(path.stat().st_size for path in weights.glob("*.safetensors")) / 1e6, 1),
        "rounds": rounds,
    }


def _mean_map(runner: Runner, findings: Findings, slugs: Sequence[str]) -> None:
    """Compute the mean map of each combining algorithm, which counts towards the time of the maps."""
    maps = [(1.0, explanation) for slug in slugs if (explanation := findings.answer_of(slug).explanation)]
    for answer in findings.combined:
        cast(CombiningAlgorithm, runner.algorithm(answer.slug)).mean_map(maps[0][1].target, maps)
