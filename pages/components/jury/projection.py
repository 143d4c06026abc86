"""Project one photo: what the jury says of it, without chrome and to be read from the last row.

Key P projects the photo that is on the page. P, Esc and the browser's Back leave. The address says `?project=1`, or
names another page to return to than the jury's.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from urllib.parse import urlencode

import streamlit as st
from PIL import Image

from pages.components.shell.frame import PAGES
from model.algorithms.contract import Explanation
from model.algorithms.drawing.overlay import heat_caption
from model.algorithms.jury import Opinion, mean_explanation
from model.algorithms.words import name_of
from model.lesion.image import LesionImage
from model.lesion.pictures import jpeg_address
from model.reading.findings import Findings
from model.reading.words import caution
from model.text import Texts
from pages.components.examine.explanation_view import alternative
from pages.components.jury.cards import with_heat
from pages.components.jury.summary import meter_html
from pages.components.shell.placeholder import LiveSlots

ASKED = "project"
"""Parameter of the address."""
SIDE = 900
"""Side of the pictures, pixels."""


def is_projected() -> bool:
    """Return whether the address asks for the projection."""
    return ASKED in st.query_params


def projection_address(t: Texts) -> str:
    """Return the address of the projection; it waits for a photo where none was chosen."""
    return f"jury?{urlencode({'lang': t.language, ASKED: '1'})}"


def project_button(t: Texts, back: str = "1") -> None:
    """Draw the button that projects the photo on the page; `back` is the page to return to.

    It is drawn before the answers arrive, so that the key works at once, and stands below them.
    """
    if st.button(t("project.begin"), key="project-begin", shortcut="P", type="tertiary"):
        st.switch_page(PAGES["jury"], query_params={"lang": t.language, ASKED: back})


def project_view(t: Texts, findings: Findings, later: Iterator[Findings]) -> None:
    """Draw the projection, and draw it again with later findings."""
    small = _picture(findings.image)
    with st.container(key="project", gap=None):
        _ways_out(t)
        slots = LiveSlots(t, findings)
        with st.container(key="project-pictures", horizontal=True):
            alt = escape(t("view.photo_alt", source=findings.source))
            st.html(f'<img src="{jpeg_address(small)}" alt="{alt}">')
            slots.place(lambda t, findings: _map_html(t, small, findings))
        slots.place(_words_html)
    for snapshot in later:
        if snapshot.admission.refused:
            st.rerun()  # the page begins again, without an answer
        slots.update(snapshot)


def _ways_out(t: Texts) -> None:
    with st.container(key="project-ways", horizontal=True):
        pressed = [st.button(t("project.leave"), key=f"project-{key}", shortcut=key) for key in ("Esc", "P")]
    if any(pressed):
        back = PAGES.get(st.query_params[ASKED], PAGES["jury"])
        st.switch_page(back, query_params={"lang": t.language})


def _picture(image: LesionImage) -> Image.Image:
    side = min(SIDE, len(image.photo))
    return Image.fromarray(image.photo).resize((side, side), Image.Resampling.LANCZOS)


def _map_html(t: Texts, small: Image.Image, findings: Findings) -> str:
    """Return the photo with the committee's heat map, or the mean of the others while it is to come."""
    explanation = _map_of(findings)
    if explanation is None:
        return f'<img class="without-map" src="{jpeg_address(small)}" alt="">'
    words = heat_caption(t, explanation)
    return (
        f'<img src="{with_heat(small, explanation)}" alt="{escape(alternative(t, explanation))}"><p>{escape(words)}</p>'
    )


def _map_of(findings: Findings) -> Explanation | None:
    combined = [answer.explanation for answer in findings.combined if answer.explanation]
    maps = [answer.explanation for answer in findings.voters if answer.explanation]
    return combined[0] if combined else mean_explanation(maps)


def _words_html(t: Texts, findings: Findings) -> str:
    """Return how many call the photo suspicious with their marks, the committee's figure, and the notice."""
    combined = [
        (answer.slug, opinion) for answer in findings.combined if (opinion := answer.opinion(findings.practice))
    ]
    warned = caution(t, findings.admission)
    return (
        f'<section class="screen" aria-live="polite"><h1 class="for-screen-readers">{escape(t("jury.title"))}</h1>'
        f"{_votes_html(t, findings)}{''.join(_committee_html(t, *answer) for answer in combined)}"
        f'<p class="source">{escape(warned or t("app.notice"))}</p></section>'
    )


def _votes_html(t: Texts, findings: Findings) -> str:
    suspicious, answered = sum(opinion.suspicious for opinion in findings.opinions), len(findings.opinions)
    waiting = sum(answer.awaits_answer for answer in findings.voters)
    figure, label = t("story.opinions.figure", suspicious=suspicious, voters=answered), t("story.opinions.label")
    if waiting:
        figure, label = t.number(suspicious), t("project.so_far", waiting=waiting)
    return f"<div>{_figure(figure, escape(label))}{meter_html(t, findings)}</div>"


def _committee_html(t: Texts, slug: str, opinion: Opinion) -> str:
    state = "suspicious" if opinion.suspicious else "calm"
    words, verdict = t("project.committee", name=name_of(t, slug)), t(f"jury.{state}")
    label = f'{escape(words)}<br><i class="shape" aria-hidden="true"></i> {escape(verdict)}'
    return f'<div class="{state}">{_figure(t.percent(opinion.melanoma), label)}</div>'


def _figure(figure: str, label: str) -> str:
    return f'<p class="big"><strong>{escape(figure)}</strong> <span>{label}</span></p>'
