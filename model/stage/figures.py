"""The figures of the story: computed from the committed tables, ahead, since scoring takes seconds and a step must not.

    tables of the scoring sets, weights' sheets, assets/trust/focus.csv -> Figures -> assets/stage/figures.json

The file names the state of everything that it was computed from (`state`). Where that is no longer the current one,
nobody is shown what it says: it is computed again.
"""

from __future__ import annotations

import csv
import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from model.evaluation.sets import SETS
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.settings import ASSETS
from model.stage.opening import COMBINES

if TYPE_CHECKING:
    from model.evaluation.benchmark import SetTables

FILE = ASSETS / "stage" / "figures.json"
FOCUS = ASSETS / "trust" / "focus.csv"
EVENT = ASSETS / "stage" / "event.csv"
SHOWN_RULES = ("balanced_accuracy", "melanoma_auc", "accuracy", "melanoma_specificity_at_90_sensitivity", "log_loss")
"""Of all rules, those that stand on the step by name, both days counting alike."""


@dataclass(frozen=True)
class SetFigures:
    """One scoring set.

    Attributes:
        photos: how many.
        melanomas: of them.
        votes: photos by the number of algorithms that call them suspicious, from nobody to all.
        melanoma_votes: the same, of melanomas alone.
        nobody_right: photos whose diagnosis no algorithm names.
    """

    photos: int
    melanomas: int
    votes: tuple[int, ...]
    melanoma_votes: tuple[int, ...]
    nobody_right: int

    @property
    def voters(self) -> int:
        """How many algorithms have a vote."""
        return len(self.votes) - 1

    @property
    def divided(self) -> int:
        """Photos on which not all say the same."""
        return self.photos - self.votes[0] - self.votes[-1]

    @property
    def missed_by_most(self) -> int:
        """Melanomas that fewer than half of the algorithms call suspicious."""
        return sum(count for votes, count in enumerate(self.melanoma_votes) if 2 * votes < self.voters)


@dataclass(frozen=True)
class Figures:
    """What the story says in numbers.

    Attributes:
        state: of everything that it was computed from.
        sets: by name.
        learned_from: training photos of each algorithm, by slug.
        rules: how many rules were tried: a metric, and a weight of each day.
        winners: everyone who is first under some rule, the most frequent first.
        first: for the metrics of `SHOWN_RULES`, who is first where both days count alike.
        heat: mean share of the heat on the lesion, and of how many photos, by slug.
    """

    state: str
    sets: dict[str, SetFigures]
    learned_from: dict[str, int]
    rules: int
    winners: tuple[str, ...]
    first: dict[str, tuple[str, ...]]
    heat: dict[str, tuple[float, int]]


def compute(folder: Path, weights: Path, focus: Path = FOCUS) -> Figures:
    """Everything from the tables as they are now; takes seconds.

    Args:
        folder: holds the benchmark tables.
        weights: holds the sheets.
        focus: the table of what the maps look at.

    Raises:
        TableError: the truth of a day cannot be read.
    """
    from model.evaluation.qi import Rule, qi_of, winner_by_rule
    from model.leaderboard import read_leaderboard

    leaderboard = read_leaderboard(folder, weights, resamples=2)  # values alone: no interval is shown
    evaluation = leaderboard.evaluation
    found, even = winner_by_rule(evaluation), {name: Rule(name) for name in SHOWN_RULES}
    return Figures(
        state(folder, weights, focus),
        {name: _of_set(tables) for name, tables in evaluation.benchmark.sets.items() if tables.slugs},
        {slug: sheet.fit_images for slug, sheet in leaderboard.sheets.items()},
        len(found.winners),
        found.ever,
        {
            name: _first(evaluation.slugs, qi_of(evaluation, rule), rule.of.higher_is_better)
            for name, rule in even.items()
        },
        heat_on_lesion(focus),
    )


def state(folder: Path, weights: Path, focus: Path = FOCUS) -> str:
    """One word for the contents of everything that the figures are computed from."""
    digest = sha256()
    names = [folder / "truth" / f"{name}.csv" for name in SETS]
    names += sorted(path for name in SETS for path in (folder / name).glob("*.csv"))
    for path in [*names, *sorted(weights.glob("*.json")), focus]:
        if path.exists():
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def heat_on_lesion(focus: Path = FOCUS) -> dict[str, tuple[float, int]]:
    """Mean share of the heat on the lesion and its surround on the inner fold, and of how many photos; may be empty."""
    try:
        with focus.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["measure"] == "heat_on_lesion"]
        inner = [row for row in rows if row["of"].endswith(" inner_fold")]
        return {row["of"].split()[0]: (float(row["value"]), int(row["n"])) for row in inner}
    except (OSError, ValueError, KeyError):
        return {}


def read(path: Path = FILE) -> Figures | None:
    """The committed ones; None where they are not there or cannot be read."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        found["sets"] = {name: SetFigures(**_with_tuples(of)) for name, of in found["sets"].items()}
        found["first"] = {name: tuple(of) for name, of in found["first"].items()}
        found["winners"] = tuple(found["winners"])
        found["heat"] = {slug: tuple(of) for slug, of in found["heat"].items()}
        return Figures(**found)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write(figures: Figures, path: Path = FILE) -> None:
    """Keep them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(asdict(figures), indent=1) + "\n", encoding="utf-8")


def event(path: Path = EVENT) -> dict[str, str | int]:
    """What is known of the event of 2017, by name, and the `source` or sources of it."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    sources = "; ".join(dict.fromkeys(row["source"] for row in rows))
    return {**{row["fact"]: int(row["value"]) for row in rows}, "source": sources}


def _with_tuples(of: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in of.items()}


def _of_set(tables: SetTables) -> SetFigures:
    from model.evaluation.scored_images import all_fail

    melanoma = tables.truth == DIAGNOSES.index(Diagnosis.MEL)
    votes = _votes(tables)
    voters = sum(1 for slug in tables.slugs if _has_a_vote(tables, slug))
    return SetFigures(
        photos=len(tables.images),
        melanomas=int(melanoma.sum()),
        votes=tuple(np.bincount(votes, minlength=voters + 1).tolist()),
        melanoma_votes=tuple(np.bincount(votes[melanoma], minlength=voters + 1).tolist()),
        nobody_right=len(all_fail(tables)),
    )


def _votes(tables: SetTables) -> NDArray[np.int64]:
    """How many algorithms call each photo suspicious, each at its own operating point, `(n,)`."""
    votes = np.zeros(len(tables.images), np.int64)
    for slug in tables.slugs:
        if _has_a_vote(tables, slug):
            stated = tables.answers(slug).at_point.stated
            votes += stated[:, DIAGNOSES.index(Diagnosis.MEL)] >= tables.thresholds[slug].value
    return votes


def _has_a_vote(tables: SetTables, slug: str) -> bool:
    return slug != COMBINES and slug in tables.thresholds


def _first(slugs: tuple[str, ...], values: NDArray[np.float64], higher_is_better: bool) -> tuple[str, ...]:
    from model.evaluation.ranking import ranks

    placed = ranks(values, higher_is_better)
    return tuple(slug for slug, place in zip(slugs, placed, strict=True) if place == 1)
