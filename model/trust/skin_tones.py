"""The measured figures by skin tone, as the authors of MILK10k graded it from 0, very dark, to 5, very light."""

from __future__ import annotations

from collections.abc import Iterable

from model.algorithms.words import the_name_of
from model.text import Texts
from model.trust.characteristic import Characteristic, read

CHECK = "tone"
GROUPS = {"0 to 2": "012", "3": "3", "4 and 5": "45"}
"""The tones of each group."""
AREA, PHOTOS = "melanoma_auc", "photos_of_tone"
"""Measures: the melanoma AUC in a group, and the number of photos of one tone among all."""
MEASURES = (AREA, "sensitivity", "specificity")
"""Measures of a group."""
FEW_PHOTOS = 30
"""With fewer photos of a tone, nothing is said about it alone."""


def subject(slug: str, group: str) -> str:
    """The subject of the rows about one group in the committed table."""
    return f"{slug} skin tone {group}"


def group_words(t: Texts, group: str) -> str:
    """A group of tones in words."""
    return t(f"known_limits.tones.{group.replace(' ', '_')}")


def tone_words(t: Texts, slug: str) -> str:
    """The melanoma AUC of an algorithm by skin tone, and the tones of too few photos; empty without measurements."""
    rows = {(row.measure, row.of): row for row in read(CHECK)}
    found = {group: rows[AREA, subject(slug, group)] for group in GROUPS if (AREA, subject(slug, group)) in rows}
    if len(found) < len(GROUPS):
        return ""
    areas = ", ".join(_area(t, group, row) for group, row in found.items())
    photos = sum(row.n for row in found.values())
    said = t("known_limits.tone", name=the_name_of(t, slug), photos=photos, areas=areas)
    return f"{said} {_too_few(t, rows.values())}".strip()


def _area(t: Texts, group: str, row: Characteristic) -> str:
    data = {"low": t.number(row.low or 0.0, 2), "high": t.number(row.high or 0.0, 2), "photos": row.n}
    return t("known_limits.tone_area", group=group_words(t, group), value=t.number(row.value, 2), **data)


def _too_few(t: Texts, rows: Iterable[Characteristic]) -> str:
    """The tones that too few photos show, with their numbers."""
    few = [row for row in rows if row.measure == PHOTOS and row.value < FEW_PHOTOS]
    tones = ", ".join(t("known_limits.of_tone", photos=round(row.value), tone=row.of.split()[-1]) for row in few)
    return t("known_limits.tones_too_few", tones=tones) if few else ""
