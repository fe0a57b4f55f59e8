"""Pictures at several scales: resampling by two small matrices, on a torus if asked; how large each scale is.

A picture of n rows is turned into one of m rows by a matrix (m, n) that says how much of each old row a new row takes:
a cubic kernel, as wide as two old pixels to either side when a picture grows and as two new ones when it shrinks, so
that nothing finer than the new grid is left (antialiasing). On a torus the kernel goes round, else the border is
repeated. The kernel is that of Keys (1981) with a = -1/2.
"""

import functools
import math
from typing import NamedTuple

import torch
from jaxtyping import Bool, Float
from torch import Tensor
from torch.nn.functional import avg_pool2d, interpolate

from ..core.checks import (
    check_choice,
    check_count,
    check_images,
    check_mask,
    check_range,
    check_window,
)

Sides = tuple[int, int]
BORDERS = ("edge", "torus")
MOST = 0.75  # a pixel of a coarser scale counts as known if so much of what it is made of is


def check_sides(sides: Sides, name: str, low: int = 1) -> Sides:
    """`sides` as (H, W) if they are two integers of at least `low`; TypeError or ValueError otherwise."""
    if not isinstance(sides, tuple | list) or len(sides) != 2:
        raise TypeError(f"{name} must be two integers (H, W), got {sides!r}")
    return check_count(sides[0], f"{name}[0]", low), check_count(sides[1], f"{name}[1]", low)


def check_border(border: str) -> str:
    """`border` if it is one of `BORDERS`; else ValueError."""
    return check_choice(border, BORDERS, "border")


# ---------------------------------------------------------------- resampling
def _cubic(t: Float[Tensor, "*shape"]) -> Float[Tensor, "*shape"]:
    """Keys' kernel at distance |t| in pixels: 1 at 0, 0 at 1, at 2 and beyond."""
    t = t.abs()
    near, far = (1.5 * t - 2.5) * t * t + 1, ((-0.5 * t + 2.5) * t - 4) * t + 2
    return torch.where(t < 1, near, torch.where(t < 2, far, torch.zeros_like(t)))


@functools.lru_cache(64)
def _resampling(n: int, m: int, border: str) -> Float[Tensor, "m n"]:
    """The matrix that turns n pixels in a row into m; rows add up to 1. float64."""
    wide = max(1.0, n / m)  # old pixels in a unit of the kernel
    centre = (torch.arange(m, dtype=torch.float64) + 0.5) * n / m - 0.5  # (m,)
    reach = torch.arange(-math.ceil(2 * wide) - 1, math.ceil(2 * wide) + 2)  # (k,) offsets that the kernel may meet
    at = centre.floor().long()[:, None] + reach  # (m, k)
    weights = _cubic((at - centre[:, None]) / wide)  # (m, k)
    at = at % n if border == "torus" else at.clamp(0, n - 1)
    out = torch.zeros(m, n, dtype=torch.float64).scatter_add_(1, at, weights)
    return out / out.sum(1, keepdim=True)


def resized(x: Float[Tensor, "B C H W"], sides: Sides, border: str = "edge") -> Float[Tensor, "B C h w"]:
    """Images at other sides (h, w), antialiased; values stay in the range of each image.

    `border`: what lies beyond it, "edge": its last pixel again, or "torus": the other side. TypeError or ValueError
    for other arguments.
    """
    (H, W), (h, w) = check_images(x, "x").shape[2:], check_sides(sides, "sides")
    check_border(border)
    if (h, w) == (H, W):
        return x
    rows, columns = (_resampling(*pair, border).to(x.dtype) for pair in ((H, h), (W, w)))  # (h, H), (w, W)
    low, high = x.amin((1, 2, 3), keepdim=True), x.amax((1, 2, 3), keepdim=True)  # (B, 1, 1, 1)
    return (rows @ x @ columns.T).clamp(low, high)


def shrunk(mask: Bool[Tensor, "H W"], sides: Sides, border: str = "edge") -> Bool[Tensor, "h w"]:
    """A mask at other sides: pixels of which more than the share `MOST` is in it."""
    if tuple(mask.shape) == tuple(sides):
        return mask
    return resized(mask[None, None].double(), sides, border)[0, 0] > MOST


def filled(x: Float[Tensor, "B C H W"], known: Bool[Tensor, "H W"]) -> Float[Tensor, "B C H W"]:
    """Images whose unknown pixels are made up from the known ones around, the smoother the further these are.

    Known pixels are averaged in squares of 2 x 2, those that are still unknown again, and so on; what is unknown takes
    the next coarser value. Known pixels stay as they are. ValueError if none is known.
    """
    check_images(x, "x")
    if check_mask(known, "known").shape != x.shape[2:]:
        raise ValueError(f"known must have shape {tuple(x.shape[2:])}, got {tuple(known.shape)}")
    if not known.any():
        raise ValueError(f"known must hold a known pixel, got none of {known.numel()}")
    return _filled(x, known)


def _filled(x: Tensor, known: Tensor) -> Tensor:
    if known.all():
        return x
    m = known[None, None].to(x.dtype)  # (1, 1, H, W)
    share = _halved(m)  # (1, 1, H/2, W/2)
    coarse = _halved(torch.where(known, x, 0.0)) / share.clamp_min(1e-6)
    coarse = _filled(coarse, share[0, 0] > 0)
    return torch.where(known, x, interpolate(coarse, x.shape[2:], mode="bilinear", align_corners=False))


def _halved(x: Float[Tensor, "B C H W"]) -> Float[Tensor, "B C h w"]:
    return avg_pool2d(x, 2, ceil_mode=True, count_include_pad=False)


# ---------------------------------------------------------------- the scales of a canvas
class Scale(NamedTuple):
    """The sides (H, W) of the canvas and of the source at one scale."""

    canvas: Sides
    source: Sides


def scales(source: Sides, canvas: Sides, P: int = 7, coarsest: int = 14, ratio: float = 0.7) -> list[Scale]:
    """Sides of canvas and source from coarse to fine, at equal ratios; the last ones are those given.

    `coarsest`: pixels of the source's shorter side at the first scale, at least `P`; a source that is no larger has one
    scale. `ratio`: how much smaller a scale may be than the next finer one, in 0.1 ... 0.95; the true ratio is the next
    larger one that meets `coarsest`. No side falls below `P`. TypeError or ValueError for other arguments.
    """
    P = check_window(P)
    source, canvas = check_sides(source, "source", P), check_sides(canvas, "canvas", P)
    short, coarsest = min(source), check_count(coarsest, "coarsest", P)
    ratio = check_range(ratio, "ratio", 0.1, 0.95)
    steps = max(0, math.ceil(math.log(short / coarsest) / -math.log(ratio) - 1e-9))
    shares = [(coarsest / short) ** (k / steps) for k in range(steps, 0, -1)] + [1.0]
    return [Scale(*(_times(sides, share, P) for sides in (canvas, source))) for share in shares]


def _times(sides: Sides, share: float, low: int) -> Sides:
    return max(low, round(sides[0] * share)), max(low, round(sides[1] * share))


def blurred(x: Float[Tensor, "B C H W"], sides: Sides, border: str = "edge") -> Float[Tensor, "B C H W"]:
    """Images with no more detail than fits into `sides`: shrunk to these and enlarged again."""
    return resized(resized(x, sides, border), (x.shape[2], x.shape[3]), border)
