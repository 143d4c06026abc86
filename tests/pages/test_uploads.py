"""Uploads stay in memory and are let go of; every class of bad file gets its sentence."""

from __future__ import annotations

import asyncio
import io
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image
from starlette.datastructures import Headers
from starlette.formparsers import MultiPartParser
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from streamlit.testing.v1 import AppTest

from model.errors import NotAnImage
from model.lesion.decode import read_lesion_image
from model.lesion.limits import MAX_BYTES
from model.settings import ROOT
from model.text import texts
from pages.components.session import photo_series, uploads
from pages.components.session.photo_series import MOST, PhotoSeries
from pages.components.session.photos import KEPT, InputState
from pages.components.session.uploads import Mailbox
from tests.photos import jpeg
from tests.reading.test_series import packed


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


def test_a_run_that_starts_does_not_drop_the_address_to_which_a_browser_is_about_to_upload():
    uploads.keep_answers()
    queue, answer, element = ForwardMsgQueue(), ForwardMsg(), ForwardMsg()
    answer.file_urls_response.response_id = "asked"
    element.metadata.delta_path.extend([0, 1])
    element.delta.new_element.html.body = "old"
    queue.enqueue(element)
    queue.enqueue(answer)
    queue.clear(retain_lifecycle_msgs=True)
    assert [message.WhichOneof("type") for message in queue.flush()] == ["file_urls_response"]
    queue.enqueue(answer)
    queue.clear()
    assert queue.flush() == [], "a session that ends is asked nothing any more"


def record(name: str, data: bytes = b"bytes", kind: str = "image/jpeg") -> UploadedFileRec:
    return UploadedFileRec(file_id=name, name=name, type=kind, data=data)


def box_with(*files: UploadedFileRec, named: tuple[str, ...] = ()) -> Mailbox:
    manager = MemoryUploadedFileManager("/upload")
    for file in files:
        manager.add_file("session", file)
    return Mailbox(manager, "session", named)


def test_all_files_are_taken_in_the_order_of_the_widget_and_the_server_forgets_them():
    names = ("left behind.jpg", "second.jpg", "first.jpg")
    box = box_with(*(record(name) for name in names), named=("first.jpg", "second.jpg"))
    assert [file.name for file in box.take()] == ["left behind.jpg", "first.jpg", "second.jpg"]
    assert box.manager.get_files("session", list(names)) == []
    assert box.take() == []


def test_a_photo_that_arrives_after_the_one_that_the_widget_names_is_the_newest():
    box = box_with(record("before.jpg"), record("named.jpg"), record("after.jpg"), named=("named.jpg",))
    assert [file.name for file in box.take()] == ["before.jpg", "named.jpg", "after.jpg"]


def test_a_file_of_another_session_is_neither_taken_nor_forgotten():
    box, other = box_with(record("mine.jpg", b"mine")), record("other.jpg", b"other")
    box.manager.add_file("another session", other)
    assert [file.data for file in box.take()] == [b"mine"]
    assert box.take() == []
    assert box.manager.get_files("another session", ["other.jpg"]) == [other]


def test_of_files_that_no_widget_of_the_input_names_only_photos_are_taken():
    table, letter = record("table.csv", kind="text/csv"), record("letter.txt", kind="text/plain")
    box = box_with(table, letter, named=("letter.txt",))
    named = "what the input's own uploader names is taken, whatever it is, and refused"
    assert [file.name for file in box.take()] == ["letter.txt"], named
    assert box.is_empty()
    assert box.manager.get_files("session", ["table.csv"]) == [table]


def test_of_many_runs_at_once_one_takes_the_file():
    box, start = box_with(record("photo.jpg")), threading.Barrier(8)

    def take(_: int) -> list[UploadedFileRec]:
        start.wait()
        return box.take()

    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(take, range(8)))
    assert sum(len(files) for files in taken) == 1


def test_a_run_that_finds_nothing_to_take_leaves_everything_as_it_is():
    state = InputState()
    state.receive(box_with(record("photo.jpg", jpeg(3))))
    before = (list(state.photos), state.refusals)
    state.receive(box_with())
    state.receive(None)
    assert (state.photos, state.refusals) == before


def test_a_run_knows_that_a_run_before_is_still_reading_a_photo():
    state, reading = InputState(), threading.Event()
    over = threading.Event()

    def read():
        with state.lock:
            reading.set()
            over.wait(60)

    before = threading.Thread(target=read)
    before.start()
    assert reading.wait(60)
    assert state.is_being_read()
    over.set()
    before.join()
    assert not state.is_being_read()


def test_of_several_files_a_bad_one_gets_its_sentence_and_every_good_one_joins_the_visit():
    state = InputState()
    state.receive(box_with(record("1.jpg", jpeg(1)), record("2.jpg", b"letter"), record("3.jpg", jpeg(3))))
    assert [photo.image.sha256 for photo in state.photos] == [read_lesion_image(jpeg(n)).sha256 for n in (1, 3)]
    assert [type(refusal) for refusal in state.refusals] == [NotAnImage]
    assert state.given


def test_more_files_than_are_kept_are_a_series_and_so_is_a_zip_archive():
    state, files = InputState(), [record(f"{n}.jpg", jpeg(n)) for n in range(KEPT + 2)]
    state.receive(box_with(*files))
    assert (state.photos, len(state.series), state.series_given, state.given) == ([], KEPT + 2, True, False)
    state.receive(box_with(record("more.zip", packed({"a.jpg": jpeg(1), "b.jpg": jpeg(2)}))))
    assert [state.series.name(number) for number in (KEPT + 1, KEPT + 2, KEPT + 3)] == [str(KEPT + 1), "a", "b"]


def test_on_the_page_of_the_series_every_upload_joins_it_and_a_cleared_series_comes_back():
    state = InputState()
    state.receive(box_with(record("1.jpg", jpeg(1))), as_series=True)
    state.receive(None, as_series=True)
    assert (len(state.series), state.photos) == (1, [])
    state.clear_series()
    assert state.series is None
    state.restore_series()
    assert len(state.series) == 1


def test_a_series_is_bounded_in_number_and_bytes_and_counts_what_it_leaves_out(monkeypatch):
    series = PhotoSeries()
    series.add([record("many.zip", packed({f"{n}.jpg": jpeg(1) for n in range(MOST + 4)} | {"read.txt": b"letter"}))])
    assert (len(series), series.left_out, series.no_photos) == (MOST, 4, ["read.txt"])
    monkeypatch.setattr(photo_series, "MOST_BYTES", 10)
    other = PhotoSeries()
    other.add([record("large.jpg", jpeg(1))])
    assert (len(other), other.left_out) == (0, 1)


def test_a_file_of_a_series_is_decoded_once_and_then_let_go_of():
    series = PhotoSeries()
    series.add([record("1.jpg", jpeg(1)), record("2.jpg", b"letter")])
    with ThreadPoolExecutor(4) as threads:
        photos = list(threads.map(series.decode, [0, 0, 1, 0]))
    assert photos[0] is photos[1] is photos[3] is series.photo(0)
    assert (photos[0].small.sha256, type(photos[2].failure)) == (read_lesion_image(jpeg(1)).sha256, NotAnImage)
    assert series._waiting == {}


def test_what_comes_from_the_camera_closes_it_unless_it_has_to_be_tried_again():
    state = InputState(camera_open=True)
    state.receive(box_with(record("camera-input-1.jpg", b"dark")))
    assert (state.camera_open, len(state.refusals)) == (True, 1)
    state.receive(box_with(record("camera-input-2.jpg", jpeg(3))))
    assert (state.camera_open, state.photos[-1].origin) == (False, "camera")


def opened(page: str) -> AppTest:
    app = AppTest.from_file(ROOT / "app.py", default_timeout=120)
    app.query_params["lang"] = "en"
    app.run()
    return app.switch_page(page).run()


def with_a_photo(page: str, key: str) -> tuple[AppTest, WidgetStates]:
    """A page that has answered an upload, and what the browser says of its widgets as long as it has not learned so."""
    app = opened(page)
    if key == "camera":
        app.button(key="camera-toggle").click().run()
        app.camera_input(key=key).set_value(("camera-input-1.jpg", jpeg(4), "image/jpeg"))
    else:
        app.file_uploader(key=key).set_value([("photo.jpg", jpeg(4), "image/jpeg")])
    named = app._tree.get_widget_states()
    app.run()
    return app, named


@pytest.mark.parametrize("key", ["upload", "camera"])
@pytest.mark.parametrize("page", ["pages/examine.py", "pages/jury.py"])
def test_a_run_that_comes_before_the_browser_knows_that_its_file_was_taken_shows_the_answer(
    page, key, beside, monkeypatch
):
    app, named = with_a_photo(page, key)
    photos = app.session_state["lesion_input"].photos
    monkeypatch.setattr(app, "_register_uploaded_files", lambda runner: None)  # the server has let go of it
    app._run(named)  # another click: the browser still names the file
    assert not app.exception
    assert texts("en")("errors.unexpected") not in html(app)
    assert app.session_state["lesion_input"].photos == photos
    assert len(photos) == 1


def test_a_photo_that_was_chosen_just_before_another_page_was_opened_is_on_that_page(beside):
    app = opened("pages/examine.py")
    app.switch_page("pages/jury.py")
    box = box_with(record("photo.jpg", jpeg(4)))
    app.session_state["lesion_input"].receive(box)
    app.run()
    assert not app.exception
    assert "Your photo" in html(app)
    assert box.is_empty()


def test_of_a_click_on_a_sample_and_an_upload_that_arrive_together_neither_is_lost():
    app = opened("pages/examine.py")
    app.file_uploader(key="upload").set_value([("photo.jpg", jpeg(4), "image/jpeg")])
    app.button(key="case-sample-0").click().run()
    assert not app.exception
    assert [photo.origin for photo in app.session_state["lesion_input"].photos] == ["sample", "upload"]


def html(app: AppTest) -> str:
    return " ".join(str(element.proto.body) for element in app.get("html"))


def picture(mode: str, size: tuple[int, int], kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, size, 1).save(buffer, kind)
    return buffer.getvalue()


BAD = {
    "not_an_image": lambda: b"Dear colleague,",
    "damaged_image": lambda: jpeg(1)[:3000],
    "image_too_small": lambda: picture("RGB", (400, 60)),
    "too_many_pixels": lambda: picture("1", (9000, 9000)),
    "file_too_large": lambda: jpeg(1) + bytes(MAX_BYTES),
    "blank_image": lambda: picture("RGB", (200, 200)),
}


def offered(data: bytes, language: str) -> None:
    """A page on which a good photo was chosen and then another file."""
    import streamlit as st

    from model.text import texts
    from pages.components.session.photos import state
    from pages.components.shell.failures import sentence
    from tests.photos import jpeg

    state().take(jpeg(5), "upload")
    good = state().photos[-1]
    state().take(data, "upload")
    st.text(sentence(texts(language), state().refusals[-1]))
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
