"""List the steps of the presenter mode's story: the built-in ones, and the presenter's own among them.

    built-in steps, own steps (`own_steps`) -> story -> pages/stage.py

The sentences of a built-in step are in the locale files under its slug. An own step brings its sentences along.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

OWN = "own"
BUILT_IN = ("event", "data", "lesion", "opinion", "opinions", "looks", "disagree", "fail", "rules", "not")
"""The built-in steps: the event of 2017, the data, one lesion, one opinion, all opinions, heat maps, disagreement,
failures, winners by ranking rule, and what the project is not."""


@dataclass(frozen=True)
class Words:
    """The words of an own step in one language; all but the title may be empty."""

    title: str
    text: str = ""
    notes: str = ""


@dataclass(frozen=True)
class Step:
    """One screen: one of `BUILT_IN`, or `OWN` with words in at least one language and perhaps a picture."""

    slug: str
    words: Mapping[str, Words] = field(default_factory=dict)
    picture: Path | None = None

    def said_in(self, language: str) -> tuple[str, Words]:
        """The language and words of an own step: in this language, or else in the one that it has."""
        available = language if language in self.words else next(iter(self.words))
        return available, self.words[available]


@dataclass(frozen=True)
class OwnStep:
    """A presenter's step, and the slug of the built-in step before it."""

    step: Step
    after: str = BUILT_IN[-2]


def story(own: Sequence[OwnStep] = ()) -> tuple[Step, ...]:
    """All steps in order; own steps after the same built-in one keep their order.

    >>> [step.slug for step in story([OwnStep(Step("own"), after="event")])][:3]
    ['event', 'own', 'data']
    """
    steps: list[Step] = []
    for slug in BUILT_IN:
        steps += [Step(slug), *(own_step.step for own_step in own if own_step.after == slug)]
    return tuple(steps)
