"""A multi-task network that segments the lesion, then classifies the whole photo and a close-up of the lesion.

Each of the two is used upright and rotated by 180 degrees, and the four predictions are averaged.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from model.algorithms.contract import AlgorithmCard, Drawing
from model.algorithms.drawing.outline import outline
from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm, Seen, pixels_of
from model.algorithms.seeing.networks.lesion import LesionNetwork
from model.algorithms.seeing.networks.split import SplitNetwork
from model.algorithms.seeing.views import HALF_TURN, joined, resized
from model.lesion.image import INPUT_SIDE, LesionImage

MARGIN = 1.3
"""Side of the close-up, relative to the larger side of the lesion."""
LEAST_SIDE = 112
"""Smallest side of a close-up, pixels; a smaller one would be too blurred."""
LEAST_LESION = 50
"""Smallest area of a lesion for a close-up, pixels of the mask."""
GRID = 56
"""Side of the grid on which the two heat maps are combined."""
FADE = 4
"""Width of the soft edge of the close-up in the combined map, points of the grid."""


class Algorithm(ConvolutionalAlgorithm):
    """The multi-task network with its close-up; it also draws the border of the lesion."""

    views = HALF_TURN

    card: ClassVar[AlgorithmCard] = AlgorithmCard(
        slug="segment_then_classify",
        family="multi_task",
        training_data="ham10000_isic_masks",
        citations=(
            "Lin et al. 2017, doi:10.1109/CVPR.2017.106",
            "He et al. 2016, doi:10.1109/CVPR.2016.90",
            "Tschandl et al. 2020, doi:10.1038/s41591-020-0942-0",
            "Tschandl et al. 2018, doi:10.1038/sdata.2018.161",
        ),
    )

    build = staticmethod(LesionNetwork)

    def masks(self, images: Sequence[LesionImage]) -> NDArray[np.bool_]:
        """Masks of the lesions, `(n, 224, 224)`, from one upright view of each photo."""
        with torch.no_grad():
            return _masks(self.network, self.network.forward_features(pixels_of(images)))

    def see(self, pixels: Tensor) -> Seen:
        """See `ConvolutionalAlgorithm.see`; the mask of the whole photo determines the close-up."""
        whole = self.network.forward_features(self.as_looks(pixels))
        boxes = np.array([close_up(mask) for mask in _masks(self.network, whole[: len(pixels)])]).reshape(-1, 3)
        none = pixels.new_empty((0, 3, self.side, self.side))
        close = torch.cat([none, *(_cut_out(pixels[i : i + 1], box, self.side) for i, box in enumerate(boxes))])
        near = self.network.forward_features(self.as_looks(close))
        return Seen(torch.cat([whole, near]), 2 * len(self.views), boxes)

    def joined(self, maps: Tensor, seen: Seen) -> Tensor:
        """See `ConvolutionalAlgorithm.joined`; outside the close-up, the map `(56, 56)` of the photo counts twice."""
        parts = maps[: len(self.views)], maps[len(self.views) :]
        whole, near = (joined(part, self.views)[None, None] for part in parts)
        result = resized(whole, GRID, GRID)[0, 0]
        if seen.boxes is None:
            raise ValueError("expected what `see` returned, with the box of the close-up")
        top, left, bottom, right = box_on_grid(seen.boxes[0])
        share = fading_in(bottom - top, right - left)
        inside = result[top:bottom, left:right]
        near = resized(near, bottom - top, right - left)[0, 0]
        both = 2 * result
        both[top:bottom, left:right] = (2 - share) * inside + share * near
        return both

    @staticmethod
    def drawing(network: SplitNetwork, features: Tensor) -> Drawing:
        """The border of the segmented lesion."""
        return Drawing(outline(_masks(network, features)[0]), np.empty((0, 2, 2), np.float32))


def close_up(mask: NDArray[np.bool_]) -> tuple[int, int, int]:
    """Top, left and side of a square around the lesion, pixels of the mask; the whole square without a lesion."""
    whole = len(mask)
    down, across = np.nonzero(mask)
    if len(down) < LEAST_LESION:
        return 0, 0, whole
    height, width = np.ptp(down) + 1, np.ptp(across) + 1
    side = int(np.clip(MARGIN * max(height, width), LEAST_SIDE, whole))
    top = round(float(np.clip((down.min() + down.max() + 1 - side) / 2, 0, whole - side)))
    left = round(float(np.clip((across.min() + across.max() + 1 - side) / 2, 0, whole - side)))
    return top, left, side


def box_on_grid(box: NDArray[np.int64]) -> tuple[int, int, int, int]:
    """Top, left, bottom and right of a close-up on the grid of the joined map."""
    top, left, side = (float(value) * GRID / INPUT_SIDE for value in box)
    return round(top), round(left), round(top + side), round(left + side)


def fading_in(height: int, width: int) -> Tensor:
    """Weight of a close-up at each point of its map, `(height, width)`: 0 at the edge, rising to 1."""
    places = (torch.arange(size) + 0.5 for size in (height, width))
    down, across = (torch.minimum(place, place.flip(0)) for place in places)  # distance to the nearer edge
    return (torch.minimum(down[:, None], across[None, :]) / FADE).clamp(max=1)


def _masks(network: SplitNetwork, features: Tensor) -> NDArray[np.bool_]:
    with torch.no_grad():
        logits = cast(LesionNetwork, network).mask_logits(features)
        return np.asarray((resized(logits, INPUT_SIDE, INPUT_SIDE)[:, 0] > 0).numpy())


def _cut_out(pixels: Tensor, box: NDArray[np.int64], wanted: int) -> Tensor:
    top, left, side = (int(value) for value in box)
    return resized(pixels[:, :, top : top + side, left : left + side], wanted, wanted)
