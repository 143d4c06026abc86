"""Measure the probes of the criteria: the two sources of labels against each other, the words on `elsewhere`.

The figures on training photos were measured by cross-fitting when the probes were fitted; their table is passed on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.algorithms import catalogue
from model.algorithms.submissions.resnet18 import Algorithm as Eye
from model.evaluation.sets import ELSEWHERE
from model.settings import settings
from model.studies import Progress
from model.trust.characteristic import Characteristic, read
from model.trust.criteria import CRITERIA, OF_SLUG, Probes, pooled
from model.trust.criteria_figures import CROSS_FITTED
from model.trust.criteria_measures import Labelled, word_rows
from model.trust.criteria_photos import labelled_rows, labels_of, maps_and_impressions
from model.trust.gate import EYE


def study(data: Path, progress: Progress) -> list[Characteristic]:
    """The cross-fitted figures, the agreement of the sources of labels, and the figures on `elsewhere`."""
    eye = catalogue.load(EYE, settings().weights)
    assert isinstance(eye, Eye)
    rows = labelled_rows(data, ELSEWHERE)
    seen = maps_and_impressions(eye, data, rows, progress)
    features = np.stack([pooled(*of_photo) for of_photo in seen])
    return [
        *read(CROSS_FITTED),
        *agreements(labelled_rows(data, "train")),
        *on_photos(Probes.load(eye.sheet.sha256), features, rows, ELSEWHERE),
    ]


def agreements(rows: Sequence[dict[str, str]]) -> Iterator[Characteristic]:
    """Cohen's kappa of the two sources, on the photos that have labels of both."""
    for criterion in (one for one in CRITERIA if one.second):
        first, second = labels_of(rows, criterion.column), labels_of(rows, criterion.second)
        both = np.isfinite(first) & np.isfinite(second)
        yield Labelled.of(rows, criterion.column, both).kappa(criterion.slug, second[both] > 0)


def on_photos(
    probes: Probes, features: NDArray[np.float64], rows: Sequence[dict[str, str]], name: str
) -> Iterator[Characteristic]:
    """Area under the ROC curve and words of each probe on photos that have labels, features `(n, d)`."""
    probabilities = probes.probabilities(features)
    words = probes.words(probabilities)
    for column, slug in enumerate(probes.slugs):
        known = np.isfinite(labels_of(rows, OF_SLUG[slug].column))
        if known.any():
            labelled = Labelled.of(rows, OF_SLUG[slug].column, known)
            yield labelled.area(f"{slug} {name}", probabilities[known, column])
            yield from word_rows(f"{slug} {name}", labelled.present, words[known, column])
