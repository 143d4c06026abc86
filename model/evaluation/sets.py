"""The scoring sets, and the two days that make up QI.

A new set needs a name in `BESIDE_QI`, a role of the manifest, and its texts in both languages (`charts.NAME`,
`about.NAME`, `report.photos.NAME`). Benchmark, scores, pages and report iterate over this list. Imports nothing.
"""

from __future__ import annotations

HOME, ELSEWHERE = "day2", "elsewhere"
"""Photos from clinics like those of the training, and photos from other clinics."""
DAYS = ("day1", HOME)
"""The two days whose weighted mean is QI."""
BESIDE_QI = (ELSEWHERE,)
"""The sets that do not count in QI; they exclude no algorithm from the ranking."""
SETS = (*DAYS, *BESIDE_QI)
"""All sets, in the order in which they are shown: roles of photos in the manifest and folders of tables."""
