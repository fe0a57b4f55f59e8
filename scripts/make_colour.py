"""Theory and networks in colour: `python scripts/make_colour.py [--only NAME ...] [--missing]`.

Writes data/results/colour.json part by part (`parts`). Three networks each of emoji and photographs, 32 x 32 in
colour: their machine with windows read off their runs, LS with windows of its own, controls, and the ceiling, two
trainings from the same noises. "pictures": a few of them, to data/results/colour-pictures.npz. Needs the networks of
make_trainings.py. One thread, fixed seeds; 75 minutes of one core.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import parts
import torch
from make_data import npz
from make_results import SEEDS as NOISES
from make_results import Case, told
from make_trainings import SEEDS, images, network
from mosaics import prediction
from mosaics.core import data
from mosaics.local import WindowSchedule

PATH = data.ROOT / "results" / "colour.json"
SHOWN = PATH.with_name("colour-pictures.npz")
CALIBRATION, PAIRS = 5, 32  # noises
FIRST, WORST = 4, 3  # pairs to show
Row = dict[str, Any]


def case(name: str) -> Case:
    """A network and its samples."""
    return Case(network(name), images(name), calibration=CALIBRATION, pairs=PAIRS)


def against(name: str) -> Row:
    """One network against the machines, pair by pair."""
    mine, known = case(name), images(name)
    windows = {machine: mine.windows(machine)["cosine"] for machine in ("bbELS", "LS")}
    made = {machine: mine.run(prediction.machine(machine, known, windows.get(machine)))
            for machine in ("bbELS", "LS", "IS", "Wiener", "mean")}
    made["chance"] = made["bbELS"].roll(1, 0)
    return {"windows": {key: told(of) for key, of in windows.items()},
            "network": mine.novel(mine.samples), "rows": {key: mine.row(x) for key, x in made.items()}}


def ceiling(kind: str) -> Row:
    """Each two of the three trainings, from the same noises."""
    cases = [case(f"{kind}-{seed}") for seed in SEEDS]
    return {f"{i}-{k}": cases[i].row(cases[k].samples) for k in SEEDS for i in range(k)}


def pictures() -> Row:
    """Of the first network of each kind: its pictures, bbELS's and LS's, (3, FIRST + WORST, 3, 32, 32) uint8.

    From the first noises, and from those whose pictures bbELS predicts worst. Needs the rows of both networks.
    """
    held, shown, noises = parts.read(PATH)["parts"], {}, {}
    for kind in KINDS:
        known, stored = images(f"{kind}-0"), held[f"{kind}-0"]
        worst = torch.tensor(stored["rows"]["bbELS"]["each_r2"])[FIRST:].argsort()[:WORST] + FIRST
        noises[kind] = [*range(FIRST), *worst.tolist()]
        mine = Case(network(f"{kind}-0"), known, calibration=1, pairs=PAIRS)
        mine.z = mine.z[noises[kind]]
        made = [mine.samples[noises[kind]], *(mine.run(prediction.machine(name, known, WindowSchedule(of)))
                                              for name, of in stored["windows"].items())]
        shown[kind] = data.levels(torch.stack(made).clamp(-1, 1)).numpy()
    SHOWN.write_bytes(npz(shown))
    data.record(SHOWN)
    return {"noises": noises}


KINDS = ("photographs", "emoji")
PARTS: dict[str, Callable[[], Row]] = {
    **{f"{kind}-{seed}": partial(against, f"{kind}-{seed}") for kind in KINDS for seed in SEEDS},
    **{f"{kind} ceiling": partial(ceiling, kind) for kind in KINDS}, "pictures": pictures}
FACTS = {"seeds": parts.told(NOISES)}

if __name__ == "__main__":
    parts.make(__doc__, PATH, PARTS, FACTS, under="parts")
