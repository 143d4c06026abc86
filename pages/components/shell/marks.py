"""The marks of a jury: a triangle for each that calls the photo suspicious, a circle for each that does not."""

from __future__ import annotations

from html import escape

from model.reading.findings import Findings
from model.text import Texts

KINDS = ("suspicious", "calm", "pending", "failed")


def marks_html(t: Texts, findings: Findings) -> str:
    """Return one mark for each voter: first the suspicious ones, then the others, those to come, those that failed."""
    agreement = findings.agreement
    suspicious, calm = (len(agreement.suspicious), len(agreement.calm)) if agreement else (0, 0)
    waiting = sum(answer.awaits_answer for answer in findings.voters)
    failed = sum(answer.failure is not None for answer in findings.voters)
    counts = zip(KINDS, (suspicious, calm, waiting, failed), strict=True)
    marks = "".join(f'<span class="{kind}"><span class="shape"></span></span>' * count for kind, count in counts)
    alt = t("jury.meter_alt", suspicious=suspicious, calm=calm, others=waiting + failed)
    return f'<div class="meter" role="img" aria-label="{escape(alt)}">{marks}</div>'
