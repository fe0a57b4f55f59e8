"""Classic runs beside: image quilting, whose blocks are cut where they differ least, and a texture that is Gaussian."""

import math

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from ..core.checks import check_count, check_generator, check_number, check_training
from .scales import Sides, check_sides


def quilted(
    source: Float[Tensor, "1 C h w"], sides: Sides, generator: torch.Generator, block: int = 24, tolerance: float = 0.1
) -> Float[Tensor, "1 C H W"]:
    """A picture of `sides` (H, W) by image quilting (Efros & Freeman 2001).

    Blocks of side `block` (6 ... the source's shorter side) are laid row by row with an overlap of a sixth. Each is
    drawn by `generator` from those source blocks whose error on the overlap is at most 1 + `tolerance` times the least,
    and is cut along the path of least squared difference. TypeError or ValueError for other arguments.
    """
    _one(source)
    block = check_count(block, "block", 6, min(source.shape[2:]))
    check_generator(generator)
    tolerance, (H, W), lap = check_number(tolerance, "tolerance", 0), check_sides(sides, "sides"), block // 6
    step = block - lap
    rows, columns = (1 + max(0, math.ceil((side - block) / step)) for side in (H, W))
    out = source.new_zeros(source.shape[1], block + (rows - 1) * step, block + (columns - 1) * step)  # (C, H', W')
    for row in range(rows):
        for column in range(columns):
            seat = out[:, row * step : row * step + block, column * step : column * step + block]  # (C, block, block)
            seen = torch.zeros(block, block, dtype=torch.bool)
            seen[:lap] |= row > 0
            seen[:, :lap] |= column > 0
            new = _drawn(source, seat, seen, tolerance, generator)  # (C, block, block)
            seat.copy_(torch.where(_cut((seat - new).square().sum(0), row > 0, column > 0, lap), seat, new))
    return out[None, :, :H, :W].contiguous()


def _drawn(
    source: Tensor, seat: Float[Tensor, "C S S"], seen: Bool[Tensor, "S S"], tolerance: float,
    generator: torch.Generator,
) -> Float[Tensor, "C S S"]:
    """A block of the source whose difference to what is `seen` is at most 1 + tolerance times the least."""
    x, mask = source.double(), seen[None, None].double()  # (1, C, h, w), (1, 1, S, S)
    known = seat.double()[None] * mask  # (1, C, S, S)
    conv = torch.nn.functional.conv2d
    error = conv(x.square().sum(1, keepdim=True), mask) - 2 * conv(x, known) + known.square().sum()  # (1, 1, h', w')
    error = error[0, 0].clamp_min(0)  # what is 0 may come out below it
    good = (error <= (1 + tolerance) * error.min() + 1e-9).nonzero()  # (n, 2)
    i, j = good[int(torch.randint(len(good), (1,), generator=generator))].tolist()
    return source[0, :, i : i + seat.shape[1], j : j + seat.shape[2]]


def _cut(apart: Float[Tensor, "S S"], above: bool, left: bool, lap: int) -> Bool[Tensor, "S S"]:
    """Which pixels of a block stay as they are, given the squared difference: those beyond the cuts."""
    stay = torch.zeros(apart.shape, dtype=torch.bool)
    if left:
        stay |= torch.arange(apart.shape[1]) < least_path(apart[:, :lap])[:, None]
    if above:
        stay |= torch.arange(apart.shape[0])[:, None] < least_path(apart.T[:, :lap])
    return stay


def least_path(cost: Float[Tensor, "n m"]) -> Tensor:
    """The column in each row of the path from the first row to the last of least total cost; steps of -1, 0, 1."""
    total = [cost[0]]
    for row in cost[1:]:
        total.append(row + _three(total[-1]).amin(0))
    path = [int(total[-1].argmin())]
    for before in total[-2::-1]:
        path.append(path[-1] - 1 + int(_three(before)[:, path[-1]].argmin()))
    return torch.tensor(path[::-1])


def _three(x: Float[Tensor, " m"]) -> Float[Tensor, "3 m"]:
    """Each number's left neighbour, itself, and its right neighbour; infinity beyond the ends."""
    wide = torch.nn.functional.pad(x, (1, 1), value=torch.inf)
    return torch.stack([wide[:-2], wide[1:-1], wide[2:]])


def gaussian_texture(
    source: Float[Tensor, "1 C h w"], count: int, generator: torch.Generator
) -> Float[Tensor, "B C h w"]:
    """`count` canvases of the source's sides that tile, Gaussian, with its mean and its covariances on a torus.

    White noise, from `generator`, convolved with the source less its mean, over sqrt(h w) (asymptotic discrete spot
    noise: Galerne, Gousseau & Morel 2011). These are the samples of the linear (Wiener) denoiser that is told no more
    of the source. Values may leave [-1, 1].
    """
    (h, w), count = _one(source).shape[2:], check_count(count, "count")
    eps = torch.randn(count, 1, h, w, generator=check_generator(generator), dtype=source.dtype)
    mean = source.mean((2, 3), keepdim=True)
    spot = torch.fft.rfft2(source - mean) * torch.fft.rfft2(eps)  # (B, C, h, w // 2 + 1)
    return mean + torch.fft.irfft2(spot, s=(h, w)) / math.sqrt(h * w)


def _one(source: Tensor) -> Tensor:
    if len(check_training(source)) != 1:
        raise ValueError(f"source must be one picture (1, C, h, w), got {tuple(source.shape)}")
    return source
