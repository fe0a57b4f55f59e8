"""Denoise pictures that no machine has seen, for chapter 10: `python scripts/make_heldout.py [--only NAME ...]`.

Writes data/results/heldout.json, after each row, so that an interrupted run loses one at most: `--missing` goes on with
those that are not there, `--only` does some anew. Fixed seeds; errors do not depend on the number of threads, seconds
do. About 90 minutes of one core.
"""

import argparse
import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import psutil
import torch
from make_weights import store, versions
from mosaics import prediction
from mosaics.core import data
from mosaics.core.crops import crops
from mosaics.core.layout import LANES
from mosaics.core.sweep import sweep
from mosaics.diffusion import add_noise
from torch import Tensor

PATH = data.ROOT / "results" / "heldout.json"
SEEDS = {"noise": 404, "bootstrap": 505, "emoji": 606}
LEVELS = [80 * 0.001 ** (k / 7) for k in range(8)]  # 80 ... 0.08
SIDES, FEWER = (3, 5, 7, 9, 11, 15), (3, 5, 9, 15)  # windows; of the dear ones
UNSEEN = 100  # pictures that are judged, where there are so many; fewer by the dear machines
PLAIN = ("mean", "IS")  # beside Wiener, the reference
CLOTHES, EMOJI = 1000, 90  # training pictures
Row = dict[str, Any]
JOB: Row = {"training": 10_000, "unseen": 150, "sides": FEWER, "sigma": LEVELS[5]}  # the size of a public notebook


class Case(NamedTuple):
    """Training pictures (N, C, H, W), unseen ones (B, C, H, W), of which ELS is judged on the first `few`; windows."""

    training: Tensor
    unseen: Tensor
    few: int
    sides: tuple[int, ...] = SIDES


# ---------------------------------------------------------------- the data sets of the book, cut in two
def clothes(size: int | None, few: int) -> Case:
    """Those of the networks, and test pictures."""
    training = data.load("fashion-mnist", n=CLOTHES, size=size).images
    return Case(training, data.load("fashion-mnist-holdout", n=UNSEEN, size=size).images, few)


def prefix(name: str, training: int, few: int, blur: int = 0) -> Case:
    """The first pictures of a data set, and the next that are none of these: pairs of socks repeat themselves."""
    images = data.load(name, blur=blur).images
    known = {image.numpy().tobytes() for image in images[:training]}
    rest = [image for image in images[training:] if image.numpy().tobytes() not in known]
    return Case(images[:training], torch.stack(rest[:UNSEEN]), few)


def emoji() -> Case:
    """Four in five, drawn by seed, and the others."""
    images = data.load("emoji").images
    order = torch.randperm(len(images), generator=torch.Generator().manual_seed(SEEDS["emoji"]))
    return Case(images[order[:EMOJI]], images[order[EMOJI:]], len(images) - EMOJI, FEWER)


def photographs() -> Case:
    """Crops beside a strip of each photograph, and crops of the strips."""
    return Case(data.load("photographs").images, data.load("photographs-holdout", n=UNSEEN).images, 8, FEWER)


def many_crops() -> Case:
    """The same photographs in as many crops as the notebook had pictures; they overlap, as 10,000 must."""
    held = data.arrays(data.ROOT / data.SHIPPED["photographs"])
    whole = [held[each] for each in data.PHOTOGRAPHS]
    cut = [crops(whole, -(-JOB[part] // len(whole)), unseen=part == "unseen")[0] for part in ("training", "unseen")]
    training, unseen = (torch.from_numpy(part).permute(0, 3, 1, 2).float() / 127.5 - 1 for part in cut)
    return Case(training.contiguous(), unseen[: JOB["unseen"]].contiguous(), 0, FEWER)


CASES: dict[str, Callable[[], Case]] = {
    "digits": partial(prefix, "digits", 1000, 100), "clothes 16": partial(clothes, 16, 60),
    "faces": partial(prefix, "dicebear-faces", 800, 20),
    "faces blurred": partial(prefix, "dicebear-faces", 800, 20, 2),
    "socks": partial(prefix, "socks", 800, 16), "emoji": emoji, "hands": partial(prefix, "hands", 500, 12),
    "photographs": photographs, "clothes 28": partial(clothes, None, 10), "10,000 crops": many_crops,
}


# ---------------------------------------------------------------- errors
def rounded(values: Any) -> list[float]:
    """Four digits, also of small errors."""
    return [float(f"{float(v):.4g}") for v in values]


def noise(unseen: Tensor) -> Tensor:
    """(L, B, C, H, W), the same for all machines."""
    return torch.randn(len(LEVELS), *unseen.shape, generator=torch.Generator().manual_seed(SEEDS["noise"]))


def fitting(name: str, case: Case) -> list[int]:
    """The sides that a machine can have: on a torus no window meets a pixel twice."""
    H = case.unseen.shape[2]
    largest = H if name == "ELS" else 2 * H - 1
    return [side for side in case.sides if side <= largest]


def pictures(case: Case) -> dict[str, int]:
    """How many unseen pictures each machine of windows is judged on; bbELS costs a quarter of ELS."""
    some = {"LS": len(case.unseen), "ELS": case.few, "bbELS": min(2 * case.few, len(case.unseen))}
    return {name: count for name, count in some.items() if count}


def versus(mine: Tensor, wiener: Tensor) -> Row:
    """Mean errors at each level, and what they are above the Wiener filter's on the same pictures, with intervals."""
    gap = prediction.paired(mine, wiener[:, : mine.shape[1]], torch.Generator().manual_seed(SEEDS["bootstrap"]))
    return {"pictures": mine.shape[1], "errors": rounded(mine.mean(1)),
            "above_wiener": [rounded(level) for level in zip(*gap, strict=True)]}


def windowed(name: str, case: Case, wiener: Tensor, count: int) -> Row:
    """A machine of windows, judged at sides that were chosen on other pictures; its errors at every side beside it."""
    sides, x0 = fitting(name, case), case.unseen[:count]
    errors = prediction.heldout_errors(name, case.training, x0, noise(case.unseen)[:, :count], LEVELS, sides)
    found = prediction.judged(errors, sides)
    by_side = {str(P): rounded(errors[:, k].mean(1)) for k, P in enumerate(sides)}
    return {**versus(found.errors, wiener), "sides": found.sides.tolist(), "by_side": by_side}


def errors_row(name: str) -> Row:
    """All machines on one data set."""
    case = CASES[name]()
    ask = partial(prediction.heldout_errors, data=case.training, x0=case.unseen, noise=noise(case.unseen),
                  sigmas=LEVELS)
    wiener = ask("Wiener")[:, 0]  # (L, B)
    machines: Row = {"Wiener": {"pictures": len(case.unseen), "errors": rounded(wiener.mean(1))}}
    machines |= {each: versus(ask(each)[:, 0], wiener) for each in PLAIN}
    machines |= {each: windowed(each, case, wiener, count) for each, count in pictures(case).items()}
    return {"training": len(case.training), "shape": list(case.training.shape[1:]), "machines": machines}


# ---------------------------------------------------------------- a job of the notebook's size
def measured(name: str, training: int, unseen: int, sigma: float) -> Row:
    """Seconds and peak memory of one level of a machine, all sides in one pass, and its errors; in a fresh process."""
    case = many_crops()
    x0 = case.unseen[:unseen]
    z = add_noise(x0, sigma, noise(case.unseen)[LEVELS.index(sigma), :unseen])
    padding = "circular" if name == "ELS" else "zeros"
    one = partial(sweep, sides=JOB["sides"], reach=prediction.REACHES[name], padding=padding)
    one(z[:1], sigma, case.training[:1])  # compiles
    start, cpu = time.monotonic(), time.process_time()
    seen = one(z, sigma, case.training[:training])
    seconds, cpu = time.monotonic() - start, time.process_time() - cpu
    errors = [(s.mean - x0).square().mean() for s in seen]
    return {"training": training, "unseen": unseen, "sigma": round(sigma, 4), "seconds": round(seconds, 1),
            "cpu_seconds": round(cpu, 1), "peak_mb": round(peak_mb()), "errors": rounded(errors)}


def peak_mb() -> float:
    """The most memory that this process has held so far, in megabytes."""
    if sys.platform == "win32":
        return psutil.Process().memory_info().peak_wset / 1e6
    import resource

    unit = 1 if sys.platform == "darwin" else 1024  # Linux counts in kilobytes
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def alone(*task: Any) -> Row:
    """`measured` in a process of its own, so that its memory is nobody else's."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(measured, task)


def job() -> Row:
    """One level: every training picture for a few unseen ones, then every unseen one for a few training pictures.

    The kernel goes through training pictures in tiles and adds up; time is proportional to both numbers. So each
    measurement gives the whole level's CPU seconds, and the two can be held against each other.
    """
    whole = JOB["training"] * JOB["unseen"]
    out: Row = {"cores": os.cpu_count(), "threads": torch.get_num_threads(), "load": round(os.getloadavg()[0], 1),
                "sides": list(JOB["sides"])}
    for name, few in (("ELS", 2), ("bbELS", 4)):
        parts = [alone(name, JOB["training"], few, JOB["sigma"]), alone(name, LANES, JOB["unseen"], JOB["sigma"])]
        scaled = [round(part["cpu_seconds"] * whole / (part["training"] * part["unseen"])) for part in parts]
        out[name] = {"measured": parts, "extrapolated_cpu_seconds": scaled}
    out["LS"] = {"measured": [alone("LS", JOB["training"], JOB["unseen"], JOB["sigma"])]}
    out["ELS by level"] = [alone("ELS", 2 * LANES, 4, sigma) for sigma in LEVELS]
    return out


ROWS: dict[str, Callable[[], Row]] = {**{name: partial(errors_row, name) for name in CASES}, "job": job}


# ---------------------------------------------------------------- the file
def read() -> dict[str, Row]:
    """The rows that are there already."""
    return data.results(PATH.stem)["rows"] if PATH.is_file() else {}


def keep(name: str, row: Row) -> None:
    """Put one row into the file, whole or not at all; rows stand in the order of ROWS."""
    rows = read() | {name: row}
    store(PATH, {**versions(), "seeds": [f"{what} {seed}" for what, seed in SEEDS.items()], "levels": rounded(LEVELS),
                 "rows": {each: rows[each] for each in ROWS if each in rows}})


def main() -> None:
    """Read the command line and do what it asks for."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--only", nargs="+", default=[], metavar="NAME", help="these rows")
    ask.add_argument("--missing", action="store_true", help="leave out what the file holds")
    args = ask.parse_args()
    if unknown := set(args.only) - set(ROWS):
        ask.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(ROWS)}")
    for name, make in ROWS.items():
        if name in (args.only or ROWS) and not (args.missing and name in read()):
            start = time.process_time()
            row = make()
            keep(name, row | {"cpu_seconds": round(time.process_time() - start, 1)})
            print(f"{name}: {str(row)[:200]}, {time.process_time() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
