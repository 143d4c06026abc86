"""The generated parts of the documents are those of the committed files."""

from __future__ import annotations

import pytest

from model.__main__ import main
from model.commands import tables
from model.commands.tables import DOCUMENTS, renewed, settings_table
from model.settings import ROOT


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_shows_the_committed_figures(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert renewed(text, DOCUMENTS[name]) == text


@pytest.mark.parametrize(("part", "status"), [(settings_table, 0), (lambda: "an older table", 1)])
def test_the_command_says_whether_something_is_out_of_date(monkeypatch, part, status):
    monkeypatch.setattr(tables, "DOCUMENTS", {"docs/settings.md": {"settings": part}})
    monkeypatch.setattr(tables.figures, "compute", lambda *_: tables.figures.read())
    assert main(["tables", "--check"]) == status


def test_every_pair_of_markers_belongs_to_a_generated_part():
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]:
        parts = DOCUMENTS.get(path.relative_to(ROOT).as_posix(), {})
        assert path.read_text(encoding="utf-8").count("\n<!-- /") == len(parts), path


def test_a_part_without_its_markers_is_an_error():
    assert renewed("a\n<!-- x -->\nold\n<!-- /x -->\nb", {"x": lambda: "new"}) == "a\n<!-- x -->\nnew\n<!-- /x -->\nb"
    with pytest.raises(ValueError, match="'y'"):
        renewed("<!-- x -->\nold\n<!-- /x -->", {"y": lambda: "new"})
    with pytest.raises(ValueError, match="'x'"):
        renewed("<!-- x -->\nold", {"x": lambda: "new"})
