"""The stress bench on its page: sliders, the photo as the algorithms get it, and a curve for each that was chosen."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape

import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from model.algorithms.words import name_of
from model.charts import identity
from model.charts.chart import FONT
from model.charts.identity import LIGHT, THEMES
from model.errors import AlgorithmError
from model.lesion.disturbances import DISTURBANCES
from model.lesion.image import LesionImage
from model.reading.checks import stress_curve
from model.reading.runner import Standing
from model.text import Texts
from model.trust.stress import PRESETS, Preset, StressCurve, disturbed_image
from pages.components.cache import loaded_algorithms
from pages.components.session.runner import RUNNER
from pages.components.session.work import waiting_html
from pages.components.shell.facts_table import facts_table
from pages.components.shell.failures import guarded_callback, show_failure
from pages.components.shell.practice_choice import chosen_practice, small

KEPT, SHOWN, ASKED = "kept-stress", "kept-stress-shown", "kept-stress-algorithms"
FIRST = ("resnet18",)
"""Who answers before anybody is chosen."""


def bench(t: Texts, image: LesionImage) -> None:
    """Sliders on the left, what comes of them on the right."""
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
                    slugs, shown = choices(t)
                    place = st.empty()
            chart = st.empty()
            table = st.empty()
    curves = []
    for slug in slugs:
        try:
            curves.append(curve_of(t, slug, image, strengths, shown, place))
        except AlgorithmError as error:
            show_failure(t, error)
    if not curves:
        place.html(f'<p class="small">{escape(t("stress.choose"))}</p>')
        return
    words = " ".join(sentence(t, one) for one in curves)
    place.html(f'<p class="finding stress-curve" role="status">{escape(words)}</p>')
    chart.plotly_chart(
        figure(t, curves, shown), key="stress-figure", theme=None, alt=words, config={"displayModeBar": False}
    )
    with table.container():
        numbers(t, curves, shown)


def presets(t: Texts) -> None:
    """Published failures to be tried again, and the way back."""
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
        st.button(t("stress.undo"), key="stress-undo", on_click=guarded_callback(_undo))


def _apply(preset: Preset) -> None:
    st.session_state[KEPT] = dict(preset.strengths)
    st.session_state[SHOWN] = preset.shown


def _undo() -> None:
    st.session_state[KEPT] = {}


def sliders(t: Texts) -> dict[str, float]:
    """One for each disturbance; moving one draws its range. They keep their place when the page changes."""
    kept: dict[str, float] = st.session_state.setdefault(KEPT, {})
    for slug, one in DISTURBANCES.items():
        key = f"stress-{slug}"
        st.session_state[key] = float(kept.get(slug, 0.0))
        st.slider(
            t(f"disturbances.{slug}"),
            float(one.lowest),
            float(one.highest),
            step=float(one.step),
            format="%g",
            key=key,
            on_change=guarded_callback(_keep),
            args=(slug,),
        )
    return {slug: float(kept.get(slug, 0.0)) for slug in DISTURBANCES}


def _keep(slug: str) -> None:
    st.session_state[KEPT] = {**st.session_state.get(KEPT, {}), slug: float(st.session_state[f"stress-{slug}"])}
    st.session_state[SHOWN] = slug


def choices(t: Texts) -> tuple[list[str], str]:
    """Who answers, and the disturbance whose range is drawn."""
    usable = loaded_algorithms.usable_slugs()
    kept = [slug for slug in st.session_state.get(ASKED, FIRST) if slug in usable]

    def keep_algorithms() -> None:
        st.session_state[ASKED] = st.session_state["stress-algorithms"]

    def keep_shown() -> None:
        st.session_state[SHOWN] = st.session_state["stress-shown"]

    st.session_state["stress-algorithms"] = kept
    st.multiselect(
        t("stress.algorithms"),
        usable,
        format_func=lambda slug: name_of(t, slug),
        key="stress-algorithms",
        on_change=guarded_callback(keep_algorithms),
    )
    st.session_state["stress-shown"] = st.session_state.get(SHOWN, PRESETS[0].shown)
    shown: str = st.selectbox(
        t("stress.shown"),
        list(DISTURBANCES),
        format_func=lambda slug: t(f"disturbances.{slug}"),
        key="stress-shown",
        on_change=guarded_callback(keep_shown),
    )
    return kept, shown


def picture(t: Texts, image: LesionImage, strengths: Mapping[str, float]) -> None:
    """The photo as the algorithms get it."""
    used = [t(f"disturbances.{slug}") for slug, strength in strengths.items() if strength]
    alt = t("stress.photo_alt", disturbances=", ".join(used)) if used else t("stress.photo_alt_none")
    st.image(disturbed_image(image, strengths).pixels, alt=alt, width="stretch", output_format="PNG")
    st.html(f'<p class="mat-caption">{escape(t("stress.caption"))}</p>')


def curve_of(
    t: Texts, slug: str, image: LesionImage, strengths: Mapping[str, float], shown: str, place: DeltaGenerator
) -> StressCurve:
    """The curve of one algorithm, computed when it is its turn and kept for this session."""
    algorithm = RUNNER.algorithm(slug)
    threshold = algorithm.sheet.operating_point.shown_in(chosen_practice())

    def watch(_: str, standing: Standing) -> None:
        place.html(waiting_html(t, standing, t("stress.underway")))

    return stress_curve(RUNNER, algorithm, image, strengths, shown, threshold, watch)


def sentence(t: Texts, found: StressCurve) -> str:
    """What the disturbances do to the answer of one algorithm."""
    words = {
        "name": name_of(t, found.slug),
        "before": t.percent_beside(found.undisturbed, found.threshold),
        "after": t.percent_beside(found.at[1], found.threshold),
    }
    if not found.changes_its_mind:
        return t("stress.same", **words)
    return t("stress.above" if found.at[1] >= found.threshold else "stress.below", **words)


def figure(t: Texts, curves: list[StressCurve], shown: str) -> go.Figure:
    """Melanoma probability over the strength; the large mark is where the slider stands, the dotted line the point."""
    theme = THEMES.get(st.context.theme.type or "", LIGHT)
    drawn = go.Figure()
    for one in curves:
        colour, marker = identity.colour(one.slug, theme), identity.marker(one.slug)
        name = name_of(t, one.slug)
        percents = [100 * value for value in one.melanoma]
        drawn.add_scatter(x=one.strengths, y=percents, name=name, mode="lines", line={"color": colour, "width": 3})
        drawn.add_scatter(
            x=[one.at[0]],
            y=[100 * one.at[1]],
            name=name,
            mode="markers",
            showlegend=False,
            marker={"color": colour, "symbol": marker, "size": 15, "line": {"color": theme.ink, "width": 1}},
        )
        drawn.add_hline(y=100 * one.threshold, line={"color": colour, "width": 1.5, "dash": "dot"})
    top = max(max(one.melanoma) for one in curves)
    drawn.update_layout(
        height=360,
        margin={"l": 60, "r": 20, "t": 10, "b": 60},
        paper_bgcolor=theme.paper,
        plot_bgcolor=theme.paper,
        font={"family": FONT, "size": 16, "color": theme.ink},
        legend={"orientation": "h", "y": 1.12},
        showlegend=True,
        xaxis={"title": t(f"disturbances.{shown}"), "gridcolor": theme.grid, "fixedrange": True},
        yaxis={
            "title": t("stress.axis"),
            "gridcolor": theme.grid,
            "range": [0, min(100, 10 * math.ceil(top * 10 + 1))],
            "fixedrange": True,
        },
    )
    return drawn


def numbers(t: Texts, curves: list[StressCurve], shown: str) -> None:
    """The numbers behind the curves."""
    with st.expander(t("leaderboard.table_of"), key="stress-numbers"):
        header = [t(f"disturbances.{shown}"), *(name_of(t, one.slug) for one in curves)]
        rows = [
            [t.number(strength, 2), *(t.percent(one.melanoma[place], 1) for one in curves)]
            for place, strength in enumerate(curves[0].strengths)
        ]
        facts_table(t("stress.title"), header, rows)
