"""The photos that a jury asks for first: where an entry is wrong alone, right alone, or where all are wrong."""

from __future__ import annotations

from functools import partial

import streamlit as st
from PIL import Image

from model.challenge.definition import Definition
from model.challenge.store.tables import Submission
from model.challenge.worker import slug_of
from model.evaluation.hard_photos import hard_photos_among
from model.lesion.pictures import jpeg_address
from model.text import Texts
from pages.components.algorithm.hard_photos_view import show_kinds
from pages.components.cache import galleries, leaderboards
from pages.components.challenge.results import board_key_of
from pages.components.challenge.visit import Visit


def show_entry_photos(t: Texts, visit: Visit, entry: Submission) -> None:
    """Draw them for an entry that counts on the leaderboard that the visitor sees; nothing for another."""
    key = board_key_of(visit)
    if str(entry.id) not in key[1].split(","):
        return
    benchmark = leaderboards.leaderboard(key).evaluation.benchmark
    tables, own = benchmark.sets[entry.phase], slug_of(entry.team_id)
    others = [slug for slug in tables.slugs if slug != own and slug not in benchmark.unranked]
    drawn = visit.definition.pictures is not None
    with st.popover(t("hard_photos.title"), key=f"photos-{entry.id}"):
        show_kinds(
            t,
            hard_photos_among(tables, own, others),
            f"kinds-{entry.id}",
            partial(_drawn, visit.definition) if drawn else galleries.known_case_thumbnail,
            linked=not drawn,
        )


def _drawn(definition: Definition, image: str) -> str | None:
    if definition.pictures is None:
        return None
    return jpeg_address(Image.fromarray(definition.pictures.draw(image)))
