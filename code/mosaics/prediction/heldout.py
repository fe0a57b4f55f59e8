"""How well machines denoise pictures that none of them has seen (chapter 10).

Every machine is built on the same training pictures and asked about the same noisy ones. A machine of windows has its
side chosen for each level, on other pictures than those it is then judged on (`judged`).
"""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from jaxtyping import Float, Int
from torch import Tensor

from ..core.checks import (
    check_choice,
    check_count,
    check_generator,
    check_image_shape,
    check_images,
    check_level,
    check_list,
    check_same_shape,
    check_tensor,
    check_window,
)
from ..core.sweep import sweep
from ..diffusion import add_noise
from .machines import MACHINES, REACHES, machine


def heldout_errors(
    name: str, data: Float[Tensor, "N C H W"], x0: Float[Tensor, "B C H W"], noise: Float[Tensor, "L B C H W"],
    sigmas: Sequence[float], sides: Sequence[int] = (),
) -> Float[Tensor, "L S B"]:
    """Mean squared error per pixel of a machine's guesses on unseen pictures, by level, side and picture. float64.

    The machine `name` of `machines.machine`, built on `data`, is asked about x0 + sigma noise[l] at each of the L
    levels. One of windows ("LS" with zeros outside, "ELS", "bbELS") is asked with each of the S `sides`, in one pass
    over the data a level; the others have none, and S is 1. Errors are in grey values squared.
    ValueError or TypeError for another name, shape or level, for sides that a machine cannot have or does not need.
    """
    check_image_shape(x0, check_images(data, "data").shape[1:], "x0")
    check_choice(name, MACHINES, "name of a machine")
    levels, sides = [check_level(sigma) for sigma in check_list(sigmas, "sigmas")], check_list(sides, "sides")
    if check_tensor(noise, "noise").shape != (len(levels), *x0.shape) or not levels:
        raise ValueError(f"noise must have shape {(len(levels), *x0.shape)} and a level at least, "
                         f"got {tuple(noise.shape)}")
    if name not in REACHES and sides:
        raise ValueError(f"{name} has no windows, got sides {sides}")
    asked = [(add_noise(x0, sigma, eps), sigma) for sigma, eps in zip(levels, noise, strict=True)]
    if name in REACHES:
        padding = "circular" if name == "ELS" else "zeros"
        guesses = [[seen.mean for seen in sweep(z, sigma, data, sides, REACHES[name], padding)] for z, sigma in asked]
    else:
        denoise = machine(name, data)
        guesses = [[denoise(z, sigma)] for z, sigma in asked]
    return torch.stack([torch.stack([_error(guess, x0) for guess in row]) for row in guesses])


def _error(guess: Tensor, x0: Tensor) -> Tensor:
    return (guess.double() - x0.double()).square().flatten(1).mean(1)  # (B,)


class Judged(NamedTuple):
    """Errors at sides chosen elsewhere, (L, B), and which: (L, 2), the second half's choice for the first half first.

    The first half of the pictures is judged at the side that is best on the second, and the other way round.
    """

    errors: Tensor
    sides: Tensor


def judged(errors: Float[Tensor, "L S B"], sides: Sequence[int]) -> Judged:
    """The errors of a machine whose side at each level was the best on average over the other half of the pictures.

    `errors` as `heldout_errors` returns them, B >= 2 pictures; the first B // 2 are a half. The first of equal sides.
    """
    sides, errors = check_list(sides, "sides"), check_tensor(errors, "errors").detach()
    if errors.ndim != 3 or errors.shape[1] != len(sides) or 0 in errors.shape:
        raise ValueError(f"errors must have shape (L, {len(sides)}, B), got {tuple(errors.shape)}")
    each = torch.tensor([check_window(P) for P in sides])  # (S,)
    half = check_count(errors.shape[2], "number of pictures", 2) // 2
    first, second = errors[..., :half], errors[..., half:]
    best = [other.mean(2).argmin(1) for other in (second, first)]  # (L,) each
    mine = [part[torch.arange(len(k)), k] for part, k in zip((first, second), best, strict=True)]
    return Judged(torch.cat(mine, 1), torch.stack([each[k] for k in best], 1))


class Paired(NamedTuple):
    """The mean of differences over pictures, and its bootstrap interval: (L,) each."""

    mean: Tensor
    low: Tensor
    high: Tensor


def paired(
    errors: Float[Tensor, "L B"], others: Float[Tensor, "L B"], generator: torch.Generator, draws: int = 2000,
) -> Paired:
    """How much larger `errors` are than `others` on the same B pictures, on average: below 0 they are the smaller.

    The interval holds 95 % of the means of `draws` resamples of the pictures, the same ones at all levels. float64.
    """
    check_same_shape(check_tensor(errors, "errors"), check_tensor(others, "others"), "errors and others")
    if errors.ndim != 2 or 0 in errors.shape:
        raise ValueError(f"errors must have shape (L, B), got {tuple(errors.shape)}")
    gap, n = errors.detach().double() - others.detach().double(), errors.shape[1]
    again: Int[Tensor, "draws B"] = torch.randint(n, (check_count(draws, "draws"), n),
                                                  generator=check_generator(generator))
    means = torch.stack([row[again].mean(1) for row in gap])  # (L, draws)
    low, high = means.quantile(means.new_tensor([0.025, 0.975]), 1)
    return Paired(gap.mean(1), low, high)
