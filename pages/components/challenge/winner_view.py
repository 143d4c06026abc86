"""The winner and the six months after: milestones, dated notes, and progress against the leaderboard."""

from __future__ import annotations

from datetime import timedelta
from html import escape

import streamlit as st

from model.challenge.roles import Action, Stage
from model.challenge.store.tables import Announcement, Milestone, ProgressNote
from model.challenge.words import moment_words
from model.charts.written import value_words
from model.text import Texts
from pages.components.challenge.visit import Visit
from pages.components.shell.failures import guarded_callback

MONTHS = 6
DAYS_OF_A_MONTH = 30


def show_winner(t: Texts, visit: Visit) -> None:
    """Draw the winner with its plan; nothing before a winner is announced."""
    found = visit.store.winner.announced(visit.definition.slug)
    if found is None:
        return
    team = visit.store.teams.get(found.team_id)
    said = t("challenge.winner_is", name=team.name)
    when = t("challenge.announced", when=moment_words(t, found.time))
    with st.container(key="winner", gap="small"):
        st.html(
            f'<div role="status"><h2>{escape(said)}</h2>'
            f"<p class='prose'>{escape(team.about)}</p><p class='small'>{escape(when)}</p></div>"
        )
        _show_plan(t, visit, found)


def _show_plan(t: Texts, visit: Visit, found: Announcement) -> None:
    slug = visit.definition.slug
    notes = visit.store.winner.notes(slug, found.team_id)
    steps = visit.store.winner.milestones(slug, found.team_id)
    st.html(f"<h3>{escape(t('challenge.plan'))}</h3>")
    if not steps:
        st.html(f"<p class='prose'>{escape(t('challenge.no_plan'))}</p>")
    for step in steps:
        _show_step(t, visit, step, [note for note in notes if note.milestone_id == step.id])
    own = visit.team == found.team_id
    if steps and visit.may(Action.NOTE_PROGRESS, Stage.CLOSED, own):
        _note_form(t, visit, steps)
    if visit.may(Action.PLAN_MILESTONES, Stage.CLOSED):
        _plan_form(t, visit, found)


def _show_step(t: Texts, visit: Visit, step: Milestone, notes: list[ProgressNote]) -> None:
    head = t("challenge.milestone", month=step.month, title=step.title, due=step.due)
    items = "".join(f"<li>{escape(_note_words(t, visit, note))}</li>" for note in notes)
    st.html(f"<p class='said'><strong>{escape(head)}</strong></p><ul class='prose'>{items}</ul>")


def _note_words(t: Texts, visit: Visit, note: ProgressNote) -> str:
    words = t("challenge.note_words", when=note.time.date(), note=note.note)
    if note.value is None:
        return words
    metric = visit.definition.metric
    return f"{words} {t('challenge.measured', metric=t(f'metrics.{metric}'), value=value_words(t, metric, note.value))}"


def _note_form(t: Texts, visit: Visit, steps: list[Milestone]) -> None:
    titles = {step.id: t("challenge.milestone", month=step.month, title=step.title, due=step.due) for step in steps}
    with st.form("challenge-note", border=False):
        st.selectbox(t("challenge.of_milestone"), [*titles], format_func=titles.__getitem__, key="note-step")
        st.text_area(t("challenge.note"), key="note-text", max_chars=1000, height=80)
        st.form_submit_button(t("challenge.add_note"), on_click=guarded_callback(_note), args=(visit,))


def _note(visit: Visit) -> None:
    text = st.session_state["note-text"].strip()
    if text:
        visit.store.winner.note(st.session_state["note-step"], text, visit.name, _best_score(visit))


def _best_score(visit: Visit) -> float | None:
    """The latest score of the winner on the leaderboard, which a note is dated with."""
    found = visit.store.winner.announced(visit.definition.slug)
    if found is None:
        return None
    for entry in visit.store.entries.history(found.team_id):
        for one in visit.store.scores.of(entry.id):
            if one.measure == visit.definition.metric:
                return one.value
    return None


def _plan_form(t: Texts, visit: Visit, found: Announcement) -> None:
    with st.form("challenge-plan", border=False):
        st.selectbox(t("challenge.month"), range(1, MONTHS + 1), key="plan-month")
        st.text_input(t("challenge.milestone_title"), key="plan-title", max_chars=200)
        st.form_submit_button(t("challenge.add_milestone"), on_click=guarded_callback(_plan), args=(visit, found))


def _plan(visit: Visit, found: Announcement) -> None:
    month, title = st.session_state["plan-month"], st.session_state["plan-title"].strip()
    if title:
        due = found.time.date() + timedelta(days=DAYS_OF_A_MONTH * month)
        visit.store.winner.plan(visit.definition.slug, found.team_id, month, due, title, visit.name)
