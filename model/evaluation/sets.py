"""The scoring sets, and the two days that make up QI.

A new set needs an entry of `SCORING_SETS`, a role of the manifest, and its texts in both languages (`charts.NAME`,
`about.NAME`, `report.photos.NAME`). Benchmark, scores, pages and report iterate over this list. Imports nothing.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ScoringSet:
    """Photos used for scoring only.

    Attributes:
        name: role of its photos in the manifest; also the folder of its tables.
        in_qi: one of the two days whose weighted mean is QI. Other sets exclude no algorithm from the ranking.
    """

    name: str
    in_qi: bool = False


SCORING_SETS = (ScoringSet("day1", in_qi=True), ScoringSet("day2", in_qi=True), ScoringSet("elsewhere"))
SETS: tuple[str, ...] = tuple(scoring_set.name for scoring_set in SCORING_SETS)
"""Names of all sets, in the order in which they are shown."""
DAYS: tuple[str, ...] = tuple(scoring_set.name for scoring_set in SCORING_SETS if scoring_set.in_qi)
"""Names of the two days whose weighted mean is QI."""
BESIDE_QI: tuple[str, ...] = tuple(name for name in SETS if name not in DAYS)
"""Names of the sets that do not count in QI."""
HOME, ELSEWHERE = "day2", "elsewhere"
"""Photos from clinics like those of the training, and photos from other clinics."""
