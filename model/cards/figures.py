"""Read the figures of one algorithm from sheets and committed tables, with intervals and numbers of photos.

Every figure has a place in every card, measured or not, so that two cards can be compared. Scores are computed with the
same functions, seeds and practice as on the leaderboard.
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
from model.lesion.archives import ARCHIVES
from model.lesion.diagnosis import DIAGNOSES
from model.lesion.disturbances import DISTURBANCES
from model.lesion.practice import default_practice
from model.text import Texts
from model.trust import skin_tones
from model.trust.characteristic import Characteristic, read
from model.trust.sets import COVERAGES
from model.trust.stress import UNDISTURBED

SCORES = ("balanced_accuracy", "melanoma_auc")
GAPS = ("expected_calibration_error", "melanoma_calibration_error")
INNER = ("balanced_accuracy", "melanoma_auc", "sensitivity", "specificity", "log_loss")
SHARES = frozenset({"balanced_accuracy", "sensitivity", "specificity", *GAPS})


@dataclass(frozen=True)
class SetResults:
    """The results of one algorithm on one scoring set: scores by name, counts by column and at the operating point."""

    photos: int
    scores: Mapping[str, Score]
    recognised: tuple[Recognised, ...]
    point: AtThePoint | None


Results = Mapping[str, SetResults | None]
"""The results of one algorithm by scoring set; None where its tables cannot be read."""


def set_results(name: str, slug: str, point: OperatingPoint | None) -> SetResults | None:
    """The results on one set from the committed tables; None where they cannot be read."""
    try:
        truth = read_table(BENCHMARK / "truth" / f"{name}.csv")
        table = read_table(BENCHMARK / name / f"{slug}.csv")
        computed = scores(truth, table, names=(*SCORES, *GAPS), practice=default_practice())
        counts = counted(truth, table, point.in_its_practice) if point else None
        return SetResults(len(truth.images), computed, measured(truth, table).recognised, counts)
    except (OSError, ValueError):
        return None


def all_results(slug: str, sheet: WeightsSheet | None) -> Results:
    """The results on every scoring set."""
    return {name: set_results(name, slug, sheet.operating_point if sheet else None) for name in SETS}


def score_figures(t: Texts, results: Results, names: tuple[str, ...]) -> tuple[Figure, ...]:
    """Scores on every set."""
    figures = []
    for of, result in results.items():
        for name in names:
            score, photos = (result.scores[name], result.photos) if result else (None, None)
            figures.append(figure(t, name, of, t(f"about.{of}"), score, photos, unit_of(name)))
    return tuple(figures)


def recognised_figures(t: Texts, results: Results) -> tuple[Figure, ...]:
    """Sensitivity for each diagnosis on every set."""
    figures = []
    for of, result in results.items():
        for diagnosis in DIAGNOSES:
            row = result.recognised[diagnosis.column] if result else None
            on = t("cards.of_set", what=t(f"diagnoses.{diagnosis}.name"), set=t(f"about.{of}"))
            score, photos = (row.sensitivity, row.photos) if row else (None, None)
            figures.append(figure(t, "recognised", f"{of} {diagnosis}", on, score, photos, "share"))
    return tuple(figures)


def point_figures(t: Texts, sheet: WeightsSheet | None, results: Results) -> tuple[Figure, ...]:
    """Sensitivity and specificity at the operating point, on the inner fold and on every set."""
    points = {"inner_fold": _inner_point(sheet.operating_point) if sheet else None}
    points |= {name: result.point if result else None for name, result in results.items()}
    figures: list[Figure] = []
    for of, point in points.items():
        on = t("cards.inner_fold") if of == "inner_fold" else t(f"about.{of}")
        figures += _at_the_point(t, of, on, point)
    return tuple(figures)


def _at_the_point(t: Texts, of: str, on: str, point: AtThePoint | None) -> tuple[Figure, Figure]:
    sensitivity, melanomas = (point.sensitivity, point.melanomas) if point else (None, None)
    specificity, others = (point.specificity, point.others) if point else (None, None)
    return (
        figure(t, "sensitivity", of, on, sensitivity, melanomas, "share"),
        figure(t, "specificity", of, on, specificity, others, "share"),
    )


def _inner_point(point: OperatingPoint) -> AtThePoint:
    return AtThePoint(point.melanomas, point.melanomas_above, point.others, point.others_below)


def inner_figures(t: Texts, sheet: WeightsSheet | None) -> tuple[Figure, ...]:
    """Scores on the inner fold of each archive from the sheet; without intervals, since choices were made on it."""
    figures = []
    for archive in ARCHIVES:
        inner = sheet.inner.get(archive, {}) if sheet else {}
        on = t("cards.inner_of", archive=t(f"archives.{archive}"))
        for name in INNER:
            score = Score(inner[name], float("nan"), float("nan")) if name in inner else None
            photos = int(inner["photos"]) if "photos" in inner else None
            figures.append(figure(t, name, f"inner_fold {archive}", on, score, photos, unit_of(name)))
    return tuple(figures)


def group_figures(t: Texts, slug: str) -> tuple[Figure, ...]:
    """The melanoma AUC in every group of day 1; small groups are marked."""
    rows = [(f"day1 {group.kind} {group.group}", _group_words(t, group), group) for group in group_scores(slug)]
    return tuple(figure(t, METRIC, of, on, group.score, group.images, "number") for of, on, group in rows)


def group_scores(slug: str) -> tuple[SubgroupScore, ...]:
    """The group scores of the leaderboard; without values where the algorithm has no tables."""
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


def all_groups(t: Texts, slug: str) -> tuple[Figure, ...]:
    """The figures of groups of patients, then those of skin tones."""
    return group_figures(t, slug) + tone_figures(t, slug)


def tone_figures(t: Texts, slug: str) -> tuple[Figure, ...]:
    """Melanoma AUC, sensitivity and specificity in every group of skin tones."""
    rows = rows_of(skin_tones.CHECK)
    wanted = [(name, group) for group in skin_tones.GROUPS for name in skin_tones.MEASURES]
    figures = []
    for name, group in wanted:
        on = t("cards.of_tones", group=skin_tones.group_words(t, group))
        row = rows.get((name, skin_tones.subject(slug, group)))
        figures.append(checked(t, name, f"skin tone {group}", on, row, unit_of(name)))
    return tuple(figures)


def _group_words(t: Texts, group: SubgroupScore) -> str:
    name = group_name(View(t), group)
    return t("cards.small_group", group=name) if group.small else name


def rows_of(check: str) -> dict[tuple[str, str], Characteristic]:
    """The rows of a check's committed table, by measure and subject."""
    return {(row.measure, row.of): row for row in read(check)}


def set_figures(t: Texts, slug: str) -> tuple[Figure, ...]:
    """Coverage and size of the prediction sets on every scoring set."""
    rows, figures = rows_of("sets"), []
    for of in SETS:
        for percent in (round(coverage * 100) for coverage in COVERAGES):
            on = t("cards.at_promise", set=t(f"about.{of}"), promise=t.percent(percent / 100))
            for name in ("covered", "covered_melanoma", "set_size"):
                row = rows.get((f"{name}_{percent}", f"{slug} {of}"))
                figures.append(checked(t, name, f"{of} {percent}", on, row, unit_of_check(name)))
    return tuple(figures)


def map_figures(t: Texts, slug: str) -> tuple[Figure, ...]:
    """Heat on the lesion, warnings, and results of the map check."""
    rows = rows_of("focus") | rows_of("faithfulness")
    sets = {"inner_fold": t("cards.inner_fold"), HOME: t(f"about.{HOME}")}
    wanted = [("heat_on_lesion", of) for of in sets]
    wanted += [(name, HOME) for name in ("warned_off_lesion", "map_passes", "like_unlearned")]
    return tuple(
        checked(t, name, of, sets[of], rows.get((name, f"{slug} {of}")), unit_of_check(name)) for name, of in wanted
    )


def stress_figures(t: Texts, slug: str) -> tuple[Figure, ...]:
    """The melanoma AUC of the unchanged photos, and its fall under each disturbance."""
    rows = rows_of("stress")
    wanted = [(METRIC, UNDISTURBED, t("cards.undisturbed"))]
    wanted += [("auc_fall", name, disturbance_words(t, name)) for name in DISTURBANCES]
    return tuple(checked(t, name, of, on, rows.get((name, f"{slug} {of}")), "number") for name, of, on in wanted)


def disturbance_words(t: Texts, name: str) -> str:
    """A disturbance with the strength at which it was measured."""
    return t("cards.at_strength", disturbance=t(f"disturbances.{name}"), strength=stated_words(t, name))


def unit_of(name: str) -> Unit:
    """The unit of a score."""
    return "share" if name in SHARES else "number"


def unit_of_check(name: str) -> Unit:
    """The unit of a check's measure."""
    return "number" if name in ("set_size", "like_unlearned", "auroc", "dice", "melanoma_auc") else "share"
