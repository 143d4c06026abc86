"""A served app and a Chromium for the journeys. Where there is no Chromium they are skipped, but never in CI.

What all journeys share ends with this folder, not with the session: Playwright's event loop would hinder other tests.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, TimeoutError, expect, sync_playwright

from tests import stand_ins
from tests.synthetic_benchmark import as_seen_by_a_server, write_benchmark

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]  # fmt: skip
PATIENCE = 90_000
"""Milliseconds that a step may take on a busy machine; every wait ends as soon as its condition holds."""
SOON = 10_000
"""Milliseconds after which a person would look again whether what they want to click is there."""
OFTEN = 100
"""Milliseconds between two looks at the text of a page; at every frame, as is the default, they would load it."""
ANSWERED = Path(__file__).with_name("answered.js")
"""Tells each page when the server has answered what it was asked."""
FOLDED = {
    ".menu-switch": (".st-key-menu", ".st-key-language-switch"),
    ".input-switch": (".st-key-case-", ".st-key-camera"),
}
"""What a phone folds away below each switch: the menu, and the ways to choose another photo."""
TWO_FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
PROBES = re.compile(r"/[^/]+/_stcore/(health|host-config)$")
"""Addresses that Streamlit tries below the path of a page before it finds them at the root."""
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        message = "no Chromium on this machine: apt-get install chromium"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield chromium
        chromium.close()


@contextmanager
def served(log: Path, **environment: str) -> Iterator[str]:
    """The address of a fresh server on a free port, as `make run` starts it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
    command += [f"--server.port={port}", "--server.address=127.0.0.1"]
    with log.open("w") as errors:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True, env={**os.environ, **environment}
        )
        try:
            _wait_until_it_says_its_address(process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.communicate(timeout=30)


def _wait_until_it_says_its_address(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    if not any("URL:" in line for line in process.stdout):
        pytest.fail(f"the server stopped with status {process.wait()}")


@pytest.fixture(scope="package")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app with its committed weights and no cases."""
    with served(tmp_path_factory.mktemp("server") / "log.txt", TEN_OPINIONS_CASES="") as address:
        yield address


@pytest.fixture(scope="package")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an app whose jury answers at once."""
    folder = tmp_path_factory.mktemp("quick")
    environment = stand_ins.environment(folder, *stand_ins.ANSWERING, stand_ins.COMMITTEE, asked=stand_ins.COMMITTEE)
    with served(folder / "log.txt", **environment) as address:
        yield address


@pytest.fixture(scope="package")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app with the made-up benchmark of eleven algorithms."""
    folder = write_benchmark(tmp_path_factory.mktemp("board") / "benchmark")
    log = folder.parent / "log.txt"
    with served(log, TEN_OPINIONS_CASES="", TEN_OPINIONS_DATA="", **as_seen_by_a_server(folder)) as address:
        yield address


class Visit:
    """A page that remembers what the browser complained of and what it asked for."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.complaints: list[str] = []
        self.foreign: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.add_init_script(path=ANSWERED)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda r: None if self._is_ours(r.url) else self.foreign.append(r.url))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not PROBES.search(message.location["url"]):
            self.complaints.append(message.text)

    def _is_ours(self, url: str) -> bool:
        return url.startswith((self.address, self.address.replace("http", "ws"), "data:", "blob:"))

    def forget_what_was_overtaken(self) -> None:
        """Drop complaints of files that were gone before they were loaded, with the answer or page they belong to."""
        overtaken = ("404", "Image source")
        self.complaints[:] = [words for words in self.complaints if not any(part in words for part in overtaken)]

    def open(self, path: str = "/") -> None:
        """Load an address and wait until the page stands still."""
        self.page.goto(self.address + path)
        self.page.wait_for_selector(".st-key-frame .notice", state="attached")  # it comes last, after the menu
        self.settle()

    def settle(self) -> None:
        """Wait until all that was asked of the server is answered and drawn, and no element is out of date.

        What is asked later than the act itself is not known yet: a slider and an upload wait before they ask.
        """
        at_rest = """() => window.isAnswered() && !document.querySelector('[data-stale="true"]')
            && document.querySelector('[data-testid="stApp"][data-test-script-state="notRunning"]') !== null"""
        self.page.wait_for_function(at_rest, polling=OFTEN)

    def resize(self, width: int, height: int) -> None:
        """Give the page another size and wait until it is laid out anew."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.evaluate(TWO_FRAMES)
        self.settle()

    def unfold(self, selector: str) -> None:
        """Open what the element is folded away in: the menu of a phone, or the ways to choose another photo."""
        if not selector.startswith(tuple(part for parts in FOLDED.values() for part in parts)):
            return
        # the switches of the page before may still stand open where those of this one will be closed
        self.page.wait_for_function("document.querySelector('.menu-switch')?.dataset.page === document.title")
        for switch, parts in FOLDED.items():
            closed = self.page.locator(f"{switch}:not([open]) summary")
            if selector.startswith(parts) and closed.is_visible():
                closed.click()
        more = self.page.locator(".more-switch:not([open]) summary")
        if selector.startswith(".st-key-menu") and more.is_visible() and self.page.locator(".st-key-more").is_hidden():
            more.click()  # what the menu does not show itself hangs below this word

    def click(self, selector: str) -> None:
        """Click and wait for the answer; after a link of the menu for its page, whose uploader is another one."""
        self.unfold(selector)
        leads_to = self.page.locator(selector).first.get_attribute("href") if ".st-key-menu a" in selector else None
        try:
            self.page.click(selector, timeout=SOON)
        except TimeoutError:
            self.unfold(selector)  # a page that was still on its way has folded it away again
            self.page.click(selector)
        if leads_to is not None:
            self.page.wait_for_function("link => location.pathname === new URL(link, location).pathname", arg=leads_to)
        self.settle()

    def sees(self, words: str, selector: str = "body") -> None:
        """Wait until the words can be read there."""
        script = (
            "([s, w]) => [...document.querySelectorAll(s)].some(e => e.innerText.replace(/\\s+/g, ' ').includes(w))"
        )
        try:
            self.page.wait_for_function(script, arg=[selector, words], polling=OFTEN)
        except TimeoutError as late:
            late.add_note(f"not seen: {words!r}; the page says: {self.text()}; complaints: {self.complaints}")
            raise
        self.settle()

    def finds(self, selector: str) -> None:
        """Wait until it is there and the page stands still."""
        self.page.wait_for_selector(selector)
        self.settle()

    def sees_other_words(self, before: str, selector: str) -> None:
        """Wait until something else can be read there than `text` has returned before."""
        script = "([s, w]) => (document.querySelector(s)?.innerText ?? w).replace(/\\s+/g, ' ').trim() !== w"
        self.page.wait_for_function(script, arg=[selector, before], polling=OFTEN)
        self.settle()

    def text(self, selector: str = "body") -> str:
        """What can be read there, with plain spaces."""
        return " ".join(self.page.inner_text(selector).split())


class Contexts:
    """Browser contexts that journeys take and give back; a second load of the app is three times as quick as a first.

    So a context has only the options that no page can change: sizes and colour schemes are set on the page.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._idle: dict[str, list[BrowserContext]] = {}
        self._taken: list[tuple[str, BrowserContext]] = []

    def take(self, **options: object) -> BrowserContext:
        """Return a context without pages, cookies and routes that nobody else has."""
        key = repr(sorted(options.items()))
        idle = self._idle.setdefault(key, [])
        context = idle.pop() if idle else self._browser.new_context(**options)
        self._taken.append((key, context))
        return context

    def give_back(self) -> None:
        """Take back all contexts, as clean as new ones."""
        for key, context in self._taken:
            for page in context.pages:
                page.close()
            context.clear_cookies()
            context.clear_permissions()
            context.unroute_all()
            context.set_offline(False)
            self._idle[key].append(context)
        self._taken.clear()


@pytest.fixture(scope="package")
def contexts(browser: Browser) -> Contexts:
    """The contexts of all journeys."""
    return Contexts(browser)


@pytest.fixture
def visit(contexts: Contexts, app: str):
    """Makes visits: `visit(width, locale)`; none may leave this computer or complain."""
    visits = []

    def begin(
        width: int = 1440,
        locale: str = "en-GB",
        address: str = app,
        color_scheme: str = "light",
        permissions: Sequence[str] = (),
        **options: object,
    ) -> Visit:
        context = contexts.take(locale=locale, accept_downloads=True, **options)
        context.grant_permissions(permissions)
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 900 if width > 600 else 844})
        page.emulate_media(color_scheme=color_scheme)
        visits.append(Visit(page, address))
        return visits[-1]

    yield begin
    contexts.give_back()
    assert [complaint for made in visits for complaint in made.complaints] == []
    assert [url for made in visits for url in made.foreign] == []
