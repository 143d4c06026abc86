"""The study of the criteria: agreement of two sources, words on photos that were never fitted to."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score, roc_auc_score

from model.studies.criteria import agreements, on_photos
from model.trust.criteria import CRITERIA, Probes
from model.trust.criteria_figures import AREA, FALSE_SEEN, MISSED, PRESENT, SAID


def rows_of(first, second):
    columns = {one.column for one in CRITERIA} | {one.second for one in CRITERIA if one.second}
    return [
        {
            "image_id": f"p{number}",
            "lesion_id": "",
            **dict.fromkeys(columns, ""),
            "task2_streaks": str(one),
            "weak_streaks": "" if number % 3 == 0 else str(other),
        }
        for number, (one, other) in enumerate(zip(first, second, strict=True))
    ]


def test_the_agreement_counts_photos_with_both_labels_alone():
    rng = np.random.default_rng(1)
    first = rng.integers(0, 2, 300)
    second = np.where(rng.random(300) < 0.8, first, 1 - first) * rng.integers(1, 3, 300)
    both = np.arange(300) % 3 != 0
    rows = rows_of(first, second)
    (found,) = _only_streaks(rows)
    assert found.n == both.sum()
    assert found.value == pytest.approx(cohen_kappa_score(first[both], second[both] > 0))
    assert found.low < found.value < found.high


def _only_streaks(rows):
    """Every other criterion has labels here too, of the same photos."""
    for row in rows:
        for one in CRITERIA:
            row[one.column] = row["task2_streaks"]
            if one.second:
                row[one.second] = row["weak_streaks"]
    return [row for row in agreements(rows) if row.of == "streaks"]


def test_each_word_is_counted_on_the_photos_with_labels():
    rng = np.random.default_rng(2)
    features = rng.normal(size=(90, 2))
    present = (features[:, 0] + rng.normal(size=90) > 0).astype(int)
    probes = Probes(
        ("streaks", "blue_white_veil"),
        {
            "centre": np.zeros(2),
            "weights": np.array([[2.0, 0], [1, 1]]),
            "bias": np.zeros(2),
            "seen": np.array([0.8, 0.8]),
            "not_seen": np.array([0.2, 0.2]),
            "typical_peak": np.ones(2),
        },
    )
    found = {row.measure: row for row in on_photos(probes, features, rows_of(present, present), "elsewhere")}
    assert {row.of for row in found.values()} == {"streaks elsewhere"}
    seen = probes.probabilities(features)[:, 0] >= 0.8
    not_seen = probes.probabilities(features)[:, 0] <= 0.2
    assert found[AREA].value == pytest.approx(roc_auc_score(present, features[:, 0]))
    assert found[PRESENT].value == pytest.approx(present.mean())
    assert found[SAID["seen"]].value == pytest.approx(seen.mean())
    assert (found[FALSE_SEEN].value, found[FALSE_SEEN].n) == pytest.approx(((1 - present)[seen].mean(), seen.sum()))
    assert found[MISSED].value == pytest.approx(not_seen[present > 0].mean())
