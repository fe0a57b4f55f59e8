"""Denoise pictures that no machine has seen, for chapter 10: `python scripts/make_heldout.py [--only NAME ...]`.

Writes data/results/heldout.json row by row (`parts`). One thread, fixed seeds; errors do not depend on the number of
threads, seconds do. About 90 minutes of one core.
"""

import os
import time
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import parts
import psutil
import torch
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
LINEAR = (3, 5, 7)  # of the linear filter
UNSEEN = 100  # pictures that are judged, where there are so many; fewer by the dear machines
PLAIN = ("mean", "IS")  # beside Wiener, the reference
CLOTHES, EMOJI = 1000, 90  # training pictures
Row = dict[str, Any]
JOB: Row = {"training": 10_000, "unseen": 150, "sides": (3, 5, 7, 11), "sigma": LEVELS[5],  # as a public notebook's
            "timed": {"LS": 150, "bbELS": 2, "ELS": 2}}  # unseen pictures that each machine is asked about


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
    training, unseen = (torch.from_numpy(part).permute(0, 3, 1, 2).contiguous().float().div_(127.5).sub_(1)
                        for part in cut)  # in place: a job's peak of memory is not to be that of reading
    return Case(training, unseen[: JOB["unseen"]], 0, FEWER)


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


def linear() -> Row:
    """The best linear filter through a window, on each data set: errors with sides that were chosen on other pictures.

    `few`: of the pictures that bbELS is judged on.
    """
    out: Row = {}
    for name, cased in CASES.items():
        case = cased()
        eps, count = noise(case.unseen), pictures(case).get("bbELS", len(case.unseen))
        filters = [prediction.local_wiener(case.training, P) for P in LINEAR]
        asked = [add_noise(case.unseen, sigma, e) for sigma, e in zip(LEVELS, eps, strict=True)]
        errors = torch.stack([torch.stack([(denoise(z, sigma) - case.unseen).double().square().flatten(1).mean(1)
                                           for denoise in filters]) for sigma, z in zip(LEVELS, asked, strict=True)])
        found = prediction.judged(errors, LINEAR)  # of (L, S, B)
        out[name] = {"errors": rounded(found.errors.mean(1)), "few": rounded(found.errors[:, :count].mean(1)),
                     "sides": found.sides.tolist()}
    return out


# ---------------------------------------------------------------- a job of the notebook's size
def measured(name: str, sides: tuple[int, ...], training: int, unseen: int, sigma: float) -> Row:
    """Seconds, memory and errors of a machine at one level, these sides in one pass; one thread, a fresh process.

    `rss_mb`: what the process holds before, its pictures, Python and torch among it; `above_mb`: the most that it
    holds during the pass, above that.
    """
    torch.set_num_threads(1)
    case = many_crops()
    x0, known = case.unseen[:unseen], case.training[:training]
    z = add_noise(x0, sigma, noise(case.unseen)[LEVELS.index(sigma), :unseen])
    one = partial(sweep, sides=sides, reach=prediction.REACHES[name], padding="circular" if name == "ELS" else "zeros")
    one(z[:1], sigma, known[:1])  # compiles
    before, start, cpu = psutil.Process().memory_info().rss / 1e6, time.monotonic(), time.process_time()
    seen = one(z, sigma, known)
    seconds, cpu = time.monotonic() - start, time.process_time() - cpu
    return {"sides": list(sides), "training": training, "unseen": unseen, "sigma": round(sigma, 4),
            "seconds": round(seconds, 2), "cpu_seconds": round(cpu, 2), "rss_mb": round(before),
            "above_mb": round(parts.peak_mb() - before), "errors": rounded((s.mean - x0).square().mean() for s in seen)}


def timed(name: str, few: int) -> Row:
    """One machine at one level: every training picture for `few` unseen ones, one side after the other.

    The kernel goes through training pictures in tiles and adds up; time is proportional to the numbers of both kinds of
    pictures. `other_way`: every unseen picture for a few training pictures, all sides in one pass. So each of the two
    gives the CPU seconds of the whole level, and they can be held against each other.
    """
    sides, N, B, sigma = (JOB[key] for key in ("sides", "training", "unseen", "sigma"))
    rows = {str(P): parts.alone(measured, name, (P,), N, few, sigma) for P in sides}
    other = parts.alone(measured, name, sides, LANES, B, sigma)
    each = {P: round(row["cpu_seconds"] / few, 3) for P, row in rows.items()}
    return {"by_side": rows, "seconds_a_picture": each, "level_seconds": round(sum(each.values()) * B),
            "other_way": other, "level_seconds_other_way": round(other["cpu_seconds"] * N / LANES)}


def job() -> Row:
    """Each machine at one level, and how much ELS costs at the others."""
    return {"cores": os.cpu_count(), "threads": 1, "load": round(os.getloadavg()[0], 1),
            **{name: timed(name, few) for name, few in JOB["timed"].items()},
            "ELS by level": [parts.alone(measured, "ELS", JOB["sides"], 2 * LANES, 4, sigma) for sigma in LEVELS]}


ROWS: dict[str, Callable[[], Row]] = {**{name: partial(errors_row, name) for name in CASES}, "local Wiener": linear,
                                      "job": job}
FACTS = {"seeds": parts.told(SEEDS), "levels": rounded(LEVELS)}

if __name__ == "__main__":
    parts.make(__doc__, PATH, ROWS, FACTS)
