"""Fits the weights of the committee's members on the inner fold of every archive, which no member was fitted to.

    members -> probabilities on the inner fold -> weights with the least balanced log loss -> the two files that ship

A member whose weights were fitted to an archive's inner fold is left out there (see `inner`). The weights are not
negative. A penalty draws them towards equal weights: the largest one with which cross-validation, grouped by lesion,
shows no loss on any archive.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save
from sklearn.model_selection import GroupKFold
from torch import Tensor
from torch.nn import functional

from model.algorithms import catalogue
from model.algorithms.contract import Algorithm as Member
from model.algorithms.submissions.committee import LEAST, Algorithm
from model.algorithms.weights import WeightsSheet
from model.lesion.archives import ISIC
from model.lesion.diagnosis import DIAGNOSES
from model.training.calibration import Archives, BalancedLoss, calibrated, median_peak, photos_by_archive, spread
from model.training.inner import FOLD, InnerFold, answers
from model.training.linear import minimise
from model.training.weights_files import unmeasured_sheet, write_weights

PENALTIES = (0.0, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
"""Candidates for the pull towards equal weights."""
SPLITS = 5
NORMAL_95 = 1.96
PEAK_IMAGES = 60
Rows = Mapping[str, NDArray[np.float32]]
"""Probabilities by member, `(n, 7)` each; a row is NaN where the member is left out."""


def learned_shares(
    rows: Rows, targets: NDArray[np.int64], penalty: float, archives: Archives = None
) -> NDArray[np.float32]:
    """Weights of the members, `(members,)`, none negative, with the least balanced log loss.

    The penalty is on the squared distance of the weights from their mean.
    """
    members, loss_of = MemberLogs(rows), BalancedLoss(targets, archives)
    equal = float(np.log(np.expm1(1 / len(rows))))  # its softplus is the equal share
    raw = torch.full((len(rows),), equal, dtype=torch.float64, requires_grad=True)

    def loss() -> Tensor:
        shares = functional.softplus(raw)
        return loss_of(members.pooled(shares)) + penalty * (shares - shares.mean()).square().sum()

    minimise([raw], loss, steps=200)
    return functional.softplus(raw).detach().float().numpy()


class MemberLogs:
    """Log probabilities of the members, `(members, n, 7)`, and which of them count for which photo.

    The weight of a member that is left out for a photo goes to the others, so that all photos have the same sum.
    """

    def __init__(self, rows: Rows) -> None:
        stacked = np.stack([values.astype(np.float64) for values in rows.values()])  # (members, n, 7)
        self.counts = torch.from_numpy(~np.isnan(stacked).any(2)).double()  # (members, n)
        self.logs = torch.from_numpy(np.log(np.maximum(np.nan_to_num(stacked, nan=1.0), LEAST)))

    def pooled(self, shares: Tensor) -> Tensor:
        """Weighted sum of the log probabilities, `(n, 7)`."""
        counted = shares[:, None] * self.counts
        counted = counted * (shares.sum() / counted.sum(0).clamp(min=LEAST))
        return torch.einsum("mn,mnc->nc", counted, self.logs)


def chosen_penalty(
    rows: Rows, targets: NDArray[np.int64], lesions: NDArray[np.str_], archives: Archives = None
) -> float:
    """The largest penalty that does no worse than the best one, beyond chance, on photos that were left out.

    So a member loses weight only where that is a clear gain, on every archive. The idea is the one-standard-error rule
    of Breiman et al. 1984 (Classification and Regression Trees).
    """
    loss_of = BalancedLoss(targets, archives)
    losses = {}
    for penalty in PENALTIES:
        logits = left_out_logits(rows, targets, lesions, penalty, archives)
        losses[penalty] = loss_of.per_photo(torch.from_numpy(logits)).numpy() * len(targets)
    best = min(losses.values(), key=lambda values: float(values.mean()))
    parts = [photos for _, photos in photos_by_archive(archives, len(targets))]
    return max(
        penalty
        for penalty, values in losses.items()
        if not any(is_worse(values[part], best[part], lesions[part]) for part in parts)
    )


def is_worse(losses: NDArray[np.float64], best: NDArray[np.float64], lesions: NDArray[np.str_]) -> bool:
    """Whether the mean of `losses`, `(n,)`, exceeds that of `best` at the 95 % level, paired, clustered by lesion."""
    difference = losses - best
    sums = np.bincount(np.unique(lesions, return_inverse=True)[1], difference - difference.mean())
    standard_error = float(np.sqrt((sums**2).sum())) / len(difference)
    return float(difference.mean()) > NORMAL_95 * standard_error


def left_out_logits(
    rows: Rows, targets: NDArray[np.int64], lesions: NDArray[np.str_], penalty: float, archives: Archives = None
) -> NDArray[np.float64]:
    """Logits of the inner fold, `(n, 7)`, each with weights that were fitted without the photo's lesion."""
    logits = np.empty((len(targets), len(DIAGNOSES)))
    members = MemberLogs(rows)
    for learn, leave in GroupKFold(SPLITS).split(targets, groups=lesions):
        part = {slug: values[learn] for slug, values in rows.items()}
        learned_archives = None if archives is None else archives[learn]
        shares = torch.from_numpy(learned_shares(part, targets[learn], penalty, learned_archives)).double()
        logits[leave] = members.pooled(shares)[leave].numpy()
    return logits


def train_committee(fold: InnerFold, weights: Path, folder: Path, cache: Path) -> WeightsSheet:
    """Fit the weights of the members in the folder `weights`, and write both files to `folder`.

    The sheet is calibrated on answers for which the weights were fitted without the photo's lesion.
    """
    slugs = [slug for slug in catalogue.slugs() if slug != Algorithm.card.slug]
    members = {slug: catalogue.load(slug, weights) for slug in slugs}
    rows = _rows_of(members, fold, cache)
    penalty = chosen_penalty(rows, fold.targets, fold.lesions, fold.archives)
    shares = learned_shares(rows, fold.targets, penalty, fold.archives)
    left_out = left_out_logits(rows, fold.targets, fold.lesions, penalty, fold.archives)
    hashes = {slug: member.sheet.sha256 for slug, member in members.items()}
    # the members' hashes are part of the file, so that other members give another hash
    about = {"slug": Algorithm.card.slug, "licence": Algorithm.card.weights_licence, "members": json.dumps(hashes)}
    data = save({"shares": shares}, metadata=about)
    fitted_to_isic = [slug for slug, values in rows.items() if np.isnan(values[fold.archives == ISIC]).any()]
    recipe = {"members": hashes, "penalty": penalty, "silent_on_isic_archive": fitted_to_isic}
    blank = unmeasured_sheet(Algorithm.card.slug, data, len(fold), recipe, FOLD)
    sheet = calibrated(blank, left_out, fold.targets, fold.archives)
    images = fold.images[spread(len(fold), PEAK_IMAGES)]
    sheet = replace(sheet, typical_peak=median_peak(Algorithm(shares, members, sheet), images))
    return write_weights(data, sheet, folder)


def recalibrated_committee(fold: InnerFold, weights: Path, cache: Path) -> WeightsSheet:
    """The sheet of the shipped committee, calibrated again; the weights of its members stay.

    Raises:
        WeightsAltered: a member is no longer the one whose weight was fitted.
    """
    committee = Algorithm.load(weights)
    rows = _rows_of(committee.members, fold, cache)
    left_out = left_out_logits(rows, fold.targets, fold.lesions, committee.sheet.recipe["penalty"], fold.archives)
    return calibrated(committee.sheet, left_out, fold.targets, fold.archives)


def _rows_of(members: Mapping[str, Member], fold: InnerFold, cache: Path) -> dict[str, NDArray[np.float32]]:
    return {slug: answers(member, fold, cache) for slug, member in members.items()}
