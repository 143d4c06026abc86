"""The archive's diagnoses in the terms of our seven, and the other way round as words of its search.

Its terms are those of the ISIC taxonomy, levels 2 and 3 (`ImageMarkup/isic-metadata`, `diagnosis_hierarchical.py`);
older answers have one word in their place (`LegacyDxEnum` in `fields.py`). What belongs to none of the seven is left
out: a melanoma metastasis, an indeterminate melanocytic proliferation, an invasive squamous cell carcinoma.
"""

from __future__ import annotations

from collections.abc import Mapping

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
BY_WORD = {
    "melanoma": Diagnosis.MEL,
    "nevus": Diagnosis.NV,
    "basal cell carcinoma": Diagnosis.BCC,
    "actinic keratosis": Diagnosis.AKIEC,
    "seborrheic keratosis": Diagnosis.BKL,
    "solar lentigo": Diagnosis.BKL,
    "lichenoid keratosis": Diagnosis.BKL,
    "pigmented benign keratosis": Diagnosis.BKL,
    "dermatofibroma": Diagnosis.DF,
    "vascular lesion": Diagnosis.VASC,
    "angioma": Diagnosis.VASC,
    "angiokeratoma": Diagnosis.VASC,
    "pyogenic granuloma": Diagnosis.VASC,
}


def diagnosis_of(clinical: Mapping[str, object]) -> Diagnosis | None:
    """Which of the seven a case is; None where it is none of them, or where nobody has said.

    >>> diagnosis_of({"diagnosis_2": MELANOMA, "diagnosis_3": "Melanoma in situ"})
    <Diagnosis.MEL: 'MEL'>
    >>> diagnosis_of({"diagnosis_2": MELANOMA, "diagnosis_3": "Melanoma metastasis"}) is None
    True
    """
    second, third = str(clinical.get("diagnosis_2") or ""), str(clinical.get("diagnosis_3") or "")
    if third == METASTASIS:
        return None
    if second or third:
        return BY_THIRD.get(third) or BY_SECOND.get(second)
    return BY_WORD.get(str(clinical.get("diagnosis") or "").lower())


def search_words(diagnosis: Diagnosis) -> str:
    """What the archive is asked for one of the seven, in its query language."""
    terms = [f'diagnosis_2:"{name}"' for name, one in BY_SECOND.items() if one is diagnosis]
    terms += [f'diagnosis_3:"{name}"' for name, one in BY_THIRD.items() if one is diagnosis]
    return terms[0] if len(terms) == 1 else f"({' OR '.join(terms)})"
