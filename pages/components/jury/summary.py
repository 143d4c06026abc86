"""What the jury says together, as HTML: how many see a melanoma, who dissents, where they look on average."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PIL import Image

from model.algorithms.drawing.overlay import colour_ramp, locate
from model.algorithms.jury import Agreement, agreement, mean_explanation
from model.algorithms.words import dissent, meter, most_choose
from model.lesion.pictures import jpeg_address
from model.text import Texts
from pages.components.jury.cards import combining_card_html, with_heat
from pages.components.jury.seats import Seat


def summary_html(t: Texts, voters: Sequence[Seat], combining: Sequence[Seat]) -> str:
    """How many see a melanoma, who dissents, what most put first, what the committee says, how long it took."""
    opinions = [seat.opinion for seat in voters if seat.opinion]
    found = agreement(opinions)
    waiting = sum(seat.awaits_answer for seat in voters)
    silent = sum(bool(seat.failure) for seat in voters)
    words = meter(t, found)
    role = "" if waiting else ' role="status"'  # spoken once, when it is final
    lines = _verdicts(t, found, waiting)
    if silent:
        lines.append(t("jury.silent", count=silent))
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in lines)
    committee = "".join(combining_card_html(t, seat) for seat in combining)
    time = f'<p class="small">{escape(_time(t, [*voters, *combining]))}</p>'
    return (
        f'<section class="jury-summary"><div><h2{role}>{escape(words)}</h2>{_meter(t, found, waiting, silent)}'
        f"{paragraphs}{time}</div>{committee}</section>"
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


def _time(t: Texts, seats: Sequence[Seat]) -> str:
    answers = sum(seat.prediction.seconds for seat in seats if seat.prediction)
    maps = sum(seat.examination.seconds for seat in seats if seat.examination)
    return t("jury.time", answers=t.number(answers, 2), maps=t.number(maps, 2))


def mean_html(t: Texts, small: Image.Image, voters: Sequence[Seat]) -> str:
    """The mean map on the photo; the photo alone, paled, until the first map is there."""
    maps = [seat.examination.answer.explanation for seat in voters if seat.examination]
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
