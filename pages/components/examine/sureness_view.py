"""How sure an answer is: one sentence with its set, its stability and the jury; the figures are a click away."""

from __future__ import annotations

from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from model.algorithms.jury import Opinion
from model.algorithms.weights import WeightsSheet
from model.algorithms.words import verdict
from model.evaluation.intervals import Score
from model.evaluation.sets import ELSEWHERE, HOME
from model.reading.findings import Findings
from model.text import Texts
from model.trust.coverage import Coverage, is_kept
from model.trust.sets import COVERAGES
from model.trust.stability import LOOKS
from model.trust.words import considered, set_words, sureness_sentence
from pages.components.cache import algorithm_scores
from pages.components.session.wanted import want, wanted
from pages.components.shell.facts_table import facts_table, facts_table_html
from pages.components.shell.failures import guarded_callback
from pages.components.shell.placeholder import LiveSlots


def show_sureness(t: Texts, findings: Findings, live: LiveSlots) -> DeltaGenerator:
    """Draw the sentence and under it the closed details; return the slot of the altered looks."""
    answer = findings.answer
    live.place(sureness_html)
    with st.expander(t("sureness.details"), key="sureness"):
        opinion = answer.opinion(findings.practice)
        if opinion and answer.sheet and answer.sheet.sets:
            _show_sets(t, answer.sheet, opinion)
        looks = live.place(looks_html)
        subject = ("looks", findings.image.sha256, answer.slug)
        st.button(
            t("sureness.look_again", looks=len(LOOKS)),
            key="look-again",
            on_click=guarded_callback(want),
            args=subject,
            disabled=findings.stability is not None or wanted(*subject),
        )
        st.html(f'<p class="small">{escape(t("sureness.limits"))}</p>')
    return looks


def sureness_html(t: Texts, findings: Findings) -> str:
    """Return the sentence, without the parts that are not measured."""
    answer, opinion = findings.answer, findings.answer.opinion(findings.practice)
    if answer.sheet is None or opinion is None:
        return ""
    away = surest_elsewhere(answer.slug)
    words = sureness_sentence(t, answer.sheet, opinion, away, findings.stability, findings.jury)
    return f'<p class="sureness" role="status">{escape(words)}</p>'


def looks_html(t: Texts, findings: Findings) -> str:
    """Return the answers to altered copies; before they are asked for, how the copies are altered."""
    opinion = findings.answer.opinion(findings.practice)
    if findings.stability is None or opinion is None:
        return f'<p class="small">{escape(t("sureness.looks_how", looks=len(LOOKS)))}</p>'
    rows = []
    for name, prediction in findings.stability.looks.items():
        again = Opinion(opinion.slug, prediction, opinion.threshold)
        rows.append((t(f"sureness.looks.{name}"), t.percent(again.melanoma), verdict(t, again.suspicious)))
    header = [t("sureness.look"), t("result.figure_label"), t("sureness.verdict")]
    return facts_table_html(t("sureness.look"), header, rows)


def surest_elsewhere(slug: str) -> Coverage | None:
    """Return the coverage of an algorithm's largest sets in other clinics; None where it was not measured."""
    return algorithm_scores.coverage_at(slug, ELSEWHERE, COVERAGES[-1])


def _show_sets(t: Texts, sheet: WeightsSheet, opinion: Opinion) -> None:
    """Draw the photo's set at each coverage, how it is made, and the coverage measured on held-out photos."""
    sets = {promise: set_words(t, considered(opinion, sheet, promise)) for promise in COVERAGES}
    lines = [t("sureness.this_photo", promise=t.percent(promise), set=words) for promise, words in sets.items()]
    st.html("".join(f"<p>{escape(words)}</p>" for words in lines))
    measured = [
        (name, coverage)
        for name in (HOME, ELSEWHERE)
        for promise in COVERAGES
        if (coverage := algorithm_scores.coverage_at(sheet.slug, name, promise)) is not None
    ]
    header = [t(f"sureness.{head}") for head in ("came", "all", "melanomas", "size")]
    facts_table(t("sureness.came"), header, [_coverage_row(t, name, coverage) for name, coverage in measured])
    missed = [words for name, coverage in measured if name == HOME for words in misses(t, coverage)]
    st.html("".join(f'<p class="small">{escape(words)}</p>' for words in [t("sureness.sets_how"), *missed]))


def _coverage_row(t: Texts, name: str, coverage: Coverage) -> tuple[str, str, str, str]:
    promised = t("sureness.promise_on", promise=t.percent(coverage.promise), set=t(f"charts.{name}"))
    return promised, _share(t, coverage.of_all), _share(t, coverage.of_melanomas), t.number(coverage.size.value, 1)


def _share(t: Texts, score: Score) -> str:
    return f"{t.percent(score.value)} ({t.interval(score.low, score.high)})"


def misses(t: Texts, coverage: Coverage) -> list[str]:
    """Return a sentence for each coverage that is more than two points below the promise."""
    figures = (("missed_all", coverage.of_all), ("missed_melanomas", coverage.of_melanomas))
    return [
        t(f"sureness.{key}", value=t.percent(score.value), promise=t.percent(coverage.promise))
        for key, score in figures
        if not is_kept(score.value, coverage.promise)
    ]
