"""PredictionLab: arguments, Python's engine against the chapter, the page's against Python's, hands on the page."""

import json

import make_wasm  # scripts/
import numpy as np
import pytest
import torch
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
from mosaics import diffusion, equivariant, local, networks, prediction
from mosaics.core.data import ROOT, load
from mosaics.core.metrics import pearson2
from mosaics.widgets import PredictionLab
from mosaics.widgets.draws import normals
from mosaics.widgets.prediction import LEVELS, SEVERAL
from mosaics.widgets.shared.base import CALIBRATED
from torch.nn.functional import conv2d
from wasmtime import Engine, Instance, Module, Store

ENGINE = worker(PredictionLab._esm)
PAIRS = [(0.2, 3), (1.0, 5), (10.0, 9)]
RUN = {"machine": "bbELS", "windows": PAIRS, "N": 40, "steps": 4}


@pytest.fixture(scope="module")
def clothes():
    return load("fashion-mnist", n=60, size=16)


@pytest.fixture(scope="module")
def faces():
    return load("dicebear-faces", n=40)


@pytest.fixture(scope="module")
def lab(clothes):
    return PredictionLab(data=clothes, steps=5)


def two(seed=2, D=256):
    return torch.cat([normals(seed, D), normals(seed + 1, D)])


# ---------------------------------------------------------------- arguments
@pytest.mark.parametrize(("arguments", "words"), [
    ({"machine": "ES"}, "IS, LS, ELS, bbELS, got 'ES'"), ({"machine": ("LS", "LS")}, "once"),
    ({"windows": 4}, "3 to 31, got 4"), ({"windows": 33}, "got 33"), ({"windows": []}, "pairs"),
    ({"machine": "ELS", "windows": 17}, "3 to 15, got 17"), ({"windows": [(1.0, 4)]}, "odd"),
    ({"N": 61}, "at most 60, got 61"), ({"N": 1}, "at least 2 .*got 1"), ({"steps": 51}, "at most 50"),
    ({"seed": -1}, "seed"), ({"data": torch.zeros(9, 3, 16, 16)}, r"shape \(1, 16, 16\), got \(3, 16, 16\)"),
    ({"data": torch.zeros(1, 1, 16, 16)}, "number of images"),
    ({"data": torch.full((9, 1, 16, 16), 2.0)}, r"\[-1, 1\]"),
    ({"data": torch.zeros(9, 1, 2, 2)}, "3 pixels"), ({"net": networks.ResNet(2), "data": None}, "2 channels"),
    ({"net": "resnet"}, "must be one of resnet-zeros, .*got 'resnet'"),
])
def test_bad_arguments_are_named(clothes, arguments, words):
    with pytest.raises(ValueError, match=words):
        PredictionLab(**{"data": clothes} | arguments)


@pytest.mark.parametrize("arguments", [{"net": networks.UNet(1, [4])}, {"net": "unet"}, {"net": 3},
                                       {"net": None}, {"windows": True}, {"windows": 5.0},
                                       {"N": 5.0}, {"machine": 3}])
def test_wrong_kinds_are_refused(clothes, arguments):
    with pytest.raises(TypeError):
        PredictionLab(**{"data": clothes} | arguments)


def test_weights_beyond_half_precision_are_refused(clothes):
    net = networks.ResNet(1, 8, 1)
    net.first.weight.data[0, 0, 0, 0] = 1e5
    with pytest.raises(ValueError, match=r"65504, got more in first\.weight"):
        PredictionLab(net, clothes)


def test_the_network_is_a_copy_in_halves(clothes):
    net = networks.load_weights("resnet-zeros")
    before = {key: values.clone() for key, values in net.state_dict().items()}
    held = PredictionLab(net, clothes).net
    assert all(torch.equal(values, before[key]) for key, values in net.state_dict().items())
    assert all(torch.equal(values, before[key].half().float()) for key, values in held.state_dict().items())


def test_half_precision_costs_nothing_in_r2():
    lab = PredictionLab()
    sigmas, eps = prediction.levels(20), torch.stack([normals(k, 256).double().reshape(1, 16, 16) for k in range(4)])
    whole, half, theory = (diffusion.last(diffusion.sample(denoise, sigmas[0] * eps, sigmas)) for denoise in (
        networks.load_weights("resnet-zeros"), lab.net, prediction.machine("LS", lab.data[:100], 7)))
    difference = (pearson2(whole, theory) - pearson2(half, theory)).abs().max()
    print(f"half precision changes r^2 by {difference:.1e}")
    assert difference < 1e-3


def test_it_carries_all_that_its_networks_were_trained_on():
    lab = PredictionLab()
    assert lab.shape == [1000, 1, 16, 16] and lab.settings["N"] == 1000 and len(lab.weights) == 2 * 103_425
    assert PredictionLab(networks.load_weights("resnet-faces")).shape == [1000, 3, 16, 16]


def unnamed(settings):
    """What holds of a network whatever its name."""
    return {key: value for key, value in settings.items() if key not in ("net", "nets")}


@pytest.mark.parametrize("name", [name for name in networks.SHIPPED if name.startswith("resnet-")])
def test_a_name_brings_images_and_windows(name):
    """Those of the record; where they are too many for handles, the lab draws them as it draws any schedule."""
    facts = json.loads((ROOT / "results" / "prediction.json").read_text("utf8"))["models"][name]
    lab, pairs = PredictionLab(name), [(s, P) for s, P in facts["windows"][facts["machine"]]["cosine"]]
    given = PredictionLab(networks.load_weights(name), load(**facts["data"]), windows=pairs)
    assert torch.equal(lab.data, given.data) and lab.weights == given.weights
    assert unnamed(lab.settings) == unnamed(given.settings) and lab.settings["net"] == name
    assert [local.WindowSchedule(pairs)(level) for level in LEVELS] == [P for _, P in sorted(pairs)]
    assert {P for _, P in PredictionLab(name, windows=5).settings["windows"]} == {5}


def test_a_name_leaves_other_images_alone(clothes):
    lab = PredictionLab("resnet-circular", clothes)
    given = PredictionLab(networks.load_weights("resnet-circular"), clothes)
    assert torch.equal(lab.data, given.data) and unnamed(lab.settings) == unnamed(given.settings)
    assert lab.settings["machine"] == "ELS" and not lab.others


@pytest.mark.parametrize("padding", ["zeros", "circular"])
def test_the_calibrated_schedule_is_told_by_few_handles(clothes, padding):
    s = PredictionLab(networks.ResNet(1, 8, 1, padding), clothes).settings
    said = local.WindowSchedule(s["windows"])
    assert [said(level) for level in LEVELS] == list(CALIBRATED[padding])
    assert 5 <= len(s["handles"]) <= 8 and s["windows"] == s["presets"]["calibrated"]
    upside_down = local.WindowSchedule(s["presets"]["reversed"])
    assert [upside_down(level) for level in LEVELS] == list(CALIBRATED[padding])[::-1]
    assert s["machine"] == {"zeros": "bbELS", "circular": "ELS"}[padding]
    assert s["largest"]["LS"] == {"zeros": 31, "circular": 15}[padding]


def test_windows_are_called_calibrated_only_where_they_are(faces):
    net = networks.ResNet(3, 8, 1)
    assert list(PredictionLab(net, faces).settings["presets"]) == ["grey", "reversed"]
    assert list(PredictionLab(net, faces, windows=PAIRS).settings["presets"]) == ["calibrated", "reversed"]


def test_other_schedules(clothes):
    jagged = [(level, (3, 15)[k % 2]) for k, level in enumerate(LEVELS)]
    got = PredictionLab(data=clothes, windows=jagged).settings["windows"]
    assert len(got) == 6 and all(local.WindowSchedule(jagged)(level) == P for level, P in got)
    assert {P for _, P in PredictionLab(data=clothes, windows=31).settings["windows"]} == {31}
    released = local.released_windows()
    got = local.WindowSchedule(PredictionLab(data=clothes, windows=released).settings["windows"])
    assert all(got(level) == P for level, P in released.pairs)


def test_the_page_is_offered_what_it_can_do():
    large = PredictionLab(networks.ResNet(1, 8, 1), load("fashion-mnist", n=400))
    assert large.settings["N"] == 200 and large.settings["most"]["LS"] == 1000
    assert PredictionLab(networks.ResNet(1, 8, 1), load("fashion-mnist", n=400), machine="LS").settings["N"] == 400
    assert json.loads(json.dumps(large.settings))["config"]["kind"] == "ResNet"


# ---------------------------------------------------------------- Python's engine
def pictures(denoise, noise, steps):
    sigmas = prediction.levels(steps)
    states = diffusion.sample(denoise, sigmas[0] * noise.double().reshape(1, 1, 16, 16), sigmas)
    return [s.x0_hat for s in states if s.x0_hat is not None]


@pytest.mark.parametrize("name", ["bbELS", "ELS", "LS", "IS"])
def test_it_is_the_chapters(lab, name):
    noise = two()
    *steps, end = lab.answers("predict", RUN | {"machine": name}, noise)
    theory = prediction.machine(name, lab.data[:40], None if name == "IS" else local.WindowSchedule(PAIRS))
    network, machine = pictures(lab.net, noise[:256], 4), pictures(theory, noise[:256], 4)
    assert [m["step"] for m in steps] == [0, 1, 2, 3]
    for m, a, b in zip(steps, network, machine, strict=True):
        torch.testing.assert_close(m["network"], a, atol=1e-9, rtol=0)
        torch.testing.assert_close(m["machine"], b, atol=1e-9, rtol=0)
        assert m["r2"] == pytest.approx(float(pearson2(a, b)))
    assert torch.equal(end["network"], steps[-1]["network"]) and end["r2"] == steps[-1]["r2"]
    perfect, other = prediction.machine("IS", lab.data[:40]), pictures(lab.net, noise[256:], 4)
    assert end["ideal"][-1] == pytest.approx(float(pearson2(network[-1], pictures(perfect, noise[:256], 4)[-1])))
    assert end["chance"] == pytest.approx([float(pearson2(a, b)) for a, b in zip(network, other, strict=True)])
    assert ("P" in steps[0]) == (name != "IS")


@pytest.mark.parametrize("name", ["bbELS", "IS"])
def test_the_best_linear_denoiser_stands_beside_each_picture(lab, name):
    """The chapter's own, of the machine's N images: at each step of one noise, and for each of several noises."""
    noise, filter_ = two(), diffusion.wiener(lab.data[:40])
    *_, end = lab.answers("predict", RUN | {"machine": name}, noise)
    wanted = [[float(pearson2(a, b)) for a, b in zip(pictures(lab.net, eps, 4), pictures(filter_, eps, 4), strict=True)]
              for eps in (noise[:256], noise[256:])]
    assert end["wiener"] == pytest.approx(wanted[0])
    several = [m for m in lab.answers("several", RUN | {"machine": name, "count": 2}, noise) if "r2" in m]
    assert [m["wiener"] for m in several] == pytest.approx([wanted[0][-1], wanted[1][-1]])


def test_images_too_large_for_a_covariance_have_no_wiener_filter():
    large = PredictionLab(networks.ResNet(1, 4, 1), torch.rand(3, 1, 33, 33), machine="LS", windows=3)
    *_, end = large.answers("predict", RUN | {"N": 3, "steps": 1, "machine": "LS", "windows": [(1.0, 3)]}, two(1, 1089))
    assert end["wiener"] == [] and len(end["ideal"]) == 1


def test_the_local_machine_has_the_networks_border(clothes):
    on_torus = PredictionLab(networks.ResNet(1, 8, 1, "circular"), clothes, machine="LS", windows=5)
    end = on_torus.answers("predict", RUN | {"machine": "LS"}, two())[-1]
    wanted = pictures(local.LS(on_torus.data[:40], local.WindowSchedule(PAIRS), "circular"), two()[:256], 4)[-1]
    torch.testing.assert_close(end["machine"], wanted, atol=1e-9, rtol=0)


def test_several_noises(lab):
    noise = torch.cat([normals(seed, 256) for seed in (5, 6, 7)])
    messages = lab.answers("several", RUN | {"count": 3}, noise)
    done = [m for m in messages if "r2" in m]
    assert [m["step"] for m in done] == [0, 1, 2] and messages[-1]["type"] == "done"
    assert [m["part"] for m in messages if m.get("step") == 1 and "part" in m] == [0.25, 0.5, 0.75, 1.0]
    alone = lab.answers("predict", RUN, torch.cat([noise[256:512], noise[:256]]))[-1]
    assert done[1]["r2"] == pytest.approx(alone["r2"]) and torch.equal(done[1]["machine"], alone["machine"])


def test_readers_edits_count(lab, monkeypatch):
    monkeypatch.setattr(networks.ResNet, "velocity", lambda self, xt, t: torch.zeros_like(xt))
    monkeypatch.setattr(equivariant.BBELS, "__call__", lambda self, z, sigma: z.clone())
    first = lab.answers("predict", RUN, two())[0]
    torch.testing.assert_close(first["network"] * (1 + LEVELS[-1] ** 2), first["machine"])
    monkeypatch.setattr(equivariant.BBELS, "__call__", lambda self, z, sigma: torch.zeros_like(z))
    assert lab.answers("predict", RUN, two())[-1]["r2"] is None  # no correlation with a single grey


@pytest.mark.parametrize(("task", "change", "words"), [
    ("predict", {"machine": "XX"}, "machine must be"), ("predict", {"windows": None}, "pairs"),
    ("predict", {"windows": [[1.0, 4]]}, "odd"), ("predict", {"windows": [[1, 33]]}, "31"), ("predict", {"N": 1}, "N"),
    ("predict", {"N": 61}, "at most 60"), ("predict", {"steps": 0}, "steps"), ("guess", {}, "predict, several"),
    ("several", {}, "count"), ("several", {"count": 3}, "noise must hold 768"),
])
def test_bad_messages_are_told(lab, task, change, words):
    (message, _), = run(lab, task, RUN | change, two())
    assert message["type"] == "error" and words in message["message"]


def test_poster(clothes):
    lab = PredictionLab(data=clothes, steps=6)
    image, alt = lab._poster()
    noise = torch.cat([normals(1, 256), normals(2, 256)])
    end = lab.answers("predict", {k: lab.settings[k] for k in ("machine", "windows", "N", "steps")}, noise)[-1]
    assert image.startswith(b"\x89PNG") and len(image) < 150_000
    assert f"is {end['r2']:.2f}; " in alt and f"another noise {end['chance'][-1]:.2f}." in alt


# ---------------------------------------------------------------- the kernel under wasmtime
class Layers:
    """network.wasm, called as network.js does."""

    def __init__(self):
        self.store = Store(Engine())
        module = Module(self.store.engine, make_wasm.SOURCES[1].with_suffix(".wasm").read_bytes())
        self.exports = Instance(self.store, module, []).exports(self.store)
        self.memory, self.free = self.exports["memory"], -(-self.exports["base"](self.store) // 16) * 16

    def put(self, values):
        content, at = np.ascontiguousarray(values, np.float32).tobytes(), self.free
        self.free += -(-len(content) // 16) * 16
        if (missing := self.free - self.memory.data_len(self.store)) > 0:
            self.memory.grow(self.store, -(-missing // 65536))
        self.memory.write(self.store, content, at)
        return at

    def get(self, at, *shape):
        raw = self.memory.read(self.store, at, at + 4 * int(np.prod(shape)))
        return torch.from_numpy(np.frombuffer(bytes(raw), np.float32).reshape(shape).copy())

    def convolved(self, image, shift, weight, bias, before, spacing, wrap, rectify):
        (n, H, W), (outputs, _, side, _) = image.shape, weight.shape
        wide, border = -(-outputs // 12) * 12, side // 2 * spacing
        padded = torch.cat([weight, torch.zeros(wide - outputs, n, side, side)])
        packed = padded.reshape(wide // 12, 12, n, side * side).permute(0, 3, 2, 1)
        x, s = self.put(image.permute(1, 2, 0)), self.put(shift)
        spread = self.put(torch.zeros(H + 2 * border, W + 2 * border, n))
        b = self.put(torch.cat([bias, torch.zeros(wide - outputs)]))
        start = torch.zeros(H * W + 3, wide)
        if before is not None:
            start[:H * W, :outputs] = before.permute(1, 2, 0).reshape(H * W, outputs)
        to, w = self.put(start), self.put(packed)
        self.exports["spread"](self.store, x, s, spread, H, W, n, n, border, int(wrap), int(rectify))
        self.exports["convolve"](self.store, spread, w, b, to, side, spacing, H, W, n, wide, int(before is not None))
        return self.get(to, H * W, wide)[:, :outputs].T.reshape(outputs, H, W)


@pytest.mark.parametrize("wrap", [False, True])
@pytest.mark.parametrize("size", [(5, 7), (8, 8), (3, 3), (16, 16)])
@pytest.mark.parametrize(("inputs", "outputs", "side", "spacing"), [
    (1, 48, 3, 1), (5, 13, 3, 2), (48, 3, 1, 1), (24, 24, 3, 3)])
def test_kernel_is_the_convolution(size, wrap, inputs, outputs, side, spacing):
    layers, draw = Layers(), torch.Generator().manual_seed(0)
    image, shift, weight, bias, before = (torch.randn(*shape, generator=draw) for shape in (
        (inputs, *size), (inputs,), (outputs, inputs, side, side), (outputs,), (outputs, *size)))
    for rectify in (False, True):
        x = image + shift[:, None, None]
        x, d = (x.relu() if rectify else x)[None].double(), side // 2 * spacing
        at = [torch.arange(-d, n + d) for n in size]
        around = x[:, :, at[0][:, None] % size[0], at[1] % size[1]]
        outside = ((at[0] < 0) | (at[0] >= size[0]))[:, None] | (at[1] < 0) | (at[1] >= size[1])
        around = around if wrap else around.masked_fill(outside, 0)
        wanted = conv2d(around, weight.double(), bias.double(), dilation=spacing)[0]
        plain = layers.convolved(image, shift, weight, bias, None, spacing, wrap, rectify)
        added = layers.convolved(image, shift, weight, bias, before, spacing, wrap, rectify)
        torch.testing.assert_close(plain.double(), wanted, atol=2e-5, rtol=1e-5)
        torch.testing.assert_close(added.double(), before + wanted.relu(), atol=2e-5, rtol=1e-5)


def test_kernel_is_small():
    assert make_wasm.SOURCES[1].with_suffix(".wasm").stat().st_size < 3000


# ---------------------------------------------------------------- the page's parts against Python's
def ask(page, code, value):
    return page.evaluate(f"value => {{ {ENGINE}\n return {code}; }}", value)


def test_both_engines_have_one_schedule(page):
    cases = [(name, steps, low, high) for name in diffusion.SCHEDULES for steps in (1, 2, 7, 20)
             for low, high in ((0.02, 80.0), (0.002, 500.0), (0.0781, 80.2))]
    got = ask(page, "value.map(([name, steps, low, high]) => schedule(steps, low, high, name))", cases)
    for levels, (name, steps, low, high) in zip(got, cases, strict=True):
        wanted = diffusion.schedule(name, steps, low, high)
        torch.testing.assert_close(torch.tensor(levels, dtype=torch.float64), wanted, rtol=1e-9, atol=0)
    refused = ask(page, "value.map((args) => { try { schedule(...args); } catch (e) { return e.message; } })",
                  [[5, 100, 200, "legacy"], [5, 0.02, 80, "sine"]])
    assert "got a range from 100 to 200" in refused[0] and "cosine, legacy, linear, got 'sine'" in refused[1]


def test_both_engines_have_the_chapters_levels(page):
    for steps, levels in zip((1, 2, 3, 19, 20, 50), ask(page, "value.map(fall)", [1, 2, 3, 19, 20, 50]), strict=True):
        got = torch.tensor(levels, dtype=torch.float64)
        torch.testing.assert_close(got, prediction.levels(steps), rtol=1e-5, atol=0)


def test_half_precision_is_read_as_written(page):
    every = torch.arange(65536, dtype=torch.int32).to(torch.int16).view(torch.float16)
    finite = every[torch.isfinite(every)]
    got = ask(page, "Array.from(halves(Uint8Array.from(value)))", list(finite.numpy().tobytes()))
    assert torch.equal(torch.tensor(got), finite.float())


NETS = {"zeros": {}, "circular": {"padding": "circular"}, "colour": {"C": 3}, "wide": {"dilation": [1, 2, 4]},
        "wide torus": {"dilation": [4, 2, 1], "padding": "circular", "C": 3},
        "placed": {"coordinates": True, "depth": 0}}


@pytest.mark.parametrize("size", [(16, 16), (7, 10)])
@pytest.mark.parametrize("kind", NETS)
def test_network_in_the_page(page, kind, size):
    net = networks.ResNet(**{"C": 1, "width": 20, "depth": 3, "seed": 4} | NETS[kind])
    with torch.no_grad():
        for values in net.parameters():
            values.copy_((2 * values).half())
    numbers = torch.cat([values.flatten() for values in net.state_dict().values()])
    shape, levels = [net.C, *size], [0.001, 0.05, 0.7, 3.0, 80.0, 200.0]
    z = torch.randn(len(levels), *shape, generator=torch.Generator().manual_seed(1))
    z = (z * torch.tensor(levels)[:, None, None, None] + 0.3).float()
    got = ask(page, """(([bytes, config, shape, levels, z]) => {
        const net = new ResNet(halves(Uint8Array.from(bytes)), config, shape);
        return levels.map((sigma, k) => Array.from(net.guess(z[k], sigma))); })(value)""",
        [list(numbers.half().numpy().tobytes()), net.config, shape, levels, z.flatten(1).tolist()])
    wanted = net(z.double(), torch.tensor(levels, dtype=torch.float64))
    worst = (torch.tensor(got, dtype=torch.float64) - wanted.flatten(1)).abs().max()
    print(f"network {kind} {size}: {worst:.1e}")
    assert worst < 1e-4 and wanted.std() > 0.05


@pytest.mark.parametrize(("change", "words"), [
    ({"kind": "UNet"}, "can run a ResNet"), ({"C": 3}, "ResNet of 1 channels"), ({"width": 9}, "weights, got")])
def test_other_networks_are_refused_in_the_page(page, change, words):
    config = networks.ResNet(1, 8, 1).config | change
    got = ask(page, """(() => {
        try { new ResNet(new Float32Array(9999), value, [1, 8, 8]); } catch (e) { return e.message; } })()""", config)
    assert words in got


def test_a_row_that_is_cancelled_gives_its_kernel_back(page):
    lab = PredictionLab(networks.ResNet(1, 8, 1), load("fashion-mnist", n=200), windows=9)
    got = ask(page, """(([pixels, weights, params]) => {
        keep(Uint8Array.from(pixels), 784, Uint8Array.from(weights));
        const job = JOBS.several(params, [new Float32Array(784).fill(1)]), busy = [];
        for (let k = 0; k < 30; k++) job.next(), busy.push(kernels.some((kernel) => kernel.busy));
        job.return();
        return [busy.some(Boolean), kernels.length, kernels.some((kernel) => kernel.busy)]; })(value)""",
        [list(lab.images), list(lab.weights), RUN | {"count": 1, "N": 200, "machine": "ELS", "shape": [1, 28, 28],
                                                     "config": lab.settings["config"]}])
    assert got == [True, 1, False]


# ---------------------------------------------------------------- whole runs in the page against Python's
def check(lab, got):
    """A run in the page against Python's on the same noise; the largest difference."""
    *steps, end = lab.answers("predict", got["params"], got["noise"])
    worst = max(close(joined(got[key]), torch.stack([m[key] for m in steps])) for key in ("network", "machine"))
    close(got["sigma"], [m["sigma"] for m in steps])
    assert got["P"] == [m.get("P") for m in steps] or "P" not in steps[0]
    for key, wanted in (("scores", [m["r2"] for m in steps]), ("ideal", end["ideal"]), ("chance", end["chance"]),
                        ("wiener", end["wiener"])):
        assert got[key] == pytest.approx(wanted, abs=1e-4)
    assert got["r2"] == pytest.approx(end["r2"], abs=1e-4)
    return worst


@pytest.mark.parametrize("name", ["resnet-zeros", "resnet-circular", "resnet-faces"])
def test_page_agrees_with_python(opened, clothes, faces, name):
    lab = PredictionLab(networks.load_weights(name), faces if "faces" in name else clothes)
    got = state(opened(lab))
    print(f"{name}: {check(lab, got):.1e}")
    close(got["noise"], torch.cat([normals(seed, lab.data[0].numel()) for seed in (1, 2)]))


@pytest.mark.parametrize("name", ["bbELS", "ELS", "LS", "IS"])
@pytest.mark.parametrize("padding", ["zeros", "circular"])
def test_page_agrees_in_every_machine(opened, clothes, name, padding):
    net = networks.load_weights(f"resnet-{padding}")
    lab = PredictionLab(net, clothes, machine=name, steps=7, windows=PAIRS, seed=3)
    check(lab, state(opened(lab)))


def test_effort_of_all_images_in_the_page(opened):
    """Two pictures of the network, six layers, 20 steps; one of the machine; the ideal machine beside them."""
    lab = PredictionLab()
    page = opened(lab)
    got = state(page)
    assert got["params"]["N"] == 1000 and got["r2"] > 0.93
    check(lab, got)
    blocks, calls = effort(page, lab, "predict", got["params"], got["noise"])
    each = blocks / (20 * 1000 * 256)
    print(f"20 steps of network, ideal machine and bbELS, N = 1000, 16 x 16: {each:.2f} blocks a step, image and pixel")
    assert [calls[part] for part in ("convolve", "prepare", "pack", "begin")] == [2 * 20 * 6, 1, 1, 20]
    assert each < 7.9  # a fifth above what it takes; 4.3 of it are the Wiener filter's matrix, which is then kept


# ---------------------------------------------------------------- the lab in the page
def rows(page):
    """What the table of what was tried says: words and numbers of each row."""
    return [[" ".join(cell.split()) for cell in row.locator("th, td").all_inner_texts()]
            for row in page.locator(".lab-tried tbody tr").all()]


def to(page, **values):
    """Set the lab, and wait for its run."""
    return after(page, lambda: page.evaluate("v => void document.querySelector('.mosaic-lab').lab.set(v, 'stay')",
                                             values))


@pytest.mark.parametrize("kernel", [False, True])
def test_what_was_tried_is_kept_and_comes_back(opened, lab, kernel):
    page = opened(lab, kernel=answering(lab) if kernel else None,
                  first='[data-engine="kernel"][data-done]' if kernel else "[data-done]")
    quiet(page)
    first = state(page)
    assert rows(page) == [["bbELS, calibrated, 3 to 9 N 60, 5 steps", f"{first['r2']:.2f}", "–"]]
    narrow = to(page, P=3)
    best = max(first["r2"], narrow["r2"])
    assert [row[1] for row in rows(page)] == [f"{r2:.2f}" for r2 in (best, min(first["r2"], narrow["r2"]))]
    assert rows(page)[0][0].endswith("◆ best") and not rows(page)[1][0].endswith("best")
    page.get_by_role("button", name="Compare 8 noises").click()
    page.wait_for_function("document.querySelector('.mosaic-lab').labState().several")
    quiet(page)
    middle = float(np.median(state(page)["several"]["scores"]))
    assert sorted(row[2] for row in rows(page)) == sorted([f"{middle:.2f}", "–"])
    to(page, machine="LS", windows="reversed", steps=3)
    assert rows(page)[1][0].startswith("LS, reversed, 3 to 9 N 60, 3 steps") and len(rows(page)) == 3
    back = after(page, lambda: page.get_by_role("button", name="bbELS, 3 × 3 N 60, 5 steps. Bring it back.").click())
    assert back["params"] == narrow["params"] and back["r2"] == pytest.approx(narrow["r2"])
    assert len(rows(page)) == 3 and "3 × 3" in page.locator(".lab-tried tr[aria-current]").inner_text()


def test_windows_drawn_by_hand_are_tried_too(opened, lab):
    page = opened(lab)
    page.locator(".lab-handle").nth(1).focus()
    drawn = after(page, lambda: page.keyboard.press("ArrowUp"))
    to(page, P=5)
    back = after(page, lambda: page.get_by_role("button", name="bbELS, drawn").click())
    assert back["params"]["windows"] == drawn["params"]["windows"] and "does not offer" not in says(page)


def test_the_wiener_filter_is_named_beside_each_picture(opened, lab):
    page = opened(lab)
    got = state(page)
    assert f"the Wiener filter {got['wiener'][-1]:.2f}, " in page.locator(".lab-verdict").inner_text()
    assert "Wiener" in page.locator(".lab-legend").inner_text() and page.locator(".lab-linear").count() == 2
    page.get_by_role("button", name="Compare 8 noises").click()
    page.wait_for_function("document.querySelector('.mosaic-lab').labState().several")
    several = state(page)["several"]
    assert page.locator(".lab-noises small").all_inner_texts() == [f"Wiener {r2:.2f}" for r2 in several["wiener"]]
    assert f"Wiener filter: median {np.median(several['wiener']):.2f}." in page.locator(".lab-several").inner_text()
    quiet(page)
    assert page.get_by_role("button", name="New picture").is_visible()  # not "Cancel"


def says(page):
    return page.get_by_role("status").inner_text()


def test_on_a_phone_pictures_and_score_stay_in_view_while_a_control_is_moved(opened, lab):
    page = opened(lab, width=390)
    page.set_viewport_size({"width": 390, "height": 844})
    for name in ("P", "shape", "machine", "N", "steps", "step"):
        page.locator(f"[name={name}]").focus()
        parts = (f"[name={name}]", ".lab-stage", ".lab-figure")
        control, stage, figure = (page.locator(part).bounding_box() for part in parts)
        assert stage["y"] >= 0 and figure["y"] + figure["height"] <= control["y"] < 844, name


def test_what_it_says(opened, lab):
    page = opened(lab)
    got = state(page)
    words = page.get_by_role("status").inner_text()
    assert words.startswith(f"Seed 1: r² {got['r2']:.2f} between the pictures of network and bbELS. 5 steps, ")
    assert page.locator(".lab-figure").inner_text() == f"r² {got['r2']:.2f}"
    compared = f"ideal machine {got['ideal'][-1]:.2f}, another noise {got['chance'][-1]:.2f}."
    assert compared in page.locator(".lab-verdict").inner_text()
    rms = (got["pictures"][0] - got["pictures"][1]).square().mean().sqrt()
    assert f"RMS {rms:.2f}" in page.locator(".lab-picture").nth(3).inner_text()
    got = after(page, lambda: keys(page, "[name=N]", "ArrowLeft"))
    assert "50 of the network’s 60 training images" in page.locator(".lab-verdict").inner_text()


def levels_of(page, title):
    values = page.evaluate("""title => { const c = document.querySelector(`canvas[aria-label^="${title}"]`);
        return Array.from(c.getContext("2d").getImageData(0, 0, c.width, c.height).data); }""", title)
    return torch.tensor(values, dtype=torch.float64).reshape(-1, 4)[:, :3]


def test_pictures_are_what_is_said(opened, lab):
    page = opened(lab)
    keys(page, "[name=step]", "Home", "ArrowRight")
    got = state(page)
    a, b = got["network"][1].double(), got["machine"][1].double()
    for title, x in (("Network", a), ("Machine", b)):
        assert (levels_of(page, title)[:, 0] - (255 - (x.clamp(-1, 1) + 1) * 127.5)).abs().max() <= 1
    shown, d = levels_of(page, "Difference"), (a - b).clamp(-1, 1)
    full = torch.where(d[:, None] > 0, torch.tensor([217.0, 114, 42]), torch.tensor([47.0, 109, 181])).double()
    assert (shown - (255 + d.abs()[:, None] * (full - 255))).abs().max() <= 1
    assert page.locator(".lab-figure").inner_text() == f"r² {got['scores'][1]:.2f}"
    assert page.locator(".lab-words").inner_text() == "between the guesses at σ = 3"


def handle(page, number):
    at = page.locator(".lab-handle").nth(number)
    at.scroll_into_view_if_needed()
    return at.bounding_box()


def test_a_handle_that_is_dragged_breaks_the_prediction(opened, clothes):
    page = opened(PredictionLab(data=clothes, steps=8))
    before, box = state(page), handle(page, 3)
    x, y = box["x"] + 22, box["y"] + 22

    def pull():
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x, y + 120, steps=5)
        page.mouse.up()

    got = after(page, pull)
    assert got["params"]["windows"][3][1] == 3 and before["params"]["windows"][3][1] == 9
    assert got["r2"] < before["r2"] - 0.02
    assert page.locator("[name=shape]").input_value() == "own"
    back = after(page, lambda: page.locator("[name=shape]").select_option("calibrated"))
    assert back["r2"] == before["r2"] and back["params"] == before["params"]


def test_presets_and_keys(opened, clothes):
    lab = PredictionLab(data=clothes, steps=8)
    page = opened(lab)
    before = state(page)
    assert page.locator("[name=shape] option").all_inner_texts() == [
        "Calibrated", "The same at all levels", "Reversed", "Drawn by hand"]
    got = after(page, lambda: page.locator("[name=shape]").select_option("reversed"))
    assert got["P"] == got["P"][:1] + sorted(got["P"][1:]) and got["r2"] < before["r2"] - 0.05
    check(lab, got)
    got = after(page, lambda: page.locator("[name=shape]").select_option("constant"))
    assert len(set(got["P"])) == 1
    got = after(page, lambda: keys(page, "[name=P]", "End"))
    assert set(got["P"]) == {31}
    page.locator(".lab-handle").last.focus()
    got = after(page, lambda: page.keyboard.press("Home"))
    assert got["params"]["windows"][-1][1] == 3
    got = after(page, lambda: page.locator("[name=machine]").select_option("IS"))
    assert got["params"]["machine"] == "IS" and got["r2"] == got["ideal"][-1]
    assert page.locator(".lab-handle").first.is_hidden()
    assert "ideal machine 0" not in page.locator(".lab-verdict").inner_text()


def test_several_noises_in_the_page(opened, clothes):
    lab = PredictionLab(data=clothes, steps=4, seed=99_996)
    page = opened(lab)
    got = after(page, lambda: page.get_by_role("button", name="Compare 8 noises").click())["several"]
    assert got["seeds"] == list(range(99_992, 100_000))
    noise = torch.cat([normals(seed, 256) for seed in got["seeds"]])
    wanted = [m["r2"] for m in lab.answers("several", state(page)["params"] | {"count": SEVERAL}, noise) if "r2" in m]
    assert got["scores"] == pytest.approx(wanted, abs=1e-4)
    said = f"Median r² {np.median(wanted):.2f}, mean {np.mean(wanted):.2f}, lowest {min(wanted):.2f}."
    assert said in page.locator(".lab-several").inner_text() and said in page.get_by_role("status").inner_text()
    columns = page.locator(".lab-noises button")
    assert columns.count() == 8
    one = after(page, columns.nth(2).click)
    assert one["seed"] == 99_994 and one["r2"] == pytest.approx(wanted[2], abs=1e-4) and columns.count() == 8
    after(page, lambda: keys(page, "[name=steps]", "ArrowRight"))
    assert columns.count() == 0 and "compare again" in page.locator(".lab-several").inner_text()


def test_long_runs_tell_how_far_they_are_and_can_be_cancelled(opened):
    page = opened(PredictionLab(steps=50, N=20))
    before = state(page)
    page.get_by_role("button", name="Compare 8 noises").click()
    keys(page, "[name=N]", "End")  # takes the place of the other job
    page.wait_for_selector(".mosaic-lab[data-long]")
    page.wait_for_function("/^Step \\d+ of 50/.test(document.querySelector('.lab-words').textContent)")
    assert page.get_by_role("button", name="Compare 8 noises").is_visible()
    page.keyboard.press("Escape")
    page.wait_for_function("document.querySelector('.lab-status').textContent.startsWith('Cancelled')")
    assert page.locator(".lab-figure").inner_text() == f"r² {before['r2']:.2f}"
    assert page.locator(".lab-words").inner_text() == "between the two pictures"
    page.get_by_role("button", name="Compare 8 noises").click()
    page.wait_for_function("/^Noise \\d of 8/.test(document.querySelector('.lab-several .lab-note').textContent)")
    page.locator(".lab-several").get_by_role("button", name="Cancel").click()
    page.wait_for_function("document.querySelector('.lab-status').textContent.startsWith('Cancelled')")
    assert page.locator(".lab-noises button").count() == 0
    assert after(page, lambda: keys(page, "[name=N]", "Home"))["params"]["N"] == 20


def test_seeds_and_play(opened, clothes):
    page = opened(PredictionLab(data=clothes, steps=4), motion="no-preference")
    assert after(page, page.get_by_role("button", name="New picture").click)["seed"] == 2
    page.wait_for_function("document.querySelector('[name=step]').value === '4'")
    keys(page, "[name=step]", "Home")
    page.get_by_role("button", name="Play").click()
    assert page.get_by_role("button", name="Pause").is_visible()
    page.wait_for_function("document.querySelector('[name=step]').value === '4'")


def test_kernel_is_taken_when_it_answers(opened, clothes):
    lab = PredictionLab(data=clothes, steps=3)
    page = opened(lab, kernel=answering(lab), first='[data-engine="kernel"][data-done]')
    page.wait_for_function("document.querySelector('.mosaic-lab').labState()?.engine === 'kernel'")
    python = state(page)
    here = after(page, lambda: page.locator("[name=engine]").select_option("page"))
    assert here["engine"] == "page" and here["params"] == python["params"]
    close(joined(here["machine"]), joined(python["machine"]))
    close(joined(here["network"]), joined(python["network"]))
    for key in ("r2", "ideal", "chance", "scores"):
        assert here[key] == pytest.approx(python[key], abs=1e-5)


def test_a_browser_without_webassembly_is_told(opened, clothes):
    page = opened(PredictionLab(data=clothes, steps=3), first="[data-error]", script="""
        const Plain = Worker; window.Worker = class extends Plain {
          constructor(url) {
            super(URL.createObjectURL(new Blob([`self.WebAssembly = undefined; importScripts("${url}")`]))); } };
        URL.revokeObjectURL = () => {};""")
    assert "this browser has none" in page.get_by_role("status").inner_text()


LABS = pytest.mark.parametrize("arguments", [{}, {"net": networks.ResNet(1, 12, 1, "circular"), "seed": 7}],
                               ids=["zeros", "circular"])


@LABS
@pytest.mark.parametrize("width", [320, 360, 390])
def test_phone(opened, clothes, arguments, width):
    page = opened(PredictionLab(**{"data": clothes, "steps": 3} | arguments), width=width)
    after(page, page.get_by_role("button", name="Compare 8 noises").click)
    assert not misfits(page)


@pytest.mark.parametrize("width", [320, 390])
def test_the_table_and_the_key_of_the_difference_are_whole_on_a_phone(opened, clothes, width):
    page = opened(PredictionLab(data=clothes, steps=20), width=width)
    page.locator("[name=machine]").select_option("ELS")
    quiet(page)
    page.wait_for_function("document.querySelectorAll('.lab-tried tbody tr').length > 1")
    assert page.evaluate("(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector("
                         "'.lab-tried-box'))") == 0
    key = page.locator(".lab-stage").get_by_text("Orange: network darker; blue: machine darker")
    assert key.is_visible() and key.evaluate("e => e.scrollWidth <= e.clientWidth")


def test_nothing_sticks_out_before_the_page_has_its_layout(opened, clothes):
    """The first drawing knows no width; on a phone its handles must not widen the page, not even for a frame."""
    watch = """window.widest = 0; const look = () => { requestAnimationFrame(look);
        window.widest = Math.max(window.widest, document.documentElement?.scrollWidth ?? 0); }; look();
        new MutationObserver(() => { window.widest = Math.max(window.widest, document.documentElement.scrollWidth); })
          .observe(document, { childList: true, subtree: true });"""
    page = opened(PredictionLab(data=clothes, steps=2), width=320, script=watch)
    assert page.locator(".lab-handle").count() >= 5 and 0 < page.evaluate("window.widest") <= 320


@LABS
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(opened, clothes, arguments, theme):
    page = opened(PredictionLab(**{"data": clothes, "steps": 3} | arguments), theme=theme)
    after(page, page.get_by_role("button", name="Compare 8 noises").click)
    quiet(page)
    assert not violations(page)


def test_every_control_is_reached_and_seen_by_keyboard(opened, clothes):
    page = opened(PredictionLab(data=clothes, steps=3))
    after(page, page.get_by_role("button", name="Compare 8 noises").click)
    stops, wrong = walk(page)
    assert stops and not wrong


def test_closing_stops_the_worker(opened, clothes):
    page = opened(PredictionLab(data=clothes, steps=2))
    close_lab(page)
