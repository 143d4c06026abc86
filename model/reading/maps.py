"""Heat maps of the algorithms that have answered, each isolated; a combining one averages those of its members."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import cast

from model.algorithms.contract import Algorithm, CombiningAlgorithm, Examination, Explanation, Prediction, Progress
from model.algorithms.jury import opinion_of
from model.errors import MembersMissing
from model.lesion.diagnosis import Diagnosis
from model.lesion.image import LesionImage
from model.lesion.practice import Practice
from model.reading.ask import answered, isolated
from model.reading.examinations import examination_of, prediction_of
from model.reading.findings import Answer, Findings
from model.reading.runner import DirectRunner, Runner, Timed, Watch, unwatched

Choice = Callable[[Prediction], Diagnosis]
"""Chooses the diagnosis whose heat map is wanted, once the prediction is there."""


def explained(
    runner: Runner,
    findings: Findings,
    slugs: Sequence[str] | None = None,
    wanted: Diagnosis | Practice = Diagnosis.MEL,
    watch: Watch = unwatched,
) -> Iterator[Findings]:
    """Compute the missing heat maps of some algorithms, or of all voters, the slow ones last.

    Yields:
        The findings after each heat map and each failure.
    """
    asked = findings.voters if slugs is None else [findings.answer_of(slug) for slug in slugs]
    awaiting = [answer for answer in asked if answer.awaits_map]
    for answer in sorted(awaiting, key=lambda answer: bool(answer.card and answer.card.slow_maps)):
        findings = findings.with_answer(examined(runner, findings.image, answer, wanted, watch))
        yield findings


def examined(
    runner: Runner, image: LesionImage, answer: Answer, wanted: Diagnosis | Practice, watch: Watch = unwatched
) -> Answer:
    """Return an answer with its heat map for a diagnosis, or for the most probable one in a practice.

    A failure before there is a prediction is the reason why there is none; afterwards, why there is no heat map.
    """

    def work() -> Timed[Examination]:
        algorithm = runner.algorithm(answer.slug)
        if algorithm.card.combines:
            return _combined(runner, algorithm, image, answer.target(wanted) or wanted, watch)
        return examination_of(runner, algorithm, image, _target(runner, algorithm, image, answer, wanted, watch), watch)

    examination, failure = isolated(answer.slug, work)
    if examination is not None:
        known = answer.prediction or Timed(examination.value.prediction, 0.0)
        return replace(answer, prediction=known, examination=examination)
    if answer.prediction is None:
        return replace(answer, failure=failure)
    return replace(answer, map_failure=failure)


def _target(
    runner: Runner, algorithm: Algorithm, image: LesionImage, answer: Answer, wanted: Diagnosis | Practice, watch: Watch
) -> Diagnosis:
    """Return the diagnosis whose map is wanted; the most probable one needs the prediction first."""
    if isinstance(wanted, Diagnosis):
        return wanted
    prediction = answer.prediction or prediction_of(runner, algorithm, image, watch)
    return _most_probable(algorithm, wanted, prediction.value)


def _most_probable(algorithm: Algorithm, practice: Practice, prediction: Prediction) -> Diagnosis:
    return opinion_of(algorithm.sheet, prediction, practice).first


def _combined(
    runner: Runner, algorithm: Algorithm, image: LesionImage, wanted: Diagnosis | Practice, watch: Watch
) -> Timed[Examination]:
    """Run a combined examination as one piece of work, and keep the members' predictions for the jury."""
    slug, weights = algorithm.card.slug, algorithm.sheet.sha256
    kept: Timed[Examination] | None = runner.recall(("map", image.sha256, weights, wanted))
    if kept is not None:
        return kept

    def work(progress: Progress) -> tuple[Timed[Examination], dict[str, Timed[Prediction]]]:
        started = time.perf_counter()
        direct = with_members(algorithm, runner.algorithm)
        choose = wanted if isinstance(wanted, Diagnosis) else partial(_most_probable, algorithm, wanted)
        examination, findings = combined_examination(direct, slug, image, choose, progress)
        return Timed(examination, time.perf_counter() - started), _predictions(findings)

    # the findings themselves hold the photo and every member's map: 2.5 MB for each photo of each visitor
    timed, predictions = runner.run(("combined", image.sha256, weights, wanted), work, slug, watch)
    for sha256, prediction in predictions.items():
        runner.keep(("prediction", image.sha256, sha256), prediction)
    runner.keep(("map", image.sha256, weights, timed.value.explanation.target), timed)
    return timed


def _predictions(findings: Findings) -> dict[str, Timed[Prediction]]:
    """Return the predictions by the hash of the weights that made them."""
    return {
        answer.sheet.sha256: answer.prediction
        for answer in findings.answers
        if answer.sheet is not None and answer.prediction is not None
    }


def with_members(algorithm: Algorithm, load: Callable[[str], Algorithm]) -> DirectRunner:
    """Return a runner that uses the members a combining algorithm has loaded, and loads others."""
    loaded = {**cast(CombiningAlgorithm, algorithm).members, algorithm.card.slug: algorithm}
    return DirectRunner(lambda slug: loaded.get(slug) or load(slug))


def combined_examination(
    runner: Runner, slug: str, image: LesionImage, choose: Choice | Diagnosis, progress: Progress
) -> tuple[Examination, Findings]:
    """Ask a combining algorithm's members, combine their answers, and average their quick heat maps.

    The runner is one of `with_members`. Where the diagnosis is known beforehand, a member's answer and map take one
    pass; where it depends on the combined answer, they take two.

    Returns:
        The examination, and the findings with each member's answer.

    Raises:
        AlgorithmError: a member failed, or the combining algorithm itself.
    """
    combining = cast(CombiningAlgorithm, runner.algorithm(slug))
    members: dict[str, Algorithm] = {**combining.members, slug: combining}
    answers = tuple(Answer(name, member.card, member.sheet) for name, member in members.items())
    findings = Findings(image, answers=answers, chosen=slug)
    if isinstance(choose, Diagnosis):
        findings = _examined_at_once(runner, findings, choose, progress)
    for snapshot in answered(runner, findings, {}):
        findings = snapshot
        progress(_share_answered(findings))
    if findings.answer.prediction is None:
        raise findings.answer.failure or MembersMissing(names=", ".join(combining.members))
    prediction = findings.answer.prediction.value
    target = choose if isinstance(choose, Diagnosis) else choose(prediction)
    maps = list(_member_maps(runner, findings, combining, target, progress))
    return Examination(prediction, combining.mean_map(target, maps)), findings


def _examined_at_once(runner: Runner, findings: Findings, target: Diagnosis, progress: Progress) -> Findings:
    for answer in findings.voters:
        if answer.card is not None and not answer.card.slow_maps:
            findings = findings.with_answer(examined(runner, findings.image, answer, target))
            progress(_share_answered(findings))
    return findings


def _share_answered(findings: Findings) -> float:
    """Return the share of the whole work that is done when only answers are there: answers are half of it."""
    return sum(not answer.awaits_answer for answer in findings.voters) / (2 * len(findings.voters))


def _member_maps(
    runner: Runner, findings: Findings, combining: CombiningAlgorithm, target: Diagnosis, progress: Progress
) -> Iterator[tuple[float, Explanation]]:
    """Yield share and heat map of each member whose maps are quick."""
    steps = 2 * len(findings.voters)
    for done, answer in enumerate(findings.voters, start=len(findings.voters) + 1):
        if answer.card is not None and not answer.card.slow_maps:
            explanation = examined(runner, findings.image, answer, target).explanation
            if explanation is not None:
                yield combining.shares[answer.slug], explanation
        progress(done / steps)
