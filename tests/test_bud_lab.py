"""BudLab: arguments, the chapter's bud, the page's engine against Python's, what a reader does with it."""

import math

import pytest
import torch
from labs import after, answering, close, close_lab, hears, keys, misfits, quiet, run, state, violations, walk
from mosaics import fingers
from mosaics.widgets import BudLab
from mosaics.widgets.draws import normals

QUICK = {"delta": 1.0, "theta": 20}  # few points, long steps
GROW = {"delta": 1.0, "theta": 20, "fan": "on", "looks": 3}
LAB = "document.querySelector('.mosaic-lab').lab"


def noise(theta, seed=3):
    """Standard normals for a bud, one after the other."""
    return normals(seed, 2 * math.prod(fingers.extent(theta)))


@pytest.fixture(scope="module")
def lab():
    return BudLab(**QUICK)


# ---------------------------------------------------------------- arguments
@pytest.mark.parametrize(("arguments", "words"), [
    ({"delta": 0.9}, "between 1 and 9, got 0.9"), ({"delta": 9.1}, "between 1 and 9"), ({"theta": 14}, "at least 15"),
    ({"theta": 81}, "at most 80, got 81"), ({"fan": "none"}, "fan must be"), ({"seed": -1}, "at least 0"),
])
def test_bad_arguments_are_named(arguments, words):
    with pytest.raises(ValueError, match=words):
        BudLab(**arguments)


@pytest.mark.parametrize("arguments", [{"theta": 60.0}, {"theta": True}, {"delta": "wide"}])
def test_wrong_kinds_are_refused(arguments):
    with pytest.raises(TypeError):
        BudLab(**arguments)


# ---------------------------------------------------------------- Python's engine
def test_it_is_the_chapters_bud(lab):
    eps = noise(20)
    *told, done = lab.answers("grow", GROW, eps)
    bud = fingers.grown(1.0, 20, noise=eps.reshape(2, *fingers.extent(20)))
    torch.testing.assert_close(done["u"], bud.u.nan_to_num(), atol=1e-6, rtol=0)
    assert done["digits"] == fingers.digits(bud) and [m["part"] for m in told] == [1 / 3, 2 / 3, 1]
    sizes = [int((m["u"] != 0).sum()) for m in told]
    assert sizes[0] < sizes[1] <= sizes[2]  # it grows for two thirds of the time


@pytest.mark.parametrize(("delta", "theta", "fan"), [(1.0, 20, True), (2.0, 30, True), (1.0, 30, False)])
def test_looks_on_the_way_change_nothing(delta, theta, fan):
    eps = noise(theta).reshape(2, *fingers.extent(theta))
    *_, looked = fingers.growing(delta, theta, eps, fan, looks=7)
    assert torch.equal(looked.u.nan_to_num(), fingers.grown(delta, theta, noise=eps, fan=fan).u.nan_to_num())


def test_noise_of_another_shape_is_refused():
    with pytest.raises(ValueError, match=r"noise must have shape \(2, 56, 42\)"):
        fingers.grown(1.0, 20, noise=torch.zeros(2, 9, 9))


def test_a_readers_edit_counts(lab, monkeypatch):
    monkeypatch.setattr(fingers, "digits", lambda bud: 12)
    assert lab.answers("grow", GROW, noise(20))[-1]["digits"] == 12


@pytest.mark.parametrize(("change", "words"), [
    ({"delta": 0}, "between 1 and 9"), ({"theta": 90}, "at most 80"), ({"fan": "wide"}, "fan must be"),
    ({"looks": 0}, "looks"), ({"theta": 30}, "noise must hold"),
])
def test_bad_messages_are_told(lab, change, words):
    (message, _), = run(lab, "grow", GROW | change, noise(20))
    assert message["type"] == "error" and words in message["message"]


def test_another_task_is_refused(lab):
    (message, _), = run(lab, "draw", GROW, noise(20))
    assert message["type"] == "error" and "task must be" in message["message"]


def test_poster(lab):
    image, alt = lab._poster()
    assert image.startswith(b"\x89PNG") and len(image) < 100_000
    assert "40 degrees" in alt and "wavelengths" in alt and "along an arc" in alt


# ---------------------------------------------------------------- the page's engine
def check(lab, got):
    """A bud of the page against Python's from the same noise."""
    done = lab.answers("grow", got["params"] | {"looks": 1}, got["noise"])[-1]
    close(got["u"], done["u"])
    assert got["digits"] == done["digits"]


@pytest.mark.parametrize("values", [{}, {"theta": 45, "seed": 7}, {"delta": 1.7, "fan": "off"}])
def test_the_page_grows_what_python_does(opened, lab, values):
    page = opened(lab)
    quiet(page)
    if values:
        after(page, lambda: page.evaluate(f"values => {LAB}.set(values, 'stay')", values))
    got = state(page)
    assert got["engine"] == "page" and {key: got["params"].get(key, got["seed"]) for key in values} == values
    check(lab, got)
    assert page.locator(".bud-numbers b").count() == got["digits"]


def test_python_grows_it_where_a_kernel_runs(opened, lab):
    page = opened(lab, kernel=answering(lab))
    page.wait_for_function("document.querySelector('.mosaic-lab').dataset.engine === 'kernel'")
    quiet(page)
    got = state(page)
    assert got["engine"] == "kernel"
    check(lab, got)


# ---------------------------------------------------------------- what a reader does
def test_sliders_and_keys_grow_another_bud(opened, lab):
    page = opened(lab)
    quiet(page)
    got = after(page, lambda: keys(page, "[name=theta]", "ArrowRight"))
    assert got["params"]["theta"] == 21
    got = after(page, lambda: page.click("text=Another bud"))
    assert got["seed"] == 2 and "Another bud" in page.locator(".lab-primary").inner_text()
    hears(page, "wavelengths wide")
    assert "digit" in page.locator(".bud-words strong").inner_text()


def test_escape_cancels_and_the_bud_is_offered_again(opened):
    page = opened(BudLab(**QUICK))
    quiet(page)
    page.evaluate(f"{LAB}.set({{ delta: 9, theta: 80 }}, 'stay')")
    page.wait_for_function("document.querySelector('.bud-words').textContent.includes('It grows')")
    page.locator(".lab-primary").focus()
    page.keyboard.press("Escape")
    quiet(page)
    assert page.locator("text=It has not grown out.").count() == 1 and page.locator("text=Run again").is_visible()
    page.evaluate(f"{LAB}.set({{ delta: 1, theta: 20 }}, 'stay')")
    quiet(page)
    assert not page.locator("text=Run again").is_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_accessible_and_fit_for_a_phone(opened, lab, theme):
    page = opened(lab, theme=theme, width=390)
    quiet(page)
    assert not violations(page) and not misfits(page)
    stops, wrong = walk(page)
    assert stops >= 5 and not wrong


def test_closing_ends_the_worker(opened, lab):
    close_lab(opened(lab))


def test_what_goes_into_a_page_is_light(lab):
    assert len(lab._esm) < 90_000 and len(lab.images) == 1
