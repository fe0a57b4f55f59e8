"""CanvasLab: arguments, the chapter's canvases, the page's engine against Python's, what a reader does with it."""

import io
import json

import numpy as np
import pytest
import torch
from labs import after, answering, close, close_lab, hears, keys, misfits, quiet, run, state, violations, walk
from mosaics import canvas
from mosaics.core.data import load
from mosaics.widgets import CanvasLab
from mosaics.widgets.canvas import wanted
from PIL import Image

QUICK = {"height": 24, "width": 32, "P": 5, "coarsest": 24, "steps": 2}
LAB = "document.querySelector('.mosaic-lab').lab"
FACE = load("emoji", n=1, size=16).images  # (1, 3, 16, 16)
WANTED = wanted.Wanted(24, 32, "noise", "off", "none", 5, 24, 2, 0.3, 0.5, "none")


@pytest.fixture(scope="module")
def lab():
    return CanvasLab(**QUICK)


def text(rows):
    """Cells as rows of signs, as text; "a" is red, "b" is blue."""
    cells = "".join(rows)
    sides = (wanted.CELL * len(rows), wanted.CELL * len(rows[0]))
    return wanted.Painted([c for c, sign in (("ff0000", "a"), ("0000ff", "b")) if sign in cells], cells, sides).text()


LAYOUT = text(["aaaa....", "aaaa....", "...kk...", "...kk...", "........", "bbbbbbbb"])
HOLES = text(["." * 16] * 6 + ["......xxxx......"] * 3 + ["......aa........"] + ["." * 16] * 6)


# ---------------------------------------------------------------- arguments
@pytest.mark.parametrize(("arguments", "words"), [
    ({"height": 15}, "height must be at least 16"), ({"width": 257}, "width must be at least 16 and at most 256"),
    ({"P": 4}, "P must be odd, got 4"), ({"P": 13}, "at most 11"), ({"coarsest": 6}, "coarsest must be at least 7"),
    ({"steps": 0}, "steps must be at least 1"), ({"first": 3.0}, "first must be between 0.05 and 2"),
    ({"weight": 1.5}, "weight must be between 0 and 1"), ({"begin": "dots"}, "begin must be one of noise, picture"),
    ({"tiles": "yes"}, "tiles must be one of on, off"), ({"symmetry": "some"}, "symmetry must be one of none"),
    ({"symmetry": "quarter-turn", "width": 64}, "only a square canvas"), ({"picture": "moon"}, "picture must be"),
    ({"begin": "holes"}, r"the picture's own sides \(64, 64\), got \(96, 96\)"), ({"picture": "own"}, "handed over as"),
    ({"painted": "ff0000~575.a1"}, "painted must be none, or colours"), ({"seed": -1}, "seed must be at least 0"),
    ({"data": FACE, "picture": "brick"}, "handed over as"), ({"data": FACE[:, :1]}, r"one picture in colour"),
    ({"data": FACE[..., :15]}, "side of the picture must be at least 16"), ({"data": 2 * FACE}, r"lie in \[-1, 1\]"),
    ({"begin": "holes", "height": 64, "width": 64, "painted": "~256x"}, "must hold a known pixel|whole window"),
])
def test_bad_arguments_are_named(arguments, words):
    with pytest.raises(ValueError, match=words):
        CanvasLab(**arguments)


@pytest.mark.parametrize("arguments", [{"height": 24.0}, {"P": True}, {"weight": "much"}, {"painted": 3}, {"data": 3}])
def test_wrong_kinds_are_refused(arguments):
    with pytest.raises(TypeError):
        CanvasLab(**arguments)


@pytest.mark.parametrize("wrong", [
    "", "~768.", "ff0000~47.b", "ff0000~48.", "ff0000-ff0000~46.ab", "ff0000~47.1a", "ff0000~20.27.a", "~49.", "~47.z",
    "ff00~47.a", "0000ff-ff0000~46.ba ",
])
def test_other_texts_than_those_of_cells_are_refused(wrong):
    with pytest.raises(ValueError, match="painted must be none, or colours, ~ and signs for 48 cells"):
        wanted.painted(wrong, (24, 32))


def test_what_is_painted_by_its_pixels():
    cells = wanted.painted(LAYOUT, (24, 32))
    assert cells.text() == LAYOUT == "ff0000-0000ff~4a4.4a7.2k6.2k11.8b"
    red, keep = cells.pixels("a"), cells.pixels("k")
    assert red[:8, :16].all() and red.sum() == 128 and keep[8:16, 12:20].all() and keep.sum() == 64
    (layout,) = wanted.layouts(cells, 0.5)
    assert layout.picture[0, :, 0, 0].tolist() == [1, -1, -1] and layout.picture[0, :, 23, 31].tolist() == [-1, -1, 1]
    assert torch.equal(layout.mask, cells.pixels("ab")) and wanted.painted("none", (17, 30)).text() == "none"


@pytest.mark.parametrize("sides", [(24, 32), (20, 16), (30, 40)])
def test_the_picture_is_kept_in_the_middle(sides):
    """On a larger canvas and on a smaller one; cells that lie beside it keep nothing."""
    H, W = sides
    count = -(-H // 4) * -(-W // 4)
    source = canvas.source("cat")[..., :24, :22].double()
    (keep,) = wanted.keeps(wanted.Painted([], "k" * count, sides), source)
    for i in range(H):
        for j in range(W):
            y, x = i - (H - 24) // 2, j - (W - 22) // 2
            assert keep.mask[i, j] == (0 <= y < 24 and 0 <= x < 22)
            assert not keep.mask[i, j] or torch.equal(keep.picture[0, :, i, j], source[0, :, y, x])
    assert wanted.keeps(wanted.painted("none", sides), source) == []


# ---------------------------------------------------------------- Python's engine
def asked(values, source):
    """The parameters of a job, and noise and picture as it is sent them."""
    mask = wanted.known(wanted.painted(values.painted, values[:2])) if values.begin == "holes" else None
    settings = canvas.Settings(P=values.P, coarsest=values.coarsest)
    plan = canvas.planned(tuple(source.shape[2:]), values[:2], torus=values.tiles == "on", known=mask,
                          settings=settings)
    noise = torch.cat([eps.flatten() for eps in wanted.noises(3, plan)])
    return values._asdict() | {"shape": list(source.shape[1:])}, noise, source


def test_it_is_the_chapters_canvas(lab):
    source = canvas.source("coffee")
    params, noise, _ = asked(WANTED, source)
    *told, done = lab.answers("grow", params, noise, source)
    plan = canvas.planned((64, 64), (24, 32), settings=canvas.Settings(P=5, coarsest=24))
    settings = canvas.Settings(P=5, coarsest=24, steps=2, exact=1e18)
    grown = canvas.finished(canvas.grow(source.double(), (24, 32), noise=wanted.noises(3, plan), settings=settings))
    assert torch.equal(done["z"], grown) and done["scales"] == len(plan) == 4
    assert [m["scale"] for m in told] == [0] * 6 + [1, 1, 2, 2, 3, 3] and told[-1]["share"] == 1
    assert all(list(m["z"].shape[2:]) == list(plan[m["scale"]].canvas) == m["sides"] for m in told)


def test_painted_places_and_kept_ones_are_seen(lab):
    """A canvas with a red corner and a blue ground; where it keeps the picture it has its pixels to the bit."""
    source = canvas.source("coffee")
    params, noise, _ = asked(WANTED._replace(painted=LAYOUT, weight=1.0), source)
    z = lab.answers("grow", params, noise, source)[-1]["z"]
    plain = lab.answers("grow", *(asked(WANTED, source)))[-1]["z"]
    warm = lambda x: float((x[:, 0] - x[:, 2]).mean())  # noqa: E731
    assert warm(z[..., :8, :16]) > warm(plain[..., :8, :16]) and warm(z[..., 20:, :]) < warm(plain[..., 20:, :])
    assert torch.equal(z[..., 8:16, 12:20], source[..., 28:36, 28:36].double())


def test_a_readers_edit_counts(lab, monkeypatch):
    monkeypatch.setattr(canvas, "grow", lambda source, sides, **options: iter([
        canvas.Grown(0, 1, 0.0, torch.zeros(1, 3, *sides), torch.zeros(1, 3, *sides), 1.0)]))
    assert not lab.answers("grow", *asked(WANTED, canvas.source("cat")))[-1]["z"].any()


@pytest.mark.parametrize(("change", "words"), [
    ({"shape": [1, 64, 64]}, "channels must be at least 3"), ({"shape": [3, 64]}, "shape must be three integers"),
    ({"shape": [3, 64, 63]}, "picture must hold"), ({"height": 32}, "noise must hold"), ({"P": 6}, "P must be odd"),
    ({"painted": "~3."}, "painted must be none"), ({"begin": "holes"}, "the picture's own sides"),
    ({"symmetry": "kaleidoscope"}, "only a square canvas"),
])
def test_bad_messages_are_told(lab, change, words):
    params, noise, source = asked(WANTED, canvas.source("cat"))
    (message, _), = run(lab, "grow", params | change, noise.float(), source)
    assert message["type"] == "error" and words in message["message"]


def test_another_task_is_refused(lab):
    (message, _), = run(lab, "paint", {})
    assert message["type"] == "error" and "task must be" in message["message"]


def test_poster(lab):
    image, alt = lab._poster()
    assert image.startswith(b"\x89PNG") and len(image) < 100_000
    assert "bricks" in alt and "24 by 32 pixels" in alt and "windows of 5 by 5" in alt


# ---------------------------------------------------------------- the page's engine
ENGINE_CASES = {
    "noise": ({}, "coffee"), "other sides": ({"height": 29, "width": 18}, "gravel"), "torus": ({"tiles": "on"}, "cat"),
    "windows": ({"P": 3, "coarsest": 9, "steps": 3}, "brick"), "picture": ({"begin": "picture"}, "emoji"),
    "layout": ({"painted": LAYOUT, "weight": 0.8}, "coffee"),
    "layout on a torus, mirrored": ({"painted": LAYOUT, "tiles": "on", "symmetry": "mirror"}, "cat"),
    "holes": ({"height": 64, "width": 64, "begin": "holes", "painted": HOLES, "coarsest": 36, "P": 5}, "cat"),
    **{f"symmetry, {name}": ({"width": 24, "symmetry": name}, "coffee") for name in [*wanted.SYMMETRIES][1:]},
}


@pytest.mark.parametrize("name", ENGINE_CASES)
def test_the_page_grows_what_python_does(opened, lab, name):
    """From the same noise; where it began, how far it came and where it ended."""
    values, source = ENGINE_CASES[name]
    page = opened(lab)
    quiet(page)
    page.evaluate(f"values => {LAB}.set(values, 'stay')", {"picture": source, "seed": 3} | values)
    quiet(page)
    got = state(page)
    assert got["engine"] == "page" and {key: got["params"][key] for key in values} == values
    source = canvas.source(source)
    done = lab.answers("grow", got["params"], got["noise"], source)[-1]
    assert close(got["z"], done["z"]) < 1e-5  # float32 on the way to the page
    assert float(got["z"].std()) > 0.05


def test_python_grows_it_where_a_kernel_runs(opened, lab):
    page = opened(lab, kernel=answering(lab))
    page.wait_for_function("document.querySelector('.mosaic-lab').dataset.engine === 'kernel'")
    quiet(page)
    got = state(page)
    assert got["engine"] == "kernel"
    close(got["z"], lab.answers("grow", got["params"], got["noise"], canvas.source("brick"))[-1]["z"])


# ---------------------------------------------------------------- what a reader does
def test_controls_grow_another_canvas(opened, lab):
    page = opened(lab)
    quiet(page)
    got = after(page, lambda: keys(page, "[name=width]", "ArrowRight"))
    assert got["params"]["width"] == 40 and len(got["z"]) == 3 * 24 * 40
    got = after(page, lambda: page.click("text=Another"))
    assert got["seed"] == 2
    got = after(page, lambda: page.locator(".lab-strip input").nth(3).click())
    assert got["picture"] == "cat" and "Stefan van der Walt" in page.locator(".canvas-credit").inner_text()
    hears(page, "40 × 24 pixels of patches of cat")


def test_a_symmetry_of_the_square_makes_the_canvas_square(opened, lab):
    page = opened(lab)
    quiet(page)
    got = after(page, lambda: page.select_option("[name=symmetry]", "quarter-turn"))
    assert (got["params"]["height"], got["params"]["width"]) == (24, 24)
    got = after(page, lambda: keys(page, "[name=width]", "ArrowRight"))
    assert (got["params"]["height"], got["params"]["width"]) == (32, 32)


def test_holes_take_the_pictures_sides_and_give_them_up(opened, lab):
    page = opened(lab)
    quiet(page)
    got = after(page, lambda: page.select_option("[name=begin]", "holes"))
    assert (got["params"]["height"], got["params"]["width"]) == (64, 64) and page.locator("[name=first]").is_visible()
    close(got["z"], canvas.source("brick").flatten())  # nothing is painted: it is the picture
    got = after(page, lambda: keys(page, "[name=height]", "ArrowLeft"))
    assert got["params"]["begin"] == "picture" and got["params"]["height"] == 56


def test_holes_that_leave_no_window_are_not_asked_for(opened, lab):
    page = opened(lab)
    quiet(page)
    page.evaluate(f"{LAB}.set({{ begin: 'holes', painted: '~256x' }}, 'stay')")
    hears(page, "The holes leave no whole window of the picture")
    assert not page.locator(".mosaic-lab[data-error]").count()


def test_escape_cancels_and_grow_goes_on(opened):
    page = opened(CanvasLab(**QUICK))
    quiet(page)
    page.evaluate(f"{LAB}.set({{ height: 256, width: 256, P: 11, steps: 10 }}, 'stay')")
    page.wait_for_function("document.querySelector('.canvas-words').textContent.includes('Scale')")
    page.locator(".lab-primary").focus()
    page.keyboard.press("Escape")
    quiet(page)
    assert page.locator(".lab-primary").inner_text() == "Grow"
    assert page.locator("text=It has not grown out.").count() == 1
    page.evaluate(f"{LAB}.set({{ height: 16, width: 16, P: 3, steps: 1 }}, 'stay')")
    quiet(page)
    assert state(page)["params"]["height"] == 16


def board(page):
    page.locator(".canvas-board").scroll_into_view_if_needed()
    return page.locator(".canvas-board").bounding_box()


def test_a_mouse_paints_and_one_click_is_a_dab(opened, lab):
    page = opened(lab)
    quiet(page)
    done = page.locator(".mosaic-lab").get_attribute("data-done")
    page.locator(".canvas-kinds label").first.click()
    box = board(page)
    page.mouse.move(box["x"] + 2, box["y"] + 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + 2, steps=6)
    page.mouse.up()
    painted = page.evaluate(f"{LAB}.get().painted")
    colour, cells = painted.split("~")
    assert len(colour) == 6 and cells.startswith("16a") and page.locator("[name=weight]").is_visible()
    assert page.locator(".mosaic-lab").get_attribute("data-done") == done  # it waits for Grow
    page.locator(".canvas-kinds label", has_text="Keep").click()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] - 2)
    assert "k" in page.evaluate(f"{LAB}.get().painted")
    got = after(page, lambda: page.click("text=Grow"))
    assert got["params"]["painted"] == page.evaluate(f"{LAB}.get().painted")
    page.click("text=Clear")
    assert page.evaluate(f"{LAB}.get().painted") == "none"


def test_keys_paint(opened, lab):
    page = opened(lab)
    quiet(page)
    page.locator(".canvas-board").focus()
    for key in ("ArrowLeft", "Shift+ArrowUp", " "):
        page.keyboard.press(key)
    hears(page, "at row 6, column 4")  # round the edge, as the cursor goes
    assert page.evaluate("document.querySelector('.lab-status').textContent").startswith("Painted in ")
    assert "a" in page.evaluate(f"{LAB}.get().painted").partition("~")[2]


def test_a_finger_that_scrolls_has_painted_nothing(opened, lab):
    page = opened(lab)
    quiet(page)
    page.locator(".canvas-board").evaluate("""(e) => { e.setPointerCapture = () => {};
        const { left, top } = e.getBoundingClientRect();
        for (const name of ["pointerdown", "pointercancel"]) e.dispatchEvent(new PointerEvent(name, { bubbles: true,
          clientX: left + 20, clientY: top + 20, pointerId: 3, pointerType: "touch", button: 0 })); }""")
    assert page.evaluate(f"{LAB}.get().painted") == "none"


def test_what_is_painted_goes_with_the_sides(opened, lab):
    page = opened(lab)
    quiet(page)
    page.evaluate(f"{LAB}.set({{ painted: {json.dumps(LAYOUT)} }}, 'stay')")
    got = after(page, lambda: page.evaluate(f"{LAB}.set({{ height: 48, width: 64 }}, 'stay')"))
    cells = wanted.painted(got["params"]["painted"], (48, 64))
    assert cells.pixels("a")[:16, :32].all() and cells.pixels("a").sum() == 4 * 128


def test_the_canvas_is_seen_three_times_three(opened, lab):
    page = opened(lab)
    quiet(page)
    page.select_option("[name=show]", "tiled")
    quiet(page)
    sides = page.locator(".canvas-tiles canvas").evaluate("(c) => [c.width, c.height]")
    assert sides == [96, 72] and page.locator(".canvas-board").is_hidden()
    assert "with seams" in page.locator(".canvas-tiles canvas").get_attribute("aria-label")
    after(page, lambda: page.select_option("[name=tiles]", "on"))
    assert "without a seam" in page.locator(".canvas-tiles canvas").get_attribute("aria-label")


def saved(page):
    with page.expect_download() as file:
        page.click("text=Save PNG")
    return Image.open(file.value.path())


def test_the_saved_file_holds_the_canvas_and_its_licence(opened, lab):
    page = opened(lab)
    quiet(page)
    image = saved(page)
    assert "Bricks25 of CC0Textures" in image.text["Copyright"] and "CC0 1.0" in image.text["Copyright"]
    pixels, times = np.asarray(image.convert("RGB")), image.width // 32
    wanted_levels = ((state(page)["z"].reshape(3, 24, 32).clamp(-1, 1) + 1) * 127.5).round().permute(1, 2, 0).numpy()
    assert np.abs(pixels[times // 2 :: times, times // 2 :: times].astype(float) - wanted_levels).max() <= 1
    after(page, lambda: page.evaluate(f"{LAB}.set({{ picture: 'emoji' }}, 'stay')"))
    assert "Apache License 2.0" in saved(page).text["Copyright"]


def file_of(pixels):
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return {"name": "mine.png", "mimeType": "image/png", "buffer": out.getvalue()}


def test_a_picture_of_ones_own_is_taken_and_stays(opened, lab):
    requests = []
    page = opened(lab)
    quiet(page)
    page.on("request", lambda r: requests.append(r.url))
    page.locator(".lab-own summary").click()
    pixels = np.random.default_rng(1).integers(0, 256, (40, 24, 3), dtype=np.uint8)
    got = after(page, lambda: page.locator(".lab-own input[type=file]").set_input_files(file_of(pixels)))
    assert got["picture"] == "own" and got["params"]["shape"] == [3, 40, 24]
    source = (torch.from_numpy(pixels).permute(2, 0, 1)[None].double() / 127.5 - 1).float()
    close(got["z"], lab.answers("grow", got["params"], got["noise"], source)[-1]["z"])
    assert [url for url in requests if not url.startswith("blob:")] == []
    assert "a reader's own picture" in saved(page).text["Copyright"]
    assert "picture=own" in page.evaluate(f"{LAB}.link()")
    with pytest.raises(ValueError, match="handed over as"):
        CanvasLab.from_link(page.evaluate(f"{LAB}.link()"))
    again = CanvasLab.from_link(page.evaluate(f"{LAB}.link()"), source)
    assert again.shape == [1, 3, 40, 24]


def test_a_large_picture_is_made_smaller_and_a_narrow_one_refused(opened, lab):
    page = opened(lab)
    quiet(page)
    page.locator(".lab-own summary").click()
    chosen = page.locator(".lab-own input[type=file]")
    chosen.set_input_files(file_of(np.zeros((20, 200, 3), np.uint8)))
    hears(page, "mine.png: at 64 × 6 pixels it is too small")
    rows = np.repeat(np.arange(200, dtype=np.uint8)[:, None, None], 100, 1).repeat(3, 2)
    got = after(page, lambda: chosen.set_input_files(file_of(rows)))
    assert got["params"]["shape"] == [3, 64, 32]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_accessible_and_fit_for_a_phone(opened, lab, theme):
    page = opened(lab, theme=theme, width=390)
    quiet(page)
    page.locator(".lab-own summary").click()
    assert not violations(page) and not misfits(page)
    stops, wrong = walk(page)
    assert stops >= 12 and not wrong


def test_closing_ends_the_worker(opened, lab):
    close_lab(opened(lab))


def test_what_goes_into_a_page_is_light(lab):
    assert len(lab._esm) < 150_000 and len(lab.images) == 6 * 3 * 64 * 64 and len(json.dumps(lab.settings)) < 2000
