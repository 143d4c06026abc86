"""Loss of melanoma AUC of each algorithm on photos from other clinics."""

from __future__ import annotations

import math
from collections.abc import Sequence

import plotly.graph_objects as go

from model.charts.chart import Chart, ChartTable, View, ends
from model.charts.chart_data import ChartData
from model.charts.chart_parts import ROW, add_interval, empty_figure, interval_header, label_rows
from model.charts.published import Published, published_on
from model.charts.written import DASH, capital, diagnoses_words, score_words
from model.evaluation.paired import Difference
from model.evaluation.sets import ELSEWHERE, HOME
from model.evaluation.transfer import Fall, falls
from model.lesion.practice_words import stated
from model.text import Texts

METRIC = "melanoma_auc"


def fall_elsewhere(data: ChartData, view: View) -> Chart:
    """Melanoma AUC of each algorithm on day 2 and elsewhere, with the best published result of 2017."""
    t, ordered = view.t, shown_falls(data)
    best = published_on(data.published, ELSEWHERE, METRIC)
    notes, practice = (*_published_note(view, best), *_about_the_set(view, data)), stated(t, data.tables.practice)
    figure, table = _figure(view, ordered, best), _fall_table(view, ordered)
    return Chart.named(t, "fall", elsewhere_words(view, data), figure, table, notes, practice=practice)


def shown_falls(data: ChartData) -> tuple[Fall, ...]:
    """The falls of the algorithms that are shown, the best elsewhere first, those without a rank last."""
    shown = {row.slug for row in (*data.rows, *data.ranking.references)}
    found = [fall for fall in falls(data.evaluation, METRIC) if fall.slug in shown]
    return tuple(sorted(found, key=lambda fall: fall.slug in data.evaluation.references))


def _figure(view: View, ordered: Sequence[Fall], best: Published | None) -> go.Figure:
    t = view.t
    figure = empty_figure(view, 130 + ROW * len(ordered))
    if best is not None:
        _mark_published(figure, view, best)
    for place, fall in enumerate(ordered):
        _add_fall(figure, view, fall, place)
    label_rows(figure, view, {fall.slug: (view.name(fall.slug), by_words(t, fall.by)) for fall in ordered})
    figure.update_yaxes(visible=False, range=[len(ordered) - 0.4, -1.1])
    figure.update_xaxes(title_text=t(f"metrics.{METRIC}"), range=_reach(ordered, best), nticks=6)
    return figure


def elsewhere_words(view: View, data: ChartData) -> str:
    """The finding: certain losses, the largest and the smallest, the best score elsewhere, and the result of 2017."""
    t, references = view.t, data.evaluation.references
    competing = [fall for fall in shown_falls(data) if fall.slug not in references]
    known = [fall for fall in competing if not math.isnan(fall.by.value)]
    if not known:
        return t("charts.nobody")
    best = published_on(data.published, ELSEWHERE, METRIC)
    leader = t("charts.fall.best", name=view.the(known[0].slug), value=score_words(t, METRIC, known[0].away))
    return " ".join((*_loss_words(view, known), leader, *_published_words(view, known, best)))


def _loss_words(view: View, known: Sequence[Fall]) -> list[str]:
    """How many algorithms lose more than by chance, and the largest and the smallest loss."""
    t, fallen = view.t, [fall for fall in known if fall.is_certain]
    kind = "all" if len(fallen) == len(known) else "some" if fallen else "none"
    sentences = [t(f"charts.fall.finding_{kind}", fallen=len(fallen), all=len(known))]
    picks = (("most", max), ("least", min)) if len(known) > 1 else (("most", max),)
    for key, pick in picks:
        fall = pick(known, key=lambda fall: fall.by.value)
        sentences.append(t(f"charts.fall.{key}", name=view.the(fall.slug), change=by_words(t, fall.by)))
    return sentences


def _published_words(view: View, known: Sequence[Fall], best: Published | None) -> list[str]:
    """The algorithms whose interval reaches the best published result; none without such a result."""
    if best is None:
        return []
    t, reaching = view.t, [fall.slug for fall in known if fall.away.high >= best.value]
    key = "reached" if reaching else "unreached"
    return [t(f"charts.fall.{key}", names=view.names(reaching), value=best.value_words(t))]


def by_words(t: Texts, by: Difference) -> str:
    """A change of the score with its interval, a loss with a minus."""
    if math.isnan(by.value):
        return DASH
    return f"{_signed(t, -by.value)} ({_signed(t, -by.high)} {DASH} {_signed(t, -by.low)})"


def _signed(t: Texts, value: float) -> str:
    shown = round(value, 2)
    sign = "\N{MINUS SIGN}" if shown < 0 else "+" if shown > 0 else ""
    return sign + t.number(abs(shown), 2)


def _add_fall(figure: go.Figure, view: View, fall: Fall, place: int) -> None:
    """A hollow mark for day 2, a filled one for elsewhere, a line between them."""
    colour = view.stroke(fall.slug)
    ends_of_line = {"x": [fall.home.value, fall.away.value], "y": [place, place]}
    line = {"color": colour, "width": 1.8, "dash": "dot"}
    figure.add_scatter(**ends_of_line, mode="lines", line=line, hoverinfo="skip", showlegend=False)
    hollow = {"color": view.theme.paper, "line": {"width": 2.5, "color": colour}}
    home, away = (
        f"{view.t(f'charts.{name}')}: {score_words(view.t, METRIC, score)}"
        for name, score in ((HOME, fall.home), (ELSEWHERE, fall.away))
    )
    add_interval(figure, view, fall.slug, place, fall.home, home, thickness=1.5, showlegend=False, mark=hollow)
    add_interval(figure, view, fall.slug, place, fall.away, away)


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
        bgcolor=view.theme.paper,
    )


def _reach(ordered: Sequence[Fall], best: Published | None) -> list[float]:
    scores = [score for fall in ordered for score in (fall.home, fall.away)]
    known = [end for score in scores for end in ends(score) if not math.isnan(end)]
    known += [best.value] if best else []
    return [min(known, default=0.5) - 0.02, min(1.0, max(known, default=1.0) + 0.02)]


def _fall_table(view: View, ordered: Sequence[Fall]) -> ChartTable:
    t = view.t
    names = (capital(t(f"charts.{HOME}")), capital(t(f"charts.{ELSEWHERE}")), t("charts.fall.by"))
    header = (t("charts.algorithm"), *(column for name in names for column in interval_header(t, name)))
    rows = tuple(
        (view.name(fall.slug), *ends(fall.home), *ends(fall.away), fall.by.value, fall.by.low, fall.by.high)
        for fall in ordered
    )
    return ChartTable(header, rows)


def _published_note(view: View, best: Published | None) -> tuple[str, ...]:
    if best is None:
        return ()
    t = view.t
    return (t("charts.fall.published", value=best.value_words(t), source=f"{best.source}, {best.address}"),)


def _about_the_set(view: View, data: ChartData) -> tuple[str, ...]:
    """Notes on the photos of the set, the diagnoses of its means, and the algorithms without a table of it."""
    t, benchmark = view.t, data.evaluation.benchmark
    if ELSEWHERE not in benchmark.sets:
        return ()
    tables = benchmark.sets[ELSEWHERE]
    missing = "; ".join(
        f"{view.name(excluded.slug)}: {t(f'errors.{excluded.reason.code}', **excluded.reason.data)}"
        for excluded in benchmark.unanswered.get(ELSEWHERE, ())
    )
    return (
        t("charts.fall.set", photos=len(tables.images), melanomas=int(tables.positive.sum())),
        *filter(None, [diagnoses_words(t, t(f"charts.{ELSEWHERE}"), tables.diagnoses, tables.terms.classes)]),
        *([t("charts.fall.missing", names=missing)] if missing else []),
    )
