"""Labs with a reader's own training set: the lab anew, in both engines, in links, in Python."""

import io

import numpy as np
import pytest
import torch
from labs import TOLERANCE, answering, apart, hears, quiet, state, told, violations
from mosaics.core.data import Dataset, load
from mosaics.widgets import MosaicExplorer, NoiseLab, SamplerLab
from mosaics.widgets.shared.own import own_set
from PIL import Image

LAB = "document.querySelector('.mosaic-lab').lab"
LABS = {
    "MosaicExplorer": (lambda: MosaicExplorer(load("digits", n=20), machine=("LS", "bbELS"), P=3, N=8, steps=3),
                       "result"),
    "NoiseLab": (lambda: NoiseLab(load("digits", n=20)), "x0_hat"),
    "SamplerLab": (lambda: SamplerLab(load("digits", n=20), steps=4), "result"),
    "SamplerLab, patches": (lambda: SamplerLab(load("digits", n=20), machine=("ELS", "LS"), P=3, N=8, steps=3),
                            "result"),
}
EACH = pytest.mark.parametrize("name", LABS)


def shapes(n=3):
    """Pictures of few colours: dark squares and bars on white."""
    out = []
    for k in range(n):
        levels = np.full((16, 16), 255, np.uint8)
        levels[2 + 3 * k:8 + 2 * k, 4:10 + k] = 40 * k
        file = io.BytesIO()
        Image.fromarray(levels).save(file, "PNG")
        out.append({"name": f"shape {k}.png", "mimeType": "image/png", "buffer": file.getvalue()})
    return out


def bring(page, files):
    """Hand files to the panel, at 16 x 16 in grey, and use them."""
    quiet(page)
    page.locator(".lab-own summary").click()
    page.locator(".tray input[type=file]").set_input_files(files)
    page.wait_for_function("n => document.querySelectorAll('.tray-list li').length === n", arg=len(files))
    page.locator(".tray [name=size]").select_option("16")
    page.locator(".tray [name=channels]").select_option("1")
    page.locator(".tray-foot .lab-primary").click()
    page.wait_for_function("n => document.querySelector('.mosaic-lab').lab.N === n", arg=len(files))
    page.wait_for_selector(".mosaic-lab[data-done]")
    quiet(page)


@EACH
def test_a_lab_computes_with_the_readers_pictures(name, opened):
    build, key = LABS[name]
    page = opened(build())
    bring(page, shapes())
    data = page.evaluate(f"{LAB}.data")
    assert data.startswith("own~1")
    kept = own_set(data[4:])
    assert kept.classes == ("shape 0", "shape 1", "shape 2") and kept.images.shape == (3, 1, 16, 16)
    space = {}
    exec(page.evaluate(f"{LAB}.python()"), space)  # the pictures are in the Python too
    assert float((space["picture"].flatten() - state(page)[key].flatten()).abs().max()) <= TOLERANCE
    assert page.evaluate("document.activeElement.matches('.mosaic-lab')") and not violations(page)


@EACH
def test_a_link_carries_few_small_pictures(name, opened):
    build, key = LABS[name]
    page = opened(build())
    bring(page, shapes())
    link, wanted, left = page.evaluate(f"{LAB}.link()"), state(page)[key], page.evaluate(f"{LAB}.get()")
    assert len(link) < 700
    there = opened(build())  # in another reader's page
    quiet(there)
    there.evaluate(f"link => {LAB}.followLink(link)", link)
    there.wait_for_function("data => document.querySelector('.mosaic-lab').lab.data === data", arg=left["data"])
    quiet(there)
    assert there.evaluate(f"{LAB}.get()") == left and torch.equal(state(there)[key], wanted)
    lab = type(build()).from_link(link)  # in a notebook
    assert torch.equal(lab.data, own_set(left["data"][4:]).images) and lab.made["data"] == left["data"]


@EACH
def test_python_computes_with_them_where_a_kernel_runs(name, opened):
    build, key = LABS[name]
    page = opened(build())
    bring(page, shapes())
    wanted = state(page)[key]
    lab = build()
    there = opened(lab, kernel=answering(lab), first="[data-engine=kernel][data-done]")
    bring(there, shapes())
    assert there.locator(".mosaic-lab").get_attribute("data-engine") == "kernel"
    assert float((state(there)[key] - wanted).abs().max()) <= TOLERANCE
    assert len(lab.data) == 20  # the lab's own are as before


def test_the_way_back_leads_to_the_books_pictures(opened):
    page = opened(LABS["SamplerLab"][0]())
    quiet(page)
    first = page.evaluate(f"{LAB}.get()")
    bring(page, shapes())
    page.locator(".lab-own summary").click()
    page.get_by_role("button", name="Back to the book").click()
    page.wait_for_function("document.querySelector('.mosaic-lab').lab.N === 20")
    page.wait_for_selector(".mosaic-lab[data-done]")
    quiet(page)
    assert page.evaluate(f"{LAB}.get()") == first


@pytest.mark.parametrize("name", ["SamplerLab", "SamplerLab, patches"])
def test_the_lab_with_ones_own_pictures_comes_into_view_at_its_end(name, opened):
    """The panel folds away above the reader; the lab stood out of sight, at a step before its result."""
    page = opened(LABS[name][0](), width=390)
    page.set_viewport_size({"width": 390, "height": 500})
    bring(page, shapes())
    top, height = page.evaluate("[document.querySelector('.mosaic-lab').getBoundingClientRect().top, innerHeight]")
    assert -1 <= top < height / 2
    step = page.locator("[name=step]")
    assert step.input_value() == step.get_attribute("max")


def test_what_one_works_on_is_in_view_on_a_phone(opened):
    page = opened(LABS["SamplerLab"][0](), width=390)
    page.set_viewport_size({"width": 390, "height": 700})
    quiet(page)
    page.locator(".lab-own summary").click()
    page.locator(".tray input[type=file]").set_input_files(shapes())
    page.wait_for_function("document.querySelectorAll('.tray-list li').length === 3")
    for name, inside in ((page.locator(".tray-list button").first, ".tray-view"),
                         (page.get_by_role("button", name="Draw", exact=True), ".tray-stage")):
        name.scroll_into_view_if_needed()
        page.mouse.wheel(0, -120)
        name.click()
        free = page.locator(inside).evaluate("""e => { const { left, top, right, bottom } = e.getBoundingClientRect();
            return [[left, top], [right, bottom]].every(([x, y], k) => e.contains(
                document.elementFromPoint(x + (k ? -3 : 3), y + (k ? -3 : 3)))); }""")
        assert free, inside


def test_a_link_back_to_the_books_pictures_is_followed(opened):
    page = opened(LABS["SamplerLab"][0]())
    quiet(page)
    first, link = page.evaluate(f"{LAB}.get()"), page.evaluate(f"{LAB}.link()")
    bring(page, shapes())
    page.evaluate(f"link => {LAB}.followLink(link)", link)
    page.wait_for_function("document.querySelector('.mosaic-lab').lab.N === 20")
    quiet(page)
    assert page.evaluate(f"{LAB}.get()") == first


@pytest.mark.parametrize("name", ["SamplerLab", "SamplerLab, patches", "MosaicExplorer"])
def test_a_link_back_that_names_no_step_leads_to_the_end(name, opened):
    page = opened(LABS[name][0](), motion="no-preference")
    quiet(page)
    data = page.evaluate(f"{LAB}.data")
    bring(page, shapes())
    page.evaluate(f"link => {LAB}.followLink(link)", f"#{name.split(',')[0]}:v=1&data={data}&seed=3")
    page.wait_for_function("document.querySelector('.mosaic-lab').lab.N === 20 && !document.querySelector("
                           "'.mosaic-lab').lab.moves")
    page.wait_for_selector(".mosaic-lab[data-done]")
    quiet(page)
    told = page.evaluate(f"{LAB}.get()")
    assert told["seed"] == 3 and told["step"] == told["steps"]


@pytest.mark.parametrize(("data", "said"), [
    ("own~1AAAA", "damaged"), ("own~", "begins with"), ("moon", "other pictures")])
def test_a_link_to_pictures_that_are_not_there_says_so(opened, data, said):
    page = opened(LABS["SamplerLab"][0]())
    quiet(page)
    first = page.evaluate(f"{LAB}.get()")
    page.evaluate(f"link => {LAB}.followLink(link)", f"#SamplerLab:v=1&data={data}&seed=7")
    page.wait_for_function("said => document.querySelector('.lab-status').textContent.includes(said)", arg=said)
    assert page.evaluate(f"{LAB}.get()") == first


def test_a_set_too_large_for_a_link_is_not_in_it(opened):
    page = opened(LABS["SamplerLab"][0]())
    noise = np.random.default_rng(1).integers(0, 256, (40, 16, 16), np.uint8)
    files = []
    for k, levels in enumerate(noise):
        file = io.BytesIO()
        Image.fromarray(levels).save(file, "PNG")
        files.append({"name": f"{k}.png", "mimeType": "image/png", "buffer": file.getvalue()})
    bring(page, files)
    assert page.evaluate(f"{LAB}.data") == "own" and "data=own&" in page.evaluate(f"{LAB}.link()")
    page.locator(".lab-keep summary").click()
    page.get_by_role("button", name="Copy link").click()
    page.wait_for_function("document.querySelector('.lab-status').textContent.includes('pictures are not in it')")
    with pytest.raises(ValueError, match="hand them over"):
        SamplerLab.from_link(page.evaluate(f"{LAB}.link()"))
    images = torch.from_numpy(noise).float()[:, None] / -127.5 + 1
    own = SamplerLab.from_link(page.evaluate(f"{LAB}.link()"), data=Dataset(images, torch.arange(40), (), "mine"))
    assert len(own.data) == 40


# ---------------------------------------------------------------- the panel
@pytest.fixture
def panel(opened):
    """A lab whose panel is open, with three pictures in it."""
    page = opened(LABS["SamplerLab"][0]())
    quiet(page)
    page.locator(".lab-own summary").click()
    page.locator(".tray input[type=file]").set_input_files(shapes())
    page.wait_for_function("document.querySelectorAll('.tray-list li').length === 3")
    return page


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def begin_drawing(page):
    """A sheet with one dot, of 28 x 28 pixels."""
    press(page, "Draw")
    page.locator(".tray-stage").press("Space")


def test_the_panel_does_without_the_books_sets(opened):
    """Their file was not there, and the panel stayed empty without a word."""
    page = opened(LABS["SamplerLab"][0]())
    quiet(page)
    page.evaluate(f"{LAB}.home = {{ sets: () => Promise.reject(new Error('blocked')) }}")
    bring(page, shapes())
    assert page.evaluate(f"{LAB}.data").startswith("own~1")


def test_it_says_so_where_the_books_sets_do_not_come(opened):
    page = opened(LABS["SamplerLab"][0]())
    quiet(page)
    page.evaluate(f"{LAB}.home = {{ sets: () => Promise.reject(new Error('blocked')) }}")
    page.locator(".lab-own summary").click()
    hears(page, "The book’s own sets did not come.")


def test_a_drawing_in_hand_keeps_its_size(panel):
    begin_drawing(panel)
    panel.locator(".tray [name=size]").select_option("32")
    hears(panel, "The drawing in hand stays as it is until it is taken.")
    assert panel.locator(".tray-stage canvas").get_attribute("width") == "28"
    press(panel, "Take this drawing")
    assert [c.get_attribute("width") for c in panel.locator(".tray-list canvas").all()] == ["32"] * 4
    panel.locator(".tray [name=size]").select_option("16")
    hears(panel, "16 × 16 pixels")
    assert "in hand" not in panel.locator(".lab-status").inner_text()


def test_a_sheet_that_was_left_empty_is_not_in_hand(panel):
    press(panel, "Draw")
    panel.locator(".tray-list button").first.click()
    panel.locator(".tray [name=size]").select_option("16")
    hears(panel, "16 × 16 pixels")
    assert "in hand" not in panel.locator(".lab-status").inner_text()


def test_pictures_are_not_used_while_a_drawing_is_unfinished(panel):
    begin_drawing(panel)
    panel.locator(".tray-foot .lab-primary").click()
    hears(panel, "Take or leave the drawing first.")
    assert panel.locator(".tray-stage").is_visible() and panel.evaluate(f"{LAB}.N") == 20
    press(panel, "Take this drawing")
    panel.locator(".tray-foot .lab-primary").click()
    panel.wait_for_function("document.querySelector('.mosaic-lab').lab.N === 4")


def test_what_another_page_has_forgotten_does_not_come_back(panel):
    press(panel, "Keep in this browser")
    back = panel.get_by_role("button", name="Bring back 3 kept")
    back.wait_for()
    panel.evaluate("""() => new Promise((done) => { const opening = indexedDB.open("mosaics-own-pictures", 1);
        opening.onsuccess = () => { const change = opening.result.transaction("kept", "readwrite");
            change.objectStore("kept").clear();
            change.oncomplete = () => { opening.result.close(); done(); }; }; })""")
    back.click()
    hears(panel, "Nothing is kept any more.")
    panel.get_by_role("button", name="Forget").wait_for(state="hidden")
    assert not back.is_visible() and panel.locator(".tray-list li").count() == 3
    assert panel.evaluate("document.activeElement.matches('.tray-drop')")


def test_python_knows_only_sets_that_were_sent():
    lab = SamplerLab(load("digits", n=20))
    said = told(lab)
    apart(lab._receive, None, {"type": "run", "id": "a", "task": "sample", "params": {}, "own": "x"}, [])
    apart(lab._receive, None, {"type": "own", "own": "x", "shape": [2, 1, 16, 16]}, [b"1234"])
    assert "own must name pictures that were sent before, got 'x'" in said[0][0]["message"]
    assert "512 levels" in said[1][0]["message"] and not lab._brought
