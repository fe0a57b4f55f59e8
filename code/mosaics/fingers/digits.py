"""Digits by a Turing pattern: stripes on a line, and a limb bud that grows into a fan of them (chapter 11).

The line is that of chapter 4, with mirrors at its ends. The bud is a sector of a ring, of half-angle theta, whose outer
radius grows; in it runs the model of Barrio, Varea, Aragon and Maini (1999) with r2 = 0, whose cubic term makes stripes
(`turing.BarrioVareaMaini`). Its diffusion constants grow with the square of the radius r, so that the wavelength grows
with r as the width 2 theta r does: the number of digits is the same at every radius. delta is the inhibitor's constant
at the radius REFERENCE. Lengths are in points of the grid, times tau in the model's units.
"""

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import torch
from jaxtyping import Float
from scipy.ndimage import map_coordinates
from torch import Tensor

from ..core.checks import check_count, check_flag, check_range, check_tensor
from ..core.kernel import compiled
from ..turing import BarrioVareaMaini, Model, fastest_mode, half_waves, last, near_rest, simulate, stable_dt

INNER, FIRST, LAST, REFERENCE = 12, 20, 48, 36  # radii: of the inner edge, of the outer one at first and at last
DELTAS, THETAS = (0.5, 10), (5, 85)  # the inhibitor's diffusion constant; half-angles in degrees
GROWS, WAITS = 1200.0, 600.0  # time in which the bud grows, time after that
WIDTHS = 0.1, 100  # wavelengths of a line: a time step is as short as the square of a point
NOISE, EDGE, FRAME = 0.02, 1.5, 4  # amplitude at the start; degrees of an arc's ends left out; empty points around
RATIO = BarrioVareaMaini.ranges["Du"][0]  # of the two diffusion constants


# ---------------------------------------------------------------- stripes on a line
def stripes(x: Float[Tensor, "B W"]) -> Float[Tensor, " B"]:
    """Stripes of each row (B, W), high ones, where one that an end cuts counts half: `turing.half_waves` / 2."""
    return half_waves(x).double() / 2


def on_a_line(model: Model, widths: float | int, seeds: int = 8, points: int = 12) -> Float[Tensor, " seeds"]:
    """Stripes on no-flux lines of `widths` predicted wavelengths, 0.1 ... 100, one for each of the seeds 0, 1, ...

    Started near rest, run for 25 / growth rate, at least 300 units of time, with `points` >= 3 to a wavelength. About
    `widths` of them, more or less one. ValueError if nothing grows.
    """
    if (mode := fastest_mode(model)) is None:
        raise ValueError(f"{model} has no Turing instability at these parameters")
    widths = check_range(widths, "widths", *WIDTHS)
    cells = max(3, round(widths * check_count(points, "points", 3)))
    noise = torch.stack([torch.randn(2, cells, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
                         for seed in range(check_count(seeds, "seeds"))])  # (seeds, 2, cells)
    dx = mode.wavelength * widths / cells
    steps = math.ceil(max(300, 25 / mode.growth) / (0.9 * stable_dt(model, dx, 1)))
    return stripes(last(simulate(model, near_rest(model, noise), steps, dx=dx, boundary="no-flux")).fields[:, 0])


# ---------------------------------------------------------------- a limb bud
class Bud(NamedTuple):
    """The activator `u` (H, W), NaN outside; the place (row, column) of the sector's tip; its half-angle in degrees."""

    u: Float[Tensor, "H W"]
    tip: tuple[float, float]
    theta: float


def wavelength(delta: float | int) -> float:
    """Of the fastest wave at the radius REFERENCE, in points: it grows as the square root of delta."""
    delta = check_range(delta, "delta", *DELTAS)
    mode = fastest_mode(BarrioVareaMaini(Du=RATIO * delta, Dv=delta))
    assert mode is not None  # the constants' ratio alone decides, and RATIO makes a pattern
    return mode.wavelength


def width_in_waves(delta: float | int, theta: float | int) -> float:
    """Width of the bud over the wavelength, at any radius: what the number of digits should be, more or less one."""
    return 2 * math.radians(check_range(theta, "theta", *THETAS)) * REFERENCE / wavelength(delta)


def grown(
    delta: float | int = 2.4, theta: float | int = 60, seed: int = 0, fan: bool = True, *,
    noise: Float[Tensor, "2 H W"] | None = None,
) -> Bud:
    """A bud that has grown out, from `noise` (standard normals, `extent(theta)`) or, without, from that of a seed.

    0.5 <= delta <= 10, 5 <= theta <= 85 degrees. `fan` False keeps the diffusion constants the same everywhere. Points
    that join take the mean of those beside them.
    """
    if noise is None:
        size = (2, *extent(theta))
        noise = torch.from_numpy(np.random.default_rng(check_count(seed, "seed", 0)).normal(size=size))
    return next(growing(delta, theta, noise, fan))


def extent(theta: float | int) -> tuple[int, int]:
    """Rows and columns of the grid for a bud of half-angle theta, in degrees."""
    theta = check_range(theta, "theta", *THETAS)
    return LAST + 2 * FRAME, 2 * math.ceil(LAST * math.sin(math.radians(theta))) + 2 * FRAME


def growing(
    delta: float | int, theta: float | int, noise: Float[Tensor, "2 H W"], fan: bool = True, looks: int = 1
) -> Iterator[Bud]:
    """The bud of `grown` at `looks` >= 1 equally spaced moments of its growth, the last of them its end."""
    delta, (H, W), fan = check_range(delta, "delta", *DELTAS), extent(theta), check_flag(fan, "fan")
    if check_tensor(noise, "noise").shape != (2, H, W):
        raise ValueError(f"noise must have shape {(2, H, W)} at this theta, got {tuple(noise.shape)}")
    tip = (H - FRAME, (W - 1) / 2)
    y, x = np.mgrid[0:H, 0:W].astype(float)
    r, angle = np.hypot(x - tip[1], tip[0] - y), np.degrees(np.arctan2(x - tip[1], tip[0] - y))
    inside = (np.abs(angle) <= theta) & (r >= INNER) & (r <= LAST)
    joins = np.where(inside, np.clip((r - FIRST) / (LAST - FIRST), 0, None) * GROWS, np.inf)
    constants = delta * (np.clip(r, INNER, LAST) / REFERENCE) ** 2 if fan else np.full((H, W), delta)
    dt = min(0.2 / constants[inside].max(), 0.1)  # well below the bound 1 / (4 D) of diffusion
    u, v = noise.detach().double().numpy() * NOISE
    steps, done = round((GROWS + WAITS) / dt), 0
    for look in range(1, check_count(looks, "looks") + 1):
        until = steps * look // looks
        grow(u, v, np.zeros((2, H, W)), joins, constants, parameters(), dt, done, until)
        done = until
        yield Bud(torch.from_numpy(np.where(inside & (joins <= done * dt), u, np.nan)), tip, theta)


def parameters() -> tuple[float, float, float, float]:
    """alpha, beta, r1 of the model, and the ratio of its diffusion constants."""
    model = BarrioVareaMaini()
    return model.alpha, model.beta, model.r1, RATIO


def digits(bud: Bud, radius: float | int = REFERENCE) -> int:
    """Stretches of u > 0 along the arc of this radius, between INNER and LAST, from edge to edge."""
    radius = check_range(radius, "radius", INNER, LAST)
    angles = np.radians(np.linspace(EDGE - bud.theta, bud.theta - EDGE, 721))
    at = [bud.tip[0] - radius * np.cos(angles), bud.tip[1] + radius * np.sin(angles)]
    high = map_coordinates(np.nan_to_num(bud.u.numpy()), at, order=1) > 0
    return int(high[0]) + int((high[1:] & ~high[:-1]).sum())


@compiled
def grow(u, v, change, joins, constants, numbers, dt, first, steps):
    """Explicit steps `first` ... `steps` - 1 of dt on the points that have joined (`joins` <= tau), in place.

    No flux at their edge. `change` (2, H, W) is memory for what diffusion brings; `constants` the inhibitor's diffusion
    constant at each point, taken as the mean of two neighbours between them. The rim of the arrays must never join.
    """
    alpha, beta, r1, ratio = numbers
    H, W = u.shape
    for step in range(first, steps):
        tau = (step + 1) * dt
        for i in range(1, H - 1):
            for j in range(1, W - 1):
                if tau - dt < joins[i, j] <= tau:
                    number, sum_u, sum_v = 0, 0.0, 0.0
                    for y in range(i - 1, i + 2):
                        for x in range(j - 1, j + 2):
                            if joins[y, x] <= tau - dt:
                                number, sum_u, sum_v = number + 1, sum_u + u[y, x], sum_v + v[y, x]
                    if number:
                        u[i, j] += sum_u / number
                        v[i, j] += sum_v / number
        for i in range(1, H - 1):
            for j in range(1, W - 1):
                if joins[i, j] <= tau:
                    change[0, i, j], change[1, i, j] = 0.0, 0.0
                    for k in range(4):
                        y, x = i + (k == 0) - (k == 1), j + (k == 2) - (k == 3)
                        if joins[y, x] <= tau:
                            between = (constants[i, j] + constants[y, x]) / 2
                            change[0, i, j] += between * (u[y, x] - u[i, j])
                            change[1, i, j] += between * (v[y, x] - v[i, j])
        for i in range(1, H - 1):
            for j in range(1, W - 1):
                if joins[i, j] <= tau:
                    a, b = u[i, j], v[i, j]
                    cubic = alpha * r1 * a * b * b
                    u[i, j] += dt * (alpha * a + b - cubic + ratio * change[0, i, j])
                    v[i, j] += dt * (beta * b - alpha * a + cubic + change[1, i, j])
