"""Theory and networks in colour: `python scripts/make_colour.py [--only NAME ...] [--missing]`.

Writes data/results/colour.json part by part (`parts`). Three networks each of emoji and photographs, 32 x 32 in
colour: their machine with windows read off their runs, LS with windows of its own, controls, and the ceiling, two
trainings from the same noises. Needs the networks of make_trainings.py. One thread, fixed seeds; 90 minutes of one
core.
"""

from functools import partial
from typing import Any

import parts
from make_results import SEEDS as NOISES
from make_results import Case, told
from make_trainings import SEEDS, images, network
from mosaics import prediction
from mosaics.core import data

PATH = data.ROOT / "results" / "colour.json"
CALIBRATION, PAIRS = 5, 32  # noises
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


KINDS = ("photographs", "emoji")
PARTS = {f"{kind}-{seed}": partial(against, f"{kind}-{seed}") for kind in KINDS for seed in SEEDS}
PARTS |= {f"{kind} ceiling": partial(ceiling, kind) for kind in KINDS}
FACTS = {"seeds": parts.told(NOISES)}

if __name__ == "__main__":
    parts.make(__doc__, PATH, PARTS, FACTS, under="parts")
