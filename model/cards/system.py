"""Gate, algorithms, committee and checks together -> the card of the system.

Two algorithms speak for it, the one that answers first and the one that sums all up. Each other one has its own card.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from model.algorithms import catalogue
from model.algorithms.catalogue import DEFAULT_SLUG
from model.algorithms.contract import AlgorithmCard
from model.algorithms.weights import WeightsSheet, sheet_or_none
from model.cards.algorithm import choice_words, group_words, limits, not_known, worded
from model.cards.card import SYSTEM, Card, Fact, Figure, Part, checked, part
from model.cards.figures import (
    ARCHIVES,
    GAPS,
    SCORES,
    OnASet,
    group_figures,
    map_figures,
    on_every_set,
    point_figures,
    rows_of,
    score_figures,
    set_figures,
    stress_figures,
    unit_of_check,
)
from model.charts.chart import View
from model.evaluation.sets import BESIDE_QI, HOME
from model.lesion.practice import practices
from model.lesion.practice_words import melanoma_words
from model.report.origin import versions as packages
from model.settings import settings
from model.text import Texts

SPEAKERS = (DEFAULT_SLUG, "committee")
"""Who answers first, and who sums up."""
EVERYDAY = "everyday photographs"
REFUSED = (EVERYDAY, "drawn scenes", "samples", HOME, *BESIDE_QI)
"""What the share that the gate refuses is stated for."""

Sheets = dict[str, WeightsSheet | None]


def system_card(t: Texts) -> Card:
    """The card of everything together, in the language of `t`."""
    known = {slug: catalogue.find(slug) for slug in catalogue.slugs()}
    cards = {slug: one.card for slug, one in known.items() if isinstance(one, type)}
    sheets = {slug: sheet_or_none(settings().weights, slug) for slug in cards}
    found = {slug: on_every_set(slug, sheets.get(slug)) for slug in SPEAKERS}
    parts = (
        part(t, "purpose", t("cards.meant_for"), t("cards.not_for"), t("report.limits.device_text")),
        data(t, found[DEFAULT_SLUG]),
        method(t, cards),
        gate(t),
        part(t, "choice", *choice_words(t, sheets.get(DEFAULT_SLUG))),
        part(t, "performance", t("about.scores_text"), t("cards.speakers"), figures=scored(t, found, SCORES)),
        part(t, "calibration", t("report.statistics.calibration_text"), figures=scored(t, found, GAPS)),
        point(t, sheets, found),
        part(t, "sets", t("cards.sets_how"), figures=by_who(t, SPEAKERS, set_figures)),
        part(t, "subgroups", *group_words(t), figures=by_who(t, SPEAKERS, group_figures)),
        part(t, "maps", t("cards.maps_how"), figures=by_who(t, tuple(cards), map_figures)),
        part(t, "stress", t("cards.stress_how"), figures=by_who(t, SPEAKERS, stress_figures)),
        limits(t),
        part(t, "licence", t("about.licence_text")),
        versions(t, sheets),
    )
    title = t("cards.title", name=t("app.name"))
    return Card(SYSTEM, t.language, title, t("app.notice"), t("cards.made"), parts)


def data(t: Texts, found: dict[str, OnASet | None]) -> Part:
    """What it is scored on; what each algorithm has learned from stands in its own card."""
    facts = tuple(
        Fact(f"photos_{of}", t(f"about.{of}"), t.number(one.photos) if one else not_known(t))
        for of, one in found.items()
    )
    words = [t(f"report.rules.{name}") for name in ("train", "leak")]
    words += [t(f"report.photos.{name}") for name in ("form", "truth", "origin", "unknown")]
    return part(t, "data", *words, facts=facts)


def method(t: Texts, cards: dict[str, AlgorithmCard]) -> Part:
    """The way of a photo, and who is asked."""
    facts = tuple(Fact(slug, View(t).name(slug), worded(t, "families", one.family)) for slug, one in cards.items())
    words = (t("cards.chain"), t("report.algorithms.input"), t("report.algorithms.output"))
    return part(t, "method", *words, facts=facts)


def gate(t: Texts) -> Part:
    """What it lets in and refuses, and how well the lesion is outlined."""
    known = rows_of("gate") | rows_of("focus")
    wanted = [
        ("auroc", f"{EVERYDAY} against {name}", t("cards.against", set=t(f"about.{name}")))
        for name in (HOME, *BESIDE_QI)
    ]
    wanted += [("refused", name, t(f"cards.refused.{name.replace(' ', '_')}")) for name in REFUSED]
    wanted += [("dice", name, t(f"archives.{name}")) for name in ARCHIVES]
    figures = tuple(checked(t, name, of, on, known.get((name, of)), unit_of_check(name)) for name, of, on in wanted)
    return part(t, "gate", t("cards.gate_how"), figures=figures)


def point(t: Texts, sheets: Sheets, found: dict[str, dict[str, OnASet | None]]) -> Part:
    """The practices that probabilities speak of, and what the operating points did."""
    facts = tuple(
        Fact(one.slug, t(f"practices.{one.slug}.name"), t("cards.melanomas", share=melanoma_words(t, one)))
        for one in practices().values()
    )
    figures = by_who(t, SPEAKERS, lambda t, slug: point_figures(t, sheets.get(slug), found[slug]))
    return part(t, "point", t("cards.point_how"), facts=facts, figures=figures)


def versions(t: Texts, sheets: Sheets) -> Part:
    """Hashes of all weights, and the packages."""
    facts = [Fact(slug, View(t).name(slug), sheet.sha256 if sheet else not_known(t)) for slug, sheet in sheets.items()]
    facts += [Fact(f"package_{name}", name, version) for name, version in packages()]
    return part(t, "versions", t("report.versions.how"), t("cards.hashes"), facts=tuple(facts))


def scored(t: Texts, found: dict[str, dict[str, OnASet | None]], names: tuple[str, ...]) -> tuple[Figure, ...]:
    """Scores of those who speak for the system, on every set."""
    return by_who(t, tuple(found), lambda t, slug: score_figures(t, found[slug], names))


def by_who(t: Texts, slugs: tuple[str, ...], figures: Callable[[Texts, str], tuple[Figure, ...]]) -> tuple[Figure, ...]:
    """The figures of several algorithms, each with the name of its own."""
    return tuple(
        replace(one, of=f"{slug} {one.of}", on=t("cards.of_whom", name=View(t).name(slug), on=one.on))
        for slug in slugs
        for one in figures(t, slug)
    )
