"""What an ONNX file may contain. The file is foreign, so this runs in the confined process.

Only operators of the ONNX standard (domains `ai.onnx` and `ai.onnx.ml`) with all weights in the file, one input and one
output. Sizes that can be seen without computing are compared with the limits; the limits of the process hold the rest.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import onnx
from google.protobuf.message import DecodeError
from onnx import GraphProto, ModelProto, NodeProto, SparseTensorProto, TensorProto, ValueInfoProto, helper, numpy_helper

from model.challenge.sandbox.job import MEGABYTE, Job
from model.errors import TenOpinionsError
from model.submission_errors import (
    ModelInput,
    ModelNotOnnx,
    ModelOperator,
    ModelOutput,
    ModelOutsideData,
    ModelTensorTooLarge,
    ModelTooManyNodes,
    ModelVersion,
)

DOMAINS = ("", "ai.onnx", "ai.onnx.ml")
LEAST_VERSION, MOST_VERSION = 9, 26
"""Versions of the standard operators that are run; torch writes 18 and later."""
ELEMENTS = {"float32": TensorProto.FLOAT, "float16": TensorProto.FLOAT16, "uint8": TensorProto.UINT8}
NUMBERS = (TensorProto.FLOAT, TensorProto.FLOAT16, TensorProto.DOUBLE)
FILLING = ("ConstantOfShape", "Expand", "RandomNormal", "RandomUniform")
"""Operators that make a large tensor of a small one."""
MOST_BATCH = 256


def read_model(data: bytes, job: Job) -> int:
    """Check a file and return the number of photos that it takes at once.

    Raises:
        ModelError: the file is refused.
    """
    try:
        return _checked(_parsed(data), job)
    except TenOpinionsError:
        raise
    except Exception:  # what no ONNX program writes, such as names that are not UTF-8
        raise ModelNotOnnx from None


def _checked(model: ModelProto, job: Job) -> int:
    nodes = list(_nodes(model.graph))
    if len(nodes) > job.limits.nodes:
        raise ModelTooManyNodes(number=len(nodes), maximum=job.limits.nodes)
    _check_version(model)
    for node in nodes:
        _check_operator(node)
    for name in (function.name for function in model.functions):
        raise ModelOperator(operator=name)
    _check_tensors(list(_tensors(model.graph, nodes)), nodes, job.limits.memory_megabytes)
    _check_output(model.graph, job.classes)
    return _batch(model.graph, job)


def _parsed(data: bytes) -> ModelProto:
    try:
        model: ModelProto = ModelProto.FromString(data)
    except (DecodeError, ValueError):
        raise ModelNotOnnx from None
    if not model.graph.node or not model.opset_import:
        raise ModelNotOnnx
    return model


def _check_version(model: ModelProto) -> None:
    for wanted in model.opset_import:
        if wanted.domain in ("", "ai.onnx") and not LEAST_VERSION <= wanted.version <= MOST_VERSION:
            raise ModelVersion(version=wanted.version, least=LEAST_VERSION, most=MOST_VERSION)


def _check_operator(node: NodeProto) -> None:
    domain = node.domain.removeprefix("ai.onnx") if node.domain == "ai.onnx" else node.domain
    if node.domain not in DOMAINS or not onnx.defs.has(node.op_type, domain):
        raise ModelOperator(operator=f"{node.domain or 'ai.onnx'}.{node.op_type}")


def _graphs(graph: GraphProto) -> Iterator[GraphProto]:
    """The graph and those within its operators, such as the body of a loop."""
    yield graph
    for node in graph.node:
        for attribute in node.attribute:
            for inner in [*([attribute.g] if attribute.HasField("g") else []), *attribute.graphs]:
                yield from _graphs(inner)


def _nodes(graph: GraphProto) -> Iterator[NodeProto]:
    for one in _graphs(graph):
        yield from one.node


def _tensors(graph: GraphProto, nodes: Sequence[NodeProto]) -> Iterator[TensorProto | SparseTensorProto]:
    for one in _graphs(graph):
        yield from [*one.initializer, *one.sparse_initializer]
    for attribute in (attribute for node in nodes for attribute in node.attribute):
        yield from [attribute.t] if attribute.HasField("t") else []
        yield from [attribute.sparse_tensor] if attribute.HasField("sparse_tensor") else []
        yield from [*attribute.tensors, *attribute.sparse_tensors]


def _check_tensors(
    tensors: Sequence[TensorProto | SparseTensorProto], nodes: Sequence[NodeProto], megabytes: int
) -> None:
    total = 0
    for tensor in tensors:
        values = tensor.values if isinstance(tensor, SparseTensorProto) else tensor
        for part in [values, *([tensor.indices] if isinstance(tensor, SparseTensorProto) else [])]:
            _refuse_outside_data(part)
        total += _declared(values.name, tensor.dims, values.data_type, megabytes)
    _refuse_larger("", total, megabytes)
    for name, dimensions in _filled(tensors, nodes):
        _declared(name, dimensions, TensorProto.FLOAT, megabytes)


def _refuse_outside_data(tensor: TensorProto) -> None:
    if tensor.data_location == TensorProto.EXTERNAL or tensor.external_data:
        place = next((entry.value for entry in tensor.external_data if entry.key == "location"), "")
        raise ModelOutsideData(tensor=tensor.name, place=place)


def _declared(name: str, dimensions: Sequence[int], element: int, megabytes: int) -> int:
    """Bytes of a tensor as declared."""
    try:
        itemsize = helper.tensor_dtype_to_np_dtype(element).itemsize
    except (KeyError, TypeError, ValueError):  # of no known type
        raise ModelNotOnnx from None
    size = math.prod(max(0, dimension) for dimension in dimensions) * itemsize
    _refuse_larger(name, size, megabytes)
    return size


def _refuse_larger(name: str, size: int, megabytes: int) -> None:
    if size > megabytes * MEGABYTE:
        raise ModelTensorTooLarge(tensor=name, megabytes=size // MEGABYTE, maximum=megabytes)


def _filled(
    tensors: Sequence[TensorProto | SparseTensorProto], nodes: Sequence[NodeProto]
) -> Iterator[tuple[str, Sequence[int]]]:
    """Output and shape of the operators that make a large tensor, where the shape stands in the file."""
    shapes = {tensor.name: _values(tensor) for tensor in tensors if isinstance(tensor, TensorProto) and tensor.name}
    shapes |= {node.output[0]: _constant(node) for node in nodes if node.op_type == "Constant" and node.output}
    for node in nodes:
        if node.op_type in FILLING and node.output:
            written = next((list(attribute.ints) for attribute in node.attribute if attribute.name == "shape"), [])
            yield node.output[0], written or (shapes.get(node.input[-1], []) if node.input else [])


def _constant(node: NodeProto) -> list[int]:
    for attribute in node.attribute:
        if attribute.name == "value":
            return _values(attribute.t)
        if attribute.name == "value_ints":
            return list(attribute.ints)
    return []


def _values(tensor: TensorProto) -> list[int]:
    """The numbers of a small tensor of whole numbers; none of another."""
    if tensor.data_type != TensorProto.INT64 or math.prod(tensor.dims) > 16:
        return []
    try:
        return [int(value) for value in numpy_helper.to_array(tensor).reshape(-1)]
    except (ValueError, TypeError):  # more or fewer than declared
        raise ModelNotOnnx from None


def _check_output(graph: GraphProto, classes: int) -> None:
    expected = f"(n, {classes})"
    if len(graph.output) != 1:
        raise ModelOutput(expected=expected, got=", ".join(output.name for output in graph.output))
    output = graph.output[0]
    dimensions = _dimensions(output)
    fits = len(dimensions) == 2 and dimensions[1] in (classes, None)
    if not fits or output.type.tensor_type.elem_type not in NUMBERS:
        raise ModelOutput(expected=expected, got=_shown(output))


def _batch(graph: GraphProto, job: Job) -> int:
    """The number of photos at once, after comparing the input with the job."""
    weights = {tensor.name for tensor in graph.initializer}
    inputs = [one for one in graph.input if one.name not in weights]
    square = (job.side, job.side, 3) if job.layout == "nhwc" else (3, job.side, job.side)
    expected = f"{job.dtype} (n, {', '.join(map(str, square))})"
    if len(inputs) != 1:
        raise ModelInput(expected=expected, got=", ".join(one.name for one in inputs))
    dimensions = _dimensions(inputs[0])
    fits = len(dimensions) == 4 and all(
        got in (wanted, None) for got, wanted in zip(dimensions[1:], square, strict=True)
    )
    if not fits or inputs[0].type.tensor_type.elem_type != ELEMENTS[job.dtype]:
        raise ModelInput(expected=expected, got=_shown(inputs[0]))
    fixed = dimensions[0]
    if fixed is not None and not 1 <= fixed <= MOST_BATCH:
        raise ModelInput(expected=expected, got=_shown(inputs[0]))
    return fixed or 0


def _dimensions(value: ValueInfoProto) -> list[int | None]:
    """Size of each axis; None where the file leaves it open."""
    axes = value.type.tensor_type.shape.dim
    return [axis.dim_value if axis.HasField("dim_value") else None for axis in axes]


def _shown(value: ValueInfoProto) -> str:
    element = value.type.tensor_type.elem_type
    name = TensorProto.DataType.Name(element).lower() if element in TensorProto.DataType.values() else str(element)
    shape = ", ".join("n" if size is None else str(size) for size in _dimensions(value))
    return f"{value.name}: {name} ({shape})"
