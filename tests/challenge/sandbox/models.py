"""Small ONNX models, good and hostile, in the text form of ONNX."""

from __future__ import annotations

import numpy as np
import onnx
from onnx.parser import parse_model

from model.challenge.sandbox.preparation import Input, Output, Preparation

CLASSES = ("good", "bad")
SIDE = 16
PLAIN = Preparation(input=Input(side=SIDE, layout="nhwc"), output=Output(kind="probabilities", classes=list(CLASSES)))
PHOTO = np.full((SIDE, SIDE, 3), 51, np.uint8)
MEAN = "m = ReduceMean <axes = [1, 2, 3], keepdims = 0> (x)  u = Unsqueeze <axes = [1]> (m)"
"""The mean of each photo, `(n, 1)`."""
GOOD = f"{MEAN}  o = Constant <value = float[1] {{1.0}}> ()  r = Sub (o, u)  y = Concat <axis = 1> (u, r)"
"""The mean and what is left to 1: probabilities."""


def model(body, version=11, inputs="float[n, 16, 16, 3] x", outputs="float[n, 2] y", opsets=""):
    """The bytes of a model."""
    return parsed(body, version, inputs, outputs, opsets).SerializeToString()


def parsed(body, version=11, inputs="float[n, 16, 16, 3] x", outputs="float[n, 2] y", opsets=""):
    return parse_model(
        f'<ir_version: 8, opset_import: ["": {version}{opsets}]> g ({inputs}) => ({outputs}) {{ {body} }}'
    )


def with_weights(tensor):
    """A good model with one more tensor."""
    made = parsed(GOOD)
    made.graph.initializer.append(tensor)
    return made.SerializeToString()


def outside(place):
    """A good model whose tensor lies in another file."""
    tensor = onnx.TensorProto(name="w", data_type=onnx.TensorProto.FLOAT, dims=[4])
    tensor.data_location = onnx.TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value=place)
    return with_weights(tensor)


ENDLESS = (
    """
  t = Constant <value = int64 {9000000000000000000}> ()
  c = Constant <value = bool {1}> ()
  z = Constant <value = float[1] {0.0}> ()
  l = Loop (t, c, z) <body =
    b (int64 i, bool k, float[1] a) => (bool k2, float[1] a2) { k2 = Identity (k)  a2 = Sin (a) }>
"""
    + GOOD
)
