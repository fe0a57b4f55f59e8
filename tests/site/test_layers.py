"""Numbers, folds and the switch of layers under a reader's hands: on a small page, which builds in a moment."""

import pytest
from conftest import frames, serving, settle
from small_book import build, claim_output, code
from test_pages import AXE, in_scheme

OPEN = """() => Object.fromEntries([...document.querySelectorAll("details.fold")].map((e) => [
    e.className.split("-")[1], e.open]))"""
CLAIM, CARD = "a.claim", ".claim-card"
STORY = {"derivation": False, "code": False, "claims": False}


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Address of a page with two numbers, a derivation, code and their claims."""
    folder = tmp_path_factory.mktemp("book")
    build(folder, "# One\n\nIt is {claim}`share`, then {claim}`small`. [A link](#two)\n\n"
          ":::{derivation} Why\nSo it is.\n\n```{exercise} Deep\n:label: deep\nWhy?\n```\n:::",
          code("x = 1\n" * 5), "## Two\n\n" + "Text.\n\n" * 60,
          code("claim('share', a['b'], says='98 %', over='64 samples')\nclaim('small', 2, says='2', over='a count')",
               claim_output("share", "98 %", "0.984374", "64 samples"), claim_output("small", "2", "2", "a count"),
               tags=["claims"]), "Text.\n\n" * 60, dressed=True)
    with serving(folder / "out") as address:
        yield f"{address}/index.html"


@pytest.fixture
def errors(page):
    """What the page's scripts complain of."""
    found = []
    page.on("pageerror", lambda error: found.append(f"{error} {error.stack}"))
    yield found
    assert found == []


def choose(page, layer):
    page.locator(f".layers label:has(input[value={layer}])").click()


# ---------------------------------------------------------------- a number
def test_pointing_at_a_number_shows_what_stands_behind_it(page, small, errors):
    settle(page, small)
    page.locator(CLAIM).first.hover()
    page.wait_for_selector(CARD)
    assert [page.locator(f"{CARD} > *").nth(k).text_content() for k in range(4)] == [
        "0.984374", "64 samples", "a['b']", "See the cell"]
    page.locator(CARD).hover()
    frames(page, 30)
    assert page.locator(CARD).is_visible()
    page.locator("article h1").hover()
    page.wait_for_selector(CARD, state="hidden")


def test_keys_reach_the_card_and_leave_it(page, small, errors):
    settle(page, small)
    page.locator(CLAIM).first.evaluate("(e) => e.focus({ focusVisible: true })")
    page.wait_for_selector(CARD)
    assert page.locator(CLAIM).first.get_attribute("aria-describedby") == page.locator(CARD).get_attribute("id")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "See the cell"
    page.keyboard.press("Escape")
    assert page.locator(CARD).is_hidden() and page.evaluate("document.activeElement.hash") == "#claim-share"
    page.keyboard.press("Enter")
    page.wait_for_selector(CARD)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hash") == "#claim-small"
    assert page.locator(f"{CARD} > *").first.text_content() == "2"
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.hash") == "#claim-small"
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "A link"


def test_a_tap_shows_the_card_and_another_hides_it(browser, small):
    context = browser.new_context(viewport={"width": 390, "height": 780}, has_touch=True, is_mobile=True)
    page = context.new_page()
    settle(page, small)
    page.locator(CLAIM).first.tap()
    page.wait_for_selector(CARD)
    box = page.locator(CARD).bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    page.locator("article h1").tap()
    page.wait_for_selector(CARD, state="hidden")
    assert page.locator(".layers select").bounding_box()["height"] >= 44
    page.locator(".layers select").select_option("mathematics")
    assert page.evaluate(OPEN) == STORY | {"derivation": True}
    context.close()


def test_the_card_leads_to_the_cell(page, small, errors):
    settle(page, small)
    page.locator(CLAIM).first.click()
    page.locator(f"{CARD} a").click()
    row = page.locator("#claim-share")
    row.wait_for(state="visible")
    frames(page, 10)
    assert page.evaluate("location.hash") == "#claim-share" and page.locator(CARD).is_hidden()
    assert 0 < row.bounding_box()["y"] < 1100


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_a_card_and_all_folds_are_open(page, small, scheme):
    settle(page, small)
    page.evaluate("document.querySelectorAll('details').forEach((e) => { e.open = true; })")
    page.locator(CLAIM).first.click()
    page.wait_for_selector(CARD)
    page.evaluate(AXE.read_text("utf8"))
    in_scheme(page, scheme)
    found = [page.evaluate("(where) => axe.run(where)", where)["violations"] for where in ("article", ".layers")]
    assert [(v["id"], v["nodes"][0]["html"]) for each in found for v in each] == []


# ---------------------------------------------------------------- layers
def test_the_story_comes_first_and_the_choice_is_kept(page, small, errors):
    settle(page, small)
    assert page.evaluate(OPEN) == STORY and page.locator(".layers input:checked").input_value() == "story"
    choose(page, "mathematics")
    assert page.evaluate(OPEN) == STORY | {"derivation": True}
    page.keyboard.press("ArrowRight")
    assert page.evaluate(OPEN) == STORY | {"derivation": True, "code": True}
    page.reload()
    assert page.evaluate(OPEN) == STORY | {"derivation": True, "code": True}
    choose(page, "story")
    assert page.evaluate(OPEN) == STORY


def test_what_a_reader_opens_or_closes_stays_so(page, small, errors):
    settle(page, small)
    choose(page, "code")
    page.locator(".fold-code > summary").click()
    choose(page, "story")
    page.locator(".fold-derivation > summary").click()
    assert page.evaluate(OPEN) == STORY | {"derivation": True}
    for layer in ("code", "mathematics", "story"):
        choose(page, layer)
        assert page.evaluate(OPEN) == STORY | {"derivation": True}


def test_what_is_chosen_is_open_before_it_is_seen(page, small, errors):
    page.add_init_script("""localStorage.setItem("mosaics-layer", "code"); window.seen = [];
        const look = () => { for (const e of document.querySelectorAll("details[data-layer]")) window.seen.push(e.open);
                             requestAnimationFrame(look); };
        requestAnimationFrame(look);""")
    settle(page, small)
    frames(page)
    seen = page.evaluate("window.seen")
    assert len(seen) >= 2 and all(seen)


def test_storage_that_raises_costs_the_memory_only(page, small, errors):
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no'); } })")
    settle(page, small)
    choose(page, "code")
    assert page.evaluate(OPEN)["code"]
    assert not [error for error in errors if "layers.js" in error]
    errors.clear()  # the theme's own scripts ask for it unguarded; the book's pages mend that


def test_the_place_is_kept_when_boxes_open_above_it(page, small, errors):
    settle(page, small)
    page.locator("article h2").evaluate("(e) => scrollTo(0, e.offsetTop + 200)")
    before = page.locator("article h2").bounding_box()["y"]
    page.locator(".layers input[value=code]").evaluate("(e) => e.click()")
    assert page.evaluate(OPEN)["code"] and abs(page.locator("article h2").bounding_box()["y"] - before) < 2


@pytest.mark.parametrize("way", ["address", "link", "back"])
def test_a_link_opens_the_box_that_its_end_stands_in(page, small, errors, way):
    settle(page, small + "#deep" if way == "address" else small)
    if way == "link":
        page.evaluate("location.hash = 'deep'")
    if way == "back":
        for name in ("deep", "two"):
            page.evaluate("(name) => { location.hash = name; }", name)
            page.wait_for_function("(name) => location.hash === `#${name}`", arg=name)
        page.evaluate("document.querySelector('.fold-derivation').open = false")
        page.go_back()
    page.wait_for_selector("#deep", state="visible")
    frames(page, 10)
    assert 0 <= page.locator("#deep").bounding_box()["y"] < 1100
    choose(page, "story")
    assert page.locator("#deep").is_visible()


def test_without_scripts_all_can_be_reached(browser, small):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(small)
    assert page.locator(".layers, .claim-card").count() == 0 and page.locator(CLAIM).first.text_content() == "98\u00a0%"
    for kind in STORY:
        page.locator(f".fold-{kind} > summary").click()
        assert page.locator(f".fold-{kind} > .fold-body").is_visible()
    context.close()


def test_paper_has_derivations_and_the_code_of_the_layer(page, small, errors):
    settle(page, small)
    shown = """() => [".fold-derivation", ".fold-code", ".fold-claims"].map((fold) =>
        document.querySelector(`${fold} > .fold-body`).checkVisibility())"""
    page.emulate_media(media="print")
    assert page.evaluate(shown) == [True, False, False]
    page.emulate_media(media="screen")
    choose(page, "code")
    page.emulate_media(media="print")
    assert page.evaluate(shown) == [True, True, False] and page.locator(f"{CARD}:visible").count() == 0
