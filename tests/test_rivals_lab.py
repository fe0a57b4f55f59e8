"""RivalsLab: arguments, what machines are told, the page's engine against Python's, what a reader does with it."""

import re

import pytest
import torch
from labs import after, answering, close, close_lab, hears, keys, misfits, passed, quiet, run, state, violations, walk
from mosaics import diffusion, networks, rivals
from mosaics.core import data
from mosaics.core.data import load
from mosaics.local import WindowSchedule
from mosaics.rivals import RIVALS
from mosaics.widgets import RivalsLab
from mosaics.widgets.draws import normals
from mosaics.widgets.rivals import ORDER, bits, overlaid, window
from mosaics.widgets.rivals import stored as module
from rivals_table import greedy

LAB = "document.querySelector('.mosaic-lab').lab"
ENDS = f"""() => [...{LAB}.result.courses].map(([name, {{ guesses, r2, rms }}]) =>
    [name, Array.from(guesses), r2, rms])"""
R2 = {"median": 0.6543, "lower": 0.5, "upper": 0.8, "low": 0.6012, "high": 0.7034}
STORED = {"resnet-zeros itself": {"chance": {"pairs": 64, "r2": R2}, "ceiling": None},
          "resnet-zeros Wiener": {"read off": {"told": None, "pairs": 64, "r2": R2}},
          "resnet-zeros BIRD": {"read off": {"told": [[0.1, 1], [60.0, 31]], "pairs": 64, "r2": R2}},
          "resnet-zeros PSPC square": {"read off": {"told": [[0.1, 2], [60.0, 16]], "pairs": 64, "r2": R2}},
          "resnet-zeros smoothed score": {"read off": {"told": 0.4, "pairs": 32, "r2": R2}},
          "resnet-zeros PCA locality": {"read off": {"told": 0.05, "pairs": 64, "r2": R2}}}


@pytest.fixture(scope="module")
def lab():
    return RivalsLab(N=40, steps=3)


def noise(seed=1):
    return torch.cat([normals(seed, 256), normals(seed + 1, 256)])


# ---------------------------------------------------------------- arguments
@pytest.mark.parametrize(("arguments", "words"), [
    ({"net": "unet"}, "net must be"), ({"net": ()}, "at least one"), ({"net": ("resnet-zeros",) * 2}, "once"),
    ({"machine": "ES"}, "machine"), ({"machine": ()}, "at least one"), ({"N": 1}, "at least 2"),
    ({"N": 1001}, "at most 1000"), ({"seed": -1}, "at least 0"), ({"steps": 51}, "at most 50"),
    ({"sort": "R2"}, "sort"), ({"machine": "chance"}, "machine"),
])
def test_bad_arguments_are_named(arguments, words):
    with pytest.raises(ValueError, match=words):
        RivalsLab(**{"N": 4} | arguments)


def test_wrong_kinds_are_refused():
    for arguments in ({"N": 4.0}, {"machine": 3}, {"net": None}, {"steps": "3"}, {"sort": 2}):
        with pytest.raises(TypeError):
            RivalsLab(**{"N": 4} | arguments)


def test_every_rival_is_offered_and_every_job_known(lab):
    assert set(ORDER) == set(RIVALS) == set(lab.settings["machines"])
    with pytest.raises(ValueError, match="task"):
        list(lab.job("draw", {}, []))
    asked = {"net": "resnet-zeros", "steps": 2, "machine": "LS", "row": 17, "column": 1}
    (said,) = [message for message, _ in run(lab, "sees", asked)]
    assert said["type"] == "error" and "row must be at least 1 and at most 16, got 17" in said["message"]


# ---------------------------------------------------------------- what machines are told
def test_the_stored_table_tells_and_is_shown(monkeypatch):
    monkeypatch.setattr(module, "parts", lambda: STORED)
    lab = RivalsLab(N=4, steps=2)
    told, rows = lab.settings["told"]["resnet-zeros"], lab.settings["table"]["resnet-zeros"]
    assert told["BIRD"]["windows"] == [(0.1, 1), (60.0, 31)] and told["PSPC square"]["sizes"] == [(0.1, 2), (60.0, 16)]
    assert told["smoothed score"] == {"smoothing": 0.4} and told["PCA locality"] == {"threshold": 0.05}
    assert rows["Wiener"] == rows["chance"] == (0.6543, 0.6012, 0.7034, 64) and rows["smoothed score"][3] == 32
    assert rows["GoldDiff"] is None and rows["ceiling"] is None


def test_without_a_row_the_authors_tell(monkeypatch):
    monkeypatch.setattr(module, "parts", dict)
    told = module.told("resnet-zeros")
    assert (told["smoothed score"].smoothing, told["PCA locality"].threshold, told["GoldDiff"].threshold) == (
        0.1, 0.005, 0.02)
    assert told["PSPC square"].sizes == rivals.released_sizes(16)
    assert isinstance(told["BIRD"].windows, WindowSchedule) and told["LS"].padding == "zeros"
    assert module.told("resnet-circular")["LS"].padding == "circular"
    assert set(module.table("resnet-zeros").values()) == {None}


def test_what_is_stored_by_now_makes_machines():
    images = load("fashion-mnist", n=8, size=16).images
    for net in module.NETS:
        for name, what in module.told(net).items():
            guess = rivals.rival(name, images, what)(images[:1] + noise()[:256].reshape(1, 1, 16, 16), 1.0)
            assert guess.isfinite().all(), name


@pytest.mark.parametrize("net", module.NETS)
def test_masks_are_of_the_networks_sensitivity(net):
    """Three pixels at two levels anew, by autograd and the paper's rule; how much all show is what the table says."""
    images, mine = load("fashion-mnist", n=1000, size=16).images, networks.load_weights(net)
    clean, eps = images[::125], torch.randn(8, 1, 16, 16, generator=torch.Generator().manual_seed(101))
    held, shares = module.masks(net), rivals.released_shares()
    assert [sigma for sigma, _ in held] == [sigma for sigma, _ in shares[: len(held)]]
    assert [len(seen) for _, seen in held] == [1 if share == 1 else 256 for _, share in shares[: len(held)]]
    for k in (8, 12):
        (sigma, seen), share = held[k], shares[k][1]
        z = diffusion.add_noise(clean, sigma, eps).requires_grad_()
        guess = mine.guess(z, torch.full((8,), sigma, dtype=torch.float64))
        for pixel in (0, 119, 200):
            (slope,) = torch.autograd.grad(guess[:, 0].flatten(1)[:, pixel].sum(), z, retain_graph=True)
            wanted = greedy(slope[:, 0].double().abs().mean(0), share, pixel)
            assert int((wanted != seen[pixel]).sum()) <= 1  # one at the edge of a share, by another machine's rounding
    if row := module.parts().get(f"{net} PSPC flex"):
        told = row["read off"]["told"]
        assert [share for _, share in told] == pytest.approx([float(x.double().mean()) for _, x in held], abs=1e-3)


def test_masks_travel_as_bits():
    held = module.masks("resnet-zeros")
    assert len(bits(held)) == sum(8192 for _, seen in held if len(seen) > 1)
    assert data.about("rivals-masks")["seeds"] == ["calibration 101"]


def test_windows_and_overlaid_crops():
    assert window(3, 4, 5, 0, 0, False).int().tolist() == [[1, 1, 0, 0, 0], [1, 1, 0, 0, 0], [0] * 5, [0] * 5]
    assert window(3, 4, 5, 0, 0, True).int().tolist() == [[1, 1, 0, 0, 1], [1, 1, 0, 0, 1], [0] * 5, [1, 1, 0, 0, 1]]
    squares = rivals.PSPCSquare(torch.zeros(1, 1, 4, 5), 2).crops(1.0)
    assert torch.equal(overlaid(squares, 4, 5, 0, 2), torch.tensor([[0, 1, 1, 1, 0]] * 2 + [[0] * 5] * 2).bool())


# ---------------------------------------------------------------- the page's engine
def check(lab, page):
    """What the page has computed against Python's: all guesses of all machines on the way, and both numbers."""
    got, seen = page.evaluate(ENDS), state(page)
    told = {m["who"]: m for m in lab.answers("compare", seen["params"], seen["noise"]) if "guesses" in m}
    assert {name for name, *_ in got} == set(told) == {"network", "chance", *lab.settings["order"]}
    worst = 0.0
    for name, guesses, r2, rms in got:
        worst = max(worst, close(guesses, told[name]["guesses"]), close(rms, told[name]["rms"]))
        close([x or 0 for x in r2], [x if x == x else 0 for x in told[name]["r2"]])
    return worst


@pytest.mark.parametrize("net", module.NETS)
def test_the_page_computes_what_python_does(opened, net):
    lab = RivalsLab(net, N=60, steps=4, seed=7)
    page = opened(lab)
    quiet(page)
    assert state(page)["engine"] == "page"
    torch.testing.assert_close(state(page)["noise"], noise(7))
    print(f"RivalsLab, {net}: {check(lab, page):.1e}")


def test_the_page_computes_what_the_table_was_told(opened, monkeypatch):
    monkeypatch.setattr(module, "parts", lambda: STORED)
    lab = RivalsLab(N=30, steps=4)
    page = opened(lab)
    quiet(page)
    check(lab, page)
    assert "table 0.65 over 64 noises" in pick(page, "Wiener") and "not measured" in pick(page, "bbELS")
    rows = page.locator(".rivals-table tbody tr").all_inner_texts()
    assert sum("0.65 [0.60, 0.70], 64" in row for row in rows) == 5 and sum("not measured" in row for row in rows) == 7
    assert "The table is about 1000 training images and 20 steps; here 30 and 4." in page.inner_text(".rivals-rows")


def test_what_a_pixel_sees_is_what_python_says(opened, lab):
    page = opened(lab)
    quiet(page)
    for name in ("Wiener", "PCA locality", "GoldDiff", "PSPC square", "PSPC flex", "LS", "ELS", "chance"):
        page.evaluate(f"name => {{ {LAB}.pick(name); {LAB}.point(5, false); }}", name)
        key = f"resnet-zeros,{name},1,6"
        page.wait_for_function(f"key => {LAB}.masks.has(key)", arg=key)
        asked = {"net": "resnet-zeros", "steps": 3, "machine": name, "row": 1, "column": 6}
        (wanted,) = lab.answers("sees", asked)
        assert page.evaluate(f"key => Array.from({LAB}.masks.get(key))", key) == wanted["masks"].flatten().tolist()
        if name not in ("PCA locality", "GoldDiff"):  # whose masks need not show the pixel itself
            assert wanted["masks"][:, 0, 5].all(), name


def test_python_computes_where_a_kernel_runs(opened):
    lab = RivalsLab(N=12, steps=2, machine=("GoldDiff", "PSPC square"))
    page = opened(lab, kernel=answering(lab), first="[data-engine=kernel][data-done]")
    quiet(page)
    assert state(page)["engine"] == "kernel"
    check(lab, page)
    assert page.evaluate(f"{LAB}.masks.size") == 1


# ---------------------------------------------------------------- what a reader does
def pick(page, name):
    """Choose a machine; what is said of it."""
    page.locator(f".rivals-cards input[value='{name}']").check(force=True)
    return page.inner_text(".rivals-score")


def order(page):
    return page.evaluate("[...document.querySelectorAll('.rivals-cards input')].map((input) => input.value)")


def test_machines_are_sorted_and_chosen_by_keys(opened, lab):
    page = opened(lab)
    quiet(page)
    ends = {name: (r2[-1], rms[-1]) for name, _, r2, rms in page.evaluate(ENDS) if name != "network"}
    assert order(page) == sorted(ends, key=lambda name: -ends[name][0])
    page.select_option("[name=sort]", "rms")
    assert order(page) == sorted(ends, key=lambda name: ends[name][1])
    assert page.locator(".rivals-score .lab-figure").inner_text() == f"RMS {ends['bbELS'][1]:.3f}"
    at = order(page).index("bbELS")
    page.evaluate("""() => { const status = document.querySelector(".lab-status"); window.said = [];
        new MutationObserver(() => window.said.push(status.textContent)).observe(status,
          { childList: true, characterData: true, subtree: true }); }""")
    page.locator(".rivals-cards input[value=bbELS]").focus()
    page.keyboard.press("ArrowRight" if at + 1 < len(ends) else "ArrowLeft")
    chosen = page.evaluate(f"{LAB}.get().machine")
    assert abs(order(page).index(chosen) - at) == 1
    words = f"RMS {ends[chosen][1]:.3f} between the two pictures"  # what is said next may take their place at once
    page.wait_for_function("words => window.said.some((text) => text.includes(words))", arg=words)
    assert page.evaluate("document.activeElement.value") == chosen


def test_the_run_is_scrubbed(opened, lab):
    page = opened(lab)
    quiet(page)
    keys(page, "[name=step]", "Home")
    first = {name: r2[0] for name, _, r2, _ in page.evaluate(ENDS)}
    assert page.locator(".rivals-score .lab-figure").inner_text() == f"r² {first['bbELS']:.2f}"
    assert "step 1" in page.locator(".rivals-stage figcaption").first.inner_text()
    assert page.evaluate(f"{LAB}.get().step") == 1


def test_medians_follow_the_noises_tried(opened, lab):
    page = opened(lab)
    quiet(page)
    seen = []
    for _ in range(3):
        seen.append({name: r2[-1] for name, _, r2, _ in page.evaluate(ENDS)})
        after(page, lambda: page.click("text=Another noise"))
        quiet(page)
    seen.append({name: r2[-1] for name, _, r2, _ in page.evaluate(ENDS)})
    assert state(page)["seed"] == 4 and "Yours (4)" in page.inner_text(".rivals-table thead")
    row = page.locator(".rivals-table tbody tr:has(th:text-is('Wiener')) td").nth(1).inner_text()
    middle = sorted(each["Wiener"] for each in seen)[1:3]
    assert row == f"{sum(middle) / 2:.2f}"
    after(page, lambda: page.evaluate(f"{LAB}.set({{ seed: 2 }}, 'stay')"))
    quiet(page)
    assert "Yours (4)" in page.inner_text(".rivals-table thead")  # each counts once


def test_eight_noises_follow_and_are_stopped(opened):
    page = opened(RivalsLab(N=8, steps=2, machine=("Wiener", "IS")))
    quiet(page)
    page.click("text=Eight more noises")
    page.wait_for_function(f"{LAB}.tried.count('resnet-zeros') === 9")
    quiet(page)
    assert page.evaluate(f"{LAB}.get().seed") == 9 and page.locator("text=Eight more noises").count() == 1
    page.click("text=Eight more noises")
    page.keyboard.press("Escape")
    quiet(page)
    assert page.locator("text=Eight more noises").count() == 1 and page.evaluate(f"{LAB}.get().seed") < 17


def test_another_pixel_is_looked_at(opened, lab):
    page = opened(lab)
    quiet(page)
    pick(page, "LS")
    quiet(page)
    page.locator(".rivals-stage [role=application]").focus()
    page.keyboard.press("ArrowDown")
    quiet(page)
    assert page.evaluate(f"{LAB}.get().row") == 10
    asked = {"net": "resnet-zeros", "steps": 3, "machine": "LS", "row": 10, "column": 9}
    hears(page, f"Row 10, column 9 sees {int(lab.answers('sees', asked)[0]['masks'][-1].sum())} pixels.")


def test_what_is_said_later_stays(opened, lab):
    """A result is announced once things are quiet; what a hand has asked for since is newer."""
    page = opened(lab)
    quiet(page)
    page.evaluate(f"() => {{ {LAB}.announce('older'); {LAB}.say('newer'); }}")
    passed(page, 600)
    assert page.inner_text(".lab-status") == "newer"


def test_two_networks_to_choose_from(opened):
    lab = RivalsLab(("resnet-circular", "resnet-zeros"), N=8, steps=2, machine=("Wiener", "PSPC flex"))
    page = opened(lab)
    quiet(page)
    first = page.evaluate(ENDS)
    after(page, lambda: page.select_option("[name=net]", "resnet-zeros"))
    quiet(page)
    assert state(page)["params"]["net"] == "resnet-zeros" and page.evaluate(ENDS) != first
    check(lab, page)
    again = RivalsLab.from_link(page.evaluate(f"{LAB}.link()"))
    assert again.settings["net"] == "resnet-zeros" and (again.settings["N"], again.settings["steps"]) == (8, 2)


# ---------------------------------------------------------------- everybody
def test_the_poster_names_all(lab):
    fig, alt = lab.draw()
    assert all(name in alt for name in RIVALS) and re.search(r"another noise 0\.\d\d", alt)
    assert len(fig.axes) == 14


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_accessible_and_fit_for_a_phone(opened, monkeypatch, theme):
    monkeypatch.setattr(module, "parts", lambda: STORED)
    page = opened(RivalsLab(N=12, steps=3), theme=theme, width=360)
    quiet(page)
    assert not violations(page) and not misfits(page)
    edge = "name => document.querySelector(name).getBoundingClientRect().right"
    assert page.evaluate(edge, ".rivals-table") <= page.evaluate(edge, ".lab-foot")
    stops, wrong = walk(page)
    assert stops >= 8 and not wrong


def test_closing_ends_the_worker(opened, lab):
    close_lab(opened(lab))
