"""How the committee learns whom to trust: on made-up members of known worth."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import torch
from scipy.special import softmax

from model.algorithms.weights import read_sheet
from model.lesion.archives import HAM, ISIC
from model.settings import settings
from model.training import committee
from model.training.committee import PENALTIES, MemberLogs, chosen_penalty, is_worse, learned_shares, left_out_logits
from model.training.inner import InnerFold
from model.trust.sets import levels_of

TARGETS = np.random.default_rng(0).integers(0, 7, 600)
LESIONS = np.array([f"L{i // 2}" for i in range(600)])


def member(signal, seed):
    logits = np.random.default_rng(seed).normal(size=(600, 7))
    logits[np.arange(600), TARGETS] += signal
    return softmax(logits, axis=1).astype(np.float32)


ROWS = {"good": member(2.5, 1), "fair": member(1.5, 2), "noise": member(0.0, 3)}


def test_whoever_knows_more_gets_the_larger_voice_and_noise_gets_none():
    good, fair, noise = learned_shares(ROWS, TARGETS, 0.0)
    assert good > fair > noise >= 0
    assert noise < 0.1 * good


def test_a_strong_pull_makes_all_voices_equal():
    shares = learned_shares(ROWS, TARGETS, 1e4)
    assert np.ptp(shares) < 0.01


def test_of_two_equal_members_both_are_heard():
    rows = {"one": member(2.0, 4), "other": member(2.0, 5)}
    one, other = learned_shares(rows, TARGETS, 0.0)
    assert min(one, other) > 0.6 * max(one, other)


def test_left_out_answers_do_not_come_from_weights_that_saw_their_lesion():
    changed = TARGETS.copy()
    changed[:2] = (changed[:2] + 3) % 7
    before, after = (left_out_logits(ROWS, targets, LESIONS, 0.1) for targets in (TARGETS, changed))
    np.testing.assert_allclose(after[:2], before[:2])
    assert not np.allclose(after[2:], before[2:], atol=1e-9)


def test_the_penalty_is_one_of_the_list_and_pulls_where_little_is_known():
    assert chosen_penalty(ROWS, TARGETS, LESIONS) in PENALTIES
    few = {slug: rows[:40] for slug, rows in {"a": member(1.0, 6), "b": member(1.0, 7), "c": member(1.0, 8)}.items()}
    assert chosen_penalty(few, TARGETS[:40], LESIONS[:40]) > 0


def test_a_voice_is_only_taken_where_that_is_more_than_chance():
    best = np.random.default_rng(9).exponential(size=600)
    noise = np.random.default_rng(10).normal(size=600)
    assert not is_worse(best, best, LESIONS)
    assert not is_worse(best + noise - noise.mean() + 0.01, best, LESIONS)
    assert is_worse(best + 0.1 * noise + 0.1, best, LESIONS)
    assert not is_worse(best - 0.1, best, LESIONS)


def test_photos_of_one_lesion_count_as_one_observation():
    best, shared = np.zeros(600), np.repeat(np.random.default_rng(11).normal(size=6), 100)
    worse = shared - shared.mean() + 0.2
    assert is_worse(worse, best, np.arange(600).astype(str))
    assert not is_worse(worse, best, np.repeat(np.arange(6), 100).astype(str))


def test_the_pool_of_members_is_better_than_the_best_of_them():
    logits = left_out_logits(ROWS, TARGETS, LESIONS, 0.1)
    alone = np.mean(ROWS["good"].argmax(1) == TARGETS)
    assert np.mean(logits.argmax(1) == TARGETS) > alone
    assert logits.shape == (600, 7)


def test_a_member_that_has_seen_a_photo_has_no_say_there_and_the_others_speak_for_it():
    rows = {slug: values.copy() for slug, values in ROWS.items()}
    rows["good"][:100] = np.nan
    shares = torch.tensor([2.0, 1.0, 1.0]).double()
    pooled = MemberLogs(rows).pooled(shares)
    logs = {slug: torch.from_numpy(np.log(values.astype(np.float64))) for slug, values in ROWS.items()}
    torch.testing.assert_close(pooled[:100], 2 * logs["fair"][:100] + 2 * logs["noise"][:100])
    torch.testing.assert_close(pooled[100:], 2 * logs["good"][100:] + logs["fair"][100:] + logs["noise"][100:])


def test_what_a_member_would_have_said_of_photos_it_has_seen_changes_nothing():
    rows = {slug: values.copy() for slug, values in ROWS.items()}
    rows["noise"][:300] = np.nan
    shares = learned_shares(rows, TARGETS, 0.1)
    assert np.isfinite(shares).all()
    assert shares[0] > shares[2]


def test_the_archive_with_few_photos_has_the_same_say():
    archives = np.where(np.arange(600) < 540, "ham10000", "isic_archive")
    misled = member(0.0, 12)  # sure, and without knowledge
    ham = archives == "ham10000"
    rows = {
        "one": np.where(ham[:, None], ROWS["good"], misled),
        "other": np.where(ham[:, None], misled, ROWS["good"]),
    }
    alone = learned_shares(rows, TARGETS, 0.0)
    together = learned_shares(rows, TARGETS, 0.0, archives)
    assert together[1] / together.sum() > alone[1] / alone.sum() + 0.1


def test_the_sheet_that_ships_is_calibrated_again_on_answers_that_are_left_out_and_keeps_its_weights(monkeypatch):
    sheet = read_sheet(settings().weights, "committee")
    shipped = SimpleNamespace(sheet=sheet, members=dict.fromkeys(ROWS))
    monkeypatch.setattr(committee.Algorithm, "load", lambda weights: shipped)
    monkeypatch.setattr(committee, "_rows_of", lambda members, fold, cache: {slug: ROWS[slug] for slug in members})
    fold = InnerFold((), TARGETS, LESIONS, np.where(np.arange(600) % 4, HAM, ISIC))
    found = committee.recalibrated_committee(fold, Path(), Path())
    assert (found.sha256, found.recipe) == (sheet.sha256, sheet.recipe)
    rows = softmax(
        left_out_logits(ROWS, TARGETS, LESIONS, sheet.recipe["penalty"], fold.archives) / found.temperature, axis=1
    )
    assert found.sets == levels_of(rows, TARGETS)
    assert found.sets != sheet.sets
