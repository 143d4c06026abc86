"""Write the card of the whole system: gate, algorithms, committee and checks.

Its figures are those of two algorithms, the default one and the committee. Every algorithm also has a card of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from model.algorithms import catalogue
from model.algorithms.catalogue import COMMITTEE, DEFAULT_SLUG
from model.algorithms.contract import AlgorithmCard
from model.algorithms.weights import WeightsSheet, read_sheets
from model.cards import figures
from model.cards.algorithm import (
    algorithm_card,
    choice_words,
    group_words,
    limits,
    not_known,
    package_facts,
    photo_counts,
    worded,
)
from model.cards.card import SYSTEM, Card, Fact, Figure, Part, checked, part
from model.cards.figures import GAPS, SCORES, Results, rows_of, unit_of_check
from model.charts.chart import View
from model.evaluation.sets import BESIDE_QI, HOME
from model.lesion.archives import ARCHIVES
from model.lesion.practice import practices
from model.lesion.practice_words import melanoma_words
from model.report.origin import versions as installed_versions
from model.settings import settings
from model.text import Texts
from model.trust.close_up import CLOSE_UPS

SPEAKERS = (DEFAULT_SLUG, COMMITTEE)
"""The algorithms whose figures are shown."""
EVERYDAY = "everyday photographs"
REFUSED = (EVERYDAY, "drawn scenes", "samples", HOME, *BESIDE_QI)
"""Kinds of pictures for which the share refused by the gate is shown."""

CALLED_CLOSE_UP = {f"{CLOSE_UPS}, cross-fitted": "close_ups", HOME: HOME, **{name: name for name in BESIDE_QI}}
"""Kinds of photos for which the share taken for photos without a dermatoscope is shown, with their words."""

Sheets = dict[str, WeightsSheet]


def card_of(subject: str, t: Texts) -> Card:
    """The card of an algorithm by its slug, or of the system.

    Raises:
        UnknownAlgorithm: there is no such algorithm.
    """
    return system_card(t) if subject == SYSTEM else algorithm_card(subject, t)


def system_card(t: Texts) -> Card:
    """The card of the system in the language of `t`."""
    loaded = {slug: catalogue.find(slug) for slug in catalogue.slugs()}
    cards = {slug: algorithm.card for slug, algorithm in loaded.items() if isinstance(algorithm, type)}
    sheets = read_sheets(settings().weights, cards)
    results = {slug: figures.all_results(slug, sheets.get(slug)) for slug in SPEAKERS}
    parts = (
        part(t, "purpose", t("cards.meant_for"), t("cards.not_for"), t("report.limits.device_text")),
        data(t, results[DEFAULT_SLUG]),
        method(t, cards),
        gate(t),
        part(t, "choice", *choice_words(t, sheets.get(DEFAULT_SLUG))),
        part(t, "performance", t("about.scores_text"), t("cards.speakers"), figures=scored(t, results, SCORES)),
        part(t, "calibration", t("report.statistics.calibration_text"), figures=scored(t, results, GAPS)),
        point(t, sheets, results),
        part(t, "sets", t("cards.sets_how"), figures=by_algorithm(t, SPEAKERS, figures.set_figures)),
        part(t, "subgroups", *group_words(t), figures=by_algorithm(t, SPEAKERS, figures.all_groups)),
        part(t, "maps", t("cards.maps_how"), figures=by_algorithm(t, tuple(cards), figures.map_figures)),
        part(t, "stress", t("cards.stress_how"), figures=by_algorithm(t, SPEAKERS, figures.stress_figures)),
        limits(t, "criteria"),
        part(t, "licence", t("about.licence_text")),
        versions(t, sheets),
    )
    title = t("cards.title", name=t("app.name"))
    return Card(SYSTEM, t.language, title, t("app.notice"), t("cards.made"), parts)


def data(t: Texts, results: Results) -> Part:
    """The scoring sets; the training photos are on the cards of the algorithms."""
    words = [t(f"report.rules.{name}") for name in ("train", "leak")]
    words += [t(f"report.photos.{name}") for name in ("form", "truth", "origin", "unknown")]
    return part(t, "data", *words, facts=photo_counts(t, results))


def method(t: Texts, cards: dict[str, AlgorithmCard]) -> Part:
    """The steps from photo to answer, and the algorithms."""
    facts = tuple(Fact(slug, View(t).name(slug), worded(t, "families", card.family)) for slug, card in cards.items())
    words = (t("cards.chain"), t("report.algorithms.input"), t("report.algorithms.output"))
    return part(t, "method", *words, facts=facts)


def gate(t: Texts) -> Part:
    """The photos that the gate refuses or takes for damaged ones or close-ups, and the quality of outlines."""
    rows = rows_of("gate") | rows_of("focus")
    wanted = [
        ("auroc", f"{EVERYDAY} against {name}", t("cards.against", set=t(f"about.{name}")))
        for name in (HOME, *BESIDE_QI)
    ]
    wanted += [("refused", name, t(f"cards.refused.{name.replace(' ', '_')}")) for name in REFUSED]
    wanted += [("close_up", name, t(f"cards.refused.{words}")) for name, words in CALLED_CLOSE_UP.items()]
    wanted += [("garbled", name, t(f"cards.refused.{name}")) for name in (HOME, *BESIDE_QI)]
    wanted += [("melanoma_auc", f"{COMMITTEE} {CLOSE_UPS}", t("cards.close_ups_of_committee"))]
    wanted += [("dice", name, t(f"archives.{name}")) for name in ARCHIVES]
    measured = tuple(checked(t, name, of, on, rows.get((name, of)), unit_of_check(name)) for name, of, on in wanted)
    return part(t, "gate", t("cards.gate_how"), figures=measured)


def point(t: Texts, sheets: Sheets, results: Mapping[str, Results]) -> Part:
    """The practices with their shares of melanomas, and the results of the operating points."""
    facts = tuple(
        Fact(slug, t(f"practices.{slug}.name"), t("cards.melanomas", share=melanoma_words(t, practice)))
        for slug, practice in practices().items()
    )
    at = by_algorithm(t, SPEAKERS, lambda t, slug: figures.point_figures(t, sheets.get(slug), results[slug]))
    return part(t, "point", t("cards.point_how"), facts=facts, figures=at)


def versions(t: Texts, sheets: Sheets) -> Part:
    """The hashes of all weights, and the versions of packages."""
    facts = [Fact(slug, View(t).name(slug), sheet.sha256 if sheet else not_known(t)) for slug, sheet in sheets.items()]
    facts += package_facts(installed_versions())
    return part(t, "versions", t("report.versions.how"), t("cards.hashes"), facts=tuple(facts))


def scored(t: Texts, results: Mapping[str, Results], names: tuple[str, ...]) -> tuple[Figure, ...]:
    """Scores of several algorithms on every set."""
    return by_algorithm(t, tuple(results), lambda t, slug: figures.score_figures(t, results[slug], names))


def by_algorithm(
    t: Texts, slugs: tuple[str, ...], of_one: Callable[[Texts, str], tuple[Figure, ...]]
) -> tuple[Figure, ...]:
    """The figures of several algorithms, labelled with the algorithms' names."""
    return tuple(
        replace(figure, of=f"{slug} {figure.of}", on=t("cards.of_whom", name=View(t).name(slug), on=figure.on))
        for slug in slugs
        for figure in of_one(t, slug)
    )
