"""`python -m model tables`: write the generated tables of README again, from the committed files.

What stands between `<!-- NAME -->` and `<!-- /NAME -->` in README comes from here; a test holds the two together.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable

from model.algorithms import catalogue
from model.algorithms.weights import read_sheet
from model.commands.trust import sets_table, trust_table
from model.evaluation.set_scores import set_scores
from model.lesion.practice import practice_named
from model.lesion.practice_words import stated
from model.settings import ROOT, settings
from model.text import texts

README = ROOT / "README.md"


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--check", action="store_true", help="write nothing; 1 if README is out of date")


def run(options: argparse.Namespace) -> int:
    """Bring README up to date."""
    before = README.read_text(encoding="utf-8")
    after = renewed(before)
    if options.check:
        return int(before != after)
    README.write_text(after, encoding="utf-8")
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
    from model.commands.load import RECORD

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
    "operating-point": operating_point_sentence,
    "load": load_table,
    "trust": trust_table,
    "sets": sets_table,
}
