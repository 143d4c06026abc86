"""Sentences for the phases and the submissions of a challenge."""

from __future__ import annotations

from datetime import datetime

from babel.dates import format_datetime

from model.challenge.definition import Definition, Phase
from model.challenge.roles import Stage
from model.challenge.store.tables import LogLine
from model.text import REGIONS, Texts


def moment_words(t: Texts, when: datetime) -> str:
    """A moment with its time zone: 31 March 2027, 18:00 (UTC+02:00)."""
    offset = when.strftime("%z")
    zone = f"UTC{offset[:3]}:{offset[3:5]}" if when.utcoffset() else "UTC"
    clock = format_datetime(when, "HH:mm", locale=REGIONS[t.language])
    return t("challenge.moment", day=when.date(), clock=clock, zone=zone)


def phase_words(t: Texts, phase: Phase, now: datetime) -> str:
    """Where a phase stands, until when, and whether its scores are hidden."""
    stage = phase.stage(now)
    when = phase.opens if stage == Stage.BEFORE else phase.closes
    words = t(f"challenge.stage.{stage}", when=moment_words(t, when))
    hidden = t("challenge.hidden") if phase.hidden and stage != Stage.CLOSED else ""
    return f"{words} {hidden}".strip()


def log_words(t: Texts, line: LogLine) -> str:
    """A line of a submission's log: what the store and the worker note, or the sentence of an error."""
    data = {name: _known(t, name, value) for name, value in line.data.items()}
    if f"errors.{line.code}" in t:
        return t(f"errors.{line.code}", **data)
    return t(f"challenge.log.{line.code}", **data) if f"challenge.log.{line.code}" in t else line.code


def _known(t: Texts, name: str, value: object) -> object:
    """A value in words where it is a key of the locales."""
    words = {"set": "charts", "expected": "charts", "reason": "preparation_reasons"}
    key = f"{words.get(name, '')}.{value}"
    return t(key) if key in t else value


def rule_words(t: Texts, definition: Definition) -> str:
    """The rule of the ranking and of the final ranking, and the limits of a team."""
    shares = ", ".join(
        t("challenge.share", set=t(f"charts.{day}"), share=t.percent(share))
        for day, share in zip(("day1", "day2"), definition.rule.shares, strict=True)
    )
    limits = definition.limits
    return " ".join(
        (
            t("challenge.rule", metric=t(f"metrics.{definition.metric}"), shares=shares),
            t("challenge.jury_share", share=t.percent(definition.jury_weight)),
            t("challenge.limits", per_day=limits.per_day, total=limits.total, megabytes=limits.megabytes),
        )
    )
