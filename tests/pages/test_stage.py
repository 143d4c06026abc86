"""The stage without a browser: every step in both languages, notes that follow, own steps and their mistakes."""

from __future__ import annotations

import re
from html import unescape

import pytest

from model.lesion.practice import default_practice
from model.settings import ASSETS, settings
from model.stage import figures
from model.stage.following import new_name
from model.stage.story import BUILT_IN
from model.stage.story import story as steps
from model.text import LANGUAGES, texts
from pages.components.cache import story_cache
from pages.components.story.screens import notes
from pages.components.story.words import material
from tests.pages.test_pages import html, opened


@pytest.fixture
def setting(monkeypatch):
    """Set variables of the environment; the settings are read again in the test, and again after it."""

    def chosen(**variables: object) -> None:
        for name, value in variables.items():
            monkeypatch.setenv(f"TEN_OPINIONS_{name.upper()}", str(value))
        settings.cache_clear()

    yield chosen
    settings.cache_clear()


def playing(language="en", step=1, name=None, **asked):
    """The page of a story at a step."""
    app = opened("pages/stage.py", language)
    for key, value in {"stage": name or new_name(), **asked}.items():
        app.query_params[key] = value
    app.run()
    if step != 1:
        app.session_state["step"] = step
        app.run()
    assert not app.exception
    return app


def screen(app) -> str:
    """What can be read on the screen."""
    return words(re.findall(r'<section class="screen".*?</section>', html(app), re.DOTALL)[-1])


def words(body: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_before_the_story_stand_both_windows_the_keys_and_the_notice(language):
    app, t = opened("pages/stage.py", language), texts(language)
    assert not app.exception
    assert all(t(f"story.keys_{key}") in html(app) for key in ("next", "back", "ends", "contrast", "full", "leave"))
    assert t("app.notice") in html(app)
    (begin,) = re.findall(r'href="stage\?lang=..&amp;stage=([\w-]+)"', html(app))
    (link,) = app.get("link_button")
    assert link.proto.url.endswith(f"notes={begin}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_has_its_title_its_place_and_the_notice(language):
    t, app = texts(language), playing(language)
    for number, slug in enumerate(BUILT_IN, 1):
        app.session_state["step"] = number
        app.run()
        assert not app.exception
        assert screen(app).startswith(words(t(f"story.{slug}.title")))
        assert f'data-step="{number}" data-slug="{slug}" lang="{language}"' in html(app)
        assert f"{number} / {len(BUILT_IN)}" in html(app)
        assert html(app).count(t("app.notice")) == 2  # of the hidden frame, and on the screen


def test_the_figures_on_the_screens_are_those_of_the_tables():
    found, t = figures.read(), texts("en")
    home, away = found.sets["day2"], found.sets["elsewhere"]
    app = playing(step=BUILT_IN.index("fail") + 1)
    assert f"{away.missed_by_most} of {away.melanomas} " in screen(app)
    assert f"{home.missed_by_most} of {home.melanomas}." in screen(app)
    app = playing(step=BUILT_IN.index("rules") + 1)
    assert f"{len(found.winners)} different winners under {found.rules} rules" in screen(app)
    app = playing(step=BUILT_IN.index("event") + 1)
    assert f"{figures.event()['algorithms']} algorithms, the same photographs" in screen(app)
    assert "Source: ActuIA" in screen(app)
    app = playing(step=BUILT_IN.index("disagree") + 1)
    assert words(t.percent(home.divided / home.photos)) in screen(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_has_notes_and_they_follow_the_story(language):
    t, name = texts(language), new_name()
    story, second = playing(language, name=name), opened("pages/stage.py", language)
    second.query_params["notes"] = name
    of, ours = material(default_practice()), steps()
    for number in range(1, len(BUILT_IN) + 1):
        story.session_state["step"] = number
        story.run()
        second.run()
        assert not second.exception
        title, said = notes(t, ours[number - 1], of)
        assert title in unescape(html(second))
        assert said in unescape(html(second))
    assert t("story.notes.last") in unescape(html(second))


def test_notes_of_a_stage_that_nobody_opened_say_what_to_do():
    app = opened("pages/stage.py", "fr")
    app.query_params["notes"] = new_name()
    app.run()
    assert texts("fr")("story.notes.silent") in unescape(html(app))


@pytest.mark.parametrize("name", ["short", "' onload=alert(1)", "x" * 200])
def test_an_address_that_names_no_stage_is_the_beginning(name):
    app = opened("pages/stage.py", "en")
    app.query_params["stage"] = name
    app.run()
    assert not app.exception
    assert texts("en")("story.keys_title") in html(app)


def test_who_leaves_and_begins_again_is_followed_by_the_same_notes():
    name, app = new_name(), opened("pages/stage.py", "fr")
    assert f'data-leave="stage?lang=fr&amp;again={name}"' in html(playing("fr", name=name))
    app.query_params["again"] = name
    app.run()
    assert f"stage={name}" in html(app)


def test_figures_of_other_tables_are_computed_again_and_not_shown(monkeypatch):
    def others(*_):
        raise LookupError("computed again")

    monkeypatch.setattr(figures, "state", lambda *_: "others")
    monkeypatch.setattr(figures, "compute", others)
    with pytest.raises(LookupError, match="computed again"):
        story_cache.story_figures()


def test_without_the_case_of_the_first_page_its_steps_are_left_out(monkeypatch):
    from pages.components.start import opening_view

    monkeypatch.setattr(opening_view, "read", lambda: None)
    app = playing(step=3)
    assert screen(app).startswith(texts("en")("story.disagree.title"))
    assert f"3 / {len(BUILT_IN) - 4}" in html(app)


@pytest.mark.parametrize(("language", "title"), [("fr", "Ce soir"), ("en", "Tonight")])
def test_own_steps_stand_among_ours_with_their_notes(setting, language, title):
    setting(story=ASSETS / "stage" / "example.toml")
    name = new_name()
    app = playing(language, step=2, name=name)
    assert screen(app).startswith(title)
    assert f"2 / {len(BUILT_IN) + 2}" in html(app)
    second = opened("pages/stage.py", language)
    second.query_params["notes"] = name
    second.run()
    assert title in html(second)
    app.session_state["step"] = len(BUILT_IN) + 1
    app.run()
    assert 'class="own" src="data:image/jpeg;base64,' in html(app)


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "story.toml, ligne 3, « titel »"), ("en", "story.toml, line 3, “titel”")]
)
def test_a_bad_file_gets_its_sentence_before_the_story_which_plays_without_it(setting, tmp_path, language, said):
    (tmp_path / "story.toml").write_text('[[step]]\n[step.en]\ntitel = "A"\n')
    setting(story=tmp_path / "story.toml")
    app = opened("pages/stage.py", language)
    assert said.replace("« ", "«\N{NARROW NO-BREAK SPACE}").replace(" »", "\N{NARROW NO-BREAK SPACE}»") in unescape(
        html(app)
    )
    assert texts(language)("story.own_refused") in unescape(html(app))
    assert f"1 / {len(BUILT_IN)}" in html(playing(language))


def test_nobody_is_sent_back_unless_it_was_asked_for(setting):
    assert "data-idle=" not in html(playing())
    assert 'data-idle="90"' in html(playing(kiosk="90"))
    assert "data-idle=" not in html(playing(kiosk="soon"))
    setting(kiosk=120)
    assert 'data-idle="120"' in html(playing())
    assert "120 s" in html(opened("pages/stage.py", "en"))
