"""The ideal denoiser of a training set: closed form, copying bound, attention, energy (chapter 2)."""

import torch
from jaxtyping import Float
from torch import Tensor

from .core.checks import check_image_shape, check_images, check_level, check_tensor, check_training
from .core.metrics import nearest
from .core.posterior import Dictionary, Posterior, posterior


class IdealDenoiser:
    """IS, the posterior mean over whole training images: sum_mu w_mu a_mu, w = softmax(-|z - a_mu|^2 / 2 sigma^2).

    `data` (N, C, H, W) in [-1, 1], at most +-10, of which it keeps a copy; `log_mult` (N,) gives image mu the prior
    e^log_mult. Call it as denoise(z, sigma).
    Raises TypeError or ValueError for data, z or sigma of a wrong kind, shape or value.
    It minimises the denoising loss on the training set over all functions. Kamb & Ganguli 2025, eqs 3-4.
    """

    def __init__(self, data: Float[Tensor, "N C H W"], log_mult: Tensor | None = None):
        self.shape = check_training(data).shape[1:]
        flat = data.flatten(1)  # (N, D)
        self.dictionary = Dictionary(flat, flat, log_mult)

    def posterior(self, z: Float[Tensor, "B C H W"], sigma: float | Tensor, top_k: int = 0) -> Posterior:
        """Mean (B, D), log-evidence, entropy, effective number of candidates and the `top_k` likeliest images."""
        check_image_shape(z, self.shape, "z")
        return posterior(z.flatten(1), self.dictionary, sigma, top_k=top_k, stats=True)

    def __call__(self, z: Float[Tensor, "B C H W"], sigma: float | Tensor) -> Float[Tensor, "B C H W"]:
        """The best guess x0_hat at noise level sigma > 0, a number or (B,)."""
        check_image_shape(z, self.shape, "z")
        return posterior(z.flatten(1), self.dictionary, sigma).mean.reshape(z.shape)


def attention(z: Float[Tensor, "B C H W"], sigma: float, data: Float[Tensor, "N C H W"]) -> Float[Tensor, "B C H W"]:
    """IS as one head of scaled dot-product attention: queries z, keys and values the training images.

    A column of ones on the queries and of -|a|^2 / 2 on the keys carries the norms. The logits are float32 when z is:
    their error is about 1e-7 d / sigma^2, so use this for sigma >= 1 only; `IdealDenoiser` has no such limit.
    """
    check_image_shape(z, check_images(data, "data").shape[1:], "z")
    sigma = check_level(sigma)
    a, q = data.flatten(1).to(z.dtype), z.flatten(1)  # (N, D), (B, D)
    keys = torch.cat([a, -a.square().sum(1, keepdim=True) / 2], 1)  # (N, D + 1)
    queries = torch.cat([q, q.new_ones(len(q), 1)], 1)  # (B, D + 1)
    out = torch.nn.functional.scaled_dot_product_attention(queries, keys, a, scale=1 / sigma**2)  # (B, D)
    return out.reshape(z.shape)


def copy_bound(
    z: Float[Tensor, "B C H W"], sigma: float, data: Float[Tensor, "N C H W"]
) -> tuple[Float[Tensor, " B"], Float[Tensor, " B"]]:
    """Bounds on 1 - w_star, the weight not on the nearest image, and on |D - a_star|. float64; N >= 2.

    1 - w_star <= (N - 1) e^(-gap / 2 sigma^2), with gap the difference of the two smallest squared distances, and
    |D - a_star| <= that bound times max_mu |a_mu - a_star|. The theorem of chapter 2.
    """
    check_image_shape(z, check_images(data, "data").shape[1:], "z")
    sigma = check_level(sigma)
    if len(data) < 2:
        raise ValueError("data must hold at least two images, got 1")
    a = data.flatten(1).double()  # (N, D)
    two, at = nearest(z, data, 2)  # (B, 2) each
    gap = two[:, 1].square() - two[:, 0].square()  # (B,)
    weight = (len(a) - 1) * torch.exp(-gap / (2 * sigma**2))  # (B,)
    return weight, weight * torch.cdist(a[at[:, 0]], a).amax(1)


def straight_line(z0: Tensor, sigma0: float, sigma: float, a: Tensor) -> Tensor:
    """Solution at sigma >= 0 of the probability-flow ODE from z0 at sigma0 > 0 while the guess is `a`.

    a + sigma / sigma0 (z0 - a): a straight line into the training image. `z0` and `a` must broadcast.
    """
    sigma0, sigma = check_level(sigma0, "sigma0"), check_level(sigma, zero=True)
    check_tensor(z0, "z0")
    return check_tensor(a, "a") + sigma / sigma0 * (z0 - a)


def energy(z: Float[Tensor, "B C H W"], sigma: float, data: Float[Tensor, "N C H W"]) -> Float[Tensor, " B"]:
    """E(z) = -sigma^2 log sum_mu e^(-|z - a_mu|^2 / 2 sigma^2); the score is -grad E / sigma^2 (Ambrogioni 2024)."""
    sigma = check_level(sigma)
    return -(sigma**2) * IdealDenoiser(data).posterior(z, sigma).log_evidence
