"""One card of the jury as HTML: picture, name, verdict as word and shape, melanoma on its scale, first diagnosis."""

from __future__ import annotations

from html import escape

import numpy as np
from PIL import Image

from model.algorithms.contract import Explanation
from model.algorithms.drawing.overlay import overlaid
from model.algorithms.jury import Opinion
from model.algorithms.words import name_of
from model.lesion.image import LesionImage
from model.lesion.pictures import jpeg_address
from model.text import Texts
from pages.components.examine.explanation_view import alternative
from pages.components.examine.focus_view import short_focus_html
from pages.components.jury.seats import Seat
from pages.components.shell.algorithm_names import family_of

PICTURE_SIDE = 336
"""Of the photo on a card, pixels: sharp enough in a row of five on a wide screen."""
OPACITY = 0.55


def small_picture(image: LesionImage) -> Image.Image:
    """The photo as small as the cards show it."""
    side = min(PICTURE_SIDE, len(image.photo))
    return Image.fromarray(image.photo).resize((side, side), Image.Resampling.LANCZOS)


def with_heat(small: Image.Image, explanation: Explanation) -> str:
    """The small photo with the heat over it, as an address."""
    return jpeg_address(overlaid(np.asarray(small), explanation, OPACITY))


def card_html(t: Texts, small: Image.Image, seat: Seat) -> str:
    """One card: picture, name, verdict as word and shape, melanoma on its scale, first diagnosis."""
    card = seat.juror.card
    family = escape(family_of(t, card.family)) if card else "&nbsp;"
    words = _failure(t, seat) if seat.failure else _answer(t, seat.opinion) + _focus(t, seat)
    return (
        f'<article class="juror {state_of(seat)}"><div class="juror-mat">{_picture(t, small, seat)}</div>'
        f'<div class="juror-words"><h3>{escape(name_of(t, seat.juror.slug))}</h3><p class="family">{family}</p>'
        f"{words}</div></article>"
    )


def state_of(seat: Seat) -> str:
    """The class that colours and shapes a verdict."""
    if seat.failure:
        return "failed"
    if seat.opinion is None:
        return "pending"
    return "suspicious" if seat.opinion.suspicious else "calm"


def _picture(t: Texts, small: Image.Image, seat: Seat) -> str:
    if seat.failure:
        return f'<div class="juror-blank">{escape(t("jury.no_answer"))}</div>'
    if seat.examination is None:
        words = _waiting(t, seat)
        return f'<img class="without-map" src="{jpeg_address(small)}" alt=""><p class="juror-wait">{escape(words)}</p>'
    explanation = seat.examination.answer.explanation
    return f'<img src="{with_heat(small, explanation)}" alt="{escape(alternative(t, explanation))}">'


def _waiting(t: Texts, seat: Seat) -> str:
    if seat.map_failure:
        return seat.map_failure
    if seat.progress is not None:
        return t("jury.occlusion", share=t.percent(seat.progress))
    return t("jury.map_follows")


def _answer(t: Texts, opinion: Opinion | None) -> str:
    if opinion is None:
        return verdict(t("jury.waiting"))
    stated, threshold = opinion.stated, opinion.threshold.value
    figure, point = t.percent_beside(opinion.melanoma, threshold), t.point(threshold)
    first = t("jury.first", diagnosis=t(f"diagnoses.{stated.first}.name"), share=t.percent(stated.of(stated.first)))
    choice = t("jury.choice", diagnosis=t(f"diagnoses.{opinion.choice}.name")) if opinion.choice != stated.first else ""
    alt = escape(t("result.scale_alt", melanoma=figure, threshold=point))
    return (
        f"{verdict(t('jury.suspicious' if opinion.suspicious else 'jury.calm'))}"
        f'<p class="juror-figure"><strong>{escape(figure)}</strong> {escape(t("jury.melanoma"))}</p>'
        f'<div class="scale" role="img" aria-label="{alt}">'
        f'<div class="value" style="width:{opinion.melanoma:.2%}"></div>'
        f'<div class="threshold" style="left:{threshold:.2%}"></div></div>'
        f'<p class="small">{escape(t("result.operating_point", threshold=point))}</p>'
        f'<p class="small first">{escape(f"{first} {choice}".strip())}</p>'
    )


def _focus(t: Texts, seat: Seat) -> str:
    return short_focus_html(t, seat.examination.answer.explanation, seat.outline) if seat.examination else ""


def verdict(words: str) -> str:
    """The verdict in words beside the shape of its state."""
    return f'<p class="verdict"><span class="shape"></span>{escape(words)}</p>'


def _failure(t: Texts, seat: Seat) -> str:
    return f'{verdict(t("jury.no_answer"))}<p class="small reason">{escape(seat.failure)}</p>'


def combining_card_html(t: Texts, seat: Seat) -> str:
    """The answer of a committee: as on a card, but without a picture, for it looks through the others."""
    name, note = escape(name_of(t, seat.juror.slug)), escape(t("jury.committee_note"))
    words = _failure(t, seat) if seat.failure else _answer(t, seat.opinion)
    return f'<div class="committee {state_of(seat)}"><h3>{name}</h3><p class="small">{note}</p>{words}</div>'
