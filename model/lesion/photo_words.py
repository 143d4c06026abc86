"""A lesion image -> what is said about the photo itself, in words: its size, and what a colleague would remark."""

from __future__ import annotations

from model.lesion.image import LesionImage
from model.lesion.quality import quality_findings
from model.text import Texts


def photo_words(t: Texts, image: LesionImage) -> list[str]:
    """Size and format first, then each remark about its quality, or that there is none."""
    size = t("source.size", width=str(image.source_width), height=str(image.source_height), format=image.source_format)
    return [
        size,
        *([t(f"quality.{found.code}", **found.data) for found in quality_findings(image)] or [t("quality.good")]),
    ]
