"""Who visits a challenge: signed in with a code or by the login of the server, or a visitor."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Event, Thread
from typing import Any

import streamlit as st

from model.challenge.definition import Definition
from model.challenge.roles import Action, Role, Stage, may, role_of_claims
from model.challenge.store.store import Store
from model.challenge.worker import Worker
from model.settings import settings
from pages.components.cache import challenges
from pages.components.session.visitors import visitor

SIGNED_IN = "challenge-signed-in"
NEW_CODE = "challenge-new-code"
"""Key of the session state for a code that was just issued; it is shown once."""


@dataclass(frozen=True)
class Visit:
    """One visitor of one challenge. `team` is the number of their team, `name` who acts in the audit log."""

    definition: Definition
    store: Store
    role: Role = Role.VISITOR
    team: int | None = None
    name: str = "visitor"

    def may(self, action: Action, stage: Stage = Stage.OPEN, own: bool = False) -> bool:
        """Whether this visitor may do something."""
        return may(self.role, action, stage, own)


def visit_of(definition: Definition) -> Visit:
    """Return the visit; a team that belongs to another challenge is a visitor here."""
    store = challenges.store()
    signed = st.session_state.get(SIGNED_IN)
    if signed is not None:
        role, team, name = signed
        if team is None or store.teams.get(team).challenge == definition.slug:
            return Visit(definition, store, role, team, name or str(role))
    role = _role_of_login()
    return Visit(definition, store, role, None, str(_claims().get("email", role)))


def sign_in(store: Store, code: str) -> None:
    """Sign in with a code.

    Raises:
        CodeWrong, CodesTooMany.
    """
    address = st.context.ip_address  # none on this computer itself
    found = store.codes.sign_in(code, address if isinstance(address, str) else str(visitor()))
    st.session_state[SIGNED_IN] = (found.role, found.team, found.name)


def sign_in_team(team: int, name: str) -> None:
    """Sign in a team that has just registered."""
    st.session_state[SIGNED_IN] = (Role.TEAM, team, name)


def sign_out() -> None:
    """Be a visitor again."""
    st.session_state.pop(SIGNED_IN, None)
    st.session_state.pop(NEW_CODE, None)
    if getattr(st.user, "is_logged_in", False):
        st.logout()


def has_login() -> bool:
    """Return whether Streamlit's own login is configured on this server."""
    return "is_logged_in" in st.user


def _claims() -> dict[str, Any]:
    return dict(st.user) if getattr(st.user, "is_logged_in", False) else {}


def _role_of_login() -> Role:
    return role_of_claims(_claims(), settings().organisers, settings().jury)


@st.cache_resource(show_spinner=False)
def worker() -> Worker:
    """Return the worker of this server, in a thread of its own; it first takes up what an ended server has left."""
    found = Worker(challenges.store())
    Thread(target=found.work, args=(Event(),), name="challenge worker", daemon=True).start()
    return found
