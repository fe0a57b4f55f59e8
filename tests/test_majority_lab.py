"""MajorityLab: its jobs against mosaics.rules, and the lab in a page, driven by mouse, finger and keyboard."""

import math
import re

import pytest
import torch
from labs import (
    after,
    answering,
    apart,
    as_bytes,
    close,
    effort,
    in_loop,
    keys,
    misfits,
    quiet,
    run,
    state,
    stop_the_clock,
    violations,
    walk,
)
from mosaics import rules
from mosaics.diffusion import sample, schedule
from mosaics.widgets import MajorityLab
from mosaics.widgets import majority as lab_module
from mosaics.widgets.draws import normals

RUN = {"L": 6, "P": 3, "steps": 20, "sigma_min": 1e-6, "sigma_max": 10.0}
BLINKING = torch.tensor([[1.0, 1, 1, 1], [1, 1, -1, -1], [1, 1, -1, -1], [-1, -1, -1, -1]])
MANY = pytest.mark.parametrize("L", [4, 16])


def noise(seed, L, count=1):
    """Noise of a run, or of the `count` runs of seeds seed, seed + 1, ..."""
    return torch.cat([normals(seed + i, L * L) for i in range(count)])


def world(seed, L):
    return torch.randn(1, 1, L, L, generator=torch.Generator().manual_seed(seed)).sign()


# ---------------------------------------------------------------- jobs say what the chapter's module says
def test_exact_counts():
    assert {L: rules.count_consistent(L) for L in range(3, 9)} == lab_module.COUNTS


@pytest.mark.parametrize("P", [3, None])
def test_a_run_is_the_chapters_sampler(P):
    *steps, end = MajorityLab().answers("world", RUN | {"P": P}, noise(4, 6))
    sigmas = schedule("edm", 20, 1e-6, 10.0)
    states = list(sample(rules.LocalBlackWhite(P), 10 * noise(4, 6).double().reshape(1, 1, 6, 6), sigmas, "euler"))
    assert [m["sigma"] for m in steps] == sigmas.tolist()
    for m, s in zip(steps, states, strict=True):
        torch.testing.assert_close(m["z"], s.z, atol=1e-12, rtol=0)
    assert torch.equal(end["world"], torch.where(states[-1].z > 0, 1.0, -1.0))
    assert torch.equal(end["good"].bool(), rules.consistent(end["world"]))


def test_a_run_may_start_from_a_world():
    start = world(1, 6)
    first, *_ = MajorityLab().answers("world", RUN | {"sigma_max": 2.0}, noise(4, 6), start)
    torch.testing.assert_close(first["z"], start.double() + 2 * noise(4, 6).double().reshape(1, 1, 6, 6))
    *_, end = MajorityLab().answers("world", RUN | {"sigma_max": 0.5}, noise(4, 6), torch.ones(1, 1, 6, 6))
    assert (end["world"] == 1).all()  # so little noise does not turn a cell over


def test_many_runs_are_the_runs_of_their_seeds():
    lab = MajorityLab()
    *parts, end = lab.answers("worlds", RUN, noise(7, 6, 100))
    found = torch.cat([m["worlds"] for m in parts])
    assert found.shape == (100, 1, 6, 6) and torch.equal(end["world"], found[-1:])
    for i in (0, 13, 99):
        assert torch.equal(lab.answers("world", RUN, noise(7 + i, 6))[-1]["world"], found[i : i + 1])
    assert torch.equal(torch.cat([m["whole"] for m in parts]), rules.consistent(found).flatten(1).all(1))


def test_look_and_majority():
    x = world(2, 8)
    (seen,), (step,) = (MajorityLab().answers(task, {"L": 8}, x) for task in ("look", "majority"))
    assert torch.equal(seen["world"].float(), x) and torch.equal(seen["good"].bool(), rules.consistent(x))
    assert torch.equal(step["world"].float(), rules.majority(x))


@pytest.mark.parametrize(("x", "period"), [(BLINKING, 2), (torch.ones(4, 4), 1), (world(3, 4)[0, 0], 1)])
def test_until_it_rests(x, period):
    *states, end = MajorityLab().answers("rest", {"L": 4}, x)
    shown = [m["z"].float() for m in states] + [end["world"].float()]
    assert end["period"] == period and torch.equal(shown[0], x[None, None])
    again = rules.majority(rules.majority(shown[-1])) if period == 2 else rules.majority(shown[-1])
    assert torch.equal(again, shown[-1])


def test_a_readers_edit_counts(monkeypatch):
    lab = MajorityLab()
    monkeypatch.setattr(rules, "majority", lambda x, P=3: -x)
    assert torch.equal(lab.answers("majority", {"L": 4}, BLINKING)[0]["world"].float(), -BLINKING[None, None])


def test_many_runs_can_be_cancelled():
    job = {"type": "run", "id": "v-1", "task": "worlds", "params": RUN | {"L": 32, "steps": 50}}
    cancel = {"type": "cancel", "job": "v-1"}
    said = in_loop(MajorityLab(), (job, as_bytes(noise(1, 32).repeat(100))), (cancel, []), heard=2)
    assert [m["type"] for m in said] == ["step", "step", "cancelled"]


# ---------------------------------------------------------------- bad input
@pytest.mark.parametrize(("change", "words"), [
    ({"L": 2}, "at least 3"), ({"L": 33}, "at most 32"), ({"L": None}, "int"), ({"P": 5}, "P must be 3, or None"),
    ({"P": True}, "P must be 3"), ({"steps": 0}, "at least 1"), ({"steps": 51}, "at most 50"),
    ({"sigma_min": 0}, "> 0"), ({"sigma_max": float("nan")}, "> 0"), ({"sigma_min": 11.0}, "sigma_min"),
    ({"L": 5}, "bytes"),
])
@pytest.mark.parametrize("task", ["world", "worlds"])
def test_bad_parameters_of_a_run_are_told(task, change, words):
    (message, _), = run(MajorityLab(), task, RUN | change, noise(1, 6, 100 if task == "worlds" else 1))
    assert message["type"] == "error" and words in message["message"]


@pytest.mark.parametrize("task", ["look", "majority", "rest"])
@pytest.mark.parametrize(("arrays", "words"), [
    ([], "0 bytes"), ([torch.zeros(16)], "-1 and 1 only"), ([torch.ones(9)], "36 bytes"),
    ([torch.ones(16) / 0], "finite"),
])
def test_a_bad_world_is_told(task, arrays, words):
    (message, _), = run(MajorityLab(), task, {"L": 4}, *arrays)
    assert message["type"] == "error" and words in message["message"]


@pytest.mark.parametrize("settings", [
    {"L": 9}, {"L": 2}, {"P": 5}, {"steps": 0}, {"steps": 51}, {"seed": -1}, {"sigma_max": 0.1},
    {"sigma_max": float("nan")},
])
def test_bad_arguments_are_refused(settings):
    with pytest.raises(ValueError):
        MajorityLab(**settings)


# ---------------------------------------------------------------- the lab in a page
def check_run(lab, got):
    """Every state of a run in the page against Python's on the same noise."""
    *steps, end = lab.answers("world", got["params"], got["noise"])
    close(torch.stack(got["z"]), torch.cat([m["z"] for m in steps]))
    same_end(got, end)


def same_end(got, end):
    assert torch.equal(got["world"], end["world"].float().flatten())
    assert torch.equal(got["good"], end["good"].float().flatten())


def shown(page):
    """The world on the canvas, as +1 and -1."""
    rgba = page.evaluate("""() => { const c = document.querySelector(".lab-world canvas");
        return Array.from(c.getContext("2d").getImageData(0, 0, c.width, c.height).data); }""")
    return 1 - torch.tensor(rgba[::4]) / 127.5


def press(page, name):
    return after(page, lambda: page.get_by_role("button", name=name).click())


def says(page):
    return page.get_by_role("status").inner_text()


@pytest.mark.parametrize("P", [3, None])
@MANY
def test_runs_agree_with_python(opened, L, P):
    lab = MajorityLab(L=L, P=P)
    page = opened(lab)
    got = state(page)
    close(got["noise"], normals(1, L * L))
    for _ in range(4):
        check_run(lab, got)
        got = press(page, "New world")
    assert got["seed"] == 5 and torch.equal(shown(page), got["world"])


@MANY
def test_100_runs_agree_with_python(opened, L):
    lab = MajorityLab(L=L)
    page = opened(lab)
    first = state(page)["world"][None, None, None].reshape(1, 1, L, L)
    got = press(page, "Run 100 more")
    *parts, end = lab.answers("worlds", got["params"], noise(2, L, 100))
    close(got["noise"], noise(2, L, 100))
    same_end(got, end)
    ends = torch.cat([first, *(m["worlds"] for m in parts)])
    good = rules.consistent(ends).flatten(1).all(1)
    found = rules.distinct(ends[good])
    assert page.locator(".lab-figure").inner_text() == (f"{found} of 188" if L == 4 else str(found))
    assert "Runs so far: 101." in page.locator(".lab-note").inner_text()
    assert page.locator(".lab-found label").count() == min(found, 24)
    broken = int((~good).sum())
    assert (f"{broken} ended with cells that disagree" in page.locator(".lab-note").inner_text()) == bool(broken)
    assert page.locator("[name=seed]").input_value() == "101" and "100 runs" in says(page)


def test_few_steps_leave_marks(opened):
    page = opened(MajorityLab(L=16, steps=3))
    got = state(page)
    wrong = int((got["good"] == 0).sum())
    assert wrong > 0 and page.locator(".lab-verdict").inner_text() == f"◆ {wrong} of 256 cells disagree."
    assert page.locator(".lab-wrong").get_attribute("d").count("M") == wrong
    got = after(page, lambda: keys(page, "[name=steps]", "End"))
    assert got["params"]["steps"] == 50 and int((got["good"] == 0).sum()) < wrong


def test_whole_image_makes_two_worlds(opened):
    page = opened(MajorityLab(L=4))
    after(page, lambda: page.locator("[name=P]").select_option("all"))
    press(page, "Run 100 more")
    assert page.locator(".lab-figure").inner_text() == "2 of 188"
    after(page, lambda: page.locator("[name=P]").select_option("3"))
    press(page, "Run 100 more")
    assert page.locator(".lab-figure").inner_text() != "2 of 188"  # kept apart


def test_drawing_by_mouse_and_by_keyboard(opened):
    page = opened(MajorityLab(L=8))
    got = press(page, "Erase")
    assert (got["world"] == -1).all() and "All 64 cells agree" in page.locator(".lab-verdict").inner_text()
    box = page.locator(".lab-world canvas").bounding_box()
    at = lambda row, column: (box["x"] + box["width"] * (column + 0.5) / 8, box["y"] + box["height"] * (row + 0.5) / 8)  # noqa: E731
    got = after(page, lambda: page.mouse.click(*at(2, 5)))
    assert (got["world"] == 1).nonzero().tolist() == [[2 * 8 + 5]]
    assert says(page) == "Row 3, column 6: black, disagrees. 1 of 64 cells disagrees."
    page.mouse.move(*at(4, 1))
    page.mouse.down()
    after(page, lambda: page.mouse.move(*at(4, 6), steps=30))
    page.mouse.up()
    quiet(page)
    assert (state(page)["world"].reshape(8, 8)[4] == 1).tolist() == [False, *[True] * 6, False]
    assert page.locator(".lab-cursor").is_hidden()
    keys(page, ".lab-world", "ArrowUp", "ArrowLeft", "ArrowLeft")  # round the torus
    assert page.locator(".lab-cursor").is_visible() and says(page) == "Row 8, column 7: white, agrees."
    got = after(page, lambda: page.keyboard.press("Space"))
    assert got["world"].reshape(8, 8)[7, 6] == 1 and torch.equal(shown(page), got["world"])
    after(page, lambda: page.keyboard.press("Enter"))
    assert "white" in says(page)


def test_a_finger_that_scrolls_draws_nothing(opened):
    page = opened(MajorityLab(L=4))
    before = press(page, "Erase")["world"]
    box, at = page.locator(".lab-world"), {"clientX": 400, "clientY": 300, "pointerId": 1}
    after(page, lambda: box.dispatch_event("pointerdown", at))
    assert (state(page)["world"] == 1).sum() == 1
    got = after(page, lambda: box.dispatch_event("pointercancel", at))
    assert torch.equal(got["world"], before)


def draw(page, x):
    """Turn the cells of an erased world over one by one, by keyboard."""
    press(page, "Erase")
    page.locator(".lab-world").focus()
    for row in x:
        for cell in row:
            if cell > 0:
                after(page, lambda: page.keyboard.press("Space"))
            page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowDown")


def test_majority_steps(opened):
    lab = MajorityLab(L=4)
    page = opened(lab)
    draw(page, BLINKING)
    assert torch.equal(state(page)["world"], BLINKING.flatten())
    got = press(page, "Majority step")
    assert torch.equal(got["world"], rules.majority(BLINKING[None, None]).flatten())
    got = press(page, "Until it rests")
    *_, end = lab.answers("rest", got["params"], got["noise"])
    same_end(got, end)
    assert "It never rests: after 0 majority steps it blinks between two states." in says(page)
    press(page, "Erase")
    press(page, "Until it rests")
    assert says(page) == "At rest after 0 majority steps."


@pytest.mark.parametrize("kernel", [False, True])
def test_until_it_rests_agrees_with_python(opened, kernel):
    lab = MajorityLab(L=16, steps=1)
    page = opened(lab, kernel=answering(lab) if kernel else None)
    start = press(page, "New world")["world"]
    got = press(page, "Until it rests")
    *states, end = lab.answers("rest", {"L": 16}, start)
    same_end(got, end)
    assert torch.equal(torch.stack(got["z"]), torch.cat([m["z"] for m in states]).float().flatten(1))
    assert got["engine"] == ("kernel" if kernel else "page") and f"after {end['steps']} majority step" in says(page)


def test_noise_then_denoise_starts_from_the_world_in_view(opened):
    lab = MajorityLab(L=8, sigma_max=0.5)
    page = opened(lab)
    before = state(page)["world"]
    got = press(page, "Noise, then denoise")
    close(got["z"][0], before + 0.5 * got["noise"])
    *_, end = lab.answers("world", got["params"], got["noise"], before)
    same_end(got, end)
    assert got["seed"] == 2


def test_gallery_shows_a_world_again(opened):
    page = opened(MajorityLab(L=6))
    press(page, "Run 100 more")
    first = page.locator(".lab-found input").first
    got = after(page, lambda: first.click())
    name = first.get_attribute("aria-label")
    assert name == f"World 1, {int((got['world'] > 0).sum())} cells black" and (got["good"] == 1).all()
    second = after(page, lambda: page.keyboard.press("ArrowRight"))["world"]
    assert not torch.equal(second, got["world"]) and torch.equal(shown(page), second)
    press(page, "Erase")
    assert torch.equal(after(page, lambda: page.locator(".lab-found input").nth(1).click())["world"], second)


def test_worlds_of_each_side_are_kept(opened):
    page = opened(MajorityLab(L=4))
    press(page, "Run 100 more")
    four = page.locator(".lab-figure").inner_text()
    got = after(page, lambda: keys(page, "[name=L]", "ArrowRight"))
    assert got["params"]["L"] == 5 and page.locator(".lab-figure").inner_text().endswith("1 of 2,142")
    after(page, lambda: keys(page, "[name=L]", "End"))
    assert "At least 68,719,476,736 exist" in page.locator(".lab-note").inner_text()
    assert page.locator(".lab-world canvas").get_attribute("width") == "32"
    after(page, lambda: keys(page, "[name=L]", "Home", "ArrowRight"))
    assert page.locator(".lab-figure").inner_text() == four


def test_many_runs_can_be_cancelled_in_the_page(opened):
    page = opened(MajorityLab(L=32, steps=50))
    page.get_by_role("button", name="Run 100 more").click()
    page.wait_for_function("document.querySelector('.lab-where').textContent.includes('of 100')")
    page.get_by_role("button", name="Cancel").click()
    page.wait_for_function("document.querySelector('.lab-status').textContent.startsWith('Cancelled')")
    assert page.get_by_role("button", name="Run 100 more").is_visible()
    press(page, "New world")


def test_effort_of_100_runs_in_the_page(opened):
    lab = MajorityLab(L=16, steps=50)
    page = opened(lab)
    got = press(page, "Run 100 more")
    each = effort(page, lab, "worlds", got["params"], got["noise"])[0] / (100 * 50 * 16 * 16)
    print(f"100 runs of 50 steps, L = 16: {each:.1f} blocks a run, step and cell")
    assert each < 26  # a fifth above what it takes


def test_motion_shows_the_run_and_reduced_motion_its_end(opened):
    page = opened(MajorityLab(L=8), motion="no-preference")
    stop_the_clock(page)
    press(page, "New world")
    page.clock.run_for(700)
    assert page.locator(".lab-verdict").inner_text().startswith("σ = ")
    page.clock.run_for(900)
    assert "agree" in page.locator(".lab-verdict").inner_text()
    assert torch.equal(shown(page), state(page)["world"])
    page = opened(MajorityLab(L=8), motion="reduce")
    press(page, "New world")
    assert "agree" in page.locator(".lab-verdict").inner_text()


def test_both_engines_find_the_same_worlds(opened):
    lab = MajorityLab(L=5)
    page = opened(lab, kernel=answering(lab), first='[data-engine="kernel"][data-done]')
    page.wait_for_function("document.querySelector('.mosaic-lab').labState()?.engine === 'kernel'")
    python = press(page, "Run 100 more")
    figure = page.locator(".lab-figure").inner_text()
    here = after(page, lambda: page.locator("[name=engine]").select_option("page"))
    assert (here["task"], here["engine"], python["engine"]) == ("look", "page", "kernel")
    keys(page, "[name=seed]", "Control+a", "1")
    after(page, lambda: page.keyboard.press("Enter"))
    assert press(page, "Run 100 more")["engine"] == "page" and page.locator(".lab-figure").inner_text() == figure


@pytest.mark.parametrize(("settings", "words"), [
    ({"sigma_min": 90}, "sigma_min"), ({"L": 40, "sides": [40]}, "L must be a whole number from 3 to 32, got 40"),
])
def test_a_bad_setting_is_told_not_thrown(opened, settings, words):
    page = opened(MajorityLab(), first="[data-error]", **settings)
    assert words in says(page)
    page.locator(".lab-world").click()
    page.get_by_role("button", name="Majority step").click()
    quiet(page)
    assert "That did not work" in says(page)


# ---------------------------------------------------------------- the world in view is a piece of state
HOLD = """() => { const ask = window.ask, frame = () => new Promise(requestAnimationFrame);
    window.ask = async (...all) => { while (!window.woken) await frame(); return ask(...all); }; }"""
GET = "document.querySelector('.mosaic-lab').lab.get()"
SET = "(values) => document.querySelector('.mosaic-lab').lab.set(values, 'stay')"
CROSS = "4e40"  # of side 4: .#.. ###. .#.. ....


@pytest.mark.parametrize("tool", ["Majority step", "Until it rests", "Noise, then denoise"])
def test_a_job_takes_its_side_from_the_world_that_it_carries(opened, tool):
    """While the kernel is busy with a new side, the world in view still has the old one."""
    lab = MajorityLab(L=8)
    page = opened(lab, kernel=answering(lab), first='[data-engine="kernel"][data-done]')
    quiet(page)
    page.evaluate(HOLD)
    keys(page, "[name=L]", "Home")
    page.get_by_role("button", name=tool).click()
    page.evaluate("window.woken = true")
    quiet(page)
    got = state(page)
    assert got["params"]["L"] == 8 and len(got["world"]) == 64 and "did not work" not in says(page)
    assert page.evaluate(GET)["L"] == 8  # which the slider says again, and the link
    assert after(page, lambda: keys(page, "[name=L]", "Home"))["params"]["L"] == 3


def test_a_cancelled_job_leaves_the_world_as_it_was(opened):
    lab = MajorityLab(L=8)
    page = opened(lab, kernel=answering(lab), first='[data-engine="kernel"][data-done]')
    quiet(page)
    before = state(page)["world"]
    page.evaluate(HOLD)
    keys(page, ".lab-world", "Space")  # drawn, and no engine has looked at it
    assert not torch.equal(shown(page), before)
    page.keyboard.press("Escape")
    assert not page.locator(".mosaic-lab[data-busy]").count() and torch.equal(shown(page), before)
    page.get_by_role("button", name="Run 100 more").click()
    page.get_by_role("button", name="Cancel").click()
    assert says(page) == "Cancelled." and page.get_by_role("button", name="Run 100 more").is_visible()
    page.evaluate("window.woken = true")
    assert press(page, "Majority step")["params"]["L"] == 8


def test_a_world_that_is_drawn_on_after_a_cancelled_run_brings_its_side_with_it(opened):
    """What the slider says is the side of the picture, though the slider was ahead when the run was cancelled."""
    page = opened(MajorityLab(L=8, steps=3))
    quiet(page)
    page.evaluate("""() => { const lab = document.querySelector(".mosaic-lab"), key = (el, key) =>
        el.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
      const slider = lab.querySelector("[name=L]");
      slider.value = slider.min;
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      key(lab, "Escape");
      key(lab.querySelector(".lab-world"), "Enter"); }""")
    quiet(page)
    assert state(page)["params"]["L"] == 8 == page.evaluate(GET)["L"]


def test_every_run_is_counted_once(opened):
    lab = MajorityLab(L=5)
    page = opened(lab, kernel=answering(lab), first='[data-engine="kernel"][data-done]')
    quiet(page)
    counted = lambda: re.search(r"Runs so far: (\d+)", page.locator(".lab-note").inner_text())[1]  # noqa: E731
    assert counted() == "1"  # whether or not the page was there before Python
    after(page, lambda: page.locator("[name=engine]").select_option("page"))
    assert counted() == "1"
    press(page, "Run 100 more")
    assert counted() == "101"
    keys(page, "[name=seed]", "Control+a", "1")
    after(page, lambda: page.keyboard.press("Enter"))
    press(page, "Run 100 more")
    assert counted() == "101"
    press(page, "Noise, then denoise")
    assert counted() == "102"


def test_runs_that_the_other_engine_takes_over_are_counted_once(opened):
    lab = MajorityLab(L=5)
    page = opened(lab, kernel=answering(lab), first='[data-engine="kernel"][data-done]')
    quiet(page)
    page.evaluate(HOLD)
    page.get_by_role("button", name="Run 100 more").click()
    page.locator("[name=engine]").select_option("page")
    page.wait_for_function("document.querySelector('.lab-note').textContent.includes('far: 101.')")
    page.evaluate("window.woken = true")
    quiet(page)
    assert "Runs so far: 101." in page.locator(".lab-note").inner_text()
    assert page.locator("[name=seed]").input_value() == "101"


def test_a_drawn_world_comes_back(opened):
    page = opened(MajorityLab(L=4))
    fresh = page.evaluate(GET)
    assert fresh["world"] == "-"
    press(page, "Erase")
    assert page.evaluate(GET)["world"] == "0000"
    cross = after(page, lambda: page.evaluate(SET, {"world": CROSS}))
    assert (cross["world"] > 0).nonzero().flatten().tolist() == [1, 4, 5, 6, 9]
    assert page.evaluate(GET) == fresh | {"world": CROSS} and torch.equal(shown(page), cross["world"])
    page.locator(".lab-world").focus()
    drawn = after(page, lambda: page.keyboard.press("Space"))
    assert page.evaluate(GET)["world"] == "ce40" and drawn["world"][0] == 1
    run_ = after(page, lambda: page.evaluate(SET, {"seed": 7}))
    assert page.evaluate(GET) == fresh | {"seed": 7} and run_["task"] == "world"
    again = after(page, lambda: page.evaluate(SET, {"L": 3, "world": "888"}))
    assert again["params"]["L"] == 3 and again["world"].reshape(3, 3).diagonal().tolist() == [1, 1, 1]
    after(page, lambda: page.evaluate(SET, {"world": "-"}))
    assert state(page)["task"] == "world" and page.evaluate(GET)["world"] == "-"


@pytest.mark.parametrize("text", ["4e4", "4e400", "4E40", "<b>x", "888g", "-1", "", 4])
def test_a_text_that_is_no_world_is_refused(opened, text):
    page = opened(MajorityLab(L=4))
    first = state(page)["world"]
    assert page.evaluate(SET, {"world": text}) == ["world"]
    quiet(page)
    assert f"This lab does not offer world = {text}." in says(page) and torch.equal(state(page)["world"], first)


def test_the_lab_opens_on_a_drawn_world_in_both_engines(opened):
    lab = MajorityLab(L=4, world=CROSS)
    got = state(opened(lab))
    assert got["task"] == "look" and torch.equal(got["world"].reshape(1, 1, 4, 4), lab.drawn.float())
    assert apart(lab.poster).startswith(b"\x89PNG") and "was drawn" in apart(lab._poster)[1]


@pytest.mark.parametrize(("world_", "error"), [
    ("4e4", ValueError), ("4E40", ValueError), ("4e4\n", ValueError), ("", ValueError), (1240, TypeError)])
def test_a_bad_world_is_refused(world_, error):
    with pytest.raises(error, match="world"):
        MajorityLab(L=4, world=world_)
    with pytest.raises(ValueError, match="3 bits of the last"):
        MajorityLab(L=5, world="0000001")


def test_few_of_many_are_seen_on_a_scale_that_says_that_it_is_logarithmic(opened):
    page = opened(MajorityLab(L=8))
    press(page, "Run 100 more")
    found = int(page.locator(".lab-figure").inner_text().split()[0])
    gauge, track = (page.locator(s).bounding_box() for s in (".majority-track .lab-gauge", ".majority-track"))
    part = float(page.locator(".majority-track .lab-gauge").evaluate("e => e.style.getPropertyValue('--w')"))
    assert part == pytest.approx(math.log(found) / math.log(5_850_556)) and part > 0.2
    assert gauge["width"] == track["width"]
    assert page.locator(".majority-here").inner_text() == f"{found} found"
    assert [page.locator(".majority-ticks b").all_inner_texts()[i] for i in (0, -1)] == ["1", "5,850,556"]
    assert "The scale is logarithmic" in page.locator(".lab-note").inner_text()
    assert page.get_by_role("img", name=f"Logarithmic scale from 1 to 5,850,556: {found} of 5,850,556").count() == 1


def test_on_a_phone_the_world_stays_in_view_while_a_control_is_moved(opened):
    page = opened(MajorityLab(L=8), width=390)
    page.set_viewport_size({"width": 390, "height": 844})
    for name in ("L", "P", "steps", "sigma_max"):
        page.locator(f"[name={name}]").scroll_into_view_if_needed()
        page.locator(f"[name={name}]").focus()
        control, world_ = (page.locator(s).bounding_box() for s in (f"[name={name}]", ".lab-world"))
        assert world_["y"] >= 0 and world_["y"] + world_["height"] <= control["y"] < 844


def test_apart_from_the_loop():
    """The poster of a world of each size and view can be drawn."""
    for settings in ({"L": 3}, {"L": 32, "steps": 1}, {"P": None}):
        assert apart(MajorityLab(**settings).poster).startswith(b"\x89PNG")


# ---------------------------------------------------------------- for everybody
@pytest.mark.parametrize("width", [320, 390])
def test_phone(opened, width):
    page = opened(MajorityLab(L=16, steps=3), width=width)
    quiet(page)
    assert not misfits(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(opened, theme):
    page = opened(MajorityLab(L=16, steps=3), theme=theme)
    quiet(page)
    assert not violations(page)


def test_every_control_is_reached_and_seen_by_keyboard(opened):
    stops, wrong = walk(opened(MajorityLab(L=8)))
    assert stops and not wrong
