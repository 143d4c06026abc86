"""Cases of the archive -> a folder with photos and `cases.csv`, for offline use.

Earlier cases stay, so a folder can be filled in several runs. A photo is written unchanged once it could be read as a
lesion photo. The table is written last and in one piece, so a folder stays readable when a run is interrupted.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from model.errors import CaseFolderError
from model.isic_archive.case import ArchiveCase
from model.lesion.decode import read_lesion_image
from model.lesion.gallery import CASES_COLUMNS, CASES_TABLE, read_gallery
from model.whole_file import whole_file

SOURCE = "ISIC Archive"
ENDINGS = {
    **{"JPEG": ".jpg", "PNG": ".png", "WebP": ".webp", "TIFF": ".tif", "BMP": ".bmp"},
    **{"HEIC": ".heic", "DICOM": ".dcm"},
}
"""Endings of file names by the format that the bytes have; some photos of the archive are no JPEG."""
Row = dict[str, str]


class CaseFolder:
    """A folder to be filled, made if needed.

    Raises:
        CaseFolderError: its table cannot be read or has other columns.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows: list[Row] = self._read() if (folder / CASES_TABLE).exists() else []

    def __contains__(self, case: ArchiveCase) -> bool:
        return any(Path(row["file"]).stem == case.isic_id for row in self.rows)

    def add(self, case: ArchiveCase, photo: bytes) -> None:
        """Write a photo and add its row to the table.

        Raises:
            LesionImageError: the photo cannot be read.
            OSError: the folder cannot be written to.
        """
        name = f"{case.isic_id}{ENDINGS[read_lesion_image(photo).source_format]}"
        self.folder.mkdir(parents=True, exist_ok=True)
        _write(self.folder / name, photo)
        self.rows.append(_row(case, name))
        _write(self.folder / CASES_TABLE, self._table().encode("utf-8"))

    def _read(self) -> list[Row]:
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


def _row(case: ArchiveCase, file: str) -> Row:
    age = "" if case.age is None else str(case.age)
    about = (str(case.diagnosis), age, case.sex, case.site, case.licence)
    return dict(zip(CASES_COLUMNS, (file, *about, attribution_of(case)), strict=True))


def attribution_of(case: ArchiveCase) -> str:
    """The credit line of a case: archive, name of the case, and person or institution."""
    return ", ".join(filter(None, (f"{SOURCE} {case.isic_id}", case.attribution)))


def _write(path: Path, data: bytes) -> None:
    with whole_file(path) as beside:
        beside.write_bytes(data)
