"""A series of photos: each is decoded and answered by one algorithm; a bad file costs its own row only."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from model.algorithms.contract import Prediction
from model.errors import AlgorithmError, CannotOpen, CannotUnpack, LesionImageError
from model.lesion.decode import read_lesion_image
from model.lesion.gallery import thumbnail_of
from model.lesion.image import LesionImage
from model.lesion.photo_files import PhotoFile
from model.lesion.pictures import data_address, jpeg_of
from model.reading.admission import Admission, all_admitted
from model.reading.ask import batch_answers
from model.reading.runner import DirectRunner

QUALITY = 92
"""JPEG quality of a kept photo."""


@dataclass(frozen=True, eq=False)
class SeriesPhoto:
    """A file of a series after decoding, in about a tenth of a lesion image's memory.

    Attributes:
        name: of the file, without its ending.
        small: the lesion image whose `photo` is its 224 pixels; None where the file is no photo.
        photo, frame: the photo and its whole frame as JPEG; empty where there is none.
        failure: why the file is no photo.
    """

    name: str
    small: LesionImage | None = None
    photo: bytes = b""
    frame: bytes = b""
    failure: LesionImageError | None = None

    @cached_property
    def thumbnail(self) -> str:
        """A small picture as a data address; empty where the file is no photo."""
        return "" if self.small is None else data_address(thumbnail_of(self.small))

    def image(self) -> LesionImage:
        """Return the lesion image; its `pixels` are exact, `photo` and `frame` come from their JPEG.

        Raises:
            LesionImageError: the file is no photo.
        """
        if self.small is None:
            raise self.failure or LesionImageError()
        return replace(self.small, photo=_unpacked(self.photo), frame=_unpacked(self.frame) if self.frame else None)


@dataclass(frozen=True, eq=False)
class SeriesAnswer:
    """The answer of one algorithm: the gate's decision, then a prediction, or the reason for none."""

    admission: Admission
    prediction: Prediction | None = None
    failure: AlgorithmError | None = None


def decoded(file: PhotoFile) -> SeriesPhoto:
    """Read and decode a file, and keep what is needed of it."""
    try:
        image = read_lesion_image(bytes_of(file))
    except LesionImageError as error:
        return SeriesPhoto(file.name, failure=error)
    photo = jpeg_of(Image.fromarray(image.photo), QUALITY)
    frame = b"" if image.frame is None else jpeg_of(Image.fromarray(image.frame), QUALITY)
    return SeriesPhoto(file.name, replace(image, photo=image.pixels, frame=None), photo, frame)


def bytes_of(file: PhotoFile) -> bytes:
    """Return the bytes of a file.

    Raises:
        CannotOpen: the operating system does not give the file.
        CannotUnpack: the file cannot be unpacked from its archive.
    """
    try:
        return file.read()
    except OSError as error:
        raise CannotOpen(reason=error.strerror or str(error)) from error
    # Damaged, encrypted, an unknown kind of compression: zipfile raises many kinds of errors.
    except Exception as error:
        raise CannotUnpack(reason=str(error)) from error


def _unpacked(jpeg: bytes) -> NDArray[np.uint8]:
    array = np.array(Image.open(io.BytesIO(jpeg)), dtype=np.uint8)
    array.setflags(write=False)
    return array


def answer_to(runner: DirectRunner, slug: str, image: LesionImage, anyway: bool = False) -> SeriesAnswer:
    """Ask the gate and one algorithm about a photo, without a heat map; `anyway` insists on an answer."""
    (admission,), known = all_admitted(runner, [image], anyway=anyway)
    if admission.refused:
        return SeriesAnswer(admission)
    try:
        algorithm = runner.algorithm(slug)
    except AlgorithmError as error:
        return SeriesAnswer(admission, failure=error)
    answers = batch_answers({slug: algorithm}, [image], known)
    if slug in answers.failures:
        return SeriesAnswer(admission, failure=answers.failures[slug])
    return SeriesAnswer(admission, Prediction(answers.rows[slug][0]))
