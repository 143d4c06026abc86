"""From a file that a team hands in to its place on the leaderboard: checked, run, scored, shown to whom it may be."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

import numpy as np
import pytest
from onnx.parser import parse_model

from model.challenge import worker as workers
from model.challenge.board import joined, read_board
from model.challenge.definition import read_definition
from model.challenge.entered import counting, entered
from model.challenge.intake import HandedIn, family_in, hand_in
from model.challenge.roles import Role
from model.challenge.store.states import State
from model.challenge.store.store import open_store
from model.challenge.store.tables import EntryKind, TeamKind
from model.challenge.times import close_now, open_now, phases_now
from model.challenge.words import log_words, moment_words, phase_words
from model.challenge.worker import Worker, slug_of
from model.challenge_errors import EntryTooLarge, PhaseNotOpen, PhotosMissing
from model.evaluation.tables import table_text
from model.store_errors import EntriesOfDayUsed
from model.submission_errors import ModelOperator, PreparationMistake, WeightsFamily
from model.table_errors import TableMissingImages, TableNoNumber, TableSetIncomplete
from model.text import LANGUAGES, texts

PREPARED = '[input]\nside = 32\n[output]\nkind = "logits"\nclasses = ["NOR", "INF", "PAP", "CIS"]\n[run]\nbatch = 64\n'
NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def definition():
    return read_definition("urology")


@pytest.fixture(scope="module")
def board(definition):
    return read_board(definition)


@pytest.fixture
def store(migrated, clock, tmp_path):
    shutil.copy(migrated, tmp_path / "challenge.sqlite")
    clock.time = NOON
    opened = open_store(f"sqlite:///{tmp_path}/challenge.sqlite", str(tmp_path / "files"), clock)
    yield opened
    opened.close()


@pytest.fixture
def team(store):
    return store.teams.register("urology", "Les Six", TeamKind.STUDENT).id


@pytest.fixture
def worker(store, board):
    return Worker(store, board=lambda _: board)


def table(board, of="day1", slug="colour_histogram"):
    tables = board.evaluation.benchmark.sets[of]
    return table_text(tables.images, tables.answers(slug).probabilities, tables.terms.classes).encode()


def by_mean_colour(side=32):
    """A model that answers by the mean colour of a photo: logits of four classes."""
    body = """p = ReduceMean <axes = [2, 3], keepdims = 0> (x)
      w = Constant <value = float[3, 4] {1.0, 0.0, 0.5, 0.2, 0.0, 2.0, 0.1, 0.3, 0.4, 0.0, 1.0, 0.7}> ()
      y = MatMul (p, w)"""
    written = (
        f'<ir_version: 8, opset_import: ["": 11]> g (float[n, 3, {side}, {side}] x) => (float[n, 4] y) {{ {body} }}'
    )
    return parse_model(written).SerializeToString()


@pytest.fixture
def hand(definition, board, store, team):
    """Hand something in for a phase."""

    def given(data, name="mine.csv", recipe="", phase="day1", of=team):
        return hand_in(definition, board.evaluation.benchmark, store, of, phase, HandedIn("", name, data, recipe))

    return given


def last_words(store, entry, language="en"):
    return log_words(texts(language), store.log.of(entry.id)[-1])


def test_a_table_is_scored_as_the_committed_one_and_stands_on_the_board(definition, board, store, team, hand, worker):
    entry, left = hand(table(board))
    assert (entry.state, left.today, left.in_total) == (State.WAITING, 4, 29)
    ended = worker.run_next()
    assert (ended.id, ended.state) == (entry.id, State.SCORED)
    kept = {one.measure: one.value for one in store.scores.of(entry.id)}
    assert kept["balanced_accuracy"] == pytest.approx(
        board.evaluation.score("day1", "colour_histogram", "balanced_accuracy").value, abs=1e-9
    )
    found = entered(definition, store, counting(definition, store), board.evaluation.benchmark)
    assert found.names == {slug_of(team): "Les Six"}
    assert joined(board, found.tables).evaluation.slugs == tuple(sorted([*board.evaluation.slugs, slug_of(team)]))
    assert worker.run_next() is None


@pytest.mark.parametrize(
    ("broken", "error"),
    [
        (lambda data: data.replace(b"day1_0003,0", b"day1_0003,x", 1), TableNoNumber),
        (lambda data: data[: len(data) // 2].rsplit(b"\n", 1)[0], (TableMissingImages, TableSetIncomplete)),
    ],
)
def test_a_broken_table_is_refused_at_once_and_uses_no_entry(definition, board, store, team, hand, broken, error):
    with pytest.raises(error):
        hand(broken(table(board)))
    assert store.entries.history(team) == []


def test_a_model_runs_on_the_phase_and_leaves_a_log_and_the_table_of_its_answers(
    definition, board, store, hand, worker
):
    entry, _ = hand(by_mean_colour(), "model.onnx", PREPARED)
    assert entry.kind == EntryKind.ONNX
    ended = worker.run_next()
    assert ended.state == State.SCORED, last_words(store, entry)
    assert ended.answers != ended.sha256
    values = entered(definition, store, [ended], board.evaluation.benchmark).tables[slug_of(ended.team_id)]["day1"]
    image = definition.pictures.draw(values.images[0]).astype(np.float32) / 255
    logits = image.mean((0, 1)) @ np.array([[1, 0, 0.5, 0.2], [0, 2, 0.1, 0.3], [0.4, 0, 1, 0.7]], np.float32)
    assert values.values[0] == pytest.approx(np.exp(logits) / np.exp(logits).sum(), abs=0.01)
    assert [line.code for line in store.log.of(entry.id)] == ["accepted", "taken", "run_begins", "scored"]


def test_what_is_wrong_with_a_model_refuses_it_with_a_sentence_and_no_score(store, hand, worker):
    entry, _ = hand(by_mean_colour(side=16), "model.onnx", PREPARED)
    assert worker.run_next().state == State.REFUSED
    assert store.scores.of(entry.id) == []
    assert last_words(store, entry).startswith("The preparation file describes the input")
    assert last_words(store, entry, "fr").startswith("Le fichier de préparation")


def test_a_wrong_preparation_or_family_is_refused_before_anything_is_kept(store, team, hand):
    with pytest.raises(PreparationMistake):
        hand(by_mean_colour(), "model.onnx", PREPARED.replace("CIS", "MEL"))
    with pytest.raises(WeightsFamily):
        hand(b"", "weights.safetensors", 'family = "hog_svm"')
    assert family_in('family = "mobilenet_v1"') == "mobilenet_v1"
    assert store.entries.history(team) == []


def test_a_file_over_the_limit_is_refused_with_its_size(definition, hand):
    with pytest.raises(EntryTooLarge) as raised:
        hand(bytes(definition.limits.megabytes * 10**6 + 1))
    assert raised.value.data["megabytes"] == definition.limits.megabytes + 1


def test_the_platform_s_own_fault_is_a_failure_and_can_be_run_again(store, hand, worker, monkeypatch):
    def missing(*_):
        raise PhotosMissing(set="day1")

    entry, _ = hand(by_mean_colour(), "model.onnx", PREPARED)
    monkeypatch.setattr(workers, "photos_of", missing)
    assert worker.run_next().state == State.FAILED
    assert "day 1" in last_words(store, entry)
    monkeypatch.undo()
    store.queue.again(entry.id, "organiser")
    assert worker.run_next().state == State.SCORED


def test_an_error_that_nobody_thought_of_is_recorded_and_the_next_one_is_run(store, board, hand, worker, monkeypatch):
    one, two = hand(table(board))[0], hand(table(board))[0]
    real, said = workers.read_table_of, []
    monkeypatch.setattr(workers.LOGGER, "exception", lambda *words: said.append(words))

    def fails_once(*given):
        monkeypatch.setattr(workers, "read_table_of", real)
        raise RuntimeError

    monkeypatch.setattr(workers, "read_table_of", fails_once)
    assert [worker.run_next().state, worker.run_next().state] == [State.FAILED, State.SCORED]
    assert [store.entries.get(entry.id).state for entry in (one, two)] == [State.FAILED, State.SCORED]
    assert said == [("submission %s failed", one.id)]


def test_an_entry_that_is_withdrawn_while_it_runs_gets_no_score(store, hand, worker, monkeypatch):
    entry, _ = hand(by_mean_colour(), "model.onnx", PREPARED)
    real = workers.photos_of

    def withdrawn(*given):
        store.entries.withdraw(entry.id, "team")
        return real(*given)

    monkeypatch.setattr(workers, "photos_of", withdrawn)
    worker.run_next()
    assert store.entries.get(entry.id).state == State.WITHDRAWN
    assert store.scores.of(entry.id) == []


def test_a_worker_shows_signs_of_life_while_photos_are_answered(store, hand, worker, monkeypatch):
    monkeypatch.setattr(workers, "RENEW", 0.0)
    entry, _ = hand(by_mean_colour(), "model.onnx", PREPARED)
    worker.run_next()
    lines = [line for line in store.log.of(entry.id) if line.code == "photos_done"]
    assert lines
    assert log_words(texts("fr"), lines[-1]).endswith("photos sur 160 sont faites.")


def test_a_worker_in_a_thread_takes_up_what_waits_and_what_comes(store, board, hand, worker):
    stop, ended = Event(), Event()
    real = store.queue.finish

    def finish(*given):
        found = real(*given)
        ended.set()
        return found

    object.__setattr__(store, "queue", type("Queue", (), {"take": store.queue.take, "finish": staticmethod(finish)})())
    first, _ = hand(table(board))
    thread = Thread(target=worker.work, args=(stop,))
    thread.start()
    assert ended.wait(60)
    ended.clear()
    second, _ = hand(table(board))
    worker.wake()
    assert ended.wait(60)
    stop.set()
    worker.wake()
    thread.join(60)
    assert not thread.is_alive()
    assert {store.entries.get(entry.id).state for entry in (first, second)} == {State.SCORED}


def test_a_hidden_score_is_seen_by_the_organiser_alone_until_the_phase_closes(definition, board, store, hand, worker):
    entry, _ = hand(table(board, "day2"), phase="day2")
    worker.run_next()
    assert counting(definition, store) == []
    assert counting(definition, store, Role.TEAM) == counting(definition, store, Role.JURY) == []
    assert [one.id for one in counting(definition, store, Role.ORGANISER)] == [entry.id]
    close_now(definition, store, "day2", "organiser")
    assert [one.id for one in counting(definition, store)] == [entry.id]


def test_the_last_scored_entry_of_a_team_counts(definition, board, store, hand, worker):
    hand(table(board, slug="mean_colour"))
    last, _ = hand(table(board))
    worker.run_next(), worker.run_next()
    assert [one.id for one in counting(definition, store)] == [last.id]
    store.entries.withdraw(last.id, "team")
    assert len(counting(definition, store)) == 1


def test_a_phase_is_opened_and_closed_by_the_organiser_and_takes_entries_only_then(
    definition, board, store, clock, hand
):
    close_now(definition, store, "day1", "organiser")
    with pytest.raises(PhaseNotOpen):
        hand(table(board))
    open_now(definition, store, "day1", "organiser")
    hand(table(board))
    clock.time = definition.phases[0].closes + timedelta(days=4000)
    with pytest.raises(PhaseNotOpen):
        hand(table(board))
    open_now(definition, store, "day1", "organiser")
    assert phases_now(definition, store)[0].closes > clock.time
    hand(table(board))


def test_the_sixth_entry_of_a_day_is_refused_and_the_next_day_takes_it(board, store, clock, hand):
    for _ in range(5):
        hand(table(board))
    with pytest.raises(EntriesOfDayUsed):
        hand(table(board))
    clock.forward(hours=12)
    hand(table(board))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_of_a_log_and_every_stage_has_words(definition, store, language):
    t = texts(language)
    line = type("Line", (), {"code": ModelOperator.code, "data": {"operator": "evil.Op"}})()
    assert "evil.Op" in log_words(t, line)
    assert log_words(t, type("Line", (), {"code": "unheard_of", "data": {}})()) == "unheard_of"
    phase = definition.phases[1]
    instants = (phase.opens - timedelta(1), phase.opens, phase.closes)
    said = [phase_words(t, phase, instant) for instant in instants]
    assert len(set(said)) == 3
    assert [t("challenge.hidden") in words for words in said] == [True, True, False]
    assert moment_words(t, phase.closes).endswith("18:00 (UTC+02:00)")
    assert moment_words(t, NOON).endswith("12:00 (UTC)")
