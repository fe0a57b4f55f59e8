"""TuringLab: its jobs against the chapter's module, and in a browser against Python's, by mouse and by keyboard."""

import re

import pytest
import torch
from labs import (
    after,
    answering,
    apart,
    as_bytes,
    close,
    close_lab,
    drag,
    hears,
    keys,
    misfits,
    passed,
    quiet,
    run,
    state,
    told,
    violations,
    walk,
    worker,
)
from mosaics import turing
from mosaics.widgets import TuringLab
from mosaics.widgets.draws import normals
from mosaics.widgets.turing import MODELS, PRESETS, theory
from mosaics.widgets.turing import past as history

FIRST = {"model": "Schnakenberg", "values": {"a": 0.1, "b": 0.9, "Du": 1, "Dv": 20}, "steps": 30, "dx": 1,
         "boundary": "periodic", "stencil": "nine", "k_max": 1.2, "theory": True, "channel": 0}
ONE_OF_EACH = ["schnakenberg-labyrinth", "gierer-meinhardt-spots", "gray-scott-mitosis", "fitzhugh-nagumo-labyrinth",
               "barrio-varea-maini-stripes"]
SIDE = 32


def start(size=SIDE, seed=1):
    """The first preset's beginning, (1, 2, size, size) float32."""
    return turing.near_rest(turing.Schnakenberg(), noise(size, seed).double()).float()


def noise(size=SIDE, seed=1):
    return normals(seed, 2 * size * size).reshape(1, 2, size, size)


def answer(lab, params, *arrays):
    return lab.answers("evolve", params, *arrays)[-1]


# ---------------------------------------------------------------- the job
@pytest.mark.parametrize("stencil", ["five", "nine"])
@pytest.mark.parametrize("boundary", ["periodic", "no-flux"])
def test_a_job_is_the_chapters_simulation(stencil, boundary):
    said = answer(TuringLab(size=SIDE), FIRST | {"stencil": stencil, "boundary": boundary}, start())
    model = turing.Schnakenberg()
    wanted = turing.last(turing.simulate(model, start().double(), 30, stencil=stencil, boundary=boundary))
    assert torch.equal(said["fields"], wanted.fields) and said["tau"] == wanted.tau
    assert said["dt"] == 0.9 * turing.stable_dt(model, stencil=stencil)


def test_a_mask_holds_the_outside_still():
    mask = torch.zeros(SIDE, SIDE)
    mask[8:24, 8:24] = 1
    said = answer(TuringLab(size=SIDE), FIRST, start(), mask)
    wanted = turing.last(turing.simulate(turing.Schnakenberg(), start().double(), 30, stencil="nine", mask=mask > 0))
    assert torch.equal(said["fields"], wanted.fields)
    assert torch.equal(said["fields"][..., 0, :], start().double()[..., 0, :])


def test_theory_and_measure_are_the_chapters():
    said, model = answer(TuringLab(size=SIDE), FIRST, start()), turing.Schnakenberg()
    told_, mode = said["theory"], turing.fastest_mode(model)
    assert (told_["k"], told_["wavelength"], told_["growth"]) == mode and told_["rest"] == [1.0, 0.9]
    assert told_["band"] == turing.unstable_band(model) and told_["conditions"] == [True] * 4
    k = torch.linspace(0, 1.2, 120, dtype=torch.float64)
    assert told_["curve"] == turing.growth_rate(model, k).tolist()
    assert said["measured"] == float(turing.measured_wavelength(said["fields"][:, 0])[0])
    plain = answer(TuringLab(size=SIDE), {k: v for k, v in FIRST.items() if k not in ("theory", "channel")}, start())
    assert not {"theory", "measured"} & set(plain) and torch.equal(plain["fields"], said["fields"])


def test_no_instability_is_none_and_a_flat_field_has_no_wavelength():
    said = answer(TuringLab(size=SIDE), FIRST | {"steps": 0, "values": {"Dv": 1}}, torch.ones(1, 2, SIDE, SIDE))
    assert said["theory"]["band"] is said["theory"]["k"] is said["measured"] is None
    assert said["tau"] == 0 and not all(said["theory"]["conditions"])


@pytest.mark.parametrize("key", PRESETS)
def test_every_preset_starts_as_the_module_does(key):
    lab, p = TuringLab(preset=key, size=SIDE), PRESETS[key]
    said = answer(lab, lab.params(0), noise())
    model = turing.make(p["model"], **p["values"])
    given = noise().double()
    begun = turing.near_rest(model, given) if p["start"] == "near_rest" else turing.fed_patch(given)
    assert torch.equal(said["fields"], begun)


def test_a_long_job_speaks_on_its_way():
    said = TuringLab(size=SIDE).answers("evolve", FIRST | {"steps": 1200}, start())
    assert [(m["type"], m.get("step")) for m in said] == [("step", 500), ("step", 1000), ("done", None)]


def test_a_readers_edit_counts(monkeypatch):
    lab = TuringLab(size=SIDE)
    before = answer(lab, FIRST, start())["fields"]
    monkeypatch.setattr(turing.Schnakenberg, "reaction", lambda self, u, v: (1 + 0 * u, 0 * v))
    said = answer(lab, FIRST, start())
    rise = said["fields"].mean((0, 2, 3)) - start().double().mean((0, 2, 3))
    close(rise, [said["tau"], 0])
    assert not torch.equal(before, said["fields"])


def test_an_edit_that_breaks_is_reported(monkeypatch):
    monkeypatch.setattr(turing.Schnakenberg, "reaction", lambda self, u, v: 1 / 0)
    (message, _), = run(TuringLab(size=SIDE), "evolve", FIRST, start())
    assert message["type"] == "error" and message["message"].startswith("ZeroDivisionError")


@pytest.mark.parametrize(("change", "words"), [
    ({"model": "Brusselator"}, "Brusselator"), ({"model": None}, "None"), ({"values": {"c": 1}}, "a, b, Du, Dv"),
    ({"values": {"a": 9}}, "between 0 and 1"), ({"values": {"a": float("nan")}}, "got nan"), ({"values": 3}, "dict"),
    ({"steps": -1}, "at least 0"), ({"steps": 100_001}, "at most 100000"), ({"steps": 1.5}, "int"), ({"dx": 0}, "> 0"),
    ({"dx": "wide"}, "dx"), ({"stencil": "six"}, "five, nine"), ({"boundary": "open"}, "periodic, no-flux"),
    ({"start": "anywhere"}, "near_rest"), ({"start": "near_rest", "amplitude": -1}, "amplitude"),
    ({"channel": 2}, "at most 1"), ({"values": {"b": 3, "Du": 1e-3, "Dv": 1e-3}, "steps": 500}, "overflowed"),
])
def test_bad_parameters_are_told(change, words):
    field = start() * (500 if words == "overflowed" else 1)
    (message, _), = run(TuringLab(size=SIDE), "evolve", FIRST | change, field)
    assert message["type"] == "error" and words in message["message"]


def test_the_lowest_sliders_end_in_the_lab_s_own_words():
    """Schnakenberg runs away there: told as that, before a field goes out that float32, and so the lab, cannot take."""
    lowest = {key: low for key, (low, _, _) in MODELS["Schnakenberg"]["sliders"].items()}
    lab, params = TuringLab(size=SIDE), FIRST | {"values": lowest, "steps": 10}
    rough = torch.randn(1, 2, SIDE, SIDE, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    field = turing.near_rest(turing.make("Schnakenberg", **lowest), rough).float()
    with pytest.raises(ValueError, match=r"overflowed by step 10 of dt = .*grows without bound, or it needs"):
        for _ in range(1000):
            field = answer(lab, params, field)["fields"].float()
            assert field.isfinite().all()


@pytest.mark.parametrize(("buffers", "words"), [
    ([], "one or two"), ([b"\0" * 12], "12 bytes"), (as_bytes(start(), start()), "mask must hold"),
    (as_bytes(start() / 0), "finite"), (as_bytes(start(), torch.zeros(SIDE, SIDE)), "True point"),
])
def test_bad_fields_are_told(buffers, words):
    lab = TuringLab(size=SIDE)
    out = told(lab)
    apart(lab._receive, None, {"type": "run", "id": "a-1", "task": "evolve", "params": FIRST}, buffers)
    assert out[0][0]["type"] == "error" and words in out[0][0]["message"]


@pytest.mark.parametrize(("given", "words"), [
    ({"preset": "tiger"}, "schnakenberg-spots"), ({"seed": -1}, "-1"), ({"seed": 100_000}, "99999"),
    ({"size": 30}, "at least 32"), ({"size": 194}, "at most 192"), ({"size": 33}, "even, got 33"),
])
def test_bad_arguments_are_refused(given, words):
    with pytest.raises(ValueError, match=words):
        TuringLab(**given)


def test_the_window_on_the_growth_rates_shows_the_top_of_the_curve():
    for p in TuringLab().settings["presets"].values():
        k = torch.linspace(0, p["axis"]["k_max"], 500, dtype=torch.float64)
        top = float(turing.growth_rate(turing.make(p["model"], **p["values"]), k).max())
        assert p["axis"]["low"] < top < 0.8 * p["axis"]["high"] and p["axis"]["low"] < 0 < p["axis"]["high"]


def test_sliders_lie_within_the_models_and_hold_the_presets():
    for name, m in MODELS.items():
        ranges = turing.MODELS[name].ranges
        assert set(m["sliders"]) == set(ranges) and set(m["names"]) | {"Du", "Dv"} == set(ranges)
        assert all(ranges[k][1] <= low < high <= ranges[k][2] for k, (low, high, _) in m["sliders"].items())
    for p in PRESETS.values():
        assert all(s[0] <= p["values"][k] <= s[1] for k, s in MODELS[p["model"]]["sliders"].items())


@pytest.mark.parametrize("key", PRESETS)
def test_every_preset_makes_a_pattern(key):
    lab = TuringLab(preset=key, size=64)
    said = answer(lab, lab.params(PRESETS[key]["ripe"]), noise(64))
    channel = said["fields"][0, MODELS[PRESETS[key]["model"]]["channel"]]
    assert float(channel.max() - channel.min()) > MODELS[PRESETS[key]["model"]]["span"] and said["measured"]
    if wave := said["theory"]["wavelength"]:
        assert 0.75 < said["measured"] / wave < 1.3


def test_poster_has_words_and_is_quick():
    image, alt = TuringLab()._poster()
    assert image.startswith(b"\x89PNG") and 10_000 < len(image) < 250_000 and "12.9" in alt and len(alt) > 60
    image, alt = TuringLab(preset="gray-scott-coral", size=48)._poster()
    assert image.startswith(b"\x89PNG") and "no Turing instability" in alt


def test_nothing_is_fetched():
    lab = TuringLab()
    assert set(re.findall(r"https?://[^\s\"'`)]+", lab._esm + lab._css)) <= {"http://www.w3.org/2000/svg"}
    assert not re.search(r"^\s*import\b|\bimport\(|fetch\(|XMLHttpRequest|@import", lab._esm + lab._css, re.M)


# ---------------------------------------------------------------- a dish's past
DONE = "0:Dv=30/40:Dv=12/40:dab=9,9,3,paint,31,0/90:clear/120:noise/150:dab=20,20,5,erase"


def test_a_past_is_gone_through_by_plain_calls_of_the_chapters_module():
    """What a link means, written out: turn, paint, clear, add noise, each at its step."""
    model = lambda Dv: turing.Schnakenberg(Dv=Dv)  # noqa: E731
    draw = normals(1, 6 * SIDE * SIDE).double().reshape(3, 1, 2, SIDE, SIDE)
    go = lambda Dv, x, steps: turing.last(turing.simulate(model(Dv), x, steps, stencil="nine")).fields  # noqa: E731
    x = go(30, turing.near_rest(model(30), draw[0]), 40)
    state_of = lambda u: torch.tensor([u, 0.9], dtype=torch.float64)[:, None, None]  # noqa: E731
    rows, columns = torch.meshgrid(torch.arange(SIDE), torch.arange(SIDE), indexing="ij")
    far = lambda a, b: ((a - b + SIDE // 2) % SIDE - SIDE // 2) ** 2  # noqa: E731
    inside = (far(rows, 9) + far(columns, 9) <= 9) | (far(rows, 0) + far(columns, 31) <= 9)
    x = go(12, torch.where(inside, state_of(3.0), x), 50)
    x = go(12, turing.near_rest(model(12), draw[1]), 30)
    x = go(12, x + 0.01 * draw[2], 30)
    hole = far(rows, 20) + far(columns, 20) <= 25
    x = go(12, torch.where(hole, state_of(1.0), x), 50)
    assert torch.equal(history.field("schnakenberg-spots", 200, DONE, size=SIDE, Dv=12), x)


@pytest.mark.parametrize(("key", "past"), [
    ("schnakenberg-spots", DONE), ("gray-scott-coral", "30:F=0.05/60:dab=3,4,5,paint/80:clear/90:dab=16,16,4,erase"),
])
def test_the_job_goes_through_a_past_as_the_function_does(key, past):
    lab, marks = TuringLab(preset=key, size=SIDE), history.parse(past)
    drawn = normals(1, 2 * SIDE * SIDE * history.draws(marks))
    said = lab.answers("evolve", lab.params(200) | {"past": past}, drawn)[-1]
    last = {mark.name: mark.value for mark in marks if isinstance(mark.value, float)}
    assert torch.equal(said["fields"], history.field(key, 200, past, size=SIDE, **last))
    assert said["theory"]["rest"] == list(turing.make(PRESETS[key]["model"], **PRESETS[key]["values"] | last)
                                          .homogeneous())


@pytest.mark.parametrize(("past", "words"), [
    ("400", "400:Dv=7"), ("5:Dv=x", "got '5:Dv=x'"), ("5:dab=1,2,3,scrape", "got '5:dab"), ("5:clear=1", "clear=1"),
    ("5:mu=1", "a, b, Du, Dv"), ("201:clear", "within the 200 steps"), ("9:clear/5:clear", "in the order"),
    ("5:dab=32,1,3,paint", "32 x 32"), ("5:dab=3,1,25,paint", "radius at most 24"), ("5:Dv=99", "from 5 to 60, got 99"),
    ("5:Dv=1e999", "got inf"), ("/".join(f"{i}:clear" for i in range(61)), "at most 60"), (3, "text"),
    ("\u0663:clear", "like"),
])
def test_a_past_that_cannot_be_is_told(past, words):
    lab = TuringLab(size=SIDE)
    (message, _), = run(lab, "evolve", lab.params(200) | {"past": past}, noise())
    assert message["type"] == "error" and words in message["message"]


def test_past_is_a_setting():
    setting = TuringLab.controls["past"]
    assert [setting.read(text) for text in ("", DONE, "long")] == ["", DONE, "long"]
    assert "400:Dv=7" in str(setting)
    with pytest.raises(ValueError, match="400:Dv=7"):
        setting.read("short")


@pytest.mark.parametrize("key", ["schnakenberg-spots", "gray-scott-coral", "gray-scott-turing"])
def test_theory_is_of_the_state_in_question(key):
    lab = TuringLab(preset=key, size=SIDE)
    said = answer(lab, lab.params(0), noise())["theory"]
    model = turing.make(PRESETS[key]["model"], **PRESETS[key]["values"])
    assert said["rest"] == list(model.homogeneous())
    if PRESETS[key]["start"] == "near_rest":
        return
    assert said["at"] == [1, 0] != said["rest"]
    k = torch.linspace(0, PRESETS[key]["dx"] and lab.settings["presets"][key]["axis"]["k_max"], 120).double()
    decay = torch.maximum(-model.F - model.Du * k**2, -model.F - model.k - model.Dv * k**2)
    torch.testing.assert_close(torch.tensor(said["curve"]).double(), decay)
    assert said["conditions"][:2] == [True, True] and said["fits"] == -model.F


@pytest.mark.parametrize("boundary", ["periodic", "no-flux"])
def test_fits_is_the_largest_growth_of_a_wave_that_the_dish_holds(boundary):
    """Against the matrix of the grid itself: near the onset a band may lie between two waves."""
    n, model = 6, turing.Schnakenberg(Dv=8.7)
    eye = torch.eye(n * n, dtype=torch.float64).reshape(n * n, 1, n, n)
    spread = turing.laplacian(eye, 1.9, boundary, "nine").reshape(n * n, n * n)
    grown = torch.kron(turing.rest_jacobian(model), torch.eye(n * n).double())
    grown += torch.block_diag(model.Du * spread, model.Dv * spread)
    said = theory(model, {"k_max": 1, "dx": 1.9, "stencil": "nine", "boundary": boundary}, n)
    assert abs(said["fits"] - float(torch.linalg.eigvals(grown).real.max())) < 1e-9
    assert said["band"] and (said["fits"] < 0) == (boundary == "periodic")


# ---------------------------------------------------------------- the page against Python
def python(lab, got):
    """Python's answer to the job that the page's state tells of."""
    return lab.answers("evolve", got["params"], got["before"])[-1]


def check(lab, got):
    """Fields, time, theory and measure of the page's last job against Python's; the largest difference of a field."""
    said = python(lab, got)
    assert abs(got["tau"] - said["tau"]) < 1e-9 * said["tau"] or got["steps"] != got["params"]["steps"]
    for key, wanted in said["theory"].items():
        if wanted is None:
            assert got["theory"][key] is None
        else:
            here, there = (torch.tensor(x, dtype=torch.float64) for x in (got["theory"][key], wanted))
            assert torch.allclose(here, there, rtol=1e-9, atol=1e-12)
    if got["measured"] is not None:
        assert abs(got["measured"] / said["measured"] - 1) < 1e-3
    return close(got["fields"], said["fields"])


def far(page):
    """Press the long button and wait for its answer."""
    return after(page, lambda: page.get_by_role("button", name="Run 1,000 steps").click())


def dab(page, x, y):
    """Click at a point of the grid."""
    stage = page.locator(".turing-stage").bounding_box()
    size = page.evaluate("document.querySelector('.turing-stage canvas').width")
    page.mouse.click(stage["x"] + (x + 0.5) * stage["width"] / size, stage["y"] + (y + 0.5) * stage["height"] / size)


@pytest.mark.parametrize("key", ONE_OF_EACH)
def test_the_page_agrees_with_python(opened, key):
    lab = TuringLab(preset=key, size=64)
    page = opened(lab)
    got = state(page)
    assert got["params"]["steps"] == PRESETS[key]["ripe"] and torch.equal(got["before"], noise(64).flatten())
    worst = check(lab, got)
    fields = python(lab, got)["fields"].float()
    for _ in range(3):
        got = far(page)
        worst = max(worst, check(lab, got))
        fields = lab.answers("evolve", got["params"], fields)[-1]["fields"].float()
    print(f"{key}: one message {worst:.1e}, all messages {close(got['fields'], fields):.1e}")


@pytest.mark.parametrize(("boundary", "stencil"), [("no-flux", "five"), ("no-flux", "nine"), ("periodic", "five")])
def test_the_page_knows_the_other_grids(opened, boundary, stencil):
    lab = TuringLab(size=SIDE)
    got = state(opened(lab, boundary=boundary, stencil=stencil))
    assert got["params"]["boundary"] == boundary and got["params"]["stencil"] == stencil
    check(lab, got)


def test_the_pages_worker_knows_masks(opened):
    lab, mask = TuringLab(size=SIDE), torch.zeros(SIDE, SIDE)
    mask[5:20, 8:30] = 1
    page = opened(lab)
    got = page.evaluate("""([source, params, fields, mask]) => new Promise((go) => {
        const worker = new Worker(URL.createObjectURL(new Blob([source])));
        worker.onmessage = ({ data }) => go(data.message ?? Array.from(data.buffers[0]));
        worker.postMessage({ type: "run", id: "a", task: "evolve", params,
          buffers: [Float32Array.from(fields), Float32Array.from(mask)] }); })""",
                        [worker(lab._esm), FIRST, start().flatten().tolist(), mask.flatten().tolist()])
    close(got, answer(lab, FIRST, start(), mask)["fields"])


# ---------------------------------------------------------------- paint and erase
def centre(got, x, y, size):
    fields = got["fields"].reshape(2, size, size)
    return fields[:, y, x]


def test_paint_and_erase_by_mouse(opened):
    page = opened(TuringLab(size=64))
    before = state(page)
    got = after(page, lambda: dab(page, 20, 30))
    assert got["params"]["steps"] == 0 and got["steps"] == before["steps"]
    close(centre(got, 20, 30, 64), [3.0, 0.9])
    changed = (got["fields"] != before["fields"]).reshape(2, 64, 64).any(0)
    radius = int(page.locator("[name=radius]").input_value()) + 1
    assert changed[30, 20 - radius : 21 + radius].all() and not changed[30, 21 + radius :].any()
    page.get_by_label("Erase").check()
    got = after(page, lambda: dab(page, 20, 30))
    close(centre(got, 20, 30, 64), [1.0, 0.9])
    assert far(page)["fields"].isfinite().all()


def test_a_stroke_runs_over_the_edge(opened):
    page = opened(TuringLab(size=64, preset="gray-scott-mitosis"))
    stage = page.locator(".turing-stage").bounding_box()
    page.mouse.move(stage["x"] + stage["width"] * 0.5, stage["y"] + 3)
    page.mouse.down()
    page.mouse.move(stage["x"] + stage["width"] * 0.8, stage["y"] + 3, steps=3)
    got = after(page, page.mouse.up)
    for x in (32, 40, 50):
        close(centre(got, x, 0, 64), [0.5, 0.25])
        close(centre(got, x, 63, 64), [0.5, 0.25])


def test_a_finger_that_scrolls_paints_nothing(opened):
    page = opened(TuringLab(size=64))
    touch = """(kinds) => { const stage = document.querySelector(".turing-stage"), box = stage.getBoundingClientRect();
        const at = { clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 };
        const finger = { ...at, pointerId: 1, pointerType: "touch", bubbles: true };
        for (const kind of kinds) stage.dispatchEvent(new PointerEvent(kind, finger)); }"""
    before = state(page)
    page.evaluate(touch, ["pointerdown", "pointercancel"])
    quiet(page)
    assert torch.equal(state(page)["fields"], before["fields"])
    got = after(page, lambda: page.evaluate(touch, ["pointerdown", "pointerup"]))
    close(centre(got, 32, 32, 64), [3.0, 0.9])


FINGER = """(way) => { const stage = document.querySelector(".turing-stage"), box = stage.getBoundingClientRect();
    const send = (kind, [dx, dy]) => stage.dispatchEvent(new PointerEvent(kind, {
        clientX: box.left + box.width / 2 + dx, clientY: box.top + box.height / 2 + dy,
        pointerId: 1, pointerType: "touch", bubbles: true }));
    send("pointerdown", [0, 0]);
    for (const at of way) send("pointermove", at);
    send("pointercancel", [0, 0]); }"""


def test_a_finger_paints_sideways_and_not_on_its_way_up_or_down(opened):
    """A browser sends a move or two before it takes the finger to scroll the page."""
    page = opened(TuringLab(size=64))
    before = state(page)
    page.evaluate(FINGER, [[1, 9], [2, 18]])
    quiet(page)
    assert torch.equal(state(page)["fields"], before["fields"])
    got = after(page, lambda: page.evaluate(FINGER, [[9, 2], [18, 3]]))
    close(centre(got, 32, 32, 64), [3.0, 0.9])


def test_an_empty_dish_looks_empty(opened):
    """Its noise lies at the low end of the scale: the colour of paper, not that between paper and pattern."""
    page = opened(TuringLab(size=64, preset="gray-scott-mitosis"))
    after(page, lambda: page.get_by_role("button", name="Clear").click())
    assert float(state(page)["fields"].reshape(2, 64, 64)[1].abs().max()) < 0.05
    levels = page.evaluate("""() => { const c = document.querySelector(".turing-stage canvas");
        return Array.from(c.getContext("2d").getImageData(0, 0, c.width, c.height).data); }""")
    assert min(levels[::4]) > 215


def test_strokes_of_a_running_field_are_kept(opened):
    page = opened(TuringLab(size=64, preset="gray-scott-mitosis"), motion="no-preference")
    page.locator("[name=speed]").press("Home")  # a step a frame: the spots stand, however late the next words come
    page.wait_for_function(f"{FRAMES} > 3")
    at = page.evaluate("document.querySelector('.turing-stage').getBoundingClientRect().toJSON()")
    for x in (0.1, 0.9):
        page.mouse.click(at["x"] + at["width"] * x, at["y"] + at["height"] * 0.1)
    page.get_by_role("button", name="Pause").click()
    page.wait_for_function("!('busy' in document.querySelector('.mosaic-lab').dataset)")
    v = state(page)["fields"].reshape(2, 64, 64)[1]
    assert v[6, 6] > 0.05 and v[6, 57] > 0.05 and v[20, 32] < 0.4


def test_paint_and_erase_by_keyboard(opened):
    page = opened(TuringLab(size=64))
    page.locator(".turing-stage").focus()
    assert page.locator(".turing-ring").evaluate("e => getComputedStyle(e).opacity") == "1"
    for name in ("Shift+ArrowRight", "ArrowRight", "Shift+ArrowUp", "ArrowDown", "ArrowLeft"):
        page.keyboard.press(name)
    got = after(page, lambda: page.keyboard.press("Space"))
    close(centre(got, 40, 26, 64), [3.0, 0.9])
    page.keyboard.press("e")
    assert page.locator("[value=erase]").is_checked() and page.evaluate("scrollY") == 0
    got = after(page, lambda: page.keyboard.press("Enter"))
    close(centre(got, 40, 26, 64), [1.0, 0.9])
    hears(page, "Erased at column 40, row 26")
    page.keyboard.press("E")
    assert page.locator("[value=paint]").is_checked()


# ---------------------------------------------------------------- presets, sliders, theory
def test_models_and_presets_are_chosen(opened):
    lab = TuringLab(size=64)
    page = opened(lab)
    got = after(page, lambda: page.locator("[name=model]").select_option("GrayScott"))
    assert got["params"]["model"] == "GrayScott" and got["params"]["values"] == PRESETS["gray-scott-mitosis"]["values"]
    assert page.locator("[name=F]").is_visible() and page.locator("[name=a]").count() == 0
    got = after(page, lambda: page.locator("[name=preset]").select_option("gray-scott-turing"))
    assert got["params"]["start"] == "near_rest" and got["params"]["values"]["F"] == 0.06
    check(lab, got)
    assert len(page.locator("[name=preset] option").all()) == 4


def test_start_again_draws_from_the_seed(opened):
    page = opened(TuringLab(size=64))
    got = after(page, lambda: page.get_by_role("button", name="Start again").click())
    assert got["steps"] == 0 and torch.allclose(got["fields"], start(64).flatten(), atol=1e-6)
    page.locator("[name=seed]").fill("7")
    got = after(page, lambda: page.keyboard.press("Tab"))
    assert got["seed"] == 7 and torch.allclose(got["fields"], start(64, 7).flatten(), atol=1e-6)


def test_a_slider_moves_the_curve_and_the_fastest_wave(opened):
    lab = TuringLab(size=64)
    page = opened(lab)
    before, mark = state(page), page.locator(".lab-mark").get_attribute("d")
    after(page, lambda: keys(page, "[name=Dv]", *["ArrowRight"] * 5))
    quiet(page)
    got, mode = state(page), turing.fastest_mode(turing.Schnakenberg(Dv=25))
    assert got["params"]["values"]["Dv"] == 25 and abs(got["theory"]["k"] - mode.k) < 1e-9
    assert before["theory"]["k"] > mode.k and got["theory"]["curve"] != before["theory"]["curve"]
    assert page.locator(".lab-mark").get_attribute("d") != mark
    assert torch.equal(got["fields"], before["fields"]) and check(lab, got) < 1e-6
    assert f"predicted {mode.wavelength:.3g}" in page.locator(".turing-caption").inner_text()
    assert f"λ = {mode.wavelength:.3g}" in page.locator(".turing-ruler").inner_text()
    hears(page, f"{mode.wavelength:.3g} fastest")
    after(page, lambda: drag(page, "[name=b]", 0.3, 0.6))
    assert page.locator("[name=b]").input_value() != "10"


def test_the_ruler_is_as_long_as_a_wave(opened):
    lab = TuringLab(size=64)
    page = opened(lab)
    ruler, stage = (page.locator(f".turing-{part}").bounding_box()["width"] for part in ("ruler i", "stage"))
    assert abs(ruler / stage - state(page)["theory"]["wavelength"] / 64) < 0.002


@pytest.mark.parametrize(("preset", "slider", "key", "words"), [
    ("schnakenberg-spots", "Dv", "Home", "No Turing instability: the uniform state is stable at every wavelength."),
    ("gierer-meinhardt-spots", "mu", "Home", "Unstable without diffusion"),
    ("gray-scott-mitosis", "Du", "End", "Patterns need a push: they grow from the painted spot."),
])
def test_without_an_instability_it_says_so(opened, preset, slider, key, words):
    page = opened(TuringLab(preset=preset, size=64))
    got = after(page, lambda: keys(page, f"[name={slider}]", key))
    assert got["theory"]["k"] is None and words in page.locator(".turing-verdict").inner_text()
    assert page.locator(".lab-mark").count() == 0 and "✗ no" in page.locator(".turing-conditions").inner_text()
    assert "predicted none" in page.locator(".turing-caption").inner_text()


# ---------------------------------------------------------------- time
FRAMES = "document.querySelector('.mosaic-lab').labState().frames"


def stands(page):
    """Wait until the loop has come to its end, then let time for many rounds of it pass; the frames painted so far."""
    quiet(page)
    stood = page.evaluate(FRAMES)
    passed(page, 500)
    quiet(page)
    assert page.evaluate(FRAMES) == stood
    return stood


def test_it_runs_pauses_and_rests_out_of_sight(opened):
    page = opened(TuringLab(), motion="no-preference")
    page.wait_for_function(f"{FRAMES} > 30")
    got = state(page)
    assert got["steps"] >= 24 * 29 and got["playing"]
    page.get_by_role("button", name="Pause").click()
    stood = stands(page)
    page.get_by_role("button", name="Play").click()
    page.wait_for_function(f"{FRAMES} > {stood + 2}")
    page.evaluate("document.querySelector('.mosaic-lab').style.marginTop = '4000px'")
    stood = stands(page)
    page.evaluate("document.querySelector('.mosaic-lab').style.marginTop = ''")
    page.wait_for_function(f"{FRAMES} > {stood + 2}")


def test_a_hidden_tab_computes_nothing(opened):
    page = opened(TuringLab(size=64), motion="no-preference")
    page.evaluate("""() => { Object.defineProperty(document, "hidden", { get: () => window.away, configurable: true });
        window.away = true; document.dispatchEvent(new Event("visibilitychange")); }""")
    stands(page)
    steps = state(page)["steps"]
    page.evaluate("() => { window.away = false; document.dispatchEvent(new Event('visibilitychange')); }")
    page.wait_for_function("s => document.querySelector('.mosaic-lab').labState().steps > s", arg=steps)


def test_reduced_motion_shows_a_pattern_and_stands_still(opened):
    page = opened(TuringLab(size=64), motion="reduce")
    got = state(page)
    assert got["steps"] == PRESETS["schnakenberg-spots"]["ripe"] and not got["playing"]
    u = got["fields"].reshape(2, 64, 64)[0]
    assert u.max() - u.min() > 1.5
    stands(page)
    assert state(page)["steps"] == got["steps"] and page.get_by_role("button", name="Play").is_visible()
    assert far(page)["steps"] == got["steps"] + 1000


def test_a_settled_field_rests_and_a_stroke_wakes_it(opened):
    page = opened(TuringLab(size=32), motion="no-preference")
    page.locator("[name=Dv]").focus()
    page.keyboard.press("Home")
    page.locator("[name=speed]").press("End")
    page.wait_for_function("document.querySelector('.mosaic-lab').labState().resting")
    hears(page, "settled")
    stands(page)
    steps = state(page)["steps"]
    dab(page, 10, 10)
    page.wait_for_function("s => document.querySelector('.mosaic-lab').labState().steps > s", arg=steps)


# ---------------------------------------------------------------- what must not rest, and what must not be said
STATE = "document.querySelector('.mosaic-lab').labState()"
GET = "document.querySelector('.mosaic-lab').lab.get()"
SET = "values => document.querySelector('.mosaic-lab').lab.set(values, 'stay')"
STATUS = ".lab-status"


def settled_flat(page):
    """A dish that has come to rest at the lowest Dv."""
    page.locator("[name=speed]").press("End")
    page.locator("[name=Dv]").press("Home")
    page.wait_for_function(f"{STATE}.resting")
    hears(page, "settled")


def test_a_dish_that_has_settled_does_not_stay_blank_once_its_state_is_unstable(opened):
    page = opened(TuringLab(size=32), motion="no-preference")
    settled_flat(page)
    assert "at rest" in page.locator(".turing-caption").inner_text()
    page.evaluate("document.querySelector('.mosaic-lab').lab.set({ Dv: 20 })")
    page.wait_for_function(f"{STATE}.measured > 8")
    assert "noise" in page.evaluate(f"{STATE}.past")
    page.get_by_role("button", name="Pause").click()
    quiet(page)
    told_ = page.evaluate(GET)
    again = history.field("schnakenberg-spots", told_["t"], told_["past"], size=32, Dv=20)
    close(state(page)["fields"], again)


def test_a_paused_dish_that_is_stuck_gets_its_noise_before_its_steps(opened):
    page = opened(TuringLab(size=32))
    after(page, lambda: page.evaluate("document.querySelector('.mosaic-lab').lab.set({ Dv: 5 })"))
    for _ in range(4):
        far(page)
    assert page.evaluate(f"{STATE}.past") == "4000:Dv=5"
    after(page, lambda: page.evaluate("document.querySelector('.mosaic-lab').lab.set({ Dv: 20 })"))
    quiet(page)
    got = state(page)
    assert got["past"] == "4000:Dv=5/9000:Dv=20/9000:noise" and got["steps"] == 10000
    assert far(page)["fields"].reshape(2, -1)[0].std() > 0.1


def test_start_again_leaves_no_old_news(opened):
    page = opened(TuringLab(size=32), motion="no-preference")
    settled_flat(page)
    page.get_by_role("button", name="Start again").click()
    assert "settled" not in page.locator(STATUS).inner_text()
    hears(page, "Started anew from seed 1")
    assert "at rest" not in page.locator(".turing-caption").inner_text()


def test_what_a_wait_has_said_goes_with_the_answer(opened):
    page = opened(TuringLab(size=32))
    passed(page, 900)
    said = page.evaluate("""() => { const { lab } = document.querySelector(".mosaic-lab");
        lab.advance(1000); lab.slow(); return lab.status.textContent; }""")
    assert "Still computing" in said
    quiet(page)
    assert "Still computing" not in page.locator(STATUS).inner_text()


def test_clear_goes_back_to_rest_and_counts_on(opened):
    page = opened(TuringLab(size=32))
    before = state(page)
    got = after(page, lambda: page.get_by_role("button", name="Clear").click())
    wanted = turing.near_rest(turing.Schnakenberg(), normals(1, 4 * SIDE**2)[2 * SIDE**2:].reshape(1, 2, SIDE, SIDE))
    assert close(got["fields"], wanted) < 1e-6 and got["steps"] == before["steps"] == 4000
    hears(page, "Cleared after 4,000 steps: even, with a little noise. The steps are counted on.")
    assert far(page)["steps"] == 5000 and page.evaluate(GET)["past"] == "4000:clear"


def test_clear_empties_a_dish_that_was_fed(opened):
    page = opened(TuringLab(preset="gray-scott-coral", size=64))
    got = after(page, lambda: page.get_by_role("button", name="Clear").click())
    u, v = got["fields"].reshape(2, -1)
    assert abs(float(u.mean()) - 1) < 1e-3 and not v.any()
    assert "the dish is in it" in page.locator(".turing-about").inner_text()
    hears(page, "The steps are counted on.")
    for _ in range(2):
        got = far(page)
    assert not got["fields"].reshape(2, -1)[1].any() and got["past"] == "5000:clear"  # stable: it stays empty


def test_a_held_key_adds_no_more_steps_than_can_be_done(opened):
    page = opened(TuringLab(size=32))
    page.get_by_role("button", name="Run 1,000 steps").focus()
    got = after(page, lambda: page.evaluate("for (let i = 0; i < 150; i++) document.activeElement.click()"))
    hears(page, "20,000 steps wait: no more are added.")
    quiet(page)
    got = state(page)
    assert got["steps"] == 24000 and page.locator(".mosaic-lab[data-error]").count() == 0


def test_steps_of_the_loop_do_not_count_as_steps_that_were_asked_for(opened):
    page = opened(TuringLab(size=32), motion="no-preference")
    page.wait_for_function(f"{FRAMES} > 3")
    got = page.evaluate("""() => new Promise((go) => { const lab = document.querySelector(".mosaic-lab").lab;
        const took = lab.took.bind(lab), run = lab.run.bind(lab), seen = [];
        lab.run = (...job) => { run(...job); if (!lab.asks) lab.advance(lab.asks = 1000); };
        lab.took = (job, m) => { took(job, m); if (lab.asks) seen.push([job.params.steps, lab.todo]);
          if (seen.length === 2) go(seen); }; })""")
    assert got == [[24, 1000], [1000, 0]]


def test_nothing_is_measured_before_there_is_a_pattern(opened):
    for preset in ("schnakenberg-spots", "gray-scott-mitosis"):
        page = opened(TuringLab(preset=preset, size=64))
        assert re.search(r"measured \d", page.locator(".turing-caption").inner_text())
        got = after(page, lambda page=page: page.get_by_role("button", name="Start again").click())
        assert got["measured"] is None and "measured –" in page.locator(".turing-caption").inner_text()
        assert "measured –" in page.locator(".turing-stage canvas").get_attribute("aria-label")
        assert "measured" not in page.locator(".turing-ruler").inner_text()


def test_the_verdict_speaks_of_the_state_that_the_dish_is_in(opened):
    """A dish of the one Gray-Scott state is wiped to the other: the curve is then of that."""
    page = opened(TuringLab(preset="gray-scott-turing", size=64))
    assert "Turing instability" in page.locator(".turing-verdict").inner_text()
    assert "uniform state u = 0.456, v = 0.268; the dish has left it" in page.locator(".turing-about").inner_text()
    page.locator("[value=erase]").check()
    page.evaluate("""() => { const { brush } = document.querySelector(".mosaic-lab").lab;
        for (let y = 0; y < 64; y += 2) for (let x = 0; x < 64; x += 2) brush.on.touch(x, y); }""")
    after(page, lambda: page.evaluate("document.querySelector('.mosaic-lab').lab.tune()"))
    quiet(page)
    assert "the empty state is stable" in page.locator(".turing-verdict").inner_text()
    assert "empty state u = 1, v = 0; the dish is in it" in page.locator(".turing-about").inner_text()
    assert page.evaluate(GET)["past"] == "long"
    assert "too often for a link" in page.locator(".turing-caption").inner_text()


def test_the_menu_says_that_a_long_past_is_in_no_link(opened):
    """It said "Link copied." and, with a dish in view, that there was no picture yet."""
    page = opened(TuringLab(size=32))
    page.locator(".lab-keep summary").click()
    press = lambda name: page.get_by_role("button", name=name).click()  # noqa: E731
    press("Copy Python")
    page.locator(".lab-keep textarea").wait_for()
    page.evaluate("""() => { const { brush } = document.querySelector(".mosaic-lab").lab;
        for (let y = 0; y < 32; y++) for (let x = 0; x < 32; x++) brush.on.touch(x, y); }""")
    after(page, lambda: page.evaluate("document.querySelector('.mosaic-lab').lab.tune()"))
    quiet(page)
    press("Copy link")
    hears(page, "(the dish is not in it: it was changed too often)")
    press("Copy Python")
    hears(page, "Python cannot repeat this dish: it was changed too often.")
    assert not page.locator(".lab-keep textarea").is_visible()
    page.evaluate("Object.assign(document.querySelector('.mosaic-lab').lab.dish, { count: 100001 })")
    press("Copy Python")
    hears(page, "Python cannot repeat this dish: it has gone more than 100,000 steps.")


@pytest.mark.parametrize("key", PRESETS)
def test_the_curve_is_drawn_in_one_piece(opened, key):
    page = opened(TuringLab(preset=key, size=32))
    (line,) = page.eval_on_selector_all(".turing-growth .lab-line", "all => all.map((e) => e.getAttribute('d'))")
    assert line.count("M") == 1 and line.count("L") > 25


# ---------------------------------------------------------------- a link's steps and past
def put(page, values):
    assert page.evaluate(SET, values) == []
    quiet(page)
    return state(page)


def test_t_is_exactly_so_many_steps_from_the_start(opened):
    page = opened(TuringLab(size=32), motion="no-preference")
    got = put(page, {"preset": "gierer-meinhardt-spots", "seed": 5, "Dv": 40, "t": 777})
    assert got["steps"] == 777 and not got["playing"]
    assert page.get_by_role("button", name="Play").is_visible()
    close(got["fields"], history.field("gierer-meinhardt-spots", 777, seed=5, size=32, Dv=40))
    stands(page)
    assert page.evaluate(GET)["t"] == 777
    assert page.evaluate(SET, {"t": -1}) == ["t"] and page.evaluate(SET, {"t": 100_001}) == ["t"]
    quiet(page)
    assert state(page)["steps"] == 777


@pytest.mark.parametrize(("key", "turn"), [("schnakenberg-spots", {"Dv": 12}), ("gray-scott-coral", {"F": 0.05})])
def test_what_was_done_to_a_dish_is_done_again_by_page_and_python(opened, key, turn):
    page = opened(TuringLab(preset=key, size=64))
    after(page, lambda: page.get_by_role("button", name="Start again").click())
    far(page)
    after(page, lambda: dab(page, 20, 30))
    far(page)
    after(page, lambda: page.evaluate("values => document.querySelector('.mosaic-lab').lab.set(values)", turn))
    after(page, lambda: page.get_by_role("button", name="Clear").click())
    after(page, lambda: dab(page, 50, 63))
    far(page)
    got, told_ = state(page), page.evaluate(GET)
    (name, value), = turn.items()
    assert told_["t"] == 4000
    assert told_["past"] == f"1000:dab=20,30,3,paint/2000:{name}={value}/3000:clear/3000:dab=50,63,3,paint"
    ours = history.field(key, told_["t"], told_["past"], size=64, **turn)
    close(got["fields"], ours)
    other = opened(TuringLab(size=64))
    again = put(other, told_)
    assert close(again["fields"], got["fields"]) <= 1e-3 and other.evaluate(GET) == told_
    close(again["fields"], ours)
    check(TuringLab(preset=key, size=64), again | {"theory": {}} | {"theory": again["theory"]})
    assert far(other)["steps"] == 5000 and other.evaluate(GET)["past"] == told_["past"]


def test_a_running_dish_can_be_told_too(opened):
    """A drag of a slider and a stroke while the dish runs: as it stands when it is paused, so it comes back."""
    page = opened(TuringLab(size=64), motion="no-preference")
    page.wait_for_function(f"{FRAMES} > 5")
    drag(page, "[name=Dv]", 0.3, 0.6)
    stage = page.locator(".turing-stage")
    stage.scroll_into_view_if_needed()
    box = stage.bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 140, box["y"] + 90, steps=12)
    held = page.evaluate(f"{STATE}.steps")
    passed(page, 300)
    assert page.evaluate(f"{STATE}.steps") - held <= 24  # it holds still under the brush
    page.mouse.up()
    page.wait_for_function("s => " + STATE + ".steps > s + 500", arg=held)
    page.get_by_role("button", name="Pause").click()
    quiet(page)
    got, told_ = state(page), page.evaluate(GET)
    assert told_["past"].count("dab") == 1 and told_["past"].count("Dv") >= 1
    close(got["fields"], history.field("schnakenberg-spots", told_["t"], told_["past"], size=64, Dv=told_["Dv"]))


@pytest.mark.parametrize(("values", "words"), [
    ({"t": 10, "past": "20:clear"}, "past must end within the 10 steps of the run, got a mark at 20: it starts anew."),
    ({"past": "long"}, "This dish was changed too often for a link to repeat it: it starts anew."),
    ({"t": 10, "past": "5:mu=1"}, "a, b, Du, Dv, got mu: it starts anew."),
])
def test_a_link_that_cannot_be_followed_says_so_and_starts_anew(opened, values, words):
    page = opened(TuringLab(size=32))
    page.evaluate(SET, values)
    hears(page, words)
    quiet(page)
    assert state(page)["steps"] == 4000 and page.evaluate(GET)["past"] == ""


def test_a_long_way_can_be_given_up(opened):
    page = opened(TuringLab())
    page.evaluate(SET, {"t": 100_000})
    page.wait_for_function("document.querySelector('.turing-caption').textContent.includes('of 100,000 steps')")
    page.locator("[name=Dv]").press("Escape")
    page.wait_for_function("!('busy' in document.querySelector('.mosaic-lab').dataset)")
    quiet(page)
    assert state(page)["steps"] == 0
    page.evaluate(SET, {"t": 100_000})
    page.get_by_role("button", name="Start again").click()
    hears(page, "Started anew from seed 1")
    quiet(page)
    assert state(page)["steps"] == 0 and page.evaluate(GET)["t"] == 0


# ---------------------------------------------------------------- what a control changes is in view beside it
IN_VIEW = """(name) => { const control = document.querySelector(`[name=${name}]`);
    control.scrollIntoView({ block: "center" });
    const box = (e) => e.getBoundingClientRect(), dish = box(document.querySelector(".turing-stage"));
    const shown = Math.min(innerHeight, dish.bottom) - Math.max(0, dish.top);
    const { left, right, top, bottom } = box(control);
    const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2) === control;
    return [shown / dish.height, over, left >= dish.right]; }"""


@pytest.mark.parametrize("width", [390, 762])
@pytest.mark.parametrize("preset", ["schnakenberg-spots", "barrio-varea-maini-stripes"])
def test_the_dish_is_in_view_when_a_parameter_is_turned(opened, width, preset):
    page = opened(TuringLab(preset=preset), width=width)
    page.set_viewport_size({"width": width, "height": 844})
    for name in PRESETS[preset]["values"]:
        shown, over, beside = page.evaluate(IN_VIEW, name)
        assert shown > 0.95 and over and beside == (width > 700), name


# ---------------------------------------------------------------- two engines
KERNEL = "document.querySelector('.mosaic-lab').labState()?.engine === 'kernel'"


def test_the_kernel_is_taken_when_it_answers_and_can_be_left(opened):
    lab = TuringLab(size=64)
    page = opened(lab, kernel=answering(lab), first='[data-engine="kernel"][data-done]')
    page.wait_for_function(KERNEL)
    page.wait_for_function("!('busy' in document.querySelector('.mosaic-lab').dataset)")
    got = far(page)
    assert got["engine"] == "kernel" and torch.equal(got["fields"], python(lab, got)["fields"].float().flatten())
    assert got["measured"] == python(lab, got)["measured"]
    here = after(page, lambda: page.locator("[name=engine]").select_option("page"))
    assert here["engine"] == "page" and far(page)["engine"] == "page"
    check(lab, far(page))


def test_a_broken_edit_is_told_and_the_loop_stops(opened, monkeypatch):
    lab, asked = TuringLab(size=64), []
    ask = answering(lab)

    def count(content, buffers):
        asked.append(content["type"])
        return ask(content, buffers)

    page = opened(lab, kernel=count, motion="no-preference", first='[data-engine="kernel"][data-done]')
    page.wait_for_function(KERNEL)
    with monkeypatch.context() as patch:
        patch.setattr(turing.Schnakenberg, "reaction", lambda self, u, v: 1 / 0)
        page.wait_for_selector(".mosaic-lab[data-error]")
        page.get_by_role("status").filter(has_text="ZeroDivisionError").wait_for()
        assert page.get_by_role("button", name="Play").is_visible()
        quiet(page)
        sent = len(asked)
        passed(page, 500)
        quiet(page)
        assert len(asked) == sent
    page.get_by_role("button", name="Play").click()
    page.wait_for_selector(".mosaic-lab:not([data-error])[data-done]")
    page.get_by_role("button", name="Pause").click()


def test_a_kernel_that_goes_leaves_the_page_computing(opened):
    page = opened(TuringLab(size=64), script="window.dead = true")
    assert state(page)["engine"] == "page" and page.locator("[name=engine]").is_hidden()


# ---------------------------------------------------------------- everybody can use it
@pytest.mark.parametrize("preset", ["schnakenberg-spots", "barrio-varea-maini-stripes", "gray-scott-mitosis"])
@pytest.mark.parametrize("width", [320, 390])
def test_phone(opened, preset, width):
    page = opened(TuringLab(preset=preset), width=width)
    quiet(page)
    assert not misfits(page, raised="sub")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(opened, theme):
    page = opened(TuringLab(preset="gray-scott-mitosis"), theme=theme)
    passed(page, 900)  # its announcement stands there
    assert not violations(page)


def test_every_control_is_reached_and_seen_by_keyboard(opened):
    page = opened(TuringLab(size=64))
    stops, wrong = walk(page)
    assert stops and not wrong


def test_a_change_of_theme_recolours_a_picture_that_stands(opened):
    page = opened(TuringLab(size=64))
    shade = """() => { const canvas = document.querySelector(".turing-stage canvas");
        const levels = canvas.getContext("2d").getImageData(0, 0, 64, 64).data;
        return levels.reduce((a, b) => a + b, 0) / levels.length; }"""
    before = page.evaluate(shade)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    quiet(page)
    assert abs(page.evaluate(shade) - before) > 20


def test_closing_stops_the_worker_and_the_loop(opened):
    page = opened(TuringLab(size=64), motion="no-preference")
    close_lab(page)
