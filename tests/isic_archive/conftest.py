"""The archive's client, with a stand-in in place of the archive."""

from __future__ import annotations

import pytest

from model.isic_archive.archive import Archive, Doors
from model.isic_archive.cache import Cache
from tests.isic_archive.stand_in_archive import standing_in


@pytest.fixture
def server():
    with standing_in() as found:
        yield found


@pytest.fixture
def asked(server, tmp_path):
    return Archive(Cache(tmp_path / "cache", 10**7), Doors.standing_in(server.address))
