"""The jury's room: points for each criterion of each team, with a remark."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from model.challenge.final import MOST
from model.challenge.roles import Action
from model.challenge.store.tables import JuryPoints, Team
from model.challenge.times import phases_now
from model.text import Texts
from pages.components.challenge.visit import Visit
from pages.components.shell.failures import guarded_callback
from pages.components.shell.plain import plain


def show_jury(t: Texts, visit: Visit) -> None:
    """Draw a form for each team."""
    now = visit.store.database.now()
    stages = [phase.stage(now) for phase in phases_now(visit.definition, visit.store)]
    if not any(visit.may(Action.GIVE_POINTS, stage) for stage in stages):
        st.html(f"<p class='prose'>{escape(t('challenge.jury_later'))}</p>")
        return
    teams = visit.store.teams.of(visit.definition.slug)
    own = [row for row in visit.store.jury.points(visit.definition.slug) if row.juror == visit.name]
    st.html(f"<h2>{escape(t('challenge.jury'))}</h2><p class='prose'>{escape(t('challenge.jury_how', most=MOST))}</p>")
    if not teams:
        st.html(f"<p class='prose'>{escape(t('challenge.no_teams'))}</p>")
    for team in teams:
        _show_form(t, visit, team, {row.criterion: row for row in own if row.team_id == team.id})


def _show_form(t: Texts, visit: Visit, team: Team, given: Mapping[str, JuryPoints]) -> None:
    complete = len(given) == len(visit.definition.criteria)
    label = t("challenge.judged" if complete else "challenge.to_judge", name=plain(team.name))
    with st.expander(label, expanded=not complete), st.form(f"jury-{team.id}", border=False):
        kind, about = t(f"challenge.kinds.{team.kind}"), team.about
        st.html(f"<p class='small'>{escape(kind)}</p><p class='prose'>{escape(about)}</p>")
        for criterion in visit.definition.criteria:
            before = given.get(criterion.slug)
            st.slider(
                plain(criterion.title.in_language(t.language)),
                0,
                MOST,
                value=int(before.points) if before else MOST // 2,
                help=criterion.ask.in_language(t.language),
                key=f"points-{team.id}-{criterion.slug}",
            )
        remark = next((row.remark for row in given.values() if row.remark), "")
        st.text_area(t("challenge.remark"), remark, key=f"remark-{team.id}", max_chars=1000, height=80)
        st.form_submit_button(
            t("challenge.give_points"), type="primary", on_click=guarded_callback(_give), args=(visit, team.id)
        )


def _give(visit: Visit, team: int) -> None:
    remark = st.session_state[f"remark-{team}"].strip()
    for criterion in visit.definition.criteria:
        points = float(st.session_state[f"points-{team}-{criterion.slug}"])
        visit.store.jury.give(visit.definition.slug, visit.name, team, criterion.slug, points, remark)
