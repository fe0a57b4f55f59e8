"""When a perfect model copies: collapse, speciation, cloning, and why patches are dense (chapter 3)."""

import math
from typing import NamedTuple

import torch
from jaxtyping import Float, Int
from torch import Tensor

from .core.checks import (
    LEVELS,
    check_choice,
    check_count,
    check_generator,
    check_image_shape,
    check_images,
    check_level,
    check_number,
    check_range,
    check_tensor,
)
from .core.metrics import nearest
from .diffusion import Denoiser, last, sample


# ---------------------------------------------------------------- formulas
def time_to_sigma(t: float) -> float:
    """Noise level at time t of the Ornstein-Uhlenbeck clock: sqrt(e^2t - 1). 0 <= t <= 27.63; there it is 1e12."""
    return math.sqrt(math.expm1(2 * check_range(check_number(t, "t", 0), "t", 0, sigma_to_time(LEVELS[1]))))


def sigma_to_time(sigma: float) -> float:
    """Ornstein-Uhlenbeck time of a noise level from 0 to 1e12: log(1 + sigma^2) / 2."""
    return math.log1p(check_range(check_number(sigma, "sigma", 0), "sigma", 0, LEVELS[1]) ** 2) / 2


def collapse_sigma(N: int, d: int, var: float = 1.0) -> float:
    """Collapse level of N >= 2 Gaussian points, d pixels of variance `var`: sqrt(var / (N^(2/d) - 1)).

    Where the information in the noisy point, d/2 log(1 + var / sigma^2), equals log N (Biroli et al. 2024).
    """
    return check_level(math.sqrt(_collapse_square(N, d, var)), "the level of collapse")


def _collapse_square(N: int, d: int, var: float) -> float:
    nats = 2 / check_count(d, "d") * math.log(check_count(N, "N", 2))  # log N^(2/d)
    return check_number(var, "var", 0, strict=True) * math.exp(-nats) / -math.expm1(-nats)


def collapse_time(N: int, d: int, var: float = 1.0) -> float:
    """The same in the Ornstein-Uhlenbeck clock: t_C = log(1 + var / (N^(2/d) - 1)) / 2."""
    return math.log1p(_collapse_square(N, d, var)) / 2


def needed_N(t_C: float, d: int, var: float = 1.0) -> float:
    """How many Gaussian points bring collapse down to time t_C > 0: (1 + var / sigma_C^2)^(d/2).

    Raises ValueError where that exceeds 1.8e308.
    """
    signal = check_number(var, "var", 0, strict=True) / time_to_sigma(check_number(t_C, "t_C", 0, strict=True)) ** 2
    nats = check_count(d, "d") / 2 * math.log1p(signal)
    if nats > 709:
        raise ValueError(f"t_C, d and var must leave N below 1.8e308, got {t_C}, {d} and {var}: log N = {nats:.4g}")
    return math.exp(nats)


def spectrum(data: Float[Tensor, "N C H W"]) -> Float[Tensor, " D"]:
    """Eigenvalues of the data covariance, largest first, float64, never negative."""
    x = check_images(data, "data").flatten(1).double()  # (N, D)
    s = torch.linalg.svdvals(x - x.mean(0)) ** 2 / len(x)  # (min(N, D),)
    return torch.cat([s, s.new_zeros(max(0, x.shape[1] - len(s)))])


def gaussian_collapse(N: int, spectrum: Float[Tensor, " D"]) -> float:
    """Level at which a Gaussian with this spectrum carries log N nats: sum log(1 + lambda / sigma^2) / 2 = log N.

    Solved by bisection in log sigma to 1e-9. The Gaussian has the most entropy for its covariance, so for other data
    this tends to lie too high. `spectrum` holds at least one eigenvalue > 0 and none below 0. ValueError where the
    level is no noise level (`checks.LEVELS`).
    """
    nats = math.log(check_count(N, "N", 2))
    if check_tensor(spectrum, "spectrum").ndim != 1 or not ((spectrum >= 0).all() and (spectrum > 0).any()):
        raise ValueError(f"spectrum must be (D,), >= 0, with a value > 0, got shape {tuple(spectrum.shape)}")
    logs = spectrum.detach().double().log()  # (D,)
    # the largest eigenvalue alone carries as much or less, and log(1 + x) is at most x
    low = (float(logs.max()) - 2 * nats) / 2  # log sigma, like the next
    high = (float(logs.logsumexp(0)) - math.log(2 * nats)) / 2
    while high - low > 1e-9:
        mid = (low + high) / 2
        informed = float(torch.logaddexp(logs - 2 * mid, torch.zeros_like(logs)).sum() / 2) > nats
        low, high = (mid, high) if informed else (low, mid)
    return check_level(math.exp(high), "the level of collapse")


def speciation(data: Float[Tensor, "N C H W"]) -> tuple[float, float, float]:
    """Largest covariance eigenvalue L1 (must exceed 1), sigma_S = sqrt(L1 - 1), t_S = log(L1) / 2 (Biroli et al.)."""
    lam1 = float(spectrum(data)[0])
    if lam1 <= 1:
        raise ValueError(f"speciation needs a largest eigenvalue > 1, got {lam1:.4g}")
    return lam1, math.sqrt(lam1 - 1), math.log(lam1) / 2


# ---------------------------------------------------------------- measurements
def rem_gap(data: Float[Tensor, "N C H W"], sigma: float, eps: Float[Tensor, "M C H W"]) -> Float[Tensor, " M"]:
    """log Z_others + |eps|^2 / 2 for image m of `data` under noise eps[m], m < M <= N: > 0 where the others win.

    Z_others = sum over the other images of e^(-|z - a|^2 / 2 sigma^2); the true image contributes e^(-|eps|^2 / 2).
    """
    check_image_shape(eps, check_images(data, "data").shape[1:], "eps")
    sigma = check_level(sigma)
    check_count(len(eps), "number of noise images", 1, len(data))
    a = data.flatten(1).double()  # (N, D)
    e = eps.flatten(1).double()  # (M, D)
    z = a[: len(e)] + sigma * e  # (M, D)
    logits = -torch.cdist(z, a).square() / (2 * sigma**2)  # (M, N)
    logits[torch.arange(len(e)), torch.arange(len(e))] = -torch.inf  # leave the true one out
    return logits.logsumexp(1) + e.square().sum(1) / 2


def measured_collapse(
    data: Float[Tensor, "N C H W"], sigmas: Float[Tensor, " S"], eps: Tensor, of: str = "mean"
) -> float:
    """Level where the mean of `rem_gap` crosses zero, interpolated in log sigma between rising `sigmas`.

    With `of` "median" that of the median: there the true image wins as often as it loses, the level of even odds.
    ValueError unless `sigmas` rise, and if the others never, or always, win within them.
    """
    if check_tensor(sigmas, "sigmas").ndim != 1 or len(sigmas) < 2 or not (sigmas[1:] > sigmas[:-1]).all():
        raise ValueError(f"sigmas must be two or more rising levels, got shape {tuple(sigmas.shape)}")
    even = check_choice(of, ("mean", "median"), "of") == "median"
    drawn = [rem_gap(data, float(s), eps) for s in sigmas]
    gaps = [float(gap.quantile(0.5) if even else gap.mean()) for gap in drawn]
    for k in range(len(gaps) - 1):
        if gaps[k] < 0 <= gaps[k + 1]:
            at = -gaps[k] / (gaps[k + 1] - gaps[k])
            return float(sigmas[k] * (sigmas[k + 1] / sigmas[k]) ** at)
    raise ValueError(f"no crossing between sigma {float(sigmas[0]):.3g} and {float(sigmas[-1]):.3g}; widen the levels")


def true_weight(data: Float[Tensor, "N C H W"], sigma: float, eps: Float[Tensor, "M C H W"]) -> Float[Tensor, " M"]:
    """Posterior weight of the true image m of `data` under noise eps[m], in [0, 1]."""
    return torch.sigmoid(-rem_gap(data, sigma, eps))


def gaussian_win_share(N: int, d: int, ratio: float, repeats: int, generator: torch.Generator) -> float:
    """Share of `repeats` fresh sets of N Gaussian points in which the true point holds over half the weight.

    At time t = ratio * t_C; a Monte-Carlo figure with standard error at most 0.5 / sqrt(repeats).
    """
    check_generator(generator)
    N, d, repeats = check_count(N, "N", 2), check_count(d, "d"), check_count(repeats, "repeats")
    sigma, wins = time_to_sigma(check_number(ratio, "ratio", 0, strict=True) * collapse_time(N, d)), 0
    for _ in range(repeats):
        data = torch.randn(N, 1, 1, d, generator=generator)  # (N, 1, 1, d)
        eps = torch.randn(1, 1, 1, d, generator=generator)  # (1, 1, 1, d)
        wins += int(true_weight(data, sigma, eps)[0] > 0.5)
    return wins / repeats


def clone_ends(
    denoise: Denoiser, data: Float[Tensor, "N C H W"], z: Float[Tensor, "B C H W"], sigmas: Tensor, branch: int,
    generator: torch.Generator,
) -> tuple[Int[Tensor, " B"], Int[Tensor, " B"]]:
    """Cloning: B trajectories share `branch` ancestral steps, then two clones of each go on with fresh noise.

    Returns the indices of the nearest training images on which the first and the second clones end.
    0 <= branch < number of steps; `sigmas` as for `sample`. Biroli et al. 2024.
    """
    check_image_shape(z, check_images(data, "data").shape[1:], "z")
    check_generator(generator)
    branch = check_count(branch, "branch", 0, len(sigmas) - 2)
    shared = last(sample(denoise, z, sigmas[: branch + 1], "ancestral", generator=generator)) if branch else z
    ends = [last(sample(denoise, shared, sigmas[branch:], "ancestral", generator=generator)) for _ in range(2)]
    return nearest(ends[0], data)[1][:, 0], nearest(ends[1], data)[1][:, 0]


class Agreement(NamedTuple):
    """How far two denoisers agree about the same noisy images.

    `spread`: variance of their guesses over the images, mean over pixels and both, in grey values squared; 0 if they
    always say the same. `r`: correlation, over images and pixels, of what each says beyond its own mean guess.
    `score_gap`: root mean square difference of their scores over the root mean square score.
    """

    spread: float
    r: float
    score_gap: float


def agreement(first: Denoiser, second: Denoiser, z: Float[Tensor, "B C H W"], sigma: float) -> Agreement:
    """Compare two denoisers at B >= 2 noisy images of level sigma > 0. float64.

    Trained on disjoint halves of the data, they agree where the score of each is near the score of the population.
    """
    sigma, count = check_level(sigma), check_count(len(check_images(z, "z")), "number of images", 2)
    a, b = (f(z, sigma).reshape(count, -1).double() for f in (first, second))  # (B, D) each
    s, t = a - z.flatten(1).double(), b - z.flatten(1).double()  # scores times sigma^2
    u, v = a - a.mean(0), b - b.mean(0)
    uu, vv = u.square().sum(), v.square().sum()
    gap = (s - t).square().mean() / ((s.square().mean() + t.square().mean()) / 2)
    return Agreement(float((uu + vv) / (2 * u.numel())), float((u * v).sum() / (uu * vv).sqrt()), float(gap.sqrt()))


def patch_density(
    data: Float[Tensor, "N C H W"], unseen: Float[Tensor, "M C H W"], P: int, count: int, generator: torch.Generator
) -> float:
    """Median distance from `count` unseen windows of side P to the nearest training window, over the typical one.

    1 <= P <= min(H, W). Windows are drawn at random among those that are not nearly flat (standard deviation over 0.1
    grey values, where P > 1); the nearest is looked for at all positions of all training images. "Typical" is the root
    mean square distance between an unseen and a training window.
    """
    check_image_shape(unseen, check_images(data, "data").shape[1:], "unseen")
    P, count = check_count(P, "P", 1, min(data.shape[-2:])), check_count(count, "count")
    query = _windows(unseen, P)  # (M', C P P)
    query = query[query.std(1) > 0.1] if P > 1 else query
    if not len(query):
        raise ValueError(f"unseen must hold a window of side {P} that is not constant, got none")
    query = query[torch.randint(len(query), (count,), generator=check_generator(generator))].float()
    best, total, seen = torch.full((count,), torch.inf), 0.0, 0
    for part in data.split(100):
        d2 = torch.cdist(query, _windows(part, P).float()).square()  # (count, M)
        best = torch.minimum(best, d2.amin(1))
        total, seen = total + float(d2.double().sum()), seen + d2.numel()
    if not total:
        raise ValueError(f"data and unseen must hold windows of side {P} that differ, got all alike")
    return float(best.sqrt().median() / math.sqrt(total / seen))


def _windows(images: Tensor, P: int) -> Tensor:
    x = images.unfold(2, P, 1).unfold(3, P, 1)  # (N, C, H', W', P, P)
    return x.permute(0, 2, 3, 1, 4, 5).reshape(-1, images.shape[1] * P * P)  # (N H' W', C P P)
