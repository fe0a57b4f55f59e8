"""The patch machine as a textbook would write it: unfold the patches, a softmax over them, one batch after the other.

torch, float32, correct (a running maximum, sums rather than means). It is what `make bench` compares with; `product`
is the same in numpy with nothing left to gain but the product itself: one matrix product a batch, the rest in place.
"""

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import pad, unfold


def patches(x: Tensor, P: int) -> Tensor:
    """All windows that fit: (n, C, H, W) to (n * places, C P P)."""
    return unfold(x, P).transpose(1, 2).flatten(0, 1)


def els(z: Tensor, sigma: float, data: Tensor, P: int, batch: int = 10) -> Tensor:
    """ELS with windows that fit into the training images; the noisy image is a torus. (1, C, H, W)."""
    d = P // 2
    return _region(pad(z, (d, d, d, d), mode="circular"), sigma, data, P, batch)


def product(z: Tensor, sigma: float, data: Tensor, P: int, batch: int = 10) -> Tensor:
    """ELS as `els`, in numpy: |q - k|^2 = |q|^2 - 2 q k + |k|^2, of which |q|^2 is the same for all k and left out."""
    d, C = P // 2, z.shape[1]
    q = patches(pad(z, (d, d, d, d), mode="circular"), P).numpy() / np.float32(sigma**2)
    top = np.full((len(q), 1), -np.inf, np.float32)
    total, value = np.zeros((len(q), 1), np.float32), np.zeros((len(q), C), np.float32)
    for part in data.split(batch):
        k = patches(part, P).numpy()
        logits = q @ k.T
        logits -= np.einsum("md,md->m", k, k) / np.float32(2 * sigma**2)
        new = np.maximum(top, logits.max(1, keepdims=True))
        logits -= new
        weight = np.exp(logits, out=logits)
        fade = np.exp(top - new)
        total, value = total * fade + weight.sum(1, keepdims=True), value * fade + weight @ k[:, P * P // 2 :: P * P]
        top = new
    return torch.from_numpy((value / total).T.reshape(z.shape))


def bbels(z: Tensor, sigma: float, data: Tensor, P: int, batch: int = 10) -> Tensor:
    """Boundary-broken ELS: a dictionary for the interior, one for each row, column and place near the border."""
    d = P // 2
    rows, cols = _bands(z.shape[2], d), _bands(z.shape[3], d)
    out = torch.empty_like(z)
    for r in rows:
        for c in cols:
            cut = lambda x: pad(x, (d, d, d, d))[:, :, r[0] : r[1] + 2 * d, c[0] : c[1] + 2 * d]  # noqa: B023, E731
            q, keys = cut(z), cut(data)
            out[:, :, r[0] : r[1], c[0] : c[1]] = _region(q, sigma, keys, P, batch)
    return out


def _bands(n: int, d: int) -> list[tuple[int, int]]:
    edge = [(p, p + 1) for p in [*range(min(d, n)), *range(max(d, n - d), n)]]
    return sorted(edge + ([(d, n - d)] if n > 2 * d else []))


def _region(z: Tensor, sigma: float, data: Tensor, P: int, batch: int) -> Tensor:
    """Every window of z against every window of the data: (1, C, H, W) to (1, C, H - P + 1, W - P + 1)."""
    C, h, w = z.shape[1], z.shape[2] - P + 1, z.shape[3] - P + 1
    q, centre = patches(z, P), torch.arange(C) * P * P + P * P // 2
    top = torch.full((len(q), 1), -torch.inf)
    total, value = torch.zeros(len(q), 1), torch.zeros(len(q), C)
    for part in data.split(batch):
        k = patches(part, P)
        logits = -torch.cdist(q, k).square() / (2 * sigma**2)
        new = torch.maximum(top, logits.amax(1, keepdim=True))
        weight = torch.exp(logits - new)
        total = total * torch.exp(top - new) + weight.sum(1, keepdim=True)
        value, top = value * torch.exp(top - new) + weight @ k[:, centre], new
    return (value / total).T.reshape(1, C, h, w)


def ls(z: Tensor, sigma: float, data: Tensor, P: int, batch: int = 100) -> Tensor:
    """LS: each place by itself, its window against the same window of all training images."""
    d, (C, H, W) = P // 2, z.shape[1:]
    q = unfold(pad(z, (d, d, d, d)), P)[0].T  # (H W, D)
    top = torch.full((H * W,), -torch.inf)
    total, value = torch.zeros(H * W), torch.zeros(C, H * W)
    for part in data.split(batch):
        k = unfold(pad(part, (d, d, d, d)), P)  # (n, D, H W)
        logits = -(k - q.T).square().sum(1) / (2 * sigma**2)  # (n, H W)
        new = torch.maximum(top, logits.amax(0))
        weight = torch.exp(logits - new)
        total = total * torch.exp(top - new) + weight.sum(0)
        value = value * torch.exp(top - new) + (weight[:, None] * part.flatten(2)).sum(0)
        top = new
    return (value / total).reshape(1, C, H, W)
