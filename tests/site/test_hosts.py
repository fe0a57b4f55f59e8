"""Where a page can stand: a file, a frame, a strict policy, no WebAssembly, no script; and what Back finds."""

import collections
import re

import pytest
from conftest import POLICY, SITE, frames, serving

LABS = ["chapters/02-ideal.html", "chapters/04-turing.html", "chapters/06-local.html"]  # the last by WebAssembly
PAGES = sorted(p.relative_to(SITE).as_posix() for p in SITE.rglob("*.html") if "_static" not in p.parts)
FORMS = ".drawn :is(.wide, .narrow)"


@pytest.fixture
def door(visit):
    """door(address, ...) opens a page; its console's errors and warnings gather in `page.errors`."""

    def enter(address, **options):
        screen = {"viewport": {"width": 1400, "height": 1100}, "reduced_motion": "reduce"}
        return visit(address, console=True, **screen, **options)

    return enter


def near(page):
    """Scroll to the first lab's picture."""
    page.locator(".lab-poster").first.evaluate("e => e.scrollIntoView()")


def lives(page):
    """The labs near the screen answer, and neither picture nor word stands in for the first any more."""
    near(page)
    page.wait_for_selector(".lab-host:not([data-waits]) .mosaic-lab[data-done]")
    page.wait_for_selector(".lab-poster", state="hidden")
    assert page.locator(".lab-still").count() == 0 and page.locator("[role=alert]").count() == 0


def stands(page):
    """The first lab's picture is in view, with words beside it; the words."""
    near(page)
    page.locator(".lab-poster").first.wait_for(state="visible")
    word = page.locator(".lab-still").first
    assert word.is_visible() and word.locator("a").get_attribute("href").endswith("running.html")
    return word.inner_text()


def without(directive, *, to=""):
    """The policy with one directive's sources replaced."""
    changed = re.sub(rf"\b{directive} [^;]*", f"{directive} {to}", POLICY)
    assert changed != POLICY
    return changed


# ---------------------------------------------------------------- doors that open
@pytest.mark.parametrize("name", LABS)
def test_a_page_opened_as_a_file(door, tmp_path, name):
    (tmp_path / "an offline [copy] für mich").symlink_to(SITE)
    page = door((tmp_path / "an offline [copy] für mich" / name).as_uri())
    lives(page)
    page.evaluate("window.MathJax.startup.promise")
    assert page.locator("mjx-container").count() > 0
    assert page.evaluate("document.fonts.ready.then(() => [...document.fonts].every((f) => f.status !== 'error'))")
    assert not page.errors


def test_search_and_theme_of_a_file(door):
    page = door((SITE / "search.html").as_uri() + "?q=denoiser")
    page.wait_for_selector("#search-results li a")
    page.wait_for_load_state("networkidle")
    button = page.locator("button.theme-switch-button:visible").first
    seen = {button.click() or page.evaluate("document.documentElement.dataset.mode") for _ in range(3)}
    assert seen == {"light", "dark", "auto"} and not page.errors


@pytest.mark.parametrize("name", LABS)
def test_a_sandboxed_frame_of_a_learning_platform(door, site, served, name):
    folder, address = served
    frame = f'<iframe sandbox="allow-scripts" width="1300" height="1000" src="{site}/{name}"></iframe>'
    course = f'<!doctype html><title>Course</title><link rel="icon" href="data:,">{frame}'
    (folder / "index.html").write_text(course, "utf8")
    page = door(address)
    frame = page.frames[1]
    lives(frame)
    assert frame.evaluate("document.documentElement.dataset.theme") == "light"
    frame.locator("button.theme-switch-button:visible").first.click()
    assert frame.evaluate("document.documentElement.dataset.theme") == "dark"
    fonts = re.compile(r"^Access to font at|^Failed to load resource: net::ERR_FAILED$")  # this server lends none
    assert not [text for text in page.errors if not fonts.match(text)]


@pytest.mark.parametrize("name", LABS)
def test_the_policy_of_the_chapter_on_running_suffices(door, strict, name):
    page = door(f"{strict}/{name}")  # test_pages.py visits every page under it
    assert page.request.get(f"{strict}/{name}").headers["content-security-policy"] == POLICY
    lives(page)
    page.locator("button.theme-switch-button:visible").first.click()
    page.evaluate("window.MathJax.startup.promise")
    assert page.locator("mjx-container").count() > 0 and not page.errors


@pytest.mark.parametrize("sources", ["'self'", "blob:"])
@pytest.mark.parametrize("name", LABS)
def test_one_kind_of_worker_is_enough(door, name, sources):
    with serving(SITE, without("worker-src", to=sources)) as address:
        lives(door(f"{address}/{name}"))


# ---------------------------------------------------------------- doors that stay shut say so, and the picture stays
@pytest.mark.parametrize("name", LABS)
def test_no_worker_at_all(door, name):
    with serving(SITE, without("worker-src", to="'none'")) as address:
        page = door(f"{address}/{name}")
        near(page)
        page.wait_for_selector(".lab-host:not([data-waits]) .mosaic-lab[data-error]")
        assert "could not answer here" in stands(page)
        assert "worker-src" in page.locator(".lab-status").first.inner_text()


def test_webassembly_refused(door):
    policy = POLICY.replace(" 'wasm-unsafe-eval'", "")
    assert policy != POLICY
    with serving(SITE, policy) as address:
        lives(door(f"{address}/chapters/02-ideal.html"))  # needs none
        page = door(f"{address}/chapters/06-local.html")
        near(page)
        page.wait_for_selector(".lab-host:not([data-waits]) .mosaic-lab[data-error]")
        assert "could not answer here" in stands(page)
        assert "WebAssembly" in page.locator(".lab-status").first.inner_text()


@pytest.mark.parametrize("name", LABS)
def test_a_lab_whose_files_are_missing(page, site, name):
    page.route("**/_static/labs/*.js", lambda route: route.abort())
    page.goto(f"{site}/{name}")
    near(page)
    page.wait_for_selector(".lab-still [role=alert]")
    assert "could not start here" in stands(page) and page.locator(".lab-host").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", [n for n in PAGES if n.startswith("chapters/")])
def test_without_scripts_each_figure_shows_once(door, site, name, scheme):
    page = door(f"{site}/{name}", java_script_enabled=False, color_scheme=scheme)
    shown = [i.get_attribute("class") for i in page.locator(FORMS).all() if i.is_visible()]
    assert shown == ["wide"] * page.locator(".drawn:visible").count()
    if page.locator(".lab-poster").count():
        assert "takes its place where this page may run its scripts" in stands(page)
        assert page.locator(".lab-still").count() == page.locator(".lab-poster").count()


@pytest.mark.parametrize("name", LABS)
def test_scripts_refused_by_a_policy(door, name):
    with serving(SITE, without("script-src", to="'none'")) as address:
        page = door(f"{address}/{name}")
        assert "may run its scripts" in stands(page)
        assert page.locator(f"{FORMS}:visible").count() == page.locator(".drawn:visible").count() > 0


# ---------------------------------------------------------------- a page that is left, and found again
STATE = "() => document.querySelector('.mosaic-lab').labState().params"


def changed(page, act):
    """What the lab computed with, when it has answered to what `act` does."""
    before = page.locator(".mosaic-lab").get_attribute("data-done")
    act()
    page.wait_for_function("""old => { const d = document.querySelector('.mosaic-lab').dataset;
        return d.done !== old && !('busy' in d); }""", arg=before)
    return page.evaluate(STATE)


def turn(page, name, *keys):
    """Press keys in a control."""
    page.locator(f".mosaic-lab [name={name}]").focus()
    for key in keys:
        page.keyboard.press(key)


@pytest.mark.parametrize(("name", "moves"), [
    ("chapters/02-ideal.html", [("N", "Home"), ("method", "h"), ("steps", "Home", "ArrowRight", "ArrowRight")]),
    ("chapters/06-local.html", [("P", "ArrowRight"), ("steps", "Home", "ArrowRight", "ArrowRight")]),
])
def test_back_finds_a_lab_as_it_was_left(door, site, name, moves):
    page = door(f"{site}/{name}")
    lives(page)
    first = page.evaluate(STATE)
    for control, *keys in moves:
        left = changed(page, lambda control=control, keys=keys: turn(page, control, *keys))
    page.locator(".mosaic-lab [name=step]").focus()
    page.keyboard.press("Home"), page.keyboard.press("ArrowRight")
    assert left != first and page.locator(".mosaic-lab [name=step]").input_value() == "1"
    page.goto(f"{site}/chapters/notation.html")
    page.go_back()
    lives(page)
    page.wait_for_function(f"wanted => JSON.stringify(({STATE})()) === JSON.stringify(wanted)", arg=left)
    page.wait_for_function("document.querySelector('.mosaic-lab [name=step]').value === '1'")
    again = door(f"{site}/{name}")  # another tab: nothing is kept from one to the other
    lives(again)
    assert again.evaluate(STATE) == first
    page.goto(f"{site}/chapters/notation.html")
    page.goto(f"{site}/{name}")  # by a link: as the chapter has it
    lives(page)
    assert page.evaluate(STATE) == first
    page.goto(f"{site}/chapters/notation.html")
    page.goto(f"{site}/{name}")  # by a link once more, and away before the lab is there
    page.goto(f"{site}/chapters/notation.html")
    page.go_back()
    lives(page)
    assert page.evaluate(STATE) == first and not page.errors


# ---------------------------------------------------------------- ids
@pytest.mark.parametrize("name", PAGES)
def test_every_id_is_there_once(name):
    ids = collections.Counter(re.findall(r'<[a-z][^<>]*?\sid="([^"]+)"', (SITE / name).read_text("utf8"), re.I))
    assert ids and not [i for i, count in ids.items() if count > 1]


def test_every_id_is_there_once_beside_labs(page, site):
    page.goto(f"{site}/chapters/10-prediction.html")
    for lab in page.locator(".lab-poster").all():
        lab.evaluate("e => e.scrollIntoView()")
        frames(page)
    page.wait_for_function("!document.querySelector('.lab-still, .lab-host[data-waits]')")
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((e) => e.id)")
    assert len(set(ids)) == len(ids)
