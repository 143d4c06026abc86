"""The committed figures about criteria: reliability, what was left out, melanomas with a criterion."""

from __future__ import annotations

import math
from pathlib import Path

from model.evaluation.intervals import Score, Undefined, Z, no_score
from model.text import Texts
from model.trust.characteristic import FOLDER, Characteristic, read
from model.trust.criteria import CRITERIA, Criterion, Word
from model.trust.criteria_words import criterion_name

CHECK, CROSS_FITTED = "criteria", "criteria_cross_fitted"
"""Names of the committed tables: all figures, and those that were measured when the probes were fitted."""
LEAST_AREA = 0.7
"""Lower end of the interval of the area under the ROC curve below which a criterion is left out."""
PRESENT, AREA, KAPPA = "has_criterion", "criterion_auc", "criterion_kappa"
"""Measures: the share with the criterion, the area under the ROC curve, the agreement of two sources of labels."""
SAID = {word: f"said_{word}" for word in Word}
"""Measures: the share of photos about which a word is said."""
FALSE_SEEN, FALSE_NOT_SEEN = "false_seen", "false_not_seen"
"""Measures: the share of photos with the word that have the other label."""
WRONGLY_SEEN, MISSED = "wrongly_seen", "missed"
"""Measures: the share called seen of the photos without a criterion; called not seen, of those with it."""
WITH, WITHOUT = "melanoma_with", "melanoma_without"
"""Measures: the share of melanomas among the photos whose labels have the criterion, and among the others."""
ON_LESION, EVEN_ON_LESION = "evidence_on_lesion", "even_on_lesion"
"""Measures: the share of a map's evidence on the lesion, and that of an even map, for photos with the criterion."""
Figures = dict[tuple[str, str], Characteristic]


def figures(folder: Path = FOLDER) -> Figures:
    """The committed figures by measure and subject: a slug, `<slug> naevi` or `<slug> elsewhere`."""
    return {(row.measure, row.of): row for row in read(CHECK, folder)}


def measured_criteria(folder: Path = FOLDER) -> tuple[Criterion, ...]:
    """All criteria with figures, kept or left out."""
    found = figures(folder)
    return tuple(criterion for criterion in CRITERIA if (AREA, criterion.slug) in found)


def left_out(folder: Path = FOLDER) -> tuple[Criterion, ...]:
    """The criteria that are never told, since their probe is too unreliable."""
    found = figures(folder)
    return tuple(one for one in measured_criteria(folder) if (found[AREA, one.slug].low or 0.0) < LEAST_AREA)


def never_seen(folder: Path = FOLDER) -> tuple[Criterion, ...]:
    """The criteria that are told, but for which the word 'seen' would be false too often to be ever said."""
    found = figures(folder)
    told = [one for one in measured_criteria(folder) if one not in left_out(folder)]
    return tuple(one for one in told if not found[SAID[Word.SEEN], one.slug].value)


def lies_on_lesion(slug: str, folder: Path = FOLDER) -> bool:
    """True where the evidence of a probe lies on the lesion more than an even map would, beyond both intervals.

    Where it does not, a page must say so beside the map.
    """
    found = figures(folder)
    on, even = found.get((ON_LESION, slug)), found.get((EVEN_ON_LESION, slug))
    return on is not None and even is not None and (on.low or 0.0) > (even.high or 1.0)


def odds_ratio(slug: str, folder: Path = FOLDER) -> Score:
    """The odds of melanoma with a criterion over those without it, by the labels, with its 95 % interval.

    It is an association in these photos and no cause. Computed from the committed counts (Woolf 1955), with half a
    photo added to each count where one is 0 (Haldane 1956).
    """
    found = figures(folder)
    if (WITH, slug) not in found:
        return no_score(Undefined.NO_TABLE)
    counts = [count for measure in (WITH, WITHOUT) for count in _counts(found[measure, slug])]
    a, b, c, d = (count + 0.5 * (0 in counts) for count in counts)
    middle, half = math.log(a * d / (b * c)), Z * math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    return Score(math.exp(middle), math.exp(middle - half), math.exp(middle + half))


def _counts(row: Characteristic) -> tuple[int, int]:
    """Melanomas and others of a share of melanomas."""
    melanomas = round(row.n * row.value)
    return melanomas, row.n - melanomas


def limits_words(t: Texts) -> str:
    """The known limits of the criteria: labels, agreement of their sources, what is left out; empty without figures."""
    found = figures()
    if not found:
        return ""
    labels = [found[PRESENT, one.slug] for one in measured_criteria()]
    fewest = min(labels, key=lambda row: row.n * row.value)
    kappas = ", ".join(
        t("criteria.agreement", name=criterion_name(t, row.of), kappa=t.number(row.value, 2))
        for (measure, _), row in found.items()
        if measure == KAPPA
    )
    photos = round(fewest.n * fewest.value)
    words = t("criteria.limits", kappas=kappas, name=criterion_name(t, fewest.of), photos=photos)
    named = {"never_seen": never_seen(), "left_out": left_out()}
    lists = {key: ", ".join(criterion_name(t, one.slug) for one in of_key) for key, of_key in named.items()}
    return " ".join([words, *(t(f"criteria.{key}", names=names) for key, names in lists.items() if names)])


def reliability_words(t: Texts, slug: str, folder: Path = FOLDER) -> list[str]:
    """How reliable the probe of a criterion is, and how its label goes with melanoma; empty without figures."""
    found = figures(folder)
    subjects = {"all": slug, "naevi": f"{slug} naevi", "elsewhere": f"{slug} elsewhere"}
    rows = {where: found[AREA, of] for where, of in subjects.items() if (AREA, of) in found}
    areas = [
        t(f"criteria.auc_{where}", **_with_interval(t, Score(row.value, row.low or 0.0, row.high or 1.0), 2))
        for where, row in rows.items()
    ]
    words = [t("criteria.auc", areas="; ".join(areas))] if areas else []
    odds = odds_ratio(slug, folder)
    if not math.isnan(odds.value):
        words.append(t("criteria.odds", **_with_interval(t, odds, 1)))
    return words


def _with_interval(t: Texts, score: Score, digits: int) -> dict[str, str]:
    ends = {"value": score.value, "low": score.low, "high": score.high}
    return {name: t.number(end, digits) for name, end in ends.items()}
