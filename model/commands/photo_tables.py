"""Markdown tables of the measured quality of the remarks on photos."""

from __future__ import annotations

from model.trust.characteristic import Characteristic, read


def quality_table() -> str:
    """False alarms and hits of each remark, and the step of a degradation from which it is made."""
    rows = {(row.measure, row.of): row for row in read("quality")}
    codes = list(dict.fromkeys(subject.split()[0] for measure, subject in rows if measure == "false_alarm"))
    archives = list(dict.fromkeys(subject.split()[1] for measure, subject in rows if measure == "false_alarm"))
    columns = [(measure, archive) for measure in ("false_alarm", "found") for archive in archives]
    heads = [
        f"{'nothing wrong' if measure == 'false_alarm' else 'clearly so'}, {archive}" for measure, archive in columns
    ]
    lines = [f"| remark, made where | {' | '.join(heads)} |", "|---|" + "---|" * len(heads)]
    for code in codes:
        cells = [_cell(rows.get((measure, f"{code} {archive}"))) for measure, archive in columns]
        lines.append(f"| {code.replace('_', ' ')} | {' | '.join(cells)} |")
    return "\n".join([*lines, "", *_steps(list(rows.values()))])


def _steps(rows: list[Characteristic]) -> list[str]:
    from_step = {row.of: row.value for row in rows if row.measure == "speaks_from"}
    speaks: dict[str, list[Characteristic]] = {}
    for row in rows:
        if row.measure == "speaks":
            speaks.setdefault(row.of.rsplit(": ", 1)[0], []).append(row)
    lines = [
        "| good photos made worse | photos | share that gets the remark, step by step | at least half from |",
        "|---|---|---|---|",
    ]
    for name, steps in speaks.items():
        code, changed = name.split(" ", 1)
        shares = ", ".join(f"{row.of.rsplit(': ', 1)[1]}: {row.value:.2f}" for row in steps)
        half = f"{from_step[name]:g}" if name in from_step else "never"
        lines.append(f"| {code.replace('_', ' ')}: {changed} | {steps[0].n} | {shares} | {half} |")
    return lines


def _cell(row: Characteristic | None) -> str:
    if row is None:
        return "–"
    return f"{row.value:.3f} ({row.low:.3f} to {row.high:.3f}), n = {row.n:,}"
