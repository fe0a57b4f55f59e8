"""The best linear denoiser that sees through a window: the baseline of machines that are local (chapters 9, 10).

P side of the window; p (D,) what a window of a training picture holds; a pixel's *class* is how far from the borders
its window is cut off; mu, S mean and covariance of the training windows of a class; x0_hat the guess.
"""

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor
from torch.nn.functional import pad

from ..core.checks import check_choice, check_image_shape, check_sigma, check_training, check_window
from ..core.spectrum import spectrum
from ..diffusion import Denoiser
from ..networks import PADDINGS

CHUNK = 64  # training pictures whose windows are held at once


class Places(NamedTuple):
    """Along one side: the pixels `first` ... `last` whose windows reach `before` and `after` pixels to both sides."""

    first: int
    last: int
    before: int
    after: int

    @property
    def starts(self) -> slice:
        """Where their windows start."""
        return slice(self.first - self.before, self.last - self.before + 1)


def local_wiener(data: Float[Tensor, "N C H W"], P: int, padding: str = "zeros") -> Denoiser:
    """The best linear guess of each pixel from its window of P x P pixels, P odd; float64 inside.

    x0_hat = mu_mid + S_mid (S + sigma^2 I)^-1 (p - mu): of a posterior over all training windows of the pixel's class
    (`equivariant.BBELS`) it keeps mean and covariance. `padding`: with "zeros" a window is cut off at the border; on
    the torus, "circular", all pixels are of one class (`equivariant.ELS`) and P is at most H and W. With P >= 2 H - 1
    and 2 W - 1 it is `diffusion.wiener`. ValueError or TypeError for other arguments.
    """
    r, (H, W) = check_window(P) // 2, check_training(data).shape[2:]
    if check_choice(padding, PADDINGS, "padding") == "circular":
        check_window(P, min(H, W))
    around = r if padding == "circular" else 0
    known = _around(data.double(), around)
    classes = [(rows, cols, *_filter(known, rows, cols))
               for rows, cols in product(_classes(H, r, around), _classes(W, r, around))]

    def denoise(z: Tensor, sigma: float | Tensor) -> Tensor:
        s2 = check_sigma(sigma, len(check_image_shape(z, data.shape[1:], "z")))[:, None, None] ** 2  # (B, 1, 1)
        x, out = _around(z.double(), around), torch.empty_like(z, dtype=torch.float64)
        for rows, cols, mu, lam, axes, mid in classes:
            y = (_windows(x, rows, cols) - mu) @ axes  # (B, K, D)
            guess = mu[mid] + (y * (lam / (lam + s2))) @ axes[mid].T  # (B, K, C)
            at = [slice(side.first - around, side.last - around + 1) for side in (rows, cols)]
            out[:, :, at[0], at[1]] = guess.mT.reshape(out[:, :, at[0], at[1]].shape)
        return out.to(z.dtype)

    return denoise


def _classes(n: int, r: int, around: int) -> Iterator[Places]:
    """All classes along a side of n pixels, in the coordinates of a picture with `around` more pixels on both sides."""
    if around:
        yield Places(r, r + n - 1, r, r)
        return
    cut = [(min(k, r), min(n - 1 - k, r)) for k in range(n)]
    for before, after in dict.fromkeys(cut):
        first = cut.index((before, after))
        yield Places(first, first + cut.count((before, after)) - 1, before, after)


def _around(x: Tensor, r: int) -> Tensor:
    """On a torus, with r pixels of the other side added all around."""
    return pad(x, (r, r, r, r), mode="circular") if r else x


def _windows(x: Tensor, rows: Places, cols: Places) -> Tensor:
    """The windows of a class in pictures (B, C, H, W), as (B, K, C h w): K places row by row."""
    h, w = rows.before + rows.after + 1, cols.before + cols.after + 1
    all_ = x.unfold(2, h, 1).unfold(3, w, 1)[:, :, rows.starts, cols.starts]  # (B, C, ., ., h, w)
    return all_.permute(0, 2, 3, 1, 4, 5).flatten(1, 2).flatten(2)


def _filter(data: Tensor, rows: Places, cols: Places) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Mean (D,), variances and axes of the windows of a class, and where in a window its middle pixel is: (C,)."""
    count, total, square = 0, torch.zeros(()), torch.zeros(())
    first = _windows(data[:1], rows, cols)[0, 0]  # (D,): less one of them, a pixel that never varies has variance 0
    for part in data.split(CHUNK):
        p = _windows(part, rows, cols).flatten(0, 1) - first  # (n K, D)
        count, total, square = count + len(p), total + p.sum(0), square + p.T @ p
    mean = total / count
    lam, axes = spectrum(square / count - torch.outer(mean, mean))
    h, w = rows.before + rows.after + 1, cols.before + cols.after + 1
    return first + mean, lam, axes, torch.arange(data.shape[1]) * h * w + rows.before * w + cols.before
