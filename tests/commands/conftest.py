"""The command line in this process, with a network that nobody trained."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import pytest
import torch
from safetensors.torch import save

from model.__main__ import main
from model.algorithms.seeing.networks.resnet import resnet18_network
from model.algorithms.weights import OperatingPoint, WeightsSheet
from model.settings import settings
from model.training.export import rounded_tensors
from tests.commands.pictures import picture


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    status: int
    out: str
    err: str


@pytest.fixture(scope="session")
def untrained(tmp_path_factory):
    """A folder of weights: ResNet-18 as it was initialised, with its sheet."""
    folder = tmp_path_factory.mktemp("weights")
    torch.manual_seed(0)
    data = save(rounded_tensors(resnet18_network().state_dict()))
    (folder / "resnet18.safetensors").write_bytes(data)
    WeightsSheet(
        slug="resnet18",
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        temperature=1.0,
        operating_point=OperatingPoint(0.25, 100, 90, 900, 700),
        typical_peak=0.5,
        validation_fold=4,
        fit_images=1000,
        trained_on="2026-01-01",
        recipe={},
    ).write(folder)
    return folder


@pytest.fixture
def weights(monkeypatch):
    """Names the folder of weights to the settings of this process; one thread, as the machine is shared."""
    threads = torch.get_num_threads()

    def name(folder):
        monkeypatch.setenv("TEN_OPINIONS_WEIGHTS", str(folder))
        settings.cache_clear()

    monkeypatch.setenv("TEN_OPINIONS_THREADS", "1")
    monkeypatch.setenv("TEN_OPINIONS_GATE", "off")  # an untrained network has no gate; its tests switch it on
    settings.cache_clear()
    yield name
    settings.cache_clear()
    torch.set_num_threads(threads)


@pytest.fixture
def command(untrained, weights, capsys):
    """Run a line of `python -m model`."""
    weights(untrained)

    def run(*words):
        try:
            status = main([str(word) for word in words])
        except SystemExit as stop:  # argparse refuses the line
            status = stop.code
        printed = capsys.readouterr()
        return Outcome(status, printed.out, printed.err)

    return run


@pytest.fixture
def photos(tmp_path):
    """A folder with three good photos, one of them in a folder of its own."""
    folder = tmp_path / "photos"
    (folder / "inner").mkdir(parents=True)
    picture(1).save(folder / "first.png")
    picture(2).save(folder / "second.jpg")
    picture(3).save(folder / "inner" / "third.PNG")
    (folder / "readme.txt").write_text("no photo, and not named like one", encoding="utf-8")
    return folder
