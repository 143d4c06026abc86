"""The way in: sign in with a code, or register a team."""

from __future__ import annotations

from html import escape

import streamlit as st

from model.challenge.roles import Action, Role
from model.challenge.store.tables import TeamKind
from model.challenge.times import phases_now
from model.text import Texts
from pages.components.challenge.visit import NEW_CODE, Visit, has_login, sign_in, sign_in_team, sign_out
from pages.components.shell.failures import guarded_callback


def show_door(t: Texts, visit: Visit) -> None:
    """Draw the two ways in."""
    with st.container(key="challenge-door", horizontal=True, gap="large"):
        with st.container(key="challenge-sign-in", width=360):
            st.html(f"<h2>{escape(t('challenge.sign_in'))}</h2>")
            with st.form("challenge-code-form", border=False):
                st.text_input(t("challenge.code"), key="challenge-code", placeholder="XXXX-XXXX-XXXX", max_chars=20)
                st.form_submit_button(t("challenge.enter"), on_click=guarded_callback(_sign_in), args=(visit,))
            if has_login():
                st.button(t("challenge.login"), key="challenge-login", on_click=guarded_callback(st.login))
        if _may_register(visit):
            with st.container(key="challenge-register", width=460):
                _register_form(t, visit)


def _may_register(visit: Visit) -> bool:
    now = visit.store.database.now()
    return any(visit.may(Action.REGISTER_TEAM, phase.stage(now)) for phase in phases_now(visit.definition, visit.store))


def _register_form(t: Texts, visit: Visit) -> None:
    st.html(f"<h2>{escape(t('challenge.register'))}</h2>")
    with st.form("challenge-register-form", border=False):
        st.text_input(t("challenge.team_name"), key="challenge-name", max_chars=80)
        st.selectbox(
            t("challenge.team_kind"),
            [str(kind) for kind in TeamKind],
            format_func=lambda kind: t(f"challenge.kinds.{kind}"),
            key="challenge-kind",
        )
        st.text_area(t("challenge.team_about"), key="challenge-about", max_chars=500, height=90)
        st.form_submit_button(
            t("challenge.register_button"), type="primary", on_click=guarded_callback(_register), args=(visit,)
        )


def _sign_in(visit: Visit) -> None:
    sign_in(visit.store, st.session_state["challenge-code"])


def _register(visit: Visit) -> None:
    name, kind, about = (st.session_state[f"challenge-{part}"] for part in ("name", "kind", "about"))
    team = visit.store.teams.register(visit.definition.slug, name, TeamKind(kind), about)
    st.session_state[NEW_CODE] = visit.store.codes.issue(Role.TEAM, "visitor", team.id, team.name)
    sign_in_team(team.id, team.name)


def show_signed_in(t: Texts, visit: Visit) -> None:
    """Draw who is signed in, a code that was just issued, and the way out."""
    words = t(f"challenge.you_are.{visit.role}", name=visit.name)
    with st.container(key="challenge-who", horizontal=True, vertical_alignment="center"):
        st.html(f"<p class='said'>{escape(words)}</p>", width="content")
        st.button(t("challenge.sign_out"), key="challenge-out", on_click=guarded_callback(sign_out))
    code = st.session_state.get(NEW_CODE)
    if code:
        said = t("challenge.keep_code")
        st.html(f'<p class="sentence" role="status">{escape(said)} <strong class="code">{escape(code)}</strong></p>')
