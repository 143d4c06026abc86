"""An explanation on the page: photo on its mat, heat map beside or over it, its scale, where it lies in words.

Who measured can be shown by the drawing of the measurements instead of the heat map.
"""

from __future__ import annotations

from html import escape
from typing import Literal, cast

import streamlit as st

from model.algorithms.contract import Explanation
from model.algorithms.drawing.findings import area_keys, drawn_on
from model.algorithms.drawing.overlay import colour_ramp, locate, overlaid, strength
from model.lesion.image import LesionImage
from model.reading.findings import Findings
from model.text import Texts
from pages.components.examine.measurements_view import show_area_key
from pages.components.shell.failures import guarded_callback

View = Literal["side_by_side", "overlay", "photo"]
VIEWS: tuple[View, ...] = ("side_by_side", "overlay", "photo")
Evidence = Literal["drawing", "heat"]
EVIDENCE: tuple[Evidence, ...] = ("drawing", "heat")


def controls(t: Texts) -> tuple[View, float]:
    """The switch and the opacity slider; both keep their place when the page changes."""
    with st.container(key="controls", horizontal=True, vertical_alignment="center"):
        st.session_state.setdefault("kept-view", "side_by_side")
        st.session_state["view"] = st.session_state["kept-view"]
        view = st.segmented_control(
            t("view.label"),
            VIEWS,
            format_func=lambda name: t(f"view.{name}"),
            key="view",
            on_change=guarded_callback(_keep_view),
        )
        st.session_state.setdefault("kept-opacity", 50)
        st.session_state["opacity"] = st.session_state["kept-opacity"]
        view = cast(View, view or st.session_state["kept-view"])
        if view != "photo":
            st.slider(
                t("view.opacity"),
                0,
                100,
                step=5,
                format="%d %%",
                key="opacity",
                on_change=guarded_callback(_keep_opacity),
                width=260,
            )
    return view, st.session_state["kept-opacity"] / 100


def _keep_view() -> None:
    st.session_state["kept-view"] = st.session_state["view"] or st.session_state["kept-view"]


def _keep_opacity() -> None:
    st.session_state["kept-opacity"] = st.session_state["opacity"]


def show_photo(t: Texts, findings: Findings) -> None:
    """Draw the photo alone on its mat."""
    alt = t("view.photo_alt", source=findings.source)
    st.image(findings.image.photo, alt=alt, width="stretch", output_format="JPEG")
    _caption(t("view.photo_caption"))


def show_heat(t: Texts, findings: Findings, opacity: float) -> None:
    """Draw the photo with the heat map over it, or with the measurements drawn on it where that is chosen."""
    explanation = findings.answer.explanation
    if explanation is None:
        return
    if evidence_shown(explanation) == "drawing":
        _show_drawing(t, findings.image, explanation)
        return
    picture = overlaid(findings.image.photo, explanation, opacity)
    st.image(picture, alt=alternative(t, explanation), width="stretch", output_format="JPEG")
    _caption(t("view.heat_caption", diagnosis=t(f"diagnoses.{explanation.target}.name")))


def show_legend(t: Texts, findings: Findings) -> None:
    """Draw the colour scale, the same for every photo, and how strong this map is on it; or the drawing's key."""
    explanation = findings.answer.explanation
    if explanation is None:
        return
    if explanation.drawing is not None:
        _evidence_switch(t, explanation)
    if evidence_shown(explanation) == "drawing":
        show_area_key(t, explanation)
        return
    stops = ", ".join(colour_ramp())
    st.html(
        f'<div class="legend"><strong>{escape(t("view.legend"))}</strong><span>{escape(t("view.legend_none"))}</span>'
        f'<span class="ramp" style="background:linear-gradient(to right, {stops})"></span>'
        f"<span>{escape(t('view.legend_typical'))}</span></div>"
        f'<p class="small">{escape(strength(t, explanation))}</p>'
    )


def evidence_shown(explanation: Explanation) -> Evidence:
    """Which of the two stands for the explanation: as chosen, else the drawing of who decided by measurements."""
    if explanation.drawing is None:
        return "heat"
    usual: Evidence = "drawing" if explanation.measurements else "heat"
    return cast(Evidence, st.session_state.get("kept-evidence") or usual)


def _evidence_switch(t: Texts, explanation: Explanation) -> None:
    def keep() -> None:
        st.session_state["kept-evidence"] = st.session_state["evidence"] or evidence_shown(explanation)

    st.session_state["evidence"] = evidence_shown(explanation)
    st.segmented_control(
        t("drawing.label"),
        EVIDENCE,
        format_func=lambda name: t(f"drawing.as_{name}"),
        key="evidence",
        on_change=guarded_callback(keep),
    )


def _show_drawing(t: Texts, image: LesionImage, explanation: Explanation) -> None:
    assert explanation.drawing is not None
    picture = drawn_on(image.photo, explanation.drawing)
    st.image(picture, alt=drawing_alternative(t, explanation), width="stretch", output_format="JPEG")
    _caption(t("drawing.caption"))


def drawing_alternative(t: Texts, explanation: Explanation) -> str:
    """What the drawing tells, for a person who does not see it."""
    if explanation.drawing is None or not len(explanation.drawing.border):
        return t("drawing.nothing")
    colours = [f"{t(f'colours.{key.name}')} {t.percent(key.share)}" for key in area_keys(explanation.drawing)]
    if not colours:
        return t("drawing.alt_border")
    return t("drawing.alt", colours=", ".join(colours))


def alternative(t: Texts, explanation: Explanation) -> str:
    """What a person who does not see the map must know: where the heat lies, how far it spreads, how strong it is."""
    diagnosis = t(f"diagnoses.{explanation.target}.name")
    if explanation.is_blank:
        return t("view.heat_alt_blank", diagnosis=diagnosis)
    found = locate(explanation)
    return t(
        "view.heat_alt",
        diagnosis=diagnosis,
        place=t(f"places.{found.place}"),
        share=t.percent(found.share),
        strength=strength(t, explanation),
    )


def _caption(words: str) -> None:
    st.html(f'<p class="mat-caption">{escape(words)}</p>')
