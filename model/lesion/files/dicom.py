"""DICOM files: the first frame in sRGB; only the pixels and the entries that describe them are read."""

from __future__ import annotations

import numpy as np
import pydicom
from numpy.typing import NDArray
from PIL import Image

from model.lesion.files.colour import in_srgb, scaled
from model.lesion.files.colour_spaces import named_in_dicom
from model.lesion.files.decoded import Decoded, Doubt, each_once
from model.lesion.files.dicom_frame import Frame, first_frame
from model.lesion.files.dicom_grey import grey_levels, palette_levels, stored_range
from model.lesion.files.dicom_header import dicom_dataset, first_item


def read_dicom(data: bytes) -> Decoded:
    """Decode the first frame; grey levels are mapped by the window or the table of the file.

    Raises:
        LesionImageError: no picture, too large, too small, or unsafe to decode. A hostile file may cause any other.
    """
    dataset = dicom_dataset(data)
    frame = first_frame(dataset)
    picture = Image.fromarray(np.ascontiguousarray(_levels(dataset, frame)))
    picture.info["icc_profile"], unclear = _profile(dataset, frame)
    rgb, doubts = in_srgb(picture)
    return Decoded(rgb, rgb.size, each_once(Doubt.COLOURS_ASSUMED if unclear else None, *frame.doubts, *doubts))


def _levels(dataset: pydicom.Dataset, frame: Frame) -> NDArray[np.uint8]:
    if frame.values.ndim == 3:
        return scaled(frame.values, *stored_range(dataset, frame.bits))
    if dataset.PhotometricInterpretation == "PALETTE COLOR":
        return palette_levels(dataset, frame)
    return grey_levels(dataset, frame)


def _profile(dataset: pydicom.Dataset, frame: Frame) -> tuple[bytes | None, bool]:
    """The profile: of the header, the optical path or the frame, or by its name; then whether that is unclear."""
    profile = dataset.get("ICCProfile") or first_item(dataset, "OpticalPathSequence", "ICCProfile") or frame.profile
    if profile:
        return profile, False
    name = dataset.get("ColorSpace") or first_item(dataset, "OpticalPathSequence", "ColorSpace")
    return named_in_dicom(str(name or ""))
