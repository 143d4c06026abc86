"""The jury together, as HTML: how many call it suspicious, the dissenters, the mean heat map."""

from __future__ import annotations

from html import escape

from PIL import Image

from model.algorithms.contract import Explanation
from model.algorithms.drawing.overlay import locate
from model.algorithms.jury import Agreement, mean_explanation
from model.algorithms.words import dissent, meter, most_choose
from model.lesion.pictures import jpeg_address
from model.reading.findings import Findings
from model.text import Texts
from pages.components.jury.cards import combining_card_html, with_heat


def summary_html(t: Texts, findings: Findings) -> str:
    """Return how many call it suspicious, the dissenters, the most frequent first diagnosis, committee and time."""
    agreement = findings.agreement
    waiting = sum(answer.awaits_answer for answer in findings.voters)
    failed = sum(answer.failure is not None for answer in findings.voters)
    role = "" if waiting else ' role="status"'  # read aloud once, when it is final
    lines = _verdicts(t, agreement, waiting) + ([t("jury.silent", count=failed)] if failed else [])
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in lines)
    committee = "".join(
        combining_card_html(t, answer, answer.opinion(findings.practice)) for answer in findings.combined
    )
    return (
        f'<section class="jury-summary"><div><h2{role}>{escape(meter(t, agreement))}</h2>'
        f"{_meter(t, agreement, waiting, failed)}{paragraphs}"
        f'<p class="small">{escape(_time(t, findings))}</p></div>{committee}</section>'
    )


def _verdicts(t: Texts, agreement: Agreement | None, waiting: int) -> list[str]:
    if agreement is None:
        return [t("jury.to_come", count=waiting)] if waiting else []
    lines = [t("jury.to_come", count=waiting) if waiting else dissent(t, agreement)]
    return [*filter(None, lines), most_choose(t, agreement)]


def _meter(t: Texts, agreement: Agreement | None, waiting: int, failed: int) -> str:
    suspicious, calm = (len(agreement.suspicious), len(agreement.calm)) if agreement else (0, 0)
    marks = "".join(
        f'<span class="{kind}"><span class="shape"></span></span>' * count
        for kind, count in (("suspicious", suspicious), ("calm", calm), ("pending", waiting), ("failed", failed))
    )
    alt = t("jury.meter_alt", suspicious=suspicious, calm=calm, others=waiting + failed)
    how = f'<p class="small">{escape(t("jury.meter_how"))}</p>'
    return f'<div class="meter" role="img" aria-label="{escape(alt)}">{marks}</div>{how}'


def _time(t: Texts, findings: Findings) -> str:
    seconds = sum(answer.prediction.seconds for answer in findings.answers if answer.prediction)
    maps = sum(answer.examination.seconds for answer in findings.answers if answer.examination)
    return t("jury.time", answers=t.number(seconds, 2), maps=t.number(maps, 2))


def mean_html(t: Texts, small: Image.Image, findings: Findings) -> str:
    """Return the mean heat map on the photo; the pale photo alone before the first map."""
    maps = [answer.explanation for answer in findings.voters if answer.explanation]
    mean = mean_explanation(maps)
    if mean is None:
        picture, caption = f'<img class="without-map" src="{jpeg_address(small)}" alt="">', t("jury.mean_follows")
    else:
        alt = escape(_mean_words(t, mean))
        picture, caption = f'<img src="{with_heat(small, mean)}" alt="{alt}">', t("jury.mean", count=len(maps))
    return f'<figure class="jury-picture">{picture}<figcaption>{escape(caption)}</figcaption></figure>'


def _mean_words(t: Texts, mean: Explanation) -> str:
    if mean.is_blank:
        return t("jury.mean_blank")
    heat = locate(mean)
    return t("jury.mean_alt", place=t(f"places.{heat.place}"), share=t.percent(heat.share))
