"""Learns the weights of the committee's members on the inner fold, which none of them was fitted on.

    members -> probabilities on the inner fold -> weights with the least balanced log loss -> the two files that ship

The weights cannot be negative and are drawn towards equal voices, as strongly as cross-validation within the inner
fold, grouped by lesion, does not show to be worse.
"""

from __future__ import annotations

import datetime
import hashlib
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
from tqdm import tqdm

from model.algorithms import catalogue
from model.algorithms.contract import Algorithm as Member
from model.algorithms.measuring.measured import softmax
from model.algorithms.submissions.committee import LEAST, Algorithm, pooled
from model.algorithms.weights import WeightsSheet
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.image import LesionImage
from model.training.calibration import chosen_operating_point, class_weights, fitted_temperature

PENALTIES = (0.0, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
"""Pull towards equal voices: what cross-validation chooses from."""
SPLITS = 5
NORMAL_95 = 1.96
PEAK_IMAGES = 60
Rows = Mapping[str, NDArray[np.float32]]


def fold_rows(member: Member, images: list[LesionImage], cache: Path) -> NDArray[np.float32]:
    """A member's probabilities on the inner fold, `(n, 7)`, kept in `cache` under the hash of its sheet.

    The sheet names the weights, and its temperature changes with the way in which they look at a photo.
    """
    sheet = hashlib.sha256(repr(member.sheet).encode()).hexdigest()
    kept = cache / f"{member.card.slug}-{sheet[:12]}-{len(images)}.npy"
    if kept.is_file():
        found: NDArray[np.float32] = np.load(kept)
        return found
    parts = [
        member.predict_proba(images[i : i + 20])
        for i in tqdm(range(0, len(images), 20), desc=member.card.slug, mininterval=1.0)
    ]
    rows = np.concatenate(parts)
    cache.mkdir(parents=True, exist_ok=True)
    np.save(kept, rows)
    return rows


def learned_shares(rows: Rows, targets: NDArray[np.int64], penalty: float) -> NDArray[np.float32]:
    """Weights of the members, `(members,)`, none negative, with the least balanced log loss.

    Args:
        rows: probabilities by member, `(n, 7)` each.
        targets: columns of the diagnoses, `(n,)`.
        penalty: on the squared distance of the weights from their mean.
    """
    logs = _logs(rows)  # (members, n, 7)
    wanted = torch.from_numpy(targets)
    weights = class_weights(wanted).double()
    raw = torch.full((len(logs),), _unsoftplus(1 / len(logs)), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([raw], max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimizer.zero_grad()
        shares = functional.softplus(raw)
        loss = functional.cross_entropy(torch.tensordot(shares, logs, 1), wanted, weights)
        loss = loss + penalty * (shares - shares.mean()).square().sum()
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimizer.step(closure)  # type: ignore[no-untyped-call]
    return functional.softplus(raw).detach().float().numpy()


def chosen_penalty(rows: Rows, targets: NDArray[np.int64], lesions: NDArray[np.str_]) -> float:
    """The largest penalty that is not shown to do worse than the best one, on parts that the weights did not learn on.

    A member loses its voice only where that is more than chance; the idea is that of the one-standard-error rule of
    Breiman et al. 1984 (Classification and Regression Trees).
    """
    losses = {penalty: _left_out_losses(rows, targets, lesions, penalty) for penalty in PENALTIES}
    best = min(losses.values(), key=lambda values: float(values.mean()))
    return max(penalty for penalty, values in losses.items() if not is_worse(values, best, lesions))


def is_worse(losses: NDArray[np.float64], best: NDArray[np.float64], lesions: NDArray[np.str_]) -> bool:
    """Whether the mean of paired losses, `(n,)` each, is above the best one by more than chance at 95 %, by lesion."""
    difference = losses - best
    sums = np.bincount(np.unique(lesions, return_inverse=True)[1], difference - difference.mean())
    standard_error = float(np.sqrt((sums**2).sum())) / len(difference)
    return float(difference.mean()) > NORMAL_95 * standard_error


def _left_out_losses(
    rows: Rows, targets: NDArray[np.int64], lesions: NDArray[np.str_], penalty: float
) -> NDArray[np.float64]:
    """Log loss of each image, `(n,)`, so weighed that the mean counts every diagnosis the same."""
    logits, wanted = torch.from_numpy(left_out_logits(rows, targets, lesions, penalty)), torch.from_numpy(targets)
    weights = class_weights(wanted).double()[wanted]
    found: NDArray[np.float64] = (functional.cross_entropy(logits, wanted, reduction="none") * weights).numpy()
    return found * len(found) / float(weights.sum())


def left_out_logits(
    rows: Rows, targets: NDArray[np.int64], lesions: NDArray[np.str_], penalty: float
) -> NDArray[np.float64]:
    """Logits of the inner fold, `(n, 7)`, each by weights that were learned without its lesion."""
    logits = np.empty((len(targets), len(DIAGNOSES)))
    for learn, leave in GroupKFold(SPLITS).split(targets, groups=lesions):
        shares = learned_shares({slug: values[learn] for slug, values in rows.items()}, targets[learn], penalty)
        by_slug = dict(zip(rows, shares.tolist(), strict=True))
        logits[leave] = pooled({slug: values[leave] for slug, values in rows.items()}, by_slug)
    return logits


def _logs(rows: Rows) -> Tensor:
    return torch.from_numpy(np.stack([np.log(np.maximum(row.astype(np.float64), LEAST)) for row in rows.values()]))


def _unsoftplus(value: float) -> float:
    return float(np.log(np.expm1(value)))


def train_committee(
    images: list[LesionImage],
    targets: NDArray[np.int64],
    lesions: NDArray[np.str_],
    weights: Path,
    folder: Path,
    cache: Path,
) -> tuple[WeightsSheet, NDArray[np.float64]]:
    """Learn the weights and write both files to `folder`.

    Args:
        images: of the inner fold.
        targets: columns of their diagnoses, `(n,)`.
        lesions: which lesion each shows, `(n,)`: no lesion is on both sides of a split.
        weights: folder of the members' weights.
        folder: where the committee's go.
        cache: keeps the members' probabilities.

    Returns:
        The sheet, and the left-out logits of the inner fold, `(n, 7)`: an honest view of how the pool does there.
    """
    slugs = [slug for slug in catalogue.slugs() if slug != Algorithm.card.slug]
    members = {slug: catalogue.load(slug, weights) for slug in slugs}
    rows = {slug: fold_rows(member, images, cache) for slug, member in members.items()}
    penalty = chosen_penalty(rows, targets, lesions)
    shares = learned_shares(rows, targets, penalty)
    left_out = left_out_logits(rows, targets, lesions, penalty)
    temperature = fitted_temperature(torch.from_numpy(left_out), torch.from_numpy(targets))
    melanoma = softmax(left_out / temperature)[:, Diagnosis.MEL.column]
    known = {slug: member.sheet.sha256 for slug, member in members.items()}
    about = {"slug": Algorithm.card.slug, "licence": Algorithm.card.weights_licence, "members": json.dumps(known)}
    data = save({"shares": shares}, metadata=about)  # so that other members make another hash
    sheet = WeightsSheet(
        slug=Algorithm.card.slug,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        temperature=temperature,
        operating_point=chosen_operating_point(melanoma, targets == Diagnosis.MEL.column),
        typical_peak=1.0,
        validation_fold=4,
        fit_images=len(images),
        trained_on=datetime.datetime.now(datetime.UTC).date().isoformat(),
        recipe={"members": known, "penalty": penalty},
    )
    sheet = _with_typical_peak(sheet, Algorithm(shares, members, sheet), images)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{sheet.slug}.safetensors").write_bytes(data)
    sheet.write(folder)
    return sheet, left_out


def _with_typical_peak(sheet: WeightsSheet, committee: Algorithm, images: list[LesionImage]) -> WeightsSheet:
    chosen = images[:: max(1, len(images) // PEAK_IMAGES)]
    peaks = [committee.examine(image).explanation.peak for image in tqdm(chosen, desc="typical map", mininterval=1.0)]
    return replace(sheet, typical_peak=float(np.median(peaks)))
