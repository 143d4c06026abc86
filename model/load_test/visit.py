"""One visitor: examines photos one after the other and compares the page with the expected answers."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from websockets.exceptions import WebSocketException

from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.drawn_photos import DrawnPhoto
from model.load_test.expected import CommandLine, Expected, is_rounded, is_same_picture
from model.load_test.page import ShownPage
from model.load_test.server import Served
from model.load_test.session import Session, Silence
from model.text import texts

LOOKS_FOR = 0.4
"""Longest pause of an impatient visitor before the next click, seconds."""


@dataclass
class Visited:
    """The observations of one visitor, or of all together.

    The seconds are from choosing a photo to its right answer. Errors are messages of pages and missing answers.
    """

    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Choice:
    """A photo, its expected answer, and a photo that an impatient visitor chooses before and abandons."""

    photo: DrawnPhoto
    expected: Expected
    abandoned: DrawnPhoto


class Visitor:
    """Opens the examine page, has photos examined and leaves."""

    def __init__(self, app: Served, command_line: CommandLine, seed: int, done: Callable[[], None]) -> None:
        """`done` is called after each photo."""
        self._app, self._command_line, self._done = app, command_line, done
        self._rng = random.Random(seed)
        self.visited = Visited()

    def come(self, choices: Sequence[Choice], impatient: bool) -> Visited:
        """Examine one photo after the other; a tab that fails counts as an error and is opened again."""
        left = list(choices)
        while left:
            try:
                with self._opened() as tab:
                    while left and not self._examine(tab, left.pop(0), impatient):
                        pass
            except (Silence, OSError, WebSocketException) as error:
                self.visited.errors.append(f"{type(error).__name__}: {error}")
                self._done()
        return self.visited

    def ask_the_jury(self, photo: DrawnPhoto) -> None:
        """Open the jury page for one photo and wait for all answers, but not for the heat maps."""
        waiting = texts("en")("jury.waiting")
        with self._opened() as tab:
            tab.go("jury")
            tab.choose(photo.data, "photo.jpg")
            tab.until(lambda page: "juror-figure" in (body := "".join(page.html())) and waiting not in body)

    def _opened(self) -> Session:
        return Session(self._app.host, self._app.port)

    def _examine(self, tab: Session, choice: Choice, impatient: bool) -> bool:
        """Examine one photo and compare; True where the visitor reloads the page afterwards."""
        if tab.page.runs == 0:
            tab.go("examine", algorithm=self._command_line.slug)
        started = self._choose(tab, choice, impatient)
        tab.until(lambda page: is_answered(page, choice.photo))
        seconds = time.monotonic() - started
        wrong = self._compared(tab, choice)
        if wrong:
            self.visited.wrong.append(f"photo {choice.photo.number}: {', '.join(wrong)}")
        else:
            self.visited.seconds.append(seconds)
        self.visited.errors += tab.page.failures
        tab.page.failures.clear()
        self._done()
        return impatient and self._rng.random() < 0.15

    def _choose(self, tab: Session, choice: Choice, impatient: bool) -> float:
        """Choose the photo, if impatient among clicks that do not wait for an answer; the time of choosing it."""
        ways = ("another photo", "another diagnosis", "another page", "camera", "sample")
        way = self._rng.choice(ways) if impatient else ""
        if way == "another photo":
            tab.choose(choice.abandoned.data, "abandoned.jpg")
            self._look(tab)
        elif way == "sample":
            tab.click("case-sample-0")
            self._look(tab)
        started = time.monotonic()
        tab.choose(choice.photo.data, "photo.jpg")
        if impatient:
            self._look(tab)
        if way == "another diagnosis":
            tab.click(f"bar-{self._rng.choice(DIAGNOSES)}")
        elif way == "camera":
            tab.click("camera-toggle")
        elif way == "another page":
            tab.go(self._rng.choice(("jury", "about")))
            self._look(tab)
            tab.go("examine", algorithm=self._command_line.slug)
        return started

    def _look(self, tab: Session) -> None:
        tab.listen(self._rng.uniform(0, LOOKS_FOR))

    def _compared(self, tab: Session, choice: Choice) -> list[str]:
        """Names of the parts of the page that do not show the expected answer."""
        page, expected = tab.page, choice.expected
        picture, heat = page.picture("photo"), page.picture("heat")
        if picture is None or heat is None:
            return ["no picture"]
        target = explained(heat.alt)
        if target is not None and target is not expected.target:  # the visitor has asked for another heat map
            expected = self._command_line(choice.photo, target)
        parts = {
            "figure": is_rounded(page.figure or "", expected.percentages[Diagnosis.MEL]),
            "bars": all(is_rounded(label(page, diagnosis), expected.percentages[diagnosis]) for diagnosis in DIAGNOSES),
            "picture": is_same_picture(tab.fetch(picture.url), expected.picture),
            "map": is_same_picture(tab.fetch(heat.url), expected.heat),
        }
        return [name for name, is_right in parts.items() if not is_right]


def is_answered(page: ShownPage, photo: DrawnPhoto) -> bool:
    """Whether the page shows an answer to this photo, recognised by its size, which is drawn after figure and map.

    What follows in the background is not waited for.
    """
    if page.figure is None:
        return False
    width, height = photo.size
    return f"{width} × {height} px" in page.text()


def label(page: ShownPage, diagnosis: Diagnosis) -> str:
    """The label on the bar of a diagnosis; empty where there is none."""
    button = page.button(f"bar-{diagnosis}")
    return button.label if button is not None else ""


def explained(alternative: str) -> Diagnosis | None:
    """The diagnosis of a heat map, read from the picture's alternative text; None where there is none."""
    t = texts("en")
    names = {t(f"diagnoses.{diagnosis}.name"): diagnosis for diagnosis in DIAGNOSES}
    return next((names[name] for name in sorted(names, key=len, reverse=True) if f"for {name}" in alternative), None)
