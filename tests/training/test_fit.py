"""The training loop: its parts by hand, and a killed run that goes on as if it had not stopped."""

from __future__ import annotations

import csv
from dataclasses import asdict, replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.torch import load_file, save_file
from torch.nn import functional

from model.algorithms.seeing.networks.lesion import LesionNetwork
from model.training import fit
from model.training.balance import conditional_log_prior, sampling_weights
from model.training.export import rounded_tensors
from model.training.fit import (
    Training,
    mask_loss,
    predict_logits,
    quick_arithmetic,
    start_network,
)
from model.training.recipe import learning_rate_at, learning_rate_factor, side_at
from model.training.run_log import write_log
from model.training.scores import balanced_accuracy
from tests.training.tiny_training import RECIPE, Tiny, photos, tiny_training, write_pretrained


def logged(path):
    """The log without the seconds, which no two runs share."""
    with path.open(newline="", encoding="utf-8") as file:
        return [row[:-1] for row in csv.reader(file)]


def logged_rows(rows):
    """Rows of a run as its log has them, without the seconds."""
    return [[f"{v:.6g}" if isinstance(v, float) else str(v) for v in asdict(row).values()][:-1] for row in rows]


def same_weights(first, second):
    pairs = zip(first.state_dict().items(), second.state_dict().items(), strict=True)
    return all(a == b and torch.equal(x, y) for (a, x), (b, y) in pairs)


def test_the_prior_of_each_archive_sums_to_one():
    targets, archives = np.array([0, 1, 1, 6, 2, 2]), np.array([0, 0, 0, 1, 1, 1])
    prior = conditional_log_prior(targets, archives, np.full(6, 1 / 6)).exp()
    assert prior.shape == (2, 7)
    assert torch.allclose(prior.sum(1), torch.ones(2), atol=1e-5)
    assert prior[0, 1] == pytest.approx(2 / 3, abs=0.01)
    assert prior[1, 6] == pytest.approx(1 / 3, abs=0.01)


def test_a_diagnosis_that_an_archive_lacks_is_all_but_excluded_there():
    targets, archives = np.array([0, 1, 1, 6]), np.array([0, 0, 1, 1])
    prior = conditional_log_prior(targets, archives, np.full(4, 1 / 4)).exp()
    assert float(prior[0, 2:].max()) < 1e-3
    assert float(prior[1, 0]) < 1e-3
    assert torch.isfinite(prior.log()).all()


def test_the_prior_counts_images_as_often_as_they_are_drawn():
    prior = conditional_log_prior(np.array([0, 1]), np.array([0, 0]), np.array([0.9, 0.1])).exp()
    assert prior[0, 0] == pytest.approx(0.9, abs=0.01)


def test_a_prior_that_is_shared_in_part_lets_every_archive_teach_every_diagnosis():
    targets, archives, even = np.array([0, 1, 1, 6]), np.array([0, 0, 1, 1]), np.full(4, 1 / 4)
    alone, together = (conditional_log_prior(targets, archives, even, shared).exp() for shared in (0.0, 1.0))
    part = conditional_log_prior(targets, archives, even, 0.1).exp()
    assert torch.allclose(together[0], together[1])
    assert torch.allclose(part, 0.9 * alone + 0.1 * together, atol=1e-6)
    assert float(part[1, 0]) > 0.02  # the second archive has no melanoma, and now says so


@pytest.mark.parametrize("power", [0, 0.5, 1])
def test_sampling_weights_sum_to_one(power):
    assert sampling_weights(np.array([0, 1, 1, 1, 6]), power).sum() == pytest.approx(1)


def test_power_0_draws_images_as_they_come_and_power_1_every_diagnosis_equally_often():
    targets = np.array([0, 1, 1, 1, 6, 6])
    assert sampling_weights(targets, 0) == pytest.approx(np.full(6, 1 / 6))
    even = sampling_weights(targets, 1)
    assert [even[targets == column].sum() for column in (0, 1, 6)] == pytest.approx([1 / 3] * 3)


def test_power_a_half_lies_between():
    targets = np.array([0, 1, 1, 1, 1])
    weights = sampling_weights(targets, 0.5)
    assert weights[0] / weights[1] == pytest.approx(2)


def test_a_diagnosis_that_fills_one_archive_is_drawn_less_often_there_alone():
    targets = np.array([2, 0, 2, 2, 2, 2])
    archives = np.array(["one", "one", "two", "two", "two", "two"])
    within = sampling_weights(targets, 1, archives)
    assert within == pytest.approx(np.array([4, 4, 1, 1, 1, 1]) / 12)
    assert sampling_weights(targets, 1) == pytest.approx(np.array([1, 5, 1, 1, 1, 1]) / 10)


def test_within_one_archive_the_weights_are_those_without_archives():
    targets = np.array([0, 1, 1, 6, 6, 6])
    assert np.array_equal(sampling_weights(targets, 0.5, np.full(6, "one")), sampling_weights(targets, 0.5))


def test_only_a_recipe_that_says_so_counts_within_each_archive(tmp_path):
    folder = write_pretrained(tmp_path)
    some = replace(photos(24), collections=np.repeat(["ham10000", "milk10k"], [20, 4]))
    plain, within = (
        Training(replace(RECIPE, sampled_within=said), some, photos(14, seed=1), folder, folder / "run")
        for said in (False, True)
    )
    assert np.array_equal(plain.weights, sampling_weights(some.targets, 0.5))
    assert np.array_equal(within.weights, sampling_weights(some.targets, 0.5, some.collections))
    assert not np.allclose(plain.weights, within.weights)


@pytest.mark.parametrize(("progress", "factor"), [(0, 0), (0.025, 0.5), (0.05, 1), (0.525, 0.5), (1, 0)])
def test_the_learning_rate_rises_in_a_line_and_falls_as_half_a_cosine(progress, factor):
    assert learning_rate_factor(progress, 0.05) == pytest.approx(factor, abs=1e-12)


@pytest.mark.parametrize(
    ("epoch", "rate"),
    [(0, 0), (0.5, 0.4), (1, 0.8), (5.5, 0.4), (9.99999, 0), (10, 0), (10.2, 0.2), (10.4, 0.4), (12.2, 0.2), (14, 0)],
)
def test_each_cycle_rises_and_falls_and_peaks_lower_than_the_one_before(epoch, rate):
    recipe = replace(RECIPE, cycles=(10, 4), learning_rate=0.8, restart=0.5, warm_up=0.1)
    assert recipe.epochs == 14
    assert learning_rate_at(recipe, epoch) == pytest.approx(rate, abs=1e-6)


def test_without_warm_up_the_learning_rate_starts_at_its_peak():
    assert learning_rate_factor(0, 0) == 1


@settings(deadline=None, max_examples=40)
@given(st.floats(0, 1), st.floats(0.01, 0.5))
def test_the_learning_rate_never_leaves_its_range(progress, warm_up):
    assert 0 <= learning_rate_factor(progress, warm_up) <= 1


def test_the_start_has_the_backbone_s_weights_and_the_same_fresh_head_every_time(finished):
    folder = finished.run.parent
    stored = load_file(folder / RECIPE.pretrained)
    network = start_network(RECIPE, folder)
    body = network.body.state_dict()
    assert all(torch.equal(body[name], tensor.float()) for name, tensor in stored.items())
    assert all(parameter.dtype == torch.float32 for parameter in network.parameters())
    assert same_weights(network, start_network(RECIPE, folder))
    assert not same_weights(network, start_network(replace(RECIPE, seed=1), folder))


def test_logits_do_not_depend_on_the_batch_and_leave_dropout_out(finished):
    pixels = photos(9, seed=3).pixels
    whole = predict_logits(finished.average, pixels, 64)
    assert whole.shape == (9, 7)
    assert torch.allclose(whole, predict_logits(finished.average, pixels, 64, batch_size=2), atol=0.05)
    assert torch.equal(whole, predict_logits(finished.average, pixels, 64))


def test_training_learns_what_the_colours_tell(finished):
    assert finished.rows[-1].train_loss < finished.rows[0].train_loss
    assert finished.rows[-1].validation_loss < 2.2


def test_the_log_has_one_row_an_epoch_with_scores_in_range(finished):
    header, *rows = logged(finished.run / "epochs.csv")
    assert header[:2] == ["epoch", "learning_rate"]
    assert [row[0] for row in rows] == ["1", "2", "3"]
    assert all(0 <= row.validation_balanced_accuracy <= 1 for row in finished.rows)
    assert all(0 <= row.validation_melanoma_auc <= 1 for row in finished.rows)


def test_the_average_follows_the_network_but_is_not_it(finished):
    assert not same_weights(finished.average, finished.network)
    start = start_network(RECIPE, finished.run.parent)
    assert not torch.equal(finished.average.body.conv.weight, start.body.conv.weight)
    assert not any(parameter.requires_grad for parameter in finished.average.parameters())


def test_a_run_killed_after_an_epoch_ends_like_one_that_was_not(finished):
    folder = finished.run.parent
    killed = tiny_training(folder, "killed")
    next(killed.epochs())
    resumed = tiny_training(folder, "killed")
    resumed.resume()
    torch.manual_seed(12345)  # what happened in between must not matter
    assert [row.epoch for row in resumed.epochs()] == [2, 3]
    assert same_weights(resumed.network, finished.network)
    assert same_weights(resumed.average, finished.average)
    assert logged(resumed.run / "epochs.csv") == logged(finished.run / "epochs.csv")


def test_a_run_killed_amid_an_epoch_ends_like_one_that_was_not(finished, monkeypatch):
    folder = finished.run.parent
    killed = tiny_training(folder, "amid")
    epochs = killed.epochs()
    next(epochs)
    whole_step, steps = killed._step, []

    def step_or_die(*arguments):
        steps.append(1)
        if len(steps) == 3:
            raise KeyboardInterrupt
        return whole_step(*arguments)

    monkeypatch.setattr(killed, "_step", step_or_die)
    with pytest.raises(KeyboardInterrupt):
        next(epochs)
    resumed = tiny_training(folder, "amid")
    resumed.resume()
    assert len(list(resumed.epochs())) == 2
    assert same_weights(resumed.average, finished.average)


def test_a_half_written_checkpoint_does_no_harm(finished):
    run = tiny_training(finished.run.parent, "half")
    next(run.epochs())
    whole = run.checkpoint_file.read_bytes()
    half = run.checkpoint_file.with_name(f".{run.checkpoint_file.name}.part")
    half.write_bytes(whole[: len(whole) // 2])
    resumed = tiny_training(finished.run.parent, "half")
    resumed.resume()
    assert [row.epoch for row in resumed.rows] == [1]
    assert same_weights(resumed.network, run.network)
    assert next(resumed.epochs()).epoch == 2
    assert not half.exists()


def test_a_checkpoint_that_could_not_be_written_leaves_the_one_before(finished, monkeypatch):
    run = tiny_training(finished.run.parent, "full-disk")
    epochs = run.epochs()
    next(epochs)
    before = run.checkpoint_file.read_bytes()

    def half(state, path):
        path.write_bytes(b"PK\3\4 half of it")
        raise OSError("No space left on device")

    monkeypatch.setattr(torch, "save", half)
    with pytest.raises(OSError, match="No space"):
        next(epochs)
    assert run.checkpoint_file.read_bytes() == before


def test_a_run_without_a_checkpoint_starts_from_the_beginning(finished):
    fresh = tiny_training(finished.run.parent, "fresh")
    fresh.resume()
    assert fresh.rows == []
    assert same_weights(fresh.network, start_network(RECIPE, finished.run.parent))


def test_fewer_photos_than_one_batch_are_enough(finished):
    folder = finished.run.parent
    few = Training(RECIPE, photos(5), photos(7, seed=1), folder, folder / "few")
    assert np.isfinite(next(few.epochs()).train_loss)


def test_a_finished_run_has_nothing_left_to_do(finished):
    again = tiny_training(finished.run.parent, "whole")
    again.resume()
    assert list(again.epochs()) == []
    assert same_weights(again.average, finished.average)


def test_the_final_weights_are_the_mean_of_the_ends_of_the_cycles(tmp_path):
    training = tiny_training(write_pretrained(tmp_path), "run")
    ends = []
    for row in training.epochs():
        if row.epoch in RECIPE.cycle_ends:
            ends.append({name: value.clone() for name, value in training.average.state_dict().items()})
    assert len(ends) == len(RECIPE.cycles)
    for name, value in training.final_weights().items():
        if value.is_floating_point():
            torch.testing.assert_close(value, torch.stack([end[name] for end in ends]).mean(0))


def test_a_checkpoint_of_another_recipe_is_refused_by_what_changed(tmp_path):
    folder = write_pretrained(tmp_path)
    next(tiny_training(folder, "run").epochs())
    other = Training(replace(RECIPE, learning_rate=1e-3), photos(24), photos(14, seed=1), folder, folder / "run")
    with pytest.raises(ValueError, match="learning_rate changed"):
        other.resume()


def shipped(folder, *, epochs):
    """Weights with their log as a run of so many epochs would have left them, and no checkpoint."""
    finished = Training(replace(RECIPE, cycles=(epochs,)), photos(24), photos(14, seed=1), folder, folder / "first")
    list(finished.epochs())
    weights = folder / "weights"
    weights.mkdir()
    save_file(rounded_tensors(finished.final_weights()), weights / f"{RECIPE.slug}.safetensors")
    write_log(weights / f"{RECIPE.slug}.epochs.csv", finished.rows)
    return finished


def test_a_further_cycle_begins_with_what_shipped_where_no_checkpoint_is_left(tmp_path):
    folder = write_pretrained(tmp_path)
    finished = shipped(folder, epochs=2)
    further = tiny_training(folder, "second")
    further.go_on_from(folder / "weights")
    assert logged(folder / "first" / "epochs.csv")[1:] == logged_rows(further.rows)
    for name, value in further.average.state_dict().items():
        assert torch.allclose(value.float(), finished.average.state_dict()[name].float(), atol=1e-3)
    assert [row.epoch for row in further.epochs()] == [3]
    assert sorted(further.snapshots) == [2, 3]


def test_weights_amid_a_cycle_are_refused_for_a_further_one(tmp_path):
    folder = write_pretrained(tmp_path)
    shipped(folder, epochs=1)
    with pytest.raises(ValueError, match=r"tiny has 1 epochs, expected the end of a cycle: \(2, 3\)"):
        tiny_training(folder, "second").go_on_from(folder / "weights")


def test_a_training_begins_with_whole_weights_and_an_empty_log(tmp_path):
    folder = write_pretrained(tmp_path)
    shipped(folder, epochs=2)
    begun = Training(replace(RECIPE, pretrained=""), photos(24), photos(14, seed=1), folder, folder / "begun")
    begun.start_from(folder / "weights" / "tiny.safetensors")
    known = load_file(folder / "weights" / "tiny.safetensors")
    for network in (begun.network, begun.average):
        assert all(torch.equal(known[name].to(value.dtype), value) for name, value in network.state_dict().items())
    assert begun.rows == []
    assert begun.validation_logits is None
    row = next(begun.epochs())
    assert row.epoch == 1
    assert balanced_accuracy(begun.validation_logits, torch.from_numpy(begun.validation.targets)) == (
        row.validation_balanced_accuracy
    )


def test_a_network_learns_and_is_watched_in_the_light_it_will_see(tmp_path, monkeypatch):
    seen = []
    monkeypatch.setattr(fit, "lit", lambda batch, order: seen.append((len(batch), order)) or batch)
    folder = write_pretrained(tmp_path)
    lit = replace(RECIPE, cycles=(1,), algorithm=type("Lit", (Tiny,), {"white_light": 6.0}))
    list(Training(lit, photos(24), photos(14, seed=1), folder, folder / "run").epochs())
    assert seen == [(8, 6.0)] * 3 + [(14, 6.0)]


def test_a_run_may_be_made_longer(tmp_path):
    folder = write_pretrained(tmp_path)
    assert len(list(tiny_training(folder, "run").epochs())) == 3
    longer = Training(replace(RECIPE, cycles=(2, 1, 1)), photos(24), photos(14, seed=1), folder, folder / "run")
    longer.resume()
    assert [row.epoch for row in longer.epochs()] == [4]
    assert sorted(longer.snapshots) == [2, 3, 4]
    of_all = longer.final_weights()
    last = Training(
        replace(longer.recipe, averaged_ends=1), photos(24), photos(14, seed=1), folder, folder / "run"
    )  # which ends make the weights is chosen after the training
    last.resume()
    for name, value in last.final_weights().items():
        assert torch.equal(value, last.snapshots[4][name])
    assert any(not torch.equal(value, of_all[name]) for name, value in last.final_weights().items())


def test_a_mask_loss_is_small_for_the_mask_itself_and_large_for_its_opposite():
    drawn = torch.zeros(2, 1, 64, 64)
    drawn[:, :, 16:48, 16:48] = 1
    right = functional.avg_pool2d(drawn, 4) * 40 - 20
    assert float(mask_loss(right, drawn)) < 0.01
    assert float(mask_loss(-right, drawn)) > 1
    assert torch.isfinite(mask_loss(right, drawn * 0))


def test_blended_pairs_train_too_and_the_same_seed_gives_the_same_run(tmp_path):
    recipe = replace(RECIPE, mixup=1.0)
    folder = write_pretrained(tmp_path)
    runs = [Training(recipe, photos(24), photos(14, seed=1), folder, tmp_path / name) for name in "ab"]
    for run in runs:
        list(run.epochs())
    assert same_weights(runs[0].average, runs[1].average)
    plain = tiny_training(folder, "c")
    list(plain.epochs())
    assert not same_weights(runs[0].average, plain.average)


def test_a_network_that_draws_learns_from_the_masks(tmp_path):
    drawing = type("Drawing", (Tiny,), {"build": staticmethod(LesionNetwork)})
    recipe = replace(RECIPE, algorithm=drawing, pretrained="", cycles=(1,), mask_weight=1.0)
    pixels = photos(16)
    masks = np.zeros((16, 224, 224), bool)
    masks[:, 60:160, 60:160] = True
    run = Training(recipe, replace(pixels, masks=masks), photos(14, seed=1), tmp_path, tmp_path / "run")
    before = run.network.body.smooth[0].weight.clone()
    list(run.epochs())
    assert not torch.equal(run.network.body.smooth[0].weight, before)


def test_a_pretrained_file_may_hold_later_stages_but_must_fill_the_backbone(tmp_path):
    folder = write_pretrained(tmp_path)
    tensors = load_file(folder / RECIPE.pretrained)
    save_file({**tensors, "later.weight": torch.zeros(3, 3)}, folder / RECIPE.pretrained)
    assert torch.equal(start_network(RECIPE, folder).body.conv.weight, tensors["conv.weight"].float())
    save_file({name: value for name, value in tensors.items() if name != "conv.weight"}, folder / RECIPE.pretrained)
    with pytest.raises(RuntimeError, match=r"conv\.weight"):
        start_network(RECIPE, folder)


def test_the_side_grows_in_steps_of_32_and_is_whole_before_the_end():
    recipe = replace(RECIPE, cycles=(10,), first_side=64, train_side=128)
    sides = [side_at(recipe, epoch) for epoch in range(10)]
    assert sides[0] == 64
    assert sides == sorted(sides)
    assert set(sides) == {64, 96, 128}
    assert sides[7:] == [128] * 3


def test_without_a_first_side_every_epoch_has_the_same_one():
    assert {side_at(RECIPE, epoch) for epoch in range(3)} == {RECIPE.train_side}


def test_frozen_parts_stay_as_they_were_pretrained(tmp_path):
    recipe = replace(RECIPE, frozen=("conv", "norm"), cycles=(1,))
    training = Training(recipe, photos(24), photos(14, seed=1), write_pretrained(tmp_path), tmp_path / "run")
    before = start_network(recipe, tmp_path).body.state_dict()
    head = training.network.head.state_dict()["3.weight"].clone()
    list(training.epochs())
    assert all(torch.equal(value, before[name]) for name, value in training.network.body.state_dict().items())
    assert not torch.equal(training.network.head.state_dict()["3.weight"], head)


def test_a_training_on_photos_as_other_clinics_take_them_runs_to_its_end(tmp_path):
    recipe = replace(RECIPE, other_clinics=True, first_side=32, cycles=(2,))
    training = Training(recipe, photos(24), photos(14, seed=1), write_pretrained(tmp_path), tmp_path / "run")
    assert len(list(training.epochs())) == 2
    assert np.isfinite([row.train_loss for row in training.rows]).all()


@pytest.mark.parametrize("supported", [True, False])
def test_bfloat16_is_used_only_where_the_processor_supports_it(monkeypatch, supported):
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx512_bf16": supported})
    with quick_arithmetic():
        assert torch.is_autocast_enabled("cpu") is supported


def test_the_average_moves_a_small_step_towards_the_network(tmp_path):
    training = tiny_training(write_pretrained(tmp_path), "run")
    start = training.average.body.conv.weight.clone()
    with torch.no_grad():
        training.network.body.conv.weight.add_(1.0)
    training._averaging.update_parameters(training.network)
    torch.testing.assert_close(training.average.body.conv.weight, start + (1 - RECIPE.average_decay))
