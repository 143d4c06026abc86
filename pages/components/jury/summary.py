"""The jury together, as HTML: how many call it suspicious, the dissenters, the mean heat map.

While answers arrive nothing below may move, so each text takes the room of the longest one that may still come.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PIL import Image

from model.algorithms.contract import Explanation
from model.algorithms.drawing.overlay import WEAK, locate
from model.algorithms.jury import Agreement, mean_explanation
from model.algorithms.words import agreement_words, meter, name_of
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.pictures import jpeg_address
from model.reading.findings import Findings
from model.text import Texts
from pages.components.jury.cards import with_heat


def summary_html(t: Texts, findings: Findings, line: str = "") -> str:
    """Return how many call it suspicious, its marks and the dissenters; `line` is the place in the queue, if any."""
    waiting = sum(answer.awaits_answer for answer in findings.voters)
    role = "" if waiting else ' role="status"'  # read aloud once, when it is final
    longest = _longest(t, findings)
    heading = _reserved(meter(t, findings.agreement, waiting), meter(t, longest))
    most = f"{agreement_words(t, longest)} {_weak(t, longest.voters, longest.voters)} {t('jury.silent', count=2)}"
    words = _reserved(line or _says(t, findings, waiting), most)
    return (
        f'<section class="jury-summary"><div{role}><h2>{heading}</h2></div>{meter_html(t, findings)}'
        f"<p>{words}</p></section>"
    )


def _says(t: Texts, findings: Findings, waiting: int) -> str:
    agreement = findings.agreement
    failed = sum(answer.failure is not None for answer in findings.voters)
    words = [agreement_words(t, agreement), weak_maps(t, findings)] if agreement and not waiting else []
    return " ".join(filter(None, [*words, t("jury.silent", count=failed) if failed else ""]))


def weak_maps(t: Texts, findings: Findings) -> str:
    """Return how many maps show little evidence for melanoma; nothing before the last map, or where most show some."""
    maps = [answer.explanation for answer in findings.voters if answer.explanation]
    weak = sum(explanation.strength < WEAK and explanation.target is Diagnosis.MEL for explanation in maps)
    if any(answer.awaits_map for answer in findings.voters) or 2 * weak <= len(maps):
        return ""
    return _weak(t, weak, len(maps))


def _weak(t: Texts, weak: int, maps: int) -> str:
    return t("jury.maps_weak", weak=weak, maps=maps, switch=t("maps.leading"))


def _longest(t: Texts, findings: Findings) -> Agreement:
    """Return the agreement that takes the most words: as many dissenters as there can be, by their longest names."""
    slugs = sorted((answer.slug for answer in findings.voters), key=lambda slug: -len(name_of(t, slug)))
    most = max(0, len(slugs) - 1) // 2
    first = max(DIAGNOSES, key=lambda diagnosis: len(t(f"diagnoses.{diagnosis}.name")))
    return Agreement(tuple(slugs[most:]), tuple(slugs[:most]), first, len(slugs), most)


def _reserved(words: str, longest: str) -> str:
    return f'<span class="reserved" data-longest="{escape(longest)}"><span>{escape(words)}</span></span>'


def meter_html(t: Texts, findings: Findings) -> str:
    """Return a mark for each voter: suspicious, not suspicious, to come, without an answer."""
    agreement = findings.agreement
    waiting = sum(answer.awaits_answer for answer in findings.voters)
    suspicious, calm = (len(agreement.suspicious), len(agreement.calm)) if agreement else (0, 0)
    failed = len(findings.voters) - suspicious - calm - waiting
    marks = "".join(
        f'<span class="{kind}"><span class="shape"></span></span>' * count
        for kind, count in (("suspicious", suspicious), ("calm", calm), ("pending", waiting), ("failed", failed))
    )
    alt = t("jury.meter_alt", suspicious=suspicious, calm=calm, others=waiting + failed)
    return f'<div class="meter" role="img" aria-label="{escape(alt)}">{marks}</div>'


def mean_html(t: Texts, small: Image.Image, findings: Findings) -> str:
    """Return the mean heat map on the photo; the pale photo alone before the first map."""
    maps = [answer.explanation for answer in findings.voters if answer.explanation]
    mean = mean_explanation(maps)
    if mean is None:
        picture, caption = f'<img class="without-map" src="{jpeg_address(small)}" alt="">', t("jury.mean_follows")
    else:
        alt = escape(_mean_words(t, mean))
        picture, caption = f'<img src="{with_heat(small, mean)}" alt="{alt}">', _mean_caption(t, maps)
    return f'<figure class="jury-picture">{picture}<figcaption>{escape(caption)}</figcaption></figure>'


def _mean_caption(t: Texts, maps: Sequence[Explanation]) -> str:
    """Return how many maps the mean is of, and of which diagnosis where it is the same for all."""
    words = t("jury.mean", count=len(maps))
    if len({explanation.target for explanation in maps}) > 1:
        return words
    return f"{words} ({t(f'diagnoses.{maps[0].target}.name')})"


def _mean_words(t: Texts, mean: Explanation) -> str:
    if mean.is_blank:
        return t("jury.mean_blank")
    heat = locate(mean)
    return t("jury.mean_alt", place=t(f"places.{heat.place}"), share=t.percent(heat.share))
