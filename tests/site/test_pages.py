"""Every built page in a real browser: no third party, no error, no accessibility violation, light weight."""

import gzip
import json
import pathlib
import urllib.parse
from html.parser import HTMLParser

import pytest
from conftest import frames, scroll_through, settle

ROOT = pathlib.Path(__file__).resolve().parents[2]
SITE = ROOT / "_build" / "html"
AXE = ROOT / "tests" / "site" / "vendor" / "axe-core" / "axe.min.js"
BUDGET = 1_000_000  # bytes, gzip, everything a page loads by itself
OWN = {"genindex.html", "search.html"}
PAGES = sorted(p.relative_to(SITE).as_posix() for p in SITE.rglob("*.html") if "_static" not in p.parts)
READ = [p for p in PAGES if p not in OWN]


def test_there_are_pages(site):
    assert {"index.html", "chapters/notation.html", "chapters/bibliography.html"} <= set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_no_third_party_no_error_and_light(page, strict, name):
    foreign, errors, sizes = [], [], {}

    def weigh(response):
        if response.url.startswith(strict) and response.ok:
            sizes[response.url] = len(gzip.compress(response.body()))

    page.on("request", lambda r: r.url.startswith((strict, "data:", "blob:")) or foreign.append(r.url))
    page.on("console", lambda m: m.type in ("error", "warning") and errors.append(m.text))
    page.on("pageerror", lambda e: errors.append(str(e)))
    page.on("requestfailed", lambda r: errors.append(f"failed: {r.url}"))
    page.on("response", lambda r: errors.append(f"{r.status} {r.url}") if r.status >= 400 else weigh(r))
    settle(page, f"{strict}/{name}")
    page.wait_for_load_state("networkidle")
    on_load = sum(sizes.values())
    scroll_through(page)
    page.wait_for_load_state("networkidle")
    frames(page)
    heaviest = sorted(sizes.items(), key=lambda item: -item[1])[:6]
    heavy = ", ".join(f"{url.rsplit('/', 1)[-1][:40]} {size // 1000}" for url, size in heaviest)
    print(f"{name}: {on_load / 1000:.0f} kB on load, {sum(sizes.values()) / 1000:.0f} kB read to the end ({heavy})")
    assert not foreign and not errors
    assert on_load <= BUDGET, heavy


def in_scheme(page, scheme):
    """Let the reader's system change to light or dark, which the page follows."""
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function("scheme => document.documentElement.dataset.theme === scheme", arg=scheme)
    frames(page)


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_in_light_and_dark(browser, site, name):
    context = browser.new_context(viewport={"width": 1400, "height": 1100}, reduced_motion="reduce")
    page, found = context.new_page(), {}
    settle(page, f"{site}/{name}")
    scroll_through(page)
    page.evaluate(AXE.read_text("utf8"))
    for scheme in ("light", "dark"):
        in_scheme(page, scheme)
        wrong = page.evaluate("axe.run()")["violations"]
        found[scheme] = [(v["id"], [(n["html"][:160], n["failureSummary"]) for n in v["nodes"][:3]]) for v in wrong]
    context.close()
    assert found == {"light": [], "dark": []}, json.dumps(found, indent=1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_all_layers_are_open(page, site, scheme):
    page.add_init_script("localStorage.setItem('mosaics-layer', 'code')")
    settle(page, f"{site}/chapters/01-diffusion.html")
    page.evaluate("document.querySelectorAll('article details').forEach((fold) => { fold.open = true; })")
    assert page.evaluate("document.querySelectorAll('article .highlight pre').length") > 10
    scroll_through(page)
    page.evaluate(AXE.read_text("utf8"))
    in_scheme(page, scheme)
    wrong = page.evaluate("axe.run('article')")["violations"]
    found = [(v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in wrong]
    assert found == [], json.dumps(found, indent=1)


@pytest.mark.parametrize("name", READ)
def test_phone_scrolls_one_way(browser, site, name):
    context = browser.new_context(viewport={"width": 320, "height": 780}, device_scale_factor=2, has_touch=True)
    page = context.new_page()
    settle(page, f"{site}/{name}")
    scroll_through(page)
    wide = {width: too_wide(page, width) for width in (320, 390)}
    context.close()
    assert all(across <= width for width, (across, _) in wide.items()), wide


def too_wide(page, width):
    """How wide the page is on a screen of that width, and what stands out of it."""
    page.set_viewport_size({"width": width, "height": 780})
    frames(page)
    return page.evaluate("document.documentElement.scrollWidth"), page.evaluate(
        """w => { const scrolls = (e) => e && e !== document.body && (getComputedStyle(e).overflowX !== "visible"
              || scrolls(e.parentElement));
            return [...document.querySelectorAll("main :not(mjx-container *)")]
              .filter((e) => e.getBoundingClientRect().right > w + 1 && !scrolls(e.parentElement))
              .slice(0, 5).map((e) => e.outerHTML.slice(0, 120)); }""", width)


@pytest.mark.parametrize("name", READ)
def test_pictures_have_words_and_one_form_shows(page, site, name):
    page.goto(f"{site}/{name}")
    images = page.evaluate("[...document.querySelectorAll('article img')].map(i => [i.alt, i.src.split('/').pop()])")
    assert all(len(alt) >= 10 and alt.split(".")[0] not in source for alt, source in images), images
    said = page.evaluate("[...document.querySelectorAll('.drawn, .strip [role=img]')].map(e => e.ariaLabel)")
    assert all(len(words) >= 10 for words in said), said
    forms = page.evaluate("""[...document.querySelectorAll(".drawn")].filter((e) => e.checkVisibility())
        .map((e) => [...e.querySelectorAll(".wide, .narrow")].filter((form) => form.checkVisibility()).length)""")
    assert set(forms) <= {1}


SIZES = """() => [...document.querySelectorAll(".drawn text")].filter((e) => e.checkVisibility()).map((e) => {
    const m = e.getScreenCTM(), size = parseFloat(getComputedStyle(e).fontSize);
    return [size * Math.hypot(m.a, m.b), e.textContent]; })"""


@pytest.mark.parametrize("name", READ)
def test_words_of_figures_can_be_read_on_a_phone(browser, site, name):
    """No letter below 11 CSS pixels, exponents included, on screens of 360 and 390."""
    page = browser.new_context(viewport={"width": 390, "height": 780}, has_touch=True).new_page()
    page.goto(f"{site}/{name}")
    for width in (390, 360):
        page.set_viewport_size({"width": width, "height": 780})
        frames(page)
        small = [(size, text) for size, text in page.evaluate(SIZES) if size < 11]
        assert not small, (width, small[:5])
    page.context.close()


@pytest.mark.parametrize("name", READ)
def test_without_javascript_a_picture_stands_for_each_widget(browser, site, name):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/{name}")
    widgets = page.locator('script[type="application/vnd.jupyter.widget-view+json"]').count()
    posters = page.locator("img.lab-poster")
    visible = [posters.nth(i).is_visible() and posters.nth(i).get_attribute("alt") for i in range(posters.count())]
    context.close()
    assert len(visible) >= widgets and all(visible)


def test_pictures_of_widgets_go_when_the_widget_stands(page, site):
    for name in READ:
        settle(page, f"{site}/{name}")
        scroll_through(page)
        hosts = page.locator(".lab-host").count()
        if hosts:
            page.wait_for_function("!document.querySelector('.lab-still, .lab-host[data-waits]')")
            assert page.locator("img.lab-poster:visible").count() == 0


class Links(HTMLParser):
    """Collects the anchors and the links of one page."""

    def __init__(self):
        super().__init__()
        self.anchors, self.links = set(), []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.anchors |= {given[k] for k in ("id", "name") if given.get(k) and (k == "id" or tag == "a")}
        self.links += [given[k] for k in ("href", "src") if given.get(k)]


def test_internal_links_and_anchors(site):
    parsed = {}
    for name in PAGES:
        parsed[SITE / name] = Links()
        parsed[SITE / name].feed((SITE / name).read_text("utf8"))
    broken = []
    for path, links in parsed.items():
        for link in links.links:
            parts = urllib.parse.urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / urllib.parse.unquote(parts.path)).resolve() if parts.path else path
            lost = parts.fragment and target in parsed and parts.fragment not in parsed[target].anchors
            if not target.exists() or lost:
                broken.append((path.name, link))
    assert not broken


def test_search_finds_a_word(page, site):
    page.goto(f"{site}/search.html?q=denoiser")
    page.wait_for_selector("#search-results li a")


def test_theme_switch_by_keyboard(page, site):
    page.goto(f"{site}/index.html")
    button = page.locator("button.theme-switch-button:visible").first
    button.focus()
    seen = set()
    for _ in range(3):
        before = page.evaluate("document.documentElement.dataset.mode")
        page.keyboard.press("Enter")
        page.wait_for_function("old => document.documentElement.dataset.mode !== old", arg=before)
        seen.add(page.evaluate("document.documentElement.dataset.mode"))
    assert seen == {"light", "dark", "auto"}
