"""One visitor: chooses photos one after the other and compares what the page shows with what belongs to them."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from websockets.exceptions import WebSocketException

from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.drawn_photos import DrawnPhoto
from model.load_test.expected import CommandLine, Expected, is_same_picture, says
from model.load_test.page import ShownPage
from model.load_test.server import Served
from model.load_test.session import Session, Silence
from model.text import texts

LOOKS_FOR = 0.4
"""An impatient visitor looks at a page for at most so long before the next click, seconds."""


@dataclass
class Visited:
    """What one visitor, or all together, have seen.

    Attributes:
        seconds: of each right answer, from choosing the photo to seeing the whole answer.
        wrong: what did not belong to the photo, as sentences.
        errors: what was said of an error, and what did not come.
    """

    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Choice:
    """A photo, what belongs to it, and another one that is given up for it."""

    photo: DrawnPhoto
    expected: Expected
    given_up: DrawnPhoto


class Visitor:
    """Comes to the examine page, chooses photos and leaves."""

    def __init__(self, app: Served, command_line: CommandLine, seed: int, seen: Callable[[], None]) -> None:
        self._app, self._command_line, self._seen = app, command_line, seen
        self._rng = random.Random(seed)
        self.visited = Visited()

    def come(self, choices: Sequence[Choice], impatient: bool) -> Visited:
        """One photo after the other, back to back; a tab that stops is an error and is opened anew."""
        left = list(choices)
        while left:
            try:
                with self._opened() as tab:
                    while left:
                        reloads = self._examine(tab, left.pop(0), impatient)
                        if reloads:
                            break
            except (Silence, OSError, WebSocketException) as error:
                self.visited.errors.append(f"{type(error).__name__}: {error}")
                self._seen()
        return self.visited

    def hear_the_jury(self, photo: DrawnPhoto) -> None:
        """Every algorithm on one photo, until all have answered; the maps are not waited for."""
        waiting = texts("en")("jury.waiting")
        with self._opened() as tab:
            tab.go("jury")
            tab.choose(photo.data, "photo.jpg")
            tab.until(lambda page: "juror-figure" in (body := "".join(page.html())) and waiting not in body)

    def _opened(self) -> Session:
        return Session(self._app.host, self._app.port)

    def _examine(self, tab: Session, choice: Choice, impatient: bool) -> bool:
        """Choose one photo and compare; whether the visitor reloads the page afterwards."""
        if tab.page.runs == 0:
            tab.go("examine")
        started = time.monotonic()
        if impatient:
            started = self._impatiently(tab, choice)
        else:
            tab.choose(choice.photo.data, "photo.jpg")
        tab.until(lambda page: is_answered(page, choice.photo))
        seconds = tab.finished_at - started
        wrong = self._compared(tab, choice)
        if wrong:
            self.visited.wrong.append(f"photo {choice.photo.number}: {', '.join(wrong)}")
        else:
            self.visited.seconds.append(seconds)
        self.visited.errors += tab.page.failures
        tab.page.failures.clear()
        self._seen()
        return impatient and self._rng.random() < 0.15

    def _impatiently(self, tab: Session, choice: Choice) -> float:
        """Clicks before the answer is there; the time at which the photo itself was chosen."""
        way = self._rng.choice(("another photo", "another diagnosis", "another page", "camera", "sample"))
        if way == "another photo":
            tab.choose(choice.given_up.data, "given-up.jpg")
            self._look(tab)
        elif way == "sample":
            tab.click("case-sample-0")
            self._look(tab)
        started = time.monotonic()
        tab.choose(choice.photo.data, "photo.jpg")
        self._look(tab)
        if way == "another diagnosis":
            tab.click(f"bar-{self._rng.choice(DIAGNOSES)}")
        elif way == "camera":
            tab.click("camera-toggle")
        elif way == "another page":
            tab.go(self._rng.choice(("jury", "about")))
            self._look(tab)
            tab.go("examine")
        return started

    def _look(self, tab: Session) -> None:
        tab.listen(self._rng.uniform(0, LOOKS_FOR))

    def _compared(self, tab: Session, choice: Choice) -> list[str]:
        """Names of the parts of the page that do not belong to the photo."""
        page, expected = tab.page, choice.expected
        picture, heat = page.picture("photo"), page.picture("heat")
        if picture is None or heat is None:
            return ["no picture"]
        target = explained(heat.alt)
        if target is not None and target is not expected.target:  # another map was asked for, and is shown
            expected = self._command_line(choice.photo, target)
        parts = {
            "figure": says(page.figure or "", expected.percentages[Diagnosis.MEL]),
            "bars": all(says(label(page, one), expected.percentages[one]) for one in DIAGNOSES),
            "picture": is_same_picture(tab.fetch(picture.url), expected.picture),
            "map": is_same_picture(tab.fetch(heat.url), expected.heat),
        }
        return [name for name, is_right in parts.items() if not is_right]


def is_answered(page: ShownPage, photo: DrawnPhoto) -> bool:
    """The page stands still with an answer to this photo, which it tells by its size."""
    if page.is_running or page.figure is None:
        return False
    width, height = photo.size
    return f"{width} × {height} px" in page.text()


def label(page: ShownPage, diagnosis: Diagnosis) -> str:
    """What stands on the bar of a diagnosis."""
    button = page.button(f"bar-{diagnosis}")
    return button.label if button is not None else ""


def explained(alternative: str) -> Diagnosis | None:
    """The diagnosis whose map a picture shows, from its alternative text."""
    t = texts("en")
    names = {t(f"diagnoses.{diagnosis}.name"): diagnosis for diagnosis in DIAGNOSES}
    return next((names[name] for name in sorted(names, key=len, reverse=True) if f"for {name}" in alternative), None)
