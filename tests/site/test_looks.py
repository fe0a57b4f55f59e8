"""The built pages on paper, in forced colours and at 400 % zoom."""

import re

import pytest
from conftest import SITE, frames, scroll_through, settle

READ = sorted(p.relative_to(SITE).as_posix() for p in SITE.rglob("*.html")
              if "_static" not in p.parts and p.name not in ("genindex.html", "search.html"))
CHAPTERS = [name for name in READ if re.match(r"chapters/\d", name)]
TITLES = {"quiz", "experiment", "solution", "fold-derivation", "fold-heart"}  # folds that paper shows
LIGHT = "rgb(253, 252, 249)"
PRINTED = """() => { const all = (s) => [...document.querySelectorAll(s)];
    const shown = (s) => all(s).filter((e) => e.checkVisibility({ visibilityProperty: true }));
    const answers = all("article :is(details.solution, .fold-derivation, .quiz-answers, .experiment > details)");
    const text = (e) => (e.outerHTML.slice(0, 90));
    const kind = (box) => ["quiz", "experiment", "solution", "fold-derivation", "fold-heart"]
      .find((name) => box.closest(".quiz, .experiment, .solution, .fold").classList.contains(name)) ?? text(box);
    const sign = (e) => getComputedStyle(e, "::before");
    const seen = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && e.clientHeight > 0;
    const open = (box) => [...box.children].filter((e) => !e.matches(".admonition-title, summary")).every(seen);
    return { answers: answers.length, closed: answers.filter((box) => !open(box)).map(text),
      words: shown("button, .toggle-button, .bd-header-article, .bd-sidebar, .claim-card").map(text),
      pressed: shown("article summary").filter((e) => getComputedStyle(e).listStyleType !== "none"
        || (sign(e).content !== "none" && sign(e).display !== "none")).map(text),
      bare: shown("article summary").filter((e) => !open(e.parentElement)).map(text),
      kinds: all("article :is(.quiz, .experiment, .solution, .fold)").flatMap((e) => [...e.classList]),
      titles: [...new Set(shown("article summary").map((e) => kind(e.parentElement)))],
      inks: [...new Set(shown(".drawn text").map((e) => getComputedStyle(e).fill))],
      figures: shown(".drawn :is(.wide, .narrow)").length, drawn: shown(".drawn").length,
      players: shown(".strip .player").length, labs: all("img.lab-poster").length,
      stills: shown("img.lab-poster, .mosaic-lab :is(canvas, svg.lab-plot)").length,
      folded: shown("details.fold:not([open], .fold-derivation, .fold-heart)").length,
      code: shown("article div.cell_input pre").filter((e) => !e.closest(".solution, .fold-heart")).map(text),
      ground: getComputedStyle(document.body).backgroundColor, theme: document.documentElement.dataset.theme }; }"""


def opened(browser, address, **screen):
    page = browser.new_context(reduced_motion="reduce", **screen).new_page()
    settle(page, address)
    return page


TABLES = [name for name in READ if name in ("chapters/notation.html", "chapters/teaching.html", "chapters/data.html")]
PARTED = """() => [...document.querySelectorAll(".bd-article table")].flatMap((table) => {
    const walk = document.createTreeWalker(table, NodeFilter.SHOW_TEXT), out = [], range = document.createRange();
    for (let text = walk.nextNode(); text; text = walk.nextNode())
      for (const { 0: word, index } of text.data.matchAll(/\\w+/g)) {
        range.setStart(text, index), range.setEnd(text, index + word.length);
        const lines = [...range.getClientRects()].filter((box) => box.width > 0).map((box) => Math.round(box.top / 4));
        if (new Set(lines).size > 1) out.push(word);
      }
    return out; })"""


@pytest.mark.parametrize("name", TABLES)
def test_no_word_of_a_table_breaks_on_a_phone(browser, site, name):
    page = opened(browser, f"{site}/{name}", viewport={"width": 390, "height": 844})
    assert page.evaluate(PARTED) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.context.close()


@pytest.mark.parametrize("name", CHAPTERS)
def test_paper_has_answers_open_and_figures_light(browser, site, name):
    page = opened(browser, f"{site}/{name}", color_scheme="light", viewport={"width": 1000, "height": 1000})
    for scheme in ("light", "dark"):
        page.emulate_media(media="screen", color_scheme=scheme)
        page.wait_for_function("theme => document.documentElement.dataset.theme === theme", arg=scheme)
        page.emulate_media(media="print", color_scheme=scheme)
        page.wait_for_function("document.documentElement.dataset.theme === 'light'")
        got = page.evaluate(PRINTED)
        assert got["answers"] >= 12 and not got["closed"] and not got["words"]
        assert not got["pressed"] and not got["bare"] and set(got["titles"]) == TITLES & set(got["kinds"])
        assert got["figures"] == got["drawn"] > 0 == got["players"] and max(map(luminance, got["inks"])) < 0.25
        assert got["stills"] >= got["labs"] > 0
        assert got["folded"] == 0 and not got["code"] and got["ground"] in (LIGHT, "rgb(255, 255, 255)")
    page.emulate_media(media="screen", color_scheme="dark")
    page.wait_for_function("document.documentElement.dataset.theme === 'dark'")
    page.context.close()


def test_code_that_is_shown_is_printed(browser, site):
    """Each kind as its fold is: of the layer of code all, and what was hidden where the reader opened it."""
    page = opened(browser, f"{site}/{CHAPTERS[0]}")
    page.locator(".fold-hidden > summary").first.click()
    page.locator(".layers label").last.click()
    page.emulate_media(media="print")
    folds = page.evaluate("""[...document.querySelectorAll("article details.fold")].map((fold) => [fold.className,
        fold.open, fold.querySelector("pre")?.checkVisibility() ?? null])""")
    assert {"fold fold-hidden", "fold fold-code"} <= {name for name, open, code in folds if open and code}
    assert not [name for name, open, code in folds if code and not open]
    page.context.close()


def test_printing_from_dark_is_light_and_leaves_the_page_dark(browser, site):
    """The browser's own printing: which themes the page goes through, and that a picture is in the paper's file."""
    page = opened(browser, f"{site}/chapters/02-ideal.html", color_scheme="dark")
    page.evaluate("""() => { window.themes = []; const root = document.documentElement;
        const note = new MutationObserver(() => window.themes.push(root.dataset.theme));
        note.observe(root, { attributeFilter: ["data-theme"] }); }""")
    paper = page.pdf()
    page.wait_for_function("document.documentElement.dataset.theme === 'dark'")
    themes = page.evaluate("window.themes")  # Chromium may lay the paper out more than once: each time light, then dark
    assert themes and themes == ["light", "dark"] * (len(themes) // 2)
    assert paper.startswith(b"%PDF") and paper.count(b"/Subtype /Image") >= 5
    page.context.close()


PAPER = {"width": 718, "height": 979}  # CSS px of a sheet that fits A4 and Letter, with margins of 1 cm
SHEET = """({ width, height }) => {
    const shown = (s) => [...document.querySelectorAll(s)].filter((e) => e.checkVisibility());
    const box = (e) => e.getBoundingClientRect(), name = (e) => e.outerHTML.slice(0, 90);
    return { wide: shown("body *").filter((e) => box(e).right > width + 1 && box(e).width > 1).map(name),
      tall: shown(".mosaic-lab, .drawn, .strip").filter((e) => box(e).height > 0.95 * height).map(name),
      cut: shown("article .pst-scrollable-table-container").filter((e) => e.scrollWidth > e.clientWidth + 1).map(name),
      whole: shown(".quiz, .experiment, .exercise, .solution")
        .filter((e) => getComputedStyle(e).breakInside !== "auto").map(name),
      parted: shown("article :is(h2, h3, summary), .experiment-title, .exercise > .admonition-title")
        .filter((e) => getComputedStyle(e).breakAfter !== "avoid").map(name),
      title: document.querySelector("#jb-print-docs-body h1").textContent }; }"""


@pytest.mark.parametrize("name", ["index.html", *CHAPTERS])
def test_what_is_printed_fits_its_sheet(browser, site, name):
    """Nothing is wider than the paper, for a browser would print all of the page smaller; no table, no lab is cut."""
    page = opened(browser, f"{site}/{name}", viewport={"width": 1000, "height": 1000})
    scroll_through(page)
    page.emulate_media(media="print")
    page.set_viewport_size(PAPER)
    frames(page, 10)
    got = page.evaluate(SHEET, PAPER)
    assert [got[key] for key in ("wide", "tall", "cut", "whole", "parted")] == [[]] * 5
    number = re.match(r"chapters/0?(\d+)", name)
    assert got["title"].startswith(f"{number[1]}. " if number else "Patch")
    page.context.close()


def test_no_sheet_is_added_at_the_end(browser, site):
    """Below the last line of a chapter nothing takes room."""
    page = opened(browser, f"{site}/chapters/07-equivariant.html", viewport=PAPER)
    page.emulate_media(media="print")
    below = page.evaluate("""document.documentElement.scrollHeight - scrollY
        - Math.max(...[...document.querySelectorAll("article p")].filter((e) => e.checkVisibility())
          .map((e) => e.getBoundingClientRect().bottom))""")
    assert below <= 60
    page.context.close()


PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("name", CHAPTERS)
def test_what_scrolls_on_a_phone_takes_focus_and_says_so(browser, site, name):
    """Long formulas, tables and code, also in folds that are opened; tables of claims fit and can be read."""
    page = opened(browser, f"{site}/{name}", viewport=PHONE)
    page.evaluate("document.querySelectorAll('article details').forEach((e) => (e.open = true))")
    frames(page, 10)
    got = page.evaluate("""() => {
        const all = (s) => [...document.querySelectorAll(s)].filter((e) => e.checkVisibility());
        const size = (e) => parseFloat(getComputedStyle(e).fontSize);
        const long = all("article :is(mjx-container, span.math, .pst-scrollable-table-container, .highlight pre)")
          .filter((e) => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX === "auto");
        const mute = long.filter((e) => e.tabIndex !== 0 || getComputedStyle(e).backgroundImage === "none");
        const claims = all(".claims-table");
        return { long: long.length, mute: mute.map((e) => e.outerHTML.slice(0, 90)),
          wide: claims.filter((e) => e.offsetWidth > e.parentElement.clientWidth + 1).length,
          small: all(".claims-table :not(sup)").filter((e) => size(e) < 11).length,
          narrow: all("article .pst-scrollable-table-container > table")
            .filter((e) => e.offsetWidth < 0.95 * e.parentElement.clientWidth).length }; }""")
    assert got["long"] > 0 and got["mute"] == [] and [got[key] for key in ("wide", "small", "narrow")] == [0, 0, 0]
    page.context.close()


def test_figures_and_players_are_as_large_in_dark_as_in_light(browser, site):
    sizes = {}
    for scheme in ("light", "dark"):
        page = opened(browser, f"{site}/chapters/04-turing.html", viewport=PHONE, color_scheme=scheme)
        sizes[scheme] = page.evaluate("""[...document.querySelectorAll(".drawn, .strip")]
            .filter((e) => e.checkVisibility()).map((e) => [e.clientWidth, e.clientHeight])""")
        page.context.close()
    assert sizes["light"] == sizes["dark"] and len(sizes["light"]) > 4


def test_labs_print_their_still(browser, site):
    """A lab that stands prints what it shows, without controls; one that does not, its poster (see above)."""
    page = opened(browser, f"{site}/chapters/02-ideal.html", color_scheme="dark")
    scroll_through(page)
    page.wait_for_selector(".mosaic-lab[data-done]", state="attached")
    page.emulate_media(media="print", color_scheme="dark")
    lab = page.locator(".mosaic-lab").first
    assert lab.locator("canvas").first.is_visible()
    assert not any(lab.locator("button, input[type=range]").nth(i).is_visible() for i in range(3))
    assert lab.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_set_the_words_of_figures(browser, site, scheme):
    page = opened(browser, f"{site}/chapters/02-ideal.html", forced_colors="active", color_scheme=scheme)
    inks = page.evaluate("""() => [...document.querySelectorAll(".drawn text")]
        .filter((e) => e.checkVisibility()).map((e) => getComputedStyle(e).fill)""")
    body = page.evaluate("getComputedStyle(document.body).color")  # CanvasText
    assert len(inks) >= 3 and set(inks) == {body}
    page.context.close()


def luminance(color):
    """Of "rgb(r, g, b)", as WCAG has it."""
    rgb = [int(part) / 255 for part in re.findall(r"\d+", color)[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_one_drawing_has_dark_ink_in_light_and_light_ink_in_dark(browser, site):
    page = opened(browser, f"{site}/chapters/02-ideal.html", color_scheme="light")
    inks = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function("theme => document.documentElement.dataset.theme === theme", arg=scheme)
        inks[scheme] = page.evaluate("""() => [...document.querySelectorAll(".drawn :is(text, .math)")]
            .map((e) => getComputedStyle(e).fill)""")
    page.context.close()
    assert len(inks["light"]) == len(inks["dark"]) > 10
    assert max(map(luminance, inks["light"])) < 0.25 and min(map(luminance, inks["dark"])) > 0.25


# ---------------------------------------------------------------- 400 % zoom: 1280 x 1024 leaves 320 x 256
COVERED = """() => { const e = document.activeElement, box = e.getBoundingClientRect();
    if (!box.width || !document.querySelector("main").contains(e)) return null;
    const x = Math.min(innerWidth - 1, Math.max(0, box.left + Math.min(box.width, 20) / 2));
    const y = box.top + Math.min(box.height, 20) / 2;
    if (y < 0 || y > innerHeight) return `out of sight: ${e.outerHTML.slice(0, 90)}`;
    const top = document.elementFromPoint(x, y);
    return top && !e.contains(top) && !top.contains(e) && top.closest(".bd-header-article, .skip-link")
      ? `under ${top.className}: ${e.outerHTML.slice(0, 90)}` : null; }"""


@pytest.mark.parametrize("name", READ)
def test_zoom_of_400_percent(browser, site, name):
    page = opened(browser, f"{site}/{name}", viewport={"width": 320, "height": 256})
    page.evaluate("window.scrollTo(0, 1200)")
    frames(page)
    stuck = page.evaluate("""() => [...document.querySelectorAll("body *")]
        .filter((e) => ["fixed", "sticky"].includes(getComputedStyle(e).position) && e.checkVisibility())
        .filter((e) => { const b = e.getBoundingClientRect();
          return b.width > 40 && b.right > 0 && b.left < innerWidth && b.bottom > 0 && b.top < innerHeight; })
        .map((e) => e.className)""")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320 and not stuck
    page.context.close()


@pytest.mark.parametrize("name", ["index.html", "chapters/02-ideal.html"])
def test_at_400_percent_focus_is_in_sight(browser, site, name):
    page = opened(browser, f"{site}/{name}", viewport={"width": 320, "height": 256})
    scroll_through(page)
    page.wait_for_selector(".lab-host:not([data-waits]) .mosaic-lab[data-done]", state="attached")
    frames(page, 10)  # the lab has taken its place, nothing below it moves any more
    seen, wrong = set(), []
    for way in ("Tab", "Shift+Tab"):
        for _ in range(60):
            page.keyboard.press(way)
            seen.add(page.evaluate("document.activeElement.outerHTML.slice(0, 200)"))
            wrong += filter(None, [page.evaluate(COVERED)])
    assert len(seen) > 15 and not wrong
    page.context.close()


@pytest.mark.parametrize(("button", "drawer"), [
    (".primary-toggle", ".bd-sidebar-primary"), (".secondary-toggle", ".bd-sidebar-secondary"),
])
def test_at_400_percent_the_drawers_can_be_read_to_their_end(browser, site, button, drawer):
    page = opened(browser, f"{site}/chapters/02-ideal.html", viewport={"width": 320, "height": 256})
    page.locator(f"{button}:visible").first.click()
    last = page.locator("dialog[open] a:visible, " + f"{drawer} a:visible").last
    last.scroll_into_view_if_needed()
    page.evaluate("Promise.all(document.getAnimations().map((motion) => motion.finished))")
    frames(page)
    box = last.bounding_box()
    assert box["y"] >= 0 and box["y"] + box["height"] <= 256 and box["x"] >= 0 and box["x"] + box["width"] <= 320
    page.context.close()


def test_formulas_have_one_size_whenever_the_font_comes(browser, site):
    """MathJax may not measure letters: with the book's fonts and without them a formula is as large."""
    sizes = []
    for refused in ("none", "**/*.woff2"):
        page = browser.new_context().new_page()
        page.route(refused, lambda route: route.abort())
        settle(page, f"{site}/chapters/notation.html")
        sizes.append(page.locator("mjx-container").first.evaluate("""(e) => { const size = (of) =>
            parseFloat(getComputedStyle(of).fontSize); return size(e) / size(e.parentElement); }"""))
        page.context.close()
    assert sizes[0] == sizes[1] == pytest.approx(1.07, abs=1e-3)


@pytest.mark.parametrize("width", [320, 1280])
def test_the_handle_of_a_solution_stays_in_its_box(browser, site, width):
    page = opened(browser, f"{site}/chapters/03-memorization.html", viewport={"width": width, "height": 800})
    boxes = page.locator("details.solution")
    assert boxes.count() >= 4
    for k in range(boxes.count()):
        inside = boxes.nth(k).evaluate("""(box) => { const a = box.getBoundingClientRect();
            const b = box.querySelector("summary").getBoundingClientRect();
            return b.left >= a.left && b.right <= a.right && b.bottom <= a.bottom + 1; }""")
        assert inside
    page.context.close()


def test_the_header_hides_what_passes_under_it(page, site):
    page.goto(f"{site}/chapters/02-ideal.html")
    ground = page.locator(".bd-header-article").evaluate("(e) => getComputedStyle(e).backgroundColor")
    assert re.fullmatch(r"rgb\(\d+, \d+, \d+\)", ground)
