"""The jury together, as HTML: how many call it suspicious, the dissenters, the mean heat map."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PIL import Image

from model.algorithms.drawing.overlay import colour_ramp, locate
from model.algorithms.jury import Agreement, mean_explanation
from model.algorithms.words import dissent, meter, most_choose
from model.lesion.pictures import jpeg_address
from model.reading.findings import Answer, Findings
from model.text import Texts
from pages.components.jury.cards import combining_card_html, with_heat


def summary_html(t: Texts, findings: Findings) -> str:
    """Return how many call it suspicious, the dissenters, the most frequent first diagnosis, committee and time."""
    agreement = findings.agreement
    waiting = sum(answer.awaits_answer for answer in findings.voters)
    silent = sum(answer.failure is not None for answer in findings.voters)
    role = "" if waiting else ' role="status"'  # read aloud once, when it is final
    lines = _verdicts(t, agreement, waiting)
    if silent:
        lines.append(t("jury.silent", count=silent))
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in lines)
    committee = "".join(
        combining_card_html(t, answer, answer.opinion(findings.practice)) for answer in findings.combined
    )
    time = f'<p class="small">{escape(_time(t, findings.answers))}</p>'
    return (
        f'<section class="jury-summary"><div><h2{role}>{escape(meter(t, agreement))}</h2>'
        f"{_meter(t, agreement, waiting, silent)}{paragraphs}{time}</div>{committee}</section>"
    )


def _verdicts(t: Texts, found: Agreement | None, waiting: int) -> list[str]:
    if found is None:
        return [t("jury.to_come", count=waiting)] if waiting else []
    lines = [t("jury.to_come", count=waiting) if waiting else dissent(t, found)]
    return [*filter(None, lines), most_choose(t, found)]


def _meter(t: Texts, found: Agreement | None, waiting: int, silent: int) -> str:
    suspicious, calm = (len(found.suspicious), len(found.calm)) if found else (0, 0)
    marks = "".join(
        f'<span class="{kind}"><span class="shape"></span></span>' * count
        for kind, count in (("suspicious", suspicious), ("calm", calm), ("pending", waiting), ("failed", silent))
    )
    alt = t("jury.meter_alt", suspicious=suspicious, calm=calm, others=waiting + silent)
    how = f'<p class="small">{escape(t("jury.meter_how"))}</p>'
    return f'<div class="meter" role="img" aria-label="{escape(alt)}">{marks}</div>{how}'


def _time(t: Texts, answers: Sequence[Answer]) -> str:
    seconds = sum(answer.prediction.seconds for answer in answers if answer.prediction)
    maps = sum(answer.examination.seconds for answer in answers if answer.examination)
    return t("jury.time", answers=t.number(seconds, 2), maps=t.number(maps, 2))


def mean_html(t: Texts, small: Image.Image, findings: Findings) -> str:
    """Return the mean heat map on the photo; the pale photo alone until the first map is there."""
    maps = [answer.explanation for answer in findings.voters if answer.explanation]
    mean = mean_explanation(maps)
    if mean is None:
        picture = f'<img class="without-map" src="{jpeg_address(small)}" alt="">'
        return (
            f'<figure class="jury-picture">{picture}<figcaption>{escape(t("jury.mean_follows"))}</figcaption></figure>'
        )
    if mean.is_blank:
        alt = t("jury.mean_blank")
    else:
        place = locate(mean)
        alt = t("jury.mean_alt", place=t(f"places.{place.place}"), share=t.percent(place.share))
    picture = f'<img src="{with_heat(small, mean)}" alt="{escape(alt)}">'
    caption = escape(t("jury.mean", count=len(maps)))
    return f'<figure class="jury-picture">{picture}<figcaption>{caption}</figcaption></figure>'


def legend(t: Texts) -> str:
    """The colour scale that all maps share, and how to read the cards."""
    stops = ", ".join(colour_ramp())
    return (
        f'<div class="legend"><strong>{escape(t("view.legend"))}</strong><span>{escape(t("view.legend_none"))}</span>'
        f'<span class="ramp" style="background:linear-gradient(to right, {stops})"></span>'
        f'<span>{escape(t("view.legend_typical"))}</span></div><p class="small">{escape(t("jury.maps_how"))}</p>'
    )
