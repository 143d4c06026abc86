"""What was compared and chosen: figures for each archive, one choice for each question, and a table that keeps both."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from PIL import Image

from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm
from model.algorithms.weights import read_sheet
from model.lesion.archives import HAM, ISIC, MILK
from model.lesion.image import LesionImage
from model.settings import settings as app_settings
from model.training.comparisons import (
    EXPONENTS,
    LOOKS,
    SIDES,
    Figures,
    committees_compared,
    exponents_compared,
    figures_of,
    further_compared,
    looks_compared,
    read_table,
    with_choice,
    write_table,
)
from model.training.inner import InnerFold
from tests.training.tiny_training import tiny_network

COUNT = 280
FOLD = InnerFold(
    images=(),
    targets=np.arange(COUNT) % 7,
    lesions=np.arange(COUNT).astype(str),
    archives=np.where(np.arange(COUNT) < 210, HAM, ISIC),
)


def logits(signal, seed=0):
    drawn = np.random.default_rng(seed).normal(size=(COUNT, 7))
    drawn[np.arange(COUNT), FOLD.targets] += signal
    return drawn


def probabilities(signal, seed=0):
    powers = np.exp(logits(signal, seed))
    return (powers / powers.sum(1, keepdims=True)).astype(np.float32)


def test_each_archive_has_its_own_figures():
    ham, isic = figures_of("study", "option", logits(2.0), FOLD)
    assert (ham.archive, isic.archive) == (HAM, ISIC)
    assert (ham.photos, isic.photos) == (210, 70)
    assert 0.3 < ham.balanced_accuracy < 1
    assert 0.5 < isic.melanoma_auc < 1


def test_the_option_with_the_least_mean_loss_is_chosen_on_both_archives():
    lines = with_choice([*figures_of("s", "blind", logits(0.0), FOLD), *figures_of("s", "sees", logits(2.0), FOLD)])
    assert [line.option for line in lines if line.chosen] == ["sees", "sees"]


def test_a_choice_can_be_named():
    lines = with_choice([*figures_of("s", "a", logits(0.0), FOLD), *figures_of("s", "b", logits(2.0), FOLD)], "a")
    assert {line.option for line in lines if line.chosen} == {"a"}


def test_the_table_keeps_other_studies_and_replaces_its_own(tmp_path):
    table = tmp_path / "choices.csv"
    first, second = figures_of("one", "a", logits(1.0), FOLD), figures_of("two", "b", logits(1.0), FOLD)
    write_table(first, table)
    write_table(second, table)
    write_table([replace(line, melanoma_auc=0.5) for line in first], table)
    known = read_table(table)
    assert [line.study for line in known] == ["one", "one", "two", "two"]
    assert {line.melanoma_auc for line in known if line.study == "one"} == {0.5}


def test_a_table_that_is_not_there_is_empty(tmp_path):
    assert read_table(tmp_path / "none.csv") == []


def test_the_exponent_is_chosen_by_the_worse_archive_and_only_by_who_answered_for_both():
    half = probabilities(1.0, 1)
    half[FOLD.archives == ISIC] = np.nan
    lines = exponents_compared({"both": probabilities(1.5), "half": half}, FOLD)
    assert {line.option.split(", ")[1] for line in lines} == {"both"}
    assert len(lines) == 2 * len(EXPONENTS)
    chosen = {line.option.split(",")[0] for line in lines if line.chosen}
    worst = {
        exponent: min(line.melanoma_auc for line in lines if line.option.startswith(f"{exponent:g},"))
        for exponent in EXPONENTS
    }
    assert len(chosen) == 1
    assert worst[float(chosen.pop())] == max(worst.values())


def test_the_committee_is_compared_with_equal_voices_and_with_one_archive_alone():
    lines = committees_compared({"good": probabilities(2.0), "noise": probabilities(0.0, 3)}, FOLD)
    assert len(lines) == 6
    assert {line.option for line in lines} == {
        "equal",
        "learned, photos alike",
        "learned, archives alike",
    }
    assert {line.option for line in lines if line.chosen} == {"learned, archives alike"}


def seeing_algorithm():
    torch.manual_seed(4)
    kind = type("Seeing", (ConvolutionalAlgorithm,), {"card": type("Card", (), {"slug": "resnet18"})})
    return kind(tiny_network().eval().requires_grad_(False), read_sheet(app_settings().weights, "resnet18"))


def test_a_further_cycle_is_compared_with_what_was_before_it():
    noise = np.random.default_rng(0).integers(0, 256, (28, 224, 224, 3), dtype=np.uint8)
    images = tuple(LesionImage.from_rgb(Image.fromarray(pixels), "JPEG") for pixels in noise)
    fold = InnerFold(images, np.arange(28) % 7, np.arange(28).astype(str), np.where(np.arange(28) < 14, HAM, ISIC))
    plain = seeing_algorithm()

    def of(cycles, averaged):
        recipe = {"cycles": cycles, "averaged_ends": averaged}
        return type(plain)(plain.network, replace(plain.sheet, recipe=recipe))

    lines = further_compared([of([2], 0), of([2, 3], 1)], of([2, 3], 0), fold)
    options = list(dict.fromkeys(line.option for line in lines))
    assert options == ["2 epochs", "5 epochs", "mean of 2 and 5 epochs"]
    assert {line.study for line in lines} == {"further cycle of resnet18"}
    assert [line.archive for line in lines] == [HAM, ISIC] * 3


def test_sides_are_compared_first_and_looks_at_the_chosen_one_and_what_each_saw_is_kept(tmp_path):
    noise = np.random.default_rng(0).integers(0, 256, (28, 224, 224, 3), dtype=np.uint8)
    images = tuple(LesionImage.from_rgb(Image.fromarray(pixels), "JPEG") for pixels in noise)
    fold = InnerFold(images, np.arange(28) % 7, np.arange(28).astype(str), np.where(np.arange(28) < 14, HAM, ISIC))
    lines = looks_compared(seeing_algorithm(), fold, tmp_path)
    assert len(lines) == 2 * (len(SIDES) + len(LOOKS))
    assert {line.study for line in lines if line.chosen} == {"side of resnet18", "looks of resnet18"}
    assert len(list(tmp_path.iterdir())) == len(SIDES) + 1
    deaf = seeing_algorithm()
    deaf.network.head = None  # whoever asks it again fails
    assert looks_compared(deaf, fold, tmp_path) == lines


def test_every_committed_study_made_one_choice_and_looked_at_several_archives_where_it_could():
    known = read_table()
    studies = {line.study for line in known}
    assert studies
    for study in studies:
        of_it = [line for line in known if line.study == study]
        assert (
            len({line.option.split(",")[0] if "exponent" in study else line.option for line in of_it if line.chosen})
            == 1
        )
        looked_at = {line.archive for line in of_it}
        assert looked_at == {HAM} if study.startswith("framing") else looked_at >= {HAM, ISIC}
        assert MILK in looked_at or not study.startswith(("exponent", "voices", "further"))


@pytest.mark.parametrize("field", ["balanced_accuracy", "melanoma_auc"])
def test_committed_figures_are_shares(field):
    assert all(0 <= getattr(line, field) <= 1 for line in read_table())


def test_a_line_knows_whether_it_was_chosen():
    assert not Figures("s", "o", HAM, 1, 0.5, 0.5, 1.0).chosen
