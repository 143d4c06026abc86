"""Around an answer on Examine: its limits, the picture to keep, and the probabilities of all diagnoses."""

from __future__ import annotations

import datetime
from html import escape

import streamlit as st

from pages.components.shell.frame import PAGES
from model.algorithms.words import name_of
from model.lesion.diagnosis import MALIGNANT
from model.lesion.practice_words import speaks_of
from model.reading.findings import Findings
from model.reading.words import caution
from model.text import Texts
from pages.components.shell.facts_table import facts_table


def show_limits(t: Texts, findings: Findings) -> None:
    """Draw the limits of the result."""
    images = findings.learned_from
    training = [t("limits.training", images=images)] if images else []
    sentences = [*training, t("limits.heat")]
    st.html("".join(f"<p>{escape(sentence)}</p>" for sentence in sentences))
    st.page_link(PAGES["about"], label=t("limits.more"), query_params={"lang": t.language})


def save_button(t: Texts, findings: Findings, opacity: float) -> None:
    """Draw the button that saves the result as one picture; the picture is made when it is pressed."""
    words = caution(t, findings.admission)
    examination, sheet = findings.answer.examination, findings.answer.sheet
    assert examination is not None
    assert sheet is not None

    def picture() -> bytes:
        from model.result_picture import png_of, result_picture

        image, source, practice = findings.image, findings.source, findings.practice
        return png_of(result_picture(image, examination.value, sheet, t, source, opacity, practice, words))

    name = f"{t('app.name').lower().replace(' ', '-')}-{datetime.datetime.now().astimezone():%Y-%m-%d-%H%M}.png"
    st.download_button(t("result.save"), picture, file_name=name, mime="image/png", key="save", on_click="ignore")


def show_time(t: Texts, findings: Findings) -> None:
    """Draw who answered and how long that took."""
    timed = findings.answer.examination
    if timed is not None:
        name = name_of(t, findings.answer.slug)
        note = t("result.time", algorithm=name, milliseconds=round(timed.seconds * 1000))
        st.html(f'<p class="small">{escape(note)}</p>')


def show_details(t: Texts, findings: Findings) -> None:
    """Draw the probabilities in the practice, and those if all seven diagnoses were equally frequent."""
    opinion = findings.answer.opinion(findings.practice)
    if opinion is None:
        return
    stated, equal = opinion.stated, opinion.prediction
    columns = {"probability": stated} if stated is equal else {"probability": stated, "equal": equal}
    rows = [
        (t(f"diagnoses.{diagnosis}.short"), *(t.percent(prediction.of(diagnosis)) for prediction in columns.values()))
        for diagnosis in stated.ranked()
    ]
    if opinion.malignant_point is not None:
        rows.append((_malignant_words(t), *(t.percent(prediction.malignant) for prediction in columns.values())))
    facts_table(t("details.title"), [t(f"details.{name}") for name in ("diagnosis", *columns)], rows)
    if opinion.threshold.practice.is_equal:  # elsewhere the choice of the practice says so
        st.html(f'<p class="small">{escape(speaks_of(t, opinion.threshold.practice))}</p>')


def _malignant_words(t: Texts) -> str:
    return t("details.malignant", diagnoses=", ".join(t(f"diagnoses.{diagnosis}.short") for diagnosis in MALIGNANT))
