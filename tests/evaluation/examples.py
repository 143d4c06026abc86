"""Answers to score: as they come, with ties, and degenerate ones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from model.evaluation.answers import Answers
from model.lesion.practice import EQUAL, practices

COLUMNS = np.random.default_rng(1).permutation(np.repeat(range(7), (20, 60, 15, 10, 25, 8, 8)))
"""Diagnoses of 146 images, as unevenly spread as in a practice."""


def probabilities_for(columns, favour=1.5, seed=0, classes=7):
    """Rows that favour the given columns, `(n, classes)`."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(size=(len(columns), classes)) + favour * np.eye(classes)[columns]
    return np.exp(logits) / np.exp(logits).sum(1, keepdims=True)


def answers_for(columns=COLUMNS, favour=1.5, seed=0, threshold=0.2, **practices_of):
    return Answers(np.asarray(columns), probabilities_for(columns, favour, seed), threshold=threshold, **practices_of)


def tied(answers):
    """The same with probabilities in steps of a fifth: many ties, many undecided rows, no distributions."""
    return replace(answers, probabilities=np.round(answers.probabilities * 5) / 5)


EXAMPLES = {
    "ordinary": answers_for(),
    "in a screening": answers_for(practice=practices()["screening"], threshold=0.02),
    "in a clinic, decided on equal frequencies": answers_for(
        practice=practices()["clinic"], threshold=0.2, threshold_practice=EQUAL
    ),
    "rows of a practice that are no distributions": tied(answers_for(practice=practices()["clinic"])),
    "no better than chance": answers_for(favour=0.0),
    "ties": tied(answers_for()),
    "ties among few": tied(answers_for(COLUMNS[:30], 0.5)),
    "perfect": Answers(COLUMNS, np.eye(7)[COLUMNS], threshold=0.5),
    "always wrong": Answers(COLUMNS, np.eye(7)[(COLUMNS + 1) % 7], threshold=0.5),
    "one answer for all": Answers(COLUMNS, np.full((146, 7), 1 / 7), threshold=0.2),
    "without melanoma": answers_for(COLUMNS[COLUMNS != 0]),
    "melanoma only": answers_for(np.zeros(12, int)),
    "one melanoma": answers_for(np.r_[0, COLUMNS[COLUMNS > 2]]),
    "two diagnoses": answers_for(np.tile([0, 1], 12)),
    "never above the threshold": answers_for(threshold=1.0),
    "always above the threshold": answers_for(threshold=0.0),
    "a single image": answers_for(np.array([3])),
    "three classes of another kind": Answers(
        COLUMNS % 3, probabilities_for(COLUMNS % 3, classes=3), ("benign", "MEL", "other"), threshold=0.3
    ),
}
