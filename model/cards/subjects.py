"""Find the card of a subject by name."""

from __future__ import annotations

from model.cards.algorithm import algorithm_card
from model.cards.card import SYSTEM, Card
from model.cards.system import system_card
from model.text import Texts


def card_of(subject: str, t: Texts) -> Card:
    """The card of an algorithm by its slug, or of the system.

    Raises:
        UnknownAlgorithm: there is no such algorithm.
    """
    return system_card(t) if subject == SYSTEM else algorithm_card(subject, t)
