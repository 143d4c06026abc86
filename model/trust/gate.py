"""A photo's impression flows in, whether the photo shows a lesion at all flows out.

    photo -> one pass of resnet18 -> impression -> distance to those of the training photos, contrast to other pictures
    -> verdict

A network that has learned to tell seven diagnoses apart gives seven probabilities for a cat. What it saw on its way
tells more: the mean and the spread of each channel in each stage lie, for photos of lesions, in a small part of their
space. Two questions are asked, and either can refuse.

How far from there? Mahalanobis's distance along the directions in which training photos differ most, together with what
lies outside of all of them, where they hardly differ (Lee et al. 2018, arXiv:1807.03888; Tipping and Bishop 1999,
doi:10.1111/1467-9868.00196). It needs no other pictures, so it also holds for kinds that nobody thought of.

Rather like the other pictures that are known? A logistic regression on the same directions; it sees the blank walls
that lie near to skin.

The limits are set on photos of role `train` that nothing was fitted on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open

from model.errors import WeightsAltered, WeightsMissing
from model.settings import ASSETS

FILE = "gate.safetensors"
FOLDER = ASSETS / "trust"
EYE = "resnet18"
"""The algorithm whose impressions are judged; the gate belongs to exactly its weights."""


@dataclass(frozen=True)
class Verdict:
    """What the gate says of one photo.

    Attributes:
        distance: from the training photos, at least 0; 1 is the limit. None where the gate could not be asked.
    """

    distance: float | None

    @property
    def refuses(self) -> bool:
        """Too far from photos of lesions to be given a diagnosis."""
        return self.distance is not None and not self.distance <= 1.0


Tensors = Mapping[str, NDArray[np.float64]]
FARTHEST = 6.0
"""Spreads; a deviation beyond counts as this one, so that no single direction decides alone."""
SQUARES = 0.3
"""Weight of the square of a deviation beside the deviation itself."""


def deviations(impressions: NDArray[np.floating], of: Tensors) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How impressions `(n, d)` deviate from those of training photos.

    Returns:
        Along each axis, in units of its spread, `(n, k)`; and outside of all axes, root mean square in units of the
        spread there, `(n,)`.

    Raises:
        ValueError: impressions of another width.
    """
    centre, axes = of["centre"], of["axes"]
    if impressions.ndim != 2 or impressions.shape[1] != len(centre):
        raise ValueError(f"expected impressions of width {len(centre)}, got {impressions.shape}")
    scaled = (impressions - centre) / of["scale"]  # (n, d)
    along = scaled @ axes.T  # (n, k)
    outside = ((scaled - along @ axes) ** 2).sum(1) / (len(centre) - len(axes))
    return along / of["spread"], np.sqrt(outside) / of["rest"]


def raw_distances(along: NDArray[np.float64], outside: NDArray[np.float64]) -> NDArray[np.float64]:
    """Distance from the training photos before it is divided by its limit, `(n,)`, from `deviations`."""
    found: NDArray[np.float64] = np.sqrt((along**2).mean(1)) + outside
    return found


def contrasted(along: NDArray[np.float64], outside: NDArray[np.float64]) -> NDArray[np.float64]:
    """What the contrast to other pictures is weighed from, `(n, 2 k + 2)`, from `deviations`."""
    near = np.clip(along, -FARTHEST, FARTHEST)
    inside = np.minimum(np.sqrt((along**2).mean(1)), FARTHEST)
    return np.column_stack([near, SQUARES * near**2, inside, np.minimum(outside, FARTHEST)])


class Gate:
    """What was learned of the impressions of training photos, and of other pictures.

    Args:
        tensors: `centre` and `scale` of each channel `(d,)`; `axes` `(k, d)`, orthonormal, and the `spread` along each
            `(k,)`; `rest`, the spread along any direction outside of them; `limit`, the distance that counts as 1;
            `weights` of the contrast `(2 k + 2,)`, its `typical` value for lesion photos and the `reach` from there to
            its limit.
    """

    def __init__(self, tensors: dict[str, NDArray[np.floating]]) -> None:
        self._of = {name: values.astype(np.float64) for name, values in tensors.items()}
        axes, width = self._of["axes"], len(self._of["centre"])
        expected = {"scale": (width,), "spread": (len(axes),), "weights": (2 * len(axes) + 2,)}
        expected |= dict.fromkeys(("rest", "limit", "typical", "reach"), (1,))
        if axes.shape[1:] != (width,) or any(self._of[name].shape != shape for name, shape in expected.items()):
            raise ValueError("expected the tensors of a gate")

    @classmethod
    def load(cls, eye_sha256: str, folder: Path = FOLDER) -> Self:
        """The gate that belongs to the weights of the eye.

        Args:
            eye_sha256: of the weights of `EYE`.
            folder: holds the file.

        Raises:
            WeightsMissing: there is no file.
            WeightsAltered: it cannot be read, or was fitted to other weights of the eye.
        """
        path = folder / FILE
        if not path.is_file():
            raise WeightsMissing(file=FILE)
        try:
            with safe_open(path, framework="numpy") as file:
                if (file.metadata() or {}).get("eye_sha256") != eye_sha256:
                    raise WeightsAltered(file=FILE)
                return cls({name: file.get_tensor(name) for name in file.keys()})  # noqa: SIM118
        except (SafetensorError, KeyError, ValueError, OSError) as error:
            raise WeightsAltered(file=FILE) from error

    def distances(self, impressions: NDArray[np.floating]) -> NDArray[np.float64]:
        """How far each photo is from being taken for a lesion photo, `(n,)`, of impressions `(n, d)`; 1 is the limit.

        The larger of distance and contrast, each in units of its own limit.

        Raises:
            ValueError: impressions of another width.
        """
        along, outside = deviations(impressions, self._of)
        distance = raw_distances(along, outside) / self._of["limit"]
        contrast = (contrasted(along, outside) @ self._of["weights"] - self._of["typical"]) / self._of["reach"]
        found: NDArray[np.float64] = np.maximum(distance, contrast)
        return found

    def judge(self, impression: NDArray[np.float32]) -> Verdict:
        """The verdict on one photo, of its impression `(d,)`; one that is not finite is no lesion."""
        return self.judge_all(impression[None])[0]

    def judge_all(self, impressions: NDArray[np.float32]) -> list[Verdict]:
        """The verdict on each photo, of impressions `(n, d)`."""
        found = self.distances(impressions)
        return [Verdict(float(distance) if np.isfinite(distance) else float("inf")) for distance in found]
