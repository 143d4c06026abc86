"""A result of the ISIC Archive -> a case, or nothing where its form or its diagnosis is not one of ours.

Form of a result (`ImageOut` in `isic/core/api/image.py`, `ImageMarkup/isic` at commit 00f7144): `isic_id`, `public`,
`copyright_license`, `attribution`, `files.full` and `files.thumbnail_256` with `url` and `size`, and `metadata` with
`acquisition` and `clinical`. Which field stands where is in `registry.py` of `ImageMarkup/isic-metadata` (510e68b).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from model.isic_archive.sites import sites_of
from model.isic_archive.taxonomy import diagnosis_of
from model.lesion.diagnosis import Diagnosis
from model.lesion.learned import ISIC_NAME, learned_from

SEXES = ("female", "male")
CONFIRMATIONS = (
    "histopathology",
    "serial imaging showing no change",
    "single image expert consensus",
    "confocal microscopy with consensus dermoscopy",
    "single contributor clinical assessment",
)
"""How a diagnosis can be confirmed (`DiagnosisConfirmTypeEnum` in `fields.py` of `ImageMarkup/isic-metadata`)."""
DERMOSCOPIC, SYNTHETIC = "dermoscopic", "synthetic"
OLDEST = 85
"""Highest age that the archive states, in years; older patients have it, too."""
LONGEST = 200
"""Maximum length of a text field; the rest is cut."""


@dataclass(frozen=True)
class ArchiveCase:
    """One dermoscopic photo of the archive whose diagnosis is one of our seven.

    `known_as` is the archive's term for the diagnosis, `confirmed` one of `CONFIRMATIONS` or empty; the age is in
    years; sex is one of `SEXES` or empty; `sites` are of `SITES`, the narrowest first; `attribution` is the name to be
    credited; `lesion` is the archive's name of the lesion, or of the photo where it states none; `thumbnail` and `full`
    are addresses of pictures.
    """

    isic_id: str
    lesion: str
    diagnosis: Diagnosis
    known_as: str
    confirmed: str
    age: int | None
    sex: str
    sites: tuple[str, ...]
    licence: str
    attribution: str
    thumbnail: str
    full: str

    @property
    def site(self) -> str:
        """The narrowest place; empty if unknown."""
        return self.sites[0] if self.sites else ""

    @property
    def learned(self) -> bool:
        """Whether algorithms learned from this photo."""
        return learned_from(self.isic_id)


def case_of(result: Mapping[str, Any]) -> ArchiveCase | None:
    """A case from a raw result; None for another kind of picture, another diagnosis, or an unknown form."""
    try:
        clinical, acquisition = result["metadata"]["clinical"], result["metadata"]["acquisition"]
        diagnosis, name = diagnosis_of(clinical), str(result["isic_id"])
        if diagnosis is None or not ISIC_NAME.fullmatch(name) or not _photographed(acquisition):
            return None
        return ArchiveCase(
            isic_id=name,
            lesion=_words(clinical.get("lesion_id")) or name,
            diagnosis=diagnosis,
            known_as=_words(clinical.get("diagnosis_3") or clinical.get("diagnosis_2")),
            confirmed=_among(clinical.get("diagnosis_confirm_type"), CONFIRMATIONS),
            age=_age(clinical.get("age_approx")),
            sex=_among(clinical.get("sex"), SEXES),
            sites=sites_of(clinical),
            licence=_words(result["copyright_license"]),
            attribution=_words(result.get("attribution")),
            thumbnail=str(result["files"]["thumbnail_256"]["url"]),
            full=str(result["files"]["full"]["url"]),
        )
    except (KeyError, TypeError, AttributeError):
        return None


def _photographed(acquisition: Mapping[str, Any]) -> bool:
    """Whether a picture was taken through a dermatoscope, and not made by a program."""
    return acquisition.get("image_type") == DERMOSCOPIC and acquisition.get("image_manipulation") != SYNTHETIC


def _words(value: object) -> str:
    """A text field as one line of printable characters."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in str(value or "")).split())
    return line[:LONGEST]


def _age(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if 0 <= value <= OLDEST else None


def _among(value: object, known: tuple[str, ...]) -> str:
    word = str(value or "").lower()
    return word if word in known else ""
