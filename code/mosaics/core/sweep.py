"""The fast exact patch machine: the same as `windows.consult`, some hundred times faster, all windows at once if asked.

What is summed over windows is not (z - a)^2 but (z - a)^2 - (z - r)^2 with r = z clipped to the range of the data: the
window sum of the second term is the same for all candidates of a pixel, so no weight changes, but the noise that no
training image can explain, nearly all of it at high sigma, no longer drowns the rest in rounding. It factors into
(a - low)(a - high) with low = r and high = 2 z - r. Distances are float32 where that resolves them, else float64: see
`LIMIT`. Weights are float32, their sums float64. The compiled loops are in `kernel`.
"""

import contextlib
import functools
import math
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from .checks import check_count, check_flag
from .layout import LANES, Frame, Job, Noisy, Runs, Scratch, Sums, Tile
from .progress import notice, progress_bar
from .windows import Seen, Soft, Window, check_shape, check_task, consult, side_of, taps, window_sums

PARTS = 4  # the displacements are shared out among so many workers, however many threads: sums keep their order
MARGIN = 14.0  # nats: windows further than log(their number) + this behind the nearest weigh less than 1e-6 together
LIMIT = 128.0  # nats: float32 resolves distances up to so many times 2 sigma^2 to 1e-5
PATIENCE, HUSH = 2.0, 1.0  # seconds of work without a progress bar, of compiling without a notice


def runs(reach: str, n: int, P: int) -> np.ndarray:
    """All displacements along an axis of n pixels: (first window in the padded data, first pixel, how many pixels)."""
    d = P // 2
    if reach == "same":
        out = [(0, 0, n)]
    elif reach in ("all", "interior"):
        out = [(0, p, n if reach == "all" else n - 2 * d) for p in range(n)]
    else:
        shifts = [(max(d, d + o), min(n - d, n - d + o), o) for o in range(1 - n, n)]
        out = [(0, 0, n) if o == 0 else (low, low - o, high - low) for low, high, o in shifts if o == 0 or low < high]
    return np.array(out, dtype=np.int64)


def _extend(x: np.ndarray, P: int, padding: str) -> np.ndarray:
    """(B, C, H, W, 2), with P // 2 more places around; on the torus so many that no window leaves it on the right."""
    d = P // 2
    if padding == "zeros":
        return np.pad(x, ((0, 0), (0, 0), (d, d), (d, d), (0, 0)))
    rows, cols = (np.arange(-d, 2 * n + d) % n for n in x.shape[2:4])
    return x[:, :, rows][:, :, :, cols]


class _Sums:
    """Running sums of one precision, one set a part, with all that the kernel wants to know but the tile."""

    def __init__(self, side: "_Side", dtype: Any):
        (B, C, H, W), P = side.shape, side.P
        parts, pixels, row = len(side.parts), B * H * W, (W + P) * LANES
        self.frame = Frame(P, H, W, side.inset, tuple(range(C)))
        self.taps = None if side.taps is None else side.taps.astype(dtype)
        _, _, rows, cols, pair = side.z.shape
        self.noisy = Noisy(side.z.astype(dtype).reshape(-1), cols * pair, rows * cols * pair, C * rows * cols * pair,
                           side.scale.astype(dtype), side.slack.astype(dtype))
        # weights are at most 1 and lose nothing as float32, but a million of them add up: so the sums are float64
        self.parts = [Sums(np.full(pixels, np.inf, dtype), np.zeros(pixels), np.zeros(pixels * C),
                           np.full(pixels, np.iinfo(np.int64).max)) for _ in range(parts)]
        self.scratch = [Scratch(_aligned((P + 2) * row + P * LANES, dtype), P * row, (P + 1) * row, (P + 2) * row)
                        for _ in range(parts)]

    def jobs(self, which: np.ndarray, tile: Tile, parts: list[Runs]) -> Iterator[Job]:
        """What the kernel has to do with a tile for the noisy images `which`: one job a part."""
        for runs, sums, scratch in zip(parts, self.parts, self.scratch, strict=True):
            yield Job(which, self.frame, self.taps, self.noisy, tile, runs, sums, scratch)


def _aligned(size: int, dtype: Any) -> np.ndarray:
    """An empty array that begins at a multiple of 64 bytes: a vector then never lies across two cache lines."""
    raw = np.empty(size * np.dtype(dtype).itemsize + 64, np.uint8)
    start = -raw.ctypes.data % 64
    return raw[start : start + size * np.dtype(dtype).itemsize].view(dtype)


class _Lanes:
    """Up to LANES training images as the kernel wants them: each tile is made once, for all sides that ask for it."""

    def __init__(self, data: np.ndarray, start: int, number: int):
        self.part, self.number = data[start : start + LANES], number + start  # (n, C, H, W)
        self.made: dict[tuple, Tile] = {}

    def tile(self, d: int, padding: str, dtype: Any) -> Tile:
        """With d more pixels around. Lanes that are left over hold the first image, infinitely far away by `bias`."""
        key = (d, padding, dtype)
        if key not in self.made:
            values = self._values(d, padding, dtype)  # (C, H + 2 d, W + 2 d, LANES)
            row, bias = values.shape[2] * LANES, np.zeros(LANES, dtype)
            bias[len(self.part) :] = np.inf
            self.made[key] = Tile(values.reshape(-1), row, values.shape[1] * row, self.number, bias)
        return self.made[key]

    def _values(self, d: int, padding: str, dtype: Any) -> np.ndarray:
        n, C, H, W = self.part.shape
        out = _aligned(C * (H + 2 * d) * (W + 2 * d) * LANES, dtype).reshape(C, H + 2 * d, W + 2 * d, LANES)
        out[:] = 0
        inner = out[:, d : d + H, d : d + W]
        inner[..., :n] = self.part.transpose(1, 2, 3, 0)
        inner[..., n:] = inner[..., :1]
        if padding == "circular" and d:
            out[:, :, :d], out[:, :, d + W :] = out[:, :, W : W + d], out[:, :, d : 2 * d]
            out[:, :d], out[:, d + H :] = out[:, H : H + d], out[:, d : 2 * d]
        return out


class _Side:
    """The pass for one window: tables, the noisy images as the kernel wants them, running sums of each part."""

    def __init__(self, z: Tensor, levels: Tensor, data: Tensor, window: Window, reach: str, padding: str):
        self.P, self.padding, self.shape = (P := side_of(window)), padding, z.shape
        self.taps = taps(window).numpy() if isinstance(window, Soft) else None  # (P,)
        self.inset = 0 if reach == "interior" else P // 2
        rows, cols = runs(reach, z.shape[2], P), runs(reach, z.shape[3], P)
        self.parts = [Runs(rows[k::PARTS].copy(), cols) for k in range(PARTS) if k < len(rows)]
        self.levels, two = levels, 2 * levels.numpy() ** 2  # (B,)
        count = len(data) * len(rows) * len(cols)
        self.scale, self.slack = -1 / (math.log(2) * two), two * (math.log(count) + MARGIN)
        low, high = float(data.min()), float(data.max())
        if padding == "zeros":
            low, high = min(low, 0.0), max(high, 0.0)
        r = z.double().clamp(low, high)  # (B, C, H, W)
        self.shared = window_sums((z.double() - r).square(), window, padding)  # (B, H, W)
        self.z = _extend(torch.stack([r, 2 * z.double() - r], -1).numpy(), P, padding)  # (B, C, Hz, Wz, 2)
        self.exact = np.full(len(z), z.dtype == torch.float64)  # which images need float64
        self.sums: dict[Any, _Sums] = {}

    def jobs(self, lanes: _Lanes, only: Any = None) -> Iterator[Job]:
        """What the kernel has to do with these training images: each part, each precision that some image needs."""
        for dtype, which in ((np.float32, np.flatnonzero(~self.exact)), (np.float64, np.flatnonzero(self.exact))):
            if len(which) and only in (None, dtype):
                if dtype not in self.sums:
                    self.sums[dtype] = _Sums(self, dtype)
                yield from self.sums[dtype].jobs(which, lanes.tile(self.inset, self.padding, dtype), self.parts)

    def refine(self) -> bool:
        """After the first tile: whether float32 does not resolve the distances of some image, which begins anew.

        float32 keeps 24 bits of a distance, so what is left of differences between windows shrinks as the nearest is
        further away. It can only come nearer in later tiles: what is resolved in the first is resolved to the end.
        """
        if np.float32 not in self.sums:
            return False
        nearest = np.minimum.reduce([sums.least for sums in self.sums[np.float32].parts])  # (B H W,)
        far = nearest.reshape(len(self.exact), -1).max(1) > LIMIT * 2 * self.levels.numpy() ** 2  # (B,)
        new = ~self.exact & far
        self.exact |= new
        return bool(new.any())

    def seen(self) -> Seen:
        """All parts together, always in the same order: so the result does not depend on the number of threads."""
        return functools.reduce(Seen.merge, [self._part(k) for k in range(len(self.parts))])

    def _part(self, k: int) -> Seen:
        B, C, H, W = self.shape
        of = {dtype: sums.parts[k] for dtype, sums in self.sums.items()}
        chosen = [of[np.float64 if exact else np.float32] for exact in self.exact]  # (B,) the sums of each image

        def gather(name: str, *shape: int) -> Tensor:
            each = [getattr(sums, name).reshape(B, *shape)[b] for b, sums in enumerate(chosen)]
            return torch.from_numpy(np.stack(each))

        least = gather("least", H, W).double() + self.shared
        return Seen(self.levels, least, gather("weight", H, W), gather("value", C, H, W), gather("best", H, W))


# ---------------------------------------------------------------- the pass
def sweep(
    z: Float[Tensor, "B C H W"], sigma: float | Tensor, data: Float[Tensor, "N C H W"], sides: Sequence[Window],
    reach: str, padding: str, *, first: int = 0, threads: int | None = None, progress: bool = True,
) -> list[Seen]:
    """What each pixel learns from the windows in its reach: one `Seen` for each window, from one pass over data.

    sigma > 0, a number or (B,). Exact: the best guess is within 1e-5 of `windows.consult` for sigma from 0.01 to 80,
    and the result depends on neither batch nor threads, and on the order of the data in the last digits only. `first`
    is the number of the first training image, where `data` is a shard (`Seen.merge`). `threads`: those of torch if
    None. A progress bar appears to somebody who watches work beyond two seconds, if `progress`. Raises TypeError or
    ValueError as `consult`.
    """
    if not isinstance(sides, Sequence) or isinstance(sides, str) or not sides:
        raise TypeError(f"sides must be a sequence of window sides, got {sides!r}")
    for window in sides:
        levels = check_task(z, sigma, data, window, reach, padding, first)
    sides, first = [check_shape(window) for window in sides], check_count(first, "first", 0)
    progress = check_flag(progress, "progress")
    threads = torch.get_num_threads() if threads is None else check_count(threads, "threads")
    if _kernel() is None:
        return [consult(z, levels, data, window, reach, padding, first=first) for window in sides]
    passes = [_Side(z.detach(), levels, data.detach(), window, reach, padding) for window in sides]
    with _workers(threads) as work, _Progress(-(-len(data) // LANES), progress) as bar:
        for start in range(0, len(data), LANES):
            lanes = _Lanes(data.detach().numpy(), start, first)
            work([job for side in passes for job in side.jobs(lanes)])
            again = [side for side in passes if side.refine()] if start == 0 else []
            work([job for side in again for job in side.jobs(lanes, only=np.float64)])
            bar.step()
    return [side.seen() for side in passes]


@contextlib.contextmanager
def _workers(threads: int) -> Iterator[Callable[[list[Job]], None]]:
    """work(jobs) runs the kernel on each and returns when all are done; in threads if there are several.

    The kernel holds no lock of Python's. On an interrupt, what has not begun is dropped.
    """
    kernel = _kernel()
    assert kernel is not None
    pool = ThreadPoolExecutor(threads) if threads > 1 else None

    def work(jobs: list[Job]) -> None:
        for job in jobs:
            _compile(kernel, job)
        for done in [pool.submit(kernel, *job) for job in jobs] if pool else []:
            done.result()
        for job in [] if pool else jobs:
            kernel(*job)

    try:
        yield work
    finally:
        if pool:
            pool.shutdown(cancel_futures=True)


class _Progress:
    """A bar over the tiles that appears, to somebody who watches, once the whole will take longer than `PATIENCE`."""

    def __init__(self, tiles: int, wanted: bool):
        self.tiles, self.wanted, self.done, self.bar, self.start = tiles, wanted, 0, None, time.monotonic()

    def __enter__(self) -> "_Progress":
        return self

    def step(self) -> None:
        """One more tile is done."""
        self.done += 1
        if self.done == 1:  # the first may have waited for the compiler
            self.start = time.monotonic()
            return
        expected = (time.monotonic() - self.start) / (self.done - 1) * self.tiles
        if self.bar is None and expected > PATIENCE and self.done < self.tiles:
            self.bar = progress_bar(self.wanted, total=self.tiles, initial=self.done, desc="training images",
                                    unit="tile", leave=False)
        elif self.bar is not None:
            self.bar.update()

    def __exit__(self, *error: object) -> None:
        if self.bar is not None:
            self.bar.close()


# ---------------------------------------------------------------- the compiled kernel
@functools.cache
def _kernel() -> Callable | None:
    """The kernel; None, with a warning, where numba is missing or cannot be loaded."""
    try:
        from .kernel import sweep_tile
    except Exception as error:  # a numba that does not fit its numpy or its llvmlite may raise anything
        warnings.warn(f"numba cannot be used ({type(error).__name__}: {error}); patch machines take the readable way, "
                      "some hundred times slower", RuntimeWarning, stacklevel=4)
        return None
    return sweep_tile


_compiled: set[tuple] = set()


def _compile(kernel: Callable, job: Job) -> None:
    """Make the kernel ready for this precision, number of channels and kind of window, by a call with nothing to do.

    Where the disk holds no compiled one, this takes seconds.
    """
    key = (job.noisy.values.dtype, len(job.frame.channels), job.taps is None)
    if key in _compiled:
        return
    timer = threading.Timer(HUSH, notice, ["compiling the fast patch machine; this takes some seconds"])
    timer.start()
    try:
        kernel(*job._replace(which=job.which[:0]))
    finally:
        timer.cancel()
    _compiled.add(key)
