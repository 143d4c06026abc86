"""ChartData, origin and language -> the contents of a report, in the order of TRIPOD+AI in plain words.

Headings name the items that they answer: TRIPOD+AI (Collins et al. 2024, doi:10.1136/bmj-2023-078378) and CLEAR Derm
(Daneshjou et al. 2022, doi:10.1001/jamadermatol.2021.4915).
"""

from __future__ import annotations

import math
from collections.abc import Callable

from model.charts import identity
from model.charts.chart import Cell as ChartCell
from model.charts.chart import Chart, ChartTable, View
from model.charts.chart_data import ChartData
from model.charts.elsewhere import elsewhere_words
from model.charts.identity import LIGHT
from model.charts.questions import ANSWER, CHARTS, QUESTIONS
from model.charts.rank_stability import LEVEL
from model.charts.ranking import rule_words
from model.charts.verdict import (
    context_words,
    dependence_words,
    lead_words,
    leader_words,
    rival_words,
    without_rank,
)
from model.charts.written import DASH, capital, interval_words, value_words
from model.evaluation.qi import Standing
from model.evaluation.sets import BESIDE_QI, ELSEWHERE, SETS
from model.evaluation.subgroups import FEW_IMAGES, FEW_TARGETS
from model.lesion.practice_words import scores_speak_of, stated
from model.report.contents import (
    Block,
    Cell,
    Contents,
    Figure,
    Grid,
    Heading,
    Key,
    Mark,
    Method,
    Paragraph,
    Picture,
    Points,
    Section,
    Who,
)
from model.report.origin import Origin, Run
from model.report.photos import patient_rows, photo_counts
from model.text import Texts

WITH_LEGEND = frozenset(
    {"roc", "corner", "precision", "decision", "reliability", "reliability_melanoma", "bump", "time", "size"}
)
"""Charts whose lines and points are not named in the chart itself."""
SOURCES = (
    "Tschandl, Rosendahl, Kittler 2018, doi:10.1038/sdata.2018.161",
    "Codella et al. 2019, arXiv:1902.03368",
    "Codella et al. 2018, arXiv:1710.05006",
    "Collins et al. 2024, doi:10.1136/bmj-2023-078378",
    "Daneshjou et al. 2022, doi:10.1001/jamadermatol.2021.4915",
    "Efron, Tibshirani 1993, doi:10.1201/9780429246593",
    "Wilson 1927, doi:10.1080/01621459.1927.10502953",
    "Holm 1979, jstor:4615733",
    "Vickers, Elkin 2006, doi:10.1177/0272989X06295361",
)
"""Photos, structure of the report, statistics."""
Progress = Callable[[float], None]


def unwatched(_share: float) -> None:
    """The progress that nobody watches."""


def write_contents(material: ChartData, origin: Origin, t: Texts, progress: Progress = unwatched) -> Contents:
    """The whole report in the language of `t`; `progress` is told the share of the charts that are drawn."""
    view = View(t, theme=LIGHT)
    return Contents(
        language=t.language,
        brand=t("app.name"),
        title=t("report.title"),
        made=t("report.made", date=origin.date, rule=rule_words(view, material.rule)),
        notice=t("app.notice"),
        words={name: t(f"report.words.{name}") for name in ("contents", "numbers", "no_script", "page", "legend")},
        sections=(
            summary(view, material),
            purpose(t),
            photos(view, material),
            algorithms(view, material, origin),
            rules(t, origin),
            statistics(t, material),
            results(view, material, progress),
            limits(t),
            versions(view, origin),
            sources(t, material),
        ),
    )


def summary(view: View, material: ChartData) -> Section:
    """The answer first: who leads, how sure that is, and everybody in order."""
    t = view.t
    blocks: list[Block] = [Paragraph(lead_words(view, material)), Paragraph(leader_words(view, material), "strong")]
    blocks += [Paragraph(words) for words in (rival_words(view, material), dependence_words(view, material)) if words]
    ranked = [row for row in material.ranking.standings if row.rank is not None]
    if ranked:
        blocks += [
            _ranking(view, material, ranked),
            Paragraph(t("leaderboard.interval_note", resamples=material.evaluation.resamples), "small"),
            *(Paragraph(words, "small") for words in context_words(view, material)),
        ]
    if material.evaluation.benchmark.answered(ELSEWHERE):
        question = Paragraph(t("leaderboard.questions.elsewhere"), "strong")
        blocks += [question, Paragraph(elsewhere_words(view, material))]
    left_out = without_rank(view, material)
    if left_out:
        blocks += [Heading(t("leaderboard.excluded")), Points(left_out)]
    return _section(t, "summary", "1, 2, 23", "assessment", *blocks)


def purpose(t: Texts) -> Section:
    """What the comparison is for, and what it must not be used for."""
    names = ("what", "who", "not", "structure")
    return _section(t, "purpose", "3, 4", "application", *(Paragraph(t(f"report.purpose.{name}")) for name in names))


def photos(view: View, material: ChartData) -> Section:
    """What was scored: sets, diagnoses, patients, truth."""
    t, tables = view.t, material.evaluation.benchmark.sets
    words = (
        *(t(f"report.photos.{name}", photos=len(of.images)) for name, of in tables.items()),
        t("report.photos.form"),
        t("report.photos.truth"),
        t("report.photos.origin"),
    )
    counts = photo_counts(material)
    rows = tuple(
        (capital(t(f"diagnoses.{name}.name")), *(t.number(count) for count in of)) for name, of in counts.by_diagnosis
    )
    total = (t("report.photos.all"), *(t.number(count) for count in counts.total))
    blocks: list[Block] = [Paragraph(sentence) for sentence in words]
    header = (t("charts.diagnosis"), *(capital(t(f"charts.{name}")) for name in counts.sets))
    blocks.append(Grid(t("report.photos.table"), header, (*rows, total)))
    patients = patient_rows(t, material.facts)
    if patients:
        blocks.append(Grid(t("report.photos.patients"), (t("charts.group"), t("charts.photos")), patients))
    blocks.append(Paragraph(t("report.photos.unknown")))
    return _section(t, "photos", "5, 6, 7, 8, 10, 11, 20", "data", *blocks)


def algorithms(view: View, material: ChartData, origin: Origin) -> Section:
    """Each one in words."""
    t = view.t
    blocks: list[Block] = [Paragraph(t("report.algorithms.input")), Paragraph(t("report.algorithms.output"))]
    blocks.append(Paragraph(scores_speak_of(t, material.tables.practice)))
    for slug in material.order or material.evaluation.slugs:
        method = t(f"algorithms.{slug}.method") if f"algorithms.{slug}.method" in t else t("report.algorithms.unknown")
        blocks.append(Method(_who(view, slug), method, _facts(t, slug, origin)))
    return _section(t, "algorithms", "9, 12, 15, 21, 22", "technique", *blocks)


def rules(t: Texts, origin: Origin) -> Section:
    """Which photos were allowed to decide what."""
    folds = sorted({sheet.validation_fold for sheet in origin.sheets.values()})
    words = [t("report.rules.train"), t("report.rules.inner", folds=", ".join(map(str, folds)) or DASH)]
    words += [t(f"report.rules.{name}") for name in ("scoring", "leak")]
    return _section(t, "rules", "7, 16", "technique", *map(Paragraph, words))


def statistics(t: Texts, material: ChartData) -> Section:
    """How scores, intervals, tests and the ranking are made."""
    day1, day2 = material.rule.shares
    items = {
        "qi": t("report.statistics.qi_text", day1=t.percent(day1), day2=t.percent(day2)),
        "metric": t("report.statistics.metric_text", metric=t(f"metrics.{material.rule.metric}")),
        "intervals": t("report.statistics.intervals_text", resamples=material.evaluation.resamples),
        "ranks": t("report.statistics.ranks_text"),
        "tests": t("report.statistics.tests_text", level=t.percent(LEVEL)),
        "calibration": t("report.statistics.calibration_text"),
        "benefit": t("report.statistics.benefit_text"),
        "groups": t("report.statistics.groups_text", images=FEW_IMAGES, melanomas=FEW_TARGETS),
        "undefined": t("report.statistics.undefined_text"),
    }
    points = Points(tuple((t(f"report.statistics.{name}"), words) for name, words in items.items()))
    return _section(t, "statistics", "12, 13, 14, 15", "assessment", points)


def results(view: View, material: ChartData, progress: Progress = unwatched) -> Section:
    """All charts, by the question that they answer."""
    t = view.t
    blocks: list[Block] = []
    if not material.order:
        blocks.append(Paragraph(t("leaderboard.nobody")))
    else:
        blocks.append(Paragraph(t("report.results.how", day=t(f"charts.{material.day}"))))
        groups = {t("leaderboard.why"): ANSWER} | {
            t(f"leaderboard.questions.{question}"): names for question, names in QUESTIONS.items()
        }
        drawn = 0
        for title, names in groups.items():
            blocks.append(Heading(title))
            for name in names:
                blocks.append(_picture(view, material, CHARTS[name](material, view)))
                drawn += 1
                progress(drawn / len(CHARTS))
    return _section(t, "results", "23", "assessment", *blocks)


def limits(t: Texts) -> Section:
    """Where the figures must not be believed."""
    names = ("device", "skin", "prior", "artefacts", "unknown", "readers", "sets", "time")
    points = Points(tuple((t(f"report.limits.{name}"), t(f"report.limits.{name}_text")) for name in names))
    return _section(t, "limits", "14, 25, 26, 27", "application", points)


def versions(view: View, origin: Origin) -> Section:
    """Which weights, photos, sources and packages these figures come from."""
    t = view.t
    blocks: list[Block] = [Paragraph(t("report.versions.how"))]
    stale = [
        view.name(run.slug)
        for run in origin.runs
        if run.slug in origin.sheets and run.weights and run.weights != origin.sheets[run.slug].sha256
    ]
    if stale:
        blocks.append(Paragraph(t("report.versions.older", names=", ".join(dict.fromkeys(stale))), "strong"))
    runs = t("report.versions.runs")
    data = tuple((name, value, _tables(view, origin, of)) for (_, name, value), of in origin.data().items())
    code = tuple((value, _tables(view, origin, of)) for value, of in origin.hashes("code").items())
    weights = tuple(
        (_who(view, of[0].slug), value, _days(t, of))
        for value, of in sorted(origin.hashes("weights").items(), key=_slug)
    )
    if weights:
        columns = (t("charts.algorithm"), t("report.versions.hash"), runs)
        blocks.append(Grid(t("report.versions.weights"), columns, weights, code=(1,)))
    if data:
        columns = (t("report.versions.file"), t("report.versions.hash"), runs)
        blocks.append(Grid(t("report.versions.data"), columns, data, code=(1,)))
    if code:
        blocks.append(Grid(t("report.versions.code"), (t("report.versions.hash"), runs), code, code=(0,)))
    packages = (t("report.versions.package"), t("report.versions.version"))
    blocks.append(Grid(t("report.versions.packages"), packages, origin.versions))
    return _section(t, "versions", "18", "", *blocks)


def sources(t: Texts, material: ChartData) -> Section:
    """Papers behind the photos, the statistics, the structure, the points of physicians and the lines of others."""
    readers = [("", f"{one.source}, {one.address}") for one in material.readers]
    others = [("", f"{one.source}, {one.address}") for one in material.published]
    listed = tuple(("", source) for source in SOURCES)
    return _section(
        t, "sources", "18", "", Points((*listed, *dict.fromkeys((*readers, *others)))), Paragraph(t("report.licence"))
    )


def _section(t: Texts, name: str, items: str, part: str, *blocks: Block) -> Section:
    words = t("report.items", items=items)
    if part:
        words += f" · {t(f'report.clear.{part}')}"
    return Section(name, t(f"report.sections.{name}"), words, blocks)


def _ranking(view: View, material: ChartData, ranked: list[Standing]) -> Grid:
    t = view.t
    beside = [name for name in BESIDE_QI if material.evaluation.benchmark.answered(name)]
    header = (
        t("leaderboard.rank"),
        t("leaderboard.algorithm"),
        t("charts.qi"),
        capital(t("charts.day1")),
        capital(t("charts.day2")),
        *(capital(t(f"charts.{name}")) for name in beside),
        t("leaderboard.ranks"),
        t("leaderboard.first"),
    )
    caption = f"{t('leaderboard.table')} ({rule_words(view, material.rule)})"
    return Grid(caption, header, tuple(_standing(view, material, row, beside) for row in ranked), heads=1)


def _standing(view: View, material: ChartData, row: Standing, beside: list[str]) -> tuple[Cell, ...]:
    t, metric = view.t, material.rule.metric
    between = DASH if math.isnan(row.rank_low) else _between(t, row)
    others = (material.evaluation.score(name, row.slug, metric) for name in beside)
    scores = (
        Figure(value_words(t, metric, score.value), interval_words(t, metric, score))
        for score in (row.qi, row.day1, row.day2, *others)
    )
    return str(row.rank), _who(view, row.slug), *scores, between, t.percent(row.first)


def _between(t: Texts, row: Standing) -> str:
    return t("leaderboard.rank_interval", low=int(row.rank_low), high=int(row.rank_high))


def _facts(t: Texts, slug: str, origin: Origin) -> str:
    """What its sheet and its runs say of an algorithm, in one line."""
    sheet = origin.sheets.get(slug)
    words = []
    if sheet is not None:
        words = [
            t("report.algorithms.fit", photos=sheet.fit_images, date=sheet.trained_on),
            t("report.algorithms.size", size=t("about.megabytes", value=sheet.size / 1e6)),
            t(
                "report.algorithms.point",
                threshold=t.point(sheet.operating_point.threshold),
                practice=stated(t, sheet.operating_point.in_its_practice.practice).rstrip("."),
            ),
            t("report.algorithms.temperature", temperature=t.number(sheet.temperature, 2)),
        ]
    seconds = next((run.seconds for run in origin.runs if run.slug == slug and run.seconds and run.day == "day2"), None)
    if seconds is not None:
        words.append(t("report.algorithms.speed", milliseconds=round(seconds * 1000)))
    return " · ".join(words)


def _picture(view: View, material: ChartData, chart: Chart) -> Picture:
    keys = _keys(view, material, chart) if chart.name in WITH_LEGEND else ()
    return Picture(chart, keys, cells(view.t, chart.table))


def _keys(view: View, material: ChartData, chart: Chart) -> tuple[Key, ...]:
    """The algorithms of a chart, the best first, then its lines that are none."""
    shown = {trace.legendgroup for trace in chart.figure.data}
    known = [Key(view.name(slug), _mark(slug)) for slug in material.order if slug in shown]
    lines = [
        Key(trace.name, None)
        for trace in chart.figure.data
        if trace.legendgroup is None and trace.name and trace.showlegend is not False and trace.mode == "lines"
    ]
    return (*known, *lines)


def cells(t: Texts, table: ChartTable) -> tuple[tuple[str, ...], ...]:
    """The numbers of a table as they are read in the language; a column of whole numbers has no decimals."""
    columns = [_column(t, column) for column in zip(*table.rows, strict=True)]
    return tuple(zip(*columns, strict=True))


def _column(t: Texts, column: tuple[ChartCell, ...]) -> list[str]:
    known = [cell for cell in column if isinstance(cell, float) and not math.isnan(cell)]
    digits = 0 if all(cell.is_integer() for cell in known) else 3
    return [_written(t, cell, digits) for cell in column]


def _written(t: Texts, cell: ChartCell, digits: int) -> str:
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return DASH
    return cell if isinstance(cell, str) else t.number(cell, digits if isinstance(cell, float) else 0)


def _who(view: View, slug: str) -> Who:
    return Who(view.name(slug), _mark(slug))


def _mark(slug: str) -> Mark:
    points = " ".join(f"{x:g},{y:g}" for x, y in identity.outline(slug))
    return Mark(identity.colour(slug, LIGHT), points)


def _slug(found: tuple[str, tuple[Run, ...]]) -> str:
    return found[1][0].slug


def _days(t: Texts, runs: tuple[Run, ...]) -> str:
    return ", ".join(f"{t(f'charts.{run.day}')} ({run.date})" if run.date else t(f"charts.{run.day}") for run in runs)


def _tables(view: View, origin: Origin, runs: tuple[Run, ...]) -> str:
    """Which tables these runs wrote, set by set; all of a set are not listed one by one."""
    t, words = view.t, []
    for day in SETS:
        of = [view.name(run.slug) for run in runs if run.day == day]
        if of and len(of) == len([run for run in origin.runs if run.day == day]) > 1:
            words.append(t("report.versions.every", day=t(f"charts.{day}")))
        elif of:
            words.append(f"{t(f'charts.{day}')}: {', '.join(of)}")
    return "; ".join(words)
