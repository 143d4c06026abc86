"""Draw the screens of the story as HTML, ahead of time and once per language.

Each screen has one idea: a title, one large figure or picture, one sentence, and a source. Sizes are in the style
sheet: text has at least 24 px and figures at least 96 px.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from PIL import Image, ImageOps

from model.algorithms.words import names_of
from model.evaluation.sets import HOME
from model.lesion.pictures import data_address, jpeg_address
from model.settings import ASSETS
from model.stage.opening import FOLDER, HEAT
from model.stage.story import OWN, Step
from model.text import Texts
from pages.components.jury.projection import projection_address
from pages.components.start.opening_view import verdict_row
from pages.components.story.words import Data, StoryMaterial, data_of, notes_of, title_of

SAMPLES = ASSETS / "samples"
SIDE = 1400
"""Longest side of a presenter's picture, pixels."""


def screens(t: Texts, steps: Sequence[Step], of: StoryMaterial) -> tuple[str, ...]:
    """The screens of all steps in order."""
    return tuple(_screen(t, steps, number, of) for number in range(1, len(steps) + 1))


def notes(t: Texts, step: Step, of: StoryMaterial) -> tuple[str, str]:
    """The title and the speaker notes of a step; notes may be empty."""
    if step.slug == OWN:
        _, words = step.said_in(t.language)
        return words.title, words.notes
    return title_of(t, step.slug), notes_of(t, step.slug, data_of(t, step.slug, of))


def _screen(t: Texts, steps: Sequence[Step], number: int, of: StoryMaterial) -> str:
    step = steps[number - 1]
    body, spoken = _body(t, step, of)
    title = step.said_in(t.language)[1].title if step.slug == OWN else title_of(t, step.slug)
    return (
        f'<section class="screen" data-step="{number}" data-slug="{step.slug}" lang="{spoken}" aria-live="polite">'
        f"<h1>{escape(title)}</h1>{body}</section>{_foot(t, number, len(steps))}"
    )


def _foot(t: Texts, number: int, steps: int) -> str:
    words, place = t("story.place_words", step=number, steps=steps), t("story.place", step=number, steps=steps)
    return (
        f'<footer class="story-foot"><span>{escape(t("app.notice"))}</span>'
        f'<button type="button" data-press="back" aria-label="{escape(t("story.back"))}">\N{LEFTWARDS ARROW}</button>'
        f'<span class="place" role="img" aria-label="{escape(words)}">{escape(place)}</span>'
        f'<button type="button" data-press="next" aria-label="{escape(t("story.next"))}">\N{RIGHTWARDS ARROW}</button>'
        "</footer>"
    )


def _body(t: Texts, step: Step, of: StoryMaterial) -> tuple[str, str]:
    """The HTML below the title, and its language."""
    if step.slug == OWN:
        return _own(t, step)
    return _BODIES[step.slug](t, data_of(t, step.slug, of), of), t.language


def _own(t: Texts, step: Step) -> tuple[str, str]:
    spoken, words = step.said_in(t.language)
    picture = (
        f'<img class="own" src="{_own_picture(step.picture)}" alt="{escape(words.title)}">' if step.picture else ""
    )
    text = f'<p class="say">{escape(words.text)}</p>' if words.text else ""
    return picture + text, spoken


def _own_picture(path: Path) -> str:
    """The picture as a data address: a JPEG without metadata, at most `SIDE` pixels long."""
    with Image.open(path) as opened:
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((SIDE, SIDE))
        return jpeg_address(upright.convert("RGB"), quality=88)


def _figure(figure: str | int, label: str, t: Texts) -> str:
    written = t.number(figure) if isinstance(figure, int) else figure
    return f'<p class="big"><strong>{escape(written)}</strong> <span>{escape(label)}</span></p>'


def _say(sentence: str) -> str:
    return f'<p class="say">{escape(sentence)}</p>'


def _source(sentence: str) -> str:
    return f'<p class="source">{escape(sentence)}</p>'


def _event(t: Texts, data: Data, of: StoryMaterial) -> str:
    figure = _figure(data["algorithms"], t("story.event.label"), t)
    return figure + _say(t("story.event.text", **data)) + _source(t("story.event.source", **data))


def _data(t: Texts, data: Data, of: StoryMaterial) -> str:
    figure = _figure(data["photos"], t("story.data.label", **data), t)
    return figure + _say(t("story.data.text")) + _source(t("story.data.source", **data))


def _sample(of: StoryMaterial, alt: str) -> str:
    data = (SAMPLES / str(of.sample)).read_bytes()
    return f'<img src="{data_address(data)}" alt="{escape(alt)}">'


def _lesion(t: Texts, data: Data, of: StoryMaterial) -> str:
    picture = f'<div class="pictures">{_sample(of, t("story.lesion.alt"))}</div>'
    return picture + _say(t("story.lesion.text")) + _source(t("story.lesion.source"))


def _opinion(t: Texts, data: Data, of: StoryMaterial) -> str:
    said = _figure(data["figure"], t("story.opinion.label", **data), t) + _say(t("story.opinion.verdict", **data))
    return f'<div class="beside">{_sample(of, t("story.lesion.alt"))}<div>{said}</div></div>' + _source(
        t("story.opinion.source", **data)
    )


def _opinions(t: Texts, data: Data, of: StoryMaterial) -> str:
    rows = "".join(verdict_row(t, opinion) for opinion in of.voters)
    figure = _figure(t("story.opinions.figure", **data), t("story.opinions.label"), t)
    return f'{figure}<ul class="everybody">{rows}</ul>' + _source(t("story.opinions.source", **data))


def _looks(t: Texts, data: Data, of: StoryMaterial) -> str:
    heat = f'<img src="{data_address((FOLDER / HEAT).read_bytes())}" alt="{escape(t("story.looks.alt", **data))}">'
    truth = t("story.looks.truth", diagnosis=t(f"diagnoses.{of.diagnosis}.name"))
    said = _say(truth) + _figure(data["figure"], t("story.looks.label"), t) + _say(t("story.looks.text"))
    return f'<div class="beside">{heat}<div>{said}</div></div>' + _source(t("story.looks.source", **data))


def _disagree(t: Texts, data: Data, of: StoryMaterial) -> str:
    votes = of.figures.sets[HOME].votes
    bars = "".join(f'<i style="height:{100 * count / max(votes):.1f}%"><b>{count}</b></i>' for count in votes)
    scale = "".join(f"<i>{number}</i>" for number in range(len(votes)))
    chart = (
        f'<div class="votes" role="img" aria-label="{escape(t("story.disagree.alt", **data))}">'
        f'<div class="bars">{bars}</div><div class="ticks">{scale}</div></div>'
        f'<p class="source">{escape(t("story.disagree.axis"))}</p>'
    )
    return (
        _figure(data["figure"], t("story.disagree.label", **data), t)
        + chart
        + _source(t("story.disagree.source", **data))
    )


def _fail(t: Texts, data: Data, of: StoryMaterial) -> str:
    figure = _figure(t("story.fail.figure", **data), t("story.fail.label"), t)
    return figure + _say(t("story.fail.text", **data)) + _source(t("story.fail.source", **data))


def _rules(t: Texts, data: Data, of: StoryMaterial) -> str:
    rows = "".join(
        f"<tr><th scope='row'>{escape(t(f'metrics.{metric}'))}</th><td>{escape(names_of(t, first))}</td></tr>"
        for metric, first in of.figures.first.items()
    )
    figure = _figure(data["count"], t("story.rules.label", **data), t)
    return f'{figure}<table class="rules">{rows}</table>' + _source(
        f"{t('story.rules.more.text')} {t('story.rules.more.source')}"
    )


def _not(t: Texts, data: Data, of: StoryMaterial) -> str:
    points = "".join(f"<li>{escape(t(f'about.isnot_{number}'))}</li>" for number in (1, 2, 3))
    said = f'<ul class="points">{points}</ul>' + _say(t("story.not.text"))
    turn = f'<p class="say"><a href="{escape(projection_address(t))}">{escape(t("story.not.turn"))}</a></p>'
    return said + turn + _source(t("story.not.source"))


_BODIES = {
    "event": _event,
    "data": _data,
    "lesion": _lesion,
    "opinion": _opinion,
    "opinions": _opinions,
    "looks": _looks,
    "disagree": _disagree,
    "fail": _fail,
    "rules": _rules,
    "not": _not,
}
