"""Photos on which the algorithms disagree most, and photos that all of them call wrong."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from model.charts.chart import View
from model.charts.chart_data import ChartData
from model.charts.identity import colour
from model.evaluation.answers import MELANOMA
from model.evaluation.scored_images import ScoredImage, all_fail, most_disputed
from model.evaluation.tables import CLASSES
from pages.components.cache import galleries
from pages.components.shell.algorithm_marks import shape_of

SHOWN = 6
Section = tuple[str, str, tuple[ScoredImage, ...]]
"""Title, sentence and photos."""


def show_disputed_and_failed(view: View, data: ChartData) -> None:
    """Draw both kinds of photos of the chosen set."""
    t, tables = view.t, data.tables.only(data.evaluation.ranked)
    day = data.set_name(t)
    failed = all_fail(tables)
    disputed = most_disputed(tables, SHOWN) if len(tables.slugs) > 1 else ()
    counted = t("leaderboard.failed_count", count=len(failed), total=len(tables.images))
    words = f"{t('leaderboard.failed.text', day=day)} {counted}" if failed else t("leaderboard.failed.none", day=day)
    sections = (
        [(t("leaderboard.disputed.title"), t("leaderboard.disputed.text", day=day), disputed)] if disputed else []
    )
    show_photos(view, [*sections, (t("leaderboard.failed.title"), words, failed[:SHOWN])])


def show_photos(view: View, sections: Sequence[Section]) -> None:
    """Draw sections of photos with the answers to each; without their pictures, their names and links alone."""
    pictures = {photo.image: galleries.known_case_thumbnail(photo.image) for *_, photos in sections for photo in photos}
    for title, words, photos in sections:
        items = "".join(_item(view, photo, pictures[photo.image]) for photo in photos)
        how = f'<p class="small">{escape(words)}</p>' if words else ""
        st.html(f'<section class="disputed"><h3>{escape(title)}</h3>{how}<ol>{items}</ol></section>')
    if not all(pictures.values()):
        st.html(f'<p class="small">{escape(view.t("leaderboard.case.not_shipped"))}</p>')


def _item(view: View, photo: ScoredImage, picture: str | None) -> str:
    t = view.t
    diagnosis = t(f"diagnoses.{photo.diagnosis}.name")
    alt = t("leaderboard.case.picture", image=photo.image, diagnosis=diagnosis)
    shown = f'<img src="{picture}" alt="{escape(alt)}">' if picture else ""
    link = f'<a href="{photo.address}" target="_blank" rel="noopener noreferrer">{escape(photo.image)}</a>'
    counted = t("leaderboard.case.right", right=photo.right, algorithms=len(photo.calls))
    right = f"<p>{escape(counted)}</p>" if len(photo.calls) > 2 else ""
    return (
        f"<li>{shown}<div>{link}<strong>{escape(t('leaderboard.case.truth', diagnosis=diagnosis))}</strong>"
        f"{right}{_scale(view, photo)}<ul>{_calls(view, photo)}</ul></div></li>"
    )


def _calls(view: View, photo: ScoredImage) -> str:
    """The algorithms by the class that they call, the most frequent class first."""
    t = view.t
    callers: dict[str | None, list[str]] = {}
    for slug, call in photo.calls.items():
        callers.setdefault(call, []).append(view.name(slug))
    words = []
    for call, names in sorted(callers.items(), key=lambda item: -len(item[1])):
        diagnosis = {"diagnosis": t(f"diagnoses.{call}.short")} if call else {}
        words.append(t(f"leaderboard.case.{'calls' if call else 'undecided'}", names=", ".join(names), **diagnosis))
    return "".join(f"<li>{escape(line)}</li>" for line in words)


def _scale(view: View, photo: ScoredImage) -> str:
    """Melanoma probability of each algorithm as a marker on a line from 0 to 100 %."""
    t, column = view.t, CLASSES.index(MELANOMA)
    values = {slug: float(row[column]) for slug, row in photo.probabilities.items()}
    figures = ", ".join(
        t("leaderboard.case.figure", name=view.name(slug), share=t.percent(value))
        for slug, value in sorted(values.items(), key=lambda item: -item[1])
    )
    marks = "".join(
        f'<span class="mark" style="left:{value:.1%};background:{colour(slug, view.theme)};{shape_of(slug)}"></span>'
        for slug, value in values.items()
    )
    words = escape(t("leaderboard.case.scale", figures=figures))
    return f'<div class="marks" role="img" title="{words}" aria-label="{words}">{marks}</div>'
