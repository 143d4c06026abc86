"""A first submission for the challenge: a network that somebody else trained, and a new last layer.

    photos (n, 224, 224, 3) -> body of a shipped network -> mean over the map, (n, d)
    features, diagnoses     -> multinomial logistic regression -> last layer (d, 7)
    both together           -> first.onnx, first.toml

The body stays as it is, so minutes are enough. The file takes the usual input, colours first, from 0 to 1, and gives
logits, so its TOML file needs the order of the classes alone.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm, as_batch
from model.challenge.sandbox.preparation import Output, Preparation, written
from model.evaluation.tables import CLASSES
from model.lesion.image import INPUT_SIDE
from model.training.dataset import TrainingSet
from model.training.linear import fitted_linear

BATCH = 16
PENALTY = 1e-3
"""Strength of the pull of the last layer towards 0."""


class First(nn.Module):
    """The body of a shipped network with a last layer of its own."""

    def __init__(self, start: ConvolutionalAlgorithm, matrix: NDArray[np.float32], bias: NDArray[np.float32]) -> None:
        super().__init__()
        self.network = start.network  # registers its weights
        self.matrix, self.bias = nn.Buffer(torch.from_numpy(matrix)), nn.Buffer(torch.from_numpy(bias))
        self._start = start

    def forward(self, pixels: Tensor) -> Tensor:
        """Logits, `(n, 7)`, of RGB pixels in [0, 1], `(n, 3, 224, 224)`."""
        return pooled(self._start, pixels) @ self.matrix + self.bias


def pooled(start: ConvolutionalAlgorithm, pixels: Tensor) -> Tensor:
    """Features, `(n, d)`: the mean over the last feature map and over all views of a photo."""
    seen = start.see(pixels)
    return torch.unflatten(seen.features.mean((2, 3)), 0, (seen.looks, -1)).mean(0)


def features_of(start: ConvolutionalAlgorithm, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Features, `(n, d)`, of photos `(n, 224, 224, 3)`."""
    with torch.inference_mode():
        return np.concatenate([pooled(start, as_batch(batch)).numpy() for batch in _batches(pixels)])


def _batches(pixels: NDArray[np.uint8]) -> Iterator[NDArray[np.uint8]]:
    for start in range(0, len(pixels), BATCH):
        yield pixels[start : start + BATCH]


def fitted(start: ConvolutionalAlgorithm, photos: TrainingSet) -> First:
    """Fit the last layer; features are brought to one scale first, and the scale goes into the layer."""
    features = features_of(start, photos.pixels)
    centre, scale = features.mean(0), features.std(0) + 1e-3
    matrix, bias = fitted_linear((features - centre) / scale, photos.targets, photos.archives, PENALTY)
    matrix = matrix / scale[:, None]
    return First(start, matrix.astype(np.float32), (bias - centre @ matrix).astype(np.float32)).eval()


def answers(first: First, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Probabilities, `(n, 7)`, of photos `(n, 224, 224, 3)`."""
    with torch.inference_mode():
        return np.concatenate([first(as_batch(batch)).softmax(1).numpy() for batch in _batches(pixels)])


def write_first(first: First, folder: Path) -> None:
    """Write `first.onnx` and `first.toml`.

    Raises:
        ImportError: the packages for ONNX are not installed.
    """
    example = torch.zeros((2, 3, INPUT_SIDE, INPUT_SIDE))
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")  # torch warns of its own parts
        program = torch.onnx.export(
            first,
            (example,),
            dynamo=True,
            input_names=["pixels"],
            output_names=["logits"],
            dynamic_shapes=({0: torch.export.Dim("photos")},),
            verbose=False,
        )
    assert program is not None
    program.save(folder / "first.onnx")
    prepared = Preparation(output=Output(classes=list(CLASSES)))
    (folder / "first.toml").write_text(written(prepared), encoding="utf-8")
