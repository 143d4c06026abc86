"""Known cases beside a photo: their pictures come from the ISIC Archive for who asks and agrees."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from model.settings import settings
from model.text import LANGUAGES, texts
from tests.isic_archive.stand_in_archive import image
from tests.pages.test_criteria_view import html

HERE, THERE, NOWHERE = "ISIC_0000001", "ISIC_0000002", "ISIC_0000003"


def script(language):
    from model.text import texts
    from pages.components.archive.known_cases import show_known_cases
    from pages.components.shell.photo_strip import KnownPhoto
    from tests.pages.test_known_cases import HERE, NOWHERE, THERE

    for key in ("similar", "alike"):
        photos = [KnownPhoto(name, "NV") for name in (HERE, THERE, NOWHERE, "no_name")]
        show_known_cases(texts(language), key, photos)


def opened(language="en") -> AppTest:
    app = AppTest.from_function(script, args=(language,), default_timeout=60).run()
    assert not app.exception
    return app


@pytest.fixture
def known(server, data):
    """An archive that has one of the cases, beside a folder that has another."""
    data([HERE])
    server.images = [image(2, server.address, "NV"), image(9, server.address, "NV")]
    return server


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missing_picture_is_fetched_after_consent_and_its_source_named(known, language):
    app, t = opened(language), texts(language)
    assert html(app).count("<img") == 2, "the one that is here, in both strips"
    assert app.button(key="archive-pictures-alike").label == t("archive.pictures")
    app.button(key="archive-pictures-similar").click().run()
    assert t("archive.consent_3") in html(app)
    assert known.asked == []
    app.button(key="archive-agree").click().run()
    search, *pictures = known.asked
    assert f"isic_id%3A{THERE}+OR+isic_id%3A{NOWHERE}&" in search, "neither what is here nor what is no identifier"
    assert pictures == [f"/thumbnails/{THERE}_thumbnail.jpg"]
    assert html(app).count("<img") == 4
    assert t("archive.owed", name=THERE, who=f"ISIC Archive {THERE}, Clinic 2", licence="CC-0") in html(app)
    assert t("cases.not_shipped") in html(app), "one is nowhere"
    app.run()
    assert len(known.asked) == 2, "what was fetched stays"


def test_a_failure_is_said_and_the_strip_and_its_button_stay(known):
    app = opened().button(key="archive-pictures-alike").click().run()
    known.mode = "down"
    app.button(key="archive-agree").click().run()
    assert texts("en")("errors.archive_unreachable") in " ".join([html(app), *(str(e.value) for e in app.error)])
    assert html(app).count(f">{THERE}</a>") == 2
    assert [button.key for button in app.button] == ["archive-pictures-similar", "archive-pictures-alike"]


def test_where_the_archive_is_off_nothing_is_offered(data, monkeypatch):
    data([HERE])
    monkeypatch.setenv("TEN_OPINIONS_ARCHIVE", "off")
    settings.cache_clear()
    assert not opened().button
