"""The organiser's room: phases, the final ranking with the winner, every entry and score, codes, and files."""

from __future__ import annotations

import math
import tempfile
from html import escape
from pathlib import Path

import streamlit as st

from model.challenge.entered import counting
from model.challenge.final import FinalPlace, final_ranking
from model.challenge.roles import Action, Role
from model.challenge.times import close_now, open_now, phases_now
from model.challenge.words import moment_words, phase_words
from model.challenge.worker import slug_of
from model.charts.written import DASH, value_words
from model.text import Texts
from pages.components.cache import leaderboards
from pages.components.challenge.visit import NEW_CODE, Visit
from pages.components.shell.facts_table import facts_table
from pages.components.shell.failures import guarded_callback


def show_organiser(t: Texts, visit: Visit) -> None:
    """Draw phases, final ranking, entries, codes and files."""
    _show_phases(t, visit)
    _show_final(t, visit)
    _show_entries(t, visit)
    _show_codes(t, visit)
    st.download_button(
        t("challenge.save_all"),
        lambda: _everything(visit),
        f"{visit.definition.slug}.zip",
        "application/zip",
        key="challenge-save",
        on_click="ignore",
    )


def _show_phases(t: Texts, visit: Visit) -> None:
    now = visit.store.database.now()
    st.html(f"<h2>{escape(t('challenge.phases'))}</h2>")
    for phase in phases_now(visit.definition, visit.store):
        with st.container(key=f"phase-{phase.set}", horizontal=True, vertical_alignment="center"):
            words = f"{t(f'charts.{phase.set}')}: {phase_words(t, phase, now)}"
            st.html(f"<p class='said'>{escape(words)}</p>", width="content")
            is_open = phase.stage(now) == "open"
            st.button(
                t("challenge.close_now" if is_open else "challenge.open_now"),
                key=f"phase-now-{phase.set}",
                on_click=guarded_callback(close_now if is_open else open_now),
                args=(visit.definition, visit.store, phase.set, visit.name),
            )


def final_places(visit: Visit) -> tuple[FinalPlace, ...]:
    """Return the final ranking of all teams with an entry, as the organiser sees it."""
    definition, store = visit.definition, visit.store
    key = ",".join(str(entry.id) for entry in counting(definition, store, Role.ORGANISER))
    if not key:
        return ()
    evaluation = leaderboards.leaderboard((definition.slug, key)).evaluation
    teams = [team.id for team in store.teams.of(definition.slug) if slug_of(team.id) in evaluation.slugs]
    points: dict[str, dict[str, dict[str, float]]] = {slug_of(team): {} for team in teams}
    for row in store.jury.points(definition.slug):
        if row.team_id in teams:
            points[slug_of(row.team_id)].setdefault(row.juror, {})[row.criterion] = row.points
    return final_ranking(definition, evaluation, points)


def _show_final(t: Texts, visit: Visit) -> None:
    st.html(f"<h2>{escape(t('challenge.final'))}</h2>")
    places = final_places(visit)
    if not places:
        st.html(f"<p class='prose'>{escape(t('challenge.no_entries'))}</p>")
        return
    names = {slug_of(team.id): team for team in visit.store.teams.of(visit.definition.slug)}
    header = tuple(t(f"challenge.columns.{name}") for name in ("team", "rank", "qi", "points", "joined", "first"))
    rows = [_final_row(t, visit, names[place.slug].name, place) for place in places]
    facts_table(t("challenge.final"), header, rows)
    now = visit.store.database.now()
    if not all(
        visit.may(Action.ANNOUNCE_WINNER, phase.stage(now))
        for phase in phases_now(visit.definition, visit.store)
        if phase.weight > 0
    ):
        st.html(f"<p class='small'>{escape(t('challenge.announce_later'))}</p>")
        return
    ranked = [names[place.slug] for place in places if place.rank is not None]
    if not ranked:
        st.html(f"<p class='small'>{escape(t('challenge.nobody_ranked'))}</p>")
        return
    with st.container(key="challenge-announce-row", horizontal=True, vertical_alignment="bottom"):
        team = st.selectbox(
            t("challenge.winner"), [team.id for team in ranked], key="challenge-winner",
            format_func=lambda number: next(team.name for team in ranked if team.id == number),
        )  # fmt: skip
        st.button(
            t("challenge.announce"),
            key="challenge-announce",
            type="primary",
            disabled=team is None,
            on_click=guarded_callback(visit.store.winner.announce),
            args=(visit.definition.slug, team, visit.name),
        )


def _final_row(t: Texts, visit: Visit, name: str, place: FinalPlace) -> tuple[str, ...]:
    number = DASH if math.isnan(place.points) else t.number(place.points, 1)
    joined = DASH
    if not math.isnan(place.joined):
        joined = t("challenge.joined", value=t.percent(place.joined), interval=t.interval(place.low, place.high))
    return (
        name,
        str(place.rank or DASH),
        value_words(t, visit.definition.metric, place.qi),
        t("challenge.points_by", points=number, count=place.jurors),
        joined,
        t.percent(place.first),
    )


def _show_entries(t: Texts, visit: Visit) -> None:
    from pages.components.challenge.team_view import show_entry

    teams = {team.id: team.name for team in visit.store.teams.of(visit.definition.slug)}
    entries = [entry for team in teams for entry in visit.store.entries.history(team)]
    st.html(f"<h2>{escape(t('challenge.entries', count=len(entries)))}</h2>")
    for entry in sorted(entries, key=lambda entry: -entry.id)[:50]:
        st.html(f"<p class='small'><strong>{escape(teams[entry.team_id])}</strong></p>")
        show_entry(t, visit, entry)


def _show_codes(t: Texts, visit: Visit) -> None:
    st.html(f"<h2>{escape(t('challenge.codes'))}</h2>")
    teams = {team.id: team.name for team in visit.store.teams.of(visit.definition.slug)}
    with st.form("challenge-issue", border=False):
        roles = [str(role) for role in (Role.JURY, Role.TEAM, Role.ORGANISER)]
        st.selectbox(
            t("challenge.role"), roles, key="issue-role", format_func=lambda role: t(f"challenge.roles.{role}")
        )
        st.text_input(t("challenge.person"), key="issue-name", max_chars=80)
        st.selectbox(
            t("challenge.columns.team"), [None, *teams], key="issue-team", format_func=lambda one: teams.get(one, DASH)
        )
        st.form_submit_button(t("challenge.issue"), on_click=guarded_callback(_issue), args=(visit,))
    rows = [
        (code.short, t(f"challenge.roles.{code.role}"), code.name or teams.get(code.team_id or 0, DASH),
         moment_words(t, code.revoked) if code.revoked else t("challenge.valid"))
        for code in visit.store.codes.issued()
    ]  # fmt: skip
    header = tuple(t(f"challenge.columns.{name}") for name in ("code", "role", "who", "revoked"))
    facts_table(t("challenge.codes"), header, rows)


def _issue(visit: Visit) -> None:
    role, team = Role(st.session_state["issue-role"]), st.session_state["issue-team"]
    team = team if role == Role.TEAM else None
    name = st.session_state["issue-name"].strip() or (visit.store.teams.get(team).name if team else str(role))
    st.session_state[NEW_CODE] = visit.store.codes.issue(role, visit.name, team, name)


def _everything(visit: Visit) -> bytes:
    from model.challenge.store.export import save_export

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "challenge.zip"
        save_export(visit.store, path)
        return path.read_bytes()
