"""TuringLab: two chemicals on a torus, live, beside the growth rate of every wave (chapter 4)."""

import functools
import itertools
import math
from collections.abc import Iterator
from typing import Any, ClassVar

import matplotlib.pyplot as plt
import torch
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from torch import Tensor

from ... import turing
from ...core.checks import check_choice, check_count, check_number
from ..draws import SEEDS, normals
from ..shared.base import SEED, Lab, Message, count_param, css, esm, floats, real
from ..shared.settings import Setting, number, whole, word
from .models import DIFFUSION, MODELS, PRESETS, SIDES, STARTS
from .past import Past, Start, begin, draws, parse, run
from .past import check as check_marks

STATES = ("rest", "empty")  # uniform states that theory may be about
CURVE = 120  # points on the curve of growth rates
LONGEST = 100_000  # steps of a job


def _sliders() -> dict[str, Setting]:
    """The parameters of all models; one of several models has the widest range."""
    found: dict[str, Setting] = {}
    for name, (low, high, _) in [pair for model in MODELS.values() for pair in model["sliders"].items()]:
        old = found.get(name, number(low, high))
        found[name] = number(min(low, old.low), max(high, old.high))
    return found


def _axis(model: turing.Model, dx: float) -> dict[str, float]:
    """The window on the growth rates: largest k, lowest and highest rate."""
    mode = turing.fastest_mode(model)
    k_max = 2.4 * mode.k if mode else math.pi / (4 * dx)
    top = float(turing.growth_rate(model, torch.linspace(0, k_max, CURVE, dtype=torch.float64)).max())
    if top <= 0:  # nothing grows
        return {"k_max": k_max, "low": 4 * top, "high": -1.5 * top}
    return {"k_max": k_max, "low": -2 * top, "high": 1.6 * top}


def _settings() -> dict[str, Any]:
    presets = {key: p | {"axis": _axis(about(turing.make(p["model"], **p["values"]), p["state"]), p["dx"])}
               for key, p in PRESETS.items()}
    models = {name: m | {"names": m["names"] | DIFFUSION} for name, m in MODELS.items()}
    return {"presets": presets, "models": models, "boundary": "periodic", "stencil": "nine", "amplitude": 0.01}


class TuringLab(Lab):
    """A reaction-diffusion model on a torus of `size` x `size` points, to be run, painted on, and tuned.

    Beside the field: growth rate against wavenumber, Turing's conditions, predicted and measured wavelength. First
    settings: `preset`, one of PRESETS; `seed` in 0 ... 99,999; `size` an even number in 32 ... 192.
    """

    _esm = esm("turing")
    _css = css("turing")
    fixed: ClassVar = {"size": Setting(*SIDES, "whole")}
    controls: ClassVar = {"preset": word(*PRESETS), **SEED, **_sliders(), "speed": whole(1, 64),
                          "radius": whole(1, SIDES[1] >> 3), "brush": word("paint", "erase"), "t": whole(0, LONGEST),
                          "past": Past()}

    def __init__(self, *, preset: str = "schnakenberg-spots", seed: int = 1, size: int = 128):
        check_choice(preset, tuple(PRESETS), "preset")
        seed = check_count(seed, "seed", 0, SEEDS)
        if (size := check_count(size, "size", *SIDES)) % 2:
            raise ValueError(f"size must be even, got {size}")
        super().__init__(torch.zeros(1, 1, 1, 1), {"preset": preset, "seed": seed, "size": size, **_settings()},
                         "TuringLab: which waves grow when two chemicals react and spread?")

    def job(self, task: str, params: dict[str, Any], buffers: list[Any]) -> Iterator[Message]:
        """Task "evolve": `steps` Euler steps from the fields (and a mask), or from noise where `start` is given.

        A `past` (past.py) is gone through on the way: its draws of noise follow those of the start. With `theory` also
        what linear theory says of the `state` "rest" or "empty", its curve up to `k_max`; with a `channel` its measured
        wavelength. All of the model as it is at the end.
        """
        check_choice(task, ("evolve",), "task")
        steps, n = count_param(params, "steps", 0, LONGEST), self.settings["size"]
        name, values = str(params.get("model")), _reals(params.get("values"))
        model, start = turing.make(name, **values), _start(params)
        grid = {"dx": real(params.get("dx")), "stencil": params.get("stencil"), "boundary": params.get("boundary")}
        marks = check_marks(parse(params.get("past", "")), name, steps, n)
        if len(buffers) not in (1, 2):
            raise ValueError(f"fields, and a mask if any, must come as one or two arrays, got {len(buffers)}")
        given = floats(buffers[0], "fields", (draws(marks), 2, n, n)).split(1)  # (1, 2, n, n) each
        if len(buffers) == 2:
            grid["mask"] = floats(buffers[1], "mask", (n, n)) > 0
        fields = begin(model, given[0], start) if "start" in params else given[0]
        values = {key: getattr(model, key) for key in MODELS[name]["sliders"]}
        for moment in run(name, values, fields, steps, marks, given[1:], start, **grid):
            if 0 < moment.step < steps:
                yield {"type": "step", "step": moment.step}, {}
        model = moment.model
        dt = 0.9 * turing.stable_dt(model, grid["dx"], 2, str(grid["stencil"]))
        said = ({"theory": theory(model, params, n)} if params.get("theory") else {}) | measure(moment.fields, params)
        yield {"type": "done", "dt": dt, "tau": moment.tau, **said}, {"fields": moment.fields}

    def draw(self) -> tuple[Figure, str]:
        """The pattern at the first settings, on a smaller sheet, and the growth rates of its waves."""
        s = self.settings
        p = s["presets"][s["preset"]]
        side = min(s["size"], 80)
        with torch.no_grad():
            small = TuringLab(preset=s["preset"], seed=s["seed"], size=side)
            m = small.answers("evolve", small.params(p["ripe"]), normals(s["seed"], 2 * side * side))[-1]
        label, wave = s["models"][p["model"]]["label"], m["theory"]["wavelength"]
        fig, (left, right) = plt.subplots(1, 2, figsize=(6.4, 3), width_ratios=[1, 1.1])
        _draw_pattern(left, m, p, s["models"][p["model"]])
        _draw_growth(right, m["theory"], p["axis"])
        fastest = f"grows fastest at wavelength {wave:.3g}" if wave else "no Turing instability"
        measured = f"{m['measured']:.3g}" if m["measured"] else "none"
        return fig, (f"{label} model, {p['label'].lower()}: the pattern after {p['ripe']} steps, measured wavelength "
                     f"{measured}. Beside it growth rate against wavenumber: {fastest}.")

    def params(self, steps: int) -> dict[str, Any]:
        """The parameters of a job that starts anew at the first settings."""
        s = self.settings
        p = s["presets"][s["preset"]]
        return {"model": p["model"], "values": p["values"], "steps": steps, "dx": p["dx"], "stencil": s["stencil"],
                "boundary": s["boundary"], "start": p["start"], "amplitude": s["amplitude"], "theory": True,
                "k_max": p["axis"]["k_max"], "channel": s["models"][p["model"]]["channel"], "state": p["state"]}


def _reals(values: Any) -> dict[str, Any]:
    if not isinstance(values, dict):
        raise TypeError(f"values must be a dict of the model's parameters, got {values!r}")
    return {str(name): real(value) for name, value in values.items()}


def _start(params: dict[str, Any]) -> Start:
    """How the dish begins, and with it what clearing means; one that goes on is cleared as near_rest."""
    if params.get("start") is None:
        return Start("near_rest")
    return Start(check_choice(params["start"], STARTS, "start"),
                 check_number(real(params.get("amplitude")), "amplitude", 0))


def theory(model: turing.Model, params: dict[str, Any], n: int) -> dict[str, Any]:
    """What linear theory says of a uniform state; None for waves where there is no Turing instability.

    `rest` is the model's own uniform state, `at` the one in question, `fits` the largest growth rate of the waves that
    a dish of n x n points holds.
    """
    k_max = check_number(real(params.get("k_max")), "k_max", 0)
    k = torch.linspace(0, k_max, CURVE, dtype=torch.float64)  # (CURVE,)
    rest, model = list(model.homogeneous()), about(model, params.get("state", "rest"))
    mode = turing.fastest_mode(model)
    fit = _waves(n, real(params.get("dx")), str(params.get("stencil")), str(params.get("boundary")))
    waves = torch.tensor(fit, dtype=torch.float64)
    return {"rest": rest, "at": list(model.homogeneous()), "conditions": [bool(c) for c in turing.conditions(model)],
            "curve": turing.growth_rate(model, k).tolist(), "band": turing.unstable_band(model),
            "k": mode and mode.k, "wavelength": mode and mode.wavelength, "growth": mode and mode.growth,
            "fits": float(turing.growth_rate(model, waves).max())}


def about(model: turing.Model, state: str) -> turing.Model:
    """A model whose uniform state is the one in question: its own, or Gray-Scott's other one, the empty (1, 0)."""
    if check_choice(state, STATES, "state") == "rest":
        return model
    if not isinstance(model, turing.GrayScott):
        raise ValueError(f"only GrayScott has an empty state, got {model}")
    empty = type(type(model).__name__, (type(model),), {"homogeneous": lambda _: (1.0, 0.0)})
    return empty(**{key: getattr(model, key) for key in model.ranges})


@functools.cache
def _waves(n: int, dx: float, stencil: str, boundary: str) -> list[float]:
    """Wavenumbers, as the grid has them, of the waves that fit: whole ones on a torus, also halves between walls."""
    unit = (2 if boundary == "periodic" else 1) * math.pi / (n * dx)
    most = n // 2 if boundary == "periodic" else n - 1
    pairs = itertools.combinations_with_replacement(range(most + 1), 2)
    return [turing.grid_k((unit * a, unit * b), dx, stencil) for a, b in pairs]


def measure(fields: Tensor, params: dict[str, Any]) -> dict[str, Any]:
    """The wavelength of the pattern in `channel`, None if it is flat; nothing where no channel is named."""
    if params.get("channel") is None:
        return {}
    channel = count_param(params, "channel", 0, 1)
    length = float(turing.measured_wavelength(fields[:, channel], real(params.get("dx"))))
    return {"measured": length if math.isfinite(length) else None}


def _draw_pattern(ax: Any, m: dict[str, Any], p: dict[str, Any], model: dict[str, Any]) -> None:
    tones = LinearSegmentedColormap.from_list("ink", ["#fdfcf9", "#2f6db5", "#23272f"])
    ax.imshow(m["fields"][0, model["channel"]].numpy(), cmap=tones, interpolation="bicubic")
    ax.spines[:].set_visible(False)
    ax.set(xticks=[], yticks=[], title=f"{model['label']}: {p['label'].lower()}")
    wave = m["theory"]["wavelength"]
    if length := wave or m["measured"]:
        says = "predicted" if wave else "measured"
        ax.set_xlabel(f"{says} λ = {length:.3g}", labelpad=9)
        ax.plot([0, length / p["dx"]], [1.035 * m["fields"].shape[-1]] * 2, color="#d9722a", lw=3, clip_on=False,
                solid_capstyle="butt")


def _dip(curve: list[float]) -> float:
    """The lowest growth rate before the curve's tail, where it only falls."""
    rises = [i for i, (a, b) in enumerate(itertools.pairwise(curve)) if a < b]
    return min(curve[: max(rises, default=-1) + 2])


def _draw_growth(ax: Any, m: dict[str, Any], axis: dict[str, float]) -> None:
    ax.axhline(0, color="#8a8f98", lw=0.8)
    ax.plot(torch.linspace(0, axis["k_max"], CURVE).numpy(), m["curve"])
    if m["band"]:
        ax.axvspan(*m["band"], alpha=0.15)
        ax.plot(m["k"], m["growth"], "D", color="#d9722a", ms=8)
    low = min(axis["low"], 1.1 * _dip(m["curve"]))
    ax.set(xlim=(0, axis["k_max"]), ylim=(low, axis["high"]), xlabel="wavenumber k", ylabel="growth rate",
           title="Which waves grow?")
