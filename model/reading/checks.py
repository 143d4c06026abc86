"""What else is read from a photo, each once: criteria, outline, remarks, altered looks, map check, stress curve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from model.algorithms.contract import Algorithm, Explanation, Prediction
from model.errors import AlgorithmError
from model.lesion.diagnosis import Diagnosis
from model.lesion.image import LesionImage
from model.lesion.practice import Threshold
from model.reading.admission import Admission
from model.reading.examinations import examination_of, validated
from model.reading.runner import Runner, Watch, unwatched
from model.trust.criteria import CriterionFinding, probes_of
from model.trust.faithfulness import MapCheck, check_map
from model.trust.focus import DRAWN_BY, LesionDrawer, LesionOutline, outline_of
from model.trust.gate import EYE
from model.trust.remarks import Remark, remarks
from model.trust.stability import LOOKS, Stability, looked_again
from model.trust.stress import StressCurve, curve


def criteria_on(
    runner: Runner, image: LesionImage, admission: Admission, target: Diagnosis, watch: Watch = unwatched
) -> tuple[CriterionFinding, ...] | None:
    """Return the criteria from the pass in which the gate has seen the photo, with its map for `target`.

    None where the gate was not asked, or where the probes belong to other weights; empty where it holds the photo back.
    """
    if admission.state in ("refused", "insisted"):
        return ()
    known: tuple[CriterionFinding, ...] | None = runner.recall(("criteria", image.sha256))
    if known is not None or admission.distance is None:
        return known
    try:
        eye = runner.algorithm(EYE)
        seen = examination_of(runner, eye, image, target, watch).value
        if seen.features is None or seen.impression is None:
            return None
        found = probes_of(eye.sheet.sha256).read(seen.features, seen.impression)
    except AlgorithmError:
        return None
    runner.keep(("criteria", image.sha256), found)
    return found


def outline_on(runner: Runner, image: LesionImage, watch: Watch = unwatched) -> LesionOutline | None:
    """Return the outline of the lesion; None where the network that draws it cannot be loaded."""
    known: LesionOutline | None = runner.recall(("outline", image.sha256))
    if known is not None:
        return known
    try:
        drawer = cast(LesionDrawer, runner.algorithm(DRAWN_BY))
    except AlgorithmError:
        return None
    return runner.run(("outline", image.sha256), lambda _: outline_of(drawer, image), "outline", watch)


def remarks_on(runner: Runner, image: LesionImage, outline: LesionOutline | None) -> tuple[Remark, ...]:
    """Return the remarks that need the outline; none where there is no outline."""
    if outline is None:
        return ()
    return runner.run(("remarks", image.sha256), lambda _: remarks(image, outline))


def looks_of(runner: Runner, algorithm: Algorithm, image: LesionImage, watch: Watch = unwatched) -> Iterator[Stability]:
    """Yield an algorithm's answers to turned, mirrored and relit copies of the photo, more each time.

    A combining algorithm answers copy by copy, so that no other visitor waits long behind one piece of work.

    Raises:
        ValueError: one of the answers is not seven probabilities.
    """
    pieces = [(name,) for name in LOOKS] if algorithm.card.combines else [tuple(LOOKS)]
    looks: dict[str, Prediction] = {}
    for names in pieces:
        looks |= _looks(runner, algorithm, image, names, watch).looks
        yield Stability(dict(looks))
    runner.keep(("looks", image.sha256, algorithm.sheet.sha256), Stability(looks))


def _looks(runner: Runner, algorithm: Algorithm, image: LesionImage, names: Sequence[str], watch: Watch) -> Stability:
    def work(_: object) -> Stability:
        stability = looked_again(algorithm, image, names)
        for prediction in stability.looks.values():
            validated(prediction.probabilities[None])
        return stability

    return runner.run(("look", image.sha256, algorithm.sheet.sha256, names), work, algorithm.card.slug, watch)


def map_checked(
    runner: Runner, algorithm: Algorithm, image: LesionImage, explanation: Explanation, watch: Watch = unwatched
) -> MapCheck:
    """Return the check of a heat map: blurred areas, and the map of an unlearned copy."""
    key = ("check", image.sha256, algorithm.sheet.sha256, explanation.target)
    return runner.run(
        key, lambda progress: check_map(algorithm, image, explanation, progress), algorithm.card.slug, watch
    )


def stress_curve(
    runner: Runner,
    algorithm: Algorithm,
    image: LesionImage,
    strengths: Mapping[str, float],
    shown: str,
    threshold: Threshold,
    watch: Watch = unwatched,
) -> StressCurve:
    """Return the melanoma probability over the range of one disturbance, the others held; see `trust.stress.curve`."""
    key = ("stress", image.sha256, algorithm.sheet.sha256, tuple(sorted(strengths.items())), shown, threshold)
    return runner.run(key, lambda _: curve(algorithm, image, strengths, shown, threshold), algorithm.card.slug, watch)
