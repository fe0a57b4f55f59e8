"""FingersLab: arguments, the chapter's machine and counter, the page's engine against Python's, what a reader does."""

import base64
import dataclasses
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
    hears,
    keys,
    misfits,
    quiet,
    run,
    state,
    violations,
    walk,
    worker,
)
from mosaics import equivariant, fingers, ideal, local, prediction
from mosaics.core.data import levels, load
from mosaics.diffusion import last, sample
from mosaics.widgets import FingersLab
from mosaics.widgets.draws import normals
from mosaics.widgets.shared.base import esm

DRAW = {"machine": "LS", "N": 30, "P": 7, "until": 1.0, "steps": 5, "count": 2}
LAB = "document.querySelector('.mosaic-lab').lab"


@pytest.fixture(scope="module")
def hands():
    return load("hands", n=60)


@pytest.fixture(scope="module")
def lab(hands):
    return FingersLab(hands, steps=5)


# ---------------------------------------------------------------- arguments
@pytest.mark.parametrize(("arguments", "words"), [
    ({"N": 1}, "at least 2"), ({"N": 61}, "at most 60, got 61"), ({"P": 4}, "3 to 31, got 4"),
    ({"P": 33}, "3 to 31, got 33"), ({"until": 1.2}, "between 0 and 1, got 1.2"), ({"until": -0.1}, "between 0 and 1"),
    ({"seed": 100_000}, "at most 99999"), ({"steps": 51}, "at most 50"), ({"steps": 0}, "at least 1"),
    ({"machine": "IS"}, "LS, bbELS"),
])
def test_bad_arguments_are_named(hands, arguments, words):
    with pytest.raises(ValueError, match=words):
        FingersLab(hands, **arguments)


@pytest.mark.parametrize("arguments", [{"P": 7.0}, {"N": True}, {"until": "half"}, {"data": 3}])
def test_wrong_kinds_are_refused(hands, arguments):
    with pytest.raises(TypeError):
        FingersLab(**({"data": hands} | arguments))


def test_what_a_page_can_choose_fits_the_images(hands):
    s = FingersLab(hands, N=30, P=9, until=0.75).settings
    assert s["sizes"] == [20, 30, 50, 60] and s["sides"] == list(range(3, 32, 2)) and s["until"] == 0.75
    small = FingersLab(load("digits", n=12)).settings
    assert small["sides"] == [3, 5, 7, 9, 11, 13, 15] and small["training"] == []
    assert s["training"] == [5] * 60


def test_what_goes_into_a_page_is_light():
    """With 500 hands, before compression by the page's host; the page begins with 200, under a second for a picture."""
    lab = FingersLab()
    assert lab.shape == [500, 1, 32, 32] and len(json.dumps(lab.settings)) < 3000 and len(lab._esm) < 170_000
    assert lab.settings["N"] == 200 and lab.settings["sizes"] == [20, 50, 100, 200, 500]
    assert lab.made == {"lab": "FingersLab", "data": "hands@500", "fixed": {}}


# ---------------------------------------------------------------- Python's engine
def drawn(lab, params, noise):
    """The messages with pictures, and the last one."""
    *told, done = lab.answers("draw", params, noise)
    parts = [m["part"] for m in told]
    assert done["type"] == "done" and parts == sorted(parts) and parts[-1] == 1
    return [m for m in told if "picture" in m]


def test_it_is_the_chapters_machine_and_counter(lab):
    noise, sigmas = normals(3, 2 * 1024), prediction.levels(5)
    told = drawn(lab, DRAW, noise)
    start = sigmas[0] * noise.double().reshape(2, 1, 32, 32)
    expected = last(sample(local.LS(lab.data[:30], 7), start, sigmas))
    got = torch.cat([m["z"] for m in told])
    torch.testing.assert_close(got.double(), expected, atol=1e-6, rtol=0)
    found = fingers.count(got)
    assert [m["picture"] for m in told] == [0, 1]
    for name in ("fingers", "palms", "detached"):
        assert [m[name] for m in told] == getattr(found, name).tolist()


def test_with_the_whole_image_in_view_it_is_the_ideal_machine(lab):
    noise, sigmas = normals(3, 2 * 1024), prediction.levels(5)
    got = torch.cat([m["z"] for m in drawn(lab, DRAW | {"until": 0.0}, noise)])
    start = sigmas[0] * noise.double().reshape(2, 1, 32, 32)
    expected = last(sample(ideal.IdealDenoiser(lab.data[:30]), start, sigmas))
    torch.testing.assert_close(got.double(), expected, atol=1e-6, rtol=0)


def test_the_longer_the_whole_image_is_in_view_the_more_hands_have_five(hands):
    lab = FingersLab(hands)
    noise = normals(11, 12 * 1024)

    def fives(until):
        told = drawn(lab, {"machine": "LS", "N": 60, "P": 7, "until": until, "steps": 20, "count": 12}, noise)
        return sum(m["fingers"] == 5 and m["palms"] == 1 and m["detached"] == 0 for m in told)

    alone, repaired = fives(1.0), fives(0.4)
    assert alone <= 9 and repaired == 12


def test_a_readers_edit_counts(lab, monkeypatch):
    monkeypatch.setattr(fingers, "count", lambda images: fingers.Counted(*torch.tensor([[9], [1], [0]])))
    assert [m["fingers"] for m in drawn(lab, DRAW, normals(2, 2 * 1024))] == [9, 9]


def test_pictures_of_another_kind_are_not_counted():
    lab = FingersLab(load("emoji", n=20, size=16), steps=3)
    told = drawn(lab, DRAW | {"N": 20}, normals(2, 2 * 768))
    assert all("fingers" not in m and m["z"].shape == (1, 3, 16, 16) for m in told)


@pytest.mark.parametrize(("change", "words"), [
    ({"P": 4}, "odd"), ({"P": 65}, "63"), ({"P": "7"}, "odd integer"), ({"N": 61}, "at most 60"),
    ({"until": 2}, "between 0 and 1"), ({"count": 0}, "count"), ({"count": 3}, "noise must hold"),
    ({"steps": 0}, "steps"), ({"machine": "ELS"}, "machine must be one of LS, bbELS"),
])
def test_bad_messages_are_told(lab, change, words):
    (message, _), = run(lab, "draw", DRAW | change, normals(2, 2 * 1024))
    assert message["type"] == "error" and words in message["message"]


def test_another_task_is_refused(lab):
    (message, _), = run(lab, "wall", DRAW, normals(2, 2 * 1024))
    assert message["type"] == "error" and "task must be one of draw" in message["message"]


def test_poster(lab):
    image, alt = lab._poster()
    assert image.startswith(b"\x89PNG") and len(image) < 100_000
    assert "60 training images" in alt and "window of 7 by 7" in alt
    assert len(re.findall(r"\d fingers?|no whole hand", alt)) == 12


# ---------------------------------------------------------------- one counter, twice
COUNT = """(() => { SOURCE
    const floats = (text) => new Float32Array(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);
    window.counted = (text) => {
      const images = floats(text), out = [];
      for (let k = 0; k < images.length; k += 1024) out.push(count(images.subarray(k, k + 1024), 32));
      return out; };
    window.eyes = (text) => {
      const images = floats(text), out = [];
      for (let k = 0; k < images.length; k += 3072) out.push([...eyes(images.subarray(k, k + 3072))]);
      return out; };
    window.copied = (sources, places, text) => {
      const [source, place, mask] = [sources, places, text].map(floats), out = [];
      for (let k = 0; k < source.length; k += 1024) {
        const seen = { source: source.subarray(k, k + 1024), place: place.subarray(k, k + 1024) };
        out.push(copiedEyes(seen, Uint8Array.from(mask))); }
      return out; }; })();"""


def text(values):
    """Numbers as a page takes them."""
    return base64.b64encode(as_bytes(values.float())[0]).decode()


def cases():
    """Hands of 0 ... 7 fingers, with noise, samples of windows, blobs and noise; as they are and in grey levels."""
    generator = torch.Generator().manual_seed(1)
    some = [fingers.hands(20, seed=k, fingers=k) for k in range(8)]
    noisy = [hand + 0.4 * torch.randn(hand.shape, generator=generator) for hand in some]
    lab = FingersLab(load("hands", n=60), steps=10)
    asked = {"machine": "LS", "N": 60, "until": 1.0, "steps": 10, "count": 10}
    windows = [m["z"] for P in (3, 5, 11) for m in drawn(lab, asked | {"P": P}, normals(P, 10 * 1024))]
    noise = torch.randn(40, 1, 36, 36, generator=generator)
    blobs = [torch.nn.functional.avg_pool2d(noise, 5, 1) * 4, noise[..., :32, :32], torch.full((1, 1, 32, 32), -1.0)]
    every = torch.cat([*some, *noisy, *windows, *blobs]).float()
    return torch.cat([every, levels(every.clamp(-1, 1)).float() / 127.5 - 1])


def test_the_page_counts_as_python_does(page):
    images = cases()
    page.add_script_tag(content=COUNT.replace("SOURCE", worker(esm("fingers"))))
    got = page.evaluate("text => window.counted(text)", text(images))
    found = fingers.count(images)
    assert len(set(found.fingers.tolist())) >= 8 and not found.valid.all()
    for name in ("fingers", "palms", "detached"):
        assert [one[name] for one in got] == getattr(found, name).tolist()


def portraits():
    """All emoji, moved, darker, lighter, in noise and mixed; blocks and noise: as they are and in grey levels."""
    generator = torch.Generator().manual_seed(2)
    emoji = load("emoji").images
    noise = torch.randn(60, 3, 36, 36, generator=generator)
    some = [emoji, emoji.roll((2, 1), (2, 3)), emoji * 0.6, emoji * 0.5 + 0.4, (emoji + emoji.roll(1, 0)) / 2,
            emoji + 0.3 * torch.randn(emoji.shape, generator=generator), noise[..., :32, :32],
            torch.nn.functional.avg_pool2d(noise, 5, 1) * 4, torch.full((1, 3, 32, 32), -1.0)]
    return levels(torch.cat(some).clamp(-1, 1)).float() / 127.5 - 1


def test_the_page_finds_the_eyes_that_python_finds(page):
    """Pixel by pixel, those whose luminance is just the one that divides dark from light among them."""
    images = portraits()
    tie = torch.tensor([111, 117, 113]) / 127.5 - 1
    images[-1] = 1
    images[-1, :, 11:14, 9:12] = tie[:, None, None]  # 299, 587 and 114 of them are 114750: no pixel is below
    page.add_script_tag(content=COUNT.replace("SOURCE", worker(esm("fingers"))))
    got = torch.tensor(page.evaluate("text => window.eyes(text)", text(images)))
    wanted = fingers.eyes(images)
    assert len(set(wanted.amax((1, 2)).tolist())) >= 5 and not wanted[-1].any()
    assert torch.equal(got.reshape(wanted.shape), wanted)


def test_the_page_counts_what_is_copied_as_python_does(page):
    """What both machines see in moved faces, and places at random."""
    faces, generator = fingers.faces().images, torch.Generator().manual_seed(3)
    mask = fingers.eyes(faces) > 0
    x = torch.stack([faces[:12].roll(4, 2), faces[:12].roll(5, 3), faces[12:24].flip(3)]).flatten(0, 1)
    seen = [machine.seen(x, 0.08) for machine in (local.LS(faces, 5), equivariant.BBELS(faces, 5))]
    chance = torch.randint(len(mask) * 1024, x[:, 0].shape, generator=generator)
    seen.append(dataclasses.replace(seen[0], best=chance))
    best = torch.cat([one.best for one in seen])
    page.add_script_tag(content=COUNT.replace("SOURCE", worker(esm("fingers"))))
    got = page.evaluate("([s, p, m]) => window.copied(s, p, m)", [text(best // 1024), text(best % 1024), text(mask)])
    assert got == torch.cat([fingers.copied_eyes(one, mask) for one in seen]).tolist() and len(set(got)) >= 4


# ---------------------------------------------------------------- the page's engine
def check(lab, got):
    """Pictures of the page against Python's from the same noise, and their counts in the page's pixels."""
    told = drawn(lab, got["params"], got["noise"])
    assert len(told) == len(got["pictures"]) == len(got["seeds"])
    for m, z in zip(told, got["pictures"], strict=True):
        close(z, m["z"])
    found = fingers.count(torch.stack(got["pictures"]).reshape(-1, 1, 32, 32))
    for name in ("fingers", "palms", "detached"):
        assert [one[name] for one in got["found"]] == getattr(found, name).tolist()


@pytest.mark.parametrize("values", [{}, {"P": 3, "N": 41, "seed": 9}, {"P": 11, "until": 0.6}, {"until": 0}])
def test_the_page_computes_what_python_does(opened, lab, values):
    page = opened(lab)
    quiet(page)
    if values:
        after(page, lambda: page.evaluate(f"values => {LAB}.set(values, 'stay')", values))
    got = state(page)
    assert got["engine"] == "page" and {key: got["params"].get(key, got["seed"]) for key in values} == values
    torch.testing.assert_close(got["noise"], normals(got["seed"], 1024))
    check(lab, got)


def test_many_are_drawn_and_told(opened, lab):
    page = opened(lab)
    quiet(page)
    got = after(page, lambda: page.click("text=Draw 20"))
    assert got["seeds"] == list(range(2, 22)) and got["seed"] == 21 and got["params"]["count"] == 20
    check(lab, got)
    assert page.locator(".lab-shots label").count() == 21
    told = [page.locator(".lab-shots small").nth(k).inner_text() for k in range(1, 21)]
    found = [str(one["fingers"]) if one["palms"] == 1 and not one["detached"] else "none" for one in got["found"]]
    assert told == found
    hands = [text for text in page.locator(".lab-shots small").all_inner_texts() if text != "none"]
    fives = hands.count("5")
    hears(page, f"{fives} of {len(hands)} hand")
    interval = fingers.share(fives, len(hands))
    said = page.locator(".fingers-words").inner_text()
    wanted = [f"{100 * part:.0f}\u00a0%" for part in interval]
    assert re.search(rf"That is {wanted[0]}; 95\u00a0% interval {wanted[1]} to {wanted[2]}\.", said)
    assert "All 60 training hands have five." in said
    label = page.locator(".fingers-bars").get_attribute("aria-label")
    assert all(f"{hands.count(str(n))} of {n} finger" in label for n in range(8) if str(n) in hands)
    assert "Training: 60 of 5 fingers." in label


def test_python_computes_where_a_kernel_runs(opened, lab):
    page = opened(lab, kernel=answering(lab))
    page.wait_for_function("document.querySelector('.mosaic-lab').dataset.engine === 'kernel'")
    quiet(page)
    got = state(page)
    assert got["engine"] == "kernel" and got["params"]["P"] == 7
    check(lab, got)


# ---------------------------------------------------------------- what a reader does
def test_a_window_has_a_tally_of_its_own(opened, lab):
    page = opened(lab)
    quiet(page)
    after(page, lambda: page.click("text=Draw one"))
    assert page.locator(".lab-shots label").count() == 2
    got = after(page, lambda: keys(page, "[name=P]", "ArrowRight"))
    assert got["params"]["P"] == 9 and got["seed"] == 2 and page.locator(".lab-shots label").count() == 1
    after(page, lambda: keys(page, "[name=P]", "ArrowLeft"))
    assert page.locator(".lab-shots label").count() == 2


def test_a_picture_of_the_strip_comes_back_without_a_job(opened, lab):
    page = opened(lab)
    quiet(page)
    first = state(page)["result"]
    after(page, lambda: page.click("text=Draw one"))
    done = page.locator(".mosaic-lab").get_attribute("data-done")
    page.locator(".lab-shots input").first.check(force=True)
    got = state(page)
    assert got["seed"] == 1 and torch.equal(got["result"], first)
    assert page.evaluate(f"{LAB}.get()")["seed"] == 1 and page.locator("[name=seed]").input_value() == "1"
    assert page.locator(".mosaic-lab").get_attribute("data-done") == done
    hears(page, "Seed 1.")


def test_escape_stops_a_batch_and_what_is_there_is_told(opened, hands):
    page = opened(FingersLab(hands, steps=50))
    quiet(page)
    page.click("text=Draw 20")
    page.wait_for_function("document.querySelectorAll('.lab-shots label').length > 2")
    assert page.locator("text=/Stop \\(\\d+ of 20\\)/").count() == 1
    page.keyboard.press("Escape")
    quiet(page)
    there = page.locator(".lab-shots label").count()
    assert 2 < there < 21 and page.locator("text=Draw 20").count() == 1
    hears(page, f"Stopped after {there - 1} of 20.")
    assert page.evaluate(f"{LAB}.get()")["seed"] == there
    after(page, lambda: page.click("text=Draw 20"))  # those that are not there yet
    assert page.locator(".lab-shots label").count() == there + 20


def test_a_run_that_was_cancelled_is_offered_again(opened, hands):
    page = opened(FingersLab(hands, steps=50))
    quiet(page)
    page.evaluate(f"{LAB}.set({{ N: 50, seed: 77 }}, 'stay'); {LAB}.cancel()")
    page.wait_for_function("!('busy' in document.querySelector('.mosaic-lab').dataset)")
    assert page.locator("text=Run again").is_visible() and state(page)["params"]["N"] == 60
    got = after(page, lambda: page.click("text=Run again"))
    assert got["params"]["N"] == 50 and got["seed"] == 77 and not page.locator("text=Run again").is_visible()


def test_pictures_of_another_size_are_shown_and_not_counted(opened):
    page = opened(FingersLab(load("emoji", n=30, size=16), steps=4))
    quiet(page)
    after(page, lambda: page.click("text=Draw 20"))
    assert page.locator(".lab-shots label").count() == 21 and not page.locator(".fingers-bars").count()
    assert "Nothing is counted here" in page.locator(".fingers-words").inner_text()
    hears(page, "20 drawn")
    assert "fingers" not in page.evaluate(f"{LAB}.python()") and not page.locator("[name=data]").is_visible()


# ---------------------------------------------------------------- faces
TO_FACES = """async (values) => {
    const first = document.querySelector(".mosaic-lab").lab;
    const refused = first.set({ data: "faces", ...values }, "stay");
    await first.coming;
    return refused; }"""


def to_faces(page, **values):
    assert page.evaluate(TO_FACES, values) == []
    page.wait_for_selector(".mosaic-lab[data-done]")
    quiet(page)
    return state(page)


def eyes_again(got):
    """Of each picture of the page, by the machine that drew it."""
    asked = got["params"]
    images = fingers.faces().images[: asked["N"]]
    kind = {"LS": local.LS, "bbELS": equivariant.BBELS}[asked["machine"]]
    machine = kind(images, asked["P"] if asked["until"] == 1 else 63)
    z = torch.stack(got["pictures"]).reshape(-1, 3, 32, 32)
    return fingers.copied_eyes(machine.seen(z, 0.0781), fingers.eyes(images) > 0).tolist()


def test_a_preset_leads_to_faces_whose_eyes_are_counted(opened, lab):
    page = opened(lab)
    quiet(page)
    got = to_faces(page, P=7, seed=3)
    assert got["params"] | {"shape": None} == {"machine": "LS", "N": 72, "P": 7, "until": 1, "steps": 5, "count": 1,
                                               "shape": None}
    assert page.evaluate(f"{LAB}.get()")["data"] == "faces" and page.locator("[name=data]").input_value() == "faces"
    got = after(page, lambda: page.click("text=Draw 20"))
    found = [one["eyes"] for one in got["found"]]
    assert found == eyes_again(got) and len(set(found)) >= 2
    told = page.locator(".lab-shots small").all_inner_texts()
    assert told[1:] == [str(n) for n in found]
    two = told.count("2")
    hears(page, f"{two} of 21 faces have two.")
    assert "All 72 training faces have two." in page.locator(".fingers-words").inner_text()
    label = page.locator(".fingers-bars").get_attribute("aria-label")
    assert f"{two} of 2 eyes" in label and "Training: 72 of 2 eyes." in label
    assert page.get_by_text("How many eyes?").is_visible()


def test_the_focus_goes_along_to_faces(opened, lab):
    """A preset has given it to the lab whose place the next one takes."""
    page = opened(lab)
    quiet(page)
    page.evaluate(f"{LAB}.takeFocus()")
    to_faces(page, P=7)
    assert page.evaluate(f"document.activeElement === {LAB}.root && document.contains({LAB}.root)")


def test_a_machine_that_does_not_know_places_is_chosen_by_hand(opened, lab):
    page = opened(lab)
    quiet(page)
    to_faces(page, N=20, P=5)
    got = after(page, lambda: page.locator("[name=machine]").select_option("bbELS"))
    assert got["params"]["machine"] == "bbELS" and got["params"]["N"] == 20
    assert [one["eyes"] for one in got["found"]] == eyes_again(got)
    assert page.locator(".lab-shots label").count() == 1  # a tally of its own
    after(page, lambda: page.locator("[name=machine]").select_option("LS"))
    assert page.locator(".lab-shots label").count() == 1


def test_both_engines_draw_and_count_faces_alike(opened, lab):
    """With windows that do not know their place."""
    values = {"machine": "bbELS", "N": 20, "P": 7, "seed": 4}
    here = opened(lab)
    quiet(here)
    wanted = to_faces(here, **values)
    there = opened(lab, kernel=answering(lab), first="[data-engine=kernel][data-done]")
    quiet(there)
    got = to_faces(there, **values)
    assert got["engine"] == "kernel" and wanted["engine"] == "page" and got["found"] == wanted["found"]
    close(got["pictures"][0], wanted["pictures"][0])
    space = {}
    exec(here.evaluate(f"{LAB}.python()"), space)
    assert space["found"].tolist() == [wanted["found"][0]["eyes"]]
    assert lab.data.shape == (60, 1, 32, 32)  # the lab's own are as before


def test_faces_are_chosen_by_keys_and_hands_are_as_they_were(opened, lab):
    page = opened(lab)
    quiet(page)
    after(page, lambda: page.click("text=Draw one"))
    page.locator("[name=data]").focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_function("document.querySelector('.mosaic-lab').lab.data === 'faces'")
    page.wait_for_selector(".mosaic-lab[data-done]")
    quiet(page)
    assert page.evaluate("document.activeElement.name") == "data" and state(page)["seed"] == 2
    page.keyboard.press("ArrowUp")
    page.wait_for_function("document.querySelector('.mosaic-lab').lab.data === 'hands@60'")
    page.wait_for_selector(".mosaic-lab[data-done]")
    quiet(page)
    assert page.locator(".lab-shots label").count() == 2 and page.evaluate("document.activeElement.name") == "data"
    hears(page, "Seed 2")


def test_pictures_that_do_not_come_leave_the_lab_as_it_is(opened, lab):
    page = opened(lab)
    quiet(page)
    page.evaluate(f"""() => {{ {LAB}.model.get("others").faces.images = () =>
        Promise.reject(new Error("no such file")); }}""")
    page.locator("[name=data]").select_option("faces")
    hears(page, "The pictures did not come: no such file.")
    assert page.locator("[name=data]").input_value() == "hands@60" and state(page)["params"]["N"] == 60


def test_hands_after_all_while_faces_are_coming(opened, lab):
    page = opened(lab)
    quiet(page)
    page.evaluate(f"""() => {{ const faces = {LAB}.model.get("others").faces, load = faces.images;
        faces.images = () => new Promise((come) => {{ window.come = () => come(load()); }}); }}""")
    page.locator("[name=data]").select_option("faces")
    hears(page, "Loading the pictures.")
    page.locator("[name=data]").select_option("hands@60")
    page.evaluate("window.come()")
    quiet(page)
    assert page.evaluate(f"{LAB}.data") == "hands@60" and page.locator("[name=data]").input_value() == "hands@60"


def test_faces_are_a_file_that_other_labs_have_too():
    """All emoji, of which the page takes some rows: those of `fingers.faces`."""
    other, faces = FingersLab(load("hands", n=30)).others["faces"], fingers.faces()
    every = torch.frombuffer(bytearray(other["images"]), dtype=torch.uint8).reshape(-1, 3, 32, 32)
    assert torch.equal(every, levels(load("emoji").images))
    assert torch.equal(every[other["rows"]], levels(faces.images)) and other["labels"] == faces.labels.tolist()
    assert other["settings"]["training"] == [2] * 72 and other["made"]["data"] == "faces"
    lab = FingersLab(faces, machine="bbELS")
    assert lab.made["data"] == "faces" and not lab.others and lab.settings["N"] == 72
    assert FingersLab(faces._replace(images=faces.images.flip(0))).made["data"] == "own"


def test_fewer_images_where_a_picture_takes_long(hands):
    s = FingersLab(load("hands", n=150), machine="bbELS").settings
    assert s["N"] == 100 and s["most"] == {"LS": 500, "bbELS": 100} and s["sizes"] == [20, 50, 100, 150]
    with pytest.raises(ValueError, match="at most 100"):
        FingersLab(load("hands", n=150), machine="bbELS", N=120)


def test_training_hands_are_counted_once(hands, monkeypatch):
    """And anew where a reader has another counter."""
    first = FingersLab(hands).settings["training"]
    calls = []

    def none(images):
        calls.append(len(images))
        return fingers.Counted(*torch.zeros(3, len(images), dtype=torch.int64))

    monkeypatch.setattr(fingers, "count", none)
    assert [FingersLab(hands).settings["training"] for _ in range(2)] == [[-1] * 60] * 2 and calls == [60]
    monkeypatch.undo()
    assert FingersLab(hands).settings["training"] == first == [5] * 60


OWN = """async (pixels) => {
    const lab = document.querySelector(".mosaic-lab").lab, bytes = Uint8Array.from(pixels);
    const set = { bytes, shape: [bytes.length / 1024, 1, 32, 32], labels: [], classes: [] };
    const there = await lab.own.take(set);
    return [there.settings.N, there.settings.training.length, there.counter !== undefined]; }"""


def test_a_readers_own_hands_are_drawn_and_counted(opened, lab):
    page = opened(lab)
    quiet(page)
    pixels = levels(fingers.hands(6, seed=9, fingers=4)).flatten().tolist()
    assert page.evaluate(OWN, pixels) == [6, 0, True]
    page.wait_for_selector(".mosaic-lab[data-done]")
    quiet(page)
    after(page, lambda: page.evaluate(f"{LAB}.set({{ until: 0 }}, 'stay')"))
    got = state(page)
    assert got["params"]["N"] == 6 and got["found"][0]["fingers"] == 4
    assert "training" not in page.locator(".fingers-words").inner_text()
    assert not page.locator(".fingers-key").is_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_accessible_and_fit_for_a_phone(opened, lab, theme):
    page = opened(lab, theme=theme, width=390)
    quiet(page)
    after(page, lambda: page.click("text=Draw 20"))
    assert not violations(page) and not misfits(page, scrolling=".lab-strip")
    stops, wrong = walk(page)
    assert stops >= 6 and not wrong


def test_closing_ends_the_worker(opened, lab):
    close_lab(opened(lab))
