"""Runs one algorithm over the two scoring sets and writes what the evaluation reads.

    manifest, archives -> lesion images -> predict_proba -> <phase>/<slug>.csv with its provenance <slug>.json
                       -> truth/<phase>.csv

No choice may look at these sets: nothing here returns anything that training could use.
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import json
import resource
import time
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from model.algorithms.contract import Algorithm
from model.errors import LesionImageError
from model.evaluation.tables import write_table
from model.lesion.decode import read_lesion_image
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.image import LesionImage

PHASES = ("day1", "day2")
BATCH = 32


@dataclass(frozen=True)
class ScoringRow:
    """One image of a scoring set."""

    image_id: str
    diagnosis: Diagnosis
    archive: str


@dataclass(frozen=True)
class Provenance:
    """Where a prediction table comes from.

    Attributes:
        slug: the algorithm.
        phase: the scoring set.
        weights_sha256: of the weights file.
        data_sha256: of every archive that was read, and of the manifest, by file name.
        date: of the run, ISO 8601.
        images: rows of the table.
        unreadable: identifiers of images that could not be read; they have no row.
        seconds_per_image: decoding and prediction, on the machine of the run.
        peak_memory_mb: of the whole process.
    """

    slug: str
    phase: str
    weights_sha256: str
    data_sha256: dict[str, str]
    date: str
    images: int
    unreadable: list[str]
    seconds_per_image: float
    peak_memory_mb: float


def scoring_rows(data: Path, phase: str) -> list[ScoringRow]:
    """The images of one scoring set, in the manifest's order."""
    with (data / "manifest.csv").open(newline="", encoding="utf-8") as file:
        return [
            ScoringRow(row["image_id"], Diagnosis(row["diagnosis"].upper()), row["archive"])
            for row in csv.DictReader(file)
            if row["role"] == phase
        ]


def write_truth(data: Path, phase: str, folder: Path) -> None:
    """Write `truth/<phase>.csv`: a 1 in the column of the diagnosis."""
    rows = scoring_rows(data, phase)
    (folder / "truth").mkdir(parents=True, exist_ok=True)
    ones = np.eye(len(DIAGNOSES), dtype=np.float32)[[row.diagnosis.column for row in rows]]
    write_table(folder / "truth" / f"{phase}.csv", [row.image_id for row in rows], ones)


def run_phase(algorithm: Algorithm, data: Path, phase: str, folder: Path) -> Provenance:
    """Predict every image of a scoring set; one that cannot be read is named in the provenance and ends nothing."""
    rows = scoring_rows(data, phase)
    slug = algorithm.card.slug
    started = time.perf_counter()
    names, tables, unreadable = [], [], []
    for batch, refused in _batches(data, rows, f"{slug} {phase}"):
        unreadable += refused
        if batch:
            names += [name for name, _ in batch]
            tables.append(algorithm.predict_proba([image for _, image in batch]))
    provenance = Provenance(
        slug=slug,
        phase=phase,
        weights_sha256=algorithm.sheet.sha256,
        data_sha256=fingerprints(data, rows),
        date=datetime.datetime.now(datetime.UTC).date().isoformat(),
        images=len(names),
        unreadable=unreadable,
        seconds_per_image=round((time.perf_counter() - started) / max(1, len(rows)), 4),
        peak_memory_mb=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    )
    (folder / phase).mkdir(parents=True, exist_ok=True)
    write_table(folder / phase / f"{slug}.csv", names, np.concatenate(tables))
    text = json.dumps(asdict(provenance), indent=2, sort_keys=True)
    (folder / phase / f"{slug}.json").write_text(text + "\n", encoding="utf-8")
    return provenance


def is_current(slug: str, weights_sha256: str, data: Path, phase: str, folder: Path) -> bool:
    """The table is there and comes from these weights and these data."""
    try:
        known = json.loads((folder / phase / f"{slug}.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return False
    same_data = known.get("data_sha256") == fingerprints(data, scoring_rows(data, phase))
    return known.get("weights_sha256") == weights_sha256 and same_data and (folder / phase / f"{slug}.csv").is_file()


def fingerprints(data: Path, rows: list[ScoringRow]) -> dict[str, str]:
    """SHA-256 of the manifest and of every archive that the rows lie in."""
    names = ["manifest.csv", *sorted({row.archive for row in rows})]
    return {name: _sha256(data / name) for name in names}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _batches(
    data: Path, rows: list[ScoringRow], title: str
) -> Iterator[tuple[list[tuple[str, LesionImage]], list[str]]]:
    archives = {name: zipfile.ZipFile(data / name) for name in {row.archive for row in rows}}
    try:
        for start in tqdm(range(0, len(rows), BATCH), desc=title, unit="batch", mininterval=1.0):
            readable, refused = [], []
            for row in rows[start : start + BATCH]:
                try:
                    image = read_lesion_image(archives[row.archive].read(f"{row.image_id}.jpg"))
                    readable.append((row.image_id, image))
                except (LesionImageError, KeyError):
                    refused.append(row.image_id)
            yield readable, refused
    finally:
        for archive in archives.values():
            archive.close()
