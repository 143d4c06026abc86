"""One visitor's connection to the app, as a browser opens it: a websocket for messages, HTTP for files."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from typing import Self
from urllib.parse import parse_qsl, urlencode
from uuid import uuid4

from google.protobuf.message import Message
from websockets.sync.client import connect

from model.load_test.messages import BackMsg, ForwardMsg, WidgetState
from model.load_test.page import ShownPage

PATIENCE = 600.0
"""Longest wait for any answer of the app, seconds."""


class Silence(Exception):
    """The expected answer did not come in time; the message is the end of the page's text."""


class Session:
    """A browser tab. Use it with `with`; leaving the block closes the tab."""

    def __init__(self, host: str, port: int, language: str = "en", follows: bool = False) -> None:
        """With `follows`, fragments that refresh themselves are run again at their interval, as in a browser."""
        self.page = ShownPage()
        self.finished_at = 0.0
        self._host, self._port, self._language = host, port, language
        self._name = ""
        self._query: dict[str, str] = {}
        self._follows = follows
        self._ticks: dict[str, tuple[float, float]] = {}
        self._uploads: dict[str, Message] = {}
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        host = f"[{self._host}]" if ":" in self._host else self._host
        opened = connect(  # as a browser does: no pings, no limits
            f"ws://{host}:{self._port}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=None,
            max_queue=None,
            ping_interval=None,
            open_timeout=PATIENCE,
        )
        self._socket = self._stack.enter_context(opened)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def query(self) -> dict[str, str]:
        """The query of the address without the language; the page may change it."""
        return dict(self._query)

    def go(self, name: str, **query: str) -> None:
        """Open a page by the last part of its path and by its query."""
        self._name, self._query = name, query
        self._ticks.clear()
        self._rerun()

    def click(self, key: str) -> bool:
        """Click the button with this key; False where there is none."""
        button = self.page.button(key)
        if button is not None:
            self._rerun(WidgetState(id=button.id, trigger_value=True))
        return button is not None

    def turn(self, number: int) -> bool:
        """Turn to a page of the pagination widget; False where there is none."""
        pages = self.page.pages()
        if pages is not None:
            self._rerun(WidgetState(id=pages.id, int_value=number), fragment=self.page.fragment(pages.id))
        return pages is not None

    def choose(self, data: bytes, name: str) -> None:
        """Upload a file with the uploader of the current page."""
        self.until(lambda page: page.uploader() is not None)
        uploader = self.page.uploader()
        request = BackMsg()
        request.file_urls_request.request_id = asked = str(uuid4())
        request.file_urls_request.file_names.append(name)
        self._socket.send(request.SerializeToString())
        self.until(lambda _: asked in self._uploads)
        place = self._uploads.pop(asked)
        self._put(place.upload_url, data, name)
        state = WidgetState(id=uploader.id)
        file = state.file_uploader_state_value.uploaded_file_info.add()
        file.file_id, file.name, file.size = place.file_id, name, len(data)
        file.file_urls.CopyFrom(place)
        self._rerun(state)

    def until(self, condition: Callable[[ShownPage], bool], seconds: float = PATIENCE) -> None:
        """Receive messages until the page meets a condition.

        Raises:
            Silence: it does not within `seconds`.
        """
        end = time.monotonic() + seconds
        while not condition(self.page):
            if not self._receive(end) and time.monotonic() >= end:
                raise Silence(self.page.text()[-300:])

    def listen(self, seconds: float) -> None:
        """Receive messages for some seconds, as a person looks at the page for a moment."""
        end = time.monotonic() + seconds
        while self._receive(end) or time.monotonic() < end:
            pass

    def fetch(self, address: str) -> bytes:
        """The bytes of a picture of the page."""
        return self._http("GET", address)

    def _receive(self, end: float) -> bool:
        self._tick()
        due = min([end, *(at for at, _ in self._ticks.values())])
        try:
            data: bytes | str | None = self._socket.recv(timeout=max(0.0, due - time.monotonic()))
        except TimeoutError:
            return False
        while data is not None:  # what has arrived meanwhile, too: the page is looked at once for all of it
            self._take(data if isinstance(data, bytes) else data.encode())
            data = self._ready()
        return True

    def _ready(self) -> bytes | str | None:
        """The next message that has arrived already, or None."""
        try:
            return self._socket.recv(timeout=0)
        except TimeoutError:
            return None

    def _take(self, data: bytes) -> None:
        """Apply a message of the server to the session and its page."""
        message = ForwardMsg()
        message.ParseFromString(data)
        if message.WhichOneof("type") == "file_urls_response":
            response = message.file_urls_response
            self._uploads[response.response_id] = response.file_urls[0]
        elif message.WhichOneof("type") == "page_info_changed":
            self._query = dict(parse_qsl(message.page_info_changed.query_string))
            self._query.pop("lang", None)
        elif message.WhichOneof("type") == "auto_rerun" and self._follows:
            fragment, interval = message.auto_rerun.fragment_id, message.auto_rerun.interval
            self._ticks[fragment] = (time.monotonic() + interval, interval)
        self.page.take(message)
        if message.WhichOneof("type") == "script_finished":
            self.finished_at = time.monotonic()

    def _tick(self) -> None:
        """Run the fragments that are due to refresh themselves."""
        now = time.monotonic()
        for fragment, (at, interval) in list(self._ticks.items()):
            if at <= now:
                self._ticks[fragment] = (now + interval, interval)
                self._rerun(fragment=fragment, by_itself=True)

    def _rerun(self, *states: Message, fragment: str = "", by_itself: bool = False) -> None:
        if not fragment:
            self._ticks.clear()  # the run sets them again
        message = BackMsg()
        message.rerun_script.query_string = urlencode({"lang": self._language, **self._query})
        message.rerun_script.page_name = self._name
        message.rerun_script.fragment_id = fragment
        message.rerun_script.is_auto_rerun = by_itself
        message.rerun_script.widget_states.widgets.extend(states)
        self._socket.send(message.SerializeToString())

    def _put(self, address: str, data: bytes, name: str) -> None:
        boundary = uuid4().hex
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            "Content-Type: image/jpeg\r\n\r\n"
        )
        body = head.encode() + data + f"\r\n--{boundary}--\r\n".encode()
        token = self._token()
        headers = {"X-Xsrftoken": token, "Cookie": f"_streamlit_xsrf={token}"}
        self._http("PUT", address, body, {"Content-Type": f"multipart/form-data; boundary={boundary}", **headers})

    def _token(self) -> str:
        """The token by which the server recognises uploads of this browser (XSRF protection)."""
        with closing(HTTPConnection(self._host, self._port, timeout=PATIENCE)) as connection:
            connection.request("GET", "/_stcore/health")
            cookie = connection.getresponse().getheader("set-cookie", "") or ""
        return cookie.partition("=")[2].partition(";")[0]

    def _http(self, method: str, address: str, body: bytes = b"", headers: dict[str, str] | None = None) -> bytes:
        with closing(HTTPConnection(self._host, self._port, timeout=PATIENCE)) as connection:
            connection.request(method, address, body, headers or {})
            answer = connection.getresponse()
            data = answer.read()
        if answer.status >= 300:
            raise Silence(f"{method} {address}: {answer.status}")
        return data
