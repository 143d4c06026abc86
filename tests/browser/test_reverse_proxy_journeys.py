"""Behind nginx, under a base path, with the committed example: an answer, its headers, and who is turned away."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from model.settings import ROOT
from tests import stand_ins
from tests.browser.conftest import served
from tests.browser.test_base_path_journeys import USUAL
from tests.photos import jpeg

pytestmark = pytest.mark.browser
EXAMPLE = ROOT / "docs" / "nginx.conf"
HEADERS = (
    *("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy"),
    *("Permissions-Policy", "Cross-Origin-Opener-Policy", "Strict-Transport-Security"),
)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def on_loopback(folder: Path, port: int, app: str) -> str:
    """The example with another port, without a certificate, and with all files in a folder of its own."""
    text = EXAMPLE.read_text(encoding="utf-8")
    text = re.sub(r"listen 443 ssl;", f"listen 127.0.0.1:{port};", text)
    text = re.sub(r"^ *ssl_certificate.*\n", "", text, flags=re.MULTILINE)
    text = text.replace("http://127.0.0.1:8501", app)
    places = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("proxy", "fastcgi", "uwsgi", "scgi", "client_body")
    )
    http = f"include /etc/nginx/mime.types; access_log {folder}/access.log; {places}\n{text}"
    return f"pid {folder}/pid; error_log {folder}/error.log;\nevents {{}}\nhttp {{ {http} }}\n"


@pytest.fixture
def proxied(tmp_path):
    program = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if program is None:
        message = "no nginx on this machine: apt-get install nginx"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    environment = stand_ins.environment(tmp_path, *stand_ins.ANSWERING, stand_ins.COMMITTEE, asked=stand_ins.COMMITTEE)
    settings = {"STREAMLIT_SERVER_BASE_URL_PATH": "opinions", "STREAMLIT_SERVER_ALLOWED_HOSTS": "127.0.0.1"}
    with served(tmp_path / "log.txt", **settings, **environment) as app:
        port = free_port()
        (tmp_path / "nginx.conf").write_text(on_loopback(tmp_path, port, app), encoding="utf-8")
        nginx = [program, "-c", str(tmp_path / "nginx.conf"), "-e", str(tmp_path / "error.log")]
        subprocess.run(nginx, check=True)  # ends once it listens, in the background
        try:
            yield f"http://127.0.0.1:{port}/opinions"
        finally:
            subprocess.run([*nginx, "-s", "quit"], check=True)


def status(request: Request | str) -> int:
    try:
        with urlopen(request, timeout=30) as answer:
            return int(answer.status)
    except HTTPError as error:
        with error:
            return error.code


def test_behind_nginx_an_upload_is_answered_with_headers_and_strangers_are_turned_away(proxied, visit):
    journey = visit(address=proxied)
    page = journey.page
    journey.open("/?lang=en")
    answer = page.goto(f"{proxied}/examine?lang=en")
    sent = answer.all_headers()
    assert [name for name in HEADERS if name.lower() not in sent] == []
    assert sent.get("server") == "nginx"
    page.set_input_files('input[type="file"] >> nth=0', {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg(1)})
    journey.finds(".figure")
    journey.complaints = [words for words in journey.complaints if not words.endswith(USUAL)]
    assert journey.complaints == [], "the policy forbids nothing that the app needs"
    assert journey.foreign == []

    port = urlsplit(proxied).port
    strangers = [("elsewhere.example", None), (f"127.0.0.1:{port}", "https://elsewhere.example")]
    for host, origin in strangers:
        stream = f"ws://{host}/opinions/_stcore/stream"
        way = socket.create_connection(("127.0.0.1", port))
        with pytest.raises(InvalidStatus) as error:
            connect(stream, sock=way, origin=origin, subprotocols=["streamlit"])
        assert error.value.response.status_code == 403, (host, origin)
    put = Request(f"{proxied}/_stcore/upload_file/a/b", data=b"x", method="PUT")
    assert status(put) == 403, "an upload without the token"
    assert status(proxied.replace("/opinions", "/")) == 404
