"""The compiled loops of `sweep`: every window of a noisy image against every window that it may consult.

One displacement between the two images at a time, all lanes (training images) at once. What is summed over windows is
the product (a - low)(a - high) of `sweep`. The sums over P rows, then P columns, take the same time for every P: cut
into blocks of P, any P neighbours are the end of one block and the beginning of the next, so a sum from each row to its
block's end and one from the block's beginning suffice. Nothing is ever subtracted, as running sums do,
so a window's sum depends on nothing outside it, and keeps the full precision wherever the images nearly agree.

Why so: the order of all sums is that of the loops, so neither batch nor threads change a bit. Distances have the
precision of the noisy images' values, float32 where that resolves them (`sweep.LIMIT`), for twice the lanes fit into a
register. Weights are float32, at most 1 since they are counted from the least distance; what they are added to is
float64, for in float32 a sum of a million weights stops growing. Arrays are flat; positions are counted by hand.
"""

import hashlib
import inspect
import pathlib
import tempfile
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import llvmlite
import numba
import numpy as np
from numba import njit
from numba.core.options import DefaultOptions

from . import lanes, layout
from .lanes import any_at_most, exp2, lane_equal, least_lane, load, narrow, peek, spread, store, total
from .layout import LANES

SETTINGS: Any = numba.config  # it has no types
SOURCES = tuple(pathlib.Path(source) for source in (__file__, lanes.__file__, layout.__file__))
OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "boundscheck": False}
if hasattr(DefaultOptions, "_nrt"):  # nothing is allocated here, so references need not be counted: 5 % of all time
    OPTIONS["_nrt"] = False


# ---------------------------------------------------------------- what is kept on disk
def fingerprint(*sources: pathlib.Path) -> str:
    """A name for what these sources compile to: their content and the versions of numba and llvmlite."""
    digest = hashlib.sha256(f"{numba.__version__} {llvmlite.__version__}".encode())
    for source in sources:
        digest.update(hashlib.sha256(source.read_bytes()).digest())
    return digest.hexdigest()[:16]


def shelves() -> Iterator[pathlib.Path]:
    """Folders that may keep compiled code, best first: that of NUMBA_CACHE_DIR, the one beside this file, the user's.

    Numba by itself notices changes of this file only: so each state of all `SOURCES` has a folder.
    """
    name = f"kernel-{fingerprint(*SOURCES)}"
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


def compiled(function: Callable, **options: Any) -> Callable:
    """Compile with numba what was written, not what a checker of types has wrapped around it; keep it in FOLDER."""
    made, before = njit(**OPTIONS, **options)(inspect.unwrap(function)), SETTINGS.CACHE_DIR
    if FOLDER:
        try:
            SETTINGS.CACHE_DIR = str(FOLDER)  # read when caching is enabled, and not again
            made.enable_caching()
        finally:
            SETTINGS.CACHE_DIR = before
    return made


def inner(function: Callable) -> Callable:
    """The same for what compiled code alone calls: without a door for Python, a sixth of the compiler's work."""
    return compiled(function, no_cpython_wrapper=True)


def inlined(function: Callable) -> Callable:
    """The same, pasted into its callers."""
    return njit(inline="always")(inspect.unwrap(function))


# ---------------------------------------------------------------- the loops
class At(NamedTuple):
    """Where a block of rows begins: entries of the tile's and of the noisy image's values; how many columns it has."""

    tile: int
    noisy: int
    columns: int


class Line(NamedTuple):
    """A row of windows: where their column sums lie and the tile's centres begin, and which pixels they speak to.

    `position`: that of the first centre in the image of lane 0, as in `Seen.best`. `pixel`, `value`: entries of the
    sums at column 0 of this row. `col`: column of the first pixel, of `length`; beyond the last column comes column 0.
    """

    source: int
    centre: int
    position: int
    pixel: int
    value: int
    col: int
    length: int


@inlined
def _product(tile, noisy, frame, t, n):
    """Sum over the channels of (a - low)(a - high) at one place: entries t of the tile, n of the noisy image."""
    a = load(tile.values, t)
    out = (a - spread(peek(noisy.values, n))) * (a - spread(peek(noisy.values, n + 1)))
    for c in range(1, len(frame.channels)):
        a, at = load(tile.values, t + c * tile.channel), n + c * noisy.channel
        out = out + (a - spread(peek(noisy.values, at))) * (a - spread(peek(noisy.values, at + 1)))
    return out


@inner
def _block_ends(tile, noisy, frame, at, scratch):
    """For each column, sums from each of P rows to the last of them, into scratch[row, column]: last row first."""
    last = frame.P - 1
    for j in range(at.columns):
        out = spread(noisy.values.dtype.type(0))
        t, n = at.tile + last * tile.row + j * LANES, at.noisy + last * noisy.row + 2 * j
        to = (last * at.columns + j) * LANES
        for _ in range(frame.P):
            out = out + _product(tile, noisy, frame, t, n)
            store(scratch.values, to, out)
            t, n, to = t - tile.row, n - noisy.row, to - at.columns * LANES


@inner
def _next_row(tile, noisy, frame, at, scratch, i):
    """Take row i + P - 1 into the sums from the next block's beginning; column sums of the window that ends there."""
    down = i + frame.P - 1
    for j in range(at.columns):
        t, n = at.tile + down * tile.row + j * LANES, at.noisy + down * noisy.row + 2 * j
        out = _product(tile, noisy, frame, t, n)
        if i > 1:
            out = out + load(scratch.values, scratch.begun + j * LANES)
        store(scratch.values, scratch.begun + j * LANES, out)
        ends = load(scratch.values, (i * at.columns + j) * LANES)
        store(scratch.values, scratch.column + j * LANES, out + ends)


@inlined
def _rebase(sums, frame, p, v, low, scale):
    """Count the sums of pixel p from the smaller distance `low`."""
    if sums.weight[p] > 0:  # before the first window `least` is infinite, and infinity times 0 is no number
        factor = 2.0 ** ((sums.least[p] - low) * scale)
        sums.weight[p] *= factor
        for c in range(len(frame.channels)):
            sums.value[np.uint64(v + c * frame.H * frame.W)] *= factor
    sums.least[p] = low


@inlined
def _nearer(distance, sums, frame, p, v, position, scale):
    """Where a lane is as near to pixel p as any window before, or nearer: the new least distance, and who holds it."""
    low = least_lane(distance)
    position += lane_equal(distance, low) * (frame.H * frame.W)
    if low < sums.least[p]:
        _rebase(sums, frame, p, v, low, scale)
        sums.best[p] = position
    elif position < sums.best[p]:  # equally near: the one that stands first, in whatever order they come
        sums.best[p] = position


@inlined
def _weigh(distance, sums, frame, tile, p, v, t, scale):
    """Add the weights of all lanes, and the centres at entry t of the tile as often, to the sums of pixel p."""
    w = exp2(narrow((distance - spread(sums.least[p])) * spread(scale)))
    sums.weight[p] += total(w)
    for c in range(len(frame.channels)):
        centre = load(tile.values, t + c * tile.channel)
        sums.value[np.uint64(v + c * frame.H * frame.W)] += total(w * narrow(centre))


@inlined
def _hear(distance, tile, noisy, frame, sums, b, line, j):
    """What window j of a line, at this distance in each lane, says to its pixel: an online softmax.

    As `softmax.Tally`, with distances for logits: what was summed is counted from the least distance so far. A window
    further than `slack` behind it, in every lane, is passed over; nearly all are, where there is little noise.
    """
    col = line.col + j
    if col >= frame.W:
        col -= frame.W
    p, v = np.uint64(line.pixel + col), line.value + col
    if any_at_most(distance, sums.least[p] + noisy.slack[b]):
        if any_at_most(distance, sums.least[p]):
            _nearer(distance, sums, frame, p, v, line.position + j, noisy.scale[b])
        _weigh(distance, sums, frame, tile, p, v, line.centre + j * LANES, noisy.scale[b])


@inner
def _across(tile, noisy, frame, sums, scratch, b, line):
    """Window sums along a row of column sums, and what each says to its pixel."""
    work = scratch.values
    for start in range(0, line.length, frame.P):
        out = load(tile.bias, 0)  # once a window: every one takes just one sum from the tails
        for j in range(frame.P - 1, -1, -1):
            out = out + load(work, line.source + (start + j) * LANES)
            store(work, scratch.tail + j * LANES, out)
        begun = spread(sums.least.dtype.type(0))
        for j in range(start, min(start + frame.P, line.length)):
            if j > start:
                begun = begun + load(work, line.source + (j + frame.P - 1) * LANES)
            distance = load(work, scratch.tail + (j - start) * LANES) + begun
            _hear(distance, tile, noisy, frame, sums, b, line, j)


@inner
def _soft_row(tile, noisy, frame, taps, at, scratch, i):
    """Column sums of the soft windows in row i of a block, whose products stand in scratch[row modulo P, column].

    Row i = 0 needs P rows of products, each further row one more.
    """
    P = frame.P
    for down in range(i + P - 1 if i else 0, i + P):
        for j in range(at.columns):
            t, n = at.tile + down * tile.row + j * LANES, at.noisy + down * noisy.row + 2 * j
            store(scratch.values, (down % P * at.columns + j) * LANES, _product(tile, noisy, frame, t, n))
    for j in range(at.columns):
        out = spread(noisy.values.dtype.type(0))
        for k in range(P):
            out = out + spread(taps[k]) * load(scratch.values, ((i + k) % P * at.columns + j) * LANES)
        store(scratch.values, scratch.column + j * LANES, out)


@inner
def _column_sums(tile, noisy, frame, taps, at, scratch, i):
    """Column sums of the windows in row i of a block, whose rows come in turn; where in `scratch` they begin."""
    if taps is not None:
        _soft_row(tile, noisy, frame, taps, at, scratch, i)
        return scratch.column
    if i:
        _next_row(tile, noisy, frame, at, scratch, i)
        return scratch.column
    _block_ends(tile, noisy, frame, at, scratch)
    return 0


@inner
def _soft_across(tile, noisy, frame, taps, sums, scratch, b, line):
    """The same as `_across` with soft windows."""
    for j in range(line.length):
        distance = load(tile.bias, 0)
        for k in range(frame.P):
            distance = distance + spread(taps[k]) * load(scratch.values, line.source + (j + k) * LANES)
        _hear(distance, tile, noisy, frame, sums, b, line, j)


@compiled
def sweep_tile(which, frame, taps, noisy, tile, runs, sums, scratch):
    """One tile of training images, the noisy images `which`, into their running sums; arguments as in `layout.Job`."""
    P, H, W, d, rows, cols = frame.P, frame.H, frame.W, frame.P // 2, runs.rows, runs.cols
    for b in which:
        for r in range(len(rows)):
            q_row, p_row, n_rows = rows[r, 0], rows[r, 1], rows[r, 2]
            for start in range(0, n_rows, P):
                for s in range(len(cols)):
                    q_col, p_col, n_cols = cols[s, 0], cols[s, 1], cols[s, 2]
                    at = At((q_row + start) * tile.row + q_col * LANES,
                            b * noisy.image + (p_row + start) * noisy.row + 2 * p_col, n_cols + P - 1)
                    for i in range(min(P, n_rows - start)):
                        source = _column_sums(tile, noisy, frame, taps, at, scratch, i)
                        p = p_row + start + i
                        if p >= H:
                            p -= H
                        position = (tile.number * H + q_row + start + i + d - frame.inset) * W + q_col + d - frame.inset
                        line = Line(source, at.tile + (i + d) * tile.row + d * LANES, position, (b * H + p) * W,
                                    (b * len(frame.channels) * H + p) * W, p_col, n_cols)
                        if taps is None:
                            _across(tile, noisy, frame, sums, scratch, b, line)
                        else:
                            _soft_across(tile, noisy, frame, taps, sums, scratch, b, line)
