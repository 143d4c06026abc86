"""The table `samples.csv` of accepted seeds, and the sample photos.

Diagnosis and seed are enough to make a photo again, without the image folder or a classifier.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from model.lesion.diagnosis import Diagnosis
from model.lesion.gallery import SAMPLES
from model.samples.generate import generate
from model.samples.select import Candidate, Classify, Fingerprints, judge

TABLE = "samples.csv"
SOURCE = "generated"
LICENCE = "CC0-1.0"


@dataclass(frozen=True)
class SampleRecord:
    """One row of the table.

    `features` are keys of the visible features, separated by spaces; `probability` is that of the diagnosis by the
    classifier that accepted the sample; `similarity` to the nearest training image is -1 to 1, or empty.
    """

    file: str
    diagnosis: Diagnosis
    seed: int
    source: str
    licence: str
    features: str
    probability: str
    similarity: str


def read_records(table: Path = SAMPLES / TABLE) -> tuple[SampleRecord, ...]:
    """Read the rows of the table, in its order."""
    with table.open(newline="", encoding="utf-8") as file:
        return tuple(
            SampleRecord(diagnosis=Diagnosis(row.pop("diagnosis")), seed=int(row.pop("seed")), **row)
            for row in csv.DictReader(file)
        )


def write_records(records: Sequence[SampleRecord], table: Path) -> None:
    """Write the table."""
    with table.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, [column.name for column in fields(SampleRecord)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(record) for record in records)


def remake(out: Path = SAMPLES, table: Path = SAMPLES / TABLE) -> tuple[Path, ...]:
    """Make all photos of `table` again in the folder `out` and return their paths."""
    out.mkdir(parents=True, exist_ok=True)
    records = read_records(table)
    for record in records:
        (out / record.file).write_bytes(generate(record.diagnosis, record.seed).jpeg())
    return tuple(out / record.file for record in records)


def make_samples(
    out: Path, seeds: Mapping[Diagnosis, Sequence[int]], classify: Classify, known: Fingerprints | None
) -> tuple[SampleRecord, ...]:
    """Write photos and table of the chosen seeds to the folder `out`, where other files stay.

    Raises:
        ValueError: a seed is not accepted; nothing is written.
    """
    photos = [generate(diagnosis, seed) for diagnosis, chosen_seeds in seeds.items() for seed in chosen_seeds]
    candidates = tuple(judge(photos, classify, known))
    _refuse_unfit(candidates)
    out.mkdir(parents=True, exist_ok=True)
    records: list[SampleRecord] = []
    for candidate in candidates:
        number = 1 + sum(record.diagnosis is candidate.sample.diagnosis for record in records)
        records.append(_record(candidate, number))
        (out / records[-1].file).write_bytes(candidate.sample.jpeg())
    write_records(records, out / TABLE)
    return tuple(records)


def recheck(classify: Classify, known: Fingerprints | None, table: Path = SAMPLES / TABLE) -> tuple[Candidate, ...]:
    """Judge the committed samples again with a classifier, in the order of the table."""
    return tuple(judge((generate(record.diagnosis, record.seed) for record in read_records(table)), classify, known))


def _refuse_unfit(candidates: Sequence[Candidate]) -> None:
    unfit = [
        f"{candidate.sample.diagnosis} seed {candidate.sample.seed}: first {candidate.first} with "
        f"{candidate.probabilities.max():.2f}, nearest training image {candidate.similarity:.2f}"
        for candidate in candidates
        if not candidate.accepted
    ]
    if unfit:
        raise ValueError("not accepted: " + "; ".join(unfit))


def _record(candidate: Candidate, number: int) -> SampleRecord:
    sample, similarity = candidate.sample, candidate.similarity
    return SampleRecord(
        file=f"{sample.diagnosis.lower()}_{number}.jpg",
        diagnosis=sample.diagnosis,
        seed=sample.seed,
        source=SOURCE,
        licence=LICENCE,
        features=" ".join(sample.features),
        probability=f"{candidate.probability:.3f}",
        similarity="" if math.isnan(similarity) else f"{similarity:.3f}",
    )
