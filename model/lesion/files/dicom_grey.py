"""Grey levels of a DICOM frame: modality, then window or table, then display (DICOM PS3.3 C.11)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pydicom
from numpy.typing import NDArray
from pydicom.pixels.processing import apply_color_lut, apply_modality_lut, apply_voi

from model.lesion.files.colour import scaled
from model.lesion.files.dicom_frame import Frame

_FUNCTIONS = {"LINEAR", "LINEAR_EXACT", "SIGMOID"}


def grey_levels(dataset: pydicom.Dataset, frame: Frame) -> NDArray[np.uint8]:
    """Map stored values `(h, w)` to grey by the tables or the first window of the file, or else by the stored bits."""
    values, darkest, brightest = _by_modality(dataset, frame)
    if dataset.get("VOILUTSequence"):
        bits = int(dataset.VOILUTSequence[0].LUTDescriptor[2])
        looked_up = apply_voi(np.rint(values).astype(np.int32), dataset)
        levels = scaled(looked_up, 0, 2.0**bits - 1)
    else:
        levels = _windowed(dataset, values) if _has_window(dataset) else scaled(values, darkest, brightest)
    return 255 - levels if dataset.PhotometricInterpretation == "MONOCHROME1" else levels


def stored_range(dataset: pydicom.Dataset, bits: int) -> tuple[float, float]:
    """Smallest and largest value of the stored bits."""
    count = 2.0**bits
    return (-count / 2, count / 2 - 1) if dataset.get("PixelRepresentation") else (0.0, count - 1)


def _by_modality(dataset: pydicom.Dataset, frame: Frame) -> tuple[NDArray[Any], float, float]:
    """Values after the modality's table or line, and their possible range."""
    if dataset.get("ModalityLUTSequence"):
        values = apply_modality_lut(frame.values, dataset)
        return values, 0.0, 2.0 ** int(dataset.ModalityLUTSequence[0].LUTDescriptor[2]) - 1
    slope, intercept = float(dataset.get("RescaleSlope") or 1), float(dataset.get("RescaleIntercept") or 0)
    ends = [limit * slope + intercept for limit in stored_range(dataset, frame.bits)]
    return frame.values.astype(np.float32) * slope + intercept, min(ends), max(ends)


def _window(dataset: pydicom.Dataset) -> tuple[float, float]:
    """Centre and width of the first window; NaN without one."""
    centre, width = (np.atleast_1d(dataset.get(f"Window{part}") or np.nan)[0] for part in ("Center", "Width"))
    return float(centre), float(width)


def _has_window(dataset: pydicom.Dataset) -> bool:
    _, width = _window(dataset)
    return width > (1 if _function(dataset) == "LINEAR" else 0)


def _function(dataset: pydicom.Dataset) -> str:
    function = str(dataset.get("VOILUTFunction") or "LINEAR").upper()
    return function if function in _FUNCTIONS else "LINEAR"


def _windowed(dataset: pydicom.Dataset, values: NDArray[Any]) -> NDArray[np.uint8]:
    centre, width = _window(dataset)
    function = _function(dataset)
    if function == "SIGMOID":
        return scaled(1 / (1 + np.exp(np.clip(-4 * (values - centre) / width, -80, 80))), 0, 1)
    half = 0.5 if function == "LINEAR" else 0.0
    middle, reach = centre - half, width / 2 - half
    return scaled(values, middle - reach, middle + reach)


def palette_levels(dataset: pydicom.Dataset, frame: Frame) -> NDArray[np.uint8]:
    """Look up the colours of a palette, `(h, w, 3)`; some programs write entries of 8 bits and call them 16."""
    colours = apply_color_lut(frame.values, dataset)
    bits = int(dataset.RedPaletteColorLookupTableDescriptor[2])
    most = 255.0 if bits == 8 or colours.max() <= 255 else 65535.0
    return scaled(colours, 0, most)
