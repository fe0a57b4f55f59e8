"""Which window a network uses, and what tells it beforehand: `python scripts/make_fields.py [--only NAME ...]`.

Writes data/results/fields.json part by part (`parts`). A kind of network (other depth, dilation, width, number of
training images; three trainings each): the windows read off each, and how well its machine predicts it. "halves": do
networks of two halves of the clothes agree further than the Wiener filters of those halves? "linear": networks
against the best linear filter through their field. "rules": windows for network A that were not read off it. Needs the
networks of make_trainings.py. One thread, fixed seeds; 90 minutes of one core.
"""

import math
from collections.abc import Iterator
from functools import partial
from typing import Any

import parts
import torch
from make_results import COMPARED, Case, rounded, spread, told
from make_results import SEEDS as NOISES
from make_trainings import SEEDS, TRAININGS, images, network
from make_weights import CLOTHES, RUNS
from mosaics import networks, prediction
from mosaics.core import data
from mosaics.core.sweep import sweep
from mosaics.local import Windows, WindowSchedule
from mosaics.prediction import local_wiener
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

    `networks`: the six pairs of different seeds; `same`: the six of two trainings on one half. `wiener`: the Wiener
    filters of the two halves: what mean and covariance alone explain. `machines`: bbELS of the two halves, with the
    windows of network A. `beyond`: what is left of each picture when its own half's Wiener picture is subtracted, for
    all three kinds of pairs; `chance beyond`: the same of different noises.
    """
    whole = data.load(**CLOTHES | {"n": 2000}).images
    first, second = whole[:1000], whole[1000:]
    case = Case(networks.load_weights("resnet-zeros"), first, pairs=PAIRS)
    P = case.windows("bbELS")["cosine"]
    made = [[case.samples, *(case.run(network(f"resnet-zeros-{seed}")) for seed in (1, 2))],
            [case.run(network(f"half-{seed}")) for seed in SEEDS]]
    machines = [case.run(prediction.machine("bbELS", half, P)) for half in (first, second)]
    linear = [case.run(prediction.machine("Wiener", half)) for half in (first, second)]
    left = [[x - linear[k] for x in made[k]] for k in range(2)]  # beyond Wiener
    return {"pairs": PAIRS, **between(*made), "wiener": alike(*linear), "machines": alike(*machines),
            "to wiener": [alike(x, linear[0]) for x in made[0]], "beyond": between(*left),
            "machines beyond": alike(*(x - y for x, y in zip(machines, linear, strict=True))),
            "chance beyond": alike(left[0][0], left[1][0].roll(1, 0))}


def between(ours: list[Tensor], theirs: list[Tensor]) -> dict[str, list[Row]]:
    """Pictures of networks of the two halves, of different seeds, with each other; and of each two of one half."""
    two = [(i, k) for i in range(len(ours)) for k in range(len(ours))]
    return {"networks": [alike(ours[i], theirs[k]) for i, k in two if i != k],
            "same": [alike(each[i], each[k]) for each in (ours, theirs) for i, k in two if i < k]}


def alike(x: Tensor, y: Tensor) -> Row:
    """Median, quartiles and interval of r^2 over pairs."""
    return spread(prediction.compare(x, y).r2)


# ---------------------------------------------------------------- the linear baseline of a local network
def linear() -> Row:
    """Networks against the best linear filter through their own field: median r^2, by name."""
    out: Row = {}
    for name, net, trained_on in nets():
        case = Case(net, trained_on, calibration=1, pairs=PAIRS if net.C == 1 else PAIRS // 2)
        P = int(networks.receptive_field(net))
        out[name] = {"P": P, "r2": alike(case.samples, case.run(local_wiener(trained_on, P, case.padding)))}
    return out


def nets() -> Iterator[tuple[str, networks.Network, Tensor]]:
    """The shipped networks that see a part of a picture, and the first of each kind in colour, with their images."""
    for name in COMPARED:
        if name != "unet":
            yield name, networks.load_weights(name), data.load(**RUNS[name][0]).images
    for name in ("photographs-0", "emoji-0"):
        yield name, network(name), images(name)


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


PARTS = {name: partial(kind, name) for name in KINDS} | {"halves": halves, "linear": linear, "rules": rules}
FACTS = {"seeds": parts.told(NOISES | {"unseen": NOISE})}

if __name__ == "__main__":
    parts.make(__doc__, PATH, PARTS, FACTS, under="parts")
