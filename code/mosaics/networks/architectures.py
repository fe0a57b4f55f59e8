"""The architectures: a residual CNN and a U-Net, and the face that they share with all denoisers of the book."""

from collections.abc import Sequence
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn.functional import max_pool2d, relu

from ..core.checks import (
    check_choice,
    check_count,
    check_finite,
    check_flag,
    check_image_shape,
    check_images,
    check_sigma,
)
from .layers import Block, Clock, Conv, clock, clock_shift, draw, quieten

PADDINGS = ("zeros", "circular")
T_MIN = 0.02  # training covers the times T_MIN ... 1
SIGMA_MIN, SIGMA_MAX = 0.0312, 80.2  # the same as noise levels
CHUNK = 128  # images that are denoised at once


class Network(nn.Module):
    """What the architectures share: called as net(z, sigma) a denoiser; `velocity` is what training sees.

    `config` rebuilds it (`build`); `C` channels; `padding`: what lies outside an image; `stride`: the sides of an
    image must be multiples of it; `least`: and at least so long. Trained noise levels are 0.0312 <= sigma <= 80.2;
    beyond them the clock stands still.
    """

    stride = 1
    least = 1

    def __init__(self, C: int, padding: str, config: dict[str, Any]):
        super().__init__()
        self.C = check_count(C, "C")
        check_choice(padding, PADDINGS, "padding")
        self.padding = padding
        self.config = {"kind": type(self).__name__, "C": self.C, "padding": padding, **config}
        self.clock = Clock()

    def velocity(self, xt: Float[Tensor, "B C H W"], t: Float[Tensor, " B"]) -> Float[Tensor, "B C H W"]:
        """F(x_t, t), the guess of v = a eps - b x0 at VP images x_t and times t. With autograd, unchecked."""
        raise NotImplementedError

    def forward(self, z: Float[Tensor, "B C H W"], sigma: float | Tensor) -> Float[Tensor, "B C H W"]:
        """The best guess x0_hat = a^2 z - b F(a z, t) at noise level sigma > 0, a number or (B,). Without autograd.

        Works in the network's precision and answers in that of z. TypeError or ValueError for a wrong z or sigma, and
        where weights that are not finite make the guess so.
        """
        self.check(z, "z")
        levels = check_sigma(sigma, len(z))  # (B,)
        parts = zip(z.split(CHUNK), levels.split(CHUNK), strict=True)
        with torch.no_grad():
            guess = torch.cat([self.guess(part, level) for part, level in parts])
        return check_finite(guess, f"the guess of this {type(self).__name__}, and so its weights,")

    def guess(self, z: Float[Tensor, "B C H W"], sigma: Float[Tensor, " B"]) -> Float[Tensor, "B C H W"]:
        """The same guess at noise levels sigma, one for each image, float64. With autograd, unchecked, all at once."""
        dtype = next(self.parameters()).dtype
        a = (1 / (1 + sigma**2).sqrt())[:, None, None, None]  # (B, 1, 1, 1) float64
        b = sigma[:, None, None, None] * a
        xt = (a * z).to(dtype)
        v = self.velocity(xt, clock(sigma).clamp(T_MIN, 1).to(dtype))
        return (a * xt - b * v).to(z.dtype)

    def check(self, images: Tensor, name: str) -> Tensor:
        """`images` if the network can take them: channels as its own, sides multiples of `stride` and not too short."""
        check_image_shape(images, (self.C, *check_images(images, name).shape[2:]), name)
        if any(side % self.stride or side < self.least for side in images.shape[2:]):
            raise ValueError(f"{name} must have sides that are multiples of {self.stride} and at least {self.least} "
                             f"for this network, got {tuple(images.shape[2:])}")
        return images


class ResNet(Network):
    """A residual CNN: a 3 x 3 convolution, `depth` residual ones, a 1 x 1 read-out; ReLU, no norm, no attention.

    `width` channels >= 1, `depth` >= 0. `padding` "zeros" or "circular": what lies outside an image. `dilation`: the
    spacing of the residual convolutions' points, one number or one for each; wide ones see the whole image.
    `coordinates`: two more input channels say where a pixel is, in [-1, 1], and so break equivariance. `seed` draws
    the weights. After the ResNet of Kamb & Ganguli (2025, appendix C), smaller.
    """

    def __init__(self, C: int, width: int = 48, depth: int = 4, padding: str = "zeros",
                 dilation: int | Sequence[int] = 1, coordinates: bool = False, seed: int = 0):
        width, depth = check_count(width, "width"), check_count(depth, "depth", 0)
        C, coordinates = check_count(C, "C"), check_flag(coordinates, "coordinates")
        self.dilations = _spacings(dilation, depth)
        super().__init__(C, padding, {"width": width, "depth": depth, "dilation": list(self.dilations),
                                      "coordinates": coordinates})
        self.least = max(1, *self.dilations) if depth and padding == "circular" else 1
        self.coordinates = coordinates
        self.first = Conv(C + 2 * self.coordinates, width, 3, padding)
        residual = [Conv(width, width, 3, padding, d) for d in self.dilations]
        self.middle = nn.ModuleList(residual)
        self.shifts = nn.ModuleList(clock_shift(width) for _ in range(depth + 1))
        self.last = Conv(width, C, 1)
        draw(self, seed)
        with torch.no_grad():  # quiet residuals, and a first guess near 0
            for layer in residual:
                layer.weight.mul_(0.5)
            quieten(self.last)

    def velocity(self, xt: Float[Tensor, "B C H W"], t: Float[Tensor, " B"]) -> Float[Tensor, "B C H W"]:
        """F(x_t, t), the guess of v = a eps - b x0 at VP images x_t and times t. With autograd, unchecked."""
        told = self.clock(t)  # (B, 64)
        h = self.first(_with_coordinates(xt) if self.coordinates else xt)  # (B, width, H, W)
        for layer, shift in zip(self.middle, self.shifts[:-1], strict=True):
            h = h + relu(layer(h + shift(told)[:, :, None, None]))
        return self.last(relu(h + self.shifts[-1](told)[:, :, None, None]))


def _spacings(dilation: int | Sequence[int], depth: int) -> tuple[int, ...]:
    if not isinstance(dilation, Sequence):
        return (check_count(dilation, "dilation"),) * depth
    each = tuple(check_count(d, "dilation") for d in dilation)
    if len(each) != depth:
        raise ValueError(f"dilation must be one number or one for each of {depth} convolutions, got {dilation}")
    return each


def _with_coordinates(x: Tensor) -> Tensor:
    rows, columns = (torch.linspace(-1, 1, side, dtype=x.dtype) for side in x.shape[2:])
    where = torch.stack(torch.meshgrid(rows, columns, indexing="ij"))  # (2, H, W)
    return torch.cat([x, where.expand(len(x), -1, -1, -1)], 1)


class UNet(Network):
    """A small U-Net: blocks at `widths` channels, each scale half as fine as the one before, and back with skips.

    Maximum pooling down, 2 x 2 transposed convolutions up, no normalisation, no attention, no residuals. The sides of
    an image must be multiples of 2^(scales - 1). `padding` and `seed` as in ResNet. Ronneberger et al. 2015; the
    widths of Kamb & Ganguli (2025) are 64, 128, 256.
    """

    def __init__(self, C: int, widths: Sequence[int] = (24, 48, 96), padding: str = "zeros", seed: int = 0):
        if not isinstance(widths, Sequence):
            raise TypeError(f"widths must be a sequence of widths, got {widths!r}")
        widths = [check_count(w, "widths") for w in widths]
        if not widths:
            raise ValueError("widths must name at least one scale, got none")
        C = check_count(C, "C")
        super().__init__(C, padding, {"widths": widths})
        self.stride = 2 ** (len(widths) - 1)
        self.least = self.stride
        self.down = nn.ModuleList(Block(i, o, padding) for i, o in zip([C, *widths], widths, strict=False))
        finer, coarser = widths[-2::-1], widths[:0:-1]
        self.widen = nn.ModuleList(nn.ConvTranspose2d(i, o, 2, 2, device="meta") for i, o in
                                   zip(coarser, finer, strict=True))
        self.up = nn.ModuleList(Block(2 * o, o, padding) for o in finer)
        self.last = Conv(widths[0], C, 3, padding)
        draw(self, seed)
        with torch.no_grad():
            quieten(self.last)

    def velocity(self, xt: Float[Tensor, "B C H W"], t: Float[Tensor, " B"]) -> Float[Tensor, "B C H W"]:
        """F(x_t, t), the guess of v = a eps - b x0 at VP images x_t and times t. With autograd, unchecked."""
        told, x, skips = self.clock(t), xt, []
        for k, block in enumerate(self.down):
            x = block(max_pool2d(x, 2) if k else x, told)
            skips.append(x)
        for widen, block, skip in zip(self.widen, self.up, skips[-2::-1], strict=True):
            x = block(torch.cat([skip, widen(x)], 1), told)
        return self.last(x)


def parameters(net: Network) -> int:
    """How many numbers a network learns."""
    return sum(p.numel() for p in check_network(net).parameters())


def check_network(net: Network) -> Network:
    """`net` if it is one; TypeError otherwise."""
    if not isinstance(net, Network):
        raise TypeError(f"net must be a ResNet or a UNet, got {type(net).__name__}")
    return net
