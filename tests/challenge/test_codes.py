"""Codes to sign in with: readable once, hashed, revoked, and not to be guessed."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher

from model.challenge.roles import Role
from model.challenge.store.codes import OF_ALL, OF_SOURCE, SIGNS, WINDOW, SignedIn
from model.store_errors import CodesTooMany, CodeWrong


def outcome(store, code, source="here"):
    try:
        return store.codes.sign_in(code, source)
    except (CodeWrong, CodesTooMany) as refused:
        return type(refused)


def test_a_code_signs_in_its_team_as_often_as_it_likes_however_it_is_typed(store, team):
    code = store.codes.issue(Role.TEAM, "organiser", team, "Ada")
    assert re.fullmatch(f"[{SIGNS}]{{4}}(-[{SIGNS}]{{4}}){{2}}", code)
    for typed in (code, code.lower(), code.replace("-", " "), f"  {code.replace('-', '')} "):
        assert store.codes.sign_in(typed, "here") == SignedIn(Role.TEAM, team, "Ada")


def test_no_sign_of_a_code_looks_like_another():
    assert not set("01OIL") & set(SIGNS)
    assert len(set(SIGNS)) == len(SIGNS) == 31


def test_a_code_is_stored_as_its_hash_alone(store):
    code = store.codes.issue(Role.JURY, "organiser", name="Ada")
    (stored,) = store.codes.issued()
    assert stored.short == code[:4]
    assert stored.hash.startswith("$argon2id$")
    assert code[5:9] not in stored.hash + str([entry.data for entry in store.audit.latest()])


@pytest.mark.parametrize(("role", "team"), [(Role.TEAM, None), (Role.JURY, 1), (Role.ORGANISER, 1)])
def test_a_team_belongs_to_a_code_of_a_team_alone(store, role, team):
    with pytest.raises(ValueError, match="expected a team"):
        store.codes.issue(role, "organiser", team)


def test_a_wrong_and_an_unknown_and_a_revoked_code_are_refused_alike(store):
    code = store.codes.issue(Role.ORGANISER, "command")
    other = "2" if code[-1] != "2" else "3"
    assert outcome(store, code[:-1] + other) is CodeWrong
    assert outcome(store, "2222-2222-2222") is CodeWrong
    assert outcome(store, "") is CodeWrong
    store.codes.revoke(code[:4], "organiser")
    assert outcome(store, code) is CodeWrong
    with pytest.raises(CodeWrong):
        store.codes.revoke("2222", "organiser")


def test_every_try_computes_one_hash(store, monkeypatch):
    code = store.codes.issue(Role.ORGANISER, "command")
    outcome(store, "2222-2222-2222")  # the hash of no code is made once
    computed, verify = [], PasswordHasher.verify
    monkeypatch.setattr(PasswordHasher, "verify", lambda *given: computed.append(given) or verify(*given))
    for typed in (code, code[:-4] + "2222", "2222-2222-2222", "", "x" * 1000):
        outcome(store, typed)
    assert len(computed) == 5


def test_too_many_wrong_codes_of_one_source_close_it_for_a_while_and_no_other(store, clock):
    code = store.codes.issue(Role.ORGANISER, "command")
    assert [outcome(store, "2222") for _ in range(OF_SOURCE)] == [CodeWrong] * OF_SOURCE
    clock.forward(minutes=5)
    with pytest.raises(CodesTooMany) as refused:
        store.codes.sign_in(code, "here")
    assert refused.value.data == {"seconds": WINDOW.total_seconds() - 300}
    assert outcome(store, code, "there").role is Role.ORGANISER
    clock.forward(minutes=10)
    assert outcome(store, code).role is Role.ORGANISER


def test_right_codes_are_not_counted(store):
    code = store.codes.issue(Role.ORGANISER, "command")
    assert {outcome(store, code) for _ in range(OF_SOURCE + 2)} == {SignedIn(Role.ORGANISER, None, "")}


def test_wrong_codes_of_many_sources_are_counted_together(store, monkeypatch):
    monkeypatch.setattr("model.challenge.store.codes._matches", lambda *_: False)
    found = [outcome(store, "2222", f"source {number}") for number in range(OF_ALL + 1)]
    assert found == [CodeWrong] * OF_ALL + [CodesTooMany]


def test_many_wrong_codes_at_once_pass_the_limit_no_further(store):
    with ThreadPoolExecutor(40) as threads:
        found = list(threads.map(lambda _: outcome(store, "2222"), range(40)))
    assert (found.count(CodeWrong), found.count(CodesTooMany)) == (OF_SOURCE, 40 - OF_SOURCE)
