"""The scores that follow a training run, and what they do where a diagnosis or a class is missing."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from model.training.scores import area_under_curve, balanced_accuracy, worst_archive_auc


def test_balanced_accuracy_leaves_out_a_diagnosis_that_does_not_occur():
    logits = torch.eye(7)[[0, 0, 1, 5]]
    assert balanced_accuracy(logits, torch.tensor([0, 0, 1, 1])) == pytest.approx(0.75)


def test_ties_count_half_in_the_area():
    assert area_under_curve(torch.tensor([0.5, 0.5]), torch.tensor([True, False])) == pytest.approx(0.5)


def test_the_archive_with_the_lower_area_counts():
    scores = torch.tensor([0.9, 0.1, 0.4, 0.6])
    positive = torch.tensor([True, False, True, False])
    assert worst_archive_auc(scores, positive, np.array([0, 0, 1, 1])) == 0.0
    assert worst_archive_auc(scores, positive, np.array([0, 0, 0, 0])) == pytest.approx(0.75)


def test_an_archive_without_melanomas_has_no_area():
    only = torch.tensor([False, False])
    assert np.isnan(worst_archive_auc(torch.tensor([0.2, 0.4]), only, np.array([0, 0])))
