"""The scoring sets: what there is to score on, and which of them QI is made of.

Another set is one more entry of `SCORING_SETS`, a role of the manifest, and its texts in both languages (`charts.NAME`,
`about.NAME`, `report.photos.NAME`); benchmark, scores, pages and report go through this list. Imports nothing.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ScoringSet:
    """Photos that are there to score with, and for nothing else.

    Attributes:
        name: role of its photos in the manifest; also the folder of its tables.
        in_qi: one of the two days whose weighted mean is QI. A set that is none excludes nobody from the ranking.
    """

    name: str
    in_qi: bool = False


SCORING_SETS = (ScoringSet("day1", in_qi=True), ScoringSet("day2", in_qi=True), ScoringSet("elsewhere"))
SETS: tuple[str, ...] = tuple(one.name for one in SCORING_SETS)
"""Names of all sets, in the order in which they are shown."""
DAYS: tuple[str, ...] = tuple(one.name for one in SCORING_SETS if one.in_qi)
"""Names of the two days that QI is made of."""
BESIDE_QI: tuple[str, ...] = tuple(name for name in SETS if name not in DAYS)
"""Names of the sets that do not count in QI."""
HOME, ELSEWHERE = "day2", "elsewhere"
"""Photos from clinics like those of the training, and photos from other clinics."""
