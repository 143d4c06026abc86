"""Read one photo in the order in which a page fills, and yield a snapshot of the findings after each step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from model.algorithms.contract import Algorithm
from model.algorithms.jury import Juror
from model.errors import AlgorithmError
from model.lesion.diagnosis import Diagnosis
from model.lesion.image import LesionImage
from model.lesion.practice import Practice, default_practice
from model.reading.admission import admitted, known_admission
from model.reading.ask import answered, isolated, seated
from model.reading.checks import criteria_on, looks_of, map_checked, outline_on, remarks_on
from model.reading.findings import Findings
from model.reading.maps import examined, explained
from model.reading.runner import Runner, Watch, unwatched
from model.settings import settings
from model.trust.focus import DRAWN_BY


@dataclass(frozen=True)
class Request:
    """Request about one photo.

    Attributes:
        members: the submissions, as the catalogue lists them.
        practice: the frequencies that probabilities are stated for.
        anyway: the user insists on an answer although the gate refuses the photo.
        chosen: slug of the algorithm in detail; empty to ask all alike.
        target: the diagnosis whose heat map is wanted; None for the most probable one in the practice.
        looks: answers to altered copies are wanted, after everything else.
        check: the diagnosis whose heat map is to be checked; None for no check.
        jury: the answers of all algorithms are wanted, beside the one in detail.
        maps: slugs whose heat maps are wanted where all are asked; None for all voters.
        source: where the photo came from, in words; passed on to the findings.
        seconds: measured seconds a photo, by slug, so that the quick algorithms are asked first.
    """

    members: Sequence[Juror]
    practice: Practice = field(default_factory=default_practice)
    anyway: bool = False
    chosen: str = ""
    target: Diagnosis | None = Diagnosis.MEL
    looks: bool = False
    check: Diagnosis | None = None
    jury: bool = False
    maps: Sequence[str] | None = None
    source: str = ""
    seconds: Mapping[str, float] = field(default_factory=dict)

    @property
    def wanted(self) -> Diagnosis | Practice:
        """The diagnosis whose heat map is wanted, or the practice whose most probable diagnosis it is."""
        return self.target or self.practice


def prepare(runner: Runner) -> None:
    """Load what every photo needs besides its algorithm, so that the first answer is quick: gate, eye, outline."""
    with suppress(AlgorithmError):  # reported with the answer
        if settings().gate:
            runner.gate()
        runner.algorithm(DRAWN_BY)


def known(runner: Runner, image: LesionImage, request: Request) -> Findings:
    """Return what is kept of a photo already; nothing is computed."""
    findings = Findings(
        image,
        request.practice,
        known_admission(runner, image, anyway=request.anyway),
        tuple(seated(runner, image, member, request.wanted) for member in request.members),
        request.chosen,
        request.source,
        outline=runner.recall(("outline", image.sha256)),
        remarks=runner.recall(("remarks", image.sha256)),
        criteria=runner.recall(("criteria", image.sha256)),
    )
    if not request.chosen or findings.answer.sheet is None:
        return findings
    weights = findings.answer.sheet.sha256
    return replace(findings, stability=runner.recall(("looks", image.sha256, weights)))


def read(runner: Runner, image: LesionImage, request: Request, watch: Watch = unwatched) -> Iterator[Findings]:
    """Read a photo with one algorithm in detail: gate, answer and heat map, outline, remarks, then what was asked for.

    Yields:
        What is kept already; the decision of the gate, the last snapshot where it refuses; the answer with its heat
        map, the last where it fails; then a snapshot after each further part.
    """
    findings = known(runner, image, request)
    yield findings
    findings = _admitted(runner, findings, request, request.target or Diagnosis.MEL, watch)
    if findings.admission.refused:
        yield findings
        return
    findings = findings.with_answer(examined(runner, image, findings.answer, request.wanted, watch))
    findings = _with_kept_answers(runner, findings)
    yield findings
    if findings.answer.failure is None:
        yield from _further(runner.behind(), findings, request, watch)


def _admitted(runner: Runner, findings: Findings, request: Request, target: Diagnosis, watch: Watch) -> Findings:
    """Add the decision of the gate, and the criteria that come with the same pass."""
    admission = admitted(runner, findings.image, anyway=request.anyway, target=target, watch=watch)
    criteria = criteria_on(runner, findings.image, admission, target, watch)
    return replace(findings, admission=admission, criteria=criteria)


def _with_kept_answers(runner: Runner, findings: Findings) -> Findings:
    """Add the answers that are kept: a combined answer brings those of its members."""
    image = findings.image.sha256
    for answer in findings.answers:
        kept = runner.recall(("prediction", image, answer.sheet.sha256)) if answer.sheet else None
        if answer.awaits_answer and kept is not None:
            findings = findings.with_answer(replace(answer, prediction=kept))
    return findings


def _further(runner: Runner, findings: Findings, request: Request, watch: Watch) -> Iterator[Findings]:
    """Add the parts that follow the answer: outline and remarks, map check, the jury's answers, altered looks."""
    outline = outline_on(runner, findings.image, watch)
    remarks = remarks_on(runner, findings.image, outline)
    findings = replace(findings, outline=outline, outlined=True, remarks=remarks)
    yield findings
    algorithm, explanation = runner.algorithm(request.chosen), findings.answer.explanation
    if explanation is not None and explanation.target is request.check:
        checked = map_checked(runner, algorithm, findings.image, explanation, watch)
        findings = replace(findings, check=checked)
        yield findings
    if request.jury:
        for snapshot in answered(runner, findings, request.seconds, watch):
            findings = snapshot
            yield findings
    if request.looks:
        yield from _looked_again(runner, findings, algorithm, watch)


def _looked_again(runner: Runner, findings: Findings, algorithm: Algorithm, watch: Watch) -> Iterator[Findings]:
    """Add the answers to altered copies one after the other; an algorithm that fails on one has no stability."""
    looks = looks_of(runner, algorithm, findings.image, watch)
    while (stability := isolated(findings.chosen, lambda: next(looks, None))[0]) is not None:
        yield replace(findings, stability=stability)


def heard(runner: Runner, image: LesionImage, request: Request, watch: Watch = unwatched) -> Iterator[Findings]:
    """Ask all algorithms about a photo: gate, every answer, outline, every heat map.

    Yields:
        What is kept already; the decision of the gate, the last snapshot where it refuses; then a snapshot after each
        answer, after the outline and after each heat map.
    """
    findings = known(runner, image, request)
    yield findings
    findings = _admitted(runner, findings, request, Diagnosis.MEL, watch)
    yield findings
    if findings.admission.refused:
        return
    for snapshot in answered(runner, findings, request.seconds, watch):
        findings = snapshot
        yield findings
    findings = replace(findings, outline=outline_on(runner, image, watch), outlined=True)
    yield findings
    yield from explained(runner, findings, request.maps, request.wanted, watch)
