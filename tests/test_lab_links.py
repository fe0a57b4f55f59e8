"""State = link = code: what a lab offers to take away makes the same pixels in a notebook and in plain Python."""

import io
import json
import re

import numpy as np
import pytest
import torch
from labs import LABS, TINY, TOLERANCE, answering, hears, joined, kind, passed, quiet, state
from mosaics.core.data import Dataset, load
from mosaics.widgets import (
    CollapseLab,
    FingersLab,
    MosaicExplorer,
    NoiseLab,
    NoveltyLab,
    PredictionLab,
    SamplerLab,
    TrainingLab,
    TuringLab,
    __all__,
)
from mosaics.widgets.shared import links
from mosaics.widgets.shared.own import own_text
from PIL import Image


def predicts():
    """With more than one network to choose from."""
    return PredictionLab(steps=3)


# One picture of a reader's own, as a link has it
BROUGHT = own_text(Dataset(load("fashion-mnist", n=9, size=16).images[8:], torch.zeros(1).long(), (), "x"), 1)

# The lab, what a reader sets, and what of the last job is the picture
CASES = {
    "AttentionLab": (LABS, {"net": "attention", "layer": "before", "until": 2, "seed": 4}, "result"),
    "AttentionLab, off first": (LABS, {"net": "attention", "layer": "after", "until": 1, "seed": 5}, "result"),
    "AttentionLab, without a layer": (LABS, {"net": "wide", "seed": 6}, "result"),
    "BudLab": (LABS, {"delta": 1.15, "theta": 25, "fan": "off", "seed": 4}, "u"),
    "CanvasLab": (LABS, {"picture": "coffee", "height": 25, "width": 30, "tiles": "on", "P": 3, "seed": 4}, "z"),
    "CanvasLab, painted": (LABS, {"picture": "cat", "height": 32, "width": 32, "symmetry": "kaleidoscope", "steps": 1,
                                  "weight": 0.85, "painted": "ff8000~20a20.4k20.", "seed": 5}, "z"),
    "CanvasLab, holes": (LABS, {"picture": "emoji", "height": 64, "width": 64, "begin": "holes", "P": 3, "coarsest": 36,
                                "first": 0.35, "painted": "4080ff~40.4x12.2a198.", "steps": 1}, "z"),
    "CanvasLab, other sides": (LABS, {"picture": "emoji", "height": 32, "width": 40, "begin": "picture"}, "z"),
    "CollapseLab": (LABS, {"N": 60, "d": 9, "sigma": 0.9, "seed": 8}, "effective"),
    "FingersLab": (LABS, {"N": 30, "P": 9, "until": 0.6, "seed": 4}, "result"),
    "FingersLab, a window alone": (LABS, {"P": 5, "seed": 7}, "result"),
    "FingersLab, emoji": (lambda: FingersLab(load("emoji", n=40), steps=4), {"until": 0.0, "seed": 7}, "result"),
    "FingersLab, faces": (LABS, {"data": "faces", "P": 5, "seed": 3}, "result"),
    "FingersLab, faces anywhere": (LABS, {"data": "faces", "machine": "bbELS", "N": 20, "P": 5, "seed": 4}, "result"),
    "MajorityLab": (LABS, {"L": 8, "P": 3, "steps": 7, "sigma_max": 3.21, "seed": 4}, "world"),
    "MosaicExplorer": (lambda: MosaicExplorer(load("emoji", size=16), machine=("LS", "bbELS"), N=20, steps=3),
                       {"machine": "bbELS", "N": 12, "P": 5, "steps": 4, "seed": 3}, "result"),
    "NoiseLab": (LABS, {"index": 3, "sigma": 0.55, "seed": 8}, "x0_hat"),
    "NoveltyLab": (LABS, {"machine": "bbELS", "N": 30, "P": 5, "seed": 4, "picture": 3}, "x"),
    "NoveltyLab, the whole picture": (LABS, {"machine": "LS", "P": "all", "seed": 99_998}, "x"),
    "NoveltyLab, linear": (LABS, {"machine": "Wiener", "N": 20, "seed": 6}, "x"),
    "NoveltyLab, a set": (LABS, {"show": "noisy_copies"}, "x"),
    "NoveltyLab, held out": (lambda: NoveltyLab(load("emoji", n=40, size=16), steps=3, count=4), {"show": "unseen"},
                             "x"),
    "NoveltyLab, own pictures": (LABS, {"own": BROUGHT, "show": "own"}, "x"),
    "PredictionLab": (predicts, {"machine": "bbELS", "N": 20, "steps": 3, "seed": 2}, "machine"),
    "PredictionLab, new noise": (predicts, {"N": 20, "steps": 3, "seed": 99_998,
                                             "renewed": "0" * 32 + "0ff0" * 4 + "0" * 16}, "machine"),
    "PredictionLab, another network": (
        predicts, {"net": "resnet-circular", "machine": "ELS", "N": 20, "windows": "reversed", "steps": 3, "seed": 2},
        "machine"),
    "PredictionLab, other pictures": (predicts, {"net": "resnet-faces", "N": 20, "steps": 3, "seed": 2}, "machine"),
    "RivalsLab": (LABS, {"machine": "smoothed score", "seed": 4, "sort": "rms", "step": 2, "row": 3}, "x"),
    "RivalsLab, another noise": (LABS, {"machine": "chance", "seed": 99_999}, "x"),
    "SamplerLab": (LABS, {"N": 37, "method": "heun", "steps": 6, "seed": 6}, "result"),
    "SamplerLab, noisy": (LABS, {"N": 30, "method": "ancestral", "steps": 5}, "result"),
    "SamplerLab, patches": (lambda: SamplerLab(load("emoji", n=40, size=16), machine=("ELS", "LS"), N=20, steps=4),
                            {"machine": "ELS", "N": 11, "windows": "released", "steps": 4, "seed": 6}, "result"),
    "SamplerLab, by hand": (lambda: SamplerLab(load("digits", n=40), machine=("LS", "IS"), N=20, steps=4),
                            {"machine": "LS", "windows": "0.05:3/1:5/20:7", "seed": 6}, "result"),
    "TuringLab": (TINY, {"preset": "gray-scott-coral", "seed": 3, "F": 0.0405}, "fields"),
    "TuringLab, with a past": (TINY, {"preset": "gray-scott-coral", "seed": 3, "k": 0.063, "t": 900,
                                      "past": "100:k=0.063/200:dab=9,9,3,paint/700:noise"}, "fields"),
    "WallLab": (LABS, {"P": 5, "seed": 77}, "row"),
}
EACH = pytest.mark.parametrize("name", CASES)
LAB = "document.querySelector('.mosaic-lab').lab"
# Left and top of what the map shows, letters that stand out of it as well
MAP = """(() => { const map = document.querySelector(".collapse-map .lab-plot"),
    boxes = [map, ...map.querySelectorAll("*")].map((e) => e.getBoundingClientRect());
    return ["left", "top"].map((side) => Math.floor(Math.min(...boxes.map((b) => b[side]))) - 4); })()"""


def case(name):
    """A lab, what it is set to, and the name of its picture."""
    where, values, key = CASES[name]
    return where[name.split(",")[0]]() if isinstance(where, dict) else where(), values, key


def set_to(page, values):
    refused = page.evaluate(f"""async (values) => {{
        const lab = {LAB}, refused = lab.set(values, 'stay');
        await lab.coming;  // where another one takes its place
        return refused; }}""", values)
    assert refused == []
    quiet(page)


def picture(page, key):
    """What the lab computed, as one tensor."""
    last = state(page)
    if key == "machine":
        return joined(last["machine"][-1])
    if key == "row":
        return torch.stack(last["pictures"][-3:])
    return joined(last[key])


def test_no_lab_is_left_out():
    assert {name.split(",")[0] for name in CASES} | {"TrainingLab"} == set(__all__)


@EACH
def test_the_python_on_offer_makes_the_same_pixels(name, opened):
    lab, values, key = case(name)
    page = opened(lab)
    quiet(page)
    set_to(page, values)
    space = {}
    exec(page.evaluate(f"{LAB}.python()"), space)
    got, wanted = space["numbers" if key == "effective" else "picture"], picture(page, key)
    if key == "fields":
        wanted = wanted[32 * 32:]  # v of Gray-Scott is what one sees
    assert got.numel() == wanted.numel() and float(got.std()) > 0.05
    assert float((got.flatten().double() - wanted.flatten().double()).abs().max()) <= TOLERANCE


@EACH
def test_a_link_opens_the_same_lab_in_a_notebook(name, opened):
    """By `from_link`, computed by the kernel: the same settings, the same numbers."""
    lab, values, key = case(name)
    page = opened(lab)
    quiet(page)
    set_to(page, values)
    link, wanted, left = page.evaluate(f"{LAB}.link()"), picture(page, key), page.evaluate(f"{LAB}.get()")
    lab = kind(name).from_link(f"https://book.example/chapters/x.html{link}")
    there = opened(lab, kernel=answering(lab), first="[data-engine=kernel][data-done]")
    quiet(there)
    again = there.evaluate(f"{LAB}.get()")
    assert {key: again[key] for key in left} == left
    got = picture(there, key)
    assert got.shape == wanted.shape and float((got - wanted).abs().max()) <= TOLERANCE


def test_a_link_sets_a_training_in_a_page_and_in_a_notebook(opened):
    """What is trained lasts as long as its reader wants: its settings come with a link, not its network."""
    values = {"axis": "seconds", "width": "16", "padding": "circular", "seconds": 20, "seed": 9}
    page = opened(TrainingLab(load("digits", n=40)))
    set_to(page, values)
    link, left = page.evaluate(f"{LAB}.link()"), page.evaluate(f"{LAB}.get()")
    assert {key: left[key] for key in values} == values
    fresh = opened(TrainingLab(load("digits", n=40)))
    assert fresh.evaluate(f"link => {LAB}.followLink(link)", link) and fresh.evaluate(f"{LAB}.get()") == left
    lab = TrainingLab.from_link(link, load("digits", n=40))
    there = opened(lab, kernel=answering(lab), first="[data-engine=kernel][data-done]")
    assert there.evaluate(f"{LAB}.get()") == left
    assert torch.equal(TrainingLab.from_link(link).examples, lab.examples)  # the link names the set
    with pytest.raises(ValueError, match="data"):
        TrainingLab.from_link("#TrainingLab:v=1&data=own")


# ---------------------------------------------------------------- links themselves
def test_a_link_is_short_and_says_what_it_sets(opened):
    page = opened(case("SamplerLab, patches")[0])
    quiet(page)
    link = page.evaluate(f"{LAB}.link()")
    assert re.match(r"#SamplerLab:v=1&data=emoji~16@40&machine=ELS&N=20&", link) and len(link) < 120


@EACH
def test_python_reads_and_writes_links_as_the_page_does(name, opened):
    lab, values, _ = case(name)
    page = opened(lab)
    quiet(page)
    set_to(page, values)
    link = page.evaluate(f"{LAB}.link()")
    read = links.read(link, lab.made["lab"], type(lab).controls | type(lab).fixed)
    assert {key: str(value) for key, value in read.items()} == {
        key: str(value) for key, value in page.evaluate(f"{LAB}.get()").items()}
    assert links.write(lab.made["lab"], read) == link


WRONG = {
    "nothing": "a link ends like", "#TuringLab:v=1&seed=1": "is to a TuringLab", "#SamplerLab:seed=1": "version none",
    "#SamplerLab:v=2&seed=1": "version 2", "#SamplerLab:v=1&depth=3": "can be set by",
    "#SamplerLab:v=1&seed=x": "seed of",
    "#SamplerLab:v=1&seed=1&seed=2": "each name may stand once", "#SamplerLab:v=1&N=1e999": "N of",
    "#SamplerLab:v=1&data=moon": "data set must be", "#SamplerLab:v=1&data=own": "hand them over",
    "#SamplerLab:v=1&windows=1:x/2:3": "windows of", "x" * 20_001: "at most",
}


@pytest.mark.parametrize(("link", "said"), WRONG.items(), ids=[link[:30] for link in WRONG])
def test_python_says_what_is_wrong_with_a_link(link, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        SamplerLab.from_link(link)


@pytest.mark.parametrize(("link", "said"), [
    ("#SamplerLab:v=2&seed=3", "version 2"), ("#SamplerLab:seed=3", "no version"),
    ("#SamplerLab:v=1&seed", "no name=value"),
    ("#SamplerLab:v=1&seed=%E0%A4", "no name=value"), ("#SamplerLab:v=1&seed=-1", "does not offer seed = -1"),
    ("#SamplerLab:v=1&seed=1e99", "does not offer seed"), ("#SamplerLab:v=1&depth=3", "does not offer depth = 3"),
    ("#SamplerLab:v=1&data=emoji&seed=3", "about other pictures, emoji"),
    ("#SamplerLab:v=1&data=own&seed=3", "own pictures are not in it"), ("#SamplerLab:v=1&N=abc", "does not offer N"),
    ("", "names no lab"),
])
def test_the_page_says_what_is_wrong_with_a_link_and_stays(link, said, opened):
    page = opened(SamplerLab(load("digits", n=60), steps=4))
    quiet(page)
    before = page.evaluate(f"{LAB}.get()")
    assert page.evaluate(f"link => {LAB}.followLink(link)", link) is False
    quiet(page)
    page.wait_for_function("said => document.querySelector('.lab-status').textContent.includes(said)", arg=said)
    after = page.evaluate(f"{LAB}.get()")
    assert {k: after[k] for k in before if k != "seed"} == {k: before[k] for k in before if k != "seed"}
    assert after["seed"] in (before["seed"], 3)


@pytest.mark.parametrize("step", ["-3", "abc", "2.5"])
def test_a_link_to_no_step_leaves_the_lab_in_order(opened, step):
    page = opened(SamplerLab(load("digits", n=60), steps=4))
    quiet(page)
    assert page.evaluate(f"link => {LAB}.followLink(link)", f"#SamplerLab:v=1&seed=3&step={step}") is False
    quiet(page)
    hears(page, f"This lab does not offer step = {step}.")
    assert not page.locator(".mosaic-lab[data-error]").count()
    page.evaluate(f"{LAB}.set({{ step: 4 }}, 'stay')")
    page.locator(".mosaic-lab [name=steps]").press("End")  # and the end stays the end
    quiet(page)
    told = page.evaluate(f"{LAB}.get()")
    assert told["step"] == told["steps"] > 4


def test_points_are_whole(opened):
    page = opened(CollapseLab(N=20, d=4))
    quiet(page)
    before = page.evaluate(f"{LAB}.get()")
    assert page.evaluate(f"link => {LAB}.followLink(link)", "#CollapseLab:v=1&N=33.5&d=7.2") is False
    hears(page, "This lab does not offer N = 33.5, d = 7.2.")
    assert page.evaluate(f"{LAB}.get()") == before


@pytest.mark.parametrize("lab", [lambda: NoiseLab(load("digits", n=60)), CollapseLab, TuringLab])
def test_what_was_refused_stands_before_later_news(opened, lab):
    page = opened(lab())
    page.evaluate(f"{LAB}.followLink('#Any:v=9&seed=3')")
    passed(page, 1500)  # words that wait for a pause have come
    said = page.evaluate("document.querySelector('.lab-status').textContent")
    assert said.startswith("This link cannot be followed: it is of version 9")
    page.locator(".mosaic-lab").evaluate("e => e.dispatchEvent(new Event('pointerdown'))")
    page.evaluate(f"{LAB}.say('News.')")
    assert page.evaluate("document.querySelector('.lab-status').textContent") == "News."


# ---------------------------------------------------------------- the menu
@pytest.fixture
def menu(opened):
    """menu(lab) opens a lab and its menu."""
    def open_menu(lab, **options):
        page = opened(lab, **options)
        quiet(page)
        page.locator(".lab-keep summary").click()
        return page

    return open_menu


def test_a_copied_text_stands_in_view(menu):
    page = menu(SamplerLab(load("digits", n=60), steps=4))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for name in ("Copy link", "Copy Python"):
        page.get_by_role("button", name=name).click()
        page.wait_for_function("document.querySelector('.lab-status').textContent.endsWith('copied.')")
        shown = page.locator(".lab-keep textarea").input_value()
        assert shown == page.evaluate("navigator.clipboard.readText()") and len(shown) > 30


def test_where_no_page_may_copy_the_text_is_ready_to_be_taken(menu):
    page = menu(SamplerLab(load("digits", n=60), steps=4), script="delete Navigator.prototype.clipboard;")
    page.get_by_role("button", name="Copy link").click()
    page.wait_for_function("document.querySelector('.lab-status').textContent.includes('Ctrl')")
    assert page.evaluate("getSelection().toString() || document.activeElement.value").startswith("#SamplerLab:v=1")


@pytest.mark.parametrize("name", [*CASES, "TrainingLab"])
def test_pictures_and_numbers_are_saved(name, menu):
    page = menu(case(name)[0] if name in CASES else LABS[name]())
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save numbers").click()
    numbers = json.loads(saved.value.path().read_text("utf8"))
    assert numbers["link"].startswith(f"#{name.split(',')[0]}:v=1") and numbers["set"] == page.evaluate(f"{LAB}.get()")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save picture").click()
    assert saved.value.suggested_filename.endswith(".png")
    assert saved.value.path().read_bytes().startswith(b"\x89PNG")


def saved_picture(page):
    """The file behind "Save picture" as levels (height, width, 3) uint8."""
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save picture").click()
    return np.array(Image.open(saved.value.path()).convert("RGB"))


def test_the_saved_sample_has_no_marks_and_no_rim(menu):
    """It had what lies outside a window, and the light of what a reader pointed at."""
    page = menu(case("MosaicExplorer")[0])
    page.evaluate(f"{LAB}.set({{ row: 1, column: 1, image: 1, consistency: 'on' }}, 'stay')")
    wanted = state(page)["result"].reshape(3, 16, 16).permute(1, 2, 0)
    got = torch.from_numpy(saved_picture(page)[16::32, 16::32].copy())
    assert got.shape == wanted.shape
    assert float((got / 127.5 - 1 - wanted.clip(-1, 1)).abs().max()) <= 1 / 127


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_saved_map_looks_as_it_does_on_the_page(menu, theme):
    """White spots stood over its words, the diamond was not there, letters at the edge were cut."""
    page = menu(CollapseLab(N=30, d=9), theme=theme)
    saved = Image.fromarray(saved_picture(page))  # twice as large as on the page
    page.locator(".collapse-map .lab-plot").evaluate("e => e.scrollIntoView({ block: 'center' })")
    x, y = page.evaluate(MAP)
    clip = {"x": x, "y": y, "width": saved.width / 2, "height": saved.height / 2}
    seen = Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("RGB")
    coarse = saved.width // 8, saved.height // 8  # letters are not set pixel by pixel alike
    got, wanted = (np.array(each.resize(coarse, Image.Resampling.BOX), int) for each in (saved, seen))
    assert np.abs(got - wanted).max() < 60


def test_saved_numbers_are_the_picture(menu):
    page = menu(SamplerLab(load("digits", n=60), steps=4))
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save numbers").click()
    numbers = json.loads(saved.value.path().read_text("utf8"))
    assert torch.equal(torch.tensor(numbers["result"]), state(page)["result"])


def test_escape_closes_the_menu_only(menu):
    page = menu(SamplerLab(load("digits", n=60), steps=4))
    page.get_by_role("button", name="Copy link").focus()
    page.keyboard.press("Escape")
    assert page.locator(".lab-keep").get_attribute("open") is None
    assert page.evaluate("document.activeElement.matches('.lab-keep summary')")
