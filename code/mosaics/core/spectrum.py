"""The axes along which data vary: eigenvalues and eigenvectors of a covariance."""

import torch
from jaxtyping import Float
from torch import Tensor


def spectrum(S: Float[Tensor, "D D"]) -> tuple[Float[Tensor, " D"], Float[Tensor, "D D"]]:
    """Variances along the axes of a covariance S, smallest first, and these axes as columns: S = axes diag(lam) axes^T.

    A variance below D times the precision of the largest is rounding and comes out as 0.
    """
    lam, axes = torch.linalg.eigh(S)
    return lam.where(lam > len(lam) * torch.finfo(lam.dtype).eps * lam[-1], 0.0), axes
