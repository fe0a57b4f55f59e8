"""Crops of photographs: the left of each photograph is for training, the right stays unseen."""

from collections.abc import Sequence

import numpy as np
from jaxtyping import Int, UInt8
from scipy.stats.qmc import Halton

SIDE = 32  # pixels of a crop
LEFT = 0.75  # of a photograph's columns are for training


def crops(
    photographs: Sequence[UInt8[np.ndarray, "_ _ 3"]], each: int, unseen: bool
) -> tuple[UInt8[np.ndarray, "N 32 32 3"], Int[np.ndarray, " N"]]:
    """`each` crops of every photograph, photographs in turn, and which photograph each is from.

    No crop of the unseen part shares a pixel with one for training. Where crops lie follows from the sizes alone.
    """
    places = Halton(2, scramble=False).random(each)  # (each, 2) in [0, 1), even in any prefix
    out = np.empty((each, len(photographs), SIDE, SIDE, 3), np.uint8)
    for m, photograph in enumerate(photographs):
        cut = round(LEFT * photograph.shape[1])
        part = photograph[:, cut:] if unseen else photograph[:, :cut]  # (H, w, 3)
        room = np.array(part.shape[:2]) - SIDE + 1
        for k, (row, col) in enumerate((places * room).astype(int)):
            out[k, m] = part[row : row + SIDE, col : col + SIDE]
    return out.reshape(-1, SIDE, SIDE, 3), np.tile(np.arange(len(photographs)), each)
