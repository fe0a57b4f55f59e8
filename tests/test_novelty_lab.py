"""NoveltyLab: arguments, the chapter's measures, the page's engine against Python's, what a reader does with it."""

import re

import numpy as np
import pytest
import torch
from labs import (
    after,
    answering,
    close,
    close_lab,
    hears,
    joined,
    keys,
    misfits,
    quiet,
    run,
    state,
    violations,
    walk,
)
from mosaics import creativity, prediction
from mosaics.core import data
from mosaics.core.data import Dataset, load
from mosaics.creativity import fools
from mosaics.diffusion import last, sample
from mosaics.widgets import NoveltyLab
from mosaics.widgets import novelty as module
from mosaics.widgets.draws import normals
from mosaics.widgets.shared.own import own_set, own_text
from plane_table import CASES, oracle
from shifts_table import oracle as nearest

RUN = {"machine": "LS", "N": 40, "P": 5, "steps": 4, "count": 3}
LAB = "document.querySelector('.mosaic-lab').lab"
WORDS = "document.querySelector('.novelty-stage .lab-words').textContent"


@pytest.fixture(scope="module")
def clothes():
    return load("fashion-mnist", n=60, size=16)


@pytest.fixture(scope="module")
def lab(clothes):
    return NoveltyLab(clothes, steps=4, count=4)


# ---------------------------------------------------------------- the measures, against their definitions
@pytest.mark.parametrize("row", CASES, ids=[f"{k}" for k in range(len(CASES))])
def test_places_are_the_definitions(row):
    wanted = oracle(row)
    far = creativity.window_distances(row["x"], row["images"], row["P"])
    assert torch.allclose(far[0], wanted["far"], atol=1e-9)
    assert float(creativity.coherence(far, wanted["limit"])) == wanted["coherence"]
    got = float(creativity.shifted_novelty(row["x"], row["images"])) / row["unit"]
    assert got == pytest.approx(wanted["novelty"], abs=1e-12) and nearest(row)["nearest"] == wanted["nearest"]


# ---------------------------------------------------------------- arguments
@pytest.mark.parametrize(("arguments", "words"), [
    ({"P": 4}, "1 to 15, got 4"), ({"P": 17}, "1 to 15, got 17"), ({"P": -1}, "1 to 15"), ({"N": 61}, "at most 60"),
    ({"N": 1}, "at least 2"), ({"seed": -1}, "at least 0"), ({"steps": 51}, "at most 50"), ({"count": 1}, "at least 2"),
    ({"count": 25}, "at most 24"), ({"machine": "ES"}, "machine"), ({"machine": ()}, "at least one"),
    ({"machine": ("LS", "LS")}, "each of its machines once"), ({"show": "own"}, "show"), ({"show": "beauty"}, "show"),
    ({"unseen": torch.zeros(3, 1, 8, 8)}, "unseen"), ({"unseen": torch.zeros(1, 1, 16, 16)}, "unseen pictures"),
])
def test_bad_arguments_are_named(clothes, arguments, words):
    with pytest.raises(ValueError, match=words):
        NoveltyLab(clothes, **arguments)


def test_wrong_kinds_and_too_few_images_are_refused(clothes):
    for arguments in ({"P": 5.0}, {"P": True}, {"machine": 3}, {"data": 3}, {"steps": "3"}):
        with pytest.raises(TypeError):
            NoveltyLab(**({"data": clothes} | arguments))
    with pytest.raises(ValueError, match="number of images must be at least 8"):
        NoveltyLab(clothes.images[:7])
    with pytest.raises(ValueError, match="copies for a half"):
        NoveltyLab(clothes, clothes.images[:4])


def test_where_unseen_pictures_come_from(clothes, lab):
    assert lab.settings["unseen"] == {"how": "holdout", "n": 30} and len(lab.data) == 60
    held = load("fashion-mnist-holdout", n=30, size=16).images
    levels = (held * 127.5 + 127.5).round() / 127.5 - 1
    plane = creativity.Plane(lab.data, levels, 5)
    assert lab.ruler == (plane.unit, 5, plane.limit)
    emoji = NoveltyLab(load("emoji", n=40, size=16), count=3)
    assert emoji.settings["unseen"] == {"how": "last", "n": 10} and len(emoji.data) == 30 and len(emoji.labels) == 30
    given = NoveltyLab(clothes.images, held[:5])
    assert given.settings["unseen"] == {"how": "given", "n": 5}


def test_slow_machines_get_fewer_images():
    assert module.affordable("LS", 1000, 16**4, 8) == 1000 and module.affordable("ELS", 1000, 16**4, 8) == 100
    assert module.affordable("bbELS", 1000, 16**4, 16) == 50 and module.affordable("bbELS", 30, 16**4, 8) == 30


def test_the_books_ruler_is_the_one_of_the_stored_places():
    """Its unit is computed anew, 250 unseen pictures against 1000; its limit is the file's."""
    lab = NoveltyLab(machine="LS")
    held = load("fashion-mnist-holdout", n=250, size=16).images
    assert float(creativity.shifted_novelty(held, lab.data).median()) == pytest.approx(lab.ruler.unit, abs=5e-4)
    assert lab.settings["unseen"]["n"] == 250 and len(lab.data) == 1000
    if (data.ROOT / "results" / "plane.json").is_file():
        row = data.results("plane")["sets"]["unseen"]["coherence, matching P=5"]
        assert lab.ruler.limit == pytest.approx(row["limit"], abs=1e-4)
    known = {each["name"]: each for each in lab.settings["known"]}
    assert known["training"]["coherence"] == 1 and known["training"]["novelty"] == 0 and "unseen" in known


# ---------------------------------------------------------------- sets of pictures
def test_sets_are_the_chapters(lab):
    sets = torch.from_numpy(np.frombuffer(lab.first, np.float32).copy()).reshape(9, 4, 1, 16, 16)
    by = dict(zip(lab.settings["sets"], sets, strict=True))
    assert torch.equal(by["training"], lab.data[:4]) and not by["grey"].any()
    assert torch.equal(by["mean_image"], fools.mean_image(lab.data, 4)) and (by["noise"].abs() == 1).all()
    seeded = lambda: torch.Generator().manual_seed(15)  # noqa: E731
    assert torch.equal(by["glued"], fools.glued(lab.data, 4, seeded()))
    assert torch.equal(by["noisy_copies"], fools.noisy_copies(lab.data, 4, seeded()))
    assert torch.equal(by["one_kind"], fools.one_kind(lab.data, 4))


def test_each_set_fools_what_it_must(lab):
    """Copies are no new pictures wherever they were moved; noise and grey are new; glued halves are coherent."""
    sets = torch.from_numpy(np.frombuffer(lab.first, np.float32).copy()).reshape(9, 4, 1, 16, 16)
    places = {}
    for name, x in zip(lab.settings["sets"], sets, strict=True):
        *told, _ = lab.answers("place", RUN | {"given": True, "count": 4}, x)
        places[name] = module.summary([m["novelty"] for m in told], [m["coherence"] for m in told])
    assert places["training"] == (0, 1) and places["moved"][0] < 1e-6
    assert places["noise"][0] > 3 and places["noise"][1] == 0 and places["grey"][0] > 2
    assert places["glued"][1] > 0.8 and places["glued"][0] > 0.3


# ---------------------------------------------------------------- Python's engine
@pytest.mark.parametrize("machine", ["LS", "ELS", "bbELS", "IS", "Wiener"])
def test_it_is_the_chapters_machines_and_measures(lab, machine):
    noise = normals(5, 3 * 256)
    *told, done = lab.answers("place", RUN | {"machine": machine}, noise)
    sigmas, z = prediction.levels(4), noise.double().reshape(3, 1, 16, 16)
    denoise = prediction.machine(machine, lab.data[:40], None if machine in ("IS", "Wiener") else 5)
    expected = last(sample(denoise, sigmas[0] * z, sigmas))
    torch.testing.assert_close(torch.cat([m["x"] for m in told]), expected, atol=1e-6, rtol=0)
    far = creativity.window_distances(expected, lab.data, 5)
    torch.testing.assert_close(torch.stack([m["far"] for m in told]), far, atol=1e-6, rtol=0)
    wanted = creativity.shifted_novelty(expected, lab.data) / lab.ruler.unit
    assert [m["novelty"] for m in told] == pytest.approx(wanted.tolist(), abs=1e-6)
    assert [m["coherence"] for m in told] == creativity.coherence(far, lab.ruler.limit).tolist()
    assert done == {"type": "done"} and [m["picture"] for m in told] == [0, 1, 2]


def test_a_readers_edit_counts(lab, monkeypatch):
    monkeypatch.setattr(creativity, "coherence", lambda far, limit: torch.tensor([0.25]))
    assert lab.answers("place", RUN, normals(2, 3 * 256))[0]["coherence"] == 0.25


@pytest.mark.parametrize(("change", "words"), [
    ({"machine": "ES"}, "machine must be"), ({"N": 61}, "at most 60"), ({"P": 4}, "odd"), ({"count": 0}, "count"),
    ({"count": 4}, "noise must hold"), ({"steps": 0}, "steps"), ({"count": 201}, "at most 200"), ({"P": None}, "P"),
])
def test_bad_messages_are_told(lab, change, words):
    (message, _), = run(lab, "place", RUN | change, normals(2, 3 * 256))
    assert message["type"] == "error" and words in message["message"]


def test_poster(lab):
    image, alt = lab._poster()
    assert image.startswith(b"\x89PNG") and len(image) < 150_000
    assert "machine LS made from 60 training images with windows of 7 by 7" in alt and "median novelty" in alt


# ---------------------------------------------------------------- the page's engine
def check(lab, got):
    """What the page has computed against Python's from the same numbers."""
    *told, _ = lab.answers("place", got["params"], got["noise"])
    assert len(told) == len(got["x"]) == got["params"]["count"]
    worst = 0.0
    for k, m in enumerate(told):
        worst = max(worst, close(got["x"][k], m["x"]), close(got["far"][k], m["far"]))
        close(got["novelty"][k], m["novelty"])
        clear = float(((m["far"] - lab.ruler.limit).abs() > 1e-3).double().mean())
        assert abs(got["coherence"][k] - m["coherence"]) <= 1 - clear
        assert (got["nearest"][k], got["shift"][k]) == (m["nearest"], m["shift"])
    return worst


@pytest.mark.parametrize("machine", ["LS", "ELS", "bbELS", "IS", "Wiener"])
def test_the_page_computes_what_python_does(opened, lab, machine):
    page = opened(lab)
    got = after(page, lambda: page.evaluate(f"name => {LAB}.set({{ machine: name, N: 40, seed: 7 }}, 'stay')", machine))
    assert got["engine"] == "page" and got["params"]["machine"] == machine and got["params"]["N"] == 40
    torch.testing.assert_close(got["noise"], torch.cat([normals(7 + k, 256) for k in range(4)]))
    print(f"NoveltyLab, {machine}: {check(lab, got):.1e}")


@pytest.mark.parametrize("show", ["unseen", "moved", "noisy_copies", "noise", "glued"])
def test_the_page_places_sets_as_python_does(opened, lab, show):
    page = opened(lab)
    got = after(page, lambda: page.select_option("[name=show]", show))
    at = list(lab.settings["sets"]).index(show)
    sets = torch.from_numpy(np.frombuffer(lab.first, np.float32).copy()).reshape(9, 4, -1)
    assert torch.equal(joined(got["x"]), sets[at])
    check(lab, got)
    assert page.locator("[name=P]").is_hidden() and page.locator("[name=machine]").is_hidden()
    assert lab.settings["sets"][show] in page.evaluate(WORDS)


def test_colour(opened):
    lab = NoveltyLab(load("emoji", n=24, size=16), machine=("bbELS", "LS"), P=5, steps=3, count=2)
    got = state(opened(lab))
    assert got["params"]["machine"] == "bbELS" and got["x"][0].numel() == 768
    check(lab, got)


def test_python_computes_where_a_kernel_runs(opened, lab):
    page = opened(lab, kernel=answering(lab), first="[data-engine=kernel][data-done]")
    quiet(page)
    got = state(page)
    assert got["engine"] == "kernel"
    check(lab, got)
    got = after(page, lambda: page.select_option("[name=show]", "noise"))
    assert got["engine"] == "kernel" and got["params"]["given"] and got["coherence"] == [0, 0, 0, 0]


# ---------------------------------------------------------------- what a reader does
def trail(page):
    return page.locator(".novelty-plane .lab-dot").count()


def test_dragging_the_window_leaves_a_trail(opened, lab):
    page = opened(lab)
    assert trail(page) == 1
    got = after(page, lambda: keys(page, "[name=P]", "ArrowRight"))
    assert got["params"]["P"] == 9 and trail(page) == 2 and "9 × 9" in page.evaluate(WORDS)
    quiet(page)
    done = page.locator(".mosaic-lab").get_attribute("data-done")
    keys(page, "[name=P]", "ArrowLeft")
    quiet(page)
    assert page.locator(".mosaic-lab").get_attribute("data-done") == done  # from what is kept
    assert state(page)["params"]["P"] == 7 and "7 × 7" in page.evaluate(WORDS) and trail(page) == 2
    after(page, lambda: page.click("text=New pictures"))
    assert state(page)["seed"] == 5 and trail(page) == 1  # other pictures, another trail


def test_a_long_drag_ends_where_the_hand_does(opened, lab):
    page = opened(lab)
    page.locator("[name=P]").focus()
    for _ in range(12):
        page.keyboard.press("ArrowLeft")
    quiet(page)
    assert state(page)["params"]["P"] == 1 == page.evaluate(f"{LAB}.get().P")
    keys(page, "[name=P]", "End")
    quiet(page)
    got = state(page)
    assert got["params"]["P"] == 31 and page.evaluate(f"{LAB}.get().P") == "all"
    assert got["novelty"] == pytest.approx([0] * 4, abs=0.05)  # the ideal machine: copies


def test_every_window_in_one_go(opened, lab):
    page = opened(lab)
    page.click("text=Try every window")
    page.wait_for_function("document.querySelectorAll('.novelty-plane .lab-dot').length === 9")
    quiet(page)
    assert page.locator("button:text-is('Try every window')").count() == 1
    novelty = page.evaluate(f"{LAB}.plane.look.trail.map(([P, place]) => place)")
    assert novelty[-1]["novelty"] < 0.05 < novelty[0]["novelty"] and novelty[0]["coherence"] < novelty[-1]["coherence"]


def test_a_tour_is_stopped(opened):
    page = opened(NoveltyLab(load("fashion-mnist", n=300, size=16), steps=20, count=12))
    page.click("text=Try every window")
    page.wait_for_selector(".mosaic-lab[data-busy]")
    page.keyboard.press("Escape")
    quiet(page)
    assert page.locator("button:text-is('Try every window')").count() == 1 and trail(page) < 9
    assert "Cancelled." in page.inner_text(".lab-status")


def test_machines_without_windows_have_no_slider_and_a_torus_no_whole(opened, lab):
    page = opened(lab)
    after(page, lambda: page.select_option("[name=machine]", "IS"))
    assert page.locator("[name=P]").is_hidden() and "P" not in page.evaluate(f"{LAB}.get()")
    after(page, lambda: page.select_option("[name=machine]", "ELS"))
    assert page.locator(".novelty-other").count() == 1  # the trail of LS, from the same noises
    after(page, lambda: keys(page, "[name=P]", "End"))
    assert state(page)["params"]["P"] == 15
    assert page.evaluate(f"{LAB}.set({{ P: 'all' }}, 'stay')") == ["P"]


def test_a_picture_is_chosen_by_keys_and_on_the_plane(opened, lab):
    page = opened(lab)
    page.locator(".lab-shots input").first.focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(f"{LAB}.get().picture") == 2
    got = state(page)
    near = got["nearest"][1]
    assert f"no. {near}, {lab.classes[lab.labels[near]]}" in page.locator(".novelty-one").inner_text()
    hears(page, f"Seed 2: novelty {got['novelty'][1]:.2f}")
    spot = page.evaluate(f"{LAB}.plane.spots[3]")
    box = page.locator(".novelty-plane svg").bounding_box()
    page.mouse.click(box["x"] + spot[0], box["y"] + spot[1])
    assert page.evaluate(f"{LAB}.get().picture") == 4


def test_the_nearest_training_picture_is_shown_moved(opened, lab):
    page = opened(lab)
    after(page, lambda: page.select_option("[name=show]", "moved"))
    shift = state(page)["shift"][0]
    assert shift != [0, 0] and "moved" in page.locator(".novelty-one").inner_text()
    ink = """k => { const c = document.querySelectorAll(".novelty-one canvas")[k];
        return [...c.getContext("2d").getImageData(0, 0, c.width, c.height).data]; }"""
    assert page.evaluate(ink, 0) == page.evaluate(ink, 1)  # moved back, it is the picture


def test_a_window_tells_its_distance(opened, lab):
    page = opened(lab)
    got = after(page, lambda: page.select_option("[name=show]", "noise"))
    page.locator(".novelty-one [role=application]").focus()
    page.keyboard.press("ArrowDown")
    far = float(got["far"][0].reshape(16, 16)[8, 8])
    hears(page, f"Row 9, column 9: the window of 5 × 5 differs by {far:.3f}")
    assert "it is not." in page.inner_text(".lab-status")


def test_what_is_known_stands_in_a_table(opened, lab, monkeypatch):
    rows = [{"name": f"LS P={P}", "novelty": P / 5, "coherence": 1 - P / 20} for P in (3, 5, 9)]
    monkeypatch.setattr(module, "CORNERS", module.CORNERS + rows)
    page = opened(NoveltyLab(load("fashion-mnist", n=20, size=16), steps=2, count=2))
    page.locator("summary:has-text('What lies where')").click()
    assert page.locator(".novelty-table tbody tr, .novelty-table > tr").count() == 5
    assert page.locator(".novelty-known").count() == 5 and not violations(page)


# ---------------------------------------------------------------- a reader's own pictures
def test_a_drawing_is_placed(opened, lab):
    page = opened(lab)
    page.select_option("[name=show]", "own")
    hears(page, "You have brought no pictures yet")
    assert page.evaluate("document.activeElement.textContent") == "Your own pictures on the plane"
    page.get_by_role("button", name="Draw", exact=True).click()
    box = page.locator(".tray-bench [role=application]").first.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 4, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 3 / 4, box["y"] + box["height"] / 2, steps=6)
    page.mouse.up()
    page.get_by_role("button", name=re.compile("^(Done|Use|Take)")).first.click()
    got = after(page, lambda: page.get_by_role("button", name="Use this picture").click())
    assert got["params"]["show"] == "own" and len(got["x"]) == 1 and got["x"][0].max() > 0.5
    check(lab, got)
    assert "Your own pictures" in page.evaluate(WORDS)
    text = page.evaluate(f"{LAB}.get().own")
    assert torch.allclose(own_set(text, 1).images.flatten(), got["x"][0], atol=1e-6)
    again = opened(NoveltyLab.from_link(page.evaluate(f"{LAB}.link()")))
    quiet(again)
    assert torch.equal(state(again)["x"][0], got["x"][0])


def brought(n, size=16):
    """The text of so many pictures, one after the other the same."""
    image = load("fashion-mnist", n=3, size=size).images[2:]
    return own_text(Dataset(image.repeat(n, 1, 1, 1), torch.arange(n), (), "mine"), 1)


@pytest.mark.parametrize(("text", "words"), [
    (brought(2)[:-3], "damaged"), (brought(2, 28), "not 1 × 16 × 16"), ("1abc", "damaged"), ("2abc", "begins with 1"),
])
def test_pictures_of_a_link_that_are_not_good_are_told(opened, lab, text, words):
    page = opened(lab)
    page.evaluate(f"text => {LAB}.set({{ own: text, show: 'own' }}, 'stay')", text)
    hears(page, words)
    quiet(page)
    assert page.evaluate(f"{LAB}.get().show") == "machine" and "own" not in page.evaluate(f"{LAB}.get()")


def test_pictures_of_other_sizes_are_not_asked_for(opened):
    page = opened(NoveltyLab(load("digits", n=12), P=3, steps=2, count=2))
    assert not page.locator("[data-control=own]").count()
    assert page.locator("[name=show] option[value=own]").count() == 0


# ---------------------------------------------------------------- everybody
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_accessible_and_fit_for_a_phone(opened, lab, theme):
    page = opened(lab, theme=theme, width=390)
    assert not violations(page) and not misfits(page)
    stops, wrong = walk(page)
    assert stops >= 9 and not wrong


def test_closing_ends_the_worker(opened, lab):
    close_lab(opened(lab))
