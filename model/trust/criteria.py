"""Read dermoscopic criteria from what the gate's eye has seen of a photo, by one linear probe for each criterion.

    photo -> the gate's pass of resnet18 -> mean of the last feature map, impression -> probe -> probability -> word

Every photo that is admitted has passed the eye, so the criteria cost a matrix product and no second pass.

A probe is linear in the mean over the last feature map. This part of its logit is exactly the mean of the same weights
on each cell of the map: `CriterionFinding.cells` shows where it comes from. The other part comes from the impression,
which holds grain, edges and colours of the whole photo and has no place: `CriterionFinding.unplaced`. Both are the
probe's evidence. Nobody has checked a map against the place of the structure.

A page takes the findings from `Findings.criteria`, a map from `evidence_of`, and sentences from `criteria_words`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open

from model.algorithms.contract import BLANK_BELOW
from model.errors import WeightsAltered, WeightsMissing
from model.lesion.image import INPUT_SIDE
from model.settings import ASSETS

FILE = "criteria.safetensors"
FOLDER = ASSETS / "trust"
ISIC_TASK, DERMAKNET = "isic2018_task2", "dermaknet"
"""Sources of labels: Codella et al., arXiv:1902.03368; Gonzalez-Diaz 2019, IEEE J Biomed Health Inform 23:547."""


class Word(StrEnum):
    """What is said about a criterion; the words are `criteria.said.<value>` in the locales."""

    SEEN = "seen"
    NOT_SEEN = "not_seen"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Criterion:
    """A dermoscopic criterion and the source of its labels.

    Its words are `criteria.<slug>.name` and `.what`. `column` is that of its labels in `criteria.csv` of the image
    folder; `second` is that of a second source, or empty.
    """

    slug: str
    source: str
    column: str
    second: str = ""


CRITERIA = (
    Criterion("pigment_network", ISIC_TASK, "task2_pigment_network", "weak_pigment_network"),
    Criterion("negative_network", ISIC_TASK, "task2_negative_network"),
    Criterion("streaks", ISIC_TASK, "task2_streaks", "weak_streaks"),
    Criterion("globules", ISIC_TASK, "task2_globules", "weak_globules"),
    Criterion("milia_like_cysts", ISIC_TASK, "task2_milia_like_cysts"),
    Criterion("blue_white_veil", DERMAKNET, "weak_blue_white_veil"),
    Criterion("vascular_structures", DERMAKNET, "weak_vascular_structures"),
    Criterion("regression_structures", DERMAKNET, "weak_regression_structures"),
)
"""All criteria with labels, in the order in which they are shown."""
Limit = float | NDArray[np.float64]
OF_SLUG = {criterion.slug: criterion for criterion in CRITERIA}


@dataclass(frozen=True, eq=False)
class CriterionFinding:
    """What one probe finds in one photo.

    Attributes:
        criterion: the criterion.
        probability: that a reader of the labels' source would see it, in [0, 1]; NaN where the features are blank.
        word: seen, not seen or unsure.
        cells: evidence in each cell of the feature map, `(h', w')`, in logits beside the mean training photo.
        unplaced: evidence of the whole photo, which has no place, in logits. The logit is the mean of `cells`, plus
            this, plus a constant.
        typical_peak: median largest evidence among the training photos that have the criterion.
    """

    criterion: Criterion
    probability: float
    word: Word
    cells: NDArray[np.float32]
    unplaced: float
    typical_peak: float


@dataclass(frozen=True, eq=False)
class Evidence:
    """A map of a probe's positive evidence, drawn by `overlaid` like a heat map.

    Attributes:
        heat: `(224, 224)` float32, 0 to 1, where 1 is this map's own peak; all 0 without positive evidence.
        peak: the largest evidence of a cell, in logits; 0 without any.
        typical_peak: that of training photos with the criterion.
    """

    heat: NDArray[np.float32]
    peak: float
    typical_peak: float

    @property
    def strength(self) -> float:
        """Strength relative to a typical map: 0 none, 1 typical or more."""
        return min(1.0, self.peak / self.typical_peak) if self.peak > 0 else 0.0

    @property
    def is_blank(self) -> bool:
        """True without positive evidence, or with so little that only noise would be drawn."""
        return self.strength < BLANK_BELOW


def evidence_of(found: CriterionFinding, side: int = INPUT_SIDE) -> Evidence:
    """Return the map of a finding with `side` pixels, blank where no cell speaks for the criterion."""
    import torch

    from model.algorithms.seeing.grad_cam import heat_and_peak

    return Evidence(*heat_and_peak(torch.from_numpy(found.cells), side), found.typical_peak)


def pooled(features: NDArray[np.floating], impression: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return what probes look at, `(c + i,)`: the mean of each channel of a map `(c, h', w')`, then the impression."""
    return np.concatenate([features.mean((1, 2), dtype=np.float64), impression])


def worded(probabilities: NDArray[np.floating], seen: Limit, not_seen: Limit) -> NDArray[np.object_]:
    """Return the `Word` for each probability, from its limits on; NaN is unsure."""
    place = np.where(probabilities >= seen, 0, np.where(probabilities <= not_seen, 1, 2))
    return np.array([Word.SEEN, Word.NOT_SEEN, Word.UNSURE], object)[place]


class Probes:
    """The linear probes of the criteria that are told, fitted to one version of the eye's weights.

    Args:
        slugs: of the criteria, `(k,)`.
        tensors: `centre` `(d,)`, the means of `pooled` over training photos; `weights` `(k, d)` and `bias` `(k,)`;
            `seen` and `not_seen` `(k,)`, the probabilities from which, and to which, the word is said;
            `typical_peak` `(k,)`.

    Raises:
        ValueError: the tensors do not fit together, or a criterion is unknown.
    """

    def __init__(self, slugs: tuple[str, ...], tensors: Mapping[str, NDArray[np.floating]]) -> None:
        self._of = {name: values.astype(np.float64) for name, values in tensors.items()}
        self.slugs = slugs
        shapes: dict[str, tuple[int, ...]] = {"weights": (len(slugs), len(self._of["centre"]))}
        shapes |= dict.fromkeys(("bias", "seen", "not_seen", "typical_peak"), (len(slugs),))
        if not set(slugs) <= set(OF_SLUG) or any(self._of[name].shape != shape for name, shape in shapes.items()):
            raise ValueError("expected the tensors of probes")

    @classmethod
    def load(cls, eye_sha256: str, folder: Path = FOLDER) -> Self:
        """Read the probes that were fitted to the eye's weights with this SHA-256.

        Raises:
            WeightsMissing: there is no file.
            WeightsAltered: the file cannot be read, or the probes were fitted to other weights.
        """
        if not (folder / FILE).is_file():
            raise WeightsMissing(file=FILE)
        try:
            with safe_open(folder / FILE, framework="numpy") as file:
                about = file.metadata() or {}
                if about.get("eye_sha256") != eye_sha256:
                    raise WeightsAltered(file=FILE)
                names = tuple(about["criteria"].split())
                return cls(names, {name: file.get_tensor(name) for name in file.keys()})  # noqa: SIM118
        except (SafetensorError, KeyError, ValueError, OSError) as error:
            raise WeightsAltered(file=FILE) from error

    def probabilities(self, rows: NDArray[np.floating]) -> NDArray[np.float64]:
        """Return the probability of each criterion, `(n, k)`, from the `pooled` rows of photos, `(n, d)`."""
        logits = (rows - self._of["centre"]) @ self._of["weights"].T + self._of["bias"]
        probabilities: NDArray[np.float64] = 1 / (1 + np.exp(-logits))
        return probabilities

    def words(self, probabilities: NDArray[np.floating]) -> NDArray[np.object_]:
        """Return the word for each probability, `(n, k)`; NaN is unsure."""
        return worded(probabilities, self._of["seen"], self._of["not_seen"])

    def read(self, features: NDArray[np.floating], impression: NDArray[np.floating]) -> tuple[CriterionFinding, ...]:
        """Return the finding of each criterion from the eye's last feature map `(c, h', w')` and impression `(i,)`.

        A blank map, and values that are not finite, tell nothing: every criterion is unsure.

        Raises:
            ValueError: map and impression have another width.
        """
        row = pooled(features, impression)
        if row.shape != self._of["centre"].shape:
            raise ValueError(f"expected {len(self._of['centre'])} pooled features, got {row.shape}")
        if not np.isfinite(row).all() or not features.any():
            blank = np.zeros(features.shape[1:], np.float32)
            return tuple(CriterionFinding(OF_SLUG[slug], np.nan, Word.UNSURE, blank, 0.0, 1.0) for slug in self.slugs)
        probabilities = self.probabilities(row[None])
        columns = (
            probabilities[0],
            self.words(probabilities)[0],
            self.cells(features),
            self._unplaced(row, len(features)),
        )
        return tuple(
            CriterionFinding(OF_SLUG[slug], float(share), word, cells.astype(np.float32), float(rest), float(typical))
            for slug, share, word, cells, rest, typical in zip(
                self.slugs, *columns, self._of["typical_peak"], strict=True
            )
        )

    def cells(self, features: NDArray[np.floating]) -> NDArray[np.float64]:
        """Return the evidence of each probe in each cell of a feature map `(c, h', w')`, `(k, h', w')`."""
        channels = len(features)
        beside_mean = features - self._of["centre"][:channels, None, None]
        evidence: NDArray[np.float64] = np.einsum("kc,chw->khw", self._of["weights"][:, :channels], beside_mean)
        return evidence

    def _unplaced(self, row: NDArray[np.float64], channels: int) -> NDArray[np.float64]:
        evidence: NDArray[np.float64] = self._of["weights"][:, channels:] @ (row - self._of["centre"])[channels:]
        return evidence


@cache
def probes_of(eye_sha256: str) -> Probes:
    """Return the committed probes, read once.

    Raises:
        WeightsMissing, WeightsAltered: see `Probes.load`.
    """
    return Probes.load(eye_sha256)
