"""The committee: weighted voices, members that must be the known ones, and a map that is the members' mean."""

from __future__ import annotations

import dataclasses
import json
import shutil

import numpy as np
import pytest
from scipy.special import softmax

from model.algorithms import catalogue
from model.algorithms.contract import Explanation
from model.algorithms.submissions.committee import LEAST, Algorithm, pooled
from model.errors import WeightsAltered
from model.lesion.diagnosis import Diagnosis
from model.settings import settings
from tests.photos import lesion


@pytest.fixture
def committee(loaded):
    return loaded("committee")


def rows(seed, count=4):
    return softmax(np.random.default_rng(seed).normal(size=(count, 7)) * 2, axis=1).astype(np.float32)


def test_one_voice_alone_is_repeated_and_equal_voices_are_averaged():
    first, second = rows(0), rows(1)
    np.testing.assert_allclose(softmax(pooled({"a": first}, {"a": 1.0}), axis=1), first, atol=1e-5)
    both = softmax(pooled({"a": first, "b": second}, {"a": 0.5, "b": 0.5}), axis=1)
    expected = np.sqrt(first * second)
    np.testing.assert_allclose(both, expected / expected.sum(1, keepdims=True), atol=1e-4)


def test_one_voice_that_is_certain_can_rule_nothing_out():
    certain = np.eye(7, dtype=np.float32)[[0]]
    other = np.full((1, 7), 1 / 7, np.float32)
    found = softmax(pooled({"a": certain, "b": other}, {"a": 0.5, "b": 0.5}), axis=1)
    assert found[0, 1:].min() >= LEAST / 7


def test_the_members_are_other_submissions_and_no_voice_is_negative(committee):
    assert set(committee.members) < set(catalogue.slugs())
    assert "committee" not in committee.members
    assert min(committee.shares.values()) >= 0
    assert sum(committee.shares.values()) > 0


def test_combining_the_members_rows_is_what_the_committee_predicts(committee):
    images = [lesion(seed) for seed in range(2)]
    members = {slug: member.predict_proba(images) for slug, member in committee.members.items()}
    np.testing.assert_allclose(committee.combine(members), committee.predict_proba(images), atol=1e-5)
    del members["resnet18"]
    with pytest.raises(KeyError, match="resnet18"):
        committee.combine(members)


def test_every_member_counts_by_its_share(committee):
    members = {slug: rows(number) for number, slug in enumerate(committee.members)}
    logs = sum(share * np.log(np.maximum(members[slug], LEAST)) for slug, share in committee.shares.items())
    np.testing.assert_allclose(
        committee.combine(members), softmax(logs / committee.sheet.temperature, axis=1), atol=1e-5
    )


def explanation(column, strength):
    heat = np.zeros((224, 224), np.float32)
    heat[:, column] = 1
    return Explanation(Diagnosis.MEL, heat, peak=strength, typical_peak=1.0)


def test_the_mean_map_weighs_maps_by_voice_and_strength(committee):
    found = committee.mean_map(Diagnosis.MEL, [(0.75, explanation(10, 1.0)), (0.25, explanation(20, 0.6))])
    assert found.peak == pytest.approx(0.75)
    assert found.heat[0, 10] == 1
    assert found.heat[0, 20] == pytest.approx(0.2)


def test_blank_maps_count_as_nothing_and_all_blank_stays_blank(committee):
    found = committee.mean_map(Diagnosis.MEL, [(0.5, explanation(10, 0.01)), (0.5, explanation(20, 0.0))])
    assert found.is_blank
    assert not found.heat.any()
    assert committee.mean_map(Diagnosis.MEL, []).is_blank


def test_a_member_that_was_trained_again_is_refused(tmp_path):
    for path in settings().weights.iterdir():
        shutil.copy(path, tmp_path)
    sheet = tmp_path / "committee.json"
    known = json.loads(sheet.read_text())
    known["recipe"]["members"]["resnet18"] = "0" * 64
    sheet.write_text(json.dumps(known))
    with pytest.raises(WeightsAltered, match=r"resnet18\.safetensors"):
        Algorithm.load(tmp_path)


def test_a_sheet_without_members_is_refused(committee, tmp_path):
    shutil.copy(settings().weights / "committee.safetensors", tmp_path)
    dataclasses.replace(committee.sheet, recipe={}).write(tmp_path)
    with pytest.raises(WeightsAltered):
        Algorithm.load(tmp_path)
