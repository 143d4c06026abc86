"""The outline of the lesion on a photo, drawn once in a session by the network that draws it."""

from __future__ import annotations

from contextlib import suppress
from typing import cast

from model.errors import AlgorithmError
from model.lesion.image import LesionImage
from model.trust.focus import DRAWN_BY, LesionDrawer, Outline, outline_of
from model.work_queue import Report
from pages.components.cache import loaded_algorithms
from pages.components.session.examinations import memory
from pages.components.session.work import Watch, done_in_turn, unwatched


def known_outline(image: LesionImage) -> Outline | None:
    """What has been drawn on this photo in this session; None where nothing."""
    return memory().outlines.recall(image.sha256)


def ready_to_outline() -> None:
    """Load the network that draws before there is a photo, so that the first outline is quick."""
    with suppress(AlgorithmError):
        loaded_algorithms.algorithm(DRAWN_BY)


def outline_on(image: LesionImage, standing: Watch = unwatched) -> Outline | None:
    """The outline, drawn when it is its turn; None where the network that draws cannot be loaded."""
    known = known_outline(image)
    if known is not None:
        return known
    try:
        drawer = cast(LesionDrawer, loaded_algorithms.algorithm(DRAWN_BY))
    except AlgorithmError:
        return None
    kept = memory().outlines

    def work(_: Report) -> Outline:
        found = outline_of(drawer, image)
        kept.keep(image.sha256, found)
        return found

    drawn: Outline = done_in_turn(("outline", image.sha256), work, standing)
    return drawn
