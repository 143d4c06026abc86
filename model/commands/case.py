"""`python -m model case PHOTO --out FILE.html|FILE.pdf [--language L] [--maps SLUG ...]`: one page for one photo."""

from __future__ import annotations

import argparse
import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from model.commands.admission import Admission, add_anyway, refuse
from model.commands.practices import add_practice
from model.commands.report import ENDINGS, write
from model.errors import AlgorithmError, ReportEnding
from model.settings import settings
from model.text import DEFAULT_LANGUAGE, LANGUAGES, texts

if TYPE_CHECKING:
    from model.algorithms.contract import Algorithm, Explanation
    from model.lesion.image import LesionImage
    from model.report.case.facts import CaseFacts, Detail, Voice
    from model.text import Texts
    from model.trust.focus import LesionOutline


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
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
    """Write the page; 1 where the photo is refused or the page cannot be written, 2 where the line makes no sense."""
    from model.report.case.facts import MOST_MAPS
    from model.report.pdf import printer

    if options.out.suffix.lower() not in ENDINGS:
        raise ReportEnding(file=options.out.name)
    if len({options.algorithm, *options.maps}) > MOST_MAPS:
        print(f"expected at most {MOST_MAPS} heat maps, got {len({options.algorithm, *options.maps})}", file=sys.stderr)
        return 2
    as_pdf = options.out.suffix.lower() == ".pdf"
    if as_pdf:
        printer()  # said before anybody is asked
    try:
        data = options.photo.read_bytes()
    except OSError as error:
        print(f"{options.photo}: {error.strerror}", file=sys.stderr)
        return 1
    write(options.out, page(data, options, as_pdf))
    print(texts("en")("report.command_written", file=options.out))
    return 0


def page(data: bytes, options: argparse.Namespace, as_pdf: bool) -> bytes:
    """The bytes of the file.

    Raises:
        TenOpinionsError: the photo is none, shows no lesion, or the page is not printed.
    """
    from model.lesion.decode import read_lesion_image
    from model.report.case.contents import write_case
    from model.report.case.page import html_of_case
    from model.report.pdf import pdf_of

    t = texts(options.language)
    html = html_of_case(write_case(facts_of(read_lesion_image(data), options, t), t))
    return pdf_of(html) if as_pdf else html.encode()


def facts_of(image: LesionImage, options: argparse.Namespace, t: Texts) -> CaseFacts:
    """Ask everybody about a photo that shows a lesion, or that somebody insists on.

    Raises:
        NoLesionSeen: it shows none, and nobody insists.
        UnknownAlgorithm: one that was named does not exist.
    """
    from model.algorithms import catalogue
    from model.lesion.practice import practice_named
    from model.report.case.commit import commit
    from model.report.case.facts import CaseFacts
    from model.report.origin import versions

    shown = dict.fromkeys([options.algorithm, *options.maps])
    named = {slug: catalogue.load(slug, settings().weights) for slug in shown}
    admission = Admission()
    verdict = admission.look([image])[0][0]
    refuse(verdict, anyway=options.anyway)
    practice = practice_named(options.practice)
    voices = tuple(_voices(image, named, t))
    return CaseFacts(
        image=image,
        source=t("source.upload"),
        caution=admission.caution(verdict, t),
        practice=practice,
        voices=voices,
        detail=_detail(options.algorithm, named[options.algorithm]),
        maps=tuple(_maps(image, named)),
        outline=_outline(image),
        versions=versions(),
        commit=commit(),
        date=datetime.datetime.now().astimezone().date().isoformat(),
    )


def _voices(image: LesionImage, named: dict[str, Algorithm], t: Texts) -> list[Voice]:
    """Everybody's answer in the order of the jury; a committee answers from those of its members."""
    from model.algorithms.jury import in_order, jurors
    from model.report.case.facts import Voice

    heard: list[Voice] = []
    for one in sorted(in_order(jurors(), "family", {}, {}), key=lambda juror: juror.combines):
        if one.card is None:
            heard.append(Voice(one.slug, failure=t("jury.broken", reason=one.reason)))
            continue
        try:
            algorithm = named.get(one.slug) or _loaded(one.slug)
            heard.append(_voice(algorithm, image, heard, combines=one.combines))
        except AlgorithmError as error:
            heard.append(Voice(one.slug, failure=t(f"errors.{error.code}", **error.data), combines=one.combines))
        except Exception as error:  # a submission is foreign code: whatever it does, the others go on
            failure = t("jury.failed", reason=f"{type(error).__name__}: {error}")
            heard.append(Voice(one.slug, failure=failure, combines=one.combines))
    return heard


def _loaded(slug: str) -> Algorithm:
    from model.algorithms import catalogue

    return catalogue.load(slug, settings().weights)


def _voice(algorithm: Algorithm, image: LesionImage, heard: list[Voice], *, combines: bool) -> Voice:
    from model.algorithms.contract import Prediction
    from model.report.case.facts import Voice

    rows = {one.slug: one.prediction.probabilities[None] for one in heard if one.prediction}
    found = algorithm.combine(rows) if combines else algorithm.predict_proba([image])  # type: ignore[attr-defined]
    return Voice(algorithm.card.slug, algorithm.sheet, Prediction(found[0]), combines=combines)


def _maps(image: LesionImage, named: dict[str, Algorithm]) -> list[tuple[str, Explanation]]:
    return [(slug, algorithm.examine(image).explanation) for slug, algorithm in named.items()]


def _detail(slug: str, algorithm: Algorithm) -> Detail:
    """What is known of the answer that is reported in detail; without the tables, less is."""
    from contextlib import suppress

    from model.evaluation.operating_point import at_the_point
    from model.evaluation.sets import ELSEWHERE, HOME
    from model.report.case.facts import Detail
    from model.trust.coverage import coverage
    from model.trust.sets import COVERAGES

    unseen = away = None
    with suppress(OSError, ValueError, KeyError):
        unseen = at_the_point(HOME, slug, algorithm.sheet.operating_point.in_its_practice)
        away = coverage(ELSEWHERE, slug, algorithm.sheet.sets, COVERAGES[-1])
    return Detail(slug, unseen, away)


def _outline(image: LesionImage) -> LesionOutline | None:
    from typing import cast

    from model.trust.focus import DRAWN_BY, LesionDrawer, outline_of

    try:
        return outline_of(cast(LesionDrawer, _loaded(DRAWN_BY)), image)
    except AlgorithmError:
        return None
