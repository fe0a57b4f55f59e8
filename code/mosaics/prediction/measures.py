"""How alike the images of pairs are, with medians and their intervals; how new images are (chapter 10)."""

from collections.abc import Callable
from typing import NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor

from ..core.checks import check_count, check_generator, check_image_shape, check_images, check_share, check_tensor
from ..core.metrics import cod, nearest, pearson, rms


class Match(NamedTuple):
    """How alike the two images of each pair are, (B,) each: Pearson's r, r^2, R^2 of the machine's, RMS in grey values.

    Three different numbers and a distance: r^2 and r do not see a wrong contrast or brightness, R^2 and RMS do.
    """

    r: Tensor
    r2: Tensor
    R2: Tensor
    rms: Tensor


def compare(network: Float[Tensor, "B C H W"], machine: Float[Tensor, "B C H W"]) -> Match:
    """Pair b is image b of both. R^2 takes the network's image as the truth. float64."""
    r = pearson(machine, network)
    return Match(r, r**2, cod(machine, network), rms(machine, network))


class Summary(NamedTuple):
    """Median, lower and upper quartile of values, and the interval (`low`, `high`) of the median."""

    median: float
    lower: float
    upper: float
    low: float
    high: float


def summary(
    values: Float[Tensor, " B"], generator: torch.Generator, draws: int = 2000, level: float = 0.95
) -> Summary:
    """Median and quartiles (linear between neighbours), and the `bootstrap` interval of the median. float64."""
    low, high = bootstrap(values, lambda drawn: drawn.quantile(0.5, 1), generator, draws, level)
    v = values.detach().double()
    lower, median, upper = v.quantile(v.new_tensor([0.25, 0.5, 0.75])).tolist()
    return Summary(median, lower, upper, low, high)


def bootstrap(
    values: Float[Tensor, " B"], statistic: Callable[[Tensor], Tensor], generator: torch.Generator, draws: int = 2000,
    level: float = 0.95,
) -> tuple[float, float]:
    """The interval of a statistic of values at `level` in (0, 1), from `draws` resamples with replacement. float64.

    It runs between percentiles of the statistic's values for the resamples: `statistic` turns (draws, B) into (draws,).
    """
    if check_tensor(values, "values").ndim != 1 or not len(values):
        raise ValueError(f"values must have shape (B,), B at least 1, got {tuple(values.shape)}")
    level = check_share(level, "level")
    v, n = values.detach().double(), len(values)
    again = torch.randint(n, (check_count(draws, "draws"), n), generator=check_generator(generator))
    low, high = statistic(v[again]).quantile(v.new_tensor([(1 - level) / 2, (1 + level) / 2])).tolist()
    return low, high


class Novelty(NamedTuple):
    """Of each image, (B,): RMS per pixel to the nearest training image, and its ratio to the second nearest's."""

    rms: Tensor
    ratio: Tensor


def novelty(x: Float[Tensor, "B C H W"], data: Float[Tensor, "N C H W"]) -> Novelty:
    """How far images are from the training set, N >= 2, in grey values; a copy has RMS 0 (`metrics.nn_ratio`)."""
    check_image_shape(x, check_images(data, "data").shape[1:], "x")
    two = nearest(x, data, 2)[0]  # (B, 2)
    ratio = torch.where(two[:, 1] > 0, two[:, 0] / two[:, 1], 1.0)
    return Novelty(two[:, 0] / x[0].numel() ** 0.5, ratio)
