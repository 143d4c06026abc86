"""The Streamlit messages that a simulated visitor sends and reads, described by their field numbers.

`model` does not import streamlit. So the few messages and fields that the load test needs are listed here and compiled
with protobuf in a pool of their own. A test compares the list with the messages of the installed Streamlit. Fields that
are not listed are ignored when a message is parsed.
"""

from __future__ import annotations

from google.protobuf.descriptor_pb2 import DescriptorProto, FieldDescriptorProto, FileDescriptorProto
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

FINISHED_SUCCESSFULLY = 0
"""Value of `ForwardMsg.script_finished` after a run that ended without an error."""

MESSAGES: dict[str, dict[str, tuple[int, str]]] = {
    "ForwardMsg": {
        "metadata": (2, "ForwardMsgMetadata"),
        "new_session": (4, "oneof type NewSession"),
        "delta": (5, "oneof type Delta"),
        "script_finished": (6, "oneof type int32"),
        "session_event": (10, "oneof type SessionEvent"),
        "page_info_changed": (12, "oneof type PageInfo"),
        "file_urls_response": (19, "oneof type FileURLsResponse"),
        "auto_rerun": (21, "oneof type AutoRerun"),
    },
    "ForwardMsgMetadata": {"delta_path": (2, "repeated uint32")},
    "NewSession": {},
    "SessionEvent": {"script_compilation_exception": (3, "oneof type Exception")},
    "PageInfo": {"query_string": (1, "string")},
    "AutoRerun": {"interval": (1, "float"), "fragment_id": (2, "string")},
    "FileURLsResponse": {"response_id": (1, "string"), "file_urls": (2, "repeated FileURLs")},
    "FileURLs": {"file_id": (1, "string"), "upload_url": (2, "string"), "delete_url": (3, "string")},
    "Delta": {
        "new_element": (3, "oneof type Element"),
        "add_block": (6, "oneof type Block"),
        "fragment_id": (8, "string"),
    },
    "Block": {"id": (12, "string")},
    "Element": {
        "imgs": (6, "oneof type ImageList"),
        "exception": (8, "oneof type Exception"),
        "button": (19, "oneof type Button"),
        "file_uploader": (33, "oneof type FileUploader"),
        "html": (54, "oneof type Html"),
        "pagination": (66, "oneof type Pagination"),
    },
    "ImageList": {"imgs": (1, "repeated Image")},
    "Image": {"url": (3, "string"), "alt": (5, "string")},
    "Exception": {"type": (1, "string"), "message": (2, "string")},
    "Button": {"id": (1, "string"), "label": (2, "string"), "type": (7, "string")},
    "FileUploader": {"id": (1, "string")},
    "Html": {"body": (1, "string")},
    "Pagination": {"id": (1, "string"), "num_pages": (2, "uint32")},
    "BackMsg": {
        "rerun_script": (11, "oneof type ClientState"),
        "file_urls_request": (16, "oneof type FileURLsRequest"),
    },
    "FileURLsRequest": {"request_id": (1, "string"), "file_names": (2, "repeated string")},
    "ClientState": {
        "query_string": (1, "string"),
        "widget_states": (2, "WidgetStates"),
        "page_name": (4, "string"),
        "fragment_id": (5, "string"),
        "is_auto_rerun": (6, "bool"),
    },
    "WidgetStates": {"widgets": (1, "repeated WidgetState")},
    "WidgetState": {
        "id": (1, "string"),
        "trigger_value": (2, "oneof value bool"),
        "int_value": (5, "oneof value sint64"),
        "file_uploader_state_value": (13, "oneof value FileUploaderState"),
    },
    "FileUploaderState": {"uploaded_file_info": (2, "repeated UploadedFileInfo")},
    "UploadedFileInfo": {
        "name": (2, "string"),
        "size": (3, "uint64"),
        "file_id": (4, "string"),
        "file_urls": (5, "FileURLs"),
    },
}
"""Each message with its fields: name -> (number, type as a `.proto` file writes it)."""


def _file() -> FileDescriptorProto:
    file = FileDescriptorProto(name="streamlit_messages.proto", syntax="proto3")
    for name, fields in MESSAGES.items():
        message = file.message_type.add(name=name)
        for field, (number, declared) in fields.items():
            _add_field(message, field, number, declared.split())
    return file


def _add_field(message: DescriptorProto, name: str, number: int, declared: list[str]) -> None:
    """Add one field to a message descriptor; `declared` is its type, split into words."""
    field = message.field.add(name=name, number=number, label=FieldDescriptorProto.LABEL_OPTIONAL)
    if declared[0] == "repeated":
        field.label = FieldDescriptorProto.LABEL_REPEATED
    if declared[0] == "oneof":
        if not message.oneof_decl:
            message.oneof_decl.add(name=declared[1])
        field.oneof_index = 0
    if declared[-1] in MESSAGES:
        field.type, field.type_name = FieldDescriptorProto.TYPE_MESSAGE, declared[-1]
    else:
        field.type = getattr(FieldDescriptorProto, f"TYPE_{declared[-1].upper()}")


_POOL = DescriptorPool()
_POOL.Add(_file())


def _message(name: str) -> type[Message]:
    compiled: type[Message] = GetMessageClass(_POOL.FindMessageTypeByName(name))
    return compiled


ForwardMsg = _message("ForwardMsg")
"""A message from the server to the browser."""
BackMsg = _message("BackMsg")
"""A message from the browser to the server."""
WidgetState = _message("WidgetState")
"""The new value of one widget, as part of a `BackMsg`."""
