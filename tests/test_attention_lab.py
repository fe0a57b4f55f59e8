"""AttentionLab: arguments, Python's engine against the chapter, the page's against Python's, hands on the page."""

import json
import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from labs import (
    after,
    answering,
    close,
    close_lab,
    effort,
    joined,
    keys,
    misfits,
    quiet,
    run,
    state,
    violations,
    walk,
    worker,
)
from mosaics import attention, diffusion, networks, prediction
from mosaics.networks import AttentionResNet
from mosaics.widgets import AttentionLab
from mosaics.widgets.attention import DRAWS, NETS, PALETTE
from mosaics.widgets.draws import normals
from mosaics.widgets.prediction import halved

D = 3 * 18 * 18
ASKED = {"net": "attention", "steps": 4, "until": 2, "layer": "before"}
ENGINE = worker(AttentionLab._esm)


@pytest.fixture(scope="module")
def lab():
    return AttentionLab(steps=6, until=4, seed=1)


def several(count, first=1):
    return torch.cat([normals(seed, D) for seed in range(first, first + count)])


# ---------------------------------------------------------------- arguments
@pytest.mark.parametrize(("arguments", "words"), [
    ({"net": "unet"}, "cnn, wide, attention, got 'unet'"), ({"layer": "on"}, "before, after, got 'on'"),
    ({"until": 21}, "at most 20, got 21"), ({"until": -1}, "got -1"), ({"steps": 51}, "at most 50, got 51"),
    ({"steps": 0}, "steps"), ({"seed": -1}, "seed"), ({"steps": 4, "until": 5}, "at most 4, got 5"),
])
def test_bad_arguments_are_named(arguments, words):
    with pytest.raises(ValueError, match=words):
        AttentionLab(**arguments)


@pytest.mark.parametrize("arguments", [{"net": 3}, {"net": None}, {"until": 2.0}, {"seed": "1"}, {"steps": True}])
def test_wrong_kinds_are_refused(arguments):
    with pytest.raises((TypeError, ValueError)):
        AttentionLab(**arguments)


def test_the_layer_is_on_throughout_unless_it_is_said():
    assert AttentionLab(steps=7).settings["until"] == 7
    assert AttentionLab(steps=7, layer="after").settings["until"] == 0


def test_all_weights_come_in_halves_one_network_after_the_other(lab):
    numbers = torch.frombuffer(bytearray(lab.weights), dtype=torch.float16)
    for name, placed in lab.settings["nets"].items():
        mine = numbers[placed["from"]:placed["from"] + placed["count"]]
        net = networks.load_weights(f"socks-{name}")
        assert torch.equal(mine, torch.cat([v.flatten() for v in net.state_dict().values()]).half())
        assert placed["config"] == net.config and torch.equal(mine.float(), torch.cat(
            [v.flatten() for v in lab.nets[name].state_dict().values()]))
    assert placed["from"] + placed["count"] == len(numbers) and len(lab.weights) < 700_000
    assert json.loads(json.dumps(lab.settings)) == lab.settings


def test_fields_are_those_without_attention(lab):
    plain = {name: networks.receptive_field(net) for name, net in lab.nets.items() if name != "attention"}
    assert {name: placed["field"] for name, placed in lab.settings["nets"].items()} == plain | {
        "attention": plain["cnn"]}


# ---------------------------------------------------------------- Python's engine
@pytest.mark.parametrize("layer", ["before", "after"])
@pytest.mark.parametrize("until", [0, 1, 3, 4])
def test_it_is_the_chapters(lab, layer, until):
    noise = normals(3, D)
    *steps, end = lab.answers("sample", ASKED | {"layer": layer, "until": until}, noise)
    net, sigmas = halved(networks.load_weights("socks-attention")), prediction.levels(4)
    start = sigmas[0] * noise.double().reshape(1, 3, 18, 18)
    wanted = attention.switched(net, start, sigmas, until, layer == "before")
    torch.testing.assert_close(end["z"], wanted, atol=1e-9, rtol=0)
    assert [m["step"] for m in steps] == [0, 1, 2, 3] and [m["sigma"] for m in steps] == sigmas[:-1].tolist()
    for m in steps:
        on = (m["step"] < until) == (layer == "before")
        net.attends = on
        torch.testing.assert_close(m["x0_hat"], net(m["z"], m["sigma"]), atol=1e-9, rtol=0)
        assert ("looks" in m) == on
        if on:
            assert torch.equal(m["looks"], net.looks(m["z"], m["sigma"]))
    assert end["consistent"] == bool(attention.consistent(wanted))


@pytest.mark.parametrize("name", ["cnn", "wide"])
def test_networks_without_the_layer_are_not_switched(lab, name):
    noise, sigmas = normals(3, D), prediction.levels(4)
    *steps, end = lab.answers("sample", ASKED | {"net": name, "until": 0}, noise)
    start = sigmas[0] * noise.double().reshape(1, 3, 18, 18)
    wanted = diffusion.last(diffusion.sample(halved(networks.load_weights(f"socks-{name}")), start, sigmas))
    torch.testing.assert_close(end["z"], wanted, atol=1e-9, rtol=0)
    assert all("looks" not in m for m in steps)


def test_several_noises(lab):
    messages = lab.answers("several", ASKED | {"count": 3}, several(3))
    drawn = [m for m in messages if "z" in m]
    assert [m["step"] for m in drawn] == [0, 1, 2] and messages[-1]["type"] == "done"
    assert [m["part"] for m in messages if m.get("step") == 1 and "part" in m] == [0, 0.25, 0.5, 0.75, 1]
    alone = lab.answers("sample", ASKED, several(1, first=2))[-1]
    assert torch.equal(drawn[1]["z"], alone["z"]) and drawn[1]["colours"] == alone["colours"]


def test_readers_edits_count(lab, monkeypatch):
    monkeypatch.setattr(AttentionResNet, "velocity", lambda self, xt, t: torch.zeros_like(xt))
    first = lab.answers("sample", ASKED, normals(1, D))[0]
    torch.testing.assert_close(first["x0_hat"] * (1 + first["sigma"] ** 2), first["z"])
    monkeypatch.setattr(attention, "consistent", lambda images: torch.ones(len(images), dtype=torch.bool))
    assert lab.answers("sample", ASKED, normals(1, D))[-1]["consistent"]


@pytest.mark.parametrize(("task", "change", "words"), [
    ("sample", {"net": "unet"}, "net must be one of cnn, wide, attention"), ("sample", {"until": 5}, "at most 4"),
    ("sample", {"until": None}, "until"), ("sample", {"layer": "on"}, "layer must be"),
    ("guess", {}, "sample, several"), ("sample", {"steps": 0}, "steps"), ("several", {}, "count"),
    ("several", {"count": 3}, "noise must hold 2916"),
])
def test_bad_messages_are_told(lab, task, change, words):
    (message, _), = run(lab, task, ASKED | change, normals(1, D))
    assert message["type"] == "error" and words in message["message"]


@pytest.mark.parametrize("arguments", [{}, {"net": "cnn"}, {"until": 2}])
def test_poster(arguments):
    lab = AttentionLab(steps=6, **arguments)
    image, alt = lab._poster()
    assert image.startswith(b"\x89PNG") and len(image) < 150_000 and f"network {lab.settings['net']} in 6 steps" in alt


# ---------------------------------------------------------------- the page's parts against Python's
def ask(page, code, value):
    return page.evaluate(f"value => {{ {ENGINE}\n return {code}; }}", value)


KINDS = {"as trained": {}, "torus": {"padding": "circular"}, "grey": {"C": 1}, "odd width": {"width": 20},
         "deeper": {"depth": 5}, "one convolution": {"depth": 1, "width": 12}}


@pytest.mark.parametrize("size", [(18, 18), (7, 10)])
@pytest.mark.parametrize("kind", KINDS)
def test_network_in_the_page(page, kind, size):
    net = AttentionResNet(**{"C": 3, "width": 24, "seed": 4} | KINDS[kind])
    with torch.no_grad():
        for values in net.parameters():
            values.copy_((2 * values).half())
    numbers = torch.cat([values.flatten() for values in net.state_dict().values()])
    shape, levels = [net.C, *size], [0.001, 0.05, 0.7, 3.0, 80.0, 200.0]
    z = torch.randn(len(levels), *shape, generator=torch.Generator().manual_seed(1))
    z = (z * torch.tensor(levels)[:, None, None, None] + 0.3).float()
    got = ask(page, """(([bytes, config, shape, levels, z]) => {
        const net = new AttentionResNet(halves(Uint8Array.from(bytes)), config, shape);
        return levels.map((sigma, k) => [true, false].map((on) => { net.attends = on;
            return [Array.from(net.guess(z[k], sigma)), on ? Array.from(net.looks) : []]; })); })(value)""",
        [list(numbers.half().numpy().tobytes()), net.config, shape, levels, z.flatten(1).tolist()])
    for k, both in enumerate(got):
        for on, (guess, looks) in zip((True, False), both, strict=True):
            net.attends = on
            wanted = net(z[k:k + 1].double(), levels[k])
            assert (torch.tensor(guess, dtype=torch.float64) - wanted.flatten()).abs().max() < 1e-4
            if on:
                rows = torch.tensor(looks).reshape(1, math.prod(size), math.prod(size))
                assert (rows - net.looks(z[k:k + 1].double(), levels[k])).abs().max() < 1e-4
                seen = wanted
        assert not torch.allclose(seen, wanted)  # the layer says something


@pytest.mark.parametrize(("change", "words"), [({"C": 1}, "ResNet of 3 channels"), ({"width": 9}, "weights, got")])
def test_other_networks_are_refused_in_the_page(page, change, words):
    config = AttentionResNet(3, 8).config | change
    got = ask(page, """(() => {
        try { new AttentionResNet(new Float32Array(9999), value, [3, 8, 8]); } catch (e) { return e.message; } })()""",
        config)
    assert words in got


@given(seed=st.integers(0, 2**31), noise=st.floats(0, 0.5), half=st.integers(0, 9))
def colour_cases(cases, seed, noise, half):
    generator = torch.Generator().manual_seed(seed)
    colours, picks = torch.randint(4, (1, 2), generator=generator), torch.rand(1, 2, 4, generator=generator)
    x = attention.pairs(colours, (picks * torch.tensor([2, 6, 3, 4])).long())
    x[..., :half] = x[..., :half].flip(1)  # no sock has such colours
    cases.append(x + noise * torch.randn(x.shape, generator=generator))


def test_both_engines_read_the_same_colours(page):
    cases = []
    colour_cases(cases)
    x = torch.cat([*cases, attention.socks(8)[0], torch.zeros(1, 3, 18, 18)])
    got = ask(page, "value[0].map((x) => verdict(x, value[1], [3, 18, 18]))", [x.flatten(1).tolist(), PALETTE])
    colour, clean, _ = attention.colours(x)
    wanted = [[c if pure else None for c, pure in zip(*pair, strict=True)]
              for pair in zip(colour.tolist(), clean.tolist(), strict=True)]
    assert [said["colours"] for said in got] == wanted
    assert [said["consistent"] for said in got] == attention.consistent(x).tolist()
    agreement = [float("nan") if said["agreement"] is None else said["agreement"] for said in got]
    torch.testing.assert_close(torch.tensor(agreement).double(), attention.agreement(x), equal_nan=True)
    assert 8 <= sum(said["consistent"] for said in got) < len(got)


# ---------------------------------------------------------------- whole runs in the page against Python's
def check(lab, got):
    """A run in the page against Python's on the same noise; the largest difference, of attention too."""
    *steps, end = lab.answers("sample", got["params"], got["noise"])
    worst = max(close(joined(got[key]), torch.stack([m[key][0] for m in steps])) for key in ("z", "x0_hat"))
    close(got["sigma"], [m["sigma"] for m in steps])
    close(got["result"], end["z"])
    assert (got["colours"], got["consistent"]) == (end["colours"], end["consistent"])
    for row, shares, m in zip(got["looks"], got["shares"], steps, strict=True):
        assert (row is None) == ("looks" not in m) == (shares is None)
        if row is not None:
            assert (row - m["looks"][0, got["pixel"]]).abs().max() < 1e-3
            assert shares == pytest.approx(masses(m["looks"], got["pixel"], end["z"]), abs=1e-3)
    return worst


def masses(looks, p, z):
    """The chapter's shares of what pixel p attends to."""
    pixel, right = torch.zeros(1, 18, 18, dtype=torch.bool), torch.zeros(1, 18, 18, dtype=torch.bool)
    pixel.view(-1)[p], right[..., 9:] = True, True
    left_sock, right_sock = attention.covered(z)[:, 0], attention.covered(z)[:, 1]
    own, other, across = (right_sock, left_sock, ~right) if p % 18 >= 9 else (left_sock, right_sock, right)
    return {name: float(attention.mass(looks, pixel, target)) for name, target in
            (("own", own), ("other", other), ("across", across))}


@pytest.mark.parametrize("net", NETS)
def test_page_agrees_with_python(opened, net):
    lab = AttentionLab(net, seed=1)
    got = state(opened(lab))
    print(f"{net}: {check(lab, got):.1e}")
    close(got["noise"], normals(1, D))


@pytest.mark.parametrize(("layer", "until"), [("before", 0), ("before", 3), ("after", 3), ("after", 6)])
def test_page_agrees_wherever_the_layer_is_on(opened, layer, until):
    lab = AttentionLab(steps=6, layer=layer, until=until, seed=3)
    got = state(opened(lab))
    check(lab, got)
    assert [row is not None for row in got["looks"]] == [(k < until) == (layer == "before") for k in range(6)]


def test_effort_of_a_run_in_the_page(opened):
    """20 steps: six layers of convolutions, six products of the attention layer."""
    lab = AttentionLab()
    page = opened(lab)
    got = state(page)
    blocks, calls = effort(page, lab, "sample", got["params"], got["noise"])
    print(f"20 steps with attention: {blocks / (20 * 324 * 324):.2f} blocks a step and pair of pixels")
    assert calls["convolve"] == 20 * (6 + 6) and blocks < 6 * 20 * 324 * 324


# ---------------------------------------------------------------- the lab in the page
def to(page, **values):
    """Set the lab, and wait for its run where one is needed; its state."""
    page.evaluate("v => void document.querySelector('.mosaic-lab').lab.set(v, 'stay')", values)
    quiet(page)
    return state(page)


def says(page):
    return page.get_by_role("status").inner_text()


def told(page):
    return page.locator(".attention-told").inner_text()


def test_what_it_says(opened, lab):
    page = opened(lab)
    got = state(page)
    names = list(attention.COLOURS)
    left, right = (names[c] if c is not None else "no clean colour" for c in got["colours"])
    words = (f"One colour: both socks are {left}." if got["consistent"] else
             f"Unclear: {left} on the left, {right} on the right." if None in got["colours"] else
             f"Two colours: {left} on the left, {right} on the right.")
    assert page.locator(".lab-verdict").inner_text() == words
    assert says(page).startswith(f"Seed 1: {words} 6 steps, ")


def test_keys_and_mouse_choose_a_pixel(opened, lab):
    page = opened(lab)
    to(page, step=0)
    keys(page, ".lab-surrounded:nth-child(2) .lab-sources", "Home", "PageUp", "PageUp", "ArrowRight", "ArrowDown")
    assert told(page).startswith("Row 2, column 2, ") and says(page) == told(page)
    assert state(page)["pixel"] == 18 + 1
    box = page.locator(".lab-surrounded .lab-sources").last
    box.scroll_into_view_if_needed()
    at = box.bounding_box()
    page.mouse.move(at["x"] + at["width"] * 12.5 / 18, at["y"] + at["height"] * 5.5 / 18)
    assert told(page).startswith("Row 6, column 13, ")
    values = page.evaluate("document.querySelector('.mosaic-lab').lab.get()")
    assert (values["row"], values["column"]) == (6, 13)


def test_shares_are_of_the_pixels_row(opened, lab):
    page = opened(lab)
    to(page, step=1, row=8, column=4)
    got = state(page)
    row = got["looks"][1].double()
    wanted = masses(row.expand(1, 324, 324), got["pixel"], got["result"].reshape(1, 3, 18, 18))
    assert got["shares"][1] == pytest.approx(wanted, abs=1e-5) and got["pixel"] == 7 * 18 + 3
    assert f"{round(100 * wanted['across'])} %" in told(page).replace("\u00a0", " ").rsplit(";", 1)[1]


def test_where_the_layer_is_off_the_field_is_shown(opened, lab):
    page = opened(lab)
    to(page, step=5)
    assert "the layer is off here, so it sees the 11 × 11 pixels round it" in told(page)
    assert page.locator(".lab-surrounded .lab-window").count() == 1
    to(page, net="wide", step=2)
    assert "no layer of attention, so it sees the 33 × 33 pixels" in told(page)
    assert page.locator("[name=until]").is_hidden() and page.locator("[name=layer]").is_hidden()
    to(page, net="attention", step=2)
    assert "of its attention is on" in told(page) and not page.locator(".lab-surrounded .lab-window").count()


def levels_of(page, number):
    """Pixels of a canvas of the stage."""
    values = page.evaluate("""k => { const c = document.querySelectorAll(".lab-stage canvas")[k];
        return Array.from(c.getContext("2d").getImageData(0, 0, c.width, c.height).data); }""", number)
    return torch.tensor(values, dtype=torch.float64).reshape(-1, 4)[:, :3]


def test_pictures_are_what_is_said(opened, lab):
    page = opened(lab)
    to(page, step=2, row=8, column=4)
    got = state(page)
    for number, x in ((0, got["z"][2] / (1 + got["sigma"][2] ** 2) ** 0.5), (1, got["x0_hat"][2])):
        shown = (x.double().reshape(3, -1).T.clamp(-1, 1) + 1) * 127.5
        assert (levels_of(page, number) - shown).abs().max() <= 1
    heat, row = levels_of(page, 2).sum(1), got["looks"][2]
    order = row.argsort()
    assert (heat[order].diff() <= 2).all() and heat.argmin() == row.argmax()  # the more, the darker


@pytest.mark.parametrize("kernel", [False, True])
def test_draws_are_counted(opened, kernel):
    """Agreement and clean pairs, with Wilson's interval; settings apart; the same seeds for each."""
    lab = AttentionLab(steps=2, seed=1)
    page = opened(lab, kernel=answering(lab) if kernel else None,
                  first='[data-engine="kernel"][data-done]' if kernel else "[data-done]")
    quiet(page)
    after(page, lambda: page.get_by_role("button", name=f"Draw {DRAWS}").click())
    (one,) = state(page)["tally"]
    noise = several(DRAWS)
    wanted = [m["consistent"] for m in lab.answers("several", one | {"count": DRAWS}, noise) if "z" in m]
    assert one["drawn"] == DRAWS and one["same"] == sum(wanted)
    assert one["same"] + one["differ"] + one["unclear"] == DRAWS
    clean = one["same"] + one["differ"]
    assert says(page).endswith(f"{clean} clean pair{'s' * (clean != 1)}, {one['same']} of one colour.")
    assert one["agreement"] is None or "by chance in 25\u00a0%" in says(page)
    assert page.locator(".lab-shots label").count() == DRAWS
    to(page, net="cnn")
    after(page, lambda: page.get_by_role("button", name=f"Draw {DRAWS}").click())
    assert [row["net"] for row in state(page)["tally"]] == ["attention", "cnn"]
    assert page.locator(".lab-tried tbody tr").count() == 3  # and chance
    after(page, lambda: page.get_by_role("button", name="CNN with attention layer always on").click())
    assert state(page)["params"]["net"] == "attention"
    assert page.locator(".lab-shots label").count() == DRAWS


def test_draws_can_be_stopped_and_go_on(opened):
    page = opened(AttentionLab(steps=20, seed=1))
    page.get_by_role("button", name=f"Draw {DRAWS}").click()
    page.wait_for_function("document.querySelectorAll('.lab-shots label').length > 1")
    page.get_by_role("button", name="Stop (").click()
    page.wait_for_function("document.querySelector('.lab-status').textContent.startsWith('Stopped after')")
    drawn = page.locator(".lab-shots label").count()
    assert 1 < drawn < DRAWS and page.get_by_role("button", name=f"Draw {DRAWS}").is_visible()
    seeds = page.locator(".lab-shots input").evaluate_all("all => all.map((e) => Number(e.value))")
    assert seeds == list(range(1, drawn + 1))
    shown = after(page, lambda: page.locator(".lab-shots input").nth(1).evaluate("e => e.click()"))
    assert shown["seed"] == 2


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 390), ("light", 320)])
def test_nothing_is_out_of_reach(opened, theme, width):
    page = opened(AttentionLab(steps=2), theme=theme, width=width, draws=6)
    after(page, lambda: page.get_by_role("button", name="Draw 6").click())
    assert not misfits(page, scrolling=".lab-strip, .lab-tried-box")
    assert not violations(page)


def test_every_control_by_keyboard(opened):
    page = opened(AttentionLab(steps=2), draws=6)
    after(page, lambda: page.get_by_role("button", name="Draw 6").click())
    count, lost = walk(page)
    assert count >= 11 and not lost


def test_closing_ends_the_worker(opened, lab):
    close_lab(opened(lab))
