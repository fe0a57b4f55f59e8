"""Hands drawn by machines, and what their counts say (chapter 11).

A run asks a denoiser at the 20 levels of `prediction.levels`, the clock t = 1 ... 1 / 20 of `diffusion.abar_legacy`.
"""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from jaxtyping import Bool, Float, Int
from scipy.stats import binomtest
from torch import Tensor

from ..core.checks import check_count, check_generator, check_mask, check_range, check_seed, check_tensor
from ..diffusion import Denoiser, abar_legacy, abar_to_sigma, last, sample
from ..local import WindowSchedule
from ..prediction import Guess, levels, starts
from .counter import Counted, check_grey

STEPS, MOST = 20, 9  # steps of a run; more fingers count as so many
NEAR = 1.001  # so near two noise levels are one, and a window changes between NEAR and its square times the level


def drawn(denoise: Denoiser, n: int, seed: int = 1, shape: Sequence[int] = (1, 32, 32)) -> Float[Tensor, "B C H W"]:
    """`n` samples of a denoiser for images of `shape` (C, H, W). One seed gives all machines the same noises.

    The first of n samples are those of a smaller n where an image has a multiple of 16 numbers.
    """
    sigmas, generator = levels(STEPS), torch.Generator().manual_seed(check_seed(seed))
    return last(sample(denoise, starts(n, shape, float(sigmas[0]), generator), sigmas))


def until(t: float, before: int, after: int) -> WindowSchedule:
    """Windows of side `before` while the clock is above t, in (0, 1), and of side `after` from t on."""
    sigma = float(abar_to_sigma(abar_legacy(check_range(t, "t", 1e-3, 1))))
    return WindowSchedule([(sigma * NEAR, after), (sigma * NEAR**2, before)])


def centred(images: Float[Tensor, "B C H W"]) -> Float[Tensor, "B C H W"]:
    """Images on a torus, each moved so that the middle of its ink (a mean of angles) comes to the middle of the frame.

    What crosses an edge is whole again, as long as it does not reach round the torus.
    """
    ink = (check_grey(images)[:, 0] + 1).double()  # (B, H, W)
    out = []
    for image, mass in zip(images, ink, strict=True):
        moves = []
        for along, n in ((mass.sum(1), images.shape[2]), (mass.sum(0), images.shape[3])):
            turn = 2 * torch.pi * torch.arange(n, dtype=torch.float64) / n  # (n,)
            middle = torch.atan2((along * turn.sin()).sum(), (along * turn.cos()).sum()) * n / (2 * torch.pi)
            moves.append(n // 2 - round(float(middle)))
        out.append(image.roll(moves, (1, 2)))
    return torch.stack(out)


# ---------------------------------------------------------------- what is told of counts
class Interval(NamedTuple):
    """A number, and its interval at 95 %."""

    value: float
    low: float
    high: float


def share(hits: int, n: int) -> Interval:
    """The share `hits` of `n` >= 1 and its interval at 95 % after Wilson (1927)."""
    n = check_count(n, "n")
    hits = check_count(hits, "hits", 0, n)
    found = binomtest(hits, n).proportion_ci(method="wilson")
    return Interval(hits / n, float(found.low), float(found.high))


def each(counted: Counted) -> Int[Tensor, " B"]:
    """Fingers of each image that is one hand, MOST at most; -1 where it is none (`Counted.valid`)."""
    return torch.where(counted.valid, counted.fingers.clamp(max=MOST), -1)


def histogram(numbers: Int[Tensor, " B"]) -> Int[Tensor, "10"]:
    """How many hands have 0, 1, ... 9 fingers, from what `each` gives."""
    return torch.bincount(numbers[numbers >= 0], minlength=MOST + 1)


# ---------------------------------------------------------------- another explanation: mode interpolation
def late_variance(path: Sequence[Guess], final: int) -> Float[Tensor, " B"]:
    """Variance of a pixel's guess x0_hat over the `final` last guesses of a run, mean over pixels. float64.

    What Aithal et al. (2024) flag hallucinations by: between two modes of the data the guess goes to and fro. `path`:
    `prediction.trajectory`. 2 <= final <= its length.
    """
    final = check_count(final, "final", 2, len(path))
    guesses = torch.stack([guess.x0_hat.double() for guess in path[-final:]])  # (final, B, C, H, W)
    return guesses.var(0, correction=0).mean((1, 2, 3))


def auc(scores: Float[Tensor, " B"], flagged: Bool[Tensor, " B"], generator: torch.Generator) -> Interval:
    """How often a flagged image scores higher than another one (equals count half): the area under the ROC curve.

    1 where `scores` tell them apart, 1/2 where they say nothing. Interval: 2,000 resamples of both groups. ValueError
    unless both have a member, TypeError for what is no mask.
    """
    check_mask(flagged, "flagged")
    if check_tensor(scores, "scores").shape != flagged.shape or flagged.all() or not flagged.any():
        raise ValueError(f"flagged must have the shape of scores, {tuple(scores.shape)}, with both answers, "
                         f"got {tuple(flagged.shape)} with {int(flagged.sum())} flagged")
    above, below = scores[flagged].double()[:, None], scores[~flagged].double()
    wins = (above > below).double() + (above == below) / 2  # (flagged, others)
    again = [_resampled(n, check_generator(generator)) for n in wins.shape]  # (2000, n) each
    low, high = ((again[0] @ wins) * again[1]).sum(1).quantile(torch.tensor([0.025, 0.975]).double()).tolist()
    return Interval(float(wins.mean()), low, high)


def _resampled(n: int, generator: torch.Generator) -> Tensor:
    """Weights of n members in each of 2,000 samples of n with replacement."""
    picks = torch.randint(n, (2000, n), generator=generator)
    return torch.zeros(2000, n, dtype=torch.float64).scatter_add_(1, picks, torch.full((2000, n), 1 / n).double())
