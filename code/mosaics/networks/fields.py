"""What a denoiser can see: a network's window, computed and measured; how much each pixel counts; its error."""

import copy
import math
from collections.abc import Sequence

import torch
from jaxtyping import Float
from torch import Tensor

from ..core.checks import (
    check_count,
    check_guess,
    check_images,
    check_level,
    check_number,
    check_pixels,
    check_seed,
    check_sigma,
)
from ..diffusion import Denoiser, add_noise
from .architectures import Network, ResNet, check_network
from .attention import AttentionResNet
from .mixer import Mixer


def receptive_field(net: Network) -> int | float:
    """Side of the window that a pixel of the output can depend on, from the architecture alone. Odd.

    ResNet: 1 + 2 (1 + sum of the dilations), so 2 (depth + 1) + 1 without. UNet: pooling makes the window lopsided, in
    a way that depends on the pixel's place; this is the smallest centred square that holds all of them.
    `math.inf` for an AttentionResNet while it attends, and for a Mixer: a pixel sees all of an image. Where attention
    has a reach, that widens the window on each side.
    """
    if isinstance(net, Mixer):
        return math.inf
    if isinstance(net, AttentionResNet) and net.attends:
        reach = net.attention.reach
        return math.inf if reach is None else 1 + 2 * (1 + sum(net.dilations) + reach)
    if isinstance(net, ResNet):
        return 1 + 2 * (1 + sum(net.dilations))
    scales = len(check_network(net).config["widths"])
    return 1 + 2 * max(_reach(place, scales) for place in range(net.stride))


def _reach(place: int, scales: int) -> int:
    """How far left or right of a pixel at this place modulo the stride the way through the coarsest scale leads."""
    low, high = place - 1, place + 1  # the last convolution
    for _ in range(scales - 1):  # two convolutions of an upward block, then its coarser pixels
        low, high = (low - 2) // 2, (high + 2) // 2
    for _ in range(scales - 1):  # two of a block, then the pixels under its pooling
        low, high = 2 * (low - 2), 2 * (high + 2) + 1
    return max(place - low + 2, high - place + 2)


def measured_field(net: Network, sigma: float = 1.0, draws: int = 8, seed: int = 0) -> int:
    """The same side by experiment: change one pixel by 1 and see which pixels of the output change at all. float64.

    `draws` >= 1 noise images at level sigma > 0, for a silent ReLU can hide a path; a little wider than
    `receptive_field` says, so that a wider field would be seen. Each place modulo the stride is tried. ValueError for a
    field without an end.
    """
    draws, exact, sigma = check_count(draws, "draws"), copy.deepcopy(check_network(net)).double(), check_level(sigma)
    if math.isinf(field := receptive_field(net)):
        raise ValueError(f"net must see a window that ends, this {type(net).__name__} sees whole images")
    S = -(-(int(field) + 2) // net.stride + 1) * net.stride
    generator, reach = torch.Generator().manual_seed(check_seed(seed)), 0
    z = sigma * torch.randn(draws, net.C, S, S, generator=generator, dtype=torch.float64)
    before = exact(z, sigma)
    for at in range(S // 2, S // 2 + net.stride):
        touched = z.clone()
        touched[:, :, at, at] += 1
        changed = (exact(touched, sigma) != before).any(1).any(0).nonzero()  # (pixels, 2)
        reach = max(reach, int((changed - at).abs().max()))
    return 2 * reach + 1


def influence(denoise: Denoiser, z: Float[Tensor, "B C H W"], sigma: float, h: float = 0.1) -> Float[Tensor, "H W"]:
    """How much the guess at the centre, row H // 2 and column W // 2, moves with each pixel of the input.

    Root mean square over images and channels of the central difference quotient; a pixel's channels move together, by
    +-h > 0 grey values. Any denoiser, at sigma > 0. Takes 2 H W guesses an image.
    """
    H, W = check_images(z, "z").shape[2:]
    return _quotients(denoise, z, check_level(sigma), [H // 2 * W + W // 2], check_number(h, "h", 0, strict=True))[0]


def influences(
    denoise: Denoiser, z: Float[Tensor, "B C H W"], sigma: float, pixels: Sequence[tuple[int, int]], h: float = 0.1
) -> Float[Tensor, "P H W"]:
    """How much the guess at each of these pixels (row, column) moves with each pixel of the input. float64.

    As `influence`, but exact where there are slopes: by autograd of a network, and of a denoiser that carries gradients
    (IS, ES, Wiener, closed forms). Else by the difference quotients of +-h > 0 grey values. sigma > 0. ValueError for
    guesses that are not finite or not of the shape of z, and for an h that rounding swallows.
    """
    at, sigma = check_pixels(pixels, *check_images(z, "z").shape[2:]), check_level(sigma)
    asked, h = z.detach().clone().requires_grad_(), check_number(h, "h", 0, strict=True)
    with torch.enable_grad():
        if isinstance(denoise, Network):
            guess = denoise.guess(denoise.check(asked, "z"), check_sigma(sigma, len(z)))
        else:
            guess = denoise(asked, sigma)
    check_guess(guess, asked)
    return _slopes(asked, guess, at) if guess.requires_grad else _quotients(denoise, z.detach(), sigma, at, h)


@torch.enable_grad()
def _slopes(z: Float[Tensor, "B C H W"], guess: Float[Tensor, "B C H W"], at: list[int]) -> Float[Tensor, "P H W"]:
    total = torch.zeros(len(at), *z.shape[2:], dtype=torch.float64)
    for k, pixel in enumerate(at):
        for value in guess.flatten(2)[:, :, pixel].sum(0):  # of each channel: images do not mix, so slopes stay apart
            # zeros for a guess that does not depend on z at all
            (slope,) = torch.autograd.grad(value, z, retain_graph=True, materialize_grads=True)  # (B, C, H, W)
            total[k] += slope.double().sum(1).square().sum(0)
    return (total / (len(z) * z.shape[1])).sqrt()


def _quotients(denoise: Denoiser, z: Tensor, sigma: float, at: list[int], h: float) -> Float[Tensor, "P H W"]:
    H, W = z.shape[2:]
    if ((z + h == z) | (z - h == z)).any():
        raise ValueError(f"h must be large enough to move pixels of {float(z.abs().max()):.4g}, got {h:g}")
    step = h * torch.eye(H * W, dtype=z.dtype).reshape(-1, 1, H, W)
    total = torch.zeros(len(at), H * W, dtype=torch.float64)
    for image in z:
        asked = [image + moved for moved in (step, -step)]  # (H W, C, H, W) each
        up, down = (check_guess(denoise(x, sigma), x).flatten(2)[:, :, at] for x in asked)  # (H W, C, P) each
        total += ((up - down).double() / (2 * h)).square().mean(1).T
    return (total / len(z)).sqrt().reshape(-1, H, W)


def denoising_error(
    denoise: Denoiser, images: Float[Tensor, "B C H W"], sigma: float, noise: Tensor
) -> float:
    """Mean squared error per pixel and channel of the guesses at images + sigma noise, in grey values squared.

    sigma > 0; `noise` has the shape of `images` or is one image's noise for all. Chapter 1's denoising loss.
    """
    sigma = check_level(sigma)
    guess = check_guess(denoise(add_noise(images, sigma, noise), sigma), images)
    return float((guess - images).double().square().mean())
