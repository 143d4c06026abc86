"""The page of one algorithm: its scores, and its card from class, weights sheet and committed tables."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from model.algorithms.contract import AlgorithmCard
from model.algorithms.weights import OperatingPoint, WeightsSheet
from model.charts.written import capital, score_words
from model.evaluation.sets import ELSEWHERE, HOME, SETS
from model.lesion.archives import ISIC
from model.lesion.practice_words import stated
from model.text import Texts
from pages.components.cache import algorithm_scores
from pages.components.leaderboard.scores_table import scores_table
from pages.components.shell.algorithm_names import audience_of, explanation_of, family_of, training_data_of
from pages.components.shell.facts_table import facts_table

if TYPE_CHECKING:
    from model.evaluation.operating_point import AtThePoint
    from model.evaluation.track_record import Recognised
    from model.evaluation.transfer import Fall

IDENTIFIERS = {"doi": "https://doi.org/", "arXiv": "https://arxiv.org/abs/"}


def show_scores(t: Texts, sheet: WeightsSheet) -> None:
    """Draw scores, recognised diagnoses, operating point and calibration."""
    runs = [algorithm_scores.run_of(name, sheet.slug) for name in SETS]
    older = any(run and run.get("weights_sha256") != sheet.sha256 for run in runs)
    _section(t("about.scores"), t("about.scores_text"), *([t("algorithm.older_weights")] if older else []))
    scores_table(t, sheet.slug, t("algorithm.not_scored"))
    _show_elsewhere(t, sheet.slug)
    _show_recognised(t, sheet.slug)
    _show_operating_point(t, sheet)
    _show_calibration(t, sheet)


def _show_recognised(t: Texts, slug: str) -> None:
    sets = {name: record.recognised for name in SETS if (record := algorithm_scores.track_record(name, slug))}
    if not sets:
        return
    words = [t("algorithm.recognised_how")]
    if HOME in sets:
        words.insert(0, best_and_worst_words(t, HOME, sets[HOME]))
    _section(t("algorithm.recognised"), " ".join(words))
    st.html(recognised_table(t, sets))


def _show_elsewhere(t: Texts, slug: str) -> None:
    fall = algorithm_scores.fall(slug)
    if fall is not None:
        _section(t("algorithm.elsewhere"), elsewhere_words(t, fall))


def elsewhere_words(t: Texts, fall: Fall) -> str:
    """The loss on photos from other clinics, and its consequence for such photos."""
    home, away = (score_words(t, "melanoma_auc", score) for score in (fall.home, fall.away))
    measured = t("algorithm.elsewhere_auc", home=home, away=away)
    return f"{measured} {t('algorithm.elsewhere_lost' if fall.is_certain else 'algorithm.elsewhere_kept')}"


def best_and_worst_words(t: Texts, day: str, recognised: Sequence[Recognised]) -> str:
    """The diagnoses recognised best and worst with their counts; empty for an empty table."""
    from model.evaluation.track_record import best_and_worst

    ends = best_and_worst(recognised)
    if ends is None:
        return ""
    words: dict[str, str | int] = {"day": t(f"about.{day}").lower()}
    for end, counts in zip(("best", "worst"), ends, strict=True):
        words |= {end: t(f"diagnoses.{counts.diagnosis}.name"), f"{end}_hits": counts.hits}
        words[f"{end}_photos"] = counts.photos
    return t("algorithm.best_and_worst", **words)


def recognised_table(t: Texts, sets: dict[str, tuple[Recognised, ...]]) -> str:
    """HTML table with a row for each diagnosis: share and counts in each set, interval of day 2 as a picture."""
    heads = [t("details.diagnosis"), *(t(f"about.{name}") for name in sets)]
    heads += [t("algorithm.interval", day=t(f"about.{HOME}"))] if HOME in sets else []
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in heads)
    rows = []
    for counts in zip(*sets.values(), strict=True):
        cells = [_share(t, recognised) for recognised in counts]
        cells += [_interval_picture(counts[list(sets).index(HOME)])] if HOME in sets else []
        name = escape(capital(t(f"diagnoses.{counts[0].diagnosis}.name")))
        rows.append(f'<tr><th scope="row">{name}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>')
    region = f'<div class="table-scroll" role="region" tabindex="0" aria-label="{escape(t("algorithm.recognised"))}">'
    body = f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody>"
    return f'{region}<table class="facts recognised">{body}</table></div>'


def _share(t: Texts, counts: Recognised) -> str:
    score = counts.sensitivity
    if not counts.photos:
        return escape(t.percent(score.value))
    share = f"{t.percent(score.value)} ({t.interval(score.low, score.high)})"
    return f"{escape(share)}<br><small>{escape(t('algorithm.counts', hits=counts.hits, photos=counts.photos))}</small>"


def _interval_picture(counts: Recognised) -> str:
    """HTML of an interval as a line with a point; the text beside it has the numbers."""
    score = counts.sensitivity
    if not counts.photos:
        return ""
    return (
        f'<div class="interval" aria-hidden="true"><span class="line" style="left:{score.low:.2%};'
        f'width:{score.high - score.low:.2%}"></span><span class="point" style="left:{score.value:.2%}"></span></div>'
    )


def _show_operating_point(t: Texts, sheet: WeightsSheet) -> None:
    words = [operating_words(t, sheet.operating_point), *inner_words(t, sheet)]
    for name in (HOME, ELSEWHERE):
        unseen = algorithm_scores.unseen_at_the_point(sheet.slug, name)
        if unseen is not None:
            words.append(t(f"algorithm.operating_on.{name}", **_counts(unseen)))
    _section(t("algorithm.operating_point"), *words)


def operating_words(t: Texts, point: OperatingPoint) -> str:
    """The operating point in words, with the counts behind it."""
    words = t("algorithm.operating_words", threshold=t.percent(point.threshold), **_counts(point))
    return f"{words} {stated(t, point.in_its_practice.practice)}"


def _counts(point: OperatingPoint | AtThePoint) -> dict[str, int]:
    above, below = point.melanomas_above, point.others_below
    return {"above": above, "melanomas": point.melanomas, "below": below, "others": point.others}


def _show_calibration(t: Texts, sheet: WeightsSheet) -> None:
    records = {name: algorithm_scores.track_record(name, sheet.slug) for name in SETS}
    gaps = [
        t("algorithm.gap", day=t(f"about.{name}"), error=t.percent(record.calibration_error))
        for name, record in records.items()
        if record
    ]
    measured = f"{t('algorithm.gap_how')} {' '.join(gaps)}" if gaps else t("algorithm.not_scored")
    fitted = t("algorithm.temperature", temperature=t.number(sheet.temperature, 2))
    _section(t("algorithm.calibration"), fitted, measured)


def show_card(t: Texts, card: AlgorithmCard, sheet: WeightsSheet | None) -> None:
    """Draw family, data, licences and speed, and with a weights sheet also size and version."""
    rows = [
        (t("about.audience"), audience_of(t, card.slug)),
        (t("about.family"), family_of(t, card.family)),
        (t("about.authors"), card.authors),
        (t("about.explanation"), explanation_of(t, card.explanation)),
        (t("about.training_data"), training_data_of(t, card.training_data)),
        (t("about.input"), f"{card.input_side} × {card.input_side} px"),
        (t("about.licences"), t("about.licences_of", code=card.code_licence, weights=card.weights_licence)),
        (t("algorithm.speed"), speed_words(t, card.slug)),
    ]
    if sheet is not None:
        rows += [
            (t("about.fit"), t.number(sheet.fit_images)),
            (t("about.trained_on"), t.date(datetime.date.fromisoformat(sheet.trained_on))),
            (t("about.version"), sheet.version),
            (t("about.size"), t("about.megabytes", value=sheet.size / 1e6)),
        ]
    st.html(f"<h2>{escape(t('about.card'))}</h2>")
    facts_table(t("about.card"), [], rows)
    sources = "".join(f"<li>{linked(citation)}</li>" for citation in card.citations)
    st.html(f"<h2>{escape(t('about.citations'))}</h2><ul class='prose'>{sources}</ul>")


def speed_words(t: Texts, slug: str) -> str:
    """Time for one photo, measured in the run on day 2."""
    run = algorithm_scores.run_of("day2", slug)
    if "seconds_per_image" not in run:
        return t("algorithm.not_scored")
    seconds, day = float(run["seconds_per_image"]), datetime.date.fromisoformat(str(run["date"]))
    return t("algorithm.speed_of", seconds=t.number(seconds, 3), date=day)


def linked(citation: str) -> str:
    """A citation as HTML, its DOI or arXiv number as a link.

    >>> linked("He 2016, doi:10.1109/X").count("https://doi.org/10.1109/X")
    1
    """
    match = re.search(r"\b(doi|arXiv):(\S+)", citation)
    if match is None:
        return escape(citation)
    address = escape(IDENTIFIERS[match[1]] + match[2])
    words = f'<a href="{address}" target="_blank" rel="noreferrer">{escape(match[0])}</a>'
    return escape(citation[: match.start()]) + words + escape(citation[match.end() :])


def _section(heading: str, *paragraphs: str) -> None:
    words = "".join(f"<p class='prose'>{escape(paragraph)}</p>" for paragraph in paragraphs)
    st.html(f"<h2>{escape(heading)}</h2>{words}")


def inner_words(t: Texts, sheet: WeightsSheet) -> list[str]:
    """One sentence for the inner fold of each archive, and one for an archive without a part in the choice."""
    words = [
        t(
            "algorithm.inner_archive",
            archive=t(f"archives.{archive}"),
            photos=t.number(int(figures["photos"])),
            sensitivity=t.percent(figures["sensitivity"]),
            specificity=t.percent(figures["specificity"]),
            area=t.number(figures["melanoma_auc"], 2),
            threshold=t.percent(figures["wanted_threshold"]),
        )
        for archive, figures in sheet.inner.items()
    ]
    if ISIC not in sheet.inner:
        words.append(t("algorithm.inner_one_archive", archive=t(f"archives.{ISIC}")))
    return words
