"""A reader's own pictures: sets from links in Python and in the page, and the panel where pictures are brought."""

import base64
import io
import json
import pathlib
import re
import shutil

import jaxtyping
import numpy as np
import pictures_table as table
import pytest
import torch
from labs import STYLE, hears, misfits, violations, walk
from mosaics.core.data import Dataset
from mosaics.widgets.shared import own
from PIL import Image

SHARED = pathlib.Path(own.__file__).parent
PAGE = """<!doctype html><html lang="en" data-theme="THEME"><meta charset="utf-8"><title>Pictures</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<link rel="stylesheet" href="book.css"><link rel="stylesheet" href="shared/view/lab.css">
<link rel="stylesheet" href="shared/pictures/style.css">
<style>body { background: var(--mosaic-paper) } main { max-width: 730px; margin: auto; padding: 16px }</style>
<main class="bd-article"><h1>Pictures</h1><div class="mosaic-lab" role="group" aria-label="A lab"></div></main>
<script type="module">
import { Tray } from "./shared/pictures/tray.js";
import { decode, encode } from "./shared/pictures/set.js";
const lab = document.querySelector(".mosaic-lab"), status = document.createElement("p");
status.className = "lab-status";
status.role = "status";
const say = (text) => { status.textContent = text; };
const set = (each) => ({ ...each, bytes: Uint8Array.from(each.bytes) });
const { sets, ...options } = await (await fetch("state.json")).json();
const offers = sets.map((each) => ({ name: each.name, label: each.name, load: async () => set(each) }));
const broken = { name: "gone", label: "Gone", load: async () => { throw new Error("it is not there"); } };
const current = options.current && set(options.current);
const take = (taken) => { window.taken = { ...taken, bytes: [...taken.bytes] }; };
Object.assign(window, { decode, encode, set });
lab.append(new Tray({ ...options, current, sets: [...offers, broken], take, say }).el, status);
</script></html>"""


# ---------------------------------------------------------------- sets in links, in Python
@pytest.fixture
def untyped():
    """Without the types that tests check: readers have none."""
    before = jaxtyping.config.jaxtyping_disable
    jaxtyping.config.update("jaxtyping_disable", True)
    yield
    jaxtyping.config.update("jaxtyping_disable", before)


@pytest.mark.parametrize("data", table.SETS, ids=lambda data: data.name[:8] or "unnamed")
def test_a_set_goes_into_a_text_and_back(data):
    text = own.own_text(data)
    got = own.own_set(text)
    assert len(text) <= own.LONGEST and re.fullmatch(r"1[\w-]+", text, re.A)
    assert torch.equal(got.images, data.images) and got.labels.tolist() == data.labels.tolist()
    assert (got.classes, got.name) == (data.classes, data.name)


@pytest.mark.parametrize(("text", "words"), table.WRONG)
def test_a_wrong_text_says_how(text, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        own.own_set(text)


def test_a_bomb_takes_no_more_memory_than_the_largest_set(monkeypatch):
    class Stream:
        def __init__(self):
            self.stream = own.zlib.decompressobj(-15)

        def __getattr__(self, name):
            return getattr(self.stream, name)

        def decompress(self, packed, most):
            out = self.stream.decompress(packed, most)
            sizes.append(len(out))
            return out

    sizes = []
    packer = table.zlib.compressobj(9, wbits=-15)
    bomb = packer.compress(bytes(10**8)) + packer.flush()
    with monkeypatch.context() as patch:
        stream = Stream()
        patch.setattr(own.zlib, "decompressobj", lambda wbits: stream)
        with pytest.raises(ValueError, match="larger than"):
            own.inflated(bomb)
    assert sizes == [own.MOST + 1]


@pytest.mark.parametrize(("change", "words"), [
    ({"images": torch.zeros(1, 1, 16, 16)}, "2 to 200 pictures, got 1"), ({"name": "x" * 121}, "at most 120 bytes"),
    ({"images": torch.zeros(2, 1, 16, 28)}, r"shape \(N, C, S, S\), got \[2, 1, 16, 28\]"),
    ({"images": torch.full((2, 1, 16, 16), 1.5)}, "values up to 1.5"), ({"classes": ("a",)}, "below 1, got 1"),
    ({"images": torch.rand(60, 3, 32, 32, generator=torch.Generator().manual_seed(0))}, "link has room for 1,500"),
])
def test_what_does_not_fit_a_link_says_why(change, words):
    data = {"images": torch.zeros(2, 1, 16, 16), "labels": torch.arange(2), "classes": (), "name": "", **change}
    with pytest.raises(ValueError, match=words):
        own.own_text(Dataset(**data))


@pytest.mark.parametrize(("values", "kind", "words"), [
    (([0] * 512, [2, 1, 16, 16]), TypeError, "levels must be bytes, got list"),
    ((bytes(512), [2, True, 16, 16]), ValueError, "shape"), ((bytes(512), [2.0, 1, 16, 16]), ValueError, "shape"),
    ((bytes(511), [2, 1, 16, 16]), ValueError, "need 512 levels, got 511"),
    ((bytes(512), [2, 1, 16, 16], [0]), ValueError, "needs 0 labels, got 1"),
    ((bytes(512), [2, 1, 16, 16], [0, 0.0], ["a"]), ValueError, "below 1, got 0.0"),
    ((bytes(512), [2, 1, 16, 16], [0, 0], [b"a"]), ValueError, "no control characters"),
    ((bytes(512), [2, 1, 16, 16], [0, 0], ["\ud800"]), ValueError, "no control characters"),
])
def test_a_set_from_a_page_is_checked(untyped, values, kind, words):
    with pytest.raises(kind, match=words):
        own.check_set(*values)
    images = own.check_set(memoryview(bytes(range(256)) * 2), [2, 1, 16, 16], [0, 1], ["a", "b"], "x")
    assert images.shape == (2, 1, 16, 16) and (float(images.min()), float(images.max())) == (-1, 1)


def test_a_text_is_a_text(untyped):
    with pytest.raises(TypeError, match="must be a str, got bytes"):
        own.own_set(b"1")


# ---------------------------------------------------------------- the panel
@pytest.fixture
def tray(browser, served):
    """tray(...) opens a page with the panel alone; errors of the page fail the test."""
    folder, address = served
    shutil.copytree(SHARED, folder / "shared", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    contexts, errors = [], []

    def open_page(theme="light", width=1000, kernel=False, current=None, sets=(), script="", **options):
        (folder / "index.html").write_text(PAGE.replace("THEME", theme), "utf8")
        (folder / "book.css").write_text(STYLE.read_text("utf8").replace("url(vendor", "local(vendor"), "utf8")
        given = {"kernel": kernel, "current": current and table.plain(current), "sets": [*map(table.plain, sets)]}
        (folder / "state.json").write_text(json.dumps(given), "utf8")
        screen = {"viewport": {"width": width, "height": 1000}, "reduced_motion": "reduce", "color_scheme": theme}
        contexts.append(browser.new_context(**screen, **options))
        contexts[-1].grant_permissions(["clipboard-read", "clipboard-write"])
        page = contexts[-1].new_page()
        page.on("pageerror", lambda e: errors.append(str(e)))
        page.on("console", lambda m: m.type in ("error", "warning") and errors.append(m.text))
        page.on("request", lambda r: r.url.startswith((address, "data:", "blob:")) or errors.append(r.url))
        page.add_init_script(script)
        page.goto(address)
        page.wait_for_selector(".tray")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not errors



def png(image):
    return table.saved(image, "PNG")


def colour(value, size=(40, 40), mode="RGB"):
    return Image.new(mode, size, value)


def give(page, *files):
    """Choose files, and wait until they are read; `files` are names and bytes."""
    page.evaluate("document.querySelector('.lab-status').textContent = ''")
    kinds = [{"name": name, "mimeType": "", "buffer": content} for name, content in files]
    page.set_input_files("input[type=file]", kinds)
    hears(page, "added.")


def said(page):
    return page.locator(".lab-status").inner_text()


def levels(page):
    """What the lab would get: levels (N, C, S, S), once the set is taken."""
    page.locator(".lab-primary").click()
    taken = page.evaluate("window.taken")
    return np.array(taken["bytes"]).reshape(taken["shape"])


def faces(page):
    return page.locator(".tray-list button")


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def dispatch(page, kind, files):
    """Drop or paste files, as an event with a DataTransfer."""
    content = [[name, base64.b64encode(raw).decode()] for name, raw in files]
    page.evaluate("""([kind, files]) => { const data = new DataTransfer();
        for (const [name, text] of files)
          data.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], name));
        const made = { bubbles: true, cancelable: true };
        const event = kind === "paste" ? new ClipboardEvent(kind, { ...made, clipboardData: data })
            : new DragEvent(kind, { ...made, dataTransfer: data });
        return document.querySelector(".tray-drop").dispatchEvent(event); }""", [kind, content])


def test_the_page_decodes_as_python_does(tray):
    """In a browser, whose decompression also heeds what follows a stream."""
    page = tray()
    texts = [*dict(table.WRONG), *table.spoiled(), *map(own.own_text, table.SETS)]
    said = page.evaluate("""texts => Promise.all(texts.map((text) => window.decode(text).then(
        (set) => ({ ...set, bytes: [...set.bytes] }), (error) => ({ error: error.message }))))""", texts)
    for text, told in zip(texts, said, strict=True):
        assert told == table.verdict(text), text


def test_the_browsers_own_texts_are_read_by_python(tray):
    page = tray()
    for data in table.SETS:
        text = page.evaluate("data => window.encode(window.set(data))", table.plain(data))
        assert table.plain(own.own_set(text)) == table.plain(data)


def test_files_are_shown_as_they_will_be_used_and_taken(tray):
    page = tray()
    assert button(page, "Use these pictures").is_disabled()
    assert "at least 2 pictures; there are none yet" in page.locator(".tray-foot").inner_text()
    give(page, ("black.png", png(colour("black"))))
    assert said(page) == "1 picture added." and "there is one" in page.locator(".tray-foot").inner_text()
    give(page, ("white.bmp", table.saved(colour("white"), "BMP")), ("red.jpg", table.saved(colour("red"), "JPEG")))
    taken = levels(page)
    assert taken.shape == (3, 1, 28, 28) and button(page, "Use these 3 pictures").is_enabled()
    assert (taken[0] == 255).all() and (taken[1] == 0).all() and np.abs(taken[2] - (255 - 76)).max() <= 1
    assert page.evaluate("[window.taken.classes, window.taken.labels]") == [["black", "white", "red"], [0, 1, 2]]
    shown = faces(page).nth(0).locator("canvas").evaluate(
        "c => [c.width, ...c.getContext('2d').getImageData(0, 0, 1, 1).data]")
    assert shown == [28, 0, 0, 0, 255]


def test_sizes_and_colours_are_made_from_the_originals(tray):
    page = tray()
    fine = Image.fromarray(np.random.default_rng(1).integers(0, 256, (32, 32, 3), dtype=np.uint8))
    give(page, ("a.png", png(fine)), ("b.png", png(fine)))
    for size in ("16", "32"):
        page.get_by_label("Size", exact=True).select_option(size)
    page.get_by_label("Colours").select_option("3")
    assert (levels(page)[0] == np.asarray(fine).transpose(2, 0, 1)).all()
    page.get_by_label("Size", exact=True).select_option("16")
    half = np.asarray(fine, float).reshape(16, 2, 16, 2, 3).mean((1, 3)).transpose(2, 0, 1)
    assert np.abs(levels(page)[0] - half).max() <= 0.5 + 1e-9


@pytest.mark.parametrize(("name", "content", "words"), [
    (name, content, says) for name, content, says in table.files() if isinstance(says, str)],
    ids=lambda value: value if isinstance(value, str) and "." in value[-5:] and len(value) < 12 else "")
def test_what_is_refused_is_named(tray, name, content, words):
    page = tray()
    give(page, (name, content), ("good.png", png(colour("red"))))
    (refusal,) = page.locator(".tray-errors li").all_inner_texts()
    assert refusal.startswith(f"{name}: it ") and words in refusal
    assert refusal in said(page) and faces(page).count() == 1
    give(page, ("good.png", png(colour("red"))))
    assert not page.locator(".tray-errors").is_visible()  # it spoke of other files


def test_a_file_of_too_many_bytes_and_a_broken_one(tray):
    page = tray()
    whole = png(Image.effect_noise((64, 64), 90))
    give(page, ("broken.png", whole[:40] + bytes(len(whole) - 40)))
    assert page.locator(".tray-errors li").all_inner_texts() == ["broken.png: it is a broken PNG: no decoding it."]
    page.evaluate("""() => { const data = new DataTransfer(), made = { bubbles: true, dataTransfer: data };
        data.items.add(new File([new Uint8Array(20_000_001)], "fat.png"));
        document.querySelector(".tray-drop").dispatchEvent(new DragEvent("drop", made)); }""")
    hears(page, "0 pictures added. Not taken: fat.png: it has 20.0 MB; at most 20 MB are allowed.")


def test_transparent_is_white_and_exif_turns_nothing(tray):
    page = tray()
    top = colour("white")
    top.paste("black", (0, 0, 40, 20))
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    turned = [(f"{kind}.x", table.saved(top, kind, exif=exif)) for kind in ("PNG", "JPEG", "WebP")]
    give(page, ("clear.png", png(colour((0, 0, 0, 0), mode="RGBA"))), *turned)
    taken = levels(page)[:, 0]
    assert (taken[0] == 0).all()
    for image in taken[1:]:  # black above, white below, as the file has it
        assert image[:13].min() > 240 and image[15:].max() < 15


def test_a_profile_changes_no_level(tray):
    """A picture says the same numbers on every screen."""
    from PIL import ImageCms

    page = tray()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    give(page, ("a.png", table.saved(colour((200, 30, 90)), "PNG", icc_profile=profile)),
         ("b.png", png(colour((200, 30, 90)))))
    one, two = levels(page)
    assert (one == two).all()


def test_drop(tray):
    page = tray()
    dispatch(page, "dragover", [("a.png", png(colour("red")))])
    assert "tray-over" in page.locator(".tray-drop").get_attribute("class")
    dispatch(page, "drop", [("a.png", png(colour("red"))), ("b.gif", table.saved(colour("blue"), "GIF"))])
    hears(page, "2 pictures added.")
    assert "tray-over" not in page.locator(".tray-drop").get_attribute("class")
    dispatch(page, "drop", [])
    hears(page, "holds no file")


COPY = """async (text) => { const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    const image = new Blob([bytes], { type: "image/png" });
    await navigator.clipboard.write([new ClipboardItem({ "image/png": image })]); }"""


def test_paste_by_keys_and_by_the_button(tray):
    page = tray()
    page.locator(".tray-drop").focus()
    page.evaluate("navigator.clipboard.writeText('words')")
    page.keyboard.press("Control+V")
    hears(page, "The clipboard holds no picture.")
    page.evaluate(COPY, base64.b64encode(png(colour("red"))).decode())
    page.keyboard.press("Control+V")
    hears(page, "1 picture added.")
    page.evaluate("document.querySelector('.lab-status').textContent = ''")
    button(page, "Paste").click()
    hears(page, "1 picture added.")
    assert faces(page).count() == 2 and (levels(page)[0] == levels(page)[1]).all()


def test_words_pasted_into_a_number_stay_there(tray):
    page = tray()
    page.evaluate("navigator.clipboard.writeText('7')")
    page.get_by_label("How many").fill("")
    page.keyboard.press("Control+V")
    assert page.get_by_label("How many").input_value() == "7" and not said(page)


def test_where_the_clipboard_may_not_be_read(tray):
    page = tray(script="navigator.clipboard.read = () => Promise.reject(new DOMException('no', 'NotAllowedError'))")
    button(page, "Paste").click()
    hears(page, "press Ctrl+V here")
    assert page.evaluate("document.activeElement.className") == "tray-drop"


# ---------------------------------------------------------------- crop, remove
def test_crop_by_sliders_and_by_pointer(tray):
    page = tray()
    wide = colour("white", (80, 40))
    wide.paste("black", (60, 0, 80, 40))
    give(page, ("wide.png", png(wide)), ("other.png", png(wide)))
    faces(page).first.click()
    assert faces(page).first.get_attribute("aria-pressed") == "true"
    assert not levels(page)[0].any()  # the middle
    slider = page.get_by_label("Across")
    slider.focus()
    page.keyboard.press("End")
    assert [int(column.min()) for column in levels(page)[0, 0].T[[0, 13, 14, 27]]] == [0, 0, 255, 255]
    page.get_by_label("Across").fill("50")
    box = page.locator(".tray-view").bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + box["width"] / 4, middle[1], steps=3)
    page.mouse.up()
    assert levels(page)[0, 0].mean() == pytest.approx(255 / 2, abs=3) and not levels(page)[1].any()
    frame = page.locator(".tray-frame").bounding_box()
    page.mouse.move(frame["x"] + frame["width"] - 3, frame["y"] + frame["height"] - 3)
    page.mouse.down()
    page.mouse.move(frame["x"] + frame["width"] * 0.75 - 3, frame["y"] + frame["height"] * 0.75 - 3, steps=3)
    page.mouse.up()
    assert page.get_by_label("Size of the square").get_attribute("aria-valuetext") == "50 %"


def test_whole_invert_turn(tray):
    page = tray()
    wide = colour((0, 0, 0), (80, 40))
    wide.paste("white", (30, 10, 50, 30))
    give(page, ("wide.png", png(wide)), ("other.png", png(wide)))
    faces(page).first.click()
    page.get_by_label("Whole picture").check()
    assert not page.get_by_label("Across").is_visible()
    taken = levels(page)[0, 0]
    assert (taken[:10] == 255).all() and (taken[13:15, 13:15] == 0).all()  # ground above, the square amid
    page.get_by_label("Invert").check()
    assert (levels(page)[0, 0] == 255 - taken).all()
    button(page, "Turn").click()
    assert page.evaluate("document.activeElement.textContent") == "Turn"
    assert (levels(page)[0, 0] == 255 - taken.T).all()
    page.get_by_label("Colours").select_option("3")
    assert page.get_by_label("Invert").count() == 0


def test_remove_by_button_and_key(tray):
    page = tray()
    give(page, *[(f"{name}.png", png(colour(name))) for name in ("red", "blue", "green")])
    faces(page).nth(1).click()
    button(page, "Remove").click()
    assert said(page) == "blue removed; 2 pictures."
    assert page.evaluate("document.activeElement.ariaLabel") == "green"
    page.keyboard.press("Delete")
    page.keyboard.press("Backspace")
    assert faces(page).count() == 0 and page.evaluate("document.activeElement.className") == "tray-drop"
    assert not page.locator(".tray-list").is_visible()


# ---------------------------------------------------------------- drawing
def editor(page):
    button(page, "Draw").click()
    assert page.evaluate("document.activeElement.className") == "tray-stage"
    return page.locator(".tray-stage").bounding_box()


def at(box, column, row, n=28):
    return box["x"] + box["width"] * (column + 0.5) / n, box["y"] + box["height"] * (row + 0.5) / n


def test_draw_with_the_mouse(tray):
    page = tray()
    box = editor(page)
    page.mouse.move(*at(box, 5, 5))
    page.mouse.down()
    page.mouse.move(*at(box, 20, 5), steps=4)
    page.mouse.up()
    page.get_by_label("Tool").select_option("fill")
    page.get_by_label("Ink").fill("40")
    page.mouse.click(*at(box, 5, 20))
    page.get_by_label("Tool").select_option("eraser")
    page.get_by_label("Brush").select_option("5")
    page.mouse.click(*at(box, 20, 20))
    button(page, "Mirror").click()
    button(page, "Take this drawing").click()
    assert said(page) == "The drawing is taken; 1 picture."
    assert page.evaluate("document.activeElement.textContent") == "Draw"
    faces(page).click()
    button(page, "Draw on it").click()
    button(page, "Clear").click()
    button(page, "Undo").click()
    button(page, "Take this drawing").click()
    editor(page)
    button(page, "Take this drawing").click()
    first, second = levels(page)[:, 0]
    assert (first[5:7, 6:23] == 255).all() and not second.any()  # mirrored: 5 ... 21 came from 6 ... 22
    assert not first[18:23, 5:10].any() and first[0, 0] == 255 - round(255 * 0.6)


def test_draw_by_keys_and_undo_inside_the_editor_only(tray):
    page = tray()
    page.evaluate("""window.heard = 0; document.addEventListener("keydown", (e) => {
        window.heard += e.key === "z" && e.ctrlKey; })""")
    editor(page)
    page.get_by_label("Brush").select_option("1")
    page.locator(".tray-stage").focus()
    for key in ("Home", "ArrowRight", "Space", "Shift+ArrowDown", "Shift+ArrowDown", "ArrowLeft"):
        page.keyboard.press(key)
    assert said(page) == "Column 15, row 17: ink 0 %."
    page.keyboard.press("ArrowRight")
    assert said(page) == "Column 16, row 17: ink 100 %."
    page.keyboard.press("Control+z")
    assert said(page) == "Undone." and not page.evaluate("window.heard")
    page.keyboard.press("Control+Shift+Z")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+y")
    assert said(page) == "Done again."
    button(page, "Undo").focus()
    for _ in range(3):
        page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "tray-stage"  # nothing is left to undo
    for _ in range(3):
        page.keyboard.press("Control+y")
    button(page, "Take this drawing").press("Enter")
    page.keyboard.press("Control+z")
    assert page.evaluate("window.heard") == 1  # outside it is the page's
    editor(page)
    button(page, "Leave").press("Enter")
    assert faces(page).count() == 1 and page.evaluate("document.activeElement.textContent") == "Draw"
    give(page, ("a.png", png(colour("red"))))
    assert np.argwhere(levels(page)[0, 0]).tolist() == [[14, 15], [15, 15], [16, 15]]


def test_a_drawing_is_not_lost_to_a_click_elsewhere(tray):
    page = tray()
    give(page, ("a.png", png(colour("red"))))
    editor(page)
    page.keyboard.press("Space")
    page.get_by_label("Size", exact=True).select_option("16")
    for act in (faces(page).first.click, button(page, "Draw").click, lambda: faces(page).first.press("Delete")):
        act()
        assert said(page) == "Take or leave the drawing first." and page.locator(".tray-editor").is_visible()
    button(page, "Take this drawing").click()
    assert levels(page).shape == (2, 1, 16, 16) and levels(page)[1].any()
    editor(page)
    faces(page).first.click()  # nothing was drawn
    assert not page.locator(".tray-editor").is_visible()


def fingers(page):
    """touch(kind, *points): fingers on the screen, by the browser's own input."""
    session = page.context.new_cdp_session(page)

    def touch(kind, *points):
        touched = [{"x": x, "y": y, "id": k} for k, (x, y) in enumerate(points)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touched})

    return touch


def test_a_finger_draws_and_two_scroll(tray):
    page = tray(width=390, has_touch=True)
    touch = fingers(page)
    editor(page)
    page.locator(".tray-stage").scroll_into_view_if_needed()
    box = page.locator(".tray-stage").bounding_box()
    touch("touchStart", at(box, 3, 3))
    touch("touchMove", at(box, 3, 20))
    touch("touchEnd")
    ink = """() => { const { width, height } = document.querySelector(".tray-stage canvas");
        const pen = document.querySelector(".tray-stage canvas").getContext("2d");
        return pen.getImageData(0, 0, width, height).data.filter((v, p) => p % 4 === 0 && v < 255).length; }"""
    assert page.evaluate(ink) == 2 * 19
    touch("touchStart", at(box, 10, 10))
    assert page.evaluate(ink) > 2 * 19
    touch("touchStart", at(box, 10, 10), at(box, 20, 10))
    assert page.evaluate(ink) == 2 * 19
    touch("touchMove", at(box, 10, 5), at(box, 20, 5))
    touch("touchEnd")
    assert page.evaluate(ink) == 2 * 19
    assert page.evaluate("getComputedStyle(document.querySelector('.tray-stage')).touchAction") == "pinch-zoom"


def test_draw_in_colour(tray):
    page = tray(current=table.SETS[3])
    editor(page)
    page.get_by_label("Colour", exact=True).fill("#ff8000")
    page.locator(".tray-stage").focus()
    page.keyboard.press("Space")
    assert said(page).endswith("#ff8000.")
    button(page, "Take this drawing").click()
    give(page, ("a.png", png(colour("red"))))
    assert levels(page)[0, :, 16, 16].tolist() == [255, 128, 0]


# ---------------------------------------------------------------- sets, keeping, many
def test_sets_of_the_book_and_the_labs_own(tray):
    page = tray(sets=table.SETS[:2], current=table.SETS[4])
    assert page.get_by_label("Size", exact=True).input_value() == "28"
    page.get_by_label("How many").fill("3")
    button(page, "Add").click()
    hears(page, "3 pictures added.")
    given = table.plain(table.SETS[4])
    assert (levels(page).flatten() == given["bytes"][:3 * 784]).all()
    names = [given["classes"][label] for label in given["labels"][:3]]
    assert [page.evaluate("window.taken.classes")[k] for k in page.evaluate("window.taken.labels")] == names
    page.get_by_label("A set of the book").select_option("gone")
    button(page, "Add").click()
    hears(page, "Gone: it is not there.")
    assert faces(page).count() == 3
    page.get_by_label("A set of the book").select_option("two")
    page.get_by_label("How many").fill("200")
    button(page, "Add").click()
    hears(page, "3 pictures added.")


def test_where_pictures_go_is_said(tray):
    assert "Your pictures stay in this browser." in tray().locator(".tray").inner_text()
    words = tray(kernel=True).locator(".tray").inner_text()
    assert "stay in this browser and go to this notebook's own Python, nowhere else." in words


def test_keep_bring_back_forget(tray):
    page = tray()
    assert not button(page, "Forget").is_visible() and button(page, "Keep in this browser").is_disabled()
    wide = colour("white", (80, 40))
    wide.paste("black", (60, 0, 80, 40))
    give(page, ("wide.png", png(wide)), ("red.png", png(colour("red"))))
    faces(page).first.click()
    page.get_by_label("Across").fill("100")
    before = levels(page)
    button(page, "Keep in this browser").click()
    hears(page, "2 pictures kept in this browser.")
    page.reload()
    page.wait_for_selector(".tray")
    button(page, "Bring back 2 kept").click()
    hears(page, "2 pictures added.")
    assert (levels(page) == before).all()
    button(page, "Forget").click()
    hears(page, "keeps none")
    assert not button(page, "Forget").is_visible()
    page.reload()
    page.wait_for_selector(".tray")
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") <= 1
    assert not button(page, "Forget").is_visible()


def test_what_is_kept_and_of_another_make_is_told(tray):
    page = tray()
    give(page, ("red.png", png(colour("red"))))
    button(page, "Keep in this browser").click()
    hears(page, "kept in this browser")
    page.evaluate("""() => new Promise((go) => { const opening = indexedDB.open("mosaics-own-pictures", 1);
        opening.onsuccess = () => { const all = opening.result.transaction("kept", "readwrite");
          all.objectStore("kept").put([{ name: "x" }], "set");
          all.oncomplete = () => { opening.result.close(); go(); }; }; })""")
    button(page, "Bring back 1 kept").click()
    hears(page, "What was kept cannot be brought back")
    assert faces(page).count() == 1


def test_a_browser_that_keeps_nothing_says_so(tray):
    page = tray(script="IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); }")
    give(page, ("red.png", png(colour("red"))))
    button(page, "Keep in this browser").click()
    hears(page, "This browser keeps nothing for this page: no")


def test_two_hundred_and_one_files(tray):
    page = tray()
    files = [(f"{k}.png", png(colour((k, k, k), (4, 4)))) for k in range(203)]
    give(page, *files)
    assert faces(page).count() == 200 and said(page).startswith("200 pictures added. Not taken: 200.png and 2 more")
    assert page.locator(".tray-errors li").all_inner_texts() == [
        "200.png and 2 more: not taken, a set holds at most 200 pictures."]
    assert (levels(page)[:, 0, 0, 0] == 255 - np.arange(200)).all()
    button(page, "Draw").click()
    assert said(page) == "A set holds at most 200 pictures."


def test_reading_goes_on_one_by_one_and_can_be_cancelled(tray):
    """Between files and within one the page lives: a click on Cancel ends it, and what was read stays."""
    page = tray()
    page.evaluate("""() => { const decode = window.createImageBitmap;
        let count = 0;
        window.createImageBitmap = async (...values) => {
          if (++count === 4) await new Promise((go) => { window.go = go; });
          return decode(...values); }; }""")
    page.set_input_files("input[type=file]", [
        {"name": f"{k}.png", "mimeType": "", "buffer": png(colour("red", (300, 300)))} for k in range(8)])
    page.wait_for_function("Boolean(window.go)")
    assert page.locator(".tray-progress").inner_text().startswith("Reading file 4 of 8")
    assert page.locator("progress").evaluate("e => [e.value, e.max]") == [3, 8]
    button(page, "Cancel").click()
    page.evaluate("window.go()")
    hears(page, "Cancelled. 3 pictures added.")
    assert faces(page).count() == 3 and not page.locator(".tray-progress").is_visible()
    give(page, ("more.png", png(colour("red"))))
    assert faces(page).count() == 4


def test_a_huge_picture_lets_the_page_live(tray):
    """Its bands are taken with the page's own time between them: timers go on meanwhile."""
    page = tray()
    page.evaluate("""() => { let now = 0, ticks = 0;
        performance.now = () => now += 13;  // each look at it comes late
        setInterval(() => ticks++);
        const pen = CanvasRenderingContext2D.prototype, plain = pen.getImageData;
        window.seen = new Set();
        pen.getImageData = function (...values) { window.seen.add(ticks); return plain.apply(this, values); }; }""")
    out = io.BytesIO()
    Image.new("1", (8192, 2000)).save(out, "PNG")
    give(page, ("huge.png", out.getvalue()))
    assert page.evaluate("window.seen.size") >= 20 and said(page) == "1 picture added."


# ---------------------------------------------------------------- for everyone
@pytest.mark.parametrize(("theme", "width"), [("light", 1000), ("dark", 390), ("light", 320)])
def test_accessible_and_fit_for_a_phone(tray, theme, width):
    page = tray(theme=theme, width=width, sets=table.SETS[:2])
    assert not violations(page) and not misfits(page)
    give(page, ("red.png", png(colour("red", (80, 40)))), ("a.svg", b"<svg/>"), ("blue.png", png(colour("blue"))))
    faces(page).first.click()
    assert not violations(page) and not misfits(page)
    stops, wrong = walk(page)
    assert stops >= 12 and not wrong
    editor(page)
    assert not violations(page) and not misfits(page)
    stops, wrong = walk(page)
    assert stops >= 12 and not wrong


def test_forced_colours_show_what_is_chosen(tray):
    page = tray(forced_colors="active")
    give(page, ("red.png", png(colour("red"))), ("blue.png", png(colour("blue"))))
    faces(page).first.click()
    one, two = (faces(page).nth(k).evaluate("e => getComputedStyle(e).borderColor") for k in range(2))
    assert one != two and not violations(page)
