"""Submitted weights, as safetensors, for a network of this project: its own loader reads them.

Weights are numbers and no program, so they need no process of their own. The tensors of the committed weights say what
is expected: names, types and shapes are compared before any tensor is read.
"""

from __future__ import annotations

import hashlib
import math
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from safetensors import SafetensorError, safe_open

from model.algorithms import catalogue
from model.algorithms.contract import Algorithm
from model.algorithms.weights import WeightsSheet, read_sheet
from model.challenge.sandbox.job import MEGABYTE, Limits
from model.challenge.sandbox.process import Stop
from model.challenge.sandbox.run import Progress, silent
from model.challenge.sandbox.words import shortened
from model.lesion.diagnosis import DIAGNOSES
from model.lesion.image import LesionImage
from model.reading.ask import batch_answers
from model.settings import settings
from model.submission_errors import (
    ModelStopped,
    ModelTooLarge,
    WeightsFamily,
    WeightsNoNumber,
    WeightsShape,
    WeightsTemperature,
    WeightsTensors,
    WeightsUnreadable,
)

AT_ONCE = 20
FLOATS = ("F16", "F32")
"""Types that a network takes in place of each other."""
Shapes = Mapping[str, tuple[str, tuple[int, ...]]]
"""Type and shape of each tensor, by name."""


def run_weights(
    slug: str,
    weights: bytes,
    images: Iterable[NDArray[np.uint8]],
    count: int,
    on_progress: Progress = silent,
    stop: Stop | None = None,
) -> NDArray[np.float32]:
    """Probabilities, `(n, 7)` in column order, that weights for a known network give for `count` photos of dermoscopy.

    Photos are `(h, w, 3)` uint8 RGB; the centre square is used. The probabilities are for equal frequencies.

    Raises:
        WeightsError: the weights are refused.
        ModelTooLarge: the file has more bytes than the limit.
        ModelStopped: a person stopped the run.
        AlgorithmError: an answer is no row of probabilities.
    """
    algorithm = loaded(slug, weights)
    photos = (LesionImage.from_rgb(Image.fromarray(image), "RGB") for image in images)
    rows = [np.empty((0, len(DIAGNOSES)), np.float32)]
    while batch := list(islice(photos, AT_ONCE)):
        if stop is not None and stop.asked:
            raise ModelStopped
        answers = batch_answers({slug: algorithm}, batch)
        if slug in answers.failures:
            raise answers.failures[slug]
        rows.append(answers.rows[slug])
        on_progress(sum(map(len, rows)), count)
    return np.concatenate(rows)


@cache
def families() -> tuple[str, ...]:
    """Names of the algorithms for which weights are taken: single networks whose weights are all in one file."""
    from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm

    found = {slug: catalogue.find(slug) for slug in catalogue.slugs()}
    return tuple(
        slug
        for slug, one in found.items()
        if isinstance(one, type) and issubclass(one, ConvolutionalAlgorithm) and "load" not in vars(one)
    )


def loaded(slug: str, weights: bytes) -> Algorithm:
    """The network with submitted weights, after all checks; nothing stays on disk.

    Raises:
        WeightsError: the weights are refused.
        ModelTooLarge: the file has more bytes than the limit.
    """
    if slug not in families():
        raise WeightsFamily(slug=str(shortened(slug)), known=", ".join(families()))
    most = Limits().model_megabytes
    if len(weights) > most * MEGABYTE:
        raise ModelTooLarge(megabytes=-(-len(weights) // MEGABYTE), maximum=most)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{slug}.safetensors"
        path.write_bytes(weights)
        try:
            _compare(slug, shapes_of(path), shapes_of(settings().weights / path.name))
            _sheet(slug, weights, _checked_temperature(path)).write(path.parent)
        except SafetensorError:
            raise WeightsUnreadable from None
        return catalogue.load(slug, path.parent)


def shapes_of(path: Path) -> Shapes:
    """Type and shape of each tensor of a file, from its header alone.

    Raises:
        SafetensorError: the file is not safetensors.
    """
    with safe_open(path, framework="numpy") as file:
        parts = {name: file.get_slice(name) for name in file.keys()}  # noqa: SIM118  (it is no mapping)
        return {name: (part.get_dtype(), tuple(part.get_shape())) for name, part in parts.items()}


def _compare(slug: str, got: Shapes, expected: Shapes) -> None:
    other = sorted(set(got) ^ set(expected))
    if other:
        raise WeightsTensors(slug=slug, number=len(other), tensor=shortened(other[0]))
    for name, wanted in expected.items():
        (kind, shape), (wanted_kind, wanted_shape) = got[name], wanted
        same_kind = kind == wanted_kind or {kind, wanted_kind} <= set(FLOATS)
        if not same_kind or shape != wanted_shape:
            raise WeightsShape(tensor=name, expected=_shown(wanted), got=_shown(got[name]))


def _shown(kind_and_shape: tuple[str, tuple[int, ...]]) -> str:
    kind, shape = kind_and_shape
    return f"{kind} ({', '.join(map(str, shape))})"


def _checked_temperature(path: Path) -> float | None:
    """The temperature that the file states, or None; every number of the file is finite."""
    with safe_open(path, framework="numpy") as file:
        for name in file.keys():  # noqa: SIM118
            if not np.isfinite(file.get_tensor(name)).all():
                raise WeightsNoNumber(tensor=name)
        stated = (file.metadata() or {}).get("temperature")
    return None if stated is None else _temperature(stated)


def _temperature(stated: str) -> float:
    try:
        value = float(stated)
    except ValueError:
        value = math.nan
    if not 0 < value < 100:
        raise WeightsTemperature(got=shortened(stated))
    return value


def _sheet(slug: str, weights: bytes, temperature: float | None) -> WeightsSheet:
    """The committed sheet for other weights; without a temperature of their own they get the committed one."""
    committed = read_sheet(settings().weights, slug)
    own = hashlib.sha256(weights).hexdigest()
    return replace(committed, sha256=own, size=len(weights), temperature=temperature or committed.temperature)
