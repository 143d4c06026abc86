"""A series of photos as rows in words, as a CSV table, and as a contact sheet that prints on A4."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import Markup
from PIL import Image

from model.algorithms.jury import Opinion, opinion_of
from model.algorithms.weights import WeightsSheet
from model.algorithms.words import beside_melanoma, name_of, verdict
from model.error_words import error_sentence
from model.lesion.diagnosis import DIAGNOSES
from model.lesion.pictures import jpeg_address
from model.lesion.practice import Practice
from model.lesion.practice_words import speaks_of
from model.reading.series import SeriesAnswer, SeriesPhoto
from model.reading.words import caution, failure_sentence, held_back
from model.report.page import FOLDER, environment, faces, policy_of
from model.spreadsheet import no_formula
from model.text import Texts
from model.trust.words import considered

PICTURE_SIDE = 220
"""Pixels of a photo on the contact sheet; about 180 to an inch on paper."""
COLUMNS = ("image", "verdict", "melanoma", "threshold", "most_probable", *map(str, DIAGNOSES), "note")
"""Columns of the table; probabilities are in [0, 1], in the stated practice."""


@dataclass(frozen=True)
class SeriesRow:
    """One photo of a series in words.

    Attributes:
        name: of the file.
        photo: the decoded file; None as long as it waits.
        opinion: the answer; None where there is none.
        verdict: in one word, also where there is no answer; empty as long as it waits.
        figure: probability of melanoma; empty without an answer.
        rest: the most probable diagnosis and what to consider.
        note: why there is no answer, or what must stand beside it.
    """

    name: str
    photo: SeriesPhoto | None = None
    opinion: Opinion | None = None
    verdict: str = ""
    figure: str = ""
    rest: str = ""
    note: str = ""

    @property
    def melanoma(self) -> float:
        """Probability of melanoma; -1 without an answer, so that it sorts last."""
        return self.opinion.melanoma if self.opinion else -1.0


@dataclass(frozen=True)
class SeriesSheet:
    """A series that one algorithm has answered, for the practice its figures are stated for."""

    slug: str
    weights: WeightsSheet
    practice: Practice
    rows: Sequence[SeriesRow] = field(default=())


def row_of(
    t: Texts, photo: SeriesPhoto, answer: SeriesAnswer | None, weights: WeightsSheet, practice: Practice
) -> SeriesRow:
    """Put one photo and its answer into words; without an answer it still waits for one."""
    if photo.failure is not None:
        return SeriesRow(photo.name, photo, verdict=t("series.unread"), note=error_sentence(t, photo.failure))
    if answer is None:
        return SeriesRow(photo.name, photo)
    if answer.admission.refused:
        note = error_sentence(t, answer.admission.error)
        return SeriesRow(photo.name, photo, verdict=held_back(t, answer.admission, "title"), note=note)
    if answer.prediction is None:
        note = failure_sentence(t, answer.failure) if answer.failure else ""
        return SeriesRow(photo.name, photo, verdict=t("series.no_answer"), note=note)
    opinion = opinion_of(weights, answer.prediction, practice)
    rest = beside_melanoma(t, opinion, considered(opinion, weights))
    words = verdict(t, opinion.suspicious), t.percent(opinion.melanoma)
    return SeriesRow(photo.name, photo, opinion, *words, rest, caution(t, answer.admission))


def by_suspicion(rows: Sequence[SeriesRow]) -> list[SeriesRow]:
    """Sort by probability of melanoma, the highest first; photos without an answer come last, as given."""
    return sorted(rows, key=lambda row: -row.melanoma)


def summary(t: Texts, rows: Sequence[SeriesRow]) -> str:
    """Count the suspicious photos among those with an answer."""
    opinions = [row.opinion for row in rows if row.opinion is not None]
    return t("series.summary", count=sum(opinion.suspicious for opinion in opinions), answered=len(opinions))


def csv_of(sheet: SeriesSheet) -> bytes:
    """The table, UTF-8, with one row a photo in the order of the sheet."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    for row in sheet.rows:
        table.writerow([no_formula(row.name), row.verdict, *_figures(row.opinion), no_formula(row.note)])
    return text.getvalue().encode()


def _figures(opinion: Opinion | None) -> list[str]:
    if opinion is None:
        return [""] * (len(DIAGNOSES) + 3)
    shares = [f"{opinion.stated.of(diagnosis):.6f}" for diagnosis in DIAGNOSES]
    return [f"{opinion.melanoma:.6f}", f"{opinion.threshold.value:.6f}", str(opinion.first), *shares]


def html_of_series(t: Texts, sheet: SeriesSheet) -> str:
    """The contact sheet as one HTML file that makes no request and runs no script."""
    moment = datetime.datetime.now().astimezone()
    return (
        environment()
        .get_template("series.html.jinja")
        .render(
            t=t,
            title=t("series.title"),
            made=f"{t.date(moment.date())}, {moment:%H:%M}",
            algorithm=f"{name_of(t, sheet.slug)} · {sheet.weights.version}",
            practice=speaks_of(t, sheet.weights.operating_point.shown_in(sheet.practice).practice),
            summary=summary(t, sheet.rows),
            rows=[(row, _picture(row)) for row in sheet.rows],
            policy=policy_of(),
            faces=Markup(faces()),
            style=Markup((FOLDER / "series.css").read_text("utf-8")),
        )
    )


def _picture(row: SeriesRow) -> str:
    if row.photo is None or row.photo.small is None:
        return ""
    return jpeg_address(Image.fromarray(row.photo.small.pixels).resize((PICTURE_SIDE, PICTURE_SIDE)))
