"""The command line: `python -m model COMMAND`, which can do what the pages can.

Each command is a module of `model.commands` with `describe(parser)` and `run(options) -> exit status`. Heavy packages
are imported inside `run`, so that `--help` is quick.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from types import ModuleType
from typing import NamedTuple

from model.error_words import error_sentence
from model.errors import TenOpinionsError
from model.text import texts


class Command(NamedTuple):
    """A command: its module in `model.commands` and the line that `--help` prints."""

    module: str
    summary: str

    def load(self) -> ModuleType:
        """The imported module."""
        return importlib.import_module(f"model.commands.{self.module}")


COMMANDS = {
    "predict": Command("predict", "probabilities of all seven diagnoses for photos or folders"),
    "explain": Command("explain", "heat map of one photo as a picture"),
    "benchmark": Command("benchmark", "prediction tables of all scoring sets, with their provenance"),
    "check": Command("check", "acceptance checks of a submission"),
    "score": Command("score", "scores of a prediction table with their 95 %% intervals"),
    "leaderboard": Command("leaderboard", "ranking of all algorithms, with its uncertainty by resampling"),
    "case-report": Command("case", "one photo with heat maps, every answer, versions and limits on one A4 page"),
    "fetch-cases": Command("fetch_cases", "download photos from the ISIC Archive into a folder for offline use"),
    "report": Command("report", "ranking, charts, methods, limits and hashes as one HTML file or PDF"),
    "card": Command("card", "model card of an algorithm or of the system, as Markdown or JSON"),
    "new": Command("new", "start a working submission with its recipe, test and texts"),
    "bench": Command("bench", "cost of a heat map as ratios measured in one run"),
    "trust": Command("trust", "measure again how reliable each check of an answer is"),
    "load-test": Command("load_test", "many simultaneous visitors: right answers, waiting times, memory"),
    "samples": Command("samples", "draw the sample photos again from their seeds"),
    "tables": Command("tables", "write the generated tables and figures again"),
    "compare": Command("compare", "compare training options on the inner fold and record the choice"),
    "calibrate": Command("calibrate", "measure temperature and operating point again on the inner fold"),
    "train": Command("train", "train an algorithm on the image folder"),
}
RENAMED = {"case": "case-report", "cases": "fetch-cases", "load": "load-test"}
"""Old name of a command -> its new name. Old names still work."""


def parser(chosen: str | None) -> argparse.ArgumentParser:
    """The parser of the whole line; only the options of the chosen command are added, to import no other module."""
    root = argparse.ArgumentParser(prog="python -m model", description="Ten Opinions on the command line.")
    commands = root.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        title = command.summary[0].upper() + command.summary[1:] + "."
        sub = commands.add_parser(name, help=command.summary, description=title)
        if name == chosen:
            command.load().describe(sub)
    return root


def current(words: list[str]) -> list[str]:
    """The line with an old command name replaced by the new one, which is printed as a hint to standard error."""
    if not words or words[0] not in RENAMED:
        return words
    name = RENAMED[words[0]]
    print(f"`{words[0]}` is now called `{name}`", file=sys.stderr)
    return [name, *words[1:]]


def main(arguments: list[str] | None = None) -> int:
    """Run one command.

    Returns:
        0 on success, 1 where an input was refused, 2 where the line is malformed.
    """
    words = current(sys.argv[1:] if arguments is None else arguments)
    chosen = next((word for word in words if word in COMMANDS), None)
    options = parser(chosen).parse_args(words)
    try:
        status: int = COMMANDS[options.command].load().run(options)
    except TenOpinionsError as error:
        print(error_sentence(texts("en"), error), file=sys.stderr)
        return 1
    return status


if __name__ == "__main__":
    sys.exit(main())
