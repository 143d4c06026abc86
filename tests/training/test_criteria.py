"""Fitting the probes of criteria: limits keep their promise, no fold is fitted to itself, a probe is linear."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from model.training import criteria
from model.training.criteria import best_strength, cross_fitted, fitted, train_criteria
from model.training.probe import LEAST_SAID, MOST_FALSE, calibrated, limit, limits, regression, shares
from model.trust.characteristic import read
from model.trust.criteria import FILE, OF_SLUG, Probes, Word, worded
from model.trust.criteria_cases import cases
from model.trust.criteria_figures import CROSS_FITTED

WIDTH, PHOTOS = 8, 400


@pytest.fixture
def shown():
    """Features, labels that depend on one of them, and folds."""
    rng = np.random.default_rng(5)
    features = rng.normal(size=(PHOTOS, WIDTH)) * np.arange(1, WIDTH + 1)
    labels = (features[:, 2] / 3 + rng.normal(size=PHOTOS) * 0.5 > 0.4).astype(float)
    return features, labels, np.array([str(1 + number % 4) for number in range(PHOTOS)])


def rows_of(labels, folds, column="task2_streaks"):
    names = [one.column for one in OF_SLUG.values()]
    return [
        {
            "image_id": f"p{number}",
            "lesion_id": f"l{number // 2}",
            "diagnosis": ("mel", "nv", "nv", "bkl")[number % 4],
            "fold": fold,
            **dict.fromkeys(names, ""),
            column: "" if np.isnan(label) else f"{label:.0f}",
        }
        for number, (label, fold) in enumerate(zip(labels, folds, strict=True))
    ]


def test_the_regression_is_one_linear_function_of_the_features(shown):
    features, labels, _ = shown
    line = regression(features, labels > 0, 1.0)
    assert np.abs(line.weights * features.std(0)).argmax() == 2
    assert roc_auc_score(labels, line(features)) > 0.75
    assert line(features[:1] + 1) == pytest.approx(line(features[:1]) + line.weights.sum())


def test_a_photo_is_scored_by_a_regression_that_never_saw_its_fold(shown):
    features, labels, folds = shown
    known = labels.copy()
    known[::5] = np.nan
    logits = cross_fitted(features, known, folds, 0.1)
    changed = np.where(folds == "2", 1 - known, known)
    assert np.isfinite(logits).all()
    assert cross_fitted(features, changed, folds, 0.1)[folds == "2"] == pytest.approx(logits[folds == "2"])
    strength, best = best_strength(features, known, folds)
    assert strength in criteria.STRENGTHS
    assert roc_auc_score(labels, best) > 0.75


def test_calibrated_probabilities_are_as_frequent_as_they_say(shown):
    _, labels, _ = shown
    rng = np.random.default_rng(1)
    logits = 5 * (labels - 0.5) + rng.normal(size=PHOTOS) * 4
    probabilities = shares(calibrated(logits, labels > 0)(logits[:, None]))
    assert probabilities.mean() == pytest.approx(labels.mean(), abs=1e-3)


def test_of_each_word_and_of_each_label_at_most_so_many_are_false():
    rng = np.random.default_rng(7)
    present = rng.random(PHOTOS) < 0.4
    probabilities = shares(3 * (present - 0.5) + rng.normal(size=PHOTOS))
    words = worded(probabilities, *limits(probabilities, present))
    for word, label in ((Word.SEEN, present), (Word.NOT_SEEN, ~present)):
        said = words == word
        assert said.sum() >= LEAST_SAID
        assert (said & ~label).sum() <= MOST_FALSE * min(said.sum(), (~label).sum())


def test_a_word_that_cannot_keep_the_promise_is_never_said():
    rng = np.random.default_rng(2)
    assert limit(rng.random(200), rng.random(200) < 0.3) == np.inf
    assert limit(np.linspace(0, 1, LEAST_SAID - 1), np.ones(LEAST_SAID - 1, bool)) == np.inf
    assert limits(np.full(60, 0.5), np.arange(60) % 2 == 0) == (np.inf, -np.inf)


def test_photos_without_a_label_get_a_word_and_count_for_no_fit(shown):
    features, labels, folds = shown
    known = labels.copy()
    known[:100] = np.nan
    fit = fitted(OF_SLUG["streaks"], features, rows_of(known, folds))
    assert set(fit.words) <= set(Word)
    assert np.isfinite(fit.probabilities).all()


def test_the_files_have_the_kept_criteria_and_the_figures_of_all(tmp_path, monkeypatch, shown):
    features, labels, folds = shown
    rows = rows_of(labels, folds)
    rng = np.random.default_rng(3)
    for row in rows:
        row["task2_globules"] = str(rng.integers(2))
    asked = (OF_SLUG["streaks"], OF_SLUG["globules"])
    monkeypatch.setattr(criteria, "CRITERIA", asked)
    monkeypatch.setattr(criteria, "labelled_rows", lambda *_: rows)
    maps = [
        (np.tile(one[:5, None, None], (1, 2, 2)).astype(np.float32), one[5:].astype(np.float32)) for one in features
    ]
    monkeypatch.setattr(criteria, "maps_and_impressions", lambda *_: iter(maps))
    eye = type("Eye", (), {"sheet": type("Sheet", (), {"sha256": "abc"})})
    train_criteria(eye, tmp_path, tmp_path, lambda *_: None)
    probes = Probes.load("abc", tmp_path)
    assert probes.slugs == ("streaks",)
    assert roc_auc_score(labels, probes.probabilities(features)[:, 0]) > 0.75
    assert {row.of for row in read(CROSS_FITTED, tmp_path)} == {
        f"{one.slug}{of}" for one in asked for of in ("", " naevi")
    }
    known = cases(tmp_path)
    assert [case.image for case in known] == [row["image_id"] for row in rows]
    assert {tuple(case.words) for case in known} == {("streaks",)}
    assert sum(case.diagnosis == "MEL" for case in known) == PHOTOS / 4
    assert (tmp_path / FILE).stat().st_size < 10_000
