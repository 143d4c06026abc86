"""A shipped network, submitted as ONNX, gets the rows of its committed prediction table on real photos."""

from __future__ import annotations

import zipfile

import numpy as np
import pytest

from model.algorithms.seeing.portable import write_onnx
from model.benchmark.phases import scoring_rows
from model.challenge.sandbox.preparation import Input, Output, Preparation
from model.challenge.sandbox.run import run_model
from model.evaluation.tables import CLASSES, read_table
from model.lesion.decode import read_lesion_image
from model.settings import ASSETS, ROOT

DATA = ROOT.parent / "shared" / "data"
PHOTOS = 50


@pytest.mark.data
@pytest.mark.skipif(
    not DATA.is_dir(), reason="The folder shared/data with the scoring sets is not beside this checkout."
)
def test_fifty_photos_of_the_second_day_get_the_rows_of_the_table(tmp_path, loaded):
    rows = scoring_rows(DATA, "day2")[:PHOTOS]
    write_onnx(loaded("small_cnn"), tmp_path / "small.onnx")
    prepared = Preparation(
        input=Input(layout="nhwc", dtype="uint8"), output=Output(kind="probabilities", classes=list(CLASSES))
    )
    with zipfile.ZipFile(DATA / rows[0].archive) as archive:
        photos = (read_lesion_image(archive.read(f"{row.image_id}.jpg")).pixels for row in rows)
        got = run_model((tmp_path / "small.onnx").read_bytes(), prepared, photos, CLASSES)
    table = read_table(ASSETS / "benchmark" / "day2" / "small_cnn.csv")
    np.testing.assert_allclose(got, table.rows_of(tuple(row.image_id for row in rows)).values, atol=1e-3)
