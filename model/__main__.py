"""The command line: `python -m model COMMAND`, as rich as the pages.

Each command is a module of `model.commands` with `describe(parser)` and `run(options) -> exit status`; it imports what
is heavy when it runs, so that `--help` is quick.
"""

from __future__ import annotations

import argparse
import importlib
import sys

from model.error_words import error_sentence
from model.errors import TenOpinionsError
from model.text import texts

COMMANDS = {
    "predict": "probabilities of all seven diagnoses for photos or folders",
    "explain": "heat map of one photo as a picture",
    "benchmark": "prediction tables of both scoring sets, with their provenance",
    "check": "acceptance checks of a submission",
    "score": "scores of a prediction table with their 95 %% intervals",
    "leaderboard": "ranking of all algorithms, with what resampling says about it",
    "case": "one photo with maps, every answer, versions and limits as one A4 page, HTML or PDF",
    "cases": "photos from the ISIC Archive into a folder, for a stage without network",
    "report": "ranking, charts, methods, limits and hashes as one HTML file or PDF",
    "card": "the model card of an algorithm or of the system, as Markdown or JSON",
    "new": "a working submission to start from, with its recipe, test and texts",
    "bench": "what an explanation costs, as ratios measured in one run",
    "trust": "what each check of an answer is worth, measured again",
    "load": "many visitors at once on the pages: answers, seconds, memory",
    "samples": "draw the sample photos again from their seeds",
    "tables": "write the generated tables of README again",
    "compare": "options side by side on the inner fold of both archives, and the choice, into the committed table",
    "calibrate": "measure temperature and operating point again on the inner fold of both archives",
    "train": "fit an algorithm on the image folder",
}


def parser(chosen: str | None) -> argparse.ArgumentParser:
    """The parser of the whole line; only the chosen command's options are described."""
    root = argparse.ArgumentParser(prog="python -m model", description="Ten Opinions on the command line.")
    commands = root.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, summary in COMMANDS.items():
        sub = commands.add_parser(name, help=summary, description=summary[0].upper() + summary[1:] + ".")
        if name == chosen:
            importlib.import_module(f"model.commands.{name}").describe(sub)
    return root


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when all went well, 1 when something was refused, 2 when the line makes no sense."""
    words = sys.argv[1:] if arguments is None else arguments
    chosen = next((word for word in words if word in COMMANDS), None)
    options = parser(chosen).parse_args(words)
    try:
        status: int = importlib.import_module(f"model.commands.{options.command}").run(options)
    except TenOpinionsError as error:
        print(error_sentence(texts("en"), error), file=sys.stderr)
        return 1
    return status


if __name__ == "__main__":
    sys.exit(main())
