"""How sure is this answer? One sentence with its set, its stability and the jury; the figures are a click away."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from model.algorithms.contract import Algorithm, Prediction, Progress
from model.algorithms.jury import Agreement, Memory, Opinion, agreement
from model.evaluation.intervals import Score
from model.evaluation.sets import ELSEWHERE, HOME
from model.lesion.image import LesionImage
from model.text import Texts
from model.trust.coverage import Coverage, is_near
from model.trust.sets import COVERAGES, prediction_set
from model.trust.stability import LOOKS, Stability, looked_again
from model.trust.words import set_words, sureness_sentence
from model.work_queue import Job
from pages.components.cache import algorithm_scores, loaded_algorithms
from pages.components.session.examinations import checked, known_prediction
from pages.components.session.work import Watch, done_in_turn, unwatched, waiting_html
from pages.components.shell.facts_table import facts_table
from pages.components.shell.failures import guarded_callback
from pages.components.shell.practice_choice import chosen_practice

MOST = 24
"""So many photos and algorithms are kept; each is nine rows of seven numbers."""
WANTED = "wanted-looks"
"""The photo and the weights that a visitor asked to be looked at again."""
SCORED = (HOME, ELSEWHERE)


@dataclass
class Sureness:
    """The sentence and its details where they are drawn; `finish` looks again where that was asked for."""

    t: Texts
    image: LesionImage
    algorithm: Algorithm
    opinion: Opinion
    slots: list[DeltaGenerator] = field(default_factory=list)

    def draw(self) -> None:
        """The sentence, and under it the details, closed."""
        sentence = st.empty()
        with st.expander(self.t("sureness.details"), key="sureness"):
            if self.algorithm.sheet.sets:
                show_sets(self.t, self.algorithm, self.opinion.prediction)
            looks = st.empty()
            st.button(
                self.t("sureness.look_again", looks=len(LOOKS)),
                key="look-again",
                on_click=guarded_callback(self._want),
                disabled=self._is_wanted or self._known is not None,
            )
            st.html(f'<p class="small">{escape(self.t("sureness.limits"))}</p>')
        self.slots = [sentence, looks]
        self._fill()

    def finish(self) -> None:
        """Look again where it was asked for, and say what came of it."""
        if self._is_wanted and self._known is None:
            stability_of(self.algorithm, self.image, self._stand)
            self._fill()

    def _want(self) -> None:
        st.session_state[WANTED] = self._key

    @property
    def _is_wanted(self) -> bool:
        return bool(st.session_state.get(WANTED) == self._key)

    @property
    def _key(self) -> tuple[str, str]:
        return self.image.sha256, self.algorithm.sheet.sha256

    @property
    def _known(self) -> Stability | None:
        return known_stability(*self._key)

    def _fill(self) -> None:
        t, known = self.t, self._known
        sentence, looks = self.slots
        away = surest_elsewhere(self.algorithm.card.slug)
        words = sureness_sentence(t, self.algorithm.sheet, self.opinion, away, known, heard(self.image))
        sentence.html(f'<p class="sureness" role="status">{escape(words)}</p>')
        if known is None:
            looks.html(f'<p class="small">{escape(t("sureness.looks_how", looks=len(LOOKS)))}</p>')
        else:
            with looks.container():
                show_looks(t, self.opinion, known)

    def _stand(self, job: Job) -> None:
        self.slots[1].html(waiting_html(self.t, job, self.t("sureness.looking")))


def stability_of(algorithm: Algorithm, image: LesionImage, standing: Watch = unwatched) -> Stability:
    """What it says when it looks again, computed once in a session."""
    kept, key = _memory(), (image.sha256, algorithm.sheet.sha256)

    def work(_: Progress) -> Stability:
        found = looked_again(algorithm, image)
        for prediction in found.looks.values():
            checked(prediction)
        kept.keep(key, found)
        return found

    known: Stability = kept.recall(key) or done_in_turn(("looks", *key), work, standing)
    return known


def _memory() -> Memory[Stability]:
    if "stability" not in st.session_state:
        st.session_state["stability"] = Memory(MOST)
    found: Memory[Stability] = st.session_state["stability"]
    return found


def surest_elsewhere(slug: str) -> Coverage | None:
    """What the largest promise of an algorithm came to in other clinics; None where that is not known."""
    return algorithm_scores.coverage_at(slug, ELSEWHERE, COVERAGES[-1])


def known_stability(image: str, weights: str) -> Stability | None:
    """What these weights said when they looked again at this photo, both named by their SHA-256; None without."""
    return _memory().recall((image, weights))


def heard(image: LesionImage) -> Agreement | None:
    """What the jury says, as far as it has been asked about this photo in this session; None under two voices."""
    opinions = []
    for slug in loaded_algorithms.usable_slugs():
        card, sheet = loaded_algorithms.card(slug)
        known = known_prediction(image, sheet.sha256)
        if known is not None and card.family != "committee":
            threshold = sheet.operating_point.shown_in(chosen_practice())
            opinions.append(Opinion(slug, known.answer, threshold))
    return agreement(opinions) if len(opinions) > 1 else None


def show_sets(t: Texts, algorithm: Algorithm, prediction: Prediction) -> None:
    """The set of this photo at each coverage, what it is, and what the promise came to on photos never seen."""
    levels = algorithm.sheet.sets
    sets = {promise: set_words(t, prediction_set(prediction, levels, promise)) for promise in COVERAGES}
    lines = [t("sureness.this_photo", promise=t.percent(promise), set=words) for promise, words in sets.items()]
    st.html("".join(f"<p>{escape(words)}</p>" for words in lines))
    rows, missed = [], []
    for name in SCORED:
        for promise in COVERAGES:
            came = algorithm_scores.coverage_at(algorithm.card.slug, name, promise)
            if came is not None:
                of = t("sureness.promise_on", promise=t.percent(promise), set=t(f"charts.{name}"))
                rows.append((of, _share(t, came.of_all), _share(t, came.of_melanomas), t.number(came.size.value, 1)))
                missed += misses(t, came) if name == HOME else []
    facts_table(t("sureness.came"), [t(f"sureness.{head}") for head in ("came", "all", "melanomas", "size")], rows)
    notes = [t("sureness.sets_how"), *missed]
    st.html("".join(f'<p class="small">{escape(words)}</p>' for words in notes))


def _share(t: Texts, score: Score) -> str:
    return f"{t.percent(score.value, 1)} ({t.interval(score.low, score.high, 1)})"


def misses(t: Texts, came: Coverage) -> list[str]:
    """In words, where day 2 was more than two points from the promise."""
    figures = (("missed_all", came.of_all), ("missed_melanomas", came.of_melanomas))
    return [
        t(f"sureness.{key}", value=t.percent(score.value, 1), promise=t.percent(came.promise))
        for key, score in figures
        if not is_near(score.value, came.promise)
    ]


def show_looks(t: Texts, opinion: Opinion, stable: Stability) -> None:
    """What it says of each altered photo."""
    rows = []
    for name, prediction in stable.looks.items():
        again = Opinion(opinion.slug, prediction, opinion.threshold)
        figure = t.percent_beside(again.melanoma, again.threshold.value)
        verdict = t("jury.suspicious" if again.suspicious else "jury.calm")
        rows.append((t(f"sureness.looks.{name}"), figure, verdict))
    header = [t("sureness.look"), t("result.figure_label"), t("sureness.verdict")]
    facts_table(t("sureness.look"), header, rows)
