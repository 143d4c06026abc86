"""The story: its steps and their order, what a second window is told, and figures that are those of the tables."""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor

import pytest

from model.algorithms import catalogue
from model.evaluation.operating_point import BENCHMARK
from model.evaluation.sets import SETS
from model.settings import settings
from model.stage import figures
from model.stage.following import KEPT, Stages, is_name, new_name
from model.stage.story import BUILT_IN, OWN, OwnStep, Step, Words, story


def own(title: str, after: str = BUILT_IN[-2]) -> OwnStep:
    return OwnStep(Step(OWN, {"fr": Words(title)}), after)


def test_without_steps_of_ones_own_it_has_those_of_ours():
    assert tuple(step.slug for step in story()) == BUILT_IN
    assert 8 <= len(BUILT_IN) <= 10


def test_own_steps_follow_the_one_that_they_name_and_keep_their_order():
    steps = story([own("a", "data"), own("b"), own("c", "data")])
    slugs = [step.slug for step in steps]
    assert slugs[2:4] == [OWN, OWN]
    assert [step.words["fr"].title for step in steps if step.slug == OWN] == ["a", "c", "b"]
    assert slugs[-2:] == [OWN, "not"]


def test_a_step_in_one_language_is_said_in_that_one():
    step = Step(OWN, {"fr": Words("Bonjour"), "en": Words("Hello")})
    assert step.said_in("en") == ("en", Words("Hello"))
    assert own("Bonjour").step.said_in("en") == ("fr", Words("Bonjour"))


def test_names_are_long_differ_and_are_known_by_their_form():
    names = {new_name() for _ in range(50)}
    assert len(names) == 50
    assert all(is_name(name) for name in names)
    assert not any(is_name(name) for name in ("", "short", "a" * 65, "../../etc/passwd-and-more", "é" * 30))


def test_who_follows_sees_the_step_and_since_when_the_story_runs():
    stages = Stages()
    assert stages.shown("a") is None
    stages.show("a", 1, now=10)
    stages.show("a", 1, now=12)
    stages.show("a", 2, now=20)
    shown = stages.shown("a")
    assert (shown.step, shown.since, shown.begun) == (2, 20, 20)
    stages.show("a", 3, now=30)
    assert (stages.shown("a").step, stages.shown("a").begun) == (3, 20)
    stages.show("a", 1, now=40)
    assert stages.shown("a").begun == 40
    assert stages.shown("b") is None


def test_only_so_many_stages_are_remembered_and_the_silent_ones_go_first():
    stages = Stages()
    for number in range(KEPT):
        stages.show(str(number), 1)
    stages.show("0", 2)
    stages.show("new", 1)
    assert stages.shown("0").step == 2
    assert stages.shown("1") is None


def test_many_threads_may_tell_and_ask():
    stages = Stages()

    def tell(number: int) -> int:
        stages.show(f"stage {number}", number)
        return stages.shown(f"stage {number}").step

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(tell, range(200))) == list(range(200))


@pytest.fixture(scope="module")
def computed():
    return figures.compute(BENCHMARK, settings().weights)


def test_the_committed_figures_are_those_of_the_tables(computed):
    assert figures.read() == computed  # otherwise: python -m model tables


def test_the_figures_add_up(computed):
    assert set(computed.sets) == set(SETS)
    for of in computed.sets.values():
        assert sum(of.votes) == of.photos
        assert sum(of.melanoma_votes) == of.melanomas
        assert of.voters == len(catalogue.slugs()) - 1  # the committee has no vote
        assert of.votes[0] + of.votes[-1] + of.divided == of.photos
        assert all(few <= many for few, many in zip(of.melanoma_votes, of.votes, strict=True))
        assert of.missed_by_most == sum(of.melanoma_votes[: (of.voters + 1) // 2])
    assert all(0 < share < 1 for share, _ in computed.heat.values())


def test_what_is_kept_is_read_again_and_what_cannot_be_read_is_as_if_it_were_not_there(tmp_path, computed):
    figures.write(computed, tmp_path / "stage" / "figures.json")
    assert figures.read(tmp_path / "stage" / "figures.json") == computed
    assert figures.read(tmp_path / "none.json") is None
    for words in ("", "[]", "{}", '{"sets": 3}', '{"sets": {"day1": 3}}'):
        (tmp_path / "bad.json").write_text(words)
        assert figures.read(tmp_path / "bad.json") is None


def test_another_table_is_another_state(tmp_path):
    (tmp_path / "truth").mkdir()
    (tmp_path / "truth" / "day1.csv").write_text("image\n")
    before = figures.state(tmp_path, tmp_path)
    (tmp_path / "truth" / "day1.csv").write_text("image\nx\n")
    assert figures.state(tmp_path, tmp_path) != before


def test_every_fact_of_the_event_names_its_source():
    lines = figures.EVENT.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "fact,value,source,address"
    assert all("https://" in line for line in lines[1:])
    assert {"algorithms", "teams", "images", "hours", "source"} == set(figures.event())


def test_figures_cannot_be_changed_by_who_shows_them(computed):
    with pytest.raises(dataclasses.FrozenInstanceError):
        computed.rules = 0
