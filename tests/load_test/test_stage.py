"""What is waited for on stage, timed as a browser speaks with the page."""

from __future__ import annotations

import json

from model.__main__ import main
from model.stage.story import BUILT_IN
from model.text import LANGUAGES


def test_the_bench_walks_the_whole_story_in_both_languages_and_names_the_longest_wait(capsys):
    assert main(["bench", "--stage", "--rounds", "1", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["steps"] == len(BUILT_IN)
    assert found["turns"] == len(LANGUAGES) * 2 * (len(BUILT_IN) - 1)
    assert 0 < found["median_ms"] <= found["longest_ms"]  # how long is for a quiet machine to say
    assert 1 <= found["longest_step"] <= len(BUILT_IN)
    assert found["room_phones"] == 30
    assert 0 < found["room_vote_median_ms"] <= found["room_vote_longest_ms"]  # 1 s is asked for on a quiet machine
