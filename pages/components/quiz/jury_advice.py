"""What the jury says of a sample or of a presenter's case: computed in the line, ahead where possible, shared by all.

Cases are files of this computer and nobody's upload, so what is said of one is kept for everybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import cast

from PIL import Image

from model.algorithms.contract import Explanation
from model.algorithms.drawing.overlay import strength
from model.algorithms.jury import Opinion
from model.lesion.diagnosis import DIAGNOSES
from model.lesion.gallery import Case
from model.lesion.image import LesionImage
from model.lesion.practice import default_practice
from model.stage.advice import Advice, advise
from model.stage.opening import COMBINES
from model.text import Texts
from model.work_queue import Job, Report
from pages.components.cache import loaded_algorithms, shared_state
from pages.components.examine.explanation_view import alternative
from pages.components.jury.cards import with_heat
from pages.components.session.ahead import Piece, done_ahead
from pages.components.session.work import Watch, done_in_turn, unwatched, waiting_html

Wanted = tuple[Case, bool]
"""A case, and whether the algorithm that is made to be wrong speaks of it."""


def known_advice(wanted: Wanted) -> Advice | None:
    """What was said of a case, by the weights that are loaded; None where it was not asked about yet."""
    return shared_state.advice().recall(_key(wanted))


def advice_on(wanted: Wanted, standing: Watch = unwatched) -> Advice:
    """What the jury says, computed when it is this visitor's turn.

    Raises:
        NoLesionSeen: the gate does not take the photo for one of a lesion, so nothing is said of it.
        AlgorithmError: the committee or the gate cannot be loaded.
        LesionImageError: the file cannot be read as a photo any more.
    """
    found: Advice | None = known_advice(wanted)
    if found is None:
        piece = _piece(wanted)
        found = cast(Advice, done_in_turn(piece.what, piece.work, standing))
    return found


def think_ahead(wanted: Sequence[Wanted]) -> None:
    """Ask about these cases one after the other, while the visitor thinks; without any, load who will be asked."""
    ready = Piece(("the jury is ready",), lambda _: loaded_algorithms.algorithm(COMBINES), lambda: False)
    done_ahead([_piece(one) for one in wanted] or [ready])


def jury_thinks(t: Texts, job: Job) -> str:
    """While the jury is waited for: who is before, or how much is done."""
    return waiting_html(t, job, t("quiz.jury_thinks", share=t.percent(job.share or 0.0)))


def _key(wanted: Wanted) -> tuple[object, ...]:
    case, misled = wanted
    return (case.path, case.path.stat().st_mtime_ns if case.path.exists() else 0, case.diagnosis if misled else None)


def _piece(wanted: Wanted) -> Piece:
    case, misled = wanted
    kept, key = shared_state.advice(), _key(wanted)

    def work(report: Report) -> Advice:
        truth = case.diagnosis if misled else None
        advice = advise(loaded_algorithms.algorithm, case.image(), default_practice(), truth, report)
        kept.keep(key, advice)
        return advice

    return Piece(("advice", *key), work, lambda: kept.recall(key) is not None)


def bars_html(t: Texts, opinion: Opinion) -> str:
    """The seven probabilities as bars with their figures, the most probable first."""
    stated = opinion.stated
    rows = "".join(
        f"<li><span>{escape(t(f'diagnoses.{one}.name'))}</span>"
        f'<i style="--share:{stated.of(one):.2%}" aria-hidden="true"></i>'
        f"<strong>{escape(t.percent(stated.of(one)))}</strong></li>"
        for one in sorted(DIAGNOSES, key=lambda one: -stated.of(one))
    )
    return f'<ol class="advice-bars">{rows}</ol>'


def map_html(t: Texts, image: LesionImage, explanation: Explanation, side: int) -> str:
    """The photo with the heat over it, whose diagnosis it is, and how strong it is."""
    pixels = min(side, len(image.photo))
    small = Image.fromarray(image.photo).resize((pixels, pixels), Image.Resampling.LANCZOS)
    caption = t("view.heat_caption", diagnosis=t(f"diagnoses.{explanation.target}.name"))
    return (
        f'<figure class="jury-picture"><img src="{with_heat(small, explanation)}" '
        f'alt="{escape(alternative(t, explanation))}">'
        f"<figcaption>{escape(caption)}. {escape(strength(t, explanation))}</figcaption></figure>"
    )
