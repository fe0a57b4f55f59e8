"""Patch machines: a pixel compares the window around it with training windows, and takes the mean of their centres.

Pixel p of a noisy image z may consult certain training positions (mu, q); each gets the weight
exp(-|z window at p - a_mu window at q|^2 / 2 sigma^2), and the best guess is the weighted mean of the values a_mu(q).
Machines differ in which positions a pixel may consult, its `reach`, and in what lies outside an image, the `padding`:

same      q = p                                                            the local machine (LS), zeros or circular
all       every q; the images are tori                                     the equivariant local machine (ELS), circular
interior  q whose window fits into the training image; z is a torus        ELS in the code of Kamb & Ganguli, circular
matching  q whose window leaves the image on the same sides, equally far   boundary-broken ELS, zeros

Rows and columns are ruled apart: q = (row, column) is in reach of p if its row is in reach of p's row, and its column
of p's column. This module holds the rules and a readable machine in float64, `consult`; `sweep` is the fast one.
Kamb & Ganguli 2025, eqs 7-10 and 41.
"""

from dataclasses import dataclass
from typing import NamedTuple

import torch
from jaxtyping import Float, Int
from torch import Tensor
from torch.nn.functional import conv2d

from .checks import (
    check_choice,
    check_count,
    check_image_shape,
    check_number,
    check_sigma,
    check_training,
    check_window,
)
from .softmax import Tally

PADDINGS = {"same": ("zeros", "circular"), "all": ("circular",), "interior": ("circular",), "matching": ("zeros",)}
REACHES = tuple(PADDINGS)


# ---------------------------------------------------------------- windows
class Soft(NamedTuple):
    """A window that counts its pixels less the further they are from its centre: exp(-r^2 / 2 width^2) of r.

    `P`: its side, odd. `width` > 0, in pixels. Where a network's field has soft edges (Luo et al. 2016), this one has.
    """

    P: int
    width: float


Window = int | Soft


def check_shape(window: Window) -> Window:
    """`window` if it is a side or a `Soft`, odd, of positive width; TypeError or ValueError otherwise."""
    if isinstance(window, Soft):
        return Soft(check_window(window.P), check_number(window.width, "width of a soft window", 0, strict=True))
    return check_window(window)


def side_of(window: Window) -> int:
    """How many pixels wide a window is."""
    return window.P if isinstance(window, Soft) else window


def edge_of(window: Window) -> float:
    """How fast a window falls off from its centre: 1 / width, 0 where the edges are hard."""
    return 1 / window.width if isinstance(window, Soft) else 0.0


def taps(window: Window) -> Float[Tensor, " P"]:
    """How much each of its P rows, and each of its columns, counts in a squared distance: in (0, 1]. float64.

    A pixel counts as much as its row times its column. Ones, where the edges are hard.
    """
    r = torch.arange(side_of(window), dtype=torch.float64) - side_of(window) // 2  # (P,)
    return torch.exp(-((r * edge_of(window)) ** 2) / 2)


# ---------------------------------------------------------------- the rules
def check_reach(reach: str, padding: str) -> None:
    """ValueError unless this reach is defined with this padding."""
    check_choice(padding, PADDINGS[check_choice(reach, REACHES, "reach")], f"padding of reach {reach!r}")


def check_side(P: int, H: int, W: int, padding: str) -> int:
    """`P` if it can be the side of a window on images of H x W; TypeError or ValueError otherwise.

    It is odd, for a window has a centre. On a torus it is at most the shorter side, so that a window meets no pixel
    twice. With zeros outside it is at most 2 max(H, W) - 1: that one covers the image from every pixel.
    """
    return check_window(P, min(H, W) if padding == "circular" else 2 * max(H, W) - 1)


def groups(reach: str, n: int, P: int) -> list[tuple[list[int], list[int]]]:
    """Along an axis of n pixels: which positions are in reach of which pixels. Every pixel is in one group."""
    d, every = P // 2, list(range(n))
    inside = list(range(d, n - d))  # where the window fits
    if reach == "all":
        return [(every, every)]
    if reach == "interior":
        return [(every, inside)]
    if reach == "same":
        return [([p], [p]) for p in every]
    return [([p], [p]) for p in every if p not in inside] + ([(inside, inside)] if inside else [])


def pad(x: Float[Tensor, "B C H W"], P: int, padding: str) -> Float[Tensor, "B C H+{P}-1 W+{P}-1"]:
    """P // 2 more pixels on each side: zeros, or those of the opposite side."""
    d = P // 2
    return torch.nn.functional.pad(x, (d, d, d, d), mode="circular" if padding == "circular" else "constant")


def windows(x: Float[Tensor, "B C H W"], P: int, padding: str) -> Float[Tensor, "B H W C*{P}*{P}"]:
    """The window around every pixel, as a view where possible."""
    cut = pad(x, P, padding).unfold(2, P, 1).unfold(3, P, 1)  # (B, C, H, W, P, P)
    return cut.permute(0, 2, 3, 1, 4, 5).flatten(3)  # (B, H, W, C P P)


def window_sums(x: Float[Tensor, "B C H W"], window: Window, padding: str) -> Float[Tensor, "B H W"]:
    """Sum over channels and the window around every pixel, columns first; without the memory that `windows` takes."""
    P, w = side_of(window), taps(window).to(x)  # (P,)
    columns = conv2d(pad(x.sum(1, keepdim=True), P, padding), w.reshape(1, 1, P, 1))  # (B, 1, H, W + P - 1)
    return conv2d(columns, w.reshape(1, 1, 1, P))[:, 0]


# ---------------------------------------------------------------- what a pass over training images knows
@dataclass(frozen=True)
class Seen:
    """What B noisy images know after a pass over training images, pixel by pixel. float64.

    `least`: squared distance to the nearest window in reach. `weight`: sum of exp(-(distance - least) / 2 sigma^2).
    `value`: the same sum with each window's centre. `best`: position (image H + row) W + column of the nearest window,
    the smallest of several that are equally near. Two passes over two sets of images merge into one over both.
    """

    sigma: Float[Tensor, " B"]
    least: Float[Tensor, "B H W"]
    weight: Float[Tensor, "B H W"]
    value: Float[Tensor, "B C H W"]
    best: Int[Tensor, "B H W"]

    @property
    def mean(self) -> Float[Tensor, "B C H W"]:
        """The best guess x0_hat."""
        return self.value / self.weight[:, None]

    @property
    def top_weight(self) -> Float[Tensor, "B H W"]:
        """Posterior weight of the nearest window, in (0, 1]."""
        return 1 / self.weight

    @property
    def log_evidence(self) -> Float[Tensor, "B H W"]:
        """log of the sum of exp(-distance / 2 sigma^2) over all windows in reach."""
        return self.weight.log() - self.least / (2 * self.sigma[:, None, None] ** 2)

    @property
    def image(self) -> Int[Tensor, "B H W"]:
        """Number of the training image that holds the nearest window."""
        return self.best // (self.best.shape[1] * self.best.shape[2])

    @property
    def position(self) -> Int[Tensor, "B H W 2"]:
        """Row and column of the centre of the nearest window."""
        H, W = self.best.shape[1:]
        return torch.stack([self.best // W % H, self.best % W], -1)

    def merge(self, other: "Seen") -> "Seen":
        """What both passes know together. Associative and commutative; both of the same noisy images and sigma."""
        if self.value.shape != other.value.shape or not torch.equal(self.sigma, other.sigma):
            raise ValueError("only passes of the same noisy images at the same sigma can be merged")
        m, (weight, value) = self._tally().merged(other._tally())
        # of windows that are equally near the one that stands first, whichever pass saw it
        best = torch.where(self.least == other.least, torch.minimum(self.best, other.best),
                           torch.where(self.least < other.least, self.best, other.best))
        return Seen(self.sigma, -m[:, 0], weight[:, 0], value, best)

    def _tally(self) -> Tally:
        """The sums as an online softmax, whose logits are -distance / 2 sigma^2: the least distance is the largest."""
        unit = 2 * self.sigma[:, None, None, None] ** 2  # (B, 1, 1, 1)
        return Tally(-self.least[:, None], (self.weight[:, None], self.value), unit)


def nothing(z: Float[Tensor, "B C H W"], sigma: Float[Tensor, " B"]) -> Seen:
    """What is known before any training image was seen."""
    flat = z[:, 0].double()  # (B, H, W)
    return Seen(sigma, torch.full_like(flat, torch.inf), torch.zeros_like(flat), torch.zeros_like(z, dtype=flat.dtype),
                torch.full_like(flat, torch.iinfo(torch.int64).max, dtype=torch.int64))


# ---------------------------------------------------------------- the readable machine
def check_task(
    z: Tensor, sigma: float | Tensor, data: Tensor, window: Window, reach: str, padding: str, first: int = 0
) -> Tensor:
    """sigma as (B,) if all arguments of a machine are sound; else ValueError or TypeError that says what is not."""
    check_reach(reach, padding)
    shape = check_training(data).shape[1:]
    check_image_shape(z, shape, "z")
    P = check_side(side_of(window), shape[1], shape[2], padding)
    check_shape(window)
    if reach == "interior":
        check_count(P, "P", 1, min(shape[1:]))
    check_count(first, "first", 0)
    return check_sigma(sigma, len(z))


def consult(
    z: Float[Tensor, "B C H W"], sigma: float | Tensor, data: Float[Tensor, "N C H W"], window: Window, reach: str,
    padding: str, *, chunk: int = 64, first: int = 0,
) -> Seen:
    """What each pixel learns from the windows in its reach, in float64, by matrix products: slow, short, the oracle.

    sigma as in `checks.LEVELS`, a number or (B,). `chunk` training images are held at a time; it changes memory, never
    the result, which carries no gradients.
    `first` is the number of the first training image, where `data` is a shard. Raises TypeError or ValueError.
    """
    levels = check_task(z, sigma, data, window, reach, padding, first)
    first, chunk = check_count(first, "first", 0), check_count(chunk, "chunk")
    P, root = side_of(window), taps(window).sqrt()  # (P,)
    weight = (root[:, None] * root).flatten().repeat(z.shape[1])  # (C P P,) whose square counts in a distance
    z, data, (H, W) = z.detach(), data.detach(), z.shape[2:]
    seen = nothing(z, levels)
    q = windows(z.double(), P, padding) * weight  # (B, H, W, D)
    for start in range(0, len(data), chunk):
        part = data[start : start + chunk].double()  # (n, C, H, W)
        k = windows(part, P, padding) * weight  # (n, H, W, D)
        new = nothing(z, levels)
        number = (torch.arange(len(part))[:, None, None] + first + start) * H * W + torch.arange(H * W).reshape(H, W)
        for rows, q_rows in groups(reach, H, P):
            for cols, q_cols in groups(reach, W, P):
                keys, index = k[:, q_rows][:, :, q_cols], number[:, q_rows][:, :, q_cols]  # (n, h, w, D), (n, h, w)
                values = part[:, :, q_rows][..., q_cols].movedim(1, -1).flatten(0, 2)  # (M, C)
                asked = (slice(None), torch.tensor(rows)[:, None], torch.tensor(cols))
                _fill(new, asked, q[asked], keys.flatten(0, 2), values, index.flatten())
        seen = seen.merge(new)
    return seen


def _fill(seen: Seen, asked: tuple, q: Tensor, keys: Tensor, values: Tensor, index: Tensor) -> None:
    """Posterior sums of the pixels `asked`, whose windows are `q` (B, h, w, D), over one dictionary (M, D), (M, C)."""
    dist = torch.cdist(q.flatten(1, 2), keys[None], compute_mode="donot_use_mm_for_euclid_dist").square()  # (B, hw, M)
    least = dist.amin(-1)  # (B, hw)
    w = torch.exp((least[..., None] - dist) / (2 * seen.sigma[:, None, None] ** 2))  # (B, hw, M)
    near = dist <= least[..., None] * (1 + 1e-12)  # the same windows elsewhere, in spite of rounding
    best = torch.where(near, index, torch.iinfo(torch.int64).max).amin(-1)  # (B, hw)
    size = q.shape[:3]
    seen.least[asked], seen.weight[asked] = least.reshape(size), w.sum(-1).reshape(size)
    seen.best[asked] = best.reshape(size)
    seen.value.movedim(1, -1)[asked] = (w @ values).reshape(*size, -1)
