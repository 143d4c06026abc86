"""The story of the presenter mode: its steps, in order, with the presenter's own among them.

    built-in steps, own steps (`own_steps`) -> Story -> pages/stage.py

A step of ours is known by its slug, its sentences stand in the locale files; an own one brings its sentences along.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

OWN = "own"
BUILT_IN = ("event", "data", "lesion", "opinion", "opinions", "looks", "disagree", "fail", "rules", "not")
"""What each step is about: the event of 2017, the data, one lesion, one opinion, all opinions, where they look, when
they disagree, when they fail, who wins under which rule, what it is not."""


@dataclass(frozen=True)
class Words:
    """What an own step says in one language; all but the title may be empty."""

    title: str
    text: str = ""
    notes: str = ""


@dataclass(frozen=True)
class Step:
    """One screen.

    Attributes:
        slug: one of `BUILT_IN`, or `OWN`.
        words: of an own step, by language, at least one.
        picture: of an own step; None without one.
    """

    slug: str
    words: Mapping[str, Words] = field(default_factory=dict)
    picture: Path | None = None

    def said_in(self, language: str) -> tuple[str, Words]:
        """The words of an own step in a language, or in the one that it has; and which one that is."""
        spoken = language if language in self.words else next(iter(self.words))
        return spoken, self.words[spoken]


@dataclass(frozen=True)
class Own:
    """A step of the presenter's, and the slug of the built-in one that it comes after."""

    step: Step
    after: str = BUILT_IN[-2]


def story(own: Sequence[Own] = ()) -> tuple[Step, ...]:
    """All steps; own ones that come after the same step keep their order.

    >>> [step.slug for step in story([Own(Step("own"), after="event")])][:3]
    ['event', 'own', 'data']
    """
    steps: list[Step] = []
    for slug in BUILT_IN:
        steps += [Step(slug), *(one.step for one in own if one.after == slug)]
    return tuple(steps)
