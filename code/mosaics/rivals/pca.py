"""Locality read off the data: masks from the best linear denoiser (Lukoianov et al. 2025, arXiv:2509.09672).

The Wiener filter of a data set with covariance S = U diag(lam) U^T is mu + W (z - mu) with

    W = U diag(lam / (lam + sigma^2)) U^T

(with their signal power abar, abar lam / (1 - abar + abar lam): the same at sigma^2 = (1 - abar) / abar). Row n of W
tells how much each value of the noisy picture counts in value n of the guess. Divided by its own entry W_nn and cut at
a threshold, it is a mask, and the machine is a softmax over the whole set with these masks (`masked.MaskedLS`).

Written after the paper's algorithm and its released code. What these leave open, and what is chosen here:

* The threshold is a share of "the maximum". Their code takes the largest entry of the whole matrix of ratios, which the
  values of least variance decide: |W_nm| / W_nn can be far above 1. That is `relative` "matrix", the default. "row"
  takes each row's own, so that a pixel always sees itself.
* Their code leaves a row undivided whose W_nn is below 1e-6; its entries then are below any threshold in use, and a
  value that sees nothing is guessed as its mean. Kept (`FLAT`).
* The paper speaks of the row of the guessed value. Their code sums over the first index of the mask, so it uses the
  column: which rows hold this value. That is `along` "columns"; "rows" is the default.
* Their code averages the softmaxes of batches; here the softmax is exact. `masked.batch_averaged` is the other.
"""

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from ..core.checks import check_choice, check_level, check_range
from ..diffusion import wiener
from .masked import MaskedLS

FLAT = 1e-6  # a diagonal entry below this divides nothing, as in the released code
RELATIVE, ALONG = ("matrix", "row"), ("rows", "columns")


class PCALocality(MaskedLS):
    """The analytic denoiser of Lukoianov et al. 2025: LS with a window that the data's covariance gives.

    `data`: training images (N, C, H, W), N >= 2, of which it keeps a copy. `threshold` in [0, 1]: how large a ratio
    |W_nm| / W_nn must be, as a share of the largest, for value n to see value m. They take 0.005 for grey digits and
    clothes, 0.05 for CIFAR-10, 0.02 for faces and animals. `relative`, `along`: see the module.
    Call it as denoise(z, sigma). float64 inside; no gradients.
    """

    def __init__(
        self, data: Float[Tensor, "N C H W"], threshold: float = 0.02, relative: str = "matrix", along: str = "rows"
    ):
        self._keep(data)
        self.threshold = check_range(threshold, "threshold", 0, 1)
        self.relative = check_choice(relative, RELATIVE, "relative")
        self.along = check_choice(along, ALONG, "along")
        self.linear, self.mean = wiener(data), self.flat.mean(0)  # (D,)

    def matrix(self, sigma: float) -> Float[Tensor, "D D"]:
        """W at noise level sigma > 0: what the linear denoiser makes of a bright value, for each value. float64."""
        D = len(self.mean)
        lit = (self.mean + torch.eye(D, dtype=torch.float64)).reshape(D, *self.shape)
        return (self.linear(lit, check_level(sigma)).flatten(1) - self.mean).T

    def ratios(self, sigma: float) -> Float[Tensor, "D D"]:
        """|W_nm| / W_nn, at least 0; rows that are flat are left undivided."""
        W = self.matrix(sigma)
        own = W.diagonal()[:, None]  # (D, 1)
        return (W / own.where(own.abs() >= FLAT, 1.0)).abs()

    def masks(self, sigma: float) -> Bool[Tensor, "D D"]:
        """What each value sees at noise level sigma > 0: row n for value n."""
        ratios = self.ratios(sigma)
        largest = ratios.amax(1, keepdim=True) if self.relative == "row" else ratios.amax()
        masks = ratios >= self.threshold * largest
        return masks.T if self.along == "columns" else masks
