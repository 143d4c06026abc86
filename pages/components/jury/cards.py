"""One card of the jury as HTML: picture, name, verdict as word and shape, melanoma on its scale, first diagnosis."""

from __future__ import annotations

from html import escape

import numpy as np
from PIL import Image

from model.algorithms.contract import Explanation
from model.algorithms.drawing.overlay import overlaid
from model.algorithms.jury import Opinion
from model.algorithms.words import most_probable, name_of, threshold_words, verdict
from model.errors import AlgorithmError
from model.lesion.image import LesionImage
from model.lesion.pictures import jpeg_address
from model.reading.findings import Answer, Findings
from model.reading.words import failure_sentence
from model.text import Texts
from pages.components.examine.explanation_view import alternative
from pages.components.examine.focus_view import short_focus_html
from pages.components.shell.algorithm_names import family_of

PICTURE_SIDE = 336
"""Side of the photo on a card, pixels: sharp enough in a row of five on a wide screen."""
OPACITY = 0.55


def small_picture(image: LesionImage) -> Image.Image:
    """Return the photo in the size of the cards."""
    side = min(PICTURE_SIDE, len(image.photo))
    return Image.fromarray(image.photo).resize((side, side), Image.Resampling.LANCZOS)


def with_heat(small: Image.Image, explanation: Explanation) -> str:
    """Return the small photo with the heat map over it, as a data address."""
    return jpeg_address(overlaid(np.asarray(small), explanation, OPACITY))


def card_html(t: Texts, small: Image.Image, answer: Answer, findings: Findings) -> str:
    """Return the card of a voter."""
    family = escape(family_of(t, answer.card.family)) if answer.card else "&nbsp;"
    opinion, explanation = answer.opinion(findings.practice), answer.explanation
    focus = short_focus_html(t, explanation, findings.outline) if explanation else ""
    words = _failure(t, answer.failure) if answer.failure else _answer(t, opinion) + focus
    return (
        f'<article class="juror {state_of(answer, opinion)}"><div class="juror-mat">{_picture(t, small, answer)}</div>'
        f'<div class="juror-words"><h3>{escape(name_of(t, answer.slug))}</h3><p class="family">{family}</p>'
        f"{words}</div></article>"
    )


def state_of(answer: Answer, opinion: Opinion | None) -> str:
    """Return the class that colours and shapes a verdict."""
    if answer.failure:
        return "failed"
    if opinion is None:
        return "pending"
    return "suspicious" if opinion.suspicious else "calm"


def _picture(t: Texts, small: Image.Image, answer: Answer) -> str:
    if answer.failure:
        return f'<div class="juror-blank">{escape(t("jury.no_answer"))}</div>'
    explanation = answer.explanation
    if explanation is None:
        words = _waiting(t, answer)
        return f'<img class="without-map" src="{jpeg_address(small)}" alt=""><p class="juror-wait">{escape(words)}</p>'
    return f'<img src="{with_heat(small, explanation)}" alt="{escape(alternative(t, explanation))}">'


def _waiting(t: Texts, answer: Answer) -> str:
    if answer.map_failure:
        return failure_sentence(t, answer.map_failure)
    if answer.share is not None:
        return t("jury.occlusion", share=t.percent(answer.share))
    return t("jury.map_follows")


def _answer(t: Texts, opinion: Opinion | None) -> str:
    if opinion is None:
        return _verdict(t("jury.waiting"))
    figure, point = t.percent(opinion.melanoma), threshold_words(t, opinion)
    alt = escape(t("result.scale_alt", melanoma=figure, threshold=point))
    return (
        f"{_verdict(verdict(t, opinion.suspicious))}"
        f'<p class="juror-figure"><strong>{escape(figure)}</strong> {escape(t("jury.melanoma"))}</p>'
        f'<div class="scale" role="img" aria-label="{alt}">'
        f'<div class="value" style="width:{opinion.melanoma:.2%}"></div>'
        f'<div class="threshold" style="left:{opinion.threshold.value:.2%}"></div></div>'
        f'<p class="small">{escape(point)}</p>'
        f'<p class="small first">{escape(most_probable(t, opinion))}</p>'
    )


def _verdict(words: str) -> str:
    return f'<p class="verdict"><span class="shape"></span>{escape(words)}</p>'


def _failure(t: Texts, failure: AlgorithmError) -> str:
    return f'{_verdict(t("jury.no_answer"))}<p class="small reason">{escape(failure_sentence(t, failure))}</p>'


def combining_card_html(t: Texts, answer: Answer, opinion: Opinion | None) -> str:
    """Return the card of a combining algorithm, which has no picture."""
    name, note = escape(name_of(t, answer.slug)), escape(t("jury.committee_note"))
    words = _failure(t, answer.failure) if answer.failure else _answer(t, opinion)
    return f'<div class="committee {state_of(answer, opinion)}"><h3>{name}</h3><p class="small">{note}</p>{words}</div>'
