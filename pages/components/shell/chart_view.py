"""A chart on a page: finding, how to read it, figure, notes, downloads and the numbers behind it."""

from __future__ import annotations

import math
from html import escape

import streamlit as st

from model.charts.chart import Cell, Chart, ChartTable
from model.charts.written import DASH
from model.text import Texts
from pages.components.leaderboard import leaderboard_state
from pages.components.shell.facts_table import facts_table
from pages.components.shell.failures import guarded_callback

CONFIG = {"displaylogo": False, "displayModeBar": True, "modeBarButtons": [["toImage"]], "scrollZoom": False}
"""The hidden tool bar with the button that the two download buttons press."""
FORMATS = ("png", "svg")
"""Picture formats, drawn by the browser without the server."""

# Adds title and legend to the picture while Plotly copies it. Tags are built from parts, since the page's HTML cleaner
# drops a script that contains one.
SAVE_SCRIPT = r"""
<script>
if (!window.tenOpinionsSaves) {
  window.tenOpinionsSaves = true;
  const wrap = (words, width) => words.split(" ").reduce((lines, word) => {
    const last = lines[lines.length - 1];
    if ((last + " " + word).trim().length > width) lines.push(word);
    else lines[lines.length - 1] = (last + " " + word).trim();
    return lines;
  }, [""]);
  const tag = words => "\x3c" + words + ">";
  document.addEventListener("click", event => {
    const button = event.target.closest("[data-save]");
    if (!button) return;
    const plot = document.querySelector(`.st-key-chart-${button.dataset.chart} .js-plotly-plot`);
    const press = plot && plot.querySelector(".modebar-btn");
    if (!press) return;
    const width = Math.max(960, plot.clientWidth);
    const title = wrap(button.dataset.title, Math.floor(width / 13));
    const note = wrap(button.dataset.note, Math.floor(width / 7.6));
    const head = 52 + 30 * title.length + 26 * note.length, foot = 120;
    const before = plot.layout;
    const margin = before.margin || {};
    plot.layout = {...before, showlegend: true,
      title: {text: tag("b") + title.join(tag("br")) + tag("/b") + tag("br")
                  + tag('span style="font-size:14px"') + note.join(tag("br")) + tag("/span"),
              x: 0, xref: "container", xanchor: "left", pad: {l: 16}},
      margin: {...margin, t: (margin.t || 0) + head, b: (margin.b || 0) + foot}};
    plot._context.toImageButtonOptions = {format: button.dataset.save, filename: button.dataset.file,
      width: width, height: before.height + head + foot, scale: button.dataset.save === "png" ? 2 : 1};
    press.click();
    plot.layout = before;
  });
}
</script>
"""


def show_chart(t: Texts, chart: Chart, level: int = 3, finding: bool = True, saved: str = "") -> None:
    """Draw one chart with its words, downloads and numbers.

    `level` is the level of its heading; without `finding`, the page has said above what it shows. `saved` ends the
    names of the files that are saved from it.
    """
    with st.container(key=f"chart-{chart.name}", gap="small"):
        found = f"<p class='finding'>{escape(chart.alt)}</p>" if finding else ""
        how = f"<p class='small how'>{escape(chart.subtitle)}</p>"
        st.html(f"<h{level}>{escape(chart.title)}</h{level}>{found}{how}")
        key = f"figure-{chart.name}"
        st.plotly_chart(
            chart.figure,
            key=key,
            theme=None,
            config=CONFIG,
            alt=chart.alt,
            selection_mode="points",
            on_select=guarded_callback(lambda: _clicked(key)),
        )
        for note in chart.notes:
            st.html(f"<p class='small note'>{escape(note)}</p>")
        with st.container(key=f"save-{chart.name}", horizontal=True, vertical_alignment="center", gap="small"):
            _save(t, chart, f"ten-opinions-{chart.name}{saved}")
        with st.expander(t("leaderboard.table_of")):
            facts_table(chart.title, chart.table.header, cells(t, chart.table))


def cells(t: Texts, table: ChartTable) -> list[list[str]]:
    """The cells of a table in the language."""
    return [[_written(t, cell) for cell in row] for row in table.rows]


def _written(t: Texts, cell: Cell) -> str:
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return DASH
    if isinstance(cell, float):
        return t.number(cell, 0) if cell.is_integer() and abs(cell) >= 2 else t.number(cell, 3)
    return t.number(cell) if isinstance(cell, int) else cell


def _clicked(key: str) -> None:
    """Highlight the algorithm of a clicked point."""
    event = st.session_state.get(key)
    points = event["selection"]["points"] if event else []
    slug = next((point["legendgroup"] for point in points if point.get("legendgroup")), None)
    if slug:
        leaderboard_state.toggle(slug)


def _save(t: Texts, chart: Chart, file: str) -> None:
    data = {"chart": chart.name, "title": chart.title, "note": chart.subtitle, "file": file}
    attributes = " ".join(f'data-{name}="{escape(value)}"' for name, value in data.items())
    buttons = "".join(
        f'<button type="button" class="save" data-save="{kind}" {attributes} '
        f'aria-label="{escape(t("leaderboard.save"))} {kind.upper()}: {escape(chart.title)}">{kind.upper()}</button>'
        for kind in FORMATS
    )
    st.html(f'<span class="small">{escape(t("leaderboard.save"))}</span>{buttons}', width="content")
    st.download_button(
        t("leaderboard.save_csv"),
        chart.table.csv().encode("utf-8-sig"),
        f"{file}.csv",
        "text/csv",
        key=f"csv-{chart.name}",
        on_click="ignore",
    )
