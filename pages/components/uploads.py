"""Uploaded bytes stay in memory, and only as long as they are needed.

Two things that Streamlit does are undone here. Its server spools every upload over 1 MB to a temporary file: the
limit is lifted above the largest upload that it accepts. And it keeps the bytes and the name of each upload until the
session ends: they are let go of as soon as the photo is decoded.
"""

from __future__ import annotations

from starlette.formparsers import MultiPartParser
from streamlit.config import get_option
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

MARGIN = 2**20
"""What a form holds beside the file, bytes."""


def keep_uploads_off_the_disk() -> None:
    """From now on no upload is spooled to a file; called before the first one can arrive."""
    MultiPartParser.spool_max_size = get_option("server.maxUploadSize") * 2**20 + MARGIN


def taken(file: UploadedFile) -> bytes:
    """The bytes of an upload, which the server forgets."""
    data = file.getvalue()
    context = get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        context.uploaded_file_mgr.remove_file(session_id=context.session_id, file_id=file.file_id)
    return data
