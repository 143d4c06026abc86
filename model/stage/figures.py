"""Compute the figures of the story ahead of time, since scoring takes seconds and turning a page must not.

    tables of the scoring sets, weights' sheets, assets/trust/focus.csv -> StoryFigures -> assets/stage/figures.json

The file contains a hash of its sources (`state`). If the sources have changed since, the figures are computed again
before they are shown.
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
from model.lesion.diagnosis import Diagnosis
from model.settings import ASSETS
from model.stage.opening import COMBINES

if TYPE_CHECKING:
    from model.evaluation.benchmark import SetTables

FILE = ASSETS / "stage" / "figures.json"
FOCUS = ASSETS / "trust" / "focus.csv"
EVENT = ASSETS / "stage" / "event.csv"
SHOWN_RULES = ("balanced_accuracy", "melanoma_auc", "accuracy", "melanoma_specificity_at_90_sensitivity", "log_loss")
"""Metrics whose winners the story names, with equal weights of both days."""


@dataclass(frozen=True)
class SetFigures:
    """Numbers of photos of one scoring set.

    `votes` has numbers of photos by the number of algorithms that call them suspicious, from none to all.
    `melanoma_votes` has the same for melanomas. `nobody_right` counts photos that no algorithm diagnoses correctly.
    """

    photos: int
    melanomas: int
    votes: tuple[int, ...]
    melanoma_votes: tuple[int, ...]
    nobody_right: int

    @property
    def voters(self) -> int:
        """Number of algorithms with a vote."""
        return len(self.votes) - 1

    @property
    def divided(self) -> int:
        """Number of photos without a unanimous verdict."""
        return self.photos - self.votes[0] - self.votes[-1]

    @property
    def missed_by_most(self) -> int:
        """Number of melanomas that fewer than half of the algorithms call suspicious."""
        return sum(count for votes, count in enumerate(self.melanoma_votes) if 2 * votes < self.voters)


@dataclass(frozen=True)
class StoryFigures:
    """All figures of the story.

    Attributes:
        state: hash of the sources.
        sets: figures of the scoring sets by name.
        learned_from: number of training photos of each algorithm, by slug.
        rules: number of ranking rules that were tried, each a metric and a weight of each day.
        winners: algorithms that lead under some rule, the most frequent first.
        first: for each metric of `SHOWN_RULES`, the leaders with equal weights of both days.
        heat: mean share of the heat on the lesion, and number of photos, by slug.
    """

    state: str
    sets: dict[str, SetFigures]
    learned_from: dict[str, int]
    rules: int
    winners: tuple[str, ...]
    first: dict[str, tuple[str, ...]]
    heat: dict[str, tuple[float, int]]


def compute(folder: Path, weights: Path, focus: Path = FOCUS) -> StoryFigures:
    """Compute all figures from the benchmark tables, the sheets and the focus study; takes seconds.

    Raises:
        TableError: the truth of a day cannot be read.
    """
    from model.evaluation.qi import Rule, qi_of, winner_by_rule
    from model.leaderboard import read_leaderboard

    leaderboard = read_leaderboard(folder, weights, resamples=2)  # values alone: no interval is shown
    evaluation = leaderboard.evaluation
    winners, rules = winner_by_rule(evaluation), [Rule(name) for name in SHOWN_RULES]
    return StoryFigures(
        state(folder, weights, focus),
        {name: _of_set(tables) for name, tables in evaluation.benchmark.sets.items() if tables.slugs},
        {slug: sheet.fit_images for slug, sheet in leaderboard.sheets.items()},
        len(winners.winners),
        winners.ever,
        {r.metric: _first(evaluation.ranked, qi_of(evaluation, r), r.of.higher_is_better) for r in rules},
        heat_on_lesion(focus),
    )


def state(folder: Path, weights: Path, focus: Path = FOCUS) -> str:
    """SHA-256 over all files that the figures are computed from."""
    digest = sha256()
    names = [folder / "truth" / f"{name}.csv" for name in SETS]
    names += sorted(path for name in SETS for path in (folder / name).glob("*.csv"))
    for path in [*names, *sorted(weights.glob("*.json")), focus]:
        if path.exists():
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def heat_on_lesion(focus: Path = FOCUS) -> dict[str, tuple[float, int]]:
    """Mean share of the heat on the lesion on the inner fold, and number of photos, by slug; empty without a table."""
    try:
        with focus.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["measure"] == "heat_on_lesion"]
        inner = [row for row in rows if row["of"].endswith(" inner_fold")]
        return {row["of"].split()[0]: (float(row["value"]), int(row["n"])) for row in inner}
    except (OSError, ValueError, KeyError):
        return {}


def read(path: Path = FILE) -> StoryFigures | None:
    """The committed figures; None where they cannot be read."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        data["sets"] = {name: SetFigures(**_with_tuples(figures)) for name, figures in data["sets"].items()}
        return StoryFigures(**_with_tuples(data) | {name: _with_tuples(data[name]) for name in ("first", "heat")})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write(figures: StoryFigures, path: Path = FILE) -> None:
    """Write the figures as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(asdict(figures), indent=1) + "\n", encoding="utf-8")


def event(path: Path = EVENT) -> dict[str, str | int]:
    """Facts of the event of 2017 by name, and their `source`."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    sources = "; ".join(dict.fromkeys(row["source"] for row in rows))
    return {**{row["fact"]: int(row["value"]) for row in rows}, "source": sources}


def _with_tuples(data: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}


def _of_set(tables: SetTables) -> SetFigures:
    from model.evaluation.scored_images import all_fail

    voters = [slug for slug in tables.slugs if slug != COMBINES and slug in tables.thresholds]
    votes, melanoma = np.zeros(len(tables.images), np.int64), tables.truth == Diagnosis.MEL.column
    for slug in voters:
        votes += tables.answers(slug).at_point.stated[:, Diagnosis.MEL.column] >= tables.thresholds[slug].value
    return SetFigures(
        photos=len(tables.images),
        melanomas=int(melanoma.sum()),
        votes=tuple(np.bincount(votes, minlength=len(voters) + 1).tolist()),
        melanoma_votes=tuple(np.bincount(votes[melanoma], minlength=len(voters) + 1).tolist()),
        nobody_right=len(all_fail(tables.only(slug for slug in tables.slugs if slug != COMBINES))),
    )


def _first(slugs: tuple[str, ...], values: NDArray[np.float64], higher_is_better: bool) -> tuple[str, ...]:
    from model.evaluation.ranking import ranks

    return tuple(slug for slug, rank in zip(slugs, ranks(values, higher_is_better), strict=True) if rank == 1)
