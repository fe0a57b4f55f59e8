"""Linear stability of any local rule: which waves grow about a uniform state (chapters 4 and 5).

A rule turns fields (B, C, *grid) on a torus, of one or two dimensions, into their rate of change, alike at every point.
To first order the change at a point is a weighted sum over the deviations around it. These weights are the rule's
kernel (C, C, *window), odd sides: kernel[c, e, d] is the weight of channel e at offset d in the change of channel c,
offset 0 in the middle. A wave e^(i k x) is only multiplied, by the kernel's Fourier transform, a C x C matrix: its
symbol. It grows at the largest real part of the symbol's eigenvalues. Wavenumbers k are in radians per grid point.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

import torch
from jaxtyping import Complex, Float
from torch import Tensor

from .checks import check_count, check_real, check_tensor

Rule = Callable[[Tensor], Tensor]


class Mode(NamedTuple):
    """A wave and how fast it grows."""

    k: float
    wavelength: float
    growth: float


def check_kernel(kernel: Tensor) -> Tensor:
    """`kernel` in float64 if it is (C, C, S) or (C, C, S, S') with odd sides; else TypeError or ValueError."""
    shape = check_tensor(kernel, "kernel").shape
    if len(shape) not in (3, 4) or shape[0] != shape[1] or any(side % 2 == 0 for side in shape[2:]):
        raise ValueError(f"kernel must have shape (C, C, S) or (C, C, S, S'), odd sides, got {tuple(shape)}")
    return kernel.detach().double()


def response(rule: Rule, state: Float[Tensor, "1 C *grid"]) -> Float[Tensor, "C C *grid"]:
    """The kernel of a rule at a state: derivatives of the change at the middle point by every value, by autograd.

    `rule` takes and returns (1, C, *grid) and is differentiable; `state`, float64 for a precise answer, is uniform or
    any other, of odd sides larger than what the rule reaches. ValueError for another shape.
    """
    shape = check_tensor(state, "state").shape
    if len(shape) not in (3, 4) or shape[0] != 1 or any(side % 2 == 0 for side in shape[2:]):
        raise ValueError(f"state must have shape (1, C, *grid) with odd sides, got {tuple(shape)}")
    with torch.enable_grad():
        at = state.detach().clone().requires_grad_()
        change = rule(at)  # (1, C, *grid)
        if change.shape != shape:
            raise ValueError(f"rule must return the shape of its fields, {tuple(shape)}, got {tuple(change.shape)}")
        middle = change[0].flatten(1)[:, math.prod(shape[2:]) // 2]  # (C,), sides are odd
        rows = [torch.autograd.grad(value, at, retain_graph=True)[0][0] for value in middle]
    return torch.stack(rows)


def symbol(kernel: Float[Tensor, "C C *window"], k: Tensor) -> Complex[Tensor, "*K C C"]:
    """What the kernel multiplies a wave by: sum over offsets d of kernel[d] e^(i k d), one matrix a wave. complex128.

    `k`: wave vectors (*K, 1) on a line, (*K, 2) on a sheet, as (rows, columns), in radians per grid point.
    """
    kernel, k = check_kernel(kernel), check_real(k, "k")
    sides = kernel.shape[2:]
    if k.ndim == 0 or k.shape[-1] != len(sides):
        raise ValueError(f"k must have shape (..., {len(sides)}) for this kernel, got {tuple(k.shape)}")
    axes = [torch.arange(side, dtype=torch.float64) - side // 2 for side in sides]
    offsets = torch.stack(torch.meshgrid(*axes, indexing="ij"), -1).flatten(0, -2)  # (D, 1 or 2)
    waves = torch.polar(torch.ones(1, dtype=torch.float64), k @ offsets.T)  # (*K, D)
    return torch.einsum("...d,ced->...ce", waves, kernel.flatten(2).to(waves.dtype))


def fastest_rate(symbols: Tensor) -> Float[Tensor, "*K"]:
    """How fast waves of these symbols (*K, C, C), real or complex, grow: the largest real part of the eigenvalues."""
    if symbols.ndim < 2 or symbols.shape[-1] != symbols.shape[-2]:
        raise ValueError(f"symbols must have shape (..., C, C), got {tuple(symbols.shape)}")
    if not symbols.isfinite().all():  # LAPACK may never come back from them
        raise ValueError("symbols must be finite, got infinity or NaN among them")
    return largest_real_part(symbols)


def largest_real_part(symbols: Tensor) -> Float[Tensor, "*K"]:
    """The largest real part among the eigenvalues of each of these finite symbols (*K, C, C)."""
    if symbols.shape[-1] == 1:
        return symbols[..., 0, 0].real
    return torch.linalg.eigvals(symbols).real.amax(-1)


def growth(kernel: Float[Tensor, "C C *window"], k: Tensor) -> Float[Tensor, "*K"]:
    """Growth rate of each wave vector (*K, 1) or (*K, 2) under a rule with this kernel. float64."""
    return fastest_rate(symbol(kernel, k))


def fastest_wave(kernel: Float[Tensor, "C C *window"], points: int = 501) -> Mode:
    """The wave that grows fastest, looked for over `points` wavenumbers in [0, pi] along each axis.

    A wave and its mirror image through the origin are one, so on a sheet the second axis runs from -pi to pi. The
    wavelength is inf where the uniform state is the fastest.
    """
    kernel, points = check_kernel(kernel), check_count(points, "points", 2)
    half = torch.linspace(0, math.pi, points, dtype=torch.float64)  # (points,)
    whole = torch.cat([-half[1:].flip(0), half])  # (2 points - 1,)
    axes = [half] if kernel.ndim == 3 else [half, whole]
    best = Mode(0.0, math.inf, -math.inf)
    for row in half if len(axes) == 2 else half[:1]:  # a row of the sheet at a time: little memory
        k = half[:, None] if len(axes) == 1 else torch.stack([row.expand_as(whole), whole], -1)  # (n, 1 or 2)
        rates = growth(kernel, k)  # (n,)
        top = int(rates.argmax())
        if float(rates[top]) > best.growth:
            size = float(k[top].norm())
            best = Mode(size, 2 * math.pi / size if size else math.inf, float(rates[top]))
    return best
