"""The command line as a whole, and the two commands that take long: only what they answer quickly."""

from __future__ import annotations

import errno
import json
import os

import pytest

from model.__main__ import COMMANDS, RENAMED, main
from model.text import texts


@pytest.mark.parametrize("words", [["--help"], *([name, "--help"] for name in COMMANDS if name != "samples")])
def test_the_help_can_be_printed(command, words):
    done = command(*words)
    assert (done.status, done.err) == (0, "")
    assert "usage: python -m model" in done.out


def test_the_help_names_every_command(command):
    done = command("--help")
    assert all(name in done.out for name in COMMANDS)


@pytest.mark.parametrize(("old", "new"), RENAMED.items())
def test_the_old_name_of_a_command_still_works_and_one_line_names_the_new_one(command, old, new):
    done = command(old, "--help")
    assert done.status == 0
    assert f"usage: python -m model {new}" in done.out
    assert done.err == f"`{old}` is now called `{new}`\n"


@pytest.mark.parametrize("words", [[], ["diagnose"], ["predict"], ["explain", "a.png"], ["score", "--truth", "a.csv"]])
def test_a_line_that_makes_no_sense_is_refused_with_the_usage(command, words):
    done = command(*words)
    assert done.status == 2
    assert "usage: python -m model" in done.err


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "samples"])
def test_every_command_is_a_module_that_describes_itself_and_runs(name):
    module = COMMANDS[name].load()
    assert callable(module.describe)
    assert callable(module.run)
    assert f"python -m model {name}" in module.__doc__


def test_the_bench_prints_ratios_of_what_it_measured(command):
    done = command("bench", "--rounds", "2", "--json")
    assert done.status == 0
    found = json.loads(done.out)
    assert (found["algorithm"], found["rounds"], found["threads"]) == ("resnet18", 2, 1)
    measured = ("forward_ms", "one_pass_ms", "library_ms", "one_pass_ratio", "library_ratio")
    assert all(found[name] > 0 for name in measured)


def test_the_bench_speaks_to_people_too(command):
    done = command("bench", "--rounds", "1")
    assert done.status == 0
    assert {"one_pass_ratio", "library_ratio"} <= {line.split()[0] for line in done.out.splitlines()}


@pytest.mark.parametrize("rounds", ["0", "-1"])
def test_the_bench_needs_at_least_one_round(command, rounds):
    done = command("bench", f"--rounds={rounds}")
    assert done.status == 2
    assert done.err


def test_the_bench_of_an_unknown_algorithm_is_one_sentence(command):
    done = command("bench", "--algorithm", "oracle")
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("There is no working algorithm named oracle.")


def test_an_algorithm_without_a_recipe_cannot_be_trained(command, tmp_path):
    done = command("train", "oracle", "--data", tmp_path, "--pretrained", tmp_path)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("expected one of resnet18, ")
    assert done.err.endswith(", got oracle\n")


def test_a_command_that_meets_a_full_disk_says_so_and_other_faults_of_the_system_stay_visible(monkeypatch, capsys):
    def fails(code):
        def run(_):
            raise OSError(code, os.strerror(code))

        return run

    monkeypatch.setattr("model.commands.card.run", fails(errno.ENOSPC))
    assert main(["card", "resnet18"]) == 1
    assert capsys.readouterr().err == texts("en")("errors.disk_full") + "\n"
    monkeypatch.setattr("model.commands.card.run", fails(errno.EIO))
    with pytest.raises(OSError, match="Input/output"):
        main(["card", "resnet18"])
