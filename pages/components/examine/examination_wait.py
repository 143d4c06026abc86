"""Shows on Examine how the part that is computed now stands: the place in the queue, or how much is done."""

from __future__ import annotations

from typing import Literal

from streamlit.delta_generator import DeltaGenerator

from model.reading.findings import Findings
from model.reading.one_photo import Request
from model.reading.runner import Standing
from model.text import Texts
from pages.components.session.work import waiting_html

Part = Literal["answer", "looks", "check", "report"]


class ExaminationWait:
    """Draws how work stands in the slot of the part that is computed.

    Attributes:
        request: what is asked about the photo.
        findings: the last snapshot; None before the answer.
        slots: where each part is drawn.
    """

    def __init__(self, t: Texts, request: Request) -> None:
        self._t, self.request = t, request
        self.findings: Findings | None = None
        self.slots: dict[Part, DeltaGenerator] = {}

    def __call__(self, name: str, standing: Standing) -> None:
        """See `model.reading.runner.Watch`; the outline is drawn without a word."""
        t, part = self._t, self._part()
        if name == "outline" or part not in self.slots:
            return
        if part == "answer" and standing.share is not None:
            self.slots[part].progress(min(1.0, standing.share), text=t("examine.occlusion"))
        else:
            self.slots[part].html(waiting_html(t, standing, self._words(part, standing)))

    def _part(self) -> Part:
        findings = self.findings
        if findings is None:
            return "answer"
        if self.request.looks and findings.stability is None:
            return "looks"
        return "check" if self.request.check and findings.check is None else "report"

    def _words(self, part: Part, standing: Standing) -> str:
        """Return the words for running work."""
        t, answers = self._t, self.findings.answers if self.findings else ()
        if part == "check":
            return t("check.underway", share=t.percent(standing.share or 0.0))
        if part == "report":
            done = sum(not answer.awaits_answer for answer in answers)
            return t("case_report.underway", done=done, all=len(answers))
        return t("sureness.looking" if part == "looks" else "examine.underway")
