"""The archive's diagnoses -> our seven, and our seven -> terms of its query language.

Its terms are levels 2 and 3 of the ISIC taxonomy (`ImageMarkup/isic-metadata`, `diagnosis_hierarchical.py`). Diagnoses
outside of the seven are left out, for example a melanoma metastasis, an indeterminate melanocytic proliferation or an
invasive squamous cell carcinoma.
"""

from __future__ import annotations

from collections.abc import Mapping

from model.isic_archive.sites import one_of
from model.lesion.diagnosis import Diagnosis

MELANOMA = "Malignant melanocytic proliferations (Melanoma)"
VASCULAR = "Benign soft tissue proliferations - Vascular"
HAEMORRHAGE = "Hemorrhagic lesions"
METASTASIS = "Melanoma metastasis"
BY_SECOND = {MELANOMA: Diagnosis.MEL, VASCULAR: Diagnosis.VASC, HAEMORRHAGE: Diagnosis.VASC}
BY_THIRD = {
    "Nevus": Diagnosis.NV,
    "Basal cell carcinoma": Diagnosis.BCC,
    "Solar or actinic keratosis": Diagnosis.AKIEC,
    "Squamous cell carcinoma in situ": Diagnosis.AKIEC,
    "Seborrheic keratosis": Diagnosis.BKL,
    "Solar lentigo": Diagnosis.BKL,
    "Lichen planus like keratosis": Diagnosis.BKL,
    "Pigmented benign keratosis": Diagnosis.BKL,
    "Dermatofibroma": Diagnosis.DF,
}


def diagnosis_of(clinical: Mapping[str, object]) -> Diagnosis | None:
    """The diagnosis of a case; None where it is not one of the seven or not stated.

    >>> diagnosis_of({"diagnosis_2": MELANOMA, "diagnosis_3": "Melanoma in situ"})
    <Diagnosis.MEL: 'MEL'>
    >>> diagnosis_of({"diagnosis_2": MELANOMA, "diagnosis_3": "Melanoma metastasis"}) is None
    True
    """
    second, third = str(clinical.get("diagnosis_2") or ""), str(clinical.get("diagnosis_3") or "")
    if third == METASTASIS:
        return None
    return BY_THIRD.get(third) or BY_SECOND.get(second)


def search_words(diagnosis: Diagnosis) -> str:
    """The search for one of the seven, in the archive's query language."""
    terms = [f'diagnosis_2:"{name}"' for name, known in BY_SECOND.items() if known is diagnosis]
    terms += [f'diagnosis_3:"{name}"' for name, known in BY_THIRD.items() if known is diagnosis]
    return one_of(terms)
