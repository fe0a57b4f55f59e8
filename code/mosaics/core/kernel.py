"""The compiled loops of `sweep`: every window of a noisy image against every window that it may consult.

One displacement between the two images at a time, all lanes (training images) at once. What is summed over windows is
the product (a - low)(a - high) of `sweep`. The sums over P rows, then P columns, take the same time for every P: cut
into blocks of P, any P neighbours are the end of one block and the beginning of the next, so a sum from each row to its
block's end and one from the block's beginning suffice. Nothing is ever subtracted, as running sums do,
so a window's sum depends on nothing outside it, and keeps the full precision wherever the images nearly agree.

All arrays are flat; positions in them are counted by hand. Distances have the dtype of `z`, float32 or float64.
"""

import hashlib
import inspect
import pathlib
import tempfile
from collections.abc import Callable, Iterator
from typing import Any

import llvmlite
import numba
import numpy as np
from numba import njit

from . import lanes
from .lanes import LANES, any_at_most, exp2, lane_equal, least, load, narrow, peek, spread, store, total

SETTINGS: Any = numba.config  # it has no types
OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "boundscheck": False}


# ---------------------------------------------------------------- what is kept on disk
def fingerprint(*sources: pathlib.Path) -> str:
    """A name for what these sources compile to: their content and the versions of numba and llvmlite."""
    digest = hashlib.sha256(f"{numba.__version__} {llvmlite.__version__}".encode())
    for source in sources:
        digest.update(hashlib.sha256(source.read_bytes()).digest())
    return digest.hexdigest()[:16]


def shelves() -> Iterator[pathlib.Path]:
    """Folders that may keep compiled code, best first: that of NUMBA_CACHE_DIR, the one beside this file, the user's.

    Numba by itself notices changes of this file only, not those of `lanes`: so each state of both has a folder.
    """
    name = f"kernel-{fingerprint(pathlib.Path(__file__), pathlib.Path(lanes.__file__))}"
    if SETTINGS.CACHE_DIR:
        yield pathlib.Path(SETTINGS.CACHE_DIR) / name
    yield pathlib.Path(__file__).parent / "__pycache__" / name
    import pooch

    yield pathlib.Path(pooch.os_cache("mosaics")) / name


def writable(folder: pathlib.Path) -> bool:
    """Whether files can be made in `folder`, which is made if it is not there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return False
    return True


FOLDER = next(filter(writable, shelves()), None)  # None: compiled anew in each process


def compiled(function: Callable) -> Callable:
    """Compile with numba what was written, not what a checker of types has wrapped around it; keep it in FOLDER."""
    made, before = njit(**OPTIONS)(inspect.unwrap(function)), SETTINGS.CACHE_DIR
    if FOLDER:
        try:
            SETTINGS.CACHE_DIR = str(FOLDER)  # read when caching is enabled, and not again
            made.enable_caching()
        finally:
            SETTINGS.CACHE_DIR = before
    return made


def inlined(function: Callable) -> Callable:
    """The same, pasted into its callers."""
    return njit(inline="always")(inspect.unwrap(function))


# ---------------------------------------------------------------- the loops
@inlined
def _product(a, a_at, a_step, z, z_at, z_step, channels):
    """Sum over the channels of (a - low)(a - high) at one place. `channels` is a tuple, so their number is compiled."""
    x = load(a, a_at)
    out = (x - spread(peek(z, z_at))) * (x - spread(peek(z, z_at + 1)))
    for c in range(1, len(channels)):
        x, at = load(a, a_at + c * a_step), z_at + c * z_step
        out = out + (x - spread(peek(z, at))) * (x - spread(peek(z, at + 1)))
    return out


@compiled
def _block_ends(a, a_at, a_row, a_step, z, z_at, z_row, z_step, channels, P, wide, work):
    """For each of `wide` columns, sums from each of P rows to the last of them, into work[row, column]."""
    for j in range(wide):
        out = spread(z.dtype.type(0))
        x, y, to = a_at + (P - 1) * a_row + j * LANES, z_at + (P - 1) * z_row + 2 * j, ((P - 1) * wide + j) * LANES
        for _ in range(P):
            out = out + _product(a, x, a_step, z, y, z_step, channels)
            store(work, to, out)
            x, y, to = x - a_row, y - z_row, to - wide * LANES


@compiled
def _next_row(a, a_at, a_step, z, z_at, z_step, channels, wide, fresh, work, begun, ends, column):
    """Take one more row into the sums from the block's beginning; column sums of the window that ends there."""
    for j in range(wide):
        out = _product(a, a_at + j * LANES, a_step, z, z_at + 2 * j, z_step, channels)
        if not fresh:
            out = out + load(work, begun + j * LANES)
        store(work, begun + j * LANES, out)
        store(work, column + j * LANES, out + load(work, ends + j * LANES))


@compiled
def _across(work, column, tail, P, count, bias, a, a_at, a_step, channels, number, p_row, p_col, n_row, H, W, scale,
            slack, m, den, num, best):
    """Window sums along a row of column sums, and what each says to its pixel: online softmax relative to the least m.

    One loop nest: numba counts references to arrays where it pastes a function into a loop, at twice the price of all.
    """
    outside = load(bias, 0)  # infinity in lanes that hold no image
    for start in range(0, count, P):
        out = outside
        for j in range(P - 1, -1, -1):
            out = out + load(work, column + (start + j) * LANES)
            store(work, tail + j * LANES, out)
        begun = spread(m.dtype.type(0))
        for j in range(start, min(start + P, count)):
            if j > start:
                begun = begun + load(work, column + (j + P - 1) * LANES)
            distance = load(work, tail + (j - start) * LANES) + begun
            col = p_col + j
            if col >= W:
                col -= W
            p, n = np.uint64(p_row + col), n_row + col
            low = m[p]
            if any_at_most(distance, low + slack):
                if any_at_most(distance, low):
                    low = least(distance)
                    index = number + j + lane_equal(distance, low) * (H * W)
                    if low < m[p]:
                        if den[p] > 0:
                            factor = 2.0 ** ((m[p] - low) * scale)
                            den[p] *= factor
                            for c in range(len(channels)):
                                num[np.uint64(n + c * (H * W))] *= factor
                        m[p], best[p] = low, index
                    elif index < best[p]:
                        best[p] = index
                w = exp2(narrow((distance - spread(low)) * spread(scale)))
                den[p] += total(w)
                for c in range(len(channels)):
                    centre = load(a, a_at + j * LANES + c * a_step)
                    num[np.uint64(n + c * (H * W))] += total(w * narrow(centre))


@compiled
def sweep_tile(which, z, z_shape, a, a_shape, channels, inset, H, W, rows, cols, P, scale, slack, bias, first, m, den,
               num, best, work):
    """One tile of LANES training images, the noisy images `which`, into their running m, den, num, best.

    z: per image and channel, z_shape places of (low, high). a: per channel, a_shape places of LANES values. `rows` and
    `cols`: runs (first window in a, first pixel in z, how many), see `sweep.runs`. `inset`: where in `a` an image
    begins. `first`: number of the first image. m, den, best (B, H W); num (B, C, H W).
    """
    C, d, wide_row, a_row = len(channels), P // 2, 2 * z_shape[1], a_shape[1] * LANES
    z_step, a_step = z_shape[0] * wide_row, a_shape[0] * a_row
    begun = P * (W + P) * LANES
    column, tail = begun + (W + P) * LANES, begun + 2 * (W + P) * LANES
    for b in which:
        for r in range(len(rows)):
            q_row, p_row, n_rows = rows[r, 0], rows[r, 1], rows[r, 2]
            for start in range(0, n_rows, P):
                for s in range(len(cols)):
                    q_col, p_col, n_cols = cols[s, 0], cols[s, 1], cols[s, 2]
                    wide = n_cols + P - 1
                    a_at = (q_row + start) * a_row + q_col * LANES
                    z_at = b * C * z_step + (p_row + start) * wide_row + 2 * p_col
                    _block_ends(a, a_at, a_row, a_step, z, z_at, wide_row, z_step, channels, P, wide, work)
                    for i in range(min(P, n_rows - start)):
                        if i:
                            _next_row(a, a_at + (i + P - 1) * a_row, a_step, z, z_at + (i + P - 1) * wide_row, z_step,
                                      channels, wide, i == 1, work, begun, i * wide * LANES, column)
                        row = p_row + start + i
                        if row >= H:
                            row -= H
                        number = (first * H + q_row + start + i + d - inset) * W + q_col + d - inset
                        _across(work, column if i else 0, tail, P, n_cols, bias, a,
                                a_at + (i + d) * a_row + d * LANES, a_step, channels, number, b * H * W + row * W,
                                p_col, (b * C * H + row) * W, H, W, scale[b], slack[b], m, den, num, best)
