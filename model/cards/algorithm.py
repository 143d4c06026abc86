"""Write the card of one algorithm from its class, weights' sheet, tables and runs, in the order of TRIPOD+AI."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from model.algorithms import catalogue
from model.algorithms.contract import AlgorithmCard
from model.algorithms.weights import WeightsSheet, read_sheets
from model.cards import figures
from model.cards.card import Card, Fact, Part, part
from model.cards.figures import GAPS, SCORES, Results, score_figures
from model.charts.chart import View
from model.evaluation.operating_point import BENCHMARK
from model.evaluation.sets import SETS
from model.evaluation.subgroups import FEW_IMAGES, FEW_TARGETS
from model.lesion.archives import ARCHIVES, ISIC
from model.lesion.practice_words import stated
from model.report.origin import Origin, Run, read_origin
from model.settings import ASSETS, settings
from model.text import Texts
from model.trust.criteria_figures import limits_words
from model.trust.malignant import squamous_words
from model.trust.skin_tones import tone_words
from model.trust.unknown import unknown_words

CHOICES = ASSETS / "training" / "choices.csv"
LIMITS = ("device", "skin", "prior", "artefacts", "unknown", "sets")


def algorithm_card(slug: str, t: Texts, weights: Path | None = None) -> Card:
    """The card of one algorithm in the language of `t`; by default with the sheets of the settings' weights.

    Raises:
        UnknownAlgorithm: no submission has this slug, or it cannot be imported.
    """
    algorithm, folder = catalogue.working(slug).card, weights or settings().weights
    sheet = read_sheets(folder, [slug]).get(slug)
    results, origin = figures.all_results(slug, sheet), read_origin(BENCHMARK, folder, [slug])
    performance = score_figures(t, results, SCORES) + figures.recognised_figures(t, results)
    parts = (
        purpose(t, algorithm),
        data(t, algorithm, sheet, results),
        method(t, algorithm),
        recipe(t, sheet),
        choice(t, slug, sheet),
        part(t, "performance", t("about.scores_text"), figures=performance),
        calibration(t, sheet, results),
        point(t, sheet, results),
        part(t, "sets", t("cards.sets_how"), figures=figures.set_figures(t, slug)),
        part(t, "subgroups", *group_words(t), figures=figures.all_groups(t, slug)),
        part(t, "maps", t("cards.maps_how"), figures=figures.map_figures(t, slug)),
        part(t, "stress", t("cards.stress_how"), figures=figures.stress_figures(t, slug)),
        limits(t),
        licence(t, algorithm),
        versions(t, sheet, origin),
    )
    title = t("cards.title", name=View(t).name(slug))
    return Card(slug, t.language, title, t("app.notice"), t("cards.made"), parts)


def purpose(t: Texts, algorithm: AlgorithmCard) -> Part:
    """The intended use, and uses to avoid."""
    audience = (t(f"algorithms.{algorithm.slug}.audience"),) if f"algorithms.{algorithm.slug}.audience" in t else ()
    return part(t, "purpose", t("cards.meant_for"), *audience, t("cards.not_for"), t("report.limits.device_text"))


def data(t: Texts, algorithm: AlgorithmCard, sheet: WeightsSheet | None, results: Results) -> Part:
    """The photos for training, for choices and for scoring."""
    training = worded(t, "training_data", algorithm.training_data)
    facts = [
        Fact("training_data", t("about.training_data"), training),
        counted(t, "fit_images", t("about.fit"), sheet.fit_images if sheet else None),
        *(_inner_fold(t, archive, sheet) for archive in ARCHIVES),
        *photo_counts(t, results),
    ]
    was_unseen = sheet is None or ISIC in sheet.inner
    words = [] if was_unseen else [t("algorithm.inner_one_archive", archive=t(f"archives.{ISIC}"))]
    words += [t(f"report.photos.{name}") for name in ("form", "truth", "unknown")]
    return part(t, "data", *words, facts=tuple(facts))


def _inner_fold(t: Texts, archive: str, sheet: WeightsSheet | None) -> Fact:
    photos = sheet.inner.get(archive, {}).get("photos") if sheet else None
    label = t("cards.inner_of", archive=t(f"archives.{archive}"))
    return counted(t, f"inner_fold_{archive}", label, None if photos is None else int(photos))


def photo_counts(t: Texts, results: Results) -> tuple[Fact, ...]:
    """The numbers of photos of the scoring sets."""
    return tuple(
        counted(t, f"photos_{of}", t(f"about.{of}"), result.photos if result else None)
        for of, result in results.items()
    )


def method(t: Texts, algorithm: AlgorithmCard) -> Part:
    """The method, its input and its output."""
    facts = (
        Fact("family", t("about.family"), worded(t, "families", algorithm.family)),
        Fact("explanation", t("about.explanation"), worded(t, "explanations", algorithm.explanation)),
        Fact("input", t("about.input"), f"{algorithm.input_side} × {algorithm.input_side} px"),
        Fact("authors", t("about.authors"), algorithm.authors),
        Fact("citations", t("about.citations"), "; ".join(algorithm.citations)),
    )
    key = f"algorithms.{algorithm.slug}.method"
    words = t(key) if key in t else t("report.algorithms.unknown")
    return part(t, "method", words, t("report.algorithms.input"), t("report.algorithms.output"), facts=facts)


def recipe(t: Texts, sheet: WeightsSheet | None) -> Part:
    """All settings of the training, by their names in the code."""
    facts = tuple(Fact(name, name, value) for name, value in flat(sheet.recipe if sheet else {}))
    return part(t, "recipe", t("cards.recipe_how") if facts else t("cards.no_recipe"), facts=facts)


def flat(settings_of: Mapping[str, object], before: str = "") -> list[tuple[str, str]]:
    """Nested settings as pairs of dotted name and value; a list becomes one value.

    >>> flat({"cycles": [24, 14], "members": {"a": "f0"}})
    [('cycles', '24, 14'), ('members.a', 'f0')]
    """
    pairs = []
    for name, value in settings_of.items():
        if isinstance(value, Mapping):
            pairs += flat(value, f"{before}{name}.")
        else:
            pairs.append((f"{before}{name}", ", ".join(map(str, value)) if isinstance(value, list) else str(value)))
    return pairs


def choice(t: Texts, slug: str, sheet: WeightsSheet | None) -> Part:
    """The photos on which choices were made, and the scores on the inner fold."""
    words = (*choice_words(t, sheet), t("cards.compared", count=compared(slug)))
    return part(t, "choice", *words, figures=figures.inner_figures(t, sheet))


def choice_words(t: Texts, sheet: WeightsSheet | None) -> tuple[str, ...]:
    """The photos for training, for choices and for scoring, in words."""
    fold = str(sheet.validation_fold) if sheet else not_known(t)
    return t("report.rules.train"), t("report.rules.inner", folds=fold), t("report.rules.scoring")


def compared(slug: str) -> int:
    """Number of options of an algorithm in the committed table of comparisons."""
    with CHOICES.open(newline="", encoding="utf-8") as file:
        rows = [(row["study"], row["option"]) for row in csv.DictReader(file)]
    return len({pair for pair in rows if any(words.endswith(f" {slug}") for words in pair)})


def calibration(t: Texts, sheet: WeightsSheet | None, results: Results) -> Part:
    """The calibration of its probabilities."""
    words = t("algorithm.temperature", temperature=t.number(sheet.temperature, 2)) if sheet else not_known(t)
    gaps = score_figures(t, results, GAPS)
    return part(t, "calibration", words, t("report.statistics.calibration_text"), figures=gaps)


def point(t: Texts, sheet: WeightsSheet | None, results: Results) -> Part:
    """The operating point with its sensitivity and specificity."""
    counted_at = figures.point_figures(t, sheet, results)
    if sheet is None:
        return part(t, "point", t("undefined.no_threshold"), figures=counted_at)
    chosen = sheet.operating_point
    facts = (
        Fact("threshold", t("algorithm.operating_point"), t.percent(chosen.threshold)),
        Fact("practice", t("cards.practice"), stated(t, chosen.in_its_practice.practice)),
    )
    return part(t, "point", t("cards.point_how"), facts=facts, figures=counted_at)


def group_words(t: Texts) -> tuple[str, ...]:
    """The definition of groups, their least size, and the groups without data."""
    return (t("report.statistics.groups_text", images=FEW_IMAGES, melanomas=FEW_TARGETS), t("report.limits.skin_text"))


def limits(t: Texts, *further: str) -> Part:
    """The limits of its use; `further` names limits of the whole system."""
    unknown = f"{unknown_words(t, catalogue.COMMITTEE)} {squamous_words(t, catalogue.COMMITTEE)}".strip()
    measured = {"skin": tone_words(t, catalogue.COMMITTEE), "unknown": unknown, "criteria": limits_words(t)}
    facts = [
        (name, f"{t(f'report.limits.{name}_text')} {measured.get(name, '')}".strip()) for name in (*LIMITS, *further)
    ]
    return part(t, "limits", facts=tuple(Fact(name, t(f"report.limits.{name}"), words) for name, words in facts))


def licence(t: Texts, algorithm: AlgorithmCard) -> Part:
    """The licences of code and weights."""
    facts = (
        Fact("code_licence", t("cards.code_licence"), algorithm.code_licence),
        Fact("weights_licence", t("cards.weights_licence"), algorithm.weights_licence),
    )
    return part(t, "licence", t("about.licence_text"), facts=facts)


def versions(t: Texts, sheet: WeightsSheet | None, origin: Origin) -> Part:
    """The weights, the runs that wrote the tables, and the versions of packages."""
    facts = weights_facts(t, sheet) + tuple(fact for of in SETS for fact in run_facts(t, of, origin.runs))
    facts += package_facts(origin.versions)
    older = sheet is not None and any(run.weights not in ("", sheet.sha256) for run in origin.runs)
    words = (t("report.versions.how"), *([t("algorithm.older_weights")] if older else []))
    return part(t, "versions", *words, facts=facts)


def weights_facts(t: Texts, sheet: WeightsSheet | None) -> tuple[Fact, ...]:
    """The hash, size and date of the weights."""
    none = not_known(t)
    return (
        Fact("weights_sha256", t("cards.weights_sha256"), sheet.sha256 if sheet else none),
        Fact("weights_bytes", t("about.size"), t("about.megabytes", value=sheet.size / 1e6) if sheet else none),
        Fact("trained_on", t("about.trained_on"), sheet.trained_on if sheet else none),
    )


def run_facts(t: Texts, of: str, runs: tuple[Run, ...]) -> tuple[Fact, ...]:
    """The date, weights, code and photos of the run over a set."""
    run = next((run for run in runs if run.day == of), None) or Run("", of)
    values = {
        "date": run.date,
        "weights": run.weights,
        "code": run.code,
        "photos": ", ".join(f"{name}: {value}" for name, value in run.data),
    }
    return tuple(
        Fact(f"{name}_{of}", t(f"cards.run.{name}", set=t(f"about.{of}")), value or not_known(t))
        for name, value in values.items()
    )


def package_facts(packages: tuple[tuple[str, str], ...]) -> tuple[Fact, ...]:
    """The versions of packages."""
    return tuple(Fact(f"package_{name}", name, version) for name, version in packages)


def counted(t: Texts, name: str, label: str, photos: int | None) -> Fact:
    """A number of photos; None gives the words for an unknown value."""
    return Fact(name, label, not_known(t) if photos is None else t.number(photos))


def worded(t: Texts, table: str, key: str) -> str:
    """The words of a key; the key itself where a foreign submission has none."""
    return t.entries.get(f"{table}.{key}", key)


def not_known(t: Texts) -> str:
    """The words for a value that was not measured or recorded."""
    return t("cards.not_measured")
