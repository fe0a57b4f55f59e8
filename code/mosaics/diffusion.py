"""Noise and denoising: clocks, schedules, Tweedie's formula, samplers, and cases with exact answers (chapter 1).

The clock of the book is the noise level sigma of z = x0 + sigma eps, in grey values of images in [-1, 1]. Every
denoiser is a function denoise(z, sigma) -> x0_hat with z (B, C, H, W) and sigma a number or (B,).
"""

import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from .core.checks import (
    check_choice,
    check_count,
    check_finite,
    check_generator,
    check_guess,
    check_image_shape,
    check_images,
    check_level,
    check_number,
    check_range,
    check_real,
    check_same_shape,
    check_sigma,
    check_tensor,
    check_training,
)
from .core.spectrum import spectrum

Denoiser = Callable[[Tensor, float | Tensor], Tensor]
SCHEDULES = ("edm", "cosine", "legacy", "linear")
METHODS = ("euler", "ddim", "heun", "ancestral")
KINDS = ("x0", "eps", "score", "v")


# ---------------------------------------------------------------- clocks and schedules
def abar_linear(K: int = 1000) -> Float[Tensor, " K"]:
    """Signal power abar_1 ... abar_K of DDPM, K >= 1: beta_k linear from 1e-4 to 0.02 (Ho et al. 2020). float64."""
    return torch.cumprod(1 - torch.linspace(1e-4, 0.02, check_count(K, "K"), dtype=torch.float64), 0)


def _clock(t: float | Tensor) -> Tensor:
    u = check_real(t, "t")
    if not ((u >= 0) & (u <= 1)).all():
        raise ValueError(f"t must be in [0, 1], got {t}")
    return u


def abar_cosine(t: float | Tensor, s: float = 0.008) -> Tensor:
    """Signal power of the cosine schedule at t in [0, 1], 0 clean (Nichol & Dhariwal 2021, eq. 17). float64."""
    s = check_number(s, "s", 0)
    return (torch.cos((_clock(t) + s) / (1 + s) * math.pi / 2) / math.cos(s / (1 + s) * math.pi / 2)) ** 2


def abar_legacy(t: float | Tensor, s: float = 0.008) -> Tensor:
    """The variant in the code of Kamb & Ganguli (2025): no offset in the numerator, so abar(1) > 0. float64."""
    s = check_number(s, "s", 0)
    return torch.cos(math.pi * _clock(t) / (2 * (1 + s))) ** 2


def sigmas_edm(n: int, sigma_min: float = 0.002, sigma_max: float = 80.0, rho: float = 7.0) -> Float[Tensor, " n"]:
    """The n >= 2 levels of Karras et al. (2022, eq. 5), falling from sigma_max to sigma_min, without the final 0.

    rho from 0.1, nearly all levels low, to 1000, evenly spaced in log sigma; Karras et al. take 7. float64.
    """
    sigma_min, sigma_max = _check_range(sigma_min, sigma_max)
    rho = check_range(rho, "rho", 0.1, 1000)
    ramp = torch.linspace(0, 1, check_count(n, "n", 2), dtype=torch.float64)  # (n,)
    high, low = sigma_max ** (1 / rho), sigma_min ** (1 / rho)
    return (high + ramp * (low - high)) ** rho


def _check_range(sigma_min: float, sigma_max: float) -> tuple[float, float]:
    low, high = check_level(sigma_min, "sigma_min"), check_level(sigma_max, "sigma_max")
    if low >= high:
        raise ValueError(f"sigma_min must be below sigma_max, got {low} and {high}")
    return low, high


def abar_to_sigma(abar: float | Tensor) -> Tensor:
    """sigma = sqrt((1 - abar) / abar), for abar in (0, 1]."""
    a = check_real(abar, "abar")
    if not ((a > 0) & (a <= 1)).all():
        raise ValueError(f"abar must be in (0, 1], got {abar}")
    return ((1 - a) / a).sqrt()


def sigma_to_abar(sigma: float | Tensor) -> Tensor:
    """abar = 1 / (1 + sigma^2), for sigma >= 0."""
    s = check_real(sigma, "sigma")
    if not (s >= 0).all():
        raise ValueError(f"sigma must be >= 0, got {sigma}")
    return 1 / (1 + s**2)


def vp_to_ve(xt: Tensor, abar: float | Tensor) -> Tensor:
    """z = x_t / sqrt(abar), abar in (0, 1], a number or one for each of the B images of xt (B, ...)."""
    return check_tensor(xt, "xt") * _each((abar_to_sigma(abar) ** 2 + 1).sqrt(), xt, "abar").to(xt.dtype)


def ve_to_vp(z: Tensor, sigma: float | Tensor) -> Tensor:
    """x_t = z / sqrt(1 + sigma^2), sigma >= 0, a number or one for each of the B images of z (B, ...)."""
    return check_tensor(z, "z") * _each(sigma_to_abar(sigma).sqrt(), z, "sigma").to(z.dtype)


def _each(level: Tensor, x: Tensor, name: str) -> Tensor:
    """A number, or one for each image of `x`, in a shape that meets the images and not their columns."""
    if level.ndim == 0:
        return level
    if level.ndim > 1 or x.ndim == 0 or len(level) != len(x):
        wanted = f" or have shape ({len(x)},)" if x.ndim else ""
        raise ValueError(f"{name} must be a number{wanted}, got shape {tuple(level.shape)}")
    return level.reshape(-1, *[1] * (x.ndim - 1))


def schedule(name: str, steps: int, sigma_min: float = 0.02, sigma_max: float = 80.0) -> Float[Tensor, " {steps}+1"]:
    """Noise levels of a sampler with `steps` >= 1 steps: (steps + 1,) float64, falling, the last one 0.

    "edm" runs from sigma_max to sigma_min. The VP schedules "cosine", "legacy" and "linear" visit equally spaced times
    of their clock between these two levels, cut to what they reach: linear up to 157, legacy up to 80.2.
    Raises ValueError unless 0 < sigma_min < sigma_max and the schedule reaches levels between them.
    """
    check_choice(name, SCHEDULES, "schedule")
    steps, (sigma_min, sigma_max) = check_count(steps, "steps"), _check_range(sigma_min, sigma_max)
    if name == "edm":
        levels = sigmas_edm(max(steps, 2), sigma_min, sigma_max)[:steps]  # (steps,)
    else:
        levels = _vp_levels(name, steps, sigma_min, sigma_max)  # (steps,)
    return torch.cat([levels, levels.new_zeros(1)])


def _vp_levels(name: str, steps: int, sigma_min: float, sigma_max: float) -> Tensor:
    level = _vp_clock(name)
    clock = torch.linspace(0, 1, 4001, dtype=torch.float64)[1:]  # (4000,)
    fine = level(clock)  # (4000,) rising
    high, low = min(sigma_max, float(fine[-1])), max(sigma_min, float(fine[0]))
    if low >= high:
        reach = f"{float(fine[0]):.3g} to {float(fine[-1]):.3g}"
        raise ValueError(f"{name} reaches levels from {reach}, got a range from {sigma_min} to {sigma_max}")
    start, end = np.interp(np.log([high, low]), fine.log(), clock)
    return level(torch.linspace(start, end, steps, dtype=torch.float64))  # (steps,)


def _vp_clock(name: str) -> Callable[[Tensor], Tensor]:
    if name != "linear":
        abar = {"cosine": abar_cosine, "legacy": abar_legacy}[name]
        return lambda t: abar_to_sigma(abar(t))
    k, logs = np.arange(1001) / 1000, np.log(np.append(1.0, abar_linear()))
    return lambda t: abar_to_sigma(torch.from_numpy(np.interp(t, k, logs)).exp())


# ---------------------------------------------------------------- conversions
def convert(value: Tensor, x: Tensor, abar: float | Tensor, given: str, wanted: str) -> Tensor:
    """Turn one parametrisation into another at VP image `x` = a x0 + b eps, a = sqrt(abar), b = sqrt(1 - abar).

    Kinds: "x0", "eps", "score" (VP), "v" = a eps - b x0 (Salimans & Ho 2022). abar strictly between 0 and 1, a number
    or one for each image; `value` and `x` have one shape. Raises ValueError otherwise.
    """
    check_choice(given, KINDS, "given")
    check_choice(wanted, KINDS, "wanted")
    check_same_shape(check_tensor(value, "value"), check_tensor(x, "x"), "value and x")
    power = check_real(abar, "abar")
    if not ((power > 0) & (power < 1)).all():
        raise ValueError(f"abar must be strictly between 0 and 1, got {abar}")
    a, b = (_each(part, x, "abar").to(torch.promote_types(value.dtype, x.dtype))
            for part in (power.sqrt(), (1 - power).sqrt()))
    x0 = {"x0": lambda: value, "eps": lambda: (x - b * value) / a, "score": lambda: (x + b * b * value) / a,
          "v": lambda: a * x - b * value}[given]()
    return {"x0": lambda: x0, "eps": lambda: (x - a * x0) / b, "score": lambda: (a * x0 - x) / b**2,
            "v": lambda: (a * x - x0) / b}[wanted]()


def add_noise(x0: Float[Tensor, "B C H W"], sigma: float, eps: Tensor) -> Float[Tensor, "B C H W"]:
    """z = x0 + sigma eps, sigma >= 0; `eps` has the shape of `x0` or one image's noise for all."""
    check_images(x0, "x0")
    check_images(eps, "eps")
    sigma = check_level(sigma, zero=True)
    if eps.shape != x0.shape and eps.shape != (1, *x0.shape[1:]):
        raise ValueError(f"eps must have shape {tuple(x0.shape)} or {(1, *x0.shape[1:])}, got {tuple(eps.shape)}")
    return x0 + sigma * eps


def score(denoise: Denoiser, z: Float[Tensor, "B C H W"], sigma: float | Tensor) -> Float[Tensor, "B C H W"]:
    """Tweedie's formula read backwards: grad log p_sigma(z) = (D(z, sigma) - z) / sigma^2 (Efron 2011)."""
    return (denoise(z, sigma) - z) / _per_image(sigma, z) ** 2


# ---------------------------------------------------------------- samplers
@dataclass(frozen=True)
class State:
    """Where a sampler is: `step` done so far, noise level `sigma`, image `z`, the guess `x0_hat` that led here."""

    step: int
    sigma: float
    z: Tensor
    x0_hat: Tensor | None


def sample(
    denoise: Denoiser, z: Float[Tensor, "B C H W"], sigmas: Float[Tensor, " S"], method: str = "ddim", *,
    noise: Tensor | None = None, generator: torch.Generator | None = None,
) -> Iterator[State]:
    """Every sampler of the book: yields the start, then the state after each of the S - 1 steps.

    `z` is the start at level sigmas[0] > 0; `sigmas` falls strictly and may end in 0. Methods: "euler" and "ddim"
    (order 1, one call a step; the same step written in VE and in VP), "heun" (order 2, two calls a step but for one
    into 0; Karras et al. 2022), "ancestral" (Ho et al. 2020; adds fresh noise, from `noise` (S - 1, B, C, H, W) or
    from `generator`, of which it needs exactly one; a step into 0 adds none). The generator is asked for one number,
    from which image i gets a stream of its own: the same noise whatever the other images are. Arguments are checked
    at once, not at the first step: ValueError or TypeError.
    """
    check_images(z, "z")
    check_choice(method, METHODS, "method")
    levels = _check_sigmas(sigmas)
    _check_noise(method, noise, generator, (len(levels) - 1, *z.shape))
    step = {"euler": _euler, "ddim": _ddim, "heun": _heun, "ancestral": _ancestral}[method]
    return _steps(denoise, z, levels, step, noise, generator)


def _check_noise(method: str, noise: Tensor | None, generator: torch.Generator | None, shape: tuple) -> None:
    if method == "ancestral" and (noise is None) == (generator is None):
        raise ValueError(f"ancestral sampling needs noise or a generator, got {'neither' if noise is None else 'both'}")
    if generator is not None:
        check_generator(generator)
    if noise is not None and check_tensor(noise, "noise").shape != shape:
        raise ValueError(f"noise must have shape {shape}, got {tuple(noise.shape)}")


def _check_sigmas(sigmas: Tensor) -> list[float]:
    if not isinstance(sigmas, Tensor):
        raise TypeError(f"sigmas must be a tensor of noise levels, got {type(sigmas).__name__}")
    levels = check_real(sigmas, "sigmas")
    if levels.ndim != 1 or len(levels) < 2:
        raise ValueError(f"sigmas must hold at least two levels (one step), got shape {tuple(levels.shape)}")
    check_finite(levels, "sigmas")
    if not (levels[1:] < levels[:-1]).all() or levels[-1] < 0:
        raise ValueError(f"sigmas must fall strictly and not below 0, got {levels.tolist()[:4]} ...")
    return [check_level(s, "sigmas", zero=True) for s in levels.tolist()]


Fresh = Callable[[], Tensor]  # gives the next standard normal noise
Step = Callable[[Denoiser, Tensor, float, float, Fresh], tuple[Tensor, Tensor]]  # from s to s_next: (z, x0_hat)


def _steps(
    denoise: Denoiser, z: Tensor, levels: list[float], step: Step,
    noise: Tensor | None, generator: torch.Generator | None,
) -> Iterator[State]:
    given = iter(noise) if noise is not None else _streams(z, generator) if generator is not None else iter(())

    def fresh() -> Tensor:
        return next(given).to(z.dtype)

    yield State(0, levels[0], z, None)
    for k, (s, s_next) in enumerate(itertools.pairwise(levels)):
        z, x0_hat = step(denoise, z, s, s_next, fresh)
        yield State(k + 1, s_next, z, x0_hat)


def _streams(z: Tensor, generator: torch.Generator) -> Iterator[Tensor]:
    """Standard normal noise like `z` again and again, each image's from a stream of its own."""
    seed = int(torch.randint(2**32, (1,), generator=generator))
    own = [torch.Generator().manual_seed((seed + 0x9E3779B9 * i) % 2**32) for i in range(len(z))]  # odd: no two alike
    while True:
        yield torch.stack([torch.randn(z.shape[1:], generator=g, dtype=z.dtype) for g in own])


def _guess(denoise: Denoiser, z: Tensor, s: float) -> Tensor:
    return check_guess(denoise(z, s), z)


def _euler(denoise: Denoiser, z: Tensor, s: float, s_next: float, fresh: Fresh) -> tuple[Tensor, Tensor]:
    x0_hat = _guess(denoise, z, s)
    return z + (s_next - s) * (z - x0_hat) / s, x0_hat


def _ddim(denoise: Denoiser, z: Tensor, s: float, s_next: float, fresh: Fresh) -> tuple[Tensor, Tensor]:
    (a, b), (a_next, b_next) = _amplitudes(s), _amplitudes(s_next)
    xt, x0_hat = a * z, _guess(denoise, z, s)
    eps_hat = (xt - a * x0_hat) / b
    return (a_next * x0_hat + b_next * eps_hat) / a_next, x0_hat


def _amplitudes(s: float) -> tuple[float, float]:
    """sqrt(abar) and sqrt(1 - abar), which 1 - abar itself loses below sigma = 1e-8."""
    return 1 / math.hypot(1, s), s / math.hypot(1, s)


def _heun(denoise: Denoiser, z: Tensor, s: float, s_next: float, fresh: Fresh) -> tuple[Tensor, Tensor]:
    z_euler, x0_hat = _euler(denoise, z, s, s_next, fresh)
    if s_next == 0:
        return z_euler, x0_hat
    slope, slope_next = (z - x0_hat) / s, (z_euler - _guess(denoise, z_euler, s_next)) / s_next
    return z + (s_next - s) * (slope + slope_next) / 2, x0_hat


def _ancestral(denoise: Denoiser, z: Tensor, s: float, s_next: float, fresh: Fresh) -> tuple[Tensor, Tensor]:
    up = s_next * math.sqrt(s * s - s_next * s_next) / s  # standard deviation of the fresh noise
    down = s_next * s_next / s  # up^2 + down^2 = s_next^2
    x0_hat = _guess(denoise, z, s)
    z = x0_hat + down * (z - x0_hat) / s
    return (z + up * fresh() if up else z), x0_hat


def last(states: Iterator[State]) -> Tensor:
    """Run a sampler to its end and return the final z. ValueError if it yields nothing (it has run before)."""
    state = None
    for state in states:  # noqa: B007
        pass
    if state is None:
        raise ValueError("the sampler yields no state; it has already been run, so make a new one with sample(...)")
    return state.z


# ---------------------------------------------------------------- cases with exact answers
def two_point_denoiser() -> Denoiser:
    """Posterior mean for pixels that are -1 or +1 with equal chance, independently: tanh(z / sigma^2)."""
    return lambda z, sigma: torch.tanh(z / _per_image(sigma, z) ** 2)


def point_denoiser(a: Float[Tensor, "1 C H W"]) -> Denoiser:
    """Posterior mean when there is one image only: that image."""
    if len(check_images(a, "a")) != 1:
        raise ValueError(f"a must be one image (1, C, H, W), got {tuple(a.shape)}")
    a = a.detach().clone()

    def denoise(z: Tensor, sigma: float | Tensor) -> Tensor:
        check_sigma(sigma, len(check_image_shape(z, a.shape[1:], "z")))
        return a.to(z.dtype).expand_as(z).clone()

    return denoise


def _per_image(sigma: float | Tensor, z: Tensor) -> Tensor:
    return check_sigma(sigma, len(check_images(z, "z")))[:, None, None, None].to(z.dtype)  # (B, 1, 1, 1)


def gaussian_denoiser(mean: Float[Tensor, "C H W"], var: Float[Tensor, "C H W"]) -> Denoiser:
    """Wiener filter of independent Gaussian pixels: mean + var / (var + sigma^2) (z - mean); var >= 0."""
    _check_gaussian(mean, var)
    mean, var = mean.detach().clone(), var.detach().clone()

    def denoise(z: Tensor, sigma: float | Tensor) -> Tensor:
        s2 = _per_image(sigma, check_image_shape(z, mean.shape, "z")) ** 2  # (B, 1, 1, 1)
        return (mean + var / (var + s2) * (z - mean)).to(z.dtype)

    return denoise


def _check_gaussian(mean: Tensor, var: Tensor) -> None:
    check_same_shape(check_tensor(mean, "mean"), check_tensor(var, "var"), "mean and var")
    if not (var >= 0).all():
        raise ValueError(f"var must be >= 0, got {float(var.min()):.3g} among its values")


def gaussian_flow(
    z_T: Float[Tensor, "B C H W"], sigma_T: float, sigma: float, mean: Float[Tensor, "C H W"],
    var: Float[Tensor, "C H W"],
) -> Float[Tensor, "B C H W"]:
    """Exact solution at `sigma` >= 0 of the probability-flow ODE from z_T at sigma_T > 0, for that Gaussian."""
    _check_gaussian(mean, var)
    check_image_shape(z_T, mean.shape, "z_T")
    sigma_T, sigma = check_level(sigma_T, "sigma_T"), check_level(sigma, zero=True)
    return (mean + (z_T - mean) * ((var + sigma**2) / (var + sigma_T**2)).sqrt()).to(z_T.dtype)


def wiener(data: Float[Tensor, "N C H W"]) -> Denoiser:
    """Best linear denoiser of a data set, N >= 2: mu + S (S + sigma^2 I)^-1 (z - mu), with its mean and covariance."""
    if len(data := check_training(data)) < 2:
        raise ValueError("data must hold at least two images to have a covariance, got 1")
    x = data.flatten(1).double()  # (N, D)
    mu = x.mean(0)  # (D,)
    lam, axes = spectrum(torch.cov(x.T, correction=0).reshape(len(mu), len(mu)))  # (D,), (D, D)

    def denoise(z: Tensor, sigma: float | Tensor) -> Tensor:
        s2 = check_sigma(sigma, len(check_image_shape(z, data.shape[1:], "z")))[:, None] ** 2  # (B, 1)
        y = (z.flatten(1).double() - mu) @ axes  # (B, D)
        return (mu + (y * lam / (lam + s2)) @ axes.T).reshape(z.shape).to(z.dtype)

    return denoise
