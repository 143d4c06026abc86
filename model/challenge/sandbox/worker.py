"""What runs in the process of a model: limits first, then the model.

    standard input: the model; two files that are open: the squares, and the probabilities, of a fixed size
    standard output: one line of JSON for each step: {"guards": [...]}, {"done": 32}, {"error": ..., "data": ...}

It imports nothing of the project but this package and the errors.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from model.challenge.sandbox import confine
from model.challenge.sandbox.job import Job
from model.challenge.sandbox.words import shortened
from model.errors import TenOpinionsError
from model.submission_errors import ModelFailed, ModelNotLoaded, ModelOutOfMemory, ModelOutput

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

WARM_UP = """<ir_version: 8, opset_import: ["": 13]>
warm_up (float[n, 8, 8, 3] x) => (float[n, 3] y) { y = ReduceMean <axes = [1, 2], keepdims = 0> (x) }"""
NO_MEMORY = ("bad_alloc", "bad allocation", "failed to allocate", "std::length_error", "bfcarena")
"""Words of ONNX Runtime for a limit of memory."""


def main(text: str) -> None:
    """Do one job; every way to fail but the end of the process is one line of output."""
    job = Job.read(text)
    guards = confine.isolate(job.limits, job.parent)
    _warm_up(job)
    guards |= confine.lock(job.limits, 4 * job.images * job.classes)
    _say(guards=sorted(guards))
    try:
        _run(_read(), job)
    except TenOpinionsError as error:
        _say(error=error.code, data={name: shortened(value) for name, value in error.data.items()})
    except MemoryError:
        _say(error=ModelOutOfMemory.code, data={"maximum": job.limits.memory_megabytes})


def _warm_up(job: Job) -> None:
    """Run a model of our own, so that no file needs to be opened later."""
    from onnx.parser import parse_model

    from model.challenge.sandbox import graph

    data = parse_model(WARM_UP).SerializeToString()
    small = replace(job, classes=3, side=8, layout="nhwc", dtype="float32", scale=(1.0,) * 3, offset=(0.0,) * 3)
    graph.read_model(data, small)
    session = _session(data)
    session.run(None, {session.get_inputs()[0].name: as_input(bytes(8 * 8 * 3), small)})


def _read() -> bytes:
    with os.fdopen(sys.stdin.fileno(), "rb", buffering=0, closefd=False) as file:
        return file.readall()


def _run(data: bytes, job: Job) -> None:
    from model.challenge.sandbox import graph

    fixed = graph.read_model(data, job)
    try:
        session = _session(data)
    except Exception as error:
        raise _reason(error, job) or ModelNotLoaded(reason=str(error)) from None
    del data
    _say(done=0)
    for first, wanted in _batches(job.images, fixed or job.batch):
        rows = _answered(session, first, wanted, fixed, job)
        os.pwrite(job.rows, rows, 4 * first * job.classes)
        _say(done=first + wanted)


def _session(data: bytes) -> InferenceSession:
    """ONNX Runtime with one thread; its warnings go nowhere."""
    import onnxruntime

    onnxruntime.set_default_logger_severity(4)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])


def _batches(images: int, most: int) -> Iterator[tuple[int, int]]:
    """The first square of each batch, and how many it has."""
    for first in range(0, images, most):
        yield first, min(most, images - first)


def _answered(session: InferenceSession, first: int, wanted: int, fixed: int, job: Job) -> bytes:
    """The rows of one batch; a model with a fixed number gets empty squares behind the last."""
    import numpy as np

    square = 3 * job.side * job.side
    pixels = os.pread(job.squares, wanted * square, first * square).ljust(fixed * square, b"\0")
    try:
        (rows,) = session.run(None, {session.get_inputs()[0].name: as_input(pixels, job)})
    except Exception as error:
        raise _reason(error, job) or ModelFailed(photo=first + 1, reason=str(error)) from None
    if rows.shape != (fixed or wanted, job.classes):
        raise ModelOutput(expected=f"({fixed or wanted}, {job.classes})", got=str(rows.shape))
    kept: NDArray[np.float32] = rows[:wanted].astype(np.float32)
    return kept.tobytes()


def as_input(pixels: bytes, job: Job) -> NDArray[Any]:
    """The input of the model, from squares one after the other."""
    import numpy as np

    batch = np.frombuffer(pixels, np.uint8).reshape(-1, job.side, job.side, 3)
    if job.colours == "bgr":
        batch = batch[..., ::-1]
    if job.dtype != "uint8":
        scaled = batch * np.array(job.scale, np.float32) + np.array(job.offset, np.float32)
        batch = scaled.astype(job.dtype)
    return np.ascontiguousarray(batch if job.layout == "nhwc" else batch.transpose(0, 3, 1, 2))


def _reason(error: Exception, job: Job) -> ModelOutOfMemory | None:
    text = str(error).lower()
    if isinstance(error, MemoryError) or any(words in text for words in NO_MEMORY):
        return ModelOutOfMemory(maximum=job.limits.memory_megabytes)
    return None


def _say(**fields: object) -> None:
    os.write(sys.stdout.fileno(), (json.dumps(fields) + "\n").encode())
