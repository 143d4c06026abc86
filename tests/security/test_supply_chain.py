"""What the project is made of: pins, hashes, a bill of materials, and nothing that runs code from an input."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, requires, version

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from model.settings import ROOT
from tests.test_layers import PRODUCT, calls, offences

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
LOCKED = dict(re.findall(r"^([\w.-]+)==([^ \\;]+)", LOCK, re.MULTILINE))
"""Version of each package in the lock file, by its canonical name."""
RUNNING = ("eval", "exec", "compile", "__import__")
CODE_IN_DATA = (
    *("pickle", "_pickle", "joblib", "cloudpickle", "dill", "shelve", "marshal", "yaml", "runpy"),
    *("torch.package", "torch.jit"),
)
"""Modules that run code which stands in the data they read."""
UNSAFE = ("read_pickle", "to_pickle", "unsafe_load", "full_load", "unsafe_load_all", "fromregex", "read_hdf")
"""Functions that do."""


def pinned(name: str) -> dict[str, str]:
    """Version of each package that a requirements file pins."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return {canonicalize_name(line.partition("==")[0]): line.partition("==")[2] for line in lines if "==" in line}


def without_build(name: str) -> str:
    """The locked version of a package without the name of its build, such as `+cpu`."""
    return LOCKED[name].partition("+")[0]


def version_here(name: str) -> str:
    """The installed version of a package, likewise; empty where it is not installed."""
    try:
        return version(name).partition("+")[0]
    except PackageNotFoundError:
        return ""


def needed_by(name: str) -> list[Requirement]:
    """What an installed package requires here, without its extras."""
    found = map(Requirement, requires(name) or ())
    return [one for one in found if one.marker is None or one.marker.evaluate({"extra": ""})]


def test_every_pin_is_in_the_lock_file_and_every_entry_has_its_hashes():
    assert pinned("requirements.txt").items() <= {name: without_build(name) for name in LOCKED}.items()
    entries = re.split(r"^(?=[a-z0-9])", LOCK, flags=re.MULTILINE)[1:]
    assert len(entries) == len(LOCKED)
    assert [entry.split()[0] for entry in entries if not re.search(r"--hash=sha256:[0-9a-f]{64}", entry)] == []


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="the lock file is of Python 3.11")
def test_the_lock_file_has_all_that_its_packages_need_in_versions_that_fit():
    same = [name for name in LOCKED if without_build(name) == version_here(name)]
    assert set(pinned("requirements.txt")) <= set(same)
    unmet = [
        f"{name} needs {one}"
        for name in same
        for one in needed_by(name)
        if not one.specifier.contains(LOCKED.get(canonicalize_name(one.name), ""))
    ]
    assert unmet == []


def test_no_input_is_read_by_what_runs_code_in_it():
    assert not offences(PRODUCT, *CODE_IN_DATA)
    assert [path for path, node in calls(*RUNNING) if ast.unparse(node.func) in RUNNING] == []
    assert calls(*UNSAFE) == []
    assert [path for path, node in calls("load") if "allow_pickle" in ast.unparse(node)] == []


def test_the_bill_of_materials_names_every_locked_package_with_its_hash_and_can_be_made_anywhere(tmp_path):
    out = tmp_path / "sbom.json"
    command = [
        sys.executable,
        "-m",
        "cyclonedx_py",
        "requirements",
        "requirements.lock",
        "--pyproject",
        "pyproject.toml",
    ]
    subprocess.run([*command, "--output-reproducible", "--of", "JSON", "-o", str(out)], cwd=ROOT, check=True)
    bill = json.loads(out.read_text(encoding="utf-8"))
    assert bill["bomFormat"] == "CycloneDX"
    assert {part["name"]: part["version"] for part in bill["components"]} == LOCKED
    assert [part["name"] for part in bill["components"] if not part["externalReferences"][0]["hashes"]] == []
    assert str(tmp_path) not in out.read_text(encoding="utf-8")
