"""Cases of the archive -> a folder with `cases.csv`, which needs no network any more.

What is there stays: a folder may be filled in several goes. A photo is written as it came, after it has been read as a
lesion photo; the table is written last and in one piece, so a folder that was broken off can be read.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable
from pathlib import Path

from model.errors import CaseFolderError
from model.isic_archive.archive import ArchiveCase
from model.lesion.decode import read_lesion_image
from model.lesion.gallery import CASES_COLUMNS, CASES_TABLE, read_gallery

SOURCE = "ISIC Archive"
Row = dict[str, str]


class CaseFolder:
    """A folder that is being filled.

    Args:
        folder: made where it is not there.

    Raises:
        CaseFolderError: there is a table in it that is none, or not of this form.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows: list[Row] = self._known() if (folder / CASES_TABLE).exists() else []

    def __contains__(self, case: ArchiveCase) -> bool:
        return any(row["file"] == _file(case) for row in self.rows)

    def add(self, case: ArchiveCase, photo: bytes) -> None:
        """Write a photo, and its row into the table.

        Raises:
            LesionImageError: it is no photo that can be read.
            OSError: the folder refuses.
        """
        read_lesion_image(photo)
        self.folder.mkdir(parents=True, exist_ok=True)
        _write(self.folder / _file(case), photo)
        self.rows.append(_row(case))
        _write(self.folder / CASES_TABLE, self._table().encode("utf-8"))

    def _known(self) -> list[Row]:
        read_gallery(self.folder, CASES_TABLE)
        with (self.folder / CASES_TABLE).open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if tuple(reader.fieldnames or ()) != CASES_COLUMNS:
                raise CaseFolderError(folder=str(self.folder), reason="foreign")
            return [{name: row[name] or "" for name in CASES_COLUMNS} for row in reader]

    def _table(self) -> str:
        text = io.StringIO()
        writer = csv.DictWriter(text, CASES_COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.rows)
        return text.getvalue()


def _file(case: ArchiveCase) -> str:
    return f"{case.isic_id}.jpg"


def _row(case: ArchiveCase) -> Row:
    age = "" if case.age is None else str(case.age)
    values: Iterable[str] = (
        _file(case),
        str(case.diagnosis),
        age,
        case.sex,
        case.site,
        case.licence,
        attribution_of(case),
    )
    return dict(zip(CASES_COLUMNS, values, strict=True))


def attribution_of(case: ArchiveCase) -> str:
    """Whom to name, and where the case can be found."""
    return ", ".join(filter(None, (f"{SOURCE} {case.isic_id}", case.attribution)))


def _write(path: Path, data: bytes) -> None:
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(data)
        os.replace(beside, path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
