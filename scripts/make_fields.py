"""Which window a network uses, and what tells it beforehand: `python scripts/make_fields.py [--only NAME ...]`.

Writes data/results/fields.json part by part (`parts`). A kind of network (other depth, dilation, width, number of
training images; three trainings each): the windows read off each, and how well its machine predicts it. "halves": do
networks of two halves of the clothes agree further than the Wiener filters of those halves? "rules": windows for
network A that were not read off it. Needs the networks of make_trainings.py. One thread, fixed seeds; 90 minutes of one
core.
"""

import math
from functools import partial
from typing import Any

import parts
import torch
from make_results import SEEDS as NOISES
from make_results import Case, rounded, spread, told
from make_trainings import SEEDS, TRAININGS, images, network
from make_weights import CLOTHES
from mosaics import networks, prediction
from mosaics.core import data
from mosaics.core.sweep import sweep
from mosaics.local import Windows, WindowSchedule
from torch import Tensor

PATH = data.ROOT / "results" / "fields.json"
KINDS = ("depth-1", "depth-2", "depth-3", "depth-4", "depth-6", "depth-9", "dilation-1122", "dilation-1248",
         "width-12", "width-24", "width-96", "n-100", "n-300", "n-2000")
PAIRS, UNSEEN, NOISE = 64, 100, 7  # noises of a comparison; unseen clothes that choose a window, and their seed
FEWER = 16  # runs from which windows are read off for each of many networks; twice as many pairs are compared
OTHERS = ("resnet-circular", "resnet-28", "resnet-faces", "resnet-faces-soft", "unet")  # whose windows are lent
Row = dict[str, Any]


# ---------------------------------------------------------------- windows read off
def kind(name: str) -> Row:
    """Three trainings of one kind: its field, the windows of each, median r^2 of its machine and of Wiener."""
    seen = [one(network(f"{name}-{seed}"), images(f"{name}-{seed}")) for seed in SEEDS]
    training = TRAININGS[f"{name}-0"]
    return {"config": training.config, "n": len(images(f"{name}-0")), "trainings": seen}


def one(net: networks.Network, trained_on: Tensor) -> Row:
    """A network's own windows, and how alike its pictures are to those of its machine and of Wiener."""
    case = Case(net, trained_on, calibration=FEWER, pairs=2 * FEWER)
    P = case.windows("bbELS")["cosine"]
    r2 = {key: spread(prediction.compare(case.samples, case.run(prediction.machine(key, trained_on, P))).r2)
          for key in ("bbELS", "Wiener")}
    H, W = trained_on.shape[2:]
    return {"field": float(networks.receptive_field(net)), "cap": prediction.candidates(net, H, W)[-1],
            "parameters": networks.parameters(net), "windows": told(P), "r2": r2, **case.novel(case.samples)}


# ---------------------------------------------------------------- two halves of the clothes
def halves() -> Row:
    """Networks of the first thousand clothes against networks of the second: r^2 from the same noises.

    `wiener`: the Wiener filters of the two halves, from the same noises: what mean and covariance alone explain.
    `same`: two trainings on one half. `beyond`: r^2 of what each network's picture has beyond its own half's Wiener
    picture; `chance beyond`: the same of different noises.
    """
    whole = data.load(**CLOTHES | {"n": 2000}).images
    first, second = whole[:1000], whole[1000:]
    case = Case(networks.load_weights("resnet-zeros"), first, pairs=PAIRS)
    ours = [case.samples, *(case.run(network(f"resnet-zeros-{seed}")) for seed in (1, 2))]
    theirs = [case.run(network(f"half-{seed}")) for seed in SEEDS]
    linear = [case.run(prediction.machine("Wiener", half)) for half in (first, second)]
    r2 = {"networks": [alike(a, b) for a, b in zip(ours, theirs, strict=True)], "wiener": alike(*linear),
          "same": [alike(ours[0], ours[1]), alike(theirs[0], theirs[1])],
          "beyond": [alike(a - linear[0], b - linear[1]) for a, b in zip(ours, theirs, strict=True)],
          "chance beyond": alike(ours[0] - linear[0], (theirs[0] - linear[1]).roll(1, 0)),
          "to wiener": [alike(a, linear[0]) for a in ours]}
    P = case.windows("bbELS")["cosine"]
    machines = [case.run(prediction.machine("bbELS", half, P)) for half in (first, second)]
    return {"pairs": PAIRS, **r2, "machines": alike(*machines)}


def alike(x: Tensor, y: Tensor) -> Row:
    """Median, quartiles and interval of r^2 over pairs."""
    return spread(prediction.compare(x, y).r2)


# ---------------------------------------------------------------- windows without the network
def rules() -> Row:
    """Network A predicted with windows from elsewhere."""
    trained_on, net = data.load(**CLOTHES).images, networks.load_weights("resnet-zeros")
    case, stored = Case(net, trained_on, pairs=PAIRS), data.results("prediction")["models"]
    sides = prediction.candidates(net, 16, 16)
    schedules: dict[str, Windows] = {"own": case.windows("bbELS")["cosine"]}
    schedules |= {f"of {name}": WindowSchedule(stored[name]["windows"][stored[name]["machine"]]["cosine"])
                  for name in OTHERS}
    again = Case(network("resnet-zeros-1"), trained_on, pairs=1).windows("bbELS")["cosine"]
    schedules |= {"of a second training": again,
                  "best on unseen": by_unseen(trained_on, sides), "information": by_information(trained_on, sides)}
    schedules |= {f"P={P}": P for P in sides}
    return {"pairs": PAIRS, "rules": {name: judged(case, P) for name, P in schedules.items()}}


def judged(case: Case, P: Windows) -> Row:
    """r^2 of the machine with these windows, and the windows at the levels of the run."""
    schedule = P if isinstance(P, WindowSchedule) else WindowSchedule([(1.0, P)])
    at = [(rounded(s), schedule(s)) for s in case.sigmas[:-1].tolist()]
    return {"windows": at, "r2": alike(case.samples, case.run(prediction.machine("bbELS", case.images, P)))}


def by_unseen(trained_on: Tensor, sides: list[int]) -> WindowSchedule:
    """At each level the side whose guess about unseen clothes is best; one noise each."""
    x = data.load("fashion-mnist-holdout", size=16).images[:UNSEEN]
    eps, pairs = torch.randn(x.shape, generator=torch.Generator().manual_seed(NOISE)), []
    for sigma in prediction.levels()[:-1].tolist():
        guesses = [seen.mean for seen in sweep(x + sigma * eps, sigma, trained_on, sides, "matching", "zeros")]
        off = [(guess - x).square().mean() for guess in guesses]
        pairs.append((sigma, sides[int(torch.stack(off).argmin())]))
    return WindowSchedule(pairs)


def by_information(trained_on: Tensor, sides: list[int]) -> WindowSchedule:
    """At each level the largest side whose noisy window tells less than the number of training windows can hold.

    The information of a noisy window about the clean one, in nats, is at most sum log(1 + lambda_i / sigma^2) / 2 over
    the eigenvalues lambda of the windows' covariance (that of a Gaussian); above log M, M training windows in the
    interior, a machine memorises (Hunt, Kamb & Ganguli 2026). The smallest side where none is below.
    """
    spectra = {P: eigenvalues(trained_on, P) for P in sides}
    pairs = []
    for sigma in prediction.levels()[:-1].tolist():
        held = [P for P in sides if (1 + spectra[P] / sigma**2).log().sum() / 2 <= math.log(interior(trained_on, P))]
        pairs.append((sigma, max(held, default=sides[0])))
    return WindowSchedule(pairs)


def interior(x: Tensor, P: int) -> int:
    """How many windows of side P lie inside the training images."""
    N, _, H, W = x.shape
    return N * (H - P + 1) * (W - P + 1)


def eigenvalues(x: Tensor, P: int) -> Tensor:
    """Of the covariance of all windows inside images (N, C, H, W), largest last, none below 0. float64."""
    windows = x.double().unfold(2, P, 1).unfold(3, P, 1)  # (N, C, H - P + 1, W - P + 1, P, P)
    rows = windows.permute(0, 2, 3, 1, 4, 5).flatten(0, 2).flatten(1)  # (M, C P P)
    return torch.linalg.eigvalsh(rows.T.cov()).clamp(min=0)


PARTS = {name: partial(kind, name) for name in KINDS} | {"halves": halves, "rules": rules}
FACTS = {"seeds": parts.told(NOISES | {"unseen": NOISE})}

if __name__ == "__main__":
    parts.make(__doc__, PATH, PARTS, FACTS, under="parts")
