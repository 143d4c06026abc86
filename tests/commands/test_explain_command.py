"""`explain`: a picture of the heat map or the whole result sheet."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from model.algorithms.weights import read_sheet


def test_the_photo_with_its_heat_map_is_written(command, photos, tmp_path):
    done = command("explain", photos / "first.png", "--out", tmp_path / "heat.png")
    assert (done.status, done.err) == (0, "")
    with Image.open(tmp_path / "heat.png") as picture:
        assert (picture.format, picture.mode, picture.size) == ("PNG", "RGB", (128, 128))
    name, _, found = done.out.partition(": ")
    assert name == str(tmp_path / "heat.png")
    where, figures = found.splitlines()
    assert re.fullmatch(r"MEL, peak [\d.e+-]+, \w+, \d+% of the photo", where)
    assert re.fullmatch(r"(Suspicious|Not suspicious): melanoma [\d.]+%, .*threshold.*equally frequent.*", figures)


def test_the_practice_is_named_and_moves_the_operating_point_with_the_probability(
    command, untrained, weights, photos, tmp_path
):
    folder = tmp_path / "weights"
    shutil.copytree(untrained, folder)
    sheet = read_sheet(folder, "resnet18")
    replace(sheet, operating_point=replace(sheet.operating_point, practice="clinic")).write(folder)
    weights(folder)
    found = {}
    for practice in ("screening", "clinic"):
        done = command("explain", photos / "first.png", "--practice", practice, "--out", tmp_path / "heat.png")
        found[practice] = re.search(r": melanoma <?([\d.]+)%, threshold ([\d.]+)%\..* (Prob.*)", done.out).groups()
    assert found["clinic"][1:] == ("25", "Probabilities in a dermatology clinic with 10% melanomas.")
    assert found["screening"][2] == "Probabilities in screening with 1% melanomas."
    assert all(float(low) < float(high) for low, high in zip(found["screening"][:2], found["clinic"][:2], strict=True))


@pytest.mark.parametrize("target", ["MEL", "VASC"])
def test_a_diagnosis_can_be_chosen(command, photos, tmp_path, target):
    done = command("explain", photos / "first.png", "--target", target, "--out", tmp_path / "heat.png")
    assert done.status == 0
    assert f": {target}, peak" in done.out


def test_a_diagnosis_that_is_none_of_the_seven_is_refused(command, photos, tmp_path):
    done = command("explain", photos / "first.png", "--target", "WART", "--out", tmp_path / "heat.png")
    assert done.status == 2
    assert "WART" in done.err


def test_without_opacity_the_photo_stays_the_photo(command, photos, tmp_path):
    done = command("explain", photos / "first.png", "--opacity", "0", "--out", tmp_path / "heat.png")
    assert done.status == 0
    with Image.open(tmp_path / "heat.png") as picture, Image.open(photos / "first.png") as photo:
        assert np.array_equal(np.asarray(picture), np.asarray(photo))


@pytest.mark.parametrize("opacity", ["1.5", "-0.1", "nan"])
def test_an_opacity_out_of_range_is_refused(command, photos, tmp_path, opacity):
    done = command("explain", photos / "first.png", f"--opacity={opacity}", "--out", tmp_path / "heat.png")
    assert done.status == 2
    assert done.err == f"expected an opacity from 0 to 1, got {float(opacity)}\n"
    assert not (tmp_path / "heat.png").exists()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_result_sheet_is_written_in_the_language_that_is_asked_for(command, photos, tmp_path, language):
    done = command("explain", photos / "first.png", "--sheet", language, "--out", tmp_path / f"{language}.png")
    assert done.status == 0
    with Image.open(tmp_path / f"{language}.png") as picture:
        assert picture.width == 1400
        assert not picture.info


def test_an_image_that_cannot_be_read_is_one_sentence(command, photos, tmp_path):
    done = command("explain", photos / "readme.txt", "--out", tmp_path / "heat.png")
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("This file cannot be read as an image. Choose a JPEG")
    assert not (tmp_path / "heat.png").exists()


def test_an_image_that_does_not_exist_is_named(command, tmp_path):
    done = command("explain", tmp_path / "nowhere.png", "--out", tmp_path / "heat.png")
    assert (done.status, done.err) == (1, f"{tmp_path / 'nowhere.png'}: No such file or directory\n")


def test_a_folder_in_place_of_an_image_is_named(command, photos, tmp_path):
    done = command("explain", photos, "--out", tmp_path / "heat.png")
    assert (done.status, done.err) == (1, f"{photos}: Is a directory\n")


@pytest.mark.parametrize("out", ["heat.xyz", "heat", "nowhere/heat.png"])
def test_a_picture_that_cannot_be_written_is_one_sentence(command, photos, tmp_path, out):
    done = command("explain", photos / "first.png", "--out", tmp_path / out)
    assert done.status in (1, 2)
    assert len(done.err.splitlines()) >= 1
    assert not (tmp_path / out).exists()


def test_an_unknown_algorithm_is_one_sentence(command, photos, tmp_path):
    done = command("explain", photos / "first.png", "--algorithm", "oracle", "--out", tmp_path / "heat.png")
    assert done.status == 1
    assert done.err.startswith("There is no working algorithm named oracle.")
