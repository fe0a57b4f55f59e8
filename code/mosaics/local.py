"""Locality: the best denoiser of a pixel that sees a window only, and which window at which noise level (chapter 6)."""

import math
import numbers
from collections.abc import Iterable, Sequence

import torch
from jaxtyping import Float
from torch import Tensor

from .core.checks import check_image_shape, check_level, check_sigma, check_training, check_window
from .core.sweep import sweep
from .core.windows import Seen, check_reach, check_side
from .diffusion import abar_legacy, abar_to_sigma


# ---------------------------------------------------------------- which window at which noise level
class WindowSchedule:
    """P(sigma): the window side at any noise level, from pairs (sigma, P) in any order; P odd, sigma > 0, no two alike.

    Between two levels P runs straight in log sigma and is rounded to the nearest odd number; beyond the ends it stays.
    ValueError or TypeError for other pairs.
    """

    def __init__(self, pairs: Iterable[tuple[float, int]]):
        self.pairs = sorted((check_level(s), check_window(P)) for s, P in pairs)
        if not self.pairs or len({s for s, _ in self.pairs}) < len(self.pairs):
            raise ValueError(f"pairs (sigma, P) must be given, each sigma once, got {self.pairs}")

    def __call__(self, sigma: float) -> int:
        """The side at one noise level > 0."""
        s = check_level(sigma)
        below = [pair for pair in self.pairs if pair[0] <= s][-1:] or self.pairs[:1]
        above = [pair for pair in self.pairs if pair[0] >= s][:1] or self.pairs[-1:]
        (low, P_low), (high, P_high) = below[0], above[0]
        part = math.log(s / low) / math.log(high / low) if high > low else 0.0
        return 2 * round((P_low + part * (P_high - P_low) - 1) / 2) + 1

    def __repr__(self) -> str:
        return f"WindowSchedule({self.pairs})"

    @property
    def largest(self) -> int:
        """The largest side that can come."""
        return max(P for _, P in self.pairs)


Window = int | WindowSchedule

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

    `data`: training images (N, C, H, W), of which it keeps a copy. `P`: an odd window side, or a WindowSchedule. Call
    it as denoise(z, sigma), or ask `seen` for all that it knows. Every machine of chapters 6 and 7 with windows is this
    one; they differ in `reach`, the training positions a pixel may consult, and in `padding`, what lies outside an
    image.
    """

    def __init__(self, data: Float[Tensor, "N C H W"], P: Window, reach: str, padding: str):
        self.data, self.reach, self.padding = check_training(data).clone(), reach, padding
        check_reach(reach, padding)
        if not isinstance(P, numbers.Integral | WindowSchedule):
            raise TypeError(f"P must be an odd integer or a WindowSchedule, got {P!r}")
        side = check_side(P.largest if isinstance(P, WindowSchedule) else P, data.shape[2], data.shape[3], padding)
        self.P: Window = P if isinstance(P, WindowSchedule) else side

    def side(self, sigma: float) -> int:
        """The window side at a noise level."""
        return self.P(sigma) if isinstance(self.P, WindowSchedule) else self.P

    def seen(self, z: Float[Tensor, "B C H W"], sigma: float | Tensor) -> Seen:
        """Nearest window, weights and sums of each pixel. sigma > 0, a number or (B,), of one window side only."""
        check_image_shape(z, self.data.shape[1:], "z")
        sides = {self.side(float(s)) for s in check_sigma(sigma, len(z))}
        if len(sides) > 1:
            raise ValueError(f"one pass has one window side, these noise levels have {sorted(sides)}")
        return sweep(z, sigma, self.data, [sides.pop()], self.reach, self.padding)[0]

    def __call__(self, z: Float[Tensor, "B C H W"], sigma: float | Tensor) -> Float[Tensor, "B C H W"]:
        """The best guess x0_hat at noise level sigma > 0, a number or (B,)."""
        check_image_shape(z, self.data.shape[1:], "z")
        levels = check_sigma(sigma, len(z))  # (B,)
        out = torch.empty_like(z)
        for P in sorted({self.side(float(s)) for s in levels}):
            mine = torch.tensor([self.side(float(s)) == P for s in levels])  # (B,)
            out[mine] = self.seen(z[mine], levels[mine]).mean.to(z.dtype)
        return out


class LS(PatchMachine):
    """The local machine: a pixel compares its window with the same window of every training image.

    The minimum of the denoising loss among all denoisers that see windows (Kamb & Ganguli 2025, eqs 7-8). Outside an
    image are zeros, or, with `padding` "circular", its other side. P odd, at most 2 max(H, W) - 1 with zeros (then
    every pixel sees all, and it is the ideal denoiser), at most the shorter side on the torus.
    """

    def __init__(self, data: Float[Tensor, "N C H W"], P: Window, padding: str = "zeros"):
        super().__init__(data, P, "same", padding)


def all_windows(
    data: Float[Tensor, "N C H W"], z: Float[Tensor, "B C H W"], sigma: float | Tensor, sides: Sequence[int],
    padding: str = "zeros",
) -> list[Float[Tensor, "B C H W"]]:
    """The guesses of LS with each window side, from one pass over the data."""
    return [seen.mean.to(z.dtype) for seen in sweep(z, sigma, data, sides, "same", padding)]
