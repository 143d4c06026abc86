"""Who may see and do what, cell by cell, and the role of somebody who signs in by OIDC."""

from __future__ import annotations

import itertools

import pytest

from model.challenge.roles import Action, Role, Stage, may, role_of_claims

CELLS = """
                   visitor      team          jury           organiser
try_table          always       always        always         always
register_team      before+open  never         never          always
submit             never        own&open      never          never
withdraw           never        own&open      never          always
see_history        never        own           never          always
read_file          never        own           never          always
see_public_score   always       always        always         always
see_hidden_score   closed       closed        closed         always
give_points        never        never         open+closed    never
see_points         never        never         own/closed     always
announce_winner    never        never         never          closed
plan_milestones    never        never         never          closed
note_progress      never        own&closed    never          closed
issue_codes        never        never         never          always
see_audit          never        never         never          always
save_everything    never        never         never          always
"""
HEAD, *ROWS = CELLS.strip("\n").splitlines()
ROLES = HEAD.split()
TABLE = {(row.split()[0], role): cell for row in ROWS for role, cell in zip(ROLES, row.split()[1:], strict=True)}


def stated(cell, own, stage):
    """What a cell says: `+` joins stages, `&` adds a condition, `/` offers another one."""
    if cell in ("always", "never"):
        return cell == "always"
    return any(
        all(own if word == "own" else stage in word.split("+") for word in way.split("&")) for way in cell.split("/")
    )


def test_the_table_has_every_action_and_role():
    assert set(TABLE) == set(itertools.product(map(str, Action), map(str, Role)))


@pytest.mark.parametrize(("action", "role"), TABLE)
def test_a_role_may_do_what_its_cell_says_and_nothing_else(action, role):
    for own, stage in itertools.product((True, False), Stage):
        expected = stated(TABLE[action, role], own, str(stage))
        assert may(Role(role), Action(action), stage, own) is expected, (own, stage)


@pytest.mark.parametrize("stage", [Stage.BEFORE, Stage.OPEN])
@pytest.mark.parametrize("own", [True, False])
def test_before_a_phase_closes_nobody_sees_its_hidden_score_but_the_organiser(stage, own):
    assert [role for role in Role if may(role, Action.SEE_HIDDEN_SCORE, stage, own)] == [Role.ORGANISER]


VERIFIED = {"email": "Ada@Clinic.org", "email_verified": True}


@pytest.mark.parametrize(
    ("claims", "organisers", "jury", "role"),
    [
        (VERIFIED, ["ada@clinic.org"], [], Role.ORGANISER),
        (VERIFIED, [], ["ADA@clinic.org"], Role.JURY),
        (VERIFIED, ["ada@clinic.org"], ["ada@clinic.org"], Role.ORGANISER),
        (VERIFIED, ["ben@clinic.org"], [], Role.VISITOR),
        (VERIFIED | {"email_verified": False}, ["ada@clinic.org"], [], Role.VISITOR),
        (VERIFIED | {"email_verified": "true"}, ["ada@clinic.org"], [], Role.VISITOR),
        ({"email": "ada@clinic.org"}, ["ada@clinic.org"], [], Role.VISITOR),
        ({"email": "", "email_verified": True}, [""], [], Role.VISITOR),
        ({}, ["ada@clinic.org"], [""], Role.VISITOR),
    ],
)
def test_a_verified_address_on_a_list_gives_the_role(claims, organisers, jury, role):
    assert role_of_claims(claims, organisers, jury) is role
