"""Words that set a lab, on the built pages: what they say is what the lab then shows."""

import json
import re

import pytest
from conftest import SITE, settle

CHAPTERS = sorted(path.name for path in (SITE / "chapters").glob("[0-9]*.html"))
WORDS = """<p><a class="lab-preset" id="asked" data-lab="{}" data-place="{}"
    data-link="#SamplerLab:v=1&amp;seed=6" data-set='{}'>these words</a></p>"""
ARTICLE = '<article class="bd-article">'
ASKED = {"seed": 6, "steps": 7, "step": 3}
LAB = "document.querySelector('.mosaic-lab')"


@pytest.fixture
def written(page, site):
    """written(lab, place, values) opens chapter 2 with such words above its title."""
    def open_page(lab, place=1, values=ASKED, motion="no-preference"):
        def answer(route):
            words = WORDS.format(lab, place, json.dumps(values))
            response = route.fetch()
            route.fulfill(response=response, body=response.text().replace(ARTICLE, ARTICLE + words, 1))

        page.emulate_media(reduced_motion=motion)
        page.route("**/02-ideal.html", answer)
        settle(page, f"{site}/chapters/02-ideal.html")
        return page

    return open_page


def lab_is_set(page, wanted):
    page.wait_for_function("""wanted => { const lab = document.querySelector(".mosaic-lab")?.lab;
        const now = lab && !("busy" in lab.root.dataset) && lab.get();
        return now && Object.keys(wanted).every((key) => now[key] === wanted[key]); }""", arg=wanted)


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_words_set_a_lab_that_was_not_there_yet(written, motion):
    page = written("SamplerLab", motion=motion)
    assert page.evaluate(LAB) is None  # it loads when it comes near
    page.locator("#asked").focus()
    page.keyboard.press("Enter")
    lab_is_set(page, ASKED)
    assert page.evaluate(f"{LAB}.labState().params.steps") == 7 and page.evaluate(f"{LAB}.labState().seed") == 6
    assert page.evaluate(f"document.activeElement === {LAB}")
    assert "#SamplerLab:v=1&" in page.url and "&steps=7&seed=6&step=3" in page.url
    page.wait_for_function(f"(({LAB}.getBoundingClientRect().top) | 0) >= 0 && "
                           f"{LAB}.getBoundingClientRect().top < innerHeight / 2")
    assert "Seed 6" in page.locator(".lab-status").inner_text()


def test_words_for_a_lab_that_the_page_lacks_stay_words(written):
    for lab, place in (("TuringLab", 1), ("SamplerLab", 2)):
        page = written(lab, place)
        assert page.locator("#asked").get_attribute("href") is None
        page.unroute_all()


@pytest.mark.parametrize("name", CHAPTERS)
def test_every_preset_of_a_chapter_is_on_offer(page, site, name):
    """Each finds its lab, and the lab takes every value."""
    if "lab-preset" not in (SITE / "chapters" / name).read_text("utf8"):
        pytest.skip("no presets")
    settle(page, f"{site}/chapters/{name}")
    for words in page.locator(".lab-preset").all():
        said = words.inner_text()
        assert words.get_attribute("href"), said
        words.evaluate("(e) => e.closest('details')?.setAttribute('open', '')")
        page.evaluate("(e) => { document.activeElement.blur(); }")
        words.click()
        page.wait_for_function("document.activeElement.matches('.mosaic-lab')")
        page.evaluate("document.activeElement.lab.coming")  # other pictures, other weights
        page.wait_for_function("document.activeElement.matches('.mosaic-lab')")
        status = page.evaluate("document.activeElement.querySelector('.lab-status').textContent")
        assert not re.search("does not offer|did not work", status), f"{said}: {status}"
