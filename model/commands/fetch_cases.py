"""`python -m model fetch-cases --out FOLDER [--diagnosis D ...] [--number N]`: photos from the ISIC Archive."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from model.commands.progress import with_progress
from model.error_words import error_sentence
from model.errors import ArchiveBusy, ArchiveError, ArchiveUnreachable, LesionImageError
from model.isic_archive.archive import Archive, archive
from model.isic_archive.case import OLDEST, SEXES, ArchiveCase
from model.isic_archive.folder import CaseFolder
from model.isic_archive.search import LICENCES, Search
from model.isic_archive.sites import SITES
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.text import texts


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="folder to fill; earlier cases stay")
    parser.add_argument(
        "--diagnosis",
        nargs="+",
        choices=[str(d) for d in DIAGNOSES],
        default=[str(d) for d in DIAGNOSES],
        help="diagnoses to fetch (default: all)",
    )
    parser.add_argument("--number", type=int, default=5, help="photos of each diagnosis (default: 5)")
    parser.add_argument(
        "--age", type=int, nargs=2, default=(0, OLDEST), metavar=("FROM", "TO"), help="age of the patient, years"
    )
    parser.add_argument("--sex", choices=SEXES, help="sex of the patient")
    parser.add_argument("--site", choices=SITES, help="site on the body")
    parser.add_argument(
        "--licence", choices=LICENCES, default=LICENCES[0], help=f"licence of the photo (default: {LICENCES[0]})"
    )
    parser.add_argument(
        "--learned",
        action="store_true",
        help="also photos that the algorithms learned from; quiz and room leave them out",
    )


def run(options: argparse.Namespace) -> int:
    """Fill the folder; 1 where a photo is missing or the archive is off, 2 where the search is invalid."""
    source = archive()
    if source is None:
        print(texts("en")("archive.off"), file=sys.stderr)
        return 1
    try:
        searches = [_search(options, Diagnosis(name)) for name in options.diagnosis]
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    folder = CaseFolder(options.out)
    missed = [case for search in searches for case in _fill(folder, source, search, options.number)]
    print(texts("en")("archive.filled", count=len(folder.rows), folder=options.out))
    for case, reason in missed:
        print(f"{case.isic_id}: {reason}", file=sys.stderr)
    return 1 if missed or not folder.rows else 0


def _search(options: argparse.Namespace, diagnosis: Diagnosis) -> Search:
    ages = (options.age[0], options.age[1])
    return Search(diagnosis, ages, options.sex, options.site, options.licence, options.learned)


def _fill(folder: CaseFolder, source: Archive, search: Search, number: int) -> Iterator[tuple[ArchiveCase, str]]:
    """Add the photos of one diagnosis; yield each case whose photo is missing, with the reason.

    Raises:
        ArchiveError: the archive cannot be reached.
    """
    cases = source.search(search, number).cases
    for case in with_progress(cases, "photo", str(search.diagnosis)):
        if case in folder:
            continue
        try:
            folder.add(case, source.photo(case))
        except (ArchiveUnreachable, ArchiveBusy):
            raise
        except (ArchiveError, LesionImageError) as error:
            yield case, error_sentence(texts("en"), error)
        except OSError as error:
            yield case, error.strerror or str(error)
