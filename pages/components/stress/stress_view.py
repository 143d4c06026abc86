"""Draw the stress bench: sliders, the disturbed photo, and a curve for each chosen algorithm."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from model.algorithms.catalogue import DEFAULT_SLUG
from model.algorithms.words import name_of
from model.errors import AlgorithmError
from model.lesion.disturbances import DISTURBANCES, Disturbance
from model.lesion.image import LesionImage
from model.reading.checks import stress_curve
from model.reading.runner import Standing
from model.text import Texts
from model.trust.stress import PRESETS, Preset, StressCurve, disturbed_image
from pages.components.cache import loaded_algorithms
from pages.components.session.runner import RUNNER
from pages.components.session.work import waiting_html
from pages.components.shell.failures import guarded_callback, show_failure
from pages.components.shell.kept_choice import KeptChoice
from pages.components.shell.practice_choice import chosen_practice, small
from pages.components.stress.curves_chart import curves_figure, curves_numbers

ALGORITHMS = KeptChoice("stress-algorithms", [DEFAULT_SLUG], loaded_algorithms.usable_slugs)
DISTURBANCE = KeptChoice("stress-shown", PRESETS[0].shown, lambda: list(DISTURBANCES))
STRENGTHS = {slug: KeptChoice(f"stress-{slug}", 0.0) for slug in DISTURBANCES}


def bench(t: Texts, image: LesionImage) -> None:
    """Draw sliders on the left, and photo, choices and curves on the right."""
    with st.container(key="stress"):
        with st.container(key="stress-sliders", gap="small"):
            presets(t)
            summary = escape(t("stress.sliders"))
            st.html(f'<details class="slider-switch"><summary>{summary}</summary></details>')  # folds them on a phone
            strengths = sliders(t)
        with st.container(key="stress-answer", gap="small"):
            with st.container(key="stress-head"):
                with st.container(key="stress-photo"):
                    picture(t, image, strengths)
                with st.container(key="stress-choices", gap="small"):
                    slugs, shown = choose_algorithms(t), choose_disturbance(t)
                    place = st.empty()
            chart, table = st.empty(), st.empty()
    curves = curves_of(t, slugs, image, strengths, shown, place)
    if not curves:
        place.html(f'<p class="small">{escape(t("stress.choose"))}</p>')
        return
    words = " ".join(sentence(t, curve) for curve in curves)
    place.html(f'<p class="finding stress-curve" role="status">{escape(words)}</p>')
    figure = curves_figure(t, curves, shown)
    chart.plotly_chart(figure, key="stress-figure", theme=None, alt=words, config={"displayModeBar": False})
    with table.container():
        curves_numbers(t, curves, shown)


def presets(t: Texts) -> None:
    """Draw buttons that reproduce published failures, and one that resets all sliders."""
    small(t("stress.presets_how"))
    with st.container(key="stress-presets", horizontal=True, gap="small"):
        for preset in PRESETS:
            st.button(
                t(f"stress.presets.{preset.slug}.name"),
                key=f"stress-preset-{preset.slug}",
                on_click=guarded_callback(_apply),
                args=(preset,),
                help=f"{t(f'stress.presets.{preset.slug}.found')} {preset.source}",
            )
        st.button(t("stress.undo"), key="stress-undo", on_click=guarded_callback(_set), args=({},))


def _apply(preset: Preset) -> None:
    _set(preset.strengths)
    DISTURBANCE.keep(preset.shown)


def _set(strengths: Mapping[str, float]) -> None:
    for slug, choice in STRENGTHS.items():
        choice.keep(strengths.get(slug, 0.0))


def sliders(t: Texts) -> dict[str, float]:
    """Draw a slider for each disturbance and return the strengths; they survive a change of the page."""
    return {slug: _slider(t, slug, disturbance) for slug, disturbance in DISTURBANCES.items()}


def _slider(t: Texts, slug: str, disturbance: Disturbance) -> float:
    ends = {"min_value": float(disturbance.lowest), "max_value": float(disturbance.highest)}
    step, label = float(disturbance.step), t(f"disturbances.{slug}")
    return STRENGTHS[slug].control(st.slider, label, lambda: DISTURBANCE.keep(slug), step=step, format="%g", **ends)


def choose_algorithms(t: Texts) -> list[str]:
    """Draw the choice of algorithms and return their slugs."""
    return ALGORITHMS.control(st.multiselect, t("stress.algorithms"), format_func=lambda slug: name_of(t, slug))


def choose_disturbance(t: Texts) -> str:
    """Draw the choice of the disturbance to vary and return its slug."""
    return DISTURBANCE.control(st.selectbox, t("stress.shown"), format_func=lambda slug: t(f"disturbances.{slug}"))


def picture(t: Texts, image: LesionImage, strengths: Mapping[str, float]) -> None:
    """Draw the disturbed photo as the algorithms see it."""
    used = [t(f"disturbances.{slug}") for slug, strength in strengths.items() if strength]
    alt = t("stress.photo_alt", disturbances=", ".join(used)) if used else t("stress.photo_alt_none")
    st.image(disturbed_image(image, strengths).pixels, alt=alt, width="stretch", output_format="PNG")
    st.html(f'<p class="mat-caption">{escape(t("stress.caption"))}</p>')


def curves_of(
    t: Texts,
    slugs: Iterable[str],
    image: LesionImage,
    strengths: Mapping[str, float],
    shown: str,
    place: DeltaGenerator,
) -> list[StressCurve]:
    """The curves of the chosen algorithms over the range of the disturbance `shown`.

    The failure of one algorithm is shown and does not affect the others; `place` shows the state of the queue.
    """
    curves = []
    for slug in slugs:
        try:
            curves.append(curve_of(t, slug, image, strengths, shown, place))
        except AlgorithmError as error:
            show_failure(t, error)
    return curves


def curve_of(
    t: Texts, slug: str, image: LesionImage, strengths: Mapping[str, float], shown: str, place: DeltaGenerator
) -> StressCurve:
    """The curve of one algorithm, computed in the work queue and stored in the session.

    Raises:
        AlgorithmError: the algorithm cannot be loaded or fails.
    """
    algorithm = RUNNER.algorithm(slug)
    threshold = algorithm.sheet.operating_point.shown_in(chosen_practice())

    def watch(_: str, standing: Standing) -> None:
        place.html(waiting_html(t, standing, t("stress.underway")))

    return stress_curve(RUNNER, algorithm, image, strengths, shown, threshold, watch)


def sentence(t: Texts, curve: StressCurve) -> str:
    """The effect of the disturbances on the answer of one algorithm."""
    words = {
        "name": name_of(t, curve.slug),
        "before": t.percent(curve.undisturbed),
        "after": t.percent(curve.at[1]),
    }
    if not curve.crosses:
        return t("stress.same", **words)
    return t("stress.above" if curve.at[1] >= curve.threshold else "stress.below", **words)
