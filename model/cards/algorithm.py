"""One algorithm -> its card: class, sheet of the weights, committed tables and runs, in the order of TRIPOD+AI."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from model.algorithms import catalogue
from model.algorithms.contract import AlgorithmCard
from model.algorithms.weights import WeightsSheet, sheet_or_none
from model.cards.card import Card, Fact, Part, part
from model.cards.figures import (
    ARCHIVES,
    GAPS,
    SCORES,
    OnASet,
    group_figures,
    inner_figures,
    map_figures,
    on_every_set,
    point_figures,
    recognised_figures,
    score_figures,
    set_figures,
    stress_figures,
)
from model.charts.chart import View
from model.evaluation.operating_point import BENCHMARK
from model.evaluation.sets import SETS
from model.evaluation.subgroups import FEW_IMAGES, FEW_TARGETS
from model.lesion.practice_words import stated
from model.report.origin import Origin, Run, read_origin
from model.settings import ASSETS, settings
from model.text import Texts

CHOICES = ASSETS / "training" / "choices.csv"
LIMITS = ("device", "skin", "prior", "artefacts", "unknown", "sets")


def algorithm_card(slug: str, t: Texts, weights: Path | None = None) -> Card:
    """The card of one algorithm in the language of `t`.

    Args:
        slug: of a submission that can be imported.
        t: the sentences of the language.
        weights: folder of the sheets; that of the settings where none is given.

    Raises:
        UnknownAlgorithm: no submission has that name, or it cannot be imported.
    """
    known, folder = catalogue.working(slug).card, weights or settings().weights
    sheet = sheet_or_none(folder, slug)
    found, origin = on_every_set(slug, sheet), read_origin(BENCHMARK, folder, [slug])
    name = View(t).name(slug)
    parts = (
        purpose(t, known),
        data(t, known, sheet, found),
        method(t, known),
        recipe(t, sheet),
        choice(t, slug, sheet),
        part(
            t,
            "performance",
            t("about.scores_text"),
            figures=score_figures(t, found, SCORES) + recognised_figures(t, found),
        ),
        calibration(t, sheet, found),
        point(t, sheet, found),
        part(t, "sets", t("cards.sets_how"), figures=set_figures(t, slug)),
        part(t, "subgroups", *group_words(t), figures=group_figures(t, slug)),
        part(t, "maps", t("cards.maps_how"), figures=map_figures(t, slug)),
        part(t, "stress", t("cards.stress_how"), figures=stress_figures(t, slug)),
        limits(t),
        licence(t, known),
        versions(t, sheet, origin),
    )
    return Card(slug, t.language, t("cards.title", name=name), t("app.notice"), t("cards.made"), parts)


def purpose(t: Texts, known: AlgorithmCard) -> Part:
    """What it is meant for, and what not."""
    audience = (t(f"algorithms.{known.slug}.audience"),) if f"algorithms.{known.slug}.audience" in t else ()
    return part(t, "purpose", t("cards.meant_for"), *audience, t("cards.not_for"), t("report.limits.device_text"))


def data(t: Texts, known: AlgorithmCard, sheet: WeightsSheet | None, found: Mapping[str, OnASet | None]) -> Part:
    """What it has learned from, what was held back to choose, what it is scored on."""
    facts = [Fact("training_data", t("about.training_data"), worded(t, "training_data", known.training_data))]
    facts.append(counted(t, "fit_images", t("about.fit"), sheet.fit_images if sheet else None))
    for archive in ARCHIVES:
        photos = sheet.inner.get(archive, {}).get("photos") if sheet else None
        label = t("cards.inner_of", archive=t(f"archives.{archive}"))
        facts.append(counted(t, f"inner_fold_{archive}", label, None if photos is None else int(photos)))
    facts += [counted(t, f"photos_{of}", t(f"about.{of}"), one.photos if one else None) for of, one in found.items()]
    unseen = sheet is None or "isic_archive" in sheet.inner
    words = (
        *(() if unseen else (t("algorithm.inner_one_archive", archive=t("archives.isic_archive")),)),
        *(t(f"report.photos.{name}") for name in ("form", "truth", "unknown")),
    )
    return part(t, "data", *words, facts=tuple(facts))


def method(t: Texts, known: AlgorithmCard) -> Part:
    """How it works, what it sees and what it answers."""
    told = f"algorithms.{known.slug}.method"
    facts = (
        Fact("family", t("about.family"), worded(t, "families", known.family)),
        Fact("explanation", t("about.explanation"), worded(t, "explanations", known.explanation)),
        Fact("input", t("about.input"), f"{known.input_side} × {known.input_side} px"),
        Fact("authors", t("about.authors"), known.authors),
        Fact("citations", t("about.citations"), "; ".join(known.citations)),
    )
    words = t(told) if told in t else t("report.algorithms.unknown")
    return part(t, "method", words, t("report.algorithms.input"), t("report.algorithms.output"), facts=facts)


def recipe(t: Texts, sheet: WeightsSheet | None) -> Part:
    """Every setting of its training, by the name that it has in the code."""
    facts = tuple(Fact(name, name, value) for name, value in flat(sheet.recipe if sheet else {}))
    return part(t, "recipe", t("cards.recipe_how") if facts else t("cards.no_recipe"), facts=facts)


def flat(settings_of: Mapping[str, object], before: str = "") -> list[tuple[str, str]]:
    """Settings by dotted name; a list in one line.

    >>> flat({"cycles": [24, 14], "members": {"a": "f0"}})
    [('cycles', '24, 14'), ('members.a', 'f0')]
    """
    found = []
    for name, value in settings_of.items():
        if isinstance(value, Mapping):
            found += flat(value, f"{before}{name}.")
        else:
            found.append((f"{before}{name}", ", ".join(map(str, value)) if isinstance(value, list) else str(value)))
    return found


def choice(t: Texts, slug: str, sheet: WeightsSheet | None) -> Part:
    """Which photos were allowed to decide what, and what the inner fold gave."""
    words = (*choice_words(t, sheet), t("cards.compared", count=compared(slug)))
    return part(t, "choice", *words, figures=inner_figures(t, sheet))


def choice_words(t: Texts, sheet: WeightsSheet | None) -> tuple[str, ...]:
    """What is learned and chosen on which photos."""
    fold = str(sheet.validation_fold) if sheet else not_known(t)
    return t("report.rules.train"), t("report.rules.inner", folds=fold), t("report.rules.scoring")


def compared(slug: str) -> int:
    """How many options of it stand in the committed table of what was compared."""
    with CHOICES.open(newline="", encoding="utf-8") as file:
        rows = [(row["study"], row["option"]) for row in csv.DictReader(file)]
    return len({pair for pair in rows if any(words.endswith(f" {slug}") for words in pair)})


def calibration(t: Texts, sheet: WeightsSheet | None, found: Mapping[str, OnASet | None]) -> Part:
    """How far its probabilities are from what happens."""
    words = t("algorithm.temperature", temperature=t.number(sheet.temperature, 2)) if sheet else not_known(t)
    figures = score_figures(t, found, GAPS)
    return part(t, "calibration", words, t("report.statistics.calibration_text"), figures=figures)


def point(t: Texts, sheet: WeightsSheet | None, found: Mapping[str, OnASet | None]) -> Part:
    """From where on it counts a photo as suspicious, and what that did."""
    figures, known = point_figures(t, sheet, found), sheet and sheet.operating_point
    if not known:
        return part(t, "point", t("undefined.no_threshold"), figures=figures)
    facts = (
        Fact("threshold", t("algorithm.operating_point"), t.point(known.threshold)),
        Fact("practice", t("cards.practice"), stated(t, known.in_its_practice.practice)),
    )
    return part(t, "point", t("cards.point_how"), facts=facts, figures=figures)


def group_words(t: Texts) -> tuple[str, ...]:
    """How groups are told apart, when they prove nothing, and which are not known at all."""
    return (
        t("report.statistics.groups_text", images=FEW_IMAGES, melanomas=FEW_TARGETS),
        t("report.limits.skin_text"),
    )


def limits(t: Texts) -> Part:
    """Where it must not be believed."""
    facts = tuple(Fact(name, t(f"report.limits.{name}"), t(f"report.limits.{name}_text")) for name in LIMITS)
    return part(t, "limits", facts=facts)


def licence(t: Texts, known: AlgorithmCard) -> Part:
    """Of code and weights."""
    facts = (
        Fact("code_licence", t("cards.code_licence"), known.code_licence),
        Fact("weights_licence", t("cards.weights_licence"), known.weights_licence),
    )
    return part(t, "licence", t("about.licence_text"), facts=facts)


def versions(t: Texts, sheet: WeightsSheet | None, origin: Origin) -> Part:
    """Which weights these are, which runs wrote the tables, and with which packages the card was made."""
    facts = weights_facts(t, sheet) + tuple(fact for of in SETS for fact in run_facts(t, of, origin.runs))
    facts += tuple(Fact(f"package_{name}", name, version) for name, version in origin.versions)
    older = sheet is not None and any(run.weights not in ("", sheet.sha256) for run in origin.runs)
    words = (t("report.versions.how"), *([t("algorithm.older_weights")] if older else []))
    return part(t, "versions", *words, facts=facts)


def weights_facts(t: Texts, sheet: WeightsSheet | None) -> tuple[Fact, ...]:
    """Hash, size and date of the weights."""
    none = not_known(t)
    return (
        Fact("weights_sha256", t("cards.weights_sha256"), sheet.sha256 if sheet else none),
        Fact("weights_bytes", t("about.size"), t("about.megabytes", value=sheet.size / 1e6) if sheet else none),
        Fact("trained_on", t("about.trained_on"), sheet.trained_on if sheet else none),
    )


def run_facts(t: Texts, of: str, runs: tuple[Run, ...]) -> tuple[Fact, ...]:
    """When the table of a set was written, with which weights, code and photos."""
    run = next((run for run in runs if run.day == of), None)
    known = {
        "date": run.date if run else "",
        "weights": run.weights if run else "",
        "code": run.code if run else "",
        "photos": ", ".join(f"{name}: {value}" for name, value in run.data) if run else "",
    }
    return tuple(
        Fact(f"{name}_{of}", t(f"cards.run.{name}", set=t(f"about.{of}")), value or not_known(t))
        for name, value in known.items()
    )


def counted(t: Texts, name: str, label: str, photos: int | None) -> Fact:
    """A number of photos, or that nobody has counted them."""
    return Fact(name, label, not_known(t) if photos is None else t.number(photos))


def worded(t: Texts, table: str, key: str) -> str:
    """The words of a key; one from outside may have none, then the key itself."""
    return t.entries.get(f"{table}.{key}", key)


def not_known(t: Texts) -> str:
    """What stands in the place of something that nobody has measured or written down."""
    return t("cards.not_measured")
