"""Made-up pictures: the same from the same seed, and the committed truth and tables are those of the code."""

from __future__ import annotations

import numpy as np
import pytest

from model.benchmark.baselines import METHODS, write_cases
from model.challenge import definition as definitions
from model.challenge.definition import read_definition, slugs
from model.evaluation.evaluation import evaluate
from model.evaluation.sets import DAYS

DRAWN = [read_definition(slug) for slug in slugs() if read_definition(slug).pictures]


@pytest.mark.parametrize("definition", DRAWN, ids=lambda of: of.slug)
def test_a_picture_is_the_same_every_time_and_differs_from_the_next(definition):
    pictures = definition.pictures
    one, other = pictures.names("day1")[:2]
    assert pictures.draw(one).shape == (pictures.side, pictures.side, 3)
    assert pictures.draw(one).dtype == np.uint8
    assert np.array_equal(pictures.draw(one), pictures.draw(one))
    assert not np.array_equal(pictures.draw(one), pictures.draw(other))


@pytest.mark.parametrize("definition", DRAWN, ids=lambda of: of.slug)
def test_the_committed_tables_are_what_the_methods_answer(definition, tmp_path, monkeypatch):
    monkeypatch.setattr(definitions, "ASSETS", tmp_path)
    write_cases(definition, definition.pictures)
    again = evaluate(definition.folder, resamples=2, terms=definition.terms)
    monkeypatch.undo()
    kept = evaluate(definition.folder, resamples=2, terms=definition.terms)
    assert kept.slugs == again.slugs == tuple(sorted(METHODS))
    for day in DAYS:
        assert np.array_equal(kept.benchmark.sets[day].truth, again.benchmark.sets[day].truth)
        assert np.allclose(kept.benchmark.sets[day].probabilities, again.benchmark.sets[day].probabilities, atol=1e-3)


@pytest.mark.parametrize("definition", DRAWN, ids=lambda of: of.slug)
def test_the_methods_know_more_than_chance_and_leave_room_above(definition):
    found = evaluate(definition.folder, resamples=2, terms=definition.terms)
    scores = [found.score("day2", slug, "balanced_accuracy").value for slug in found.slugs]
    assert min(scores) > 1.2 / len(definition.classes)
    assert max(scores) < 0.8
