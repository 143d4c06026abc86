"""`python -m tests.hostile [KIND...] --files N --state FOLDER [--record]`: altered files through the decoder.

A run that is stopped goes on where it was: its folder holds a line for each ten thousand files. Remove the folder after
the decoder has changed. Exits with 1 where a file was neither read nor refused in the product's own words.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from tests.hostile.bases import KINDS
from tests.hostile.files import name_of
from tests.hostile.record import Tally, record, tally
from tests.hostile.trials import trials

STEP = 10_000
"""Files of one line, and of one process."""


def main(words: list[str]) -> int:
    """Read the files that are still to be read, print what was found, and record it if wanted."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"default: all of {', '.join(KINDS)}")
    parser.add_argument("--files", type=int, default=2000, help="files of each kind (default: 2000)")
    parser.add_argument("--state", type=Path, required=True, help="folder that keeps what is done")
    parser.add_argument("--record", action="store_true", help="write assets/hostile.json, for docs/inputs.md")
    options = parser.parse_args(words)
    options.state.mkdir(parents=True, exist_ok=True)
    found = {kind: _read(kind, options.files, options.state / f"{kind}.jsonl") for kind in options.kinds or KINDS}
    for kind, one in found.items():
        print(kind, json.dumps(one.as_dict()))
        for number, words_of in one.faults:
            print(f"  {kind} {number} ({name_of(kind, number)}): {words_of}")
    if options.record:
        record(found)
    return int(any(one.faults for one in found.values()))


def _read(kind: str, count: int, state: Path) -> Tally:
    done = [Tally.of(json.loads(line)) for line in state.read_text().splitlines()] if state.exists() else []
    for start in range(STEP * len(done), count, STEP):
        done.append(tally(trials(kind, start, min(start + STEP, count))))
        with state.open("a") as file:
            file.write(json.dumps(done[-1].as_dict()) + "\n")
    return sum(done, Tally())


if __name__ == "__main__":
    os.nice(10)
    sys.exit(main(sys.argv[1:]))
