"""Decide from a photo's impression whether it shows a lesion, is decoded rightly, and was taken by a dermatoscope.

    photo -> one pass of resnet18 -> impression -> distance from training photos, contrast to other pictures,
                                                   likeness to garbled pictures and to close-ups -> verdict

A classifier of seven diagnoses also gives seven probabilities for a cat. The impression is more telling: the mean and
the spread of each channel in each stage. Photos of lesions occupy a small part of that space. Two measures are
computed from it, and either can refuse a photo.

Distance: Mahalanobis's distance along the directions in which training photos vary most, plus the deviation outside of
these directions, where they hardly vary (Lee et al. 2018, arXiv:1807.03888; Tipping and Bishop 1999,
doi:10.1111/1467-9868.00196). It is fitted to lesions only, so it also covers unforeseen kinds of pictures.

Contrast: a logistic regression in the same directions between lesions and other pictures. It recognises pictures that
are close to skin, such as blank walls.

Likenesses: a logistic regression on the impression itself between dermoscopic photos and garbled pictures, which a
program has decoded wrongly; another one between dermoscopic photos and close-ups, which were taken without a
dermatoscope. Both are asked about photos that show a lesion.

All limits are set on held-out photos of role `train`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open

from model.errors import WeightsAltered, WeightsMissing
from model.settings import ASSETS
from model.trust.characteristic import Characteristic, share_of

FILE = "gate.safetensors"
FOLDER = ASSETS / "trust"
EYE = "resnet18"
"""The algorithm whose impressions are judged; a gate fits exactly one version of its weights."""


Reason = Literal["gate", "garbled", "close_up"]
"""Why a photo is held back: no lesion, a garbled picture, no dermatoscope. The locale files have a table for each."""


@dataclass(frozen=True)
class Verdict:
    """The gate's verdict on a photo.

    `distance` is the larger of distance and contrast in units of its limit; None where the gate is not available. The
    `likeness` to close-ups and that to garbled pictures, `garbling`, are in units of their limits, too.
    """

    distance: float | None
    likeness: float = 0.0
    garbling: float = 0.0

    @property
    def reason(self) -> Reason | None:
        """Why the photo is held back; None for a photo that is admitted or was not looked at."""
        if self.distance is None:
            return None
        if not self.distance <= 1.0:
            return "gate"
        if self.garbling > 1.0:
            return "garbled"
        return "close_up" if self.likeness > 1.0 else None


MEASURES: dict[str, Reason | None] = {
    "admitted": None,
    "refused": "gate",
    "garbled": "garbled",
    "close_up": "close_up",
}
"""The measure of each verdict in the committed table, and its reason."""


def verdict_shares(of: str, verdicts: Sequence[Verdict]) -> list[Characteristic]:
    """The share of each verdict, in the order of `MEASURES`."""
    reasons = [verdict.reason for verdict in verdicts]
    return [share_of(name, of, [found == reason for found in reasons]) for name, reason in MEASURES.items()]


Tensors = Mapping[str, NDArray[np.float64]]
FARTHEST = 6.0
"""Deviations are clipped to this many spreads, so that no single direction decides alone."""
LIKENESSES = ("close_up", "garbled")
"""Kinds of pictures that a lesion photo may be taken for, in the order of `Verdict`."""
SQUARES = 0.3
"""Weight of a deviation's square relative to the deviation."""


def deviations(impressions: NDArray[np.floating], of: Tensors) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Deviations of impressions `(n, d)` from those of training photos.

    Returns:
        The deviation along each axis in units of its spread, `(n, k)`, and the root mean square outside of the axes in
        units of the spread there, `(n,)`.

    Raises:
        ValueError: the impressions have another width.
    """
    centre, axes = of["centre"], of["axes"]
    if impressions.ndim != 2 or impressions.shape[1] != len(centre):
        raise ValueError(f"expected impressions of width {len(centre)}, got {impressions.shape}")
    scaled = (impressions - centre) / of["scale"]  # (n, d)
    along = scaled @ axes.T  # (n, k)
    outside = ((scaled - along @ axes) ** 2).sum(1) / (len(centre) - len(axes))
    return along / of["spread"], np.sqrt(outside) / of["rest"]


def raw_distances(along: NDArray[np.float64], outside: NDArray[np.float64]) -> NDArray[np.float64]:
    """Distances `(n,)` from the training photos, not yet divided by their limit; arguments from `deviations`."""
    distances: NDArray[np.float64] = np.sqrt((along**2).mean(1)) + outside
    return distances


def contrasted(along: NDArray[np.float64], outside: NDArray[np.float64]) -> NDArray[np.float64]:
    """Features of the contrast to other pictures, `(n, 2 k + 2)`; arguments from `deviations`."""
    near = np.clip(along, -FARTHEST, FARTHEST)
    inside = np.minimum(np.sqrt((along**2).mean(1)), FARTHEST)
    return np.column_stack([near, SQUARES * near**2, inside, np.minimum(outside, FARTHEST)])


def standardised(impressions: NDArray[np.floating], of: Tensors) -> NDArray[np.float64]:
    """Features of the likenesses, `(n, d)`: each channel in its spread over the training photos."""
    clipped: NDArray[np.float64] = np.clip((impressions - of["centre"]) / of["scale"], -FARTHEST, FARTHEST)
    return clipped


class Gate:
    """A gate fitted to the impressions of training photos, other pictures, garbled pictures and close-ups.

    Args:
        tensors: `centre` and `scale` of each channel `(d,)`; orthonormal `axes` `(k, d)` and the `spread` along each
            `(k,)`; `rest`, the spread outside of the axes; `limit`, the distance that counts as 1; `weights` of the
            contrast `(2 k + 2,)`, its `typical` value for lesion photos, and the `reach` from there to its limit; the
            same three of each of the `LIKENESSES`, as `close_up_weights` `(d,)` and so on.

    Raises:
        ValueError: the tensors do not fit together.
    """

    def __init__(self, tensors: Mapping[str, NDArray[np.floating]]) -> None:
        self._of = {name: values.astype(np.float64) for name, values in tensors.items()}
        axes, width = self._of["axes"], len(self._of["centre"])
        expected = {"scale": (width,), "spread": (len(axes),), "weights": (2 * len(axes) + 2,)}
        expected |= dict.fromkeys(("rest", "limit", "typical", "reach"), (1,))
        for name in LIKENESSES:
            expected |= {f"{name}_weights": (width,), f"{name}_typical": (1,), f"{name}_reach": (1,)}
        if axes.shape[1:] != (width,) or any(self._of[name].shape != shape for name, shape in expected.items()):
            raise ValueError("expected the tensors of a gate")

    @classmethod
    def load(cls, eye_sha256: str, folder: Path = FOLDER) -> Self:
        """Read the gate that was fitted to the weights of `EYE` with this SHA-256.

        Raises:
            WeightsMissing: there is no file.
            WeightsAltered: the file cannot be read, or the gate was fitted to other weights.
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
        """The larger of distance and contrast, each in units of its limit, `(n,)`, for impressions `(n, d)`.

        Raises:
            ValueError: the impressions have another width.
        """
        along, outside = deviations(impressions, self._of)
        distance = raw_distances(along, outside) / self._of["limit"]
        contrast = (contrasted(along, outside) @ self._of["weights"] - self._of["typical"]) / self._of["reach"]
        larger: NDArray[np.float64] = np.maximum(distance, contrast)
        return larger

    def likenesses(self, impressions: NDArray[np.floating], name: str) -> NDArray[np.float64]:
        """One of the `LIKENESSES` in units of its limit, `(n,)`, for impressions `(n, d)`."""
        found = standardised(impressions, self._of) @ self._of[f"{name}_weights"]
        likenesses: NDArray[np.float64] = (found - self._of[f"{name}_typical"]) / self._of[f"{name}_reach"]
        return likenesses

    def judge(self, impression: NDArray[np.float32]) -> Verdict:
        """The verdict on the photo with this impression `(d,)`; an impression that is not finite is refused."""
        return self.judge_all(impression[None])[0]

    def judge_all(self, impressions: NDArray[np.floating]) -> list[Verdict]:
        """The verdict on each photo, for impressions `(n, d)`."""
        distances = np.nan_to_num(self.distances(impressions), nan=np.inf)
        likenesses = (self.likenesses(impressions, name) for name in LIKENESSES)
        return [Verdict(*map(float, of_one)) for of_one in zip(distances, *likenesses, strict=True)]
