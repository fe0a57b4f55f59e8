"""TrainingLab: its job against mosaics.networks and mosaics.prediction, the recorded run, and the lab in a page."""

import asyncio
import importlib.util
import io
import itertools
import json
import pathlib
import re
import threading

import make_wasm  # scripts/
import numpy as np
import pytest
import torch
import training_table
from labs import (
    Clock,
    after,
    answering,
    apart,
    as_bytes,
    close,
    close_lab,
    keys,
    misfits,
    passed,
    quiet,
    run,
    state,
    stop_the_clock,
    told,
    violations,
    walk,
)
from mosaics import diffusion, local, networks, prediction
from mosaics.core import data
from mosaics.networks import trainer
from mosaics.widgets import PredictionLab, TrainingLab, training
from mosaics.widgets.draws import normals
from mosaics.widgets.shared.base import CALIBRATED, in_levels
from mosaics.widgets.training import LOOKS

ROOT = pathlib.Path(__file__).resolve().parents[1]
RUN = {"width": 16, "padding": "zeros", "seconds": 600, "steps": 30, "seed": 2}
EACH = pytest.mark.parametrize("padding", ["zeros", "circular"])


@pytest.fixture(scope="module")
def digits():
    """Images of 8 x 8, on which machine and network are quick; whole grey levels, as both engines have them."""
    read = data.load("digits", n=40)
    return read._replace(images=in_levels(read.images)[1])


@pytest.fixture(scope="module")
def small(digits):
    return TrainingLab(digits, width=16)


@pytest.fixture
def clock(monkeypatch):
    """Time in trainings and in what is told of them: a step of training takes 1/64 second, on every machine."""
    stand_in = Clock(1 / 64)
    monkeypatch.setattr(trainer, "time", stand_in)
    monkeypatch.setattr(training, "time", stand_in)


@pytest.fixture(scope="module")
def run_of_30(small):
    """The messages of one run, their noise, and the network that is left."""
    messages = small.answers("train", RUN, noise(small))
    return messages, noise(small).reshape(8, 1, 8, 8), small.net


def noise(lab, seed=2):
    return normals(seed, 8 * lab.examples[0].numel())


def phase(messages, name):
    return [m for m in messages if m.get("phase") == name]


# ---------------------------------------------------------------- arguments
@pytest.mark.parametrize(("arguments", "words"), [
    ({"width": 20}, "width must be one of 16, 24, 48, got 20"), ({"padding": "mirror"}, "zeros, circular, got"),
    ({"seconds": 4.0}, "between 5 and 600, got 4.0"), ({"seconds": 601.0}, "got 601"),
    ({"seconds": float("nan")}, "nan"), ({"seed": -1}, "at least 0"), ({"seed": 100_000}, "at most 99999"),
    ({"data": torch.zeros(1, 1, 8, 8)}, "number of images must be at least 2, got 1"),
    ({"data": torch.full((3, 1, 8, 8), 2.0)}, r"lie in \[-1, 1\]"),
])
def test_bad_arguments_are_named(arguments, words):
    with pytest.raises(ValueError, match=words):
        TrainingLab(**arguments)


@pytest.mark.parametrize("arguments", [{"width": "16"}, {"seconds": "60"}, {"seed": 1.5}, {"data": [1.0]}])
def test_wrong_kinds_are_refused(arguments):
    with pytest.raises((TypeError, ValueError)):
        TrainingLab(**arguments)


def test_large_images_are_fewer_so_that_the_machine_draws_in_time():
    images = torch.zeros(1000, 3, 32, 32)
    lab = TrainingLab(images)
    assert len(lab.examples) == lab.settings["images"] == 83 and len(lab.others["training"]["images"]) == 83 * 3072
    assert len(TrainingLab(images[:50]).examples) == 50 and lab.settings["given"] == 1000
    with pytest.raises(ValueError, match="with two of them, got 200 x 200 pixels"):
        TrainingLab(torch.zeros(2, 1, 200, 200))


def test_settings():
    lab = TrainingLab()
    assert torch.equal(lab.examples, in_levels(data.load("fashion-mnist", n=1000, size=16).images)[1])  # the page's
    assert lab.net is None
    settings = json.loads(json.dumps(lab.settings, allow_nan=False))
    assert (settings["width"], settings["padding"], settings["seconds"], settings["seed"]) == (24, "zeros", 60, 1)
    assert repr(lab).startswith("[widget] TrainingLab: a network learns to draw")
    text = lab._esm + lab._css
    assert set(re.findall(r"https?://[^\s\"'`)]+", text)) <= {"http://www.w3.org/2000/svg"}
    assert text.count("export default") == 1
    assert bytes(lab.others["training"]["images"]) == in_levels(lab.examples)[0].numpy().tobytes()


# ---------------------------------------------------------------- one schedule for both who train
def trained_once(step, spent):
    """A run of `trainer` before step `step`, and after it, at this share of its budget; its average begins at 0."""
    net = networks.ResNet(1, 4, 0, seed=1)
    run_ = trainer._Run(net, torch.randn(3, 1, 4, 4), 2, 1.5e-3, 1)
    run_.step = step
    with torch.no_grad():
        for p in run_.ema.parameters():
            p.zero_()
    run_.advance(spent)
    return run_


@pytest.mark.parametrize(("step", "spent", "rate", "keep"), training_table.SCHEDULE)
def test_python_keeps_the_schedule_of_the_table(step, spent, rate, keep):
    run_ = trained_once(step, spent)
    assert run_.optimiser.param_groups[0]["lr"] == pytest.approx(rate, abs=1e-15)
    for mine, now in zip(run_.ema.parameters(), run_.net.parameters(), strict=True):
        torch.testing.assert_close(mine, (1 - keep) * now, rtol=1e-4, atol=1e-9)


@pytest.mark.parametrize(("seconds", "steps", "so_far", "step", "spent"), training_table.BUDGETS)
def test_python_spends_its_budget_as_the_table_has_it(seconds, steps, so_far, step, spent):
    run_ = trained_once(1, 0.0)
    run_.seconds, run_.step = so_far, step
    assert trainer._Budget(seconds, steps).spent(run_) == spent


def test_python_looks_when_the_table_says(monkeypatch):
    monkeypatch.setattr(training, "run", lambda net, noise: iter([diffusion.State(0, 1.0, noise, None)]))
    net = networks.ResNet(1, 4, 0)
    states = (networks.Progress(k, 0.0, done, 1.0, net, []) for k, (done, _) in enumerate(sorted(training_table.DUE)))
    noise = torch.randn(8, 1, 4, 4)
    looks = [m["done"] for m, _ in training.watch(states, noise, noise, LOOKS) if m.get("phase") == "look"]
    assert looks == [done for done, look in training_table.DUE[: LOOKS + 1]]


def test_kernel_is_small():
    assert make_wasm.SOURCES[2].with_suffix(".wasm").stat().st_size < 5000


# ---------------------------------------------------------------- a run in Python
def test_the_machine_draws_first_then_the_network_learns(run_of_30):
    messages, _, net = run_of_30
    kinds = [m.get("phase", m["type"]) for m in messages]
    assert kinds[:21] == ["machine"] * 21 and kinds[21] == "look" and kinds[-2:] == ["look", "done"]
    assert [m["step"] for m in messages[:21]] == list(range(21)) and "machine" not in kinds[21:]
    looks = phase(messages, "look")
    at = [m["step"] for m in looks]
    gaps = [b - a for a, b in itertools.pairwise(at)]
    assert at[0] == 0 and at[-1] == 30 and len(at) <= 25
    assert gaps[:3] == [1, 1, 1] and gaps[-1] > 2 and max(gaps) < 5  # (23 / 24)^3 is .88
    assert messages[-1]["step"] == 30 and messages[-1]["done"] == 1 and isinstance(net, networks.Network)
    assert looks[0]["loss"] is None and all(m["loss"] > 0 for m in looks[1:])
    for m in messages:
        json.dumps({k: v for k, v in m.items() if not isinstance(v, torch.Tensor)}, allow_nan=False)


def test_the_machines_pictures_are_chapter_10s(run_of_30, digits):
    messages, eps, _ = run_of_30
    sides = dict(zip(prediction.levels(20).flip(0)[1:].tolist(), CALIBRATED["zeros"], strict=True))
    machine = prediction.machine("bbELS", digits.images, local.WindowSchedule(sides.items()))
    sigmas = prediction.levels(20)
    start = diffusion.vp_to_ve(eps, float(diffusion.sigma_to_abar(float(sigmas[0]))))
    states = list(diffusion.sample(machine, start, sigmas))
    for m, now in zip(messages[:21], states, strict=True):
        torch.testing.assert_close(m["machine"], now.z, atol=1e-5, rtol=0)
        assert m["sigma"] == now.sigma


def test_the_network_is_chapter_9s(run_of_30, digits):
    messages, eps, net = run_of_30
    start = networks.ResNet(1, 16, 4, "zeros", seed=2)
    alone = networks.train(start, digits.images, steps=30, seed=2, progress=False)
    for mine, theirs in zip(net.parameters(), alone.net.parameters(), strict=True):
        assert torch.equal(mine, theirs)
    assert messages[-1]["loss"] == alone.loss
    pictures = diffusion.last(training.run(alone.net, eps))
    torch.testing.assert_close(phase(messages, "look")[-1]["z"], pictures)
    torch.testing.assert_close(phase(messages, "look")[0]["z"], diffusion.last(training.run(start, eps)))


def test_likeness_is_chapter_10s(run_of_30):
    messages, _, _ = run_of_30
    machine = messages[20]["machine"]
    for m in phase(messages, "look"):
        same = prediction.compare(m["z"], machine).r2
        torch.testing.assert_close(torch.tensor(m["r2"], dtype=torch.float64), same)
        others = torch.cat([prediction.compare(m["z"], machine.roll(k, 0)).r2 for k in range(1, 8)])
        assert m["median"] == pytest.approx(np.median(same)) and m["chance"] == pytest.approx(np.median(others))


def test_constant_pictures_are_like_nothing():
    said = training.likeness(torch.zeros(8, 1, 4, 4), torch.randn(8, 1, 4, 4))
    assert said == {"r2": [0.0] * 8, "median": 0.0, "chance": 0.0}


@EACH
def test_the_partner_fits_the_images(padding, digits):
    machine = training.partner(digits.images, padding)
    assert type(machine).__name__ == {"zeros": "BBELS", "circular": "ELS"}[padding]
    sides = [machine.window(sigma) for sigma in prediction.levels(20)[:-1].tolist()]
    limit = 15 if padding == "zeros" else 7
    assert sides == [min(P, limit) for P in reversed(CALIBRATED[padding])]


@pytest.mark.parametrize(("padding", "name"), [("zeros", "resnet-zeros"), ("circular", "resnet-circular")])
def test_the_windows_are_those_read_off_the_networks(padding, name):
    ledger = json.loads((data.ROOT / "results" / "prediction.json").read_text("utf8"))["models"][name]
    measured = sorted(ledger["windows"][prediction.partner(padding)]["cosine"])  # the least noisy first
    assert CALIBRATED[padding] == tuple(P for _, P in measured)


def test_a_readers_own_network_can_be_predicted(run_of_30, digits):
    """What TrainingLab leaves in `net` goes into PredictionLab as it is."""
    _, _, net = run_of_30
    lab = PredictionLab(net, digits.images)
    asked = {"N": len(digits.images), "steps": 2, "machine": "bbELS", "windows": lab.settings["windows"]}
    *steps, end = lab.answers("predict", asked, torch.randn(2, 1, *digits.images.shape[1:]))
    assert len(steps) == 2 and 0 <= end["r2"] <= 1


def test_colour_and_a_torus():
    lab = TrainingLab(data.load("dicebear-faces", n=12), padding="circular")
    *_, look, end = lab.answers("train", RUN | {"padding": "circular", "steps": 2}, noise(lab))
    assert look["z"].shape == (8, 3, 16, 16) and end["step"] == 2
    assert lab.net.config["padding"] == "circular" and lab.net.C == 3


def test_the_budget_in_seconds(small, clock):
    *_, end = small.answers("train", {k: v for k, v in RUN.items() if k != "steps"} | {"seconds": 0.25}, noise(small))
    assert (end["seconds"], end["step"], end["done"]) == (0.25, 16, 1)


def test_a_long_run_talks_all_the_time(small, clock, monkeypatch):
    """Between two words, where a cancel can come in, lie a step of the machine, a look, or 0.2 s of training."""
    asked, velocity = [], networks.ResNet.velocity
    monkeypatch.setattr(networks.ResNet, "velocity", lambda *given: asked.append(1) or velocity(*given))
    at, work = [], []
    for m, _ in small.job("train", RUN | {"steps": 10**5, "seconds": 600}, as_bytes(noise(small))):
        if m["phase"] != "machine":
            at.append(m["step"])
            work.append(len(asked))
        if m["step"] > 100:
            break
    pause = 5  # steps, of three looks at the clock each
    assert at[-1] > 100 and max(b - a for a, b in itertools.pairwise(at)) == pause
    assert work[0] == 20 and max(b - a for a, b in itertools.pairwise(work)) <= pause + 20


def test_a_readers_edit_counts(small, monkeypatch):
    monkeypatch.setattr(prediction, "levels", lambda steps: torch.tensor([5.0, *[1 / k for k in range(1, steps)], 0.0]))
    monkeypatch.setattr(prediction, "machine", lambda name, data, P: lambda z, sigma: torch.full_like(z, 0.5))
    same = lambda self, xt, t: xt + 0 * sum(p.sum() for p in self.parameters())  # noqa: E731
    monkeypatch.setattr(networks.ResNet, "velocity", same)
    messages = small.answers("train", RUN | {"steps": 1}, noise(small))
    torch.testing.assert_close(messages[20]["machine"], torch.full((8, 1, 8, 8), 0.5))
    assert messages[-1]["loss"] > 1.5  # instead of a velocity it guesses the picture it is shown


@pytest.mark.parametrize("phase_", ["machine", "look", "loss"])
def test_after_a_cancel_comes_nothing_more(digits, phase_, monkeypatch):
    """In whichever phase the cancel comes; the network stays as it is then."""
    trained, advance = [], trainer._Run.advance
    monkeypatch.setattr(trainer._Run, "advance", lambda *given: trained.append(1) or advance(*given))
    lab = TrainingLab(digits)
    out, job = told(lab), {"type": "run", "id": "v-1", "task": "train", "params": RUN | {"steps": 10**5}}

    async def talk():
        lab._receive(None, job, as_bytes(noise(lab)))
        while phase_ not in [content.get("phase") for content, _ in out]:
            await asyncio.sleep(0)
        before, steps = len(out), len(trained)
        lab._receive(None, {"type": "cancel", "job": "v-1"}, [])
        while lab._tasks:
            await asyncio.sleep(0)
        return before, steps

    before, steps = apart(asyncio.run, talk())
    assert [content for content, _ in out[before:]] == [{"id": "v-1", "type": "cancelled", "names": []}]
    assert len(trained) == steps
    assert isinstance(lab.net, networks.Network) == (phase_ != "machine")


@pytest.mark.parametrize(("change", "words"), [
    ({"width": 0}, "width must be at least 1"), ({"width": 129}, "at most 128"), ({"width": None}, "width"),
    ({"padding": "mirror"}, "zeros, circular, got 'mirror'"), ({"seconds": 0}, "> 0"), ({"seconds": -1.0}, "> 0"),
    ({"seconds": float("nan")}, "> 0"), ({"seconds": "60"}, "number"), ({"steps": 0}, "steps must be at least 1"),
    ({"seed": -1}, "seed must be at least 0"), ({"seed": 1.5}, "seed"),
])
def test_bad_messages_are_told_at_once(small, change, words):
    (message, _), = run(small, "train", RUN | change, noise(small))
    assert message["type"] == "error" and words in message["message"]


@pytest.mark.parametrize(("eps", "words"), [(torch.zeros(5), "8 * 64"), (torch.full((512,), torch.nan), "finite")])
def test_bad_noise_is_told(small, eps, words):
    (message, _), = run(small, "train", RUN, eps)
    assert message["type"] == "error" and words.replace("8 * 64", "must hold 512") in message["message"]
    assert "train, got 'fly'" in run(small, "fly", RUN, eps)[0][0]["message"]


def test_a_loss_that_explodes_is_told(small, monkeypatch):
    monkeypatch.setattr(networks.ResNet, "velocity", lambda self, xt, t: xt * torch.nan * next(self.parameters()).sum())
    monkeypatch.setattr(training, "run", lambda denoise, eps: iter([diffusion.State(0, 1.0, eps, None)]))
    *_, (message, _) = run(small, "train", RUN, noise(small))
    assert message["type"] == "error" and message["message"].startswith("ArithmeticError: the loss is nan at step 1")


def test_poster():
    lab = TrainingLab()
    image, alt = lab._poster()
    r = lab.recorded
    assert image.startswith(b"\x89PNG") and len(image) < 150_000
    assert f"after {r.steps[-1]:,} steps" in alt and f"median r² {r.median[-1]:.2f}" in alt


# ---------------------------------------------------------------- the recorded run
def test_the_recorded_run_is_what_it_says():
    r, about = training.recorded(), training.recorded().about
    assert training.RUN.stat().st_size < 150_000 and f"data/results/{training.RUN.name}" in (
        ROOT / "data" / "README.md").read_text("utf8")
    assert (about["width"], about["depth"], about["padding"], about["n"], about["size"]) == (24, 4, "zeros", 1000, 16)
    assert r.steps[0] == 0 and r.steps[-1] == about["steps"] and 12 <= len(r.steps) <= 17
    assert r.seconds == sorted(r.seconds) and r.loss[0] is None and r.loss[-1] < 0.3 < r.loss[2]
    assert r.median[-1] > 0.93 and r.chance[-1] < 0.4 and r.median[0] < 0.2
    assert [row[1] for row in r.log] == list(range(100, about["steps"] + 1, 100))
    machine, network = r.pictures[:8], r.pictures[8:].split(8)
    for k, pictures in enumerate(network):  # the numbers are of pictures that were not yet rounded and clipped
        said = training.likeness(pictures, machine)
        assert np.abs(np.array(said["r2"]) - r.r2[k]).max() < 0.08 and abs(said["median"] - r.median[k]) < 0.03
        assert np.median(r.r2[k]) == pytest.approx(r.median[k], abs=1e-4)


def test_its_machine_and_its_first_looks_can_be_computed_again():
    r, images = training.recorded(), data.load("fashion-mnist", n=1000, size=16).images
    eps = normals(r.about["seed"], 8 * 256).reshape(8, 1, 16, 16)
    machine = diffusion.last(training.run(training.partner(images, "zeros"), eps[:1]))
    assert (machine.clamp(-1, 1) - r.pictures[:1]).abs().max() < 0.02
    net = networks.ResNet(1, r.about["width"], r.about["depth"], "zeros", seed=r.about["seed"])
    for state_ in networks.training(net, images, steps=r.about["steps"], seed=r.about["seed"]):
        if state_.step in r.steps:
            k = r.steps.index(state_.step)
            drawn = diffusion.last(training.run(state_.net, eps[:1]))
            assert (drawn.clamp(-1, 1) - r.pictures[8 * k + 8 : 8 * k + 9]).abs().max() < 0.05
            assert float(prediction.compare(drawn, machine).r2) == pytest.approx(r.r2[k][0], abs=0.02)
        if state_.step >= r.steps[1]:
            break


def test_a_damaged_recording_is_refused(tmp_path, monkeypatch):
    damaged = tmp_path / training.RUN.name
    damaged.write_bytes(training.RUN.read_bytes()[:-1])
    monkeypatch.setattr(training, "RUN", damaged)
    with pytest.raises(ValueError, match="is damaged: SHA-256"):
        TrainingLab()


def test_the_script_records_what_the_lab_reads(digits, monkeypatch, tmp_path):
    spec = importlib.util.spec_from_file_location("recorder", ROOT / "scripts" / "make_training_run.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    arrays = script.record(digits.images, {"width": 8, "padding": "circular", "steps": 100, "seed": 3})
    with np.load(training.RUN, allow_pickle=False) as f, np.load(io.BytesIO(script.npz(arrays))) as mine:
        assert set(f) == set(mine) and all(f[key].ndim == mine[key].ndim for key in f)
    assert arrays["network"].shape == (len(arrays["steps"]), 8, 8, 8) and arrays["network"].dtype == np.uint8
    assert arrays["log"][0][1] == 100 and json.loads(str(arrays["about"]))["padding"] == "circular"


# ---------------------------------------------------------------- the page alone
HERE = "document.querySelector('.mosaic-lab').lab"
RECORDED = "Recorded. A training is computed in this page."
SHORT = {"seconds": 0.4, "budget": [0.4, 600]}


def says(page):
    return page.get_by_role("status").inner_text()


def speed(page):
    return page.locator(".training-speed").inner_text()


def facts(page):
    return dict(zip(page.locator("dt").all_inner_texts(), page.locator("dd").all_inner_texts(), strict=True))


def painted(page, which):
    """Grey levels of the canvases in one row of the pairs."""
    rgba = page.evaluate("""which => [...document.querySelectorAll(`.training-pairs canvas:nth-of-type(${which})`)]
        .map((c) => Array.from(c.getContext("2d").getImageData(0, 0, c.width, c.height).data))""", which)
    return torch.tensor(rgba)[:, ::4]


def kernel(opened, lab, **options):
    """The lab in a page with Python behind it."""
    return opened(lab, kernel=answering(lab), first='[data-engine="kernel"]', **options)


def test_every_recorded_moment_is_shown_as_recorded(opened):
    lab, levels = TrainingLab(), lambda x: 255 - ((x + 1) * 127.5).round().reshape(8, 256)
    page, r = opened(lab), lab.recorded
    assert int(page.locator("[name=look]").get_attribute("max")) == len(r.steps) - 1
    keys(page, "[name=look]", "Home")
    for k, step in enumerate(r.steps):
        got = state(page)
        assert (got["at"], got["step"], got["r2"], got["median"], got["chance"]) == (
            k, step, r.r2[k], r.median[k], r.chance[k])
        assert torch.equal(painted(page, 1), levels(r.pictures[8 * k + 8 : 8 * k + 16]))
        assert torch.equal(painted(page, 2), levels(r.pictures[:8]))
        shown = facts(page)
        assert shown["Training steps"] == f"{step:,}" and shown["Median r²"] == f"{r.median[k]:.2f}"
        assert shown["With other noises"] == f"{r.chance[k]:.2f}"
        assert shown["Loss"] == (f"{r.loss[k]:.2f}" if k else "–")
        assert page.locator(".training-pairs li:not(.training-names) span").all_inner_texts() == [
            f"{x:.2f}" for x in r.r2[k]]
        assert f"step {step:,} · r² {r.median[k]:.2f}" == page.locator("[name=look]").get_attribute("aria-valuetext")
        page.keyboard.press("ArrowRight")


@pytest.mark.parametrize("python", [False, True], ids=["page", "kernel"])
def test_it_opens_at_the_end_and_offers_a_training(opened, python):
    lab = TrainingLab()
    page = kernel(opened, lab, motion="no-preference") if python else opened(lab, motion="no-preference")
    assert state(page)["at"] == len(lab.recorded.steps) - 1
    passed(page, 600)
    assert state(page)["at"] == len(lab.recorded.steps) - 1  # nothing moves unasked
    for name in ("[name=seed]", "[name=seconds]", "[name=width]", "[name=padding]"):
        assert page.locator(name).is_visible()
    assert page.locator("[name=run]").is_hidden() and page.locator("[name=engine]").is_visible() == python
    assert page.get_by_role("button").all_inner_texts() == ["Train", "Play"] and "Recorded run: 1,000" in page.locator(
        ".training-about").inner_text()
    assert page.locator(".lab-where").inner_text() == ("" if python else RECORDED)
    note = page.locator(".training-speed").inner_text()
    assert "How many steps" in note and note.endswith("First the machine draws its pictures, in time of its own.")


def test_play_and_pause(opened):
    lab = TrainingLab()
    page, last = opened(lab, motion="no-preference"), len(lab.recorded.steps) - 1
    stop_the_clock(page)
    page.get_by_role("button", name="Play").press("Enter")
    page.clock.run_for(1000)
    assert state(page)["at"] == 2
    page.get_by_role("button", name="Pause").press("Space")
    page.clock.run_for(10_000)
    assert state(page)["at"] == 2 < last and page.get_by_role("button", name="Play").is_visible()
    keys(page, "[name=look]", "End", "ArrowLeft", "ArrowLeft")
    page.get_by_role("button", name="Play").click()
    page.clock.run_for(1000)
    assert says(page).startswith("After ")
    assert state(page)["at"] == last and page.get_by_role("button", name="Play").is_visible()
    assert f"r² with the machine {lab.recorded.median[-1]:.2f}" in says(page)


def test_the_slider_ends_the_play(opened):
    page = opened(TrainingLab())
    page.get_by_role("button", name="Play").click()
    keys(page, "[name=look]", "Home", "ArrowRight")
    assert page.get_by_role("button", name="Play").is_visible() and state(page)["at"] == 1


def test_curves_run_along_steps_or_seconds(opened):
    page, titles = opened(TrainingLab()), ".lab-plot .lab-title"
    marks = lambda: page.locator(".lab-plot .lab-line").evaluate_all("all => all.map((e) => e.getAttribute('d'))")  # noqa: E731
    before = marks()
    assert page.locator(titles).all_text_contents() == ["training steps"] * 2 and len(before) == 3
    page.locator("[name=axis]").select_option("seconds")
    assert page.locator(titles).all_text_contents() == ["seconds of training"] * 2
    assert all(a != b and a.count("L") == b.count("L") for a, b in zip(marks(), before, strict=True))
    assert before[0].count("L") == len(state(page)["losses"]) - 1
    assert page.locator(".lab-plot").nth(1).get_attribute("aria-label").count("0.") == 2


# ---------------------------------------------------------------- a page with Python behind it
def test_train_in_python_and_look_back(opened, digits):
    lab = TrainingLab(digits, width=16)
    page = kernel(opened, lab, **SHORT)
    page.locator("[name=width]").select_option("24")
    page.locator("[name=padding]").select_option("circular")
    keys(page, "[name=seed]", "Control+a", "7", "Tab")
    got = after(page, lambda: page.get_by_role("button", name="Train").click())
    assert got["params"] == {"width": 24, "padding": "circular", "seconds": 0.4, "seed": 7}
    assert lab.net.config["width"] == 24 and isinstance(lab.net, networks.Network) and got["engine"] == "kernel"
    eps = normals(7, 512).reshape(8, 1, 8, 8)
    close(torch.stack(got["machine"]), diffusion.last(training.run(training.partner(digits.images, "circular"), eps)))
    close(torch.stack(got["z"]), diffusion.last(training.run(lab.net, eps)))
    assert got["at"] == got["looks"] - 1 and page.locator("[name=look]").get_attribute("max") == str(got["at"])
    assert says(page).startswith(f"Trained: {got['step']:,} steps in ")
    assert facts(page)["Median r²"] == f"{got['median']:.2f}"
    assert "ELS" in page.locator(".training-about").inner_text() and painted(page, 1).shape == (8, 64)
    page.locator("[name=run]").select_option("recorded")
    assert state(page)["step"] == lab.recorded.steps[-1] and painted(page, 1).shape == (8, 256)
    page.locator("[name=run]").select_option("yours")
    assert state(page)["step"] == got["step"]


# ---------------------------------------------------------------- a page that trains
def train(page):
    page.get_by_role("button", name="Train", exact=True).click()


def trained(page):
    """Train until it is done; what is in view then."""
    return after(page, lambda: train(page))


@EACH
def test_the_page_trains_the_network_and_looks_back(opened, digits, padding):
    lab = TrainingLab(digits, width=16)
    page = opened(lab, **SHORT)
    page.locator("[name=padding]").select_option(padding)
    keys(page, "[name=seed]", "Control+a", "7", "Tab")
    got = trained(page)
    assert got["params"] == {"width": 16, "padding": padding, "seconds": 0.4, "seed": 7} and got["engine"] == "page"
    assert got["at"] == got["looks"] - 1 and lab.net is None
    eps = normals(7, 512).reshape(8, 1, 8, 8)
    close(torch.stack(got["machine"]), diffusion.last(training.run(training.partner(digits.images, padding), eps)))
    said = training.likeness(*(torch.stack(got[key]).double().reshape(8, 1, 8, 8) for key in ("z", "machine")))
    for key in ("r2", "median", "chance"):
        torch.testing.assert_close(torch.tensor(got[key]), torch.tensor(said[key]), rtol=0, atol=1e-4)
    assert says(page).startswith(f"Trained: {got['step']:,} steps in ") and says(page).endswith("in this page.")
    about = page.locator(".training-about").inner_text()
    assert "in this page" in about and "lab’s net" not in about
    assert ("bbELS" in about) == (padding == "zeros")
    assert re.match(r"About [\d,]+ steps a minute in this page at 16 channels\. "
                    r"First the machine draws its pictures, in time of its own: [\d.,]+ s last time\.$",
                    page.locator(".training-speed").inner_text())
    assert page.locator(".lab-where").inner_text() == "Computed in this page."
    page.locator("[name=run]").select_option("recorded")
    assert state(page)["step"] == lab.recorded.steps[-1]


def test_a_fresh_network_of_the_page_draws_as_pythons_does(opened, digits):
    """Its weights are others, of the same law: before the first step it returns the noise that it was given."""
    page = opened(TrainingLab(digits, width=16), **SHORT)
    got = trained(page)
    keys(page, "[name=look]", "Home")
    z = torch.stack(state(page)["z"]).reshape(8, 1, 8, 8)
    net = networks.ResNet(1, 16, 4, "zeros", seed=1)
    python = diffusion.last(training.run(net, normals(1, 512).reshape(8, 1, 8, 8)))
    assert state(page)["step"] == 0 < got["step"] and state(page)["loss"] is None
    assert float(prediction.compare(z, python).r2.min()) > 0.9
    assert float(z.std() / python.std()) == pytest.approx(1, abs=0.2)


def test_a_step_of_the_text_is_the_recorded_runs_after_ones_own(opened, digits):
    lab = TrainingLab(digits, width=16)
    page = opened(lab, **SHORT)
    got = trained(page)
    own = page.evaluate(f"{HERE}.get()")
    assert own["run"] == "yours" and own["step"] == got["step"]
    page.evaluate(f"{HERE}.set({{ step: {lab.recorded.steps[5]} }})")
    assert state(page)["step"] == lab.recorded.steps[5] and painted(page, 1).shape == (8, 256)
    assert page.evaluate(f"values => {HERE}.set(values)", own) == []
    assert state(page)["step"] == got["step"] and painted(page, 1).shape == (8, 64)


def test_a_link_to_ones_own_run_says_that_the_run_is_not_in_it(opened, digits):
    first = opened(TrainingLab(digits, width=16), **SHORT)
    trained(first)
    link = first.evaluate(f"{HERE}.link()")
    page = opened(TrainingLab(digits, width=16), **SHORT)
    assert page.evaluate(f"link => {HERE}.followLink(link)", link)
    assert says(page).startswith("Your run is not in this link: press Train to make one like it.")
    assert page.evaluate(f"{HERE}.get().run") == "recorded"
    assert page.evaluate(f"{HERE}.set({{ run: 'best' }})") == ["run"]
    page.evaluate(f"{HERE}.set({{ step: 0 }})")
    assert says(page).startswith("After 0 steps")


@pytest.mark.parametrize("step", ["NaN", "abc", "-1", "2.5"])
def test_a_link_to_what_is_no_step_moves_nothing(opened, step):
    page = opened(TrainingLab())
    before = page.evaluate(f"{HERE}.get()")
    assert not page.evaluate(f"step => {HERE}.followLink(`#TrainingLab:v=1&step=${{step}}`)", step)
    assert says(page).startswith(f"This lab does not offer step = {step}.")
    assert page.evaluate(f"{HERE}.get()") == before


def test_the_saved_picture_has_network_over_machine_with_their_names(opened):
    page = opened(TrainingLab())
    width, height, words = page.evaluate("""() => { const words = [], { prototype } = CanvasRenderingContext2D,
            { fillText } = prototype;
        prototype.fillText = function (text, ...at) { words.push(text); fillText.call(this, text, ...at); };
        const [made, ...more] = document.querySelector(".mosaic-lab").lab.canvases();
        return more.length ? [] : [made.width, made.height, words]; }""")
    assert 800 < width < 1600 and 300 < height < 500
    assert {"Network", "Machine", "r²"} < set(words) and words[0].startswith("After ")


def copied(page):
    """The Python that the menu gives, and what it is said to be."""
    page.locator(".lab-keep summary").click()
    page.get_by_role("button", name="Copy Python").click()
    page.wait_for_function("document.querySelector('.lab-status').textContent.includes('Python that trains like')")
    page.locator(".lab-keep summary").click()
    return page.locator(".lab-keep textarea").input_value(), says(page)


def test_python_and_links_are_of_the_run_in_view_wherever_the_controls_are(opened, digits):
    page = opened(TrainingLab(digits, width=16), **SHORT)
    trained(page)
    text, words = copied(page)
    asked = ("TrainingLab(images, width=16,", 'padding="zeros",', "seconds=0.4, seed=1)")
    assert all(part in text for part in asked) and "controls" not in words
    page.locator("[name=width]").select_option("48")
    page.locator("[name=padding]").select_option("circular")
    assert copied(page)[0] == text and "your run (the controls are set for the next training)" in says(page)
    assert "width=16&padding=zeros&" in page.evaluate(f"{HERE}.link()")
    assert page.evaluate(f"{HERE}.get().width") == "48"
    page.locator("[name=run]").select_option("recorded")
    text, words = copied(page)
    assert "the recorded run (the controls are set for the next training)" in words
    assert "width=48&padding=circular&" in page.evaluate(f"{HERE}.link()")  # there they are the next training's
    space = {}
    exec(text.replace("\nlab\n", "\n"), space)
    about, settings = training.recorded().about, space["lab"].settings
    assert {key: settings[key] for key in ("width", "padding", "seed")} == {
        key: about[key] for key in ("width", "padding", "seed")}
    assert settings["seconds"] == round(training.recorded().seconds[-1]) and not settings["own"]


def test_saved_numbers_are_those_that_the_lab_documents(opened, digits):
    page = opened(TrainingLab(digits, width=16), **SHORT)
    trained(page)
    page.locator("[name=width]").select_option("48")
    page.locator(".lab-keep summary").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save numbers").click()
    numbers = json.loads(saved.value.path().read_text("utf8"))
    asked = {name: numbers.pop(name) for name in ("lab", "link", "set")}
    assert asked["set"]["width"] == "16" == str(numbers["params"]["width"]) and "width=16&" in asked["link"]
    named = re.findall(r"`(\w+)`", (TrainingLab.__doc__ or "").partition("Numbers that a page saves")[2])
    assert sorted(numbers) == sorted(named)
    assert numbers["shape"] == [1, 8, 8]
    assert np.array(numbers["z"]).shape == np.array(numbers["machine"]).shape == (8, 64)
    assert len(numbers["curve"]) == numbers["looks"] and numbers["curve"][-1] == [
        numbers[key] for key in ("seconds", "step", "median", "chance")]


@pytest.mark.parametrize("led", ["{ run: 'yours', step: 50 }", "{ run: 'yours' }"])
def test_who_is_led_to_a_run_that_has_nothing_to_show_yet_follows_it(opened, digits, led):
    """By the way back or a link, while the machine draws."""
    page = opened(TrainingLab(digits, width=16), **SHORT)
    got = after(page, lambda: page.evaluate(f"() => {{ const lab = {HERE}; lab.train(); lab.set({led}); }}"))
    assert got["at"] == got["looks"] - 1 > 0 and page.evaluate(f"{HERE}.get().run") == "yours"


def test_a_training_that_ends_early_moves_nobody_from_another_run(opened, digits):
    lab = TrainingLab(digits, width=16)
    page, step = opened(lab), lab.recorded.steps[3]
    page.evaluate(f"() => {{ const lab = {HERE}; lab.train(); lab.set({{ step: {step} }}); lab.cancel(); }}")
    assert state(page)["step"] == step and page.locator("[name=look]").input_value() == "3"
    assert says(page) == "Stopped before the training began." and page.locator("[name=run]").is_hidden()


def test_images_that_are_left_out_are_told(opened, digits, monkeypatch):
    assert not opened(TrainingLab(digits)).locator(".training-cut").count()
    monkeypatch.setattr(training, "EFFORT", 12 * 64**2)
    cut = opened(TrainingLab(digits)).locator(".training-cut")
    assert cut.inner_text().startswith("It is of the first 12 of 40 images: the machine would draw for long with more")


def test_images_come_when_a_network_is_trained_and_once(opened, digits):
    page, asked = opened(TrainingLab(digits, width=16), **SHORT), []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    assert "training-images.bin" not in asked
    trained(page)
    trained(page)
    assert asked.count("training-images.bin") == 1


def test_a_notebook_without_a_kernel_trains_as_well(opened, digits):
    page = opened(TrainingLab(digits, width=16), script="window.notebook = true", **SHORT)
    assert trained(page)["step"] > 0


def test_images_that_do_not_come_are_told_and_asked_for_again(opened, digits):
    page = opened(TrainingLab(digits, width=16), **SHORT)
    page.evaluate("() => { window.kept = fetch; window.fetch = async () => { throw new Error('no network'); }; }")
    train(page)
    page.wait_for_selector(".mosaic-lab[data-error]:not([data-busy])")
    assert says(page) == "That did not work: the training images did not come: no network"
    assert page.get_by_role("button", name="Train", exact=True).is_visible()
    assert "Recorded run" in page.locator(".training-about").inner_text()
    page.evaluate("() => { window.fetch = window.kept; }")
    assert trained(page)["step"] > 0


def test_a_training_is_stopped_while_its_images_come(opened, digits):
    page, held = opened(TrainingLab(digits, width=16), **SHORT), threading.Event()
    page.route("**/training-images.bin", lambda route: held.set())  # never answered
    train(page)
    assert page.locator(".mosaic-lab[data-busy]").count() == 1
    page.get_by_role("button", name="Stop").click()
    assert page.locator(".mosaic-lab[data-busy]").count() == 0 and says(page) == "Stopped before the training began."


def test_the_page_stops_within_a_step_and_keeps_what_is_there(opened, digits):
    page = opened(TrainingLab(digits, width=16), seconds=600)
    train(page)
    page.wait_for_function("document.querySelector('.mosaic-lab').labState().looks > 1")
    page.keyboard.press("Escape")
    assert page.locator(".mosaic-lab[data-busy]").count() == 0 and says(page).startswith("Stopped after ")
    assert "Python" not in says(page)
    kept = state(page)["looks"]
    page.evaluate("() => { const lab = document.querySelector('.mosaic-lab').lab; lab.next.seconds.set(5); }")
    passed(page, 300)
    assert state(page)["looks"] == kept and page.locator("[name=run]").is_visible()


def test_both_engines_train_and_are_compared(opened, digits):
    page = kernel(opened, TrainingLab(digits, width=16), **SHORT)
    assert trained(page)["engine"] == "kernel"
    page.locator("[name=engine]").select_option("page")
    assert trained(page)["engine"] == "page"
    assert re.match(r"About [\d,.]+ steps a minute in this page at 16 channels; [\d,.]+ in Python\. "
                    r"(Python|This page) is [\d,.]+ times as fast\. First the machine", speed(page))
    page.locator("[name=width]").select_option("48")
    assert "How many steps" in page.locator(".training-speed").inner_text()


def test_another_engine_ends_a_training(opened, digits):
    page = kernel(opened, TrainingLab(digits, width=16), seconds=600)
    page.locator("[name=engine]").select_option("page")
    train(page)
    page.wait_for_function("document.querySelector('.mosaic-lab').labState().looks > 0")
    page.locator("[name=engine]").select_option("kernel")
    assert page.locator(".mosaic-lab[data-busy]").count() == 0
    assert page.get_by_role("button", name="Train", exact=True).is_visible()


def test_a_page_without_simd_says_so(opened, digits):
    page = opened(TrainingLab(digits, width=16), script=NO_SIMD, **SHORT)
    train(page)
    page.wait_for_selector(".mosaic-lab[data-error]:not([data-busy])")
    assert "training needs WebAssembly with SIMD" in says(page) and "Recorded run" in page.locator(
        ".training-about").inner_text()


# A worker in which no module of WebAssembly is valid
NO_SIMD = """const Plain = Blob;
    window.Blob = class extends Plain { constructor([text], options) {
      const first = options?.type === "text/javascript" ? ["WebAssembly.validate = () => false;"] : [];
      super([...first, text], options); } };"""


def streaming(lab, steps, looks):
    """A kernel that sends the machine's first steps and so many looks, and the rest never; it can be cancelled."""
    ask = answering(lab)

    def answer(content, buffers):
        if content["type"] == "cancel":
            return [({"id": content["job"], "type": "cancelled", "names": []}, [])]
        said = ask(content, buffers)
        if content["type"] == "ping":
            return said
        return said[:steps] + [m for m in said if m[0].get("phase") == "look"][:looks]

    return answer


@pytest.mark.parametrize(("steps", "looks"), [(10, 0), (21, 3)])
def test_stop_keeps_what_is_there(opened, digits, clock, steps, looks):
    lab = TrainingLab(digits, width=16)
    short = {"seconds": 0.3, "budget": [0.3, 600]}
    page = opened(lab, kernel=streaming(lab, steps, looks), first='[data-engine="kernel"]', **short)
    page.get_by_role("button", name="Train").click()
    page.wait_for_function("""looks => { const now = document.querySelector(".mosaic-lab").labState();
        return now.looks === looks && now.machine?.length === 8; }""", arg=looks)
    got = state(page)
    assert page.locator(".mosaic-lab[data-busy]").count() == 1 and got["looks"] == looks and len(got["machine"]) == 8
    assert page.locator("[name=look]").get_attribute("max") == "24"
    told_ = page.locator(".training-progress").inner_text()
    assert looks or re.fullmatch(r"The machine draws: step 9 of 20, about \d+ s more", told_)
    if looks:
        keys(page, "[name=look]", "End")  # it cannot be ahead of the training
        assert state(page)["at"] == looks - 1
    else:
        assert page.locator("[name=look]").get_attribute("aria-valuetext") == "not yet"
    page.keyboard.press("Escape") if looks else page.get_by_role("button", name="Stop").click()
    page.wait_for_function("document.querySelector('.lab-status').textContent.startsWith('Stopped')")
    assert page.get_by_role("button", name="Train").is_visible() and page.locator(".mosaic-lab[data-busy]").count() == 0
    got = state(page)
    assert got["looks"] == looks or got["step"] == lab.recorded.steps[-1]
    assert page.locator("[name=run]").is_visible() == bool(looks)
    assert page.locator("[name=look]").get_attribute("max") == str(got["looks"] - 1)


def test_an_error_in_python_is_told(opened, digits, monkeypatch):
    lab = TrainingLab(digits)
    page = kernel(opened, lab)
    monkeypatch.setattr(prediction, "partner", lambda padding: "XX")
    page.get_by_role("button", name="Train").click()
    page.wait_for_selector(".mosaic-lab[data-error]")
    assert "That did not work: name of a machine must be one of" in says(page)
    assert page.get_by_role("button", name="Train").is_visible() and "Recorded run" in page.locator(
        ".training-about").inner_text()


def test_silence_of_python_is_told(opened, digits):
    lab = TrainingLab(digits)
    page = opened(lab, kernel=streaming(lab, 3, 0), first='[data-engine="kernel"]', seconds=0.1, budget=[0.1, 600],
                  script="const wait = setTimeout; window.setTimeout = (f, ms) => wait(f, ms / 10)")
    page.evaluate("""() => { const ask = window.ask, frame = () => new Promise(requestAnimationFrame);
        window.ask = async (...message) => { while (!window.woken) await frame(); return ask(...message); }; }""")
    page.get_by_role("button", name="Train").click()
    page.wait_for_function("document.querySelector('.lab-status').textContent.startsWith('Python has not answered')")
    page.evaluate("window.woken = true")
    page.wait_for_function("document.querySelector('.lab-status').textContent === 'Python answers again.'")


def test_a_kernel_that_goes_is_told(opened, small):
    page = kernel(opened, small)
    page.evaluate("window.dead = true")
    page.get_by_role("button", name="Train").click()
    assert says(page) == "Python has gone; what there is stays."
    assert page.locator(".mosaic-lab[data-busy]").count() == 0 and "Recorded run" in page.locator(
        ".training-about").inner_text()


# ---------------------------------------------------------------- everybody can use it
@pytest.mark.parametrize("python", [False, True], ids=["page", "kernel"])
@pytest.mark.parametrize("width", [320, 360])
def test_phone(opened, small, python, width):
    page = kernel(opened, small, width=width) if python else opened(small, width=width)
    quiet(page)
    assert not misfits(page)


@pytest.mark.parametrize("python", [False, True], ids=["page", "kernel"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(opened, small, python, theme):
    page = kernel(opened, small, theme=theme) if python else opened(small, theme=theme)
    quiet(page)
    assert not violations(page)


@pytest.mark.parametrize("python", [False, True], ids=["page", "kernel"])
def test_every_control_is_reached_and_seen_by_keyboard(opened, small, python):
    page = kernel(opened, small) if python else opened(small)
    stops, wrong = walk(page)
    assert stops == (10 if python else 9) and not wrong


def test_closing_stops_worker_and_play(opened, small):
    page = opened(small)
    page.get_by_role("button", name="Play").click()
    close_lab(page)
