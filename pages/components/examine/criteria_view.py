"""Dermoscopic criteria of a photo: one line under it, and a fold that says what each is and where it is found."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st
from PIL import Image

from model.algorithms.drawing.overlay import overlaid
from model.lesion.pictures import jpeg_address
from model.reading.findings import Findings
from model.settings import ASSETS
from model.text import Texts
from model.trust.criteria import CriterionFinding, Word, evidence_of
from model.trust.criteria_figures import lies_on_lesion, limits_words, reliability_words
from model.trust.criteria_words import criteria_line, criterion_name, criterion_what, said_words
from pages.components.examine import own_list
from pages.components.examine.alike_cases import show_alike
from pages.components.shell.facts_table import facts_table

OPACITY = 0.6
SIDE = 300
"""Width of a picture of a criterion, pixels."""
EXAMPLES = {
    "pigment_network": "nv_4.jpg",
    "streaks": "mel_1.jpg",
    "globules": "nv_1.jpg",
    "blue_white_veil": "mel_3.jpg",
    "vascular_structures": "bcc_1.jpg",
    "regression_structures": "mel_2.jpg",
}
"""A sample photo with the structure of each criterion; a test compares them with the features of the samples."""


def line(t: Texts, findings: Findings) -> str:
    """Return the line under the pictures: what is seen, what is not; hidden while the reader's own list is open."""
    if not findings.criteria:
        return ""
    hidden = own_list.is_open(findings.image.sha256)
    words = t("own_list.line_hidden") if hidden else _in_one_line(t, findings.criteria)
    return f'<p class="small criteria" role="status">{escape(words)}</p>'


def _in_one_line(t: Texts, criteria: Sequence[CriterionFinding]) -> str:
    if all(one.word is Word.UNSURE for one in criteria):
        return t("criteria_view.all_unsure")
    return criteria_line(t, criteria)


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
    show_alike(t, findings.criteria)
    sentences = filter(None, (t("criteria_view.association"), limits_words(t)))
    st.html("".join(f'<p class="small">{escape(sentence)}</p>' for sentence in sentences))


def _show_evidence(t: Texts, findings: Findings, criteria: Sequence[CriterionFinding]) -> None:
    """Draw the choice of a criterion, then what is known of its probe and where it finds its evidence."""
    found = {one.criterion.slug: one for one in criteria}
    chosen = st.pills(
        t("criteria_view.evidence"), [*found], format_func=lambda slug: criterion_name(t, slug), key="criterion"
    )
    if chosen not in found:
        return
    with st.container(key="criterion-detail", horizontal=True, gap="medium"):
        st.html(example_html(t, chosen), width="content")
        st.html(evidence_html(t, findings, found[chosen]), width="content")
        sentences = reliability_words(t, chosen)
        st.html("".join(f'<p class="small">{escape(sentence)}</p>' for sentence in sentences))


def example_html(t: Texts, slug: str) -> str:
    """Return a drawn photo that shows the structure; empty where none was drawn."""
    file = EXAMPLES.get(slug)
    if file is None:
        return ""
    picture = Image.open(ASSETS / "samples" / file)
    picture.thumbnail((SIDE, SIDE))
    name = criterion_name(t, slug)
    return (
        f'<figure class="criterion"><img src="{jpeg_address(picture)}" width="{SIDE}" '
        f'alt="{escape(t("criteria_view.example_alt", name=name))}">'
        f'<figcaption class="small">{escape(t("criteria_view.example", name=name))}</figcaption></figure>'
    )


def evidence_html(t: Texts, findings: Findings, found: CriterionFinding) -> str:
    """Return the photo under the evidence of one probe, with a caption that says what it is."""
    evidence, name = evidence_of(found), criterion_name(t, found.criterion.slug)
    key = "criteria_view.blank" if evidence.is_blank else "criteria_view.caption"
    caption = t(key, name=name)
    if not evidence.is_blank and not lies_on_lesion(found.criterion.slug):
        caption = f"{caption} {t('criteria_view.beside')}"
    picture = overlaid(findings.image.photo, evidence, OPACITY)
    picture.thumbnail((SIDE, SIDE))
    alt = t("criteria_view.alt", name=name)
    return (
        f'<figure class="criterion"><img src="{jpeg_address(picture)}" width="{SIDE}" alt="{escape(alt)}">'
        f'<figcaption class="small">{escape(caption)}</figcaption></figure>'
    )
