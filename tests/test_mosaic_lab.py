"""MosaicExplorer: both engines against mosaics.provenance, and the lab in a page: mouse, finger, keyboard, replay."""

import json
import re

import pytest
import torch
from labs import (
    after,
    answering,
    as_bytes,
    close,
    close_lab,
    drag,
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
    worker,
)
from mosaics import equivariant, local, provenance
from mosaics.core.data import load
from mosaics.diffusion import last, sample, schedule
from mosaics.widgets import MosaicExplorer
from mosaics.widgets.draws import normals
from mosaics.widgets.shared.base import esm

MACHINES = ("LS", "ELS", "bbELS")
KINDS = {"LS": local.LS, "ELS": equivariant.ELS, "bbELS": equivariant.BBELS}
PAIRS = [(0.05, 3), (0.7, 5), (6.0, 9), (80.0, 13)]
RUN = {"machine": "LS", "windows": PAIRS, "N": 20, "steps": 4, "method": "ddim", "sigma_min": 0.02, "sigma_max": 80.0}
FACE, PIXELS = 3 * 16 * 16, 256
EACH = pytest.mark.parametrize("name", MACHINES)


@pytest.fixture(scope="module")
def clothes():
    return load("fashion-mnist", n=60)


@pytest.fixture(scope="module")
def faces():
    return load("dicebear-faces", n=60)


def mixed(faces):
    """Faces with noise of their own: no two windows are equally near, so no source is a matter of rounding."""
    noise = torch.rand(faces.images[:20].shape, generator=torch.Generator().manual_seed(0))
    return (0.7 * faces.images[:20] + 0.25 * (2 * noise - 1)).clamp(-1, 1)


# ---------------------------------------------------------------- arguments and messages
@pytest.mark.parametrize(("arguments", "words"), [
    ({"machine": "IS"}, "LS, ELS, bbELS, got 'IS'"), ({"machine": ("LS", "IS")}, "got 'IS'"),
    ({"machine": ()}, "at least one"), ({"machine": "XX"}, "got 'XX'"), ({"P": 4}, "3 to 31, got 4"),
    ({"machine": "ELS", "P": 17}, "3 to 15, got 17"), ({"P": 3, "windows": PAIRS}, "not both"),
    ({"windows": "magic"}, "constant, released, reversed"), ({"N": 61}, "at most 60, got 61"), ({"N": 1}, "at least 2"),
    ({"steps": 51}, "at most 50"), ({"seed": -1}, "at least 0"), ({"sigma_min": 0.0}, "> 0"),
    ({"sigma_min": 3.0, "sigma_max": 2.0}, "below sigma_max"),
])
def test_bad_arguments_are_named(faces, arguments, words):
    with pytest.raises(ValueError, match=words):
        MosaicExplorer(faces, **arguments)


def test_wrong_kinds_are_refused(faces):
    for arguments in ({"P": 5.0}, {"machine": 3}, {"steps": 2.5}):
        with pytest.raises(TypeError):
            MosaicExplorer(faces, **arguments)


def test_settings(faces):
    lab = MosaicExplorer(faces, machine=MACHINES, windows="released")
    assert json.loads(json.dumps(lab.settings))["machine"] == "LS" and lab.settings["N"] == 60
    assert MosaicExplorer().settings["N"] == 100 and MosaicExplorer(faces).settings["machine"] == "LS"
    assert MosaicExplorer(faces, machine="bbELS").settings["N"] == 20
    assert repr(lab) == "[widget] MosaicExplorer: which training patches an image is made of, with 60 training images"
    assert "https://" not in lab._esm + lab._css and lab._esm.count("export default") == 1


@pytest.mark.parametrize(("change", "words"), [
    ({"machine": "IS"}, "LS, ELS, bbELS, got 'IS'"), ({"windows": None}, "pairs"), ({"windows": [[1.0, 4]]}, "odd"),
    ({"N": 1}, "N"), ({"N": 61}, "N"), ({"steps": 0}, "steps"), ({"method": "rk4"}, "method"),
    ({"sigma_min": 90}, "sigma_min"),
])
def test_bad_messages_are_told(faces, change, words):
    (message, _), = run(MosaicExplorer(faces), "explore", RUN | change, normals(2, FACE))
    assert message["type"] == "error" and words in message["message"]


def test_other_tasks_and_no_noise_are_told(faces):
    lab = MosaicExplorer(faces)
    assert "explore, got 'sample'" in run(lab, "sample", RUN, normals(2, FACE))[0][0]["message"]
    assert "noise must hold 768" in run(lab, "explore", RUN, normals(2, 5))[0][0]["message"]


# ---------------------------------------------------------------- Python's engine
@EACH
def test_it_is_the_chapters_reading(faces, name):
    lab, draws = MosaicExplorer(faces), normals(2, FACE)
    *steps, end = lab.answers("explore", RUN | {"machine": name}, draws)
    machine, sigmas = KINDS[name](lab.data[:20], local.WindowSchedule(PAIRS)), schedule("edm", 4)
    states = list(sample(machine, 80 * draws.double().reshape(1, 3, 16, 16), sigmas, "ddim"))
    torch.testing.assert_close(end["z"], last(iter(states)), atol=1e-6, rtol=0)
    levels = [*sigmas[:-1].tolist(), float(sigmas[-2])]  # the sample itself is read at the last level again
    assert len(steps) == 4 and "good" not in steps[0]
    for message, now, sigma in zip([*steps, end], states, levels, strict=True):
        found = provenance.sources(machine.seen(now.z, sigma), torus=name == "ELS")
        assert torch.equal(message["source"].long(), found.image[0])
        assert torch.equal(torch.stack([message["down"], message["across"]], -1).long(), found.shift[0])
        assert torch.equal(message["piece"].long(), provenance.pieces(found)[0])
        torch.testing.assert_close(message["weight"], found.weight[0])
    good = provenance.consistent(end["z"], machine.seen(end["z"], levels[-1]), lab.data[:20])
    assert torch.equal(end["good"].bool(), good[0]) and 0.3 < good.double().mean() < 1


def test_a_readers_edit_counts(faces, monkeypatch):
    lab = MosaicExplorer(faces)
    monkeypatch.setattr(provenance, "pieces", lambda found: torch.full_like(found.image, 7))
    monkeypatch.setattr(provenance, "consistent", lambda x, seen, data: torch.ones(1, 16, 16, dtype=torch.bool))
    *steps, end = lab.answers("explore", RUN, normals(2, FACE))
    assert (end["piece"] == 7).all() and (steps[0]["piece"] == 7).all() and end["good"].all()
    monkeypatch.setattr(local.LS, "__call__", lambda self, z, sigma: torch.zeros_like(z), raising=False)
    assert not lab.answers("explore", RUN, normals(2, FACE))[-1]["z"].any()


def test_windows_are_looked_at_once_a_step_and_once_at_the_end(faces, monkeypatch):
    looks, sweep = [], local.sweep
    monkeypatch.setattr(local, "sweep", lambda *a: looks.append(1) or sweep(*a))
    MosaicExplorer(faces).answers("explore", RUN, normals(2, FACE))
    assert len(looks) == RUN["steps"] + 1


def test_a_run_can_be_cancelled(faces):
    job = {"type": "run", "id": "v-1", "task": "explore", "params": RUN | {"machine": "ELS", "steps": 50}}
    cancel = {"type": "cancel", "job": "v-1"}
    said = in_loop(MosaicExplorer(faces), (job, as_bytes(normals(2, FACE))), (cancel, []), heard=3)
    assert [m["type"] for m in said] == ["step"] * 3 + ["cancelled"]


@EACH
def test_poster(faces, name):
    lab = MosaicExplorer(faces, machine=name, steps=6)
    image, alt = lab._poster()
    end = lab.answers("explore", lab.settings, normals(1, FACE))[-1]
    assert image.startswith(b"\x89PNG") and len(image) < 150_000
    assert f"{len(end['piece'].unique())} pieces of {len(end['source'].unique())} images" in alt
    assert f"{end['good'].mean():.0%} of its pixels" in alt


# ---------------------------------------------------------------- the page's engine
def in_worker(page, call, *given):
    """What the worker's own function says, called in the page."""
    return page.evaluate(f"asked => {{ {worker(esm('mosaic'))} return {call}; }}", given)


@pytest.mark.parametrize("torus", [False, True])
def test_pieces_and_displacements_are_provenances(opened, faces, torus):
    page, draw = opened(MosaicExplorer(faces, steps=2)), torch.Generator().manual_seed(1)
    for H, W in ((6, 5), (4, 9), (16, 16)):
        for kinds in (1, 2, 3):
            image = torch.randint(0, kinds, (1, H, W), generator=draw)
            place = torch.arange(H * W) if kinds < 3 else torch.randint(0, H * W, (H * W,), generator=draw)
            here = torch.stack(torch.meshgrid(torch.arange(H), torch.arange(W), indexing="ij"), -1)
            shift = torch.stack([place // W, place % W], -1).reshape(H, W, 2) - here
            if torus:
                shift = (shift + torch.tensor([H // 2, W // 2])) % torch.tensor([H, W]) - torch.tensor([H // 2, W // 2])
            got = in_worker(page, "Object.fromEntries(Object.entries(reading({ source: asked[0], place: asked[1] }, "
                            "asked[2], asked[3])).map(([k, v]) => [k, Array.from(v)]))",
                            image.flatten().tolist(), place.tolist(), [1, H, W], torus)
            assert torch.equal(torch.tensor([got["down"], got["across"]]).T.reshape(H, W, 2).long(), shift)
            wanted = provenance.pieces(provenance.Sources(image, shift[None], torch.ones(1, H, W)))
            assert torch.equal(torch.tensor(got["piece"]).long().reshape(H, W), wanted[0])


def read(lab, got):
    """What the chapter reads off the page's own sample: rounding of the sample itself is not to count a second time."""
    machine, x = lab.machine(got["params"], 20), got["end"]["z"].double().reshape(1, *lab.shape[1:])
    seen = machine.seen(x, got["sigma"][-1])
    found = provenance.sources(seen, torus=got["params"]["machine"] == "ELS")
    down, across = found.shift[0].unbind(-1)
    return {"source": found.image[0], "place": seen.best[0] % down.numel(), "piece": provenance.pieces(found)[0],
            "down": down, "across": across, "weight": found.weight[0],
            "good": provenance.consistent(x, seen, lab.data[:20])[0]}


def check(lab, got, sure=0.51):
    """A run in the page against Python's on the same noise; the largest difference."""
    *steps, end = lab.answers("explore", got["params"], got["noise"])
    worst = max(close(a, m[key]) for key in ("z", "x0_hat") for a, m in zip(got[key], steps, strict=key != "z"))
    worst = max(worst, close(got["end"]["z"], end["z"]))
    assert got["P"] == [m["P"] for m in steps]
    kinds = ("source", "place", "down", "across", *(["piece"] if sure == 0 else []))
    here = [{key: got[key][k] for key in (*kinds, "weight")} for k in range(len(steps))]
    for mine, m in [*zip(here, steps, strict=True), (got["end"], read(lab, got))]:
        close(mine["weight"], m["weight"])
        clear = m["weight"].flatten() > sure  # elsewhere another window may weigh the same
        for key in kinds + (("good",) if "good" in mine else ()):
            assert torch.equal(mine[key][clear], m[key].flatten().float()[clear]), key
    return worst


@EACH
@pytest.mark.parametrize("images", ["clothes", "faces"])
def test_page_agrees_with_python(opened, request, name, images):
    lab = MosaicExplorer(request.getfixturevalue(images), machine=name, N=20, steps=8, windows=PAIRS, seed=3)
    print(f"{name} {images}: {check(lab, state(opened(lab))):.1e}")


@EACH
def test_same_sources_and_pieces_everywhere_where_no_two_windows_are_alike(opened, faces, name):
    lab = MosaicExplorer(mixed(faces), machine=name, N=20, steps=10, P=5, seed=2)
    check(lab, state(opened(lab)), sure=0)


@EACH
@pytest.mark.parametrize("N", [20, 100])
def test_effort_in_the_page(opened, name, N):
    """The kernel guesses once a step and once at the end, the images brought to it once (a guess: test_wasm.py)."""
    lab = MosaicExplorer(load("fashion-mnist", n=100), machine=name, N=N)
    page = opened(lab)
    got = state(page)
    blocks, calls = effort(page, lab, "explore", got["params"], got["noise"])
    each = blocks / (21 * 784)
    print(f"20 steps of {name}, N = {N}, P = 7: {calls['work']} parts, {each:.0f} blocks beside them a guess and pixel")
    assert [calls[part] for part in ("prepare", "pack", "begin", "finish")] == [1, 1, 21, 21]
    # A fifth above what it takes; ELS tries every translation of every image, once a run
    assert each < (64 if name != "ELS" else 64 + 29 * N)


def test_both_engines_say_the_same(opened, faces):
    lab = MosaicExplorer(mixed(faces), machine="ELS", N=10, steps=4, P=5)
    page = opened(lab, kernel=answering(lab), first='[data-engine="kernel"][data-done]')
    page.wait_for_function("document.querySelector('.mosaic-lab').labState()?.engine === 'kernel'")
    python, words = state(page), page.locator(".lab-words").inner_text()
    agrees = page.locator(".lab-agrees").inner_text()
    here = after(page, lambda: page.locator("[name=engine]").select_option("page"))
    assert here["engine"] == "page" and here["params"] == python["params"]
    for key in ("z", "source", "place", "piece", "good", "down", "across"):
        close(here["end"][key], python["end"][key])
    assert (page.locator(".lab-words").inner_text(), page.locator(".lab-agrees").inner_text()) == (words, agrees)


# ---------------------------------------------------------------- the lab in the page
def says(page):
    return page.get_by_role("status").inner_text()


def facts(page):
    names, values = (page.locator(f".lab-facts {tag}").all_inner_texts() for tag in ("dt", "dd"))
    return dict(zip(names, values, strict=True))


def words(down, across):
    parts = [f"{abs(d)} {ways[d > 0]}" for d, ways in ((across, ("left", "right")), (down, ("up", "down"))) if d]
    return ", ".join(parts) or "none"


def told(lab, end, p):
    """What the lab must say about pixel p of a sample (here of 16 columns)."""
    m, piece = int(end["source"][p]), end["piece"]
    name = f"no. {m}, {lab.classes[lab.labels[m]]}"
    n = int((piece == piece[p]).sum())
    return {"Pixel": f"row {p // 16 + 1}, column {p % 16 + 1}", "Training image": name,
            "Displacement": words(int(end["down"][p]), int(end["across"][p])), "Piece": f"{n} pixel{'s' * (n != 1)}"}


def sample_box(page):
    return page.locator(".lab-sources").first


def place(page, p, margin=3):
    """Where pixel p of the sample is in its box."""
    box, side = sample_box(page).bounding_box(), 16 + 2 * margin
    return {"x": box["width"] * (p % 16 + margin + 0.5) / side, "y": box["height"] * (p // 16 + margin + 0.5) / side}


def outlined(page, which):
    """Edges of the outline over the sample (0) or the training image (1)."""
    return page.locator(".lab-piece").nth(which).get_attribute("d").count("M")


def edges(mask):
    wide = torch.nn.functional.pad(mask.long(), (1, 1, 1, 1))
    return int(wide.diff(dim=0).abs().sum() + wide.diff(dim=1).abs().sum())


def test_a_pixel_by_mouse(opened, faces):
    lab = MosaicExplorer(faces, machine="bbELS", seed=3)
    page = opened(lab)
    end = state(page)["end"]
    for p in (0, 40, 137, 15 * 16 + 15):
        sample_box(page).hover(position=place(page, p))
        wanted = told(lab, end, p)
        assert wanted.items() <= facts(page).items()
        assert outlined(page, 0) == edges((end["piece"] == end["piece"][p]).reshape(16, 16))
        given = torch.zeros(256, dtype=torch.bool)
        given[end["place"][end["piece"] == end["piece"][p]].long()] = True
        assert outlined(page, 1) == edges(given.reshape(16, 16))
        assert page.locator("figcaption span").nth(1).inner_text() == wanted["Training image"]
    sample_box(page).hover(position={"x": 1, "y": 1})  # outside the image: the nearest pixel
    assert facts(page)["Pixel"] == "row 1, column 1"
    page.mouse.move(0, 0)
    assert facts(page)["Pixel"] == "row 1, column 1"  # it stays


def middle(page):
    """Choose the pixel in the middle, no. 136."""
    page.evaluate("document.querySelector('.mosaic-lab').lab.set({ row: 9, column: 9 })")


def test_a_pixel_by_keyboard(opened, faces):
    lab = MosaicExplorer(faces, machine="bbELS", seed=3)
    page = opened(lab)
    middle(page)
    end = state(page)["end"]
    sample_box(page).focus()
    path = [("ArrowDown", (9, 8)), ("ArrowLeft", (9, 7)), ("PageUp", (4, 7)), ("Home", (4, 0)), ("ArrowLeft", (4, 0)),
            ("PageUp", (0, 0)), ("End", (0, 15)), ("PageDown", (5, 15)), ("ArrowUp", (4, 15))]
    for key, (i, j) in path:
        page.keyboard.press(key)
        wanted = told(lab, end, 16 * i + j)
        assert wanted.items() <= facts(page).items()
        spoken = says(page)
        assert spoken.startswith(f"Row {i + 1}, column {j + 1}: {wanted['Training image']}, ")
        assert spoken.endswith(f"in a piece of {wanted['Piece']}.")
        assert wanted["Displacement"].replace("none", "not displaced") in spoken
        assert spoken in sample_box(page).get_attribute("aria-label")


def test_a_pixel_by_finger(opened, faces):
    lab = MosaicExplorer(faces, machine="bbELS", seed=3)
    page = opened(lab, width=390)
    end, at = state(page)["end"], place(page, 100)
    box = sample_box(page).bounding_box()
    touch = {"clientX": box["x"] + at["x"], "clientY": box["y"] + at["y"], "pointerType": "touch", "pointerId": 1}
    sample_box(page).dispatch_event("pointerdown", touch)
    assert told(lab, end, 100).items() <= facts(page).items()


def spot(page, which):
    """Row, column (of the canvas) and size of a cursor, in shares of its picture."""
    outer = page.locator(".lab-sources canvas").nth(which).bounding_box()
    inner = page.locator(".lab-sources i").nth(which).bounding_box()
    return [(inner["y"] - outer["y"]) / outer["height"], (inner["x"] - outer["x"]) / outer["width"],
            inner["width"] / outer["width"]]


def test_cursors_sit_on_their_pixels(opened, faces):
    page = opened(MosaicExplorer(faces, machine="bbELS", seed=3))
    middle(page)
    for margin in (3, 4, 5):
        q = int(state(page)["end"]["place"][136])
        for which, (i, j) in enumerate([(8, 8), (q // 16, q % 16)]):
            wanted = [(i + margin) / (16 + 2 * margin), (j + margin) / (16 + 2 * margin), 1 / (16 + 2 * margin)]
            assert spot(page, which) == pytest.approx(wanted, abs=0.01)
        assert spot(page, 2) == pytest.approx([0.5, 0.5, 1 / 16], abs=0.01)
        after(page, lambda: keys(page, "[name=P]", "ArrowRight"))
    before = spot(page, 1)
    box = page.locator(".lab-sources canvas").nth(1).bounding_box()
    page.mouse.move(box["x"] + 80, box["y"] + 80)
    assert spot(page, 1) == before  # the training image is only to be looked at


def test_both_maps_show_one_pixel(opened, faces):
    lab = MosaicExplorer(faces, machine="bbELS", seed=3)
    page = opened(lab)
    end, source_map = state(page)["end"], page.locator(".lab-sources").last
    box = source_map.bounding_box()
    source_map.hover(position={"x": box["width"] * 3.5 / 16, "y": box["height"] * 12.5 / 16})
    assert told(lab, end, 12 * 16 + 3).items() <= facts(page).items()
    source_map.focus()
    page.keyboard.press("ArrowRight")
    assert told(lab, end, 12 * 16 + 4).items() <= facts(page).items()
    assert all(spot.is_visible() for spot in page.locator(".lab-sources i").all())


def canvas(page, which):
    """A canvas as (H, W, 4)."""
    size, data = page.evaluate("""n => { const c = document.querySelectorAll(".mosaic-lab .lab-sources canvas")[n];
        const { data } = c.getContext("2d").getImageData(0, 0, c.width, c.height);
        return [[c.height, c.width], Array.from(data)]; }""", which)
    return torch.tensor(data).reshape(*size, 4)


def shown(x):
    return ((x.reshape(3, 16, 16).clamp(-1, 1) + 1) * 127.5).movedim(0, -1)


def test_zeros_lie_outside_the_image(opened, faces):
    lab = MosaicExplorer(faces, machine="bbELS", seed=3)
    page = opened(lab)
    end = state(page)["end"]
    sample_box(page).hover(position=place(page, 0))  # its window reaches over the edge, and so does its source's
    assert end["place"][0] == 0 and "zeros outside the image" in facts(page)["Window"]
    got = canvas(page, 1)
    assert got.shape == (22, 22, 4)
    assert (got[:3, :7, :3] - 127.5).abs().max() <= 1 and (got[:3, :7, 3] == 255).all()  # zeros in the window
    assert (got[7:, 19:, 3] == 0).all()  # nothing where no window is
    image = shown(lab.data[int(end["source"][0])])
    assert (got[3:7, 3:7, :3] - image[:4, :4]).abs().max() <= 1
    frame = page.locator(".lab-window").nth(1)
    assert [frame.get_attribute(k) for k in ("x", "y", "width")] == ["-3", "-3", "7"]
    inner = canvas(page, 0)[3:19, 3:19, :3]
    assert (inner - shown(end["z"])).abs().max() <= 1


def test_a_torus_goes_on_at_its_other_side(opened, faces):
    lab = MosaicExplorer(faces, machine="ELS", seed=3)
    page = opened(lab)
    end = state(page)["end"]
    at = end["place"].long()
    p = int(((at % 16 < 3) & (at // 16 > 2) & (at // 16 < 13)).nonzero()[0])  # over the left edge only
    sample_box(page).hover(position=place(page, p))
    assert "comes in again at the other side" in facts(page)["Window"]
    i, j, image = int(at[p]) // 16, int(at[p]) % 16, shown(lab.data[int(end["source"][p])])
    got = canvas(page, 1)[i : i + 7, j : j + 7, :3]
    wanted = image.roll((3 - i, 3 - j), (0, 1))[:7, :7]
    assert (got - wanted).abs().max() <= 1
    again = [r for r in page.locator("svg >> nth=1").locator(".lab-again").all() if r.get_attribute("y") == str(i - 3)]
    assert str(j - 3 + 16) in [r.get_attribute("x") for r in again]


def test_strip_of_training_images(opened, faces):
    lab = MosaicExplorer(faces, machine="bbELS", seed=3)
    page = opened(lab)
    end = state(page)["end"]
    images, pixels = end["source"].long().unique(return_counts=True)
    order = sorted(zip((-pixels).tolist(), images.tolist(), strict=True))
    labels = [r.get_attribute("aria-label") for r in page.locator(".lab-givers input").all()]
    assert labels[0] == "All" and len(labels) == len(images) + 1
    for label, (n, m) in zip(labels[1:], order, strict=True):
        assert label.startswith(f"no. {m}, ") and f": {-n} pixel" in label
    page.locator(".lab-givers input").nth(2).click()
    n, m = order[1]
    assert says(page).startswith(f"no. {m}, ") and "lit in the picture" in says(page)

    def lit():
        return ((canvas(page, 0)[3:19, 3:19, :3] - shown(end["z"])).abs().amax(-1) <= 1).flatten()

    assert torch.equal(lit(), end["source"] == m) and -n == int(lit().sum())
    page.keyboard.press("ArrowLeft")
    assert torch.equal(lit(), end["source"] == order[0][1])
    page.keyboard.press("ArrowLeft")
    assert lit().all() and says(page) == "All pixels."


def test_the_lit_image_stays_while_steps_are_replayed(opened, faces):
    page = opened(MosaicExplorer(faces, machine="bbELS", seed=3))
    page.locator(".lab-givers input").last.click()
    name = page.locator(".lab-givers input:checked").get_attribute("aria-label").split(":")[0]
    for key in ("Home", "ArrowRight", "End"):
        keys(page, "[name=step]", key)
        assert page.locator(".lab-givers input:checked").get_attribute("aria-label").startswith(f"{name}:")


@pytest.mark.parametrize(("by", "key"), [("source", "source"), ("piece", "piece"), ("shift", None)])
def test_colours(opened, faces, by, key):
    page = opened(MosaicExplorer(faces, machine="bbELS", seed=3))
    end = state(page)["end"]
    page.locator("[name=colour]").select_option(by)
    same = end[key] if key else 1000 * end["down"] + end["across"]
    assert f"Sources: {len(same.unique())} " in page.locator(".lab-sources").last.get_attribute("aria-label")
    got = canvas(page, 2)[4::8, 4::8].reshape(256, 4)  # the middle of each pixel
    sure = end["weight"] > 0.999
    by_colour = {}
    for value, colour in zip(same[sure].tolist(), got[sure].tolist(), strict=True):
        by_colour.setdefault(value, set()).add(tuple(colour))
    assert len(by_colour) > 5 and all(len(colours) == 1 for colours in by_colour.values())
    # where the weight is shared the colour is paler
    assert (got[:, 3] < 255).sum() == ((0.3 + 0.7 * end["weight"]) * 255 < 254.5).sum()


# ---------------------------------------------------------------- consistency and replay
def test_consistency_in_numbers_and_marks(opened, faces):
    lab = MosaicExplorer(faces, machine="bbELS", seed=3)
    page = opened(lab)
    got = state(page)
    machine = equivariant.BBELS(lab.data[:20], 7)
    x = got["end"]["z"].double().reshape(1, 3, 16, 16)
    good = provenance.consistent(x, machine.seen(x, 0.02), lab.data[:20])
    right = int(good.sum())
    percent = f"{round(100 * right / 256)}\u00a0%"
    share = f"{right} of 256 pixels ({percent}) equal the centre of their nearest training window."
    assert page.locator(".lab-agrees").inner_text() == share and share in says(page) and right < 256
    marks = page.locator(".lab-wrong").first
    assert marks.get_attribute("d") == ""
    page.get_by_label("Mark pixels that are not consistent").check()
    assert marks.get_attribute("d").count("M") == 256 - right and says(page) == share
    keys(page, "[name=step]", "ArrowLeft")
    assert marks.get_attribute("d") == ""
    page.locator("[name=consistency]").focus()
    page.keyboard.press("Space")
    assert says(page) == "Marks off."
    page.keyboard.press("Space")
    assert says(page) == "Marks are for the sample at the last step."


def test_all_consistent_is_said(opened, faces):
    page = opened(MosaicExplorer(faces, machine="LS", N=2, P=31, seed=1))
    wanted = "All 256 pixels equal the centre of their nearest training window."
    assert page.locator(".lab-agrees").inner_text() == wanted
    assert "1 piece from 1 training image." in page.locator(".lab-words").inner_text()


def test_replay_by_slider(opened, faces):
    lab = MosaicExplorer(faces, machine="bbELS", seed=3)
    page = opened(lab)
    got = state(page)
    middle(page)
    keys(page, "[name=step]", "Home")
    for k in (0, 1, 2):
        text = page.locator(".lab-words").inner_text()
        pieces, images = (len(got[key][k].unique()) for key in ("piece", "source"))
        assert text.startswith(f"{pieces} pieces from {images} training images.")
        if k:
            moved = (got["source"][k] != got["source"][k - 1]) | (got["place"][k] != got["place"][k - 1])
            n = int(moved.sum())
            assert (f"{n} pixel" if n else "No pixel") in text and "changed source in this step" in text
        assert (canvas(page, 0)[3:19, 3:19, :3] - shown(got["x0_hat"][k])).abs().max() <= 1
        then = {key: got[key][k] for key in ("source", "piece", "down", "across")}
        assert told(lab, then, 136).items() <= facts(page).items()
        keys(page, "[name=step]", "ArrowRight")
    drag(page, "[name=step]", 0.1, 0.98)
    assert page.locator("[name=step]").input_value() == "20"
    assert "when the last noise went" in page.locator(".lab-words").inner_text()
    assert page.locator("[name=step]").get_attribute("aria-valuetext") == "20 of 20 · σ 0 · window 7"


def test_motion_plays_and_pauses(opened, faces):
    page = opened(MosaicExplorer(faces), motion="no-preference")
    assert page.locator("[name=step]").input_value() == "20"  # the first run ends at its end
    stop_the_clock(page)
    page.get_by_role("button", name="Play").click()
    page.clock.run_for(1600)
    page.get_by_role("button", name="Pause").click()
    k = page.locator("[name=step]").input_value()
    page.clock.run_for(5000)
    assert page.locator("[name=step]").input_value() == k and 5 < int(k) < 10  # four seconds for all
    page.get_by_role("button", name="Play").click()
    page.clock.run_for(4100)
    assert page.locator("[name=step]").input_value() == "20"
    assert page.get_by_role("button", name="Play").is_visible()


def seams(page):
    return page.locator(".lab-seams").first.get_attribute("d").count("M")


def test_pieces_are_seen_to_merge(opened, faces):
    """On the way the picture shows the borders of its pieces; the sample itself is seen without."""
    page = opened(MosaicExplorer(faces, P=5, seed=2))
    got = state(page)
    assert seams(page) == 0
    keys(page, "[name=step]", "Home")
    for k in range(3):
        piece = got["piece"][k].reshape(16, 16)
        assert seams(page) == int((piece.diff(dim=0) != 0).sum() + (piece.diff(dim=1) != 0).sum()) > 0
        keys(page, "[name=step]", "ArrowRight")


@pytest.mark.parametrize("images", ["clothes", "faces"])
def test_it_opens_on_the_largest_piece_that_holds_ink(opened, request, images):
    data = request.getfixturevalue(images)
    page = opened(MosaicExplorer(data, seed=4))
    end, (C, H, W) = state(page)["end"], data.images.shape[1:]
    x, piece = end["z"].reshape(C, H, W), end["piece"].reshape(H, W)
    spread = lambda k: float((x[:, piece == k].amax(1) - x[:, piece == k].amin(1)).max())  # noqa: E731
    largest = max((int((piece == k).sum()) for k in piece.unique() if spread(k) > 32 / 255), default=0)
    row, column = (int(n) - 1 for n in re.findall(r"\d+", facts(page)["Pixel"]))
    mine = piece[row, column]
    assert int((piece == mine).sum()) >= largest > 1 and spread(mine) > 16 / 255


def test_a_chosen_pixel_stays_and_else_the_largest_piece_is_looked_for_again(opened, faces):
    page = opened(MosaicExplorer(faces, P=7, seed=4))
    places = {facts(page)["Pixel"]}
    for _ in range(4):
        after(page, lambda: page.get_by_role("button", name="New picture").click())
        places.add(facts(page)["Pixel"])
    assert len(places) > 2
    sample_box(page).hover(position=place(page, 40))
    after(page, lambda: page.get_by_role("button", name="New picture").click())
    assert facts(page)["Pixel"] == "row 3, column 9"


def test_the_curve_of_pieces_is_clicked(opened, faces):
    page = opened(MosaicExplorer(faces, steps=10))
    curve = page.get_by_role("slider", name="Step, along the noise levels").first
    box = curve.bounding_box()
    curve.click(position={"x": 50, "y": 60})
    assert page.locator("[name=step]").input_value() == "0"
    curve.click(position={"x": box["width"] - 15, "y": 60})
    assert page.locator("[name=step]").input_value() == "10"
    page.keyboard.press("PageDown")
    assert page.locator("[name=step]").input_value() == "5" == curve.get_attribute("aria-valuenow")


def test_reduced_motion_goes_straight_to_the_end(opened, faces):
    page = opened(MosaicExplorer(faces))
    got = after(page, lambda: page.get_by_role("button", name="New picture").click())
    assert got["seed"] == 2 and page.locator("[name=step]").input_value() == "20"
    assert page.get_by_role("button", name="Play").is_visible()


# ---------------------------------------------------------------- controls
def test_controls(opened, faces):
    page = opened(MosaicExplorer(faces, machine=("bbELS", "LS", "ELS"), steps=3))
    assert after(page, lambda: keys(page, "[name=P]", "ArrowRight"))["params"]["windows"] == [[80, 9]]
    assert after(page, lambda: keys(page, "[name=N]", "Home"))["params"]["N"] == 10
    assert after(page, lambda: keys(page, "[name=steps]", "ArrowRight"))["params"]["steps"] == 4
    got = after(page, lambda: page.locator("[name=machine]").select_option("ELS"))
    assert got["params"]["machine"] == "ELS" and got["params"]["windows"] == [[80, 9]]
    page.get_by_text("Windows by noise level").click()
    got = after(page, lambda: page.locator("[name=shape]").select_option("reversed"))
    assert len(got["params"]["windows"]) == 6 and page.locator(".lab-handle").count() == 6
    page.locator("[name=seed]").fill("-3")
    got = after(page, lambda: page.keyboard.press("Tab"))
    assert got["seed"] == 0 and "0 was taken" in says(page)


def test_a_long_run_tells_how_far_it_is_and_can_be_cancelled(opened):
    page = opened(MosaicExplorer(load("fashion-mnist", n=100), machine="ELS", N=2, steps=50, P=27))
    before = page.locator(".lab-words").inner_text()
    keys(page, "[name=N]", "End")
    page.wait_for_selector(".mosaic-lab[data-long]")
    page.wait_for_function("/^Step \\d+ of 50/.test(document.querySelector('.lab-words').textContent)")
    page.get_by_role("button", name="Cancel").click()
    page.wait_for_function("document.querySelector('.lab-status').textContent.startsWith('Cancelled')")
    assert page.locator(".lab-words").inner_text() == before
    assert after(page, lambda: keys(page, "[name=N]", "Home"))["params"]["N"] == 2


@pytest.mark.parametrize(("settings", "words"), [
    ({"sigma_min": 90}, "sigma_min"), ({"N": 5000, "sizes": [5000], "most": {"bbELS": 5000}}, "N must be"),
])
def test_a_bad_setting_is_told_not_thrown(opened, faces, settings, words):
    page = opened(MosaicExplorer(faces), first="[data-error]", **settings)
    assert words in says(page)
    page.get_by_role("button", name="Play").click()
    sample_box(page).click()
    page.keyboard.press("ArrowDown")
    page.locator("[name=colour]").select_option("piece")
    page.locator("[name=consistency]").check()
    keys(page, "[name=step]", "ArrowRight")
    quiet(page)


# ---------------------------------------------------------------- everybody can use it
LABS = pytest.mark.parametrize("arguments", [
    {"steps": 5}, {"machine": ("ELS", "bbELS"), "windows": "released", "N": 60, "steps": 3},
], ids=["constant", "schedule"])


@LABS
@pytest.mark.parametrize("width", [320, 360])
def test_phone(opened, faces, arguments, width):
    page = opened(MosaicExplorer(faces, **arguments), width=width)
    page.get_by_text("Windows by noise level").click()
    quiet(page)
    assert not misfits(page)


@LABS
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(opened, faces, arguments, theme):
    page = opened(MosaicExplorer(faces, **arguments), theme=theme)
    page.get_by_text("Windows by noise level").click()
    quiet(page)
    assert not violations(page)


@LABS
def test_every_control_is_reached_and_seen_by_keyboard(opened, faces, arguments):
    page = opened(MosaicExplorer(faces, **arguments))
    stops, wrong = walk(page)
    assert stops and not wrong


def test_closing_stops_the_worker(opened, faces):
    page = opened(MosaicExplorer(faces, steps=2))
    close_lab(page)
