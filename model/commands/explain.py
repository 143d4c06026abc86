"""`python -m model explain IMAGE --algorithm SLUG --target MEL [--practice P] [--anyway] --out heat.png`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from model.commands.options import add_anyway, add_practice
from model.errors import AlgorithmFailed
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.text import LANGUAGES, texts


def describe(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("image", type=Path, help="a lesion photo")
    parser.add_argument("--algorithm", default="resnet18", metavar="SLUG", help="which algorithm (default: resnet18)")
    parser.add_argument("--target", choices=[str(d) for d in DIAGNOSES], help="diagnosis (default: the first)")
    parser.add_argument("--out", type=Path, required=True, help="picture to write, .png or .jpg")
    parser.add_argument("--opacity", type=float, default=0.6, help="of the hottest place, 0 to 1 (default: 0.6)")
    add_practice(parser, "whose frequencies the probability speaks of, where the operating point does", or_equal=False)
    add_anyway(parser)
    parser.add_argument("--sheet", choices=LANGUAGES, help="the whole result sheet in this language, not the map alone")


def run(options: argparse.Namespace) -> int:
    """Write the photo with its heat map, or the result sheet."""
    from model.algorithms.drawing.overlay import locate, overlaid
    from model.algorithms.jury import Opinion
    from model.lesion.decode import read_lesion_image
    from model.lesion.practice import practice_named
    from model.lesion.practice_words import stated
    from model.reading.admission import admitted
    from model.reading.findings import Answer
    from model.reading.maps import examined
    from model.reading.runner import DirectRunner
    from model.reading.words import caution
    from model.result_picture import marked, result_picture

    if not 0 <= options.opacity <= 1:
        print(f"expected an opacity from 0 to 1, got {options.opacity}", file=sys.stderr)
        return 2
    try:
        data = options.image.read_bytes()
    except OSError as error:
        print(f"{options.image}: {error.strerror}", file=sys.stderr)
        return 1
    image = read_lesion_image(data)
    runner = DirectRunner()
    algorithm = runner.algorithm(options.algorithm)
    target = Diagnosis(options.target) if options.target else None
    admission = admitted(runner, image, anyway=options.anyway, target=target)
    if admission.refused:
        raise admission.error
    answer = examined(runner, image, Answer(algorithm.card.slug, algorithm.card, algorithm.sheet), target)
    if answer.examination is None:
        raise answer.failure or AlgorithmFailed(slug=answer.slug, reason="")
    examination = answer.examination.value
    words = texts(options.sheet or "en")
    warning = caution(words, admission)
    explanation, practice, t = examination.explanation, practice_named(options.practice), texts("en")
    opinion = Opinion(algorithm.card.slug, examination.prediction, algorithm.sheet.operating_point.shown_in(practice))
    if options.sheet:
        source = words("source.upload")
        picture = result_picture(image, examination, algorithm.sheet, words, source, options.opacity, practice, warning)
    else:
        picture = marked(overlaid(image.photo, explanation, options.opacity), warning)
    try:
        picture.save(options.out)
    except (OSError, ValueError) as error:  # no such folder; no such format
        print(f"{options.out}: {getattr(error, 'strerror', None) or error}", file=sys.stderr)
        return 1
    if warning:
        print(caution(t, admission), file=sys.stderr)
    place = locate(explanation)
    where = f"{place.place}, {place.share:.0%} of the photo"
    print(f"{options.out}: {explanation.target}, peak {explanation.peak:.4g}, {where}")
    melanoma, threshold = opinion.melanoma, opinion.threshold
    print(f"melanoma {melanoma:.4f}, operating point {threshold.value:.4f}. {stated(t, threshold.practice)}")
    return 0
