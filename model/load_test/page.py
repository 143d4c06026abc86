"""Messages flow in, and what a browser would show flows out: the elements of a page by their place."""

from __future__ import annotations

import re
from html import unescape

from google.protobuf.message import Message

from model.load_test.messages import FINISHED_SUCCESSFULLY

Path = tuple[int, ...]


class ShownPage:
    """The elements of a page; those that a run did not draw again go when it has finished."""

    def __init__(self) -> None:
        self.elements: dict[Path, Message] = {}
        self.runs = 0
        self.is_running = False
        self.failures: list[str] = []
        """What the page said of an error, or Streamlit in its red box."""
        self._containers: dict[Path, str] = {}
        self._drawn_in: dict[Path, int] = {}
        self._fragments: dict[str, str] = {}

    def take(self, message: Message) -> None:
        """Show what a message brings."""
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.runs += 1
            self.is_running = True
        elif kind == "script_finished":
            self.is_running = False
            if message.script_finished == FINISHED_SUCCESSFULLY:
                self._drop_what_was_not_drawn()
        elif kind == "session_event" and message.session_event.WhichOneof("type") == "script_compilation_exception":
            self.failures.append("red box: the script does not compile")
        elif kind == "delta":
            self._draw(tuple(message.metadata.delta_path), message.delta)

    def _draw(self, path: Path, delta: Message) -> None:
        if delta.WhichOneof("type") == "add_block":
            self.elements.pop(path, None)
            self._containers[path] = str(delta.add_block.id)
        elif delta.WhichOneof("type") == "new_element":
            for other in [one for one in self._drawn_in if one[: len(path)] == path]:
                self._forget(other)
            self.elements[path] = delta.new_element
            self._note_fragment(delta)
            self._note_failure(delta.new_element)
        else:
            return
        self._drawn_in[path] = self.runs

    def _note_fragment(self, delta: Message) -> None:
        element = delta.new_element
        if delta.fragment_id and _is(element, "pagination"):
            self._fragments[element.pagination.id] = delta.fragment_id

    def _note_failure(self, element: Message) -> None:
        if element.WhichOneof("type") == "exception":
            self.failures.append(f"red box: {element.exception.type} {element.exception.message}")
        elif element.WhichOneof("type") == "html" and 'class="refusal"' in element.html.body:
            self.failures.append(words_of(element.html.body))

    def _drop_what_was_not_drawn(self) -> None:
        for path in [one for one, run in self._drawn_in.items() if run != self.runs]:
            self._forget(path)

    def _forget(self, path: Path) -> None:
        self._drawn_in.pop(path, None)
        self.elements.pop(path, None)
        self._containers.pop(path, None)

    def html(self) -> list[str]:
        """Every piece of HTML that is not a style, in reading order."""
        found = [element.html.body for _, element in sorted(self.elements.items()) if _is(element, "html")]
        return [body for body in found if not body.startswith(("<style", "<script"))]

    def text(self) -> str:
        """What can be read outside of buttons."""
        return " ".join(words_of(body) for body in self.html())

    @property
    def figure(self) -> str | None:
        """The probability of melanoma as it is written; None where there is no answer."""
        found = re.search(r'class="figure">([^<]+)<', " ".join(self.html()))
        return unescape(found[1]) if found else None

    def button(self, key: str) -> Message:
        """The button of a key; None where there is none."""
        of = (e.button for e in self.elements.values() if _is(e, "button"))
        return next((button for button in of if button.id.endswith(f"-{key}")), None)

    def pages(self) -> Message:
        """The widget that turns pages; None where there is none."""
        return next((e.pagination for e in self.elements.values() if _is(e, "pagination")), None)

    def fragment(self, widget: str) -> str:
        """What of the page runs again for a widget, by its id; empty for the whole."""
        return self._fragments.get(widget, "")

    def uploader(self) -> Message:
        """The file uploader; None where there is none."""
        return next((e.file_uploader for e in self.elements.values() if _is(e, "file_uploader")), None)

    def picture(self, container: str) -> Message:
        """The picture in the container of a key; None where there is none."""
        for path, element in self.elements.items():
            around = (self._containers.get(path[:depth], "") for depth in range(len(path)))
            if _is(element, "imgs") and any(key.endswith(f"-{container}") for key in around):
                return element.imgs.imgs[0]
        return None


def words_of(body: str) -> str:
    """HTML as it is read."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


def _is(element: Message, kind: str) -> bool:
    return bool(element.WhichOneof("type") == kind)
