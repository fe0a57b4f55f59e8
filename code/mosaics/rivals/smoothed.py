"""The smoothed closed-form score (Scarvelis, Sáez de Ocáriz Borde & Solomon, TMLR 2025, arXiv:2310.12395).

The score of the noisy training set is smoothed by averaging it over Gaussian steps away from the picture, and the
average over all steps is estimated by M of them. With s_t the score at their time t, a smoothing parameter and u_m
standard normal,

    s_smooth(x) = (1 / M) sum_m s_t(x + smoothing u_m).

The steps have mean zero, so for the guess this is the mean of the ideal denoiser's guesses at the moved pictures,

    D(z, sigma) = (1 / M) sum_m IS(z + step(sigma) u_m, sigma),

and each of these is a mean of training images: near sigma = 0 it is the nearest image of the moved picture, and D is
the barycentre of M training images (their Theorem 1).

The step is `smoothing` in the picture that their formulas work in. Theirs runs from noise at t = 0 to images at t = 1,
x_t = t x_0 + (1 - t) eps; at sigma = (1 - t) / t a picture is x_t = z / (1 + sigma), so the step in z is
smoothing (1 + sigma): `clock` "flow". The code that one of them shares with other authors (Analytic Diffusion Studio)
takes it in the VP picture, smoothing sqrt(1 + sigma^2): `clock` "vp", with 10 steps of 0.1 for clothes.

Read: the abstract, public reviews, that code and another public one. These leave open how to choose M (4 on
butterflies, 2 on CIFAR-10) and the parameter, and whether the u_m are drawn anew at every step of a sampler. Here they
are drawn once, so that the denoiser is a function of z and sigma. The sum over the set is exact, theirs is estimated
from nearest neighbours and random images.
"""

import torch
from jaxtyping import Float
from torch import Tensor

from ..core.checks import (
    check_choice,
    check_count,
    check_generator,
    check_image_shape,
    check_number,
    check_sigma,
)
from ..ideal import IdealDenoiser

CLOCKS = ("flow", "vp")


class SmoothedScore:
    """The denoiser of the smoothed closed-form score: the mean of the ideal one's guesses over M moved pictures.

    `data`: training images (N, C, H, W), of which it keeps a copy. `smoothing` >= 0, in grey values of their clock; 0
    is the ideal denoiser. `M` >= 1 steps, drawn from `generator`. `clock`: see the module.
    Call it as denoise(z, sigma).
    """

    def __init__(
        self, data: Float[Tensor, "N C H W"], smoothing: float, M: int, generator: torch.Generator, clock: str = "flow"
    ):
        self.ideal = IdealDenoiser(data)
        self.smoothing, self.clock = check_number(smoothing, "smoothing", 0), check_choice(clock, CLOCKS, "clock")
        self.steps = torch.randn(check_count(M, "M"), *self.ideal.shape, dtype=torch.float64,
                                 generator=check_generator(generator))  # (M, C, H, W)

    def step(self, sigma: float | Tensor, batch: int) -> Float[Tensor, " B"]:
        """How far a picture is moved along each u_m at noise level sigma > 0. float64."""
        levels = check_sigma(sigma, batch)  # (B,)
        return self.smoothing * (1 + levels if self.clock == "flow" else (1 + levels**2).sqrt())

    def __call__(self, z: Float[Tensor, "B C H W"], sigma: float | Tensor) -> Float[Tensor, "B C H W"]:
        """The guess x0_hat at noise level sigma > 0, a number or (B,)."""
        check_image_shape(z, self.ideal.shape, "z")
        step, levels = self.step(sigma, len(z)), check_sigma(sigma, len(z))  # (B,) each
        moved = z.double() + step[:, None, None, None] * self.steps[:, None]  # (M, B, C, H, W)
        guesses = self.ideal(moved.flatten(0, 1), levels.repeat(len(self.steps)))  # (M B, C, H, W)
        return guesses.unflatten(0, (len(self.steps), len(z))).mean(0).to(z.dtype)
