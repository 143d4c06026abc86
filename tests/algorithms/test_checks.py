"""The acceptance checks find what they are for: each is tried on a submission that breaks exactly this."""

from __future__ import annotations

import numpy as np
import pytest

from model.__main__ import main
from model.algorithms import checks, submissions
from model.algorithms.contract import Examination, Explanation, Prediction
from model.lesion.diagnosis import DIAGNOSES


class Honest:
    """An algorithm by the brightness of the photo: it passes every check of behaviour but the card's."""

    def predict_proba(self, images):
        darkness = np.array([1 - image.pixels.mean() / 255 for image in images], np.float32)
        rows = np.tile(np.float32(1 / 7), (len(images), 7))
        rows[:, 0] += darkness / 10
        rows[:, 1] -= darkness / 10
        return rows

    def explain(self, image, target):
        heat = (255 - image.pixels[..., 0]).astype(np.float32)
        return Explanation(target, heat / max(1, heat.max()), 1.0, 1.0)

    def examine(self, image, target=None):
        prediction = Prediction(self.predict_proba([image])[0])
        return Examination(prediction, self.explain(image, target or prediction.first))


class DoesNotAddUp(Honest):
    def predict_proba(self, images):
        return super().predict_proba(images) * np.float32(1.1)


class LooksAtTheBatch(Honest):
    def predict_proba(self, images):
        rows = super().predict_proba(images)
        shift = np.float32(0.01 * len(images))
        return rows + np.array([shift, -shift, 0, 0, 0, 0, 0], np.float32)


class LooksAtTheOrder(Honest):
    def predict_proba(self, images):
        rows = super().predict_proba(images)
        rows[:1, 2] += np.float32(0.01)
        rows[:1, 3] -= np.float32(0.01)
        return rows


class FailsWithoutPhotos(Honest):
    def predict_proba(self, images):
        return np.stack([super(FailsWithoutPhotos, self).predict_proba([image])[0] for image in images])


class Remembers(Honest):
    calls = 0

    def explain(self, image, target):
        self.calls += 1
        return Explanation(target, np.full((224, 224), self.calls / 100, np.float32), 1.0, 1.0)


class Scribbles(Honest):
    def predict_proba(self, images):
        rows = super().predict_proba(images)
        for image in images:
            image.pixels.setflags(write=True)
            image.pixels[0, 0] = 0
        return rows


class SaysTwoThings(Honest):
    def examine(self, image, target=None):
        found = super().examine(image, target)
        return Examination(Prediction(found.prediction.probabilities[::-1]), found.explanation)


class ExplainsSomethingElse(Honest):
    def explain(self, image, target):
        return super().explain(image, DIAGNOSES[0])


class FailsOnABlankPhoto(Honest):
    def explain(self, image, target):
        heat = 255 - image.pixels[..., 0].astype(np.float32)
        with np.errstate(invalid="ignore"):
            return Explanation(target, heat / heat.max(), 1.0, 1.0)


BREAKS = {
    DoesNotAddUp: checks.rows_are_distributions,
    LooksAtTheBatch: checks.a_batch_equals_single_photos,
    LooksAtTheOrder: checks.order_does_not_matter,
    FailsWithoutPhotos: checks.no_photos_give_no_rows,
    Remembers: checks.the_same_answer_twice_and_from_four_threads,
    Scribbles: checks.the_photo_is_not_changed,
    SaysTwoThings: checks.an_examination_predicts_what_a_prediction_predicts,
    ExplainsSomethingElse: checks.an_explanation_fits_the_photo,
    FailsOnABlankPhoto: checks.a_blank_photo_is_handled,
}


@pytest.mark.parametrize("broken", BREAKS, ids=lambda broken: broken.__name__)
def test_a_check_finds_what_it_is_for_and_passes_what_is_right(broken):
    check = BREAKS[broken]
    assert check(Honest()) is None
    with pytest.raises((AssertionError, ValueError)):
        check(broken())


def test_every_check_of_behaviour_has_its_broken_submission():
    assert {*BREAKS.values(), checks.the_card_is_complete} == set(checks.BEHAVIOUR)


def test_a_submission_that_does_not_load_fails_with_its_reason(tmp_path):
    class Absent(Honest):
        @classmethod
        def load(cls, weights):
            raise FileNotFoundError("no weights")

    assert checks.run_checks(Absent, tmp_path) == [checks.CheckResult("it loads", "FileNotFoundError: no weights")]


def test_the_command_lists_a_broken_submission_with_its_reason(tmp_path, monkeypatch, capsys):
    (tmp_path / "broken_on_purpose.py").write_text("raise RuntimeError('no such library')")
    monkeypatch.setattr(submissions, "__path__", [*submissions.__path__, str(tmp_path)])
    assert main(["check", "broken_on_purpose"]) == 1
    assert "FAILED  it can be imported  RuntimeError: no such library" in capsys.readouterr().out
