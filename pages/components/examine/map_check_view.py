"""The check of a heat map, on demand: how blurring its hot areas moves the answer, and the map of an unlearned copy."""

from __future__ import annotations

from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from model.algorithms.contract import Explanation
from model.lesion.image import LesionImage
from model.reading.findings import Answer, Findings
from model.text import Texts
from model.trust.characteristic import read
from model.trust.faithfulness import RANDOM, SHARES, Deletion, Unlearned
from pages.components.examine.explanation_view import alternative
from pages.components.jury.cards import small_picture, with_heat
from pages.components.session.wanted import want_check
from pages.components.shell.failures import guarded_callback
from pages.components.shell.theme import page_theme


def show_check_button(t: Texts, findings: Findings) -> DeltaGenerator:
    """Draw the button, or why the map cannot be checked, and return the slot of the result."""
    answer = findings.answer
    target = answer.explanation.target if answer.explanation else None
    subject = (findings.image.sha256, answer.slug, target)
    with st.container(key="map-check", gap="xsmall"):
        no = why_not(t, answer)
        if no:
            st.html(f'<p class="small">{escape(no)}</p>')
        else:
            st.button(t("check.button"), key="check-map", on_click=guarded_callback(want_check), args=subject)
        return st.empty()


def why_not(t: Texts, answer: Answer) -> str:
    """Return why a map cannot be checked; empty where it can."""
    if answer.explanation is not None and answer.explanation.is_blank:
        return t("check.blank")
    return t("check.committee") if answer.combines else ""


def show_check(t: Texts, findings: Findings) -> None:
    """Draw verdict, curves, rule, how often such maps pass, and the map of an unlearned copy beside the real one."""
    from model.charts.chart import View  # imports plotly: only once a check is there
    from model.charts.deletion import deletion_curves

    check, explanation = findings.check, findings.answer.explanation
    if check is None or explanation is None:
        return
    deletion = check.deletion
    st.html(
        f'<section class="map-check"><h3>{escape(t("check.title"))}</h3>'
        f'<p class="finding" role="status">{escape(verdict(t, deletion))}</p></section>'
    )
    figure = deletion_curves(View(t, theme=page_theme()), deletion)
    alt, config = curve_words(t, deletion), {"displayModeBar": False}
    st.plotly_chart(figure, key="check-curve", theme=None, alt=alt, config=config)
    rule = " ".join(filter(None, (t("check.rule", count=RANDOM, chance=RANDOM + 1), record(t, findings.answer.slug))))
    unlearned = unlearned_html(t, findings.image, explanation, check.unlearned)
    st.html(f'<section class="map-check"><p class="small">{escape(rule)}</p>{unlearned}</section>')


def verdict(t: Texts, deletion: Deletion) -> str:
    """Return in one sentence whether the hot areas move the answer."""
    words = _figures(t, deletion, float(deletion.hottest.mean()), float(deletion.random.mean()))
    if deletion.passes:
        return t("check.passes", **words, number=RANDOM)
    return t("check.fails", **words, number=RANDOM, better=RANDOM - deletion.beaten)


def curve_words(t: Texts, deletion: Deletion) -> str:
    """Return the curve in words, for a screen reader."""
    words = _figures(t, deletion, float(deletion.hottest[-1]), float(deletion.random[:, -1].mean()))
    return t("check.curve_alt", share=t.percent(SHARES[-1]), **words)


def _figures(t: Texts, deletion: Deletion, after: float, random: float) -> dict[str, str]:
    figures = {"before": deletion.whole, "after": after, "random": random}
    words = {name: t.percent(figure) for name, figure in figures.items()}
    return {"diagnosis": t(f"diagnoses.{deletion.target}.name"), **words}


def record(t: Texts, slug: str) -> str:
    """Return how often maps of this algorithm pass; empty where it was not measured."""
    row = next((row for row in read("faithfulness") if row.measure == "map_passes" and row.of == f"{slug} day2"), None)
    if row is None or row.low is None or row.high is None:
        return ""
    return t("check.record", photos=row.n, share=t.percent(row.value), interval=t.interval(row.low, row.high))


def unlearned_html(t: Texts, image: LesionImage, explanation: Explanation, copy: Unlearned | None) -> str:
    """Return the real map and the unlearned copy's side by side, and how alike they are."""
    if copy is None:
        return f'<p class="small">{escape(t("check.no_network"))}</p>'
    if copy.correlation is None:
        return f'<p class="small">{escape(t("check.unlearned_blank"))}</p>'
    small = small_picture(image)
    words = t("check.unlearned", correlation=t.number(copy.correlation, 2))
    meaning = t("check.alike" if copy.is_alike else "check.unlike")
    pictures = "".join(
        f'<figure><img src="{with_heat(small, shown)}" alt="{escape(alt)}">'
        f"<figcaption>{escape(caption)}</figcaption></figure>"
        for shown, alt, caption in (
            (explanation, alternative(t, explanation), t("check.real")),
            (copy.explanation, t("check.copy_alt"), t("check.copy")),
        )
    )
    return f'<p class="small">{escape(f"{words} {meaning}")}</p><div class="pair">{pictures}</div>'
