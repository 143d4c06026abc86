"""Measurements on the page: a table of readable numbers, each with its contribution to the explained diagnosis."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from model.algorithms.contract import Explanation, Measurement
from model.algorithms.drawing.findings import area_keys
from model.text import Texts

SHOWN = 10
"""Number of measurements that are not folded."""


def show_measurements(t: Texts, explanation: Explanation) -> None:
    """Draw the measurements, the largest contribution first; nothing for an algorithm that does not measure."""
    if not explanation.measurements:
        return
    first, rest = explanation.measurements[:SHOWN], explanation.measurements[SHOWN:]
    largest = max(abs(measurement.contribution) for measurement in explanation.measurements) or 1.0
    title = t("measured.title", diagnosis=t(f"diagnoses.{explanation.target}.name"))
    st.html(f'<h3>{escape(title)}</h3><p class="small">{escape(t("measured.how"))}</p>')
    st.html(_table(t, title, first, largest))
    if rest:
        with st.expander(t("measured.rest", count=len(rest)), key="more-measurements"):
            st.html(_table(t, title, rest, largest))


def show_area_key(t: Texts, explanation: Explanation) -> None:
    """Draw the key of the drawing's colours: the colour of the lesion and its share."""
    if explanation.drawing is None:
        return
    if not len(explanation.drawing.border):
        st.html(f'<p class="small">{escape(t("drawing.nothing"))}</p>')
        return
    items = "".join(
        f'<li><i style="background:{key.colour}"></i>'
        f"{escape(t(f'colours.{key.name}'))} {escape(t.percent(key.share))}</li>"
        for key in area_keys(explanation.drawing)
    )
    label = escape(t("drawing.key"))
    st.html(f'<p class="small">{label}</p><ul class="swatches" aria-label="{label}">{items}</ul>')


def number_of(t: Texts, measurement: Measurement) -> str:
    """Return the value; the larger it is, the fewer its decimals."""
    size = abs(measurement.value)
    return t.number(measurement.value, 0 if size >= 20 else 1 if size >= 2 else 2)


def _table(t: Texts, title: str, rows: Sequence[Measurement], largest: float) -> str:
    columns = (t("measured.what"), t("measured.value"), t("measured.contribution"))
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
    body = "".join(
        f'<tr><th scope="row">{escape(t(f"measurements.{row.name}"))}</th><td>{escape(number_of(t, row))}</td>'
        f'<td class="term">{_bar(row.contribution / largest)}{escape(signed(t, row.contribution))}</td></tr>'
        for row in rows
    )
    region = f'<div class="table-scroll" role="region" tabindex="0" aria-label="{escape(title)}">'
    return (
        f'{region}<table class="facts measurements"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def signed(t: Texts, contribution: float) -> str:
    """Return a contribution with its sign."""
    rounded = round(contribution, 2)
    sign = "+" if rounded > 0 else "\N{MINUS SIGN}" if rounded < 0 else ""
    return sign + t.number(abs(rounded), 2)


def _bar(share: float) -> str:
    side = "for" if share > 0 else "against"
    return f'<span class="diverging {side}" aria-hidden="true"><i style="width:{abs(share) / 2:.1%}"></i></span>'
