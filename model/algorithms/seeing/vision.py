"""Imports torchvision in a way that works with every build of torch.

The wheel of torchvision in the public package index is compiled against a CUDA build of torch. Beside a CPU build its
extension library cannot be loaded, and the import stops at "operator torchvision::nms does not exist". No compiled
operator is used in this project, so where the library cannot be loaded, the two schemas that torchvision's Python code
registers kernels for are declared first. Whoever needs torchvision, or a package that imports it, imports this first.
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
