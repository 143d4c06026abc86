"""The facts of a case -> every word and figure of its page, in one language."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import numpy as np
from PIL import Image

from model.algorithms.contract import Explanation
from model.algorithms.drawing.overlay import colour_ramp, overlaid, strength
from model.algorithms.jury import Opinion
from model.algorithms.words import dissent, meter, most_choose, name_of, names_of, sentence
from model.charts import identity
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.pictures import jpeg_address
from model.lesion.practice_words import speaks_of
from model.report.case.facts import MOST_MAPS, CaseFacts, Voice
from model.report.contents import Mark
from model.text import Texts
from model.trust.focus import focus
from model.trust.photo_words import photo_words
from model.trust.sets import COVERAGES, prediction_set
from model.trust.words import focus_absence, focus_short, meaning, sureness_sentence

PHOTO_SIDE, MAP_SIDE = 680, 420
"""Pixels; on paper that is some 300 to an inch."""
OPACITY = 0.55
HASH_DIGITS = 16
LONGEST = 190
"""Letters of a sentence that comes from elsewhere: of a source, of a reason; what is more becomes an ellipsis."""
EQUAL_MARK = "*"
"""At the name of who speaks of equal frequencies while the others speak of a practice."""
DASH = "\N{EN DASH}"


@dataclass(frozen=True)
class Cell:
    """One probability.

    Attributes:
        figure: as it is written.
        share: the same as a number in [0, 1].
        in_set: the diagnosis is one that cannot be left out.
    """

    figure: str
    share: float
    in_set: bool


@dataclass(frozen=True)
class Row:
    """One algorithm in the table.

    Attributes:
        name: of the algorithm.
        mark: its colour and marker.
        verdict: in words; empty where it gives no answer.
        suspicious: at or above its operating point.
        point: its operating point, as it is written.
        at: the same as a number in [0, 1].
        cells: a probability for each diagnosis, melanoma first; none where it gives no answer.
        set_size: how many diagnoses cannot be left out; a dash where nobody has measured it.
        weights: the first digits of the SHA-256 of its weights.
        failure: why it gives no answer.
    """

    name: str
    mark: Mark
    verdict: str = ""
    suspicious: bool = False
    point: str = ""
    at: float = 0.0
    cells: tuple[Cell, ...] = ()
    set_size: str = DASH
    weights: str = DASH
    failure: str = ""


@dataclass(frozen=True)
class MapPicture:
    """One heat map with its words."""

    name: str
    address: str
    caption: str
    focus: str
    warning: str


@dataclass(frozen=True)
class CaseSheet:
    """Everything that stands on the page, as it is read."""

    language: str
    brand: str
    title: str
    made: str
    notice: str
    caution: str
    photo: str
    photo_alt: str
    jury: tuple[str, ...]
    detail: tuple[str, tuple[str, ...]]
    photo_words: tuple[str, str]
    maps: tuple[MapPicture, ...]
    maps_words: tuple[str, str, str, str]
    ramp: str
    table: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    limits: tuple[str, tuple[str, ...]]
    origin: tuple[str, ...]


def write_sheet(facts: CaseFacts, t: Texts) -> CaseSheet:
    """The page of a case in the language of `t`."""
    return CaseSheet(
        language=t.language,
        brand=t("app.name"),
        title=t("case_report.title"),
        made=t("case_report.made", date=datetime.date.fromisoformat(facts.date)),
        notice=t("app.notice"),
        caution=facts.caution,
        photo=_photo(facts, PHOTO_SIDE),
        photo_alt=t("view.photo_alt", source=_cut(facts.source)),
        jury=_jury(facts, t),
        detail=_detail(facts, t),
        photo_words=(t("case_report.photo"), _about_the_photo(facts, t)),
        maps=tuple(_map(facts, t, slug, explanation) for slug, explanation in facts.maps[:MOST_MAPS]),
        maps_words=(
            t("case_report.maps"),
            t("view.legend"),
            t("view.legend_none"),
            t("view.legend_typical"),
        ),
        ramp=", ".join(colour_ramp()),
        table=_header(t),
        rows=tuple(_row(facts, t, one) for one in facts.voices),
        notes=_notes(facts, t),
        limits=(t("limits.title"), _limits(facts, t)),
        origin=_origin(facts, t),
    )


def _about_the_photo(facts: CaseFacts, t: Texts) -> str:
    return " · ".join([_cut(facts.source), *photo_words(t, facts.image, facts.outline)])


def _photo(facts: CaseFacts, side: int) -> str:
    return jpeg_address(_small(facts, side), quality=88)


def _small(facts: CaseFacts, side: int) -> Image.Image:
    side = min(side, len(facts.image.photo))
    return Image.fromarray(facts.image.photo).resize((side, side), Image.Resampling.LANCZOS)


def _jury(facts: CaseFacts, t: Texts) -> tuple[str, ...]:
    found = facts.jury
    if found is None:
        return (t("jury.none_yet"),) if not facts.opinions else ()
    return (meter(t, found), " ".join(filter(None, [dissent(t, found), most_choose(t, found), t("jury.meter_how")])))


def _detail(facts: CaseFacts, t: Texts) -> tuple[str, tuple[str, ...]]:
    voice = facts.detailed
    opinion = voice.opinion(facts.practice) if voice else None
    if voice is None or voice.sheet is None or opinion is None:
        return "", ()
    known = facts.detail
    figure = t.percent_beside(opinion.melanoma, opinion.threshold.value)
    return name_of(t, voice.slug), (
        sentence(t, opinion, figure),
        sureness_sentence(t, voice.sheet, opinion, known.away, known.stable, facts.jury),
        meaning(t, voice.sheet.operating_point, known.unseen, opinion.suspicious),
    )


def _map(facts: CaseFacts, t: Texts, slug: str, explanation: Explanation) -> MapPicture:
    picture = overlaid(np.asarray(_small(facts, MAP_SIDE)), explanation, OPACITY)
    found = focus(explanation, facts.outline) if facts.outline is not None else None
    words, warning = focus_short(t, found) if found else (focus_absence(t, explanation, facts.outline), "")
    caption = t("view.heat_caption", diagnosis=t(f"diagnoses.{explanation.target}.name"))
    if not explanation.is_blank:
        words = f"{strength(t, explanation)} {words}"
    return MapPicture(name_of(t, slug), jpeg_address(picture, quality=88), caption, words, warning)


def columns() -> tuple[Diagnosis, ...]:
    """The diagnoses as the table has them: melanoma first."""
    return (Diagnosis.MEL, *(d for d in DIAGNOSES if d is not Diagnosis.MEL))


def _header(t: Texts) -> tuple[str, ...]:
    names = [t(f"diagnoses.{diagnosis}.short") for diagnosis in columns()]
    words = [t(f"case_report.{word}") for word in ("algorithm", "verdict")]
    return (*words, names[0], t("case_report.point"), *names[1:], t("case_report.set"), t("case_report.weights"))


def _row(facts: CaseFacts, t: Texts, voice: Voice) -> Row:
    points = " ".join(f"{x:g},{y:g}" for x, y in identity.outline(voice.slug))
    mark, opinion = Mark(identity.colour(voice.slug), points), voice.opinion(facts.practice)
    name = name_of(t, voice.slug) + (EQUAL_MARK if _is_apart(facts, opinion) else "")
    if opinion is None or voice.sheet is None:
        return Row(name, mark, failure=_cut(f"{t('jury.no_answer')}. {voice.failure}"))
    named = prediction_set(opinion.prediction, voice.sheet.sets, COVERAGES[-1]) if voice.sheet.sets else None
    return Row(
        name,
        mark,
        t("jury.suspicious" if opinion.suspicious else "jury.calm"),
        opinion.suspicious,
        t.point(opinion.threshold.value),
        opinion.threshold.value,
        tuple(_cell(t, opinion, diagnosis, named or ()) for diagnosis in columns()),
        DASH if named is None else t.number(len(named)),
        voice.sheet.sha256[:HASH_DIGITS],
    )


def _cell(t: Texts, opinion: Opinion, diagnosis: Diagnosis, named: tuple[Diagnosis, ...]) -> Cell:
    share = opinion.stated.of(diagnosis)
    is_melanoma = diagnosis is Diagnosis.MEL
    figure = t.percent_beside(share, opinion.threshold.value) if is_melanoma else t.percent(share)
    return Cell(figure, share, diagnosis in named)


def _is_apart(facts: CaseFacts, opinion: Opinion | None) -> bool:
    return opinion is not None and opinion.threshold.practice.is_equal and not _all_equal(facts)


def _all_equal(facts: CaseFacts) -> bool:
    return all(found.threshold.practice.is_equal for found in facts.opinions)


def _notes(facts: CaseFacts, t: Texts) -> tuple[str, ...]:
    practices = {found.threshold.practice for one in facts.voices if (found := one.opinion(facts.practice))}
    stated = sorted(practices, key=lambda one: one.is_equal)
    marks = [EQUAL_MARK + " " if one.is_equal and len(stated) > 1 else "" for one in stated]
    combining = [one.slug for one in facts.voices if one.combines and one.prediction]
    committee = [t("case_report.of", name=names_of(t, combining), words=t("jury.committee_note"))] if combining else []
    return (
        *(mark + speaks_of(t, one) for mark, one in zip(marks, stated, strict=True)),
        t("case_report.how", promise=t.percent(COVERAGES[-1]), digits=HASH_DIGITS),
        *committee,
    )


def _limits(facts: CaseFacts, t: Texts) -> tuple[str, ...]:
    voice = facts.detailed
    training = [t("limits.training", images=voice.sheet.fit_images)] if voice and voice.sheet else []
    heat = [t("limits.heat")] if facts.maps else []
    return (t("limits.device"), *heat, *training, t("sureness.limits"))


def _origin(facts: CaseFacts, t: Texts) -> tuple[str, ...]:
    versions = " · ".join(f"{name} {version}" for name, version in facts.versions)
    if facts.commit:
        versions = f"{versions} · {t('case_report.commit', commit=facts.commit)}"
    return versions, t("case_report.photo_hash", hash=facts.image.sha256), t("case_report.kept")


def _cut(words: str) -> str:
    """Words from elsewhere in one line, and no longer than there is room for."""
    line = " ".join(words.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"
