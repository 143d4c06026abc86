"""A prediction on the page: a sentence, the melanoma figure on its scale, seven bars that choose what is explained."""

from __future__ import annotations

from html import escape

import streamlit as st

from model.algorithms.contract import Examination
from model.algorithms.weights import OperatingPoint, WeightsSheet
from model.evaluation.intervals import wilson
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.text import Texts


def show_prediction(t: Texts, examination: Examination, sheet: WeightsSheet) -> None:
    """The sentence, the figure with the state of the decision, and the bars."""
    prediction = examination.prediction
    melanoma = prediction.of(Diagnosis.MEL)
    st.html(f'<p class="sentence" role="status">{escape(sentence(t, examination))}</p>')
    st.html(_figure(t, melanoma, sheet.operating_point))
    _bars(t, examination)


def sentence(t: Texts, examination: Examination) -> str:
    """What the network says, in one or two short sentences."""
    prediction = examination.prediction
    melanoma = t.percent(prediction.of(Diagnosis.MEL))
    if prediction.first is Diagnosis.MEL:
        return t("result.sentence_melanoma", melanoma=melanoma)
    first = t(f"diagnoses.{prediction.first}.name")
    return t(
        "result.sentence_other", melanoma=melanoma, first=first, probability=t.percent(prediction.of(prediction.first))
    )


def meaning(t: Texts, point: OperatingPoint) -> str:
    """What the operating point did on the inner fold."""
    sensitivity = wilson(point.melanomas_above, point.melanomas)
    specificity = wilson(point.others_below, point.others)
    return t(
        "result.operating_meaning",
        photos=point.melanomas + point.others,
        sensitivity=t.percent(sensitivity.value),
        sensitivity_interval=t.interval(sensitivity.low, sensitivity.high),
        specificity=t.percent(specificity.value),
        specificity_interval=t.interval(specificity.low, specificity.high),
    )


def _figure(t: Texts, melanoma: float, point: OperatingPoint) -> str:
    above = melanoma >= point.threshold
    threshold = t.percent(point.threshold, 1)
    missed = point.melanomas - point.melanomas_above
    warning = t("result.below_warning", one_in=round(point.melanomas / missed)) if missed and not above else ""
    return f"""
    <div class="{"suspicious" if above else "calm"}">
      <div class="figure-row">
        <div><div class="figure-label">{escape(t("result.figure_label"))}</div>
          <div class="figure">{t.percent(melanoma)}</div></div>
        <div class="verdict"><span class="shape"></span>{escape(t("result.above" if above else "result.below"))}</div>
      </div>
      <div class="scale" role="img"
        aria-label="{escape(t("result.scale_alt", melanoma=t.percent(melanoma), threshold=threshold))}">
        <div class="value" style="width:{melanoma:.2%}"></div>
        <div class="threshold" style="left:{point.threshold:.2%}">
          <span>{escape(t("result.operating_point", threshold=threshold))}</span></div>
      </div>
      <p class="small">{escape(meaning(t, point))} {escape(warning)}</p>
    </div>"""


def _bars(t: Texts, examination: Examination) -> None:
    """Seven bars, melanoma first, then by probability; each is a button that asks for its heat map."""
    prediction, target = examination.prediction, examination.explanation.target
    order = [Diagnosis.MEL, *(d for d in prediction.ranked() if d is not Diagnosis.MEL)]
    shares = "".join(f".st-key-bar-{d} button {{ --share: {prediction.of(d):.2%} }}" for d in DIAGNOSES)
    shown = f".st-key-bar-{target} button {{ border-color: currentColor; border-width: 2px }}"
    st.html(f"<style>{shares}{shown}</style>")
    st.html(f'<p class="small"><strong>{t("result.diagnoses")}.</strong> {t("result.explain_hint")}</p>')
    with st.container(key="bars"):
        for diagnosis in order:
            name = t(f"diagnoses.{diagnosis}.name")
            mark = f" *{t('result.explained')}*" if diagnosis is target else ""
            label = f"{name[0].upper()}{name[1:]}{mark} **{t.percent(prediction.of(diagnosis))}**"
            st.button(label, key=f"bar-{diagnosis}", on_click=_explain, args=(diagnosis,), width="stretch")


def _explain(diagnosis: Diagnosis) -> None:
    st.session_state["target"] = diagnosis
