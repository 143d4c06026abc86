"""The only place that caches: what all sessions may share, and nothing that a person uploaded."""

from __future__ import annotations

import base64
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import streamlit as st
from PIL import Image

from model.algorithms.contract import Algorithm, AlgorithmCard
from model.algorithms.jury import Memory
from model.algorithms.weights import WeightsSheet, read_sheet
from model.errors import AlgorithmError, LesionImageError
from model.evaluation import runs
from model.evaluation.operating_point import BENCHMARK
from model.evaluation.sets import ELSEWHERE, HOME
from model.lesion.archive import ImageArchives, image_archives
from model.lesion.gallery import Case, read_gallery, samples, thumbnail_of
from model.lesion.image import INPUT_SIDE, LesionImage
from model.lesion.practice import Threshold, practice_named
from model.settings import settings
from model.stage import figures
from model.stage.advice import Advice
from model.stage.figures import Figures
from model.stage.following import Stages
from model.stage.own_steps import read_own_steps
from model.stage.quiz import Game
from model.stage.rooms import Rooms
from model.stage.shelf import Shelf
from model.stage.story import Own
from model.trust.characteristic import FOLDER as TRUST
from model.trust.gate import EYE, Gate
from pages.components.pictures import jpeg_address

if TYPE_CHECKING:
    from model.cards.card import Card
    from model.charts.chart import Chart
    from model.charts.chart_data import ChartData
    from model.evaluation.operating_point import AtThePoint
    from model.evaluation.set_scores import SetScores
    from model.evaluation.track_record import TrackRecord
    from model.evaluation.transfer import Fall
    from model.leaderboard import Leaderboard
    from model.trust.coverage import Coverage


@st.cache_resource(show_spinner=False)
def algorithm(slug: str) -> Algorithm:
    """A loaded algorithm, shared by all sessions; a failed load is not kept, so a repaired file works at once.

    Raises:
        AlgorithmError: it cannot be loaded.
    """
    from model.algorithms import catalogue  # imports torch: only once someone needs a prediction

    loaded = catalogue.load(slug, settings().weights)
    grey = Image.new("RGB", (INPUT_SIDE, INPUT_SIDE))
    photo = LesionImage.from_rgb(grey, "PNG")
    if loaded.card.explanation == "occlusion":  # its maps take seconds each time, not only at first
        loaded.predict_proba([photo])
    elif not hasattr(loaded, "combine"):  # a committee has nothing of its own to get ready
        loaded.examine(photo)  # the first pass is slow, let it not be a person's
    return loaded


@st.cache_resource(show_spinner=False)
def gate() -> Gate:
    """The gate that belongs to the weights of its eye; a failed load is not kept.

    Raises:
        AlgorithmError: its eye or its file cannot be loaded.
    """
    return Gate.load(algorithm(EYE).sheet.sha256)


GAMES, ADVICE = 500, 64
"""So many games are kept, a few kB each, and so many answers of the jury with their map, 0.2 MB each."""


@st.cache_resource(show_spinner=False)
def games() -> Shelf[Game]:
    """The games of all who play: they outlive a reload of the page, and hold answers but nothing of a person."""
    return Shelf(GAMES)


@st.cache_resource(show_spinner=False)
def rooms() -> Rooms:
    """All rooms of this server: they outlive a reload of either side."""
    return Rooms()


@st.cache_resource(show_spinner=False)
def advice() -> Memory[Advice]:
    """What the jury said of samples and of the presenter's cases; of nothing that a person uploaded."""
    return Memory(ADVICE)


@dataclass(frozen=True)
class Thumbnails:
    """The cases of a gallery that can be shown, each with its thumbnail as a data address; and those that cannot."""

    shown: tuple[tuple[Case, str], ...] = ()
    refused: tuple[str, ...] = ()


def sample_gallery() -> Thumbnails:
    """The samples that this project drew itself."""
    return _thumbnails(known_samples())


def case_gallery() -> Thumbnails:
    """The presenter's own cases, as the folder is now; empty where none is named.

    Raises:
        CaseFolderError: the folder or its table cannot be read.
    """
    folder = settings().cases
    return _thumbnails(read_gallery(folder, "cases.csv")) if folder else Thumbnails()


@st.cache_resource(show_spinner=False)
def known_samples() -> tuple[Case, ...]:
    """The samples that this project drew itself."""
    return samples()


def _thumbnails(cases: tuple[Case, ...]) -> Thumbnails:
    shown, refused = [], []
    for case in cases:
        try:
            state = case.path.stat()
            shown.append((case, _thumbnail(str(case.path), state.st_mtime_ns, state.st_size, case)))
        except (LesionImageError, OSError):
            refused.append(case.path.name)
    return Thumbnails(tuple(shown), tuple(refused))


@st.cache_data(show_spinner=False, max_entries=500)
def _thumbnail(path: str, modified: int, size: int, _case: Case) -> str:
    """Made once for each state of a file."""
    return data_address(_case.thumbnail())


def case_image(case: Case) -> LesionImage:
    """The photo of a sample or of a presenter's case, decoded once for each state of its file.

    Raises:
        LesionImageError: it cannot be read as a photo.
        OSError: it is not there any more.
    """
    state = case.path.stat()
    return _case_image(str(case.path), state.st_mtime_ns, state.st_size, case)


def case_picture(case: Case, side: int) -> str:
    """The photo of a case at most so wide, in a data address.

    Raises:
        LesionImageError: it cannot be read as a photo.
        OSError: it is not there any more.
    """
    state = case.path.stat()
    return _case_picture(str(case.path), state.st_mtime_ns, state.st_size, side, case)


@st.cache_data(show_spinner=False, max_entries=100)
def _case_picture(path: str, modified: int, size: int, side: int, _case: Case) -> str:
    photo = case_image(_case).photo
    width = min(side, len(photo))
    return jpeg_address(Image.fromarray(photo).resize((width, width), Image.Resampling.LANCZOS))


@st.cache_resource(show_spinner=False, max_entries=16)
def _case_image(path: str, modified: int, size: int, _case: Case) -> LesionImage:
    return _case.image()


def case_thumbnail(case: Case) -> str:
    """A case as a small picture in a data address.

    Raises:
        LesionImageError: it cannot be read as a photo.
        OSError: it is not there any more.
    """
    state = case.path.stat()
    return _thumbnail(str(case.path), state.st_mtime_ns, state.st_size, case)


def known_case_thumbnail(image_id: str) -> str | None:
    """A known case as a data address; None where its picture is not on this computer."""
    folder = settings().data
    try:
        return _known_case_thumbnail(str(folder), image_id) if folder else None
    except LookupError:
        return None


@st.cache_data(show_spinner=False, max_entries=500)
def _known_case_thumbnail(folder: str, image_id: str) -> str:
    image = _archives(folder).image(image_id)
    if image is None:
        raise LookupError(image_id)  # what is missing is not kept, so a folder that appears is found
    return data_address(thumbnail_of(image))


def _archives(folder: str) -> ImageArchives:
    try:
        modified = (Path(folder) / "manifest.csv").stat().st_mtime_ns
    except OSError:
        modified = 0
    return _read_archives(folder, modified)


@st.cache_resource(show_spinner=False, max_entries=2)
def _read_archives(folder: str, modified: int) -> ImageArchives:
    return image_archives(Path(folder))


def data_address(jpeg: bytes) -> str:
    """A JPEG as an address that holds it."""
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode("ascii")


def usable_slugs() -> list[str]:
    """Those algorithms that can be imported and have a sheet of their weights, in alphabetical order."""
    return [slug for slug in _slugs() if _is_usable(slug)]


def _slugs() -> list[str]:
    from model.algorithms import catalogue

    return catalogue.slugs()


def _is_usable(slug: str) -> bool:
    try:
        card(slug)
    except (AlgorithmError, AttributeError):  # it cannot be imported, has no card, or no sheet
        return False
    return True


def card(slug: str) -> tuple[AlgorithmCard, WeightsSheet]:
    """The card of an algorithm and the sheet of its weights.

    Raises:
        AlgorithmError: there is no such algorithm, or no sheet of its weights.
    """
    from model.algorithms import catalogue

    return catalogue.working(slug).card, read_sheet(settings().weights, slug)


@st.cache_data(show_spinner=False)
def benchmark_scores(slug: str) -> dict[str, SetScores]:
    """Scores of an algorithm on every set, computed from the committed tables.

    Raises:
        OSError: a table is not there.
        ValueError: a table is none.
    """
    from model.evaluation.set_scores import set_scores  # imports scikit-learn

    return set_scores(slug, read_sheet(settings().weights, slug).operating_point.in_its_practice)


@st.cache_data(show_spinner=False)
def unseen_at_the_point(slug: str, name: str = HOME) -> AtThePoint | None:
    """What the operating point did on the photos of a set; None where their tables cannot be read."""
    from model.evaluation.operating_point import at_the_point

    try:
        return at_the_point(name, slug, read_sheet(settings().weights, slug).operating_point.in_its_practice)
    except (OSError, ValueError):
        return None


@st.cache_data(show_spinner=False)
def _coverage_at(slug: str, name: str, modified: int, weights: str, promise: float) -> Coverage:
    from model.trust.coverage import coverage

    return coverage(name, slug, read_sheet(settings().weights, slug).sets, promise)


def coverage_at(slug: str, name: str, promise: float) -> Coverage | None:
    """What the prediction sets came to on a set, as tables and sheet are now; None where they cannot be read."""
    try:
        weights = read_sheet(settings().weights, slug).sha256
        return _coverage_at(slug, name, _modified(name, slug), weights, promise)
    except (AlgorithmError, OSError, ValueError, KeyError):
        return None


@st.cache_data(show_spinner=False, max_entries=2048)
def _counts_at(slug: str, name: str, modified: int, threshold: float, practice: str) -> AtThePoint:
    from model.evaluation.operating_point import at_the_point

    return at_the_point(name, slug, Threshold(threshold, practice_named(practice)))


def counts_at(slug: str, name: str, threshold: Threshold) -> AtThePoint | None:
    """What any threshold does on the photos of a set, as its table is now; None where the tables cannot be read."""
    try:
        return _counts_at(slug, name, _modified(name, slug), threshold.value, threshold.practice.slug)
    except (OSError, ValueError):
        return None


@st.cache_data(show_spinner=False)
def _fall(slug: str, modified: tuple[int, ...]) -> Fall:
    from model.evaluation.transfer import melanoma_fall  # imports scikit-learn

    return melanoma_fall(slug)


def fall(slug: str) -> Fall | None:
    """What an algorithm loses of its melanoma AUC elsewhere, as its tables are now; None where they cannot be read."""
    try:
        return _fall(slug, (_modified(HOME, slug), _modified(ELSEWHERE, slug)))
    except (OSError, ValueError):
        return None


@st.cache_data(show_spinner=False)
def _track_record(day: str, slug: str, modified: int) -> TrackRecord:
    from model.evaluation.track_record import track_record

    return track_record(day, slug)


def track_record(day: str, slug: str) -> TrackRecord | None:
    """The figures of one algorithm on one day, as its table is now; None where the tables cannot be read."""
    try:
        return _track_record(day, slug, _modified(day, slug))
    except (OSError, ValueError):
        return None


def _modified(day: str, slug: str) -> int:
    return (BENCHMARK / day / f"{slug}.csv").stat().st_mtime_ns


def run_of(day: str, slug: str) -> dict[str, Any]:
    """What is known of the run that wrote a prediction table; empty where nothing is."""
    return runs.read_run(BENCHMARK, day, slug)


def seconds_per_image(slugs: Iterable[str]) -> dict[str, float]:
    """How long each takes for a photo, as measured in its run over day 2; without those that had none."""
    known = {slug: runs.seconds_per_image(BENCHMARK, slug) for slug in slugs}
    return {slug: seconds for slug, seconds in known.items() if seconds is not None}


CHARTS = "model.charts.questions"


@st.cache_resource(show_spinner=False)
def get_charts_ready() -> None:
    """Import, beside the page and once, what the leaderboard is computed and drawn with; it takes a second."""
    Thread(target=import_module, args=(CHARTS,), name=CHARTS, daemon=True).start()


State = tuple[tuple[str, int, int], ...]
"""Path, time and size of every file that a leaderboard is made of: what is computed is kept until one changes."""


def leaderboard_state() -> State:
    """The tables and the sheets as they are now."""
    return _state_of(sorted([*BENCHMARK.glob("*/*.*"), *settings().weights.glob("*.json")]))


def _state_of(files: Iterable[Path]) -> State:
    states = [(str(file), file.stat()) for file in files]
    return tuple((name, state.st_mtime_ns, state.st_size) for name, state in states)


@st.cache_resource(show_spinner=False, max_entries=2)
def _leaderboard(state: State) -> Leaderboard:
    from model.leaderboard import read_leaderboard  # imports scikit-learn and plotly

    return read_leaderboard(BENCHMARK, settings().weights)


@st.cache_resource(show_spinner=False, max_entries=128)
def _material(state: State, metric: str, weight_day1: float, weight_day2: float, day: str) -> ChartData:
    from model.evaluation.qi import Rule

    return _leaderboard(state).chart_data(Rule(metric, weight_day1, weight_day2), day)


def leaderboard_material(metric: str, weight_day1: float, weight_day2: float, day: str) -> ChartData:
    """Everything that the charts of one rule and one set are drawn from, as the tables are now.

    Raises:
        TableError: the truth of a day cannot be read.
    """
    return _material(leaderboard_state(), metric, weight_day1, weight_day2, day)


@st.cache_resource(show_spinner=False, max_entries=256)
def _chart(
    state: State, rule: tuple[str, float, float, str], name: str, language: str, highlighted: str | None, theme: str
) -> Chart:
    from model.charts.chart import View
    from model.charts.identity import LIGHT, THEMES
    from model.charts.questions import CHARTS
    from model.text import texts

    view = View(texts(language), highlighted, THEMES.get(theme, LIGHT))
    return CHARTS[name](_material(state, *rule), view)


def leaderboard_chart(
    rule: tuple[str, float, float, str], name: str, language: str, highlighted: str | None, theme: str
) -> Chart:
    """One chart, drawn once for all who look at it in the same way; `rule` is metric, two weights and set."""
    return _chart(leaderboard_state(), rule, name, language, highlighted, theme)


@st.cache_resource(show_spinner=False, max_entries=64)
def _model_card(subject: str, language: str, state: State) -> Card:
    from model.cards.subjects import card_of  # imports scikit-learn
    from model.text import texts

    return card_of(subject, texts(language))


def model_card(subject: str, language: str) -> Card:
    """The model card of an algorithm or of the system, as tables and sheets are now.

    Raises:
        UnknownAlgorithm: there is no such algorithm.
    """
    return _model_card(subject, language, (*leaderboard_state(), *_state_of(sorted(TRUST.glob("*.csv")))))


@st.cache_resource(show_spinner=False)
def stages() -> Stages:
    """What every stage of this process shows now."""
    return Stages()


@st.cache_resource(show_spinner=False, max_entries=2)
def _figures(state: str) -> Figures:
    found = figures.read()
    if found is not None and found.state == state:
        return found
    return figures.compute(BENCHMARK, settings().weights)


def story_figures() -> Figures:
    """The figures of the story: the committed ones, or computed again where tables or weights are others by now.

    Raises:
        TableError: the truth of a day cannot be read.
    """
    return _figures(figures.state(BENCHMARK, settings().weights))


@st.cache_resource(show_spinner=False)
def get_story_ready() -> None:
    """See to the figures beside the page, once: they take seconds where the committed ones are of other tables."""
    Thread(target=story_figures, name="story", daemon=True).start()


def own_steps() -> tuple[Own, ...]:
    """The presenter's own steps, as the file is now; empty where none is named.

    Raises:
        StoryError: the file cannot be shown.
    """
    path = settings().story
    if path is None:
        return ()
    try:
        state = path.stat()
    except OSError:
        return read_own_steps(path)
    return _own_steps(str(path), state.st_mtime_ns, state.st_size)


@st.cache_resource(show_spinner=False, max_entries=4)
def _own_steps(path: str, modified: int, size: int) -> tuple[Own, ...]:
    return read_own_steps(Path(path))


@st.cache_resource(show_spinner=False, max_entries=32)
def drawn_ahead(what: Hashable, _draw: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
    """Screens that are drawn once for all who look at the same; `what` tells them from all others."""
    return _draw()
