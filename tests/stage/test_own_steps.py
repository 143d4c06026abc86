"""The presenter's own steps: what a file may hold, and a bad one gets a sentence that names line and key."""

from __future__ import annotations

import pytest
from PIL import Image

from model.errors import StoryError, StoryMistake, StoryUnreadable
from model.settings import ASSETS
from model.stage.own_steps import LARGEST, LONGEST, MOST_STEPS, read_own_steps
from model.text import LANGUAGES, texts
from pages.components.shell.failures import sentence

GOOD = '[[step]]\n[step.en]\ntitle = "A"\n'


@pytest.fixture
def file(tmp_path):
    return tmp_path / "story.toml"


def test_the_form_that_the_module_shows_is_read(file):
    import model.stage.own_steps as module

    Image.new("RGB", (40, 30)).save(file.parent / "clinic.jpg")
    file.write_text(module.__doc__.partition("\n\n")[2], encoding="utf-8")
    (own,) = read_own_steps(file)
    assert own.after == "lesion"
    assert own.step.picture == file.parent / "clinic.jpg"
    assert own.step.words["en"].notes == "For the speaker only."
    assert own.step.words["fr"].title == "Notre service"


def test_the_committed_example_is_read():
    assert len(read_own_steps(ASSETS / "stage" / "example.toml")) == 2


def test_inline_tables_a_mark_at_the_beginning_and_quoted_keys_are_toml_too(file):
    file.write_text('\ufeff[[step]]\n"fr" = {title = "x", notes = "n"}\n', encoding="utf-8")
    (own,) = read_own_steps(file)
    assert own.step.words["fr"].notes == "n"
    assert own.after == "rules"


BAD = {
    "a quotation mark is missing": ('[[step]]\n[step.en]\ntitle = "A\n', 3, "title", "no_toml"),
    "nothing": ("", 1, "step", "no_steps"),
    "no list": ("step = 3\n", 1, "step", "no_steps"),
    "a list of numbers": ("\nstep = [1, 2]\n", 2, "step", "no_steps"),
    "an unknown table": (f"{GOOD}\n[steps]\nx = 1\n", 5, "steps", "unknown_key"),
    "an unknown key of a step": ('[[step]]\npicure = "a.png"\n[step.en]\ntitle = "A"\n', 2, "picure", "unknown_key"),
    "an unknown key of the second step": (f'{GOOD}{GOOD}titel = "B"\n', 7, "titel", "unknown_key"),
    "an unknown language": (f'{GOOD}[step.de]\ntitle = "A"\n', 4, "de", "unknown_key"),
    "no language": ('# ours\n[[step]]\nafter = "data"\n', 2, "fr / en", "no_words"),
    "a sentence for a language": ('[[step]]\nen = "A"\n', 2, "en", "no_table"),
    "no title in the second step": (f'{GOOD}[[step]]\n[step.fr]\ntext = "b"\n', 5, "title", "no_title"),
    "an empty title": ('[[step]]\n[step.fr]\n\ntitle = "  "\n', 4, "title", "no_title"),
    "a number": ("[[step]]\n[step.fr]\ntitle = 3\n", 3, "title", "no_text"),
    "too long": (f'{GOOD}text = "{"x" * (LONGEST["text"] + 1)}"\n', 4, "text", "too_long"),
    "after nothing": (f'[[step]]\nafter = "lunch"\n{GOOD[9:]}', 2, "after", "unknown_step"),
    "after a list": (f'[[step]]\nafter = ["data"]\n{GOOD[9:]}', 2, "after", "unknown_step"),
    "a picture that is not there": (f'[[step]]\npicture = "no.png"\n{GOOD[9:]}', 2, "picture", "no_picture"),
    "a picture that is none": (f'[[step]]\npicture = "story.toml"\n{GOOD[9:]}', 2, "picture", "no_picture"),
    "a number for a picture": (f"[[step]]\npicture = 3\n{GOOD[9:]}", 2, "picture", "no_text"),
    "too many": (GOOD * (MOST_STEPS + 1), 1, "step", "too_many_steps"),
}


@pytest.mark.parametrize(("words", "line", "key", "reason"), BAD.values(), ids=BAD)
def test_a_mistake_gets_a_sentence_that_names_line_and_key(file, words, line, key, reason):
    file.write_text(words, encoding="utf-8")
    with pytest.raises(StoryMistake) as caught:
        read_own_steps(file)
    assert {name: caught.value.data[name] for name in ("line", "key", "reason")} == {
        "line": line,
        "key": key,
        "reason": reason,
    }
    for language in LANGUAGES:
        said = sentence(texts(language), caught.value)
        assert f"{'ligne' if language == 'fr' else 'line'} {line}," in said
        assert key in said
        assert file.name in said
        assert str(file.parent) not in said


@pytest.mark.parametrize(
    ("data", "reason"), [(None, "no_file"), (b'a = "\xff"', "not_utf8"), (b"#" * (LARGEST + 1), "too_large")]
)
def test_a_file_that_cannot_be_read_gets_its_sentence(file, data, reason):
    if data is not None:
        file.write_bytes(data)
    with pytest.raises(StoryUnreadable) as caught:
        read_own_steps(file)
    assert caught.value.data["reason"] == reason
    assert all(file.name in sentence(texts(language), caught.value) for language in LANGUAGES)


def test_a_folder_in_its_place_is_no_file(tmp_path):
    with pytest.raises(StoryError):
        read_own_steps(tmp_path)


def test_a_picture_with_too_many_pixels_is_refused(file, monkeypatch):
    monkeypatch.setattr("model.stage.own_steps.MOST_PIXELS", 100)
    Image.new("RGB", (40, 30)).save(file.parent / "large.png")
    file.write_text(f'[[step]]\npicture = "large.png"\n{GOOD[9:]}')
    with pytest.raises(StoryMistake, match="picture_too_large"):
        read_own_steps(file)


def test_a_picture_that_is_cut_off_is_refused(file):
    Image.effect_noise((200, 200), 50).save(file.parent / "whole.jpg")
    (file.parent / "cut.jpg").write_bytes((file.parent / "whole.jpg").read_bytes()[:3000])
    file.write_text(f'[[step]]\npicture = "cut.jpg"\n{GOOD[9:]}')
    with pytest.raises(StoryMistake, match="no_picture"):
        read_own_steps(file)
