"""What comes from outside beside photos: names, addresses, cells. Pages show it as it is, and tables run nothing."""

from __future__ import annotations

import csv
import io
import re
import shutil
import tempfile
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.components.shell.frame import PAGES
from model.challenge.definition import read_definition
from model.challenge.intake import family_in
from model.challenge.roles import Role
from model.challenge.store.store import open_store
from model.challenge.store.tables import TeamKind
from model.charts.chart import ChartTable
from model.errors import TenOpinionsError
from model.lesion.gallery import read_rows_of_gallery
from model.settings import ASSETS, ROOT, settings
from model.text import texts
from pages.components.cache import challenges
from pages.components.session.photo_series import PhotoSeries
from pages.components.session.photos import InputState
from pages.components.shell.plain import plain
from tests.hostile.bases import zipped
from tests.hostile.harmful.archives import NAMES
from tests.pages.test_uploads import record
from tests.photos import jpeg

SCRIPT = "<script>alert(1)</script>"
PICTURE = "![x](https:\\\\evil.example\\x.png)"
"""A name in an archive has no slash; browsers take these for slashes."""
LABELLED = ("button", "expander", "selectbox", "text_input", "slider", "segmented_control")
PARAMETERS = (
    *("lang", "sample", "compare", "algorithm", "map", "practice", "order", "set", "point", "challenge", "question"),
    *("metric", "day1", "day2", "family", "one", "other", "desk", "room", "key", "ballot", "game", "deal", "table"),
    *("stage", "notes", "again", "kiosk", "project", "case"),
)
"""Every parameter that a page reads."""
VALUES = {
    "markup": f"\"'>{SCRIPT}<img src=https://evil.example onerror=alert(1)>",
    "path": "../../../../etc/passwd\0.toml",
    "signs": "\u202e\ud7ff\uffff" + "9" * 5000,
}


def html(app: AppTest) -> str:
    return " ".join(str(element.proto.body) for element in app.get("html"))


def labels(app: AppTest) -> list[str]:
    return [str(one.proto.label) for kind in LABELLED for one in app.get(kind) if hasattr(one.proto, "label")]


class Elements(HTMLParser):
    """The elements of a page that would run something foreign or fetch it."""

    def __init__(self, page):
        super().__init__()
        self.harmful, self.inside = [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.inside = tag
        if any(name.startswith("on") or (name in {"src", "href"} and "evil" in (value or "")) for name, value in attrs):
            self.harmful.append((tag, attrs))

    def handle_data(self, data):
        if self.inside == "script" and "alert(1)" in data:
            self.harmful.append(("script", data))


def assert_inert(app: AppTest) -> None:
    """Nothing failed, nothing foreign would run or be fetched, and no label has a picture in it."""
    assert not app.exception
    assert Elements(html(app)).harmful == []
    assert not [label for label in labels(app) if re.search(r"(?<!\\)!\[", label)]


def test_the_search_finds_what_would_run():
    found = Elements(f"<b>{SCRIPT}</b><img src=https://evil.example><i onclick='x'>&lt;script&gt;alert(1)</i>").harmful
    assert [tag for tag, _ in found] == ["script", "img", "i"]


# --- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [SCRIPT, PICTURE, ":red[x] $x$ `x` **x** [x](http://x) ~x~ #x", "a_b|c&d^e\\f"])
def test_a_label_shows_a_foreign_name_sign_by_sign(name):
    written = plain(name)
    assert re.sub(r"\\(.)", r"\1", written) == name
    assert not re.search(r"(?<!\\)[`*_\[<!:$~#|&]", re.sub(r"\\\\", "", written))


def test_a_hostile_file_name_is_shown_as_it_is_on_the_page_of_a_series():
    names = [f"{SCRIPT}.jpg".replace("/", "\\"), f"{PICTURE}.jpg", "=cmd|'\\c calc'!A1.jpg", "\u202egpj.exe.jpg"]
    given = InputState(series=PhotoSeries())
    photos = {name: jpeg(number) for number, name in enumerate(names)}
    given.series.add([record("photos.zip", zipped(photos | {f"{SCRIPT}.txt": b"", f"{PICTURE[2:]}.doc": b""}))])
    app = AppTest.from_file(ROOT / "app.py", default_timeout=120)
    app.session_state["lesion_input"] = given
    app.run()
    app.switch_page("pages/series.py").run()
    assert_inert(app)
    assert any(plain(PICTURE) in label for label in labels(app))
    assert "&lt;script&gt;alert(1)" in html(app)


def test_no_name_of_an_archive_writes_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = set(Path(tempfile.gettempdir()).iterdir())
    series = PhotoSeries()
    series.add([record("photos.zip", zipped(dict.fromkeys(NAMES, jpeg(1))))])
    for number in range(len(series)):
        assert "\0" not in series.name(number)
        series.decode(number)
    assert list(tmp_path.iterdir()) == []
    assert not {path.name for path in set(Path(tempfile.gettempdir()).iterdir()) - before if path.suffix == ".jpg"}


@pytest.fixture
def store(tmp_path, monkeypatch):
    """A store with a team whose name and words are hostile."""
    monkeypatch.setenv("TEN_OPINIONS_CHALLENGE", str(tmp_path / "challenge"))
    monkeypatch.delenv("TEN_OPINIONS_DATABASE_URL", raising=False)
    settings.cache_clear()
    opened = open_store()
    monkeypatch.setattr(challenges, "_opened", lambda *_: opened)
    yield opened
    opened.close()
    settings.cache_clear()


def test_the_name_of_a_team_is_inert_on_leaderboard_jury_and_in_tables(store):
    store.teams.register("urology", f"![x](https://evil.example/x.png){SCRIPT}"[:80], TeamKind.SME, SCRIPT)
    store.phases.set_times(
        "urology", "day1", store.database.now() - timedelta(1), store.database.now() + timedelta(1), "test"
    )
    app = AppTest.from_file(ROOT / "app.py", default_timeout=120)
    app.query_params["challenge"] = "urology"
    app.session_state["challenge-signed-in"] = (Role.JURY, None, "Dr. B")
    app.run()
    app.switch_page("pages/challenge.py").run()
    assert_inert(app)
    names = challenges.texts_of(("urology", "1"), "en")
    assert not set("<>") & set(names("algorithms.team-1.name"))
    table = ChartTable(("team", "value"), (("=1+1", 0.5), ("@SUM(1)", -0.5), ("Les Six", 1)))
    assert list(csv.reader(io.StringIO(table.csv()))) == [
        ["team", "value"],
        ["'=1+1", "0.5"],
        ["'@SUM(1)", "-0.5"],
        ["Les Six", "1"],
    ]


# --- addresses -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [name for name in PAGES if name != "start"])
def test_hostile_parameters_of_an_address_bring_neither_an_error_nor_a_tag(page, store):
    for kind, value in VALUES.items():
        app = AppTest.from_file(ROOT / "app.py", default_timeout=120)
        app.switch_page(PAGES[page])
        for name in PARAMETERS:
            app.query_params[name] = value
        app.run()
        assert_inert(app)
        for language in ("en", "fr"):
            assert texts(language)("errors.unexpected") not in html(app), (page, kind)


# --- cells -----------------------------------------------------------------------------------------------------------


def test_what_a_definition_says_is_shown_as_it_is(tmp_path, store, monkeypatch):
    shutil.copytree(ASSETS / "challenges", tmp_path / "challenges")
    path = tmp_path / "challenges" / "urology.toml"
    path.write_text(path.read_text().replace('en = "', f'en = "{SCRIPT} ![x](https://evil.example/x.png) '))
    definition = read_definition("urology", tmp_path / "challenges")
    monkeypatch.setattr(challenges, "definition_of", lambda slug: definition)
    app = AppTest.from_file(ROOT / "app.py", default_timeout=120)
    app.query_params["challenge"] = "urology"
    app.query_params["lang"] = "en"
    app.run()
    app.switch_page("pages/challenge.py").run()
    assert_inert(app)
    assert "&lt;script&gt;alert(1)" in html(app)
    for slug in ("../urology", "urology\0", SCRIPT, "/etc/passwd", "u" * 5000):
        with pytest.raises(TenOpinionsError):
            read_definition(slug, tmp_path / "challenges")


@pytest.mark.parametrize("family", [SCRIPT, "../../etc/passwd", "=1+1", "\\u0000"])
def test_a_family_of_weights_with_hostile_signs_is_refused(family):
    with pytest.raises(TenOpinionsError) as refused:
        family_in(f"family = '{family}'")
    assert set(refused.value.data) <= {"slug", "known", "line"}


@pytest.mark.parametrize(
    "file", ["../secret.jpg", "/etc/passwd", "..\\secret.jpg", "a\u202egpj.jpg", "x" * 5000, SCRIPT]
)
def test_cells_of_a_table_of_cases_leave_no_folder_and_are_shown_as_they_are(tmp_path, file):
    folder = tmp_path / "cases"
    folder.mkdir()
    (folder / "good.jpg").write_bytes(jpeg(1))
    (tmp_path / "secret.jpg").write_bytes(jpeg(2))
    rows = [["file", "diagnosis", "source", "licence"], ["good.jpg", "mel", SCRIPT, "=1+1"], [file, "mel", "", ""]]
    with (folder / "cases.csv").open("w", newline="", encoding="utf-8") as table:
        csv.writer(table).writerows(rows)
    cases, wrong = read_rows_of_gallery(folder, "cases.csv")
    assert [case.path.name for case in cases] == ["good.jpg"]
    assert len(wrong) == 1
