"""Beat the jury: one person diagnoses before and after seeing the jury's advice, and gets both answers scored."""

from __future__ import annotations

from html import escape

import streamlit as st

from pages.components.shell.frame import open_page
from model.text import Texts
from pages.components.quiz.jury_advice import think_ahead
from pages.components.quiz.quiz_play import play
from pages.components.quiz.quiz_result import show_result
from pages.components.quiz.setup import invite, set_up
from pages.components.quiz.state import asked_deal, current_game
from pages.components.shell.failures import guarded


def before(t: Texts, token: str) -> None:
    """Draw the page before a game, or after the game in the address has expired."""
    st.html(f"<h1>{escape(t('quiz.title'))}</h1><p class='lead'>{escape(t('quiz.lead'))}</p>")
    if token:
        st.html(f'<p class="refusal" role="status">{escape(t("quiz.gone"))}</p>')
    deal = asked_deal()
    if deal is not None:
        invite(t, deal)
    else:
        set_up(t)
    think_ahead([])


def page(t: Texts) -> None:
    """Draw the page."""
    token, game = current_game()
    if game is None:
        before(t, token)
        return
    moment = game.moment()
    if moment.turn is None:
        show_result(t, game)
        return
    st.html(f"<h1 class='for-screen-readers'>{escape(t('quiz.title'))}</h1>")
    play(t, game, moment, moment.turn)


texts = open_page("quiz")
with guarded(texts):
    page(texts)
