"""A reader's own seven-point checklist beside the probes: ticks, words -> points, pairs, agreement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from model.lesion.seven_points import SevenPoints, seven_points
from model.trust.criteria import Word

PARTNERS = {
    "atypical_pigment_network": "pigment_network",
    "blue_white_veil": "blue_white_veil",
    "atypical_vascular_pattern": "vascular_structures",
    "irregular_streaks": "streaks",
    "irregular_dots_globules": "globules",
    "regression_structures": "regression_structures",
}
"""The probe that looks for the structure of a point; a probe knows its presence, not whether it is irregular."""


@dataclass(frozen=True)
class OwnList:
    """The ticked points, slugs of `POINTS`, and the words of the probes by criterion; empty before they are known."""

    ticks: frozenset[str] = frozenset()
    words: Mapping[str, Word] = field(default_factory=dict)

    @property
    def score(self) -> SevenPoints:
        """The score that follows from the ticks."""
        return seven_points(self.ticks)

    @property
    def pairs(self) -> dict[str, Word]:
        """The word of its partner for each point that has one."""
        return {slug: self.words[probe] for slug, probe in PARTNERS.items() if probe in self.words}

    @property
    def clear(self) -> dict[str, Word]:
        """The pairs in which the probe is not unsure."""
        return {slug: word for slug, word in self.pairs.items() if word is not Word.UNSURE}

    @property
    def alike(self) -> int:
        """Number of clear pairs in which reader and probe agree.

        >>> OwnList(frozenset({"blue_white_veil"}), {"blue_white_veil": Word.SEEN, "streaks": Word.SEEN}).alike
        1
        """
        return sum((slug in self.ticks) == (word is Word.SEEN) for slug, word in self.clear.items())
