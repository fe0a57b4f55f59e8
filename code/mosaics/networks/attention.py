"""A residual CNN with one layer of self-attention in its middle: any two pixels can speak to each other (chapter 12).

One layer is the smallest step beyond a window. Its queries, keys and values are 1 x 1 convolutions of the features, so
the layer itself knows no place: what speaks to what is settled by what the pixels hold.
"""

import math

import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn.functional import relu

from ..core.checks import check_count, check_sigma
from .architectures import T_MIN, ResNet
from .layers import Conv, clock, clock_shift, draw, quieten


class SelfAttention(nn.Module):
    """h_p + W_o sum_q A_pq W_v h_q, where A_p = softmax over q of (W_q h_p) . (W_k h_q) / sqrt(width).

    One head, over pixels of `width` channels; the clock's word is added to what it sees. Vaswani et al. 2017, eq 1.
    """

    def __init__(self, width: int):
        super().__init__()
        self.query, self.key, self.value, self.out = (Conv(width, width, 1) for _ in range(4))
        self.shift = clock_shift(width)

    def weights(self, h: Tensor, told: Tensor) -> Float[Tensor, "B HW HW"]:
        """A: row p says where pixel p looks; rows sum to 1. h is (B, width, H, W), told (B, 64)."""
        seen = h + self.shift(told)[:, :, None, None]
        q, k = (layer(seen).flatten(2) for layer in (self.query, self.key))  # (B, width, HW) each
        return (q.mT @ k / math.sqrt(q.shape[1])).softmax(-1)

    def forward(self, h: Tensor, told: Tensor) -> Tensor:
        """(B, width, H, W) and the clock's (B, 64) to (B, width, H, W)."""
        values = self.value(h + self.shift(told)[:, :, None, None]).flatten(2)  # (B, width, HW)
        gathered = values @ self.weights(h, told).mT  # (B, width, HW)
        return h + self.out(gathered.reshape(h.shape))


class AttentionResNet(ResNet):
    """`ResNet` with a `SelfAttention` layer after the first half of its residual convolutions.

    Arguments as for ResNet. `attends` is True; set it to False and the layer is passed over, which leaves a CNN of the
    same weights.
    """

    def __init__(self, C: int, width: int = 48, depth: int = 4, padding: str = "zeros", seed: int = 0):
        super().__init__(C, width, depth, padding, seed=seed)
        self.config = {key: self.config[key] for key in ("kind", "C", "padding", "width", "depth")}
        self.attends, self.after = True, check_count(depth, "depth") // 2
        self.attention = SelfAttention(width)
        draw(self, seed)
        with torch.no_grad():
            for name, values in self.middle.named_parameters():
                values.mul_(0.5 if name.endswith("weight") else 1)
            for layer in (self.attention.out, self.last):
                quieten(layer)

    def velocity(self, xt: Float[Tensor, "B C H W"], t: Float[Tensor, " B"]) -> Float[Tensor, "B C H W"]:
        """F(x_t, t), the guess of v = a eps - b x0 at VP images x_t and times t. With autograd, unchecked."""
        told = self.clock(t)  # (B, 64)
        h = self._before(xt, told)
        h = self._steps(self.attention(h, told) if self.attends else h, told, self.after, len(self.middle))
        return self.last(relu(h + self.shifts[-1](told)[:, :, None, None]))

    def _before(self, xt: Tensor, told: Tensor) -> Tensor:
        """What the attention layer sees, (B, width, H, W)."""
        return self._steps(self.first(xt), told, 0, self.after)

    def _steps(self, h: Tensor, told: Tensor, first: int, last: int) -> Tensor:
        for layer, shift in zip(self.middle[first:last], self.shifts[first:last], strict=True):
            h = h + relu(layer(h + shift(told)[:, :, None, None]))
        return h

    def looks(self, z: Float[Tensor, "B C H W"], sigma: float | Tensor) -> Float[Tensor, "B HW HW"]:
        """Where each pixel looks at noise level sigma > 0: A[b, p, q], pixels in reading order, rows sum to 1."""
        self.check(z, "z")
        levels = check_sigma(sigma, len(z))  # (B,)
        dtype = next(self.parameters()).dtype
        a = (1 / (1 + levels**2).sqrt())[:, None, None, None]  # (B, 1, 1, 1)
        with torch.no_grad():
            told = self.clock(clock(levels).clamp(T_MIN, 1).to(dtype))
            return self.attention.weights(self._before((a * z).to(dtype), told), told)
