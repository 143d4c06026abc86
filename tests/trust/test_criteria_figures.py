"""The committed figures about criteria: odds ratios, known limits in words."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats.contingency import odds_ratio as reference

from model.text import LANGUAGES, texts
from model.trust import criteria_figures
from model.trust.characteristic import Characteristic, read, share_of, write
from model.trust.criteria import Word
from model.trust.criteria_figures import (
    AREA,
    CHECK,
    EVEN_ON_LESION,
    KAPPA,
    ON_LESION,
    PRESENT,
    SAID,
    WITH,
    WITHOUT,
    left_out,
    lies_on_lesion,
    limits_words,
    odds_ratio,
)


def counted(folder, with_it, without):
    """A table with so many melanomas and others with and without streaks."""
    rows = [
        share_of(measure, "streaks", [True] * melanomas + [False] * others)
        for measure, (melanomas, others) in ((WITH, with_it), (WITHOUT, without))
    ]
    write(CHECK, rows, folder)
    return odds_ratio("streaks", folder)


def test_the_odds_ratio_is_that_of_the_counts(tmp_path):
    odds = counted(tmp_path, (40, 50), (369, 1598))
    expected = reference([[40, 50], [369, 1598]], kind="sample")
    low, high = expected.confidence_interval(0.95)
    assert (odds.value, odds.low, odds.high) == pytest.approx((expected.statistic, low, high), rel=1e-4)


def test_an_empty_cell_gives_a_wide_interval_and_no_table_gives_none(tmp_path):
    odds = counted(tmp_path, (5, 0), (10, 100))
    assert 1 < odds.low < odds.value < odds.high < np.inf
    assert np.isnan(odds_ratio("globules", tmp_path).value)


def test_a_criterion_whose_lower_bound_is_too_low_is_left_out(tmp_path):
    rows = [Characteristic(AREA, "streaks", 90, 0.8, 0.7, 0.9), Characteristic(AREA, "globules", 90, 0.75, 0.69, 0.8)]
    write(CHECK, rows, tmp_path)
    assert [one.slug for one in left_out(tmp_path)] == ["globules"]


@pytest.mark.parametrize(("low", "expected"), [(0.5, True), (0.3, False)])
def test_evidence_lies_on_the_lesion_only_beyond_both_intervals(tmp_path, low, expected):
    rows = [
        Characteristic(ON_LESION, "streaks", 90, 0.6, low, 0.7),
        Characteristic(EVEN_ON_LESION, "streaks", 90, 0.3, 0.2, 0.4),
    ]
    write(CHECK, rows, tmp_path)
    assert lies_on_lesion("streaks", tmp_path) is expected
    assert not lies_on_lesion("globules", tmp_path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_known_limits_have_the_measured_agreement_and_the_fewest_labels(monkeypatch, language):
    t = texts(language)
    rows = [
        Characteristic(AREA, "streaks", 90, 0.8, 0.6, 0.9),
        Characteristic(AREA, "globules", 90, 0.8, 0.75, 0.9),
        share_of(SAID[Word.SEEN], "globules", [False] * 90),
        share_of(PRESENT, "streaks", [True] * 17 + [False] * 100),
        share_of(PRESENT, "globules", [True] * 60 + [False] * 100),
        Characteristic(KAPPA, "streaks", 804, 0.4567, 0.3, 0.6),
    ]
    monkeypatch.setattr(criteria_figures, "read", lambda *_: rows)
    words = limits_words(t)
    assert t("criteria.agreement", name=t("criteria.streaks.name"), kappa=t.number(0.46, 2)) in words
    assert "17" in words
    assert t("criteria.left_out", names=t("criteria.streaks.name")) in words
    assert t("criteria.never_seen", names=t("criteria.globules.name")) in words
    monkeypatch.setattr(criteria_figures, "read", lambda *_: ())
    assert limits_words(t) == ""


def test_the_two_sources_of_the_committed_labels_agree_as_their_readme_says():
    found = {row.of: round(row.value, 2) for row in read(CHECK) if row.measure == KAPPA}
    assert found == {"pigment_network": 0.58, "globules": 0.44, "streaks": 0.46}
