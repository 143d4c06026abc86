"""Fixtures for the tests of training."""

from __future__ import annotations

import pytest
import torch

from tests.training.tiny_training import tiny_training, write_pretrained


@pytest.fixture(scope="session", autouse=True)
def one_thread():
    """Sums in one order: equal runs are equal to the last bit."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def finished(tmp_path_factory):
    """A training that ran to its end without interruption."""
    folder = write_pretrained(tmp_path_factory.mktemp("training"))
    training = tiny_training(folder, "whole")
    assert len(list(training.epochs())) == 3
    return training
