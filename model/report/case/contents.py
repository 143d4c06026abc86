"""Put the facts of a case into words: every sentence and figure of its page, in one language."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import numpy as np
from PIL import Image

from model.algorithms.contract import Explanation
from model.algorithms.drawing.overlay import colour_ramp, heat_caption, overlaid, strength
from model.algorithms.words import agreement_words, meter, name_of, sentence
from model.lesion.pictures import jpeg_address
from model.lesion.practice_words import speaks_of
from model.report.case.facts import MOST_MAPS, CaseFacts
from model.report.case.table import EQUAL_MARK, HASH_DIGITS, AnswerRow, answer_rows, header, shortened
from model.text import Texts
from model.trust.criteria_words import criteria_line
from model.trust.focus import focus
from model.trust.photo_words import photo_words
from model.trust.sets import COVERAGES
from model.trust.words import considered, focus_absence, focus_short, meaning, sureness_words

PHOTO_SIDE, MAP_SIDE = 680, 420
"""Pixels; about 300 to an inch on paper."""
OPACITY = 0.55


@dataclass(frozen=True)
class MapPicture:
    """One heat map with its words."""

    name: str
    address: str
    caption: str
    focus: str
    warning: str


@dataclass(frozen=True)
class CaseContents:
    """The words, figures and pictures of the page, ready to be rendered."""

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
    header: tuple[str, ...]
    rows: tuple[AnswerRow, ...]
    notes: tuple[str, ...]
    limits: tuple[str, tuple[str, ...]]
    origin: tuple[str, ...]


def write_case(facts: CaseFacts, t: Texts) -> CaseContents:
    """The contents of the page in the language of `t`."""
    return CaseContents(
        language=t.language,
        brand=t("app.name"),
        title=t("case_report.title"),
        made=t("case_report.made", date=datetime.date.fromisoformat(facts.date)),
        notice=t("app.notice"),
        caution=facts.caution,
        photo=jpeg_address(_resized(facts, PHOTO_SIDE), quality=88),
        photo_alt=t("view.photo_alt", source=shortened(facts.findings.source)),
        jury=_jury(facts, t),
        detail=_detail(facts, t),
        photo_words=(t("case_report.photo"), _about_the_photo(facts, t)),
        maps=tuple(_map(facts, t, slug, explanation) for slug, explanation in facts.maps[:MOST_MAPS]),
        maps_words=(t("case_report.maps"), t("view.legend"), t("view.legend_none"), t("view.legend_typical")),
        ramp=", ".join(colour_ramp()),
        header=header(t),
        rows=answer_rows(facts, t),
        notes=_notes(facts, t),
        limits=(t("limits.title"), _limits(facts, t)),
        origin=_origin(facts, t),
    )


def _about_the_photo(facts: CaseFacts, t: Texts) -> str:
    findings = facts.findings
    photo = " · ".join([shortened(findings.source), *photo_words(t, findings.image, findings.outline)])
    criteria = criteria_line(t, findings.criteria or ())
    return f"{photo}. {criteria}" if criteria else photo


def _resized(facts: CaseFacts, side: int) -> Image.Image:
    side = min(side, len(facts.findings.image.photo))
    return Image.fromarray(facts.findings.image.photo).resize((side, side), Image.Resampling.LANCZOS)


def _jury(facts: CaseFacts, t: Texts) -> tuple[str, ...]:
    jury = facts.findings.jury
    if jury is None:
        return (t("jury.none_yet"),) if not facts.findings.opinions else ()
    return (meter(t, jury), f"{agreement_words(t, jury)} {t('jury.meter_how')}")


def _detail(facts: CaseFacts, t: Texts) -> tuple[str, tuple[str, ...]]:
    answer, detail = facts.detailed, facts.detail
    opinion = answer.opinion(facts.findings.practice) if answer else None
    if answer is None or answer.sheet is None or opinion is None:
        return "", ()
    return name_of(t, answer.slug), (
        sentence(t, opinion, considered(opinion, answer.sheet)),
        sureness_words(t, answer.sheet, opinion, detail.away, facts.findings.stability),
        meaning(t, answer.sheet.operating_point, detail.unseen, opinion.suspicious),
    )


def _map(facts: CaseFacts, t: Texts, slug: str, explanation: Explanation) -> MapPicture:
    picture = overlaid(np.asarray(_resized(facts, MAP_SIDE)), explanation, OPACITY)
    located = focus(explanation, facts.findings.outline) if facts.findings.outline is not None else None
    words, warning = focus_short(t, located) if located else (focus_absence(t, explanation, facts.findings.outline), "")
    caption = heat_caption(t, explanation)
    if not explanation.is_blank:
        words = f"{strength(t, explanation)} {words}"
    return MapPicture(name_of(t, slug), jpeg_address(picture, quality=88), caption, words, warning)


def _notes(facts: CaseFacts, t: Texts) -> tuple[str, ...]:
    combining = [answer.slug for answer in facts.answers if answer.combines and answer.prediction]
    committee = (
        [t("case_report.of", name=", ".join(name_of(t, slug) for slug in combining), words=t("jury.committee_note"))]
        if combining
        else []
    )
    how = t("case_report.how", promise=t.percent(COVERAGES[-1]), digits=HASH_DIGITS)
    return (*_practices(facts, t), how, *committee)


def _practices(facts: CaseFacts, t: Texts) -> list[str]:
    """A sentence for each practice that figures assume; equal frequencies last, with their mark beside another."""
    opinions = [opinion for answer in facts.answers if (opinion := answer.opinion(facts.findings.practice))]
    practices = sorted({opinion.threshold.practice for opinion in opinions}, key=lambda practice: practice.is_equal)
    return [
        f"{EQUAL_MARK} {speaks_of(t, practice)}" if practice.is_equal and len(practices) > 1 else speaks_of(t, practice)
        for practice in practices
    ]


def _limits(facts: CaseFacts, t: Texts) -> tuple[str, ...]:
    images = facts.findings.learned_from if facts.detailed else 0
    training = [t("limits.training", images=images)] if images else []
    heat = [t("limits.heat")] if facts.maps else []
    return (t("limits.device"), *heat, *training, t("sureness.limits"))


def _origin(facts: CaseFacts, t: Texts) -> tuple[str, ...]:
    versions = " · ".join(f"{name} {version}" for name, version in facts.versions)
    if facts.commit:
        versions = f"{versions} · {t('case_report.commit', commit=facts.commit)}"
    return versions, t("case_report.photo_hash", hash=facts.findings.image.sha256), t("case_report.kept")
