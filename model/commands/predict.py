"""`python -m model predict PATH... [--algorithm SLUG|all] [--practice P] [--anyway] [--json] [--out FILE.csv|DIR/]`."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from model.algorithms import catalogue
from model.algorithms.contract import Algorithm
from model.commands.options import add_anyway, add_practice, practice_json
from model.error_words import error_sentence
from model.errors import AlgorithmError, LesionImageError
from model.evaluation.tables import write_table
from model.lesion.decode import read_lesion_image
from model.lesion.diagnosis import DIAGNOSES
from model.lesion.image import LesionImage
from model.lesion.photo_files import PhotoFile, photo_files
from model.lesion.practice import EQUAL, Practice, in_practice, practice_named
from model.lesion.practice_words import stated
from model.reading.admission import all_admitted
from model.reading.ask import batch_answers
from model.reading.runner import DirectRunner
from model.reading.series import bytes_of
from model.reading.words import caution, failure_sentence
from model.text import texts

BATCH = 32


@dataclass
class Results:
    """The answers so far, for equal frequencies: one row an image for each algorithm; and the refused photos."""

    algorithms: dict[str, Algorithm]
    practice: Practice
    runner: DirectRunner
    anyway: bool = False
    images: list[str] = field(default_factory=list)
    cautions: list[str] = field(default_factory=list)
    """The caution beside the answers for each image; empty for a good one."""
    rows: dict[str, list[NDArray[np.float32]]] = field(default_factory=dict)
    refused: list[tuple[str, str]] = field(default_factory=list)
    failed: dict[str, AlgorithmError] = field(default_factory=dict)

    def add(self, batch: list[tuple[PhotoFile, LesionImage]]) -> None:
        """Predict the photos of a batch that the gate admits, or all of them where the user insists."""
        if not batch:
            return
        t = texts("en")
        admissions, known = all_admitted(self.runner, [image for _, image in batch], anyway=self.anyway)
        let_in = [i for i, admission in enumerate(admissions) if not admission.refused]
        for (photo, _), admission in zip(batch, admissions, strict=True):
            if admission.refused:
                self.refused.append((photo.origin, error_sentence(t, admission.error)))
        if not let_in:
            return
        self.images += [batch[i][0].name for i in let_in]
        self.cautions += [caution(t, admissions[i]) for i in let_in]
        rows = {slug: values[let_in] for slug, values in known.items()}  # from the gate's pass
        answers = batch_answers(self.algorithms, [batch[i][1] for i in let_in], rows)
        for slug in list(self.algorithms):
            if slug in answers.failures:  # left out: a table with holes could not be scored
                del self.algorithms[slug]
                self.rows.pop(slug, None)
                self.failed[slug] = answers.failures[slug]
            else:
                self.rows.setdefault(slug, []).append(answers.rows[slug])

    def table(self, slug: str) -> NDArray[np.float32]:
        """Return all rows of one algorithm, `(n, 7)`."""
        return np.concatenate(self.rows[slug]) if slug in self.rows else np.empty((0, len(DIAGNOSES)), np.float32)

    def stated(self, slug: str) -> NDArray[np.float64]:
        """Return them for the practice, `(n, 7)`."""
        return in_practice(self.table(slug), self.practice.frequencies)


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="photos, folders or zip archives of photos")
    parser.add_argument(
        "--algorithm", default="resnet18", metavar="SLUG|all", help="which algorithm (default: resnet18)"
    )
    add_anyway(parser)
    parser.add_argument("--json", action="store_true", help="print the results as JSON")
    add_practice(parser, "whose frequencies the printed probabilities speak of; JSON has both")
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FILE.csv|DIR/",
        help="write ISIC tables, which speak of seven equally frequent diagnoses; with `all` a folder",
    )


def run(options: argparse.Namespace) -> int:
    """Predict all readable photos, then report the others; return 1 where anything is missing."""
    if options.algorithm == "all" and options.out and options.out.suffix.lower() == ".csv":
        print(f"expected a folder for --out with --algorithm all, got {options.out}", file=sys.stderr)
        return 2
    runner = DirectRunner()
    results = Results(_loaded(runner, options.algorithm), practice_named(options.practice), runner, options.anyway)
    _predict_all(results, options.paths)
    for slug, failure in results.failed.items():
        print(f"{slug}: {failure_sentence(texts('en'), failure)}", file=sys.stderr)
    unwritten = ""
    try:
        _write(results, options)
    except OSError as error:
        unwritten = f"{options.out}: {error.strerror or error}"
    for image, words in zip(results.images, results.cautions, strict=True):
        if words:
            print(f"{image}: {words}", file=sys.stderr)
    for origin, reason in results.refused:
        print(f"{origin}: {reason}", file=sys.stderr)
    if not results.images and not results.refused:
        print("no photos found", file=sys.stderr)
    if unwritten:
        print(unwritten, file=sys.stderr)
    incomplete = results.refused or results.failed or unwritten or not results.images or not results.algorithms
    return 1 if incomplete else 0


def _loaded(runner: DirectRunner, chosen: str) -> dict[str, Algorithm]:
    loaded = {}
    for slug in catalogue.slugs() if chosen == "all" else [chosen]:
        try:
            loaded[slug] = runner.algorithm(slug)
        except AlgorithmError as error:
            if chosen != "all":
                raise
            print(f"{slug}: {failure_sentence(texts('en'), error)}", file=sys.stderr)
    return loaded


def _predict_all(results: Results, paths: list[Path]) -> None:
    batch: list[tuple[PhotoFile, LesionImage]] = []
    seen: set[str] = set()
    for photo in tqdm(photo_files(paths), unit="photo", disable=not sys.stderr.isatty(), mininterval=0.5):
        if photo.name in seen:
            results.refused.append((photo.origin, f"a second photo named {photo.name}; rename one of them"))
            continue
        seen.add(photo.name)
        batch += _decoded(photo, results)
        if len(batch) == BATCH:
            results.add(batch)
            batch = []
    results.add(batch)


def _decoded(photo: PhotoFile, results: Results) -> list[tuple[PhotoFile, LesionImage]]:
    try:
        return [(photo, read_lesion_image(bytes_of(photo)))]
    except LesionImageError as error:
        results.refused.append((photo.origin, error_sentence(texts("en"), error)))
    except OSError as error:
        results.refused.append((photo.origin, error.strerror or str(error)))
    return []


def _write(results: Results, options: argparse.Namespace) -> None:
    if options.out and (options.algorithm == "all" or options.out.suffix.lower() != ".csv"):
        options.out.mkdir(parents=True, exist_ok=True)
        for slug in results.algorithms:
            write_table(options.out / f"{slug}.csv", results.images, results.table(slug))
    elif options.out:
        write_table(options.out, results.images, results.table(options.algorithm))
    if options.json:
        print(json.dumps(_as_json(results), indent=2))
    elif not options.out:
        _print(results)


def _as_json(results: Results) -> dict[str, object]:
    predictions = [
        {
            "image": image,
            "algorithm": slug,
            "probabilities": _by_name(row),
            "in_practice": _by_name(row_in_practice),
            **({"caution": words} if words else {}),
        }
        for slug in results.algorithms
        for image, words, row, row_in_practice in zip(
            results.images, results.cautions, results.table(slug), results.stated(slug), strict=True
        )
    ]
    return {
        "probabilities_speak_of": practice_json(EQUAL),
        "practice": practice_json(results.practice),
        "predictions": predictions,
        "refused": [{"file": origin, "reason": reason} for origin, reason in results.refused],
    }


def _by_name(row: NDArray[np.floating]) -> dict[str, float]:
    return {str(d): round(float(row[d.column]), 6) for d in DIAGNOSES}


def _print(results: Results) -> None:
    print(stated(texts("en"), results.practice))
    width = max([len(image) for image in results.images] + [5])
    for slug in results.algorithms:
        print(f"{slug}\n{'image':{width}}  " + "  ".join(f"{d:>5}" for d in DIAGNOSES))
        for image, row in zip(results.images, results.stated(slug), strict=True):
            print(f"{image:{width}}  " + "  ".join(f"{value:5.3f}" for value in row))
