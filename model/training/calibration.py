"""Logits of the inner fold -> temperature, operating point, levels of the sets, typical peak: all that is chosen.

The inner fold lies in two archives, and both have a say: each weighs the same, however many photos it has. A network
answers as if all seven diagnoses were equally frequent, so within an archive each diagnosis weighs the same, too, and
where an archive lacks a diagnosis the question is which of those that it has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.special import softmax
from sklearn.metrics import roc_auc_score
from torch import Tensor
from torch.nn import functional

from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm, as_batch
from model.algorithms.weights import OperatingPoint, WeightsSheet
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.practice import default_practice, in_practice
from model.training.dataset import HAM
from model.trust.sets import levels_of

WANTED_SENSITIVITY = 0.9
"""Of melanoma, at the operating point: a missed melanoma weighs more than a second look at a naevus."""
STEP = 10_000
"""Thresholds are whole parts of this: finer than a page writes them, coarse enough to be copied."""
LEAST = 1e-9
"""A probability under this counts as this much: its logarithm stays finite."""
UNMEASURED = OperatingPoint(0.5, 0, 0, 0, 0)
"""Until something is measured."""
Archives = NDArray[np.str_] | None
"""Of which archive each photo is, `(n,)`; None where there is one alone."""


def of_each(archives: Archives, count: int) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """Each archive with its photos, `(n,)`; HAM10000 with all of them where nothing else is said."""
    named = np.full(count, HAM) if archives is None else archives
    for archive in np.unique(named):
        yield str(archive), named == archive


def balanced_weights(targets: NDArray[np.int64], archives: Archives = None) -> NDArray[np.float64]:
    """Weight of each photo, `(n,)`, summing to 1: archives weigh the same, and so do the diagnoses within each."""
    weights = np.zeros(len(targets))
    for _, rows in of_each(archives, len(targets)):
        counts = np.bincount(targets[rows], minlength=len(DIAGNOSES))
        weights[rows] = 1 / (counts[targets[rows]] * (counts > 0).sum())
    weights /= weights.sum()
    return weights


def occurring(targets: NDArray[np.int64], archives: Archives = None) -> NDArray[np.bool_]:
    """Which diagnoses the archive of each photo has, `(n, 7)`."""
    found = np.zeros((len(targets), len(DIAGNOSES)), np.bool_)
    for _, rows in of_each(archives, len(targets)):
        found[rows] = np.bincount(targets[rows], minlength=len(DIAGNOSES)) > 0
    return found


class BalancedLoss:
    """Log loss of the question that the inner fold asks: balanced, and among the diagnoses that an archive has.

    Args:
        targets: columns, `(n,)`.
        archives: of the photos.
    """

    def __init__(self, targets: NDArray[np.int64], archives: Archives = None) -> None:
        self.targets = torch.from_numpy(targets)
        self.weights = torch.from_numpy(balanced_weights(targets, archives))
        self.absent = torch.from_numpy(~occurring(targets, archives))

    def of_each(self, logits: Tensor) -> Tensor:
        """The weighted loss of each photo, `(n,)`, of logits `(n, 7)`; their sum is the balanced loss."""
        asked = logits.double().masked_fill(self.absent, -torch.inf)
        return functional.cross_entropy(asked, self.targets, reduction="none") * self.weights

    def __call__(self, logits: Tensor) -> Tensor:
        """The balanced loss, a number."""
        return self.of_each(logits).sum()


def fitted_temperature(logits: Tensor, targets: Tensor, archives: Archives = None) -> float:
    """Divisor of the logits with the least balanced log loss (Guo et al. 2017, arXiv:1706.04599).

    Args:
        logits: `(n, 7)`.
        targets: `(n,)`, columns.
        archives: of the photos.
    """
    loss_of = BalancedLoss(targets.numpy(), archives)
    log_temperature = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([log_temperature], max_iter=100, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimizer.zero_grad()
        loss = loss_of(logits.double() / log_temperature.exp())
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimizer.step(closure)  # type: ignore[no-untyped-call]
    return float(log_temperature.detach().exp())


def threshold_for(melanoma: NDArray[np.float64], wanted: float = WANTED_SENSITIVITY) -> float:
    """The highest threshold that at least this share of the melanomas reaches; their probabilities, `(n,)`."""
    scores = np.sort(melanoma)[::-1]
    needed = int(np.ceil(wanted * len(scores)))
    return float(np.floor(scores[needed - 1] * STEP) / STEP)


def chosen_operating_point(
    rows: NDArray[np.floating], targets: NDArray[np.int64], archives: Archives = None
) -> OperatingPoint:
    """The highest threshold at which at least 90 % of the melanomas are above, on each archive by itself.

    So where one archive asks for a lower one than the other, the lower one is taken. It speaks of the default practice.

    Args:
        rows: probabilities for equally frequent diagnoses, `(n, 7)`, at the temperature that ships.
        targets: columns, `(n,)`.
        archives: of the photos.

    Raises:
        ValueError: an archive has no melanoma.
    """
    practice = default_practice()
    melanoma = in_practice(rows, practice.frequencies)[:, Diagnosis.MEL.column]
    is_melanoma = targets == Diagnosis.MEL.column
    if not all(is_melanoma[photos].any() for _, photos in of_each(archives, len(targets))):
        raise ValueError("expected at least one melanoma in the inner fold of each archive, got none")
    threshold = min(threshold_for(melanoma[photos & is_melanoma]) for _, photos in of_each(archives, len(targets)))
    above = melanoma >= threshold
    return OperatingPoint(
        threshold=threshold,
        melanomas=int(is_melanoma.sum()),
        melanomas_above=int((is_melanoma & above).sum()),
        others=int((~is_melanoma).sum()),
        others_below=int((~is_melanoma & ~above).sum()),
        practice=practice.slug,
    )


def calibrated(
    sheet: WeightsSheet, logits: NDArray[np.float64], targets: NDArray[np.int64], archives: Archives = None
) -> WeightsSheet:
    """The sheet with temperature, operating point, levels of the prediction sets and the figures of each archive.

    Args:
        sheet: of the weights.
        logits: `(n, 7)`, before any temperature.
        targets: columns, `(n,)`.
        archives: of the photos.
    """
    temperature = fitted_temperature(torch.from_numpy(logits), torch.from_numpy(targets), archives)
    rows = softmax(logits / temperature, axis=1)
    point = chosen_operating_point(rows, targets, archives)
    inner = {
        archive: {
            **inner_figures(rows[photos], targets[photos], point.threshold),
            "temperature": round(fitted_temperature(*_tensors(logits[photos], targets[photos])), 4),
        }
        for archive, photos in of_each(archives, len(targets))
    }
    return replace(sheet, temperature=temperature, operating_point=point, inner=inner, sets=levels_of(rows, targets))


def inner_figures(rows: NDArray[np.float64], targets: NDArray[np.int64], threshold: float) -> dict[str, float]:
    """What answers do on the inner fold of one archive.

    Args:
        rows: probabilities for equally frequent diagnoses, `(n, 7)`.
        targets: columns, `(n,)`.
        threshold: of the melanoma probability in the default practice.

    Returns:
        `photos`; `balanced_accuracy` over the diagnoses that occur; `melanoma_auc` in the default practice; `log_loss`,
        balanced; `wanted_threshold`, the one that this archive alone asks for; `sensitivity` and `specificity` at
        `threshold`.
    """
    melanoma = in_practice(rows, default_practice().frequencies)[:, Diagnosis.MEL.column]
    is_it, above = targets == Diagnosis.MEL.column, melanoma >= threshold
    hits = rows.argmax(1) == targets
    return {
        "photos": len(targets),
        "balanced_accuracy": round(float(np.mean([hits[targets == c].mean() for c in np.unique(targets)])), 4),
        "melanoma_auc": round(float(roc_auc_score(is_it, melanoma)), 4),
        "log_loss": round(float(BalancedLoss(targets)(torch.from_numpy(np.log(np.maximum(rows, LEAST))))), 4),
        "wanted_threshold": threshold_for(melanoma[is_it]),
        "sensitivity": round(float(above[is_it].mean()), 4),
        "specificity": round(float(1 - above[~is_it].mean()), 4),
    }


def _tensors(logits: NDArray[np.float64], targets: NDArray[np.int64]) -> tuple[Tensor, Tensor]:
    return torch.from_numpy(logits), torch.from_numpy(targets)


def typical_peak(algorithm: ConvolutionalAlgorithm, pixels: NDArray[np.uint8]) -> float:
    """Median peak of the maps for the diagnosis that comes first, over images `(n, 224, 224, 3)`."""
    peaks = []
    for i in range(len(pixels)):
        with torch.no_grad():
            seen = algorithm.see(as_batch(pixels[i : i + 1]))
        peaks.append(float(algorithm.evidence_in(seen, None)[1].clamp(min=0).max()))
    return float(np.median(peaks))


def fold_logits(algorithm: ConvolutionalAlgorithm, pixels: NDArray[np.uint8]) -> Tensor:
    """Logits, `(n, 7)`, of images `(n, 224, 224, 3)`, computed exactly as at use: in float32, with every look."""
    with torch.inference_mode():
        parts = [algorithm.logits_of(as_batch(pixels[i : i + 32])) for i in range(0, len(pixels), 32)]
    return torch.cat(parts).clone()
