"""The words of a case -> one HTML file that prints as exactly one A4 page.

It asks for nothing and runs nothing: its content security policy allows pictures, fonts and a style that lie in it.
Jinja escapes what it fills in.
"""

from __future__ import annotations

import math

from markupsafe import Markup

from model.report.case.sheet import CaseSheet
from model.report.page import FOLDER, environment, faces, policy_of

TABLE = 64.0
"""Millimetres that the rows of the table may take together."""
TALLEST = 4.9
"""Millimetres of a row where there is room."""
LETTERS = 1000
"""So many beside the photo have the largest type; with more of them it is smaller, so that all fit."""
LARGEST, SMALLEST = 7.9, 4.6


def html_of_case(sheet: CaseSheet) -> str:
    """The page as one HTML file, UTF-8; however many algorithms there are, their table keeps to its place."""
    return (
        environment()
        .get_template("case.html.jinja")
        .render(
            sheet=sheet,
            policy=policy_of(),
            faces=Markup(faces()),
            style=Markup((FOLDER / "case.css").read_text("utf-8")),
            row=f"{min(TALLEST, TABLE / max(1, len(sheet.rows))):.2f}mm",
            said=f"{_type(sheet):.2f}pt",
        )
    )


def _type(sheet: CaseSheet) -> float:
    """Points of the words beside the photo: the room that they take grows with the square of their size."""
    letters = sum(map(len, (*sheet.jury, *sheet.detail[1], *sheet.photo_words, sheet.caution)))
    return max(SMALLEST, min(LARGEST, LARGEST * math.sqrt(LETTERS / max(1, letters))))
