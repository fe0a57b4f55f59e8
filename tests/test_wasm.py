"""The page's patch machines: patches.wasm under wasmtime, and the worker's part around it in a browser.

Both against `machines_table.brute`, the definition in float64; test_machines.py puts the kernel beside Python's passes.
"""

import base64

import make_wasm  # scripts/
import numpy as np
import pytest
import torch
from labs import floats
from machines_table import MACHINES, brute, noisy, pictures
from mosaics.core.data import load
from mosaics.diffusion import sample, schedule
from mosaics.widgets.base import worker
from page_kernel import PATCHES, Kernel

SIGMAS = (0.01, 0.05, 0.3, 1.0, 5.0, 80.0)
WINDOWS = [3, 3, 5, 5, 7, 7, 9, 9, 9, 11, 11, 11, 13, 13, 13, 15, 15, 15, 17, 17]  # of 20 steps, low noise first
every_machine = pytest.mark.parametrize(("reach", "padding"), MACHINES.values())


class Errors:
    """Largest differences seen."""

    def __init__(self):
        self.clean = self.weight = self.best = 0.0

    def add(self, said, wanted):
        clean, source, place, weight = said
        x, w = wanted
        best = w.gather(1, (source * w.shape[0] + place).long()[:, None])[:, 0]
        top = w.max(1).values
        self.clean = max(self.clean, float((clean - x).abs().max()))
        self.weight = max(self.weight, float((weight - top).abs().max()))
        self.best = max(self.best, float((top - best).max()))  # the pair named is as good as the best

    def check(self, name, limit):
        print(f"{name}: x0 {self.clean:.1e}, weight {self.weight:.1e}, best pair {self.best:.1e}")
        assert max(self.clean, self.weight, self.best) <= limit


# ---------------------------------------------------------------- the kernel under wasmtime
@every_machine
@pytest.mark.parametrize("shape", [(5, 1, 9, 12), (41, 1, 8, 7), (3, 3, 10, 9), (1, 1, 3, 3), (22, 3, 5, 6)])
def test_kernel_is_the_definition(shape, reach, padding):
    _, images = pictures(*shape)
    kernel, errors, (H, W) = Kernel(images), Errors(), shape[2:]
    widest = min(H, W) if reach == "interior" else 2 * max(H, W) - 1  # beyond H: windows hang out, or go round twice
    for sigma in SIGMAS:
        for P in range(1, widest + 1, 2):
            for z in noisy(images, sigma, seed=P):
                args = sigma, P, reach, padding
                errors.add(kernel.guess(z, *args), brute(z, images, *args))
    errors.check(f"{shape} {reach} {padding}", 1e-4)


@pytest.mark.parametrize("P", [3, 17])
def test_running_sums_do_not_drift(P):
    """Two images a grey level apart, of high contrast: sums that fit are tiny, and stand beside large ones."""
    bright = torch.rand(1, 1, 28, 27, generator=torch.Generator().manual_seed(1)) > 0.5
    nudge = torch.rand(2, 1, 28, 27, generator=torch.Generator().manual_seed(2)) > 0.98
    images = torch.where(bright, 1 - nudge / 127.5, nudge / 127.5 - 1)
    kernel, errors = Kernel(images), Errors()
    z = noisy(images, 0.01, 2)[0]
    for reach, padding in MACHINES.values():
        said, wanted = kernel.guess(z, 0.01, P, reach, padding), brute(z, images, 0.01, P, reach, padding)
        assert said[3].min() < 0.6  # it is a close thing
        errors.add(said, wanted)
    errors.check(f"contrast, P = {P}", 2e-5)


@every_machine
@pytest.mark.parametrize("sigma", [1e-200, 1e-6, 1e-3, 1e4])
def test_extreme_noise_levels(sigma, reach, padding):
    """Without noise the best pair takes all, also where z fits nowhere; with much of it all pairs count the same."""
    _, images = pictures(23, 3, 8, 9)
    kernel, errors = Kernel(images), Errors()
    for P in (1, 3, 7):
        for z in [*noisy(images, sigma, P), images[:4].mean(0), torch.zeros(3, 8, 9) + 0.1]:
            args = max(sigma, 1e-30), P, reach, padding  # 1e-200 squared is 0 in the oracle
            errors.add(kernel.guess(z, sigma, P, reach, padding), brute(z, images, *args))
    errors.check(f"sigma = {sigma}, {reach} {padding}", 1e-4)


@every_machine
def test_on_the_way_of_a_sample(reach, padding):
    _, images = pictures(12, 1, 13, 12)
    kernel, errors, sigmas = Kernel(images), Errors(), schedule("edm", 20, 0.02, 80.0)
    z = 80 * torch.randn(1, 13, 12, generator=torch.Generator().manual_seed(1))
    for s, t, P in zip(sigmas[:-1], sigmas[1:], WINDOWS[::-1], strict=True):
        args = float(s), min(P, 11), reach, padding
        said = kernel.guess(z, *args)
        errors.add(said, brute(z, images, *args))
        z = (z + (t - s) * (z - said[0]) / s).float()
    errors.check(f"sample {reach} {padding}", 5e-5)


@pytest.mark.parametrize(("reach", "N", "most"), [
    ("same", 100, 79), ("matching", 20, 17.8), ("matching", 60, 17.8), ("all", 20, 50), ("interior", 20, 27.3)])
def test_20_steps_take_so_many_instructions(reach, N, most):
    """Of WebAssembly, for each pair of a pixel and a position ("same", or all) of a training image.

    wasmtime counts them, so they are the same on every machine; `most` is a tenth above what it takes.
    """
    images, sigmas, whole = load("fashion-mnist", n=N).images, schedule("edm", 20, 0.02, 80.0), 10**13
    kernel, padding = Kernel(images, whole), "zeros" if reach in ("same", "matching") else "circular"
    z = 80 * torch.randn(1, 28, 28, generator=torch.Generator().manual_seed(1))
    for s, t, P in zip(sigmas[:-1], sigmas[1:], WINDOWS[::-1], strict=True):
        z = (z + (t - s) * (z - kernel.guess(z, s, P, reach, padding)[0]) / s).float()
    each = (whole - kernel.store.get_fuel()) / (20 * N * 784 * (1 if reach == "same" else 784))
    print(f"{reach}, N = {N}: {each:.1f} instructions a pair")
    assert each < most


def test_kernel_refuses_more_than_memory_holds():
    kernel = Kernel(pictures(1, 1, 3, 3)[1])
    assert kernel.call("prepare", 100_000, 3, 256, 256) == 0
    assert kernel.call("prepare", 60_000, 3, 96, 96) == 0


def test_kernel_is_small():
    assert PATCHES.with_suffix(".wasm").stat().st_size < 10_000


@pytest.mark.skipif(make_wasm.clang() is None, reason=f"no clang {make_wasm.VERSION} with lld here")
@pytest.mark.parametrize("source", make_wasm.SOURCES, ids=lambda source: source.stem)
def test_sources_give_the_committed_bytes(source):
    assert make_wasm.compiled(make_wasm.clang(), source) == source.with_suffix(".wasm").read_bytes()


# ---------------------------------------------------------------- the worker in a browser
# One guess as a job of its own, straight through and in slices
GUESS = """
JOBS.guess = function* ({ N, sigma, sliced, ...rest }, [z]) {
  const guess = patchGuess(images.first(N), rest), x0_hat = guess(z, sigma);
  const said = yield* guess.slices(z, sigma);
  need(said.x0_hat.every((v, p) => v === x0_hat[p]), "slices and guess differ");
  yield [{ type: "done" }, said];
};
"""
# Time by the kernel's work, a part of it a millisecond; each message tells how much of it there was at most between two
# looks at the inbox, and how many jobs were known to be cancelled when it went out
BY_WORK = """{
  let worked = 0, looked = 0, most = 0;
  const make = newKernel, look = pump.port1.onmessage, send = self.postMessage.bind(self);
  performance.now = () => worked;
  newKernel = () => {
    const kernel = make(), { work } = kernel;
    kernel.work = () => (worked++, work());
    return kernel;
  };
  pump.port1.onmessage = () => ((most = Math.max(most, worked - looked)), (looked = worked), look());
  self.postMessage = (message, transfer) => send({ ...message, most, known: cancelled.size }, transfer);
}
"""
TALK = """([source, levels, D, jobs, until]) => new Promise((go) => {
  const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0)), heard = jobs.map(() => []);
  const worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  const text = (b) => btoa(Array.from(new Uint8Array(b.buffer), (x) => String.fromCharCode(x)).join(""));
  let open = jobs.length;
  worker.onerror = (event) => go(event.message);
  worker.onmessage = ({ data: { names, buffers, id, ...said } }) => {
    const arrays = Object.fromEntries(names.map((name, i) => [name, text(buffers[i])]));
    heard[id].push({ ...said, arrays });
    if (heard[id].length === until) worker.postMessage({ type: "cancel", job: id });
    if (said.type !== "step" && !--open) { worker.terminate(); go(heard); }
  };
  worker.postMessage({ type: "data", bytes: bytes(levels), D });
  jobs.forEach(({ task, params, arrays }, id) => worker.postMessage({ type: "run", id, task, params,
    buffers: arrays.map((a) => new Float32Array(bytes(a).buffer)) }));
})"""


@pytest.fixture(scope="module")
def talk(browser):
    """talk(levels, *jobs) gives each job's messages, their arrays as tensors; a job is (task, params, arrays...).

    It is cancelled after `until` messages. `more` stands at the end of the worker's source.
    """
    context = browser.new_context()
    page = context.new_page()
    page.goto("about:blank")

    def ask(levels, *jobs, until=0, more=""):
        text = lambda x: base64.b64encode(np.ascontiguousarray(x).tobytes()).decode()  # noqa: E731
        jobs = [{"task": task, "params": params, "arrays": [text(a.float().numpy()) for a in arrays]}
                for task, params, *arrays in jobs]
        source = worker("patches") + GUESS + more
        heard = page.evaluate(TALK, [source, text(levels.numpy()), levels[0].numel(), jobs, until])
        assert isinstance(heard, list), heard
        for messages in heard:
            for m in messages:
                m["arrays"] = {name: floats(b).double() for name, b in m["arrays"].items()}
        return heard

    yield ask
    context.close()


def told(message, shape):
    arrays = message["arrays"]
    return arrays["x0_hat"].reshape(shape), arrays["source"], arrays["place"], arrays["weight"]


def plan(levels, P=3, **change):
    N, *shape = levels.shape
    return {"N": N, "shape": shape, "reach": "all", "padding": "circular", "windows": [P] * 6, "steps": 6,
            "method": "euler", "sigma_min": 0.05, "sigma_max": 20.0} | change


@every_machine
@pytest.mark.parametrize("shape", [(21, 1, 9, 12), (4, 3, 8, 7)])
def test_guesses_in_the_page(talk, shape, reach, padding):
    levels, images = pictures(*shape)
    cases = [(sigma, P, z) for sigma in (0.05, 0.5, 10.0) for P in (1, 3, 7) for z in noisy(images, sigma, P)]
    jobs = [("guess", {"N": len(levels), "sigma": sigma, "shape": shape[1:], "P": P, "reach": reach,
                       "padding": padding}, z) for sigma, P, z in cases]
    errors = Errors()
    for messages, (sigma, P, z) in zip(talk(levels, *jobs), cases, strict=True):
        assert messages[-1]["type"] == "done", messages[-1]
        errors.add(told(messages[-1], shape[1:]), brute(z, images, sigma, P, reach, padding))
    errors.check(f"in the page {shape} {reach} {padding}", 1e-4)


@pytest.mark.parametrize("method", ["euler", "heun", "ancestral"])
@pytest.mark.parametrize(("reach", "padding"), [("all", "circular"), ("matching", "zeros")])
def test_samples_in_the_page(talk, method, reach, padding):
    levels, images = pictures(6, 3, 7, 8)
    windows, sigmas = [7, 7, 5, 5, 3, 3], schedule("edm", 6, 0.05, 20.0)
    noise = torch.randn(7, 3, 7, 8, generator=torch.Generator().manual_seed(2))
    params = plan(levels, reach=reach, padding=padding, windows=windows, method=method)
    (messages,) = talk(levels, ("mosaic", params, noise if method == "ancestral" else noise[:1]))
    *steps, end = [m for m in messages if m["arrays"]]
    assert end["type"] == "done" and [m["P"] for m in steps] == windows
    errors = Errors()
    for m in steps:
        args = m["sigma"], m["P"], reach, padding
        errors.add(told(m, (3, 7, 8)), brute(m["arrays"]["z"].reshape(3, 7, 8), images, *args))
    errors.check(f"{method} {reach}", 1e-4)

    def denoise(z, sigma):
        level = float(torch.as_tensor(sigma).flatten()[0])
        P = windows[int((sigmas - level).abs().argmin())]
        return torch.stack([brute(x, images, level, P, reach, padding)[0] for x in z])

    if method != "ancestral":  # its noise is drawn inside
        *_, last = sample(denoise, 20 * noise[:1].double(), sigmas, method)
        assert (end["arrays"]["z"].reshape(1, 3, 7, 8) - last.z).abs().max() <= 1e-3
    for name in ("source", "place", "weight"):
        assert torch.equal(end["arrays"][name], steps[-1]["arrays"][name])


def test_two_jobs_at_once_do_not_mix(talk):
    levels, _ = pictures(60, 1, 24, 24)
    noise = torch.randn(1, 24, 24, generator=torch.Generator().manual_seed(3))
    few, many = plan(levels, 9, N=25), plan(levels, 5)
    together = talk(levels, ("mosaic", few, noise), ("mosaic", many, noise), more=BY_WORK)
    alone = [talk(levels, ("mosaic", params, noise))[0] for params in (few, many)]
    for a, b in zip(together, alone, strict=True):
        assert a[-1]["type"] == "done" and all(torch.equal(a[-1]["arrays"][k], v) for k, v in b[-1]["arrays"].items())
    assert any(m.get("part") for m in together[0])  # they did take turns


def test_progress_and_cancel(talk):
    levels, _ = pictures(300, 3, 28, 28)
    noise, params = torch.randn(1, 3, 28, 28), plan(levels, 15)
    (messages,) = talk(levels, ("mosaic", params, noise), until=6, more=BY_WORK)
    parts = [m["part"] for m in messages if "part" in m and m["step"] == 0]
    assert len(parts) > 2 and parts == sorted(parts) and parts[0] > 0 and parts[-1] < 1
    assert not any(m["arrays"] for m in messages if "part" in m)
    assert 0 < messages[-1]["most"] <= 2 * 13  # parts of the kernel's work: REST, once in `slices` and once in `work`
    assert messages[-1]["type"] == "cancelled" and not any(m["known"] for m in messages)  # nothing after it was known


@pytest.mark.parametrize(("change", "words"), [
    ({"N": 0}, "N must be a whole number from 1 to 5, got 0"), ({"steps": 0}, "steps must be"),
    ({"reach": "far"}, "reach must be one of same, all, interior, matching, got 'far'"),
    ({"padding": "zeros"}, "padding with reach 'all' must be circular, got 'zeros'"),
    ({"reach": "matching"}, "padding with reach 'matching' must be zeros, got 'circular'"),
    ({"shape": [1, 9]}, "shape must be channels, height and width, got 1,9"),
    ({"shape": [1, 9, 9]}, "shape must hold the images' 63 numbers, got (1, 9, 9), which holds 81"),
    ({"windows": [3]}, "windows must hold P of each of the 6 steps, got 1 numbers"),
    ({"windows": [4] * 6}, "P must be an odd number from 1 to 7, got 4"),
    ({"windows": [-1] * 6}, "P must be an odd number from 1 to 7, got -1"),
    ({"windows": [19] * 6, "reach": "matching", "padding": None}, "P must be an odd number from 1 to 17, got 19"),
    ({"windows": [9] * 6, "reach": "interior"}, "P must be an odd number from 1 to 7, got 9"),
    ({"windows": None}, "windows must hold"), ({"method": "magic"}, "method must be one of euler"),
    ({"sigma_min": 0}, "0 < sigma_min < sigma_max is required, got 0 and 20"),
    ({"sigma_max": 0.01}, "0 < sigma_min < sigma_max is required"),
])
def test_bad_parameters_are_told(talk, change, words):
    levels, _ = pictures(5, 1, 7, 9)
    ((message,),) = talk(levels, ("mosaic", plan(levels, **change), torch.ones(1, 7, 9)))
    assert message["type"] == "error" and words in message["message"], message


@pytest.mark.parametrize(("change", "z", "words"), [
    ({"sigma": 0}, torch.ones(63), "sigma must be finite and > 0, got 0"),
    ({}, torch.ones(62), "z must hold 63 numbers, got 62"), ({}, torch.full((63,), torch.nan), "z must be finite"),
    ({"P": 2.5}, torch.ones(63), "P must be an odd number from 1 to 17, got 2.5"),
    ({"P": None}, torch.ones(63), "P must be an odd number"), ({"N": 0}, torch.ones(63), "at least one image"),
])
def test_bad_arguments_of_a_guess_are_told(talk, change, z, words):
    levels, _ = pictures(5, 1, 7, 9)
    params = {"N": 5, "sigma": 1, "shape": [1, 7, 9], "P": 3, "reach": "same"} | change
    ((message,),) = talk(levels, ("guess", params, z))
    assert message["type"] == "error" and words in message["message"], message
