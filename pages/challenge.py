"""A challenge: what it asks, the way in, and a room for each role: team, jury, organiser."""

from __future__ import annotations

import streamlit as st

from pages.components.shell.frame import open_page
from model.errors import TenOpinionsError
from model.text import Texts
from pages.components.cache import challenges
from pages.components.leaderboard import leaderboard_state
from pages.components.session.lesion_input import drop_here, sent_on
from pages.components.shell.failures import guarded, show_failure


def page(t: Texts) -> None:
    """Draw the page; what it needs is imported here, so that no other page waits for it."""
    from model.challenge.definition import slugs
    from model.challenge.roles import Role
    from pages.components.challenge.door_view import show_door, show_signed_in
    from pages.components.challenge.jury_view import show_jury
    from pages.components.challenge.organiser_view import show_organiser
    from pages.components.challenge.phases_view import show_choice, show_question
    from pages.components.challenge.team_view import show_team
    from pages.components.challenge.visit import visit_of
    from pages.components.challenge.winner_view import show_winner

    slug = leaderboard_state.asked()
    show_choice(t, slug, slugs())
    try:
        visit = visit_of(challenges.definition_of(slug))
    except TenOpinionsError as error:
        show_failure(t, error)
        return
    t = challenges.texts_of((slug, ""), t.language)
    show_question(t, visit)
    show_winner(t, visit)
    rooms = {Role.TEAM: show_team, Role.JURY: show_jury, Role.ORGANISER: show_organiser}
    if visit.role == Role.VISITOR:
        show_door(t, visit)
        return
    show_signed_in(t, visit)
    with st.container(key="challenge-room"):
        rooms[visit.role](t, visit)


texts = open_page("challenge")
with guarded(texts):
    sent_on(texts)
    drop_here(texts)
    page(texts)
