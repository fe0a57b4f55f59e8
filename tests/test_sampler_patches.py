"""SamplerLab with patch machines: arguments, both engines against the chapters' modules, window editor, source map."""

import json

import pytest
import torch
from labs import after, answering, close, close_lab, effort, keys, misfits, quiet, run, state, violations, walk, worker
from mosaics import equivariant, local
from mosaics.core.data import load
from mosaics.core.windows import consult
from mosaics.diffusion import last, sample, schedule
from mosaics.widgets import SamplerLab
from mosaics.widgets.draws import normals

MACHINES = ("LS", "ELS", "bbELS")
PAIRS = [(0.05, 3), (0.7, 5), (6.0, 9), (80.0, 13)]
RUN = {"machine": "LS", "windows": PAIRS, "N": 20, "steps": 4, "method": "ddim", "sigma_min": 0.02, "sigma_max": 80.0}


@pytest.fixture(scope="module")
def clothes():
    return load("fashion-mnist", n=60)


@pytest.fixture(scope="module")
def faces():
    return load("dicebear-faces", n=60)


# ---------------------------------------------------------------- arguments
@pytest.mark.parametrize(("arguments", "words"), [
    ({"machine": "XX"}, "IS, LS, ELS, bbELS, got 'XX'"), ({"machine": ()}, "at least one"),
    ({"machine": ("LS", "LS")}, "once"), ({"P": 5}, "got machine 'IS'"), ({"windows": "released"}, "got machine 'IS'"),
    ({"machine": "LS", "P": 4}, "3 to 55, got 4"), ({"machine": "ELS", "P": 29}, "3 to 27, got 29"),
    ({"machine": "LS", "P": 1}, "got 1"), ({"machine": "LS", "P": 3, "windows": PAIRS}, "not both"),
    ({"machine": "LS", "windows": "magic"}, "constant, released, reversed, got 'magic'"),
    ({"machine": "LS", "windows": []}, "pairs"), ({"machine": "ELS", "windows": [(1.0, 29)]}, "3 to 27, got 29"),
    ({"machine": "ELS", "N": 101}, "at most 60, got 101"), ({"machine": "LS", "steps": 51}, "at most 50"),
])
def test_bad_arguments_are_named(clothes, arguments, words):
    with pytest.raises(ValueError, match=words.replace("(", "\\(")):
        SamplerLab(clothes, **arguments)


def test_wrong_kinds_are_refused(clothes):
    for arguments in ({"P": 5.0}, {"P": True}):
        with pytest.raises(TypeError):
            SamplerLab(clothes, machine="LS", **arguments)
    with pytest.raises(TypeError):
        SamplerLab(clothes, machine=3)


def test_pages_carry_what_they_need(clothes):
    plain, windows = SamplerLab(clothes), SamplerLab(clothes, machine="ELS")
    assert "WebAssembly" not in plain._esm and "WebAssembly" in windows._esm
    assert len(plain._esm) < 153_000 and set(plain.settings) < set(windows.settings)
    assert windows.settings["N"] == 20 and SamplerLab(clothes, machine=("LS", "ELS")).settings["N"] == 60
    assert SamplerLab(load("fashion-mnist", n=300), machine="bbELS").shape[0] == 100


def test_schedules_are_thinned_to_the_handles(clothes):
    released = local.released_windows()
    got = SamplerLab(clothes, machine="LS", windows=released).settings
    assert len(got["windows"]) == 6 and got["windows"] == got["presets"]["released"]
    assert all(released(sigma) == P for sigma, P in got["windows"])
    assert SamplerLab(clothes, machine="LS", windows=PAIRS).settings["windows"] == PAIRS
    sides = [P for _, P in got["presets"]["reversed"]]
    assert sides[0] > sides[-1]


# ---------------------------------------------------------------- Python's engine
KINDS = {"LS": local.LS, "ELS": equivariant.ELS, "bbELS": equivariant.BBELS}
REACHES = {"LS": ("same", "zeros"), "ELS": ("all", "circular"), "bbELS": ("matching", "zeros")}


@pytest.mark.parametrize("method", ["ddim", "heun", "ancestral"])
@pytest.mark.parametrize("name", MACHINES)
def test_it_is_the_chapters_machine(clothes, name, method):
    lab, draws = SamplerLab(clothes, machine=name), normals(2, 5 * 784 if method == "ancestral" else 784)
    *steps, end = lab.answers("patches", RUN | {"machine": name, "method": method}, draws)
    noise, sigmas = draws.double().reshape(-1, 1, 1, 28, 28), schedule("edm", 4)
    chapter = KINDS[name](lab.data[:20], local.WindowSchedule(PAIRS))
    expected = last(sample(chapter, 80 * noise[0], sigmas, method, noise=noise[1:] if method == "ancestral" else None))
    torch.testing.assert_close(end["z"], expected, atol=1e-6, rtol=0)
    assert [m["P"] for m in steps] == [chapter.P(s) for s in sigmas[:-1].tolist()]
    m = steps[2]
    slow = consult(m["z"], m["sigma"], lab.data[:20], m["P"], *REACHES[name])
    assert (m["source"] == slow.image[0]).double().mean() > 0.98
    torch.testing.assert_close(m["weight"], slow.top_weight[0], atol=1e-3, rtol=0)


def test_a_readers_edit_counts(clothes, monkeypatch):
    monkeypatch.setattr(local.LS, "__call__", lambda self, z, sigma: torch.zeros_like(z), raising=False)
    assert not SamplerLab(clothes, machine="LS").answers("patches", RUN, normals(2, 784))[-1]["z"].any()


def test_windows_are_looked_at_once_a_step(clothes, monkeypatch):
    looks, sweep = [], local.sweep
    monkeypatch.setattr(local, "sweep", lambda *a: looks.append(1) or sweep(*a))
    SamplerLab(clothes, machine="LS").answers("patches", RUN, normals(2, 784))
    assert len(looks) == 4


def test_the_ideal_machine_has_one_source(clothes):
    *steps, end = SamplerLab(clothes, machine=("LS", "IS")).answers("patches", RUN | {"machine": "IS"}, normals(2, 784))
    assert (end["source"] == end["nearest"]).all() and len(steps) == 4


@pytest.mark.parametrize(("change", "words"), [
    ({"machine": "XX"}, "machine must be"), ({"windows": None}, "pairs"), ({"windows": [[1.0]]}, "pairs"),
    ({"windows": [[1.0, 4]]}, "odd"), ({"windows": [[0, 3]]}, "> 0"), ({"windows": [[1, 57]]}, "55"), ({"N": 1}, "N"),
])
def test_bad_messages_are_told(clothes, change, words):
    (message, _), = run(SamplerLab(clothes, machine="LS"), "patches", RUN | change, normals(2, 784))
    assert message["type"] == "error" and words in message["message"]


@pytest.mark.parametrize("name", MACHINES)
def test_poster(clothes, name):
    image, alt = SamplerLab(clothes, machine=name, N=20, windows="released", steps=6)._poster()
    assert image.startswith(b"\x89PNG") and len(image) < 150_000 and "colour for the training image" in alt


# ---------------------------------------------------------------- the page's engine
def test_both_engines_have_one_schedule(opened, clothes):
    cases = [([[1, 3], [4, 5]], 2.0), ([[1, 5], [4, 7]], 2.0), ([[1, 7], [4, 5]], 2.0)]  # halves: to the even one
    draw = torch.Generator().manual_seed(0)
    for _ in range(300):
        levels = torch.rand(4, generator=draw).mul(8).sub(4).exp().tolist()
        sides = (2 * torch.randint(1, 14, (3,), generator=draw) + 1).tolist()
        cases.append(([list(pair) for pair in zip(levels[1:], sides, strict=True)], levels[0]))
    lab = SamplerLab(clothes, machine="LS", steps=2)
    page = opened(lab)
    asked = "return cases.map(([pairs, sigma]) => windowSide(pairs, sigma))"
    got = page.evaluate(f"cases => {{ {worker(lab._esm)} {asked}; }}", cases)
    assert got == [local.WindowSchedule((float(s), P) for s, P in pairs)(sigma) for pairs, sigma in cases]


def check(lab, got, relative=False):
    """A run in the page against Python's on the same noise; the largest difference.

    `relative`: states on the way may differ by a thousandth of their largest value.
    """
    *steps, end = lab.answers("patches", got["params"], got["noise"])
    worst = max(close(a, m[key], max(1.0, float(m["z"].abs().max())) if relative and key == "z" else 1.0)
                for key in ("z", "x0_hat", "weight") for a, m in zip(got[key], steps, strict=got[key] is not got["z"]))
    worst = max(worst, close(got["result"], end["z"]), close(got["distance"], end["distance"]))
    close(got["ratio"], end["ratio"])
    if got["params"]["machine"] != "IS":
        assert got["P"] == [m["P"] for m in steps]
    for source, m in zip(got["source"], steps, strict=True):
        sure = m["weight"].flatten() > 0.51  # elsewhere another window may weigh the same
        assert (source == m["source"].flatten())[sure].all()
    assert got["nearest"] == end["nearest"]
    return worst


@pytest.mark.parametrize("images", ["clothes", "faces"])
@pytest.mark.parametrize("name", [*MACHINES, "IS"])
def test_page_agrees_with_python(opened, request, name, images):
    lab = SamplerLab(request.getfixturevalue(images), machine=(name, "LS") if name == "IS" else name, N=20, steps=8,
                     windows=PAIRS, seed=3)
    page = opened(lab)
    print(f"{name} {images}: {check(lab, state(page)):.1e}")


@pytest.mark.parametrize("method", ["heun", "ancestral"])
def test_page_agrees_in_every_method(opened, clothes, method):
    lab = SamplerLab(clothes, machine="LS", steps=8, windows="reversed", method=method)
    check(lab, state(opened(lab)))


def test_page_agrees_in_two_steps_of_heun(opened):
    """Half of its first step is 2000 times a guess: states of the two engines differ by more than their guesses do."""
    lab = SamplerLab(load("emoji", n=40, size=16), machine=("ELS", "LS"), N=40, steps=2, windows="released",
                     method="heun", seed=5)
    print(f"{check(lab, state(opened(lab)), relative=True):.1e}")


@pytest.mark.parametrize(("name", "N", "most"), [("LS", 200, 54), ("ELS", 20, 600), ("bbELS", 20, 11)])
def test_effort_in_the_page(opened, name, N, most):
    """One guess of the kernel a step, the images brought to it once; what a guess takes is in test_wasm.py.

    The verdict on a sample of ELS tries every translation of every training image, once a run.
    """
    lab = SamplerLab(load("fashion-mnist", n=N), machine=name, N=N)
    page = opened(lab)
    got = state(page)
    blocks, calls = effort(page, lab, "patches", got["params"], got["noise"])
    each = blocks / (20 * 784)
    print(f"20 steps of {name}, N = {N}, P = 7: {calls['work']} parts, {each:.1f} blocks beside them a step and pixel")
    assert [calls[part] for part in ("prepare", "pack", "begin", "finish")] == [1, 1, 20, 20]
    assert each < most  # a fifth above what it takes


# ---------------------------------------------------------------- the lab in the page
def test_windows_by_keyboard(opened, clothes):
    page = opened(SamplerLab(clothes, machine="LS", steps=3))
    assert state(page)["params"]["windows"] == [[80, 7]]
    assert after(page, lambda: keys(page, "[name=P]", "End"))["params"]["windows"] == [[80, 55]]
    assert page.locator("[name=P]").get_attribute("aria-valuetext") == "all"
    after(page, lambda: keys(page, "[name=P]", "Home"))
    handles = page.locator(".lab-handle")
    assert handles.count() == 6
    handles.nth(2).focus()
    got = after(page, lambda: page.keyboard.press("ArrowUp"))
    assert [P for _, P in got["params"]["windows"]] == [3, 3, 5, 3, 3, 3]
    assert handles.nth(2).get_attribute("aria-valuetext") == "5 by 5 pixels"
    assert page.locator("[name=shape]").input_value() == "own"
    got = after(page, lambda: page.keyboard.press("End"))
    assert got["params"]["windows"][2][1] == 55
    got = after(page, lambda: page.locator("[name=shape]").select_option("reversed"))
    sides = [P for _, P in got["params"]["windows"]]
    assert sides == sorted(sides, reverse=True) and sides[0] == 17
    got = after(page, lambda: page.locator("[name=shape]").select_option("constant"))
    assert len(got["params"]["windows"]) == 1


def test_windows_by_mouse(opened, clothes):
    page = opened(SamplerLab(clothes, machine="ELS", N=5, steps=2))
    handle = page.locator(".lab-handle").last
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    x, y = box["x"] + 22, box["y"] + 22

    def pull():
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x, y - 60, steps=4)
        page.mouse.up()

    got = after(page, pull)
    assert got["params"]["windows"][-1][1] > 11 and got["params"]["windows"][0][1] == 7


def test_windows_are_called_drawn_by_hand_once_they_are(opened, clothes):
    """Who chooses "Drawn by hand" has drawn nothing yet: links still have the schedule's own name."""
    page = opened(SamplerLab(clothes, machine="LS", P=3, N=8, steps=2))
    quiet(page)
    page.locator("[name=shape]").select_option("own")
    values = page.evaluate("document.querySelector('.mosaic-lab').lab.get()")
    assert (values["P"], values["windows"]) == (3, "constant")
    assert page.evaluate("values => document.querySelector('.mosaic-lab').lab.set(values, 'stay')", values) == []


def test_machines_are_chosen(opened, clothes):
    page = opened(SamplerLab(clothes, machine=("LS", "ELS", "IS"), steps=3, P=55))
    got = after(page, lambda: page.locator("[name=machine]").select_option("ELS"))
    assert got["params"]["machine"] == "ELS" and got["params"]["windows"] == [[80, 27]]
    got = after(page, lambda: page.locator("[name=machine]").select_option("IS"))
    assert "1 training image in this picture" in page.locator(".lab-words").inner_text()
    assert page.locator(".lab-handle").first.is_hidden()


def test_sources_in_words(opened, clothes):
    page = opened(SamplerLab(clothes, machine="LS", steps=5))
    got = state(page)
    count = len(got["source"][-1].unique())
    assert f"{count} training images in this picture" in page.locator(".lab-words").inner_text()
    assert f"{count} training images" in page.get_by_role("status").inner_text()
    assert f"{count} training images" in page.locator(".lab-sources").get_attribute("aria-label")
    page.locator(".lab-sources").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    words = page.get_by_role("status").inner_text()
    assert words.startswith(f"Row 16, column 15: no. {int(got['source'][-1][15 * 28 + 14])}, ") and "weight" in words
    page.locator(".lab-sources").hover(position={"x": 2, "y": 2})
    assert page.locator(".lab-pixel").inner_text().startswith("Row 1, column 1: no.")


def test_a_long_run_tells_how_far_it_is_and_can_be_cancelled(opened):
    lab = SamplerLab(load("fashion-mnist", n=100), machine="ELS", N=2, steps=50, P=27)
    page = opened(lab)
    keys(page, "[name=N]", "End")
    page.wait_for_selector(".mosaic-lab[data-long]")
    page.wait_for_function("/^Step \\d+ of 50/.test(document.querySelector('.lab-words').textContent)")
    page.get_by_role("button", name="Cancel").click()
    page.wait_for_function("document.querySelector('.lab-status').textContent.startsWith('Cancelled')")
    assert page.get_by_role("button", name="Run again").is_visible()
    assert page.get_by_role("button", name="New picture").is_visible()
    assert "training image" in page.locator(".lab-words").inner_text()
    assert after(page, lambda: keys(page, "[name=N]", "Home"))["params"]["N"] == 2


def test_kernel_is_taken_when_it_answers(opened, clothes):
    lab = SamplerLab(clothes, machine="bbELS", N=10, steps=3)
    page = opened(lab, kernel=answering(lab), first='[data-engine="kernel"][data-done]')
    page.wait_for_function("document.querySelector('.mosaic-lab').labState()?.engine === 'kernel'")
    python = state(page)
    here = after(page, lambda: page.locator("[name=engine]").select_option("page"))
    assert here["engine"] == "page" and here["params"] == python["params"]
    close(torch.stack(here["x0_hat"]), torch.stack(python["x0_hat"]))


LABS = pytest.mark.parametrize("arguments", [
    {"machine": "LS", "steps": 5}, {"machine": ("ELS", "IS"), "windows": "released", "N": 10, "steps": 3},
], ids=["constant", "schedule"])


@LABS
@pytest.mark.parametrize("width", [320, 390])
def test_phone(opened, clothes, arguments, width):
    page = opened(SamplerLab(clothes, **arguments), width=width)
    quiet(page)
    assert not misfits(page)


@LABS
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(opened, clothes, arguments, theme):
    page = opened(SamplerLab(clothes, **arguments), theme=theme)
    quiet(page)
    assert not violations(page)


@LABS
def test_every_control_is_reached_and_seen_by_keyboard(opened, clothes, arguments):
    page = opened(SamplerLab(clothes, **arguments))
    stops, wrong = walk(page)
    assert stops and not wrong


def test_closing_stops_the_worker(opened, clothes):
    page = opened(SamplerLab(clothes, machine="LS", steps=2))
    close_lab(page)


def test_settings_travel_as_json(clothes):
    lab = SamplerLab(clothes, machine=MACHINES, windows="released")
    assert json.loads(json.dumps(lab.settings))["handles"][0] == 0.02
