"""Fine-tunes one network on role `train`: read from top to bottom.

    manifest -> fit rows, validation rows -> augmented batches -> network, and its moving average -> checkpoint, log

Every epoch ends with a checkpoint that is written beside the old one and then renamed, so a kill leaves a whole one.
All randomness of an epoch comes from (seed, epoch), so a resumed run gives the same result as one without a break.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from tqdm import tqdm

from model.algorithms.seeing.convolutional import as_batch
from model.algorithms.seeing.networks.lesion import LesionNetwork
from model.algorithms.seeing.networks.split import SplitNetwork, channels_last
from model.algorithms.seeing.views import resized
from model.algorithms.seeing.white_light import lit
from model.lesion.diagnosis import DIAGNOSES
from model.training.augmentation import augment
from model.training.balance import conditional_log_prior, sampling_weights
from model.training.dataset import TrainingSet
from model.training.recipe import Recipe, learning_rate_at, recipe_facts, side_at
from model.training.run_log import EpochRow, read_log, write_log
from model.training.scores import area_under_curve, balanced_accuracy, worst_archive_auc
from model.whole_file import whole_file


def start_network(recipe: Recipe, pretrained: Path) -> SplitNetwork:
    """The network of the recipe with pretrained weights in its backbone and a fresh head."""
    torch.manual_seed(recipe.seed)
    network = recipe.algorithm.build()
    if recipe.pretrained:
        wanted = network.backbone.state_dict()
        counters = {name: tensor for name, tensor in wanted.items() if name.endswith("num_batches_tracked")}
        tensors = load_file(pretrained / recipe.pretrained)  # may hold later stages, which this network lacks
        known = {name: tensor.float() for name, tensor in tensors.items() if name in wanted}
        network.backbone.load_state_dict({**known, **counters})
    return channels_last(network)


def predict_logits(
    network: nn.Module, pixels: NDArray[np.uint8], side: int, batch_size: int = 64, white_light: float | None = None
) -> Tensor:
    """Logits, `(n, 7)`, of whole images `(n, h, w, 3)` at one side, in fast arithmetic, to follow a training run."""
    network.eval()
    with torch.inference_mode(), quick_arithmetic():
        parts = [
            network(resized(lit(as_batch(pixels[i : i + batch_size]), white_light), side, side)).float()
            for i in range(0, len(pixels), batch_size)
        ]
    return torch.cat(parts).clone()


def quick_arithmetic() -> torch.autocast:
    """bfloat16 where the processor supports it; emulation elsewhere would be more than ten times slower."""
    return torch.autocast("cpu", torch.bfloat16, enabled=bool(torch.cpu.get_capabilities().get("avx512_bf16")))


class Training:
    """A run of one recipe in one folder, which holds its checkpoint and log."""

    def __init__(self, recipe: Recipe, fit: TrainingSet, validation: TrainingSet, pretrained: Path, run: Path) -> None:
        self.recipe, self.fit, self.validation, self.run = recipe, fit, validation, run
        self.network = start_network(recipe, pretrained)
        follow = get_ema_multi_avg_fn(recipe.average_decay)  # type: ignore[no-untyped-call]
        self._averaging = AveragedModel(self.network, multi_avg_fn=follow, use_buffers=True)
        self._averaging.update_parameters(self.network)  # the first call copies, the later ones average
        self.average = cast(SplitNetwork, self._averaging.module).requires_grad_(False)
        for part in self._frozen():
            part.requires_grad_(False)
        learning = [p for p in self.network.parameters() if p.requires_grad]
        decayed = [p for p in learning if p.ndim > 1]
        plain = [p for p in learning if p.ndim <= 1]
        self.optimizer = torch.optim.AdamW(
            [{"params": decayed, "weight_decay": recipe.weight_decay}, {"params": plain, "weight_decay": 0.0}],
            lr=recipe.learning_rate,
            fused=True,
        )
        within = fit.collections if recipe.sampled_within else None
        self.weights = sampling_weights(fit.targets, recipe.sampling_power, within)
        self.log_prior = conditional_log_prior(fit.targets, fit.archives, self.weights, recipe.shared_prior)
        self.side = side_at(recipe, 0)
        self.rows: list[EpochRow] = []
        self.snapshots: dict[int, dict[str, Tensor]] = {}
        """The averaged network at the end of each cycle, by epoch."""
        self.validation_logits: Tensor | None = None
        """Logits of the averaged network on the inner fold after the last epoch, `(n, 7)`; None before the first."""

    def _frozen(self) -> list[nn.Module]:
        return [self.network.backbone.get_submodule(name) for name in self.recipe.frozen]

    @property
    def checkpoint_file(self) -> Path:
        """File of the last whole checkpoint."""
        return self.run / "checkpoint.pt"

    def save(self) -> None:
        """Write checkpoint and log, each in one piece."""
        self.run.mkdir(parents=True, exist_ok=True)
        state = {
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "rows": [asdict(row) for row in self.rows],
            "snapshots": self.snapshots,
            "recipe": recipe_facts(self.recipe),
        }
        with whole_file(self.checkpoint_file) as beside:
            torch.save(state, beside)
        write_log(self.run / "epochs.csv", self.rows)

    def resume(self) -> None:
        """Restore the state of the last checkpoint; a run without one starts from the beginning.

        Raises:
            ValueError: the checkpoint is of another recipe. Only `cycles`, to train longer or shorter, and
                `averaged_ends` may differ.
        """
        if not self.checkpoint_file.is_file():
            return
        state = torch.load(self.checkpoint_file, weights_only=True)
        known, wanted = state.get("recipe", {}), recipe_facts(self.recipe)
        later = ("cycles", "averaged_ends")
        changed = sorted(name for name in known if name not in later and known[name] != wanted.get(name))
        if changed:
            raise ValueError(f"{self.checkpoint_file} is of another recipe: {', '.join(changed)} changed")
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.rows = [EpochRow(**row) for row in state["rows"]]
        self.snapshots = state.get("snapshots", {})

    def go_on_from(self, weights: Path) -> None:
        """Start a further cycle from shipped `SLUG.safetensors` and `SLUG.epochs.csv`, without a checkpoint.

        The state of the optimizer is lost, so a new cycle has to begin here, whose learning rate rises from 0.

        Raises:
            ValueError: the log does not end with a cycle of the recipe.
        """
        slug = self.recipe.slug
        rows = read_log(weights / f"{slug}.epochs.csv")
        if len(rows) not in self.recipe.cycle_ends:
            raise ValueError(f"{slug} has {len(rows)} epochs, expected the end of a cycle: {self.recipe.cycle_ends}")
        self.start_from(weights / f"{slug}.safetensors")
        self.rows, self.snapshots = rows, {}
        self._keep_snapshot()

    def start_from(self, weights: Path) -> None:
        """Load whole weights, head included, instead of a pretrained backbone; the log starts empty."""
        known = load_file(weights)
        for network in (self.network, self.average):
            network.load_state_dict(known)  # float16 is widened on the way

    def epochs(self) -> Iterator[EpochRow]:
        """Train the missing epochs; yield the row of each once its checkpoint is on disk."""
        for epoch in range(len(self.rows), self.recipe.epochs):
            self.rows.append(self._epoch(epoch))
            if epoch + 1 in self.recipe.cycle_ends:
                self._keep_snapshot()
            self.save()
            yield self.rows[-1]

    def _keep_snapshot(self) -> None:
        self.snapshots[len(self.rows)] = {name: value.clone() for name, value in self.average.state_dict().items()}

    def final_weights(self) -> dict[str, Tensor]:
        """The mean of the snapshots at the ends of the chosen cycles (Izmailov et al. 2018, arXiv:1803.05407)."""
        chosen = self.recipe.cycle_ends[-self.recipe.averaged_ends :]  # from 0 on: all
        ends = [self.snapshots[end] for end in chosen if end in self.snapshots]
        mean = dict(self.average.state_dict())
        for name, value in mean.items():
            if ends and value.is_floating_point():
                mean[name] = torch.stack([end[name] for end in ends]).mean(0)
        return mean

    def _epoch(self, epoch: int) -> EpochRow:
        started = time.monotonic()
        rng = np.random.default_rng([self.recipe.seed, epoch])
        random = torch.Generator().manual_seed(int(rng.integers(2**62)))
        torch.manual_seed(int(rng.integers(2**62)))  # dropout draws from the global generator
        steps = max(1, len(self.fit) // self.recipe.batch_size)
        order = rng.choice(len(self.fit), (steps, self.recipe.batch_size), p=self.weights)
        self.network.train()
        for part in self._frozen():
            part.eval()  # its batch norm keeps the pretrained statistics, too
        self.side = side_at(self.recipe, epoch)
        losses = []
        bar = tqdm(order, desc=f"epoch {epoch + 1}/{self.recipe.epochs}", unit="batch", mininterval=5.0)
        for step, indices in enumerate(bar):
            rate = learning_rate_at(self.recipe, epoch + step / steps)
            for group in self.optimizer.param_groups:
                group["lr"] = rate
            losses.append(self._step(np.sort(indices), rng, random))
            bar.set_postfix(loss=f"{np.mean(losses[-50:]):.3f}", refresh=False)
        return self._validated(epoch, rate, float(np.mean(losses)), started)

    def _validated(self, epoch: int, rate: float, train_loss: float, started: float) -> EpochRow:
        light = self.recipe.algorithm.white_light
        self.validation_logits = predict_logits(self.average, self.validation.pixels, self.side, white_light=light)
        logits, targets = self.validation_logits, torch.from_numpy(self.validation.targets)
        melanoma, is_melanoma = logits.softmax(1)[:, 0], targets == 0
        return EpochRow(
            epoch=epoch + 1,
            learning_rate=rate,
            train_loss=train_loss,
            validation_loss=float(functional.cross_entropy(logits, targets)),
            validation_balanced_accuracy=balanced_accuracy(logits, targets),
            validation_melanoma_auc=area_under_curve(melanoma, is_melanoma),
            worst_archive_melanoma_auc=worst_archive_auc(melanoma, is_melanoma, self.validation.archives),
            seconds=time.monotonic() - started,
        )

    def _step(self, indices: NDArray[np.int64], rng: np.random.Generator, random: torch.Generator) -> float:
        loss = self._loss(*self._batch(indices, rng, random))
        self.optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
        self.optimizer.step()
        self._averaging.update_parameters(self.network)
        return float(loss.detach())

    def _batch(
        self, indices: NDArray[np.int64], rng: np.random.Generator, random: torch.Generator
    ) -> tuple[Tensor, Tensor, Tensor, Tensor | None]:
        """Augmented photos, wanted shares and log prior of the diagnoses, `(n, 7)`, and masks if any."""
        recipe = self.recipe
        masks = None if self.fit.masks is None else self.fit.masks[indices]
        pixels, clinics = self.fit.pixels[indices], recipe.other_clinics
        batch, drawn = augment(pixels, self.side, rng, random, masks, other_clinics=clinics)
        batch = lit(batch, recipe.algorithm.white_light)
        log_prior = self.log_prior[torch.from_numpy(self.fit.archives[indices])]
        wanted = functional.one_hot(torch.from_numpy(self.fit.targets[indices]), len(DIAGNOSES)).float()
        # smoothed towards the archive's own prior: towards 1/7, a diagnosis that an archive lacks would gain from it
        wanted = wanted.lerp(log_prior.exp(), recipe.label_smoothing)
        if rng.random() < recipe.mixup:
            share, order = float(rng.beta(0.4, 0.4)), torch.randperm(len(batch), generator=random)
            batch, wanted, log_prior = (values.lerp(values[order], share) for values in (batch, wanted, log_prior))
            drawn = None if drawn is None else drawn.lerp(drawn[order], share)
        return batch, wanted, log_prior, drawn

    def _loss(self, batch: Tensor, wanted: Tensor, log_prior: Tensor, drawn: Tensor | None) -> Tensor:
        with quick_arithmetic():
            features = self.network.forward_features(batch.contiguous(memory_format=torch.channels_last))
            logits = self.network.forward_head(features).float()
        loss = functional.cross_entropy(logits + log_prior, wanted)
        if self.recipe.mask_weight and drawn is not None and isinstance(self.network, LesionNetwork):
            loss = loss + self.recipe.mask_weight * mask_loss(self.network.mask_logits(features).float(), drawn)
        return loss


def mask_loss(logits: Tensor, drawn: Tensor) -> Tensor:
    """Mean cross-entropy of the points plus one minus the Dice overlap (Milletari et al. 2016, arXiv:1606.04797).

    Logits are `(n, 1, h, w)`; the drawn mask in [0, 1] is `(n, 1, k h, k w)` with a whole k.
    """
    wanted = functional.avg_pool2d(drawn, drawn.shape[-1] // logits.shape[-1])
    share = logits.sigmoid()
    overlap = 2 * (share * wanted).sum((1, 2, 3)) + 1
    dice = overlap / ((share + wanted).sum((1, 2, 3)) + 1)
    return functional.binary_cross_entropy_with_logits(logits, wanted) + (1 - dice).mean()
