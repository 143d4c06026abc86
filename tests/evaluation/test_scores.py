"""Scores by hand, their intervals and their reasons; the figures of a day."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest

from model.evaluation.answers import Answers
from model.evaluation.classification import (
    accuracy,
    balanced_accuracy,
    brier_score_loss,
    cohen_kappa,
    expected_calibration_error,
    f1_macro,
    log_loss,
)
from model.evaluation.decisions import net_benefit, ratio
from model.evaluation.detection import auc, average_precision, partial_auc, sensitivity_at, specificity_at
from model.evaluation.intervals import Undefined, wilson
from model.evaluation.metrics import METRICS, OF_CLASS, RANKED_BY, class_metrics
from model.evaluation.resampling import draw, interval
from model.evaluation.scores import InParts, flat, scores, table_scores
from model.evaluation.set_scores import SHOWN, set_scores
from model.evaluation.sets import SETS
from model.evaluation.tables import CLASSES, ImageTable, write_table
from model.evaluation.tally import Tally
from model.lesion.practice import EQUAL, Threshold, default_practice, in_practice, practices, threshold_in
from model.table_errors import TableEmpty, TableMissing, TableOtherImages, TruthUnclear
from model.text import LANGUAGES, texts
from tests.evaluation.examples import COLUMNS, answers_for, probabilities_for

RESAMPLES = 40


def truth_table(columns):
    return ImageTable(tuple(f"image {index}" for index in range(len(columns))), np.eye(7)[columns], "truth.csv")


def table_like(truth, values):
    return ImageTable(truth.images, values)


def two_classes(truth, probability, threshold=None):
    """Answers about melanoma and the rest."""
    probability = np.asarray(probability, float)
    return Answers(
        np.asarray(truth), np.column_stack([probability, 1 - probability]), ("MEL", "other"), "MEL", threshold
    )


def test_balanced_accuracy_accuracy_and_kappa_by_hand():
    answers = Answers(np.array([0, 0, 1, 1, 1, 1]), np.eye(2)[[0, 1, 1, 1, 1, 0]], ("a", "b"))
    assert balanced_accuracy(answers).value == pytest.approx((1 / 2 + 3 / 4) / 2)
    assert accuracy(answers).value == pytest.approx(4 / 6)
    assert cohen_kappa(answers).value == pytest.approx((4 / 6 - 20 / 36) / (1 - 20 / 36))
    assert f1_macro(answers).value == pytest.approx((1 / 2 + 3 / 4) / 2)


def test_an_undecided_image_is_called_wrong():
    answers = Answers(np.array([0, 1]), np.array([[0.4, 0.4, 0.2], [0.1, 0.8, 0.1]]), ("a", "b", "c"))
    assert accuracy(answers).value == 0.5
    assert ratio("sensitivity", answers, 0, None).value == 0


def test_what_is_called_is_decided_by_equal_frequencies_and_probabilities_speak_of_the_practice():
    clinic = default_practice()
    equal, stated = answers_for(), answers_for(practice=clinic, threshold=0.1)
    converted = Answers(stated.truth, in_practice(stated.probabilities, clinic.frequencies), threshold=0.1)
    assert balanced_accuracy(stated) == balanced_accuracy(equal) != balanced_accuracy(converted)
    for name in ("accuracy", "f1_macro", "cohen_kappa_score"):
        assert METRICS[name].value(stated) == METRICS[name].value(equal)
    of_the_probability = (*RANKED_BY[1:2], "melanoma_average_precision", "log_loss", "expected_calibration_error")
    for name in (*of_the_probability, "melanoma_calibration_error", "sensitivity", "specificity", "net_benefit"):
        assert METRICS[name].value(stated) == METRICS[name].value(converted) != METRICS[name].value(equal), name


def test_a_threshold_is_applied_to_the_probability_of_its_own_practice():
    equal, both = (
        answers_for(threshold=0.2),
        answers_for(threshold=0.2, practice=default_practice(), threshold_practice=EQUAL),
    )
    counts = draw(COLUMNS, resamples=20)
    for name in ("sensitivity", "specificity", "net_benefit"):
        assert METRICS[name].value(both) == METRICS[name].value(equal)
        np.testing.assert_array_equal(
            METRICS[name].resampled(Tally(both, counts)), METRICS[name].resampled(Tally(equal, counts))
        )
    assert METRICS["melanoma_auc"].value(both) != METRICS["melanoma_auc"].value(equal)


def test_sensitivity_and_specificity_are_the_same_in_every_practice_and_so_is_the_area():
    clinic = answers_for(practice=default_practice(), threshold=0.07)
    for practice in practices().values():
        point = threshold_in(0.07, clinic.practice, practice)
        moved = answers_for(practice=practice, threshold=point)
        for name in ("sensitivity", "specificity", "ppv"):
            assert METRICS[name].value(moved) == METRICS[name].value(clinic)
        assert METRICS["melanoma_auc"].value(moved).value == pytest.approx(METRICS["melanoma_auc"].value(clinic).value)


def test_rows_that_are_no_distributions_speak_of_no_frequencies():
    independent = Answers(np.array([0, 1]), np.array([[0.9, 0.9, *[0.0] * 5]] * 2), practice=default_practice())
    assert independent.stated_for == EQUAL
    assert independent.stated is independent.probabilities
    assert answers_for(practice=default_practice()).stated_for == default_practice()


def test_the_calibration_of_melanoma_by_hand():
    answers = two_classes([0, 1, 1, 0], [0.9, 0.9, 0.1, 0.2])
    assert METRICS["melanoma_calibration_error"].value(answers).value == pytest.approx((0.8 + 0.1 + 0.8) / 4)
    assert METRICS["melanoma_brier_score_loss"].value(answers).value == pytest.approx((0.01 + 0.81 + 0.01 + 0.64) / 4)


def test_areas_by_hand():
    answers = two_classes([0, 0, 1, 1, 1], [0.9, 0.4, 0.4, 0.1, 0.5])
    assert auc(answers, 0).value == pytest.approx((3 + 0.5 + 1) / 6)
    # at 0.9: sensitivity 1/2, precision 1; at 0.4: sensitivity 1, precision 2/4
    assert average_precision(answers, 0).value == pytest.approx(0.5 * 1 + 0.5 * 0.5)


def test_the_partial_area_of_a_perfect_ranking_a_coin_and_a_reversed_one():
    truth = np.repeat([0, 1], 50)
    assert partial_auc(two_classes(truth, 1 - truth), 0).value == pytest.approx(0.2)
    assert partial_auc(two_classes(truth, np.full(100, 0.3)), 0).value == pytest.approx(0.02)
    assert partial_auc(two_classes(truth, truth), 0).value == pytest.approx(0)


def test_points_on_the_curve_by_hand():
    answers = two_classes([0] * 5 + [1] * 5, [0.9, 0.8, 0.7, 0.6, 0.2, 0.75, 0.5, 0.3, 0.1, 0.05])
    assert specificity_at(answers, 0, 0.8).value == pytest.approx(4 / 5)
    assert specificity_at(answers, 0, 0.81).value == pytest.approx(2 / 5)
    assert sensitivity_at(answers, 0, 0.8).value == pytest.approx(4 / 5)
    assert sensitivity_at(answers, 0, 1.0).value == pytest.approx(2 / 5)


def test_a_wanted_specificity_that_no_threshold_has_gives_no_sensitivity():
    answers = two_classes([0, 1], [0.3, 0.9])
    assert sensitivity_at(answers, 0, 0.5).value == 0


def test_losses_and_calibration_by_hand():
    answers = Answers(np.array([0, 1, 0, 1]), np.array([[0.9, 0.1], [0.9, 0.1], [0.6, 0.4], [0.2, 0.8]]), ("a", "b"))
    assert brier_score_loss(answers).value == pytest.approx(2 * (0.01 + 0.81 + 0.16 + 0.04) / 4)
    assert log_loss(answers).value == pytest.approx(-np.log([0.9, 0.1, 0.6, 0.8]).mean())
    assert expected_calibration_error(answers).value == pytest.approx((abs(1 - 1.8) + 0.4 + 0.2) / 4)


def test_a_probability_of_0_for_the_truth_costs_much_but_not_everything():
    answers = Answers(np.array([0]), np.array([[0.0, 1.0]]), ("a", "b"))
    assert 36 < log_loss(answers).value < 37


def test_net_benefit_by_hand_and_of_calling_nobody():
    answers = two_classes([0, 0, 1, 1, 1], [0.9, 0.1, 0.6, 0.2, 0.1], 0.5)
    assert net_benefit(answers, 0, 0.5).value == pytest.approx(1 / 5 - 1 / 5 * 1)
    assert net_benefit(answers, 0, 0.25).value == pytest.approx(1 / 5 - 1 / 5 / 3)
    assert net_benefit(answers, 0, 0.95).value == 0


@pytest.mark.parametrize(
    ("truth", "probability", "name", "reason"),
    [
        ([1, 1], [0.2, 0.9], "melanoma_auc", Undefined.NO_POSITIVE),
        ([0, 0], [0.2, 0.9], "melanoma_auc", Undefined.NO_NEGATIVE),
        ([1, 1], [0.2, 0.9], "sensitivity", Undefined.NO_POSITIVE),
        ([0, 0], [0.2, 0.9], "specificity", Undefined.NO_NEGATIVE),
        ([0, 1], [0.2, 0.1], "ppv", Undefined.NONE_CALLED),
        ([0, 1], [0.8, 0.9], "npv", Undefined.ALL_CALLED),
        ([1, 1], [0.2, 0.1], "f1", Undefined.NO_POSITIVE),
        ([0, 0], [0.8, 0.9], "cohen_kappa_score", Undefined.ONE_ANSWER),
        ([0, 0], [0.8, 0.9], "roc_auc_ovr", Undefined.NO_NEGATIVE),
        ([], [], "balanced_accuracy", Undefined.NO_IMAGES),
        ([], [], "log_loss", Undefined.NO_IMAGES),
        ([], [], "net_benefit", Undefined.NO_IMAGES),
    ],
)
def test_what_is_undefined_says_why(truth, probability, name, reason):
    found = METRICS[name].value(two_classes(np.array(truth, int), probability, 0.5))
    assert math.isnan(found.value)
    assert found.reason == reason


def test_without_the_target_without_a_threshold_and_without_distributions_there_is_no_such_score():
    answers = Answers(np.array([0, 1]), np.eye(2), ("a", "b"))
    assert METRICS["melanoma_auc"].value(answers).reason == Undefined.NO_SUCH_CLASS
    assert METRICS["sensitivity"].value(two_classes([0, 1], [0.1, 0.2])).reason == Undefined.NO_THRESHOLD
    assert METRICS["net_benefit"].value(two_classes([0, 1], [0.1, 0.2], 1.0)).reason == Undefined.NO_THRESHOLD
    independent = Answers(np.array([0, 1]), np.array([[0.9, 0.9], [0.1, 0.2]]), ("MEL", "b"))
    assert METRICS["brier_score_loss"].value(independent).reason == Undefined.NO_DISTRIBUTION
    assert METRICS["balanced_accuracy"].value(independent).reason is None


@pytest.mark.parametrize("name", METRICS)
def test_without_images_no_score_has_a_value_or_a_warning(name):
    nothing = Answers(np.empty(0, int), np.empty((0, 7)), threshold=0.2)
    assert math.isnan(METRICS[name].value(nothing).value)
    assert np.isnan(METRICS[name].resampled(Tally(nothing, np.empty((0, 3))))).all()


@pytest.mark.parametrize("name", METRICS)
def test_a_better_table_has_the_better_score(name):
    metric = METRICS[name]
    good, bad = answers_for(favour=6.0), answers_for(favour=0.2)
    assert (metric.value(good).value > metric.value(bad).value) is metric.higher_is_better


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_score_and_every_reason_has_words(language):
    t = texts(language)
    assert all(t(metric.text) for metric in [*METRICS.values(), *class_metrics(0).values()])
    assert all(t(f"undefined.{reason}") for reason in Undefined)


def test_the_registry_knows_the_scores_that_a_ranking_may_go_by():
    assert {"balanced_accuracy", "melanoma_auc"} <= set(RANKED_BY) < set(METRICS)
    assert not any(METRICS[name].needs_threshold for name in RANKED_BY)
    assert tuple(class_metrics(0)) == OF_CLASS
    assert [name for name, metric in METRICS.items() if not metric.higher_is_better] == [
        "brier_score_loss",
        "log_loss",
        "expected_calibration_error",
        "melanoma_calibration_error",
        "melanoma_brier_score_loss",
    ]


def test_every_interval_holds_its_value_and_is_the_same_every_time():
    answers = answers_for()
    counts = draw(answers.truth, resamples=200)
    first, second = table_scores(answers, counts), table_scores(answers, counts)
    assert first.overall == second.overall
    # what cannot be negative is pushed away from 0 by resampling: its interval may lie above the value
    pushed = {"expected_calibration_error", "melanoma_calibration_error"}
    for name, score in first.overall.items():
        assert score.low <= score.high
        assert name in pushed or score.low <= score.value <= score.high, name
    assert {len(drawn) for drawn in first.resampled.values()} == {200}


def test_a_share_of_images_has_wilson_s_interval_and_a_share_of_images_of_shared_lesions_has_not():
    answers = answers_for()
    counts = draw(answers.truth, resamples=200)
    hits = int((answers.called == answers.truth).sum())
    assert table_scores(answers, counts).overall["accuracy"] == wilson(hits, 146)
    assert table_scores(answers, counts, single=False).overall["accuracy"] != wilson(hits, 146)


def test_scores_of_each_class_are_listed_by_class_and_flat():
    answers = answers_for()
    found = table_scores(answers, draw(COLUMNS, resamples=20)).of_class
    assert list(found) == list(answers.classes)
    assert all(tuple(scored) == OF_CLASS for scored in found.values())
    assert flat(found)["sensitivity_BCC"] == found["BCC"]["sensitivity"]
    assert len(flat(found)) == 49


def test_a_score_that_waits_is_the_same_as_one_that_does_not():
    answers, counts = answers_for(), draw(COLUMNS, resamples=50)
    found, tally = table_scores(answers, counts), Tally(answers, counts)
    waiting = [name for name, metric in METRICS.items() if metric.wants_every_curve]
    assert waiting
    for name in waiting:
        expected = METRICS[name].resampled(tally)
        np.testing.assert_array_equal(found.resampled[name], expected.astype(np.float64))
        assert found.overall[name] == interval(METRICS[name].value(answers), expected.astype(np.float64))
    assert found.values == {name: score.value for name, score in found.overall.items()}
    assert found.of_class["MEL"]["auc"].value == found.values["melanoma_auc"]


def test_what_waits_is_computed_once_and_only_when_asked_for():
    asked = []
    later = cache(lambda: asked.append(1) or {"slow": 2})
    both = InParts(("quick", "slow"), {"quick": 1}, later)
    assert (both["quick"], list(both), len(both), asked) == (1, ["quick", "slow"], 2, [])
    assert (both["slow"], both["slow"], dict(both), asked) == (2, 2, {"quick": 1, "slow": 2}, [1])
    with pytest.raises(KeyError):
        both["neither"]


def test_more_images_make_the_interval_narrower():
    truth, larger = truth_table(COLUMNS), truth_table(np.tile(COLUMNS, 4))
    values = probabilities_for(COLUMNS)
    names = ("balanced_accuracy", "melanoma_auc", "log_loss", "accuracy")
    few = scores(truth, table_like(truth, values), RESAMPLES, names)
    many = scores(larger, table_like(larger, np.tile(values, (4, 1))), RESAMPLES, names)
    assert all(many[name].high - many[name].low < few[name].high - few[name].low for name in few)
    assert all(many[name].value == pytest.approx(few[name].value) for name in few)


def test_a_perfect_table_scores_one_without_doubt():
    truth = truth_table(COLUMNS)
    for score in scores(truth, table_like(truth, truth.values), RESAMPLES, SHOWN).values():
        assert (score.low, score.value, score.high) == (1, 1, 1)


def test_the_rows_may_come_in_any_order():
    truth = truth_table(COLUMNS)
    predictions = table_like(truth, probabilities_for(COLUMNS))
    shuffled = predictions.in_order_of(tuple(reversed(truth.images)))
    assert scores(truth, shuffled, RESAMPLES, threshold=0.2) == scores(truth, predictions, RESAMPLES, threshold=0.2)


def test_tables_that_do_not_fit_are_refused():
    truth = truth_table(COLUMNS)
    predictions = table_like(truth, probabilities_for(COLUMNS))
    with pytest.raises(TableOtherImages):
        scores(truth, ImageTable(("other",), np.zeros((1, 7))), RESAMPLES)
    with pytest.raises(TruthUnclear):
        scores(predictions, predictions, RESAMPLES)
    with pytest.raises(TableEmpty):
        scores(ImageTable((), np.empty((0, 7))), predictions, RESAMPLES)


def test_a_table_without_melanomas_has_no_melanoma_auc_but_a_balanced_accuracy():
    columns = COLUMNS[COLUMNS != 0]
    truth = truth_table(columns)
    found = scores(truth, table_like(truth, probabilities_for(columns)), RESAMPLES, SHOWN)
    assert math.isnan(found["melanoma_auc"].value)
    assert found["melanoma_auc"].reason == Undefined.NO_POSITIVE
    assert 0 < found["balanced_accuracy"].low < found["balanced_accuracy"].high < 1


def test_the_scores_of_every_set_count_melanomas_at_the_operating_point(tmp_path, monkeypatch):
    for module in ("set_scores", "operating_point"):
        monkeypatch.setattr(f"model.evaluation.{module}.BENCHMARK", tmp_path)
    values = probabilities_for(COLUMNS)
    images = [f"image {index}" for index in range(len(COLUMNS))]
    for day in SETS:
        (tmp_path / day).mkdir()
        (tmp_path / "truth").mkdir(exist_ok=True)
        write_table(tmp_path / "truth" / f"{day}.csv", images, np.eye(7)[COLUMNS])
        write_table(tmp_path / day / "some.csv", images[::-1], values[::-1])
    found = set_scores("some", Threshold(0.25, EQUAL))
    assert list(found) == list(SETS)
    day = found["day1"]
    assert (day.images, day.diagnoses) == (len(COLUMNS), CLASSES)
    assert list(day.scores) == ["balanced_accuracy", "melanoma_auc", "sensitivity", "specificity"]
    above = np.round(values[:, 0], 6) >= 0.25
    melanoma = COLUMNS == 0
    assert day.scores["sensitivity"].value == pytest.approx(above[melanoma].mean())
    assert day.scores["specificity"].value == pytest.approx(1 - above[~melanoma].mean())
    expected = balanced_accuracy(Answers(COLUMNS, np.round(values, 6))).value
    assert day.scores["balanced_accuracy"].value == pytest.approx(expected)
    (tmp_path / "elsewhere" / "some.csv").unlink()
    assert list(set_scores("some", Threshold(0.25, EQUAL))) == ["day1", "day2"]
    (tmp_path / "day1" / "some.csv").unlink()
    with pytest.raises(TableMissing):
        set_scores("some", Threshold(0.25, EQUAL))
