"""Imports point down the list of layers in `model/__init__.py`; read from the syntax trees, nothing is run."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache

import pytest

from model.settings import ROOT

MODEL = sorted((ROOT / "model").rglob("*.py"))
PAGES = sorted((ROOT / "pages").glob("*.py"))
COMPONENTS = sorted((ROOT / "pages" / "components").rglob("*.py"))


@cache
def imported(path):
    """Dotted names of everything that a file imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
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
        if any(name == layer or name.startswith(f"{layer}.") for layer in forbidden)
    ]


def test_the_files_are_found_and_their_imports_are_read():
    assert len(MODEL) > 30
    assert len(PAGES) >= 2
    assert offences([ROOT / "model" / "text.py"], "model.settings") == ["model/text.py imports model.settings.ASSETS"]


def test_the_model_never_imports_the_user_interface():
    assert not offences([path for path in MODEL if path not in within("load")], "streamlit", "pages", "app")


def test_the_load_test_knows_of_streamlit_only_the_messages_between_a_browser_and_a_page():
    assert within("load")
    assert not offences(within("load"), "pages", "app")
    names = {name for path in within("load") for name in imported(path) if name.split(".")[0] == "streamlit"}
    assert names
    assert all(name.startswith("streamlit.proto.") for name in names)


def test_evaluation_never_sees_an_algorithm():
    above = (
        "algorithms",
        "charts",
        "report",
        "benchmark",
        "training",
        "samples",
        "commands",
        "result_picture",
        "trust",
    )
    assert not offences(within("evaluation"), *(f"model.{name}" for name in above))


def test_algorithms_never_see_the_evaluation():
    above = (
        "evaluation",
        "charts",
        "report",
        "benchmark",
        "training",
        "samples",
        "commands",
        "result_picture",
        "trust",
    )
    assert not offences(within("algorithms"), *(f"model.{name}" for name in above))


def test_trust_stands_on_algorithms_and_evaluation_and_knows_no_page_and_no_training():
    assert within("trust")
    assert not offences(within("trust"), "model.training", "model.commands", "model.load", "model.report", "streamlit")


def test_what_is_shown_on_stage_knows_no_page_and_nothing_that_runs_offline():
    assert within("stage")
    above = ("training", "samples", "benchmark", "load", "commands", "report")
    assert not offences(within("stage"), "streamlit", "torch", *(f"model.{name}" for name in above))


ROOMS = ("seeing", "measuring", "drawing")
"""What submissions are made of; they share the contract and do not know each other."""


def test_every_folder_of_the_algorithms_has_its_rule_here():
    folders = (ROOT / "model" / "algorithms").glob("*/__init__.py")
    assert {path.parent.name for path in folders} == {*ROOMS, "submissions"}


@pytest.mark.parametrize("room", ROOMS)
def test_what_sees_what_measures_and_what_draws_share_the_contract_and_do_not_know_each_other(room):
    above = (*(other for other in ROOMS if other != room), "submissions", "checks", "catalogue", "jury")
    assert within(f"algorithms/{room}")
    assert not offences(within(f"algorithms/{room}"), *(f"model.algorithms.{name}" for name in above))


@pytest.mark.parametrize("room", ["measuring", "drawing"])
def test_nothing_but_what_sees_needs_a_network(room):
    assert not offences(within(f"algorithms/{room}"), "torch", "torchvision")


def test_no_submission_but_the_committee_knows_the_others_or_who_judges_it():
    files = within("algorithms/submissions")
    assert not offences(files, "model.algorithms.checks", "model.algorithms.jury")
    others = [path for path in files if path.stem != "committee"]
    assert len(others) == len(files) - 1
    assert not offences(others, "model.algorithms.catalogue")


@pytest.mark.parametrize("name", ["contract", "weights", "checks"])
def test_what_every_submission_must_be_is_said_without_any_of_them(name):
    above = (*ROOMS, "submissions", "catalogue", "jury")
    path = ROOT / "model" / "algorithms" / f"{name}.py"
    assert not offences([path], *(f"model.algorithms.{other}" for other in above))


def test_the_lesion_image_knows_nothing_of_what_is_done_with_it():
    above = ("algorithms", "evaluation", "charts", "report", "benchmark", "training", "samples", "commands")
    assert not offences(within("lesion"), "model.result_picture", *(f"model.{name}" for name in above))


def test_charts_see_neither_an_algorithm_nor_the_report():
    above = ("algorithms", "report", "benchmark", "training", "samples", "commands", "result_picture")
    assert not offences(within("charts"), *(f"model.{name}" for name in above))


def test_trust_sees_none_of_those_who_show_what_it_found():
    assert not offences(within("trust"), "model.charts", "model.cards", "model.result_picture")


def test_nothing_but_the_command_line_and_a_page_imports_the_cards():
    others = [path for path in MODEL if path not in within("cards") + within("commands")]
    assert within("cards")
    assert not offences(others, "model.cards")


def test_nothing_but_the_cards_the_command_line_and_a_page_imports_the_report():
    others = [path for path in MODEL if path not in within("report") + within("cards") + within("commands")]
    assert within("report")
    assert not offences(others, "model.report")


def test_the_ground_layer_imports_nothing_above_it():
    ground = [ROOT / "model" / name for name in ("text.py", "settings.py", "errors.py", "work_queue.py")]
    above = ("lesion", "algorithms", "evaluation", "benchmark", "training", "samples", "commands", "charts", "report")
    assert not offences(ground, "model.result_picture", *(f"model.{name}" for name in above))


@pytest.mark.parametrize("offline", ["training", "samples", "benchmark", "load"])
def test_only_the_command_line_imports_what_runs_offline(offline):
    others = [path for path in MODEL if path not in within(offline) + within("commands")]
    assert not offences([*others, *PAGES, *COMPONENTS, ROOT / "app.py"], f"model.{offline}")


def test_nothing_but_the_command_line_imports_a_command():
    others = [path for path in MODEL if path not in [*within("commands"), ROOT / "model" / "__main__.py"]]
    assert not offences([*others, *PAGES, *COMPONENTS, ROOT / "app.py"], "model.commands", "model.__main__")


def test_pages_import_the_model_and_the_components_but_not_each_other():
    files = [*PAGES, *COMPONENTS, ROOT / "app.py"]
    assert not offences(files, "app", *(f"pages.{path.stem}" for path in PAGES))
    assert all(any(name.startswith("model.") for name in imported(path)) for path in PAGES)
    assert not offences(COMPONENTS, "torch", "sklearn", "model.algorithms.seeing")


@pytest.mark.parametrize("path", [ROOT / "app.py", *PAGES], ids=lambda path: path.stem)
def test_the_first_thing_that_a_page_does_is_to_open_itself(path):
    passive = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.If)  # `if TYPE_CHECKING:`
    nodes = [node for node in ast.parse(path.read_text(encoding="utf-8")).body[1:] if not isinstance(node, passive)]
    body = [node for node in nodes if not (isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).isupper())]
    assert isinstance(body[0], ast.Assign | ast.Expr)
    call = body[0].value
    assert isinstance(call, ast.Call)
    assert ast.unparse(call) == f"open_page('{'start' if path.stem == 'app' else path.stem}')"


OUTWARD = (
    *("socket", "ssl", "http.client", "urllib.request", "urllib3", "requests", "httpx", "aiohttp", "ftplib", "smtplib"),
    *(
        "asyncio.open_connection",
        "xmlrpc",
        "telnetlib",
        "poplib",
        "imaplib",
        "websockets",
        "torch.hub",
        "huggingface_hub",
    ),
)
"""Whatever can open a connection."""


def test_one_file_alone_can_open_a_connection_besides_the_load_test_which_visits_pages_of_this_computer():
    connection = ROOT / "model" / "cases" / "connection.py"
    everything = [*MODEL, *PAGES, *COMPONENTS, ROOT / "app.py"]
    others = [path for path in everything if path not in [connection, *within("load")]]
    assert offences([connection], *OUTWARD)
    assert not offences(others, *OUTWARD)
    calls = {
        (path.relative_to(ROOT).as_posix(), name)
        for path in everything
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        for name in ["urlopen", "urlretrieve", "load_state_dict_from_url", "download_url_to_file", "build_opener"]
        if ast.unparse(node.func).split(".")[-1] == name
    }
    assert calls == {("model/cases/connection.py", "build_opener")}


def test_the_archive_is_known_to_its_command_and_its_page_alone():
    assert within("cases")
    known = [ROOT / "model" / "commands" / "cases.py", *ROOT.glob("pages/**/archive*.py"), *within("cases")]
    others = [path for path in [*MODEL, *PAGES, *COMPONENTS, ROOT / "app.py"] if path not in known]
    assert not offences(others, "model.cases")
    above = ("algorithms", "evaluation", "charts", "report", "trust", "stage", "commands", "training")
    assert not offences(within("cases"), *(f"model.{name}" for name in above))


def test_nothing_unpickles():
    assert not offences([*MODEL, *PAGES, *COMPONENTS], "pickle", "joblib", "cloudpickle", "dill", "shelve", "marshal")


def test_torch_reads_checkpoints_as_data_only():
    calls = [
        (path, node)
        for path in [*MODEL, *PAGES, *COMPONENTS]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "torch.load"
    ]
    assert all("weights_only=True" in ast.unparse(node) for _, node in calls)
    assert {path.parent.name for path, _ in calls} <= {"training"}


def run_python(*arguments):
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_cards_tables_and_intervals_can_be_had_without_torch():
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
