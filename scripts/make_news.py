"""Follow a change of the start through runs, for chapter 10: `python scripts/make_news.py [--only NAME ...]`.

Writes data/results/news.json row by row (`parts`). One thread, fixed seeds; about 15 minutes of one core.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import parts
import torch
from mosaics import diffusion, fingers, local, networks, prediction
from mosaics.core import data
from torch import Tensor

PATH = data.ROOT / "results" / "news.json"
SEEDS = {"starts": 404, "new noise": 405, "bootstrap": 406}
STEPS, NEAR = 20, 0.01  # grey values; what changes less stays as it is to the eye
NOISES = {("resnet-zeros", "bbELS"): 64, ("resnet-28", "bbELS"): 16}  # of the dear ones
MOST, FIRST = 256, 2  # of the others; noises of which all is kept
WHO, CHANGES = ("network", "bbELS", "IS"), ("half", "pixel", "pixel + 1")
Row = dict[str, Any]


def place(what: str, side: int) -> Tensor:
    """Where the start changes: its right half, or the pixel right and below of its centre."""
    mask = torch.zeros(side, side, dtype=torch.bool)  # (H, W)
    if what == "half":
        mask[:, side // 2:] = True
    else:
        mask[side // 2, side // 2] = True
    return mask


def starts(what: str, count: int, side: int) -> tuple[Tensor, Tensor]:
    """The starts of `count` runs before and after the change: new noise, or a standard deviation more."""
    sigma = float(prediction.levels(STEPS)[0])
    first, new = (prediction.starts(MOST, (1, side, side), sigma, torch.Generator().manual_seed(SEEDS[key]))[:count]
                  for key in ("starts", "new noise"))
    other = first + (1 + sigma**2) ** 0.5 if what == "pixel + 1" else new
    return first, prediction.renewed(first, other, place(what, side))


def denoiser(net: str, who: str) -> diffusion.Denoiser:
    """The network, the machine with the windows that were read off its runs, or the ideal machine."""
    found = data.results("prediction")["models"][net]
    if who == "network":
        return networks.load_weights(net)
    windows = local.WindowSchedule((s, P) for s, P in found["windows"][found["machine"]]["cosine"])
    return prediction.machine(who, data.load(**found["data"]).images, windows)


def side_of(net: str) -> int:
    """The side of the images that a network was trained on."""
    return data.load(**data.results("prediction")["models"][net]["data"]).images.shape[-1]


def followed(net: str, who: str, what: str, count: int) -> Tensor:
    """How the change spreads, (S, B, K), by distance."""
    return prediction.spread(denoiser(net, who), *starts(what, count, side_of(net)), prediction.levels(STEPS)).change


def rounded(values: Any) -> list[float]:
    """Four digits behind the point: what other machines agree on."""
    return [round(float(v), 4) for v in values]


def made(net: str, who: str, what: str) -> Row:
    """By distance: medians of the final images' change with quartiles and interval, medians of each step's."""
    count = NOISES.get((net, who), MOST)
    change = followed(net, who, what, count)
    told = [prediction.summary(at, torch.Generator().manual_seed(SEEDS["bootstrap"])) for at in change[-1].T]
    seen = int((change[-1] > NEAR).any(1).sum())
    return {"noises": count, **{key: rounded(getattr(one, key) for one in told) for key in told[0]._fields},
            "moved": [rounded(fingers.share(int(n), count)) for n in (change[-1] > NEAR).sum(0)],
            "seen": rounded(fingers.share(seen, count)), "first": [rounded(one) for one in change[-1][:FIRST]],
            "steps": [rounded(step) for step in change.quantile(0.5, 1)]}


ROWS: dict[str, Callable[[], Row]] = {f"{net} {who}, {what}": partial(made, net, who, what)
                                      for net in ("resnet-zeros", "resnet-28") for who in WHO for what in CHANGES}
FACTS = {"seeds": parts.told(SEEDS), "setup": {
    "steps": STEPS, "clock": "t = 1 ... 1 / 20 of diffusion.abar_legacy", "near": NEAR,
    "levels": rounded(prediction.levels(STEPS)[:-1])}}

if __name__ == "__main__":
    parts.make(__doc__, PATH, ROWS, FACTS)
