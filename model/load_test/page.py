"""Messages of the server -> the elements of the page as a browser would show them."""

from __future__ import annotations

import re
from html import unescape

from google.protobuf.message import Message

from model.load_test.messages import FINISHED_SUCCESSFULLY

Path = tuple[int, ...]


class ShownPage:
    """The elements of a page by their path; what a run has not drawn again is removed when it ends."""

    def __init__(self) -> None:
        self.elements: dict[Path, Message] = {}
        self.runs = 0
        self.is_running = False
        self.failures: list[str] = []
        """Error sentences of the page, and red boxes of Streamlit."""
        self._containers: dict[Path, str] = {}
        self._drawn_in: dict[Path, int] = {}
        self._fragments: dict[str, str] = {}

    def take(self, message: Message) -> None:
        """Apply a message to the page."""
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.runs += 1
            self.is_running = True
        elif kind == "script_finished":
            self.is_running = False
            if message.script_finished == FINISHED_SUCCESSFULLY:
                self._remove_stale()
        elif kind == "session_event" and message.session_event.WhichOneof("type") == "script_compilation_exception":
            self.failures.append("red box: the script does not compile")
        elif kind == "delta":
            self._draw(tuple(message.metadata.delta_path), message.delta)

    def _draw(self, path: Path, delta: Message) -> None:
        if delta.WhichOneof("type") == "add_block":
            self.elements.pop(path, None)
            self._containers[path] = str(delta.add_block.id)
        elif delta.WhichOneof("type") == "new_element":
            for below in [known for known in self._drawn_in if known[: len(path)] == path]:
                self._forget(below)
            self.elements[path] = delta.new_element
            if delta.fragment_id and _is(delta.new_element, "pagination"):
                self._fragments[delta.new_element.pagination.id] = delta.fragment_id
            self._note_failure(delta.new_element)
        else:
            return
        self._drawn_in[path] = self.runs

    def _note_failure(self, element: Message) -> None:
        if element.WhichOneof("type") == "exception":
            self.failures.append(f"red box: {element.exception.type} {element.exception.message}")
        elif element.WhichOneof("type") == "html" and 'class="refusal"' in element.html.body:
            self.failures.append(words_of(element.html.body))

    def _remove_stale(self) -> None:
        for path in [known for known, run in self._drawn_in.items() if run != self.runs]:
            self._forget(path)

    def _forget(self, path: Path) -> None:
        self._drawn_in.pop(path, None)
        self.elements.pop(path, None)
        self._containers.pop(path, None)

    def html(self) -> list[str]:
        """Every HTML element except styles and scripts, in reading order."""
        bodies = [element.html.body for _, element in sorted(self.elements.items()) if _is(element, "html")]
        return [body for body in bodies if not body.startswith(("<style", "<script"))]

    def text(self) -> str:
        """The text of all HTML elements."""
        return " ".join(words_of(body) for body in self.html())

    @property
    def figure(self) -> str | None:
        """The written probability of melanoma; None where the page has no answer."""
        match = re.search(r'class="figure">([^<]+)<', " ".join(self.html()))
        return unescape(match[1]) if match else None

    def button(self, key: str) -> Message:
        """The button with this key; None where there is none."""
        buttons = (element.button for element in self.elements.values() if _is(element, "button"))
        return next((button for button in buttons if button.id.endswith(f"-{key}")), None)

    def pages(self) -> Message:
        """The pagination widget; None where there is none."""
        return next((e.pagination for e in self.elements.values() if _is(e, "pagination")), None)

    def fragment(self, widget: str) -> str:
        """The fragment that a widget runs again, by the widget's id; empty for the whole page."""
        return self._fragments.get(widget, "")

    def uploader(self) -> Message:
        """The file uploader; None where there is none."""
        return next((e.file_uploader for e in self.elements.values() if _is(e, "file_uploader")), None)

    def picture(self, container: str) -> Message:
        """The picture in the container with this key; None where there is none."""
        for path, element in self.elements.items():
            around = (self._containers.get(path[:depth], "") for depth in range(len(path)))
            if _is(element, "imgs") and any(key.endswith(f"-{container}") for key in around):
                return element.imgs.imgs[0]
        return None


def words_of(body: str) -> str:
    """The text of an HTML element."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


def _is(element: Message, kind: str) -> bool:
    return bool(element.WhichOneof("type") == kind)
