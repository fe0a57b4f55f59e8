"""A network without convolutions and windows, to whose first weights all pixels are alike (chapter 13).

After the MLP-Mixer of Tolstikhin et al. (2021), with pixels for patches, ReLU, and no normalisation.
"""

from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn.functional import relu

from ..core.checks import check_count, check_image_shape
from .architectures import Network
from .layers import clock_shift, draw, quieten


class MixerBlock(nn.Module):
    """Two small networks, each added to what it sees: one mixes the pixels of a channel, one the channels of a pixel.

    All channels share the first, of `hidden` numbers between `pixels` and `pixels`, all pixels the second, of
    2 `width` between `width` and `width`. The clock's word is added to what each sees.
    """

    def __init__(self, pixels: int, width: int, hidden: int):
        super().__init__()
        self.gather, self.spread = nn.Linear(pixels, hidden, device="meta"), nn.Linear(hidden, pixels, device="meta")
        self.widen, self.narrow = (nn.Linear(i, o, device="meta") for i, o in ((width, 2 * width), (2 * width, width)))
        self.shifts = nn.ModuleList(clock_shift(width) for _ in range(2))

    def forward(self, h: Tensor, told: Tensor) -> Tensor:
        """(B, width, pixels) and the clock's (B, 64) to (B, width, pixels)."""
        across, within = (shift(told)[:, :, None] for shift in self.shifts)  # (B, width, 1) each
        h = h + self.spread(relu(self.gather(h + across)))
        return h + self.narrow(relu(self.widen((h + within).mT))).mT


class Mixer(Network):
    """An MLP-Mixer on images of `side` x `side`, whose tokens are the pixels: `depth` blocks of `width` channels.

    `hidden` numbers stand between all pixels and all pixels in each block. `seed` draws the weights, those of all
    pixels alike: to draw and to train it on images whose pixels are in another order is the same, in that order. Which
    pixels are neighbours only data can tell it. It takes no other side: its weights are one for each pixel.
    """

    def __init__(self, C: int, side: int = 16, width: int = 32, depth: int = 3, hidden: int = 64, seed: int = 0):
        sizes = {"side": side, "width": width, "depth": depth, "hidden": hidden}
        config: dict[str, Any] = {name: check_count(size, name) for name, size in sizes.items()}
        super().__init__(C, "zeros", config)
        self.config.pop("padding")  # no window leaves the image; machines that have one are padded with zeros
        self.side = config["side"]
        self.first = nn.Linear(self.C, config["width"], device="meta")
        self.blocks = nn.ModuleList(MixerBlock(self.side**2, config["width"], config["hidden"])
                                    for _ in range(config["depth"]))
        self.shift, self.last = clock_shift(config["width"]), nn.Linear(config["width"], self.C, device="meta")
        draw(self, seed)
        with torch.no_grad():
            quieten(self.last)

    def velocity(self, xt: Float[Tensor, "B C H W"], t: Float[Tensor, " B"]) -> Float[Tensor, "B C H W"]:
        """F(x_t, t), the guess of v = a eps - b x0 at VP images x_t and times t. With autograd, unchecked."""
        told = self.clock(t)  # (B, 64)
        h = self.first(xt.flatten(2).mT).mT  # (B, width, HW)
        for block in self.blocks:
            h = block(h, told)
        return self.last(relu(h + self.shift(told)[:, :, None]).mT).mT.reshape(xt.shape)

    def check(self, images: Tensor, name: str) -> Tensor:
        """`images` if the network can take them: its own channels and its own side."""
        return check_image_shape(images, (self.C, self.side, self.side), name)
