"""Drawings and strips in a page of their own: sizes, colours, keyboard, motion, paper, no script, axe."""

import pathlib
import re
import shutil

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import pytest
import torch
from mosaics.core import figures

ROOT = pathlib.Path(__file__).resolve().parents[1]
AXE = ROOT / "tests" / "site" / "vendor" / "axe-core" / "axe.min.js"
PAGE = ('<!doctype html><html lang="en" data-theme="{theme}"><meta charset="utf8"><title>Drawings</title>'
        '<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="mosaics.css">'
        '<body style="margin: 0; padding: 0 16px; background: var(--mosaic-paper)"><main class="bd-article">'
        '<h1>Drawings</h1>{body}</main><script src="strip.js"></script></body></html>')
LABELS = ["σ = 3", "σ = 2", "σ = 1", "σ = 0.5", "σ = 0"]


def bodies():
    """A chart, a grid and a strip, as the book's build shows them."""
    got = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figures, "display", lambda data, metadata=None, raw=False: got.append(data["text/html"]))
        patch.setenv("MOSAICS_FIGURES", "both")
        figures.style()
        fig, axes = plt.subplots(1, 2, figsize=(7, 2.5))
        for ax in axes:
            ax.loglog([1e-5, 1e7], [1, 50], label="line $x^2$")
            ax.set(xlabel=r"noise level $\sigma^2$", ylabel="a long name of an axis that is more than its height")
            figures.direct_labels(ax)
        figures.show(fig, "Two charts with a line each.")
        images = torch.rand(16, 1, 6, 6, generator=torch.Generator().manual_seed(1)) * 2 - 1
        figures.show(figures.grid(images, [f"no. {k}" for k in range(16)]), "Sixteen pictures of noise.")
        figures.strip(images[:10].reshape(5, 2, 1, 6, 6), LABELS, "Two pictures of noise.", rows=["IS", "LS"])
    return "".join(got)


@pytest.fixture(scope="module")
def body():
    return bodies()


@pytest.fixture
def enter(visit, served, body):
    """enter(theme, ...) opens the page with those drawings."""
    folder, address = served
    shutil.copytree(ROOT / "web", folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("mathjax"))

    def enter(theme="light", width=1000, height=900, **options):
        (folder / "index.html").write_text(PAGE.format(theme=theme, body=body), "utf8")
        return visit(address, viewport={"width": width, "height": height}, **options)

    return enter


def fills(page):
    return page.evaluate("[...document.querySelectorAll('.drawn :is(text, .math)')].map(e => getComputedStyle(e).fill)")


def bright(color):
    return sum(map(int, re.findall(r"\d+", color)[:3])) / 3


def test_one_drawing_for_light_and_dark(enter):
    light, dark = fills(enter("light")), fills(enter("dark"))
    assert len(light) == len(dark) > 20 and max(map(bright, light)) < 120 < 140 < min(map(bright, dark))


@pytest.mark.parametrize(("width", "form"), [(1000, "wide"), (760, "wide"), (390, "narrow"), (360, "narrow")])
def test_one_form_shows_and_can_be_read(enter, width, form):
    page = enter(width=width)
    shown = page.locator(".drawn :is(.wide, .narrow):visible")
    assert [e.get_attribute("class") for e in shown.all()] == [form] * 2
    sizes = page.evaluate("""() => [...document.querySelectorAll(".drawn text")].filter((e) => e.checkVisibility())
        .map((e) => { const m = e.getScreenCTM(), size = parseFloat(getComputedStyle(e).fontSize);
          return size * Math.hypot(m.a, m.b); })""")
    assert len(sizes) > 10 and min(sizes) >= (11 if form == "narrow" else 10)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_words_stand_where_they_were_laid_out(enter):
    """The page has the typeface that the layout was made with: no text of a drawing leaves it or meets another."""
    page = enter(width=360)
    page.evaluate("document.fonts.ready")
    meets = page.evaluate("""() => { const out = [];
        for (const svg of document.querySelectorAll(".drawn svg")) { if (!svg.checkVisibility()) continue;
          const frame = svg.getBoundingClientRect();
          const boxes = [...svg.querySelectorAll("text:not(.math text)")].filter((e) => e.textContent.trim())
            .map((e) => [e.getBoundingClientRect(), e.textContent]);
          for (const [b, t] of boxes) if (b.left < frame.left - 2 || b.right > frame.right + 2) out.push(t);
          boxes.forEach(([a, s], i) => boxes.slice(0, i).forEach(([b, t]) => {
            if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
              && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 5) out.push(`${s} on ${t}`); })); }
        return out; }""")
    assert meets == []


def moments(page):
    return page.evaluate("""() => { const s = document.querySelector(".strip"); const input = s.querySelector("input");
        return [input.value, input.getAttribute("aria-valuetext"), s.querySelector("output").textContent,
          ...new Set([...s.querySelectorAll(".panels i")].map((e) => e.style.getPropertyValue("--t")))]; }""")


def test_a_strip_is_moved_by_keys_and_never_starts_by_itself(enter):
    page = enter()
    page.clock.install()
    assert moments(page) == ["0", "σ = 3", "σ = 3", "0"] and not page.locator(".film:visible").count()
    page.locator(".strip input").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert moments(page) == ["2", "σ = 1", "σ = 1", "2"]
    page.keyboard.press("End")
    assert moments(page)[1] == "σ = 0" and page.locator(".strip button").get_attribute("aria-label") == "Play"
    page.clock.run_for(20_000)
    assert moments(page)[0] == "4" and not page.errors


@pytest.mark.parametrize(("motion", "step"), [("no-preference", 1200), ("reduce", 1000)])
def test_a_strip_plays_pauses_and_ends(enter, motion, step):
    page = enter(reduced_motion=motion)
    page.clock.install()
    button = page.locator(".strip button")
    button.focus()
    page.keyboard.press("Enter")
    assert button.get_attribute("aria-label") == "Pause" and moments(page)[0] == "0"
    page.clock.run_for(2 * step + 10)
    assert moments(page)[0] == "2"
    page.keyboard.press("Space")
    page.clock.run_for(10 * step)
    assert moments(page)[0] == "2" and button.get_attribute("aria-label") == "Play"
    page.keyboard.press("Enter")
    page.clock.run_for(10 * step)
    assert moments(page)[0] == "4" and button.get_attribute("aria-label") == "Play"
    page.keyboard.press("Enter")  # from the end it starts again
    assert moments(page)[0] == "0"


@pytest.mark.parametrize(("width", "cells"), [(1000, 10), (390, 8)])
def test_a_strip_is_a_film_on_paper_and_without_scripts(enter, width, cells):
    page = enter(width=width, java_script_enabled=False)
    assert page.locator(".film:visible i").count() == cells and not page.locator(".player:visible").count()
    page = enter(width=width)
    page.emulate_media(media="print")
    assert page.locator(".film:visible i").count() == 10 and not page.locator(".player:visible").count()


def test_forced_colours_are_the_readers(enter):
    page = enter("light", forced_colors="active", color_scheme="dark")
    assert set(fills(page)) == {page.evaluate("getComputedStyle(document.body).color")}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(enter, theme):
    page = enter(theme)
    page.evaluate(AXE.read_text("utf8"))
    wrong = page.evaluate("axe.run()")["violations"]
    assert [(v["id"], [n["html"][:160] for n in v["nodes"]]) for v in wrong] == []
