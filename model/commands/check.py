"""`python -m model check [SLUG|all]`: acceptance checks of a submission, one line each."""

from __future__ import annotations

import argparse

from model.algorithms import catalogue
from model.algorithms.catalogue import BrokenSubmission
from model.settings import settings


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("slug", nargs="?", default="all", metavar="SLUG|all", help="the algorithm (default: all)")


def run(options: argparse.Namespace) -> int:
    """Print the result of each check, with the reason where it failed; 1 where any failed."""
    from model.algorithms.checks import CheckResult, run_checks

    failed = 0
    for slug in catalogue.slugs() if options.slug == "all" else [options.slug]:
        submission = catalogue.find(slug)
        if isinstance(submission, BrokenSubmission):
            results = [CheckResult("it can be imported", submission.reason)]
        else:
            results = run_checks(submission, settings().weights)
        for result in results:
            print(f"{slug}  {'ok    ' if result.passed else 'FAILED'}  {result.name}  {result.reason}".rstrip())
        failed += sum(not result.passed for result in results)
    return 1 if failed else 0
