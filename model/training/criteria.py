"""Fits the probes of dermoscopic criteria: features of labelled training photos -> one logistic regression each.

    three folds                       -> a regression, its penalty the best of a few
    the fourth, scored by it, in turn -> calibration, the limits of the words, all measured figures
    all folds                         -> the regression that ships

A criterion with too low an area under the ROC curve is left out. The figures of a fold come from a regression, a
calibration and limits of the other three. Only the penalty was chosen with all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save
from sklearn.metrics import roc_auc_score

from model.algorithms.submissions.resnet18 import Algorithm as Eye
from model.training.probe import Line, calibrated, limits, regression, shares
from model.trust.characteristic import Characteristic, write
from model.trust.criteria import CRITERIA, FILE, Criterion, Probes, pooled, worded
from model.trust.criteria_cases import CriteriaCase, write_cases
from model.trust.criteria_figures import CROSS_FITTED, LEAST_AREA
from model.trust.criteria_measures import Labelled, melanoma_rows, word_rows
from model.trust.criteria_photos import labelled_rows, labels_of, maps_and_impressions

Matrix = NDArray[np.float64]
Rows = Sequence[dict[str, str]]
STRENGTHS = (3e-4, 1e-3, 3e-3, 1e-2, 3e-2)
"""Inverse penalties to choose from, by the area under the cross-fitted ROC curve."""


@dataclass(frozen=True, eq=False)
class Fit:
    """What was fitted for one criterion: a calibrated line, the two limits, and the cross-fitted probabilities."""

    criterion: Criterion
    line: Line
    seen: float
    not_seen: float
    probabilities: Matrix
    words: NDArray[np.object_]


def train_criteria(eye: Eye, data: Path, out: Path, progress: Callable[[str, int, int], None]) -> list[Characteristic]:
    """Fit the probes, write their file and the tables of figures and cases to the folder `out`.

    Returns:
        The cross-fitted figures of all criteria, also of those that are left out.
    """
    rows = labelled_rows(data, "train")
    seen = list(maps_and_impressions(eye, data, rows, progress))
    features = np.stack([pooled(*of_photo) for of_photo in seen])
    fits = [fitted(criterion, features, rows) for criterion in CRITERIA]
    figures = [list(figures_of(fit, rows)) for fit in fits]
    kept = [fit for fit, of_fit in zip(fits, figures, strict=True) if (of_fit[0].low or 0.0) >= LEAST_AREA]
    tensors = tensors_of(kept, features)
    tensors["typical_peak"] = typical_peaks(kept, tensors, [features_map for features_map, _ in seen], rows)
    out.mkdir(parents=True, exist_ok=True)
    about = {"eye_sha256": eye.sheet.sha256, "criteria": " ".join(fit.criterion.slug for fit in kept)}
    (out / FILE).write_bytes(save({name: values.astype(np.float32) for name, values in tensors.items()}, about))
    write_cases(list(cases_of(kept, rows)), out)
    write(CROSS_FITTED, [row for of_fit in figures for row in of_fit], out)
    return [row for of_fit in figures for row in of_fit]


def fitted(criterion: Criterion, features: Matrix, rows: Rows) -> Fit:
    """Fit one criterion; photos without a label of it are scored and not fitted to."""
    labels, folds = labels_of(rows, criterion.column), np.array([row["fold"] for row in rows])
    known = ~np.isnan(labels)
    strength, logits = best_strength(features, labels, folds)
    calibration = calibrated(logits[known], labels[known] > 0)
    probabilities, words = np.empty(len(rows)), np.empty(len(rows), object)
    for fold in np.unique(folds):
        others, mine = known & (folds != fold), folds == fold
        by_others = calibrated(logits[others], labels[others] > 0)
        probabilities[mine] = shares(by_others(logits[mine, None]))
        words[mine] = worded(probabilities[mine], *limits(shares(by_others(logits[others, None])), labels[others] > 0))
    line = regression(features[known], labels[known] > 0, strength)
    line = Line(line.weights * calibration.weights[0], line.bias * calibration.weights[0] + calibration.bias)
    seen, not_seen = limits(shares(calibration(logits[known, None])), labels[known] > 0)
    return Fit(criterion, line, seen, not_seen, probabilities, words)


def best_strength(features: Matrix, labels: Matrix, folds: NDArray[np.str_]) -> tuple[float, Matrix]:
    """The inverse penalty with the largest area under the cross-fitted ROC curve, and its logits `(n,)`."""
    known = ~np.isnan(labels)
    found = {strength: cross_fitted(features, labels, folds, strength) for strength in STRENGTHS}
    best = max(found, key=lambda strength: float(roc_auc_score(labels[known] > 0, found[strength][known])))
    return best, found[best]


def cross_fitted(features: Matrix, labels: Matrix, folds: NDArray[np.str_], strength: float) -> Matrix:
    """Logits of all photos `(n,)`, each from a regression on the labelled photos of the other folds."""
    logits, known = np.empty(len(labels)), ~np.isnan(labels)
    for fold in np.unique(folds):
        others = known & (folds != fold)
        logits[folds == fold] = regression(features[others], labels[others] > 0, strength)(features[folds == fold])
    return logits


def figures_of(fit: Fit, rows: Rows) -> Iterator[Characteristic]:
    """The area under the ROC curve, overall first and among naevi, the words, and the melanomas, on labelled photos."""
    slug, labels = fit.criterion.slug, labels_of(rows, fit.criterion.column)
    known = ~np.isnan(labels)
    naevi = known & np.array([row["diagnosis"] == "nv" for row in rows])
    for of, chosen in ((slug, known), (f"{slug} naevi", naevi)):
        yield Labelled.of(rows, fit.criterion.column, chosen).area(of, fit.probabilities[chosen])
    yield from word_rows(slug, labels[known] > 0, fit.words[known])
    melanoma = np.array([row["diagnosis"] == "mel" for row in rows])
    yield from melanoma_rows(slug, labels[known] > 0, melanoma[known])


def tensors_of(fits: Sequence[Fit], features: Matrix) -> dict[str, Matrix]:
    """The tensors of the probes but their typical peaks, from the features `(n, d)` of all training photos."""
    centre = features.mean(0)
    return {
        "centre": centre,
        "weights": np.stack([fit.line.weights for fit in fits]),
        "bias": np.array([float(fit.line(centre[None])[0]) for fit in fits]),
        "seen": np.array([fit.seen for fit in fits]),
        "not_seen": np.array([fit.not_seen for fit in fits]),
    }


def typical_peaks(
    fits: Sequence[Fit], tensors: dict[str, Matrix], maps: Sequence[NDArray[np.float32]], rows: Rows
) -> Matrix:
    """The median largest evidence of a cell among the photos with each criterion, `(k,)`."""
    probes = Probes(tuple(fit.criterion.slug for fit in fits), tensors | {"typical_peak": np.ones(len(fits))})
    peaks = np.stack([probes.cells(features).max((1, 2)) for features in maps])
    present = [labels_of(rows, fit.criterion.column) > 0 for fit in fits]
    return np.array([np.median(peaks[has, column]) for column, has in enumerate(present)])


def cases_of(fits: Sequence[Fit], rows: Rows) -> Iterator[CriteriaCase]:
    """The training photos with the cross-fitted word of each criterion."""
    for place, row in enumerate(rows):
        words = {fit.criterion.slug: fit.words[place] for fit in fits}
        yield CriteriaCase(row["image_id"], row["diagnosis"].upper(), words)
