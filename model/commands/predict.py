"""`python -m model predict PATH... [--algorithm SLUG|all] [--practice P] [--anyway] [--json] [--out FILE.csv|DIR/]`."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass, field
from pathlib import Path

from model.algorithms import catalogue
from model.algorithms.contract import Algorithm
from model.commands.answer_files import Answers, Json, Printed, Tables
from model.commands.options import add_anyway, add_practice
from model.commands.progress import with_progress
from model.error_words import error_sentence
from model.errors import AlgorithmError, LesionImageError
from model.evaluation.tables import named
from model.lesion.decode import read_lesion_image
from model.lesion.image import LesionImage
from model.lesion.photo_files import PhotoFile, photo_files
from model.lesion.practice import practice_named
from model.reading.admission import all_admitted
from model.reading.ask import batch_answers
from model.reading.runner import DirectRunner
from model.reading.series import bytes_of
from model.reading.words import caution, failure_sentence
from model.text import texts

BATCH = 8
"""Photos that are answered together; their rows are written before the next ones are read."""


@dataclass
class Results:
    """The request and its outcome so far; answers are written at once and not kept."""

    algorithms: dict[str, Algorithm]
    runner: DirectRunner
    answers: list[Answers]
    anyway: bool = False
    answered: int = 0
    cautions: list[tuple[str, str]] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
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
        names = [batch[i][0].name for i in let_in]
        cautions = [caution(t, admissions[i]) for i in let_in]
        self.cautions += [(name, words) for name, words in zip(names, cautions, strict=True) if words]
        rows = {slug: values[let_in] for slug, values in known.items()}  # from the gate's pass
        found = batch_answers(self.algorithms, [batch[i][1] for i in let_in], rows)
        for slug in list(self.algorithms):
            if slug in found.failures:  # left out: a table with holes could not be scored
                self._drop(slug, found.failures[slug])
        for answers in self.answers:
            answers.add(names, cautions, {slug: found.rows[slug] for slug in self.algorithms})
        self.answered += len(names)

    def _drop(self, slug: str, failure: AlgorithmError) -> None:
        del self.algorithms[slug]
        self.failed[slug] = failure
        for answers in self.answers:
            answers.drop(slug)

    @property
    def incomplete(self) -> bool:
        """Whether an answer is missing that was asked for."""
        return bool(self.refused or self.failed or not self.answered or not self.algorithms)


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
    """Predict all readable photos, then report the others; 1 where anything is missing, 2 for an impossible --out."""
    expected = _impossible_out(options)
    if expected:
        print(f"expected {expected} for --out, got {options.out}", file=sys.stderr)
        return 2
    runner = DirectRunner()
    algorithms = _loaded(runner, options.algorithm)
    try:
        results = Results(algorithms, runner, _ways_out(options, algorithms), options.anyway)
        _predict_all(results, options.paths)
        for answers in results.answers:
            answers.end(results.refused, results.left_out)
    except OSError as error:
        print(f"{options.out or 'standard output'}: {error.strerror or error}", file=sys.stderr)
        return 1
    _report(results)
    return 1 if results.incomplete else 0


def _impossible_out(options: argparse.Namespace) -> str:
    """Return what --out should have been; empty where it is possible."""
    if options.out is None or not options.out.suffix or options.out.is_dir():
        return ""
    if options.algorithm == "all":
        return "a folder"
    return "" if options.out.suffix.lower() == ".csv" else "a folder or a file FILE.csv"


def _ways_out(options: argparse.Namespace, algorithms: dict[str, Algorithm]) -> list[Answers]:
    """Return the destinations of the answers; tables are begun at once, so a failing one is known before any work."""
    ways: list[Answers] = []
    practice = practice_named(options.practice)
    if options.out and options.out.suffix.lower() == ".csv" and not options.out.is_dir():
        ways.append(Tables({options.algorithm: options.out}))
    elif options.out:
        options.out.mkdir(parents=True, exist_ok=True)
        ways.append(Tables({slug: options.out / f"{slug}.csv" for slug in algorithms}))
    if options.json:
        ways.append(Json(practice))
    elif not options.out:
        ways.append(Printed(practice))
    return ways


def _report(results: Results) -> None:
    """Say on standard error what has no answer, and why."""
    for slug, failure in results.failed.items():
        print(f"{slug}: {failure_sentence(texts('en'), failure)}", file=sys.stderr)
    for name, words in (*results.cautions, *results.refused):
        print(f"{name}: {words}", file=sys.stderr)
    if results.left_out:
        print(f"no photos by their names ({len(results.left_out)}): {named(results.left_out)}", file=sys.stderr)
    if not results.answered and not results.refused:
        print("no photos found", file=sys.stderr)


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
    for photo in with_progress(photo_files(paths, results.left_out), "photo"):
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
    return []
