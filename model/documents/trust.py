"""The measured reliability of each check of an answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from model.algorithms import catalogue
from model.documents.markdown import DASH, figure, loss, table
from model.evaluation.sets import ELSEWHERE, HOME
from model.lesion.archives import ARCHIVES
from model.lesion.disturbances import DISTURBANCES
from model.trust import unknown
from model.trust.characteristic import Characteristic, of_maps, pooled, read
from model.trust.coverage import is_kept
from model.trust.garblings import FAMILIES, GARBLINGS, NEVER_FITTED
from model.trust.sets import COVERAGES
from model.trust.stress import UNDISTURBED

HEADS = ("measure", "measured on", "photos", "figure (95 %)")
MEASURES = {
    "auroc": "area under the ROC curve",
    "admitted": "share admitted as a lesion photo",
    "refused": "share refused",
    "close_up": "share taken for a photo without a dermatoscope",
    "garbled": "share taken for a damaged picture",
    "ita_moves": "change of the ITA angle, degrees",
    "darker": "share that gets the caution",
    "melanoma_auc": "melanoma AUC",
    "malignant_sensitivity": "sensitivity at the malignant point",
    "malignant_specificity": "specificity at the malignant point",
    "said_possible": "share with the remark, of lesions below the melanoma point",
    "above_melanoma": "share above the melanoma point",
    "above_malignant": "share above the malignant point",
    "said_unknown": "share with 'none of the seven'",
    "unknown_area": "AUC of the doubt, against fold 4",
    "photos_of_tone": "photos of this tone",
    "training_photos": "training photos of this kind, out of those with a record",
    "dice": "Dice of the outline",
    "aim_at_5_percent": "aim below which 5 % of the maps fall",
    **{f"ita_p{percent}": f"ITA angle, percentile {percent}" for percent in (1, 5, 25, 50, 75, 95, 99)},
}
"""Words of the measures that stand in a table of single figures."""
VERDICTS = {
    "admitted": "lesion photo",
    "refused": "no lesion photo",
    "garbled": "damaged",
    "close_up": "without a dermatoscope",
}
"""The verdicts of the gate by measure."""
DERMOSCOPIC = (HOME, ELSEWHERE, "other", *(f"{name}, cross-fitted" for name in ARCHIVES))
"""Sets of dermoscopic photos, as the study of the gate names them."""
MOST_HELD_BACK = {"garbled": (0.01, "damaged pictures"), "close_up": (0.02, "photos without a dermatoscope")}
"""Promised largest share of dermoscopic photos that are taken for something else, by measure, and its words."""
GARBLED = "garbled: "
"""Beginning of the subject of a kind of garbled pictures."""
SKIN_TONE = ", skin tone "
MAP_COLUMNS = {
    ("heat_on_lesion", "inner_fold"): "heat on the lesion, inner fold",
    ("heat_on_lesion", "day2"): "heat on the lesion, day2",
    ("warned_off_lesion", "day2"): "warned, day2",
    ("map_passes", "day2"): "passes the map check, day2",
    ("like_unlearned", "day2"): "rank correlation with an untrained network, day2",
}
PERCENTS = tuple(round(coverage * 100) for coverage in COVERAGES)
SET_COLUMNS = {"covered": "covered", "covered_melanoma": "melanomas", "set_size": "diagnoses in a set"}


def measured_table(checks: Mapping[str, Iterable[Characteristic]]) -> str:
    """All figures of some checks, one a line, as the command `trust` prints them."""
    return table(["check", *HEADS], [[check, *_cells(row)] for check, rows in checks.items() for row in rows])


def check_table(check: str) -> str:
    """The committed figures of one check, one a line; those of maps stand in `maps_table`."""
    maps = {measure for measure, _ in MAP_COLUMNS}
    return table(HEADS, [_cells(row) for row in read(check) if row.measure not in maps])


def _cells(row: Characteristic) -> list[str]:
    return [MEASURES.get(row.measure, row.measure.replace("_", " ")), row.of, f"{row.n:,}", figure(row)]


def unknown_table() -> str:
    """How often 'none of the seven' is said: a line an algorithm, then the committee by kind of lesion."""
    cells = {(row.measure, row.of): row for row in read(unknown.CHECK)}
    columns = [(unknown.SAID, group) for group in (unknown.OTHER, unknown.FOLD, HOME, ELSEWHERE)]
    columns.append((unknown.AREA, unknown.OTHER))
    slugs = [of.removesuffix(f" {unknown.OTHER}") for measure, of in cells if measure == unknown.AREA]
    lines = [
        [slug, *(figure(cells[measure, unknown.subject(slug, group)]) for measure, group in columns)] for slug in slugs
    ]
    heads = [f"{group} (n = {cells[unknown.SAID, unknown.subject(slugs[0], group)].n:,})" for _, group in columns[:-1]]
    parts = [
        _cells(row) for row in cells.values() if row.of.startswith(f"{catalogue.COMMITTEE} ") and not _is_column(row)
    ]
    return f"{table(['algorithm', *heads, 'AUC of the doubt'], lines)}\n\n{table(HEADS, parts)}"


def _is_column(row: Characteristic) -> bool:
    return row.measure == unknown.AREA or not (": " in row.of or "left out" in row.of)


def gate_table() -> str:
    """The verdicts of the gate, a line for each kind of picture; those on garbled pictures; its other figures."""
    rows = read("gate")
    cells = {(row.measure, row.of): row for row in rows}
    lines = [
        [row.of, f"{row.n:,}", *(figure(cells[measure, row.of]) for measure in VERDICTS)]
        for row in rows
        if row.measure == "admitted" and not row.of.startswith(GARBLED)
    ]
    others = [_cells(row) for row in rows if row.measure not in VERDICTS or SKIN_TONE in row.of]
    verdicts = table(["verdict on", "photos", *VERDICTS.values()], lines)
    sentences = "\n".join(held_back_sentence(cells, measure) for measure in MOST_HELD_BACK)
    return "\n\n".join([verdicts, sentences, garbled_table(cells), table(HEADS, others)])


def held_back_sentence(cells: Mapping[tuple[str, str], Characteristic], measure: str) -> str:
    """The sets of dermoscopic photos of which too many are taken for something else."""
    most, words = MOST_HELD_BACK[measure]
    shares = {of: cells[measure, of].value for of in DERMOSCOPIC if (measure, of) in cells}
    missed = [f"`{of}` {share * 100:.1f} %" for of, share in shares.items() if share > most]
    return (
        f"At most {most * 100:.0f} % taken for {words}: "
        f"{len(shares) - len(missed)} of {len(shares)} sets of dermoscopic photos. Not: {'; '.join(missed) or 'none'}."
    )


def garbled_table(cells: Mapping[tuple[str, str], Characteristic]) -> str:
    """The share of garbled pictures that is held back, for any reason and as damaged, a line for each kind."""
    lines = [_garbled_cells(family, garbling.__name__, cells) for family in FAMILIES for garbling in FAMILIES[family]]
    pooled = [_pooled(words, shown, cells) for words, shown in (("all kinds shown", True), ("all never shown", False))]
    heads = [
        "garbled pictures",
        "what is done",
        "shown to the fit",
        "pictures",
        "held back",
        *list(VERDICTS.values())[1:],
    ]
    return table(heads, [*pooled, *lines])


def _garbled_cells(family: str, name: str, cells: Mapping[tuple[str, str], Characteristic]) -> list[str]:
    kind = name.replace("_", " ")
    found = [cells[measure, f"{GARBLED}{kind}, cross-fitted"] for measure in VERDICTS]
    return [family, kind, "no" if kind in NEVER_FITTED else "yes", f"{found[0].n}", *_held_back(found)]


def _pooled(words: str, shown: bool, cells: Mapping[tuple[str, str], Characteristic]) -> list[str]:
    kinds = [kind for kind in GARBLINGS if (kind not in NEVER_FITTED) == shown]
    found = [pooled([cells[measure, f"{GARBLED}{kind}, cross-fitted"] for kind in kinds]) for measure in VERDICTS]
    return ["all", words, "yes" if shown else "no", f"{found[0].n:,}", *_held_back(found)]


def _held_back(found: Sequence[Characteristic]) -> list[str]:
    """The share that is not admitted, then the share of each reason."""
    admitted = found[0]
    assert admitted.low is not None
    assert admitted.high is not None
    held = replace(admitted, value=1 - admitted.value, low=1 - admitted.high, high=1 - admitted.low)
    return [figure(row) for row in (held, *found[1:])]


def maps_table() -> str:
    """The heat maps of each algorithm: position of their heat, warnings, results of the map check."""
    rows = {(row.measure, row.of): row for row in of_maps()}
    lines = [
        [f"`{slug}`", *(_with_count(rows.get((measure, f"{slug} {name}"))) for measure, name in MAP_COLUMNS)]
        for slug in catalogue.slugs()
    ]
    return table(["algorithm", *MAP_COLUMNS.values()], [line for line in lines if set(line[1:]) != {DASH}])


def _with_count(row: Characteristic | None) -> str:
    return DASH if row is None else f"{figure(row)}, n = {row.n:,}"


def sets_table() -> str:
    """The coverage of the prediction sets, a line for each algorithm and set, and the promises missed."""
    by_set = rows_of_sets(read("sets"))
    heads = [f"{words}, {percent} %" for percent in PERCENTS for words in SET_COLUMNS.values()]
    lines = [[f"`{name.split()[0]}`", name.split()[1], *_set_cells(rows)] for name, rows in by_set.items()]
    return f"{table(['algorithm', 'set', 'photos', *heads], lines)}\n\n{missed_sentence(by_set)}"


def rows_of_sets(rows: Iterable[Characteristic]) -> dict[str, dict[str, Characteristic]]:
    """Figures by algorithm and set, then by measure."""
    by_set: dict[str, dict[str, Characteristic]] = {}
    for row in rows:
        by_set.setdefault(row.of, {})[row.measure] = row
    return by_set


def _set_cells(rows: Mapping[str, Characteristic]) -> list[str]:
    figures = [rows[f"{measure}_{percent}"] for percent in PERCENTS for measure in SET_COLUMNS]
    cells = [f"{row.value:.2f}" if row.measure.startswith("set_size") else figure(row) for row in figures]
    return [f"{figures[0].n:,}", *cells]


def missed_sentence(by_set: Mapping[str, Mapping[str, Characteristic]]) -> str:
    """The promises that day 2 missed by more than two points; a set may cover more."""
    promised = [
        (f"`{name.split()[0]}` {words}", percent, rows[f"{measure}_{percent}"].value)
        for name, rows in by_set.items()
        if name.endswith(f" {HOME}")
        for percent in PERCENTS
        for measure, words in (("covered", ""), ("covered_melanoma", "melanomas "))
    ]
    missed = [
        f"{words}{value * 100:.1f} for {percent}"
        for words, percent, value in promised
        if not is_kept(value, percent / 100)
    ]
    return (
        f"At most two points below the promise on {HOME}: {len(promised) - len(missed)} of {len(promised)} figures. "
        f"Not: {'; '.join(missed) or 'none'}."
    )


def stress_table() -> str:
    """The change of the melanoma AUC, a line for each algorithm, a column for each disturbance."""
    rows = {tuple(row.of.split()): row for row in read("stress")}
    measured = [slug for slug in catalogue.slugs() if (slug, UNDISTURBED) in rows]
    heads = [f"{name} {disturbance.stated:g}" for name, disturbance in DISTURBANCES.items()]
    lines = [_stress_cells(slug, rows) for slug in measured]
    missing = ", ".join(f"`{slug}`" for slug in catalogue.slugs() if slug not in measured)
    text = table(["algorithm", "photos", "melanoma AUC", *heads], lines)
    return f"{text}\n\nNot measured: {missing}." if missing else text


def _stress_cells(slug: str, rows: Mapping[tuple[str, ...], Characteristic]) -> list[str]:
    area = rows[slug, UNDISTURBED]
    return [f"`{slug}`", f"{area.n:,}", figure(area), *(loss(rows.get((slug, name))) for name in DISTURBANCES)]


def quality_table() -> str:
    """False alarms and hits of each remark, and the first step of a degradation at which it is made."""
    return f"{_remarks_table(read('quality'))}\n\n{_degraded_table(read('quality'))}"


def _remarks_table(rows: Sequence[Characteristic]) -> str:
    cells = {(row.measure, *row.of.split(" ", 1)): row for row in rows if row.measure in ("false_alarm", "found")}
    codes = list(dict.fromkeys(code for _, code, _ in cells))
    archives = list(dict.fromkeys(archive for _, _, archive in cells))
    columns = [
        (measure, archive, f"{words}, {archive}")
        for measure, words in (("false_alarm", "false alarms"), ("found", "hits"))
        for archive in archives
    ]
    lines = [
        [code.replace("_", " "), *(_with_count(cells.get((measure, code, archive))) for measure, archive, _ in columns)]
        for code in codes
    ]
    return table(["remark", *(words for _, _, words in columns)], lines)


def _degraded_table(rows: Sequence[Characteristic]) -> str:
    first_step = {row.of: f"{row.value:g}" for row in rows if row.measure == "speaks_from"}
    steps: dict[str, list[Characteristic]] = {}
    for row in rows:
        if row.measure == "speaks":
            steps.setdefault(row.of.rsplit(": ", 1)[0], []).append(row)
    lines = [
        [
            _degradation(name),
            str(of_name[0].n),
            ", ".join(f"{row.of.rsplit(': ', 1)[1]}: {row.value:.2f}" for row in of_name),
            first_step.get(name, "never"),
        ]
        for name, of_name in steps.items()
    ]
    return table(["degradation of good photos", "photos", "share with the remark at each step", "half from"], lines)


def _degradation(name: str) -> str:
    code, change = name.split(" ", 1)
    return f"{code.replace('_', ' ')}: {change}"
