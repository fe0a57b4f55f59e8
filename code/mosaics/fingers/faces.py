"""Eyes and mouths of drawn faces: found by a rule in the training pictures, counted by what was copied (chapter 11).

Images are emoji, (B, 3, 32, 32) in [-1, 1]. In a training picture an eye is a dark part of a few pixels at the height
of the eyes, a mouth a dark part in the middle below. A mosaic's pixel copies the centre of its nearest training window
(`core.windows.Seen`): pixels that copy eyes, as far as they touch, are one eye, wherever they are.
"""

from typing import NamedTuple

import numpy as np
import torch
from jaxtyping import Bool, Float, Int
from scipy.ndimage import find_objects, label
from torch import Tensor

from ..core.checks import check_image_shape, check_mask
from ..core.data import Dataset, load
from ..core.windows import Seen
from .counter import TOUCHING

DARK, ROUNDING = 0.45, 1e-6  # luminance below which a pixel is dark, 0 black and 1 white; how near counts as equal
LUMINANCE = (0.299, 0.587, 0.114)  # weights of red, green and blue
LEAST = 3  # pixels of a copied eye or mouth
LEVEL = 2.5  # two eyes of a face: rows between their middles, less than


class Part(NamedTuple):
    """Dark parts of a face that are of one kind."""

    pixels: tuple[int, int]  # least and most
    box: tuple[int, int]  # rows and columns, most
    top: int  # its first row, at least
    rows: tuple[float, float]  # its middle's row is from here to there
    cols: tuple[float, float]  # and its column between these


EYE = Part((LEAST, 30), (9, 9), 6, (9, 16.5), (4, 27))
MOUTH = Part((6, 400), (20, 20), 12, (17.2, 28), (11, 21))


def eyes(images: Float[Tensor, "B C H W"]) -> Int[Tensor, "B H W"]:
    """The eyes of each training picture: its pixels' numbers 1, 2, ..., 0 where there is none."""
    return _found(images, EYE)


def mouths(images: Float[Tensor, "B C H W"]) -> Int[Tensor, "B H W"]:
    """The mouths alike; one that is white, hidden or at the side is none."""
    return _found(images, MOUTH)


def _found(images: Float[Tensor, "B C H W"], kind: Part) -> Int[Tensor, "B H W"]:
    images = check_image_shape(images, (3, 32, 32), "images").detach()
    light = ((images + 1) / 2 * torch.tensor(LUMINANCE, dtype=images.dtype)[:, None, None]).sum(1)  # (B, 32, 32)
    return torch.stack([_numbered(dark, kind) for dark in (light < DARK - ROUNDING).numpy()])


def _numbered(dark: np.ndarray, kind: Part) -> Tensor:
    parts, _ = label(dark, TOUCHING)
    out, found = np.zeros(dark.shape, np.int64), 0
    for number, (rows, cols) in enumerate(find_objects(parts), 1):
        mine = parts == number
        row, col = (float(at.mean()) for at in np.nonzero(mine))
        small = kind.pixels[0] <= mine.sum() <= kind.pixels[1] and rows.stop - rows.start <= kind.box[0]
        placed = rows.start >= kind.top and kind.rows[0] <= row <= kind.rows[1] and kind.cols[0] < col < kind.cols[1]
        if small and placed and cols.stop - cols.start <= kind.box[1]:
            found += 1
            out[mine] = found
    return torch.from_numpy(out)


def faces() -> Dataset:
    """The emoji that have two eyes (`two_eyed`), in their order; "faces" is the set's name."""
    images, labels, classes, _ = load("emoji")
    two = two_eyed(images)
    return Dataset(images[two], labels[two], classes, "faces")


def two_eyed(images: Float[Tensor, "B C H W"]) -> Bool[Tensor, " B"]:
    """Which training pictures have exactly two eyes, one on each side and at one height."""
    return torch.tensor([_is_pair(one.numpy()) for one in eyes(images)])


def _is_pair(numbers: np.ndarray) -> bool:
    if numbers.max() != 2:
        return False
    (row, col), (other_row, other_col) = (tuple(float(at.mean()) for at in np.nonzero(numbers == k)) for k in (1, 2))
    return (col < 16) != (other_col < 16) and abs(row - other_row) < LEVEL


def copied_eyes(seen: Seen, mask: Bool[Tensor, "N H W"]) -> Int[Tensor, " B"]:
    """How many eyes, or mouths, each mosaic has: LEAST pixels or more that touch and copy pixels of the `mask` of such.

    `seen`: what a machine of windows sees in the finished mosaic, at a low noise level.
    """
    if check_mask(mask, "mask").shape[1:] != seen.best.shape[1:] or int(seen.image.max()) >= len(mask):
        raise ValueError(f"mask must have a row for each training image that was seen, shape (N, "
                         f"{', '.join(map(str, seen.best.shape[1:]))}), got {tuple(mask.shape)}")
    copied = mask.flatten()[seen.best]  # (B, H, W)
    return torch.tensor([_parts(one) for one in copied.numpy()], dtype=torch.int64)


def _parts(where: np.ndarray) -> int:
    parts, _ = label(where, TOUCHING)
    return int((np.bincount(parts.ravel())[1:] >= LEAST).sum())
