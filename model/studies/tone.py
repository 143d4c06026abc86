"""Measure melanoma AUC, sensitivity and specificity by skin tone, on fold 4 of MILK10k, to which no network was fitted.

The tone is the one that the authors of MILK10k graded. The weights of the committee's members and all thresholds were
chosen on these photos among others. So the level is a little flattering; the differences between groups are not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from model.algorithms import catalogue
from model.algorithms.jury import Opinion
from model.evaluation.paired import delong_interval
from model.reading.ask import batch_answers
from model.settings import settings
from model.studies import Progress
from model.studies.malignant import opinions
from model.trust.characteristic import Characteristic, share_of
from model.trust.manifest import INNER_FOLD, MILK_TABLE, manifest_rows, photos_of_rows
from model.trust.skin_tones import AREA, GROUPS, PHOTOS, subject

JUDGED = ("efficientnet_lite0", catalogue.COMMITTEE)
"""Algorithms that are measured: the best single network, and the committee."""
TONES = "012345"
Photos = list[dict[str, str]]


def study(data: Path, progress: Progress) -> list[Characteristic]:
    """The figures of each algorithm in each group of tones, and the number of photos of each tone."""
    photos = [row for row in manifest_rows(data, "train", MILK_TABLE) if row["fold"] == INNER_FOLD]
    algorithms = {slug: catalogue.load(slug, settings().weights) for slug in JUDGED}
    answers = batch_answers(algorithms, list(photos_of_rows(data, photos)), progress=progress)
    found = {slug: opinions(one.sheet, answers.rows[slug]) for slug, one in algorithms.items()}
    return [
        *(row for slug in JUDGED for group in GROUPS for row in in_group(slug, group, photos, found[slug])),
        *of_each_tone(photos),
    ]


def in_group(slug: str, group: str, photos: Photos, found: list[Opinion]) -> Iterator[Characteristic]:
    """Melanoma AUC in the default practice, then sensitivity and specificity at the operating point, in one group."""
    members = np.array([photo["skin_tone"] in GROUPS[group] for photo in photos])
    melanoma = np.array([photo["diagnosis"] == "mel" for photo in photos])[members]
    probability = np.array([opinion.melanoma for opinion in found])[members]
    above = np.array([opinion.suspicious for opinion in found])[members]
    of = subject(slug, group)
    yield Characteristic(AREA, of, len(melanoma), *delong_interval(melanoma, probability))
    yield share_of("sensitivity", of, above[melanoma].tolist())
    yield share_of("specificity", of, (~above[~melanoma]).tolist())


def of_each_tone(photos: Photos) -> Iterator[Characteristic]:
    """The number of photos of each tone; `n` is that of all photos."""
    counts = Counter(photo["skin_tone"] for photo in photos)
    for tone in TONES:
        yield Characteristic(PHOTOS, f"skin tone {tone}", len(photos), float(counts[tone]))
