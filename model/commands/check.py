"""`python -m model check [SLUG|all]`: the acceptance checks of a submission, one line each."""

from __future__ import annotations

import argparse

from model.settings import settings


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("slug", nargs="?", default="all", metavar="SLUG|all", help="which algorithm (default: all)")


def run(options: argparse.Namespace) -> int:
    """Print what passed and what did not, with its reason; 1 if anything did not."""
    from model.algorithms import catalogue
    from model.algorithms.catalogue import BrokenSubmission
    from model.algorithms.checks import CheckResult, run_checks

    failed = 0
    for slug in catalogue.slugs() if options.slug == "all" else [options.slug]:
        found = catalogue.find(slug)
        if isinstance(found, BrokenSubmission):
            results = [CheckResult("it can be imported", found.reason)]
        else:
            results = run_checks(found, settings().weights)
        for result in results:
            print(f"{slug}  {'ok    ' if result.passed else 'FAILED'}  {result.name}  {result.reason}".rstrip())
        failed += sum(not result.passed for result in results)
    return 1 if failed else 0
