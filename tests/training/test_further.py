"""Further cycles: they begin with known weights, say what each archive gains, and leave weights to take the mean of."""

from __future__ import annotations

import csv
import zipfile
from dataclasses import replace

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from model.algorithms.weights import read_sheet
from model.lesion.archives import ARCHIVES, HAM, MILK
from model.lesion.diagnosis import DIAGNOSES
from model.training import further
from model.training.export import rounded_tensors
from model.training.further import archive_lines, mean_of
from model.training.recipes import FURTHER, RECIPES
from model.training.run_log import read_log
from tests.training.test_dataset import COLUMNS, jpeg
from tests.training.tiny_training import RECIPE, photos, tiny_network


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Photos of two archives in two folds, weights to begin with, and a recipe of the tiny network with the others."""
    torch.manual_seed(5)
    save_file(rounded_tensors(tiny_network().state_dict()), tmp_path / "start.safetensors")
    for table, archive in (("manifest.csv", "ham10000-224.zip"), ("milk10k.csv", "milk10k-224.zip")):
        rows = [
            (f"{archive[:1]}{i}", f"{archive}{i}", diagnosis.name.lower(), "histo", archive, "", "train", i % 2 + 3)
            for i, diagnosis in enumerate(sorted(DIAGNOSES * 2, key=lambda one: one.column))
        ]
        with (tmp_path / table).open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([COLUMNS, *rows])
        with zipfile.ZipFile(tmp_path / archive, "w") as opened:
            for seed, row in enumerate(rows):
                opened.writestr(f"{row[0]}.jpg", jpeg(seed))
    recipe = replace(
        RECIPE,
        pretrained="",
        cycles=(1, 1),
        batch_size=4,
        archives=ARCHIVES,
        sampled_within=True,
    )
    monkeypatch.setitem(further.FURTHER, "tiny", recipe)
    return tmp_path


def arguments(folder, *more):
    given = ("tiny", "--data", folder, "--weights", folder / "start.safetensors", "--run", folder / "run", *more)
    return [str(one) for one in given]


def test_a_further_cycle_says_what_each_archive_gains_and_keeps_the_weights_of_each_epoch(folder, capsys):
    further.main(arguments(folder))
    said = capsys.readouterr().out
    assert said.startswith(
        "14 photos to fit to, ['ham10000', 'milk10k'] in the inner fold\nbefore\n  ham10000: balanced"
    )
    assert said.count("  ham10000: balanced accuracy") == said.count("  milk10k: balanced accuracy") == 3
    assert "epoch 2, 64 px: loss" in said
    first, second = (load_file(folder / "run" / f"epoch-{epoch}.safetensors") for epoch in (1, 2))
    assert first.keys() == second.keys() == tiny_network().state_dict().keys()
    assert not torch.equal(first["body.conv.weight"], second["body.conv.weight"])


def test_a_stopped_further_cycle_goes_on_and_does_not_begin_again(folder, capsys, monkeypatch):
    monkeypatch.setitem(further.FURTHER, "tiny", replace(further.FURTHER["tiny"], cycles=(1,)))
    further.main(arguments(folder))
    monkeypatch.setitem(further.FURTHER, "tiny", replace(further.FURTHER["tiny"], cycles=(1, 1)))
    capsys.readouterr()
    further.main(arguments(folder))
    said = capsys.readouterr().out
    assert "epoch 2" in said
    assert "epoch 1" not in said
    assert "before" not in said


def test_the_mean_of_chosen_epochs_is_written_and_measured_for_each_archive(folder, capsys):
    further.main(arguments(folder))
    ends = [folder / "run" / f"epoch-{epoch}.safetensors" for epoch in (1, 2)]
    capsys.readouterr()
    out = folder / "finished"
    further.main(arguments(folder, "--mean", *ends, "--out", out))
    assert [line.split(":")[0].strip() for line in capsys.readouterr().out.splitlines()] == [HAM, MILK]
    expected = rounded_tensors(mean_of(ends))
    assert all(torch.equal(expected[name], value) for name, value in load_file(out / "tiny.safetensors").items())
    sheet = read_sheet(out, "tiny")
    assert (set(sheet.inner), sheet.fit_images) == ({HAM, MILK}, 14)
    assert sheet.recipe["mean_of"] == ["epoch-1", "epoch-2"]
    assert [row.epoch for row in read_log(out / "tiny.further.csv")] == [1, 2]


def test_a_mean_that_goes_nowhere_is_only_measured(folder, capsys):
    further.main(arguments(folder, "--mean", folder / "start.safetensors"))
    assert "milk10k: balanced accuracy" in capsys.readouterr().out
    assert not (folder / "run").exists()


def test_the_mean_of_weights_is_their_middle_and_a_counter_stays_whole(tmp_path):
    for name, value, count in (("a", 1.0, 3), ("b", 2.0, 5)):
        tensors = {"weight": torch.full((2, 2), value).half(), "batches": torch.tensor(count)}
        save_file(tensors, tmp_path / name)
    mean = mean_of([tmp_path / "a", tmp_path / "b"])
    assert torch.equal(mean["weight"], torch.full((2, 2), 1.5))
    assert mean["batches"] == torch.tensor(5)


def test_answers_that_are_right_in_one_archive_alone_are_said_so():
    targets = np.tile(np.arange(7), 2)
    some = replace(photos(14), targets=targets, collections=np.repeat([HAM, MILK], 7))
    logits = 9 * torch.eye(7).repeat(2, 1)
    logits[7:] = logits[7:].flip(0)  # of the third archive, only the diagnosis in the middle
    first, second = archive_lines(logits, some)
    assert first.startswith("  ham10000: balanced accuracy 1.0000, melanoma AUC 1.0000")
    assert second.startswith("  milk10k: balanced accuracy 0.1429, melanoma AUC")


@pytest.mark.parametrize("slug", FURTHER)
def test_a_further_recipe_is_of_a_network_that_ships_and_watches_all_three_archives(slug):
    recipe = FURTHER[slug]
    assert recipe.algorithm is RECIPES[slug].algorithm
    assert (recipe.archives, recipe.validation_fold) == (ARCHIVES, 4)
    assert recipe.sampled_within


def test_the_recipes_of_what_ships_learn_from_two_archives_as_they_did():
    assert all(MILK not in recipe.archives and not recipe.sampled_within for recipe in RECIPES.values())
