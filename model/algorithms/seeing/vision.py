"""Import of torchvision that works with every build of torch.

The wheel on PyPI is compiled for a CUDA build of torch. With a CPU build its extension library cannot be loaded, and
the import fails with "operator torchvision::nms does not exist". No compiled operator is used here, so the two missing
schemas are then declared. Import this module before torchvision or a package that imports it.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import torch

_SCHEMAS = (
    "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
)


def _extension_loads() -> bool:
    spec = importlib.util.find_spec("torchvision")
    folder = Path((spec.submodule_search_locations or [""])[0]) if spec else Path()
    for library in folder.glob("_C*.so"):
        try:
            torch.ops.load_library(str(library))  # type: ignore[no-untyped-call]
        except OSError:
            return False
        return True
    return False


if not _extension_loads():
    # the object must outlive the import
    _LIBRARY = torch.library.Library("torchvision", "FRAGMENT")  # type: ignore[no-untyped-call]
    for _schema in _SCHEMAS:
        _LIBRARY.define(_schema)  # type: ignore[no-untyped-call]

import torchvision  # noqa: E402

__all__ = ["torchvision"]
