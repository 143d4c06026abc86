"""A reader's own checklist beside the probes."""

from __future__ import annotations

from model.lesion.seven_points import POINTS
from model.trust.criteria import OF_SLUG, Word
from model.trust.own_list import PARTNERS, OwnList


def test_every_partner_is_a_probe_and_has_its_point():
    assert set(PARTNERS) <= set(POINTS)
    assert set(PARTNERS.values()) <= set(OF_SLUG)


def test_agreement_is_counted_over_the_clear_words_alone():
    words = {
        "streaks": Word.NOT_SEEN,
        "blue_white_veil": Word.NOT_SEEN,
        "globules": Word.UNSURE,
        "negative_network": Word.SEEN,
    }
    own = OwnList(frozenset({"irregular_streaks", "irregular_pigmentation"}), words)
    assert set(own.pairs) == {"irregular_streaks", "blue_white_veil", "irregular_dots_globules"}
    assert set(own.clear) == {"irregular_streaks", "blue_white_veil"}
    assert own.alike == 1
    assert (own.score.points, own.score.suspicious) == (2, False)


def test_before_the_probes_are_known_nothing_is_compared():
    assert OwnList(frozenset(POINTS)).pairs == {}
