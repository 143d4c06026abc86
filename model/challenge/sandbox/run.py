"""Runs a submitted model on photos, in a confined process, and checks what comes back."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from model.challenge.sandbox.job import MEGABYTE, Job, Limits
from model.challenge.sandbox.preparation import Preparation
from model.challenge.sandbox.process import Stop, empty, end, ending, kept, said, started
from model.challenge.sandbox.squares import square
from model.challenge.sandbox.words import shortened
from model.submission_errors import (
    ModelCrashed,
    ModelError,
    ModelFailed,
    ModelInput,
    ModelNoNumber,
    ModelNotLoaded,
    ModelNotOnnx,
    ModelOperator,
    ModelOutOfMemory,
    ModelOutOfTime,
    ModelOutput,
    ModelOutsideData,
    ModelStopped,
    ModelSumOff,
    ModelTensorTooLarge,
    ModelTooLarge,
    ModelTooManyNodes,
    ModelVersion,
)

Progress = Callable[[int, int], None]
"""Takes the number of photos done, and of all."""
WORKER = "model.challenge.sandbox.worker"
SUM_OFF = 0.01
"""Largest difference of a sum of probabilities from 1, for models that compute in float16."""
SAID: Mapping[type[ModelError], frozenset[str]] = {
    ModelNotOnnx: frozenset(),
    ModelVersion: frozenset({"version", "least", "most"}),
    ModelOperator: frozenset({"operator"}),
    ModelOutsideData: frozenset({"tensor", "place"}),
    ModelTooManyNodes: frozenset({"number", "maximum"}),
    ModelTensorTooLarge: frozenset({"tensor", "megabytes", "maximum"}),
    ModelInput: frozenset({"expected", "got"}),
    ModelOutput: frozenset({"expected", "got"}),
    ModelNotLoaded: frozenset({"reason"}),
    ModelFailed: frozenset({"photo", "reason"}),
    ModelOutOfMemory: frozenset({"maximum"}),
}
"""Errors that the process may tell, with their data. A hostile one can say anything."""


def silent(_done: int, _all: int) -> None:
    """Ignore progress."""


def run_model(
    model: bytes,
    preparation: Preparation,
    images: Iterable[NDArray[np.uint8]],
    classes: Sequence[str],
    limits: Limits | None = None,
    on_progress: Progress = silent,
    stop: Stop | None = None,
) -> NDArray[np.float32]:
    """Probabilities, `(n, classes)`, that an ONNX model gives for photos, `(h, w, 3)` uint8 RGB each.

    The thread that calls must live until the end, because on Linux the process ends with it.

    Raises:
        ModelError: the model is refused, or its run failed.
        ValueError: an image is no photo in colour.
    """
    limits = limits or Limits()
    if len(model) > limits.model_megabytes * MEGABYTE:
        raise ModelTooLarge(megabytes=-(-len(model) // MEGABYTE), maximum=limits.model_megabytes)
    with ExitStack() as files:
        job = _job(preparation, files, images, limits)
        if job.images:
            _watched(job, kept(files, [model]), stop or Stop(), on_progress)
        values = np.frombuffer(os.pread(job.rows, 4 * job.images * job.classes, 0), np.float32)
        if values.size != job.images * job.classes:
            raise ModelCrashed(ending="0")
    rows = _probabilities(values.reshape(-1, job.classes), preparation)
    return rows[:, preparation.columns(classes)]


def _job(preparation: Preparation, files: ExitStack, images: Iterable[NDArray[np.uint8]], limits: Limits) -> Job:
    taken, sizes = preparation.input, []

    def counted() -> Iterator[bytes]:
        for image in images:
            data = square(image, taken).tobytes()
            sizes.append(len(data))
            yield data

    squares = kept(files, counted())
    return Job(
        images=len(sizes),
        classes=len(preparation.output.classes),
        side=taken.side,
        batch=preparation.run.batch,
        layout=taken.layout,
        dtype=taken.dtype,
        colours=taken.colours,
        scale=taken.scale(),
        offset=taken.offset(),
        squares=squares,
        rows=empty(files),
        parent=os.getpid(),
        limits=limits,
    )


def _watched(job: Job, model: int, stop: Stop, on_progress: Progress) -> None:
    """Run a job to its end; whatever happens, nothing of it is left."""
    deadline = time.monotonic() + job.limits.seconds
    process = started(WORKER, job.written(), model, (job.squares, job.rows))
    done = 0
    try:
        with stop.over(process):
            for message in said(process, deadline):
                _raise_told(message)
                done = _done(message, done, job.images)
                on_progress(done, job.images)
            status = ending(process, deadline)
    except TimeoutError:
        raise ModelOutOfTime(seconds=job.limits.seconds) from None
    finally:
        end(process)
    _raise_ending(stop, status, done == job.images, job.limits)


def _raise_told(message: Mapping[str, Any]) -> None:
    """Raise the error that a message tells."""
    if "error" not in message:
        return
    data = message.get("data")
    for cls, names in SAID.items():
        if cls.code == message["error"] and isinstance(data, dict) and set(data) == names:
            raise cls(**{name: shortened(value) for name, value in data.items()})
    raise ModelCrashed(ending="?")


def _done(message: Mapping[str, Any], before: int, images: int) -> int:
    done = message.get("done")
    return done if isinstance(done, int) and before <= done <= images else before


def _raise_ending(stop: Stop, status: int, complete: bool, limits: Limits) -> None:
    if stop.asked:
        raise ModelStopped
    if status == -signal.SIGXCPU:
        raise ModelOutOfTime(seconds=limits.processor_seconds)
    if status or not complete:
        raise ModelCrashed(ending=signal.Signals(-status).name if status < 0 else str(status))


def _probabilities(values: NDArray[np.float32], preparation: Preparation) -> NDArray[np.float32]:
    """Rows that add up to 1."""
    photo, number = _first(np.asarray(~np.isfinite(values).all(axis=1)))
    if number:
        raise ModelNoNumber(photo=photo, number=number)
    wide = values.astype(np.float64)
    if preparation.output.kind == "logits":
        return np.asarray(softmax(wide, axis=1), np.float32)
    photo, number = _first((abs(wide.sum(axis=1) - 1) > SUM_OFF) | (wide < -SUM_OFF).any(axis=1))
    if number:
        raise ModelSumOff(photo=photo, got=float(wide[photo - 1].sum()), number=number)
    positive = wide.clip(min=0)
    return np.asarray(positive / positive.sum(axis=1, keepdims=True), np.float32)


def _first(wrong: NDArray[np.bool_]) -> tuple[int, int]:
    """Number, from 1, of the first wrong photo, and how many there are."""
    return (int(wrong.argmax()) + 1, int(wrong.sum())) if wrong.size else (0, 0)
