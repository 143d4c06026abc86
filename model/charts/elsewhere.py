"""Does it hold elsewhere: what each algorithm loses of its melanoma AUC on photos from other clinics."""

from __future__ import annotations

import math
from collections.abc import Sequence

import plotly.graph_objects as go

from model.charts.chart import LARGE_MARK, Chart, ChartTable, View, ends
from model.charts.chart_data import ChartData
from model.charts.chart_parts import ROW, empty_figure, error_bars, label_rows
from model.charts.published import Published, published_on
from model.charts.written import DASH, capital, diagnoses_words, score_words
from model.evaluation.answers import MELANOMA
from model.evaluation.paired import Difference
from model.evaluation.sets import ELSEWHERE, HOME
from model.evaluation.tables import CLASSES
from model.evaluation.transfer import Fall, falls
from model.lesion.practice_words import stated
from model.text import Texts

METRIC = "melanoma_auc"


def fall_elsewhere(material: ChartData, view: View) -> Chart:
    """Melanoma AUC of each algorithm on day 2 and elsewhere, with what lies between, and the best of 2017."""
    t, found = view.t, falls(material.evaluation, METRIC)
    best = published_on(material.published, ELSEWHERE, METRIC)
    figure = empty_figure(view, 130 + ROW * len(found))
    if best is not None:
        _mark_published(figure, view, best)
    for place, fall in enumerate(found):
        _add_fall(figure, view, fall, place)
    label_rows(figure, view, {fall.slug: (view.name(fall.slug), by_words(t, fall.by)) for fall in found})
    figure.update_yaxes(visible=False, range=[len(found) - 0.4, -1.1])
    figure.update_xaxes(title_text=t(f"metrics.{METRIC}"), range=_reach(found, best), nticks=6)
    return Chart(
        "fall",
        t("charts.fall.title"),
        t("charts.fall.subtitle", practice=stated(t, material.tables.practice)),
        elsewhere_words(view, material),
        figure,
        _fall_table(view, found),
        (*_published_note(view, best), *_about_the_set(view, material)),
    )


def elsewhere_words(view: View, material: ChartData) -> str:
    """The finding: who loses more than by chance, how much, who is best there, and who reaches the best of 2017."""
    t, found = view.t, [fall for fall in falls(material.evaluation, METRIC) if not math.isnan(fall.by.value)]
    if not found:
        return t("charts.nobody")
    fallen = [fall for fall in found if fall.is_certain]
    kind = "all" if len(fallen) == len(found) else "some" if fallen else "none"
    most, least = (pick(found, key=lambda fall: fall.by.value) for pick in (max, min))
    sentences = [
        t(f"charts.fall.finding_{kind}", fallen=len(fallen), all=len(found)),
        t("charts.fall.most", name=view.name(most.slug), change=by_words(t, most.by)),
        *([t("charts.fall.least", name=view.name(least.slug), change=by_words(t, least.by))] if len(found) > 1 else []),
        t("charts.fall.best", name=view.name(found[0].slug), value=score_words(t, METRIC, found[0].away)),
    ]
    best = published_on(material.published, ELSEWHERE, METRIC)
    if best is not None:
        reaching = [fall.slug for fall in found if fall.away.high >= best.value]
        words = {"names": view.names(reaching), "value": best.value_words(t)}
        sentences.append(t("charts.fall.reached", **words) if reaching else t("charts.fall.unreached", **words))
    return " ".join(sentences)


def by_words(t: Texts, by: Difference) -> str:
    """A change of the score with its interval, what is lost with a minus."""
    if math.isnan(by.value):
        return DASH
    return f"{_signed(t, -by.value)} ({_signed(t, -by.high)} {DASH} {_signed(t, -by.low)})"


def _signed(t: Texts, value: float) -> str:
    shown = round(value, 2)
    sign = "\N{MINUS SIGN}" if shown < 0 else "+" if shown > 0 else ""
    return sign + t.number(abs(shown), 2)


def _add_fall(figure: go.Figure, view: View, fall: Fall, place: int) -> None:
    """A hollow mark at home, a full one elsewhere, a line between them."""
    t, slug = view.t, fall.slug
    colour = view.stroke(slug)
    figure.add_scatter(
        x=[fall.home.value, fall.away.value],
        y=[place, place],
        mode="lines",
        line={"color": colour, "width": 1.8, "dash": "dot"},
        hoverinfo="skip",
        showlegend=False,
    )
    hollow = {"color": view.theme.paper, "line": {"width": 2.5, "color": colour}}
    for name, score, mark, thickness in ((HOME, fall.home, hollow, 1.5), (ELSEWHERE, fall.away, {}, 4)):
        words = f"{t(f'charts.{name}')}: {score_words(t, METRIC, score)}"
        figure.add_scatter(
            x=[score.value],
            y=[place],
            mode="markers",
            **view.trace(slug, line=None, marker=view.mark(slug, size=LARGE_MARK, **mark)),
            error_x=error_bars(score, 1, colour, thickness),
            hovertemplate=f"%{{fullData.name}}<br>{words}<extra></extra>",
            showlegend=None if name == ELSEWHERE else False,
        )


def _mark_published(figure: go.Figure, view: View, best: Published) -> None:
    figure.add_vline(x=best.value, line={"dash": "dash", "color": view.theme.ink, "width": 2}, layer="below")
    figure.add_annotation(
        text=view.t(f"published.{best.key}_short", value=best.value_words(view.t)),
        x=best.value,
        y=1,
        yref="paper",
        yanchor="top",
        xanchor="right",
        xshift=-6,
        showarrow=False,
        bgcolor=view.theme.faded(view.theme.paper, 0.85),
    )


def _reach(found: Sequence[Fall], best: Published | None) -> list[float]:
    """From the lowest end of an interval to the highest, with a little room."""
    known = [end for fall in found for score in (fall.home, fall.away) for end in ends(score) if not math.isnan(end)]
    known += [best.value] if best else []
    return [min(known, default=0.5) - 0.02, min(1.0, max(known, default=1.0) + 0.02)]


def _fall_table(view: View, found: Sequence[Fall]) -> ChartTable:
    t = view.t
    names = (capital(t(f"charts.{HOME}")), capital(t(f"charts.{ELSEWHERE}")), t("charts.fall.by"))
    header = [t("charts.algorithm")]
    for name in names:
        header += [name, f"{name}, {t('charts.low')}", f"{name}, {t('charts.high')}"]
    rows = tuple(
        (view.name(of.slug), *ends(of.home), *ends(of.away), of.by.value, of.by.low, of.by.high) for of in found
    )
    return ChartTable(tuple(header), rows)


def _published_note(view: View, best: Published | None) -> tuple[str, ...]:
    if best is None:
        return ()
    t = view.t
    return (t("charts.fall.published", value=best.value_words(t), source=f"{best.source}, {best.address}"),)


def _about_the_set(view: View, material: ChartData) -> tuple[str, ...]:
    """Which photos these are, over which diagnoses its means go, and who is not in it and why."""
    t, benchmark = view.t, material.evaluation.benchmark
    if ELSEWHERE not in benchmark.sets:
        return ()
    tables = benchmark.sets[ELSEWHERE]
    missing = "; ".join(
        f"{view.name(one.slug)}: {t(f'errors.{one.reason.code}', **one.reason.data)}"
        for one in benchmark.unanswered.get(ELSEWHERE, ())
    )
    return (
        t("charts.fall.set", photos=len(tables.images), melanomas=int((tables.truth == CLASSES.index(MELANOMA)).sum())),
        *filter(None, [diagnoses_words(t, t(f"charts.{ELSEWHERE}"), tables.diagnoses)]),
        *([t("charts.fall.missing", names=missing)] if missing else []),
    )
