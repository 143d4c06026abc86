"""The TOML file beside a model: short where the defaults hold, and every mistake is named with line and key."""

from __future__ import annotations

import numpy as np
import pytest

from model.challenge.sandbox.preparation import REASONS, Input, Output, Preparation, read_preparation, written
from model.challenge.sandbox.squares import square
from model.error_words import error_sentence
from model.submission_errors import PreparationMistake, PreparationNotToml
from model.text import LANGUAGES, texts

CLASSES = ("MEL", "NV")
SHORT = '[output]\nclasses = ["NV", "MEL"]\n'


def read(text):
    return read_preparation(text.encode(), CLASSES)


def test_two_lines_are_enough_for_the_usual_network():
    prepared = read(SHORT)
    assert prepared.input == Input()
    assert (prepared.input.layout, prepared.input.dtype, prepared.output.kind) == ("nchw", "float32", "logits")
    assert prepared.columns(CLASSES) == [1, 0]


def test_what_is_written_reads_the_same_and_says_only_what_differs():
    prepared = Preparation(
        input=Input(layout="nhwc", dtype="float16", mean=[0.5, 0.4, 0.3]), output=Output(classes=["MEL", "NV"])
    )
    text = written(prepared)
    assert read(text) == prepared
    assert text.splitlines() == [
        *("[input]", 'layout = "nhwc"', 'dtype = "float16"', "mean = [0.5, 0.4, 0.3]", ""),
        *("[output]", 'classes = ["MEL", "NV"]'),
    ]


WRONG = {
    "unknown_key": ("[output]\nclasses = ['MEL', 'NV']\n[input]\n\nsize = 3\n", 5, "input.size"),
    "missing": ("\n[output]\nkind = 'logits'\n", 2, "output.classes"),
    "no_choice": (SHORT + "\n[input]\nlayout = 'nwhc'\n", 5, "input.layout"),
    "bytes_scaled": ("[input]\nside = 224\ndtype = 'uint8'\nstd = [1, 1, 1]\n" + SHORT, 3, "input.dtype"),
    "too_small": (SHORT + "[run]\nbatch = 0\n", 4, "run.batch"),
    "too_large": (SHORT + "[input]\nside = 5000\n", 4, "input.side"),
    "too_few": (SHORT + "[input]\nmean = [0.5]\n", 4, "input.mean"),
    "too_many": (SHORT + "[input]\nstd = [1, 1, 1, 1]\n", 4, "input.std"),
    "no_finite_number": (SHORT + "[input]\ncentre = nan\n", 4, "input.centre"),
    "wrong_type": (SHORT + "[input]\nside = '224'\n", 4, "input.side"),
    "other_classes": ("[output]\nclasses = ['MEL', 'BCC']\n", 2, "classes"),
}


@pytest.mark.parametrize(("reason", "text", "line", "key"), [(reason, *rest) for reason, rest in WRONG.items()])
def test_a_mistake_is_named_with_its_line_and_key(reason, text, line, key):
    with pytest.raises(PreparationMistake) as caught:
        read(text)
    data = caught.value.data
    assert (data["reason"], data["line"], data["key"]) == (reason, line, key)
    for language in LANGUAGES:
        sentence = error_sentence(texts(language), caught.value)
        assert str(line) in sentence
        assert key in sentence
        assert "{" not in sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_words(language):
    keys = texts(language).entries
    worded = {key.removeprefix("preparation_reasons.") for key in keys if key.startswith("preparation_reasons.")}
    assert worded == set(REASONS.values()) | {"wrong_type", "other_classes"} == set(WRONG)


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"[input]\nside = = 3\n", 2),
        (b"[input]\n# \xff\n", 2),
        (b"[output\n", 1),
        (b"a = " + b"[" * 5000, 1),
        (b"#" * 70_000, 1),
    ],
)
def test_what_is_no_toml_is_named_with_its_line(data, line):
    with pytest.raises(PreparationNotToml) as caught:
        read_preparation(data, CLASSES)
    assert caught.value.data == {"line": line}


@pytest.mark.parametrize(
    "text", ["output = 3\n", "[[output]]\nclasses = 3\n", "[output]\nclasses = [1, 2]\n", "input = []\n"]
)
def test_tables_of_another_kind_are_mistakes_too(text):
    with pytest.raises(PreparationMistake):
        read(text)


def marked():
    """A photo 40 wide and 20 high: black left, white in the middle, grey right."""
    photo = np.zeros((20, 40, 3), np.uint8)
    photo[:, 10:30], photo[:, 30:] = 255, 100
    return photo


def test_the_square_is_the_centre_the_whole_or_the_whole_on_black():
    assert (square(marked(), Input(side=16)) == 255).all()
    squashed = square(marked(), Input(side=16, fit="squash"))
    assert (squashed[8, 0, 0], squashed[8, 8, 0], squashed[8, 15, 0]) == (0, 255, 100)
    padded = square(marked(), Input(side=40, fit="pad"))
    assert padded.shape == (40, 40, 3)
    assert not padded[:10].any()
    assert (padded[10:30] == marked()).all()


def test_a_part_of_the_centre_can_be_kept_and_the_right_size_is_not_resampled():
    photo = np.random.default_rng(0).integers(0, 255, (20, 20, 3), np.uint8)
    assert (square(photo, Input(side=16, centre=0.8)) == photo[2:18, 2:18]).all()


@pytest.mark.parametrize("shape", [(20, 20), (20, 20, 4), (0, 20, 3)])
def test_what_is_no_photo_in_colour_is_a_mistake_of_ours(shape):
    with pytest.raises(ValueError, match="expected"):
        square(np.zeros(shape, np.uint8), Input())
