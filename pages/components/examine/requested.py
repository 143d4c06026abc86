"""What a visitor asks about the photo on Examine: algorithm, heat map, looks, check, report."""

from __future__ import annotations

from model.algorithms.jury import jurors
from model.reading.one_photo import Request
from model.text import Texts
from pages.components.cache import algorithm_scores
from pages.components.session.lesion_input import ChosenPhoto, state
from pages.components.session.wanted import check_wanted, looks_wanted, report_wanted
from pages.components.shell.practice_choice import chosen_practice


def request_for(t: Texts, photo: ChosenPhoto, slug: str) -> Request:
    """Return what this session asks about a photo, with one algorithm in detail."""
    members, image = jurors(), photo.image.sha256
    wants_report = report_wanted(image)
    return Request(
        members,
        chosen_practice(),
        anyway=state().insisted,
        chosen=slug,
        target=state().target,
        looks=looks_wanted(image, slug),
        check=check_wanted(image, slug),
        jury=wants_report,
        source=photo.source(t),
        seconds=algorithm_scores.seconds_per_image([member.slug for member in members]) if wants_report else {},
    )
