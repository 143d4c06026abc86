"""`python -m model card SLUG|system [--format md|json] [--language fr|en] [--out FILE]`: a model card."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from model.text import DEFAULT_LANGUAGE, LANGUAGES, texts

FORMATS = ("md", "json")


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("subject", metavar="SLUG|system", help="an algorithm, or the whole system")
    parser.add_argument("--format", choices=FORMATS, default="md", help="Markdown or JSON (default: md)")
    parser.add_argument("--language", choices=LANGUAGES, default=DEFAULT_LANGUAGE, help="language (default: en)")
    parser.add_argument("--out", type=Path, help="file to write (default: print it)")


def run(options: argparse.Namespace) -> int:
    """Print the card or write it to a file."""
    from model.commands.report import write

    words = card_text(options.subject, options.language, options.format)
    if options.out:
        write(options.out, words.encode())
        print(texts("en")("report.command_written", file=options.out))
    else:
        print(words, end="")
    return 0


def card_text(subject: str, language: str, form: str) -> str:
    """The card in one of the formats.

    Raises:
        UnknownAlgorithm: there is no such algorithm.
    """
    from model.cards.system import card_of
    from model.cards.written import document, markdown

    t = texts(language)
    card = card_of(subject, t)
    return markdown(card, t) if form == "md" else json.dumps(document(card), indent=2, ensure_ascii=False) + "\n"
