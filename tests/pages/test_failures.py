"""Whatever fails, and wherever: a sentence of ours in the page's language, never Streamlit's red box."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.components.shell.frame import PAGES
from model.settings import ROOT
from model.text import texts
from pages.components.session import photos

FILES = [ROOT / "app.py", *sorted((ROOT / "pages").rglob("*.py"))]
PAGE_FILES = [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py"))]
GUARD = "guarded_callback"


def hooks_in(tree: ast.AST) -> list[ast.expr]:
    """Everything that is given to Streamlit to be called back: by keyword, by place, or in a dictionary of keywords."""
    found: list[ast.expr] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            found += [keyword.value for keyword in node.keywords if is_hook(keyword.arg)]
            found += [value for name, value in zip(places_of(node), node.args, strict=False) if is_hook(name)]
        elif isinstance(node, ast.Dict):
            keys = [key.value if isinstance(key, ast.Constant) else None for key in node.keys]
            found += [value for key, value in zip(keys, node.values, strict=True) if is_hook(key)]
    return found


def is_hook(name: object) -> bool:
    return isinstance(name, str) and (name.startswith("on_") or name == "callback")


def places_of(call: ast.Call) -> list[str]:
    """The names of the arguments that a function of Streamlit takes by their place."""
    widget = getattr(st, call.func.attr, None) if isinstance(call.func, ast.Attribute) else None
    return list(inspect.signature(widget).parameters) if inspect.isroutine(widget) else []


def is_guarded(hook: ast.expr) -> bool:
    """Registered through the guard, or one of the words that stand for no callback."""
    if isinstance(hook, ast.Constant):
        return hook.value is None or isinstance(hook.value, str)
    return isinstance(hook, ast.Call) and ast.unparse(hook.func) == GUARD


def test_the_search_finds_hooks_by_keyword_by_place_and_in_dictionaries():
    source = (
        "st.button('a', 'k', 'h', f); st.slider('b', on_change=g); h(**{'on_click': k}); st.button('c', on_click=None)"
    )
    found = {ast.unparse(hook): is_guarded(hook) for hook in hooks_in(ast.parse(source))}
    assert found == {"f": False, "g": False, "k": False, "None": True}


def test_every_callback_of_every_page_is_guarded():
    hooks = [(path, hook) for path in FILES for hook in hooks_in(ast.parse(path.read_text(encoding="utf-8")))]
    assert sum(isinstance(hook, ast.Call) for _, hook in hooks) > 15, "they are found at all"
    bare = [
        f"{path.relative_to(ROOT)}:{hook.lineno} {ast.unparse(hook)}" for path, hook in hooks if not is_guarded(hook)
    ]
    assert bare == []


@pytest.mark.parametrize("path", PAGE_FILES, ids=lambda path: path.stem)
def test_the_frame_is_the_first_of_our_modules_that_a_page_imports(path):
    nodes = [node for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.ImportFrom)]
    ours = [node.module for node in nodes if (node.module or "").split(".")[0] in ("model", "pages")]
    assert ours[0] == "pages.components.shell.frame"


def html(app: AppTest) -> str:
    return " ".join(str(element.proto.body) for element in app.get("html"))


def opened(app_file: Path, page: str, language: str = "fr") -> AppTest:
    app = AppTest.from_file(app_file, default_timeout=120)
    app.query_params["lang"] = language
    app.run()
    return app.switch_page(page).run()


@pytest.fixture
def broken(tmp_path):
    """Writes the app with one broken page; the others are as short as a page can be."""

    def write(source: str) -> Path:
        (tmp_path / "app.py").write_text((ROOT / "app.py").read_text())
        (tmp_path / "pages").mkdir()
        for file in PAGES.values():
            if file.startswith("pages/"):
                (tmp_path / file).write_text("import streamlit\n")
        (tmp_path / "pages" / "about.py").write_text(source)
        return tmp_path / "app.py"

    return write


OPENING = "from pages.components.shell.frame import open_page\nfrom pages.components.shell.failures import guarded\n"
IN_THE_BODY = OPENING + "with guarded(open_page('about')):\n    1 / 0\n"
OUTSIDE_OF_EVERY_NET = OPENING + "t = open_page('about')\n1 / 0\n"
AT_IMPORT = "from pages.components.shell.frame import open_page\nfrom model.errors import NoSuchError\n"
IN_AN_IMPORTED_MODULE = "from pages.components.shell.frame import open_page\nimport model.no_such_module\n"
NO_PYTHON = "from pages.components.shell.frame import open_page\nopen_page(\n"
IN_A_FRAGMENT = (
    OPENING
    + """
import streamlit as st

@st.fragment
def part():
    if st.button("press", key="press"):
        1 / 0

with guarded(open_page("about")):
    part()
    st.html("the rest of the page")
"""
)
IN_A_STRAY_CALLBACK = (
    OPENING
    + """
import streamlit as st

def fail():
    1 / 0

with guarded(open_page("about")):
    st.button("press", key="press", on_click=fail)
"""
)


@pytest.mark.parametrize(
    "source", [IN_THE_BODY, OUTSIDE_OF_EVERY_NET, AT_IMPORT, IN_AN_IMPORTED_MODULE, NO_PYTHON], ids=range(5)
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page_that_fails_says_so_under_its_menu_and_its_notice(broken, source, language):
    app = opened(broken(source), "pages/about.py", language)
    assert not app.exception
    assert html(app).count(texts(language)("errors.unexpected")) == 1
    assert texts(language)("app.notice") in html(app)


@pytest.mark.parametrize("source", [IN_A_FRAGMENT, IN_A_STRAY_CALLBACK], ids=["fragment", "callback"])
def test_what_fails_in_a_fragment_or_in_an_unguarded_callback_is_said_once(broken, source):
    app = opened(broken(source), "pages/about.py")
    assert texts("fr")("errors.unexpected") not in html(app)
    app.button(key="press").click().run()
    assert not app.exception
    assert html(app).count(texts("fr")("errors.unexpected")) == 1
    assert texts("fr")("app.notice") in html(app)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_fails_in_a_callback_is_said_above_the_result_which_stays(monkeypatch, language):
    app = opened(ROOT / "app.py", "pages/examine.py", language)
    app.button(key="case-sample-0").click().run()
    app.button(key="case-sample-4").click().run()
    before = [button.label for button in app.button if (button.key or "").startswith("bar-")]

    def fail(self: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(photos.InputState, "go_back", fail)
    app.button(key="previous").click().run()
    assert not app.exception
    assert texts(language)("errors.unexpected") in html(app)
    assert [button.label for button in app.button if (button.key or "").startswith("bar-")] == before
    app.run()
    assert texts(language)("errors.unexpected") not in html(app), "it was said"
