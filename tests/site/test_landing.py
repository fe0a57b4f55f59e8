"""The front page: the discovery at a glance, the way into the book above the fold, what is not written told apart."""

import pytest

WALL = ".mosaic-lab[data-lab=wall][data-done]"


@pytest.fixture
def landing(visit, site):
    """landing(width, height): the front page on a screen of this size, its lab there."""

    def look(width, height, **more):
        page = visit(f"{site}/index.html", viewport={"width": width, "height": height}, **more)
        page.wait_for_selector(WALL)
        return page

    return look


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1920, 1080), (390, 844)])
def test_the_way_into_the_book_is_above_the_fold(landing, width, height):
    page = landing(width, height)
    first = page.locator("article a[href*='01-diffusion']").first
    assert first.bounding_box()["y"] + first.bounding_box()["height"] < height
    assert first.inner_text() == "Start with chapter 1"
    assert page.locator(".wall-cell canvas").first.bounding_box()["y"] < height


def test_the_wall_is_there_before_anything_is_computed_and_computes_when_asked(landing):
    page = landing(1280, 800)
    assert page.locator(WALL).get_attribute("data-done") == "first" and page.locator(".wall-cell").count() == 24
    page.locator("input[name=P]").focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("""() => { const { done, busy } = document.querySelector(".mosaic-lab").dataset;
        return done !== "first" && busy === undefined; }""")
    assert page.locator(".wall-own").inner_text().startswith("5 × 5") and not page.locator("[data-waits]").count()


def test_every_chapter_is_on_the_map_and_what_is_a_link_can_be_read(landing, site):
    page = landing(1280, 800)
    targets = page.evaluate("""[...document.querySelectorAll(".map a, .doors a, .begin a")].map((a) => a.href)""")
    assert len(targets) == 15 + 3 + 2
    for target in set(targets):
        assert page.request.get(target).ok, target


def test_numbers_of_the_front_page_say_where_they_are_from(landing):
    page = landing(1280, 800)
    found = page.locator("article a.claim")
    assert found.count() == 8
    told = page.evaluate("""[...document.querySelectorAll("article a.claim")].map((a) =>
        document.querySelector(a.getAttribute("href")).textContent)""")
    stored = [text for text in told if "prediction.json" in text]
    assert len(stored) == 7 and all("2026" in text and "evaluation 202" in text for text in stored)
