"""Reading a mosaic: which training window made each pixel, where pieces begin and end, is it consistent (chapter 8).

A pass over the training images (`core.windows.Seen`) names the nearest window in reach of each pixel. Pixels that copy
the same training image at the same displacement copy one piece of it.
"""

from typing import NamedTuple

import torch
from jaxtyping import Bool, Float, Int
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from torch import Tensor
from torch.nn.functional import max_pool2d

from .core.checks import (
    check_count,
    check_flag,
    check_image_shape,
    check_images,
    check_mask,
    check_number,
    check_same_shape,
)
from .core.windows import Seen

SLACK = 1e-3  # relative and absolute: sums of squares in float32 err by less


class Sources(NamedTuple):
    """Where each pixel comes from: training image, displacement (rows, columns) of the window, its posterior weight.

    The displacement is the source's place less the pixel's, brought to the shorter way round where `torus`.
    """

    image: Int[Tensor, "B H W"]
    shift: Int[Tensor, "B H W 2"]
    weight: Float[Tensor, "B H W"]


def sources(seen: Seen, torus: bool = False) -> Sources:
    """The nearest training window of each pixel and its weight: 1 where the pixel is a copy, less where a mean."""
    _check_seen(seen)
    H, W = seen.best.shape[1:]
    here = torch.stack(torch.meshgrid(torch.arange(H), torch.arange(W), indexing="ij"), -1)  # (H, W, 2)
    shift = seen.position - here  # (B, H, W, 2)
    if check_flag(torus, "torus"):
        size = torch.tensor([H, W])
        shift = (shift + size // 2) % size - size // 2
    return Sources(seen.image, shift, seen.top_weight)


def _check_seen(seen: Seen) -> Seen:
    if not isinstance(seen, Seen):
        raise TypeError(f"seen must be what a machine has seen (machine.seen(z, sigma)), got {type(seen).__name__}")
    return seen


def pieces(found: Sources) -> Int[Tensor, "B H W"]:
    """Number of the piece that each pixel belongs to, 0, 1, ... in each image, in reading order.

    A piece is a connected set of pixels (up, down, left, right) that copy one training image at one displacement.
    """
    if not isinstance(found, Sources):
        raise TypeError(f"found must be Sources, got {type(found).__name__}")
    key = torch.cat([found.image[..., None], found.shift], -1)  # (B, H, W, 3)
    return torch.stack([_label(one) for one in key])


def _label(key: Tensor) -> Tensor:
    """Connected components of equal keys: (H, W, K) to (H, W)."""
    H, W = key.shape[:2]
    at = torch.arange(H * W).reshape(H, W)
    across, down = (key[:, 1:] == key[:, :-1]).all(-1), (key[1:] == key[:-1]).all(-1)  # (H, W - 1), (H - 1, W)
    a = torch.cat([at[:, 1:][across], at[1:][down]])
    b = torch.cat([at[:, :-1][across], at[:-1][down]])
    links = coo_array((torch.ones(len(a)).numpy(), (a.numpy(), b.numpy())), shape=(H * W, H * W))
    return torch.from_numpy(connected_components(links, directed=False)[1]).long().reshape(H, W)


def _check_labels(labels: Tensor) -> Tensor:
    if not isinstance(labels, Tensor) or labels.ndim != 3 or not labels.numel() or not _counts(labels.dtype):
        raise ValueError(f"labels must be an integer tensor (B, H, W) with no empty side, got "
                         f"{getattr(labels, 'dtype', type(labels).__name__)} {tuple(getattr(labels, 'shape', ()))}")
    return labels


def _counts(dtype: torch.dtype) -> bool:
    return not (dtype.is_floating_point or dtype.is_complex or dtype == torch.bool)


def sizes(labels: Int[Tensor, "B H W"]) -> list[Int[Tensor, " pieces"]]:
    """Pixels of each piece of each image, largest first. Any integers name pieces, also with gaps between them."""
    return [one.unique(return_counts=True)[1].sort(descending=True)[0] for one in _check_labels(labels)]


def typical_size(labels: Int[Tensor, "B H W"], where: Bool[Tensor, "B H W"] | None = None) -> Float[Tensor, ""]:
    """Mean size of the piece that a pixel drawn at random belongs to: pieces count by their area.

    Over a whole image it is the sum of size^2 over the number of pixels. With `where`, pixels are drawn and counted
    there only (at least one).
    """
    where = torch.ones_like(_check_labels(labels), dtype=torch.bool) if where is None else check_mask(where, "where")
    if where.shape != labels.shape or not where.any():
        raise ValueError(f"where must be a mask {tuple(labels.shape)} with a True, got {tuple(where.shape)} "
                         f"with {int(where.count_nonzero())} of them")
    each = [one[mine].unique(return_counts=True)[1] for one, mine in zip(labels, where, strict=True)]
    n = torch.cat(each).double()  # pixels of each piece of each image
    return n.square().sum() / n.sum()


def seams(labels: Int[Tensor, "B H W"]) -> Bool[Tensor, "B H W"]:
    """Which pixels have a neighbour (up, down, left, right; not round the edge) in another piece."""
    out = torch.zeros_like(_check_labels(labels), dtype=torch.bool)
    for dim in (1, 2):
        n = labels.shape[dim] - 1
        cut = labels.narrow(dim, 0, n) != labels.narrow(dim, 1, n)
        out.narrow(dim, 0, n).logical_or_(cut), out.narrow(dim, 1, n).logical_or_(cut)
    return out


def within(where: Bool[Tensor, "B H W"], distance: int) -> Bool[Tensor, "B H W"]:
    """Which pixels have a True of the mask `where` at most `distance` >= 0 rows and columns away, not across edges."""
    if not isinstance(where, Tensor) or where.dtype != torch.bool or where.ndim != 3 or not where.numel():
        raise ValueError(f"where must be a mask (B, H, W), got {getattr(where, 'dtype', type(where).__name__)} "
                         f"{tuple(getattr(where, 'shape', ()))}")
    d = min(check_count(distance, "distance", 0), max(where.shape[1:]))  # further there is no pixel
    return max_pool2d(where[:, None].float(), 2 * d + 1, 1, d)[:, 0] > 0


def consistent(
    x: Float[Tensor, "B C H W"], seen: Seen, data: Float[Tensor, "N C H W"], tolerance: float = 1 / 255
) -> Bool[Tensor, "B H W"]:
    """Which pixels equal the centre of the nearest training window in reach, up to `tolerance` >= 0.

    On the scale of images in [-1, 1], where 1/255 is half a grey level: the same grey once it is rounded, or nearly.
    `seen` is what a machine sees in x itself. Kamb & Ganguli 2025, theorem 4.1: where the process has a limit, all do.
    ValueError where it is of another batch: of another shape, of more training images, or with a window nearer than
    its own centre is.
    """
    check_image_shape(x, check_images(data, "data").shape[1:], "x")
    tolerance = check_number(tolerance, "tolerance", 0)
    check_same_shape(x, _check_seen(seen).value, "x and the images that were seen")
    if (last := int(seen.image.max())) >= len(data):
        raise ValueError(f"data must hold the images that were seen, number {last} too, got {len(data)}")
    row, col = seen.position.unbind(-1)  # (B, H, W) each
    nearest = data[seen.image, :, row, col].movedim(-1, 1)  # (B, C, H, W)
    if ((x.double() - nearest).square().sum(1) > seen.least * (1 + SLACK) + SLACK).any():
        raise ValueError("seen must be what a machine sees in x itself, got what it sees in other images")
    return ((x - nearest).abs() <= tolerance).all(1)
