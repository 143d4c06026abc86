"""Write the contents of a report in the order of TRIPOD+AI, in plain words.

Headings name the items that they answer: TRIPOD+AI (Collins et al. 2024, doi:10.1136/bmj-2023-078378) and CLEAR Derm
(Daneshjou et al. 2022, doi:10.1001/jamadermatol.2021.4915).
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from model.algorithms.contract import Progress, silent
from model.charts.chart import View
from model.charts.chart_data import ChartData
from model.charts.identity import LIGHT
from model.charts.ranking import rule_words
from model.charts.written import DASH
from model.evaluation.significance import LEVEL
from model.evaluation.subgroups import FEW_IMAGES, FEW_TARGETS
from model.report.contents import Contents, Paragraph, Points, Section, section
from model.report.origin import Origin
from model.report.photo_counts import photos_section
from model.report.provenance import algorithms, versions
from model.report.results import results
from model.report.summary import summary
from model.text import Texts

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
"""Papers on the photos, the structure of the report, and the statistics."""


def write_contents(
    material: ChartData, origin: Origin, t: Texts, progress: Progress = silent, about: Sequence[str] = ()
) -> Contents:
    """The whole report in the language of `t`; `progress` gets the share of the charts that is drawn.

    `about` are sentences about a challenge of its own: they stand in place of all that is said about photos of skin.
    """
    view = View(t, theme=LIGHT)
    return Contents(
        language=t.language,
        brand=t("app.name"),
        title=t("report.title"),
        made=t("report.made", date=datetime.date.fromisoformat(origin.date), rule=rule_words(view, material.rule)),
        notice=t("app.notice"),
        words={name: t(f"report.words.{name}") for name in ("contents", "numbers", "no_script", "page", "legend")},
        sections=_sections(view, material, origin, progress, about),
    )


def _sections(
    view: View, material: ChartData, origin: Origin, progress: Progress, about: Sequence[str]
) -> tuple[Section, ...]:
    t = view.t
    if about:
        challenge = section(t, "challenge", "3, 4", "application", *map(Paragraph, about))
        return (
            summary(view, material),
            challenge,
            statistics(t, material),
            results(view, material, progress),
            versions(view, origin),
        )
    return (
        summary(view, material),
        purpose(t),
        photos_section(t, material),
        algorithms(view, material, origin),
        rules(t, origin),
        statistics(t, material),
        results(view, material, progress),
        limits(t),
        versions(view, origin),
        sources(t, material),
    )


def purpose(t: Texts) -> Section:
    """The purpose of the comparison, and uses that it must not be put to."""
    names = ("what", "who", "not", "structure")
    return section(t, "purpose", "3, 4", "application", *(Paragraph(t(f"report.purpose.{name}")) for name in names))


def rules(t: Texts, origin: Origin) -> Section:
    """The photos on which each decision was made."""
    folds = sorted({sheet.validation_fold for sheet in origin.sheets.values()})
    words = [t("report.rules.train"), t("report.rules.inner", folds=", ".join(map(str, folds)) or DASH)]
    words += [t(f"report.rules.{name}") for name in ("scoring", "leak")]
    return section(t, "rules", "7, 16", "technique", *map(Paragraph, words))


def statistics(t: Texts, material: ChartData) -> Section:
    """The methods behind scores, intervals, tests and the ranking."""
    day1, day2 = material.rule.shares
    data: dict[str, dict[str, str | int]] = {
        "qi": {"day1": t.percent(day1), "day2": t.percent(day2)},
        "metric": {"metric": t(f"metrics.{material.rule.metric}")},
        "intervals": {"resamples": material.evaluation.resamples},
        "ranks": {},
        "tests": {"level": t.percent(LEVEL)},
        "calibration": {},
        "benefit": {},
        **({"groups": {"images": FEW_IMAGES, "melanomas": FEW_TARGETS}} if material.facts else {}),
        "undefined": {},
    }
    items = ((t(f"report.statistics.{name}"), t(f"report.statistics.{name}_text", **data[name])) for name in data)
    return section(t, "statistics", "12, 13, 14, 15", "assessment", Points(tuple(items)))


def limits(t: Texts) -> Section:
    """The limits of the figures."""
    names = ("device", "skin", "prior", "artefacts", "unknown", "readers", "sets", "time")
    points = Points(tuple((t(f"report.limits.{name}"), t(f"report.limits.{name}_text")) for name in names))
    return section(t, "limits", "14, 25, 26, 27", "application", points)


def sources(t: Texts, material: ChartData) -> Section:
    """Papers behind the photos, the statistics, the structure, the readers and the published results."""
    cited = [f"{reader.source}, {reader.address}" for reader in material.readers]
    cited += [f"{result.source}, {result.address}" for result in material.published]
    points = Points(tuple(("", source) for source in (*SOURCES, *dict.fromkeys(cited))))
    return section(t, "sources", "18", "", points, Paragraph(t("report.licence")))
