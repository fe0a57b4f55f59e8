"""Networks that draw hands, and whether theory tells how many fingers: `python scripts/make_finger_nets.py [NAME ...]`.

"narrow" sees 11 x 11 pixels, "wide" the whole hand; both learn as many weights from the same 1,000 hands, three times
each ("narrow-0" ... "wide-2"). Each is trained (weights stay in `_build`; an interrupted training goes on where it
was), draws hands, and is held against its machines from the same noise, with windows read off other runs. Writes
data/results/finger-nets.json, a row at a time. One thread; 20 minutes of one core a training, 7 for the comparison.
"""

import sys
import time
from typing import Any

import parts
import torch
from make_fingers import told
from make_weights import DRAFTS, store, versions
from mosaics import diffusion, networks, prediction
from mosaics.core import data
from mosaics.fingers.hands import SIDE
from torch import Tensor

DILATIONS = {"narrow": [1, 1, 1, 1], "wide": [1, 2, 4, 8]}
NAMES = [f"{kind}-{seed}" for seed in range(3) for kind in DILATIONS]
HANDS, STEPS, SAMPLES, CALIBRATION = 1000, 6000, 200, 4
PAIRS = {"LS": SAMPLES, "bbELS": 64}  # the latter takes 4 CPU seconds a hand
SEEDS = {"calibration": 111, "evaluation": 112}
SIDES = (3, 5, 7, 9, 11, 15, 19, 23, 27, 31)
PATH = data.ROOT / "results" / "finger-nets.json"


def trained(name: str, images: Tensor) -> networks.Progress:
    """The network of this name; goes on where it was left."""
    kind, seed = name.split("-")
    net = networks.ResNet(1, dilation=DILATIONS[kind], seed=int(seed))
    DRAFTS.mkdir(parents=True, exist_ok=True)
    end = networks.train(net, images, steps=STEPS, seed=int(seed), checkpoint=DRAFTS / f"{name}.checkpoint")
    if end.step < STEPS:
        sys.exit(f"{name}: stopped at step {end.step} of {STEPS}; run this again to go on")
    return end


def starts(what: str, count: int) -> Tensor:
    """Noises for runs on hands, from a generator of their own."""
    generator = torch.Generator().manual_seed(SEEDS[what])
    return prediction.starts(count, (1, SIDE, SIDE), float(prediction.levels()[0]), generator)


def drawn(denoise: diffusion.Denoiser, z: Tensor) -> Tensor:
    """Samples in 20 steps from these noises."""
    return diffusion.last(diffusion.sample(denoise, z, prediction.levels()))


def held_against(name: str, net: networks.Network, images: Tensor, samples: Tensor) -> dict[str, Any]:
    """A machine from the same noises: its windows, its counts, r^2 with the network's samples."""
    n, sigmas = PAIRS[name], prediction.levels()
    sides = [P for P in SIDES if networks.receptive_field(net) >= P]
    windows = prediction.calibrate(net, images, starts("calibration", CALIBRATION), sigmas, sides,
                                   prediction.REACHES[name], "zeros")
    made = drawn(prediction.machine(name, images, windows), starts("evaluation", n))
    r2 = prediction.summary(prediction.compare(samples[:n], made).r2, torch.Generator().manual_seed(0))
    return {**told(made), "windows": [(round(s, 4), P) for s, P in windows.pairs],
            "r2": {key: round(v, 4) for key, v in r2._asdict().items()}}


def row(name: str) -> dict[str, Any]:
    """Everything about one network."""
    images, start = data.load("hands", n=HANDS).images, time.process_time()
    end = trained(name, images)
    learnt = time.process_time() - start
    samples = drawn(end.net, starts("evaluation", SAMPLES))
    return {"parameters": networks.parameters(end.net), "receptive_field": networks.receptive_field(end.net),
            "steps": end.step, "loss": round(end.loss, 5), "seconds": round(end.seconds), **told(samples, images),
            "machines": {k: held_against(k, end.net, images, samples) for k in PAIRS},
            "cpu_seconds": {"training": round(learnt), "all": round(time.process_time() - start)}}


def keep(name: str, made: dict[str, Any]) -> None:
    """Put one network into the file, whole or not at all."""
    rows = (data.results(PATH.stem)["rows"] if PATH.is_file() else {}) | {name: made}
    facts = {**versions(), "seeds": parts.told(SEEDS),
             "rows": {each: rows[each] for each in NAMES if each in rows}}
    store(PATH, facts)


if __name__ == "__main__":
    names = sys.argv[1:] or NAMES
    if unknown := [name for name in names if name not in NAMES]:
        sys.exit(f"unknown: {', '.join(unknown)}; there are {', '.join(NAMES)}")
    torch.set_num_threads(1)
    for name in names:
        keep(name, row(name))
        print(name, flush=True)
