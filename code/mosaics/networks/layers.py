"""What the networks are made of: convolutions, the clock's word to them, how their weights are drawn."""

import math

import torch
from torch import Tensor, nn
from torch.nn.functional import conv2d, relu, silu

from ..core.checks import check_seed, check_sigma

OFFSET = 0.008  # of the clock (`diffusion.abar_legacy`)
TIMES = 64  # numbers that tell a layer the time


def clock(sigma: float | Tensor) -> Tensor:
    """Where noise levels sigma > 0 stand on the networks' clock: t = 2 (1 + s) / pi arctan sigma, s = 0.008. float64.

    The inverse of `diffusion.abar_legacy`, the cosine schedule of Kamb & Ganguli's code; t is in (0, 1.008).
    """
    levels = check_sigma(sigma, len(sigma) if isinstance(sigma, Tensor) and sigma.ndim == 1 else 1)
    # of sigma itself, not of abar, which is 1 in float64 below sigma = 1e-8
    return 2 * (1 + OFFSET) / math.pi * torch.atan(levels)


class Conv(nn.Conv2d):
    """A convolution of odd `side` that keeps the sides of an image; outside are zeros, or the image's other side."""

    def __init__(self, inputs: int, outputs: int, side: int = 3, padding: str = "zeros", dilation: int = 1):
        super().__init__(inputs, outputs, side, dilation=dilation, device="meta")  # weights are drawn later, by seed
        self.border, self.wrap = side // 2 * dilation, padding == "circular"

    def forward(self, x: Tensor) -> Tensor:
        """(B, inputs, H, W) to (B, outputs, H, W)."""
        d = self.border
        if not d or not self.wrap:
            return conv2d(x, self.weight, self.bias, padding=d, dilation=self.dilation)
        x = torch.cat([x[..., -d:], x, x[..., :d]], 3)  # (B, C, H, W + 2 d)
        return conv2d(torch.cat([x[:, :, -d:], x, x[:, :, :d]], 2), self.weight, self.bias, dilation=self.dilation)


class Clock(nn.Module):
    """What the layers are told of the time: sines and cosines of t at 32 frequencies from 1 to 200, one layer."""

    def __init__(self) -> None:
        super().__init__()
        self.mix = nn.Linear(TIMES, TIMES, device="meta")

    def forward(self, t: Tensor) -> Tensor:
        """(B,) to (B, 64)."""
        angle = t[:, None] * torch.logspace(0, math.log10(200), TIMES // 2, dtype=t.dtype)  # (B, 32)
        return silu(self.mix(torch.cat([angle.sin(), angle.cos()], 1)))


def clock_shift(width: int) -> nn.Linear:
    """The clock's word to one layer: a number to add to each channel."""
    return nn.Linear(TIMES, width, device="meta")


def draw(net: nn.Module, seed: int) -> None:
    """Weights uniform in +-1 / sqrt(inputs), PyTorch's own rule, but from this seed and no hidden one."""
    generator = torch.Generator().manual_seed(check_seed(seed))
    if torch.get_default_device().type == "meta":  # the caller wants shapes
        return
    net.to_empty(device="cpu")
    with torch.no_grad():
        for layer in net.modules():
            if isinstance(layer, nn.Conv2d | nn.Linear | nn.ConvTranspose2d):
                bound = 1 / math.sqrt(layer.weight[0].numel())
                for values in layer.parameters():
                    values.uniform_(-bound, bound, generator=generator)
                    if values.ndim == 4:  # channels last: a third faster
                        values.data = values.data.contiguous(memory_format=torch.channels_last)


def quieten(layer: nn.Conv2d | nn.Linear) -> None:
    """Weights a tenth as large, no bias: a fresh network guesses a velocity near 0, whatever its width and depth."""
    layer.weight.mul_(0.1)
    if layer.bias is not None:
        layer.bias.zero_()


class Block(nn.Module):
    """Two 3 x 3 convolutions with ReLU; the clock speaks after the first."""

    def __init__(self, inputs: int, outputs: int, padding: str):
        super().__init__()
        self.first, self.second = Conv(inputs, outputs, 3, padding), Conv(outputs, outputs, 3, padding)
        self.shift = clock_shift(outputs)

    def forward(self, x: Tensor, told: Tensor) -> Tensor:
        """(B, inputs, H, W) and the clock's (B, 64) to (B, outputs, H, W)."""
        return relu(self.second(relu(self.first(x) + self.shift(told)[:, :, None, None])))
