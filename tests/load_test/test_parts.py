"""The parts of the load test: photos that differ, figures that are compared, a page that is read, one computer."""

from __future__ import annotations

import json
import os
import time
from dataclasses import replace
from types import SimpleNamespace

import pytest
from PIL import Image

from model.__main__ import main
from model.commands import load_test as command
from model.lesion.decode import read_lesion_image
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.drawn_photos import drawn_photo
from model.load_test import visit
from model.load_test.crowd import LoadResult, Spent, percentile
from model.load_test.expected import CommandLine, compared, is_rounded, is_same_picture
from model.load_test.messages import FINISHED_SUCCESSFULLY, ForwardMsg
from model.load_test.page import ShownPage
from model.load_test.server import Served, at, processor_seconds
from model.load_test.visit import Choice, Visitor, explained


def test_no_two_drawn_photos_have_the_same_size_or_look_alike():
    photos = [drawn_photo(number) for number in range(130)]
    assert len({photo.size for photo in photos}) == len(photos)
    assert all(read_lesion_image(photo.data).source_width == photo.size[0] for photo in photos[:3])
    pictures = [compared(Image.fromarray(read_lesion_image(photo.data).photo)) for photo in photos[:8]]
    assert [[is_same_picture(photo.data, other) for other in pictures] for photo in photos[:8]] == [
        [i == j for j in range(8)] for i in range(8)
    ]


@pytest.mark.parametrize(
    ("written", "percentage", "agrees"),
    [
        ("Melanoma *heat map shown* **12 %**", 12.49, True),
        ("Melanoma **12 %**", 12.51, False),
        ("18.68 %", 18.684, True),
        ("18.68 %", 18.69, False),
        ("< 1 %", 0.4, True),
        ("< 1 %", 1.2, False),
        ("> 99 %", 99.6, True),
        ("", 12.0, False),
    ],
)
def test_a_figure_is_the_expected_one_when_it_is_its_rounding(written, percentage, agrees):
    assert is_rounded(written, percentage) is agrees


@pytest.mark.parametrize(
    "address", ["http://localhost:8501", "http://127.0.0.1:8501", "http://127.8.9.1:8501", "http://[::1]:8501"]
)
def test_visitors_go_to_this_computer(address):
    assert at(address).port == 8501


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org",
        "http://192.168.1.4:8501",
        "http://0.0.0.0:8501",
        "https://localhost",
        "http://localhost.example.org",
        "http://localhost@example.org",
        "example.org:8501",
        "",
    ],
)
def test_visitors_go_nowhere_else_and_a_sentence_says_so(address, capsys):
    with pytest.raises(ValueError, match="expected http://localhost:PORT"):
        at(address)
    if address:
        assert main(["load-test", "--url", address]) == 2
        assert "visitors stay on this computer" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--visitors", "0"], ["--photos", "0"], ["--memory", "0"]])
def test_a_line_that_asks_for_nobody_is_refused(words, capsys):
    assert main(["load-test", *words]) == 2
    assert "at least one visitor" in capsys.readouterr().err


def message(path, **content):
    found = ForwardMsg()
    found.metadata.delta_path.extend(path)
    if "html" in content:
        found.delta.new_element.html.body = content["html"]
    elif "red" in content:
        found.delta.new_element.exception.message = content["red"]
    else:
        found.delta.add_block.id = content["block"]
    return found


def lifecycle(kind):
    found = ForwardMsg()
    if kind == "start":
        found.new_session.SetInParent()
    else:
        found.script_finished = FINISHED_SUCCESSFULLY
    return found


def test_what_a_run_does_not_draw_again_is_gone_when_it_has_finished():
    page = ShownPage()
    for one in (
        lifecycle("start"),
        message([0, 0], html="<p>old</p>"),
        message([0, 1], block="x-result"),
        message([0, 1, 0], html='<div class="figure">12\N{NO-BREAK SPACE}%</div>'),
        lifecycle("end"),
    ):
        page.take(one)
    assert page.figure == "12\N{NO-BREAK SPACE}%"
    page.take(lifecycle("start"))
    page.take(message([0, 0], html="<p>new</p>"))
    assert page.is_running
    assert page.figure is not None, "stale, and still to be seen"
    page.take(lifecycle("end"))
    assert page.figure is None
    assert page.text() == "new"


def test_an_element_in_the_place_of_a_container_takes_its_content_away():
    page = ShownPage()
    page.take(lifecycle("start"))
    page.take(message([0, 1], block="x-result"))
    page.take(message([0, 1, 0], html='<div class="figure">12 %</div>'))
    page.take(message([0, 1], html='<p class="waiting">Examining…</p>'))
    assert page.figure is None


def test_a_sentence_of_refusal_and_a_red_box_are_both_counted():
    page = ShownPage()
    page.take(message([0, 0], html='<div class="refusal" role="alert"><p>This file is damaged.</p></div>'))
    page.take(message([0, 1], red="AttributeError"))
    assert page.failures == ["This file is damaged.", "red box:  AttributeError"]


def test_the_diagnosis_of_a_map_is_read_from_its_alternative_text():
    assert explained("Photo with heat map for basal cell carcinoma: the evidence lies") is Diagnosis.BCC
    assert explained("Photo of the lesion") is None


class OtherPage:
    """A page that shows the answer to one photo, whatever was chosen."""

    def __init__(self, shown, command_line, heat_of=None):
        answer = command_line(shown)
        self.figure = f"{answer.percentages[Diagnosis.MEL]:.4f} %"
        self._answer, self._shown = answer, shown
        self._pictures = {"photo": shown, "heat": heat_of or shown}

    def button(self, key):
        return SimpleNamespace(label=f"{self._answer.percentages[Diagnosis(key.removeprefix('bar-'))]:.4f} %")

    def picture(self, container):
        return SimpleNamespace(url=container, alt="")

    def fetch(self, url):
        return self._pictures[url].data

    @property
    def page(self):
        return self


@pytest.fixture(scope="module")
def command_line():
    return CommandLine("resnet18")


def test_an_answer_that_belongs_to_another_photo_is_found_part_by_part(command_line, monkeypatch):
    own, other = drawn_photo(0), drawn_photo(1)
    choice = Choice(own, command_line(own), other)
    visitor = Visitor(at("http://localhost:8501"), command_line, 0, lambda: None)
    assert visitor._compared(OtherPage(other, command_line), choice) == ["figure", "bars", "picture", "map"]
    monkeypatch.setattr(visit, "is_same_picture", lambda data, expected: data == own.data)
    assert visitor._compared(OtherPage(own, command_line), choice) == []
    assert visitor._compared(OtherPage(own, command_line, heat_of=other), choice) == ["map"]


def test_the_processor_time_of_a_process_grows_with_its_work_and_is_unknown_for_an_app_of_others():
    before = processor_seconds(os.getpid())
    assert before is not None
    while time.process_time() < before + 0.05:  # the clock of the process itself, so this ends on a busy machine too
        sum(range(1000))
    assert processor_seconds(os.getpid()) > before
    assert Served("localhost", 1).processor() is None
    assert Spent(Served("localhost", 1)).each(2)[0] is None


def test_the_percentile_is_one_of_the_values():
    assert percentile([3.0, 1.0, 2.0], 0.95) == 3.0
    assert percentile([float(i) for i in range(1, 101)], 0.95) == 95.0
    assert percentile([], 0.95) == 0.0


def test_a_result_is_kept_beside_those_of_the_other_kinds(tmp_path):
    command.record("patient", {"right": 1}, tmp_path / "load.json")
    command.record("impatient", {"right": 2}, tmp_path / "load.json")
    command.record("patient", {"right": 3}, tmp_path / "load.json")
    assert json.loads((tmp_path / "load.json").read_text()) == {"impatient": {"right": 2}, "patient": {"right": 3}}


def test_a_load_is_good_only_when_every_photo_was_answered_and_nothing_complained():
    good = LoadResult(2, 3, False, "committee", 6, 0, 0, 0, 1.0, 1.0, 2.0, 3.0, 0.1, 0.1, 1, 1, 1, 2, 1)
    assert good.is_good
    assert len(DIAGNOSES) == 7
    for field, value in (("right", 5), ("wrong", 1), ("errors", 1), ("log_errors", 1)):
        assert not replace(good, **{field: value}).is_good
