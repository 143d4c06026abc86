"""What sheets and committed tables say of one algorithm, each figure with its interval and its photos.

Every figure has its place, measured or not, so that two cards can be laid side by side. The scores are made by the same
functions, seeds and practice as those of leaderboard, README and pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from model.algorithms.weights import OperatingPoint, WeightsSheet
from model.cards.card import Figure, Unit, checked, figure
from model.charts.chart import View
from model.charts.fairness import METRIC, RESAMPLES, group_name
from model.charts.losses import stated_words
from model.evaluation.benchmark import read_benchmark
from model.evaluation.facts import read_facts
from model.evaluation.intervals import Score, Undefined, no_score
from model.evaluation.operating_point import BENCHMARK, AtThePoint, counted
from model.evaluation.scores import scores
from model.evaluation.sets import HOME, SETS
from model.evaluation.subgroups import KINDS, SubgroupScore, groups, subgroup_scores
from model.evaluation.tables import read_table
from model.evaluation.track_record import Recognised, measured
from model.lesion.diagnosis import DIAGNOSES
from model.lesion.disturbances import DISTURBANCES
from model.lesion.practice import default_practice
from model.text import Texts
from model.trust.characteristic import Characteristic, read
from model.trust.sets import COVERAGES

SCORES = ("balanced_accuracy", "melanoma_auc")
GAPS = ("expected_calibration_error", "melanoma_calibration_error")
INNER = ("balanced_accuracy", "melanoma_auc", "sensitivity", "specificity", "log_loss")
ARCHIVES = ("ham10000", "isic_archive")
SHARES = frozenset({"balanced_accuracy", "sensitivity", "specificity", *GAPS})


@dataclass(frozen=True)
class OnASet:
    """What the tables of one scoring set say of one algorithm.

    Attributes:
        photos: of the set.
        scores: by the names of `SCORES` and `GAPS`.
        recognised: counts of each diagnosis, in column order.
        point: counts at the operating point; None where none is known.
    """

    photos: int
    scores: Mapping[str, Score]
    recognised: tuple[Recognised, ...]
    point: AtThePoint | None


def on_a_set(name: str, slug: str, point: OperatingPoint | None) -> OnASet | None:
    """From the committed tables; None where they cannot be read."""
    try:
        truth = read_table(BENCHMARK / "truth" / f"{name}.csv")
        table = read_table(BENCHMARK / name / f"{slug}.csv")
        found = scores(truth, table, names=(*SCORES, *GAPS), practice=default_practice())
        counts = counted(truth, table, point.in_its_practice) if point else None
        return OnASet(len(truth.images), found, measured(truth, table).recognised, counts)
    except (OSError, ValueError):
        return None


def on_every_set(slug: str, sheet: WeightsSheet | None) -> dict[str, OnASet | None]:
    """The same of every scoring set, by name."""
    return {name: on_a_set(name, slug, sheet.operating_point if sheet else None) for name in SETS}


def score_figures(t: Texts, found: Mapping[str, OnASet | None], names: tuple[str, ...]) -> tuple[Figure, ...]:
    """Scores of every set."""
    return tuple(
        figure(
            t, name, of, t(f"about.{of}"), one.scores[name] if one else None, one.photos if one else None, unit_of(name)
        )
        for of, one in found.items()
        for name in names
    )


def recognised_figures(t: Texts, found: Mapping[str, OnASet | None]) -> tuple[Figure, ...]:
    """Share of each diagnosis that is recognised, on every set."""
    figures = []
    for of, one in found.items():
        for diagnosis in DIAGNOSES:
            row = one.recognised[diagnosis.column] if one else None
            on = t("cards.of_set", what=t(f"diagnoses.{diagnosis}.name"), set=t(f"about.{of}"))
            score, photos = (row.sensitivity, row.photos) if row else (None, None)
            figures.append(figure(t, "recognised", f"{of} {diagnosis}", on, score, photos, "share"))
    return tuple(figures)


def point_figures(t: Texts, sheet: WeightsSheet | None, found: Mapping[str, OnASet | None]) -> tuple[Figure, ...]:
    """Sensitivity and specificity at the operating point: on the inner fold, where it was chosen, and on every set."""
    of_set = {name: one.point if one else None for name, one in found.items()}
    inner = _inner_point(sheet.operating_point) if sheet else None
    figures: list[Figure] = []
    for of, point in {"inner_fold": inner, **of_set}.items():
        on = t("cards.inner_fold") if of == "inner_fold" else t(f"about.{of}")
        figures += _at_the_point(t, of, on, point)
    return tuple(figures)


def _at_the_point(t: Texts, of: str, on: str, point: AtThePoint | None) -> tuple[Figure, Figure]:
    if point is None:
        return (
            figure(t, "sensitivity", of, on, None, None, "share"),
            figure(t, "specificity", of, on, None, None, "share"),
        )
    return (
        figure(t, "sensitivity", of, on, point.sensitivity, point.melanomas, "share"),
        figure(t, "specificity", of, on, point.specificity, point.others, "share"),
    )


def _inner_point(point: OperatingPoint) -> AtThePoint:
    return AtThePoint(point.melanomas, point.melanomas_above, point.others, point.others_below)


def inner_figures(t: Texts, sheet: WeightsSheet | None) -> tuple[Figure, ...]:
    """What the inner fold of each archive gave, as the sheet keeps it: without intervals, since it was chosen on."""
    figures = []
    for archive in ARCHIVES:
        known = sheet.inner.get(archive, {}) if sheet else {}
        on = t("cards.inner_of", archive=t(f"archives.{archive}"))
        for name in INNER:
            score = Score(known[name], float("nan"), float("nan")) if name in known else None
            photos = int(known["photos"]) if "photos" in known else None
            figures.append(figure(t, name, f"inner_fold {archive}", on, score, photos, unit_of(name)))
    return tuple(figures)


def group_figures(t: Texts, slug: str) -> tuple[Figure, ...]:
    """The melanoma AUC in every group of day 1; a small group is called so."""
    return tuple(
        figure(t, METRIC, f"day1 {one.kind} {one.group}", _group_words(t, one), one.score, one.images, "number")
        for one in group_scores(slug)
    )


def group_scores(slug: str) -> tuple[SubgroupScore, ...]:
    """As the leaderboard has them; without a value where the algorithm has no tables."""
    facts = read_facts(BENCHMARK)
    tables = read_benchmark(BENCHMARK, {}, [slug]).sets["day1"]
    if slug in tables.slugs:
        return subgroup_scores(tables, slug, facts, METRIC, RESAMPLES)
    none = no_score(Undefined.NO_TABLE)
    return tuple(
        SubgroupScore(kind, name, int(members.sum()), 0, none, False)
        for kind in KINDS
        for name, members in groups(facts, kind).items()
    )


def _group_words(t: Texts, one: SubgroupScore) -> str:
    name = group_name(View(t), one)
    return t("cards.small_group", group=name) if one.small else name


def rows_of(check: str) -> dict[tuple[str, str], Characteristic]:
    """The committed table of a check, by measure and what it was measured on."""
    return {(row.measure, row.of): row for row in read(check)}


def set_figures(t: Texts, slug: str) -> tuple[Figure, ...]:
    """What became of the promise of the prediction sets, on every set."""
    known, figures = rows_of("sets"), []
    for of in SETS:
        for percent in (round(coverage * 100) for coverage in COVERAGES):
            on = t("cards.at_promise", set=t(f"about.{of}"), promise=t.percent(percent / 100))
            for name in ("covered", "covered_melanoma", "set_size"):
                row = known.get((f"{name}_{percent}", f"{slug} {of}"))
                figures.append(checked(t, name, f"{of} {percent}", on, row, unit_of_check(name)))
    return tuple(figures)


def map_figures(t: Texts, slug: str) -> tuple[Figure, ...]:
    """Where its heat lies, how often the gauge warns, how often its maps pass the check."""
    known = rows_of("focus") | rows_of("faithfulness")
    places = {"inner_fold": t("cards.inner_fold"), HOME: t(f"about.{HOME}")}
    wanted = (
        *(("heat_on_lesion", of) for of in places),
        *((name, HOME) for name in ("warned_off_lesion", "map_passes", "like_unlearned")),
    )
    return tuple(
        checked(t, name, of, places[of], known.get((name, f"{slug} {of}")), unit_of_check(name)) for name, of in wanted
    )


def stress_figures(t: Texts, slug: str) -> tuple[Figure, ...]:
    """The melanoma AUC of the photos as they are, and what each disturbance takes of it."""
    known = rows_of("stress")
    first = checked(
        t, METRIC, "undisturbed", t("cards.undisturbed"), known.get((METRIC, f"{slug} undisturbed")), "number"
    )
    return (
        first,
        *(
            checked(
                t, "auc_fall", name, disturbance_words(t, name), known.get(("auc_fall", f"{slug} {name}")), "number"
            )
            for name in DISTURBANCES
        ),
    )


def disturbance_words(t: Texts, name: str) -> str:
    """A disturbance with the strength at which its harm is stated."""
    return t("cards.at_strength", disturbance=t(f"disturbances.{name}"), strength=stated_words(t, name))


def unit_of(name: str) -> Unit:
    """A share, or another number."""
    return "share" if name in SHARES else "number"


def unit_of_check(name: str) -> Unit:
    """The same of what a check measures."""
    return "number" if name in ("set_size", "like_unlearned", "auroc", "dice") else "share"
