"""Golden subsets: only the training images near a query count (Shang, Sun, Lin & Shen 2026, arXiv:2602.16498).

As the noise falls, the posterior settles on ever fewer images. So at each level a query is compared with all images on
small pooled copies, the m nearest are candidates, the k nearest of these in full are its golden subset S, and the
softmax runs over S alone. With g = sqrt(1 - abar) = sigma / sqrt(1 + sigma^2), the noise's share of a VP picture,

    k = k_max - (k_max - k_min) (1 - g)  (their eq. 6),    m = k_max + (N - k_max) (1 - g)  (section 3.4),

rounded: with much noise many images of few candidates, with little noise few images out of all.

The bound. Let w be the posterior weights over all images, lost = 1 - sum_S w, and R the radius of a ball that holds the
data. Both guesses are convex combinations of points of that ball which differ by a mass of `lost`, so

    |D - D_S| <= 2 R lost <= 2 R (N - k) exp(-gap),

with gap the difference between the largest logit of all and the largest outside S. The paper proves it for the k
nearest in truth; whether the pooled copies find these, nothing guarantees, but the bound holds for any S. `truncation`
computes both sides. It says nothing of a machine whose pixels weigh the images each by a mask of its own (`masks`): an
image that is far on the whole may be near there.

Read: the abstract, the released code and its readme; the theorem in a summary of the paper. In the code m is the size
of a random sample of the data, of which always k_max candidates are kept, so that with much noise only a tenth of the
data is looked at; here m counts the nearest by pooled copies, as the readme says, and nothing is random. R is taken
around the mean image, where it is smaller than around 0.
"""

import math
from typing import NamedTuple

import torch
from jaxtyping import Float, Int
from torch import Tensor

from ..core.checks import check_count, check_image_shape, check_level, check_sigma, check_training
from .masked import MaskedLS, check_masked, masked_guess


class Golden:
    """A machine over golden subsets: the ideal denoiser's softmax, or that of `masks`, over the k nearest images.

    `data`: training images (N, C, H, W), of which it keeps a copy. 1 <= `k_min` <= `k_max` <= N; if None, N / 20 and
    N / 10, at least 1, as theirs are. `pool`: side of the blocks that the small copies average, a divisor of H and W;
    1 looks at the images themselves; if None, 2 where both sides are even. `masks`: a `MaskedLS` on the same data, such
    as `PCALocality`, as in the paper.
    Call it as denoise(z, sigma). float64 inside; no gradients.
    """

    def __init__(
        self, data: Float[Tensor, "N C H W"], k_min: int | None = None, k_max: int | None = None,
        pool: int | None = None, masks: MaskedLS | None = None,
    ):
        self.data = check_training(data).to(torch.float64, copy=True)  # (N, C, H, W)
        N, sides = len(data), data.shape[2:]
        self.k_max = check_count(max(1, round(N / 10)) if k_max is None else k_max, "k_max", 1, N)
        self.k_min = check_count(max(1, round(N / 20)) if k_min is None else k_min, "k_min", 1, self.k_max)
        halved = 1 if any(side % 2 for side in sides) else 2
        self.pool = check_count(halved if pool is None else pool, "pool", 1, min(sides))
        if any(side % self.pool for side in sides):
            raise ValueError(f"pool must divide the images' sides, {tuple(sides)}, got {pool}")
        self.masks = masks if masks is None else _check_same(check_masked(masks, "masks"), self.data)
        self.small = self._pooled(self.data)  # (N, d)

    def _pooled(self, x: Tensor) -> Float[Tensor, "B d"]:
        return torch.nn.functional.avg_pool2d(x, self.pool).flatten(1)

    def sizes(self, sigma: float) -> tuple[int, int]:
        """How many candidates m, and how many images k of the golden subset, there are at noise level sigma > 0."""
        sigma = check_level(sigma)
        clear = 1 - sigma / math.hypot(1, sigma)  # 1 - g
        m = round(self.k_max + (len(self.data) - self.k_max) * clear)
        return m, round(self.k_max - (self.k_max - self.k_min) * clear)

    def subset(self, z: Float[Tensor, "B C H W"], sigma: float) -> Int[Tensor, "B k"]:
        """Which training images each query's golden subset holds at one noise level, nearest first."""
        m, k = self.sizes(sigma)
        asked = check_image_shape(z, self.data.shape[1:], "z").detach().double()
        candidates = _distances(self._pooled(asked)[:, None], self.small).topk(m, largest=False).indices  # (B, m)
        full = self.data.flatten(1)[candidates]  # (B, m, D)
        return candidates.gather(1, _distances(asked.flatten(1)[:, None], full).topk(k, largest=False).indices)

    def __call__(self, z: Float[Tensor, "B C H W"], sigma: float | Tensor) -> Float[Tensor, "B C H W"]:
        """The guess x0_hat at noise level sigma > 0, a number or (B,)."""
        check_image_shape(z, self.data.shape[1:], "z")
        levels, out = check_sigma(sigma, len(z)), torch.empty_like(z.detach())
        for level in levels.unique():
            mine = levels == level  # (B,)
            out[mine] = self._guess(z[mine].detach().double(), level).to(z.dtype)
        return out

    def _guess(self, z: Float[Tensor, "B C H W"], level: Tensor) -> Float[Tensor, "B C H W"]:
        near = self.data.flatten(1)[self.subset(z, float(level))]  # (B, k, D)
        if self.masks is not None:
            masks = self.masks.masks(float(level)).double()  # (D, D)
            return torch.cat([masked_guess(x[None], level, own, masks) for x, own in zip(z, near, strict=True)])
        logits = -_distances(z.flatten(1)[:, None], near) / (2 * level**2)  # (B, k)
        return torch.einsum("bk,bkd->bd", logits.softmax(1), near).reshape(z.shape)


def _distances(q: Tensor, keys: Tensor) -> Tensor:
    """Squared distances of (B, 1, D) to (N, D) or (B, N, D): sums of squares, never differences."""
    return (q - keys).square().sum(-1)


def _check_same(masks: MaskedLS, data: Tensor) -> MaskedLS:
    if masks.shape != data.shape[1:] or not torch.equal(masks.flat, data.flatten(1)):
        raise ValueError("masks must be built on the same data, this one is not")
    return masks


# ---------------------------------------------------------------- the bound, and what is measured
class Truncation(NamedTuple):
    """Of each query (B,): the distance |D - D_S|, the posterior weight left out, 2 R lost, and the bound by the gap."""

    error: Tensor
    lost: Tensor
    bound: Tensor
    by_gap: Tensor


def truncation(
    z: Float[Tensor, "B C H W"], sigma: float, data: Float[Tensor, "N C H W"], kept: Int[Tensor, "B k"]
) -> Truncation:
    """What the ideal denoiser loses when only the images `kept` of each query count, and the two bounds on it. float64.

    sigma > 0; `kept`: numbers of training images, none twice in a row, such as `Golden.subset` gives.
    """
    check_image_shape(z, check_training(data).shape[1:], "z")
    _check_kept(kept, len(z), len(data))
    a, unit = data.detach().double().flatten(1), 2 * check_level(sigma) ** 2  # (N, D)
    logits = -_distances(z.detach().double().flatten(1)[:, None], a) / unit  # (B, N)
    out = torch.ones_like(logits, dtype=torch.bool).scatter(1, kept, False)  # (B, N) what is left out
    w, rest = logits.softmax(1), logits.masked_fill(out, -torch.inf).softmax(1)  # (B, N) each
    lost = w.where(out, 0.0).sum(1)  # (B,)
    gap = logits.amax(1) - logits.masked_fill(~out, -torch.inf).amax(1)  # (B,) infinite where nothing is left out
    across = 2 * (a - a.mean(0)).norm(dim=1).max()
    return Truncation(((w - rest) @ a).norm(dim=1), lost, across * lost, across * out.sum(1) * (-gap).exp())


def _check_kept(kept: Tensor, B: int, N: int) -> None:
    if not isinstance(kept, Tensor) or kept.dtype != torch.int64:
        raise TypeError(f"kept must be an int64 tensor, got {getattr(kept, 'dtype', type(kept).__name__)}")
    if kept.ndim != 2 or len(kept) != B or not 1 <= kept.shape[1] <= N:
        raise ValueError(f"kept must have shape ({B}, k), k from 1 to {N}, got {tuple(kept.shape)}")
    ordered = kept.sort(1).values
    if ordered.min() < 0 or ordered.max() >= N or (ordered.diff(dim=1) == 0).any():
        raise ValueError(f"kept must name different images from 0 to {N - 1} for each query, it does not")
