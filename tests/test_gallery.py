"""SamplerLab's pictures so far: batches in both engines, what is counted, copies modulo translation, samplers compared,
the curve to click, and what stays in view."""

import base64
import re

import pytest
import torch
from labs import (
    after,
    answering,
    as_bytes,
    close,
    hears,
    in_loop,
    keys,
    misfits,
    quiet,
    run,
    state,
    stop_the_clock,
    violations,
)
from mosaics.core import metrics
from mosaics.core.data import load
from mosaics.widgets import MosaicExplorer, PredictionLab, SamplerLab
from mosaics.widgets.draws import normals

LEVELS = {"sigma_min": 0.02, "sigma_max": 80.0}
IDEAL = {"N": 20, "steps": 4, "top": 3, **LEVELS}
PATCHES = {"machine": "ELS", "windows": [[80.0, 5]], "N": 6, "steps": 3, **LEVELS}
SAMPLERS = ("ddim", "heun", "ancestral")


@pytest.fixture(scope="module")
def clothes():
    return load("fashion-mnist", n=60)


@pytest.fixture(scope="module")
def small():
    return load("emoji", n=40, size=16)


def draws(lab, seed, method, steps):
    """A run's noise, as the page draws it."""
    return normals(seed, lab.data[0].numel() * (steps + 1 if method == "ancestral" else 1))


# ---------------------------------------------------------------- several runs as one job
@pytest.mark.parametrize(("params", "task"), [(IDEAL, "sample"), (PATCHES, "patches")], ids=["ideal", "ELS"])
def test_several_runs_are_each_run(small, params, task):
    lab = SamplerLab(small, machine="ELS", N=6) if task == "patches" else SamplerLab(small)
    noises = [draws(lab, seed, method, params["steps"]) for seed, method in enumerate(SAMPLERS)]
    *said, end = lab.answers("several", params | {"methods": list(SAMPLERS)}, *noises)
    pictures = [m for m in said if "z" in m]
    assert end == {"type": "done"} and [m["run"] for m in pictures] == [0, 1, 2]
    steps = params["steps"]
    assert [m["part"] for m in said if m["run"] == 1] == [*[(k + 1) / steps for k in range(steps)], 1]
    for picture, method, noise in zip(pictures, SAMPLERS, noises, strict=True):
        alone = lab.answers(task, params | {"method": method}, noise)[-1]
        assert torch.equal(picture["z"], alone["z"])
        assert {k: picture[k] for k in ("nearest", "distance", "ratio")} == {k: alone[k] for k in
                                                                            ("nearest", "distance", "ratio")}
        assert picture.get("shift") == alone.get("shift") and ("shift" in alone) == (task == "patches")


@pytest.mark.parametrize("methods", [None, [], ["ddim"], ["ddim"] * 3, "dd", ["ddim"] * 101])
def test_methods_must_fit_their_noises(small, methods):
    lab = SamplerLab(small)
    noises = [normals(k, lab.data[0].numel()) for k in range(101 if methods and len(methods) > 100 else 2)]
    (message, _), = run(lab, "several", IDEAL | {"methods": methods}, *noises)
    assert message["type"] == "error" and message["message"].startswith("methods must be 1 to 100 names")


def test_a_wrong_sampler_and_wrong_noise_are_told(small):
    lab, noise = SamplerLab(small), normals(1, 768)
    assert "got 'magic'" in run(lab, "several", IDEAL | {"methods": ["magic"]}, noise)[0][0]["message"]
    assert "noise must hold 3840" in run(lab, "several", IDEAL | {"methods": ["ancestral"]}, noise)[0][0]["message"]


def test_several_runs_can_be_cancelled_within_one(small):
    params = PATCHES | {"methods": ["ddim"] * 5}
    job = {"type": "run", "id": "v-1", "task": "several", "params": params}
    lab = SamplerLab(small, machine="ELS", N=6)
    noises = as_bytes(*[normals(k, 768) for k in range(5)])
    said = in_loop(lab, (job, noises), ({"type": "cancel", "job": "v-1"}, []), heard=6)
    assert [m["type"] for m in said] == ["step"] * 6 + ["cancelled"]
    assert [m["run"] for m in said[:-1]] == [0, 0, 0, 0, 1, 1]


# ---------------------------------------------------------------- a copy of a translate
def told(shift):
    """A translation in words, as the lab says it."""
    down, right = shift
    ways = [f"{abs(d)} {names[d > 0]}" for d, names in ((right, ("left", "right")), (down, ("up", "down"))) if d]
    return f", moved {', '.join(ways)}" if ways else ""


@pytest.mark.parametrize("seed", [5, 6, 7])
def test_els_with_a_window_as_large_as_the_picture_copies(opened, small, seed):
    """Not a copy, the lab said: it compared with the training images where they stand."""
    lab = SamplerLab(small, machine="ELS", P=15, N=40, seed=seed)
    page = opened(lab)
    got = state(page)
    z, known = got["result"].reshape(1, 3, 16, 16), lab.data[:40]
    far, shift = metrics.shifted_distances(z, known)
    index = int(far.argmin())
    assert (got["nearest"], got["shift"]) == (index, shift[0, index].tolist())
    close(got["distance"], far.min())
    close(got["ratio"], metrics.nn_ratio(z, known, shifted=True))
    assert metrics.copies(z, known, shifted=True)
    words = f"a copy of training image {f'no. {index}'}"
    assert words in page.get_by_role("status").inner_text()
    assert page.locator(".lab-verdict").inner_text().startswith(f"◆ A copy{told(got['shift'])}.")
    assert page.locator(".lab-stage figcaption").nth(4).inner_text().endswith(told(got["shift"]))
    python = lab.answers("patches", got["params"], got["noise"])[-1]
    assert (python["nearest"], python["shift"]) == (index, got["shift"])
    close(got["ratio"], python["ratio"])


def test_at_least_one_of_these_copies_has_moved(small):
    lab = SamplerLab(small, machine="ELS", P=15, N=40)
    params = lab.settings | {"methods": ["ddim"] * 3}
    found = [m for m in lab.answers("several", params, *[normals(k, 768) for k in (5, 6, 7)]) if "z" in m]
    plain = [bool(metrics.copies(m["z"], lab.data[:40])) for m in found]
    assert all(m["ratio"] < 1 / 3 for m in found) and not any(plain) and all(any(m["shift"]) for m in found)


@pytest.mark.parametrize("machine", ["LS", "bbELS"])
def test_machines_that_know_their_place_are_compared_in_place(small, machine):
    lab = SamplerLab(small, machine=machine, N=10, steps=3)
    end = lab.answers("patches", lab.settings, normals(1, 768))[-1]
    assert "shift" not in end and end["ratio"] == float(metrics.nn_ratio(end["z"], lab.data[:10]))


# ---------------------------------------------------------------- pictures so far
def many(page):
    """Ask for 24 more and wait for them."""
    after(page, lambda: page.get_by_role("button", name="24 more").click())
    page.wait_for_selector("button:text-is('24 more')")


def shots(page):
    return page.locator(".lab-shots input")


def counted(page):
    """The tally in numbers: pictures, different ones, copies."""
    text = page.locator(".lab-count strong").inner_text()
    found = re.fullmatch(r"(\d+) pictures?(?:, (\d+) different)?, (\d+) (?:copy|copies)\.", text)
    return int(found[1]), int(found[2] or 1), int(found[3])


def pictures(page):
    """What the gallery has of the tally in view: seeds, pictures."""
    packed = page.evaluate("""() => { const text = (z) => btoa(String.fromCharCode(...new Uint8Array(z.buffer)));
        return [...document.querySelector(".mosaic-lab").lab.gallery.tally.pictures.values()]
          .map(({ seed, z, nearest, ratio }) => [seed, nearest, ratio, text(z)]); }""")
    return {seed: (nearest, ratio, torch.frombuffer(bytearray(base64.b64decode(z)), dtype=torch.float32))
            for seed, nearest, ratio, z in packed}


def kinds(found, moved):
    """How many pictures differ, from first to last: by half a grey level at some pixel, translations apart or not."""
    first = []
    for z in found:
        ways = [z.roll((i, j), (1, 2)) for i in range(z.shape[1]) for j in range(z.shape[2])] if moved else [z]
        first += [z] if all((way - other).abs().max() > 1 / 255 for way in ways for other in first) else []
    return len(first)


@pytest.mark.parametrize("kernel", [False, True], ids=["page", "Python"])
@pytest.mark.parametrize(("machine", "P"), [("IS", None), ("LS", 7), ("ELS", 15)])
def test_a_batch_is_counted(opened, small, machine, P, kernel):
    lab = SamplerLab(small, machine=machine, P=P, N=6, steps=5, seed=3)
    first = '[data-engine="kernel"][data-done]' if kernel else "[data-done]"
    page = opened(lab, kernel=answering(lab) if kernel else None, first=first)
    quiet(page)
    many(page)
    found = pictures(page)
    assert sorted(found) == list(range(3, 28)) and shots(page).count() == 25
    task, extra = ("sample", {"top": 5}) if machine == "IS" else ("patches", {})
    for seed in (4, 17, 27):
        end = lab.answers(task, lab.settings | extra, draws(lab, seed, "ddim", 5))[-1]
        nearest, ratio, z = found[seed]
        close(z, end["z"])
        close(ratio, end["ratio"])
        assert nearest == end["nearest"]
    copies = sum(ratio < 1 / 3 for _, ratio, _ in found.values())
    z = [z.reshape(3, 16, 16) for _, _, z in found.values()]
    assert counted(page) == (25, kinds(z, machine == "ELS"), copies)
    assert copies == 25 if machine == "IS" else copies < 25 if machine == "LS" else copies > 20
    text = page.locator(".lab-count").inner_text()
    assert "N = 6" in text.replace("\u00a0", " ") and "5 steps" in text and (P is None or f"window {P}" in text)
    assert "25 pictures" in page.get_by_role("status").inner_text()


def test_every_picture_of_the_strip_says_what_it_is(opened, small):
    page = opened(SamplerLab(small, N=4))
    many(page)
    found, seen = pictures(page), {}
    for radio in shots(page).all():
        label = radio.get_attribute("aria-label")
        seed, nearest = (int(n) for n in re.match(r"Seed (\d+): a copy of no. (\d+)", label).groups())
        assert found[seed][0] == nearest
        assert label.endswith(f"the same as seed {seen.get(nearest)}") == (nearest in seen)
        seen.setdefault(nearest, seed)
    assert counted(page) == (25, len(seen), 25) and len(seen) <= 4


def test_a_picture_of_the_strip_shows_its_run(opened, small):
    lab = SamplerLab(small, N=20, seed=8)
    page = opened(lab)
    many(page)
    before = counted(page)
    got = after(page, lambda: shots(page).nth(5).click())
    assert got["seed"] == 13 and page.locator("[name=seed]").input_value() == "13"
    got = after(page, lambda: page.keyboard.press("ArrowRight"))
    assert got["seed"] == 14 and shots(page).nth(6).is_checked() and counted(page) == before
    assert page.evaluate("document.activeElement.value") == "14"  # focus stays where it was
    got = after(page, lambda: page.get_by_role("button", name="New picture").click())
    assert got["seed"] == 15 and page.locator(".lab-shots :checked").get_attribute("value") == "15"


def test_new_settings_begin_a_new_tally_and_old_ones_come_back(opened, small):
    page = opened(SamplerLab(small, N=20, steps=6))
    many(page)
    first = counted(page)
    after(page, lambda: keys(page, "[name=steps]", "ArrowRight"))
    hears(page, "New settings, a new tally.")
    assert counted(page)[0] == 1 and "7 steps" in page.locator(".lab-count").inner_text()
    after(page, lambda: page.get_by_role("button", name="New picture").click())
    assert counted(page)[0] == 2 and "tally" not in page.get_by_role("status").inner_text()
    after(page, lambda: keys(page, "[name=steps]", "ArrowLeft"))
    assert counted(page) == first  # seed 2 was there
    hears(page, "Back to the tally of these settings: 25 pictures")


def test_more_pictures_are_new_ones(opened, small):
    page = opened(SamplerLab(small, N=10, steps=3, seed=99_990))
    many(page)
    many(page)
    assert sorted(pictures(page)) == [*range(39), *range(99_990, 100_000)] and counted(page)[0] == 49


def test_a_batch_is_stopped_and_keeps_what_there_is(opened):
    page = opened(SamplerLab(load("fashion-mnist", n=100), machine="ELS", N=4, P=27, steps=20))
    page.get_by_role("button", name="24 more").click()
    page.wait_for_function("document.querySelectorAll('.lab-shots input').length > 2")
    page.get_by_role("button", name="Stop (").click()
    hears(page, "Stopped after")
    quiet(page)
    there = counted(page)[0]
    assert 3 <= there < 25 and shots(page).count() == there
    done = int(re.search(r"Stopped after (\d+) of 24", page.get_by_role("status").inner_text())[1])
    assert done == there - 1
    assert page.get_by_role("button", name="24 more").is_visible()
    assert page.get_by_role("button", name="Run again").is_hidden()  # the run in view is the one asked for


def test_another_run_takes_a_batchs_place(opened):
    page = opened(SamplerLab(load("fashion-mnist", n=100), machine="ELS", N=4, P=27, steps=20))
    page.get_by_role("button", name="24 more").click()
    page.wait_for_selector("button:text('Stop (')")
    got = after(page, lambda: page.get_by_role("button", name="New picture").click())
    assert got["seed"] == 2 and page.get_by_role("button", name="24 more").is_visible()
    quiet(page)
    assert counted(page)[0] == shots(page).count() < 25


def test_a_batch_waits_for_the_run_under_way(opened, small):
    """It took the run's place, whose end was never heard: the lab stayed busy."""
    page = opened(SamplerLab(small, N=10, steps=3))
    quiet(page)
    after(page, lambda: page.evaluate("""() => { const { lab } = document.querySelector(".mosaic-lab");
        lab.another();
        lab.gallery.addMore(); }"""))
    page.wait_for_function("document.querySelectorAll('.lab-shots input').length === 26")
    quiet(page)
    assert not page.evaluate("document.querySelector('.mosaic-lab').lab.busy") and state(page)["seed"] == 2


def test_who_waits_hears_how_far_a_batch_is(opened, small):
    """Python had answered, and the lab said that it had not."""
    lab = SamplerLab(small, N=10, steps=3)
    ask = answering(lab)

    def halting(content, buffers):
        """Stops after two pictures, of four messages each."""
        said = ask(content, buffers)
        return said[:8] if content.get("task") == "several" else said

    page = opened(lab, kernel=halting, first='[data-engine="kernel"][data-done]')
    quiet(page)
    stop_the_clock(page)
    page.get_by_role("button", name="24 more").click()
    page.wait_for_selector("button:text('Stop (2 of 24)')")
    page.clock.run_for(5100)
    assert page.get_by_role("status").inner_text() == "2 of 24 pictures are there."


# ---------------------------------------------------------------- one noise, three samplers
def test_samplers_are_compared(opened, small):
    lab = SamplerLab(small, N=40, seed=6)
    page = opened(lab)
    assert page.locator(".lab-compare").is_hidden()
    after(page, lambda: page.get_by_role("button", name="Compare samplers").click())
    ends = [lab.answers("sample", lab.settings | {"method": m, "top": 1}, draws(lab, 6, m, 20))[-1] for m in SAMPLERS]
    different = kinds([end["z"][0] for end in ends], False)
    words = ["", "one picture", "two different pictures", "three different pictures"][different]
    hears(page, f"Seed 6, three samplers: {words}.")
    captions = page.locator(".lab-compare figcaption").all_inner_texts()
    for end, made, nearest in zip(ends, captions[::2], captions[1::2], strict=True):
        assert "a copy" in made and f"no. {end['nearest']}" in nearest
    rgb = page.evaluate("""() => [...document.querySelectorAll(".lab-compare canvas")].map((c) =>
        Array.from(c.getContext("2d").getImageData(0, 0, 16, 16).data))""")
    for end, made in zip(ends, rgb[::2], strict=True):
        wanted = ((end["z"][0].clamp(-1, 1) + 1) * 127.5).movedim(0, -1)
        assert (torch.tensor(made).reshape(16, 16, 4)[..., :3] - wanted).abs().max() <= 1


def test_the_comparison_follows_the_run_in_view_and_computes_nothing_twice(opened, small):
    page = opened(SamplerLab(small, machine=("LS", "ELS"), N=6, steps=3, seed=6))
    after(page, lambda: page.get_by_role("button", name="Compare samplers").click())
    hears(page, "Seed 6, three samplers")
    after(page, lambda: page.get_by_role("button", name="New picture").click())
    hears(page, "Seed 7, three samplers")
    done = page.locator(".mosaic-lab").get_attribute("data-done")
    after(page, lambda: page.locator("[name=method]").select_option("heun"))
    hears(page, "Seed 7, three samplers")
    now = page.locator(".mosaic-lab").get_attribute("data-done")
    assert int(now.split("-")[1]) == int(done.split("-")[1]) + 1  # the run itself, and no other
    assert counted(page)[0] == 2  # Heun has drawn both seeds
    page.get_by_role("button", name="Compare samplers").click()
    assert page.locator(".lab-compare").is_hidden()
    after(page, lambda: page.get_by_role("button", name="New picture").click())
    assert "three samplers" not in page.get_by_role("status").inner_text()


SHOWN = """() => { const { top, bottom } = document.querySelector(".lab-compare").getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight; }"""


@pytest.mark.parametrize("width", [390, 762])
def test_a_comparison_that_is_asked_for_comes_into_view_and_goes_with_other_words(opened, small, width):
    page = opened(SamplerLab(small, N=20, steps=4), width=width)
    page.set_viewport_size({"width": width, "height": 844})

    def ask(values):
        after(page, lambda: page.evaluate("v => document.querySelector('.mosaic-lab').lab.set(v)", values))
        quiet(page)

    ask({"seed": 6, "compare": "on"})
    assert page.evaluate(SHOWN)
    ask({"seed": 7})
    assert page.locator(".lab-compare").is_hidden()
    page.evaluate("scrollTo(0, 0)")
    after(page, lambda: page.locator("button", has_text="Compare samplers").evaluate("e => e.click()"))
    quiet(page)
    assert page.evaluate(SHOWN)


# ---------------------------------------------------------------- a curve to click
LABS = {"ideal": lambda small: SamplerLab(small, N=40, steps=12),
        "windows": lambda small: SamplerLab(small, machine="LS", N=10, steps=12, P=7)}


def curve(page):
    return page.get_by_role("slider", name="Step, along the noise levels")


def step(page):
    return int(page.locator("[name=step]").input_value())


def across(page, k):
    """Where step k is on the curve: from its left end to its right one, as the levels' logarithms fall."""
    return page.evaluate("""k => { const lab = document.querySelector(".mosaic-lab").lab;
        const { sheet } = lab.curve ?? lab.curves[0];
        const { width } = document.querySelector(".lab-curve").getBoundingClientRect();
        return sheet.x(lab.frames[k].sigma) * width / sheet.width; }""", k)


@pytest.mark.parametrize("name", LABS)
def test_the_curve_is_a_slider_for_mouse_and_keys(opened, small, name):
    page = opened(LABS[name](small))
    for k in (0, 5, 9, 12):
        curve(page).click(position={"x": across(page, k), "y": 150})
        assert step(page) == k == int(curve(page).get_attribute("aria-valuenow"))
        words = [e.get_attribute("aria-valuetext") for e in (curve(page), page.locator("[name=step]"))]
        assert words[0] == words[1]
    curve(page).scroll_into_view_if_needed()
    box = curve(page).bounding_box()
    page.mouse.move(box["x"] + across(page, 10), box["y"] + 150)
    page.mouse.down()
    page.mouse.move(box["x"] + across(page, 3), box["y"] + 150, steps=4)
    assert step(page) == 3
    page.mouse.up()
    page.mouse.move(box["x"] + across(page, 8), box["y"] + 150)
    assert step(page) == 3  # let go
    for key, k in (("ArrowRight", 4), ("End", 12), ("ArrowDown", 11), ("PageDown", 6), ("Home", 0), ("ArrowLeft", 0)):
        keys(page, ".lab-curve", key)
        assert step(page) == k
    assert curve(page).get_attribute("aria-valuemax") == "12"


@pytest.mark.parametrize("name", LABS)
def test_a_finger_goes_along_the_curve_and_may_scroll_instead(opened, small, name):
    page = opened(LABS[name](small), width=390)
    curve(page).scroll_into_view_if_needed()
    box = curve(page).bounding_box()

    def touch(kind, k, down=100):
        at = {"clientX": box["x"] + across(page, k), "clientY": box["y"] + down, "pointerType": "touch", "pointerId": 1}
        page.evaluate("""([kind, at]) => { const e = document.querySelector(".lab-curve");
            e.setPointerCapture = () => {};
            e.dispatchEvent(new PointerEvent(kind, { ...at, bubbles: true })); }""", [kind, at])

    before = step(page)
    touch("pointerdown", 2)
    touch("pointermove", 2, 40)
    touch("pointercancel", 2, 40)
    assert step(page) == before  # the page was scrolled
    touch("pointerdown", 2)
    touch("pointerup", 2)
    assert step(page) == 2
    touch("pointerdown", 2)
    touch("pointermove", 6)
    assert step(page) == 6
    assert page.evaluate("getComputedStyle(document.querySelector('.lab-curve')).touchAction") == "pan-y"


# ---------------------------------------------------------------- buttons, and Play in a shorter run
def test_one_button_draws_and_cancels(opened):
    page = opened(SamplerLab(load("fashion-mnist", n=100), machine="ELS", N=2, steps=50, P=27))
    names = page.locator(".lab-row").first.locator("button:visible").all_inner_texts()
    assert names == ["New picture"]
    keys(page, "[name=N]", "End")
    page.get_by_role("button", name="Cancel").click()
    hears(page, "Cancelled.")
    names = page.locator(".lab-row").first.locator("button:visible").all_inner_texts()
    assert names == ["New picture", "Run again"]


@pytest.mark.parametrize("build", [
    lambda: SamplerLab(load("fashion-mnist", n=20)), lambda: MosaicExplorer(load("fashion-mnist", n=20)),
    lambda: SamplerLab(load("fashion-mnist", n=20), machine="LS"), lambda: PredictionLab(steps=20),
], ids=["ideal", "mosaic", "windows", "prediction"])
def test_play_goes_on_well_when_a_shorter_run_comes(opened, build):
    """Its states were replaced by fewer: it threw, and stayed on Pause."""
    page = opened(build(), motion="no-preference")
    quiet(page)
    stop_the_clock(page)
    after(page, lambda: page.evaluate("""() => { const { lab } = document.querySelector(".mosaic-lab");
        lab.view(0);
        lab.steps.set(3);
        lab.start("stay");
        lab.play(); }"""))
    page.clock.run_for(6000)
    assert page.locator("[name=step]").get_attribute("max") == "3" and step(page) <= 3
    assert page.get_by_role("button", name="Play").is_visible()


# ---------------------------------------------------------------- what is in view
SEEN = """e => { e.scrollIntoView({ block: "center" });
    const stage = document.querySelector(".lab-stage").getBoundingClientRect(), own = e.getBoundingClientRect();
    const middle = document.elementFromPoint(own.left + own.width / 2, own.top + own.height / 2);
    return [stage.top, stage.bottom, innerHeight, e === middle || e.contains(middle) || middle.contains(e)]; }"""


@pytest.mark.parametrize("name", LABS)
@pytest.mark.parametrize("width", [390, 762])
def test_what_a_control_changes_stays_in_view(opened, small, name, width):
    """On a phone the pictures stand above whatever is moved, on a wide page beside it."""
    page = opened(LABS[name](small), width=width)
    page.set_viewport_size({"width": width, "height": 844})
    many(page)
    controls = ["[name=N]", "[name=steps]", "[name=method]", ".lab-plot-box", ".lab-shots label"]
    for selector in controls + (["[name=P]"] if name == "windows" else []):
        top, bottom, height, free = page.locator(selector).first.evaluate(SEEN)
        assert free, selector
        if width < 500:
            assert top >= -1 and bottom < 0.5 * height, selector


def test_names_of_candidates_have_one_line(opened):
    page = opened(SamplerLab(load("emoji"), N=112), width=762)
    rows = page.locator(".lab-bars li:visible .lab-what")
    assert rows.count() > 2
    for row in rows.all():
        assert row.bounding_box()["height"] < 30


@pytest.mark.parametrize("width", [320, 390, 762])
def test_the_map_is_large_and_what_it_tells_stands_apart(opened, width):
    """On a phone what it tells of a pixel lay over its caption; on wide pages a pixel was 3 px large."""
    page = opened(SamplerLab(load("emoji"), machine="LS", N=20, steps=3, P=7), width=width)
    page.locator(".lab-sources").hover()
    map_, told, single = (page.locator(f".lab-mosaic {which}").bounding_box()
                          for which in ("figure:has(.lab-sources)", ".lab-told", "figure >> nth=0"))
    assert "weight" in page.locator(".lab-told").inner_text()
    assert map_["width"] > 2 * single["width"]
    assert told["y"] >= map_["y"] + map_["height"]


def test_names_are_given_in_full_on_a_phone(opened):
    page = opened(SamplerLab(load("emoji"), N=112), width=390)
    cut = page.evaluate("""() => [...document.querySelectorAll("figcaption span, .lab-name")].filter((e) =>
        e.checkVisibility() && (e.scrollHeight > e.clientHeight + 2 && getComputedStyle(e).overflow !== "visible" ||
        e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflow !== "visible")).map((e) => e.textContent)""")
    assert not cut
    name = page.evaluate("""() => { const { lab } = document.querySelector(".mosaic-lab");
        return lab.name(lab.result.nearest); }""")
    assert name in page.locator(".lab-stage").inner_text()


@pytest.mark.parametrize("width", [320, 390, 762])
def test_samplers_are_not_cut_off(opened, small, width):
    page = opened(SamplerLab(small), width=width)
    over = page.evaluate("""() => { const select = document.querySelector("[name=method]");
        const style = getComputedStyle(select), pen = document.createElement("canvas").getContext("2d");
        pen.font = style.font;
        const room = select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - 20;
        return [...select.options].filter((o) => pen.measureText(o.text).width > room).map((o) => o.text); }""")
    assert not over


@pytest.mark.parametrize("name", LABS)
@pytest.mark.parametrize("width", [320, 390])
def test_a_full_gallery_fits_a_phone(opened, small, name, width):
    page = opened(LABS[name](small), width=width)
    many(page)
    after(page, lambda: page.get_by_role("button", name="Compare samplers").click())
    quiet(page)
    assert not misfits(page, scrolling=".lab-strip")


@pytest.mark.parametrize("name", LABS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_a_full_gallery(opened, small, name, theme):
    page = opened(LABS[name](small), theme=theme)
    many(page)
    after(page, lambda: page.get_by_role("button", name="Compare samplers").click())
    quiet(page)
    assert not violations(page)
