"""Shows on Examine how the part that is computed now stands: the place in the queue, or how much is done."""

from __future__ import annotations

from typing import Literal

from streamlit.delta_generator import DeltaGenerator

from model.reading.findings import Findings
from model.reading.one_photo import Request
from model.reading.runner import Standing
from model.text import Texts
from pages.components.session.work import waiting_html

Part = Literal["answer", "check"]


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
        """See `model.reading.runner.Watch`."""
        t, part = self._t, self._part()
        if part is None or part not in self.slots:
            return
        if part == "answer" and standing.share is not None:
            self.slots[part].progress(min(1.0, standing.share), text=t("examine.occlusion"))
        else:
            self.slots[part].html(waiting_html(t, standing, self._words(part, standing)))

    def _part(self) -> Part | None:
        """Return the part that is waited for; what runs in the background is drawn without a word."""
        findings = self.findings
        if findings is None:
            return "answer"
        explanation = findings.answer.explanation
        is_wanted = explanation is not None and explanation.target is self.request.check
        return "check" if is_wanted and findings.outlined and findings.check is None else None

    def _words(self, part: Part, standing: Standing) -> str:
        """Return the words for running work."""
        if part == "check":
            return self._t("check.underway", share=self._t.percent(standing.share or 0.0))
        return self._t("examine.underway")
