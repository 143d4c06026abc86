"""How a figure is written, and how a promise that was missed is named."""

from __future__ import annotations

from model.documents import criteria
from model.documents.markdown import figure, loss
from model.documents.trust import MEASURES, held_back_sentence, missed_sentence
from model.trust.characteristic import Characteristic, read
from model.trust.criteria_figures import FALSE_SEEN, MISSED


def row(measure, value, low=None, high=None):
    return Characteristic(measure, "quartz day2", 100, value, low, high)


def test_a_figure_has_three_decimals_with_its_interval_and_three_digits_without():
    assert figure(row("auroc", 0.9991, 0.9982, 1.0)) == "0.999 (0.998 to 1.000)"
    assert figure(row("count", 3.14159)) == "3.14"


def test_a_loss_is_a_negative_change_with_its_interval_turned():
    minus = "\N{MINUS SIGN}"
    assert loss(row("auc_fall", 0.02, -0.01, 0.05)) == f"{minus}0.020 ({minus}0.050 to +0.010)"
    assert loss(None) == "not measured"


def test_a_missed_promise_is_named_with_its_figure():
    values = {"covered_90": 0.9, "covered_melanoma_90": 0.871, "covered_95": 0.95, "covered_melanoma_95": 0.96}
    words = missed_sentence({"quartz day2": {name: row(name, value) for name, value in values.items()}})
    assert "3 of 4" in words
    assert "`quartz` melanomas 87.1 for 90" in words


def test_a_set_of_which_too_many_photos_are_held_back_is_named_with_its_figure():
    cells = {("close_up", of): row("close_up", value) for of, value in (("day2", 0.004), ("elsewhere", 0.043))}
    assert held_back_sentence(cells, "close_up").endswith("1 of 2 sets of dermoscopic photos. Not: `elsewhere` 4.3 %.")


def test_every_measure_of_a_table_of_single_figures_has_words():
    assert {row.measure for check in ("gate", "skin", "limits") for row in read(check)} <= set(MEASURES)


def test_a_promise_about_criteria_that_was_missed_is_named_with_its_figure():
    rows = [
        Characteristic(FALSE_SEEN, "globules elsewhere", 18, 1 / 3, 0.16, 0.56),
        Characteristic(MISSED, "globules", 483, 0.09, 0.06, 0.12),
        Characteristic(MISSED, "milia_like_cysts", 559, 0.2, 0.1, 0.3),  # left out
        Characteristic(FALSE_SEEN, "streaks", 0, float("nan")),
    ]
    words = criteria.missed_sentence({(row.measure, row.of): row for row in rows})
    assert words == "At most 10 % false: 1 of 2 figures. Not: globules, elsewhere, of 'seen' false 33.3 %."
