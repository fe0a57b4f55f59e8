"""Patch set posterior composites, PSPC (Niedoba, Zwartsenberg, Murphy & Wood 2025, arXiv:2411.19339).

A crop C keeps some pixels, with all their channels. Its posterior mean over the training set, all images cropped at the
same place, is (their eqs 9-10)

    E[x_C | z_C] = sum_mu w_mu C a_mu,    w_mu ~ exp(-|C z - C a_mu|^2 / 2 sigma^2),

and the denoiser lays the guesses of all crops over one another and divides by how many there are at each pixel, eq. 11:

    D(z) = (sum_C C^T C)^-1 sum_C C^T E[x_C | z_C].

LS keeps the centre of each crop only; here every pixel of a crop is kept. PSPC-Square takes all s x s squares that fit
into the picture, PSPC-Flex a crop for each pixel, made of those to which a network is most sensitive there
(`sensitivity`).

What differs, and what the paper leaves open: sums over the set are exact, theirs are estimated from nearest neighbours.
Between two levels of a schedule the nearest one counts, in sigma, as in their code. Their side lengths are for 32 x 32;
`released_sizes` scales them.
"""

from collections.abc import Sequence

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from ..core.checks import (
    check_count,
    check_image_shape,
    check_level,
    check_mask,
    check_sigma,
    check_training,
)
from ..core.softmax import Tally
from ..diffusion import sigmas_edm

CHUNK = 32  # training images at a time
SIZES = (32,) * 7 + (23, 15, 11, 7, 5, 3, 3, 3, 3, 3, 3)  # theirs for CIFAR-10, the noisiest of 18 EDM levels first
SHARES = (1.0,) * 7 + (0.7, 0.7, 0.5, 0.4, 0.4, 0.4, 0.4, 0.3, 0.3, 0.3, 0.3)


def released_sizes(side: int) -> list[tuple[float, int]]:
    """Their square sizes by noise level for CIFAR-10, scaled from 32 to images of `side` pixels and rounded."""
    side = check_count(side, "side")
    return [(s, max(1, round(P * side / 32))) for s, P in zip(sigmas_edm(len(SIZES)).tolist(), SIZES, strict=True)]


def released_shares() -> list[tuple[float, float]]:
    """Their shares of the total sensitivity by noise level, for CIFAR-10."""
    return list(zip(sigmas_edm(len(SHARES)).tolist(), SHARES, strict=True))


# ---------------------------------------------------------------- sets of crops
class Squares:
    """All squares of `side` pixels that fit into H x W: sums over rows, then columns, each a product with a band."""

    def __init__(self, side: int, H: int, W: int):
        self.down, self.across = _band(side, H), _band(side, W)  # (H - side + 1, H), (W - side + 1, W)

    def sums(self, x: Float[Tensor, "*n H W"]) -> Float[Tensor, "*n L"]:
        """The sum of x over each square."""
        return (self.down @ (x @ self.across.T)).flatten(-2)

    def spread(self, w: Float[Tensor, "*n L"]) -> Float[Tensor, "*n H W"]:
        """At each pixel the sum of w over the squares that hold it."""
        return self.down.T @ (w.unflatten(-1, (len(self.down), len(self.across))) @ self.across)


def _band(side: int, n: int) -> Float[Tensor, "L n"]:
    start, at = torch.arange(n - side + 1)[:, None], torch.arange(n)
    return ((start <= at) & (at < start + side)).double()


class Masks:
    """Crops of any form: L x H x W of True and False."""

    def __init__(self, masks: Bool[Tensor, "L H W"]):
        self.sides, self.each = masks.shape[1:], masks.flatten(1).double()  # (L, H W)

    def sums(self, x: Float[Tensor, "*n H W"]) -> Float[Tensor, "*n L"]:
        """The sum of x over each mask."""
        return x.flatten(-2) @ self.each.T

    def spread(self, w: Float[Tensor, "*n L"]) -> Float[Tensor, "*n H W"]:
        """At each pixel the sum of w over the masks that hold it."""
        return (w @ self.each).unflatten(-1, self.sides)


Crops = Squares | Masks


# ---------------------------------------------------------------- the denoisers
class _Composite:
    """What both denoisers are: crops by noise level, and eq. 11. Twice over the data, so that weights need no room."""

    def __init__(self, data: Tensor):
        self.data = check_training(data).to(torch.float64, copy=True)  # (N, C, H, W)
        self.levels: Sequence[tuple[float, Crops]] = ()

    def crops(self, sigma: float) -> Crops:
        """The crops at the level of the schedule that is nearest to sigma, the lower of two."""
        return min(self.levels, key=lambda pair: (abs(pair[0] - sigma), pair[0]))[1]

    def __call__(self, z: Float[Tensor, "B C H W"], sigma: float | Tensor) -> Float[Tensor, "B C H W"]:
        """The guess x0_hat at noise level sigma > 0, a number or (B,)."""
        check_image_shape(z, self.data.shape[1:], "z")
        levels, out = check_sigma(sigma, len(z)), torch.empty_like(z.detach())
        for level in levels.unique():
            mine, crops = levels == level, self.crops(float(level))
            out[mine] = self._guess(z[mine].detach().double(), 2 * float(level) ** 2, crops).to(z.dtype)
        return out

    def _guess(self, z: Float[Tensor, "B C H W"], unit: float, crops: Crops) -> Float[Tensor, "B C H W"]:
        none = z.new_zeros(len(z), 1, 1)
        seen = Tally(none - torch.inf, (none,), unit)
        for part in self.data.split(CHUNK):
            seen.add(-_apart(z, part, crops), 1, lambda gap: ((gap / unit).exp().sum(1, keepdim=True),))
        total = torch.zeros_like(z)
        for part in self.data.split(CHUNK):
            w = ((-_apart(z, part, crops) - seen.m) / unit).exp() / seen.sums[0]  # (B, n, L)
            total += torch.einsum("bnhw,nchw->bchw", crops.spread(w), part)
        return total / crops.spread(torch.ones_like(seen.m[0, 0]))  # how many crops hold each pixel


def _apart(z: Float[Tensor, "B C H W"], part: Float[Tensor, "n C H W"], crops: Crops) -> Float[Tensor, "B n L"]:
    """Squared distances of crops: sums of squares, never differences."""
    return crops.sums((z[:, None] - part).square().sum(2))


class PSPCSquare(_Composite):
    """PSPC-Square: the composite of all squares of one size that fit into the picture (their section 5.1).

    `data`: training images (N, C, H, W), of which it keeps a copy. `sizes`: the squares' side, from 1 to the shorter
    side of the images, or pairs (sigma, side), such as `released_sizes(H)`. Squares of even side are squares, too.
    Call it as denoise(z, sigma). float64 inside; no gradients.
    """

    def __init__(self, data: Float[Tensor, "N C H W"], sizes: int | Sequence[tuple[float, int]]):
        super().__init__(data)
        H, W = self.data.shape[2:]
        pairs = _pairs(sizes, "sizes") if isinstance(sizes, Sequence) else [(1.0, sizes)]
        self.levels = [(s, Squares(check_count(side, "side of a square", 1, min(H, W)), H, W)) for s, side in pairs]


class PSPCFlex(_Composite):
    """PSPC-Flex: the composite of one crop a pixel, of any form (their section 5.2).

    `data`: training images (N, C, H, W), of which it keeps a copy. `masks`: (H W, H, W) of True and False, or pairs
    (sigma, masks); `flex_masks` makes them of a network's sensitivity. Every pixel must be in a mask.
    Call it as denoise(z, sigma). float64 inside; no gradients.
    """

    def __init__(self, data: Float[Tensor, "N C H W"], masks: Tensor | Sequence[tuple[float, Tensor]]):
        super().__init__(data)
        pairs = _pairs(masks, "masks") if isinstance(masks, Sequence) else [(1.0, masks)]
        self.levels = [(s, Masks(_check_cover(each, tuple(self.data.shape[2:])))) for s, each in pairs]


def _pairs(schedule: Sequence, name: str) -> list:
    pairs = list(schedule)
    if not pairs or not all(isinstance(pair, Sequence) and len(pair) == 2 for pair in pairs):
        raise ValueError(f"{name} must hold pairs (sigma, ...), one at least, got {len(pairs)} that are none")
    return [(check_level(s), value) for s, value in pairs]


def _check_cover(masks: Tensor, sides: tuple[int, ...]) -> Tensor:
    if check_mask(masks, "masks").ndim != 3 or tuple(masks.shape[1:]) != sides or not len(masks):
        raise ValueError(f"masks must have shape (L, {sides[0]}, {sides[1]}), got {tuple(masks.shape)}")
    if not masks.any(0).all():
        raise ValueError(f"masks must hold every pixel, got {int((~masks.any(0)).sum())} that are in none")
    return masks[masks.flatten(1).any(1)]
