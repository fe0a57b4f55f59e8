"""The labs' Python side: messages, jobs against the chapters' modules, cancelling, bad input, posters, laziness."""

import functools
import json
import re
import struct
import subprocess
import sys

import pytest
import torch
from labs import apart, as_bytes, in_loop, run, told
from mosaics import ideal, memorization, widgets
from mosaics.core.data import load
from mosaics.core.metrics import nearest
from mosaics.diffusion import last, sample, schedule
from mosaics.networks import ResNet
from mosaics.widgets import CollapseLab, MajorityLab, NoiseLab, SamplerLab, TrainingLab, TuringLab
from mosaics.widgets.draws import normals

PIXELS = 784
RUN = {"N": 50, "steps": 6, "method": "ddim", "sigma_min": 0.02, "sigma_max": 80.0, "top": 5}
LOOK = {"index": 3, "sigma": 2.0, "N": 50, "top": 5}


@pytest.fixture(scope="module")
def clothes():
    return load("fashion-mnist", n=60)


@pytest.fixture(params=[NoiseLab, SamplerLab, CollapseLab, MajorityLab])
def lab(request, clothes):
    return request.param(clothes) if request.param in (NoiseLab, SamplerLab) else request.param()


# ---------------------------------------------------------------- messages
def test_ping_is_answered(lab):
    out = told(lab)
    lab._receive(None, {"type": "ping", "view": "abc"}, [])
    assert out == [({"type": "pong", "view": "abc"}, None)]


def test_unknown_message_is_an_error(lab):
    out = told(lab)
    lab._receive(None, {"type": "dance"}, [])
    assert out[0][0]["type"] == "error" and "dance" in out[0][0]["message"]


def test_unknown_task_is_an_error(lab):
    (message, _), = run(lab, "fly", {})
    assert message["type"] == "error" and message["id"] == "a-1" and "fly" in message["message"]


def test_arrays_travel_as_float32(clothes):
    out = run(NoiseLab(clothes), "denoise", LOOK, normals(1, PIXELS))
    (message, buffers), = out
    assert message["names"] == ["z", "x0_hat"] and [len(b) for b in buffers] == [4 * PIXELS] * 2
    assert message["type"] == "done" and len(message["top_w"]) == len(message["top_i"]) == 5


# ---------------------------------------------------------------- jobs say what the chapters' modules say
def test_noise_lab_is_the_ideal_denoiser(clothes):
    (said,) = NoiseLab(clothes).answers("denoise", LOOK, normals(1, PIXELS))
    z = clothes.images[3:4].double() + 2 * normals(1, PIXELS).reshape(1, 1, 28, 28).double()
    torch.testing.assert_close(said["z"], z, atol=1e-6, rtol=0)
    torch.testing.assert_close(said["x0_hat"], ideal.IdealDenoiser(clothes.images[:50])(z, 2.0), atol=1e-6, rtol=0)


@pytest.mark.parametrize("method", ["ddim", "euler", "heun", "ancestral"])
def test_sampler_lab_is_the_chapters_sampler(clothes, method):
    draws = normals(4, 7 * PIXELS) if method == "ancestral" else normals(4, PIXELS)
    *steps, end = SamplerLab(clothes).answers("sample", RUN | {"method": method}, draws)
    noise = draws.double().reshape(-1, 1, 1, 28, 28)
    sigmas = schedule("edm", 6)
    expected = last(sample(ideal.IdealDenoiser(clothes.images[:50]), 80 * noise[0], sigmas, method,
                           noise=noise[1:] if method == "ancestral" else None))
    torch.testing.assert_close(end["z"], expected, atol=1e-6, rtol=0)
    assert [m["sigma"] for m in steps] == sigmas[:-1].tolist()
    assert end["nearest"] == int(nearest(expected, clothes.images[:50])[1])
    assert all(sum(m["top_w"]) <= 1 + 1e-9 and 1 <= m["effective"] <= 50 for m in steps)


def test_one_step_is_allowed(clothes):
    step, end = SamplerLab(clothes, steps=1).answers("sample", RUN | {"steps": 1}, normals(4, PIXELS))
    torch.testing.assert_close(end["z"], step["x0_hat"])


def test_a_readers_edit_counts(clothes, monkeypatch):
    class Grey(ideal.IdealDenoiser):
        def __call__(self, z, sigma):
            return torch.zeros_like(z)

    lab = SamplerLab(clothes)
    lab.answers("sample", RUN, normals(4, PIXELS))
    monkeypatch.setattr(ideal, "IdealDenoiser", Grey)
    assert not lab.answers("sample", RUN, normals(4, PIXELS))[-1]["z"].any()


def test_an_edit_that_breaks_is_reported(clothes, monkeypatch):
    monkeypatch.setattr(ideal.IdealDenoiser, "posterior", lambda *a, **k: 1 / 0)
    (message, _), = run(SamplerLab(clothes), "sample", RUN, normals(4, PIXELS))
    assert message["type"] == "error" and message["message"].startswith("ZeroDivisionError")


def points(seed=1):
    drawn = normals(seed, 2040 * 128)
    return drawn[: 2000 * 128], drawn[2000 * 128 :]


@pytest.mark.parametrize(("N", "d"), [(300, 20), (7, 3), (2, 2)])
def test_collapse_lab_is_the_chapters_formula(N, d):
    all_points, noise = points()
    (said,) = CollapseLab().answers("collapse", {"seed": 1, "N": N, "d": d, "sigma": 0.9, "top": 6}, all_points, noise)
    data = all_points.reshape(2000, 128)[:N, None, None, :d].double()
    eps = noise.reshape(40, 128)[: min(N, 40), None, None, :d].double()
    expected = memorization.true_weight(data, 0.9, eps)
    torch.testing.assert_close(torch.tensor(said["true_w"][: len(expected)], dtype=torch.float64), expected)
    assert len(said["true_w"]) == len(said["effective"]) == 40
    assert said["sigma_c"] == memorization.collapse_sigma(N, d)
    assert said["curve"][0] == [2, memorization.collapse_sigma(2, d)] and said["curve"][-1][0] == 2000


def test_points_come_once_and_are_asked_for_again():
    lab, params = CollapseLab(), {"seed": 1, "N": 30, "d": 4, "sigma": 1.0, "top": 6}
    assert [m["type"] for m, _ in run(lab, "collapse", params)] == ["missing"]
    assert [m["type"] for m, _ in run(lab, "collapse", params, *points())] == ["done"]
    assert [m["type"] for m, _ in run(lab, "collapse", params | {"d": 5})] == ["done"]
    assert [m["type"] for m, _ in run(lab, "collapse", params | {"seed": 2})] == ["missing"]


# ---------------------------------------------------------------- a running loop: jobs are tasks and can be cancelled
def test_a_job_in_a_loop_answers_the_same(clothes):
    lab, job = SamplerLab(clothes), {"type": "run", "id": "v-1", "task": "sample", "params": RUN}
    said = in_loop(lab, (job, as_bytes(normals(4, PIXELS))))
    assert [m["type"] for m in said] == ["step"] * 6 + ["done"] and {m["id"] for m in said} == {"v-1"}


@pytest.mark.parametrize("heard", [0, 3])
def test_a_job_can_be_cancelled(clothes, heard):
    """Also before it has begun: nothing comes after the cancel but the word that it is cancelled."""
    job = {"type": "run", "id": "v-1", "task": "sample", "params": RUN | {"steps": 500}}
    cancel = {"type": "cancel", "job": "v-1"}
    said = in_loop(SamplerLab(clothes), (job, as_bytes(normals(4, PIXELS))), (cancel, []), heard=heard)
    assert said[-1] == {"id": "v-1", "type": "cancelled", "names": []}
    assert [m["type"] for m in said] == ["step"] * heard + ["cancelled"]


def test_cancelling_nothing_does_nothing(lab):
    assert in_loop(lab, ({"type": "cancel", "job": "v-9"}, [])) == []


def test_jobs_of_two_views_run_side_by_side(clothes):
    job, noise = {"type": "run", "task": "sample", "params": RUN}, as_bytes(normals(4, PIXELS))
    said = in_loop(SamplerLab(clothes), *[(job | {"id": f"{view}-1"}, noise) for view in "ab"])
    assert [m["id"] for m in said if m["type"] == "done"] == ["a-1", "b-1"]
    assert [m["id"] for m in said][:2] == ["a-1", "b-1"]


# ---------------------------------------------------------------- bad input
@pytest.mark.parametrize(("change", "words"), [
    ({"N": 61}, "at most 60"), ({"N": 1}, "at least 2"), ({"N": 10.5}, "int"), ({"N": None}, "int"),
    ({"steps": 0}, "at least 1"), ({"steps": "many"}, "int"), ({"method": "magic"}, "magic"),
    ({"sigma_min": 0}, "> 0"), ({"sigma_min": -1.0}, "> 0"), ({"sigma_max": float("nan")}, "> 0"),
    ({"sigma_max": "big"}, ""), ({"sigma_min": 90.0}, "sigma_min"), ({"top": 0}, "at least 1"),
])
def test_bad_parameters_of_the_sampler_are_told(clothes, change, words):
    (message, _), = run(SamplerLab(clothes), "sample", RUN | change, normals(4, PIXELS))
    assert message["type"] == "error" and words in message["message"]


@pytest.mark.parametrize(("change", "words"), [
    ({"index": 50}, "at most 49"), ({"index": -1}, "at least 0"), ({"sigma": 0}, "> 0"), ({"N": 0}, "at least 1"),
    ({"sigma": float("inf")}, "finite"), ({"sigma": None}, ""),
])
def test_bad_parameters_of_the_noise_lab_are_told(clothes, change, words):
    (message, _), = run(NoiseLab(clothes), "denoise", LOOK | change, normals(4, PIXELS))
    assert message["type"] == "error" and words in message["message"]


@pytest.mark.parametrize(("buffer", "words"), [
    (b"", "0 bytes"), (b"\0" * 12, "12 bytes"), (struct.pack("<784f", *[float("nan")] * 784), "finite"),
])
def test_bad_noise_is_told(clothes, buffer, words):
    lab = NoiseLab(clothes)
    out = told(lab)
    apart(lab._receive, None, {"type": "run", "id": "a-1", "task": "denoise", "params": LOOK}, [buffer])
    assert out[0][0]["type"] == "error" and words in out[0][0]["message"]


@pytest.mark.parametrize(("change", "words"), [
    ({"N": 2001}, "at most 2000"), ({"d": 1}, "at least 2"), ({"d": 129}, "at most 128"), ({"sigma": -1}, "> 0"),
    ({"seed": -1}, "at least 0"), ({"seed": 1.5}, "int"),
])
def test_bad_parameters_of_the_collapse_lab_are_told(change, words):
    params = {"seed": 1, "N": 30, "d": 4, "sigma": 1.0, "top": 6} | change
    (message, _), = run(CollapseLab(), "collapse", params, *points())
    assert message["type"] == "error" and words in message["message"]


@pytest.mark.parametrize("build", [
    lambda x: SamplerLab(x, N=61), lambda x: SamplerLab(x, N=1), lambda x: SamplerLab(x, steps=51),
    lambda x: SamplerLab(x, steps=0), lambda x: SamplerLab(x, method="magic"), lambda x: SamplerLab(x, seed=-1),
    lambda x: SamplerLab(x, sigma_min=0.0), lambda x: SamplerLab(x, sigma_max=0.01), lambda x: SamplerLab(x, n_max=1),
    lambda x: SamplerLab(x.images[:1]), lambda x: SamplerLab(x.images * 2), lambda x: SamplerLab(x.images / 0),
    lambda x: SamplerLab(x.images[0]), lambda x: NoiseLab(x, sigma=0.0), lambda x: NoiseLab(x, sigma=float("nan")),
    lambda x: NoiseLab(x, index=60), lambda x: NoiseLab(x, choices=0), lambda x: NoiseLab(x, seed=100_000),
    lambda x: CollapseLab(N=1), lambda x: CollapseLab(d=129), lambda x: CollapseLab(sigma=0.0),
    lambda x: CollapseLab(seed=-1), lambda x: normals(-1, 3), lambda x: normals(1, 0),
])
def test_bad_arguments_are_refused(clothes, build):
    with pytest.raises(ValueError):
        build(clothes)


def test_wrong_kinds_are_refused(clothes):
    with pytest.raises(TypeError):
        SamplerLab((clothes.images * 100).int())
    with pytest.raises(TypeError):
        SamplerLab(clothes, steps=2.5)


# ---------------------------------------------------------------- hostile messages
NAN, LEVELS = float("nan"), {"sigma_min": 0.02, "sigma_max": 80.0}
PATCHES = {"N": 3, "steps": 1, "method": "ddim", "machine": "LS", "windows": [[1.0, 3]]} | LEVELS
ASKS = {  # a task of each lab that it does, and how many numbers it is sent with
    NoiseLab: ("denoise", {"index": 1, "sigma": 2.0, "N": 3, "top": 2}, [64]),
    SamplerLab: ("sample", {"N": 3, "steps": 1, "method": "ddim", "top": 2} | LEVELS, [64]),
    CollapseLab: ("collapse", {"seed": 1, "N": 3, "d": 2, "sigma": 1.0, "top": 2}, [256_000, 5120]),
    TuringLab: ("evolve", {"model": "Schnakenberg", "values": {"a": 0.1, "b": 0.9, "Du": 1.0, "Dv": 40.0}, "steps": 1,
                           "dx": 1.0, "stencil": "nine", "boundary": "periodic", "start": "near_rest", "theory": True,
                           "amplitude": 0.01, "k_max": 1.0, "channel": 0, "past": "", "state": "rest"}, [2 * 32 * 32]),
    widgets.BudLab: ("grow", {"delta": 1.0, "theta": 15, "fan": "on", "looks": 1}, [2 * 56 * 34]),
    widgets.CanvasLab: ("grow", {"shape": [3, 16, 16], "height": 16, "width": 16, "begin": "noise", "tiles": "off",
                                 "symmetry": "none", "P": 3, "coarsest": 16, "steps": 1, "first": 0.3, "weight": 0.5,
                                 "painted": "none"}, [768, 768]),
    widgets.FingersLab: ("draw", {"machine": "LS", "N": 3, "P": 3, "until": 0.5, "steps": 1, "count": 1}, [64]),
    MajorityLab: ("world", {"L": 4, "P": 3, "steps": 1, "sigma_min": 1e-3, "sigma_max": 2.0}, [16]),
    widgets.MosaicExplorer: ("explore", PATCHES, [64]),
    TrainingLab: ("train", {"width": 1, "padding": "zeros", "seconds": 1.0, "steps": 1, "seed": 1}, [8 * 64]),
    widgets.NoveltyLab: ("place", {"machine": "LS", "N": 3, "P": 3, "steps": 1, "count": 1}, [64]),
    widgets.PredictionLab: ("predict", {"N": 3, "steps": 1, "machine": "LS", "windows": [[1.0, 3]]}, [128]),
    widgets.RivalsLab: ("compare", {"net": "resnet-zeros", "steps": 1}, [512]),
    widgets.AttentionLab: ("sample", {"net": "attention", "steps": 1, "until": 1, "layer": "before"}, [972]),
    widgets.WallLab: ("wall", {"windows": [None, 3], "columns": 1, "steps": 1} | LEVELS, [64]),
}
DEEP = functools.reduce(lambda inner, _: [inner], range(400), [])
HOSTILE = [None, True, -1, 0, 3.5, 10**9, -(10**400), 10**400, NAN, float("inf"), -float("inf"), 1e-320, 1e308, "", "1",
           "\ud800", "x" * 100_000, [], {}, [NAN], [[NAN, 3]], {"a": NAN}, DEEP]


@functools.cache
def asked(kind):
    """A small lab of this kind."""
    digits = load("digits", n=4)
    others = {widgets.AttentionLab: kind, widgets.BudLab: kind, CollapseLab: kind,
              widgets.CanvasLab: lambda: kind(height=16, width=16, P=3, coarsest=30, steps=1), MajorityLab: kind,
              TuringLab: lambda: kind(size=32), widgets.NoveltyLab: lambda: kind(load("digits", n=8), P=3, count=2),
              widgets.PredictionLab: lambda: kind(ResNet(1, 2, 1), digits),
              widgets.RivalsLab: lambda: kind(N=4, steps=1, machine=("Wiener", "PSPC flex")),
              widgets.WallLab: lambda: kind(digits, windows=(5,), P=3, columns=2, steps=1)}
    return others.get(kind, lambda: kind(digits))()


def answers(lab, content, buffers):
    """What the lab says to a message, once it is such that a page can read it."""
    out = told(lab)
    apart(lab._receive, None, content, buffers)
    for message, arrays in out:
        json.dumps(message, allow_nan=False, ensure_ascii=False).encode()
        assert len(message.get("names", [])) == len(arrays or []) and len(message.get("message", "")) <= 1000
        assert all(torch.frombuffer(bytearray(a), dtype=torch.float32).isfinite().all() for a in arrays or [] if a)
    return [message for message, _ in out]


def test_every_lab_is_asked():
    assert {kind.__name__ for kind in ASKS} == set(widgets.__all__)


@pytest.mark.parametrize("kind", ASKS, ids=lambda kind: kind.__name__)
def test_hostile_parameters_are_answered(kind):
    """Each parameter in turn is each hostile value, or missing: one last word, finite, and what was sent as it was."""
    (task, params, counts), lab = ASKS[kind], asked(kind)
    noise = as_bytes(*[normals(1, count) for count in counts])
    run = {"type": "run", "id": "a-1", "task": task}
    assert [m["type"] for m in answers(lab, run | {"params": params}, noise)][-1] == "done"
    changed = [params | {key: value} for key in params for value in HOSTILE]
    changed += [{k: v for k, v in params.items() if k != key} for key in params]
    for wrong in changed:
        said = answers(lab, run | {"params": wrong}, noise)
        last = [m["type"] for m in said if m["type"] in ("done", "error", "missing")]
        assert len(last) == 1 and said[-1]["type"] == last[0] and {m["id"] for m in said} == {"a-1"}, wrong


@pytest.mark.parametrize("kind", ASKS, ids=lambda kind: kind.__name__)
def test_hostile_messages_are_answered_by_an_error(kind):
    (task, params, counts), lab = ASKS[kind], asked(kind)
    noise, run = as_bytes(*[normals(1, count) for count in counts]), {"type": "run", "id": "a-1", "task": task}
    nothing = [v for v in HOSTILE if v != {}]
    wrong = [(v, noise) for v in [*HOSTILE, 3, "run", b"run", [run]]]
    wrong += [({"type": v}, noise) for v in HOSTILE] + [({"type": "ping", "view": v}, []) for v in (3, DEEP, "x" * 101)]
    wrong += [(run | {"params": params, "id": v}, noise) for v in HOSTILE if v not in ("", "1", "\ud800")]
    wrong += [({"type": "cancel", "job": v}, []) for v in HOSTILE if not isinstance(v, str)]
    wrong += [(run | {"params": params, "task": v}, noise) for v in HOSTILE]
    wrong += [(run | {"params": v}, noise) for v in [*nothing, [["N", 3]]]]
    wrong += [(run | {"params": params}, [b, *noise[1:]]) for b in (10**12, "x", None, [0], {}, b"", noise[0][:-1])]
    wrong += [(run | {"params": params}, buffers) for buffers in (3, "x", {"0": noise[0]}, noise[0])]
    for content, buffers in wrong:
        said = answers(lab, content, buffers)
        assert [m["type"] for m in said] == ["error"] and said[0]["message"], content


def test_messages_without_a_name_of_their_own_are_told_apart(clothes):
    """Names are texts; half a character, which no message could carry back, becomes a question mark."""
    lab = asked(NoiseLab)
    assert answers(lab, {"type": "ping", "view": "\ud800x"}, []) == [{"type": "pong", "view": "?x"}]
    job = {"type": "run", "id": "v-1", "task": "sample", "params": RUN | {"steps": 500}}, as_bytes(normals(4, PIXELS))
    said = in_loop(SamplerLab(clothes), job, job, ({"type": "cancel", "job": "v-1"}, []), heard=1)
    assert [m["message"] for m in said if m["type"] == "error"] == ["id must be new, a job v-1 is under way"]
    assert said[-1]["type"] == "cancelled"


def test_what_no_page_could_read_is_not_sent(clothes, monkeypatch):
    """NaN is no JSON: a number becomes null, an array an error."""
    lab, ask = NoiseLab(clothes), {"type": "run", "id": "a-1", "task": "denoise", "params": LOOK}
    told = {"type": "done", "x": [NAN, {"y": -float("inf")}], "z": 1.0}, {}
    monkeypatch.setattr(lab, "job", lambda *a: iter([told]))
    assert answers(lab, ask, []) == [{"id": "a-1", "type": "done", "x": [None, {"y": None}], "z": 1.0, "names": []}]
    for value in (NAN, 1e300):
        far = {"type": "done"}, {"z": torch.full((1,), value, dtype=torch.float64)}
        monkeypatch.setattr(lab, "job", lambda *a, far=far: iter([({"type": "step"}, {}), far]))
        first, second = answers(lab, ask, [])
        assert first["type"] == "step" and second["message"] == "z must be finite in float32 to be sent, and is not"


@pytest.mark.parametrize(("change", "words"), [
    ({"seconds": 601}, "seconds must be at most 600"), ({"seconds": 1e300}, "seconds must be at most 600"),
    ({"seconds": 10**400}, "seconds must be finite"), ({"steps": 10**5 + 1}, "at most 100000"),
    ({"steps": None}, "int")])
def test_a_page_can_not_set_python_to_work_for_ever(change, words):
    task, params, (count,) = ASKS[TrainingLab]
    (message, _), = run(asked(TrainingLab), task, params | change, normals(1, count))
    assert message["type"] == "error" and words in message["message"]


# ---------------------------------------------------------------- what is shown
def test_images_are_bytes_and_both_engines_use_them(clothes):
    lab = SamplerLab(clothes.images + 0.001 * (clothes.images < 0), n_max=20)
    assert len(lab.images) == 20 * PIXELS and lab.shape == [20, 1, 28, 28]
    assert (lab.data - clothes.images[:20]).abs().max() < 1e-6


def test_poster_is_a_png_with_words(lab):
    image, alt = lab._poster()
    assert image == lab.poster() or image.startswith(b"\x89PNG")
    assert image.startswith(b"\x89PNG") and 2_000 < len(image) < 150_000 and len(alt) > 60


@pytest.mark.parametrize(("env", "count"), [("", 1), ("both", 2)])
def test_show_adds_the_poster_only_for_the_book(lab, monkeypatch, capsys, env, count):
    from IPython.core import displaypub, interactiveshell

    monkeypatch.setenv("MOSAICS_FIGURES", env)
    shell = interactiveshell.InteractiveShell.instance()
    with monkeypatch.context() as patch:
        patch.setattr(shell, "display_pub", displaypub.CapturingDisplayPublisher())
        lab.show()
        out = shell.display_pub.outputs
    interactiveshell.InteractiveShell.clear_instance()
    assert len(out) == count and out[0]["data"]["text/plain"].startswith("[widget] ")
    assert "application/vnd.jupyter.widget-view+json" in out[0]["data"]
    if env:
        assert out[1]["metadata"]["image/png"]["classes"] == "lab-poster" and out[1]["metadata"]["image/png"]["alt"]


def test_nothing_is_fetched(lab):
    addresses = set(re.findall(r"https?://[^\s\"'`)]+", lab._esm + lab._css))
    assert addresses <= {"http://www.w3.org/2000/svg"} and "@import" not in lab._css
    assert not re.search(r"^\s*import\b|\bimport\(|fetch\(|XMLHttpRequest", lab._esm, re.M)


def test_loaded_when_asked_for():
    code = ("import sys, mosaics.ideal; assert 'anywidget' not in sys.modules; import mosaics.widgets as w; "
            "assert 'anywidget' not in sys.modules; w.SamplerLab; assert 'anywidget' in sys.modules")
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": "code"})
    import mosaics.widgets

    with pytest.raises(AttributeError, match="SamplerLab"):
        mosaics.widgets.Sampler  # noqa: B018


def test_normals_are_normal_and_repeat():
    x = normals(3, 100_000).double()
    assert torch.equal(x, normals(3, 100_001)[:100_000].double()) and not torch.equal(x, normals(4, 100_000).double())
    assert abs(x.mean()) < 0.01 and abs(x.var() - 1) < 0.02 and abs((x**4).mean() - 3) < 0.1
