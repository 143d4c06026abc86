"""The archive's page: nothing leaves the computer before somebody agrees; a network that fails costs one sentence."""

from __future__ import annotations

import re
import sys

import pytest
from streamlit.testing.v1 import AppTest

from model.reading import admission
from model.settings import ROOT, settings
from model.text import LANGUAGES, texts
from tests.isic_archive.stand_in_archive import UNLEARNED, image
from tests.pages.test_pages import html, opened

PAGE = "pages/archive.py"
LOOPBACK = ("127.0.0.1", "::1", "localhost")
HEARD: list[tuple[str, object]] = []
LISTENING: list[bool] = []


def hear(event: str, arguments: tuple[object, ...]) -> None:
    """Every connection and every look-up of a name, whoever makes it in this process."""
    if LISTENING and event in {"socket.connect", "socket.getaddrinfo", "socket.sendto"}:
        HEARD.append((event, arguments[1] if event != "socket.getaddrinfo" else arguments[0]))


sys.addaudithook(hear)


@pytest.fixture
def heard():
    """What of this process went to a network while the test ran."""
    HEARD.clear()
    LISTENING.append(True)
    yield HEARD
    LISTENING.clear()


def outside(found: list[tuple[str, object]]) -> list[tuple[str, object]]:
    """Without what stays on this computer: its own addresses, and sockets that are files."""
    return [
        (event, where)
        for event, where in found
        if not isinstance(where, str | bytes) or event == "socket.getaddrinfo"
        if (where[0] if isinstance(where, tuple) else where) not in LOOPBACK
    ]


def agreed(language: str = "en") -> AppTest:
    return opened(PAGE, language).button(key="archive-agree").click().run()


def searched(language: str = "en") -> AppTest:
    return agreed(language).button(key="archive-go").click().run()


def buttons(app: AppTest) -> list[str]:
    return [button.key for button in app.button if (button.key or "").startswith("case-archive-")]


def test_nothing_leaves_the_computer_before_somebody_agrees(heard, server, beside):
    for page in [None, *(f"pages/{path.name}" for path in sorted((ROOT / "pages").glob("*.py")))]:
        app = opened(page, "en")
        assert not app.exception, page
    app = opened("pages/examine.py", "en")
    app.button(key="case-sample-0").click().run()
    app.switch_page("pages/jury.py").run()
    app.switch_page(PAGE).run()
    assert outside(heard) == []
    assert server.asked == []
    app.button(key="archive-agree").click().run()
    assert server.asked == [], "to agree is not to search"
    app.button(key="archive-go").click().run()
    assert server.asked
    assert ("socket.connect", server.server_address) in heard, "what listens here does hear"
    assert outside(heard) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_before_it_is_asked_the_page_says_what_would_be_sent(server, language):
    app, t = opened(PAGE, language), texts(language)
    assert not app.exception
    for number in range(1, 6):
        assert t(f"archive.consent_{number}") in html(app)
    assert all(host in html(app) for host in ("api.isic-archive.com", "isic-archive.s3.amazonaws.com"))
    assert not [button for button in app.button if button.key == "archive-go"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_found_is_shown_without_its_diagnosis_and_with_whom_to_name(server, language):
    app, t = searched(language), texts(language)
    assert not app.exception
    assert len(buttons(app)) == 24
    assert t("archive.found", count=24) in html(app)
    assert "ISIC Archive ISIC_9000000, Clinic 9000000" in html(app)
    assert "Melanoma in situ" not in html(app)
    assert len(re.findall(r"case-archive-\d+ button { background-image: url\(data:image/jpeg", html(app))) == 24


def test_the_controls_narrow_the_search(server):
    app = agreed()
    app.selectbox(key="archive-diagnosis").set_value("DF").run()
    app.selectbox(key="archive-sex").set_value("female").run()
    app.button(key="archive-go").click().run()
    words = server.asked[0]
    assert "Dermatofibroma" in words
    assert "sex%3Afemale" in words
    assert "CC-0" in words
    assert len(buttons(app)) > 0


def test_a_case_is_examined_and_its_diagnosis_told_only_to_who_asks(server, beside, monkeypatch):
    monkeypatch.setattr(admission, "decided", lambda verdict, *, anyway: admission.ADMITTED)
    app, t = searched(), texts("en")
    app.button(key="case-archive-0").click().run()
    assert not app.exception
    app.switch_page("pages/examine.py").run()  # the page goes there by itself, but a test stays where it was
    assert 'class="figure"' in html(app)
    assert "ISIC Archive ISIC_9000000, Clinic 9000000. Licence: CC-0" in html(app)
    known = t("archive.known", diagnosis=t("diagnoses.MEL.name"), words="Melanoma in situ")
    assert known not in html(app)
    app.button(key="archive-reveal").click().run()
    assert f"{known} {t('archive.confirmations.histopathology')}" in html(app)
    app.button(key="case-sample-0").click().run()
    app.button(key="previous").click().run()
    assert known not in html(app), "another look is blind again"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_jury_answers_blind_and_tells_the_diagnosis_to_who_asks(server, beside, monkeypatch, language):
    monkeypatch.setattr(admission, "decided", lambda verdict, *, anyway: admission.ADMITTED)
    app, t = searched(language), texts(language)
    app.button(key="case-archive-0").click().run()
    app.switch_page("pages/jury.py").run()
    known = t("archive.known", diagnosis=t("diagnoses.MEL.name"), words="Melanoma in situ")
    assert not app.exception
    assert 'class="jury-summary"' in html(app)
    assert known not in html(app)
    assert app.button(key="archive-reveal").label == t("archive.reveal")
    app.button(key="archive-reveal").click().run()
    assert known in html(app)
    app.switch_page("pages/examine.py").run()
    assert known in html(app), "what was told there is told here, too"
    app.switch_page("pages/jury.py").run()
    app.button(key="case-sample-0").click().run()
    assert not [button for button in app.button if button.key == "archive-reveal"], "whose diagnosis its source says"
    app.button(key="previous").click().run()
    assert known not in html(app), "another look is blind again"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("mode", "error", "data"),
    [
        ("down", "archive_unreachable", {}),
        ("busy", "archive_busy", {"seconds": 30}),
        ("broken", "archive_unclear", {"reason": "form"}),
        ("elsewhere", "archive_unclear", {"reason": "elsewhere"}),
    ],
)
def test_a_failure_is_one_sentence_and_the_rest_works(server, beside, mode, error, data, language):
    app, t = agreed(language), texts(language)
    server.mode = mode
    app.button(key="archive-go").click().run()
    if "reason" in data:
        data = {"reason": t(f"archive_reasons.{data['reason']}")}
    assert not app.exception
    assert t(f"errors.{error}", **data) in html(app)
    app.switch_page("pages/examine.py").run()
    app.button(key="case-sample-0").click().run()
    assert 'class="figure"' in html(app)


def test_a_failure_leaves_what_was_found_before(server):
    app = searched()
    server.mode = "down"
    app.selectbox(key="archive-diagnosis").set_value("VASC").run()
    app.button(key="archive-go").click().run()
    assert len(buttons(app)) == 24


def test_pictures_that_cannot_be_had_leave_their_buttons(server, monkeypatch):
    for one in server.images:
        one["files"]["thumbnail_256"]["url"] = "https://example.org/x.jpg"
    app = searched()
    assert not app.exception
    assert len(buttons(app)) == 24
    assert "data:image/jpeg" not in html(app)


def test_a_photo_that_cannot_be_had_is_said_and_the_cases_stay(server):
    app = searched()
    server.mode = "down"
    app.button(key="case-archive-3").click().run()
    assert texts("en")("errors.archive_unreachable") in html(app)
    assert len(buttons(app)) == 24


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_it_is_switched_off_no_page_offers_it(monkeypatch, language):
    monkeypatch.setenv("TEN_OPINIONS_ARCHIVE", "off")
    settings.cache_clear()
    assert texts(language)("archive.off") in html(opened(PAGE, language))
    app = opened("pages/examine.py", language)
    links = [element.proto.label for element in app.get("page_link")]
    assert texts(language)("input.archive") not in links
    settings.cache_clear()


def test_nothing_found_says_what_to_do(server):
    app = agreed()
    server.mode = "empty"
    app.button(key="archive-go").click().run()
    assert texts("en")("archive.nothing") in html(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_photos_learned_from_are_shown_to_who_asks_for_them_and_marked(server, beside, monkeypatch, language):
    monkeypatch.setattr(admission, "decided", lambda verdict, *, anyway: admission.ADMITTED)
    server.images = [image(number, server.address, "NV") for number in (24306, UNLEARNED)]
    app, t = searched(language), texts(language)
    assert [button.label for button in app.button if button.key in buttons(app)] == [t("archive.case", number=1)]
    app.toggle(key="archive-learned").set_value(True).run()
    app.button(key="archive-go").click().run()
    marked = [t("archive.case_learned", number=1), t("archive.case", number=2)]
    assert [button.label for button in app.button if button.key in buttons(app)] == marked
    app.button(key="case-archive-0").click().run()
    app.switch_page("pages/examine.py").run()
    assert t("source.learned") in html(app)


def test_a_grey_png_is_shown_and_examined_although_its_address_says_jpg(server, beside, monkeypatch):
    monkeypatch.setattr(admission, "decided", lambda verdict, *, anyway: admission.ADMITTED)
    server.grey.add(UNLEARNED)
    app = searched()
    assert "case-archive-0 button { background-image: url(data:image/jpeg" in html(app)
    app.button(key="case-archive-0").click().run()
    app.switch_page("pages/examine.py").run()
    assert not app.exception
    assert "240 × 240 px, PNG" in html(app)
