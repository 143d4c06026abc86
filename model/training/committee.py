"""Learns the weights of the committee's members on the inner fold of both archives, which none was fitted on.

    members -> probabilities on the inner fold -> weights with the least balanced log loss -> the two files that ship

A member that has learned from an archive's inner fold has no say there (see `inner`). The weights cannot be negative
and are drawn towards equal voices, as strongly as cross-validation within the inner fold, grouped by lesion, does not
show to be worse on either archive.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save
from sklearn.model_selection import GroupKFold
from torch import Tensor
from torch.nn import functional
from tqdm import tqdm

from model.algorithms import catalogue
from model.algorithms.contract import Algorithm as Member
from model.algorithms.submissions.committee import LEAST, Algorithm
from model.algorithms.weights import WeightsSheet
from model.lesion.diagnosis import DIAGNOSES
from model.lesion.image import LesionImage
from model.training.calibration import UNMEASURED, Archives, BalancedLoss, calibrated, of_each
from model.training.dataset import ISIC
from model.training.inner import FOLD, InnerFold, answers

PENALTIES = (0.0, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
"""Pull towards equal voices: what cross-validation chooses from."""
SPLITS = 5
NORMAL_95 = 1.96
PEAK_IMAGES = 60
Rows = Mapping[str, NDArray[np.float32]]


def learned_shares(
    rows: Rows, targets: NDArray[np.int64], penalty: float, archives: Archives = None
) -> NDArray[np.float32]:
    """Weights of the members, `(members,)`, none negative, with the least balanced log loss.

    Args:
        rows: probabilities by member, `(n, 7)` each; NaN where a member has no say.
        targets: columns of the diagnoses, `(n,)`.
        penalty: on the squared distance of the weights from their mean.
        archives: of the photos; each archive weighs the same.
    """
    voices = Voices(rows)
    loss_of = BalancedLoss(targets, archives)
    raw = torch.full((len(rows),), _unsoftplus(1 / len(rows)), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([raw], max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimizer.zero_grad()
        shares = functional.softplus(raw)
        loss = loss_of(voices.pooled(shares)) + penalty * (shares - shares.mean()).square().sum()
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimizer.step(closure)  # type: ignore[no-untyped-call]
    return functional.softplus(raw).detach().float().numpy()


class Voices:
    """Log probabilities of the members, and who of them has a say on which photo.

    A member says nothing about a photo that it has learned from; those that do speak then count for it, too, so that
    the sum of all weights is the same for every photo.

    Args:
        rows: probabilities by member, `(n, 7)` each; NaN where a member has no say.
    """

    def __init__(self, rows: Rows) -> None:
        stacked = np.stack([values.astype(np.float64) for values in rows.values()])  # (members, n, 7)
        self.says = torch.from_numpy(~np.isnan(stacked).any(2)).double()  # (members, n)
        self.logs = torch.from_numpy(np.log(np.maximum(np.nan_to_num(stacked, nan=1.0), LEAST)))

    def pooled(self, shares: Tensor) -> Tensor:
        """Weighted sum of log probabilities, `(n, 7)`."""
        heard = shares[:, None] * self.says
        heard = heard * (shares.sum() / heard.sum(0).clamp(min=LEAST))
        return torch.einsum("mn,mnc->nc", heard, self.logs)


def chosen_penalty(
    rows: Rows, targets: NDArray[np.int64], lesions: NDArray[np.str_], archives: Archives = None
) -> float:
    """The largest penalty that is not shown to do worse than the best one, on parts that the weights did not learn on.

    A member loses its voice only where that is more than chance, on either archive; the idea is that of the
    one-standard-error rule of Breiman et al. 1984 (Classification and Regression Trees).
    """
    losses = {penalty: _left_out_losses(rows, targets, lesions, penalty, archives) for penalty in PENALTIES}
    best = min(losses.values(), key=lambda values: float(values.mean()))
    parts = [photos for _, photos in of_each(archives, len(targets))]
    return max(
        penalty
        for penalty, values in losses.items()
        if not any(is_worse(values[part], best[part], lesions[part]) for part in parts)
    )


def is_worse(losses: NDArray[np.float64], best: NDArray[np.float64], lesions: NDArray[np.str_]) -> bool:
    """Whether the mean of paired losses, `(n,)` each, is above the best one by more than chance at 95 %, by lesion."""
    difference = losses - best
    sums = np.bincount(np.unique(lesions, return_inverse=True)[1], difference - difference.mean())
    standard_error = float(np.sqrt((sums**2).sum())) / len(difference)
    return float(difference.mean()) > NORMAL_95 * standard_error


def _left_out_losses(
    rows: Rows, targets: NDArray[np.int64], lesions: NDArray[np.str_], penalty: float, archives: Archives
) -> NDArray[np.float64]:
    """Log loss of each image, `(n,)`, so weighed that the mean is the balanced one."""
    logits = torch.from_numpy(left_out_logits(rows, targets, lesions, penalty, archives))
    losses: NDArray[np.float64] = BalancedLoss(targets, archives).of_each(logits).numpy()
    return losses * len(losses)


def left_out_logits(
    rows: Rows,
    targets: NDArray[np.int64],
    lesions: NDArray[np.str_],
    penalty: float,
    archives: Archives = None,
) -> NDArray[np.float64]:
    """Logits of the inner fold, `(n, 7)`, each by weights that were learned without its lesion."""
    logits = np.empty((len(targets), len(DIAGNOSES)))
    voices = Voices(rows)
    for learn, leave in GroupKFold(SPLITS).split(targets, groups=lesions):
        known = None if archives is None else archives[learn]
        part = {slug: values[learn] for slug, values in rows.items()}
        shares = torch.from_numpy(learned_shares(part, targets[learn], penalty, known)).double()
        logits[leave] = voices.pooled(shares)[leave].numpy()
    return logits


def _unsoftplus(value: float) -> float:
    return float(np.log(np.expm1(value)))


def train_committee(
    fold: InnerFold, weights: Path, folder: Path, cache: Path
) -> tuple[WeightsSheet, NDArray[np.float64]]:
    """Learn the weights and write both files to `folder`.

    Args:
        fold: the photos of the inner fold.
        weights: folder of the members' weights.
        folder: where the committee's go.
        cache: keeps the members' probabilities.

    Returns:
        The sheet, and the left-out logits of the inner fold, `(n, 7)`: an honest view of how the pool does there.
    """
    slugs = [slug for slug in catalogue.slugs() if slug != Algorithm.card.slug]
    members = {slug: catalogue.load(slug, weights) for slug in slugs}
    rows = _rows_of(members, fold, cache)
    penalty = chosen_penalty(rows, fold.targets, fold.lesions, fold.archives)
    shares = learned_shares(rows, fold.targets, penalty, fold.archives)
    left_out = left_out_logits(rows, fold.targets, fold.lesions, penalty, fold.archives)
    known = {slug: member.sheet.sha256 for slug, member in members.items()}
    about = {"slug": Algorithm.card.slug, "licence": Algorithm.card.weights_licence, "members": json.dumps(known)}
    data = save({"shares": shares}, metadata=about)  # so that other members make another hash
    blank = WeightsSheet(
        slug=Algorithm.card.slug,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        temperature=1.0,
        operating_point=UNMEASURED,
        typical_peak=1.0,
        validation_fold=FOLD,
        fit_images=len(fold),
        trained_on=datetime.datetime.now(datetime.UTC).date().isoformat(),
        recipe={"members": known, "penalty": penalty, "silent_on_isic_archive": _silent(rows, fold)},
    )
    sheet = calibrated(blank, left_out, fold.targets, fold.archives)
    sheet = _with_typical_peak(sheet, Algorithm(shares, members, sheet), fold.images)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{sheet.slug}.safetensors").write_bytes(data)
    sheet.write(folder)
    return sheet, left_out


def recalibrated_committee(fold: InnerFold, weights: Path, cache: Path) -> WeightsSheet:
    """The sheet of the committee that ships with everything that is chosen on the inner fold, chosen again.

    The weights of its members stay; the answers are once more those that are left out in turn.

    Raises:
        WeightsAltered: a member is no longer the one whose weight was learned.
    """
    committee = Algorithm.load(weights)
    rows = _rows_of(committee.members, fold, cache)
    left_out = left_out_logits(rows, fold.targets, fold.lesions, committee.sheet.recipe["penalty"], fold.archives)
    return calibrated(committee.sheet, left_out, fold.targets, fold.archives)


def _rows_of(members: Mapping[str, Member], fold: InnerFold, cache: Path) -> dict[str, NDArray[np.float32]]:
    return {slug: answers(member, fold, cache) for slug, member in members.items()}


def _silent(rows: Rows, fold: InnerFold) -> list[str]:
    """The members that had seen the photos of the ISIC archive, and so had no say there."""
    return [slug for slug, values in rows.items() if np.isnan(values[fold.archives == ISIC]).any()]


def _with_typical_peak(sheet: WeightsSheet, committee: Algorithm, images: Sequence[LesionImage]) -> WeightsSheet:
    chosen = images[:: max(1, len(images) // PEAK_IMAGES)]
    peaks = [committee.examine(image).explanation.peak for image in tqdm(chosen, desc="typical map", mininterval=1.0)]
    return replace(sheet, typical_peak=float(np.median(peaks)))
