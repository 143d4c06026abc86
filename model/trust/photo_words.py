"""Put remarks about a photo into words: its size, its faults, and how to avoid them."""

from __future__ import annotations

from model.kept import kept_with_subject
from model.lesion.image import LesionImage
from model.lesion.quality import quality_findings
from model.text import Texts
from model.trust.focus import LesionOutline
from model.trust.remarks import Remark, remarks
from model.trust.skin import SkinTone, darkest_of_training, skin_tone


def photo_words(t: Texts, image: LesionImage, outline: LesionOutline | None) -> list[str]:
    """Size and format, then a sentence for each remark; without an outline only the remarks that need none."""
    return [size_words(t, image), *all_words(t, image, outline, remarks(image, outline) if outline else ())]


def size_words(t: Texts, image: LesionImage) -> str:
    """Width, height and format of the file."""
    return t("source.size", width=str(image.source_width), height=str(image.source_height), format=image.source_format)


def all_words(t: Texts, image: LesionImage, outline: LesionOutline | None, made: tuple[Remark, ...]) -> list[str]:
    """A sentence for each remark; without any remark, one that states what was checked."""
    words = skin_words(t, image, outline) + pixel_words(t, image) + [remark_words(t, remark) for remark in made]
    return words or [t("quality.good" if outline is not None else "quality.not_outlined")]


def short_words(t: Texts, image: LesionImage, outline: LesionOutline | None, made: tuple[Remark, ...]) -> str:
    """The names of all remarks in one line; empty without remarks."""
    codes = ["darker_skin"] if skin_words(t, image, outline) else []
    codes += image.doubts
    codes += [finding.code for finding in quality_findings(image)] + [remark.code for remark in made]
    return t("photo_short.some", what=", ".join(t(f"photo_short.{code}") for code in codes)) if codes else ""


def skin_words(t: Texts, image: LesionImage, outline: LesionOutline | None) -> list[str]:
    """A caution where the skin looks darker than on 99 % of the training photos; else empty."""
    tone, darkest = _skin_tone(image, outline) if outline else None, darkest_of_training()
    if tone is None or darkest is None or tone.ita >= darkest:
        return []
    return [t("remarks.darker_skin", ita=t.number(tone.ita), darkest=t.number(darkest))]


@kept_with_subject
def _skin_tone(image: LesionImage, outline: LesionOutline) -> SkinTone | None:
    return skin_tone(image.pixels, outline)


def pixel_words(t: Texts, image: LesionImage) -> list[str]:
    """A sentence for each doubt about the file, and for each finding that needs no outline."""
    doubts = [t(f"doubts.{doubt}") for doubt in image.doubts]
    return doubts + [t(f"quality.{finding.code}", **finding.data) for finding in quality_findings(image)]


def remark_words(t: Texts, remark: Remark) -> str:
    """The sentence of a remark: the fault and how to avoid it."""
    if remark.share is None:
        return t(f"remarks.{remark.code}")
    return t(f"remarks.{remark.code}", share=t.percent(remark.share))
