"""A run gives the probabilities of the model, tells its progress, and leaves nothing behind however it ends."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import tempfile
import textwrap

import numpy as np
import pytest

from model.challenge.sandbox import run as running
from model.challenge.sandbox.job import Limits
from model.challenge.sandbox.preparation import Input, Output, Preparation, Run
from model.challenge.sandbox.process import Stop
from model.challenge.sandbox.run import run_model
from model.settings import ROOT
from model.submission_errors import ModelCrashed, ModelNotOnnx, ModelOutOfTime, ModelStopped
from tests.challenge.sandbox.models import CLASSES, ENDLESS, GOOD, PLAIN, SIDE, model

PHOTOS = [np.full((SIDE, SIDE, 3), value, np.uint8) for value in (0, 51, 102, 255, 204)]
EXPECTED = np.array([[value, 1 - value] for value in (0, 0.2, 0.4, 1, 0.8)], np.float32)


def test_rows_come_in_the_order_of_the_photos_and_of_the_classes_with_progress():
    steps = []
    prepared = PLAIN.model_copy(update={"run": Run(batch=2)})
    rows = run_model(
        model(GOOD), prepared, iter(PHOTOS), CLASSES[::-1], on_progress=lambda done, total: steps.append((done, total))
    )
    np.testing.assert_allclose(rows, EXPECTED[:, ::-1], atol=1e-6)
    assert rows.dtype == np.float32
    assert list(dict.fromkeys(steps)) == [(0, 5), (2, 5), (4, 5), (5, 5)]


def test_no_photos_give_no_rows_without_a_process(monkeypatch):
    monkeypatch.setattr(running, "started", None)
    assert run_model(b"", PLAIN, [], CLASSES).shape == (0, 2)


def test_a_model_for_a_fixed_number_of_photos_gets_so_many():
    fixed = model(GOOD, inputs="float[2, 16, 16, 3] x", outputs="float[2, 2] y")
    np.testing.assert_allclose(run_model(fixed, PLAIN, PHOTOS, CLASSES), EXPECTED, atol=1e-6)


def test_logits_become_probabilities():
    logits = Preparation(input=PLAIN.input, output=Output(classes=list(CLASSES)))
    rows = run_model(model(GOOD), logits, PHOTOS, CLASSES)
    raised = np.exp(EXPECTED)
    np.testing.assert_allclose(rows, raised / raised.sum(1, keepdims=True), atol=1e-6)


def test_the_input_is_scaled_turned_and_in_the_order_that_the_file_says():
    """The model gives back the first value of the photo: blue, after range, mean and std."""
    body = "s = Slice <axes = [1, 2, 3], starts = [0, 0, 0], ends = [1, 1, 1]> (x)  f = Flatten (s)  n = Neg (f)"
    picks = model(
        f"{body}  y = Concat <axis = 1> (f, n)", version=9, inputs="float16[n, 3, 16, 16] x", outputs="float16[n, 2] y"
    )
    taken = Input(side=SIDE, dtype="float16", colours="bgr", range=[-1, 1], mean=[0.5, 0, 0], std=[2.0, 1, 1])
    photo = np.zeros((SIDE, SIDE, 3), np.uint8)
    photo[..., 2] = 255
    rows = run_model(picks, Preparation(input=taken, output=Output(classes=list(CLASSES))), [photo], CLASSES)
    value = (1 - 0.5) / 2
    assert np.log(rows[0, 0] / rows[0, 1]) == pytest.approx(2 * value, abs=1e-3)


@pytest.fixture
def processes(monkeypatch, tmp_path):
    """All processes that a test starts; afterwards none is left, not even as a zombie, and no file either."""
    found, start = [], running.started

    def noted(*arguments):
        found.append(start(*arguments))
        return found[-1]

    monkeypatch.setattr(running, "started", noted)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield found
    assert len(found) == 1
    assert found[0].returncode is not None
    assert found[0].stdout.closed
    with pytest.raises(ProcessLookupError):
        os.kill(found[0].pid, 0)
    assert list(tmp_path.iterdir()) == []


def test_a_good_run_leaves_nothing(processes):
    assert run_model(model(GOOD), PLAIN, PHOTOS, CLASSES).shape == (5, 2)


def test_a_refused_model_leaves_nothing(processes):
    with pytest.raises(ModelNotOnnx):
        run_model(b"nothing", PLAIN, PHOTOS, CLASSES)


def test_too_long_a_run_leaves_nothing(processes):
    with pytest.raises(ModelOutOfTime):
        run_model(model(ENDLESS), PLAIN, PHOTOS, CLASSES, Limits(seconds=1))


def test_a_process_that_is_killed_is_told_and_leaves_nothing(processes):
    with pytest.raises(ModelCrashed) as caught:
        run_model(
            model(ENDLESS),
            PLAIN,
            PHOTOS,
            CLASSES,
            on_progress=lambda *_: os.kill(processes[0].pid, signal.SIGKILL),
        )
    assert caught.value.data == {"ending": "SIGKILL"}


def test_a_run_that_a_person_stops_ends_at_once_and_leaves_nothing(processes):
    stop = Stop()
    with pytest.raises(ModelStopped):
        run_model(model(ENDLESS), PLAIN, PHOTOS, CLASSES, on_progress=lambda *_: stop.stop(), stop=stop)


def test_a_run_that_is_stopped_before_it_starts_never_runs(processes):
    stop = Stop()
    stop.stop()
    with pytest.raises(ModelStopped):
        run_model(model(ENDLESS), PLAIN, PHOTOS, CLASSES, stop=stop)


def test_a_page_that_stops_listening_ends_the_run(processes):
    def leave(_done, _total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_model(model(ENDLESS), PLAIN, PHOTOS, CLASSES, on_progress=leave)


def test_a_process_that_lies_is_not_believed(processes, monkeypatch):
    lies = [{"error": "model_input", "data": {"expected": "x"}}]
    monkeypatch.setattr(running, "said", lambda *_: iter(lies))
    with pytest.raises(ModelCrashed):
        run_model(model(GOOD), PLAIN, PHOTOS, CLASSES)


def test_a_process_that_ends_early_has_no_result(processes, monkeypatch):
    monkeypatch.setattr(running, "said", lambda *_: iter([{"done": 99}, {"done": "5"}, {"done": 2}]))
    with pytest.raises(ModelCrashed):
        run_model(model(GOOD), PLAIN, PHOTOS, CLASSES)


def test_a_process_that_talks_without_end_is_ended(processes, monkeypatch):
    monkeypatch.setattr("model.challenge.sandbox.process.MOST_SAID", 10)
    with pytest.raises(ModelCrashed) as caught:
        run_model(model(ENDLESS), PLAIN, PHOTOS, CLASSES)
    assert caught.value.data == {"ending": "SIGKILL"}


PARENT = """
import os, sys
sys.path.insert(0, {root!r})
from model.challenge.sandbox import run
from tests.challenge.sandbox.models import CLASSES, ENDLESS, PHOTO, PLAIN, model
start = run.started
def noted(*arguments):
    process = start(*arguments)
    print(process.pid, flush=True)
    return process
run.started = noted
run.run_model(model(ENDLESS), PLAIN, [PHOTO], CLASSES, on_progress=lambda *_: print("runs", flush=True))
"""


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="waits for a process of others as Linux can")
def test_when_the_program_is_killed_its_model_ends_too_and_no_file_stays(tmp_path):
    program = textwrap.dedent(PARENT).format(root=str(ROOT))
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, env=environment
    ) as parent:
        number = int(parent.stdout.readline())
        with open(os.pidfd_open(number), "rb", buffering=0) as handle:
            assert parent.stdout.readline() == "runs\n"
            assert not select.select([handle], [], [], 0)[0]
            parent.kill()
            assert select.select([handle], [], [], 20)[0]
    assert list(tmp_path.iterdir()) == []
