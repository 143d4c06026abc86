"""Compute the data in the sentences of each built-in step of the story, from the committed tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from model.algorithms.jury import Opinion
from model.algorithms.words import most_probable, name_of, names_of, the_name_of, threshold_words, verdict
from model.charts.published import read_published, read_readers
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
"""Steps that show the case of the first page; left out where it is missing."""


@dataclass(frozen=True)
class StoryMaterial:
    """Everything that the screens are drawn from.

    Attributes:
        sample: file name of the case; None if it is missing.
        opinions: the answers of all algorithms to the case, the highest melanoma probability first.
        diagnosis: the diagnosis that the case imitates, as in the locale files.
        reached: for the algorithm behind `one`, validation melanomas above its operating point, and all of them.
    """

    figures: StoryFigures
    practice: Practice
    sample: str | None
    opinions: tuple[Opinion, ...]
    diagnosis: str
    reached: tuple[int, int]

    @property
    def one(self) -> Opinion:
        """The opinion of the algorithm that the story presents first."""
        return next(opinion for opinion in self.opinions if opinion.slug == LOOKS)

    @property
    def voters(self) -> tuple[Opinion, ...]:
        """The opinions with a vote: all but the committee's."""
        return tuple(opinion for opinion in self.opinions if opinion.slug != COMBINES)


def material(practice: Practice) -> StoryMaterial:
    """The material from the current tables and weights.

    Raises:
        TableError: the truth of a day cannot be read.
    """
    current, sheets = current_opening()
    figures = story_cache.story_figures()
    if current is None:
        return StoryMaterial(figures, practice, None, (), "", (0, 0))
    point = sheets[LOOKS].operating_point
    opinions = tuple(opinions_in(current, sheets, practice))
    reached = (point.melanomas_above, point.melanomas)
    return StoryMaterial(figures, practice, current.sample, opinions, str(imitated(current)), reached)


def data_of(t: Texts, slug: str, of: StoryMaterial) -> Data:
    """The data for the sentences of a step."""
    return _DATA[slug](t, of) if slug in _DATA else {}


def _event(t: Texts, of: StoryMaterial) -> Data:
    return {**event(), "ours": len(of.figures.learned_from)}


def _data(t: Texts, of: StoryMaterial) -> Data:
    learned = [count for slug, count in of.figures.learned_from.items() if slug != COMBINES]
    sets = of.figures.sets
    return {
        "photos": sum(figures.photos for figures in sets.values()),
        "melanomas": sum(figures.melanomas for figures in sets.values()),
        **{name: figures.photos for name, figures in sets.items()},
        "least": min(learned),
        "most": max(learned),
    }


def _lesion(t: Texts, of: StoryMaterial) -> Data:
    return {"diagnosis": t(f"diagnoses.{of.diagnosis}.name")}


def _opinion(t: Texts, of: StoryMaterial) -> Data:
    return {
        "figure": t.percent(of.one.melanoma),
        "name": name_of(t, of.one.slug),
        "verdict": verdict(t, of.one.suspicious),
        "threshold": threshold_words(t, of.one),
        "stated": stated(t, of.one.threshold.practice),
        "first": most_probable(t, of.one),
        "above": of.reached[0],
        "melanomas": of.reached[1],
    }


def _opinions(t: Texts, of: StoryMaterial) -> Data:
    return {
        "suspicious": sum(opinion.suspicious for opinion in of.voters),
        "voters": len(of.voters),
        "stated": stated(t, of.voters[0].threshold.practice),
        "diagnosis": t(f"diagnoses.{of.diagnosis}.name"),
    }


def _looks(t: Texts, of: StoryMaterial) -> Data:
    heat = of.figures.heat
    shares, photos = [share for share, _ in heat.values()], [number for _, number in heat.values()]
    by_share = sorted(heat, key=lambda slug: heat[slug][0])
    return {
        "figure": t.interval(min(shares), max(shares)),
        "name": name_of(t, of.one.slug),
        "least": min(photos),
        "most": max(photos),
        "best": the_name_of(t, by_share[-1]),
        "worst": the_name_of(t, by_share[0]),
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
    results = read_published()
    best = next(result for result in results if (result.set, result.metric) == (HOME, "balanced_accuracy"))
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
    """The speaker notes of a built-in step."""
    return t("story.rules.more.notes", **data) if slug == "rules" else t(f"story.{slug}.notes", **data)


def title_of(t: Texts, slug: str) -> str:
    """The title of a built-in step."""
    return t(f"story.{slug}.title")
