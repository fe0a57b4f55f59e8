"""WallLab: arguments, the chapters' machines, the page's engine against Python's, what a reader does with it."""

import json

import numpy as np
import pytest
import torch
from labs import after, answering, close, close_lab, keys, misfits, quiet, run, state, violations, walk
from mosaics import ideal, local
from mosaics.core.data import load
from mosaics.diffusion import last, sample, schedule
from mosaics.widgets import WallLab
from mosaics.widgets.draws import normals
from mosaics.widgets.shared.base import packed

RUN = {"windows": [None, 9, 3], "columns": 3, "steps": 4, "sigma_min": 0.02, "sigma_max": 80.0}
SMALL = {"windows": (9,), "P": 5, "columns": 3, "steps": 4}


@pytest.fixture(scope="module")
def emoji():
    return load("emoji", n=24, size=16)


@pytest.fixture(scope="module")
def lab(emoji):
    return WallLab(emoji, **SMALL)


# ---------------------------------------------------------------- arguments
@pytest.mark.parametrize(("arguments", "words"), [
    ({"P": 4}, "3 to 31, got 4"), ({"P": 33}, "3 to 31, got 33"), ({"windows": (9, 8)}, "3 to 31, got 8"),
    ({"columns": 1}, "at least 2"), ({"columns": 13}, "at most 12, got 13"), ({"seed": 100_000}, "at most 99999"),
    ({"steps": 51}, "at most 50"), ({"sigma_min": 90.0}, "sigma"),
])
def test_bad_arguments_are_named(emoji, arguments, words):
    with pytest.raises(ValueError, match=words):
        WallLab(emoji, **arguments)


@pytest.mark.parametrize("arguments", [{"P": 5.0}, {"P": True}, {"windows": 5}, {"data": 3}])
def test_wrong_kinds_are_refused(emoji, arguments):
    with pytest.raises(TypeError):
        WallLab(**({"data": emoji} | arguments))


def test_the_slider_offers_windows_that_the_images_allow(lab):
    assert lab.settings["sides"] == [3, 5, 7, 9, 11, 13, 15] and lab.settings["rows"] == [None, 9]


# ---------------------------------------------------------------- Python's engine
def test_it_is_the_chapters_machines(lab):
    noise = normals(5, 3 * 768)
    *told, done = lab.answers("wall", RUN, noise)
    eps, sigmas = noise.double().reshape(3, 3, 16, 16), schedule("edm", 4)
    machines = (ideal.IdealDenoiser(lab.data), local.LS(lab.data, 9), local.LS(lab.data, 3))
    expected = torch.cat([last(sample(machine, sigmas[0] * eps, sigmas)) for machine in machines])
    torch.testing.assert_close(torch.cat([m["z"] for m in told]), expected, atol=1e-6, rtol=0)
    assert [(m["row"], m["column"]) for m in told] == [(i, j) for i in range(3) for j in range(3)]
    assert done["type"] == "done" and told[-1]["part"] == 1


def test_the_perfect_model_copies_and_windows_do_not(lab):
    *told, _ = lab.answers("wall", RUN | {"steps": 20}, normals(5, 3 * 768))
    for m in told:
        nearest = (lab.data - m["z"]).flatten(1).norm(dim=1).min()
        givers = m["source"][m["source"] >= 0].unique()
        assert (len(givers) == 1 and nearest < 0.1) if m["row"] == 0 else (len(givers) > 1 and nearest > 2)


def test_a_pixel_has_a_source_where_one_weighs_more_than_half(lab):
    *told, _ = lab.answers("wall", RUN, normals(5, 3 * 768))
    for m in told:
        assert ((m["source"] >= 0) == (m["weight"] >= 0.5)).all() and m["source"].max() < 24


def test_a_pixel_equals_its_source(lab):
    """Where the weight is all but one the picture's pixel is the training image's, at the same place."""
    *told, _ = lab.answers("wall", RUN | {"steps": 20}, normals(5, 3 * 768))
    for m in told:
        sure = m["weight"] > 1 - 1e-6
        taken = lab.data[m["source"].long().clamp_min(0)].permute(2, 0, 1, 3, 4)  # (C, H, W, H, W): from each source
        here = torch.arange(16)
        own = taken[:, here[:, None], here, here[:, None], here]  # (C, H, W)
        assert ((own - m["z"][0]).abs().amax(0)[sure] < 1e-4).all() and sure.any()


def test_the_first_wall_comes_with_the_page(lab):
    told = lab.answers("wall", lab.params(), torch.cat([normals(12 + k, 768) for k in range(3)]))[:-1]
    levels = np.frombuffer(lab.first, np.uint8).reshape(9, 3, 16, 16) / 127.5 - 1
    assert np.abs(levels - torch.cat([m["z"] for m in told]).clamp(-1, 1).numpy()).max() <= 0.5 / 127.5 + 1e-6
    origin = np.frombuffer(lab.origin, np.uint16).reshape(9, 16, 16).astype(int) - 1
    assert (origin == torch.stack([m["source"] for m in told]).numpy()).all()


def test_a_readers_edit_counts(lab, monkeypatch):
    monkeypatch.setattr(local.LS, "__call__", lambda self, z, sigma: torch.zeros_like(z), raising=False)
    assert not lab.answers("wall", RUN, normals(2, 3 * 768))[-2]["z"].any()


@pytest.mark.parametrize(("change", "words"), [
    ({"windows": []}, "1 to 12"), ({"windows": 5}, "1 to 12"), ({"windows": [4]}, "odd"), ({"windows": [33]}, "31"),
    ({"windows": ["5"]}, "odd integer"), ({"columns": 0}, "columns"), ({"columns": 4}, "noise must hold"),
    ({"steps": 0}, "steps"), ({"sigma_max": 0.0}, "sigma_max"),
])
def test_bad_messages_are_told(lab, change, words):
    (message, _), = run(lab, "wall", RUN | change, normals(2, 3 * 768))
    assert message["type"] == "error" and words in message["message"]


def test_another_task_is_refused(lab):
    (message, _), = run(lab, "patches", RUN, normals(2, 3 * 768))
    assert message["type"] == "error" and "task must be wall" in message["message"]


def test_poster_of_the_first_wall(lab):
    image, alt = lab._poster()
    assert image.startswith(b"\x89PNG") and len(image) < 150_000
    assert "windows of 9 by 9, 5 by 5 pixels" in alt and "24 training images" in alt


def test_what_goes_into_a_page_is_light():
    """With all faces, before compression by the page's host: images, first wall, code."""
    lab = WallLab()
    message, _ = packed({"settings": lab.settings}, {})
    assert lab.shape == [112, 3, 32, 32] and json.dumps(message)
    assert len(lab.first) == 24 * 3072 and len(lab.origin) == 24 * 2048 and len(lab._esm) < 92_000


# ---------------------------------------------------------------- the page's engine
def check(lab, got):
    """A wall of the page against Python's from the same noise."""
    *told, _ = lab.answers("wall", got["params"], got["noise"])
    assert len(told) == len(got["pictures"])
    for m, z, source, weight in zip(told, got["pictures"], got["source"], got["weight"], strict=True):
        close(z, m["z"])
        close(weight, m["weight"])
        clear = (m["weight"].flatten() - 0.5).abs() > 1e-3
        assert (source == m["source"].flatten())[clear].all()


def test_the_page_computes_what_python_does(opened, lab):
    page = opened(lab)
    assert state(page)["engine"] == "with the page" and page.locator("text=These came with the page.").count() == 1
    got = after(page, lambda: page.click("text=New noise"))
    assert page.locator("text=Computed in this page.").count() == 1
    assert got["engine"] == "page" and got["seed"] == 15 and got["params"]["windows"] == [None, 9, 5]
    torch.testing.assert_close(got["noise"], torch.cat([normals(15 + k, 768) for k in range(3)]))
    check(lab, got)


def test_the_slider_computes_its_row_and_keeps_it(opened, lab):
    page = opened(lab)
    got = after(page, lambda: keys(page, "[name=P]", "ArrowRight"))
    assert got["params"]["windows"] == [7] and len(got["pictures"]) == 3
    check(lab, got)
    done = page.locator(".mosaic-lab").get_attribute("data-done")
    keys(page, "[name=P]", "ArrowLeft")
    quiet(page)
    assert page.locator(".mosaic-lab").get_attribute("data-done") == done  # from what is kept
    assert not page.locator(".wall-cell[data-waits]").count() and "5 × 5" in page.locator(".wall-own").inner_text()


def test_a_window_that_is_set_while_new_noise_is_under_way_leaves_no_row_out(opened, lab):
    page = opened(lab)
    page.click("text=New noise")
    keys(page, "[name=P]", "ArrowRight", "ArrowRight")
    quiet(page)
    assert not page.locator(".wall-cell[data-waits]").count()
    shown = page.evaluate("[...document.querySelectorAll('.wall-cell input')].map((e) => e.getAttribute('aria-label'))")
    assert [text.split(":")[0] for text in shown[-3:]] == [f"Window 9 × 9, noise {15 + k}" for k in range(3)]
    assert "The perfect model, noise 15: a copy of" in shown[0]


def test_escape_cancels_and_what_is_missing_is_said(opened):
    page = opened(WallLab(load("emoji", n=60), columns=6, steps=50, windows=(21, 19, 17)))
    page.click("text=New noise")
    page.wait_for_selector(".mosaic-lab[data-busy]")
    page.keyboard.press("Escape")
    quiet(page)
    left = page.locator(".wall-cell[data-waits]").count()
    assert left and f"Cancelled: {left} pictures" in page.locator(".lab-status").inner_text()
    assert page.locator("text=New noise").count() == 1
    after(page, lambda: page.click("text=New noise"))
    assert not page.locator(".wall-cell[data-waits]").count()


def test_python_computes_where_a_kernel_runs(opened, lab):
    page = opened(lab, kernel=answering(lab))
    page.wait_for_function("document.querySelector('.mosaic-lab').dataset.engine === 'kernel'")
    quiet(page)
    got = state(page)
    assert got["engine"] == "kernel" and got["params"]["windows"] == [None, 9, 5]
    check(lab, got)


# ---------------------------------------------------------------- a picture and its sources
def test_a_picture_says_what_it_is_made_of(opened, lab):
    page = opened(lab)
    page.locator(".wall-cell").first.click()
    assert page.locator(".wall-origin .lab-head").inner_text() == "A copy of one training image"
    assert page.locator(".wall-givers li").count() == 1 and "100\u00a0%" in page.locator(".wall-givers").inner_text()
    names = [lab.classes[m] for m in lab.labels]
    assert page.locator(".wall-givers li").inner_text().split("\n")[0] in names
    page.locator(".wall-cell").last.hover()
    source = lab.wall[-1]["source"]
    count = len(source[source >= 0].unique())
    assert page.locator(".wall-origin .lab-head").inner_text() == f"Parts of {count} training images"
    assert page.locator(".wall-large .wall-edge").count() == min(4, count)


def test_arrow_keys_go_through_rows_and_columns(opened, lab):
    page = opened(lab)
    page.locator(".wall-cell input").first.focus()
    page.keyboard.press("ArrowUp")
    for key in ("ArrowUp", "ArrowRight", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowLeft"):
        page.keyboard.press(key)
    where = """[...document.querySelectorAll(".wall-cell input")].findIndex((e) =>
        e.checked && e === document.activeElement)"""
    assert page.evaluate(where) == 6  # last row, first column
    assert "Window 5 × 5: parts of" in page.locator(".lab-status").inner_text()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_accessible_and_fit_for_a_phone(opened, lab, theme):
    page = opened(lab, theme=theme, width=390)
    assert not violations(page) and not misfits(page)
    quiet(page)
    sides = page.locator(".wall-cell input").evaluate_all("all => all.map((e) => e.getBoundingClientRect().width)")
    assert min(sides) >= 44
    stops, wrong = walk(page)
    assert stops >= 4 and not wrong


def test_closing_ends_the_worker(opened, lab):
    close_lab(opened(lab))
