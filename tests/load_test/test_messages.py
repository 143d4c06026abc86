"""The messages of the load test are those of the installed Streamlit, field by field."""

from __future__ import annotations

import pytest
from google.protobuf.descriptor import FieldDescriptor
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from model.load_test import messages

NUMBERS = {FieldDescriptor.TYPE_ENUM: FieldDescriptor.TYPE_INT32}
"""An enum is a whole number on the wire."""


def fields_of(message):
    """Path -> (number, type, repeated, oneof) of the listed fields of a message and of all messages below it."""
    found = {}
    for name in messages.MESSAGES[message.name]:
        field = message.fields_by_name[name]
        oneof = field.containing_oneof.name if field.containing_oneof else ""
        oneof = "" if oneof.startswith("_") else oneof  # how protobuf writes an optional field
        kind = NUMBERS.get(field.type, field.type)
        found[f"{message.name}.{name}"] = (field.number, kind, field.is_repeated, oneof)
        if field.message_type:
            found |= fields_of(field.message_type)
    return found


@pytest.mark.parametrize(("ours", "theirs"), [(messages.ForwardMsg, ForwardMsg), (messages.BackMsg, BackMsg)])
def test_every_field_is_that_of_the_installed_streamlit(ours, theirs):
    assert fields_of(ours.DESCRIPTOR) == fields_of(theirs.DESCRIPTOR)


def test_every_listed_message_is_part_of_one_that_is_sent():
    listed = {f"{name}.{field}" for name, fields in messages.MESSAGES.items() for field in fields}
    assert listed == {*fields_of(messages.ForwardMsg.DESCRIPTOR), *fields_of(messages.BackMsg.DESCRIPTOR)}


def test_a_run_without_an_error_ends_with_the_value_of_streamlit():
    assert messages.FINISHED_SUCCESSFULLY == ForwardMsg.FINISHED_SUCCESSFULLY


def test_a_message_of_streamlit_is_read_and_what_is_not_listed_is_ignored():
    sent = ForwardMsg()
    sent.delta.new_element.html.body = "<p>answer</p>"
    sent.metadata.delta_path.extend([0, 300])
    read = messages.ForwardMsg()
    read.ParseFromString(sent.SerializeToString())
    assert read.delta.new_element.html.body == "<p>answer</p>"
    assert list(read.metadata.delta_path) == [0, 300]
    sent.delta.new_element.markdown.body = "not listed"
    read.ParseFromString(sent.SerializeToString())
    assert read.delta.new_element.WhichOneof("type") is None
