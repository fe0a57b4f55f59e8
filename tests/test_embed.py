"""A lab on a page for frames of other pages (web/embed.js): its names, and what stops a picture that moves."""

import pathlib
import re

import pytest
from labs import EACH, LABS, kind, write
from mosaics.widgets import SamplerLab, TuringLab
from mosaics.widgets.turing import MODELS

ROOT = pathlib.Path(__file__).parents[1]
EMBED, TEACHING = ROOT / "web" / "embed.js", ROOT / "chapters" / "teaching.md"
SHEET = ROOT / "web" / "mosaics.css"
# Names of a link that no control on the screen sets
NONE = {"AttentionLab": {"row", "column"}, "MajorityLab": {"world"}, "MosaicExplorer": {"row", "column"},
        "NoveltyLab": {"data"}, "PredictionLab": {"data"}, "RivalsLab": {"row", "column"}, "TrainingLab": {"data"},
        "TuringLab": {"t", "past"}, "WallLab": {"data"}}
FOUND = """names => names.filter((name) => document.querySelector(".mosaic-lab").querySelector(embedControl(name)))"""
# Native controls in view, but those of the panel for taking away and of pictures that came before
LEFT = """() => [...document.querySelectorAll(".mosaic-lab :is(input, select)")].filter((e) => e.checkVisibility() &&
    !e.closest(".lab-menu, .lab-gallery, .lab-foot, .lab-tried") && !/^wall-/.test(e.name)).map((e) => e.outerHTML)"""


@pytest.fixture
def framed(served, visit):
    """framed(lab, asked, ...) opens a lab on a page that reads what its address asks for."""
    folder, address = served

    def open_lab(lab, asked, **options):
        write(folder, lab, "light")
        (folder / "embed.js").write_text(EMBED.read_text("utf8"), "utf8")
        script = '<script src="embed.js"></script>'
        page = (folder / "index.html").read_text("utf8").replace("<style>", f"{script}<style>", 1)
        style = "<style>[data-left-out] { display: none !important }</style>"
        (folder / "index.html").write_text(page.replace("<main", f"{style}<main", 1), "utf8")
        seen = visit(f"{address}/index.html?{asked}", reduced_motion="reduce", **options)
        seen.wait_for_selector(".mosaic-lab[data-done]")
        return seen

    return open_lab


def elsewhere(lab):
    """Names that a lab's class knows and this one has nothing for: other models' parameters, windows."""
    if isinstance(lab, TuringLab):
        own = lab.settings["presets"][lab.settings["preset"]]["model"]
        return {name for model in MODELS.values() for name in model["sliders"]} - set(MODELS[own]["sliders"])
    return {"machine", "P", "windows"} if isinstance(lab, SamplerLab) and "machines" not in lab.settings else set()


@pytest.mark.parametrize("row", LABS)
def test_every_name_of_a_link_can_be_left_out(framed, row):
    """Whatever a link can set has an element of this name, which is hidden; else it is said to have none."""
    lab, name = LABS[row](), row.split(",")[0]
    names = set(kind(row).controls) - elsewhere(lab)
    page = framed(lab, f"hide={','.join(sorted(names))}")
    found = set(page.evaluate(FOUND, sorted(names)))
    hidden = {"machine", "net"} - found  # where there is one only
    assert names - found - hidden == NONE.get(name, set())
    assert page.evaluate(LEFT) == []
    assert not page.errors


def test_what_is_left_out_stays_so_where_a_lab_makes_its_controls_anew(framed):
    page = framed(LABS["TuringLab"](), "hide=F,k,step")
    page.evaluate("document.querySelector('.mosaic-lab').lab.set({ preset: 'gray-scott-mitosis' }, 'stay')")
    page.wait_for_selector("[name=F]", state="attached")
    assert not page.locator("[name=F]").is_visible() and page.locator("[name=preset]").is_visible()


def test_a_guide_for_teachers_names_what_has_no_control():
    said = re.search(r"^No control on the screen sets (.*?):", TEACHING.read_text("utf8"), re.M)
    assert said and set(re.findall(r"`(\w+)`", said[1])) == set().union(*NONE.values()) - {"data"}


@EACH
def test_a_picture_that_moves_can_be_stopped(framed, build):
    """At level=picture nothing moves for longer than a run, unless a button beside it stops it."""
    lab = build()
    page = framed(lab, "level=picture")
    page.wait_for_selector("[data-left-out]", state="attached")
    stop = page.locator(".lab-stop")
    assert stop.count() == isinstance(lab, TuringLab)
    if stop.count():
        page.evaluate("document.querySelector('.mosaic-lab').lab.setPlaying(true)")
        assert stop.is_visible() and stop.text_content() == "Pause"
        stop.click()
        assert not page.evaluate("document.querySelector('.mosaic-lab').lab.playing")


def test_it_can_be_stopped_beside_another_control_too(framed):
    page = framed(LABS["TuringLab"](), "level=picture&show=preset")
    page.wait_for_selector("[data-left-out]", state="attached")
    assert page.locator(".lab-stop").is_visible() and page.locator("[name=preset]").is_visible()
    assert not page.locator("[name=seed]").is_visible()


def test_four_pictures_are_as_large_beside_each_control(framed):
    """The one control may stand among those beside the pictures, which then have the whole width too."""
    wide = []
    for show in ("step", "N"):
        page = framed(LABS["SamplerLab"](), f"level=picture&show={show}", viewport={"width": 900, "height": 900})
        page.wait_for_selector("[data-left-out]", state="attached")
        page.evaluate("document.body.classList.add('lab-page')")
        rules = [line for line in SHEET.read_text("utf8").splitlines() if line.startswith('[data-level="picture"]')]
        page.add_style_tag(content="\n".join(rules))
        assert page.locator(f"[name={show}]:visible, [data-control={show}]:visible").count()
        wide.append(page.locator(".lab-four canvas").first.bounding_box()["width"])
    assert wide[0] == wide[1] > 100
