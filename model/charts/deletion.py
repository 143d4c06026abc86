"""Deletion curves of one heat map: its diagnosis's probability while the hottest or random areas are blurred."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from model.charts.chart import View
from model.charts.chart_parts import empty_figure, percent_axis
from model.trust.faithfulness import SHARES, Deletion

HEIGHT = 300
LEAST_TOP = 5.0
"""Least upper end of the probability axis, percent."""


def deletion_curves(view: View, deletion: Deletion) -> go.Figure:
    """The hottest areas as a thick line, each set of random areas as a thin one, their mean dashed.

    A caller gives the figure an alternative text of its own.
    """
    t, theme = view.t, view.theme
    figure = empty_figure(view, HEIGHT, showlegend=True, legend={"orientation": "h", "y": 1, "yanchor": "bottom"})
    for curve in deletion.random:
        faint = {"color": theme.faded(theme.accent, 0.45), "width": 1}
        _add_curve(figure, deletion.whole, curve, line=faint, showlegend=False)
    dashed = {"color": theme.accent, "width": 3, "dash": "dash"}
    _add_curve(figure, deletion.whole, deletion.random.mean(0), line=dashed, name=t("check.random"))
    thick = {"color": theme.contrast, "width": 4}
    _add_curve(figure, deletion.whole, deletion.hottest, line=thick, name=t("check.hottest"))
    figure.update_xaxes(**percent_axis(view, t("check.axis"), 0, 100 * SHARES[-1], dtick=10))
    figure.update_yaxes(**percent_axis(view, "", 0, _top(deletion), dtick=None, nticks=5))
    return figure


def _add_curve(figure: go.Figure, whole: float, curve: NDArray[np.float64], **options: object) -> None:
    """Add the probabilities of one curve, which all begin with that of the untouched photo."""
    shares, probabilities = np.array([0.0, *SHARES]), np.array([whole, *curve])
    figure.add_scatter(x=100 * shares, y=100 * probabilities, mode="lines", hoverinfo="skip", **options)


def _top(deletion: Deletion) -> float:
    highest = max(deletion.whole, deletion.hottest.max(), deletion.random.max())
    return float(max(100 * highest, LEAST_TOP) * 1.08)
