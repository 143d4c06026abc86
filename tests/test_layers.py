"""The import contracts of pyproject.toml, and the rules that import-linter cannot express; these read syntax trees."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from importlib import import_module

import pytest
from importlinter.cli import lint_imports

from model.settings import ROOT

APP = ROOT / "app.py"
MODEL = sorted((ROOT / "model").rglob("*.py"))
PAGES = sorted((ROOT / "pages").glob("*.py"))
COMPONENTS = sorted((ROOT / "pages" / "components").rglob("*.py"))
PRODUCT = [*MODEL, *PAGES, *COMPONENTS, APP]


@cache
def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imported(path):
    """Dotted names of everything that a file imports, at its top or inside a function."""
    names = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def within(folder):
    return [path for path in MODEL if path.is_relative_to(ROOT / "model" / folder)]


def offences(paths, *forbidden):
    return [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in paths
        for name in sorted(imported(path))
        if any(name == package or name.startswith(f"{package}.") for package in forbidden)
    ]


def calls(*names):
    """Path and node of every call of a function with one of these names."""
    return [
        (path.relative_to(ROOT).as_posix(), node)
        for path in PRODUCT
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in names
    ]


def test_the_import_contracts_are_kept(capsys):
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert status == 0, capsys.readouterr().out


def test_the_files_are_found_and_their_imports_are_read():
    assert len(MODEL) > 30
    assert len(PAGES) >= 2
    assert offences([ROOT / "model" / "text.py"], "model.settings") == ["model/text.py imports model.settings.ASSETS"]
    assert not offences(PRODUCT)


def test_every_name_that_is_imported_exists_also_where_a_function_imports_it():
    names = {name for path in PRODUCT for name in imported(path) if name.split(".")[0] in ("model", "pages")}
    modules = {".".join(path.relative_to(ROOT).with_suffix("").parts) for path in PRODUCT}
    packages = {module.removesuffix(".__init__") for module in modules} | {name.rpartition(".")[0] for name in modules}
    attributes = sorted(names - modules - packages)
    missing = [name for name in attributes if not hasattr(import_module(name.rpartition(".")[0]), name.split(".")[-1])]
    assert len(attributes) > 500
    assert not missing


ASKING_ONE = {
    "model/benchmark/baselines.py": "fits simple methods to drawn pictures",
    "model/benchmark/map_cost.py": "times one algorithm and the gate",
    "model/benchmark/phases.py": "writes the prediction table of one algorithm",
    "model/samples/record.py": "records what one algorithm answers to each sample",
    "model/samples/select.py": "selects seeds by the answers of one algorithm",
    "model/studies/gate.py": "measures the gate",
    "model/studies/limits.py": "measures one algorithm on small photos",
    "model/trust/faithfulness.py": "asks one algorithm about blurred copies",
    "model/trust/gate.py": "is the gate",
    "model/trust/stability.py": "asks one algorithm about altered copies",
    "model/trust/stress.py": "asks one algorithm about disturbed copies",
    "pages/components/cache/loaded_algorithms.py": "warms up one algorithm",
}


def test_one_room_asks_the_gate_and_the_jury():
    asked = calls("predict_proba", "combine", "judge", "judge_all", "answers_and_impressions")
    files = {path for path, _ in asked if not path.startswith(("model/algorithms/", "model/training/"))}
    room = {path for path in files if path.startswith("model/reading/")}
    assert room == {f"model/reading/{name}.py" for name in ("admission", "ask", "examinations")}
    assert files - room == set(ASKING_ONE)
    assert {path for path, _ in calls("combine") if not path.startswith(("model/algorithms/", "model/training/"))} == {
        "model/reading/ask.py"
    }


def test_no_submission_but_the_committee_loads_the_others():
    files = within("algorithms/submissions")
    assert offences(files, "model.algorithms.catalogue") == [
        "model/algorithms/submissions/committee.py imports model.algorithms.catalogue"
    ]


def test_the_start_page_imports_no_other_page_and_is_imported_by_none():
    assert not offences([APP], *(f"pages.{path.stem}" for path in PAGES), "model.commands", "model.training")
    assert not offences(PRODUCT, "app")


@pytest.mark.parametrize("path", [APP, *PAGES], ids=lambda path: path.stem)
def test_the_first_statement_of_a_page_opens_it(path):
    passive = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.If)  # `if TYPE_CHECKING:`
    nodes = [node for node in tree(path).body[1:] if not isinstance(node, passive)]
    body = [node for node in nodes if not (isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).isupper())]
    assert isinstance(body[0], ast.Assign | ast.Expr)
    call = body[0].value
    assert isinstance(call, ast.Call)
    assert ast.unparse(call) == f"open_page('{'start' if path.stem == 'app' else path.stem}')"


NETWORK = (
    *("socket", "ssl", "http.client", "urllib.request", "urllib3", "requests", "httpx", "aiohttp", "ftplib", "smtplib"),
    *("asyncio.open_connection", "xmlrpc", "telnetlib", "poplib", "imaplib", "websockets"),
    *("torch.hub", "huggingface_hub"),
)
"""Modules that can open a connection."""
OPENERS = ("urlopen", "urlretrieve", "load_state_dict_from_url", "download_url_to_file", "build_opener")
"""Functions that open a connection."""
DOOR = ROOT / "model" / "isic_archive" / "connection.py"


def test_one_file_alone_opens_connections_besides_the_load_test_which_visits_this_computer():
    assert offences([DOOR], *NETWORK)
    assert not offences([path for path in PRODUCT if path not in [DOOR, *within("load_test")]], *NETWORK)
    assert [path for path, _ in calls(*OPENERS)] == ["model/isic_archive/connection.py"]


def test_nothing_unpickles():
    assert not offences(PRODUCT, "pickle", "joblib", "cloudpickle", "dill", "shelve", "marshal")


def test_torch_reads_checkpoints_as_data_only():
    loads = [(path, node) for path, node in calls("load") if ast.unparse(node.func) == "torch.load"]
    assert all("weights_only=True" in ast.unparse(node) for _, node in loads)
    assert {path.rpartition("/")[0] for path, _ in loads} == {"model/training"}


def run_python(*arguments):
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_cards_tables_and_intervals_are_imported_without_torch():
    modules = "model.algorithms.contract, model.evaluation.tables, model.evaluation.intervals, model.lesion.gallery"
    program = (
        f"import sys, {modules}; print(sorted({{'torch', 'torchvision', 'sklearn', 'streamlit'}} & set(sys.modules)))"
    )
    assert run_python("-c", program).strip() == "[]"


def test_the_help_of_the_command_line_needs_no_torch_and_names_every_command():
    program = """
import sys
from model.__main__ import COMMANDS, main
try:
    main(["--help"])
except SystemExit:
    print("torch" in sys.modules, *COMMANDS)
"""
    text, _, last = run_python("-c", program).strip().rpartition("\n")
    loaded, *commands = last.split()
    assert loaded == "False"
    assert all(name in text for name in commands)
