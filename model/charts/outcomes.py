"""The four outcomes of 1,000 patients as one mark for each patient; shape and colour give the outcome."""

from __future__ import annotations

from dataclasses import astuple, dataclass

import numpy as np
import plotly.graph_objects as go

from model.charts.chart import View
from model.charts.chart_parts import empty_figure
from model.charts.identity import Theme
from model.evaluation.consultation import Outcomes

COLUMNS = 40
ROW = 12
"""Height of a row of marks, px."""


@dataclass(frozen=True)
class Mark:
    """The mark of one outcome: Plotly's symbol, size in px, and the same shape as a character for a legend in text."""

    symbol: str
    size: int
    glyph: str
    is_melanoma: bool

    def colour(self, theme: Theme) -> str:
        """The theme's contrast colour for melanomas, its accent colour for other lesions."""
        return theme.contrast if self.is_melanoma else theme.accent


MARKS = {
    "found": Mark("circle", 8, "\N{BLACK CIRCLE}", True),
    "missed": Mark("triangle-up-open", 8, "\N{WHITE UP-POINTING TRIANGLE}", True),
    "excised": Mark("square-open", 7, "\N{WHITE SQUARE}", False),
    "left": Mark("circle", 4, "\N{BULLET}", False),
}
"""By outcome, in the order of the fields of `Outcomes`."""


def outcomes_figure(view: View, outcomes: Outcomes) -> go.Figure:
    """All patients row by row, melanomas first; a caller gives the figure an alternative text of its own."""
    numbers = astuple(outcomes)
    rows = -(-sum(numbers) // COLUMNS)
    figure = empty_figure(view, ROW * rows + 12, margin={"l": 0, "r": 0, "t": 6, "b": 6})
    first = 0
    for mark, number in zip(MARKS.values(), numbers, strict=True):
        row, column = np.divmod(np.arange(first, first + number), COLUMNS)
        colour = mark.colour(view.theme)
        line = {"width": 1.5 if mark.symbol.endswith("open") else 0, "color": colour}
        marker = {"symbol": mark.symbol, "size": mark.size, "color": colour, "line": line}
        figure.add_scatter(x=column, y=row, mode="markers", marker=marker, hoverinfo="skip", cliponaxis=False)
        first += number
    figure.update_xaxes(visible=False, range=[-0.5, COLUMNS - 0.5])
    figure.update_yaxes(visible=False, range=[rows - 0.5, -0.5])
    return figure
