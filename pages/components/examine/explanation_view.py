"""An explanation on the page: the photo, the heat map beside or over it or a drawing of measurements, and its scale."""

from __future__ import annotations

from html import escape

import streamlit as st

from model.algorithms.contract import Explanation
from model.algorithms.drawing.findings import area_keys, drawn_on
from model.algorithms.drawing.overlay import colour_ramp, heat_caption, locate, overlaid, strength
from model.lesion.image import LesionImage
from model.reading.findings import Findings
from model.text import SPACE_BESIDE_SIGN, Texts
from pages.components.examine.measurements_view import show_area_key
from pages.components.session.photos import state
from pages.components.shell.kept_choice import KeptChoice
from pages.components.shell.map_choice import chosen_target, map_control

VIEW = KeptChoice("view", "side_by_side", lambda: ("side_by_side", "overlay", "photo"))
EVIDENCE = ("drawing", "heat")
OPACITY = KeptChoice("opacity", 50)


def controls(t: Texts) -> float:
    """Draw the switches of the view and of the map's question, and the opacity slider; return the opacity in [0, 1]."""
    words = {"format_func": lambda name: t(f"view.{name}"), "label_visibility": "collapsed"}
    view: str = VIEW.control(st.segmented_control, t("view.label"), **words)
    opacity: float = OPACITY.value()
    if view != "photo":
        map_control(t, _forget_target, marked=state().target in (None, chosen_target()))  # a bar asks for another map
        limits = {"min_value": 0, "max_value": 100, "step": 5, "width": 110, "label_visibility": "collapsed"}
        OPACITY.control(st.slider, t("view.opacity"), format=f"%d{SPACE_BESIDE_SIGN[t.language]}%%", **limits)
    return opacity / 100


def _forget_target() -> None:
    state().target = None


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
    _caption(heat_caption(t, explanation))


def show_legend(t: Texts, findings: Findings) -> None:
    """Draw what the explained diagnosis includes, and the colour scale with the strength of this map on it.

    A drawing has its key instead of the scale.
    """
    explanation = findings.answer.explanation
    if explanation is None:
        return
    st.html(f'<p class="small">{escape(t(f"diagnoses.{explanation.target}.what"))}</p>')
    if explanation.drawing is not None:
        _evidence_switch(t, explanation)
    if evidence_shown(explanation) == "drawing":
        show_area_key(t, explanation)
        return
    st.html(legend_html(t, strength(t, explanation)))


def legend_html(t: Texts, note: str) -> str:
    """Return the colour scale that all heat maps share, with a note under it."""
    stops = ", ".join(colour_ramp())
    return (
        f'<div class="legend"><strong>{escape(t("view.legend"))}</strong><span>{escape(t("view.legend_none"))}</span>'
        f'<span class="ramp" style="background:linear-gradient(to right, {stops})"></span>'
        f'<span>{escape(t("view.legend_typical"))}</span></div><p class="small">{escape(note)}</p>'
    )


def evidence_shown(explanation: Explanation) -> str:
    """Return which of `EVIDENCE` stands for the explanation."""
    return str(_evidence(explanation).value()) if explanation.drawing is not None else "heat"


def _evidence(explanation: Explanation) -> KeptChoice:
    return KeptChoice("evidence", "drawing" if explanation.measurements else "heat", lambda: EVIDENCE)


def _evidence_switch(t: Texts, explanation: Explanation) -> None:
    control, label = _evidence(explanation).control, t("drawing.label")
    control(st.segmented_control, label, format_func=lambda name: t(f"drawing.as_{name}"))


def _show_drawing(t: Texts, image: LesionImage, explanation: Explanation) -> None:
    assert explanation.drawing is not None
    picture = drawn_on(image.photo, explanation.drawing)
    st.image(picture, alt=drawing_alternative(t, explanation), width="stretch", output_format="JPEG")
    _caption(t("drawing.caption"))


def drawing_alternative(t: Texts, explanation: Explanation) -> str:
    """Return the drawing in words, for a screen reader."""
    if explanation.drawing is None or not len(explanation.drawing.border):
        return t("drawing.nothing")
    colours = [f"{t(f'colours.{key.name}')} {t.percent(key.share)}" for key in area_keys(explanation.drawing)]
    return t("drawing.alt", colours=", ".join(colours)) if colours else t("drawing.alt_border")


def alternative(t: Texts, explanation: Explanation) -> str:
    """Return the heat map in words, for a screen reader: its place, share of the photo and strength."""
    diagnosis = t(f"diagnoses.{explanation.target}.name")
    if explanation.is_blank:
        return t("view.heat_alt_blank", diagnosis=diagnosis)
    heat = locate(explanation)
    place, share = t(f"places.{heat.place}"), t.percent(heat.share)
    return t("view.heat_alt", diagnosis=diagnosis, place=place, share=share, strength=strength(t, explanation))


def _caption(words: str) -> None:
    st.html(f'<p class="mat-caption">{escape(words)}</p>')
