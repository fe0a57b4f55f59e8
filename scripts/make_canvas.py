"""What have canvases of their source, and how long do they take? `python scripts/make_canvas.py [--only NAME ...]`.

Writes data/results/canvas.json part by part (`parts`). Sources: squares of 96 pixels from textures and photographs, and
eight emoji. For each, four canvases of 96 x 96 by every way of making them, and by `WINDOWS`: mean distances of patches
both ways, coverage and repetition, the distance of patch statistics, and how much the canvases differ. Ways: grown, all
patches asked (exact) or some; quilted; Gaussian with the source's covariances; the source mirrored top to bottom; and
another square of the same picture (`unseen`: of emoji, other emoji). "SOURCE search": what asking few cells loses.
"SIDE": CPU seconds and memory of one canvas of the cat, in a process of its own. Fixed seeds, one thread.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import parts
import torch
from mosaics import canvas as cv
from mosaics.core import data
from mosaics.core.metrics import pearson2
from parts import significant
from torch import Tensor

PATH = data.ROOT / "results" / "canvas.json"
SIDE, COUNT, SEED = 96, 4, 1414
PLACES = {"brick": (0, 60), "grass": (0, 0), "gravel": (0, 0), "cat": (20, 30), "coffee": (60, 60), "flower": (60, 30),
          "china": (60, 60)}  # row and column of a source
ELSEWHERE = {"brick": (160, 60), "grass": (160, 160), "gravel": (160, 160), "cat": (20, 130), "coffee": (60, 180),
             "flower": (60, 180), "china": (60, 200)}  # and of a square that it shares no pixel with
EMOJI = 8
WINDOWS = (7, 15, 31)  # the machine's own, and two that it does not know of
LEVELS, PROBES = (0.05, 0.2, 0.5, 1.0), (1, 2, 4, 8, 16)
SIDES = (256, 512, 1024)  # of large canvases
EXACT = replace(cv.Settings(), exact=1e18)  # pairs of windows and patches: more than there are
Row = dict[str, Any]


# ---------------------------------------------------------------- sources and canvases
def square(name: str, places: dict[str, tuple[int, int]]) -> Tensor:
    """A square of a picture, (1, C, 96, 96)."""
    row, column = places[name]
    return data.picture(name)[:, :, row : row + SIDE, column : column + SIDE]


def source(name: str) -> Tensor:
    """What canvases are grown from."""
    return data.load("emoji", n=EMOJI).images if name == "emoji" else square(name, PLACES)


def unseen(name: str) -> Tensor:
    """As much of the same kind that no canvas is grown from."""
    return data.load("emoji", n=2 * EMOJI).images[EMOJI:] if name == "emoji" else square(name, ELSEWHERE)


def generator(k: int) -> torch.Generator:
    """That of canvas k, the same for every way."""
    return torch.Generator().manual_seed(SEED + k)


def grown(name: str, settings: cv.Settings) -> Tensor:
    """Canvases of the machine, (4, C, 96, 96)."""
    return torch.cat([cv.finished(cv.grow(source(name), (SIDE, SIDE), generator=generator(k), settings=settings), False)
                      for k in range(COUNT)])


def one(name: str) -> Tensor:
    """A single picture, for ways that take no more: of emoji, all of them side by side."""
    x = source(name)
    return torch.cat([torch.cat([*row], 2) for row in x.split(4)], 1)[None] if name == "emoji" else x


WAYS: dict[str, Callable[[str], Tensor]] = {
    "grown": partial(grown, settings=cv.Settings()), "grown, all patches": partial(grown, settings=EXACT),
    "quilted": lambda name: torch.cat([cv.quilted(one(name), (SIDE, SIDE), generator(k)) for k in range(COUNT)]),
    "Gaussian": lambda name: torch.cat([cv.gaussian_texture(one(name), 1, generator(k)) for k in range(COUNT)]),
    "upside down": lambda name: source(name).flip(2), "unseen": unseen}


# ---------------------------------------------------------------- what they have of their source
def part(name: str, way: str) -> Row:
    """All measures of one way on one source; those of each canvas, for a mean has an interval."""
    start = time.process_time()
    x, known = WAYS[way](name), source(name)
    spent = time.process_time() - start
    each = [x] if way in ("unseen", "upside down") else list(x.split(1))
    out: Row = {"seconds_a_canvas": round(spent / len(each), 2),
                "frechet": [significant(cv.patch_frechet(canvas, known)) for canvas in each]}
    out |= {f"{P}": measured(each, known, P) for P in WINDOWS}
    return out | ({"diversity": significant(cv.pixel_diversity(x, known))} if len(each) > 1 else {})


def measured(each: list[Tensor], known: Tensor, P: int) -> Row:
    """Distances both ways, coverage and repetition of every canvas, in windows of P."""
    found = [{**cv.patch_distances(canvas, known, P)._asdict(), **cv.used(canvas, known, P)._asdict()}
             for canvas in each]
    return {key: [significant(row[key]) for row in found] for key in found[0]}


def searched(name: str) -> Row:
    """What cells lose, by noise level and number of cells asked, on windows of noisy unseen pictures; and in canvases:
    r^2 of each pair from the same noise, all patches asked or some."""
    rows, other = cv.patches(source(name), 7), unseen(name)
    exact, few = cv.Exact(rows), {probes: cv.Cells(rows, probes=probes) for probes in PROBES}
    noise = torch.randn(other.shape, generator=generator(0))
    windows = {sigma: cv.patches(other + sigma * noise, 7) for sigma in LEVELS}
    r2 = pearson2(*(WAYS[way](name) for way in ("grown", "grown, all patches")))  # (4,)
    return {"cells": next(iter(few.values())).cells, "patches": len(rows), "r2": [round(float(v), 4) for v in r2],
            "lost": {f"{probes}": {f"{sigma}": [significant(v) for v in cv.lost(search, exact, windows[sigma], sigma)]
                                   for sigma in LEVELS} for probes, search in few.items()}}


# ---------------------------------------------------------------- large ones
def large(side: int) -> Row:
    """CPU seconds and memory of a large canvas, in a process of its own."""
    return parts.alone(timed, side)


def timed(side: int) -> Row:
    """The same, here."""
    torch.set_num_threads(1)
    x, before, start = data.picture("cat"), parts.peak_mb(), time.process_time()
    cv.finished(cv.grow(x, (side, side), generator=generator(0)), False)
    return {"seconds": round(time.process_time() - start, 1), "rss_mb": round(before),
            "above_mb": round(parts.peak_mb() - before)}


SOURCES = (*PLACES, "emoji")
PARTS = {f"{name} {way}": partial(part, name, way) for name in SOURCES for way in WAYS}
PARTS |= {f"{name} search": partial(searched, name) for name in SOURCES} | {f"{s}": partial(large, s) for s in SIDES}
FACTS = {"seeds": parts.told({"canvases": SEED}),
         "setup": {"side": SIDE, "canvases": COUNT, "windows": WINDOWS, "places": PLACES, "elsewhere": ELSEWHERE}}

if __name__ == "__main__":
    parts.make(__doc__, PATH, PARTS, FACTS, under="parts")
