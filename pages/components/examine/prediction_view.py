"""A prediction on the page: a sentence, the melanoma figure on its scale, seven bars that choose the heat map."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from model.algorithms.jury import Opinion
from model.algorithms.words import sentence, threshold_words, verdict
from model.evaluation.operating_point import AtThePoint
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.practice_words import speaks_of
from model.reading.findings import Findings
from model.text import Texts
from model.trust.words import considered, meaning
from pages.components.session.photos import state
from pages.components.shell.failures import guarded_callback


def show_prediction(t: Texts, findings: Findings, unseen: AtThePoint | None, sureness: Callable[[], None]) -> None:
    """Draw the sentence, the figure on its scale, the practice and the bars; `sureness` draws how sure the answer is.

    `unseen` holds the operating point's counts on held-out photos.
    """
    answer = findings.answer
    opinion = answer.opinion(findings.practice)
    if opinion is None or answer.sheet is None or answer.explanation is None:
        return
    figure = t.percent(opinion.melanoma)
    words = sentence(t, opinion, considered(opinion, answer.sheet))
    st.html(f'<p class="sentence" role="status">{escape(words)}</p>')
    st.html(_figure(t, opinion, figure))
    sureness()
    st.html(f'<p class="small">{escape(speaks_of(t, opinion.threshold.practice))}</p>')
    words = meaning(t, answer.sheet.operating_point, unseen, opinion.suspicious)
    st.html(f'<p class="small">{escape(words)}</p>')
    _bars(t, opinion, answer.explanation.target, figure)


def _figure(t: Texts, opinion: Opinion, figure: str) -> str:
    above, threshold = opinion.suspicious, threshold_words(t, opinion)
    return f"""
    <div class="{"suspicious" if above else "calm"}">
      <div class="figure-row">
        <div><div class="figure-label">{escape(t("result.figure_label"))}</div>
          <div class="figure">{escape(figure)}</div></div>
        <div class="verdict"><span class="shape"></span>{escape(verdict(t, above))}</div>
      </div>
      <div class="scale" role="img"
        aria-label="{escape(t("result.scale_alt", melanoma=figure, threshold=threshold))}">
        <div class="value" style="width:{opinion.melanoma:.2%}"></div>
        <div class="threshold" style="left:{opinion.threshold.value:.2%}">
          <span>{escape(threshold)}</span></div>
      </div>
    </div>"""


def _bars(t: Texts, opinion: Opinion, target: Diagnosis, melanoma: str) -> None:
    """Draw seven bars, melanoma first, then by probability; each is a button that asks for its heat map."""
    prediction = opinion.stated
    order = [Diagnosis.MEL, *(d for d in prediction.ranked() if d is not Diagnosis.MEL)]
    shares = "".join(f".st-key-bar-{d} button {{ --share: {prediction.of(d):.2%} }}" for d in DIAGNOSES)
    shown = f".st-key-bar-{target} button {{ border-color: currentColor; border-width: 2px }}"
    st.html(f"<style>{shares}{shown}</style>")
    heading, hint = escape(t("result.diagnoses")), escape(t("result.explain_hint"))
    st.html(f'<p class="small"><strong>{heading}.</strong> {hint}</p>')
    with st.container(key="bars"):
        for diagnosis in order:
            name = t(f"diagnoses.{diagnosis}.name")
            mark = f" *{t('result.explained')}*" if diagnosis is target else ""
            figure = melanoma if diagnosis is Diagnosis.MEL else t.percent(prediction.of(diagnosis))
            label = f"{name[0].upper()}{name[1:]}{mark} **{figure}**"
            st.button(
                label, key=f"bar-{diagnosis}", on_click=guarded_callback(_explain), args=(diagnosis,), width="stretch"
            )


def _explain(diagnosis: Diagnosis) -> None:
    state().target = diagnosis
