"""Uploads stay in memory and are let go of; every class of bad file gets its sentence."""

from __future__ import annotations

import asyncio
import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image
from starlette.datastructures import Headers
from starlette.formparsers import MultiPartParser
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFile, UploadedFileRec
from streamlit.testing.v1 import AppTest

from model.text import texts
from pages.components import uploads
from tests.photos import jpeg


async def kept_in_memory(size: int) -> bool:
    """Whether the server's parser keeps a file of so many bytes in memory."""
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="photo.jpg"\r\n\r\n'
        + bytes(size)
        + b"\r\n--x--\r\n"
    )

    async def stream():
        yield body

    headers = Headers({"content-type": "multipart/form-data; boundary=x"})
    form = await MultiPartParser(headers, stream()).parse()
    assert form["file"].size == size
    in_memory: bool = form["file"]._in_memory
    await form.close()
    return in_memory


def test_an_upload_as_large_as_the_server_accepts_is_never_spooled_to_disk():
    uploads.keep_uploads_off_the_disk()
    with ThreadPoolExecutor(1) as thread:  # the browser journeys leave a running loop in this one
        assert thread.submit(asyncio.run, kept_in_memory(30 * 2**20)).result()


def test_the_server_forgets_an_upload_once_it_is_taken(monkeypatch):
    manager = MemoryUploadedFileManager("/upload")
    record = UploadedFileRec(file_id="f", name="photo.jpg", type="image/jpeg", data=b"bytes")
    manager.add_file("session", record)
    context = type("Context", (), {"uploaded_file_mgr": manager, "session_id": "session"})()
    monkeypatch.setattr(uploads, "get_script_run_ctx", lambda: context)
    assert uploads.taken(UploadedFile(record, None)) == b"bytes"
    assert manager.get_files("session", ["f"]) == []


def picture(mode: str, size: tuple[int, int], kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, size, 1).save(buffer, kind)
    return buffer.getvalue()


BAD = {
    "not_an_image": lambda: b"Dear colleague,",
    "damaged_image": lambda: jpeg(1)[:3000],
    "image_too_small": lambda: picture("RGB", (400, 60)),
    "too_many_pixels": lambda: picture("1", (9000, 9000)),
    "file_too_large": lambda: jpeg(1) + bytes(20 * 10**6),
    "blank_image": lambda: picture("RGB", (200, 200)),
}


def offered(data: bytes, language: str) -> None:
    """A page on which a good photo was chosen and then another file."""
    import streamlit as st

    from model.text import texts
    from pages.components.failures import sentence
    from pages.components.lesion_input import _take, state
    from tests.photos import jpeg

    _take(jpeg(5), "upload")
    good = state().photos[-1]
    _take(data, "upload")
    st.text(sentence(texts(language), state().refusal))
    st.text("kept" if state().photos[-1] is good else "lost")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("code", BAD)
def test_each_class_of_bad_file_gets_its_sentence_and_the_photo_before_stays(code, language):
    app = AppTest.from_function(offered, args=(BAD[code](), language), default_timeout=60).run()
    assert not app.exception
    beginning = texts(language).entries[f"errors.{code}"].split("{")[0]
    assert app.text[0].value.startswith(beginning)
    assert "{" not in app.text[0].value
    assert app.text[1].value == "kept"
