"""Crops of photographs: a strip of each photograph stays unseen, what is beside it is for training."""

from collections.abc import Sequence

import numpy as np
from jaxtyping import Int, UInt8
from scipy.stats.qmc import Halton

from .checks import check_count

SIDE = 32  # pixels of a crop
STRIP = (0.5, 0.67)  # of a photograph's columns stay unseen: near the middle, where all show what they are of


def crops(
    photographs: Sequence[UInt8[np.ndarray, "_ _ 3"]], each: int, unseen: bool
) -> tuple[UInt8[np.ndarray, "N 32 32 3"], Int[np.ndarray, " N"]]:
    """`each` crops of every photograph, photographs in turn, and which photograph each is from.

    No crop of the unseen part shares a pixel with one for training. Where crops lie follows from the sizes alone.
    TypeError or ValueError for other photographs, and for ones that have no room for both kinds of crops.
    """
    each = check_count(each, "each")
    for photograph in photographs:
        _check_photograph(photograph)
    places = Halton(2, scramble=False).random(each)  # (each, 2) in [0, 1), even in any prefix
    out = np.empty((each, len(photographs), SIDE, SIDE, 3), np.uint8)
    for m, photograph in enumerate(photographs):
        H, W = photograph.shape[:2]
        first, last = _strip(W)
        beside = [*range(first - SIDE + 1), *range(last, W - SIDE + 1)]
        lefts = range(first, last - SIDE + 1) if unseen else beside  # columns where a crop may begin
        for k, (row, col) in enumerate(places):
            top, left = int(row * (H - SIDE + 1)), lefts[int(col * len(lefts))]
            out[k, m] = photograph[top : top + SIDE, left : left + SIDE]
    return out.reshape(-1, SIDE, SIDE, 3), np.tile(np.arange(len(photographs)), each)


def _strip(W: int) -> tuple[int, int]:
    """The columns of a photograph that stay unseen: the first, and the one after the last."""
    return round(STRIP[0] * W), round(STRIP[1] * W)


def _check_photograph(x: np.ndarray) -> None:
    if not isinstance(x, np.ndarray) or x.dtype != np.uint8:
        raise TypeError(f"photographs must be uint8 arrays, got {getattr(x, 'dtype', type(x).__name__)}")
    if x.ndim != 3 or x.shape[2] != 3:
        raise ValueError(f"photographs must have shape (H, W, 3), got {x.shape}")
    first, last = _strip(x.shape[1])
    if x.shape[0] < SIDE or min(last - first, max(first, x.shape[1] - last)) < SIDE:
        raise ValueError(f"photographs must have {SIDE} rows and a strip of {SIDE} columns that stays unseen, about "
                         f"{round(SIDE / (STRIP[1] - STRIP[0]))} columns in all, got {x.shape[0]} x {x.shape[1]}")
