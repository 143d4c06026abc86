"""Uploaded bytes stay in memory, and only as long as they are needed; which of two runs may take them.

Three things that Streamlit does are undone here. Its server spools every upload over 1 MB to a temporary file: the
limit is lifted above the largest upload that it accepts. It keeps the bytes and the name of each upload until the
session ends: they are let go of as soon as the photo is decoded. And a run that starts drops what is still to be sent,
the address among it to which the browser was about to upload, which then waits for ever: answers are sent.

What a session has uploaded and nobody has taken lies in its mailbox. It does not matter what a widget names: the
browser learns late that a file was taken, and goes on naming it. Whichever run comes first takes the newest file, and
the older ones are let go of with it; a run that finds the mailbox empty leaves everything as it is.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath
from threading import Lock

from starlette.formparsers import MultiPartParser
from streamlit.config import get_option
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from model.lesion.decode import SUPPORTED_SUFFIXES

MARGIN = 2**20
"""What a form holds beside the file, bytes."""
ANSWERS = ("file_urls_response", "backend_operation_response")
"""Messages that answer a question of the browser, which it asks only once."""
ONE_AT_A_TIME = Lock()
"""Two runs of one session look into its mailbox one after the other."""


def keep_uploads_off_the_disk() -> None:
    """From now on no upload is spooled to a file; called before the first one can arrive."""
    MultiPartParser.spool_max_size = get_option("server.maxUploadSize") * 2**20 + MARGIN


@cache
def keep_answers() -> None:
    """From now on a run that starts drops no answer to the browser."""
    clear = ForwardMsgQueue.clear

    def clear_but_answers(
        queue: ForwardMsgQueue, retain_lifecycle_msgs: bool = False, fragment_ids_this_run: list[str] | None = None
    ) -> None:
        answers = [message for message in queue._queue if message.WhichOneof("type") in ANSWERS]
        clear(queue, retain_lifecycle_msgs, fragment_ids_this_run)
        if retain_lifecycle_msgs:
            kept = {id(message) for message in queue._queue}
            queue._queue += [message for message in answers if id(message) not in kept]

    ForwardMsgQueue.clear = clear_but_answers  # type: ignore[method-assign]


@dataclass(frozen=True)
class Mailbox:
    """What one session has uploaded and nobody has taken; may be used from any thread.

    Attributes:
        manager: where the server keeps uploads.
        session_id: whose they are.
        named: the files that the input's own widgets name; of others only photos are taken, which were meant for a
            page that the visitor has left before it saw them.
    """

    manager: MemoryUploadedFileManager
    session_id: str
    named: Collection[str] = ()

    def is_empty(self) -> bool:
        """There is nothing to take."""
        return not self._files()

    def take(self) -> UploadedFileRec | None:
        """The newest file, which the server forgets together with all older ones; None where there is nothing."""
        with ONE_AT_A_TIME:
            files = self._files()
            for file in files:
                self.manager.remove_file(self.session_id, file.file_id)
        return files[-1] if files else None

    def _files(self) -> list[UploadedFileRec]:
        """In the order in which they arrived."""
        ids = list(self.manager.file_storage.get(self.session_id, ()))
        files = self.manager.get_files(self.session_id, ids)
        return [file for file in files if file.file_id in self.named or _looks_like_a_photo(file)]


def mailbox(named: Collection[str] = ()) -> Mailbox | None:
    """The mailbox of this session; None where no server keeps uploads in memory."""
    context = get_script_run_ctx()
    if context is None or not isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        return None
    return Mailbox(context.uploaded_file_mgr, context.session_id, named)


def _looks_like_a_photo(file: UploadedFileRec) -> bool:
    return file.type.startswith("image/") or PurePath(file.name).suffix.lower() in SUPPORTED_SUFFIXES
