"""The front end's random numbers in Python: the same seed gives the same noise (see shared/state/draws.js)."""

import math
from collections.abc import Iterator

import torch
from jaxtyping import Float
from torch import Tensor

from ..core.checks import check_count

MASK = 0xFFFFFFFF
SEEDS = 99_999  # the largest seed of a lab


def _splitmix32(seed: int) -> Iterator[int]:
    s = seed
    while True:
        s = s + 0x9E3779B9 & MASK
        t = (s ^ s >> 16) * 0x21F0AAAD & MASK
        t = (t ^ t >> 15) * 0x735A2D97 & MASK
        yield t ^ t >> 15


def _sfc32(seed: int) -> Iterator[int]:
    mix = _splitmix32(seed)
    a, b, c, d = next(mix), next(mix), next(mix), 1
    while True:
        t = a + b + d & MASK
        d = d + 1 & MASK
        a = b ^ b >> 9
        b = c + (c << 3) & MASK
        c = ((c << 21 | c >> 11) & MASK) + t & MASK
        yield t


def normals(seed: int, count: int) -> Float[Tensor, " count"]:
    """The first `count` >= 1 standard normals of a seed in 0 ... 99,999, float32.

    Bits by sfc32 with a splitmix32 state, normals by Box-Muller. ValueError outside these ranges.
    """
    bits = _sfc32(check_count(seed, "seed", 0, SEEDS))
    for _ in range(12):
        next(bits)
    out = []
    for _ in range(0, check_count(count, "count"), 2):
        radius = math.sqrt(-2 * math.log((next(bits) + 0.5) / 2**32))
        angle = 2 * math.pi * next(bits) / 2**32
        out += [radius * math.cos(angle), radius * math.sin(angle)]
    return torch.tensor(out[:count], dtype=torch.float64).float()
