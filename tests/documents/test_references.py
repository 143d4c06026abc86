"""The files, links, commands and packages that the documents name exist, and the documents name all of them."""

from __future__ import annotations

import re
import shlex

import pytest

from model.__main__ import parser
from model.commands import COMMANDS
from model.settings import ROOT

DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("docs/*.md"))]
by_document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)


def text_of(path):
    return path.read_text(encoding="utf-8")


def heading_names(path):
    """The names under which GitHub links to the headings of a document."""
    titles = re.findall(r"^#+ (.+)$", text_of(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@by_document
def test_every_relative_link_and_image_exists(path):
    links = re.findall(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"", text_of(path))
    for link in (first or second for first, second in links):
        if re.match(r"\w+:", link):
            continue
        name, _, heading = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        assert target.exists(), link
        assert not heading or heading in heading_names(target), link


@by_document
def test_every_path_that_is_named_exists(path):
    made_up = ("my_idea", "mon_idee", "<", "*")
    for name in re.findall(r"`((?:app\.py|\.ci|assets|docs|model|pages|tests)/?[\w./<>*-]*)`", text_of(path)):
        assert any(part in name for part in made_up) or (ROOT / name).exists(), name


def command_lines():
    """Each line with a command, under the name of its document."""
    for path in DOCUMENTS:
        for line in re.findall(r"python -m model ([^\n`#]+)", text_of(path)):
            yield pytest.param(line, id=f"{path.stem}: {line.strip()}")


@pytest.mark.parametrize("line", list(command_lines()))
def test_every_command_that_is_named_exists_with_its_options(line):
    name, *words = shlex.split(line)
    if name == "COMMAND":
        return
    assert name in COMMANDS
    options = parser(name)._subparsers._group_actions[0].choices[name]._option_string_actions
    assert {word for word in words if word.startswith("--")} <= set(options)


def test_the_document_of_the_command_line_shows_every_command_in_use():
    used = re.findall(r"^python -m model ([\w-]+)", text_of(ROOT / "docs" / "command-line.md"), re.MULTILINE)
    assert set(used) == set(COMMANDS)


def test_every_name_of_the_tour_stands_in_its_file():
    rows = re.findall(r"^\|[^|]+\| `([\w/.]+)` \| `(\w+)` \|$", text_of(ROOT / "docs" / "tour.md"), re.MULTILINE)
    assert len(rows) > 20
    for name, symbol in rows:
        definition = rf"^\s*(def {symbol}\(|class {symbol}\b|{symbol}\b.* = )"
        assert re.search(definition, text_of(ROOT / name), re.MULTILINE), (name, symbol)


def test_every_entry_of_the_tree_exists():
    tree = text_of(ROOT / "CONTRIBUTING.md").split("```")[1]
    folders = {}
    assert tree.count("\n") > 25
    for indent, names in re.findall(r"^( *)(\w[\w/., ]*?)(?:  .*)?$", tree, re.MULTILINE):
        above = folders.get(len(indent) - 2, ROOT)
        for name in re.split(r",\s*", names):
            assert (above / name).exists(), name
        folders[len(indent)] = above / names


def test_the_index_names_every_document():
    index = text_of(ROOT / "docs" / "README.md")
    assert [path.name for path in ROOT.glob("docs/*.md") if f"({path.name})" not in index] == ["README.md"]


def test_every_package_has_its_purpose():
    lines = [line for path in ROOT.glob("requirements*.txt") for line in text_of(path).splitlines()]
    packages = [re.match(r"[\w-]+", line).group() for line in lines if line and not line.startswith(("#", "-"))]
    assert len(packages) > 20
    decisions = text_of(ROOT / "docs" / "decisions.md")
    assert [package for package in packages if package not in decisions] == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_the_first_documents_stay_short(name):
    assert len((ROOT / name).read_bytes()) <= 8000
