"""Render the contents of a case report as one HTML file that prints on exactly one A4 page.

The file makes no request and runs no script: its content security policy allows only embedded pictures, fonts and
styles. Jinja escapes every value.
"""

from __future__ import annotations

import math

from markupsafe import Markup

from model.report.case.contents import CaseContents
from model.report.page import FOLDER, environment, faces, policy_of

TABLE = 64.0
"""Millimetres for all rows of the table together."""
TALLEST = 4.9
"""Most millimetres for one row."""
LETTERS = 1000
"""Number of letters beside the photo up to which the largest type fits."""
LARGEST, SMALLEST = 7.9, 4.6
"""Type sizes beside the photo, points."""


def html_of_case(contents: CaseContents) -> str:
    """The page as one HTML file, UTF-8. Rows and letters shrink with their number, so everything fits."""
    return (
        environment()
        .get_template("case.html.jinja")
        .render(
            case=contents,
            policy=policy_of(),
            faces=Markup(faces()),
            style=Markup((FOLDER / "case.css").read_text("utf-8")),
            row=f"{min(TALLEST, TABLE / max(1, len(contents.rows))):.2f}mm",
            said=f"{_type_size(contents):.2f}pt",
        )
    )


def _type_size(contents: CaseContents) -> float:
    """Points of the type beside the photo; a text's area grows with the square of its type size."""
    letters = sum(map(len, (*contents.jury, *contents.detail[1], *contents.photo_words, contents.caution)))
    return max(SMALLEST, min(LARGEST, LARGEST * math.sqrt(LETTERS / max(1, letters))))
