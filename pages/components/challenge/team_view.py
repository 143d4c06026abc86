"""A team's own room: hand in an entry, see what became of each, and how many are left."""

from __future__ import annotations

from html import escape

import streamlit as st

from model.challenge.intake import KINDS, HandedIn, hand_in, limits_of
from model.challenge.roles import Action
from model.challenge.store.states import State
from model.challenge.store.tables import Submission
from model.challenge.times import phases_now, require_open
from model.challenge.words import log_words, moment_words
from model.challenge_errors import PhaseNotOpen
from model.errors import TenOpinionsError
from model.text import Texts
from pages.components.cache import leaderboards
from pages.components.challenge.entry_photos import show_entry_photos
from pages.components.challenge.results import result_words
from pages.components.challenge.visit import Visit, worker
from pages.components.shell.failures import guarded_callback, show_failure
from pages.components.shell.uploader import draw_uploader

FILES, REFUSED, ROUND = "challenge-files", "challenge-refused", "challenge-round"
UNDER_WAY = (State.WAITING, State.RUNNING)


def show_team(t: Texts, visit: Visit) -> None:
    """Draw the form of each open phase, and the history."""
    now = visit.store.database.now()
    open_phases = [
        phase.set
        for phase in phases_now(visit.definition, visit.store)
        if visit.may(Action.SUBMIT, phase.stage(now), own=True)
    ]
    if open_phases:
        _show_form(t, visit, open_phases)
    else:
        st.html(f"<p class='prose'>{escape(t('challenge.none_open'))}</p>")
    _show_history(t, visit)


def _show_form(t: Texts, visit: Visit, open_phases: list[str]) -> None:
    st.html(f"<h2>{escape(t('challenge.hand_in'))}</h2>")
    with st.container(key="challenge-form", gap="small"):
        phase = st.segmented_control(
            t("challenge.phase"),
            open_phases,
            default=open_phases[0],
            format_func=lambda name: t(f"charts.{name}"),
            key="challenge-phase",
        )
        phase = phase or open_phases[0]
        st.html(f"<p class='small'>{escape(_left_words(t, visit, phase))}</p>")
        how = t("challenge.how", columns=", ".join(visit.definition.terms.header))
        st.html(f"<p class='small'>{escape(how)}</p>")
        st.text_input(t("challenge.entry_title"), key="challenge-title", max_chars=100)
        key = f"{FILES}-{st.session_state.get(ROUND, 0)}"
        with st.container(key="own-table"), st.container(key="own"):
            words = {"upload-button": t("challenge.upload"), "upload-touch": t("challenge.upload")}
            draw_uploader(key, t("challenge.files"), {**words, "upload-drop": t("challenge.drop")})
        st.button(
            t("challenge.submit"),
            key="challenge-submit",
            type="primary",
            disabled=not st.session_state.get(key),
            on_click=guarded_callback(_hand_in),
            args=(visit, phase, key),
        )
        refused = st.session_state.get(REFUSED)
        if refused is not None:
            show_failure(t, refused, before=t("challenge.refused"), after=t("challenge.nothing_used"))


def _left_words(t: Texts, visit: Visit, phase: str) -> str:
    left = visit.store.entries.left(visit.team or 0, phase, limits_of(visit.definition))
    words = {"today": left.today or 0, "total": left.in_total or 0}
    return t("challenge.left", **words, when=moment_words(t, left.next_day))


def _hand_in(visit: Visit, phase: str, key: str) -> None:
    """Hand in the uploaded files: one entry, with the text beside it."""
    st.session_state.pop(REFUSED, None)
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1  # an empty uploader, whatever comes of it
    files = {file.name: file.getvalue() for file in st.session_state.get(key) or ()}
    beside = next((data for name, data in files.items() if name.lower().endswith(".toml")), b"")
    main = next((name for name in files if name.lower().endswith(tuple(KINDS))), next(iter(files), ""))
    if not main:
        return
    title = st.session_state.get("challenge-title", "")
    handed = HandedIn(title, main, files[main], beside.decode(errors="replace"))
    benchmark = leaderboards.leaderboard((visit.definition.slug, "")).evaluation.benchmark
    try:
        hand_in(visit.definition, benchmark, visit.store, visit.team or 0, phase, handed)
    except TenOpinionsError as error:
        st.session_state[REFUSED] = error
        return
    worker().wake()


def _show_history(t: Texts, visit: Visit) -> None:
    """Draw every entry of the team; while one is under way, look again each second."""
    under_way = any(entry.state in UNDER_WAY for entry in visit.store.entries.history(visit.team or 0))

    @st.fragment(run_every=1.0 if under_way else None)
    def history() -> None:
        entries = visit.store.entries.history(visit.team or 0)
        if under_way and not any(entry.state in UNDER_WAY for entry in entries):
            st.rerun()
        st.html(f"<h2>{escape(t('challenge.history'))}</h2>")
        if not entries:
            st.html(f"<p class='prose'>{escape(t('challenge.no_entries'))}</p>")
        for entry in entries:
            show_entry(t, visit, entry)

    if under_way:
        worker().wake()
    history()


def show_entry(t: Texts, visit: Visit, entry: Submission) -> None:
    """Draw one entry: its state with the time, its result, and its log."""
    state = t(f"challenge.states.{entry.state}")
    head = f"{entry.title}: {state}"
    with st.container(key=f"entry-{entry.id}", gap="xsmall", border=True):
        facts = (
            t(f"charts.{entry.phase}"),
            t(f"challenge.entry_kinds.{entry.kind}"),
            moment_words(t, entry.state_time),
        )
        st.html(
            f'<p class="said" role="status"><strong>{escape(head)}</strong></p>'
            f"<p class='small'>{escape(' · '.join(facts))}</p>"
            f"<p class='said'>{escape(result_words(t, visit, entry))}</p>"
        )
        with st.expander(t("challenge.log_title"), key=f"log-{entry.id}"):
            lines = visit.store.log.of(entry.id)
            items = "".join(
                f"<li><small>{escape(moment_words(t, line.time))}</small> {escape(log_words(t, line))}</li>"
                for line in lines
            )
            st.html(f"<ol class='prose'>{items}</ol><p class='small'>SHA-256 {entry.sha256}</p>")
        with st.container(key=f"acts-{entry.id}", horizontal=True, gap="small"):
            _show_acts(t, visit, entry)


def _show_acts(t: Texts, visit: Visit, entry: Submission) -> None:
    show_entry_photos(t, visit, entry)
    if entry.state in (*UNDER_WAY, State.SCORED) and _may_withdraw(visit, entry):
        with st.popover(t("challenge.withdraw"), key=f"withdrawal-{entry.id}"):
            st.html(f"<p class='small'>{escape(t('challenge.withdraw_note'))}</p>")
            st.button(
                t("challenge.withdraw_now"),
                key=f"withdraw-{entry.id}",
                on_click=guarded_callback(_withdraw),
                args=(visit, entry),
            )


def _may_withdraw(visit: Visit, entry: Submission) -> bool:
    try:
        require_open(visit.definition, visit.store, entry.phase, Action.WITHDRAW, visit.role)
    except PhaseNotOpen:
        return False
    return True


def _withdraw(visit: Visit, entry: Submission) -> None:
    """Withdraw an entry; the page may be older than the end of the phase, when a team would choose by the scores."""
    require_open(visit.definition, visit.store, entry.phase, Action.WITHDRAW, visit.role)
    visit.store.entries.withdraw(entry.id, visit.name)
