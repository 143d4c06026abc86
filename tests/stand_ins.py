"""Tiny submissions put beside the committed ones: some that answer, one committee, and some that fail on purpose."""

from __future__ import annotations

import hashlib
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from model.algorithms.catalogue import DEFAULT_SLUG
from model.algorithms.contract import AlgorithmCard, Examination, Explanation, Prediction, silent
from model.algorithms.weights import MalignantPoint, OperatingPoint, WeightsSheet, read_sheet
from model.settings import ASSETS, ROOT

ANSWERING = {"ink": (0.34, "grad_cam"), "marble": (0.81, "grad_cam"), "quartz": (0.07, "occlusion")}
"""Melanoma probability and way of explaining of those that answer; each has its operating point at 0.3."""
THRESHOLD = 0.3
UNSURE = "quartz"
"""The one that finds melanoma unlikely and another cancer possible."""
SOURCE = "from tests.stand_ins import stand_in\n\nAlgorithm = stand_in({slug!r})\n"
BROKEN = "broken_on_purpose"
RAISING = "raises_on_every_photo"
COMMITTEE = "round_table"


class StandIn:
    """Answers the same for every photo, with a map of where the photo is dark."""

    slug = ""
    asked = 0

    def __init__(self, sheet):
        self.sheet = sheet

    @classmethod
    def load(cls, weights, member=None):
        return cls(read_sheet(weights, cls.slug))

    def predict_proba(self, images):
        type(self).asked += 1
        melanoma = ANSWERING[self.slug][0]
        row = np.full(7, (1 - melanoma) / 12, np.float32)
        row[0], row[1] = melanoma, (1 - melanoma) / 2 + (1 - melanoma) / 12
        return np.tile(row / row.sum(), (len(images), 1))

    def explain(self, image, target, progress=silent):
        for share in np.linspace(0, 1, 9):
            progress(float(share))
        dark = np.clip(1.6 - image.pixels.mean(2) / 90, 0, 1).astype(np.float32)
        return Explanation(target, dark / max(float(dark.max()), 1e-6), float(dark.max()), 1.0)

    def examine(self, image, target=None, progress=silent):
        prediction = Prediction(self.predict_proba([image])[0])
        return Examination(prediction, self.explain(image, target or prediction.first, progress))


class Raising(StandIn):
    """Loads, and then fails on every photo."""

    def predict_proba(self, images):
        raise RuntimeError("the lens is on the table")


class Committee(StandIn):
    """The mean of the others."""

    shares = dict.fromkeys(ANSWERING, 1 / len(ANSWERING))

    def __init__(self, sheet):
        super().__init__(sheet)
        self.members = {slug: stand_in(slug)(globals()["sheet"](slug)) for slug in ANSWERING}

    def mean_map(self, target, maps):
        return maps[0][1]

    def combine(self, rows):
        return np.mean([rows[slug] for slug in self.members], axis=0)

    def predict_proba(self, images):
        raise AssertionError("a committee is not to ask its members again")


def stand_in(slug):
    """The class of one stand-in."""
    base = {RAISING: Raising, COMMITTEE: Committee}.get(slug, StandIn)
    explanation = ANSWERING.get(slug, (0, "grad_cam"))[1]
    family = "committee" if slug == COMMITTEE else "stand_in"
    licence, citations = "CC0-1.0", ("Nobody 2017, doi:10.1000/182", "Nobody 2018, arXiv:1902.03368", "Nobody 2019")
    combines = slug == COMMITTEE
    card = AlgorithmCard(slug, family, "Tests", "nothing", 224, explanation, licence, licence, citations, combines)
    return type("Algorithm", (base,), {"slug": slug, "card": card})


def write_submissions(folder: Path, *slugs: str) -> None:
    """Files as they would lie in `submissions/`; the broken one cannot be imported."""
    folder.mkdir(parents=True, exist_ok=True)
    for slug in slugs:
        broken = "raise RuntimeError('no such <library>')"
        (folder / f"{slug}.py").write_text(broken if slug == BROKEN else SOURCE.format(slug=slug))


def write_weights(folder: Path, *slugs: str) -> None:
    """The weights of the default algorithm, and sheets for those of the stand-ins that load; the others miss theirs."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in (ASSETS / "weights").glob(f"{DEFAULT_SLUG}.*"):
        shutil.copy(path, folder)
    for slug in slugs:
        if slug != BROKEN:
            sheet(slug).write(folder)


def sheet(slug: str) -> WeightsSheet:
    """A sheet whose checksum tells the stand-ins apart."""
    checksum = hashlib.sha256(slug.encode()).hexdigest()
    point = OperatingPoint(THRESHOLD, 200, 180, 1000, 700)
    malignant = MalignantPoint(0.01, 100, 90, 50, 30, "clinic") if slug == UNSURE else None
    return WeightsSheet(slug, checksum, 1000, 1.0, point, 1.0, 4, 100, "2017-11-01", {}, malignant=malignant)


def into_practice(weights: Path, practice: str, threshold: float) -> None:
    """Every sheet in a folder gets its operating point in a practice."""
    for path in weights.glob("*.json"):
        found = read_sheet(weights, path.stem)
        point = replace(found.operating_point, threshold=threshold, practice=practice)
        replace(found, operating_point=point).write(weights)


ALL = (*ANSWERING, COMMITTEE, RAISING, BROKEN)


def environment(folder: Path, *slugs: str, asked: str = "committee") -> dict[str, str]:
    """What a server must find in its environment to serve the stand-ins beside the committed submissions.

    `asked` is the committee that a game and a room ask.
    """
    write_submissions(folder / "submissions", *slugs)
    write_weights(folder / "weights", *slugs)
    (folder / "sitecustomize.py").write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT)!r})\n"
        f"from model.algorithms import submissions\nsubmissions.__path__.append({str(folder / 'submissions')!r})\n"
        f"from model.stage import opening\nopening.COMBINES = {asked!r}\n"
    )
    return {"PYTHONPATH": str(folder), "TEN_OPINIONS_WEIGHTS": str(folder / "weights"), "TEN_OPINIONS_CASES": ""}


def forget(*slugs: str) -> None:
    """Let the next test import its stand-ins anew."""
    for slug in slugs:
        sys.modules.pop(f"model.algorithms.submissions.{slug}", None)
