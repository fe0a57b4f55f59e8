"""Measures: three correlations that are three different numbers, distances, copies."""

from collections.abc import Sequence

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor

from .checks import check_choice, check_count, check_image_shape, check_images, check_real, check_same_shape

EQUAL = 1e-9  # of two images' lengths: inner products by Fourier transform are equal within it


def _pair(a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    check_images(a, "a")
    check_images(b, "b")
    check_same_shape(a, b, "the two batches")
    return a.flatten(1).double(), b.flatten(1).double()  # (B, D) each


def _centred(a: Tensor) -> Tensor:
    return a - a.mean(1, keepdim=True)


def pearson(a: Float[Tensor, "B C H W"], b: Float[Tensor, "B C H W"]) -> Float[Tensor, " B"]:
    """Pearson correlation r of each pair of images, in [-1, 1]; NaN where an image is constant."""
    x, y = map(_centred, _pair(a, b))  # (B, D) each
    return (x * y).sum(1) / (x.square().sum(1) * y.square().sum(1)).sqrt()


def pearson2(a: Float[Tensor, "B C H W"], b: Float[Tensor, "B C H W"]) -> Float[Tensor, " B"]:
    """r^2, the square of the Pearson correlation: blind to contrast and offset, so a ghost can score 1."""
    return pearson(a, b) ** 2


def cod(
    prediction: Float[Tensor, "B C H W"], truth: Float[Tensor, "B C H W"], variance_of: str = "truth"
) -> Float[Tensor, " B"]:
    """R^2, coefficient of determination: 1 - sum (truth - prediction)^2 / sum (reference - its mean)^2, at most 1.

    `variance_of` names the reference, "truth" (the usual one) or "prediction"; minus infinity or NaN where the
    reference is constant.
    """
    p, t = _pair(prediction, truth)  # (B, D) each
    reference = {"truth": t, "prediction": p}[check_choice(variance_of, ("truth", "prediction"), "variance_of")]
    return 1 - (t - p).square().sum(1) / _centred(reference).square().sum(1)


def rms(a: Float[Tensor, "B C H W"], b: Float[Tensor, "B C H W"]) -> Float[Tensor, " B"]:
    """Root mean square difference per pixel, in grey values (the range of an image is 2)."""
    x, y = _pair(a, b)
    return (x - y).square().mean(1).sqrt()


def bias_variance(
    guesses: Sequence[Float[Tensor, "B C H W"]], truth: Float[Tensor, "B C H W"]
) -> tuple[Float[Tensor, "B C H W"], Float[Tensor, "B C H W"]]:
    """Mean square error of K >= 2 guesses, from as many training sets, as (bias squared and the rest, variance).

    The variance is the unbiased one over the K guesses; the first is (mean guess - truth)^2 less its expected share of
    the variance, 1 / K, so that a single value may come out below 0. Together they are the mean of (guess - truth)^2.
    The truth is one picture that fits the noisy one, so the first holds what nobody could guess, too. float64.
    """
    check_count(len(guesses), "number of guesses", 2)
    check_images(truth, "truth")
    for guess in guesses:
        check_same_shape(check_images(guess, "a guess"), truth, "a guess and the truth")
    g, x = torch.stack(tuple(guesses)).double(), truth.double()  # (K, B, C, H, W)
    variance = g.var(0)  # (B, C, H, W)
    return (g.mean(0) - x).square() - variance / len(g), variance


def nearest(
    x: Float[Tensor, "B C H W"], data: Float[Tensor, "N C H W"], k: int = 1
) -> tuple[Float[Tensor, "B K"], Int[Tensor, "B K"]]:
    """Euclidean distances to, and indices of, the `k` nearest images of `data`, nearest first; 1 <= k <= N."""
    check_image_shape(x, check_images(data, "data").shape[1:], "x")
    k = check_count(k, "k", 1, len(data))
    # float64 and no matrix-product shortcut: a copy must come out at distance 0, not at the root of a rounding error
    d = torch.cdist(x.flatten(1).double(), data.flatten(1).double(), compute_mode="donot_use_mm_for_euclid_dist")
    return d.topk(k, dim=1, largest=False)


def nearest_shifted(
    x: Float[Tensor, "B C H W"], data: Float[Tensor, "N C H W"], chunk: int = 64
) -> tuple[Float[Tensor, " B"], Int[Tensor, " B"]]:
    """Euclidean distance to the nearest of all translations, round the edges, of all images of `data`; its number.

    As `shifted_distances` finds them: float64, exactly 0 for a translated copy.
    """
    distance, index = shifted_distances(x, data, chunk)[0].min(1)
    return distance, index


def shifted_distances(
    x: Float[Tensor, "B C H W"], data: Float[Tensor, "N C H W"], chunk: int = 64
) -> tuple[Float[Tensor, "B N"], Int[Tensor, "B N 2"]]:
    """Euclidean distances to each image of `data`, moved round the edges to where it is nearest; rows down and columns
    right that it was moved by, each the short way round.

    One Fourier transform an image finds the translation; the distance is then that of the moved image itself, so that
    a moved copy comes out at 0, not at the root of a rounding error. Of translations equally good up to rounding the
    shortest is taken: what was not moved is not said to have been, and a flat image never is. float64. `chunk` images
    are held at a time; it changes memory, never the result.
    """
    check_image_shape(x, check_images(data, "data").shape[1:], "x")
    chunk, (H, W) = check_count(chunk, "chunk"), x.shape[2:]
    queries = x.double()  # (B, C, H, W)
    f, length = torch.fft.rfft2(queries), _lengths(H, W)  # (B, C, H, W / 2 + 1), (H W,)
    size = queries.square().sum((1, 2, 3)).sqrt()[:, None, None]  # (B, 1, 1)
    far, moved = [], []
    for part in data.double().split(chunk):
        g = torch.fft.rfft2(part)  # (n, C, H, W / 2 + 1)
        match = torch.fft.irfft2((f[:, None] * g.conj()).sum(2), s=(H, W)).flatten(2)  # (B, n, H W) inner products
        slack = EQUAL * (1 + size * part.square().sum((1, 2, 3)).sqrt()[:, None])  # (B, n, 1)
        best = torch.where(match >= match.amax(2, keepdim=True) - slack, length, torch.inf).argmin(2)  # (B, n)
        far.append(torch.stack([_distances(query, part, at) for query, at in zip(queries, best, strict=True)]))
        moved.append(best)
    at = torch.cat(moved, 1)  # (B, N) row * W + column
    sides = torch.tensor([H, W])
    shift = (torch.stack([at // W, at % W], 2) + sides // 2) % sides - sides // 2  # (B, N, 2)
    return torch.cat(far, 1), shift


def _lengths(H: int, W: int) -> Float[Tensor, " HW"]:
    """Squared lengths of the translations of an H x W torus, the short way round."""
    down, right = (torch.minimum(torch.arange(n), n - torch.arange(n)).double() for n in (H, W))
    return (down[:, None] ** 2 + right**2).flatten()


def _distances(query: Tensor, images: Tensor, at: Tensor) -> Float[Tensor, " n"]:
    """Euclidean distances of a query (C, H, W) to images (n, C, H, W), image k moved by at[k] = row * W + column."""
    H, W = query.shape[1:]
    rows = (torch.arange(H) - at[:, None] // W) % H  # (n, H)
    columns = (torch.arange(W) - at[:, None] % W) % W  # (n, W)
    which = torch.arange(len(images))[:, None, None]
    moved = images.movedim(1, -1)[which, rows[:, :, None], columns[:, None]]  # (n, H, W, C)
    return (moved - query.movedim(0, -1)).square().sum((1, 2, 3)).sqrt()


def nn_ratio(
    x: Float[Tensor, "B C H W"], data: Float[Tensor, "N C H W"], shifted: bool = False
) -> Float[Tensor, " B"]:
    """Distance to the nearest over distance to the second nearest image, in [0, 1]; N >= 2.

    Yoon et al. 2023. Exact duplicates in `data` make the ratio of a copy 1 (0/0 counts as 1): remove them first. With
    `shifted` each image is taken where it is nearest round the edges, for models that treat all places alike.
    """
    if shifted:
        check_count(2, "k", 1, len(check_images(data, "data")))
        d = shifted_distances(x, data)[0].topk(2, dim=1, largest=False)[0]  # (B, 2)
    else:
        d = nearest(x, data, 2)[0]
    return torch.where(d[:, 1] > 0, d[:, 0] / d[:, 1], 1.0)


def copies(
    x: Float[Tensor, "B C H W"], data: Float[Tensor, "N C H W"], threshold: float = 1 / 3, shifted: bool = False
) -> Bool[Tensor, " B"]:
    """Which images are copies: `nn_ratio` below `threshold` in (0, 1] (Yoon et al. 2023)."""
    limit = check_real(threshold, "threshold")
    if limit.ndim or not 0 < limit <= 1:
        raise ValueError(f"threshold must be in (0, 1], got {threshold}")
    return nn_ratio(x, data, shifted) < limit
