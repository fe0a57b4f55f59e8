"""How alike two trainings are, and what the theory leaves out: `python scripts/make_ceiling.py [--only NAME ...]`.

Writes data/results/ceiling.json part by part (`parts`). A network's name: it against its other trainings, and the
theory against each. "anatomy": where the guesses of network A differ from the theory's and from a second training's, by
noise level, place and frequency. Needs the networks of make_trainings.py. One thread, fixed seeds; 30 minutes of one
core.
"""

from functools import partial
from typing import Any

import parts
import torch
from make_results import COMPARED, LARGE, SEEDS, Case, rounded, spread, told
from make_trainings import network
from make_weights import RUNS
from mosaics import networks, prediction
from mosaics.core import data
from mosaics.local import WindowSchedule
from torch import Tensor

PATH = data.ROOT / "results" / "ceiling.json"
AGAIN = {name: 2 if name == "resnet-zeros" else 1 for name in COMPARED}  # how many other trainings there are
BANDS = {"high": (3.0, 100.0), "middle": (0.4, 3.0), "low": (0.0, 0.4)}  # of noise levels: from, below
PAIRS = 64  # noises of the anatomy
Row = dict[str, Any]


# ---------------------------------------------------------------- two trainings
def ceiling(name: str) -> Row:
    """A shipped network and its other trainings, from the same noises.

    `pairs`: each two of them. `theory`: each against its machine, with windows read off its own runs; `first`: each
    against the machine with the windows of the shipped one. `gap`: r^2 of the ceiling less that of the theory, pair by
    pair, for the shipped network and the next.
    """
    images, sizes = data.load(**RUNS[name][0]).images, LARGE.get(name, {})
    nets = [networks.load_weights(name), *(network(f"{name}-{k}") for k in range(1, AGAIN[name] + 1))]
    cases = [Case(net, images, **sizes) for net in nets]
    own = prediction.partner(cases[0].padding)
    windows = [case.windows(own)["cosine"] for case in cases]
    drawn = [cases[0].run(prediction.machine(own, images, P)) for P in windows]
    pairs = {f"{i}-{k}": cases[i].row(cases[k].samples) for k in range(len(nets)) for i in range(k)}
    theory = [case.row(x) for case, x in zip(cases, drawn, strict=True)]
    left = prediction.compare(cases[0].samples, cases[1].samples).r2 - prediction.compare(cases[0].samples, drawn[0]).r2
    return {"machine": own, "pairs": pairs, "theory": theory, "first": [case.row(drawn[0]) for case in cases],
            "windows": [told(schedule) for schedule in windows], "gap": spread(left)}


# ---------------------------------------------------------------- what the theory leaves out
def anatomy() -> Row:
    """Guesses of network A, of its second training and of the theory, all about the states of A's runs."""
    name = "resnet-zeros"
    images, stored = data.load(**RUNS[name][0]).images, data.results("prediction")["models"][name]["windows"]
    case = Case(networks.load_weights(name), images, calibration=1, pairs=PAIRS)
    theory = prediction.machine("bbELS", images, WindowSchedule(stored["bbELS"]["cosine"]))
    path = prediction.trajectory(case.net, case.z, case.sigmas)
    again = network(f"{name}-1")
    guesses = [(asked.x0_hat, again(asked.z, asked.sigma), theory(asked.z, asked.sigma)) for asked in path]
    sigmas = [asked.sigma for asked in path]
    levels = [{"sigma": rounded(s), **level(*three)} for s, three in zip(sigmas, guesses, strict=True)]
    bands = {band: places([three for s, three in zip(sigmas, guesses, strict=True) if low <= s < high])
             for band, (low, high) in BANDS.items()}
    return {"noises": PAIRS, "bands": BANDS, "levels": levels, **bands}


def level(first: Tensor, second: Tensor, theory: Tensor) -> Row:
    """Mean squared differences per pixel, (B, 1, H, W) each; the correlation of two networks' residuals; the slope.

    `slope`: of the network's guess over the theory's, both less their means over images: 1 where neither is paler.
    """
    a, b = (first - theory).flatten().double(), (second - theory).flatten().double()
    x, y = ((guess - guess.mean(0)).flatten().double() for guess in (theory, first))
    return {"theory": rounded6(a.square().mean()), "second": rounded6(b.square().mean()),
            "ceiling": rounded6((a - b).square().mean()),
            "shared": rounded(a @ b / (a.norm() * b.norm())), "slope": rounded(x @ y / (x @ x))}


def places(guesses: list[tuple[Tensor, Tensor, Tensor]]) -> Row:
    """Over the guesses of a band: where in the picture, and at which frequencies, they differ.

    `place`: root mean square difference of each pixel, (H, W); `ring`: of the pixels at each distance from the border.
    `frequency`: power of the difference by radial frequency, in cycles a picture, over the power of the guess.
    """
    first, second, theory = (torch.cat([three[k] for three in guesses]).double() for k in range(3))
    out: Row = {}
    for key, other in (("theory", theory), ("ceiling", second)):
        off = first - other  # (B, 1, H, W)
        square = off.square().mean((0, 1))  # (H, W)
        out[key] = {"place": [[rounded(v) for v in row] for row in square.sqrt()],
                    "ring": [rounded(square[ring(*square.shape) == k].mean().sqrt()) for k in range(len(square) // 2)],
                    "frequency": [rounded(v) for v in spectrum(off) / spectrum(first)]}
    return out


def ring(H: int, W: int) -> Tensor:
    """Distance of each pixel from the nearest border, (H, W): 0 for those at it."""
    rows, cols = (torch.minimum(torch.arange(n), n - 1 - torch.arange(n)) for n in (H, W))
    return torch.minimum(rows[:, None], cols[None])


def spectrum(x: Tensor) -> Tensor:
    """Mean power of images (B, C, H, W) at radial frequencies 0, 1, ... of the shorter side's half, rounded."""
    H, W = x.shape[2:]
    power = torch.fft.fft2(x).abs().square().mean((0, 1))  # (H, W)
    fy, fx = (torch.fft.fftfreq(n, 1 / n) for n in (H, W))
    radius = (fy[:, None] ** 2 + fx[None] ** 2).sqrt().round().long()  # (H, W)
    return torch.stack([power[radius == k].mean() for k in range(min(H, W) // 2 + 1)])


def rounded6(value: Tensor) -> float:
    """Six digits: squared differences are small."""
    return round(float(value), 6)


PARTS = {name: partial(ceiling, name) for name in COMPARED} | {"anatomy": anatomy}
FACTS = {"seeds": parts.told(SEEDS)}

if __name__ == "__main__":
    parts.make(__doc__, PATH, PARTS, FACTS, under="parts")
