"""The same scores by others: scikit-learn, and the package that scores the ISIC challenge.

Calls are made from the rows as they are; scores of a probability are computed on the rows for the frequencies.
"""

from __future__ import annotations

import io
import sys
import types
import warnings

import numpy as np
import pandas as pd
from sklearn import metrics as sk

from model.evaluation.answers import Answers
from model.lesion.practice import Practice

# Unzips uploads and simplifies drawn curves; neither is used here, and neither is installed.
for name, members in {"zipfile_deflate64": (), "rdp": ("rdp",)}.items():
    sys.modules.setdefault(name, types.ModuleType(name))
    for member in members:
        setattr(sys.modules[name], member, None)

from isic_challenge_scoring import confusion as isic_confusion  # noqa: E402
from isic_challenge_scoring import metrics as isic  # noqa: E402
from isic_challenge_scoring.load_csv import parse_csv  # noqa: E402
from isic_challenge_scoring.types import ScoreError  # noqa: E402


def accepted_by_the_challenge(content: str, classes: tuple[str, ...]) -> bool:
    """Whether the reader of the ISIC challenge accepts a prediction table."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a newer pandas
        try:
            parse_csv(io.StringIO(content), pd.Index(classes))
        except ScoreError:
            return False
    return True


def by_scikit_learn(answers: Answers) -> dict[str, float]:
    """Scores of the whole table, from truth and probabilities alone; those that it leaves undefined are not in it."""
    truth, given, classes = answers.truth, converted(answers), range(len(answers.classes))
    calls = calls_of(answers.probabilities)
    present = sorted(set(truth.tolist()))
    occurring = sorted((set(truth.tolist()) | set(calls)) - {len(answers.classes)})
    target, probability = truth == answers.column, given[:, answers.column]
    against_rest = [c for c in present if len(present) > 1]
    found = {
        "balanced_accuracy": sk.recall_score(truth, calls, labels=present, average="macro"),
        "accuracy": sk.accuracy_score(truth, calls),
        "f1_macro": sk.f1_score(truth, calls, labels=occurring, average="macro"),
        "average_precision": np.mean([sk.average_precision_score(truth == c, given[:, c]) for c in present]),
    }
    if len(set(truth.tolist()) | set(calls)) > 1:
        found["cohen_kappa_score"] = sk.cohen_kappa_score(truth, calls)
    if against_rest:
        found["roc_auc_ovr"] = np.mean([sk.roc_auc_score(truth == c, given[:, c]) for c in against_rest])
    if target.any():
        found["melanoma_average_precision"] = sk.average_precision_score(target, probability)
    if target.any() and not target.all():
        found |= _of_the_roc_curve(target, probability)
    if np.abs(given.sum(1) - 1).max() < 1e-4:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "The y_prob values do not sum to one")  # tables have six decimals
            found["log_loss"] = sk.log_loss(truth, given, labels=classes)
            found["brier_score_loss"] = sk.brier_score_loss(truth, given, labels=classes, scale_by_half=False)
        hits = np.array(calls_of(given)) == truth
        found["expected_calibration_error"] = _calibration_error(given.max(1), hits)
        if answers.column is not None:
            found["melanoma_brier_score_loss"] = sk.brier_score_loss(target, probability, pos_label=True)
            found["melanoma_calibration_error"] = _calibration_error(probability, target)
    if answers.threshold is not None:
        at_point = converted(answers, answers.threshold_practice or answers.practice)[:, answers.column]
        found |= _of_the_decision(target, at_point >= answers.threshold, answers.threshold)
    return {name: float(value) for name, value in found.items()}


def converted(answers: Answers, practice: Practice | None = None) -> np.ndarray:
    """Rows for the frequencies of the practice, written down once more; those that are no distributions stay."""
    rows, frequencies = answers.probabilities, np.array((practice or answers.practice).frequencies)
    if np.ptp(frequencies) == 0 or (len(rows) and np.abs(rows.sum(1) - 1).max() > 1e-4):
        return rows
    return np.array([row * frequencies / (row @ frequencies) for row in rows]).reshape(rows.shape)


def calls_of(rows: np.ndarray) -> list[int]:
    """Column of the largest of each row; the number of columns where it is shared."""
    return [row.argmax() if (row == row.max()).sum() == 1 else len(row) for row in rows]


def of_class_by_scikit_learn(answers: Answers, column: int) -> dict[str, float]:
    """Scores of one class against the rest, by the most probable class."""
    truth, given = answers.truth == column, converted(answers)[:, column]
    found = _ratios(truth, np.array(calls_of(answers.probabilities)) == column)
    if truth.any():
        found["average_precision"] = sk.average_precision_score(truth, given)
        if not truth.all():
            found["auc"] = sk.roc_auc_score(truth, given)
    return {name: float(value) for name, value in found.items()}


def by_the_challenge(answers: Answers) -> dict[str, float]:
    """Scores of the ISIC challenge; where it scores something undefined as perfect it is left out."""
    columns = list(answers.classes)
    truth = pd.DataFrame(np.eye(len(columns))[answers.truth], columns=columns)
    weights = pd.Series(np.ones(len(truth)))
    called = pd.DataFrame(answers.probabilities, columns=columns)
    found = {"balanced_accuracy": isic.balanced_multiclass_accuracy(truth, called, weights)}
    given = pd.DataFrame(converted(answers), columns=columns)
    target = truth[answers.target]
    if 0 < target.sum() < len(target):
        of_target = (target, given[answers.target], weights)
        found["melanoma_auc"] = isic.auc(*of_target)
        found["melanoma_average_precision"] = isic.average_precision(*of_target)
        # theirs keeps the rectangle below 80 % sensitivity, from where the curve reaches it to the right
        rates = sk.roc_curve(target, given[answers.target], drop_intermediate=False)
        after = rates[1].searchsorted(0.8)
        reached = np.interp(0.8, rates[1][after - 1 : after + 1], rates[0][after - 1 : after + 1])
        found["melanoma_partial_auc"] = isic.auc_above_sensitivity(*of_target, 0.8) - 0.8 * (1 - reached)
    return {name: float(value) for name, value in found.items()}


def decision_by_the_challenge(answers: Answers) -> dict[str, float]:
    """Scores of calling the target above 0.5, as the challenge has it."""
    cells = isic_confusion.create_binary_confusion_matrix(
        truth_binary_values=answers.truth == answers.column,
        prediction_binary_values=converted(answers)[:, answers.column] > 0.5,
        weights=np.ones(len(answers.truth)),
    )
    scored = {
        "sensitivity": (isic.binary_sensitivity, cells.TP + cells.FN),
        "specificity": (isic.binary_specificity, cells.TN + cells.FP),
        "ppv": (isic.binary_ppv, cells.TP + cells.FP),
        "npv": (isic.binary_npv, cells.TN + cells.FN),
        "f1": (isic.binary_dice, cells.TP + cells.FP + cells.FN),
    }
    return {name: float(of(cells)) for name, (of, among) in scored.items() if among}


def _of_the_roc_curve(target, probability):
    false_alarms, sensitivity, _ = sk.roc_curve(target, probability, drop_intermediate=False)
    specificity = 1 - false_alarms
    scaled = sk.roc_auc_score(~target, -probability, max_fpr=0.2)
    found = {
        "melanoma_auc": sk.roc_auc_score(target, probability),
        "melanoma_partial_auc_normalised": scaled,
        # McClish's scale undone
        "melanoma_partial_auc": 0.02 + (scaled - 0.5) * 2 * (0.2 - 0.02),
    }
    for percent in (95, 90, 82):
        wanted = percent / 100 - 1e-12
        found[f"melanoma_specificity_at_{percent}_sensitivity"] = specificity[sensitivity >= wanted].max()
        found[f"melanoma_sensitivity_at_{percent}_specificity"] = sensitivity[specificity >= wanted].max()
    return found


def _of_the_decision(target, is_called, threshold):
    found = _ratios(target, is_called)
    hits, false_alarms = (is_called & target).sum(), (is_called & ~target).sum()
    if threshold < 1:
        found["net_benefit"] = (hits - false_alarms * threshold / (1 - threshold)) / len(target)
    return found


def _ratios(truth, is_called):
    scored = {
        "sensitivity": lambda: sk.recall_score(truth, is_called, zero_division=np.nan),
        "specificity": lambda: sk.recall_score(~truth, ~is_called, zero_division=np.nan),
        "ppv": lambda: sk.precision_score(truth, is_called, zero_division=np.nan),
        "npv": lambda: sk.precision_score(~truth, ~is_called, zero_division=np.nan),
        "f1": lambda: sk.f1_score(truth, is_called, zero_division=np.nan),
    }
    found = {name: of() for name, of in scored.items()}
    return {name: value for name, value in found.items() if not np.isnan(value)}


def _calibration_error(confidence, hits):
    total = 0.0
    for low in np.arange(15) / 15:
        inside = ((confidence > low) | ((confidence == 0) & (low == 0))) & (confidence <= low + 1 / 15 + 1e-15)
        if inside.any():
            total += inside.mean() * abs(hits[inside].mean() - confidence[inside].mean())
    return total
