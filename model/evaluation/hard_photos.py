"""The photos a jury asks for first: where one algorithm is wrong alone, right alone, or where all are wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from model.evaluation.answers import Answers, Mask, answers_of
from model.evaluation.benchmark import SetTables
from model.evaluation.operating_point import BENCHMARK
from model.evaluation.sets import ELSEWHERE, HOME
from model.evaluation.tables import read_table

WRONG_ALONE, RIGHT_ALONE, MISSED_BY_ALL = KINDS = ("wrong_alone", "right_alone", "missed_by_all")


@dataclass(frozen=True)
class HardPhoto:
    """A photo of a scoring set with its class, and the class that an algorithm answered.

    Attributes:
        image: id of the photo.
        certainty: probability of the answer, for equally frequent diagnoses.
    """

    image: str
    truth: str
    answer: str
    certainty: float


def hard_photos(
    slug: str, others: Sequence[str], sets: Sequence[str] = (HOME, ELSEWHERE), folder: Path = BENCHMARK
) -> Mapping[str, tuple[HardPhoto, ...]]:
    """The photos of each kind, those first of which the algorithm was the most certain.

    An answer is right where the true diagnosis alone is the most probable of equally frequent ones. Photos count only
    on sets of which every algorithm has a table.

    Raises:
        TableError: a table is missing or unreadable, or two tables hold different images.
    """
    found: dict[str, list[HardPhoto]] = {kind: [] for kind in KINDS}
    for name in sets:
        for kind, photos in _on_set(name, slug, others, folder):
            found[kind] += photos
    return {kind: tuple(sorted(photos, key=lambda photo: -photo.certainty)) for kind, photos in found.items()}


def _on_set(name: str, slug: str, others: Sequence[str], folder: Path) -> Iterator[tuple[str, Iterable[HardPhoto]]]:
    truth = read_table(folder / "truth" / f"{name}.csv")
    own, *rest = (answers_of(truth, read_table(folder / name / f"{one}.csv")) for one in (slug, *others))
    return _by_kind(truth.images, own, rest)


def hard_photos_among(tables: SetTables, slug: str, others: Sequence[str]) -> Mapping[str, tuple[HardPhoto, ...]]:
    """The photos of each kind in the tables of one set, those first of which the algorithm was the most certain."""
    own, *rest = (tables.answers(one) for one in (slug, *others))
    kinds = dict(_by_kind(tables.images, own, rest))
    return {kind: tuple(sorted(kinds[kind], key=lambda photo: -photo.certainty)) for kind in KINDS}


def _by_kind(images: Sequence[str], own: Answers, rest: Sequence[Answers]) -> Iterator[tuple[str, Iterable[HardPhoto]]]:
    right = own.called == own.truth
    others_right = np.array([one.called == one.truth for one in rest]).reshape(len(rest), len(right))
    kinds = {
        WRONG_ALONE: ~right & others_right.all(0),
        RIGHT_ALONE: right & ~others_right.any(0),
        MISSED_BY_ALL: ~right & ~others_right.any(0),
    }
    for kind, mask in kinds.items():
        yield kind, _photos(images, own, mask)


def _photos(images: Sequence[str], own: Answers, mask: Mask) -> Iterator[HardPhoto]:
    for place in np.flatnonzero(mask).tolist():
        row = own.probabilities[place]
        said = int(row.argmax())
        yield HardPhoto(images[place], own.classes[own.truth[place]], own.classes[said], float(row[said]))
