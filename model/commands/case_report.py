"""`python -m model case-report PHOTO --out FILE.html|FILE.pdf [--language L] [--maps SLUG ...]`: a page for a photo."""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from model.algorithms.contract import Algorithm
from model.algorithms.jury import jurors
from model.commands.options import add_anyway, add_practice
from model.commands.report import ENDINGS, write
from model.errors import ReportEnding
from model.lesion.decode import read_lesion_image
from model.lesion.image import LesionImage
from model.lesion.practice import practice_named
from model.reading.runner import DirectRunner
from model.text import DEFAULT_LANGUAGE, LANGUAGES, Texts, texts

if TYPE_CHECKING:
    from model.report.case.facts import CaseFacts, Detail


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("photo", type=Path, help="a lesion photo")
    parser.add_argument("--out", type=Path, required=True, help="file to write, .html or .pdf")
    parser.add_argument("--language", choices=LANGUAGES, default=DEFAULT_LANGUAGE, help="language (default: en)")
    parser.add_argument(
        "--algorithm", default="resnet18", metavar="SLUG", help="the one in detail, with its map (default: resnet18)"
    )
    parser.add_argument("--maps", nargs="+", default=[], metavar="SLUG", help="further heat maps, four at most")
    add_practice(parser, "whose frequencies the probabilities speak of, where the operating points do", or_equal=False)
    add_anyway(parser)


def run(options: argparse.Namespace) -> int:
    """Write the page; return 1 where the photo cannot be read, 2 for contradictory options."""
    from model.report.case.facts import MOST_MAPS
    from model.report.pdf import printer

    if options.out.suffix.lower() not in ENDINGS:
        raise ReportEnding(file=options.out.name)
    number = len({options.algorithm, *options.maps})
    if number > MOST_MAPS:
        print(f"expected at most {MOST_MAPS} heat maps, got {number}", file=sys.stderr)
        return 2
    as_pdf = options.out.suffix.lower() == ".pdf"
    if as_pdf:
        printer()  # fails before the algorithms are asked
    try:
        data = options.photo.read_bytes()
    except OSError as error:
        print(f"{options.photo}: {error.strerror}", file=sys.stderr)
        return 1
    write(options.out, page(data, options, as_pdf))
    print(texts("en")("report.command_written", file=options.out))
    return 0


def page(data: bytes, options: argparse.Namespace, as_pdf: bool) -> bytes:
    """Return the bytes of the file.

    Raises:
        TenOpinionsError: the photo cannot be read or is refused, an algorithm fails, or the page cannot be printed.
    """
    from model.report.case.contents import write_case
    from model.report.case.page import html_of_case
    from model.report.pdf import pdf_of

    t = texts(options.language)
    html = html_of_case(write_case(facts_of(read_lesion_image(data), options, t), t))
    return pdf_of(html) if as_pdf else html.encode()


def facts_of(image: LesionImage, options: argparse.Namespace, t: Texts) -> CaseFacts:
    """Ask all algorithms about a photo.

    Raises:
        PhotoHeldBack: the gate refuses the photo, and the user does not insist.
        AlgorithmError: an algorithm of the options does not exist or cannot be loaded.
    """
    from model.reading.one_photo import Request, heard
    from model.report.case.facts import case_facts

    runner, shown = DirectRunner(), tuple(dict.fromkeys([options.algorithm, *options.maps]))
    for slug in shown:
        runner.algorithm(slug)  # an unknown name fails before the others are asked
    practice, source = practice_named(options.practice), t("source.upload")
    request = Request(jurors(), practice, options.anyway, chosen=options.algorithm, maps=shown, source=source)
    *_, findings = heard(runner, image, request)
    if findings.admission.refused:
        raise findings.admission.error
    return case_facts(findings, _detail(runner.algorithm(options.algorithm)), shown, t)


def _detail(algorithm: Algorithm) -> Detail:
    """Return the figures of the algorithm in detail, as far as their tables can be read."""
    from model.evaluation.operating_point import at_the_point
    from model.evaluation.sets import ELSEWHERE, HOME
    from model.report.case.facts import Detail
    from model.trust.coverage import coverage
    from model.trust.sets import COVERAGES

    slug, sheet, unseen, away = algorithm.card.slug, algorithm.sheet, None, None
    with suppress(OSError, ValueError, KeyError):
        unseen = at_the_point(HOME, slug, sheet.operating_point.in_its_practice)
        away = coverage(ELSEWHERE, slug, sheet.sets, COVERAGES[-1])
    return Detail(slug, unseen, away)
