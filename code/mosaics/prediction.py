"""Predicting a network image by image: windows measured on its own runs, pairs from one noise, controls (chapter 10).

A network and a machine start from the same noise and take the same steps; then their two images are compared, pair by
pair. A machine with windows has one free number at each noise level, the window's side P(sigma). It is read off the
network's runs from other noise (`calibrate`). After Kamb & Ganguli 2025, section 5 and appendix C.2; where they differ
from their text, "their code" is what they released.
"""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor

from .core.checks import (
    check_choice,
    check_count,
    check_generator,
    check_image_shape,
    check_images,
    check_level,
    check_number,
    check_tensor,
    check_window,
)
from .core.metrics import cod, nearest, pearson, rms
from .core.sweep import sweep
from .core.windows import Seen, Window
from .diffusion import Denoiser, abar_legacy, abar_to_sigma, point_denoiser, sample, sigma_to_abar, vp_to_ve, wiener
from .equivariant import BBELS, ELS, ES
from .ideal import IdealDenoiser
from .local import LS, Windows, WindowSchedule
from .networks import PADDINGS, Network, receptive_field

CRITERIA = ("cosine", "l2")
REACHES = {"LS": "same", "ELS": "all", "bbELS": "matching"}  # machines with windows (`core.windows`)
MACHINES = ("mean", "Wiener", "IS", "ES", *REACHES)


# ---------------------------------------------------------------- runs
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
    sides = [check_count(side, "shape") for side in shape]
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


# ---------------------------------------------------------------- which window the network acts as if it had
def candidates(net: Network, H: int, W: int) -> list[int]:
    """Odd sides from 3 to what the architecture can see on images of H x W: the windows a network may be using."""
    field, sides = receptive_field(net), (check_count(H, "H", 3), check_count(W, "W", 3))
    limit = min(sides) if net.config["padding"] == "circular" else 2 * max(sides) - 1
    return list(range(3, int(min(field, limit)) + 1, 2))


def agreements(
    path: Sequence[Guess], data: Float[Tensor, "N C H W"], sides: Sequence[Window], reach: str, padding: str
) -> dict[str, Float[Tensor, "S P B"]]:
    """How well a machine with each window agrees with the answers of a run: (levels, windows, images). float64.

    The machine is asked what the network was asked, at the network's own states. By "cosine": cosine of the angle
    between the two predicted noises (z - x0_hat) / sigma. By "l2": minus the root mean square difference of the guesses
    x0_hat, in grey values. `reach` and `padding` as in `core.windows`; all comes from one pass over `data` a level.
    """
    if not path:
        raise ValueError("path must hold at least one guess, got none")
    rows = [_agree(guess, sweep(guess.z, guess.sigma, data, sides, reach, padding)) for guess in path]
    return {by: torch.stack([row[by] for row in rows]) for by in CRITERIA}


def _agree(asked: Guess, seen: Sequence[Seen]) -> dict[str, Tensor]:
    mine, z = asked.x0_hat.double(), asked.z.double()
    noise = (z - mine).flatten(1)  # (B, D); the factor 1 / sigma does not turn it
    return {"cosine": torch.stack([torch.cosine_similarity(noise, (z - s.mean).flatten(1)) for s in seen]),
            "l2": torch.stack([-rms(mine, s.mean) for s in seen])}  # (sides, B) each


def calibrate(
    denoise: Denoiser, data: Float[Tensor, "N C H W"], z_T: Float[Tensor, "B C H W"], sigmas: Float[Tensor, " S"],
    sides: Sequence[int], reach: str, padding: str, by: str = "cosine",
) -> WindowSchedule:
    """P(sigma) of a network: at each level of its runs from `z_T` the side whose machine agrees with it best.

    The best of `sides` for each image (the smallest of equals), then the median over images (the lower of two middle
    ones). `z_T` must not serve for the comparison afterwards. Arguments as for `agreements` and `trajectory`.
    Kamb & Ganguli's appendix C.2 does the same, with 20 noises and `by` "cosine". Their code then uses at each level
    the side that was measured one step noisier; here it is the side measured at that level.
    """
    check_choice(by, CRITERIA, "by")
    path = trajectory(denoise, z_T, sigmas)
    scores = agreements(path, data, sides, reach, padding)[by]  # (S, sides, B)
    return best_windows([guess.sigma for guess in path], sides, scores)


def best_windows(sigmas: Sequence[float], sides: Sequence[int], scores: Float[Tensor, "S P B"]) -> WindowSchedule:
    """The schedule that `calibrate` reads off the scores of `agreements` at these levels and sides."""
    _check_scores(scores, sigmas, sides)
    best = scores == scores.amax(1, keepdim=True)  # (S, sides, B)
    P = torch.tensor([check_window(P) for P in sides])[None, :, None].expand(best.shape)
    smallest = torch.where(best, P, P.amax() + 1).amin(1)  # (S, B)
    return WindowSchedule(zip(sigmas, smallest.median(1).values.tolist(), strict=True))


def best_on_average(
    sigmas: Sequence[float], windows: Sequence[Window], scores: Float[Tensor, "S P B"]
) -> WindowSchedule:
    """At each level the window that agrees best on average over the images, the first of equals.

    For `Soft` windows, which stand in no order, so that a median of them would mean nothing. Arguments and errors as
    for `best_windows`.
    """
    _check_scores(scores, sigmas, windows)
    best = scores.mean(2).argmax(1).tolist()  # (S,)
    return WindowSchedule((sigma, windows[k]) for sigma, k in zip(sigmas, best, strict=True))


def _check_scores(scores: Tensor, sigmas: Sequence[float], windows: Sequence[Window]) -> None:
    if check_tensor(scores, "scores").shape[:2] != (len(sigmas), len(windows)) or scores.ndim != 3 or 0 in scores.shape:
        raise ValueError(f"scores must have shape ({len(sigmas)}, {len(windows)}, B), got {tuple(scores.shape)}")


# ---------------------------------------------------------------- the machines that are held against it
def partner(padding: str) -> str:
    """The machine with a network's own limits: "bbELS" for one padded with zeros, "ELS" for one on the torus."""
    return {"zeros": "bbELS", "circular": "ELS"}[check_choice(padding, PADDINGS, "padding")]


def machine(name: str, data: Float[Tensor, "N C H W"], P: Windows | None = None, padding: str = "zeros") -> Denoiser:
    """A machine built on training images, by its name.

    "LS", "ELS", "bbELS" with windows `P`, a side or a schedule; `padding` counts for LS only. Without windows: "IS"
    and "ES"; "Wiener", the best linear denoiser; "mean", whose guess is always the mean image. ValueError for another
    name and for windows that are missing.
    """
    check_images(data, "data")
    if check_choice(name, MACHINES, "name of a machine") in REACHES:
        if P is None:
            raise ValueError(f"{name} needs windows P, a side or a WindowSchedule, got None")
        return LS(data, P, padding) if name == "LS" else (ELS if name == "ELS" else BBELS)(data, P)
    if name == "mean":
        return point_denoiser(data.mean(0, keepdim=True))
    return {"Wiener": wiener, "IS": IdealDenoiser, "ES": ES}[name](data)


# ---------------------------------------------------------------- measures of pairs
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
    """Median and quartiles (linear between neighbours), and a bootstrap interval of the median at `level` in (0, 1).

    The interval runs between percentiles of the medians of `draws` resamples with replacement. float64.
    """
    if check_tensor(values, "values").ndim != 1 or not len(values):
        raise ValueError(f"values must have shape (B,), B at least 1, got {tuple(values.shape)}")
    if not 0 < (level := check_number(level, "level", 0)) < 1:
        raise ValueError(f"level must be in (0, 1), got {level}")
    v, n = values.detach().double(), len(values)
    again = torch.randint(n, (check_count(draws, "draws"), n), generator=check_generator(generator))
    ends = v.new_tensor([(1 - level) / 2, (1 + level) / 2])
    low, high = v[again].quantile(0.5, 1).quantile(ends).tolist()
    lower, median, upper = v.quantile(v.new_tensor([0.25, 0.5, 0.75])).tolist()
    return Summary(median, lower, upper, low, high)


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


# ---------------------------------------------------------------- what the paper reports
class Published(NamedTuple):
    """A row of Kamb & Ganguli's tables: median correlation over 100 noises, and how often (E)LS beats IS.

    `steps`: those of the network, 150 in Table 1, 20 in Table 2; the machines always take 20. `ELS` is the
    boundary-broken one where the padding is zeros.
    """

    table: int
    steps: int
    data: str
    network: str
    padding: str
    conditional: bool
    ELS: float
    LS: float
    IS: float
    beats_IS: float


_NETWORKS = (
    ("MNIST", "UNet", "zeros", False), ("CIFAR-10", "UNet", "zeros", True), ("FashionMNIST", "UNet", "zeros", True),
    ("CelebA", "UNet", "zeros", False), ("MNIST", "ResNet", "zeros", False), ("MNIST", "ResNet", "circular", False),
    ("CIFAR-10", "ResNet", "zeros", True), ("CIFAR-10", "ResNet", "circular", True),
    ("FashionMNIST", "ResNet", "zeros", True), ("CelebA", "ResNet", "zeros", False),
    ("CIFAR-10", "UNet + self-attention", "zeros", True))
_TABLE_1 = (
    (0.89, 0.88, 0.70, 0.93), (0.90, 0.87, 0.41, 0.92), (0.93, 0.93, 0.80, 1.00), (0.85, 0.90, 0.55, 1.00),
    (0.94, 0.82, 0.61, 1.00), (0.77, 0.36, 0.15, 0.92), (0.95, 0.90, 0.42, 1.00), (0.94, 0.83, 0.35, 1.00),
    (0.94, 0.88, 0.68, 1.00), (0.96, 0.90, 0.47, 1.00), (0.77, 0.77, 0.48, 0.95))
_TABLE_2 = (
    (0.84, 0.83, 0.69, 0.92), (0.82, 0.80, 0.39, 0.99), (0.91, 0.91, 0.80, 0.90), (0.75, 0.81, 0.51, 1.00),
    (0.94, 0.84, 0.62, 0.97), (0.73, 0.33, 0.14, 0.99), (0.90, 0.86, 0.43, 1.00), (0.90, 0.80, 0.36, 1.00),
    (0.90, 0.88, 0.74, 0.97), (0.92, 0.88, 0.48, 1.00), (0.75, 0.74, 0.47, 0.92))
# Kamb & Ganguli 2025, Tables 1 and 2. The text calls the numbers r^2, the tables' head "Corr."; their code computes r,
# not its square. Which of the two was printed cannot be told, so hold them against both r and r^2 of this book.
# Other differences: 32 x 32 pixels, all images of a data set or class, width 256, windows up to 17 (UNets: more).
PUBLISHED = tuple(Published(table, steps, *who, *numbers)
                  for table, steps, rows in ((1, 150, _TABLE_1), (2, 20, _TABLE_2))
                  for who, numbers in zip(_NETWORKS, rows, strict=True))
