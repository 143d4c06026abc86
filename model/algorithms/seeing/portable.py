"""A network as one ONNX file: from the pixels of photos to the probabilities that the app shows.

    photos (n, 224, 224, 3), uint8 RGB -> white balance, looks, network, temperature -> probabilities (n, 7)

The whole path lies in the file, so a program elsewhere needs only the centre square of a photo at 224 px. The packages
`onnx`, `onnxscript` and `onnxruntime` are imported on use, since the app does without them.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm
from model.lesion.diagnosis import DIAGNOSES
from model.lesion.image import INPUT_SIDE, LesionImage

PIXELS, PROBABILITIES = "pixels", "probabilities"
"""Names of the input and the output in the file."""


class Portable(nn.Module):
    """The path of an algorithm with a network as one module."""

    def __init__(self, algorithm: ConvolutionalAlgorithm) -> None:
        super().__init__()
        self.network = algorithm.network  # registers its weights
        self._algorithm = algorithm

    def forward(self, pixels: Tensor) -> Tensor:
        """Probabilities for equally frequent diagnoses, `(n, 7)`, of RGB photos `(n, 224, 224, 3)` from 0 to 255."""
        batch = pixels.permute(0, 3, 1, 2).float() / 255
        return (self._algorithm.logits_of(batch) / self._algorithm.sheet.temperature).softmax(1)


def write_onnx(algorithm: ConvolutionalAlgorithm, path: Path) -> None:
    """Write the file, with the version of the weights, their licence and the order of the diagnoses in it.

    Raises:
        ImportError: the packages for ONNX are not installed.
        torch.onnx.OnnxExporterError: the path depends on the photo in a way that a file cannot hold.
    """
    example = torch.zeros((2, INPUT_SIDE, INPUT_SIDE, 3), dtype=torch.uint8)
    any_number = {0: torch.export.Dim("photos")}
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")  # torch warns of its own parts
        program = torch.onnx.export(
            Portable(algorithm).eval(),
            (example,),
            dynamo=True,
            input_names=[PIXELS],
            output_names=[PROBABILITIES],
            dynamic_shapes=(any_number,),
            verbose=False,
        )
    assert program is not None
    program.model.metadata_props.update(_about(algorithm))
    program.save(path)


def _about(algorithm: ConvolutionalAlgorithm) -> dict[str, str]:
    return {
        "algorithm": algorithm.card.slug,
        "weights": algorithm.sheet.sha256,
        "licence": algorithm.card.weights_licence,
        "diagnoses": " ".join(DIAGNOSES),
        "input": f"centre square of a dermoscopic photo, RGB, uint8, (n, {INPUT_SIDE}, {INPUT_SIDE}, 3)",
    }


def onnx_rows(path: Path, images: Sequence[LesionImage]) -> NDArray[np.float32]:
    """Probabilities `(n, 7)` that ONNX Runtime computes with a file.

    Raises:
        ImportError: ONNX Runtime is not installed.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # otherwise it reports to its maker
    import onnxruntime

    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    pixels = np.stack([image.pixels for image in images])
    return np.asarray(session.run([PROBABILITIES], {PIXELS: pixels})[0], np.float32)
