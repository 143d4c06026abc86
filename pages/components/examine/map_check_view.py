"""The check of a heat map, on demand: does blurring the hot move the answer, and what would an unlearned copy show."""

from __future__ import annotations

import base64
from html import escape

import numpy as np
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
from pages.components.shell.placeholder import LiveSlots


def show_check_button(t: Texts, findings: Findings, live: LiveSlots) -> DeltaGenerator:
    """Draw the button, or why the map cannot be checked, and return the slot of the result."""
    answer = findings.answer
    target = answer.explanation.target if answer.explanation else None
    with st.container(key="map-check", gap="xsmall"):
        impossible = why_not(t, answer)
        st.button(
            t("check.button"),
            key="check-map",
            on_click=guarded_callback(want_check),
            args=(findings.image.sha256, answer.slug, target),
            disabled=bool(impossible),
            help=impossible or None,
        )
        return live.place(check_html)


def why_not(t: Texts, answer: Answer) -> str:
    """Return why a map cannot be checked; empty where it can."""
    if answer.explanation is not None and answer.explanation.is_blank:
        return t("check.blank")
    return t("check.committee") if answer.combines else ""


def check_html(t: Texts, findings: Findings) -> str:
    """Return verdict, curve, rule, how often such maps pass, and the map of an unlearned copy beside the real one."""
    found, explanation = findings.check, findings.answer.explanation
    if found is None or explanation is None:
        return ""
    image, slug = findings.image, findings.answer.slug
    curve = (
        f'<img class="curve" src="{curve_address(t, found.deletion)}" alt="{escape(curve_words(t, found.deletion))}">'
    )
    rule = " ".join(filter(None, (t("check.rule", count=RANDOM, chance=RANDOM + 1), record(t, slug))))
    return (
        f'<section class="map-check"><h3>{escape(t("check.title"))}</h3>'
        f'<p class="finding" role="status">{escape(verdict(t, found.deletion))}</p>{curve}'
        f'<p class="small">{escape(rule)}</p>{unlearned_html(t, image, explanation, found.unlearned)}</section>'
    )


def verdict(t: Texts, found: Deletion) -> str:
    """In one sentence, whether what is hot moves the answer."""
    words = {
        "diagnosis": t(f"diagnoses.{found.target}.name"),
        "before": t.percent(found.whole, 1),
        "after": t.percent(float(found.hottest.mean()), 1),
        "random": t.percent(float(found.random.mean()), 1),
    }
    if found.passes:
        return t("check.passes", **words, number=RANDOM)
    return t("check.fails", **words, number=RANDOM, better=RANDOM - found.beaten)


def curve_words(t: Texts, found: Deletion) -> str:
    """What the curve shows, for a person who does not see it."""
    return t(
        "check.curve_alt",
        share=t.percent(SHARES[-1]),
        diagnosis=t(f"diagnoses.{found.target}.name"),
        before=t.percent(found.whole, 1),
        after=t.percent(float(found.hottest[-1]), 1),
        random=t.percent(float(found.random[:, -1].mean()), 1),
    )


def record(t: Texts, slug: str) -> str:
    """How often maps of this algorithm pass; empty where nobody has measured it."""
    row = next((row for row in read("faithfulness") if row.measure == "map_passes" and row.of == f"{slug} day2"), None)
    if row is None or row.low is None or row.high is None:
        return ""
    return t("check.record", photos=row.n, share=t.percent(row.value), interval=t.interval(row.low, row.high))


def unlearned_html(t: Texts, image: LesionImage, explanation: Explanation, found: Unlearned | None) -> str:
    """The real map and that of the copy side by side, and how alike they are."""
    if found is None:
        return f'<p class="small">{escape(t("check.no_network"))}</p>'
    if found.correlation is None:
        return f'<p class="small">{escape(t("check.unlearned_blank"))}</p>'
    small = small_picture(image)
    words = t("check.unlearned", correlation=t.number(found.correlation, 2))
    meaning = t("check.alike" if found.is_alike else "check.unlike")
    pictures = "".join(
        f'<figure><img src="{with_heat(small, one)}" alt="{escape(alt)}">'
        f"<figcaption>{escape(caption)}</figcaption></figure>"
        for one, alt, caption in (
            (explanation, alternative(t, explanation), t("check.real")),
            (found.explanation, t("check.copy_alt"), t("check.copy")),
        )
    )
    return f'<p class="small">{escape(f"{words} {meaning}")}</p><div class="pair">{pictures}</div>'


WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 480, 250, 58, 44, 44
PAPER, INK, HOT, PALE = "#101214", "#f4f2ec", "#E69F00", "#8fb8d6"


def curve_address(t: Texts, found: Deletion) -> str:
    """The deletion curves as an SVG address: hottest strong, each random area thin, their mean dashed."""
    places = [0.0, *SHARES]
    top = max(found.whole, found.hottest.max(), found.random.max(), 0.05) * 1.08

    def line(values: np.ndarray, style: str) -> str:
        points = " ".join(
            f"{LEFT + (WIDTH - LEFT - 20) * x / SHARES[-1]:.1f},{TOP + (HEIGHT - TOP - BOTTOM) * (1 - y / top):.1f}"
            for x, y in zip(places, [found.whole, *values], strict=True)
        )
        return f'<polyline points="{points}" fill="none" {style}/>'

    thin = "".join(line(row, f'stroke="{PALE}" stroke-width="1" opacity="0.45"') for row in found.random)
    mean = line(found.random.mean(0), f'stroke="{PALE}" stroke-width="3" stroke-dasharray="8 5"')
    hot = line(found.hottest, f'stroke="{HOT}" stroke-width="4"')
    base = HEIGHT - BOTTOM
    texts = [
        (LEFT, 18, HOT, "start", f"━ {t('check.hottest')}"),
        (LEFT, 36, PALE, "start", f"╌ {t('check.random')}"),
        (LEFT - 8, TOP + 12, INK, "end", t.percent(top)),
        (LEFT - 8, base, INK, "end", t.percent(0.0)),
        (WIDTH - 20, HEIGHT - 22, INK, "end", t.percent(SHARES[-1])),
        ((WIDTH + LEFT) / 2, HEIGHT - 8, INK, "middle", t("check.axis")),
    ]
    words = "".join(
        f'<text x="{x}" y="{y}" fill="{fill}" text-anchor="{anchor}">{escape(text)}</text>'
        for x, y, fill, anchor, text in texts
    )
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' font-family="sans-serif" font-size="15">'
        f'<rect width="100%" height="100%" fill="{PAPER}"/>'
        f'<path d="M{LEFT} {TOP}V{base}H{WIDTH - 20}" stroke="{INK}" fill="none"/>{thin}{mean}{hot}{words}</svg>'
    )
    return "data:image/svg+xml;base64," + base64.b64encode(drawn.encode()).decode("ascii")
