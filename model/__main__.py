"""The command line: `python -m model COMMAND`, which can do what the pages can.

Each command is a module of `model.commands` with `describe(parser)` and `run(options) -> exit status`. Heavy packages
are imported inside `run`, so that `--help` is quick.
"""

from __future__ import annotations

import argparse
import io
import sys

from model.commands import COMMANDS
from model.error_words import error_sentence
from model.errors import AlgorithmError, DiskFull, TenOpinionsError
from model.text import texts
from model.whole_file import NO_SPACE

RENAMED = {"case": "case-report", "cases": "fetch-cases", "load": "load-test"}
"""Old name of a command -> its new name. Old names still work."""


def parser(chosen: str | None) -> argparse.ArgumentParser:
    """The parser of the whole line; only the options of the chosen command are added, to import no other module."""
    root = argparse.ArgumentParser(prog="python -m model", description="Ten Opinions on the command line.")
    commands = root.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        title = command.summary[0].upper() + command.summary[1:] + "."
        sub = commands.add_parser(name, help=command.summary.replace("%", "%%"), description=title)
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
    _print_whatever_the_encoding()
    words = current(sys.argv[1:] if arguments is None else arguments)
    chosen = next((word for word in words if word in COMMANDS), None)
    options = parser(chosen).parse_args(words)
    try:
        status: int = COMMANDS[options.command].load().run(options)
    except TenOpinionsError as error:
        print(_sentence(error), file=sys.stderr)
        return 1
    except OSError as error:
        if error.errno not in NO_SPACE:
            raise
        print(_sentence(DiskFull()), file=sys.stderr)
        return 1
    return status


def _print_whatever_the_encoding() -> None:
    """Let standard output spell out characters that its encoding lacks, instead of ending the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _sentence(error: TenOpinionsError) -> str:
    """Return the sentence of an error as the pages have it."""
    if not isinstance(error, AlgorithmError):
        return error_sentence(texts("en"), error)
    from model.reading.words import failure_sentence

    return failure_sentence(texts("en"), error)


if __name__ == "__main__":
    sys.exit(main())
