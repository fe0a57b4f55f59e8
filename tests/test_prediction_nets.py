"""PredictionLab's choice of a network: loaded when it is chosen, never mixed with another one, the same in links."""

import base64
import json
import shutil

import pytest
import torch
from ipywidgets.widgets.widget import _remove_buffers
from labs import after, answering, keys, misfits, passed, quiet, state, violations
from mosaics.core.data import load
from mosaics.widgets import PredictionLab
from mosaics.widgets.draws import normals
from mosaics.widgets.prediction import BOOK, NETS
from test_house import house
from test_prediction_lab import RUN, check, rows, says, to, two

LAB = "document.querySelector('.mosaic-lab').lab"
CIRCULAR = "resnet-circular"
HOST = "lab-files.js", "lab-links.js", "lab-host.js"  # the scripts of the book's pages that show a lab


@pytest.fixture(scope="module")
def clothes():
    return load("fashion-mnist", n=60, size=16)


@pytest.fixture(scope="module")
def lab(clothes):
    return PredictionLab(data=clothes, nets=CIRCULAR, steps=4)


def to_net(page, name):
    """Choose a network by hand, and wait for its first answer."""
    got = after(page, lambda: page.locator("[name=net]").select_option(name))
    quiet(page)
    assert page.evaluate(f"{LAB}.get().net") == name
    return got


# ---------------------------------------------------------------- arguments
def test_a_networks_own_lab_offers_the_books_others():
    for name in ("resnet-zeros", CIRCULAR):
        lab = PredictionLab(name)
        assert list(lab.settings["nets"]) == [name, *(other for other in BOOK if other != name)]
        for other, traits in lab.others.items():
            alone = PredictionLab(other, nets=())
            assert traits["settings"] | {"nets": {}} == alone.settings | {"nets": {}}
            assert (traits["weights"], traits["shape"], traits["made"]) == (alone.weights, alone.shape, alone.made)
            assert traits.get("images", lab.images) == alone.images
        assert "images" not in lab.others[CIRCULAR if name == "resnet-zeros" else "resnet-zeros"]


def test_which_others_are_offered(clothes):
    assert not PredictionLab(nets=()).others and not PredictionLab(data=clothes).others
    given = PredictionLab(data=clothes, nets=(CIRCULAR, "resnet-zeros"), machine=("LS", "bbELS", "ELS"), N=20)
    assert list(given.others) == [CIRCULAR] and given.others[CIRCULAR]["shape"] == [60, 1, 16, 16]
    settings = given.others[CIRCULAR]["settings"]
    assert list(settings["machines"]) == ["ELS", "bbELS", "LS"] and settings["N"] == 60
    assert list(given.settings["machines"]) == ["LS", "bbELS", "ELS"] and given.settings["N"] == 20


@pytest.mark.parametrize(("arguments", "error", "words"), [
    ({"nets": "unet"}, ValueError, "nets must be one of resnet-zeros, .*got 'unet'"), ({"nets": 3}, TypeError, "nets"),
    ({"data": torch.zeros(9, 1, 16, 16), "nets": "resnet-faces"}, ValueError, r"shape \(3, 16, 16\)")])
def test_networks_that_cannot_be_offered_are_named(arguments, error, words):
    with pytest.raises(error, match=words):
        PredictionLab(**arguments)


def test_all_that_are_offered_are_named_in_words():
    assert set(BOOK) <= set(NETS) and PredictionLab(data=torch.zeros(9, 1, 16, 16)).settings["nets"].keys() <= set(NETS)


# ---------------------------------------------------------------- Python's engine
@pytest.mark.parametrize("task", ["predict", "several"])
def test_python_computes_with_the_network_that_is_named(lab, clothes, task):
    asked = RUN | {"count": 2} | {"machine": "ELS"}
    alone = PredictionLab(CIRCULAR, clothes).answers(task, asked, two())
    for got, wanted in zip(lab.answers(task, asked | {"net": CIRCULAR}, two()), alone, strict=True):
        assert got.keys() == wanted.keys()
        assert all(torch.equal(got[key], value) if isinstance(value, torch.Tensor) else got[key] == value
                   for key, value in wanted.items())
    first, other = (lab.answers("predict", RUN | {"net": name}, two())[-1] for name in ("resnet-zeros", CIRCULAR))
    assert first["wiener"] != other["wiener"] and not torch.equal(first["network"], other["network"])


def test_python_names_the_networks_that_there_are(lab):
    with pytest.raises(ValueError, match="net must be one of resnet-zeros, resnet-circular, got 'unet'"):
        lab.answers("predict", RUN | {"net": "unet"}, two())


# ---------------------------------------------------------------- both engines
@pytest.mark.parametrize("name", BOOK)
def test_both_engines_agree_for_each_network(opened, name):
    lab = PredictionLab(steps=4)
    page = opened(lab)
    quiet(page)
    to(page, N=20)
    got = to_net(page, name) if name != "resnet-zeros" else state(page)
    assert got["params"]["net"] == name
    print(f"{name}: {check(lab, got):.1e}")
    assert torch.equal(got["noise"][:256], normals(1, 256))


@pytest.mark.parametrize("notebook", [False, True])
def test_a_kernel_computes_with_the_network_that_is_chosen(opened, lab, notebook):
    page = opened(lab, kernel=answering(lab), first='[data-engine="kernel"][data-done]',
                  script=f"window.notebook = {str(notebook).lower()};")
    quiet(page)
    page.locator("[name=net]").select_option(CIRCULAR)
    page.wait_for_selector('.mosaic-lab[data-engine="kernel"][data-done]')
    page.wait_for_function(f"{LAB}.get().net === '{CIRCULAR}' && "
                           "document.querySelector('.mosaic-lab').labState()?.engine === 'kernel'")
    quiet(page)
    python = state(page)
    assert python["params"]["net"] == CIRCULAR and "Network B: clothes 16 × 16, torus. Seed 1: r²" in says(page)
    here = after(page, lambda: page.locator("[name=engine]").select_option("page"))
    assert here["engine"] == "page" and here["params"] == python["params"]
    check(lab, here)
    for key in ("r2", "ideal", "wiener", "chance", "scores"):
        assert here[key] == pytest.approx(python[key], abs=1e-4)


# ---------------------------------------------------------------- what changes, and what stays
def test_the_lab_is_the_networks_own(opened, lab):
    page = opened(lab)
    quiet(page)
    to(page, seed=7, steps=3)
    to_net(page, CIRCULAR)
    now, alone = page.evaluate(f"{LAB}.settings"), lab.others[CIRCULAR]["settings"]
    assert now == json.loads(json.dumps(alone))
    assert page.evaluate(f"{LAB}.get()") == {"data": "fashion-mnist~16@60", "net": CIRCULAR, "machine": "ELS", "N": 60,
                                            "windows": "calibrated", "steps": 3, "seed": 7, "step": 3,
                                            "renewed": "-"}
    assert page.locator("[name=machine]").input_value() == "ELS"
    assert page.locator("[name=machine] option").first.inner_text().startswith("ELS")


def test_what_was_tried_with_one_network_is_not_the_others(opened, lab):
    page = opened(lab)
    quiet(page)
    to(page, P=3)
    tried = rows(page)
    page.get_by_role("button", name="Compare 8 noises").click()
    page.wait_for_function("document.querySelector('.mosaic-lab').labState().several")
    quiet(page)
    to_net(page, CIRCULAR)
    (row,) = rows(page)
    assert row[0].startswith("ELS, 3 × 3") and row[2] == "–" and page.locator(".lab-noises li").count() == 0
    to_net(page, "resnet-zeros")
    back = rows(page)
    assert [row[:2] for row in back] == [row[:2] for row in tried] and sum(row[2] != "–" for row in back) == 1


def test_it_says_which_network_answers_and_keeps_the_focus(opened, lab):
    page = opened(lab)
    quiet(page)
    page.locator("[name=net]").focus()
    after(page, lambda: page.keyboard.press("ArrowDown"))
    quiet(page)
    assert page.evaluate("document.activeElement.name") == "net"
    assert says(page).startswith("Network B: clothes 16 × 16, torus. Seed 1: r² ")
    to(page, seed=3)
    assert says(page).startswith("Seed 3: ")


# ---------------------------------------------------------------- links
def test_a_link_opens_its_network(opened, lab):
    page = opened(lab)
    quiet(page)
    to_net(page, CIRCULAR)
    wanted = to(page, seed=5, P=5, N=20)
    link, left = page.evaluate(f"{LAB}.link()"), page.evaluate(f"{LAB}.get()")
    assert "&net=resnet-circular&" in link
    there = opened(lab)
    quiet(there)
    after(there, lambda: there.evaluate(f"link => void {LAB}.followLink(link)", link))
    quiet(there)
    assert there.evaluate(f"{LAB}.get()") == left and torch.equal(state(there)["network"][-1], wanted["network"][-1])
    assert PredictionLab.from_link(link).settings["net"] == CIRCULAR
    first = "#PredictionLab:v=1&net=resnet-zeros&machine=bbELS&N=60&windows=calibrated&steps=4&seed=1&step=4"
    after(there, lambda: there.evaluate(f"link => void {LAB}.followLink(link)", first))
    quiet(there)
    assert there.evaluate(f"{LAB}.get().net") == "resnet-zeros"


def test_a_link_to_its_own_images_offers_the_others_in_a_notebook():
    link = "#PredictionLab:v=1&data=dicebear-faces&net=resnet-faces&machine=LS&N=50&windows=calibrated&seed=3&steps=4"
    lab = PredictionLab.from_link(link)
    assert lab.settings["net"] == "resnet-faces" and set(lab.settings["nets"]) == set(BOOK)
    assert "calibrated" in lab.settings["presets"]


def test_networks_that_a_link_cannot_bring_are_refused(opened, clothes):
    with pytest.raises(ValueError, match="a reader's own network"):
        PredictionLab.from_link("#PredictionLab:v=1&data=fashion-mnist~16@60&net=own&machine=LS&N=20&seed=1")
    page = opened(PredictionLab(data=clothes, steps=2))
    quiet(page)
    assert page.locator("[name=net]").is_hidden()
    assert page.evaluate(f"{LAB}.set({{ net: '{CIRCULAR}' }}, 'stay')") == ["net"]
    assert f"does not offer net = {CIRCULAR}" in says(page)


# ---------------------------------------------------------------- weights come when they are chosen
def asked(page, suffix):
    """Names of the files that the page has asked for."""
    names = page.evaluate("performance.getEntriesByType('resource').map((each) => each.name.split('/').pop())")
    return [name for name in names if name.endswith(suffix)]


def test_weights_are_asked_for_when_they_are_chosen(opened, lab):
    page = opened(lab)
    quiet(page)
    to(page, seed=2)
    assert set(asked(page, ".bin")) == {"images.bin", "weights.bin"}
    to_net(page, CIRCULAR)
    assert asked(page, ".bin")[-1] == "resnet-circular-weights.bin" and len(asked(page, ".bin")) == 3


def built(folder, lab):
    """The lab on a page as the book builds it: state in the page, bytes in files, shown by its own scripts."""
    from conftest import ROOT

    state = {key: value for key, value in lab.get_state().items() if key not in ("comm", "layout", "tooltip")}
    light, paths, buffers = _remove_buffers(state)
    packed = [{"path": path, "encoding": "base64", "data": base64.b64encode(data).decode()}
              for path, data in zip(paths, buffers, strict=True)]
    models = {"m": {"model_name": "AnyModel", "model_module": "anywidget", "state": light, "buffers": packed}}
    page = ('<!doctype html><html lang="en"><meta charset="utf-8"><title>Lab</title><link rel="icon" href="data:,">'
            '<main class="bd-article"><div class="cell_output">'
            '<script type="application/vnd.jupyter.widget-view+json">{"model_id": "m"}</script></div></main>'
            f'<script type="application/vnd.jupyter.widget-state+json">{json.dumps({"state": models})}</script>'
            + "".join(f'<script src="_static/{name}"></script>' for name in HOST) + "</html>")
    (folder / "_static").mkdir()
    for name in HOST:
        shutil.copy(ROOT / "web" / name, folder / "_static" / name)
    (folder / "index.html").write_text(house("labs").move_out(page, folder / "_static" / "labs"), "utf8")


def test_a_page_of_the_book_loads_a_network_when_it_is_chosen(visit, served, clothes):
    folder, address = served
    built(folder, PredictionLab(data=clothes, nets=CIRCULAR, steps=3))
    page = visit(address, console=True)
    page.wait_for_selector(".mosaic-lab[data-done]")
    quiet(page)
    assert len(asked(page, ".bin.js")) == 2 and len(list((folder / "_static" / "labs").glob("*.bin.js"))) == 3
    first = page.url
    got = to_net(page, CIRCULAR)
    assert got["params"]["net"] == CIRCULAR and len(set(asked(page, ".bin.js"))) == 3
    page.wait_for_function("location.hash.includes('net=resnet-circular')")  # the address follows the lab that is there
    assert first != page.url
    after(page, lambda: keys(page, "[name=seed]", "ArrowUp", "Enter"))
    page.wait_for_function("location.hash.includes('seed=2')")
    page.evaluate("history.pushState(null, '', location.hash.replace('circular', 'zeros')); dispatchEvent("
                  "new PopStateEvent('popstate'))")
    page.wait_for_function("document.querySelector('.mosaic-lab').lab.get().net === 'resnet-zeros'")
    quiet(page)
    assert not page.errors


def test_a_network_that_does_not_come_is_told_and_may_come_later(visit, served, clothes):
    folder, address = served
    built(folder, PredictionLab(data=clothes, nets=CIRCULAR, steps=3))
    page = visit(address)
    page.wait_for_selector(".mosaic-lab[data-done]")
    quiet(page)
    page.route("**/*.bin.js", lambda route: route.abort())
    page.locator("[name=net]").select_option(CIRCULAR)
    page.wait_for_function("document.querySelector('.lab-status').textContent.includes('did not come')")
    assert page.locator("[name=net]").input_value() == "resnet-zeros"
    assert page.evaluate(f"{LAB}.get().net") == "resnet-zeros" and not page.errors
    page.unroute_all()
    to_net(page, CIRCULAR)


SLOW = """window.gates = []; const fetched = window.fetch;
    window.fetch = (file, ...all) => String(file).startsWith("resnet")
      ? new Promise((go) => window.gates.push(() => go(fetched(file, ...all)))) : fetched(file, ...all);"""


def test_the_last_wish_counts(opened, lab):
    page = opened(lab, script=SLOW)
    quiet(page)
    page.locator("[name=net]").select_option(CIRCULAR)
    page.wait_for_function("window.gates.length === 1")
    assert "Loading" in says(page) and page.evaluate(f"{LAB}.get().net") == "resnet-zeros"
    page.locator("[name=net]").select_option("resnet-zeros")
    page.evaluate("window.gates.pop()()")
    passed(page, 100)
    assert page.evaluate(f"{LAB}.get().net") == "resnet-zeros" and "Loading" not in says(page)
    page.locator("[name=net]").select_option(CIRCULAR)
    page.wait_for_function("window.gates.length === 1")
    to(page, seed=9)  # goes on while the other one is on its way, and is taken along
    after(page, lambda: page.evaluate("window.gates.pop()()"))
    quiet(page)
    assert page.evaluate(f"[{LAB}.get().net, {LAB}.get().seed]") == [CIRCULAR, 9]


def test_a_lab_that_is_closed_opens_no_other(opened, lab):
    page = opened(lab, script=SLOW)
    quiet(page)
    page.locator("[name=net]").select_option(CIRCULAR)
    page.wait_for_function("window.gates.length === 1")
    page.evaluate("window.close_lab()")
    page.evaluate("window.gates.pop()()")
    passed(page, 100)
    assert not page.workers and page.evaluate(f"{LAB}.get().net") == "resnet-zeros"


# ---------------------------------------------------------------- everyone's page
@pytest.mark.parametrize("width", [320, 390])
def test_phone(opened, lab, width):
    page = opened(lab, width=width)
    quiet(page)
    to_net(page, CIRCULAR)
    assert not misfits(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(opened, lab, theme):
    page = opened(lab, theme=theme)
    quiet(page)
    to_net(page, CIRCULAR)
    assert not violations(page)


def test_pictures_stay_in_view_on_a_phone_while_the_network_is_chosen(opened, lab):
    page = opened(lab, width=390)
    page.set_viewport_size({"width": 390, "height": 844})
    quiet(page)
    page.locator("[name=net]").focus()
    before = page.evaluate("scrollY")
    to_net(page, CIRCULAR)
    control, figure = (page.locator(part).bounding_box() for part in ("[name=net]", ".lab-figure"))
    assert figure["y"] >= 0 and figure["y"] + figure["height"] <= control["y"] < 844
    assert abs(page.evaluate("scrollY") - before) <= 60
