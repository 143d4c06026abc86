"""A prediction on the page: a sentence, the melanoma figure on its scale, seven bars that choose what is explained."""

from __future__ import annotations

from html import escape

import streamlit as st

from model.algorithms.contract import Examination
from model.algorithms.weights import OperatingPoint, WeightsSheet
from model.evaluation.operating_point import AtThePoint
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.text import Texts
from pages.components.failures import guarded_callback
from pages.components.lesion_input import state


def show_prediction(t: Texts, examination: Examination, sheet: WeightsSheet, unseen: AtThePoint | None) -> None:
    """The sentence, the figure with the state of the decision, and the bars."""
    melanoma = examination.prediction.of(Diagnosis.MEL)
    figure = t.percent_beside(melanoma, sheet.operating_point.threshold)
    st.html(f'<p class="sentence" role="status">{escape(sentence(t, examination, figure))}</p>')
    st.html(_figure(t, melanoma, figure, sheet.operating_point))
    st.html(f'<p class="small">{escape(meaning(t, sheet.operating_point, unseen, melanoma))}</p>')
    _bars(t, examination, figure)


def sentence(t: Texts, examination: Examination, melanoma: str) -> str:
    """What the network says, in one or two short sentences; `melanoma` is its probability as it is written."""
    prediction = examination.prediction
    if prediction.first is Diagnosis.MEL:
        return t("result.sentence_melanoma", melanoma=melanoma)
    first = t(f"diagnoses.{prediction.first}.name")
    return t(
        "result.sentence_other", melanoma=melanoma, first=first, probability=t.percent(prediction.of(prediction.first))
    )


def meaning(t: Texts, point: OperatingPoint, unseen: AtThePoint | None, melanoma: float) -> str:
    """How the operating point was set, what it then did on photos never seen, and that below is no all-clear."""
    if not point.melanomas:
        return t("result.operating_unset")
    share = t.percent(point.melanomas_above / point.melanomas)
    sentences = [t("result.operating_set", photos=point.melanomas + point.others, share=share)]
    if unseen is not None:
        sensitivity, specificity = unseen.sensitivity, unseen.specificity
        sentences.append(
            t(
                "result.operating_unseen",
                photos=unseen.images,
                sensitivity=t.percent(sensitivity.value),
                sensitivity_interval=t.interval(sensitivity.low, sensitivity.high),
                specificity=t.percent(specificity.value),
                specificity_interval=t.interval(specificity.low, specificity.high),
            )
        )
        if melanoma < point.threshold:
            missed = unseen.melanomas - unseen.melanomas_above
            sentences.append(t("result.below_warning", missed=missed, melanomas=unseen.melanomas))
    return " ".join(sentences)


def _figure(t: Texts, melanoma: float, figure: str, point: OperatingPoint) -> str:
    above = melanoma >= point.threshold
    threshold = t.percent(point.threshold, 1)
    return f"""
    <div class="{"suspicious" if above else "calm"}">
      <div class="figure-row">
        <div><div class="figure-label">{escape(t("result.figure_label"))}</div>
          <div class="figure">{escape(figure)}</div></div>
        <div class="verdict"><span class="shape"></span>{escape(t("result.above" if above else "result.below"))}</div>
      </div>
      <div class="scale" role="img"
        aria-label="{escape(t("result.scale_alt", melanoma=figure, threshold=threshold))}">
        <div class="value" style="width:{melanoma:.2%}"></div>
        <div class="threshold" style="left:{point.threshold:.2%}">
          <span>{escape(t("result.operating_point", threshold=threshold))}</span></div>
      </div>
    </div>"""


def _bars(t: Texts, examination: Examination, melanoma: str) -> None:
    """Seven bars, melanoma first, then by probability; each is a button that asks for its heat map."""
    prediction, target = examination.prediction, examination.explanation.target
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
