"""The answer on Examine: verdict and figure on its scale, what else is probable, the jury's marks, seven bars."""

from __future__ import annotations

from html import escape

import streamlit as st

from pages.components.shell.frame import PAGES
from model.algorithms.jury import Agreement, Opinion
from model.algorithms.words import diagnoses_named, meter, other_cancer, sentence, threshold_words, verdict
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.reading.findings import Findings
from model.settings import settings
from model.text import Texts
from model.trust.words import considered, melanoma_range, range_words, views_of
from pages.components.jury.summary import meter_html
from pages.components.session.photos import state
from pages.components.shell.failures import guarded_callback
from pages.components.shell.placeholder import LiveSlots


def show_prediction(t: Texts, findings: Findings, live: LiveSlots) -> None:
    """Draw the figure on its scale and what else is probable; a screen reader hears the whole as one sentence."""
    opinion, sheet = findings.answer.opinion(findings.practice), findings.answer.sheet
    if opinion is None or sheet is None:
        return
    to_consider = considered(opinion, sheet)
    st.html(f'<p class="for-screen-readers" role="status">{escape(sentence(t, opinion, to_consider))}</p>')
    live.place(figure_html)
    rest = escape(diagnoses_named(t, opinion, to_consider))
    st.html(f'<p class="said" aria-hidden="true">{rest}</p>')


def figure_html(t: Texts, findings: Findings) -> str:
    """Return verdict, figure and scale; on the scale the threshold and the range over altered views."""
    opinion = findings.answer.opinion(findings.practice)
    if opinion is None:
        return ""
    figure, threshold = t.percent(opinion.melanoma), threshold_words(t, opinion)
    ranged = range_words(t, opinion, findings.stability) if settings().looks else ""
    alt = escape(t("result.scale_alt", melanoma=figure, threshold=threshold))
    return f"""
    <div class="answer {"suspicious" if opinion.suspicious else "calm"}">
      <div class="figure-row"><div class="figure">{escape(figure)}</div>
        <div><div class="verdict"><span class="shape"></span>{escape(verdict(t, opinion.suspicious))}</div>
          <div class="figure-label">{escape(t("diagnoses.MEL.name"))}</div></div></div>{other_cancer_html(t, opinion)}
      <div class="scale" role="img" aria-label="{alt}">
        <div class="value" style="width:{opinion.melanoma:.2%}"></div>{_ends(findings, opinion)}
        <div class="threshold" style="left:{opinion.threshold.value:.2%}"><span>{escape(threshold)}</span></div>
      </div>
      <p class="small range">{escape(ranged)}</p>
    </div>"""


def other_cancer_html(t: Texts, opinion: Opinion) -> str:
    """Return what must not be missed beside a calm verdict on melanoma; empty where no other cancer is possible."""
    words = other_cancer(t, opinion)
    return f'<p class="other-cancer">{escape(words)}</p>' if words else ""


def _ends(findings: Findings, opinion: Opinion) -> str:
    """Return the bracket over the range of the altered views, once all are answered."""
    stability = findings.stability
    if stability is None or not stability.is_complete:
        return ""
    low, high = melanoma_range(views_of(opinion, stability))
    return f'<div class="ends" style="left:{low:.2%};width:{high - low:.2%}"></div>'


class JuryLine:
    """The jury in one line: its marks, and the link to the page where all algorithms answer."""

    def __init__(self, t: Texts) -> None:
        self._t = t
        with st.container(key="jury-line", horizontal=True, vertical_alignment="center", gap="small"):
            self._marks, self._link = st.empty(), st.empty()
        self._drawn: tuple[Agreement | None, int] | None = None

    def draw(self, findings: Findings) -> None:
        """Draw the line where it has changed."""
        t, agreement = self._t, findings.agreement
        waiting = sum(answer.awaits_answer for answer in findings.voters)
        if self._drawn == (agreement, waiting):
            return
        self._drawn = agreement, waiting
        self._marks.html(meter_html(t, findings), width="content")
        self._link.page_link(
            PAGES["jury"], label=f"{meter(t, agreement, waiting)} →", query_params={"lang": t.language}, width="content"
        )


def show_bars(t: Texts, findings: Findings) -> None:
    """Draw seven bars, melanoma first, then by probability; each is a button that asks for its heat map."""
    opinion, explanation = findings.answer.opinion(findings.practice), findings.answer.explanation
    if opinion is None:
        return
    prediction = opinion.stated
    order = [Diagnosis.MEL, *(d for d in prediction.ranked() if d is not Diagnosis.MEL)]
    shares = "".join(f".st-key-bar-{d} button {{ --share: {prediction.of(d):.2%} }}" for d in DIAGNOSES)
    target = explanation.target if explanation else None
    shown = f".st-key-bar-{target} button {{ border-color: currentColor }}"
    st.html(f"<style>{shares}{shown}</style>")
    with st.container(key="bars"):
        for diagnosis in order:
            name = t(f"diagnoses.{diagnosis}.name")
            st.button(
                f"{name[0].upper()}{name[1:]} **{t.percent(prediction.of(diagnosis))}**",
                key=f"bar-{diagnosis}",
                on_click=guarded_callback(_explain),
                args=(diagnosis,),
                width="stretch",
            )


def _explain(diagnosis: Diagnosis) -> None:
    state().target = diagnosis
