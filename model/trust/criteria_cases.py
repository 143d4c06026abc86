"""The training photos with labels of criteria, with the words about each: which of them share a photo's pattern.

The words were cross-fitted: they come from probes that were fitted to other photos. The table has facts, no pictures.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from model.evaluation.intervals import Score, wilson
from model.lesion.diagnosis import Diagnosis
from model.trust.characteristic import FOLDER
from model.trust.criteria import CriterionFinding, Word

CASES = "criteria_cases.csv"
WORD_OF = {word[0]: word for word in Word}
"""Letter in the table -> word: s, n or u."""
EXAMPLES = 6
"""Photos in a list of examples, at most."""


@dataclass(frozen=True, eq=False)
class CriteriaCase:
    """A training photo: its id in the ISIC Archive, its diagnosis, and the word of each kept criterion by slug."""

    image: str
    diagnosis: str
    words: Mapping[str, Word]


@dataclass(frozen=True)
class Alike:
    """The training photos with the pattern of a photo, those with the most equal words first."""

    cases: tuple[CriteriaCase, ...] = ()

    @property
    def photos(self) -> int:
        """Number of these photos."""
        return len(self.cases)

    @property
    def melanomas(self) -> int:
        """Number of melanomas among them."""
        return sum(case.diagnosis == Diagnosis.MEL for case in self.cases)

    @property
    def share(self) -> Score:
        """The share of melanomas with its interval; undefined without photos."""
        return wilson(self.melanomas, self.photos)

    @property
    def examples(self) -> tuple[CriteriaCase, ...]:
        """At most `EXAMPLES` of the photos: in turn a melanoma and one of each other diagnosis.

        How frequent a diagnosis is among the examples therefore says nothing; `share` does.
        """
        before: Counter[str] = Counter()
        turns = {}
        for case in self.cases:
            turns[case] = (before[case.diagnosis], case.diagnosis != Diagnosis.MEL, case.diagnosis)
            before[case.diagnosis] += 1
        return tuple(sorted(self.cases, key=turns.__getitem__)[:EXAMPLES])


def alike(found: Sequence[CriterionFinding], folder: Path = FOLDER) -> Alike:
    """Find the training photos with the pattern of a photo: the same word wherever it is seen or not seen.

    A criterion that is unsure here may be anything there. A photo of which all are unsure has no pattern.
    """
    words = {one.criterion.slug: one.word for one in found}
    wanted = {(slug, word) for slug, word in words.items() if word is not Word.UNSURE}
    same = [case for case in cases(folder) if wanted <= case.words.items()] if wanted else []
    return Alike(tuple(sorted(same, key=lambda case: (-len(words.items() & case.words.items()), case.image))))


@cache
def cases(folder: Path = FOLDER) -> tuple[CriteriaCase, ...]:
    """Return all photos of the committed table, read once."""
    with (folder / CASES).open(newline="", encoding="utf-8") as file:
        return tuple(
            CriteriaCase(row.pop("image"), row.pop("diagnosis"), {slug: WORD_OF[row[slug]] for slug in row})
            for row in csv.DictReader(file)
        )


def write_cases(found: Sequence[CriteriaCase], folder: Path) -> None:
    """Write the table, one photo a line; the first photo names the criteria."""
    with (folder / CASES).open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["image", "diagnosis", *found[0].words])
        for case in found:
            table.writerow([case.image, case.diagnosis, *(word[0] for word in case.words.values())])
