"""What the story says: for each step of ours the data that its sentences ask for, from the committed tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from model.algorithms.jury import Opinion
from model.algorithms.words import name_of, names_of
from model.charts.published import read_published
from model.charts.readers import read_readers
from model.evaluation.sets import ELSEWHERE, HOME
from model.lesion.practice import Practice
from model.lesion.practice_words import stated
from model.stage.figures import StoryFigures, event
from model.stage.opening import COMBINES, LOOKS
from model.text import Texts
from pages.components.cache import story_cache
from pages.components.start.opening_view import current_opening, imitated, opinions_in

Data = dict[str, str | int]
CASE = ("lesion", "opinion", "opinions", "looks")
"""The steps that show the case of the first page, and are left out where it is not there."""


@dataclass(frozen=True)
class StoryMaterial:
    """What the screens are drawn from.

    Attributes:
        figures: of the tables.
        practice: whose frequencies the answers about the case speak of.
        sample: file name of the case; None where it is not there.
        opinions: what each algorithm says of it, the most suspicious first.
        diagnosis: what it imitates, a key of the locales.
        reached: of the one opinion, melanomas of the validation photos at its operating point, and all of them.
    """

    figures: StoryFigures
    practice: Practice
    sample: str | None
    opinions: tuple[Opinion, ...]
    diagnosis: str
    reached: tuple[int, int]

    @property
    def one(self) -> Opinion:
        """Whose opinion stands for one."""
        return next(opinion for opinion in self.opinions if opinion.slug == LOOKS)

    @property
    def voters(self) -> tuple[Opinion, ...]:
        """Who has a vote: all but the committee."""
        return tuple(opinion for opinion in self.opinions if opinion.slug != COMBINES)


def material(practice: Practice) -> StoryMaterial:
    """Everything as tables and weights are now.

    Raises:
        TableError: the truth of a day cannot be read.
    """
    current, sheets = current_opening()
    figures = story_cache.story_figures()
    if current is None:
        return StoryMaterial(figures, practice, None, (), "", (0, 0))
    point = sheets[LOOKS].operating_point
    said = tuple(opinions_in(current, sheets, practice))
    reached = (point.melanomas_above, point.melanomas)
    return StoryMaterial(figures, practice, current.sample, said, str(imitated(current)), reached)


def data_of(t: Texts, slug: str, of: StoryMaterial) -> Data:
    """What the sentences of a step ask for."""
    return _DATA[slug](t, of) if slug in _DATA else {}


def _event(t: Texts, of: StoryMaterial) -> Data:
    return {**event(), "ours": len(of.figures.learned_from)}


def _data(t: Texts, of: StoryMaterial) -> Data:
    learned = [count for slug, count in of.figures.learned_from.items() if slug != COMBINES]
    return {
        "photos": sum(one.photos for one in of.figures.sets.values()),
        "melanomas": sum(one.melanomas for one in of.figures.sets.values()),
        **{name: one.photos for name, one in of.figures.sets.items()},
        "least": min(learned),
        "most": max(learned),
    }


def _lesion(t: Texts, of: StoryMaterial) -> Data:
    return {"diagnosis": t(f"diagnoses.{of.diagnosis}.name")}


def _opinion(t: Texts, of: StoryMaterial) -> Data:
    return {
        "figure": t.percent_beside(of.one.melanoma, of.one.threshold.value),
        "name": name_of(t, of.one.slug),
        "threshold": t.point(of.one.threshold.value),
        "stated": stated(t, of.one.threshold.practice),
        "first": t(f"diagnoses.{of.one.choice}.name"),
        "above": of.reached[0],
        "melanomas": of.reached[1],
    }


def _opinions(t: Texts, of: StoryMaterial) -> Data:
    suspicious = sum(opinion.suspicious for opinion in of.voters)
    said = {"stated": stated(t, of.voters[0].threshold.practice), "diagnosis": t(f"diagnoses.{of.diagnosis}.name")}
    return {"suspicious": suspicious, "voters": len(of.voters), **said}


def _looks(t: Texts, of: StoryMaterial) -> Data:
    heat = of.figures.heat
    shares, photos = [share for share, _ in heat.values()], [number for _, number in heat.values()]
    by_share = sorted(heat, key=lambda slug: heat[slug][0])
    return {
        "figure": t.interval(min(shares), max(shares)),
        "name": name_of(t, of.one.slug),
        "first": t(f"diagnoses.{of.one.choice}.name"),
        "least": min(photos),
        "most": max(photos),
        "best": name_of(t, by_share[-1]),
        "worst": name_of(t, by_share[0]),
    }


def _disagree(t: Texts, of: StoryMaterial) -> Data:
    home = of.figures.sets[HOME]
    return {
        "figure": t.percent(home.divided / home.photos),
        "voters": home.voters,
        "photos": home.photos,
        "divided": home.divided,
        "none": home.votes[0],
        "all": home.votes[-1],
    }


def _fail(t: Texts, of: StoryMaterial) -> Data:
    home, away = of.figures.sets[HOME], of.figures.sets[ELSEWHERE]
    sensitivities = [reader.sensitivity for reader in read_readers()]
    return {
        "missed": away.missed_by_most,
        "melanomas": away.melanomas,
        "photos": away.photos,
        "nobody": away.nobody_right,
        "missed_home": home.missed_by_most,
        "melanomas_home": home.melanomas,
        "photos_home": home.photos,
        "nobody_home": home.nobody_right,
        "voters": away.voters,
        "readers": len(sensitivities),
        "readers_low": t.percent(min(sensitivities)),
        "readers_high": t.percent(max(sensitivities)),
    }


def _rules(t: Texts, of: StoryMaterial) -> Data:
    best = next(one for one in read_published() if (one.set, one.metric) == (HOME, "balanced_accuracy"))
    return {
        "count": len(of.figures.winners),
        "rules": of.figures.rules,
        "most": names_of(t, of.figures.winners[:1]),
        "published": best.value_words(t),
        "source": best.source,
    }


_DATA = {
    "event": _event,
    "data": _data,
    "lesion": _lesion,
    "opinion": _opinion,
    "opinions": _opinions,
    "looks": _looks,
    "disagree": _disagree,
    "fail": _fail,
    "rules": _rules,
}


def notes_of(t: Texts, slug: str, data: Mapping[str, str | int]) -> str:
    """What only the speaker sees of a step of ours."""
    return t("story.rules.more.notes", **data) if slug == "rules" else t(f"story.{slug}.notes", **data)


def title_of(t: Texts, slug: str) -> str:
    """The title of a step of ours."""
    return t(f"story.{slug}.title")
