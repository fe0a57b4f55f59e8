"""Counting fingers: a palm, and the branches that reach out of it (chapter 11).

Images are (B, 1, H, W), ink +1 on -1; lengths and areas are in their pixels. Each is made UP times larger and cut at
the middle grey. The palm is what an opening by a disc wider than a finger leaves. Every other point of the shape has a
distance from the palm along a path inside it; a finger is a peak of that distance. A branch that ends in two tips less
than PROMINENCE beyond their fork has one. What points straight down is a wrist.
"""

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import torch
from jaxtyping import Bool, Float, Int
from scipy.ndimage import distance_transform_edt, label, maximum_filter
from torch import Tensor
from torch.nn.functional import interpolate, pad

from ..core.checks import check_images
from ..core.kernel import compiled

UP, MARGIN = 4, 2  # how much larger; pixels of background put around an image
OPENING, PROMINENCE = 2.3, 1.75  # pixels: radius of the disc; a finger's tip is so far beyond the fork or the palm
LEAST_PART, LEAST_PALM = 4.0, 25.0  # square pixels: smaller parts and palms are not counted
WRIST = 40.0  # degrees from straight down, as seen from the palm's centre
AT_ONCE = 500  # images that are enlarged together: 40 MB
BRANCH = 1.5  # pixels from the palm on which a finger has its own width
DIAGONAL = math.sqrt(2)
FAR = 1e9
TOUCHING = np.ones((3, 3), bool)  # corners count as contact


class Counted(NamedTuple):
    """Of each image (B,): its fingers, its palms, and parts that hang on no palm; all 0 in an empty image.

    Fingers are those of the largest palm, 0 where there is none.
    """

    fingers: Int[Tensor, " B"]
    palms: Int[Tensor, " B"]
    detached: Int[Tensor, " B"]

    @property
    def valid(self) -> Bool[Tensor, " B"]:
        """Which images are one hand: exactly one palm, and nothing detached."""
        return (self.palms == 1) & (self.detached == 0)


class Parts(NamedTuple):
    """What one enlarged image holds: the hand, its palm, number of palms, number of parts that hang on none."""

    hand: np.ndarray
    palm: np.ndarray
    palms: int
    detached: int


def count(images: Float[Tensor, "B C H W"]) -> Counted:
    """How many fingers, palms and detached parts each image has."""
    found = [_counted(shape) for shape in _enlarged(images)]
    return Counted(*torch.tensor(found, dtype=torch.int64).unbind(1))


def width(images: Float[Tensor, "B C H W"]) -> Float[Tensor, " B"]:
    """Median width of each image's fingers (and wrist, if as thin) in pixels, NaN where none leaves the palm. float64.

    Twice the distance from the middle line of the branches to their rim, where a branch is BRANCH away from the palm.
    """
    return torch.tensor([_width(shape) for shape in _enlarged(images)], dtype=torch.float64)


def area(images: Float[Tensor, "B C H W"]) -> Float[Tensor, " B"]:
    """Ink of each image in square pixels: the sum of (x + 1) / 2. float64."""
    return ((check_grey(images).double() + 1) / 2).sum((1, 2, 3))


def check_grey(images: Tensor) -> Tensor:
    """`images` without gradients if they are finite and have one channel; ValueError otherwise."""
    if check_images(images).shape[1] != 1:
        raise ValueError(f"images must be grey, shape (B, 1, H, W), got {tuple(images.shape)}")
    return images.detach()


def _enlarged(images: Tensor) -> Iterator[np.ndarray]:
    """Where each image has ink, UP times larger, with a margin that has none: bool (UP (H + 2 MARGIN), ...)."""
    for some in check_grey(images).split(AT_ONCE):
        framed = pad(some, (MARGIN,) * 4, value=-1.0)
        yield from (interpolate(framed, scale_factor=UP, mode="bilinear", align_corners=False)[:, 0] > 0).numpy()


def _opened(shape: np.ndarray) -> np.ndarray:
    """What discs of radius OPENING cover that fit into the shape."""
    centres = distance_transform_edt(shape) > OPENING * UP
    return shape & (distance_transform_edt(~centres) <= OPENING * UP) if centres.any() else centres


def _counted(shape: np.ndarray) -> tuple[int, int, int]:
    """Fingers, palms and detached parts of one enlarged image."""
    parts = _parts(shape)
    return (_fingers(parts) if parts.palms else 0), parts.palms, parts.detached


def _parts(shape: np.ndarray) -> Parts:
    parts, n = label(shape, TOUCHING)
    palms, _ = label(_opened(shape))
    palm_areas = np.bincount(palms.ravel())[1:] / UP**2
    large = np.bincount(parts.ravel(), minlength=n + 1) / UP**2 > LEAST_PART  # (n + 1,), 0 is the background
    large[0] = False
    many = int((palm_areas > LEAST_PALM).sum())
    if not many:
        return Parts(np.zeros_like(shape), np.zeros_like(shape), 0, int(large.sum()))
    palm = palms == 1 + palm_areas.argmax()
    mine = parts[palm][0]
    large[mine] = False
    return Parts(parts == mine, palm, many, int(large.sum()))


def _fingers(parts: Parts) -> int:
    """Tips of the hand that do not point straight down."""
    away = np.where(parts.palm, 0.0, FAR)
    spread(parts.hand, away)
    height = np.where(parts.hand, away / UP, 0.0)  # pixels from the palm, 0 outside
    outside = np.flatnonzero(height)
    order = outside[np.argsort(-height.ravel()[outside], kind="stable")]  # the farthest first
    found = np.empty(len(order), np.int64)
    n = tips(height.ravel(), height.shape[1], order, PROMINENCE, np.full(height.size, -1), found)
    deep = distance_transform_edt(parts.hand)
    row, col = np.unravel_index(deep.argmax(), deep.shape)
    down, across = found[:n] // height.shape[1] - row, found[:n] % height.shape[1] - col
    return int((np.degrees(np.arctan2(np.abs(across), down)) >= WRIST).sum())


def _width(shape: np.ndarray) -> float:
    deep = distance_transform_edt(shape)
    middle = shape & (deep == maximum_filter(deep, 3))
    palm = _opened(shape)
    if palm.any():
        middle &= distance_transform_edt(~palm) > BRANCH * UP
    # of a strip of n pixels, deep is (n + 1) / 2 where n is odd and n / 2 where it is even
    return 2 * (float(np.median(deep[middle])) - 0.25) / UP if middle.any() else math.nan


# ---------------------------------------------------------------- the compiled loops
@compiled
def spread(shape, away):
    """Distances inside the shape from where `away` is 0, in place: steps of 1 and sqrt 2, until nothing changes.

    The rim of the array must lie outside the shape.
    """
    rows, cols = shape.shape
    changed = True
    while changed:
        changed = False
        for turn in range(2):  # down and to the right, then up and to the left
            for i in range(1, rows - 1):
                row = i if turn == 0 else rows - 1 - i
                for j in range(1, cols - 1):
                    col = j if turn == 0 else cols - 1 - j
                    if not shape[row, col]:
                        continue
                    for dy in range(-1, 2):
                        for dx in range(-1, 2):
                            step = 1.0 if dy * dx == 0 else DIAGONAL
                            if shape[row + dy, col + dx] and away[row + dy, col + dx] + step < away[row, col] - 1e-9:
                                away[row, col] = away[row + dy, col + dx] + step
                                changed = True


@compiled
def tips(height, cols, order, least, owner, found):
    """Tops that rise `least` or more above where they meet a higher one, or above 0: into `found`; how many.

    `order` lists the places > 0 of the flat array `height`, the highest first; `owner` begins as -1 everywhere. A place
    joins the tops around it, as when water falls: of two tops that meet there the lower one ends.
    """
    n = 0
    for p in order:
        owner[p] = p
        for dy in range(-1, 2):
            for dx in range(-1, 2):
                q, r = p + dy * cols + dx, p
                if owner[q] < 0:
                    continue
                while owner[q] != q:
                    q = owner[q]
                while owner[r] != r:
                    r = owner[r]
                if q == r:
                    continue
                if height[q] < height[r]:
                    q, r = r, q
                if height[r] - height[p] >= least:
                    found[n] = r
                    n += 1
                owner[r] = q
    for p in order:
        if owner[p] == p and height[p] >= least:
            found[n] = p
            n += 1
    return n
