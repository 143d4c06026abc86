"""What a visitor sees of a fault: one sentence in their language, no code; and afterwards nothing is lost."""
# ruff: noqa: F811

from __future__ import annotations

import errno
from functools import partial

from model.challenge import worker as workers
from model.challenge.definition import read_definition
from model.challenge.intake import HandedIn, hand_in
from model.challenge.roles import Role
from model.challenge.sandbox.job import Limits
from model.challenge.store.states import State
from model.challenge.worker import Worker
from model.store_errors import StoreFull, StoreUnreachable
from model.submission_errors import ModelOutOfTime
from model.text import LANGUAGES, texts
from pages.components.shell.failures import sentence
from tests.challenge.sandbox.models import ENDLESS, model
from tests.challenge.test_faults import away
from tests.pages.test_challenge import SMALL, board, handed_in, html, opened, signed_in, store, table, team  # noqa: F401

LOOP = ENDLESS.partition("m = ReduceMean")[0]
ENDS_NEVER = model(
    f"{LOOP} m = ReduceMean <axes = [1, 2, 3], keepdims = 0> (x)  u = Unsqueeze <axes = [1]> (m)"
    " y = Concat <axis = 1> (u, u, u, u)",
    outputs="float[n, 4] y",
)
PREPARED = '[input]\nside = 16\nlayout = "nhwc"\n[output]\nkind = "logits"\nclasses = ["NOR", "INF", "PAP", "CIS"]\n'


def test_a_full_disk_is_said_in_both_languages_and_the_same_file_is_taken_once_there_is_room(
    store, team, board, monkeypatch
):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    for language in LANGUAGES:
        app = signed_in(store, Role.TEAM, team, "Les Six", language)
        with monkeypatch.context() as patched:
            patched.setattr(store.files.system, "pipe_file", full)
            handed_in(app, table(board))
        assert sentence(texts(language), StoreFull()) in html(app)
        assert "Traceback" not in html(app)
        assert store.entries.history(team) == []
    app.run()
    handed_in(app, table(board))
    assert [entry.state for entry in store.entries.history(team)] == [State.SCORED]


def test_a_database_that_is_away_is_said_in_both_languages_and_once_it_is_back_the_entries_are_there(
    store, team, board
):
    apps = {language: signed_in(store, Role.TEAM, team, "Les Six", language) for language in LANGUAGES}
    handed_in(apps["en"], table(board))
    with away(store):
        for language, app in apps.items():
            app.run()
            assert not app.exception
            assert sentence(texts(language), StoreUnreachable(reason="OperationalError")) in html(app)
            assert "Traceback" not in html(app)
        assert "Traceback" not in html(opened("leaderboard", challenge=SMALL))
    for app in apps.values():
        assert "mine.csv" in html(app.run())
    assert "Les Six" in html(opened("leaderboard", challenge=SMALL))


def test_a_submission_that_hangs_is_ended_said_in_both_languages_and_the_next_one_is_run(
    store, team, board, monkeypatch
):
    monkeypatch.setattr(workers, "Limits", partial(Limits, seconds=2))
    monkeypatch.setattr("model.challenge.sandbox.run.try_model", lambda *_: None)
    definition = read_definition(SMALL)
    give = partial(hand_in, definition, board.evaluation.benchmark, store, team, "day1")
    give(HandedIn("", "endless.onnx", ENDS_NEVER, PREPARED))
    give(HandedIn("", "mine.csv", table(board).encode()))
    worker = Worker(store, board=lambda _: board)
    assert [worker.run_next().state, worker.run_next().state] == [State.REFUSED, State.SCORED]
    for language in LANGUAGES:
        shown = html(signed_in(store, Role.TEAM, team, "Les Six", language))
        assert sentence(texts(language), ModelOutOfTime(seconds=2)) in shown
        assert "Traceback" not in shown
