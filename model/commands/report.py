"""`python -m model report --out FILE [--language fr|en] [--metric M] [--weights A B]`: all in one HTML file or PDF."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from model.commands.options import add_ranking, ranking_rule
from model.errors import ReportEnding, ReportNotWritten
from model.settings import settings
from model.text import DEFAULT_LANGUAGE, LANGUAGES, texts
from model.whole_file import whole_file

if TYPE_CHECKING:
    from model.evaluation.qi import Rule

ENDINGS = (".html", ".pdf")


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--out", type=Path, required=True, help="file to write, .html or .pdf")
    parser.add_argument("--language", choices=LANGUAGES, default=DEFAULT_LANGUAGE, help="language (default: en)")
    add_ranking(parser)


def run(options: argparse.Namespace) -> int:
    """Write the report; 1 where it cannot be made or written, 2 where the ranking rule is invalid."""
    rule = ranking_rule(options)
    if rule is None:
        return 2
    if options.out.suffix.lower() not in ENDINGS:
        raise ReportEnding(file=options.out.name)
    write(options.out, report(options.folder, rule, options.language, options.out.suffix.lower() == ".pdf"))
    print(texts("en")("report.command_written", file=options.out))
    return 0


def report(folder: Path, rule: Rule, language: str, as_pdf: bool) -> bytes:
    """The bytes of the file.

    Raises:
        ReportError: a PDF is wanted, but there is no browser to print it.
        TableError: the truth of a day cannot be read.
    """
    from tqdm import tqdm

    from model.leaderboard import read_leaderboard
    from model.report.origin import read_origin
    from model.report.page import html_of
    from model.report.pdf import pdf_of, printer
    from model.report.sections import write_contents

    if as_pdf:
        printer()  # fails before anything is drawn
    material = read_leaderboard(folder, settings().weights).chart_data(rule)
    origin = read_origin(folder, settings().weights, material.evaluation.benchmark.participants)
    with tqdm(total=1.0, desc="charts", leave=False, bar_format="{desc} {percentage:3.0f} %|{bar}|") as bar:

        def progress(share: float) -> None:
            bar.update(share - bar.n)

        contents = write_contents(material, origin, texts(language), progress)
    html = html_of(contents)
    return pdf_of(html) if as_pdf else html.encode()


def write(path: Path, data: bytes) -> None:
    """Write a file in one piece; an earlier one stays whole until then.

    Raises:
        ReportNotWritten: the folder is missing or cannot be written to.
    """
    try:
        with whole_file(path) as beside:
            beside.write_bytes(data)
    except OSError as error:
        raise ReportNotWritten(file=path.name) from error
