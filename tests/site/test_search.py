"""The search page in a browser: sections, both spellings, excerpts in words."""

import json
import re

import pytest
from conftest import SITE

HITS = """() => [...document.querySelectorAll("#search-results li")].map((hit) =>
    [hit.querySelector("a").getAttribute("href"), hit.querySelector("p").textContent])"""


def hits(page, site, words):
    page.goto(f"{site}/search.html?q={words}")
    page.wait_for_function("document.querySelector('#search-said').textContent")
    return page.evaluate(HITS)


@pytest.mark.parametrize(("british", "american"), [
    ("memorisation", "memorization"), ("colour", "color"), ("grey", "gray"), ("neighbours", "neighbor"),
    ("generalise", "generalize")])
def test_both_spellings_find_the_same(page, site, british, american):
    one, other = (hits(page, site, word) for word in (british, american))
    assert one == other and one


def test_hits_are_sections_and_excerpts_are_words(page, site):
    found = hits(page, site, "collapse noise")
    assert any(re.fullmatch(r"chapters/03-memorization\.html#.+", url) for url, _ in found)
    assert all(re.search("collaps", text, re.I) or re.search("nois", text, re.I) for _, text in found[:3])
    assert not any(re.search(r"\\[a-z(\[]", text) for _, text in found)


def test_a_hit_leads_to_its_section(page, site):
    hits(page, site, "speciation")
    page.locator("#search-results a").first.click()
    page.wait_for_url("**/chapters/**")
    anchor = page.evaluate("location.hash.slice(1)")
    assert anchor and page.locator(f"[id='{anchor}']").count() == 1


def test_typing_searches_and_says_how_much(page, site):
    assert hits(page, site, "zzzzqqq") == []
    assert page.locator("#search-said").text_content() == "Nothing found for “zzzzqqq”."
    page.locator(".bd-search-container input").fill("denoiser")
    assert re.fullmatch(r"\d+ sections found", page.locator("#search-said").text_content())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('#search-results a')")


def test_the_field_of_any_page_leads_here(page, site):
    page.goto(f"{site}/chapters/02-ideal.html")
    page.keyboard.press("Control+k")
    page.keyboard.type("softmax")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=softmax")
    page.wait_for_selector("#search-results li a")


def test_no_page_carries_tex_into_the_index():
    text = (SITE / "_static" / "search-index.js").read_text("utf8")
    sections = json.loads(text.removeprefix("const BOOK_SECTIONS = ").rstrip().removesuffix(";"))
    assert len(sections) > 100
    assert not [s["url"] for s in sections if re.search(r"\\[a-zA-Z]{2}", s["text"])]
