"""Builds the bank of known cases: role `train` as a finished network sees it -> projection, bank, and their sheet.

    fit images, plain and as random views -> network -> pooled features -> fitted projection -> bank
    inner fold -> sharpness and floor of the vote -> temperature, operating point, typical peak -> sheet

The network was fitted to these images, so it is surer of them than of new photos. So the projection is fitted to random
views: each is classified by the bank of plain images, without the cases of its own lesion.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import save
from torch import Tensor
from torch.nn import functional
from tqdm import tqdm

from model.algorithms.seeing.convolutional import as_batch
from model.algorithms.seeing.nearest import CasesHead
from model.algorithms.seeing.networks.split import SplitNetwork
from model.algorithms.submissions.nearest_cases import Algorithm, comparing_network
from model.algorithms.submissions.resnet18 import Algorithm as Eye
from model.algorithms.weights import WeightsSheet
from model.training.augmentation import augment
from model.training.balance import conditional_log_prior, sampling_weights
from model.training.calibration import Archives, BalancedLoss, calibrated, fitted_temperature, spread, typical_peak
from model.training.dataset import TrainingSet
from model.training.export import PEAK_IMAGES, rounded_tensors
from model.training.fit import quick_arithmetic
from model.training.weights_files import unmeasured_sheet, write_weights

BATCH = 32


@dataclass(frozen=True)
class NearestRecipe:
    """Everything that decides the bank; learning rate and weight decay are those of the projection.

    Attributes:
        width: numbers in an embedding.
        views: random views of each fit image for the projection.
        view_side: side of a view, pixels; as in the training of the network.
        fit_sharpness: of the vote while the projection is fitted.
        sampling_power: 0 draws views uniformly, 1 draws every diagnosis equally often.
        sharpnesses: candidates for the vote; none so small that distant cases would outvote similar ones.
        floors: candidates for the vote.
    """

    width: int = 64
    views: int = 1
    view_side: int = 192
    steps: int = 100
    batch_size: int = 256
    learning_rate: float = 1e-4
    weight_decay: float = 1e-2
    fit_sharpness: float = 10.0
    sampling_power: float = 0.5
    sharpnesses: tuple[float, ...] = (10.0, 14.0, 20.0)
    floors: tuple[float, ...] = (-0.2, 0.0, 0.2)
    validation_fold: int = 4
    seed: int = 2022

    @property
    def slug(self) -> str:
        """Name of the algorithm."""
        return Algorithm.card.slug


def pooled(eye: SplitNetwork, batches: Callable[[int], Tensor], count: int, title: str) -> Tensor:
    """Mean over the feature map of each image, `(n, c)`; `batches` returns the pixels of the batch from an index on."""
    starts = tqdm(range(0, count, BATCH), desc=title, unit="batch", mininterval=1.0)
    with torch.inference_mode():
        parts = [eye.forward_features(batches(start)).float().mean((2, 3)) for start in starts]
    return torch.cat(parts).clone()


def plain_features(eye: Eye, pixels: NDArray[np.uint8], title: str) -> Tensor:
    """Pooled features, `(n, c)`, computed as in the app: float32, one view."""
    return pooled(eye.network, lambda start: eye.as_looks(as_batch(pixels[start : start + BATCH])), len(pixels), title)


def view_features(eye: SplitNetwork, pixels: NDArray[np.uint8], recipe: NearestRecipe, number: int) -> Tensor:
    """Pooled features, `(n, c)`, of one random view of each image, in fast arithmetic."""
    rng = np.random.default_rng([recipe.seed, number])
    random = torch.Generator().manual_seed(int(rng.integers(2**62)))

    def view(start: int) -> Tensor:
        batch, _ = augment(pixels[start : start + BATCH], recipe.view_side, rng, random)
        return batch.contiguous(memory_format=torch.channels_last)

    with quick_arithmetic():
        return pooled(eye, view, len(pixels), f"view {number + 1}")


def lesion_numbers(lesion_ids: Sequence[str]) -> NDArray[np.int32]:
    """A number for each lesion, `(n,)`; a photo without a known lesion counts as its own."""
    names = [lesion or f"photo {index}" for index, lesion in enumerate(lesion_ids)]
    return np.unique(names, return_inverse=True)[1].astype(np.int32)


@dataclass(frozen=True)
class Lessons:
    """The data that the projection is fitted to, in the order of the fit images, and numbers of archive and lesion."""

    plain: Tensor  # pooled features, (n, c)
    views: Tensor  # pooled features of random views, (views, n, c)
    targets: NDArray[np.int64]  # (n,)
    archives: NDArray[np.int64]  # (n,)
    lesions: NDArray[np.int32]  # (n,)


def fitted_head(recipe: NearestRecipe, lessons: Lessons) -> CasesHead:
    """A head whose projection was fitted by its own vote, with all plain images as its bank.

    Each step lets the bank classify a batch of random views (neighbourhood components analysis); photos of a view's own
    lesion do not vote. The log prior of the view's archive is added to the logits, as in the training of the networks.
    Few and small steps: more of them raise the log loss on the inner fold.
    """
    rng = np.random.default_rng(recipe.seed)
    head = _started_head(recipe, lessons)
    targets, lesions = torch.from_numpy(lessons.targets), torch.from_numpy(lessons.lesions)
    weights = sampling_weights(lessons.targets, recipe.sampling_power)
    log_prior = conditional_log_prior(lessons.targets, lessons.archives, weights)[torch.from_numpy(lessons.archives)]
    optimizer = torch.optim.AdamW(head.parameters(), lr=recipe.learning_rate, weight_decay=recipe.weight_decay)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, max(1, recipe.steps))
    for _ in tqdm(range(recipe.steps), desc="projection", unit="step", mininterval=1.0):
        drawn = torch.from_numpy(rng.choice(len(targets), recipe.batch_size, p=weights))
        view = lessons.views[torch.from_numpy(rng.integers(len(lessons.views), size=recipe.batch_size)), drawn]
        own = lesions[drawn][:, None] == lesions[None]
        similarities = unit(head.project(view)) @ unit(head.project(lessons.plain)).T  # (batch, n)
        logits = head.votes(similarities.masked_fill(own, -torch.inf))
        loss = functional.cross_entropy(logits + log_prior[drawn], targets[drawn])
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        schedule.step()
    with torch.no_grad():
        head.bank.copy_(unit(head.project(lessons.plain)))
    return head.eval().requires_grad_(False)


def _started_head(recipe: NearestRecipe, lessons: Lessons) -> CasesHead:
    head = CasesHead(lessons.plain.shape[1], recipe.width, len(lessons.targets))
    start_from_main_axes(head, lessons.plain)
    head.columns.copy_(torch.from_numpy(lessons.targets))
    head.lesions.copy_(torch.from_numpy(lessons.lesions))
    _set_vote(head, recipe.fit_sharpness, -1.0)
    return head


def _set_vote(head: CasesHead, sharpness: float, floor: float) -> None:
    head.sharpness.fill_(sharpness)
    head.floor.fill_(floor)


def unit(rows: Tensor) -> Tensor:
    """The rows, scaled to length one."""
    return functional.normalize(rows)


def start_from_main_axes(head: CasesHead, features: Tensor) -> None:
    """Set the projection to the main axes of the features around their mean."""
    mean = features.mean(0)
    axes = torch.linalg.svd(features - mean, full_matrices=False)[2][: head.project.out_features]
    with torch.no_grad():
        head.project.weight.copy_(axes)
        head.project.bias.copy_(-axes @ mean)


def choose_vote(
    recipe: NearestRecipe, head: CasesHead, features: Tensor, targets: NDArray[np.int64], archives: Archives = None
) -> None:
    """Set sharpness and floor of the head to the pair with the least balanced log loss, each at its own temperature.

    Features, `(n, c)`, diagnoses and archives are those of the inner fold.
    """
    loss_of = BalancedLoss(targets, archives)
    similarities = head.similarities(features[:, :, None, None])
    tried = []
    for sharpness, floor in itertools.product(recipe.sharpnesses, recipe.floors):
        _set_vote(head, sharpness, floor)
        logits = head.votes(similarities)
        temperature = fitted_temperature(logits, torch.from_numpy(targets), archives)
        tried.append((float(loss_of(logits / temperature)), sharpness, floor))
    _set_vote(head, *min(tried)[1:])


def train_nearest(
    recipe: NearestRecipe, eye: Eye, fit: TrainingSet, lesion_ids: Sequence[str], validation: TrainingSet, folder: Path
) -> WeightsSheet:
    """Fit the projection, choose the vote on the inner fold, and write both files to `folder`.

    The images `fit` become the known cases; their lesion ids are empty where the lesion is not known.
    """
    lessons = Lessons(
        plain=plain_features(eye, fit.pixels, "known cases"),
        views=torch.stack([view_features(eye.network, fit.pixels, recipe, number) for number in range(recipe.views)]),
        targets=fit.targets,
        archives=fit.archives,
        lesions=lesion_numbers(lesion_ids),
    )
    head = fitted_head(recipe, lessons)
    head.image_numbers.copy_(torch.tensor([int(name.removeprefix("ISIC_")) for name in fit.image_ids]))
    features = plain_features(eye, validation.pixels, "inner fold")
    head = CasesHead.holding(rounded_tensors(head.state_dict())).eval().requires_grad_(False)  # as it ships
    choose_vote(recipe, head, features, validation.targets, validation.collections)
    about = {"slug": recipe.slug, "licence": Algorithm.card.weights_licence}
    data = save(rounded_tensors(head.state_dict()), metadata=about)
    blank = unmeasured_sheet(recipe.slug, data, len(fit), _facts(recipe, eye, head), recipe.validation_fold)
    logits = head(features[:, :, None, None]).double().numpy()
    sheet = calibrated(blank, logits, validation.targets, validation.collections)
    pixels = validation.pixels[spread(len(validation), PEAK_IMAGES)]
    peak = typical_peak(Algorithm(comparing_network(eye.network, head), eye.sheet), pixels)
    return write_weights(data, replace(sheet, typical_peak=peak), folder)


def _facts(recipe: NearestRecipe, eye: Eye, head: CasesHead) -> dict[str, Any]:
    settings = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(recipe).items()}
    chosen = {"sharpness": float(head.sharpness), "floor": round(float(head.floor), 6)}
    return {**settings, **chosen, "eye_sha256": eye.sheet.sha256}
