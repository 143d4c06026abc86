"""Cases and a clock for games: small files with known diagnoses, and time that passes when it is told to."""

from __future__ import annotations

import pytest

from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.gallery import Case


class Clock:
    """Seconds that pass by `pass_by`."""

    def __init__(self):
        self.seconds = 1000.0

    def __call__(self):
        return self.seconds

    def pass_by(self, seconds):
        self.seconds += seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def cases(tmp_path):
    """`cases(melanomas, others)`: as many, each its own file."""

    def made(melanomas=4, others=18):
        found = []
        kinds = [Diagnosis.MEL] * melanomas + [DIAGNOSES[1 + place % 6] for place in range(others)]
        for number, diagnosis in enumerate(kinds):
            path = tmp_path / f"{number:03}.jpg"
            path.write_bytes(f"photo {number}".encode())
            found.append(Case(path, diagnosis, "generated", "CC0-1.0", number))
        return found

    return made
