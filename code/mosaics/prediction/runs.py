"""Runs of a denoiser: the authors' levels and starts, and what it was asked and answered on the way (chapter 10)."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor

from ..core.checks import check_count, check_generator, check_level, check_list
from ..diffusion import Denoiser, abar_legacy, abar_to_sigma, sample, sigma_to_abar, vp_to_ve


def levels(steps: int = 20) -> Float[Tensor, " {steps}+1"]:
    """Noise levels at t = 1, 1 - 1 / steps, ..., 1 / steps of the clock `diffusion.abar_legacy`, then 0. float64.

    Kamb & Ganguli's grid: 20 steps begin at sigma = 80.2 and ask for the last time at 0.0781, t = 0.05; the last step
    goes to 0 and so returns that guess. Their code starts the network at t = 1, but the machine at t = 0.95.
    """
    steps = check_count(steps, "steps")
    t = torch.arange(steps, 0, -1, dtype=torch.float64) / steps  # (steps,)
    return torch.cat([abar_to_sigma(abar_legacy(t)), torch.zeros(1, dtype=torch.float64)])


def starts(count: int, shape: Sequence[int], sigma: float, generator: torch.Generator) -> Float[Tensor, "B C H W"]:
    """`count` starts of runs at level sigma > 0 for images of `shape` (C, H, W): z = sqrt(1 + sigma^2) eps.

    So the VP image is standard normal noise, as in the authors' code; at sigma = 80 this is 1 in 10^4 from sigma eps.
    """
    sigma = check_level(sigma)
    sides = [check_count(side, "shape") for side in check_list(shape, "shape")]
    if len(sides) != 3:
        raise ValueError(f"shape must be (C, H, W), got {tuple(shape)}")
    eps = torch.randn(check_count(count, "count"), *sides, generator=check_generator(generator))
    return vp_to_ve(eps, float(sigma_to_abar(sigma)))


class Guess(NamedTuple):
    """What a denoiser answered, `x0_hat` (B, C, H, W), when it was asked about `z` at noise level `sigma`."""

    sigma: float
    z: Tensor
    x0_hat: Tensor


def trajectory(denoise: Denoiser, z_T: Float[Tensor, "B C H W"], sigmas: Float[Tensor, " S"]) -> list[Guess]:
    """The S - 1 questions and answers along a DDIM run, the noisiest first. Arguments as for `diffusion.sample`.

    With a last level of 0 the last answer is the sample.
    """
    path, z, sigma = [], z_T, float("nan")
    for state in sample(denoise, z_T, sigmas):
        if state.x0_hat is not None:
            path.append(Guess(sigma, z, state.x0_hat))
        z, sigma = state.z, state.sigma
    return path
