"""Teams register, and submit within the limits, however many submit at once."""

from __future__ import annotations

import datetime
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from model.challenge.store.entries import Upload
from model.challenge.store.limits import EntriesLeft, Limits, day_of
from model.challenge.store.states import State
from model.challenge.store.tables import EntryKind, TeamKind
from model.settings import ROOT
from model.store_errors import (
    EntriesOfDayUsed,
    EntriesUsed,
    MoveNotAllowed,
    SubmissionUnknown,
    TeamNameTaken,
    TeamNameUnfit,
    TeamUnknown,
)

PARIS = ZoneInfo("Europe/Paris")
FIRST, LAST = datetime.datetime(2020, 1, 1), datetime.datetime(2040, 1, 1)
FREE = Limits()
UPLOAD = Upload("Nets", EntryKind.TABLE, "0" * 64, 8)


def test_a_team_is_found_by_its_number_its_name_in_any_case_and_its_challenge(store, team):
    assert store.teams.get(team).kind is TeamKind.START_UP
    assert store.teams.named("melanoma", " éTOILE ").id == team
    assert [found.id for found in store.teams.of("melanoma")] == [team]
    assert store.teams.of("urology") == []


@pytest.mark.parametrize("name", ["Étoile", "étoile", " E\u0301TOILE ", "Étoile\0"])
def test_two_teams_of_a_challenge_never_share_a_name(store, team, name):
    with pytest.raises(TeamNameTaken):
        store.teams.register("melanoma", name, TeamKind.SME)
    assert store.teams.register("urology", name, TeamKind.SME).id != team


@pytest.mark.parametrize("name", ["", " \t", "\0", "x" * 81])
def test_a_blank_name_and_an_endless_one_are_refused(store, name):
    with pytest.raises(TeamNameUnfit):
        store.teams.register("melanoma", name, TeamKind.SME)


def test_a_team_that_does_not_exist_is_named(store):
    with pytest.raises(TeamUnknown):
        store.teams.get(9)
    with pytest.raises(TeamUnknown):
        store.teams.named("melanoma", "Nobody")
    with pytest.raises(TeamUnknown):
        store.entries.accept(9, "one", UPLOAD, FREE)


def test_a_submission_waits_with_its_time_and_hash_and_its_team_sees_what_is_left(store, team, clock):
    submission, left = store.entries.accept(team, "one", UPLOAD, Limits(per_day=2, in_total=5))
    found = store.entries.get(submission.id)
    assert (found.state, found.submitted, found.state_time) == (State.WAITING, clock(), clock())
    assert (found.challenge, found.phase, found.sha256, found.size) == ("melanoma", "one", "0" * 64, 8)
    assert (left.today, left.in_total, left.any) == (1, 4, True)
    assert left == store.entries.left(team, "one", Limits(2, 5))
    assert [line.code for line in store.log.of(submission.id)] == ["accepted"]


def test_the_limit_in_total_counts_the_phase_and_whatever_became_of_an_entry(store, team, submit):
    limits = Limits(in_total=2)
    store.entries.withdraw(submit(limits), "team 1")
    submit(limits)
    with pytest.raises(EntriesUsed) as refused:
        submit(limits)
    assert refused.value.data == {"limit": 2}
    assert store.entries.left(team, "one", limits).any is False
    assert submit(limits, phase="two")
    assert len(store.entries.history(team)) == 3


def test_a_team_does_not_use_up_the_entries_of_another(store, submit):
    other = store.teams.register("melanoma", "Lune", TeamKind.STUDENT).id
    submit(Limits(in_total=1))
    assert submit(Limits(in_total=1), of=other)


def test_a_day_begins_at_midnight_of_the_zone_of_the_phase(store, team, submit, clock):
    limits = Limits(per_day=1, zone=PARIS)
    clock.time = datetime.datetime(2026, 11, 24, 22, 59, tzinfo=datetime.UTC)
    submit(limits)
    with pytest.raises(EntriesOfDayUsed) as refused:
        submit(limits)
    assert refused.value.data == {"limit": 1, "again": "2026-11-25 00:00 (Europe/Paris)"}
    assert submit(Limits(per_day=2))
    clock.forward(minutes=1)
    assert submit(limits)


@pytest.mark.parametrize(("day", "hours"), [((2026, 3, 29), 23), ((2026, 10, 25), 25), ((2026, 11, 24), 24)])
def test_a_day_on_which_the_clocks_change_is_shorter_or_longer(day, hours):
    noon = datetime.datetime(*day, 12, tzinfo=PARIS)
    begin, end = (moment.astimezone(datetime.UTC) for moment in day_of(noon, PARIS))
    assert end - begin == datetime.timedelta(hours=hours)


@given(st.datetimes(FIRST, LAST, timezones=st.timezones()), st.timezones())
def test_every_moment_lies_in_its_day(moment, zone):
    begin, end = day_of(moment, zone)
    assert begin.astimezone(datetime.UTC) <= moment.astimezone(datetime.UTC) < end


def test_without_limits_nothing_is_counted(store, team, submit):
    submit(FREE)
    left = store.entries.left(team, "one", FREE)
    assert left == EntriesLeft(None, None, left.next_day)
    assert left.any


@hypothesis_settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(st.characters(), max_size=300))
def test_whatever_a_team_writes_is_kept_and_what_no_database_holds_is_left_out(store, team, words):
    number = store.entries.accept(team, "one", Upload(words, EntryKind.ONNX, "0" * 64, 2**40, words), FREE)[0].id
    found = store.entries.get(number)
    printable = words.encode(errors="replace").decode().replace("\0", "")
    assert (found.title, found.recipe, found.size) == (printable[:200], printable, 2**40)


def test_a_history_begins_with_the_latest_entry(store, team, submit):
    numbers = [submit(FREE) for _ in range(3)]
    assert [entry.id for entry in store.entries.history(team)] == numbers[::-1]
    assert [entry.id for entry in store.entries.of_phase("melanoma", "one", State.WAITING)] == numbers
    assert store.entries.of_phase("melanoma", "one") == []


def test_an_entry_is_withdrawn_once(store, submit):
    number = submit(FREE)
    assert store.entries.withdraw(number, "team 1").state is State.WITHDRAWN
    with pytest.raises(MoveNotAllowed):
        store.entries.withdraw(number, "team 1")
    assert [line.code for line in store.log.of(number)] == ["accepted", "withdrawn"]


def test_an_entry_that_is_withdrawn_by_many_at_once_is_withdrawn_once(store, submit):
    number = submit(FREE)

    def withdrawn(_):
        try:
            store.entries.withdraw(number, "team 1")
        except MoveNotAllowed:
            return False
        return True

    with ThreadPoolExecutor(16) as threads:
        assert sum(threads.map(withdrawn, range(16))) == 1
    assert [line.code for line in store.log.of(number)] == ["accepted", "withdrawn"]


def test_an_entry_that_does_not_exist_is_named(store):
    for ask in (store.entries.get, lambda number: store.entries.withdraw(number, "x"), lambda n: store.log.add(n, "x")):
        with pytest.raises(SubmissionUnknown) as refused:
            ask(7)
        assert refused.value.data == {"number": 7}


def tried(store, team, limits):
    try:
        store.entries.accept(team, "one", UPLOAD, limits)
    except (EntriesUsed, EntriesOfDayUsed):
        return False
    return True


@pytest.mark.parametrize("limits", [Limits(per_day=7), Limits(in_total=7), Limits(per_day=9, in_total=7)])
def test_of_two_hundred_submissions_at_once_exactly_the_limit_is_accepted(store, team, limits):
    with ThreadPoolExecutor(200) as threads:
        accepted = list(threads.map(lambda _: tried(store, team, limits), range(200)))
    assert sum(accepted) == len(store.entries.history(team)) == 7


def test_of_two_hundred_submissions_of_four_processes_exactly_the_limit_is_accepted(url, store, team):
    program = f"""
import sys
from concurrent.futures import ThreadPoolExecutor
from model.challenge.store.store import open_store
from tests.challenge.test_entries import Limits, tried
store = open_store({url!r}, "/nowhere")
sys.stdin.read(1)
with ThreadPoolExecutor(50) as threads:
    print(sum(threads.map(lambda _: tried(store, {team}, Limits(in_total=7)), range(50))))
store.close()
"""
    line = [sys.executable, "-c", program]
    processes = [
        subprocess.Popen(line, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(4)
    ]
    for process in processes:
        process.stdin.write("g")
        process.stdin.flush()
    accepted = [int(process.communicate()[0]) for process in processes]
    assert sum(accepted) == len(store.entries.history(team)) == 7
