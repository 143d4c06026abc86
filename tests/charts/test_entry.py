"""The table of a visitor in every chart, with all sets or with some."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.charts.chart import Chart, View
from model.charts.chart_data import ChartData
from model.charts.questions import CHARTS
from model.evaluation.entry import YOURS, example, read_entry
from model.text import texts
from tests.synthetic_benchmark import BEST

ENGLISH = View(texts("en"), highlighted=YOURS)


def joined(material: ChartData, day: str, *sets: str) -> ChartData:
    """The made-up benchmark with the table of its best algorithm, brought by a visitor."""
    benchmark = material.evaluation.benchmark
    tables = read_entry(example(benchmark, BEST).encode(), "mine.csv", benchmark)
    chosen = {name: table for name, table in tables.items() if name in sets or not sets}
    return replace(material, evaluation=material.evaluation.joined_by(YOURS, chosen), day=day)


def names_it(chart: Chart) -> bool:
    written = [chart.alt, chart.title, chart.subtitle, *chart.table.header, *map(str, sum(chart.table.rows, ()))]
    return any("your table" in words.lower() for words in written)


def test_it_is_named_in_every_chart(material):
    data = replace(joined(material, "day2"), pair=(YOURS, "hog_svm"))
    drawn = {name: draw(data, ENGLISH) for name, draw in CHARTS.items()}
    assert [name for name, chart in drawn.items() if not names_it(chart)] == []
    assert data.tied == (), "it shares the first place, and no other is tied with it"
    assert set(data.ranking.winners) == {BEST, YOURS}


@pytest.mark.parametrize(("day", "sets"), [("elsewhere", ("elsewhere",)), ("day2", ("day1",))])
def test_a_table_of_some_sets_spoils_no_chart(material, day, sets):
    data = joined(material, day, *sets)
    drawn = {name: draw(data, ENGLISH) for name, draw in CHARTS.items()}
    assert names_it(drawn["forest"])
    assert names_it(drawn["diagnoses"]) == (day in sets)


def test_it_stays_in_sight_whatever_family_is_chosen(material):
    shown = [row.slug for row in replace(joined(material, "day2"), family="rule").rows]
    assert YOURS in shown
    assert BEST not in shown
