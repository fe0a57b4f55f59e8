"""Is locality from the architecture or from the data? `python scripts/make_locality.py [--only NAME ...]`.

Writes data/results/locality.json part by part (`parts`), one for each data set and denoiser. Data: clothes; grey faces;
clothes with their pixels in one other order; clothes with a copied corner. Denoisers: networks with a window, with one
as large as the image and without convolutions (three trainings each, `make_trainings.local_or_not`), the Wiener filter
and the ideal denoiser. By noise level: error on unseen pictures, influence of each pixel on each, and which share of
its square lies within windows, also those from before the shuffle, and on the copied pixel. Of networks also r^2 of
samples to machines and to another training. "pixel DATA DENOISER": the influence of all pixels on one. One thread,
fixed seeds; two hours of one core.
"""

import functools
import math
from functools import partial
from typing import Any

import make_heldout
import parts
import torch
from make_results import SEEDS, rounded, seeded
from make_trainings import CHANGES, LOCAL_OR_NOT, ORDER, ORDER_SEED, TRAININGS, images, network
from make_trainings import SEEDS as TRAINED
from mosaics import networks, prediction, rivals
from mosaics.core import data
from mosaics.core.windows import Window
from mosaics.diffusion import Denoiser, add_noise, last, sample
from torch import Tensor

PATH = data.ROOT / "results" / "locality.json"
UNSEEN_SEED = 707  # of noise on unseen pictures
DATA = {"clothes": "", "faces": "grey", "shuffled": "shuffled", "copied": "copied"}  # what is done to the pictures
LINEAR_AND_IDEAL = ("Wiener", "IS")
LEVELS = (0.1, 0.3, 1.0, 3.0, 10.0)
SIDES = (1, 3, 5, 11)  # of windows around a pixel
SIDES_BEFORE = range(3, 32, 2)  # of windows that are offered where an architecture says nothing of them
UNSEEN, LOOKED_AT = 100, 16  # unseen pictures; of these, on which influence is measured
PIXEL = (2, 2)  # whose map is kept: in the corner that is copied
PAIRS, CALIBRATION = 32, 16  # noises of samples; others, of runs from which windows are read off
Row = dict[str, Any]


# ---------------------------------------------------------------- data and denoisers
def trained(name: str, kind: str) -> list[str]:
    """The names of three trainings of a kind of network on a data set."""
    return [f"{name}-{kind}-{seed}" for seed in TRAINED]


def seen(name: str) -> Tensor:
    """The training pictures of a data set, (N, 1, 16, 16)."""
    return images(trained(name, "mixer")[0])


def unseen(name: str) -> Tensor:
    """Pictures of the same kind that no network has seen, (100, 1, 16, 16)."""
    if name != "faces":
        return CHANGES[DATA[name]](data.load("fashion-mnist-holdout", n=UNSEEN, size=16).images)
    training = TRAININGS["faces-mixer-0"].source
    return CHANGES["grey"](make_heldout.prefix(training["name"], training["n"], 0).unseen[:UNSEEN])


def nets(name: str, kind: str) -> list[networks.Network]:
    """Three trainings of a kind of network."""
    return [network(each) for each in trained(name, kind)]


def denoisers(name: str, kind: str) -> list[Denoiser]:
    """Three networks, or the one machine."""
    return [*nets(name, kind)] if kind in LOCAL_OR_NOT else [prediction.machine(kind, seen(name))]


# ---------------------------------------------------------------- what they look at
def part(name: str, kind: str) -> Row:
    """One kind of denoiser on one data set."""
    each = denoisers(name, kind)
    rows = [[level(name, denoise, sigma) for sigma in LEVELS] for denoise in each]
    out: Row = {"levels": [{"sigma": sigma, **gathered([row[k] for row in rows])} for k, sigma in enumerate(LEVELS)]}
    if kind in LOCAL_OR_NOT:
        config = TRAININGS[trained(name, kind)[0]].config
        return out | {"config": config, "parameters": networks.parameters(networks.build(config)),
                      "samples": samples(name, kind)}
    return out


def level(name: str, denoise: Denoiser, sigma: float) -> Row:
    """Of one denoiser: its error, its influence in all (root of the mean square sum), the shares of its square."""
    x, eps = noised(name)
    z = add_noise(x, sigma, eps)[:LOOKED_AT].double()
    maps = networks.influences(denoise, z, sigma, everywhere())  # (256, 16, 16)
    return {"error": significant(networks.denoising_error(denoise, x, sigma, eps)),
            "influence": significant(float(maps.square().sum((1, 2)).mean().sqrt())),
            "shares": {key: significant(rivals.share(maps[at], masks)) for key, (at, masks) in masked(name).items()}}


def noised(name: str) -> tuple[Tensor, Tensor]:
    """Unseen pictures and their noise, (100, 1, 16, 16) each; a pixel has the same before and after the shuffle."""
    x = unseen(name)
    eps = torch.randn(x.shape, generator=torch.Generator().manual_seed(UNSEEN_SEED))
    return x, rivals.shuffled(eps, ORDER) if name == "shuffled" else eps


def everywhere() -> list[tuple[int, int]]:
    """All pixels, in reading order."""
    return [(row, column) for row in range(16) for column in range(16)]


@functools.cache
def masked(name: str) -> dict[str, tuple[list[int], Tensor]]:
    """What shares are told of: which pixels are guessed, and for each the mask of those that count.

    "5": its window of 5 x 5; "5 before": the pixels of that window before the shuffle. Of the pixels of the two corners
    alone: "corner 5": the window, "partner": the pixel that the copy makes equal, "partner 3": the window around it.
    """
    every, pairs = everywhere(), rivals.corner_partners(16, 16)
    rows, corner, partner = list(range(256)), [a for a, _ in pairs], [b for _, b in pairs]
    at = [row * 16 + column for row, column in corner]
    out = {f"{P}": (rows, rivals.windows_around(every, 16, 16, P)) for P in SIDES}
    if name == "shuffled":
        return out | {f"{P} before": (rows, rivals.windows_around(every, 16, 16, P, ORDER)) for P in SIDES[1:]}
    out |= {f"corner {P}": (at, rivals.windows_around(corner, 16, 16, P)) for P in SIDES}
    return out | {key: (at, rivals.windows_around(partner, 16, 16, P)) for key, P in (("partner", 1), ("partner 3", 3))}


def gathered(rows: list[Row]) -> Row:
    """Rows of several trainings as one, which tells of each training; so with rows in rows."""
    return {key: gathered([row[key] for row in rows]) if isinstance(value, dict) else [row[key] for row in rows]
            for key, value in rows[0].items()}


def significant(value: float) -> float | None:
    """Four digits that count: influences and errors are small where there is little noise. JSON has no NaN."""
    return None if math.isnan(value) else parts.significant(value)


def at_one_pixel(name: str, kind: str) -> Row:
    """How much each pixel moves the guess at PIXEL at sigma = 1, mean over trainings and pictures; the largest is 1.

    Of shuffled pictures the pixel is the one that was at PIXEL before.
    """
    at = PIXEL[0] * 16 + PIXEL[1]
    pixel = divmod(ORDER.tolist().index(at) if name == "shuffled" else at, 16)
    x, eps = noised(name)
    z = add_noise(x, 1.0, eps)[:LOOKED_AT].double()
    maps = torch.stack([networks.influences(each, z, 1.0, [pixel])[0] for each in denoisers(name, kind)]).mean(0)
    return {"pixel": list(pixel), "map": (maps / maps.max()).mul(1000).round().div(1000).tolist()}


# ---------------------------------------------------------------- what they draw
def samples(name: str, kind: str) -> Row:
    """Of each training: median r^2 of its samples to those of machines and of the next training, from the same noises.

    "LS", "bbELS": with windows read off its own runs (`windows`, the noisiest level first). "LS before" and "bbELS
    before": the same with all pixels in the order of before the shuffle. "again": the next training of this kind.
    "copies": the share of samples that count as copies.
    """
    known, own, rows = seen(name), nets(name, kind), []
    pictures = [drawn(net) for net in own]
    machines = {key: drawn(prediction.machine(key, known)) for key in LINEAR_AND_IDEAL}
    for k, (net, mine) in enumerate(zip(own, pictures, strict=True)):
        others = machines | {"again": pictures[(k + 1) % len(own)]}
        windowed = by_windows(net, known, prediction.candidates(net, 16, 16))
        if name == "shuffled":
            before = by_windows(restored(net), seen("clothes"), list(SIDES_BEFORE))
            windowed |= {f"{key} before": value for key, value in before.items()}
        rows.append({"r2": {key: alike(mine, theirs) for key, theirs in others.items()} |
                     {key: r2 for key, (r2, _) in windowed.items()},
                     "windows": {key: P for key, (_, P) in windowed.items()},
                     "copies": rounded((prediction.novelty(mine, known).ratio < 1 / 3).double().mean())})
    return gathered(rows)


def by_windows(denoise: Denoiser, known: Tensor, sides: list[int]) -> dict[str, tuple[float, list[Window]]]:
    """Of LS and bbELS: median r^2 with windows read off the denoiser's own runs, and these, noisiest level first."""
    sigmas, out = prediction.levels(), {}
    path = prediction.trajectory(denoise, noises(CALIBRATION, "calibration"), sigmas)
    for key in ("LS", "bbELS"):
        P = prediction.best_windows([guess.sigma for guess in path], sides, prediction.agreements(
            path, known, sides, prediction.REACHES[key], "zeros")["cosine"])
        r2 = alike(drawn(denoise), drawn(prediction.machine(key, known, P)))
        out[key] = r2, [P(guess.sigma) for guess in path]
    return out


def restored(denoise: Denoiser) -> Denoiser:
    """A denoiser of shuffled pictures as one of pictures in the order of before."""
    back = ORDER.argsort()
    return lambda z, sigma: rivals.shuffled(denoise(rivals.shuffled(z, ORDER), sigma), back)


def noises(count: int, what: str) -> Tensor:
    """Starts of runs, (count, 1, 16, 16)."""
    return prediction.starts(count, (1, 16, 16), float(prediction.levels()[0]), seeded(what))


def drawn(denoise: Denoiser) -> Tensor:
    """Samples from the noises that all share, (PAIRS, 1, 16, 16)."""
    return last(sample(denoise, noises(PAIRS, "evaluation"), prediction.levels()))


def alike(x: Tensor, y: Tensor) -> float:
    """Median r^2 of pairs."""
    return rounded(prediction.compare(x, y).r2.quantile(0.5))


KINDS = (*LOCAL_OR_NOT, *LINEAR_AND_IDEAL)
PARTS = {f"{name} {kind}": partial(part, name, kind) for name in DATA for kind in KINDS}
PARTS |= {f"pixel {name} {kind}": partial(at_one_pixel, name, kind) for name in DATA for kind in KINDS}
FACTS = {"seeds": parts.told({key: SEEDS[key] for key in ("calibration", "evaluation")} |
                             {"unseen": UNSEEN_SEED, "order": ORDER_SEED}),
         "pictures": {"unseen": UNSEEN, "looked at": LOOKED_AT, "pairs": PAIRS, "calibration": CALIBRATION},
         "even": {name: {key: significant(float(masks.double().mean())) for key, (_, masks) in masked(name).items()}
                  for name in DATA}}

if __name__ == "__main__":
    parts.make(__doc__, PATH, PARTS, FACTS, under="parts")
