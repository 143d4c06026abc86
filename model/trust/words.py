"""What the checks found of one answer, in words: its set, its stability, its operating point, where its map looks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from model.algorithms.contract import Explanation, Prediction
from model.algorithms.jury import Agreement, Opinion
from model.algorithms.weights import OperatingPoint, WeightsSheet
from model.evaluation.operating_point import AtThePoint
from model.lesion.diagnosis import Diagnosis
from model.text import Texts
from model.trust.coverage import Coverage
from model.trust.focus import Focus, LesionOutline
from model.trust.sets import COVERAGES, prediction_set
from model.trust.stability import Stability


def sureness_sentence(
    t: Texts,
    sheet: WeightsSheet,
    opinion: Opinion,
    away: Coverage | None,
    stable: Stability | None,
    jury: Agreement | None,
) -> str:
    """The one sentence; what is not known is left out of it.

    Args:
        t: the sentences of a language.
        sheet: of the weights that answered.
        opinion: the answer.
        away: what the largest promise came to in other clinics.
        stable: what it said when it looked again.
        jury: what the others say.
    """
    clauses = [_set_clause(t, sheet, opinion.prediction, away)]
    if stable is not None:
        clauses.append(t("sureness.stable", kept=kept(opinion, stable), looks=len(stable.looks)))
    if jury is not None:
        clauses.append(t("sureness.jury", count=len(jury.suspicious), voters=jury.voters))
    return t(
        "sureness.sentence", clauses=reduce(lambda first, then: t("sureness.joined", first=first, then=then), clauses)
    )


def _set_clause(t: Texts, sheet: WeightsSheet, prediction: Prediction, away: Coverage | None) -> str:
    if not sheet.sets:
        return t("sureness.unset")
    surest = COVERAGES[-1]
    data = {"promise": t.percent(surest), "set": set_words(t, prediction_set(prediction, sheet.sets, surest))}
    if away is None:
        return t("sureness.set", **data)
    return t("sureness.set_elsewhere", elsewhere=t.percent(away.of_melanomas.value), **data)


def set_words(t: Texts, named: Sequence[Diagnosis]) -> str:
    """A set in words: A, B or C."""
    if not named:
        return t("sureness.empty")
    names = [t(f"diagnoses.{diagnosis}.name") for diagnosis in named]
    return t("sureness.or", names=", ".join(names[:-1]), last=names[-1]) if len(names) > 1 else names[0]


def kept(opinion: Opinion, stable: Stability) -> int:
    """In how many of the altered looks the verdict stays."""
    return stable.kept(
        opinion.suspicious, lambda prediction: Opinion(opinion.slug, prediction, opinion.threshold).suspicious
    )


def meaning(t: Texts, point: OperatingPoint, unseen: AtThePoint | None, suspicious: bool) -> str:
    """How the operating point was set, what it then did on photos never seen, and that below is no all-clear."""
    if not point.melanomas:
        return t("result.operating_unset")
    share = t.percent(point.melanomas_above / point.melanomas)
    sentences = [t("result.operating_set", photos=point.melanomas + point.others, share=share)]
    if unseen is not None:
        sensitivity, specificity = unseen.sensitivity, unseen.specificity
        sentences.append(
            t(
                "result.operating_unseen",
                photos=unseen.images,
                sensitivity=t.percent(sensitivity.value),
                sensitivity_interval=t.interval(sensitivity.low, sensitivity.high),
                specificity=t.percent(specificity.value),
                specificity_interval=t.interval(specificity.low, specificity.high),
            )
        )
        if not suspicious:
            missed = unseen.melanomas - unseen.melanomas_above
            sentences.append(t("result.below_warning", missed=missed, melanomas=unseen.melanomas))
    return " ".join(sentences)


def focus_absence(t: Texts, explanation: Explanation, outline: LesionOutline | None) -> str:
    """Why there is no gauge."""
    if explanation.is_blank:
        return t("focus.blank")
    return t("focus.no_drawer" if outline is None else "focus.no_lesion")


def focus_short(t: Texts, found: Focus) -> tuple[str, str]:
    """The share beside that of a map spread evenly, in one line, and a warning, which may be empty."""
    words = t("focus.short", share=t.percent(found.on_lesion), even=t.percent(found.even))
    return words, t(f"focus.short_{found.finding}") if found.warns else ""
