"""Dermoscopic criteria of a photo: one line under it, and a fold that says what each is and where it is found."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from model.algorithms.drawing.overlay import overlaid
from model.lesion.pictures import jpeg_address
from model.reading.findings import Findings
from model.text import Texts
from model.trust.criteria import CriterionFinding, evidence_of
from model.trust.criteria_words import criteria_line, criterion_name, criterion_what, said_words
from pages.components.examine import own_list
from pages.components.shell.facts_table import facts_table

OPACITY = 0.6
SIDE = 420
"""Width of the picture with a criterion's evidence, pixels."""


def line(t: Texts, findings: Findings) -> str:
    """Return the line under the pictures: what is seen, what is not; hidden while the reader's own list is open."""
    if not findings.criteria:
        return ""
    hidden = own_list.is_open(findings.image.sha256)
    words = t("own_list.line_hidden") if hidden else criteria_line(t, findings.criteria)
    return f'<p class="small criteria" role="status">{escape(words)}</p>'


def show_criteria(t: Texts, findings: Findings) -> None:
    """Draw the fold: the reader's own list where it is asked for, then each criterion with its evidence."""
    if not findings.criteria:
        st.html(f'<p class="small">{escape(t("criteria_view.unknown"))}</p>')
        return
    own_list.show(t, findings)
    if own_list.is_open(findings.image.sha256):
        return
    header = tuple(t(f"criteria_view.{column}") for column in ("criterion", "said", "what"))
    rows = [
        (criterion_name(t, one.criterion.slug), said_words(t, one.word), criterion_what(t, one.criterion.slug))
        for one in findings.criteria
    ]
    facts_table(t("examine.criteria"), header, rows)
    _show_evidence(t, findings, findings.criteria)
    st.html(f'<p class="small">{escape(t("criteria_view.limits"))}</p>')


def _show_evidence(t: Texts, findings: Findings, criteria: Sequence[CriterionFinding]) -> None:
    """Draw the choice of a criterion, and the map of where its probe finds its evidence."""
    found = {one.criterion.slug: one for one in criteria}
    chosen = st.pills(
        t("criteria_view.evidence"), [*found], format_func=lambda slug: criterion_name(t, slug), key="criterion"
    )
    if chosen not in found:
        return
    st.html(evidence_html(t, findings, found[chosen]))


def evidence_html(t: Texts, findings: Findings, found: CriterionFinding) -> str:
    """Return the photo under the evidence of one probe, with a caption that says what it is."""
    evidence, name = evidence_of(found), criterion_name(t, found.criterion.slug)
    key = "criteria_view.blank" if evidence.is_blank else "criteria_view.caption"
    caption = t(key, name=name)
    picture = overlaid(findings.image.photo, evidence, OPACITY)
    picture.thumbnail((SIDE, SIDE))
    alt = t("criteria_view.alt", name=name)
    return (
        f'<figure class="criterion"><img src="{jpeg_address(picture)}" width="{SIDE}" alt="{escape(alt)}">'
        f'<figcaption class="small">{escape(caption)}</figcaption></figure>'
    )
