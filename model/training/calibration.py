"""Logits of the inner fold -> temperature, operating point, levels of the prediction sets, typical peak.

Each archive counts the same, however many photos it has. Logits are those for seven equally frequent diagnoses, so each
diagnosis counts the same within an archive, too, and a photo is judged among the diagnoses that its archive has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import softmax
from torch import Tensor
from torch.nn import functional
from tqdm import tqdm

from model.algorithms.contract import Algorithm
from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm, as_batch
from model.algorithms.weights import MalignantPoint, OperatingPoint, UnknownPoint, WeightsSheet
from model.lesion.archives import HAM
from model.lesion.diagnosis import DIAGNOSES, MALIGNANT, Diagnosis
from model.lesion.doubt import doubt
from model.lesion.image import LesionImage
from model.lesion.practice import default_practice, in_practice, malignant
from model.training.scores import area_under_curve, balanced_accuracy
from model.trust.sets import levels_of

WANTED_SENSITIVITY = 0.9
"""For melanoma at the operating point: a missed melanoma is worse than a second look at a naevus."""
WRONGLY_UNKNOWN = 0.05
"""Share of the photos of an archive, at most, that may be called none of the seven although they are one."""
STEP = 10_000
"""Thresholds are multiples of one part in this many: finer than a page shows, coarse enough to copy by hand."""
LEAST = 1e-9
"""Smaller probabilities are raised to this before the logarithm is taken."""
BATCH = 32
Archives = NDArray[np.str_] | None
"""The archive of each photo, `(n,)`; None where all are from HAM10000."""


def photos_by_archive(archives: Archives, count: int) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """Each archive with a mask of its photos, `(count,)`."""
    names = np.full(count, HAM) if archives is None else archives
    for archive in np.unique(names):
        yield str(archive), names == archive


def balanced_weights(targets: NDArray[np.int64], archives: Archives = None) -> NDArray[np.float64]:
    """Weight of each photo, `(n,)`, summing to 1: equal for all archives, and for all diagnoses within each."""
    weights = np.zeros(len(targets))
    for _, rows in photos_by_archive(archives, len(targets)):
        counts = np.bincount(targets[rows], minlength=len(DIAGNOSES))
        weights[rows] = 1 / (counts[targets[rows]] * (counts > 0).sum())
    return np.asarray(weights / weights.sum())


def occurring(targets: NDArray[np.int64], archives: Archives = None) -> NDArray[np.bool_]:
    """The diagnoses that the archive of each photo has, `(n, 7)`."""
    has = np.zeros((len(targets), len(DIAGNOSES)), np.bool_)
    for _, rows in photos_by_archive(archives, len(targets)):
        has[rows] = np.bincount(targets[rows], minlength=len(DIAGNOSES)) > 0
    return has


class BalancedLoss:
    """Log loss of diagnoses `(n,)` with `balanced_weights`, among the diagnoses that each photo's archive has."""

    def __init__(self, targets: NDArray[np.int64], archives: Archives = None) -> None:
        self.targets = torch.from_numpy(targets)
        self.weights = torch.from_numpy(balanced_weights(targets, archives))
        self.absent = torch.from_numpy(~occurring(targets, archives))

    def per_photo(self, logits: Tensor) -> Tensor:
        """The weighted loss of each photo, `(n,)`, of logits `(n, 7)`; their sum is the balanced loss."""
        among_present = logits.double().masked_fill(self.absent, -torch.inf)
        return functional.cross_entropy(among_present, self.targets, reduction="none") * self.weights

    def __call__(self, logits: Tensor) -> Tensor:
        """The balanced loss, a number."""
        return self.per_photo(logits).sum()


def fitted_temperature(logits: Tensor, targets: Tensor, archives: Archives = None) -> float:
    """Divisor of the logits `(n, 7)` with the least balanced log loss (Guo et al. 2017, arXiv:1706.04599)."""
    loss_of, precise = BalancedLoss(targets.numpy(), archives), logits.double()
    least = minimize_scalar(lambda log_temperature: float(loss_of(precise / np.exp(log_temperature))))
    return float(np.exp(least.x))


def threshold_for(melanoma: NDArray[np.float64], wanted: float = WANTED_SENSITIVITY) -> float:
    """The highest threshold that the wanted share of melanomas reaches, from their melanoma probabilities `(n,)`."""
    needed = int(np.ceil(wanted * len(melanoma)))
    return float(np.floor(np.sort(melanoma)[-needed] * STEP) / STEP)


def melanoma_in_practice(rows: NDArray[np.floating]) -> NDArray[np.float64]:
    """Melanoma probabilities in the default practice, `(n,)`, of rows for equally frequent diagnoses, `(n, 7)`."""
    return in_practice(rows, default_practice().frequencies)[:, Diagnosis.MEL.column]


def chosen_operating_point(
    rows: NDArray[np.floating], targets: NDArray[np.int64], archives: Archives = None
) -> OperatingPoint:
    """The highest threshold in the default practice that 90 % of the melanomas of each archive reach.

    Args:
        rows: probabilities for equally frequent diagnoses, `(n, 7)`, at the temperature that ships.
        targets: columns of the diagnoses, `(n,)`.
        archives: the archive of each photo; of their thresholds, the lowest is taken.

    Raises:
        ValueError: an archive has no melanoma.
    """
    melanoma, is_melanoma = melanoma_in_practice(rows), targets == Diagnosis.MEL.column
    threshold = threshold_of_each_archive(melanoma, is_melanoma, archives)
    above = melanoma >= threshold
    return OperatingPoint(
        threshold=threshold,
        melanomas=int(is_melanoma.sum()),
        melanomas_above=int((is_melanoma & above).sum()),
        others=int((~is_melanoma).sum()),
        others_below=int((~is_melanoma & ~above).sum()),
        practice=default_practice().slug,
    )


def threshold_of_each_archive(probability: NDArray[np.float64], wanted: NDArray[np.bool_], archives: Archives) -> float:
    """The highest threshold that 90 % of the wanted photos of each archive reach, from probabilities `(n,)`.

    Raises:
        ValueError: an archive has no wanted photo.
    """
    parts = [probability[photos & wanted] for _, photos in photos_by_archive(archives, len(wanted))]
    if not all(map(len, parts)):
        raise ValueError("expected at least one photo to find in the inner fold of each archive, got none")
    return min(map(threshold_for, parts))


def chosen_malignant_point(
    rows: NDArray[np.floating], targets: NDArray[np.int64], archives: Archives = None
) -> MalignantPoint:
    """The same for all malignant diagnoses together, whose probabilities are added; see `chosen_operating_point`."""
    probability = malignant(in_practice(rows, default_practice().frequencies))
    is_malignant = np.isin(targets, [diagnosis.column for diagnosis in MALIGNANT])
    threshold = threshold_of_each_archive(probability, is_malignant, archives)
    above = probability >= threshold
    return MalignantPoint(
        threshold=threshold,
        malignant=int(is_malignant.sum()),
        malignant_above=int((is_malignant & above).sum()),
        benign=int((~is_malignant).sum()),
        benign_below=int((~is_malignant & ~above).sum()),
        practice=default_practice().slug,
    )


def chosen_unknown_point(rows: NDArray[np.floating], archives: Archives = None) -> UnknownPoint:
    """The lowest doubt that at most 5 % of the photos of each archive reach; see `chosen_operating_point`."""
    found = doubt(rows)
    parts = [found[photos] for _, photos in photos_by_archive(archives, len(found))]
    highest = max(float(np.quantile(part, 1 - WRONGLY_UNKNOWN, method="higher")) for part in parts)
    threshold = (np.floor(highest * STEP) + 1) / STEP
    return UnknownPoint(float(threshold), photos=len(found), photos_above=int((found >= threshold).sum()))


def calibrated(
    sheet: WeightsSheet, logits: NDArray[np.float64], targets: NDArray[np.int64], archives: Archives = None
) -> WeightsSheet:
    """The sheet with all that is measured on the inner fold, from logits `(n, 7)` before any temperature."""
    temperature = fitted_temperature(torch.from_numpy(logits), torch.from_numpy(targets), archives)
    rows = softmax(logits / temperature, axis=1)
    point = chosen_operating_point(rows, targets, archives)
    inner = {}
    for archive, photos in photos_by_archive(archives, len(targets)):
        own = fitted_temperature(torch.from_numpy(logits[photos]), torch.from_numpy(targets[photos]))
        figures = inner_figures(rows[photos], targets[photos], point.threshold)
        inner[archive] = {**figures, "temperature": round(own, 4)}
    return replace(
        sheet,
        temperature=temperature,
        operating_point=point,
        inner=inner,
        sets=levels_of(rows, targets),
        malignant=chosen_malignant_point(rows, targets, archives),
        unknown=chosen_unknown_point(rows, archives),
    )


def inner_figures(rows: NDArray[np.float64], targets: NDArray[np.int64], threshold: float) -> dict[str, float]:
    """The scores of an algorithm on the inner fold of one archive, rounded to four decimals.

    Probabilities `(n, 7)` are for equally frequent diagnoses; threshold and scores of melanoma are for the default
    practice. Balanced accuracy is over the diagnoses that occur, and `wanted_threshold` is that of this archive alone.
    """
    melanoma, is_melanoma = melanoma_in_practice(rows), targets == Diagnosis.MEL.column
    above = melanoma >= threshold
    figures = {
        "balanced_accuracy": balanced_accuracy(rows, targets),
        "melanoma_auc": area_under_curve(melanoma, is_melanoma),
        "log_loss": float(BalancedLoss(targets)(torch.from_numpy(np.log(np.maximum(rows, LEAST))))),
        "wanted_threshold": threshold_for(melanoma[is_melanoma]),
        "sensitivity": float(above[is_melanoma].mean()),
        "specificity": float(1 - above[~is_melanoma].mean()),
    }
    return {"photos": len(targets), **{name: round(figure, 4) for name, figure in figures.items()}}


def spread(count: int, wanted: int) -> slice:
    """A slice that takes about `wanted` of `count` items at regular distances; all where there are fewer."""
    return slice(None, None, max(1, count // wanted))


def typical_peak(algorithm: ConvolutionalAlgorithm, pixels: NDArray[np.uint8]) -> float:
    """Median peak of the heat maps for the first diagnosis, over images `(n, 224, 224, 3)`."""
    peaks = []
    for photo in pixels:
        with torch.no_grad():
            seen = algorithm.see(as_batch(photo[None]))
        peaks.append(float(algorithm.evidence_in(seen, None)[1].clamp(min=0).max()))
    return float(np.median(peaks))


def median_peak(algorithm: Algorithm, images: Sequence[LesionImage]) -> float:
    """The same through the algorithm contract, for algorithms without a network of their own."""
    peaks = [algorithm.examine(image).explanation.peak for image in tqdm(images, desc="typical map", mininterval=1.0)]
    return float(np.median(peaks))


def fold_logits(algorithm: ConvolutionalAlgorithm, pixels: NDArray[np.uint8]) -> Tensor:
    """Logits, `(n, 7)`, of images `(n, 224, 224, 3)`, computed as in the app: float32, every view."""
    with torch.inference_mode():
        parts = [algorithm.logits_of(as_batch(pixels[i : i + BATCH])) for i in range(0, len(pixels), BATCH)]
    return torch.cat(parts).clone()  # outside of inference mode, so that it may be part of a loss
