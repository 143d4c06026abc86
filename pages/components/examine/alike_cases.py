"""The training photos with the pattern of a photo's criteria: how many, and on demand some of them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from model.text import Texts
from model.trust.criteria import CriterionFinding
from model.trust.criteria_cases import alike
from pages.components.archive.known_cases import show_known_cases
from pages.components.shell.photo_strip import KnownPhoto


def show_alike(t: Texts, criteria: Sequence[CriterionFinding]) -> None:
    """Draw how many photos share the pattern and how many are melanomas; nothing where no photo does."""
    same = alike(criteria)
    if not same.photos:
        return
    share = same.share
    interval = t.interval(share.low, share.high)
    counted = t("criteria_view.alike", count=same.photos, melanomas=same.melanomas, interval=interval)
    st.html(f'<p class="small">{escape(counted)}</p>')
    if st.toggle(t("criteria_view.show_alike"), key="alike-cases"):
        photos = [KnownPhoto(case.image, case.diagnosis) for case in same.examples]
        chosen = t("criteria_view.alike_order", shown=len(photos), count=same.photos)
        show_known_cases(t, "alike", photos, chosen if len(photos) < same.photos else "")
