"""Locality: the best denoiser of a pixel that sees a window only, and which window at which noise level (chapter 6)."""

import math
import numbers
from collections.abc import Iterable, Sequence

import torch
from jaxtyping import Float
from torch import Tensor

from .core.checks import check_image_shape, check_level, check_sigma, check_training
from .core.sweep import sweep
from .core.windows import Seen, Soft, Window, check_reach, check_shape, check_side, edge_of, side_of
from .diffusion import abar_legacy, abar_to_sigma


# ---------------------------------------------------------------- which window at which noise level
class WindowSchedule:
    """P(sigma): the window at any noise level, from pairs (sigma, P) in any order; sigma > 0, no two alike.

    P is an odd side, or a `Soft` window. Between two levels the side runs straight in log sigma and is rounded to the
    nearest odd number; so does 1 / width, which is 0 for hard edges. Beyond the ends both stay.
    ValueError or TypeError for other pairs.
    """

    def __init__(self, pairs: Iterable[tuple[float, Window]]):
        self.pairs = sorted(((check_level(s), check_shape(P)) for s, P in pairs), key=lambda pair: pair[0])
        if not self.pairs or len({s for s, _ in self.pairs}) < len(self.pairs):
            raise ValueError(f"pairs (sigma, P) must be given, each sigma once, got {self.pairs}")

    def __call__(self, sigma: float) -> Window:
        """The window at one noise level > 0."""
        s = check_level(sigma)
        below = [pair for pair in self.pairs if pair[0] <= s][-1:] or self.pairs[:1]
        above = [pair for pair in self.pairs if pair[0] >= s][:1] or self.pairs[-1:]
        (low, before), (high, after) = below[0], above[0]
        part = math.log(s / low) / math.log(high / low) if high > low else 0.0
        P = 2 * round((_between(side_of(before), side_of(after), part) - 1) / 2) + 1
        edge = _between(edge_of(before), edge_of(after), part)
        return Soft(P, 1 / edge) if edge else P

    def __repr__(self) -> str:
        return f"WindowSchedule({self.pairs})"

    @property
    def largest(self) -> int:
        """The largest side that can come."""
        return max(side_of(P) for _, P in self.pairs)


def _between(low: float | int, high: float | int, part: float) -> float:
    return low + part * (high - low)


Windows = Window | WindowSchedule

# Kamb & Ganguli's released windows for a zero-padded residual network on Fashion-MNIST, index k used at t = k / 20
RELEASED = (3, 3, 5, 5, 7, 7, 9, 9, 9, 11, 11, 11, 13, 13, 13, 15, 15, 15, 17, 17)


def released_windows() -> WindowSchedule:
    """The windows that Kamb & Ganguli's code holds for Fashion-MNIST, by the noise level at which each is used.

    Index k of the list belongs to t = k / 20 of their clock (`diffusion.abar_legacy`); index 0 is never read.
    """
    levels = abar_to_sigma(abar_legacy(torch.arange(1, 20) / 20))  # (19,)
    return WindowSchedule(zip(levels.tolist(), RELEASED[1:], strict=True))


# ---------------------------------------------------------------- machines
class PatchMachine:
    """Posterior mean of each pixel, given its window, over the training windows in its reach (`core.windows`).

    `data`: training images (N, C, H, W), of which it keeps a copy. `P`: an odd window side, a `Soft` window, or a
    WindowSchedule. Call it as denoise(z, sigma), or ask `seen` for all that it knows. Every machine of chapters 6 and 7
    with windows is this one; they differ in `reach`, the training positions a pixel may consult, and in `padding`, what
    lies outside an image.
    """

    def __init__(self, data: Float[Tensor, "N C H W"], P: Windows, reach: str, padding: str):
        self.data, self.reach, self.padding = check_training(data).clone(), reach, padding
        check_reach(reach, padding)
        if not isinstance(P, numbers.Integral | Soft | WindowSchedule):
            raise TypeError(f"P must be an odd integer, a Soft window or a WindowSchedule, got {P!r}")
        largest = P.largest if isinstance(P, WindowSchedule) else side_of(P)
        check_side(largest, data.shape[2], data.shape[3], padding)
        self.P: Windows = P if isinstance(P, WindowSchedule) else check_shape(P)

    def window(self, sigma: float) -> Window:
        """The window at a noise level."""
        return self.P(sigma) if isinstance(self.P, WindowSchedule) else self.P

    def seen(self, z: Float[Tensor, "B C H W"], sigma: float | Tensor) -> Seen:
        """Nearest window, weights and sums of each pixel. sigma > 0, a number or (B,), of one window only."""
        check_image_shape(z, self.data.shape[1:], "z")
        found = {self.window(float(s)) for s in check_sigma(sigma, len(z))}
        if len(found) > 1:
            raise ValueError(f"one pass has one window, these noise levels have {sorted(found, key=side_of)}")
        return sweep(z, sigma, self.data, [found.pop()], self.reach, self.padding)[0]

    def __call__(self, z: Float[Tensor, "B C H W"], sigma: float | Tensor) -> Float[Tensor, "B C H W"]:
        """The best guess x0_hat at noise level sigma > 0, a number or (B,)."""
        check_image_shape(z, self.data.shape[1:], "z")
        levels = check_sigma(sigma, len(z))  # (B,)
        out = torch.empty_like(z)
        each = [self.window(float(s)) for s in levels]  # (B,)
        for P in set(each):
            mine = torch.tensor([window == P for window in each])  # (B,)
            out[mine] = self.seen(z[mine], levels[mine]).mean.to(z.dtype)
        return out


class LS(PatchMachine):
    """The local machine: a pixel compares its window with the same window of every training image.

    The minimum of the denoising loss among all denoisers that see windows (Kamb & Ganguli 2025, eqs 7-8). Outside an
    image are zeros, or, with `padding` "circular", its other side. P odd, at most 2 max(H, W) - 1 with zeros (then
    every pixel sees all, and it is the ideal denoiser), at most the shorter side on the torus.
    """

    def __init__(self, data: Float[Tensor, "N C H W"], P: Windows, padding: str = "zeros"):
        super().__init__(data, P, "same", padding)


def all_windows(
    data: Float[Tensor, "N C H W"], z: Float[Tensor, "B C H W"], sigma: float | Tensor, sides: Sequence[Window],
    padding: str = "zeros",
) -> list[Float[Tensor, "B C H W"]]:
    """The guesses of LS with each window, from one pass over the data."""
    return [seen.mean.to(z.dtype) for seen in sweep(z, sigma, data, sides, "same", padding)]
