"""TuringLab: two chemicals on a torus, live, beside the growth rate of every wave (chapter 4)."""

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

SIDES = (32, 192)  # fewest and most points a side
CURVE = 120  # points on the curve of growth rates
CHUNK = 500  # steps between two messages of a long job
STARTS = ("near_rest", "fed_patch")
DIFFUSION = {"Du": "Diffusion of u", "Dv": "Diffusion of v"}

# What the lab knows of a model: the species shown (the activator), what the brush does (a lift above rest, or a state),
# the contrast's least span, and each slider's (lowest, highest, step). All within `ranges` of the model itself.
MODELS: dict[str, dict[str, Any]] = {
    "Schnakenberg": {
        "label": "Schnakenberg", "channel": 0, "lift": [2.0, 0.0], "span": 0.8,
        "names": {"a": "Feed of u: a", "b": "Feed of v: b"},
        "sliders": {"a": (0, 0.4, 0.01), "b": (0.4, 2, 0.05), "Du": (0.5, 4, 0.1), "Dv": (5, 60, 1)}},
    "GiererMeinhardt": {
        "label": "Gierer–Meinhardt", "channel": 0, "lift": [3.0, 0.0], "span": 2.0,
        "names": {"mu": "Decay of v: μ"},
        "sliders": {"mu": (0.8, 3, 0.1), "Du": (0.5, 4, 0.1), "Dv": (5, 60, 1)}},
    "GrayScott": {
        "label": "Gray–Scott", "channel": 1, "paint": [0.5, 0.25], "erase": [1.0, 0.0], "span": 0.2,
        "names": {"F": "Feed: F", "k": "Kill: k"},
        "sliders": {"F": (0.01, 0.08, 0.0005), "k": (0.045, 0.07, 0.0005), "Du": (0.1, 0.3, 0.01),
                    "Dv": (0.06, 0.2, 0.005)}},
    "FitzHughNagumo": {
        "label": "FitzHugh–Nagumo", "channel": 0, "lift": [0.8, 0.0], "span": 0.3,
        "names": {"theta": "Time scale of v: θ", "kappa": "Drive: κ"},
        "sliders": {"theta": (0.05, 0.5, 0.01), "kappa": (-0.06, 0.06, 0.005), "Du": (0.06, 1, 0.02),
                    "Dv": (2, 20, 0.5)}},
    "BarrioVareaMaini": {
        "label": "Barrio–Varea–Aragón–Maini", "channel": 0, "lift": [0.4, 0.0], "span": 0.15,
        "names": {"alpha": "Self-term α", "beta": "Self-term β", "r1": "Cubic term r₁", "r2": "Quadratic term r₂"},
        "sliders": {"alpha": (0.85, 0.95, 0.01), "beta": (-1, -0.85, 0.01), "r1": (1, 6, 0.1), "r2": (0, 1, 0.05),
                    "Du": (0.3, 0.9, 0.01), "Dv": (0.7, 2, 0.05)}},
}


def _preset(model: str, label: str, dx: float, ripe: int, start: str = "near_rest", **values: float) -> dict[str, Any]:
    """`ripe`: steps after which the pattern is plain to see."""
    return {"model": model, "label": label, "dx": dx, "ripe": ripe, "start": start,
            "values": {key: values.get(key, turing.MODELS[model].ranges[key][0]) for key in MODELS[model]["sliders"]}}


FED: Any = {"Du": 0.21, "Dv": 0.105}  # Pearson's ratio, in units of the grid
PRESETS: dict[str, dict[str, Any]] = {
    "schnakenberg-spots": _preset("Schnakenberg", "Spots", 1.0, 4000),
    "schnakenberg-labyrinth": _preset("Schnakenberg", "Spots that join", 0.9, 7000, a=0.02, b=1.4),
    "gierer-meinhardt-spots": _preset("GiererMeinhardt", "Spots", 1.0, 4000),
    "gray-scott-mitosis": _preset("GrayScott", "Dividing cells", 1.0, 5000, "fed_patch", F=0.0367, k=0.0649, **FED),
    "gray-scott-coral": _preset("GrayScott", "Coral", 1.0, 5000, "fed_patch", F=0.0545, k=0.062, **FED),
    "gray-scott-worms": _preset("GrayScott", "Labyrinth", 1.0, 5000, "fed_patch", F=0.037, k=0.06, **FED),
    "gray-scott-turing": _preset("GrayScott", "Out of noise", 1.0, 6000, F=0.06, k=0.062, **FED),
    "fitzhugh-nagumo-labyrinth": _preset("FitzHughNagumo", "Labyrinth", 0.55, 7000, Du=0.28, Dv=10.0),
    "fitzhugh-nagumo-spots": _preset("FitzHughNagumo", "Spots", 0.5, 7000, kappa=-0.015, Du=0.2, Dv=10.0),
    "barrio-varea-maini-stripes": _preset("BarrioVareaMaini", "Stripes", 0.8, 7000),
    "barrio-varea-maini-spots": _preset("BarrioVareaMaini", "Spots", 0.8, 4000, r2=0.6),
}


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
    presets = {key: p | {"axis": _axis(turing.make(p["model"], **p["values"]), p["dx"])} for key, p in PRESETS.items()}
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
                          "radius": whole(1, SIDES[1] >> 3), "brush": word("paint", "erase")}

    def __init__(self, *, preset: str = "schnakenberg-spots", seed: int = 1, size: int = 128):
        check_choice(preset, tuple(PRESETS), "preset")
        seed = check_count(seed, "seed", 0, SEEDS)
        if (size := check_count(size, "size", *SIDES)) % 2:
            raise ValueError(f"size must be even, got {size}")
        super().__init__(torch.zeros(1, 1, 1, 1), {"preset": preset, "seed": seed, "size": size, **_settings()},
                         "TuringLab: which waves grow when two chemicals react and spread?")

    def job(self, task: str, params: dict[str, Any], buffers: list[Any]) -> Iterator[Message]:
        """Task "evolve": `steps` Euler steps from the fields (and a mask), or from noise where `start` is given.

        With `theory` also what linear theory says, its curve up to `k_max`; with a `channel` its measured wavelength.
        """
        check_choice(task, ("evolve",), "task")
        steps, n = count_param(params, "steps", 0, 20_000), self.settings["size"]
        model, dx = turing.make(str(params.get("model")), **_reals(params.get("values"))), real(params.get("dx"))
        if len(buffers) not in (1, 2):
            raise ValueError(f"fields, and a mask if any, must come as one or two arrays, got {len(buffers)}")
        fields = _begin(model, floats(buffers[0], "fields", (1, 2, n, n)), params)
        mask = floats(buffers[1], "mask", (n, n)) > 0 if len(buffers) == 2 else None
        grid = {"dx": dx, "stencil": params.get("stencil"), "boundary": params.get("boundary")}
        for state in turing.simulate(model, fields, steps, every=CHUNK, mask=mask, **grid):  # type: ignore[arg-type]
            if 0 < state.step < steps:
                yield {"type": "step", "step": state.step}, {}
        dt = 0.9 * turing.stable_dt(model, dx, 2, str(params.get("stencil")))
        said = ({"theory": theory(model, params)} if params.get("theory") else {}) | measure(state.fields, params)
        yield {"type": "done", "dt": dt, "tau": state.tau, **said}, {"fields": state.fields}

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
                "k_max": p["axis"]["k_max"], "channel": s["models"][p["model"]]["channel"]}


def _reals(values: Any) -> dict[str, Any]:
    if not isinstance(values, dict):
        raise TypeError(f"values must be a dict of the model's parameters, got {values!r}")
    return {str(name): real(value) for name, value in values.items()}


def _begin(model: turing.Model, given: Tensor, params: dict[str, Any]) -> Tensor:
    """The fields as given; where `start` says so, the fields that begin from `given` noise."""
    if (start := params.get("start")) is None:
        return given
    amplitude = real(params.get("amplitude"))
    if check_choice(start, STARTS, "start") == "fed_patch":
        return turing.fed_patch(given, amplitude=amplitude)
    return turing.near_rest(model, given, amplitude)


def theory(model: turing.Model, params: dict[str, Any]) -> dict[str, Any]:
    """What linear theory says of the uniform state; None for waves where there is no Turing instability."""
    k_max = check_number(real(params.get("k_max")), "k_max", 0)
    k = torch.linspace(0, k_max, CURVE, dtype=torch.float64)  # (CURVE,)
    mode = turing.fastest_mode(model)
    return {"rest": list(model.homogeneous()), "conditions": [bool(c) for c in turing.conditions(model)],
            "curve": turing.growth_rate(model, k).tolist(), "band": turing.unstable_band(model),
            "k": mode and mode.k, "wavelength": mode and mode.wavelength, "growth": mode and mode.growth}


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


def _draw_growth(ax: Any, m: dict[str, Any], axis: dict[str, float]) -> None:
    ax.axhline(0, color="#8a8f98", lw=0.8)
    ax.plot(torch.linspace(0, axis["k_max"], CURVE).numpy(), m["curve"])
    if m["band"]:
        ax.axvspan(*m["band"], alpha=0.15)
        ax.plot(m["k"], m["growth"], "D", color="#d9722a", ms=8)
    ax.set(xlim=(0, axis["k_max"]), ylim=(axis["low"], axis["high"]), xlabel="wavenumber k", ylabel="growth rate",
           title="Which waves grow?")
