"""`python -m model series PATH... --out FILE.pdf|.html|.csv [--algorithm SLUG] [--order O]`: a contact sheet."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from model.commands.options import add_anyway, add_practice
from model.commands.progress import with_progress
from model.commands.report import ENDINGS, write
from model.evaluation.tables import named
from model.lesion.photo_files import PhotoFile, photo_files
from model.lesion.practice import practice_named
from model.reading.runner import DirectRunner
from model.text import DEFAULT_LANGUAGE, LANGUAGES, texts

if TYPE_CHECKING:
    from model.report.series import SeriesRow, SeriesSheet

TABLE = ".csv"


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="photos, folders or zip archives of photos")
    parser.add_argument(
        "--out", type=Path, required=True, help="file to write: .pdf, .html, or .csv for the table alone"
    )
    parser.add_argument("--language", choices=LANGUAGES, default=DEFAULT_LANGUAGE, help="language (default: en)")
    parser.add_argument("--algorithm", default="committee", metavar="SLUG", help="which one (default: committee)")
    parser.add_argument(
        "--order", choices=("suspicion", "given"), default="suspicion", help="order of the photos (default: suspicion)"
    )
    add_practice(parser, "whose frequencies the probabilities speak of", or_equal=False)
    add_anyway(parser)


def run(options: argparse.Namespace) -> int:
    """Write the sheet; return 1 where a photo has no answer, 2 for an impossible ending."""
    from model.report.pdf import printer

    ending = options.out.suffix.lower()
    if ending not in (*ENDINGS, TABLE):
        print(f"expected a file FILE.pdf, FILE.html or FILE.csv for --out, got {options.out}", file=sys.stderr)
        return 2
    if ending == ".pdf":
        printer()  # fails before any photo is read
    left_out: list[str] = []
    sheet = sheet_of(options, left_out)
    if left_out:
        print(f"no photos by their names ({len(left_out)}): {named(left_out)}", file=sys.stderr)
    if not sheet.rows:
        print("no photos found", file=sys.stderr)
        return 1
    write(options.out, _bytes_of(sheet, options))
    print(texts("en")("report.command_written", file=options.out))
    return 1 if any(row.opinion is None for row in sheet.rows) else 0


def sheet_of(options: argparse.Namespace, left_out: list[str]) -> SeriesSheet:
    """Read and answer all photos.

    Args:
        options: of the command.
        left_out: receives the names of files that are no photos by name.

    Raises:
        AlgorithmError: the algorithm does not exist or cannot be loaded.
    """
    from model.report.series import SeriesSheet, by_suspicion

    runner, practice = DirectRunner(), practice_named(options.practice)
    weights = runner.algorithm(options.algorithm).sheet  # an unknown name fails before any photo is read
    sheet = SeriesSheet(options.algorithm, weights, practice)
    rows = list(_rows(runner, sheet, options, with_progress(photo_files(options.paths, left_out), "photo")))
    return replace(sheet, rows=by_suspicion(rows) if options.order == "suspicion" else rows)


def _rows(
    runner: DirectRunner, sheet: SeriesSheet, options: argparse.Namespace, files: Iterator[PhotoFile]
) -> Iterator[SeriesRow]:
    from model.reading.series import answer_to, decoded
    from model.report.series import row_of

    t = texts(options.language)
    for file in files:
        photo = replace(decoded(file), photo=b"", frame=b"")  # the sheet shows the small picture alone
        answer = None if photo.small is None else answer_to(runner, sheet.slug, photo.small, options.anyway)
        yield row_of(t, photo, answer, sheet.weights, sheet.practice)


def _bytes_of(sheet: SeriesSheet, options: argparse.Namespace) -> bytes:
    from model.report.pdf import pdf_of
    from model.report.series import csv_of, html_of_series

    if options.out.suffix.lower() == TABLE:
        return csv_of(sheet)
    html = html_of_series(texts(options.language), sheet)
    return pdf_of(html) if options.out.suffix.lower() == ".pdf" else html.encode()
