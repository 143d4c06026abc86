"""The only loop over algorithms: ask each, validate its answer, isolate its failure, combine."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from model.algorithms.contract import Algorithm, CombiningAlgorithm, Prediction
from model.algorithms.jury import Juror, quick_first
from model.algorithms.weights import read_sheet
from model.errors import AlgorithmError, AlgorithmFailed, MembersMissing, SubmissionBroken
from model.lesion.diagnosis import Diagnosis
from model.lesion.image import LesionImage
from model.lesion.practice import Practice
from model.reading.examinations import prediction_of, validated
from model.reading.findings import Answer, Findings
from model.reading.runner import Runner, Timed, Watch, unwatched
from model.settings import ROOT, settings

LOGGER = logging.getLogger(__name__)
BATCH = 20
Rows = Mapping[str, NDArray[np.float32]]
Value = TypeVar("Value")


def isolated(slug: str, work: Callable[[], Value]) -> tuple[Value | None, AlgorithmError | None]:
    """Return the value of some work of a submission, or the reason why it failed.

    A submission is foreign code: whatever it raises must not stop the others.
    """
    try:
        return work(), None
    except AlgorithmError as error:
        return None, error
    except Exception as error:
        LOGGER.exception("algorithm %s failed", slug)
        reason = f"{type(error).__name__}: {error}".replace(f"{ROOT}/", "")  # paths of the server stay private
        return None, AlgorithmFailed(slug=slug, reason=reason)


def seated(runner: Runner, image: LesionImage, member: Juror, wanted: Diagnosis | Practice = Diagnosis.MEL) -> Answer:
    """Return the answer of one submission, with what is kept of this photo already, such as its map for `wanted`."""
    if member.card is None:
        return Answer(member.slug, failure=SubmissionBroken(slug=member.slug, reason=member.reason))
    sheet, failure = isolated(member.slug, lambda: read_sheet(settings().weights, member.slug))
    if sheet is None:
        return Answer(member.slug, member.card, failure=failure)
    prediction = runner.recall(("prediction", image.sha256, sheet.sha256))
    answer = Answer(member.slug, member.card, sheet, prediction)
    return replace(answer, examination=runner.recall(("map", image.sha256, sheet.sha256, answer.target(wanted))))


def answered(
    runner: Runner, findings: Findings, seconds: Mapping[str, float], watch: Watch = unwatched
) -> Iterator[Findings]:
    """Ask every voter that has not answered, the quick ones first, then combine their answers.

    Algorithms without measured `seconds` a photo, by slug, come last.

    Yields:
        The findings after each answer and each failure.
    """
    for slug in quick_first([answer.slug for answer in findings.voters], seconds):
        answer = findings.answer_of(slug)
        if answer.awaits_answer:
            work = partial(_predicted, runner, findings.image, slug, watch)
            findings = findings.with_answer(_after(work, answer))
            yield findings
    for answer in findings.combined:
        if answer.awaits_answer:
            findings = findings.with_answer(_after(partial(_combined, runner, findings, answer.slug), answer))
            yield findings


def _after(work: Callable[[], Timed[Prediction]], answer: Answer) -> Answer:
    prediction, failure = isolated(answer.slug, work)
    return replace(answer, prediction=prediction, failure=failure)


def _predicted(runner: Runner, image: LesionImage, slug: str, watch: Watch) -> Timed[Prediction]:
    return prediction_of(runner, runner.algorithm(slug), image, watch)


def _combined(runner: Runner, findings: Findings, slug: str) -> Timed[Prediction]:
    rows = {voter.slug: voter.prediction.value.probabilities[None] for voter in findings.voters if voter.prediction}
    algorithm = runner.algorithm(slug)
    started = time.perf_counter()
    prediction = Prediction(combined_rows(algorithm, rows)[0])
    timed = Timed(prediction, time.perf_counter() - started)
    runner.keep(("prediction", findings.image.sha256, algorithm.sheet.sha256), timed)
    return timed


def combined_rows(algorithm: Algorithm, rows: Rows) -> NDArray[np.float32]:
    """Combine the members' rows, `(n, 7)` each by slug; the members are not asked again.

    Raises:
        MembersMissing: rows of a member are missing.
        ValueError: the result is not rows of probabilities.
    """
    combining = cast(CombiningAlgorithm, algorithm)
    missing = [slug for slug in combining.members if slug not in rows]
    if missing:
        raise MembersMissing(names=", ".join(missing))
    return validated(combining.combine(rows), len(next(iter(rows.values()))))


@dataclass
class BatchAnswers:
    """Rows and failures of several algorithms for the same photos.

    Attributes:
        rows: probabilities, `(n, 7)` by slug.
        failures: why an algorithm has no rows, by slug.
        seconds: time of each algorithm, by slug.
    """

    rows: dict[str, NDArray[np.float32]] = field(default_factory=dict)
    failures: dict[str, AlgorithmError] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


def batch_answers(
    algorithms: Mapping[str, Algorithm],
    images: Sequence[LesionImage],
    known: Rows | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> BatchAnswers:
    """Ask algorithms about many photos; members of a combining one are asked too, and none is asked twice.

    Args:
        algorithms: loaded algorithms, by slug.
        images: the photos.
        known: rows computed before, by slug.
        progress: called with a slug, the number of algorithms that have answered, and their total.
    """
    answers = BatchAnswers(dict(known or {}))
    voters, combining = _with_members(algorithms)
    for done, (slug, algorithm) in enumerate(voters.items(), start=1):
        if slug not in answers.rows:
            _add(answers, slug, partial(_batched, algorithm, images))
        if progress:
            progress(slug, done, len(voters))
    for slug, algorithm in combining.items():
        _add(answers, slug, partial(combined_rows, algorithm, answers.rows))
    return answers


def _with_members(algorithms: Mapping[str, Algorithm]) -> tuple[dict[str, Algorithm], dict[str, Algorithm]]:
    combining = {slug: algorithm for slug, algorithm in algorithms.items() if algorithm.card.combines}
    voters: dict[str, Algorithm] = {}
    for combined in combining.values():
        voters |= cast(CombiningAlgorithm, combined).members
    return voters | {slug: algorithm for slug, algorithm in algorithms.items() if slug not in combining}, combining


def _add(answers: BatchAnswers, slug: str, work: Callable[[], NDArray[np.float32]]) -> None:
    started = time.perf_counter()
    rows, failure = isolated(slug, work)
    answers.seconds[slug] = time.perf_counter() - started
    if rows is not None:
        answers.rows[slug] = rows
    if failure is not None:
        answers.failures[slug] = failure


def _batched(algorithm: Algorithm, images: Sequence[LesionImage]) -> NDArray[np.float32]:
    batches = [images[start : start + BATCH] for start in range(0, len(images), BATCH)]
    return np.concatenate([validated(algorithm.predict_proba(batch), len(batch)) for batch in batches])
