"""A benchmark folder of eleven made-up algorithms: the committed truth, and tables of known and differing quality."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np

from model.evaluation.sets import ELSEWHERE, SETS
from model.evaluation.tables import CLASSES, read_table, write_table
from model.settings import ASSETS, ROOT

QUALITY = {
    "abcd_rule": 0.9,
    "attention": 2.9,
    "colour_texture_boosting": 1.5,
    "committee": 4.4,
    "hog_svm": 1.1,
    "mobilenet_v1": 2.7,
    "nearest_cases": 2.4,
    "resnet18": 4.2,
    "segment_then_classify": 3.0,
    "small_cnn": 2.0,
    "visual_words": 1.3,
}
"""How far the logit of the truth stands out of the noise."""
BEST = "resnet18"
COMMITTEE = "committee"
"""Combines the others, and so has no rank where the catalogue is asked."""
TOO_MODEST = 0.5
"""The logits of the best are as much flatter, so that it is right most often and yet badly calibrated."""
ABROAD = 0.6
"""What is left of that on photos from elsewhere."""


def write_benchmark(folder: Path, seed: int = 2017, quality: dict[str, float] | None = None) -> Path:
    """Write truth, facts and prediction tables of every set; the same seed gives the same tables."""
    shutil.copytree(ASSETS / "benchmark" / "truth", folder / "truth")
    rng = np.random.default_rng(seed)
    for day in SETS:
        truth = read_table(folder / "truth" / f"{day}.csv")
        (folder / day).mkdir()
        difficulty = rng.normal(0, 1.1, truth.values.shape)  # the same images are hard for all
        share = ABROAD if day == ELSEWHERE else 1
        for number, (slug, strength) in enumerate((quality or QUALITY).items()):
            logits = share * strength * truth.values + difficulty + rng.normal(0, 1.2, truth.values.shape)
            logits *= TOO_MODEST if slug == BEST else 1
            values = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
            write_table(folder / day / f"{slug}.csv", truth.images, values, CLASSES)
            run = {"slug": slug, "phase": day, "images": len(truth.images), "date": "2017-11-24"}
            run["seconds_per_image"] = 0.004 * (number + 1)
            (folder / day / f"{slug}.json").write_text(json.dumps(run))
    return folder


def as_seen_by_a_server(folder: Path) -> dict[str, str]:
    """What a process must find in its environment to read this folder in place of the committed one."""
    (folder / "sitecustomize.py").write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom pathlib import Path\n"
        f"from model.evaluation import operating_point\noperating_point.BENCHMARK = Path({str(folder)!r})\n"
    )
    return {"PYTHONPATH": str(folder)}
