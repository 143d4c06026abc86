"""`python -m model explain IMAGE --algorithm SLUG --target MEL [--practice P] [--anyway] --out heat.png`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from model.algorithms.contract import Examination
from model.algorithms.drawing.overlay import locate, overlaid
from model.algorithms.jury import opinion_of
from model.algorithms.weights import WeightsSheet
from model.algorithms.words import sentence
from model.commands.options import add_anyway, add_practice
from model.errors import AlgorithmFailed
from model.lesion.decode import read_lesion_image
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.image import LesionImage
from model.lesion.practice import Practice, practice_named
from model.lesion.practice_words import stated
from model.reading.admission import Admission, admitted
from model.reading.findings import Answer
from model.reading.maps import examined
from model.reading.runner import DirectRunner
from model.reading.words import caution
from model.result_picture import marked, result_picture
from model.text import LANGUAGES, texts
from model.trust.words import considered


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("image", type=Path, help="a lesion photo")
    parser.add_argument("--algorithm", default="resnet18", metavar="SLUG", help="which algorithm (default: resnet18)")
    parser.add_argument(
        "--target",
        choices=[str(d) for d in DIAGNOSES],
        default=str(Diagnosis.MEL),
        help="diagnosis whose evidence is shown (default: MEL)",
    )
    parser.add_argument("--out", type=Path, required=True, help="picture to write, .png or .jpg")
    parser.add_argument("--opacity", type=float, default=0.6, help="of the hottest place, 0 to 1 (default: 0.6)")
    add_practice(parser, "whose frequencies the probability speaks of, where the operating point does", or_equal=False)
    add_anyway(parser)
    parser.add_argument("--sheet", choices=LANGUAGES, help="the whole result sheet in this language, not the map alone")


def run(options: argparse.Namespace) -> int:
    """Write the photo with its heat map, or the result sheet; return 1 for an unusable file, 2 for wrong options."""
    if not 0 <= options.opacity <= 1:
        print(f"expected an opacity from 0 to 1, got {options.opacity}", file=sys.stderr)
        return 2
    try:
        data = options.image.read_bytes()
    except OSError as error:
        print(f"{options.image}: {error.strerror}", file=sys.stderr)
        return 1
    image, t, practice = read_lesion_image(data), texts(options.sheet or "en"), practice_named(options.practice)
    admission, sheet, examination = _read(options, image)
    warning = caution(t, admission)
    if options.sheet:
        source, opacity = t("source.upload"), options.opacity
        picture = result_picture(image, examination, sheet, t, source, opacity, practice, warning)
    else:
        picture = marked(overlaid(image.photo, examination.explanation, options.opacity), warning)
    try:
        picture.save(options.out)
    except (OSError, ValueError) as error:  # no such folder; no such format
        print(f"{options.out}: {getattr(error, 'strerror', None) or error}", file=sys.stderr)
        return 1
    if warning:
        print(caution(texts("en"), admission), file=sys.stderr)
    _print(options.out, examination, sheet, practice)
    return 0


def _read(options: argparse.Namespace, image: LesionImage) -> tuple[Admission, WeightsSheet, Examination]:
    runner = DirectRunner()
    algorithm = runner.algorithm(options.algorithm)
    target = Diagnosis(options.target)
    admission = admitted(runner, image, anyway=options.anyway, target=target)
    if admission.refused:
        raise admission.error
    answer = examined(runner, image, Answer(algorithm.card.slug, algorithm.card, algorithm.sheet), target)
    if answer.examination is None:
        raise answer.failure or AlgorithmFailed(slug=answer.slug, reason="")
    return admission, algorithm.sheet, answer.examination.value


def _print(out: Path, examination: Examination, sheet: WeightsSheet, practice: Practice) -> None:
    explanation, heat = examination.explanation, locate(examination.explanation)
    where = f"{heat.place}, {heat.share:.0%} of the photo"
    print(f"{out}: {explanation.target}, peak {explanation.peak:.4g}, {where}")
    t, opinion = texts("en"), opinion_of(sheet, examination.prediction, practice)
    print(f"{sentence(t, opinion, considered(opinion, sheet))} {stated(t, opinion.threshold.practice)}")
