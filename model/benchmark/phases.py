"""Runs one algorithm on the scoring sets and writes the tables that the evaluation reads.

    manifest, archives -> lesion images -> predict_proba -> <phase>/<slug>.csv with its provenance <slug>.json
                       -> truth/<phase>.csv, and truth/<phase>-facts.csv where patients' data are known

`model.evaluation.sets` lists the sets. No choice may depend on them, so nothing here returns data that training could
use.
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
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from model.algorithms.contract import Algorithm, CombiningAlgorithm
from model.errors import LesionImageError
from model.evaluation.facts import Facts, write_facts
from model.evaluation.tables import read_table, write_table
from model.lesion.decode import read_lesion_image
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.image import LesionImage
from model.reading.ask import combined_rows
from model.settings import ROOT

BATCH = 32


@dataclass(frozen=True)
class ScoringRow:
    """One image of a scoring set."""

    image_id: str
    diagnosis: Diagnosis
    archive: str


@dataclass(frozen=True)
class Provenance:
    """The origin of a prediction table of `images` rows.

    `data_sha256` is of every archive that was read, by file name, and of the manifest's rows; `code_sha256` is
    `code_fingerprint`. `unreadable` images have no row. `seconds_per_image` is processor time of decoding and
    prediction, all threads together, since elapsed time depends on how busy the machine is.
    """

    slug: str
    phase: str
    weights_sha256: str
    data_sha256: dict[str, str]
    code_sha256: str
    date: str
    images: int
    unreadable: list[str]
    seconds_per_image: float
    peak_memory_mb: float


def scoring_rows(data: Path, phase: str) -> list[ScoringRow]:
    """The images of one scoring set, in the manifest's order."""
    rows = _manifest_rows(data, phase)
    return [ScoringRow(row["image_id"], Diagnosis(row["diagnosis"].upper()), row["archive"]) for row in rows]


def _manifest_rows(data: Path, phase: str) -> list[dict[str, str]]:
    with (data / "manifest.csv").open(newline="", encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["role"] == phase]


def write_truth(data: Path, phase: str, folder: Path) -> None:
    """Write `truth/<phase>.csv`, with a 1 in the column of the diagnosis, and the patients' data of the set."""
    rows = scoring_rows(data, phase)
    (folder / "truth").mkdir(parents=True, exist_ok=True)
    ones = np.eye(len(DIAGNOSES), dtype=np.float32)[[row.diagnosis.column for row in rows]]
    write_table(folder / "truth" / f"{phase}.csv", [row.image_id for row in rows], ones)
    _write_facts(data, phase, folder)


def _write_facts(data: Path, phase: str, folder: Path) -> None:
    """Write `truth/<phase>-facts.csv`, unless the set has no patients' data."""
    facts = [
        Facts(
            row["image_id"],
            int(float(row["age"])) if row["age"] else None,
            row["sex"] or None,
            row["site"] or None,
            row["lesion_id"] or None,
        )
        for row in _manifest_rows(data, phase)
    ]
    if any(fact != Facts(fact.image) for fact in facts):
        write_facts(folder, phase, facts)


def run_phase(algorithm: Algorithm, data: Path, phase: str, folder: Path) -> Provenance:
    """Predict every image of a scoring set; the provenance names images that cannot be read."""
    rows = scoring_rows(data, phase)
    slug = algorithm.card.slug
    started = time.process_time()
    answers = _from_members(algorithm, data, phase, folder) or _predicted(algorithm, data, rows, phase)
    seconds = answers.seconds + (time.process_time() - started) / max(1, len(rows))
    provenance = Provenance(
        slug=slug,
        phase=phase,
        weights_sha256=algorithm.sheet.sha256,
        data_sha256=fingerprints(data, rows),
        code_sha256=code_fingerprint(),
        date=datetime.datetime.now(datetime.UTC).date().isoformat(),
        images=len(answers.images),
        unreadable=answers.unreadable,
        seconds_per_image=round(seconds, 4),
        peak_memory_mb=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    )
    _write_run(folder / phase, provenance, answers)
    return provenance


def _write_run(folder: Path, provenance: Provenance, answers: _Answers) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    write_table(folder / f"{provenance.slug}.csv", answers.images, answers.rows)
    text = json.dumps(asdict(provenance), indent=2, sort_keys=True)
    (folder / f"{provenance.slug}.json").write_text(text + "\n", encoding="utf-8")


@dataclass(frozen=True, eq=False)
class _Answers:
    """The rows of a table, `(n, 7)`, and the seconds that earlier runs have spent on an image."""

    images: list[str]
    rows: NDArray[np.float32]
    unreadable: list[str]
    seconds: float = 0.0


def _predicted(algorithm: Algorithm, data: Path, rows: list[ScoringRow], phase: str) -> _Answers:
    names, tables, unreadable = [], [np.empty((0, len(DIAGNOSES)), np.float32)], []
    for batch, refused in _batches(data, rows, f"{algorithm.card.slug} {phase}"):
        unreadable += refused
        if batch:
            names += [name for name, _ in batch]
            tables.append(algorithm.predict_proba([image for _, image in batch]))
    return _Answers(names, np.concatenate(tables), unreadable)


def _from_members(algorithm: Algorithm, data: Path, phase: str, folder: Path) -> _Answers | None:
    """The answers of a combination, from its members' tables; None for others, or where a table is not current.

    Tables are rounded to six decimals, so the result differs from a new run of the members by less than 1e-4.
    """
    if not algorithm.card.combines:
        return None
    members = cast(CombiningAlgorithm, algorithm).members
    if not all(is_current(slug, member.sheet.sha256, data, phase, folder) for slug, member in members.items()):
        return None
    provenances = [json.loads((folder / phase / f"{slug}.json").read_text(encoding="utf-8")) for slug in members]
    tables = {slug: read_table(folder / phase / f"{slug}.csv") for slug in members}
    images = next(iter(tables.values())).images
    rows = {slug: table.in_order_of(images).values.astype(np.float32) for slug, table in tables.items()}
    seconds = sum(provenance["seconds_per_image"] for provenance in provenances)
    return _Answers(list(images), combined_rows(algorithm, rows), provenances[0]["unreadable"], seconds)


def is_current(slug: str, weights_sha256: str, data: Path, phase: str, folder: Path) -> bool:
    """Whether the table exists and was made from these weights and data."""
    try:
        known = json.loads((folder / phase / f"{slug}.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return False
    same_data = known.get("data_sha256") == fingerprints(data, scoring_rows(data, phase))
    return known.get("weights_sha256") == weights_sha256 and same_data and (folder / phase / f"{slug}.csv").is_file()


MANIFEST_ROWS = "manifest rows"


def fingerprints(data: Path, rows: list[ScoringRow]) -> dict[str, str]:
    """SHA-256 of the rows, as `MANIFEST_ROWS`, and of every archive that they lie in.

    Other rows of the manifest are left out, since they change no answer of this set.
    """
    lines = "".join(f"{row.image_id},{row.diagnosis},{row.archive}\n" for row in rows)
    archives = {name: _sha256(data / name) for name in sorted({row.archive for row in rows})}
    return {MANIFEST_ROWS: hashlib.sha256(lines.encode()).hexdigest(), **archives}


def code_fingerprint() -> str:
    """SHA-256 over the sources of `model/lesion` and `model/algorithms`, in the order of their names.

    It identifies the version of the code, also in a copy without a history. A table stays current when it changes: most
    changes there alter no number, and the tests predict part of every table again.
    """
    digest = hashlib.sha256()
    for folder in ("lesion", "algorithms"):
        for path in sorted((ROOT / "model" / folder).rglob("*.py")):
            digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _batches(
    data: Path, rows: list[ScoringRow], title: str
) -> Iterator[tuple[list[tuple[str, LesionImage]], list[str]]]:
    """Batches of readable photos with their names, each with the names of the unreadable ones."""
    with ExitStack() as stack:
        names = {row.archive for row in rows}
        archives = {name: stack.enter_context(zipfile.ZipFile(data / name)) for name in names}
        for start in tqdm(range(0, len(rows), BATCH), desc=title, unit="batch", mininterval=1.0):
            readable, unreadable = [], []
            for row in rows[start : start + BATCH]:
                try:
                    image = read_lesion_image(archives[row.archive].read(f"{row.image_id}.jpg"))
                    readable.append((row.image_id, image))
                except (LesionImageError, KeyError):
                    unreadable.append(row.image_id)
            yield readable, unreadable
