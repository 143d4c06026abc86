"""Scores of single algorithms, computed from the committed tables and sheets and kept until one of them changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from model.algorithms.weights import read_sheet
from model.errors import AlgorithmError
from model.evaluation import runs
from model.evaluation.hard_photos import HardPhoto, hard_photos
from model.evaluation.operating_point import BENCHMARK
from model.evaluation.sets import ELSEWHERE, HOME, SETS
from model.lesion.practice import Threshold, practice_named
from model.settings import settings
from pages.components.cache.while_unchanged import kept_while_unchanged

if TYPE_CHECKING:
    from model.evaluation.operating_point import AtThePoint
    from model.evaluation.set_scores import SetScores
    from model.evaluation.track_record import TrackRecord
    from model.evaluation.transfer import Fall
    from model.trust.coverage import Coverage

Arguments = ParamSpec("Arguments")
Value = TypeVar("Value")


def _files(slug: str, *sets: str) -> list[Path]:
    """Return the sheet of an algorithm and its tables of some sets."""
    return [settings().weights / f"{slug}.json", *(BENCHMARK / name / f"{slug}.csv" for name in sets)]


def none_if_unreadable(compute: Callable[Arguments, Value]) -> Callable[Arguments, Value | None]:
    """Return None where a table or a sheet cannot be read."""

    @wraps(compute)
    def value(*arguments: Arguments.args, **named: Arguments.kwargs) -> Value | None:
        try:
            return compute(*arguments, **named)
        except (AlgorithmError, OSError, ValueError, KeyError):
            return None

    return value


@kept_while_unchanged(lambda slug: [file for file in _files(slug, *SETS) if file.exists()])
def benchmark_scores(slug: str) -> dict[str, SetScores]:
    """Return the scores of an algorithm on every set.

    Raises:
        OSError: a table is missing.
        ValueError: a file is not a table.
    """
    from model.evaluation.set_scores import set_scores  # imports scikit-learn

    return set_scores(slug, read_sheet(settings().weights, slug).operating_point.in_its_practice)


@none_if_unreadable
def unseen_at_the_point(slug: str, name: str = HOME) -> AtThePoint | None:
    """Return the counts of an algorithm's operating point on the photos of a set; None where unreadable."""
    return counts_at(slug, name, read_sheet(settings().weights, slug).operating_point.in_its_practice)


@none_if_unreadable
def counts_at(slug: str, name: str, threshold: Threshold) -> AtThePoint:
    """Return the counts of any threshold on the photos of a set; None where unreadable."""
    return _counts_at(slug, name, threshold.value, threshold.practice.slug)


@kept_while_unchanged(lambda slug, name, *_: _files(slug, name), most=2048)
def _counts_at(slug: str, name: str, threshold: float, practice: str) -> AtThePoint:
    from model.evaluation.operating_point import at_the_point

    return at_the_point(name, slug, Threshold(threshold, practice_named(practice)))


@none_if_unreadable
@kept_while_unchanged(lambda slug, name, _: _files(slug, name))
def coverage_at(slug: str, name: str, promise: float) -> Coverage:
    """Return the coverage of an algorithm's prediction sets on a set; None where unreadable."""
    from model.trust.coverage import coverage

    return coverage(name, slug, read_sheet(settings().weights, slug).sets, promise)


@none_if_unreadable
@kept_while_unchanged(lambda slug: _files(slug, HOME, ELSEWHERE))
def fall(slug: str) -> Fall:
    """Return what an algorithm loses of its melanoma AUC in other clinics; None where unreadable."""
    from model.evaluation.transfer import melanoma_fall  # imports scikit-learn

    return melanoma_fall(slug)


@none_if_unreadable
@kept_while_unchanged(lambda slug, others: [file for one in (slug, *others) for file in _files(one, HOME, ELSEWHERE)])
def hard_photos_of(slug: str, others: tuple[str, ...]) -> Mapping[str, tuple[HardPhoto, ...]]:
    """Return where an algorithm is wrong or right alone among others, or all are wrong; None where unreadable."""
    return hard_photos(slug, others)


@none_if_unreadable
@kept_while_unchanged(lambda day, slug: _files(slug, day))
def track_record(day: str, slug: str) -> TrackRecord:
    """Return the figures of one algorithm on one day; None where unreadable."""
    from model.evaluation import track_record as records

    return records.track_record(day, slug)


def run_of(day: str, slug: str) -> dict[str, Any]:
    """Return the facts of the run that wrote a prediction table; empty where there are none."""
    return runs.read_run(BENCHMARK, day, slug)


def seconds_per_image(slugs: Iterable[str]) -> dict[str, float]:
    """Return the seconds each algorithm takes for a photo, as measured on day 2; without those not measured."""
    known = {slug: runs.seconds_per_image(BENCHMARK, slug) for slug in slugs}
    return {slug: seconds for slug, seconds in known.items() if seconds is not None}
