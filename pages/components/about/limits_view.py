"""Measured limits: groups of patients, photos of few pixels, subjects that are rare in the training photos."""

from __future__ import annotations

from html import escape

import streamlit as st

from model.algorithms.catalogue import COMMITTEE
from model.algorithms.words import name_of
from model.text import Texts
from model.trust import skin_tones
from model.trust.characteristic import Characteristic, read
from model.trust.criteria_figures import limits_words
from model.trust.skin import LOWEST
from pages.components.shell.facts_table import facts_table

LESS_LIGHT = "light -0.7"
"""The change of light in the text about skin, stops."""
LimitsTable = dict[str, dict[str, Characteristic]]
"""Measurements by name of the row, then slug."""


def show_limits(t: Texts) -> None:
    """Draw three short tables under a heading; nothing without measurements."""
    rows = read("limits")
    if not rows:
        return
    st.html(f"<h2>{escape(t('known_limits.title'))}</h2><p class='prose'>{escape(t('known_limits.text'))}</p>")
    areas = [row for row in rows if row.measure == "melanoma_auc"]
    _scores(t, "groups", _table(areas, " day1, "))
    _scores(t, "pixels", _table(areas, " day2, "))
    _tones(t)
    lacking = [_counted(t, row) for row in rows if row.measure == "training_photos"]
    facts_table(t("known_limits.lacking"), [t("known_limits.lacking"), t("known_limits.count")], lacking)
    st.html(f"<p class='prose'>{escape(skin(t))}</p><p class='prose'>{escape(criteria(t))}</p>")


def criteria(t: Texts) -> str:
    """The limits of the dermoscopic criteria."""
    return f"{t('report.limits.criteria')}. {t('report.limits.criteria_text')} {limits_words(t)}".strip()


def skin(t: Texts) -> str:
    """The darkest skin in the training photos, and the effect of less light on the measured skin tone."""
    values = {(row.measure, row.of): row.value for row in read("skin")}
    lows = [values.get((LOWEST, archive)) for archive in ("ham10000", "isic_archive")]
    moved = values.get(("ita_moves", LESS_LIGHT))
    if None in lows or moved is None:
        return ""
    ham, isic = (t.number(low) for low in lows if low is not None)
    return t("known_limits.skin", ham=ham, isic=isic, degrees=t.number(abs(moved)))


def _table(rows: list[Characteristic], between: str) -> LimitsTable:
    table: LimitsTable = {}
    for row in rows:
        slug, separator, name = row.of.partition(between)
        if separator:
            table.setdefault(name, {})[slug] = row
    return table


def _scores(t: Texts, kind: str, table: LimitsTable) -> None:
    slugs = list(dict.fromkeys(slug for by_slug in table.values() for slug in by_slug))
    title = t(f"known_limits.{kind}")
    header = [title, t("known_limits.photos"), *(name_of(t, slug) for slug in slugs)]
    lines = [
        (_name(t, name), t.number(next(iter(by_slug.values())).n), *(_area(t, by_slug.get(slug)) for slug in slugs))
        for name, by_slug in table.items()
    ]
    facts_table(title, header, lines)


def _tones(t: Texts) -> None:
    """Draw the figures of the committee by skin tone; nothing without measurements."""
    rows = {(row.measure, row.of): row for row in read(skin_tones.CHECK)}
    if not rows:
        return
    title = t("known_limits.tone_groups")
    lines = []
    for group in skin_tones.GROUPS:
        area, *shares = (rows.get((name, skin_tones.subject(COMMITTEE, group))) for name in skin_tones.MEASURES)
        counted = t.number(area.n) if area else "–"
        lines.append((skin_tones.group_words(t, group), counted, _area(t, area), *(_share(t, row) for row in shares)))
    names = ("photos", "auc", "sensitivity", "specificity")
    facts_table(title, [title, *(t(f"known_limits.{name}") for name in names)], lines)


def _share(t: Texts, row: Characteristic | None) -> str:
    if row is None or row.low is None or row.high is None:
        return "–"
    return f"{t.percent(row.value)} ({t.interval(row.low, row.high)}, n = {row.n})"


def _name(t: Texts, name: str) -> str:
    """Name of a group from its kind and slug, or an unchanged number of pixels."""
    kind, of, group = name.partition(": ")
    return t(f"groups.{kind}.{group}") if of and f"groups.{kind}.{group}" in t else group or name


def _area(t: Texts, row: Characteristic | None) -> str:
    if row is None or row.low is None or row.high is None:
        return "–"
    return t("known_limits.area", value=t.number(row.value, 2), low=t.number(row.low, 2), high=t.number(row.high, 2))


def _counted(t: Texts, row: Characteristic) -> tuple[str, str]:
    key = row.of.replace(", ", "_").replace(" ", "_")
    return t(f"known_limits.of.{key}"), t("known_limits.counted", found=t.number(row.value), photos=t.number(row.n))
