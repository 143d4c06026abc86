"""The seven-point checklist in words: its points, and what came of the ticks beside the probes."""

from __future__ import annotations

from html import escape

from model.charts.written import capital
from model.lesion.seven_points import POINTS, SUSPICIOUS_FROM
from model.text import Texts
from model.trust.criteria_words import point_name, point_what, said_words
from model.trust.own_list import OwnList


def point_words(t: Texts, slug: str, ticked: bool = False) -> str:
    """Return the name of a point with what it counts, and whether it is ticked."""
    words = t("own_list.point", name=capital(point_name(t, slug)), count=POINTS[slug])
    return t("own_list.is_ticked", point=words) if ticked else words


def points_html(t: Texts) -> str:
    """Return what each point is, folded away."""
    points = {capital(point_name(t, slug)): point_what(t, slug) for slug in POINTS}
    items = "".join(f"<li><strong>{escape(name)}</strong>: {escape(what)}</li>" for name, what in points.items())
    return f'<details><summary>{escape(t("own_list.what"))}</summary><ul class="small">{items}</ul></details>'


def score_words(t: Texts, own: OwnList) -> str:
    """Return the points of a list and whether they make the lesion suspicious."""
    verdict = t("jury.suspicious" if own.score.suspicious else "jury.calm")
    return t("own_list.score", count=own.score.points, least=SUSPICIOUS_FROM, verdict=verdict.lower())


def result_html(t: Texts, own: OwnList) -> str:
    """Return the score of the ticks, and each point beside its probe where the probes are known."""
    score = f'<p class="said" role="status"><strong>{escape(score_words(t, own))}</strong></p>'
    return score + (_compared_html(t, own) if own.pairs else "")


def _compared_html(t: Texts, own: OwnList) -> str:
    lines = (
        t("own_list.pair", name=point_name(t, slug), own=_own(t, slug in own.ticks), probe=said_words(t, word))
        for slug, word in own.pairs.items()
    )
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    clear = len(own.clear)
    agreed = t("own_list.agreed", alike=own.alike, count=clear) if clear else t("criteria_view.all_unsure")
    return (
        f'<p class="small">{escape(agreed)}</p>'
        f'<ul class="small">{items}</ul><p class="small">{escape(t("own_list.presence"))}</p>'
    )


def _own(t: Texts, is_ticked: bool) -> str:
    return t("own_list.ticked" if is_ticked else "own_list.not_ticked")
