"""`card`: the card of an algorithm or of the system, printed or written, as Markdown or JSON."""

from __future__ import annotations

import json

import pytest

from model.text import texts


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_card_is_printed_as_markdown_in_the_language(command, language):
    t = texts(language)
    done = command("card", "small_cnn", "--language", language)
    assert done.status == 0
    assert done.out.startswith(f"# {t('cards.title', name=t('algorithms.small_cnn.name'))}\n")
    assert t("cards.parts.limits") in done.out


def test_the_card_is_written_as_json(command, tmp_path):
    out = tmp_path / "card.json"
    done = command("card", "system", "--format", "json", "--out", out)
    assert (done.status, done.out) == (0, f"written: {out}\n")
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["subject"] == "system"
    assert found["parts"]["gate"]["figures"]


def test_an_unknown_name_is_refused_in_a_sentence(command):
    done = command("card", "nobody")
    assert done.status == 1
    assert "There is no working algorithm named nobody" in done.err
