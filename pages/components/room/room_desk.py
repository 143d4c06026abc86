"""Draw a room on the presenter's screen: photo, number of votes, the room's answer, the jury's answer, the truth."""

from __future__ import annotations

from contextlib import suppress
from html import escape

import streamlit as st

from model.errors import AlgorithmError, LesionImageError, PhotoHeldBack
from model.lesion.diagnosis import DIAGNOSES
from model.lesion.gallery import Case
from model.stage.advice import Advice
from model.stage.rooms import Count, Now, Phase, Room
from model.text import Texts
from pages.components.examine.refusal import show_caution
from pages.components.quiz.advice_card import advice_html, bars_html
from pages.components.quiz.case_photo import show_case, truth_html
from pages.components.quiz.jury_advice import advice_on, jury_thinks, known_advice, no_advice, think_ahead
from pages.components.room.door import invitation
from pages.components.room.room_result import answers_html, show_room_result
from pages.components.room.state import close_room
from pages.components.shell.failures import guarded_callback, show_failure
from pages.components.shell.placeholder import Placeholder
from pages.components.shell.practice_choice import chosen_practice, small

LOOKS = 0.4
"""Seconds between the screen's checks for votes, so that every vote appears within a second."""
MAP_SIDE = 480
NEXT: dict[Phase, str] = {"voting": "close", "counted": "ask_jury", "advised": "show_truth", "truth": "next"}
# Presentation clickers send PageDown and PageUp; the buttons have the arrow keys as their shortcuts.
CLICKER_SCRIPT = """
<script>
if (!window.tenOpinionsClicker) {
  window.tenOpinionsClicker = true;
  document.addEventListener("keydown", event => {
    const name = {PageDown: "room-step-", PageUp: "room-reopen-"}[event.key];
    const button = name && document.querySelector(`[class*=st-key-${name}] button`);
    if (button && !button.disabled) { event.preventDefault(); button.click(); }
  });
}
</script>
"""


def desk(t: Texts, token: str, room: Room) -> None:
    """Draw the current step."""
    now = room.now()
    with st.container(key="room-desk"):
        if now.phase == "over":
            show_room_result(t, room)
        else:
            _case(t, room, now)
    _ways_out(t, token, room, now)
    st.html(CLICKER_SCRIPT, unsafe_allow_javascript=True)
    if now.phase != "over":
        think_ahead([(case, False) for case in room.deck[now.position : now.position + 2]])


def _ways_out(t: Texts, token: str, room: Room, now: Now) -> None:
    with st.container(key="room-ways", horizontal=True):
        if now.phase != "over":
            st.button(t("room.finish"), key="room-finish", on_click=guarded_callback(room.finish))
        elif now.position < len(room.deck):
            st.button(t("room.resume"), key="room-resume", on_click=guarded_callback(room.resume))
        with st.popover(t("room.close_room"), key="room-close"):
            small(t("room.close_means"))
            st.button(t("room.close_now"), key="room-close-now", on_click=guarded_callback(close_room), args=(token,))


def _case(t: Texts, room: Room, now: Now) -> None:
    case = room.deck[now.position]
    with st.container(key="room-case"):
        with st.container(key="room-photo", gap="xsmall"):
            show_case(t, case)
        with st.container(key="room-answer", gap="small"):
            number = t("quiz.case", number=now.position + 1, total=len(room.deck))
            st.html(f"<h2>{escape(number)}</h2>")
            _panel(t, room, now, case)
            _steps(t, room, now)


def _panel(t: Texts, room: Room, now: Now, case: Case) -> None:
    """Draw what is new in this phase; it replaces what the phase before has shown."""
    if now.phase == "voting":
        _arriving(t, room, now)
        invitation(t, room)
    elif now.phase == "counted":
        count = room.count(now.position)
        st.html(f'<p class="sentence" role="status">{escape(room_words(t, count))}</p>{votes_html(t, count)}')
    elif now.phase == "advised":
        _jury(t, room, now, case)
    else:
        _told(t, room, now, case)


def _arriving(t: Texts, room: Room, drawn: Now) -> None:
    """Show the number of votes as they arrive; the votes stay hidden, so that nobody follows the others."""

    @st.fragment(run_every=LOOKS)
    def look() -> None:
        now = room.now()
        if (now.position, now.phase) != (drawn.position, drawn.phase):
            st.rerun()
        share = now.voted / now.joined if now.joined else 0.0
        st.html(
            f'<div class="room-arriving" role="status"><strong>{now.voted}</strong>'
            f"<p>{escape(t('room.have_voted', count=now.voted, joined=now.joined))}</p>"
            f'<i style="--share:{share:.2%}" aria-hidden="true"></i></div>'
        )

    look()


def _told(t: Texts, room: Room, now: Now, case: Case) -> None:
    """Draw the diagnosis, then the answers of the room and of the jury beside it."""
    st.html(truth_html(t, case))
    place, jury = _place("room-answers", case), None
    with suppress(PhotoHeldBack, AlgorithmError, LesionImageError):
        jury = _heard(t, room, now, case, place).said(chosen_practice())
    lines = answers_html(t, case, room.count(now.position), jury)
    with place.filled():
        st.html("".join(f'<p class="sentence">{line}</p>' for line in lines))
        if case.source == "generated":
            small(t("room.only_drawn"))


def room_words(t: Texts, count: Count) -> str:
    """The room's answer to a case in words."""
    if not count.total:
        return t("room.nobody_voted")
    if count.answer is None:
        names = t("jury.and", names=", ".join(_names(t, count)[:-1]), last=_names(t, count)[-1])
        return t("room.undecided", names=names)
    most = count.votes[count.answer.diagnosis]
    return t("room.says", diagnosis=_names(t, count)[0], count=most, total=count.total)


def votes_html(t: Texts, count: Count) -> str:
    """The votes as bars, in the order of the seven diagnoses."""
    votes = ((diagnosis, count.votes.get(diagnosis, 0)) for diagnosis in DIAGNOSES)
    return bars_html(t, ((diagnosis, number / max(1, count.total), str(number)) for diagnosis, number in votes))


def _names(t: Texts, count: Count) -> list[str]:
    return [t(f"diagnoses.{diagnosis}.name") for diagnosis in count.leaders]


def _jury(t: Texts, room: Room, now: Now, case: Case) -> None:
    place = _place("room-jury", case)
    try:
        advice = _heard(t, room, now, case, place)
    except PhotoHeldBack as error:
        place.filled().html(f'<p class="sentence" role="status">{escape(no_advice(t, error))}</p>')
        return
    except (AlgorithmError, LesionImageError) as error:
        with place.filled():
            show_failure(t, error)
        return
    votes = t("jury.meter", count=advice.suspicious, voters=advice.voters)
    with place.filled():
        show_caution(t, advice.admission)
        st.html(advice_html(t, case, advice, f"<p>{escape(votes)}.</p>", MAP_SIDE))


def _place(key: str, case: Case) -> Placeholder:
    return Placeholder(key, awaited=known_advice((case, False)) is None)


def _heard(t: Texts, room: Room, now: Now, case: Case, place: Placeholder) -> Advice:
    """The jury's advice, which the room keeps; `place` shows the wait for it."""
    advice = advice_on((case, False), lambda job: place.slot.html(jury_thinks(t, job)))
    room.hear(now.position, advice.said(chosen_practice()))
    return advice


def _steps(t: Texts, room: Room, now: Now) -> None:
    with st.container(key="room-steps", horizontal=True):
        st.button(
            t(f"room.{NEXT[now.phase]}"),
            key=f"room-step-{now.position}-{now.phase}",
            type="primary",
            shortcut="Right",
            on_click=guarded_callback(room.advance),
            args=(now.position, now.phase),
        )
        if now.phase == "counted":
            st.button(
                t("room.reopen"),
                key=f"room-reopen-{now.position}",
                shortcut="Left",
                on_click=guarded_callback(room.reopen),
                args=(now.position,),
            )
