"""What small changes of the theory gain for network A: `python scripts/make_closing.py [--only NAME ...]`.

Writes data/results/closing.json part by part (`parts`). Each change adds at most a few numbers a noise level, chosen on
the noises by which windows are calibrated, where its guesses are nearest to the network's, and is judged on others: by
r^2 of whole runs, pair by pair against the machine with hard windows, and by the error of its guesses along the
network's runs. "longer": a network trained twice as long. "handover": runs that network and machine share. Needs the
networks of make_trainings.py. One thread, fixed seeds; 30 minutes of one core.
"""

import functools
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

import parts
import torch
from make_ceiling import ring, rounded6
from make_results import SEEDS, Case, rounded, spread, told
from make_trainings import network
from make_weights import CLOTHES
from mosaics import diffusion, networks, prediction
from mosaics.core import data
from mosaics.core.sweep import sweep
from mosaics.core.windows import Soft, Window
from torch import Tensor
from torch.nn.functional import conv2d, pad

PATH = data.ROOT / "results" / "closing.json"
PAIRS, RINGS = 64, 5  # noises by which a change is judged; pixels at the border, next to it, ...
HARD = (3, 5, 7, 9, 11)
HANDOVERS = (0, 1, 3, 5, 7, 9, 11, 14, 17)  # of the 20 levels, noisiest first
SOFT = tuple(Soft(*each) for each in (
    (3, 0.8), (5, 1.0), (5, 1.25), (7, 1.6), (7, 2.0), (7, 2.5), (9, 2.5), (9, 3.2), (9, 4.0), (9, 5.6), (9, 8.0)))
TEMPERATURES, WIDTHS = (0.8, 0.9, 0.95, 1.05, 1.1, 1.25), (0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6)
Row = dict[str, Any]


class Change(NamedTuple):
    """What a machine does at one noise level: a window for each ring, the softmax at `temperature` times the level.

    `more`: training images are 2,000, not 1,000. `width`: of a Gaussian by which the guess is blurred, in pixels.
    """

    windows: tuple[Window, ...]
    temperature: float = 1.0
    more: bool = False
    width: float = 0.0


# ---------------------------------------------------------------- machines with a change
@functools.cache
def clothes() -> Tensor:
    """Two thousand training pictures, of which network A has seen the first half."""
    return data.load(**CLOTHES | {"n": 2000}).images


def guess(change: Change, z: Tensor, sigma: float) -> Tensor:
    """What bbELS with this change says about z (B, 1, H, W)."""
    sides = sorted(set(change.windows), key=change.windows.index)
    known = clothes() if change.more else clothes()[:1000]
    seen = sweep(z, change.temperature * sigma, known, sides, "matching", "zeros")
    means = dict(zip(sides, (s.mean.to(z.dtype) for s in seen), strict=True))
    out = means[change.windows[-1]].clone()
    for k, P in enumerate(change.windows[:-1]):
        at = ring(*z.shape[2:]) == k
        out[..., at] = means[P][..., at]
    return blurred(out, change.width) if change.width else out


def blurred(x: Tensor, width: float) -> Tensor:
    """Images (B, 1, H, W) after a Gaussian of this width, mirrored at the borders."""
    r = torch.arange(-3, 4, dtype=x.dtype)
    taps = torch.exp(-(r**2) / (2 * width**2))
    taps = taps / taps.sum()  # (7,)
    return conv2d(conv2d(pad(x, (3, 3, 3, 3), "reflect"), taps.view(1, 1, 1, -1)), taps.view(1, 1, -1, 1))


def machine(changes: dict[float, Change]) -> diffusion.Denoiser:
    """The denoiser with these changes at these levels."""
    levels = torch.tensor(list(changes), dtype=torch.float64)

    def denoise(z: Tensor, sigma: float | Tensor) -> Tensor:
        s = float(torch.as_tensor(sigma, dtype=torch.float64).flatten()[0])
        return guess(list(changes.values())[int((levels - s).abs().argmin())], z, s)

    return denoise


# ---------------------------------------------------------------- which change, by the noises of the calibration
@functools.cache
def material() -> tuple[Case, list[prediction.Guess]]:
    """Network A with its evaluation's pictures, and its answers to the noises of the calibration."""
    case = Case(networks.load_weights("resnet-zeros"), clothes()[:1000], pairs=PAIRS)
    return case, prediction.trajectory(case.net, case.z_cal, case.sigmas)


def best(asked: prediction.Guess, changes: Sequence[Change]) -> Change:
    """The change whose guess is nearest to the network's."""
    off = [(guess(change, asked.z, asked.sigma) - asked.x0_hat).square().mean() for change in changes]
    return changes[int(torch.stack(off).argmin())]


@functools.cache
def chosen(name: str) -> dict[float, Change]:
    """By level: "hard" and "soft" windows; then, with the soft ones, what else is changed."""
    _, path = material()
    if name in ("hard", "soft"):
        return {a.sigma: best(a, [Change((P,)) for P in (HARD if name == "hard" else nearby(a.sigma))]) for a in path}
    soft = chosen("soft")
    if name == "more images":
        return {a.sigma: soft[a.sigma]._replace(more=True) for a in path}
    if name == "rings":
        return {a.sigma: by_ring(a, nearby(a.sigma)) for a in path}
    tried: list[Row] = {"temperature": [{"temperature": c} for c in TEMPERATURES],
                        "blur": [{"width": w} for w in WIDTHS]}[name]
    return {a.sigma: best(a, [soft[a.sigma], *(soft[a.sigma]._replace(**each) for each in tried)]) for a in path}


def nearby(sigma: float) -> list[Window]:
    """The windows worth a try at a level: wide ones where it is noisy, small ones where it is not."""
    return [*SOFT[-5:], 9, 11] if sigma > 1.5 else [*SOFT[3:9], 7] if sigma > 0.45 else [*SOFT[:6], 3]


def by_ring(asked: prediction.Guess, windows: Sequence[Window]) -> Change:
    """For each ring the window that is best there."""
    guesses = [guess(Change((P,)), asked.z, asked.sigma) for P in windows]
    off = torch.stack([(each - asked.x0_hat).square().mean((0, 1)) for each in guesses])  # (windows, H, W)
    at = ring(*off.shape[1:]).clamp(max=RINGS - 1)  # (H, W)
    return Change(tuple(windows[int(off[:, at == k].mean(1).argmin())] for k in range(RINGS)))


# ---------------------------------------------------------------- how good it is, on other noises
def judged(name: str) -> Row:
    """r^2 of runs with a change, its gain over hard windows pair by pair, and errors of guesses by level."""
    case, _ = material()
    changes = chosen(name)
    r2 = prediction.compare(case.samples, case.run(machine(changes))).r2
    plain = prediction.compare(case.samples, case.run(machine(chosen("hard")))).r2
    path = prediction.trajectory(case.net, case.z, case.sigmas)
    errors = [rounded6((guess(changes[a.sigma], a.z, a.sigma) - a.x0_hat).square().mean()) for a in path]
    return {"pairs": PAIRS, "changes": [(rounded(s), change) for s, change in changes.items()], "r2": spread(r2),
            "gain": spread(r2 - plain), "errors": errors}


def longer() -> Row:
    """A network trained for 15,000 steps, not 7,500, against the machine with windows read off it."""
    case = Case(network("long-0"), clothes()[:1000], pairs=PAIRS)
    P = case.windows("bbELS")["cosine"]
    made = case.run(prediction.machine("bbELS", case.images, P))
    shipped = case.run(networks.load_weights("resnet-zeros"))
    return {"pairs": PAIRS, "windows": told(P),
            "r2": spread(prediction.compare(case.samples, made).r2),
            "to the shipped network": spread(prediction.compare(case.samples, shipped).r2)}


def handover() -> Row:
    """r^2 of runs that the network begins and the machine ends, by the level from which the machine answers; and of
    runs that the machine begins and the network ends. The first level is the whole run, after the last there is none.
    """
    case, _ = material()
    levels = case.sigmas[:-1].tolist()
    out: Row = {"pairs": PAIRS, "levels": [rounded(levels[k]) for k in HANDOVERS]}
    for name in ("hard", "soft"):
        theory = machine(chosen(name))
        for who, first, second in (("ended", case.net, theory), ("begun", theory, case.net)):
            runs = [case.run(either(first, second, levels[k])) for k in HANDOVERS]
            out[f"{who} by {name}"] = [spread(prediction.compare(case.samples, x).r2) for x in runs]
    return out


def either(first: diffusion.Denoiser, second: diffusion.Denoiser, level: float) -> diffusion.Denoiser:
    """The first denoiser above a level, the second at it and below."""

    def denoise(z: Tensor, sigma: float | Tensor) -> Tensor:
        s = float(torch.as_tensor(sigma).flatten()[0])
        return (first if s > level * 1.001 else second)(z, sigma)

    return denoise


JUDGED = ("hard", "soft", "rings", "temperature", "more images", "blur")
PARTS: dict[str, Callable[[], Row]] = {**{name: partial(judged, name) for name in JUDGED}, "longer": longer,
                                       "handover": handover}
FACTS = {"seeds": parts.told(SEEDS)}

if __name__ == "__main__":
    parts.make(__doc__, PATH, PARTS, FACTS, under="parts")
