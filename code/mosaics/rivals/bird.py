"""Bayesian information restricted diffusion, BIRD (Hunt, Kamb & Ganguli 2026, arXiv:2607.08041).

"Each pixel observes restricted information about noisy data", and a model "time-reverses diffusion by inferring which
past training sample produced its current restricted observation using the Bayesian posterior". Here what pixel i
observes of the noisy picture z is linear, with noise of its own; if training image mu is behind it, then

    o_i = V_i z + extra xi_i ~ N(V_i a_mu, sigma^2 V_i V_i^T + extra^2 I),

and the guess is sum_mu P(mu | o_i) a_mu(i), all training images equally likely beforehand. With the rows of the
identity in a window for V_i and no extra noise this is LS, with all rows the ideal denoiser, with a window and some
numbers of the whole `attention.SummaryLS`. Of all denoisers that see o_i only, it has the least loss.

Their result: a model memorises where the mutual information between its restricted noisy observations and the training
data exceeds log N, and generalises otherwise. `information` gives it for Gaussian data, `BIRD.inferred` the entropy of
P(mu | o_i) that is left, which then is near max(0, log N - information).

Read: the abstract, which leaves open what restrictions are considered besides windows. Linear views with Gaussian noise
are chosen here, since for them all is in closed form; xi is drawn once, so that the denoiser is a function of z and
sigma. Equivariant machines, which pool over places, are not among them.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from ..core.checks import (
    check_count,
    check_generator,
    check_image_shape,
    check_level,
    check_number,
    check_sigma,
    check_tensor,
    check_training,
)
from ..core.windows import check_side
from ..local import WindowSchedule
from .masked import check_sides

View = Tensor  # (H, W) of True and False, these pixels with all channels, or (K, C, H, W), K linear numbers


class Inferred(NamedTuple):
    """What each pixel makes of its observation: the guess (B, C, H, W), the entropy in nats (B, H, W)."""

    mean: Tensor
    entropy: Tensor


class _Channel(NamedTuple):
    """A view in orthonormal coordinates: the values it looks at, (S,), its rows there, (r, S), their strengths, (r,).

    V = U diag(strength) rows: U turns the observation and changes nothing, and what is outside of its span is extra
    noise that tells nothing. `rows` is None where each value at `at` is a number of its own.
    """

    at: Tensor
    rows: Tensor | None
    strength: Tensor

    def seen(self, x: Float[Tensor, "B D"]) -> Float[Tensor, "B r"]:
        """What it observes of flattened images, each number at strength 1."""
        return x[:, self.at] if self.rows is None else x[:, self.at] @ self.rows.T


def window_views(shape: Sequence[int], P: int) -> list[Bool[Tensor, "H W"]]:
    """For each pixel of images (C, H, W) the P x P window around it, cut at the border: the views of LS. P odd."""
    _, H, W = check_sides(shape)
    d = check_side(P, H, W, "zeros") // 2
    rows, columns = torch.arange(H)[:, None], torch.arange(W)
    return [((rows - i).abs() <= d) & ((columns - j).abs() <= d) for i in range(H) for j in range(W)]


# ---------------------------------------------------------------- the denoiser
class BIRD:
    """The Bayes-optimal denoiser whose pixels see linear views of the noisy picture, with noise of their own.

    `data`: training images (N, C, H, W), of which it keeps a copy. `views`: one that all pixels share, or one for each
    of the H W pixels in reading order. A view is a mask (H, W) of True and False, the pixels that are seen, or
    (K, C, H, W), rows of K linear numbers, whose lengths matter beside the extra noise. `extra` >= 0: standard
    deviation of the noise added to each number, in its units; if it is not 0, drawn once from `generator`.
    Call it as denoise(z, sigma). float64 inside; no gradients. TypeError or ValueError for other arguments.
    """

    def __init__(
        self, data: Float[Tensor, "N C H W"], views: Sequence[View], extra: float = 0.0,
        generator: torch.Generator | None = None,
    ):
        self.shape = check_training(data).shape[1:]
        self.flat = data.detach().flatten(1).to(torch.float64, copy=True)  # (N, D)
        self.extra = check_number(extra, "extra", 0)
        self.channels = _channels(views, self.shape)
        if self.extra and generator is None:
            raise ValueError("extra noise needs a generator, got None")
        self.xi: list[Tensor] = []  # for each pixel (r,); none without extra noise
        if self.extra and generator is not None:
            sizes = [len(self.channel(pixel).strength) for pixel in range(self.shape[1] * self.shape[2])]
            self.xi = [torch.randn(r, dtype=torch.float64, generator=check_generator(generator)) for r in sizes]

    def channel(self, pixel: int) -> _Channel:
        """What a pixel, numbered in reading order, observes."""
        return self.channels[pixel if len(self.channels) > 1 else 0]

    def __call__(self, z: Float[Tensor, "B C H W"], sigma: float | Tensor) -> Float[Tensor, "B C H W"]:
        """The best guess x0_hat at noise level sigma > 0, a number or (B,)."""
        return self.inferred(z, sigma).mean

    def inferred(self, z: Float[Tensor, "B C H W"], sigma: float | Tensor) -> Inferred:
        """Guess and remaining entropy of each pixel. sigma > 0, a number or (B,)."""
        C, H, W = self.shape
        asked = check_image_shape(z, self.shape, "z").detach().double().flatten(1)  # (B, D)
        s2 = check_sigma(sigma, len(z)) ** 2  # (B,)
        mean, entropy = torch.empty_like(asked).unflatten(1, (C, H * W)), asked.new_empty(len(z), H * W)
        groups = [[pixel] for pixel in range(H * W)] if self.xi or len(self.channels) > 1 else [list(range(H * W))]
        for group in groups:
            logits = self._logits(asked, s2, group[0])  # (B, N)
            log_w = logits.log_softmax(1)
            w = log_w.exp()
            mean[:, :, group] = torch.einsum("bn,ncp->bcp", w, self.flat.unflatten(1, (C, H * W))[:, :, group])
            entropy[:, group] = -(w * log_w.clamp_min(-800)).sum(1, keepdim=True)  # 0 times -inf is no number
        return Inferred(mean.reshape(z.shape).to(z.dtype), entropy.reshape(len(z), H, W))

    def _logits(self, z: Float[Tensor, "B D"], s2: Float[Tensor, " B"], pixel: int) -> Float[Tensor, "B N"]:
        """log P(o | mu) up to what all images share."""
        channel = self.channel(pixel)
        seen, keys = channel.seen(z), channel.seen(self.flat)  # (B, r), (N, r)
        noise = (self.extra / channel.strength) ** 2  # (r,) beside sigma^2
        if self.xi:
            seen = seen + noise.sqrt() * self.xi[pixel]
        out = z.new_empty(len(z), len(keys))
        for level in s2.unique():
            mine, root = s2 == level, (level + noise).rsqrt()  # (B,), (r,)
            # differences, not the matrix product that is faster and loses their digits
            apart = torch.cdist(seen[mine] * root, keys * root, compute_mode="donot_use_mm_for_euclid_dist")
            out[mine] = -apart.square() / 2
        return out


def _channels(views: Sequence[View], shape: Sequence[int]) -> list[_Channel]:
    pixels = shape[1] * shape[2]
    if not isinstance(views, Sequence) or len(views) not in (1, pixels):
        raise ValueError(f"views must be a sequence of one view, or of {pixels}, one a pixel, "
                         f"got {len(views) if isinstance(views, Sequence) else type(views).__name__}")
    return [_channel(view, shape) for view in views]


def _channel(view: View, shape: Sequence[int]) -> _Channel:
    C, H, W = shape
    if isinstance(view, Tensor) and view.dtype == torch.bool:
        if tuple(view.shape) != (H, W):
            raise ValueError(f"a view of True and False must have shape ({H}, {W}), got {tuple(view.shape)}")
        at = view.flatten().repeat(C).nonzero()[:, 0]  # (S,)
        return _Channel(at, None, torch.ones(len(at), dtype=torch.float64))
    if check_tensor(view, "a view").ndim != 4 or tuple(view.shape[1:]) != tuple(shape):
        raise ValueError(f"a view must have shape (K, {C}, {H}, {W}), got {tuple(view.shape)}")
    V = view.detach().double().flatten(1)  # (K, D)
    at = (V != 0).any(0).nonzero()[:, 0]  # (S,)
    if not len(at):
        return _Channel(at, None, V.new_ones(0))
    _, strength, rows = torch.linalg.svd(V[:, at], full_matrices=False)
    kept = strength > max(V.shape) * torch.finfo(view.dtype).eps * strength[0]  # else rounding, which tells nothing
    return _Channel(at, rows[kept], strength[kept])


# ---------------------------------------------------------------- memorise or generalise
def information(
    data: Float[Tensor, "N C H W"], views: Sequence[View], sigma: float, extra: float = 0.0
) -> Float[Tensor, " V"]:
    """Mutual information, in nats, between each view's observation and the clean picture, for Gaussian pictures.

    log det(1 + signal / noise) / 2 with the data's covariance, N >= 2. sigma > 0; `extra` >= 0 and `views` as for BIRD.
    Where it exceeds log N, a pixel can tell which of N training images it sees. For other pictures of this covariance
    it is an upper bound: of all of them Gaussian ones tell most.
    """
    shape = check_training(data).shape[1:]
    check_count(len(data), "number of training images", 2)
    s2, extra = check_level(sigma) ** 2, check_number(extra, "extra", 0)
    centred = _centred(data)
    return torch.stack([_nats(centred, channel, s2, extra) for channel in _channels(views, shape)])


def _centred(data: Tensor) -> Float[Tensor, "N D"]:
    return (data.detach().double() - data.double().mean(0)).flatten(1)


def _nats(centred: Float[Tensor, "N D"], channel: _Channel, s2: float, extra: float) -> Tensor:
    seen = channel.seen(centred) / (s2 + (extra / channel.strength) ** 2).sqrt()  # (N, r)
    power = torch.linalg.svdvals(seen).square() / len(centred)  # signal to noise of each independent number
    return power.log1p().sum() / 2


def informed_windows(
    data: Float[Tensor, "N C H W"], sigmas: Sequence[float], sides: Sequence[int] | None = None
) -> WindowSchedule:
    """At each level the largest window that cannot tell a pixel which of the N >= 2 training images it sees.

    The largest of `sides`, odd, whose information is at most log N nats, the mean over all pixels of `information`,
    which is an upper bound; the smallest where none is. If None: 1, 3, ... up to the shorter side of an image, and the
    side from which every pixel sees all. Hunt, Kamb & Ganguli 2026 find networks near this boundary.
    """
    C, H, W = check_training(data).shape[1:]
    nats, levels = math.log(check_count(len(data), "number of training images", 2)), [check_level(s) for s in sigmas]
    offered = [*range(1, min(H, W) + 1, 2), 2 * max(H, W) - 1] if sides is None else sides
    if not (rising := sorted({check_side(P, H, W, "zeros") for P in offered})):
        raise ValueError("sides must hold one at least, got none")
    best, centred = dict.fromkeys(levels, rising[0]), _centred(data)
    for P in rising:
        views = window_views((C, H, W), P)
        seen = [channel.seen(centred) for channel in _channels(views[:1] if views[0].all() else views, (C, H, W))]
        power = [torch.linalg.svdvals(x).square() / len(x) for x in seen]  # of each independent number, by pixel
        below = [s for s in levels if sum(float((p / s**2).log1p().sum()) for p in power) <= 2 * nats * len(power)]
        best |= dict.fromkeys(below, P)
        if not below:  # a larger window tells more
            break
    return WindowSchedule(best.items())
