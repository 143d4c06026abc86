"""The seven diagnoses, in the column order of the ISIC 2018 challenge."""

from __future__ import annotations

from enum import StrEnum


class Diagnosis(StrEnum):
    """A diagnosis by its ISIC column name; probability rows have the order of the members.

    >>> [str(d) for d in Diagnosis][:3]
    ['MEL', 'NV', 'BCC']
    """

    MEL = "MEL"
    """Melanoma."""
    NV = "NV"
    """Melanocytic naevus."""
    BCC = "BCC"
    """Basal cell carcinoma."""
    AKIEC = "AKIEC"
    """Actinic keratosis and intraepithelial carcinoma (Bowen's disease)."""
    BKL = "BKL"
    """Benign keratosis: seborrhoeic keratosis, solar lentigo, lichen-planus-like keratosis."""
    DF = "DF"
    """Dermatofibroma."""
    VASC = "VASC"
    """Vascular lesion."""

    @property
    def column(self) -> int:
        """Position of this diagnosis in a probability row, 0 to 6."""
        return DIAGNOSES.index(self)


DIAGNOSES: tuple[Diagnosis, ...] = tuple(Diagnosis)
"""All diagnoses in column order."""
MALIGNANT: tuple[Diagnosis, ...] = (Diagnosis.MEL, Diagnosis.BCC, Diagnosis.AKIEC)
"""Cancers and their in-situ or precancerous forms; among them, AKIEC holds Bowen's disease and actinic keratosis."""
