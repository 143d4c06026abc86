"""Draw the jury's advice on a case, its verdict beside the photo with the heat map, and bars of votes."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from PIL import Image

from model.algorithms.contract import Explanation
from model.algorithms.drawing.overlay import heat_caption, strength
from model.algorithms.words import sentence
from model.lesion.diagnosis import Diagnosis
from model.lesion.gallery import Case
from model.lesion.image import LesionImage
from model.stage.advice import Advice
from model.text import Texts
from pages.components.cache import galleries
from pages.components.examine.explanation_view import alternative
from pages.components.jury.cards import with_heat
from pages.components.shell.practice_choice import chosen_practice


def advice_html(t: Texts, case: Case, advice: Advice, details: str, side: int) -> str:
    """The jury's advice on a case, with HTML below the verdict and a picture of `side` pixels."""
    opinion = advice.opinion(chosen_practice())
    words = f"{t('quiz.the_jury')}. {sentence(t, opinion)}"
    return (
        f'<div class="advice {"suspicious" if opinion.suspicious else "calm"}"><div><p class="verdict" role="status">'
        f'<span class="shape"></span>{escape(words)}</p>{details}</div>'
        f"{map_html(t, galleries.case_image(case), advice.explanation, side)}</div>"
    )


def bars_html(t: Texts, bars: Iterable[tuple[Diagnosis, float, str]]) -> str:
    """Bars with a diagnosis, a share in [0, 1] and a figure each."""
    rows = "".join(
        f"<li><span>{escape(t(f'diagnoses.{diagnosis}.name'))}</span>"
        f'<i style="--share:{share:.2%}" aria-hidden="true"></i>'
        f"<strong>{escape(figure)}</strong></li>"
        for diagnosis, share, figure in bars
    )
    return f'<ol class="advice-bars">{rows}</ol>'


def map_html(t: Texts, image: LesionImage, explanation: Explanation, side: int) -> str:
    """The photo with the heat map, its diagnosis and its strength."""
    pixels = min(side, len(image.photo))
    small = Image.fromarray(image.photo).resize((pixels, pixels), Image.Resampling.LANCZOS)
    caption = heat_caption(t, explanation)
    return (
        f'<figure class="jury-picture"><img src="{with_heat(small, explanation)}" '
        f'alt="{escape(alternative(t, explanation))}">'
        f"<figcaption>{escape(caption)}<span>. {escape(strength(t, explanation))}</span></figcaption></figure>"
    )
