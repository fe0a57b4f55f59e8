"""What a denoiser can see: a network's window, computed and measured; how much each pixel counts; its error."""

import copy
import math

import torch
from jaxtyping import Float
from torch import Tensor

from ..core.checks import check_count, check_images, check_level, check_number
from ..diffusion import Denoiser, add_noise
from .architectures import Network, ResNet, check_network
from .attention import AttentionResNet


def receptive_field(net: Network) -> int | float:
    """Side of the window that a pixel of the output can depend on, from the architecture alone. Odd.

    ResNet: 1 + 2 (1 + sum of the dilations), so 2 (depth + 1) + 1 without. UNet: pooling makes the window lopsided, in
    a way that depends on the pixel's place; this is the smallest centred square that holds all of them.
    `math.inf` for an AttentionResNet while it attends: a pixel sees all of an image, however large.
    """
    if isinstance(net, AttentionResNet) and net.attends:
        return math.inf
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
        raise ValueError(f"net must see a window that ends, this {type(net).__name__} sees whole images of any size")
    S = -(-(int(field) + 2) // net.stride + 1) * net.stride
    generator, reach = torch.Generator().manual_seed(check_count(seed, "seed", 0)), 0
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
    sigma, h = check_level(sigma), check_number(h, "h", 0, strict=True)
    step = h * torch.eye(H * W, dtype=z.dtype).reshape(-1, 1, H, W)
    total = torch.zeros(H * W, dtype=torch.float64)
    for image in z:
        up, down = (denoise(image + moved, sigma)[:, :, H // 2, W // 2] for moved in (step, -step))  # (H W, C) each
        total += ((up - down).double() / (2 * h)).square().mean(1)
    return (total / len(z)).sqrt().reshape(H, W)


def denoising_error(
    denoise: Denoiser, images: Float[Tensor, "B C H W"], sigma: float, noise: Tensor
) -> float:
    """Mean squared error per pixel and channel of the guesses at images + sigma noise, in grey values squared.

    sigma > 0; `noise` has the shape of `images` or is one image's noise for all. Chapter 1's denoising loss.
    """
    sigma = check_level(sigma)
    guess = denoise(add_noise(images, sigma, noise), sigma)
    return float((guess - images).double().square().mean())
