"""SamplerLab: watch a perfect model go from noise to one of its training images, or to a mosaic of them (chapter 2).

Chapters 6 and 7 give it machines that see windows. Then each pixel of a guess is coloured by the training image that
holds the nearest window, and the window's side may change with the noise level: a schedule of pairs (sigma, P).
"""

import numbers
import reprlib
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

import matplotlib.pyplot as plt
import numpy as np
import torch
from matplotlib.figure import Figure
from torch import Tensor

from ... import diffusion, equivariant, ideal, local
from ...core.checks import check_choice, check_count
from ...core.data import Dataset
from ...core.figures import draw_sources
from ...core.metrics import nearest, nn_ratio, shifted_distances
from ...core.windows import side_of
from ..draws import SEEDS, normals
from ..shared.base import (
    DATA,
    SEED,
    Lab,
    Message,
    candidates,
    choose,
    count_param,
    css,
    esm,
    floats,
    real,
    sigma_param,
    tile,
)
from ..shared.settings import Setting, Value, number, text, whole, word

SIZES = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
MACHINES = {"IS": "Ideal (whole image)", "LS": "Local", "ELS": "Equivariant local", "bbELS": "Local, borders seen"}
MOST = {"IS": 1000, "LS": 1000, "ELS": 100, "bbELS": 100}  # training images that a page can do with patch machines
HANDLES = 6  # of a window schedule; one given with at most MOST_HANDLES pairs keeps its own
MOST_HANDLES = 8
PRESETS = ("constant", "released", "reversed")
METHODS = ("ddim", "heun", "ancestral")
SEVERAL = 100  # most runs of one job
SIDES = Setting(3, 99, "odd", ("all",))  # of windows; a lab offers those that fit its images
DRAWN = r"[\d.e+-]+:\d+(/[\d.e+-]+:\d+)+"  # pairs (sigma, P), drawn by hand


def schedule_setting(*names: str) -> Setting:
    """Windows: a schedule by its name, or drawn by hand."""
    return text(DRAWN, "0.02:3/1:7/80:13", *names)


SPAN = {"sigma_min": number(1e-9, 1e9), "sigma_max": number(1e-9, 1e9)}
RUN = {"steps": whole(1, 50), **SEED, "step": whole(0, 50)}

Pairs = list[tuple[float, int]]


class SamplerLab(Lab):
    """Seed, steps, sampler and training set size; scrub the steps, see the candidates' weights and the nearest image.

    `data`: images (N, C, H, W) in [-1, 1] or a Dataset; None for Fashion-MNIST. At most `n_max` of them go into the
    page. The other arguments are the first settings: `N` images (default all, at most 200), `seed` in 0 ... 99,999,
    `steps` in 1 ... 50, `method` "ddim", "heun" or "ancestral", levels of the "edm" schedule. ValueError otherwise.

    `machine` is "IS", "LS", "ELS", "bbELS", or several of them, to choose from, the first one first. With any but "IS"
    alone the lab shows which training image each pixel is from. `P` is the windows' odd side, 3 or more, by default 7;
    instead of it `windows` may be a schedule: a local.WindowSchedule, pairs (sigma, P), or "released" or "reversed".
    Then at most 1000 images go into the page, 100 for ELS and bbELS, whose N is at most 20 by default.
    """

    _esm = esm("sampler")
    _css = css("sampler")
    controls: ClassVar = {**DATA, "machine": word(*MACHINES), "N": whole(2, max(SIZES)), "P": SIDES,
                          "windows": schedule_setting(*PRESETS), "method": word(*METHODS), **RUN,
                          "compare": word("on", "off")}
    fixed: ClassVar = SPAN
    BUNDLE = "sampler-windows"  # of a page with patch machines; the ideal machine's does without
    WHAT = "from noise to a mosaic"
    FIRST_N = 200  # training images at first, where a page can do with so many

    def __init__(self, data: Dataset | Tensor | None = None, n_max: int = 1000, *,
                 machine: str | Iterable[str] = "IS", P: int | None = None,
                 windows: "local.WindowSchedule | str | Iterable[tuple[float, int]] | None" = None,
                 N: int | None = None, seed: int = 1, steps: int = 20, method: str = "ddim",
                 sigma_min: float = 0.02, sigma_max: float = 80.0):
        machines = check_machines(machine)
        self.patches = machines != ("IS",)
        most = max(MOST[name] for name in machines) if self.patches else check_count(n_max, "n_max", 2)
        images, labels, classes, name = choose(data, min(check_count(n_max, "n_max", 2), most))
        check_count(len(images), "number of images", 2)
        largest = min(len(images), MOST[machines[0]]) if self.patches else len(images)
        default = min(20 if self.patches and MOST[machines[0]] < 200 else self.FIRST_N, largest)
        N = default if N is None else check_count(N, "N", 2, largest)
        seed, steps = check_count(seed, "seed", 0, SEEDS), check_count(steps, "steps", 1, 50)
        check_choice(method, METHODS, "method")
        diffusion.schedule("edm", steps, sigma_min, sigma_max)  # checks the range
        sigma_min, sigma_max = float(sigma_min), float(sigma_max)
        sizes = sorted({n for n in SIZES if n < len(images)} | {N, len(images)})
        settings: dict[str, Any] = {"N": N, "sizes": sizes, "seed": seed, "steps": steps, "method": method,
                                    "sigma_min": sigma_min, "sigma_max": sigma_max}
        parts, what = {}, "from noise to a picture"
        if self.patches:
            settings |= window_settings(machines, tuple(images.shape[2:]), P, windows, sigma_min, sigma_max)
            parts, what = {"_esm": esm(self.BUNDLE)}, self.WHAT
        elif P is not None or windows is not None:
            raise ValueError("P and windows are for machines that see windows (LS, ELS, bbELS), got machine 'IS'")
        super().__init__(images, settings, f"{type(self).__name__}: {what} with {len(images)} training images",
                         labels=labels, classes=classes, data=name, **parts)
        self._known: tuple[Tensor, Any] | None = None

    @classmethod
    def arguments(cls, values: dict[str, Value]) -> dict[str, Any]:
        """Without a machine the ideal one; with one all of them, the link's first, and its windows."""
        return windowed_arguments(values) if "machine" in values else dict(values)

    def denoiser(self, N: int) -> "ideal.IdealDenoiser":
        """The chapter's own machine for the first N images, as it stands in `mosaics.ideal` now."""
        known, images = self._known, self.data[:N]
        same = known is not None and known[0].shape == images.shape and known[0].data_ptr() == images.data_ptr()
        if known is None or not same or type(known[1]) is not ideal.IdealDenoiser:
            self._known = known = images, ideal.IdealDenoiser(images)
        return known[1]

    def job(self, task: str, params: dict[str, Any], buffers: list[Any]) -> Iterator[Message]:
        """Task "sample": a message for each step with z, guess and candidates, then the verdict on the result.

        Task "patches", for any machine: a message for each step with z, guess, P and each pixel's source.
        Task "several": runs of either kind, one for each of `methods` and its noise; a message for each picture.
        """
        if check_choice(task, ("sample", "patches", "several"), "task") == "several":
            yield from self.several(params, buffers)
            return
        N, steps = count_param(params, "N", 2, len(self.data)), count_param(params, "steps", 1, 1000)
        method = check_choice(str(params.get("method")), diffusion.METHODS, "method")
        levels = [sigma_param(params, name) for name in ("sigma_min", "sigma_max")]
        fresh = steps if method == "ancestral" else 0
        noise = floats(buffers[0] if buffers else b"", "noise", (1 + fresh, 1, *self.data.shape[1:]))
        sigmas = diffusion.schedule("edm", steps, *levels)
        machine = self.denoiser(N) if task == "sample" else self.machine(params, N)
        start, more = sigmas[0] * noise[0], noise[1:] if fresh else None
        states = diffusion.sample(machine, start, sigmas, method, noise=more)
        if task == "sample":
            yield from self.report(states, machine, N, steps, min(N, count_param(params, "top", 1)))
        else:
            yield from self.trace(states, machine, N, steps)

    def several(self, params: dict[str, Any], buffers: list[Any]) -> Iterator[Message]:
        """Of each run a message for each step with the `part` of it that is done, then its picture and the verdict."""
        methods = params.get("methods")
        if not isinstance(methods, list | tuple) or not 1 <= len(methods) == len(buffers) <= SEVERAL:
            raise ValueError(f"methods must be 1 to {SEVERAL} names, one for each of the {len(buffers)} noises, "
                             f"got {reprlib.repr(methods)}")
        task = "patches" if "machine" in params else "sample"
        for run, (method, noise) in enumerate(zip(methods, buffers, strict=True)):
            for message, arrays in self.job(task, params | {"method": method}, [noise]):
                if message["type"] == "step":
                    yield {"type": "step", "run": run, "part": (message["step"] + 1) / message["steps"]}, {}
                else:
                    yield message | {"type": "step", "run": run, "part": 1}, {"z": arrays["z"]}
        yield {"type": "done"}, {}

    def machine(self, params: dict[str, Any], N: int) -> Any:
        """The machine that a message names, with its windows, as it stands in the chapters' modules now."""
        name, images = check_choice(str(params.get("machine")), tuple(MACHINES), "machine"), self.data[:N]
        if name == "IS":
            return self.denoiser(N)
        P = local.WindowSchedule(as_pairs(params.get("windows")))
        kind: Any = {"LS": local.LS, "ELS": equivariant.ELS, "bbELS": equivariant.BBELS}[name]
        return remembering(kind(images, P))

    def report(
        self, states: Iterator[diffusion.State], machine: "ideal.IdealDenoiser", N: int, steps: int, top: int
    ) -> Iterator[Message]:
        """Each state with the guess that leads on from it and the posterior there; at last the verdict."""
        before = next(states)
        for state in states:
            said = candidates(machine.posterior(before.z, before.sigma, top_k=top))
            told = {key: values[0] for key, values in said.items()}
            assert state.x0_hat is not None
            yield ({"type": "step", "step": before.step, "steps": steps, "sigma": before.sigma, **told},
                   {"z": before.z, "x0_hat": state.x0_hat})
            before = state
        yield self.verdict(before.z, N), {"z": before.z}

    def trace(self, states: Iterator[diffusion.State], machine: Any, N: int, steps: int) -> Iterator[Message]:
        """Each state with the guess that leads on from it and where its pixels come from; at last the verdict."""
        before, said = next(states), dict[str, Tensor]()
        for state in states:
            side, said = sources(machine, before.z, before.sigma)
            assert state.x0_hat is not None
            yield ({"type": "step", "step": before.step, "steps": steps, "sigma": before.sigma, **side},
                   {"z": before.z, "x0_hat": state.x0_hat, **said})
            before = state
        alike = isinstance(machine, equivariant.ELS)
        yield self.moved(before.z, N) if alike else self.verdict(before.z, N), {"z": before.z, **said}

    def verdict(self, z: Tensor, N: int) -> dict[str, Any]:
        """The nearest of the N training images, and how near."""
        known = self.data[:N]
        distance, index = nearest(z, known)
        return {"type": "done", "nearest": int(index), "distance": float(distance), "ratio": float(nn_ratio(z, known))}

    def moved(self, z: Tensor, N: int) -> dict[str, Any]:
        """The same modulo translation, for a machine that treats all places alike, and how the nearest was moved."""
        known = self.data[:N]
        far, shift = shifted_distances(z, known)  # (1, N), (1, N, 2)
        index = int(far[0].argmin())
        return {"type": "done", "nearest": index, "distance": float(far[0, index]),
                "ratio": float(nn_ratio(z, known, shifted=True)), "shift": shift[0, index].tolist()}

    def draw(self) -> tuple[Figure, str]:
        """Five states of the first run, the result and its nearest training image, or where its pixels come from."""
        s = self.settings
        params = {k: s[k] for k in ("N", "steps", "method", "sigma_min", "sigma_max")} | {"top": 5}
        draws = s["steps"] + 1 if s["method"] == "ancestral" else 1
        noise = normals(s["seed"], self.data[0].numel() * draws)
        if self.patches:
            return self.draw_mosaic(params, noise)
        *steps, end = self.answers("sample", params, noise)
        shown = [steps[round(i * (len(steps) - 1) * 0.15)] for i in range(5)]  # the choice falls in the first 60 %
        fig, axes = plt.subplots(2, 6, figsize=(7.2, 2.9))
        for ax, m in zip(axes.T, shown, strict=False):
            tile(ax[0], diffusion.ve_to_vp(m["z"], m["sigma"]), f"σ = {m['sigma']:.2g}")
            tile(ax[1], m["x0_hat"], f"{m['effective']:.1f} in the running")
        tile(axes[0, 5], end["z"], "result")
        tile(axes[1, 5], self.data[end["nearest"]], f"training no. {end['nearest']}")
        axes[0, 0].set_ylabel("noisy"), axes[1, 0].set_ylabel("guess")
        return fig, (f"A run of {s['steps']} steps from noise to a picture. Top: the noisy image at five steps, "
                     f"then the result. Below: the guess at those steps, then the nearest of {s['N']} training "
                     f"images, number {end['nearest']}, at distance {end['distance']:.2f}.")

    def draw_mosaic(self, params: dict[str, Any], noise: Tensor) -> tuple[Figure, str]:
        """Five states and the result, each with the colours of the training images that its pixels are from."""
        s = self.settings
        *steps, end = self.answers("patches", params | {"machine": s["machine"], "windows": s["windows"]}, noise)
        shown = [steps[round(i * (len(steps) - 1) * 0.2)] for i in range(5)]
        fig, axes = plt.subplots(3, 6, figsize=(7.2, 4.2))
        for ax, m in zip(axes.T, shown, strict=False):
            tile(ax[0], diffusion.ve_to_vp(m["z"], m["sigma"]), f"σ = {m['sigma']:.2g}")
            tile(ax[1], m["x0_hat"], f"window {m['P']}" if "P" in m else "whole image")
            sources_tile(ax[2], m["source"])
        tile(axes[0, 5], end["z"], "result")
        tile(axes[1, 5], self.data[end["nearest"]], f"nearest: no. {end['nearest']}")
        sources_tile(axes[2, 5], end["source"])
        for ax, words in zip(axes[:, 0], ("noisy", "guess", "sources"), strict=True):
            ax.set_ylabel(words)
        count = len(end["source"].unique())
        return fig, (f"A run of {s['steps']} steps of {s['machine']} from noise to a picture. Top: the noisy image at "
                     f"five steps, then the result. Middle: the guess at those steps, then the nearest of {s['N']} "
                     f"training images, number {end['nearest']}, at distance {end['distance']:.2f}. Below: a colour "
                     f"for the training image that each pixel is from: {count} in the result.")


# ---------------------------------------------------------------- settings of the patch machines
def check_machines(machine: str | Iterable[str]) -> tuple[str, ...]:
    """The machines offered; ValueError or TypeError unless they are some of MACHINES, each once."""
    if not isinstance(machine, str | Iterable):
        raise TypeError(f"machine must be one of {', '.join(MACHINES)}, or several of them, got {machine!r}")
    names = (machine,) if isinstance(machine, str) else tuple(machine)
    for name in names:
        check_choice(name, tuple(MACHINES), "machine")
    if not names or len(set(names)) < len(names):
        raise ValueError(f"machine must name each of its machines once and at least one, got {names}")
    return names


def window_settings(machines: tuple[str, ...], size: tuple[int, ...], P: int | None, windows: Any, low: float,
                    high: float) -> dict[str, Any]:
    """What the page needs to offer machines and windows; TypeError or ValueError for a P or windows not allowed."""
    if P is not None and windows is not None:
        raise ValueError(f"P or windows can be given, not both, got P = {P} and windows = {windows!r}")
    if min(size) < 3:
        raise ValueError(f"images must be at least 3 pixels wide and high for windows, got {size}")
    plain, all_of_it = (min(size) - 1) // 2 * 2 + 1, 2 * max(size) - 1
    largest = {name: plain if name == "ELS" else all_of_it for name in machines}
    limit = largest[machines[0]]
    levels = np.geomspace(low, high, HANDLES)  # (HANDLES,)
    levels[[0, -1]] = low, high  # the ends to the last bit
    presets = {name: thinned(preset(name), levels, plain) for name in PRESETS[1:]}
    if isinstance(windows, str):
        windows = ({"constant": None} | presets)[check_choice(windows, PRESETS, "windows")]
    if windows is None:
        pairs: Pairs = [(float(high), check_side(min(7, plain) if P is None else P, limit))]
    else:
        given = local.WindowSchedule(getattr(windows, "pairs", windows)).pairs
        pairs = [(s, check_side(P, limit)) for s, P in given]
        if len(pairs) > MOST_HANDLES:
            pairs = thinned(local.WindowSchedule(pairs), levels, limit)
    return {"machine": machines[0], "machines": {name: MACHINES[name] for name in machines}, "largest": largest,
            "most": {name: MOST[name] for name in machines}, "plain": plain, "windows": pairs,
            "handles": [s for s, _ in pairs] if len(pairs) > 1 else levels.tolist(), "presets": presets}


def windowed_arguments(values: dict[str, Value]) -> dict[str, Any]:
    """A link's settings as arguments: all machines, its own first; windows of the whole image are the page's to set."""
    first = str(values["machine"])
    given: dict[str, Any] = {name: value for name, value in values.items() if name not in ("machine", "windows", "P")}
    given["machine"] = (first, *(name for name in MACHINES if name != first))
    return given | ({"P": values["P"]} if values.get("P", "all") != "all" else {})


def check_side(P: Any, largest: int, least: int = 3) -> int:
    """`P` as an int if it is a window's side that the page can offer."""
    if isinstance(P, bool) or not isinstance(P, numbers.Integral):
        raise TypeError(f"P must be an odd integer from {least} to {largest}, got {P!r}")
    if (side := int(P)) % 2 == 0 or not least <= side <= largest:
        raise ValueError(f"P must be an odd number from {least} to {largest}, got {P}")
    return side


def preset(name: str) -> "local.WindowSchedule":
    """The schedule "released", or "reversed": the same sides, the largest ones at the lowest noise levels."""
    pairs = local.released_windows().pairs
    sides = [P for _, P in pairs][:: -1 if name == "reversed" else 1]
    return local.WindowSchedule([(s, P) for (s, _), P in zip(pairs, sides, strict=True)])


def thinned(schedule: "local.WindowSchedule", levels: np.ndarray, largest: int) -> Pairs:
    """A schedule as pairs at these noise levels."""
    return [(s, min(max(side_of(schedule(s)), 3), largest)) for s in levels.tolist()]


def as_pairs(sent: Any) -> Pairs:
    """Pairs (sigma, P) of a message."""
    if not isinstance(sent, list | tuple) or any(not isinstance(p, list | tuple) or len(p) != 2 for p in sent):
        raise ValueError(f"windows must be pairs (sigma, P), got {sent!r}")
    return [(real(s), P) for s, P in sent]


# ---------------------------------------------------------------- where pixels come from
def remembering(machine: Any) -> Any:
    """The same patch machine, whose `seen` keeps its last two answers: the sampler asks first, the report again."""
    look, kept = machine.seen, list[tuple[Tensor, Tensor, Any]]()

    def seen(z: Tensor, sigma: float | Tensor) -> Any:
        level = torch.as_tensor(sigma, dtype=torch.float64).reshape(-1)  # (1,)
        for known, at, answer in kept:
            if torch.equal(known, z) and torch.equal(at, level):
                return answer
        kept.append((z, level, look(z, sigma)))
        del kept[:-2]
        return kept[-1][2]

    machine.seen = seen
    return machine


def sources(machine: Any, z: Tensor, sigma: float) -> Message:
    """The window's side, and each pixel's nearest training image, position and weight there: (H, W) each."""
    H, W = z.shape[2:]
    if isinstance(machine, ideal.IdealDenoiser):
        said = machine.posterior(z, sigma, top_k=1)
        assert said.top_i is not None and said.top_w is not None
        own = torch.arange(H * W, dtype=torch.float64).reshape(H, W)
        return {}, {"source": torch.full_like(own, int(said.top_i)), "place": own,
                    "weight": torch.full_like(own, float(said.top_w))}
    seen = machine.seen(z, sigma)
    place = (seen.best[0] % (H * W)).double()
    return {"P": machine.window(sigma)}, {"source": seen.image[0].double(), "place": place,
                                          "weight": seen.top_weight[0]}


def sources_tile(ax: Any, source: Tensor) -> None:
    """A poster's map (H, W) of training images, each in its colour, with their number above."""
    draw_sources(ax, source.long())
    count = len(source.unique())
    ax.set_title(f"{count} image{'s' if count > 1 else ''}", fontsize=7.5, pad=3)
