"""A photo, the outline of its lesion -> what is said about the photo itself: its size, what is wrong, what to do."""

from __future__ import annotations

from model.lesion.image import LesionImage
from model.lesion.quality import quality_findings
from model.text import Texts
from model.trust.focus import LesionOutline
from model.trust.remarks import Remark, remarks
from model.trust.skin import darkest_of_training, skin_tone

TENTH = 0.1
"""Shares under it are given to a tenth of a percent."""


def photo_words(t: Texts, image: LesionImage, outline: LesionOutline | None) -> list[str]:
    """Size and format first, then each remark, or that there is none; without an outline what can be said without."""
    return [size_words(t, image), *all_words(t, image, outline, remarks(image, outline) if outline else ())]


def size_words(t: Texts, image: LesionImage) -> str:
    """Width, height and format of the file."""
    return t("source.size", width=str(image.source_width), height=str(image.source_height), format=image.source_format)


def all_words(t: Texts, image: LesionImage, outline: LesionOutline | None, said: tuple[Remark, ...]) -> list[str]:
    """A sentence for each remark; where there is none, one that says so, and what could not be looked at."""
    found = skin_words(t, image, outline) + pixel_words(t, image) + [remark_words(t, remark) for remark in said]
    return found or [t("quality.good" if outline is not None else "quality.not_outlined")]


def short_words(t: Texts, image: LesionImage, outline: LesionOutline | None, said: tuple[Remark, ...]) -> str:
    """All remarks in one line, by their names; empty where there are none."""
    codes = ["darker_skin"] if skin_words(t, image, outline) else []
    codes += [found.code for found in quality_findings(image)] + [remark.code for remark in said]
    return t("photo_short.some", what=", ".join(t(f"photo_short.{code}") for code in codes)) if codes else ""


def skin_words(t: Texts, image: LesionImage, outline: LesionOutline | None) -> list[str]:
    """A caution where the skin looks darker than on almost all training photos."""
    tone, darkest = skin_tone(image.pixels, outline) if outline else None, darkest_of_training()
    if tone is None or darkest is None or tone.ita >= darkest:
        return []
    return [t("remarks.darker_skin", ita=t.number(tone.ita), darkest=t.number(darkest))]


def pixel_words(t: Texts, image: LesionImage) -> list[str]:
    """A sentence for each finding that needs no outline."""
    return [t(f"quality.{found.code}", **found.data) for found in quality_findings(image)]


def remark_words(t: Texts, remark: Remark) -> str:
    """What is wrong and what to do."""
    if remark.share is None:
        return t(f"remarks.{remark.code}")
    return t(f"remarks.{remark.code}", share=t.percent(remark.share, 1 if remark.share < TENTH else 0))
