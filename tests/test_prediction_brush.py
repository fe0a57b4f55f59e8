"""PredictionLab's brush on the noise: what it renews, by every hand, in Python, in links; what changes, and how far."""

import pytest
import torch
from labs import after, answering, close, joined, misfits, quiet, state, violations
from mosaics import networks, prediction
from mosaics.core.data import load
from mosaics.widgets import PredictionLab
from mosaics.widgets.draws import normals
from mosaics.widgets.prediction.renewed import mask, noises
from mosaics.widgets.shared import links

PAINT = ".lab-paintable"
LAB = "document.querySelector('.mosaic-lab').lab"
SHAPE = (1, 16, 16)
PAINTED = "0" * 16 + "0e000e001e001c00" + "0" * 31 + "1"  # a stroke, and the last pixel


@pytest.fixture(scope="module")
def clothes():
    return load("fashion-mnist", n=60, size=16)


@pytest.fixture(scope="module")
def lab(clothes):
    return PredictionLab(data=clothes, steps=3)


def square(row, column, torus=False):
    """Where a dab draws the noise anew: the pixel and those around it."""
    out = torch.zeros(16, 16, dtype=torch.bool)
    for i in range(row - 1, row + 2):
        for j in range(column - 1, column + 2):
            if torus or (0 <= i < 16 and 0 <= j < 16):
                out[i % 16, j % 16] = True
    return out


def drawn(page):
    """The pixels that are new in what was computed last."""
    return mask(state(page)["params"]["renewed"], 16, 16)


def says(page):
    return page.get_by_role("status").inner_text()


def at(page, row, column):
    """The middle of a pixel on the screen."""
    page.locator(PAINT).scroll_into_view_if_needed()
    box = page.locator(f"{PAINT} canvas").bounding_box()
    return box["x"] + box["width"] * (column + 0.5) / 16, box["y"] + box["height"] * (row + 0.5) / 16


def changes(page):
    """What a screen reader says of both changes."""
    pictures = [page.get_by_role("img", name=f"Change, {name}") for name in ("network", "machine")]
    return [picture.get_attribute("aria-label") for picture in pictures]


# ---------------------------------------------------------------- in Python
def test_what_is_new_has_the_values_of_another_seed():
    new, other, before = noises(3, "right", SHAPE)
    plain, further = (normals(seed, 256).reshape(SHAPE) for seed in (3, 5))
    assert torch.equal(before, plain) and torch.equal(other, normals(4, 256).reshape(SHAPE))
    assert torch.equal(new[..., :8], plain[..., :8]) and torch.equal(new[..., 8:], further[..., 8:])
    assert len(noises(3, "-", SHAPE)) == 2 and torch.equal(noises(99_999, "-", SHAPE)[1, 0, 0, :2], normals(0, 2))


@pytest.mark.parametrize(("renewed", "words"), [
    ("left", r"16 \* 16 cells as 64 digits of 0-9a-f"), ("0" * 63, "64 digits")])
def test_bad_masks_are_named(clothes, renewed, words):
    with pytest.raises(ValueError, match=words):
        PredictionLab(data=clothes, renewed=renewed)


def test_links_with_bad_masks_say_so():
    with pytest.raises(ValueError, match="renewed of PredictionLab must be one of -, right, a text like 0000"):
        PredictionLab.from_link("#PredictionLab:v=1&machine=LS&N=20&renewed=left")
    with pytest.raises(ValueError, match="64 digits"):
        PredictionLab.from_link("#PredictionLab:v=1&machine=LS&N=20&renewed=ffff")


@pytest.mark.parametrize("renewed", ["-", "right"])
def test_the_noise_as_it_was_comes_with_each_step(lab, renewed):
    run = {"machine": "bbELS", "windows": [(0.2, 3), (10.0, 7)], "N": 40, "steps": 3}
    *steps, end = lab.answers("predict", run | {"renewed": renewed}, noises(1, renewed, SHAPE))
    *plain, last = lab.answers("predict", run, noises(1, "-", SHAPE))
    if renewed == "-":
        assert "network_before" not in end and torch.equal(end["machine"], last["machine"])
        return
    for m, was in zip([*steps, end], [*plain, last], strict=True):
        assert torch.equal(m["network_before"], was["network"]) and torch.equal(m["machine_before"], was["machine"])
    assert (end["machine"] - last["machine"]).abs().max() > 0.1


def test_the_poster_has_it(clothes):
    plain, new = PredictionLab(data=clothes, steps=3), PredictionLab(data=clothes, steps=3, renewed="right")
    assert "same noise, 128 pixels of which were drawn anew" in new._poster()[1] and "anew" not in plain._poster()[1]


# ---------------------------------------------------------------- in the page
@pytest.mark.parametrize("renewed", ["right", PAINTED])
@pytest.mark.parametrize("kernel", [False, True])
def test_the_page_computes_what_python_does(opened, clothes, kernel, renewed):
    lab = PredictionLab(data=clothes, steps=3, renewed=renewed, seed=4)
    page = opened(lab, kernel=answering(lab) if kernel else None,
                  first='[data-engine="kernel"][data-done]' if kernel else "[data-done]")
    quiet(page)
    got = state(page)
    assert got["engine"] == ("kernel" if kernel else "page")
    close(got["noise"], noises(4, renewed, SHAPE).flatten())
    *steps, end = lab.answers("predict", got["params"], noises(4, renewed, SHAPE))
    for k, name in enumerate(("network", "machine")):
        close(joined(got[name]), torch.stack([m[name] for m in [*steps, end]][:len(got[name])]))
        close(got["before"][-1][k], end[f"{name}_before"].flatten())
    count = int(mask(renewed, 16, 16).sum())
    assert f"seed 4; {count} new" in page.locator(".lab-picture").first.inner_text()
    assert f"{count} new, from seed 6" in page.locator(".lab-painted").inner_text()


def test_by_mouse_a_stroke_has_no_gaps(opened, lab):
    page = opened(lab)
    first = state(page)
    assert changes(page) == ["Change, network: none", "Change, machine: none"]
    after(page, lambda: page.mouse.click(*at(page, 4, 5)))
    assert torch.equal(drawn(page), square(4, 5))
    page.mouse.move(*at(page, 10, 2))
    page.mouse.down()
    page.mouse.move(*at(page, 10, 13))
    after(page, page.mouse.up)
    wanted = square(4, 5).clone()
    wanted[9:12, 1:15] = True
    assert torch.equal(drawn(page), wanted)
    got = state(page)
    close(got["before"][-1][0], first["pictures"][0])
    assert " inside, " in changes(page)[0] and page.locator(".lab-cursor").is_hidden()


def test_clear_brings_the_noise_back_as_it_was(opened, lab):
    page = opened(lab)
    first, clear = state(page), page.get_by_role("button", name="Clear")
    after(page, lambda: page.mouse.click(*at(page, 4, 5)))
    back = after(page, clear.click)
    assert back["params"] == first["params"] and torch.equal(back["pictures"][0], first["pictures"][0])
    assert changes(page) == ["Change, network: none", "Change, machine: none"]
    assert says(page).startswith("The noise as it was. Seed 1: r²")
    assert page.locator(".lab-told").inner_text() == "So far nothing is new, and nothing changes."
    done = page.locator(".mosaic-lab").get_attribute("data-done")
    clear.click()
    quiet(page)
    assert says(page) == "The noise as it was. So it is already."
    assert page.locator(".mosaic-lab").get_attribute("data-done") == done


def test_a_finger_that_scrolls_draws_nothing_and_one_that_is_lifted_does(opened, lab):
    page = opened(lab)
    x, y = at(page, 3, 3)
    finger = {"clientX": x, "clientY": y, "pointerId": 1, "pointerType": "touch"}
    page.evaluate("Element.prototype.setPointerCapture = () => {}")
    page.locator(PAINT).dispatch_event("pointerdown", finger)
    page.locator(PAINT).dispatch_event("pointercancel", finger)
    quiet(page)
    assert page.evaluate(f"{LAB}.get().renewed") == "-" and state(page)["params"]["renewed"] == "-"
    page.locator(PAINT).dispatch_event("pointerdown", finger)
    after(page, lambda: page.locator(PAINT).dispatch_event("pointerup", finger))
    assert torch.equal(drawn(page), square(3, 3))


def fingers(page, *kinds):
    """A finger of the browser's own: each (kind, row, column); the last one ends when it is lifted."""
    touch = page.context.new_cdp_session(page)
    for kind, *place in kinds:
        x, y = at(page, *place) if place else (0, 0)
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}] if place else []})


def on_touch(page):
    touch = page.context.new_cdp_session(page)
    touch.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    return page


def test_a_finger_taps_and_paints_sideways(opened, lab):
    page = on_touch(opened(lab, width=390))
    quiet(page)
    assert page.locator(".lab-finger").is_visible()
    after(page, lambda: fingers(page, ("touchStart", 3, 3), ("touchEnd",)))
    assert torch.equal(drawn(page), square(3, 3))
    stroke = [("touchMove", 10, column) for column in range(4, 13)]
    after(page, lambda: fingers(page, ("touchStart", 10, 3), *stroke, ("touchEnd",)))
    wanted = square(3, 3)
    wanted[9:12, 2:14] = True
    assert torch.equal(drawn(page), wanted)


def test_a_second_finger_does_not_draw(opened, lab):
    page = opened(lab)
    page.evaluate("Element.prototype.setPointerCapture = () => {}")
    points = [dict(zip(("clientX", "clientY"), at(page, *place), strict=True)) for place in ((3, 3), (12, 12))]
    for k, kind in ((0, "pointerdown"), (1, "pointerdown"), (1, "pointermove"), (1, "pointerup")):
        page.locator(PAINT).dispatch_event(kind, points[k] | {"pointerId": k + 1, "pointerType": "touch"})
    after(page, lambda: page.locator(PAINT).dispatch_event("pointerup", points[0] | {"pointerId": 1}))
    assert torch.equal(drawn(page), square(3, 3))


def test_by_keyboard_from_the_middle(opened, lab):
    page = opened(lab)
    page.locator(PAINT).focus()
    for key in ("ArrowUp", "ArrowLeft", "ArrowLeft"):
        page.keyboard.press(key)
    assert says(page) == "Row 8, column 7."
    after(page, lambda: page.keyboard.press("Space"))
    assert page.locator(f"{PAINT} .lab-cursor").is_visible()
    assert torch.equal(drawn(page), square(7, 6)) and says(page).startswith("New noise around row 8, column 7.")
    page.keyboard.press("ArrowDown")
    after(page, lambda: page.keyboard.press("Enter"))
    assert int(drawn(page).sum()) == 12


@pytest.mark.parametrize("padding", networks.PADDINGS)
def test_a_dab_goes_round_the_torus_where_the_network_does(opened, clothes, padding):
    page = opened(PredictionLab(f"resnet-{padding}", clothes, steps=2, N=20))
    after(page, lambda: page.mouse.click(*at(page, 0, 15)))
    assert torch.equal(drawn(page), square(0, 15, torus=padding == "circular"))


def test_what_is_said_of_the_change(opened, lab):
    """Against the module: changes, distances, inside and outside; the live region says how far it went."""
    page = opened(lab)
    got = after(page, page.get_by_role("button", name="New right half").click)
    far, reaches = prediction.distances(mask("right", 16, 16)), []
    for k, name in enumerate(("network", "machine")):
        before, now = (x.double().reshape(1, *SHAPE) for x in (got["before"][-1][k], got["pictures"][k]))
        change = prediction.change(before, now)[0]
        inside, outside = (float(change[part].square().mean().sqrt()) for part in (far == 0, far > 0))
        reaches.append(int(far[change >= 0.02].max()))
        assert changes(page)[k] == f"Change, {name}: {inside:.2f} inside, {outside:.2f} outside"
    told = f"travel {reaches[0]} pixels in the network’s picture, {reaches[1]} in the machine’s"
    assert page.locator(".lab-told").inner_text() == f"Changes of 0.02 or more {told}, of 8 at most."
    assert f"Seed 1: changes {told}; r² " in says(page)


def test_where_all_is_new_nothing_is_said_to_travel(opened, clothes):
    page = opened(PredictionLab(data=clothes, steps=2, renewed="f" * 64))
    quiet(page)
    assert changes(page)[0].endswith(" inside, no outside") and "for all of the noise is new; r²" in says(page)


def test_a_renewed_noise_is_no_row_of_what_was_tried(opened, lab):
    page = opened(lab)
    count = page.locator(".lab-tried tbody tr").count()
    r2 = page.locator(".lab-tried tbody").inner_text()
    after(page, page.get_by_role("button", name="New right half").click)
    assert page.locator(".lab-tried tbody tr").count() == count and page.locator(".lab-tried tbody").inner_text() == r2


def test_a_run_that_was_cancelled_is_not_said_to_be_there(opened, lab):
    page = opened(lab)
    quiet(page)
    half = page.get_by_role("button", name="New right half")
    page.evaluate(f"{LAB}.changed.draw(Array.from({{ length: 256 }}, (_, p) => p % 16 > 7), ''); {LAB}.cancel()")
    assert state(page)["params"]["renewed"] == "-" and page.evaluate(f"{LAB}.get().renewed") == "right"
    after(page, half.click)
    assert state(page)["params"]["renewed"] == "right" and "So it is already" not in says(page)


def test_a_stroke_that_nobody_heard_the_end_of_does_not_lock_the_board(opened, lab):
    page = opened(lab)
    quiet(page)
    page.evaluate("Element.prototype.setPointerCapture = () => {}")
    x, y = at(page, 12, 12)
    finger = {"clientX": x, "clientY": y, "pointerId": 1, "pointerType": "mouse"}
    for _ in range(2):
        page.locator(PAINT).dispatch_event("pointerdown", finger)
    after(page, lambda: page.locator(PAINT).dispatch_event("pointerup", finger))
    assert torch.equal(drawn(page), square(12, 12))


# ---------------------------------------------------------------- links
@pytest.mark.parametrize(("cells", "wanted"), [("00ff" * 16, "right"), ("0" * 64, "-")])
def test_cells_that_have_a_word_are_that_word(opened, lab, cells, wanted):
    """Python takes them, and so does the page."""
    assert torch.equal(mask(cells, 16, 16), mask(wanted, 16, 16))
    page = opened(lab)
    assert page.evaluate(f"text => {LAB}.followLink(`#PredictionLab:v=1&renewed=${{text}}`)", cells) is True
    quiet(page)
    assert page.evaluate(f"{LAB}.get().renewed") == wanted == state(page)["params"]["renewed"]


@pytest.mark.parametrize("text", [
    "net=constructor", "net=__proto__", "windows=__defineGetter__", "windows=10:4/0.1:3", "windows=1:3/1:5"])
def test_what_no_lab_offers_leaves_it_as_it_is(opened, lab, text):
    page = opened(lab)
    quiet(page)
    before = page.evaluate(f"{LAB}.get()")
    assert page.evaluate(f"text => {LAB}.followLink(`#PredictionLab:v=1&${{text}}`)", text) is False
    quiet(page)
    assert page.evaluate(f"{LAB}.get()") == before and "This lab does not offer" in says(page)


def test_what_is_set_while_a_network_comes_holds_for_it(opened, clothes):
    """Of two links, one after the other, the later one counts."""
    page = opened(PredictionLab(data=clothes, nets="resnet-circular", steps=2))
    quiet(page)
    links_ = ["net=resnet-circular&seed=5&P=5", "seed=7&P=3"]
    page.evaluate(f"all => all.forEach((text) => {LAB}.followLink(`#PredictionLab:v=1&${{text}}`))", links_)
    page.wait_for_function(f"{LAB}.get().net === 'resnet-circular' && {LAB}.get().seed === 7")
    quiet(page)
    assert page.evaluate(f"{LAB}.get().P") == 3


def test_a_link_has_it_back_and_forth(opened, lab):
    page = opened(lab)
    plain = page.evaluate(f"{LAB}.link()")
    after(page, lambda: page.mouse.click(*at(page, 4, 5)))
    painted, got = page.evaluate(f"{LAB}.link()"), state(page)
    read = links.read(painted, "PredictionLab", PredictionLab.controls)
    assert torch.equal(mask(read["renewed"], 16, 16), square(4, 5)) and read["renewed"].startswith("0" * 12 + "0e00")
    for link, wanted in ((plain, "-"), (painted, read["renewed"])):
        assert page.evaluate(f"link => {LAB}.followLink(link)", link)
        quiet(page)
        assert state(page)["params"]["renewed"] == wanted
    close(state(page)["pictures"][0], got["pictures"][0])
    again = opened(PredictionLab.from_link(painted))
    quiet(again)
    assert again.evaluate(f"{LAB}.get().renewed") == read["renewed"]


@pytest.mark.parametrize("text", ["left", "ff", "f" * 63 + "g"])
def test_a_bad_mask_in_a_link_is_said_and_left_out(opened, lab, text):
    page = opened(lab)
    before = page.evaluate(f"{LAB}.get()")
    assert page.evaluate(f"text => {LAB}.followLink(`#PredictionLab:v=1&renewed=${{text}}`)", text) is False
    quiet(page)
    assert f"This lab does not offer renewed = {text}" in says(page) and page.evaluate(f"{LAB}.get()") == before


def to_net(page, name):
    after(page, lambda: page.locator("[name=net]").select_option(name))
    quiet(page)
    return page.evaluate(f"{LAB}.get().renewed"), state(page)["params"]["renewed"]


def test_what_is_painted_stays_with_another_network_on_the_same_grid(opened, clothes):
    page = opened(PredictionLab(data=clothes, nets="resnet-circular", steps=2, renewed="right"))
    assert to_net(page, "resnet-circular") == ("right", "right")
    after(page, page.get_by_role("button", name="Clear").click)
    assert to_net(page, "resnet-zeros") == ("-", "-")  # not what it was made with
    after(page, lambda: page.mouse.click(*at(page, 4, 5)))
    wanted = page.evaluate(f"{LAB}.get().renewed")
    assert to_net(page, "resnet-circular") == (wanted, wanted) and torch.equal(mask(wanted, 16, 16), square(4, 5))
    got = state(page)
    close(got["noise"], noises(1, wanted, SHAPE).flatten())
    assert " inside, " in changes(page)[0] and "gone" not in says(page)


def test_what_is_painted_goes_where_the_grid_is_another_one(opened):
    page = opened(PredictionLab("resnet-zeros", nets="resnet-28", N=20, steps=1))
    after(page, lambda: page.mouse.click(*at(page, 4, 5)))
    assert to_net(page, "resnet-28") == ("-", "-")
    gone = "Network Clothes 28 × 28, zeros. What was painted on the noise is gone: it has 28 × 28 pixels now. Seed 1"
    assert says(page).startswith(gone) and changes(page)[0] == "Change, network: none"
    after(page, page.get_by_role("button", name="New right half").click)
    assert to_net(page, "resnet-zeros") == ("right", "right") and "gone" not in says(page)  # every grid has one


# ---------------------------------------------------------------- everyone's page
PLACES = """() => [...document.querySelectorAll(".lab-picture canvas, .lab-news > *, .lab-panels, .lab-several")].map(
    (each) => { const { x, y, width } = each.getBoundingClientRect();
        return [each.className || each.ariaLabel.split(":")[0], x + scrollX, y + scrollY, width].join(" "); })"""


@pytest.mark.parametrize("width", [320, 390, 620, 700, 1200])
def test_nothing_jumps_when_the_news_comes(opened, lab, width):
    page = opened(lab, width=width)
    quiet(page)
    place = at(page, 4, 5)  # from here on the page does not scroll
    before = page.evaluate(PLACES)
    after(page, lambda: page.mouse.click(*place))
    quiet(page)
    assert page.evaluate(PLACES) == before
    assert not misfits(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(opened, clothes, theme):
    page = opened(PredictionLab(data=clothes, steps=2, renewed="right"), theme=theme)
    quiet(page)
    assert not violations(page)
