"""A submission started by the command works as it is, says that it knows nothing, and overwrites nobody's file."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tomllib

import pytest

from model.algorithms import catalogue
from model.commands import new
from model.settings import ROOT
from model.text import LANGUAGES

SLUG = "my_first_idea"
LONGEST_SLUG = "a" * new.LONGEST
NEEDED = (
    *("model", "assets/locales", "assets/practices.csv", "assets/frequencies.csv", "pyproject.toml"),
    *("tests/__init__.py", "tests/algorithms/submissions/__init__.py"),
)


def copied(folder):
    """As much of this checkout as a submission needs, without the submissions of others."""
    for name in (*NEEDED, "tests/algorithms/__init__.py"):
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
        else:
            shutil.copy(source, target)
    return folder


def python(folder, *words):
    done = subprocess.run(
        [sys.executable, *words], cwd=folder, capture_output=True, text=True, check=False, env=environment(folder)
    )
    return done.returncode, done.stdout + done.stderr


def environment(folder):
    return {"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin", "TEN_OPINIONS_THREADS": "1", "HOME": str(folder)}


def files_of(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file() and ".pyc" not in p.name}


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    """A checkout with two new submissions, one of the longest name, the files before, and what was printed."""
    folder = copied(tmp_path_factory.mktemp("checkout"))
    before = files_of(folder)
    status, printed = python(folder, "-m", "model", "new", SLUG)
    assert status == 0, printed
    assert python(folder, "-m", "model", "new", LONGEST_SLUG)[0] == 0
    return folder, before, printed


def test_it_passes_every_acceptance_check_right_away(started):
    status, printed = python(started[0], "-m", "model", "check", SLUG)
    assert status == 0, printed
    assert "FAILED" not in printed
    assert printed.count(f"{SLUG}  ok") > 10


def test_its_own_test_passes(started):
    status, printed = python(started[0], "-m", "pytest", "-q", f"tests/algorithms/submissions/test_{SLUG}.py")
    assert status == 0, printed


def test_every_file_is_listed_and_nothing_else_is_touched_but_the_texts(started):
    folder, before, printed = started
    after = files_of(folder)
    new_files = {str(path) for path in set(after) - set(before) if LONGEST_SLUG not in str(path)}
    new_files = {name for name in new_files if not name.startswith(".")}  # caches of pytest
    assert new_files == {str(path) for path in new.new_files(SLUG)}
    assert all(name in printed for name in new_files)
    changed = {str(path) for path in before if after[path] != before[path]}
    assert changed == {f"assets/locales/{language}.toml" for language in LANGUAGES}


def test_the_texts_gain_one_table_in_each_language_and_lose_nothing(started):
    folder, before, _ = started
    for path in new.locale_files().values():
        was, is_now = tomllib.loads(before[path].decode()), tomllib.loads((folder / path).read_text(encoding="utf-8"))
        added = {slug: is_now["algorithms"].pop(slug) for slug in (SLUG, LONGEST_SLUG)}
        assert is_now == was
        assert added[SLUG]["name"] == "My first idea"
        assert all(table["method"] for table in added.values())


def test_it_gives_each_diagnosis_one_seventh_and_its_sheet_says_that_nobody_trained_it(started):
    program = (
        f"from model.algorithms import catalogue, checks; from model.settings import settings; "
        f"print(catalogue.load('{SLUG}', settings().weights).predict_proba(checks.photos(2)).tolist())"
    )
    status, printed = python(started[0], "-c", program)
    assert status == 0, printed
    assert all(row == pytest.approx([1 / 7] * 7) for row in json.loads(printed))
    sheet = json.loads((started[0] / "assets/weights" / f"{SLUG}.json").read_text(encoding="utf-8"))
    assert (sheet["fit_images"], sheet["recipe"]) == (0, {"untrained": True})


@pytest.mark.parametrize("slug", [SLUG, LONGEST_SLUG])
def test_what_was_written_is_formatted_and_clean(started, slug):
    paths = [str(path) for path in new.new_files(slug) if path.suffix == ".py"]
    for words in (["format", "--check"], ["check"]):
        status, printed = python(started[0], "-m", "ruff", *words, *paths)
        assert status == 0, printed


def test_what_was_written_is_typed(started, tmp_path):
    cache = tmp_path / "cache"
    if (ROOT / ".mypy_cache").is_dir():  # what was found of the modules that are the same here
        shutil.copytree(ROOT / ".mypy_cache", cache)
    paths = [str(path) for path in new.new_files(SLUG) if path.suffix == ".py" and path.parts[0] == "model"]
    status, printed = python(started[0], "-m", "mypy", f"--cache-dir={cache}", *paths)
    assert status == 0, printed


def test_its_recipe_fits_it(started, tmp_path):
    program = f"""
from pathlib import Path
import numpy as np
from model.algorithms.checks import photos
from model.training.dataset import TrainingSet
from model.training.measured import train_measured
from model.training.submissions import recipe_of
pixels = np.stack([photo.pixels for photo in photos(7)])
images = TrainingSet(pixels, np.arange(7), np.arange(7) % 2, tuple("abcdefg"))
sheet = train_measured(recipe_of("{SLUG}"), images, images, Path("{tmp_path}"))
print(sheet.fit_images, recipe_of("nobody"))
"""
    status, printed = python(started[0], "-c", program)
    assert status == 0, printed
    assert "7 None" in printed


def test_a_second_start_under_the_same_name_is_refused_and_changes_nothing(started):
    folder = started[0]
    before = files_of(folder)
    status, printed = python(folder, "-m", "model", "new", SLUG)
    assert status == 2
    assert f"model/algorithms/submissions/{SLUG}.py" in printed
    assert files_of(folder) == before


@pytest.mark.parametrize("path", new.new_files(SLUG), ids=lambda path: path.suffix + path.parent.name)
def test_one_file_that_exists_refuses_the_name(tmp_path, path):
    for locale in new.locale_files().values():
        (tmp_path / locale).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / locale).write_text("[families]\n", encoding="utf-8")
    assert new.refusal(SLUG, tmp_path) == ""
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_text("mine", encoding="utf-8")
    assert str(path) in new.refusal(SLUG, tmp_path)


@pytest.mark.parametrize("slug", ["", "My_idea", "1st", "my-idea", "my idea", "../x", "ideé", "_x", "a" * 41, "x\n"])
def test_a_name_that_is_no_file_name_of_a_module_is_refused(slug):
    assert "small letters" in new.refusal(slug, ROOT)


@pytest.mark.parametrize("slug", ["class", "import", "match", "case"])
def test_a_word_of_python_is_refused(slug):
    assert "Python" in new.refusal(slug, ROOT)


def test_the_name_of_a_submission_is_refused():
    assert "exist" in new.refusal(catalogue.DEFAULT_SLUG, ROOT)


def test_a_folder_that_is_no_checkout_is_refused(command, tmp_path):
    done = command("new", SLUG, "--out", tmp_path)
    assert (done.status, done.out) == (2, "")
    assert "no assets/locales" in done.err
    assert not list(tmp_path.iterdir())
