"""The photos of a phase, on which the platform runs submitted models."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from model.challenge.definition import Definition
from model.challenge_errors import PhotosMissing
from model.lesion.image_folder import read_image_folder
from model.settings import settings


def photos_of(definition: Definition, of: str, images: Sequence[str]) -> Iterator[NDArray[np.uint8]]:
    """Each photo `(h, w, 3)` of a set, in the order of the images: drawn, or from the image folder beside the app.

    Raises:
        PhotosMissing: one is not here.
    """
    if definition.pictures is not None:
        yield from map(definition.pictures.draw, images)
        return
    folder = settings().data
    if folder is None:
        raise PhotosMissing(set=of)
    for photo in read_image_folder(folder).images(images):
        if photo is None:
            raise PhotosMissing(set=of)
        yield np.asarray(photo.pixels)
