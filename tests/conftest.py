"""Fixtures shared by all tests: a browser, and the built site served on the loopback address."""

import contextlib
import functools
import http.server
import os
import pathlib
import threading

import hypothesis
import pytest
from labs import PATIENCE, write

ROOT = pathlib.Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"
RUNNING = (ROOT / "chapters" / "running.md").read_text("utf8")
POLICY = " ".join(RUNNING.partition("```text\nContent-Security-Policy: ")[2].partition("```")[0].split())

# Times on a loaded two-core machine say nothing about the code; fixed examples make a red run repeatable.
hypothesis.settings.register_profile("book", deadline=None, derandomize=True, max_examples=50)
hypothesis.settings.load_profile("book")


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A static server that does not log."""

    extensions_map = http.server.SimpleHTTPRequestHandler.extensions_map | {".js": "text/javascript"}

    def __init__(self, *args, policy="", **options):
        self.policy = policy
        super().__init__(*args, **options)

    def end_headers(self):
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def log_message(self, *args):
        pass

    def handle(self):
        with contextlib.suppress(ConnectionError):  # a page that was left
            super().handle()


@contextlib.contextmanager
def serving(folder, policy=""):
    """Serves a folder's files on loopback, under a Content-Security-Policy; the address, without a slash at its end."""
    handler = functools.partial(Quiet, directory=str(folder), policy=policy)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def site():
    """Address of the built book."""
    if not (SITE / "index.html").exists():
        pytest.fail("the book is not built: run `make book` first")
    with serving(SITE) as address:
        yield address


@pytest.fixture(scope="session")
def strict(site):
    """Address of the built book under the Content-Security-Policy that its chapter on running gives."""
    assert POLICY, "chapters/running.md gives no policy"
    with serving(SITE, POLICY) as address:
        yield address


@pytest.fixture
def served(tmp_path):
    """A folder of the test's own, and the address where its files are served."""
    with serving(tmp_path) as address:
        yield tmp_path, address


def patient(make):
    """The same way to make contexts; their pages wait as long as a slow machine may need."""
    def new_context(**options):
        context = make(**options)
        context.set_default_timeout(PATIENCE)
        return context

    return new_context


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium driven by playwright."""
    from browser import FLAGS, find  # scripts/browser.py
    from playwright.sync_api import sync_playwright

    path = find()
    if not path:
        pytest.fail("no Chromium: `make test` installs one")
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=os.fspath(path), args=FLAGS, timeout=PATIENCE)
        chromium.new_context = patient(chromium.new_context)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser):
    """A fresh page on a wide screen, closed after the test."""
    context = browser.new_context(viewport={"width": 1400, "height": 1100})
    yield context.new_page()
    context.close()


@pytest.fixture
def visit(browser):
    """visit(address, ...) opens a page in a context with these options, closed after the test.

    Errors of its scripts gather in `page.errors`, with `console` what its console warns of as well.
    """
    contexts = []

    def open_page(address, console=False, **options):
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.errors = []
        page.on("pageerror", lambda e: page.errors.append(str(e)))
        if console:
            page.on("console", lambda m: m.type in ("error", "warning") and page.errors.append(m.text))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def opened(browser, served):
    """opened(lab, ...) shows a lab in a page of its own and waits for its first answer."""
    folder, address = served
    contexts, errors = [], []

    def open_lab(lab, *, theme="light", width=1000, motion="reduce", kernel=None, first="[data-done]", script="",
                 **settings):
        write(folder, lab, theme, **settings)
        screen = {"viewport": {"width": width, "height": 1000}, "reduced_motion": motion, "color_scheme": theme}
        contexts.append(browser.new_context(**screen))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda e: errors.append(str(e)))
        page.on("console", lambda m: m.type in ("error", "warning") and errors.append(m.text))
        page.on("request", lambda r: r.url.startswith((address, "data:", "blob:")) or errors.append(r.url))
        if kernel:
            page.expose_function("ask", kernel)
        page.add_init_script(script)
        page.goto(address)
        page.wait_for_selector(f".mosaic-lab{first}")
        return page

    yield open_lab
    for context in contexts:
        context.close()
    assert not errors


# ---------------------------------------------------------------- hands for the built book's pages
def settle(page, address):
    """Open a page and wait until it is loaded and its mathematics is set."""
    page.goto(address)
    page.evaluate("() => window.MathJax?.startup?.promise")


SCROLL = """async () => { const frame = () => new Promise(requestAnimationFrame);
    for (let top = 0; top < document.documentElement.scrollHeight; top += 500) {
      window.scrollTo(0, top);
      await frame(), await frame();
    }
    window.scrollTo(0, 0);
    const loading = () => [...document.images].some((image) => !image.complete && image.checkVisibility());
    while (loading() || document.querySelector(".lab-host[data-waits]")) await frame(); }"""


def scroll_through(page):
    """Scroll to the end and back, until the pictures and labs that wait for the reader are there."""
    page.evaluate(SCROLL)  # one call: a page under a policy has no eval, which waiting for a function needs


def frames(page, count=3):
    """Let the page draw so often: what an event has set off is then done."""
    page.evaluate("async (n) => { while (n--) await new Promise(requestAnimationFrame); }", count)
