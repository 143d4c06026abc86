"""One module for each command of `python -m model`, and the table of all commands."""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import NamedTuple


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
    "score": Command("score", "scores of a prediction table with their 95 % intervals"),
    "leaderboard": Command("leaderboard", "ranking of all algorithms, with its uncertainty by resampling"),
    "series": Command(
        "series", "contact sheet of many photos: verdict and probability of each, the most suspicious first"
    ),
    "case-report": Command("case_report", "one photo with heat maps, every answer, versions and limits on one A4 page"),
    "fetch-cases": Command("fetch_cases", "download photos from the ISIC Archive into a folder for offline use"),
    "report": Command("report", "ranking, charts, methods, limits and hashes as one HTML file or PDF"),
    "card": Command("card", "model card of an algorithm or of the system, as Markdown or JSON"),
    "export": Command("export", "a network as an ONNX file, from pixels to probabilities, for use elsewhere"),
    "challenge": Command("challenge", "codes to sign in with, backup, restore and export of a challenge"),
    "submit": Command("submit", "hand in an entry to a challenge, run it, and print its log and score"),
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
