"""One card of the jury as HTML: picture, name, verdict as word and shape, melanoma on its scale, first diagnosis."""

from __future__ import annotations

from html import escape

import numpy as np
from PIL import Image

from model.algorithms.contract import Explanation
from model.algorithms.drawing.overlay import overlaid
from model.algorithms.jury import Opinion
from model.algorithms.words import name_of, sentence, threshold_words, verdict
from model.lesion.image import LesionImage
from model.lesion.pictures import jpeg_address
from model.reading.findings import Answer, Findings
from model.reading.words import failure_sentence
from model.text import Texts
from model.trust.words import considered
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


def tile_html(t: Texts, small: Image.Image, answer: Answer, findings: Findings) -> str:
    """Return the tile of a voter: heat map, name, verdict, and melanoma on its scale."""
    opinion = answer.opinion(findings.practice)
    place = " apart" if answer.slug in apart(findings) else ""
    return (
        f'<article class="juror {state_of(answer, opinion)}{place}"><div class="juror-mat">'
        f"{_picture(t, small, answer)}</div><h3>{escape(name_of(t, answer.slug))}</h3>{_answer(t, answer, opinion)}"
        "</article>"
    )


def combined_html(t: Texts, answer: Answer, findings: Findings) -> str:
    """Return the tile of an algorithm that combines the others: it has no vote and no picture."""
    opinion, name = answer.opinion(findings.practice), t("jury.no_vote", name=name_of(t, answer.slug))
    state = state_of(answer, opinion)
    return f'<div class="committee {state}"><h3>{escape(name)}</h3>{_answer(t, answer, opinion)}</div>'


def details_html(t: Texts, answer: Answer, findings: Findings) -> str:
    """Return what a click on a tile shows: family, answer, focus, or why something is missing."""
    opinion, explanation = answer.opinion(findings.practice), answer.explanation
    family = family_of(t, answer.card.family) if answer.card else ""
    failures = [failure_sentence(t, failure) for failure in (answer.failure, answer.map_failure) if failure]
    said = sentence(t, opinion, considered(opinion, answer.sheet)) if opinion and answer.sheet else ""
    lines = [family, said, *failures]
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
    focus = short_focus_html(t, explanation, findings.outline) if explanation else ""
    return f'<div class="juror-details"><h3>{escape(name_of(t, answer.slug))}</h3>{paragraphs}{focus}</div>'


def apart(findings: Findings) -> tuple[str, ...]:
    """Return the slugs of the dissenters, known once every voter has answered or failed."""
    agreement = findings.agreement
    return () if agreement is None or any(a.awaits_answer for a in findings.voters) else agreement.dissenters


def state_of(answer: Answer, opinion: Opinion | None) -> str:
    """Return the class that colours and shapes a verdict."""
    if answer.failure:
        return "failed"
    if opinion is None:
        return "pending"
    return "suspicious" if opinion.suspicious else "calm"


def _picture(t: Texts, small: Image.Image, answer: Answer) -> str:
    explanation = answer.explanation
    if explanation is not None:
        words = f'<p class="juror-map" aria-hidden="true">{escape(_map_words(t, explanation))}</p>'
        return f'<img src="{with_heat(small, explanation)}" alt="{escape(alternative(t, explanation))}">{words}'
    pale = f'<img class="without-map" src="{jpeg_address(small)}" alt="">'
    if answer.failure or answer.map_failure:
        return pale.replace("without-map", "no-map")
    if answer.share is None:
        return pale
    words, share = escape(t("jury.occlusion", share=t.percent(answer.share))), f"{answer.share:.0%}"
    return f'{pale}<p class="juror-wait" style="--share: {share}">{words}</p>'


def _map_words(t: Texts, explanation: Explanation) -> str:
    short = t(f"diagnoses.{explanation.target}.short")
    return t("maps.no_evidence", diagnosis=short) if explanation.is_blank else short


def _answer(t: Texts, answer: Answer, opinion: Opinion | None) -> str:
    if opinion is None:
        return _verdict(t("jury.no_answer" if answer.failure else "jury.waiting"))
    figure, point = t.percent(opinion.melanoma), threshold_words(t, opinion)
    alt = escape(t("result.scale_alt", melanoma=figure, threshold=point))
    return (
        f"{_verdict(verdict(t, opinion.suspicious))}"
        f'<p class="juror-figure"><strong>{escape(figure)}</strong></p>'
        f'<div class="scale" role="img" aria-label="{alt}">'
        f'<div class="value" style="width:{opinion.melanoma:.2%}"></div>'
        f'<div class="threshold" style="left:{opinion.threshold.value:.2%}"></div></div>'
    )


def _verdict(words: str) -> str:
    return f'<p class="verdict"><span class="shape"></span>{escape(words)}</p>'
