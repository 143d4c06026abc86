"""What is chosen on the inner fold: the temperature, the operating point, the typical peak."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm, as_batch
from model.algorithms.seeing.grad_cam import logits_and_maps_of
from model.algorithms.seeing.networks.split import SplitNetwork
from model.algorithms.weights import read_sheet
from model.lesion.archives import HAM, ISIC, MILK
from model.lesion.diagnosis import DIAGNOSES, MALIGNANT
from model.lesion.doubt import doubt
from model.lesion.practice import default_practice, in_practice
from model.settings import settings as app_settings
from model.training.calibration import (
    BalancedLoss,
    balanced_weights,
    calibrated,
    chosen_malignant_point,
    chosen_operating_point,
    chosen_unknown_point,
    fitted_temperature,
    fold_logits,
    occurring,
    threshold_for,
    typical_peak,
)
from tests.training.tiny_training import photos, tiny_network

PIXELS = photos(5).pixels

SHEET = read_sheet(app_settings().weights, "resnet18")


def answers(count, temperature, seed=0):
    """Logits that are too sure by the factor `temperature`, and diagnoses drawn as the honest ones say."""
    random = torch.Generator().manual_seed(seed)
    honest = 2 * torch.randn(count, 7, generator=random)
    targets = torch.multinomial(honest.softmax(1), 1, generator=random)[:, 0]
    return honest * temperature, targets


def frozen_network():
    torch.manual_seed(4)
    return tiny_network().eval().requires_grad_(False)


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.5])
def test_a_known_temperature_is_found_again(temperature):
    assert fitted_temperature(*answers(20_000, temperature)) == pytest.approx(temperature, rel=0.04)


def test_no_other_temperature_has_a_smaller_balanced_loss():
    logits, targets = answers(500, 1.7, seed=3)
    best = fitted_temperature(logits, targets)

    def loss(t):
        counts = torch.bincount(targets, minlength=7).float()
        return float(nn.functional.cross_entropy(logits / t, targets, 1 / counts.clamp(min=1)))

    assert all(loss(best) <= loss(best * factor) + 1e-6 for factor in (0.5, 0.9, 0.99, 1.01, 1.1, 2))


def test_repeating_the_images_of_one_diagnosis_changes_nothing():
    logits, targets = answers(600, 2.0, seed=5)
    naevi = targets == 1
    more = torch.cat([logits, logits[naevi], logits[naevi]])
    same = fitted_temperature(more, torch.cat([targets, targets[naevi], targets[naevi]]))
    assert same == pytest.approx(fitted_temperature(logits, targets), rel=1e-3)


def test_each_diagnosis_that_occurs_weighs_the_same():
    targets = np.array([0, 1, 1, 1, 6, 6])
    weights = balanced_weights(targets)
    assert [weights[targets == column].sum() for column in (0, 1, 6)] == pytest.approx([1 / 3] * 3)


def test_each_archive_weighs_the_same_however_many_photos_it_has():
    targets, archives = np.array([0, 1, 1, 1, 2, 2, 0, 1]), np.array([HAM] * 6 + [ISIC] * 2)
    weights = balanced_weights(targets, archives)
    assert weights[archives == HAM].sum() == pytest.approx(0.5)
    assert weights[archives == ISIC] == pytest.approx([0.25, 0.25])


def test_an_archive_is_asked_only_for_diagnoses_that_it_has():
    targets, archives = np.array([0, 1, 3, 0, 1]), np.array([HAM] * 3 + [ISIC] * 2)
    assert occurring(targets, archives)[:3].tolist() == [[True, True, False, True, False, False, False]] * 3
    assert occurring(targets, archives)[3:].tolist() == [[True, True] + [False] * 5] * 2
    sure_of_another = torch.zeros(5, 7)
    sure_of_another[3:, 3] = 9.0  # a diagnosis that the second archive does not have
    loss = BalancedLoss(targets, archives)
    assert float(loss(sure_of_another)) == pytest.approx(float(loss(torch.zeros(5, 7))))


def test_the_temperature_weighs_both_archives():
    (hot, hot_targets), (cold, cold_targets) = answers(3000, 2.0, seed=1), answers(3000, 0.5, seed=2)
    logits, targets = torch.cat([hot, cold]), torch.cat([hot_targets, cold_targets])
    archives = np.array([HAM] * 3000 + [ISIC] * 3000)
    assert 0.5 < fitted_temperature(logits, targets, archives) < 2.0


def rows_with_melanoma(shares):
    """Answers for equally frequent diagnoses whose melanoma probability is given; the rest goes to the naevus."""
    rows = np.zeros((len(shares), 7))
    rows[:, 0], rows[:, 1] = shares, 1 - np.asarray(shares)
    return rows


def in_default_practice(shares):
    return in_practice(rows_with_melanoma(shares), default_practice().frequencies)[:, 0]


def test_the_operating_point_by_hand():
    scores = np.array([0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.4567, 0.1, 0.05, 0.4568, 0.4559, 0.9])
    targets = np.where(np.arange(len(scores)) < 10, 0, 1)
    point = chosen_operating_point(rows_with_melanoma(scores), targets)
    assert point.practice == default_practice().slug
    assert point.threshold == pytest.approx(in_default_practice([0.4567])[0], abs=1e-4)
    assert (point.melanomas, point.melanomas_above) == (10, 9)
    assert (point.others, point.others_below) == (4, 2)


def test_the_archive_that_asks_for_the_lower_threshold_decides():
    scores = np.array([0.9] * 10 + [0.2] + [0.5] * 10 + [0.1])
    targets = np.array(([0] * 10 + [1]) * 2)
    archives = np.array([HAM] * 11 + [ISIC] * 11)
    both = chosen_operating_point(rows_with_melanoma(scores), targets, archives)
    assert both.threshold == pytest.approx(in_default_practice([0.5])[0], abs=1e-4)
    assert both.melanomas_above == both.melanomas == 20


def test_the_malignant_diagnoses_are_added_and_nine_in_ten_of_each_archive_lie_above():
    malignant = [diagnosis.column for diagnosis in MALIGNANT]
    targets = np.array((malignant * 4 + [1, 4]) * 2)
    archives = np.array([HAM] * 14 + [MILK] * 14)
    rows = np.full((28, 7), 0.02)
    rows[np.arange(28), targets] = 0.88
    rows[targets == 1, 0] = 0.3  # naevi that look a little like a melanoma
    rows /= rows.sum(1, keepdims=True)
    point = chosen_malignant_point(rows, targets, archives)
    assert (point.malignant, point.malignant_above, point.benign) == (24, 24, 4)
    assert point.benign_below == 4
    added = in_practice(rows, default_practice().frequencies)[:, malignant].sum(1)
    second_lowest = np.sort(added[:12])[1]  # of the twelve of either archive
    assert point.threshold == pytest.approx(second_lowest, abs=1e-4)


def test_at_most_one_photo_in_twenty_of_each_archive_is_wrongly_called_none_of_the_seven():
    rng = np.random.default_rng(3)
    sure, unsure = rng.dirichlet(np.full(7, 0.05), 900), rng.dirichlet(np.full(7, 1.0), 100)
    rows, archives = np.concatenate([sure, unsure]), np.array([HAM] * 900 + [MILK] * 100)
    point = chosen_unknown_point(rows, archives)
    above = doubt(rows) >= point.threshold
    assert point.photos == 1000
    assert point.photos_above == above.sum() > 0
    assert above[archives == HAM].mean() <= 0.05
    assert 0.03 <= above[archives == MILK].mean() <= 0.05
    assert chosen_unknown_point(np.full((40, 7), 1 / 7)).photos_above == 0


def test_an_archive_without_melanomas_has_no_operating_point():
    with pytest.raises(ValueError, match="each archive"):
        chosen_operating_point(rows_with_melanoma([0.5, 0.4]), np.array([0, 1]), np.array([HAM, ISIC]))


@settings(deadline=None)
@given(st.lists(st.floats(0.0001, 1), min_size=1, max_size=60))
def test_at_least_nine_in_ten_melanomas_are_above_and_no_clearly_higher_threshold_would_do(melanomas):
    scores = np.array(melanomas)
    threshold = threshold_for(scores)
    assert 10 * (scores >= threshold).sum() >= 9 * len(scores)
    assert 10 * (scores >= threshold + 0.00021).sum() < 9 * len(scores)
    assert threshold == round(threshold, 4)


def test_a_calibrated_sheet_says_what_each_archive_gives():
    logits, targets = answers(4000, 1.5, seed=8)
    archives = np.where(np.arange(4000) % 2, HAM, ISIC)
    sheet = calibrated(SHEET, logits.double().numpy(), targets.numpy(), archives)
    assert set(sheet.inner) == {HAM, ISIC}
    assert sheet.temperature == pytest.approx(1.5, rel=0.1)
    for figures in sheet.inner.values():
        assert figures["photos"] == 2000
        assert figures["sensitivity"] >= 0.9
        assert sheet.operating_point.threshold <= figures["wanted_threshold"]
        assert 0.5 < figures["melanoma_auc"] <= 1
        assert figures["temperature"] == pytest.approx(1.5, rel=0.15)
    assert sheet.malignant.malignant_above >= 0.9 * sheet.malignant.malignant > 0
    assert 0 < sheet.unknown.photos_above <= 0.05 * sheet.unknown.photos
    assert set(sheet.sets) == {"90", "95"}
    for levels in sheet.sets.values():
        assert set(levels) == set(map(str, DIAGNOSES))
        assert all(0 < level < 1 for level in levels.values())


def test_the_typical_peak_is_the_median_of_the_maps_peaks():
    network = frozen_network()
    features = [network.forward_features(as_batch(photo[None])) for photo in PIXELS]
    peaks = [float(logits_and_maps_of(network, photo)[1].max()) for photo in features]
    assert typical_peak(ConvolutionalAlgorithm(network, SHEET), PIXELS) == pytest.approx(np.median(peaks))


def test_the_fold_is_answered_as_at_use_whatever_the_batch():
    network = frozen_network()
    many = photos(35).pixels
    logits = fold_logits(ConvolutionalAlgorithm(network, SHEET), many)
    one_by_one = torch.cat([network(as_batch(many[i : i + 1])) for i in range(len(many))])
    assert logits.shape == (35, 7)
    assert torch.allclose(logits, one_by_one, atol=1e-5)
    assert not logits.is_inference()
    assert isinstance(network, SplitNetwork)
