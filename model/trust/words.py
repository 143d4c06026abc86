"""Put the checks of one answer into words: prediction set, stability, operating point, focus of the map."""

from __future__ import annotations

from collections.abc import Sequence

from model.algorithms.contract import Explanation
from model.algorithms.jury import Opinion
from model.algorithms.weights import OperatingPoint, WeightsSheet
from model.evaluation.operating_point import AtThePoint
from model.lesion.diagnosis import Diagnosis
from model.text import Texts
from model.trust.coverage import Coverage
from model.trust.focus import Focus, LesionOutline
from model.trust.sets import COVERAGES, prediction_set
from model.trust.stability import Stability


def sureness_words(
    t: Texts, sheet: WeightsSheet, opinion: Opinion, away: Coverage | None, stability: Stability | None
) -> str:
    """How sure an answer is: what the set promises, and the range over altered views where they were asked for.

    `away` is the measured coverage of the largest set in other clinics.
    """
    ranged = range_words(t, opinion, stability) if stability is not None else ""
    return " ".join(filter(None, (_promise(t, sheet, away), ranged)))


def _promise(t: Texts, sheet: WeightsSheet, away: Coverage | None) -> str:
    if not sheet.sets:
        return t("sureness.unset")
    promise = t.percent(COVERAGES[-1])
    if away is None:
        return t("sureness.set", promise=promise)
    return t("sureness.set_elsewhere", promise=promise, elsewhere=t.percent(away.of_melanomas.value))


def considered(opinion: Opinion, sheet: WeightsSheet, coverage: float = COVERAGES[-1]) -> tuple[Diagnosis, ...]:
    """The diagnoses to consider, sorted by probability in the practice; empty where no levels were measured."""
    if not sheet.sets:
        return ()
    return prediction_set(opinion.prediction, sheet.sets, coverage, opinion.threshold.practice)


def meaning(t: Texts, point: OperatingPoint, unseen: AtThePoint | None, suspicious: bool) -> str:
    """The origin of the operating point, its results on a scoring set, and a warning about a calm verdict."""
    if not point.melanomas:
        return t("result.operating_unset")
    share = t.percent(point.melanomas_above / point.melanomas)
    sentences = [t("result.operating_set", photos=point.melanomas + point.others, share=share)]
    if unseen is not None:
        sentences.append(_results(t, unseen))
        if not suspicious:
            missed = unseen.melanomas - unseen.melanomas_above
            sentences.append(t("result.below_warning", missed=missed, melanomas=unseen.melanomas))
    return " ".join(sentences)


def _results(t: Texts, unseen: AtThePoint) -> str:
    sensitivity, specificity = unseen.sensitivity, unseen.specificity
    return t(
        "result.operating_unseen",
        photos=unseen.images,
        sensitivity=t.percent(sensitivity.value),
        sensitivity_interval=t.interval(sensitivity.low, sensitivity.high),
        specificity=t.percent(specificity.value),
        specificity_interval=t.interval(specificity.low, specificity.high),
    )


def focus_absence(t: Texts, explanation: Explanation, outline: LesionOutline | None) -> str:
    """The reason why the focus of a map cannot be measured."""
    if explanation.is_blank:
        return t("focus.blank")
    return t("focus.no_drawer" if outline is None else "focus.no_lesion")


def focus_short(t: Texts, focus: Focus) -> tuple[str, str]:
    """The share of heat on the lesion beside that of an even map, and a warning, which may be empty."""
    words = t("focus.short", share=t.percent(focus.on_lesion), even=t.percent(focus.even))
    return words, t(f"focus.short_{focus.finding}") if focus.warns else ""


def range_words(t: Texts, opinion: Opinion, stability: Stability | None) -> str:
    """The range of melanoma over the altered views and how many are suspicious; that they are to come before."""
    if stability is None or not stability.is_complete:
        return t("sureness.looking")
    views = views_of(opinion, stability)
    count = sum(view.suspicious for view in views)
    return t("sureness.range", range=t.interval(*melanoma_range(views)), count=count, looks=len(views))


def views_of(opinion: Opinion, stability: Stability) -> list[Opinion]:
    """The opinions on the altered views, at the same operating point."""
    return [Opinion(opinion.slug, prediction, opinion.threshold) for prediction in stability.looks.values()]


def melanoma_range(views: Sequence[Opinion]) -> tuple[float, float]:
    """The lowest and highest melanoma probability of some views."""
    figures = [view.melanoma for view in views]
    return min(figures), max(figures)
