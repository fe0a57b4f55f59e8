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

from .checks import check_count, check_flag, check_window
from .progress import notice, progress_bar
from .windows import Seen, check_task, consult, window_sums

PARTS = 4  # the displacements are shared out among so many workers, whatever the number of threads
MARGIN = 14.0  # nats: windows further than log(their number) + this behind the nearest weigh less than 1e-6 together
LIMIT = 128.0  # nats: float32 resolves distances up to so many times 2 sigma^2 to 1e-5
LANES = 64  # training images at once; as in `lanes`
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
    """Running sums of one precision, one set a part. m (parts, B H W), den, best alike, num (parts, B C H W)."""

    def __init__(self, side: "_Side", kind: Any):
        parts, pixels, width = len(side.parts), side.B * side.H * side.W, side.W + side.P
        self.z = side.z.astype(kind).reshape(-1)
        self.scale, self.slack = side.scale.astype(kind), side.slack.astype(kind)
        self.m = np.full((parts, pixels), np.inf, kind)
        self.den, self.num = np.zeros((parts, pixels)), np.zeros((parts, pixels * side.C))
        self.best = np.full((parts, pixels), np.iinfo(np.int64).max)
        self.work = [_aligned(((side.P + 2) * width + side.P) * LANES, kind) for _ in range(parts)]


def _aligned(size: int, kind: Any) -> np.ndarray:
    """An empty array that begins at a multiple of 64 bytes."""
    raw = np.empty(size * np.dtype(kind).itemsize + 64, np.uint8)
    start = -raw.ctypes.data % 64
    return raw[start : start + size * np.dtype(kind).itemsize].view(kind)


class _Tile:
    """LANES training images, one in each lane; the lanes that are left over are put infinitely far away by `bias`."""

    def __init__(self, data: np.ndarray, start: int, first: int):
        self.part, self.first = data[start : start + LANES], first + start  # (n, C, H, W)
        self.bias = np.where(np.arange(LANES) < len(self.part), 0.0, np.inf)
        self.made: dict[tuple, np.ndarray] = {}

    def get(self, d: int, padding: str, kind: Any) -> np.ndarray:
        """(C, H + 2 d, W + 2 d, LANES)."""
        key = (d, padding, kind)
        if key not in self.made:
            n, C, H, W = self.part.shape
            out = _aligned(C * (H + 2 * d) * (W + 2 * d) * LANES, kind).reshape(C, H + 2 * d, W + 2 * d, LANES)
            out[:] = 0
            inner = out[:, d : d + H, d : d + W]
            inner[..., :n] = self.part.transpose(1, 2, 3, 0)
            inner[..., n:] = inner[..., :1]
            if padding == "circular" and d:
                out[:, :, :d], out[:, :, d + W :] = out[:, :, W : W + d], out[:, :, d : 2 * d]
                out[:, :d], out[:, d + H :] = out[:, H : H + d], out[:, d : 2 * d]
            self.made[key] = out
        return self.made[key]


class _Side:
    """The pass for one window side: tables, the noisy images as the kernel wants them, running sums of each part."""

    def __init__(self, z: Tensor, levels: Tensor, data: Tensor, P: int, reach: str, padding: str):
        self.P, self.padding, (self.B, self.C, self.H, self.W) = P, padding, z.shape
        self.inset = 0 if reach == "interior" else P // 2
        self.rows, self.cols = runs(reach, self.H, P), runs(reach, self.W, P)
        self.parts = [self.rows[k::PARTS].copy() for k in range(PARTS) if k < len(self.rows)]
        self.levels, two = levels, 2 * levels.numpy() ** 2  # (B,)
        count = len(data) * len(self.rows) * len(self.cols)
        self.scale, self.slack = -1 / (math.log(2) * two), two * (math.log(count) + MARGIN)
        low, high = float(data.min()), float(data.max())
        if padding == "zeros":
            low, high = min(low, 0.0), max(high, 0.0)
        r = z.double().clamp(low, high)  # (B, C, H, W)
        self.shared = window_sums((z.double() - r).square(), P, padding)  # (B, H, W)
        self.z = _extend(torch.stack([r, 2 * z.double() - r], -1).numpy(), P, padding)  # (B, C, Hz, Wz, 2)
        self.wide = np.full(self.B, z.dtype == torch.float64)  # which images need float64
        self.sums: dict[Any, _Sums] = {}

    def jobs(self, tile: _Tile, only: Any = None) -> Iterator[tuple]:
        """Arguments of the kernel for one tile: each part, each precision that some image needs."""
        for kind, which in ((np.float32, np.flatnonzero(~self.wide)), (np.float64, np.flatnonzero(self.wide))):
            if len(which) and only in (None, kind):
                s = self.sums[kind] = self.sums.get(kind) or _Sums(self, kind)
                a = tile.get(self.inset, self.padding, kind)
                for k, rows in enumerate(self.parts):
                    yield (which, s.z, self.z.shape[2:4], a.reshape(-1), a.shape[1:3], tuple(range(self.C)), self.inset,
                           self.H, self.W, rows, self.cols, self.P, s.scale, s.slack, tile.bias.astype(kind),
                           tile.first, s.m[k], s.den[k], s.num[k], s.best[k], s.work[k])

    def refine(self) -> bool:
        """After the first tile: whether float32 does not resolve the distances of some image, which begins anew."""
        if np.float32 not in self.sums:
            return False
        m = self.sums[np.float32].m.min(0).reshape(self.B, -1).max(1)  # (B,)
        new = ~self.wide & (m > LIMIT * 2 * self.levels.numpy() ** 2)
        self.wide |= new
        return bool(new.any())

    def seen(self) -> Seen:
        """All parts together, always in the same order."""
        return functools.reduce(Seen.merge, [self._part(k) for k in range(len(self.parts))])

    def _part(self, k: int) -> Seen:
        shape, out = (self.B, self.H, self.W), []
        for name in ("m", "den", "num", "best"):
            size = (self.B, self.C, self.H, self.W) if name == "num" else shape
            both = {kind: getattr(s, name)[k].reshape(size) for kind, s in self.sums.items()}
            pick = [both[np.float64 if wide else np.float32][b] for b, wide in enumerate(self.wide)]
            out.append(torch.from_numpy(np.stack(pick).astype(np.int64 if name == "best" else np.float64)))
        m, den, num, best = out
        return Seen(self.levels, m + self.shared, den, num, best)


# ---------------------------------------------------------------- the pass
def sweep(
    z: Float[Tensor, "B C H W"], sigma: float | Tensor, data: Float[Tensor, "N C H W"], sides: Sequence[int],
    reach: str, padding: str, *, first: int = 0, threads: int | None = None, progress: bool = True,
) -> list[Seen]:
    """What each pixel learns from the windows in its reach: one `Seen` for each window side, from one pass over data.

    sigma > 0, a number or (B,). Exact: the best guess is within 1e-5 of `windows.consult` for sigma from 0.01 to 80,
    and the result depends on neither batch nor threads, and on the order of the data in the last digits only. `first`
    is the number of the first training image, where `data` is a shard (`Seen.merge`). `threads`: those of torch if
    None. A progress bar appears to somebody who watches work beyond two seconds, if `progress`. Raises TypeError or
    ValueError as `consult`.
    """
    if not isinstance(sides, Sequence) or isinstance(sides, str) or not sides:
        raise TypeError(f"sides must be a sequence of window sides, got {sides!r}")
    for P in sides:
        levels = check_task(z, sigma, data, P, reach, padding, first)
    sides, first = [check_window(P) for P in sides], check_count(first, "first", 0)
    progress = check_flag(progress, "progress")
    threads = torch.get_num_threads() if threads is None else check_count(threads, "threads")
    if _kernel() is None:
        return [consult(z, levels, data, P, reach, padding, first=first) for P in sides]
    passes = [_Side(z.detach(), levels, data.detach(), P, reach, padding) for P in sides]
    with _workers(threads) as work, _Progress(-(-len(data) // LANES), progress) as bar:
        for start in range(0, len(data), LANES):
            tile = _Tile(data.detach().numpy(), start, first)
            work([job for side in passes for job in side.jobs(tile)])
            again = [side for side in passes if side.refine()] if start == 0 else []
            work([job for side in again for job in side.jobs(tile, only=np.float64)])
            bar.step()
    return [side.seen() for side in passes]


@contextlib.contextmanager
def _workers(threads: int) -> Iterator[Callable[[list], None]]:
    """work(argument lists) runs the kernel on each and returns when all are done; in threads if there are several.

    The kernel holds no lock of Python's. On an interrupt, what has not begun is dropped.
    """
    kernel = _kernel()
    assert kernel is not None
    pool = ThreadPoolExecutor(threads) if threads > 1 else None

    def work(jobs: list) -> None:
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


def _compile(kernel: Callable, job: tuple) -> None:
    """Make the kernel ready for this precision and number of channels, by a call that has nothing to do.

    Where the disk holds no compiled one, this takes seconds.
    """
    key = (job[1].dtype, len(job[5]))
    if key in _compiled:
        return
    timer = threading.Timer(HUSH, notice, ["compiling the fast patch machine; this takes some seconds"])
    timer.start()
    try:
        kernel(job[0][:0], *job[1:])
    finally:
        timer.cancel()
    _compiled.add(key)
