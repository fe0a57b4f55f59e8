"""A machine between the local and the ideal one: each pixel knows its window and a few numbers of the whole. Ours.

The summary of a noisy picture is T z with k rows t_1, ..., t_k, each of the size of a picture: k numbers that every
pixel is told, one global token. Training images are equally likely, the noise is Gaussian and white, so what pixel p
knows, z in its window and T z, is Gaussian for each training image, and the posterior mean is in closed form:

    E[x_p | z_Omega_p, T z] = sum_mu w_mu a_mu(p),
    w_mu ~ exp(-(|z - a_mu|^2 over the window + |U_p (z - a_mu)|^2) / 2 sigma^2).

The rows of U_p are an orthonormal basis of those of T once their part inside the window is cut off: the window already
knows that part, and what is left is all that T z adds. Without a row it is LS, with rows that span all pictures IS.

Of all denoisers whose pixel p sees z_Omega_p and T z this one has the least loss, as every conditional expectation has;
LS sees less and IS more, so loss(IS) <= loss(SummaryLS) <= loss(LS) at every pixel and every sigma, for pictures drawn
from the training set. The gap is a mean square: loss(LS) - loss(SummaryLS) = E |LS - SummaryLS|^2. Nothing is said of a
summary that is no linear one. LS and IS: Kamb & Ganguli 2025, eqs 3-4, 7-8.
"""

from collections.abc import Sequence

import torch
from jaxtyping import Float
from torch import Tensor

from ..core.checks import check_count, check_image_shape, check_sigma, check_training
from ..core.windows import check_side

SPANNED = 1e-10  # squared length: of a row of T that a window knows rounding is left behind, and no direction


def principal(data: Float[Tensor, "N C H W"], k: int) -> Float[Tensor, "k C H W"]:
    """The `k` leading principal components of training images, 1 <= k <= min(N, C H W): orthonormal, float64.

    Of all k linear numbers these keep most of the variance of the images. Signs are such that the sum is not negative.
    """
    flat = check_training(data).flatten(1).double()  # (N, d)
    k = check_count(k, "k", 1, min(flat.shape))
    flat = flat - flat.mean(0)
    rows = torch.linalg.eigh(flat.T @ flat).eigenvectors.T.flip(0)[:k]  # (k, d), the largest eigenvalues first
    rows = torch.where(rows.sum(1, keepdim=True) < 0, -rows, rows)
    return rows.reshape(k, *data.shape[1:])


def mean_colours(shape: Sequence[int]) -> Float[Tensor, "C C H W"]:
    """The summary that is the mean of each channel of pictures of `shape` (C, H, W). float64."""
    C, H, W = (check_count(side, "shape") for side in _three(shape))
    return torch.eye(C, dtype=torch.float64)[:, :, None, None].expand(C, C, H, W) / (H * W)


def _three(shape: Sequence[int]) -> Sequence[int]:
    if not isinstance(shape, Sequence) or len(shape) != 3:
        raise ValueError(f"shape must be (C, H, W), got {shape}")
    return shape


class SummaryLS:
    """The best denoiser that sees, at each pixel, its window and a linear summary of the whole noisy picture.

    `data`: training images (N, C, H, W), of which it keeps a copy. `P`: an odd window side, at most 2 max(H, W) - 1;
    outside an image are zeros. `summary`: the rows of T, (k, C, H, W), k >= 1; their lengths do not matter. Call it as
    denoise(z, sigma). float64 inside and exact, but that a row of which a pixel's window knows all but 1e-5 of its
    length counts as known there. See the module for what is proved of it. TypeError or ValueError for other arguments.
    """

    def __init__(self, data: Float[Tensor, "N C H W"], P: int, summary: Float[Tensor, "k C H W"]):
        self.shape = check_training(data).shape[1:]
        self.P = check_side(P, self.shape[1], self.shape[2], "zeros")
        rows = check_image_shape(summary, self.shape, "summary").detach().double()  # (k, C, H, W)
        self.rows = torch.nn.functional.normalize(rows.flatten(1), eps=1e-150).reshape(rows.shape)
        self.data = data.detach().double()  # (N, C, H, W)
        self.mean = self.data.mean(0)  # (C, H, W); distances from it are small numbers, which keep their digits
        self.data = self.data - self.mean
        self.mixes = [_orthonormal(self._beyond(pixel)) for pixel in range(self.shape[1] * self.shape[2])]

    def _inside(self, pixel: int) -> tuple[slice, slice]:
        """Rows and columns of the window around a pixel, in reading order, as far as they lie in the image."""
        d, (row, column) = self.P // 2, divmod(pixel, self.shape[2])
        return slice(max(0, row - d), row + d + 1), slice(max(0, column - d), column + d + 1)

    def _beyond(self, pixel: int) -> Float[Tensor, "k d"]:
        """The rows of T without what they say of a pixel's window."""
        rest, (down, across) = self.rows.clone(), self._inside(pixel)
        rest[:, :, down, across] = 0
        return rest.flatten(1)

    def told(self, x: Float[Tensor, "B C H W"]) -> Float[Tensor, "B k"]:
        """T x, what all pixels are told of images."""
        return x.flatten(1) @ self.rows.flatten(1).T

    def known(self, x: Float[Tensor, "B C H W"], told: Float[Tensor, "B k"], pixel: int) -> Float[Tensor, "B D"]:
        """What a pixel, numbered in reading order, knows of images, in orthonormal coordinates: its window first.

        `told` is T x. Less the window's part it is T's rows beyond the window, which the pixel's mix makes orthonormal.
        """
        down, across = self._inside(pixel)
        window = x[:, :, down, across].flatten(1)  # (B, C times the window's pixels)
        beyond = told - window @ self.rows[:, :, down, across].flatten(1).T  # (B, k)
        return torch.cat([window, beyond @ self.mixes[pixel].T], 1)

    def __call__(self, z: Float[Tensor, "B C H W"], sigma: float | Tensor) -> Float[Tensor, "B C H W"]:
        """The best guess x0_hat at noise level sigma > 0, a number or (B,)."""
        check_image_shape(z, self.shape, "z")
        unit = check_sigma(sigma, len(z))[:, None] ** 2  # (B, 1)
        noisy, out = z.detach().double() - self.mean, torch.empty_like(z)
        told, of_data = self.told(noisy), self.told(self.data)  # (B, k), (N, k)
        for pixel in range(len(self.mixes)):
            at = divmod(pixel, self.shape[2])
            queries, keys = self.known(noisy, told, pixel), self.known(self.data, of_data, pixel)  # (B, D), (N, D)
            logits = (queries @ keys.T - keys.square().sum(1) / 2) / unit  # (B, N), up to what all images share
            out[:, :, *at] = (logits.softmax(1) @ self.data[:, :, *at]).to(z.dtype)
        return out + self.mean.to(z.dtype)[None]


def _orthonormal(rows: Float[Tensor, "k d"]) -> Float[Tensor, "r k"]:
    """The matrix that makes of rows an orthonormal basis of what they span, r <= k; from their Gram matrix, k x k."""
    values, vectors = torch.linalg.eigh(rows @ rows.T)  # (k,), (k, k)
    kept = values > SPANNED
    return (vectors[:, kept] / values[kept].sqrt()).T
