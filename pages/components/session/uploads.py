"""Uploads: bytes stay in memory, only as long as they are needed, and one of two runs takes them.

Three habits of Streamlit are changed here:

- The server spools uploads over 1 MB to a temporary file. The limit is raised above the largest upload it accepts.
- The server keeps bytes and name of an upload until the session ends. They are freed once the photo is decoded.
- A new run drops messages that are still to be sent, such as the address that the browser waits for to upload. Such
  answers are now sent.

A session's uploads lie in its mailbox until a run takes them. The names in the widgets are no guide: the browser goes
on naming a file after it was taken.
"""

from __future__ import annotations

from collections.abc import Sequence
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
"""Bytes of a form beside the file."""
ANSWERS = ("file_urls_response", "backend_operation_response")
"""Messages that answer a request of the browser, which is not repeated."""
ONE_AT_A_TIME = Lock()
"""Keeps two runs of a session from looking into its mailbox at once."""


def keep_uploads_off_the_disk() -> None:
    """Keep the server from spooling uploads to files; must be called before the first one arrives."""
    MultiPartParser.spool_max_size = get_option("server.maxUploadSize") * 2**20 + MARGIN


@cache
def keep_answers() -> None:
    """Keep new runs from dropping answers to the browser."""
    clear = ForwardMsgQueue.clear

    def clear_but_answers(
        queue: ForwardMsgQueue, retain_lifecycle_msgs: bool = False, fragment_ids_this_run: list[str] | None = None
    ) -> None:
        answers = [message for message in queue._queue if message.WhichOneof("type") in ANSWERS]
        clear(queue, retain_lifecycle_msgs, fragment_ids_this_run)
        if retain_lifecycle_msgs:
            retained = {id(message) for message in queue._queue}
            queue._queue += [message for message in answers if id(message) not in retained]

    ForwardMsgQueue.clear = clear_but_answers  # type: ignore[method-assign]


@dataclass(frozen=True)
class Mailbox:
    """Uploads of a session that no run has taken; safe in several threads.

    Attributes:
        manager: the server's store of uploads.
        session_id: of the session.
        named: files named by the widgets of the input, in their order. Of other files only photos are taken: their
            page was left before it saw them.
        only_named: no other file is taken at all.
    """

    manager: MemoryUploadedFileManager
    session_id: str
    named: Sequence[str] = ()
    only_named: bool = False

    def is_empty(self) -> bool:
        """Return whether there is no file."""
        return not self._files()

    def take(self) -> list[UploadedFileRec]:
        """Return all files, the newest last, and free them on the server."""
        with ONE_AT_A_TIME:
            files = self._files()
            for file in files:
                self.manager.remove_file(self.session_id, file.file_id)
        return files

    def _files(self) -> list[UploadedFileRec]:
        ids = list(self.manager.file_storage.get(self.session_id, ()))  # in order of arrival
        named = [file_id for file_id in self.named if file_id in ids]  # uploaded side by side, in the visitor's order
        following = iter(named)  # a photo that arrived after them stays the newest
        ordered = [next(following) if file_id in named else file_id for file_id in ids]
        files = self.manager.get_files(self.session_id, ordered)
        return [f for f in files if f.file_id in named or (not self.only_named and _looks_like_a_photo(f))]


def mailbox(named: Sequence[str] = (), only_named: bool = False) -> Mailbox | None:
    """Return the mailbox of this session; None where no server keeps uploads in memory."""
    context = get_script_run_ctx()
    if context is None or not isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        return None
    return Mailbox(context.uploaded_file_mgr, context.session_id, named, only_named)


def _looks_like_a_photo(file: UploadedFileRec) -> bool:
    return file.type.startswith("image/") or PurePath(file.name).suffix.lower() in (*SUPPORTED_SUFFIXES, ".zip")
