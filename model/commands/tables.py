"""`python -m model tables`: write the tables of README and the figures of the story again, from the committed files.

What stands between `<!-- NAME -->` and `<!-- /NAME -->` in README comes from here; tests hold both to the files.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable

from model.algorithms import catalogue
from model.algorithms.weights import read_sheet
from model.commands.photo_tables import quality_table
from model.commands.trust import sets_table, stress_table, trust_table
from model.evaluation.intervals import Score
from model.evaluation.operating_point import BENCHMARK
from model.evaluation.scores import scores
from model.evaluation.set_scores import set_scores
from model.evaluation.tables import read_table
from model.lesion.practice import Threshold, default_practice, practice_named
from model.lesion.practice_words import stated
from model.settings import ROOT, settings
from model.stage import figures
from model.text import texts

README = ROOT / "README.md"


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--check", action="store_true", help="write nothing; 1 if something is out of date")


def run(options: argparse.Namespace) -> int:
    """Bring README and the story up to date."""
    before = README.read_text(encoding="utf-8")
    after = renewed(before)
    told, kept = figures.compute(BENCHMARK, settings().weights), figures.read()
    if options.check:
        return int(before != after or told != kept)
    README.write_text(after, encoding="utf-8")
    figures.write(told)
    return 0


def renewed(text: str) -> str:
    """The text with each generated table as the committed files have it now."""
    for name, table in TABLES.items():
        block = f"<!-- {name} -->\n{table()}\n<!-- /{name} -->"
        text = re.sub(rf"<!-- {name} -->.*?<!-- /{name} -->", lambda _, block=block: block, text, flags=re.DOTALL)  # type: ignore[misc]
    return text


def scores_table() -> str:
    """Scores of every algorithm on every set, with 95 % intervals."""
    rows = [
        "| algorithm | set | photos | balanced accuracy | melanoma AUC | sensitivity* | specificity* |",
        "|---|---|---|---|---|---|---|",
    ]
    for slug in catalogue.slugs():
        threshold = read_sheet(settings().weights, slug).operating_point.in_its_practice
        for name, found in set_scores(slug, threshold).items():
            figures = " | ".join(f"{s.value:.3f} ({s.low:.3f} to {s.high:.3f})" for s in found.scores.values())
            rows.append(f"| `{slug}` | {name} | {texts('en').number(found.images)} | {figures} |")
    return "\n".join(rows)


WANTED = (
    ("day2", "balanced_accuracy", 0.80, 0.82),
    ("day2", "melanoma_auc", 0.935, 0.945),
    ("elsewhere", "melanoma_auc", 0.84, 0.86),
)
"""Set, score, and what was to be reached by the best single algorithm and by the committee."""
NAMES = {"balanced_accuracy": "balanced accuracy", "melanoma_auc": "melanoma AUC"}
WANTED_SENSITIVITY, WANTED_GAP, WANTED_MEGABYTES = 0.85, 0.03, 90
COMMITTEE = "committee"


def goals_table() -> str:
    """What was to be reached, and what was: misses included."""
    found = {slug: set_scores(slug, _threshold(slug)) for slug in catalogue.slugs()}
    rows = ["| figure | wanted | found (95 %) | |", "|---|---|---|---|"]
    for day, score, single, committee in WANTED:
        best = max((slug for slug in found if slug != COMMITTEE), key=lambda slug: found[slug][day].scores[score].value)
        for slug, wanted in ((best, single), (COMMITTEE, committee)):
            who = f"committee, {day}" if slug == COMMITTEE else f"best single, {day} (`{slug}`)"
            rows.append(_goal(f"{who}: {NAMES[score]}", wanted, found[slug][day].scores[score]))
    away = found[COMMITTEE]["elsewhere"].scores
    rows.append(_goal("committee, elsewhere: sensitivity at the point", WANTED_SENSITIVITY, away["sensitivity"]))
    rows.append(_row("committee, elsewhere: specificity at the point", "stated", _interval(away["specificity"]), ""))
    truth = read_table(BENCHMARK / "truth" / "day2.csv")
    theirs = read_table(BENCHMARK / "day2" / f"{COMMITTEE}.csv")
    gap = scores(truth, theirs, names=("melanoma_calibration_error",), practice=default_practice())
    error = gap["melanoma_calibration_error"]
    name = "committee, day2: calibration error of the melanoma probability"
    rows.append(_row(name, f"at most {WANTED_GAP}", _interval(error), _reached(error.value <= WANTED_GAP)))
    size = sum(read_sheet(settings().weights, slug).size for slug in found) / 1e6
    within = _reached(size <= WANTED_MEGABYTES)
    return "\n".join([*rows, _row("all weights", f"at most {WANTED_MEGABYTES} MB", f"{size:.1f} MB", within)])


def _threshold(slug: str) -> Threshold:
    return read_sheet(settings().weights, slug).operating_point.in_its_practice


def _goal(name: str, wanted: float, score: Score) -> str:
    return _row(name, f"{wanted:g}", _interval(score), _reached(score.value >= wanted))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _reached(is_reached: bool) -> str:
    return "reached" if is_reached else "missed"


def _interval(score: Score) -> str:
    return f"{score.value:.3f} ({score.low:.3f} to {score.high:.3f})"


def operating_point_sentence() -> str:
    """What the star of the table means."""
    points = {slug: read_sheet(settings().weights, slug).operating_point for slug in catalogue.slugs()}
    groups = "; ".join(
        f"{stated(texts('en'), practice_named(practice)).rstrip('.')}: "
        + ", ".join(f"{of.threshold:.3f} for `{slug}`" for slug, of in points.items() if of.practice == practice)
        for practice in sorted({of.practice for of in points.values()})
    )
    return f"\\* of melanoma, at the operating point that was chosen on the inner fold of the training role. {groups}."


def load_table() -> str:
    """Answers, seconds and memory of the recorded load tests."""
    from model.commands.load_test import RECORD

    kept = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}
    rows = [
        "| visitors at once | photos each | right | wrong | errors | median | p95 | memory before, at peak, after |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for one in (kept[name] for name in ("patient", "impatient") if name in kept):
        memory = ", ".join(f"{one[f'memory_{when}_mb']:,} MB" for when in ("before", "peak", "after"))
        rows.append(
            f"| {one['visitors']}{', impatient' if one['impatient'] else ''} | {one['photos']} | {one['right']} "
            f"| {one['wrong']} | {one['errors'] + one['log_errors']} "
            f"| {one['median_s']:.1f} s | {one['p95_s']:.1f} s | {memory} |"
        )
    return "\n".join([*rows, *(["", growth_sentence(kept["memory"])] if "memory" in kept else [])])


def growth_sentence(found: dict[str, int]) -> str:
    """By how much many photos made one process grow."""
    return (
        f"{found['photos']:,} photos through one process, after {found['warm_up']:,} to warm it up, "
        f"made it grow by {found['growth_mb']:,} MB."
    )


TABLES: dict[str, Callable[[], str]] = {
    "scores": scores_table,
    "goals": goals_table,
    "operating-point": operating_point_sentence,
    "load": load_table,
    "trust": trust_table,
    "quality": quality_table,
    "sets": sets_table,
    "stress": stress_table,
}
