"""A lab's state in the page's address, Back and Forward, and labs in frames of other pages."""

import contextlib
import io
import re

import numpy as np
import pytest
from conftest import SITE, serving, settle
from labs import passed
from PIL import Image

LAB = "document.querySelector('.mosaic-lab')"
CHAPTER = "chapters/02-ideal.html"
ASKED = {"N": 50, "method": "heun", "steps": 7, "seed": 6, "step": 3}
LINK = "#SamplerLab:v=1&data=emoji&N=50&method=heun&steps=7&seed=6&step=3&compare=off"
LABS = sorted(path.stem for path in (SITE / "labs").glob("*.html"))


def at_rest(page, wanted):
    """Wait until the page's lab is set to this and has answered."""
    page.wait_for_function("""wanted => { const lab = document.querySelector(".mosaic-lab")?.lab;
        const now = lab && "done" in lab.root.dataset && !("busy" in lab.root.dataset) && lab.get();
        return now && Object.keys(wanted).every((key) => now[key] === wanted[key]); }""", arg=wanted)


def result(page):
    return page.evaluate(f"Array.from({LAB}.labState().result)")


def in_address(page, *parts):
    """Wait until the address says this."""
    page.wait_for_function("parts => parts.every((part) => location.hash.includes(part))", arg=list(parts))


# ---------------------------------------------------------------- links
def test_a_link_opens_the_lab_as_it_was(visit, site):
    page = visit(f"{site}/{CHAPTER}{LINK}", console=True)
    at_rest(page, ASKED)
    assert "1 picture, " in page.locator(".mosaic-lab").first.inner_text()  # and not the page's own before it
    assert page.evaluate("document.activeElement.matches('.mosaic-lab')")
    assert page.evaluate(f"{LAB}.lab.link()") == LINK
    wanted = result(page)
    again = visit(f"{site}/{CHAPTER}", console=True)
    again.locator(".lab-poster").first.evaluate("e => e.scrollIntoView()")
    again.wait_for_selector(".mosaic-lab[data-done]")
    assert result(again) != wanted
    again.evaluate("hash => { location.hash = hash; }", LINK)  # pasted into the address of an open page
    at_rest(again, ASKED)
    assert result(again) == wanted and not page.errors + again.errors


@pytest.mark.parametrize(("link", "said"), [
    ("#SamplerLab:v=9&seed=3", "version 9"), ("#SamplerLab:v=1&seed=-3", "does not offer seed = -3"),
    ("#SamplerLab:v=1&moon=3", "does not offer moon = 3"),
])
def test_a_link_that_cannot_be_followed_says_why(visit, site, link, said):
    page = visit(f"{site}/{CHAPTER}{link}", console=True)
    page.wait_for_selector(".mosaic-lab[data-done]")
    page.wait_for_function("said => document.querySelector('.lab-status').textContent.includes(said)", arg=said)
    assert page.evaluate(f"{LAB}.lab.get().seed") == 1 and not page.errors


@pytest.mark.parametrize(("link", "which"), [("#TuringLab:v=1&seed=3", "TuringLab"), ("#a:b", "a"),
                                             ("#SamplerLab.2:v=1&seed=3", "SamplerLab no. 2")])
def test_a_link_to_a_lab_of_another_page_says_so(visit, site, link, which):
    page = visit(f"{site}/{CHAPTER}{link}", console=True)
    page.wait_for_selector(".lab-poster")
    said = page.locator(".lab-stranger")
    assert said.inner_text() == f"This link cannot be followed: there is no {which} on this page."
    assert page.evaluate("scrollY") == 0 and not page.errors
    page.evaluate("location.hash = '#SamplerLab:v=1&seed=2'")
    said.wait_for(state="detached")


def test_the_address_waits_for_what_a_sentence_plays(visit, site):
    """It was written while the run went by, and a reload led to the state of that moment."""
    page = visit(f"{site}/{CHAPTER}", console=True, reduced_motion="no-preference")
    words = page.locator(".lab-preset").first
    words.evaluate("(e) => e.closest('details')?.setAttribute('open', '')")
    words.click()
    page.wait_for_function(f"{LAB}?.lab.moves")
    page.wait_for_function(f"!{LAB}.lab.moves")
    in_address(page, f"&step={page.evaluate(f'{LAB}.lab.get().step')}&")
    assert not page.errors


def test_what_a_lab_holds_in_view_stands_beneath_the_header(visit, site):
    page = visit(f"{site}/{CHAPTER}", viewport={"width": 390, "height": 844})
    page.locator(".lab-poster").first.evaluate("e => e.scrollIntoView()")
    page.wait_for_selector(".mosaic-lab[data-done]")
    stage, header = page.evaluate("""() => { const stage = document.querySelector(".lab-stage");
        scrollBy({ top: stage.getBoundingClientRect().top + 20, behavior: "instant" });
        const header = document.querySelector(".bd-header-article").getBoundingClientRect();
        return [stage.getBoundingClientRect().top, header.bottom]; }""")
    assert stage == pytest.approx(header, abs=1)


def test_the_address_follows_the_reader(visit, site):
    page = visit(f"{site}/{CHAPTER}", console=True)
    page.locator(".lab-poster").first.evaluate("e => e.scrollIntoView()")
    page.wait_for_selector(".mosaic-lab[data-done]")
    length = page.evaluate("history.length")
    page.locator(".mosaic-lab [name=steps]").focus()
    page.keyboard.press("Home")
    in_address(page, "#SamplerLab:v=1&", "&steps=1&")
    page.get_by_role("button", name="New picture").click()
    in_address(page, "&seed=2")
    assert page.evaluate("history.length") == length  # Back leaves the page, as before
    page.reload()
    at_rest(page, {"steps": 1, "seed": 2})
    assert not page.errors


def test_the_address_follows_own_pictures(visit, site):
    """They were lost with a reload; and after the way back to the book's, the address had them still."""
    page = visit(f"{site}/{CHAPTER}", console=True)
    page.locator(".lab-poster").first.evaluate("e => e.scrollIntoView()")
    page.wait_for_selector(".mosaic-lab[data-done]")
    first = page.evaluate(f"{LAB}.lab.data")
    page.locator(".lab-own summary").click()
    page.locator(".tray input[type=file]").set_input_files([
        {"name": f"{k}.png", "mimeType": "image/png", "buffer": dot(k)} for k in range(3)])
    page.wait_for_function("document.querySelectorAll('.tray-list li').length === 3")
    assert "data=own" not in page.url
    page.locator(".tray-foot .lab-primary").click()
    in_address(page, "data=own~1")
    page.reload()
    at_rest(page, {})
    page.wait_for_function(f"{LAB}.lab.N === 3 && 'done' in {LAB}.dataset")
    page.locator(".lab-own summary").click()
    page.get_by_role("button", name="Back to the book").click()
    in_address(page, f"data={first}&")
    assert not page.errors


def test_the_menu_alone_leaves_the_address(visit, site):
    page = visit(f"{site}/{CHAPTER}", console=True)
    page.locator(".lab-poster").first.evaluate("e => e.scrollIntoView()")
    page.wait_for_selector(".mosaic-lab[data-done]")
    page.locator(".lab-keep summary").click()
    page.get_by_role("button", name="Copy link").click()
    passed(page, 1000)
    assert "#" not in page.url and not page.errors


def dot(k):
    """A picture of 8 x 8 pixels, as the bytes of its file."""
    levels = np.full((8, 8), 255, np.uint8)
    levels[k:k + 3, 2:5] = 0
    file = io.BytesIO()
    Image.fromarray(levels).save(file, "PNG")
    return file.getvalue()


def test_back_and_forward_go_through_what_sentences_set(visit, site):
    page = visit(f"{site}/{CHAPTER}", console=True, reduced_motion="reduce")
    words = page.locator(".lab-preset")  # of the seeds 1, as the chapter has it, 2 and 3
    assert words.count() >= 3
    page.locator(".lab-poster").first.evaluate("e => e.scrollIntoView()")
    page.wait_for_selector(".mosaic-lab[data-done]")
    states, hashed = [page.evaluate(f"{LAB}.lab.get()")], ""
    for k in (1, 2):
        words.nth(k).evaluate("(e) => e.closest('details')?.setAttribute('open', '')")
        words.nth(k).click()
        page.wait_for_function("old => location.hash !== old", arg=hashed)
        hashed = page.evaluate("location.hash")
        page.wait_for_function(f"!('busy' in {LAB}.dataset)")
        states.append(page.evaluate(f"{LAB}.lab.get()"))
    keys = [key for key in states[0] if key != "step"]
    alike = [{key: state[key] for key in keys} for state in states]
    assert alike[0] != alike[1] != alike[2]
    for step, wanted in ((-1, alike[1]), (-1, alike[0]), (1, alike[1]), (1, alike[2])):
        page.evaluate("step => history.go(step)", step)
        at_rest(page, wanted)
    assert page.url.endswith(hashed) and not page.errors


def test_a_sentence_opens_in_a_tab_of_its_own(visit, site):
    """Its words are a link: what it sets is in the address."""
    page = visit(f"{site}/{CHAPTER}")
    href = page.locator(".lab-preset").first.get_attribute("href")
    values = dict(re.findall(r"(\w+)=([^&]*)", href))
    assert values.pop("v") == "1"
    other = visit(f"{site}/{CHAPTER}{href}")
    other.wait_for_selector(".mosaic-lab[data-done]")
    other.wait_for_function("""wanted => { const now = document.querySelector(".mosaic-lab").lab.get();
        return Object.keys(wanted).every((key) => String(now[key]) === wanted[key]); }""", arg=values)


# ---------------------------------------------------------------- frames
FRAME = """<!doctype html><html lang="en"><title>Course</title><link rel="icon" href="data:,"><h1>Course</h1>
<iframe src="{}" title="lab" style="width: 700px; height: 300px; border: 0"></iframe>
<script>addEventListener("message", ({{ data, source }}) => {{
  const frame = document.querySelector("iframe");
  if (frame.contentWindow === source && data?.mosaics === "height") frame.style.height = data.height + "px";
}});</script></html>"""


@contextlib.contextmanager
def framed(visit, folder, source):
    """A page of another origin with a frame; the page, and the frame within."""
    (folder / "course.html").write_text(FRAME.format(source), "utf8")
    with serving(folder) as course:
        page = visit(f"{course}/course.html", console=True)
        inside = page.frame(url=re.compile("/labs/"))
        inside.wait_for_selector(".mosaic-lab[data-done]")
        yield page, inside


def test_every_lab_has_a_page_of_its_own(site):
    from mosaics.widgets import __all__

    assert set(LABS) == set(__all__)


@pytest.mark.parametrize("lab", LABS)
def test_a_lab_stands_in_a_frame_of_another_origin(visit, site, tmp_path, lab):
    with framed(visit, tmp_path, f"{site}/labs/{lab}.html") as (page, inside):
        page.wait_for_function("document.querySelector('iframe').clientHeight > 310")
        inside.wait_for_function("document.documentElement.scrollHeight <= innerHeight + 2")  # no bar of its own
        assert inside.locator(".mosaic-lab").count() == 1 and not page.errors


# Every picture of the part that a lab names is in view, and the part has most of its lab, as far as its control lets it
WHOLE = """[...document.querySelectorAll(":is(.lab-stage, .lab-picture-part) canvas")].filter((e) =>
    !e.closest(".training-again, [hidden]") && !e.checkVisibility()).length === 0"""
WIDE = """(() => { const box = (which) => document.querySelector(which).getBoundingClientRect(),
    lab = box(".mosaic-lab"), part = box(".lab-stage, .lab-picture-part");
    return part.width > 0.45 * lab.width && part.height > 0.4 * lab.height; })()"""


@pytest.mark.parametrize("lab", LABS)
def test_a_picture_and_one_control(visit, site, tmp_path, lab):
    with framed(visit, tmp_path, f"{site}/labs/{lab}.html?level=picture") as (page, inside):
        inside.wait_for_selector("[data-left-out]", state="attached")
        controls = """[...document.querySelectorAll(".mosaic-lab :is(input, select, .lab-stop)")]
            .filter((e) => e.checkVisibility()).map((e) => e.name)"""
        seen = [name for name in inside.evaluate(controls) if not re.match(r"lab-|wall-|turing-", name)]
        assert len(seen) == 1, seen
        assert inside.evaluate("[...document.querySelectorAll('canvas, svg')].some((e) => e.checkVisibility())")
        assert inside.evaluate(WHOLE) and inside.evaluate(WIDE)
        assert not page.errors


def test_the_one_control_and_what_is_hidden_are_the_teachers_choice(visit, site, tmp_path):
    with framed(visit, tmp_path, f"{site}/labs/SamplerLab.html?level=picture&show=N{LINK}") as (_, inside):
        inside.wait_for_selector("[data-left-out]", state="attached")
        assert inside.locator("[name=N]").is_visible() and not inside.locator("[name=step]").is_visible()
        assert inside.evaluate(f"{LAB}.lab.get().seed") == 6
    with framed(visit, tmp_path, f"{site}/labs/SamplerLab.html?hide=N,steps") as (_, inside):
        inside.locator("[name=N]").wait_for(state="hidden")
        assert not inside.locator("[name=steps]").is_visible() and inside.locator("[name=method]").is_visible()


def test_a_frame_with_text_has_the_experiments_of_the_chapter(visit, site, tmp_path):
    source = f"{site}/labs/SamplerLab.html?of=07-equivariant.1&level=text"
    with framed(visit, tmp_path, source) as (page, inside):
        assert inside.locator(".experiment").count() >= 2 and inside.locator(".lab-text .cell").count() == 0
        words = inside.locator(".lab-preset").first
        words.evaluate("(e) => e.closest('details')?.setAttribute('open', '')")
        words.click()
        inside.wait_for_function("document.activeElement.matches('.mosaic-lab')")
        assert not page.errors


def test_labs_of_several_chapters_are_told_apart(visit, site):
    page = visit(f"{site}/labs/SamplerLab.html?of=07-equivariant.1", console=True)
    page.wait_for_selector(".mosaic-lab[data-done]")
    assert page.evaluate(f"{LAB}.lab.data") == "emoji~16@40"
    assert page.locator(".lab-from a").get_attribute("href") == "../chapters/07-equivariant.html"
    other = visit(f"{site}/labs/SamplerLab.html?of=nowhere", console=True)
    other.wait_for_selector(".mosaic-lab[data-done]")
    assert other.evaluate(f"{LAB}.lab.data") == "emoji" and not page.errors + other.errors


def test_the_menu_gives_the_code_of_a_frame_that_works(visit, site, tmp_path):
    page = visit(f"{site}/{CHAPTER}{LINK}")
    at_rest(page, ASKED)
    page.locator(".lab-keep summary").click()
    page.get_by_role("button", name="Embed").click()
    page.locator(".lab-keep textarea").wait_for(state="visible")
    code = page.locator(".lab-keep textarea").input_value()
    head = '<!doctype html><html lang="en"><title>A</title><link rel="icon" href="data:,">'
    (tmp_path / "course.html").write_text(head + code, "utf8")
    with serving(tmp_path) as course:
        there = visit(f"{course}/course.html", console=True)
        inside = there.frame(url=re.compile("/labs/SamplerLab.html"))
        inside.wait_for_selector(".mosaic-lab[data-done]")
        inside.wait_for_function("wanted => document.querySelector('.mosaic-lab').lab.link() === wanted", arg=LINK)
        there.wait_for_function("document.querySelector('iframe').clientHeight !== 640")
        assert not there.errors


def test_a_page_of_a_lab_is_light(page, site):
    """As a file, too, it loads no more than a chapter does of its lab."""
    asked = []
    page.on("request", lambda r: asked.append(r.url))
    settle(page, f"{site}/labs/TuringLab.html")
    page.wait_for_selector(".mosaic-lab[data-done]")
    assert len([url for url in asked if not url.startswith(("data:", "blob:"))]) <= 14
