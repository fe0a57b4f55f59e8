"""The online softmax, which every machine of the book stands on: sums over items that come one after the other.

What is wanted are sums of e^l v over items with logits l, which may be -1e9 or 1e9: none of these powers is a number
that float64 holds. So all sums are counted from the largest logit m so far, e^(l - m) v with l - m <= 0, and are shrunk
when a larger one comes. Sums are kept, never means of chunks: they do not depend on how items were cut into chunks,
and two tallies of different items merge into the one of all of them, in any order. All float64: a float32 sum of a
million weights stops growing.
"""

from collections.abc import Callable

import torch
from torch import Tensor

Terms = tuple[Tensor, ...]


class Tally:
    """The largest logit `m` so far, and `sums` of e^(l - m) times anything; each broadcasts with m. float64.

    `m` is -inf, and the sums are 0, before the first item. Logits are m / `unit`, so that squared distances can be
    subtracted before they are divided: their differences keep digits that quotients have lost.
    """

    def __init__(self, m: Tensor, sums: Terms, unit: Tensor | float = 1.0):
        self.m, self.sums, self.unit = m, sums, unit

    def at(self, m: Tensor) -> Terms:
        """The sums counted from `m`, which is no smaller than the own."""
        # before the first item -inf - m is no shift, and m may be -inf too; the sums are 0, whatever they shrink by
        shift = torch.where(torch.isinf(self.m), 0.0, (self.m - m) / self.unit)  # <= 0
        return self.shrunk(shift)

    def shrunk(self, shift: Tensor) -> Terms:
        """The sums times e^shift."""
        f = shift.exp()
        return tuple(f * s for s in self.sums)

    def add(self, logits: Tensor, axes: int | tuple[int, ...], terms: Callable[[Tensor], Terms]) -> None:
        """Take in items along `axes` of `logits`; `terms` makes of l - m <= 0 what is added to each of the sums."""
        m = torch.maximum(self.m, logits.amax(axes, keepdim=True))
        self.sums = tuple(a + b for a, b in zip(self.at(m), terms(logits - m), strict=True))
        self.m = m

    def merged(self, other: "Tally") -> tuple[Tensor, Terms]:
        """`m` and sums of both together. Associative and commutative, to rounding."""
        m = torch.maximum(self.m, other.m)
        return m, tuple(a + b for a, b in zip(self.at(m), other.at(m), strict=True))
