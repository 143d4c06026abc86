"""A browser that comes by an unknown name costs no request to anybody."""

from __future__ import annotations

from streamlit import net_util
from streamlit.web.server.server_util import is_url_from_allowed_origins

from tests.pages.test_pages import opened


def test_a_browser_by_an_unknown_name_is_refused_without_asking_outside(monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("asked outside")

    monkeypatch.setattr(net_util, "_make_blocking_http_get", refuse)
    opened("pages/about.py", "en")
    assert not is_url_from_allowed_origins("http://clinic.example:8501")
    assert is_url_from_allowed_origins("http://localhost:8501")
