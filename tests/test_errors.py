"""The tree of errors: as drawn, with a sentence for each in both languages."""

from __future__ import annotations

import ast
import importlib
import pickle
import re
from string import Formatter

import pytest

from model import errors
from model.errors import CaseFolderError, DamagedImage, ImageTooSmall, LesionImageError, NotAnImage, TenOpinionsError
from model.settings import ROOT
from model.text import LANGUAGES, texts

FILES = sorted((ROOT / "model").glob("*errors.py"))
"""The modules that define errors; `errors` has the root of the tree."""
CLASSES = {
    name: found
    for file in FILES
    for name, found in vars(importlib.import_module(f"model.{file.stem}")).items()
    if isinstance(found, type)
}
LEAVES = [cls for cls in CLASSES.values() if cls is not TenOpinionsError and not cls.__subclasses__()]


def documented_data(cls):
    _, _, data = (cls.__doc__ or "").partition("Data:")
    return set(re.findall(r"`(\w+)`", data))


def drawn_parents():
    """Class name -> name of its parent, as the docstring of the module draws it."""
    _, _, tree = errors.__doc__.partition("    TenOpinionsError\n")
    families = re.split("[├└]── ", tree.partition("\n\n")[0])[1:]
    names = [re.findall(r"\w+", family) for family in families]
    below = {leaf: family for family, *leaves in names for leaf in leaves}
    return {"TenOpinionsError": "Exception", **{family: "TenOpinionsError" for family, *_ in names}, **below}


def test_the_drawn_tree_is_the_tree_of_classes():
    assert drawn_parents() == {name: cls.__base__.__name__ for name, cls in CLASSES.items()}


SIGNALS = {"model/work_queue.py: Withdrawn", "model/load_test/session.py: Silence"}
"""What one part tells another, and no person ever reads."""


def test_no_other_file_defines_an_error_of_its_own():
    names = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in [*(ROOT / "model").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]
        if path not in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
        and any(ast.unparse(base).endswith(("Error", "Exception")) for base in node.bases)
    ]
    assert set(names) == SIGNALS


@pytest.mark.parametrize(
    ("cls", "code"),
    [
        (TenOpinionsError, "unexpected"),
        (NotAnImage, "not_an_image"),
        (ImageTooSmall, "image_too_small"),
        (CaseFolderError, "case_folder_error"),
    ],
)
def test_the_code_is_the_name_in_lower_case(cls, code):
    assert cls.code == cls().code == code


def test_no_two_errors_share_a_code():
    assert len({cls.code for cls in CLASSES.values()}) == len(CLASSES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("cls", [TenOpinionsError, *LEAVES])
def test_every_error_has_a_sentence_that_its_data_fill(cls, language):
    sentence = texts(language).entries[f"errors.{cls.code}"]
    assert {name for _, name, _, _ in Formatter().parse(sentence) if name is not None} <= documented_data(cls)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_speaks_of_an_error_that_does_not_exist(language):
    codes = {key.removeprefix("errors.") for key in texts(language).entries if key.startswith("errors.")}
    assert codes == {cls.code for cls in [TenOpinionsError, *LEAVES]}


def test_wherever_an_error_is_made_it_gets_the_data_that_its_class_names():
    wrong, calls = [], 0
    for path in [*(ROOT / "model").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            cls = CLASSES.get(node.func.id) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else None
            if cls is not None:
                calls += 1
                if {word.arg for word in node.keywords} != documented_data(cls) or node.args:
                    wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert calls >= len(LEAVES)
    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("errors", "room"),
    [
        (("CaseFolderError", "RefusedRow"), "case_reasons"),
        (("ArchiveUnclear",), "archive_reasons"),
    ],
)
def test_every_reason_has_words(language, errors, room):
    given = {
        reason.value
        for path in (ROOT / "model").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in errors
        for word in [*[keyword.value for keyword in node.keywords if keyword.arg == "reason"], *node.args[1:2]]
        for reason in ast.walk(word)
        if isinstance(reason, ast.Constant) and isinstance(reason.value, str)
    }
    worded = {key.removeprefix(f"{room}.") for key in texts(language).entries if key.startswith(f"{room}.")}
    assert given == worded


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_against_the_steps_of_ones_own_has_words(language):
    words = (ROOT / "model" / "stage" / "own_steps.py").read_text(encoding="utf-8")
    worded = {key.removeprefix("story_reasons.") for key in texts(language).entries if key.startswith("story_reasons.")}
    assert len(worded) > 10
    assert all(f'"{reason}"' in words for reason in worded)


def test_the_message_for_the_log_shows_the_data():
    assert str(DamagedImage(format="JPEG")) == "DamagedImage(format='JPEG')"


@pytest.mark.parametrize("cls", CLASSES.values())
def test_an_error_survives_pickling_with_its_data(cls):
    data = {"width": 48, "file": "a.json", "share": 0.5}
    copy = pickle.loads(pickle.dumps(cls(**data)))
    assert type(copy) is cls
    assert copy.data == data
    assert str(copy) == str(cls(**data))


def test_a_refused_photo_is_caught_as_such():
    with pytest.raises(LesionImageError) as caught:
        raise ImageTooSmall(width=48, height=50, minimum=96)
    assert caught.value.data == {"width": 48, "height": 50, "minimum": 96}
