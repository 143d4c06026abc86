"""The sections on the algorithms and on the weights, photos, sources and packages behind the figures."""

from __future__ import annotations

import datetime

from model.charts.chart import View
from model.charts.chart_data import ChartData
from model.evaluation.sets import SETS
from model.lesion.practice_words import scores_speak_of, stated
from model.report.contents import AlgorithmName, Block, Grid, Method, Paragraph, Section, mark_of, section
from model.report.origin import Origin, Run
from model.text import Texts


def algorithms(view: View, material: ChartData, origin: Origin) -> Section:
    """Each algorithm in words, with its facts."""
    t = view.t
    words = (t("report.algorithms.input"), t("report.algorithms.output"), scores_speak_of(t, material.tables.practice))
    methods = (_method(view, slug, origin) for slug in material.order or material.evaluation.slugs)
    return section(t, "algorithms", "9, 12, 15, 21, 22", "technique", *map(Paragraph, words), *methods)


def versions(view: View, origin: Origin) -> Section:
    """Hashes of weights, photos and sources, and versions of packages."""
    t = view.t
    blocks: list[Block] = [Paragraph(t("report.versions.how"))]
    if stale := _stale(view, origin):
        blocks.append(Paragraph(t("report.versions.older", names=", ".join(stale)), "strong"))
    blocks += [grid for grid in (_weights(view, origin), _data(view, origin), _code(view, origin)) if grid.rows]
    columns = (t("report.versions.package"), t("report.versions.version"))
    blocks.append(Grid(t("report.versions.packages"), columns, origin.versions))
    return section(t, "versions", "18", "", *blocks)


def _method(view: View, slug: str, origin: Origin) -> Method:
    t, key = view.t, f"algorithms.{slug}.method"
    words = t(key) if key in t else t("report.algorithms.unknown")
    facts = " · ".join([*_sheet_facts(t, slug, origin), *_speed(t, slug, origin)])
    return Method(AlgorithmName(view.name(slug), mark_of(slug)), words, facts)


def _sheet_facts(t: Texts, slug: str, origin: Origin) -> list[str]:
    """Facts from the sheet of an algorithm's weights; empty without a sheet."""
    sheet = origin.sheets.get(slug)
    if sheet is None:
        return []
    return [
        t("report.algorithms.fit", photos=sheet.fit_images, date=datetime.date.fromisoformat(sheet.trained_on)),
        t("report.algorithms.size", size=t("about.megabytes", value=sheet.size / 1e6)),
        t(
            "report.algorithms.point",
            threshold=t.percent(sheet.operating_point.threshold),
            practice=stated(t, sheet.operating_point.in_its_practice.practice).rstrip("."),
        ),
        t("report.algorithms.temperature", temperature=t.number(sheet.temperature, 2)),
    ]


def _speed(t: Texts, slug: str, origin: Origin) -> list[str]:
    """The time for one photo in the run over day 2; empty where unknown."""
    seconds = next((run.seconds for run in origin.runs if run.slug == slug and run.seconds and run.day == "day2"), None)
    return [] if seconds is None else [t("report.algorithms.speed", milliseconds=round(seconds * 1000))]


def _stale(view: View, origin: Origin) -> list[str]:
    """Names of the algorithms with a table from other weights than those of today."""
    sheets = origin.sheets
    runs = [run for run in origin.runs if run.slug in sheets and run.weights not in ("", sheets[run.slug].sha256)]
    return list(dict.fromkeys(view.name(run.slug) for run in runs))


def _weights(view: View, origin: Origin) -> Grid:
    t = view.t
    header = (t("charts.algorithm"), t("report.versions.hash"), t("report.versions.runs"))
    hashes = sorted(origin.hashes("weights").items(), key=lambda item: item[1][0].slug)
    rows = (
        (AlgorithmName(view.name(runs[0].slug), mark_of(runs[0].slug)), value, _days(t, runs)) for value, runs in hashes
    )
    return Grid(t("report.versions.weights"), header, tuple(rows), code=(1,))


def _data(view: View, origin: Origin) -> Grid:
    t = view.t
    header = (t("report.versions.file"), t("report.versions.hash"), t("report.versions.runs"))
    rows = ((name, value, _tables(view, origin, runs)) for (_, name, value), runs in origin.data().items())
    return Grid(t("report.versions.data"), header, tuple(rows), code=(1,))


def _code(view: View, origin: Origin) -> Grid:
    t = view.t
    header = (t("report.versions.hash"), t("report.versions.runs"))
    rows = ((value, _tables(view, origin, runs)) for value, runs in origin.hashes("code").items())
    return Grid(t("report.versions.code"), header, tuple(rows), code=(0,))


def _days(t: Texts, runs: tuple[Run, ...]) -> str:
    return ", ".join(f"{t(f'charts.{run.day}')} ({run.date})" if run.date else t(f"charts.{run.day}") for run in runs)


def _tables(view: View, origin: Origin, runs: tuple[Run, ...]) -> str:
    """The tables that these runs wrote, by set; a set of which all were written is named as a whole."""
    t, words = view.t, []
    for day in SETS:
        names = [view.name(run.slug) for run in runs if run.day == day]
        if names and len(names) == len([run for run in origin.runs if run.day == day]) > 1:
            words.append(t("report.versions.every", day=t(f"charts.{day}")))
        elif names:
            words.append(f"{t(f'charts.{day}')}: {', '.join(names)}")
    return "; ".join(words)
