"""One assembly of the leaderboard: who takes part, what an algorithm costs, and no torch."""

from __future__ import annotations

import json
import subprocess
import sys

from model.algorithms import catalogue
from model.algorithms.weights import read_sheets
from model.evaluation.benchmark import participants
from model.evaluation.evaluation import evaluate
from model.leaderboard import Leaderboard
from model.settings import ROOT
from tests.synthetic_benchmark import write_benchmark


def test_everyone_with_a_table_or_a_submission_takes_part(tmp_path):
    (tmp_path / "day2").mkdir()
    (tmp_path / "day2" / "visitor.csv").write_text("", encoding="utf-8")
    assert {"visitor", "resnet18"} <= set(participants(tmp_path, catalogue.slugs()))


def test_the_weights_of_the_committee_include_those_of_its_members(tmp_path):
    folder = write_benchmark(tmp_path / "benchmark", quality={"committee": 3.0, "resnet18": 2.0, "visitor": 1.0})
    (folder / "day2" / "visitor.json").unlink()
    sheet = json.loads((ROOT / "assets" / "weights" / "resnet18.json").read_text(encoding="utf-8"))
    for slug, size, recipe in (("resnet18", 10, {}), ("committee", 1, {"members": {"resnet18": 1}})):
        fields = {**sheet, "slug": slug, "size": size, "recipe": recipe}
        (tmp_path / f"{slug}.json").write_text(json.dumps(fields), encoding="utf-8")
    sheets = read_sheets(tmp_path, ["committee", "resnet18", "visitor"])
    assert set(sheets) == {"committee", "resnet18"}
    costs = Leaderboard(folder, sheets, evaluate(folder, resamples=5)).chart_data().costs
    assert {slug: cost.bytes for slug, cost in costs.items()} == {"committee": 11, "resnet18": 10, "visitor": None}
    assert {slug: cost.seconds for slug, cost in costs.items()} == {
        "committee": 0.004,
        "resnet18": 0.008,
        "visitor": None,
    }


def test_the_leaderboard_needs_neither_torch_nor_streamlit():
    program = "import sys, model.leaderboard, model.charts.questions; "
    program += "print(sorted({'torch', 'torchvision', 'streamlit'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
