"""Labels, scores and words about criteria -> measured properties with their intervals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from model.evaluation.answers import Answers
from model.evaluation.metrics import METRICS, Metric, class_metrics
from model.evaluation.resampling import draw, seed_of
from model.evaluation.scores import score
from model.evaluation.tally import Tally
from model.trust.characteristic import Characteristic, from_score, share_of
from model.trust.criteria import Word
from model.trust.criteria_figures import (
    AREA,
    FALSE_NOT_SEEN,
    FALSE_SEEN,
    KAPPA,
    MISSED,
    PRESENT,
    SAID,
    WITH,
    WITHOUT,
    WRONGLY_SEEN,
)
from model.trust.criteria_photos import Rows, labels_of

Labels = NDArray[np.bool_]
CLASSES = ("absent", "present")


@dataclass(frozen=True, eq=False)
class Labelled:
    """Labels `(n,)` of one criterion; images and lesions name the photos."""

    present: Labels
    images: Sequence[str]
    lesions: Sequence[str]

    @classmethod
    def of(cls, rows: Rows, column: str, chosen: Labels) -> Self:
        """The labels of the chosen rows `(n,)`, which all have one."""
        some = [row for row, wanted in zip(rows, chosen, strict=True) if wanted]
        images = [row["image_id"] for row in some]
        return cls(labels_of(some, column) > 0, images, [row["lesion_id"] or row["image_id"] for row in some])

    def area(self, of: str, scores: NDArray[np.floating]) -> Characteristic:
        """The area under the ROC curve of scores `(n,)`; lesions are resampled."""
        share = np.column_stack([1 - scores, scores]).astype(np.float64)
        return self._scored(AREA, of, share, class_metrics(1)["auc"])

    def kappa(self, of: str, second: Labels) -> Characteristic:
        """Cohen's kappa with the labels of a second source, `(n,)`; lesions are resampled."""
        return self._scored(KAPPA, of, np.eye(2)[second.astype(int)], METRICS["cohen_kappa_score"])

    def _scored(self, measure: str, of: str, shares: NDArray[np.float64], metric: Metric) -> Characteristic:
        truth = self.present.astype(np.int64)
        counts = draw(truth, seed_of(self.images), groups=self.lesions)
        found = score(metric, Tally(Answers(truth, shares, CLASSES, CLASSES[1]), counts), single=False)
        return from_score(measure, of, len(truth), found)


def word_rows(of: str, present: Labels, words: NDArray[np.object_]) -> Iterator[Characteristic]:
    """How often each word is said of photos `(n,)`, and how often wrongly."""
    yield share_of(PRESENT, of, present.tolist())
    for word, measure in SAID.items():
        yield share_of(measure, of, (words == word).tolist())
    seen, not_seen = words == Word.SEEN, words == Word.NOT_SEEN
    yield share_of(FALSE_SEEN, of, (~present[seen]).tolist())
    yield share_of(FALSE_NOT_SEEN, of, present[not_seen].tolist())
    yield share_of(WRONGLY_SEEN, of, seen[~present].tolist())
    yield share_of(MISSED, of, not_seen[present].tolist())


def melanoma_rows(of: str, present: Labels, melanoma: Labels) -> Iterator[Characteristic]:
    """The share of melanomas with and without a criterion, by the labels."""
    yield share_of(WITH, of, melanoma[present].tolist())
    yield share_of(WITHOUT, of, melanoma[~present].tolist())
