"""A process that is killed at any point loses no accepted submission and shows no half score."""

from __future__ import annotations

import json
import subprocess
import sys

from model.settings import ROOT


def test_whenever_a_process_is_killed_nothing_accepted_is_lost_and_no_score_is_half(url, tmp_path):
    line = [sys.executable, "-m", "tests.challenge.killed", url, str(tmp_path / "files")]
    found = json.loads(subprocess.run(line, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout)
    assert found["faults"] == []
    assert found["status"] == 0
    assert found["points"] > 30
    assert 0 < found["accepted"] <= found["kept"] < found["points"]
