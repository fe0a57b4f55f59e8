"""How new and how coherent are the pictures of machines and networks? `python scripts/make_plane.py [--only NAME ...]`.

Writes data/results/plane.json set by set (`parts`). Of 128 pictures of clothes each, from the same noises where there
is noise: all measures of chapter 15 with their intervals, in pixels and in principal components of the training
pictures; coherence by several windows and by both rules of which training windows count; each picture's place. The
plane is measured with 250 unseen pictures; those of the set "unseen" are others. One thread, fixed seeds.
"""

import functools
import itertools
from collections.abc import Callable
from functools import partial
from typing import Any

import parts
import torch
from make_results import CLOTHES, SEEDS, STEPS, rounded, seeded
from mosaics import creativity, diffusion, networks, prediction
from mosaics.core import data
from mosaics.creativity import fools
from mosaics.creativity.features import Space
from mosaics.local import WindowSchedule
from torch import Tensor

PATH = data.ROOT / "results" / "plane.json"
PICTURES, RULER, K = 128, 250, 32  # of a set; unseen ones to measure with; principal components
P, SIDES = 5, (3, 5, 7)  # the plane's window, by the first rule; all windows, by both rules
RULES = {"matching": "zeros", "all": "circular"}
NETS = {"resnet-zeros": "bbELS", "resnet-circular": "ELS", "unet": "bbELS"}  # and its own machine
FIXED = (3, 5, 7, 9, 11, 15)
Row = dict[str, Any]


# ---------------------------------------------------------------- the sets of pictures
@functools.cache
def training() -> Tensor:
    """What all networks and machines have seen."""
    return data.load(**CLOTHES).images


@functools.cache
def unseen() -> Tensor:
    """Test pictures: the first are the ruler."""
    return data.load("fashion-mnist-holdout", size=CLOTHES["size"]).images


def drawn(denoise: diffusion.Denoiser) -> Tensor:
    """Samples from the noises of make_results.py."""
    sigmas = prediction.levels(STEPS)
    z = prediction.starts(PICTURES, training().shape[1:], float(sigmas[0]), seeded("evaluation"))
    return diffusion.last(diffusion.sample(denoise, z, sigmas))


def network(name: str) -> Tensor:
    """Samples of a shipped network."""
    return drawn(networks.load_weights(name))


def by(name: str, windows: int | WindowSchedule | None = None) -> Tensor:
    """Samples of a machine."""
    return drawn(prediction.machine(name, training(), windows))


def calibrated(net: str) -> Tensor:
    """Samples of a network's own machine, with the windows that were read off the network."""
    own = NETS[net]
    stored = data.results("prediction")["models"][net]["windows"][own]["cosine"]
    return by(own, WindowSchedule((sigma, side) for sigma, side in stored))


SETS: dict[str, Callable[[], Tensor]] = {
    "unseen": lambda: unseen()[RULER : RULER + PICTURES],
    "training": lambda: training()[:PICTURES],
    "noise": lambda: fools.noise(training(), PICTURES, seeded("evaluation")),
    "mean": lambda: fools.mean_image(training(), PICTURES),
    "grey": lambda: fools.grey(training(), PICTURES),
    "moved": lambda: fools.moved(training(), PICTURES, seeded("evaluation")),
    "noisy copies": lambda: fools.noisy_copies(training(), PICTURES, seeded("evaluation")),
    "one kind": lambda: fools.one_kind(training(), PICTURES),
    "glued": lambda: fools.glued(training(), PICTURES, seeded("evaluation")),
    **{net: partial(network, net) for net in NETS},
    **{f"{net} machine": partial(calibrated, net) for net in NETS},
    **{name: partial(by, name) for name in ("Wiener", "IS", "ES")},
    **{f"{name} P={side}": partial(by, name, side) for name in ("LS", "ELS", "bbELS") for side in FIXED},
}


# ---------------------------------------------------------------- their places
@functools.cache
def plane() -> creativity.Plane:
    """The plane that all sets are placed on."""
    return creativity.Plane(training(), unseen()[:RULER], P)


def far(x: Tensor, side: int, reach: str) -> Tensor:
    """Distances of all windows."""
    return creativity.window_distances(x, training(), side, reach, RULES[reach])


@functools.cache
def limit(side: int, reach: str) -> float:
    """Up to which distance a window is coherent, in grey values."""
    return creativity.coherence_limit(far(unseen()[:RULER], side, reach))


def placed(name: str) -> Row:
    """All that is measured of a set."""
    x = SETS[name]()
    spaces: dict[str, Space] = {"pixels": creativity.pixels, f"{K} components": creativity.Components(training(), K)}
    out: Row = {"pictures": len(x)}
    for where, space in spaces.items():
        found = plane().measures(x, seeded("bootstrap"), space)
        out[where] = {measure: [rounded(v) for v in interval] for measure, interval in found.items()}
    for side, reach in itertools.product(SIDES, RULES):
        share = creativity.coherence(far(x, side, reach), limit(side, reach)).mean()
        out[f"coherence, {reach} P={side}"] = {"share": rounded(share), "limit": rounded(limit(side, reach))}
    return out | {"places": [[rounded(v) for v in each] for each in zip(*plane()(x), strict=True)]}


PARTS = {name: partial(placed, name) for name in SETS}
FACTS = {"seeds": parts.told(SEEDS),
         "setup": {"data": CLOTHES, "ruler": RULER, "P": P, "rules": RULES, "steps": STEPS}}

if __name__ == "__main__":
    torch.set_grad_enabled(False)
    parts.make(__doc__, PATH, PARTS, FACTS, under="sets")
