"""How sure an answer is, in a fold: operating point, coverage of the sets, and the answers to altered views."""

from __future__ import annotations

from html import escape

import streamlit as st

from pages.components.shell.frame import PAGES
from model.algorithms.jury import Opinion
from model.algorithms.words import verdict
from model.evaluation.intervals import Score
from model.evaluation.sets import ELSEWHERE, HOME
from model.reading.findings import Findings
from model.text import Texts
from model.trust.coverage import Coverage, is_kept
from model.trust.sets import COVERAGES
from model.trust.unknown import unknown_words
from model.trust.words import meaning
from pages.components.cache import algorithm_scores
from pages.components.shell.facts_table import facts_table
from pages.components.shell.placeholder import LiveSlots


def show_sureness(t: Texts, findings: Findings, live: LiveSlots) -> None:
    """Draw what the operating point means, the measured coverage of the sets, and the altered views."""
    answer, opinion = findings.answer, findings.answer.opinion(findings.practice)
    if answer.sheet is None or opinion is None:
        return
    unseen = algorithm_scores.unseen_at_the_point(answer.slug)
    st.html(f"<p>{escape(meaning(t, answer.sheet.operating_point, unseen, opinion.suspicious))}</p>")
    query = {"algorithm": answer.slug, "lang": t.language}
    st.page_link(PAGES["consultation"], label=t("consultation.link"), query_params=query)
    if answer.sheet.sets:
        _show_coverage(t, answer.slug)
    else:
        st.html(f"<p>{escape(t('sureness.unset'))}</p>")
    live.place(looks_html)
    unknown = unknown_words(t, answer.slug) if opinion.unknown else ""
    limits = f"{unknown} {t('sureness.limits')}".strip()
    st.html(f'<p class="small">{escape(limits)}</p>')


def looks_html(t: Texts, findings: Findings) -> str:
    """Return the answers to the altered views so far, each with its verdict as a mark."""
    opinion = findings.answer.opinion(findings.practice)
    if findings.stability is None or opinion is None:
        return ""
    views = []
    for name, prediction in findings.stability.looks.items():
        again = Opinion(opinion.slug, prediction, opinion.threshold)
        kind, word = "suspicious" if again.suspicious else "calm", escape(verdict(t, again.suspicious))
        mark = f'<span class="{kind}" role="img" aria-label="{word}"><span class="shape"></span></span>'
        views.append(
            f"<li>{mark} {escape(t(f'sureness.looks.{name}'))} <b>{escape(t.percent(again.melanoma))}</b></li>"
        )
    return f'<ul class="looks">{"".join(views)}</ul>'


def surest_elsewhere(slug: str) -> Coverage | None:
    """Return the coverage of an algorithm's largest sets in other clinics; None where it was not measured."""
    return algorithm_scores.coverage_at(slug, ELSEWHERE, COVERAGES[-1])


def _show_coverage(t: Texts, slug: str) -> None:
    """Draw the coverage of the sets that are shown, measured on held-out photos."""
    promise, names = COVERAGES[-1], (HOME, ELSEWHERE)
    measured = {name: found for name in names if (found := algorithm_scores.coverage_at(slug, name, promise))}
    title = t("sureness.came", promise=t.percent(promise))
    header = [title, *(t(f"sureness.{head}") for head in ("all", "melanomas", "size"))]
    facts_table(title, header, [_coverage_row(t, name, coverage) for name, coverage in measured.items()])
    for words in misses(t, measured[HOME]) if HOME in measured else ():
        st.html(f'<p class="small">{escape(words)}</p>')


def _coverage_row(t: Texts, name: str, coverage: Coverage) -> tuple[str, str, str, str]:
    size = t.number(coverage.size.value, 1)
    return t(f"consultation.set_{name}"), _share(t, coverage.of_all), _share(t, coverage.of_melanomas), size


def _share(t: Texts, score: Score) -> str:
    return f"{t.percent(score.value)} ({t.interval(score.low, score.high)})"


def misses(t: Texts, coverage: Coverage) -> list[str]:
    """Return a sentence for each coverage that is more than two points from the promise."""
    figures = (("missed_all", coverage.of_all), ("missed_melanomas", coverage.of_melanomas))
    return [
        t(f"sureness.{key}", value=t.percent(score.value), promise=t.percent(coverage.promise))
        for key, score in figures
        if not is_kept(score.value, coverage.promise)
    ]
