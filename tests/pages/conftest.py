"""Stand-in submissions beside the committed ones for the pages that list them all, and a folder of known cases."""

from __future__ import annotations

import io
import zipfile
from functools import cache

import pytest
from PIL import Image

from model.algorithms import submissions
from model.settings import settings
from pages.components.cache import loaded_algorithms
from tests import stand_ins
from tests.isic_archive.stand_in_archive import standing_in
from tests.photos import lesion


@pytest.fixture
def beside(tmp_path, monkeypatch):
    """Some that answer, a committee, one that fails on every photo, one that cannot be imported."""
    stand_ins.write_submissions(tmp_path / "submissions", *stand_ins.ALL)
    stand_ins.write_weights(tmp_path / "weights", *stand_ins.ALL)
    monkeypatch.setattr(submissions, "__path__", [*submissions.__path__, str(tmp_path / "submissions")])
    monkeypatch.setenv("TEN_OPINIONS_WEIGHTS", str(tmp_path / "weights"))
    settings.cache_clear()
    # those of this folder are loaded here; the committed ones stay loaded for the tests that follow
    monkeypatch.setattr(loaded_algorithms, "algorithm", cache(loaded_algorithms.algorithm.__wrapped__))
    yield tmp_path
    settings.cache_clear()
    stand_ins.forget(*stand_ins.ALL)


@pytest.fixture
def data(monkeypatch, tmp_path):
    """Names a folder of training images to the settings of this process, with pictures of some that it lists."""

    def name(known, listed=None):
        buffer = io.BytesIO()
        Image.fromarray(lesion(1).pixels).save(buffer, "JPEG")
        with zipfile.ZipFile(tmp_path / "some.zip", "w") as archive:
            for image_id in known:
                archive.writestr(f"{image_id}.jpg", buffer.getvalue())
        rows = [f"{image_id},some.zip" for image_id in listed or known]
        (tmp_path / "manifest.csv").write_text("\n".join(["image_id,archive", *rows]), encoding="utf-8")
        monkeypatch.setenv("TEN_OPINIONS_DATA", str(tmp_path))
        settings.cache_clear()

    monkeypatch.delenv("TEN_OPINIONS_DATA", raising=False)
    settings.cache_clear()
    yield name
    settings.cache_clear()


@pytest.fixture
def server(monkeypatch, tmp_path):
    """A stand-in of the ISIC Archive, which the app asks in its place."""
    with standing_in() as found:
        monkeypatch.setenv("TEN_OPINIONS_ARCHIVE", found.address)
        monkeypatch.setenv("TEN_OPINIONS_ARCHIVE_CACHE", str(tmp_path / "cache"))
        settings.cache_clear()
        yield found
    settings.cache_clear()
