"""A hostile model is stopped within its limits, with an error that says why; one way to attack each."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import onnx
import pytest
from onnx import TensorProto

from model.challenge.sandbox.job import MEGABYTE, Limits
from model.challenge.sandbox.run import run_model
from model.error_words import error_sentence
from model.submission_errors import (
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
    ModelSumOff,
    ModelTensorTooLarge,
    ModelTooLarge,
    ModelTooManyNodes,
    ModelVersion,
)
from model.text import LANGUAGES, texts
from tests.challenge.sandbox.models import (
    CLASSES,
    ENDLESS,
    GOOD,
    MEAN,
    PHOTO,
    PLAIN,
    model,
    outside,
    parsed,
    with_weights,
)

HUGE = 10**11
SMALL = Limits(memory_megabytes=512, seconds=60)


def run(data, limits=SMALL, photos=3, **changed):
    return run_model(data, PLAIN.model_copy(update=changed), [PHOTO] * photos, CLASSES, limits)


def huge_tensor():
    """A tensor that declares 400 GB and holds nothing."""
    return with_weights(TensorProto(name="w", data_type=TensorProto.FLOAT, dims=[HUGE]))


def huge_sparse_tensor():
    """A few bytes that would unfold to 400 GB."""
    made = parsed(GOOD)
    sparse = made.graph.sparse_initializer.add(dims=[HUGE])
    sparse.values.CopyFrom(onnx.helper.make_tensor("w", TensorProto.FLOAT, [1], [1.0]))
    sparse.indices.CopyFrom(onnx.helper.make_tensor("i", TensorProto.INT64, [1], [5]))
    return made.SerializeToString()


def unfolding(body):
    """A good model that makes a tensor of a size that only computing shows."""
    return model(
        f"{body}  z = ReduceMax <keepdims = 0> (h)  {GOOD.replace('y = Concat', 'v = Concat')}  y = Add (v, z)"
    )


def function_of_its_own():
    made = parsed(GOOD)
    made.functions.add(name="mine", domain="mine")
    return made.SerializeToString()


def two_outputs():
    return model(f"{GOOD}  w = Identity (y)", outputs="float[n, 2] y, float[n, 2] w")


SHAPE = "s = Constant <value = int64[1] {100000000000}> ()  h = ConstantOfShape (s)"
COMPUTED = "q = Constant <value = int64[1] {100000}> ()  s = Mul (q, q)  h = ConstantOfShape (s)"
EXPANDED = (
    "e = Constant <value = float[1] {1.0}> ()  s = Constant <value = int64[1] {100000000000}> ()  h = Expand (e, s)"
)
NAN = f"{MEAN}  z = Sub (u, u)  d = Div (z, z)  y = Concat <axis = 1> (u, d)"
REFUSED = {
    "no protobuf": (lambda: b"\x80not a model" * 9, ModelNotOnnx),
    "empty": (lambda: b"", ModelNotOnnx),
    "cut off": (lambda: model(GOOD)[:-30], ModelNotOnnx),
    "names that are no text": (lambda: model(GOOD).replace(b"Concat", b"Conca\xff"), ModelNotOnnx),
    "old operators": (lambda: model(GOOD, version=7), ModelVersion),
    "custom domain": (
        lambda: model(GOOD.replace("Concat", "evil.Concat"), opsets=', "evil": 1'),
        ModelOperator,
    ),
    "unknown operator": (lambda: model(GOOD.replace("Concat", "Conkat")), ModelOperator),
    "function of its own": (function_of_its_own, ModelOperator),
    "data at an absolute path": (lambda: outside("/etc/passwd"), ModelOutsideData),
    "data beside the file": (lambda: outside("../weights.bin"), ModelOutsideData),
    "huge declared tensor": (huge_tensor, ModelTensorTooLarge),
    "huge sparse tensor": (huge_sparse_tensor, ModelTensorTooLarge),
    "huge constant": (lambda: unfolding(SHAPE), ModelTensorTooLarge),
    "huge expansion": (lambda: unfolding(EXPANDED), ModelTensorTooLarge),
    "huge computed size": (lambda: unfolding(COMPUTED), ModelOutOfMemory),
    "two inputs": (lambda: model(GOOD, inputs="float[n, 16, 16, 3] x, float[n] w"), ModelInput),
    "another type": (lambda: model(GOOD, inputs="double[n, 16, 16, 3] x"), ModelInput),
    "another size": (lambda: model(GOOD, inputs="float[n, 32, 32, 3] x"), ModelInput),
    "two outputs": (two_outputs, ModelOutput),
    "one class too many": (
        lambda: model(f"{MEAN}  y = Concat <axis = 1> (u, u, u)", outputs="float[n, 3] y"),
        ModelOutput,
    ),
    "one class too many, not declared": (
        lambda: model(f"{MEAN}  y = Concat <axis = 1> (u, u, u)", outputs="float[n, c] y"),
        ModelOutput,
    ),
    "types that do not fit": (lambda: model(GOOD.replace("Sub (o, u)", "And (o, u)")), ModelNotLoaded),
    "an error on the photo": (
        lambda: model("s = Constant <value = int64[2] {7, 2}> ()  y = Reshape (x, s)"),
        ModelFailed,
    ),
    "NaN": (lambda: model(NAN), ModelNoNumber),
    "no probabilities": (lambda: model(f"{MEAN}  y = Concat <axis = 1> (u, u)"), ModelSumOff),
}


@pytest.mark.parametrize(("make", "error"), REFUSED.values(), ids=REFUSED)
def test_it_is_refused_with_its_reason_in_both_languages(make, error):
    with pytest.raises(ModelError) as caught:
        run(make())
    assert type(caught.value) is error
    for language in LANGUAGES:
        assert "{" not in error_sentence(texts(language), caught.value)


def test_a_large_file_is_refused_before_a_process_starts():
    with pytest.raises(ModelTooLarge) as caught:
        run(b"\0" * (MEGABYTE + 1), Limits(model_megabytes=1))
    assert caught.value.data == {"megabytes": 2, "maximum": 1}


def test_many_operators_are_refused_also_in_an_inner_graph():
    with pytest.raises(ModelTooManyNodes) as caught:
        run(model(ENDLESS), Limits(nodes=9))
    assert caught.value.data == {"number": 11, "maximum": 9}


def test_an_endless_loop_ends_by_the_clock_and_by_the_time_of_the_processor():
    started = time.monotonic()
    limits = (Limits(seconds=2), Limits(seconds=50, processor_seconds=2))
    with ThreadPoolExecutor(2) as pool:
        ends = [pool.submit(run, model(ENDLESS), one) for one in limits]
        assert [end.exception().data for end in ends] == [{"seconds": 2}, {"seconds": 2}]
        assert {type(end.exception()) for end in ends} == {ModelOutOfTime}
    assert time.monotonic() - started < 20


def test_a_batch_that_needs_too_much_memory_is_named_as_such():
    """Each photo becomes 1 GB."""
    wide = "s = Constant <value = int64[4] {1, 600, 600, 1}> ()  t = Tile (x, s)  h = Sin (t)"
    with pytest.raises(ModelOutOfMemory) as caught:
        run(unfolding(wide), photos=1)
    assert caught.value.data == {"maximum": 512}
