"""The posterior over a dictionary: an exact streaming softmax, the numerical heart of every machine of the book.

A query q is an item k_m plus Gaussian noise of level sigma, so item m has weight w_m ~ c_m exp(-|q - k_m|^2 / 2 sigma^2)
and the posterior mean is sum_m w_m v_m. All sums are float64: in float32 the difference of two squared distances drowns
in rounding long before sigma = 1e-3. The stream keeps a running maximum, so nothing over- or underflows, and it keeps
sums, never means per chunk, so the result depends on neither chunk size nor order nor batch.
"""

from dataclasses import dataclass

import torch
from jaxtyping import Float, Int
from torch import Tensor

from .checks import check_count, check_finite, check_sigma

FLOOR = -60.0  # nats below the running maximum: e^-60 is nothing in float64, and exp of an underflow is slow


@dataclass(frozen=True)
class Posterior:
    """What a query says about the dictionary. Q queries, values of width V, top K items.

    `entropy` (nats) and `effective` = 1 / sum w^2 (between 1 and M) count dictionary entries, not copies: an entry of
    multiplicity c is one entry. Both are None unless asked for, as are the top lists.
    """

    mean: Float[Tensor, "Q V"]
    log_evidence: Float[Tensor, " Q"]
    entropy: Float[Tensor, " Q"] | None = None
    effective: Float[Tensor, " Q"] | None = None
    top_w: Float[Tensor, "Q K"] | None = None
    top_i: Int[Tensor, "Q K"] | None = None


class Dictionary:
    """Keys (M, D), values (M, V) and optional log-multiplicities (M,), held in float64 so that repeated calls are cheap.

    Raises TypeError for non-float keys, ValueError for an empty dictionary, NaN, infinity or shapes that do not agree.
    """

    def __init__(self, keys: Tensor, values: Tensor, log_mult: Tensor | None = None):
        for name, x in (("keys", keys), ("values", values)):
            if not isinstance(x, Tensor) or not x.is_floating_point():
                raise TypeError(f"{name} must be a float tensor, got {getattr(x, 'dtype', type(x).__name__)}")
            if x.ndim != 2 or 0 in x.shape:
                raise ValueError(f"{name} must have shape (M, width) and not be empty, got {tuple(x.shape)}")
            check_finite(x, name)
        if len(keys) != len(values):
            raise ValueError(f"keys and values must be equally many, got {len(keys)} and {len(values)}")
        if log_mult is not None and log_mult.shape != keys.shape[:1]:
            raise ValueError(f"log_mult must have shape ({len(keys)},), got {tuple(log_mult.shape)}")
        self.keys = keys.double()  # (M, D)
        self.values = self.keys if values is keys else values.double()  # (M, V)
        self.half_norms = self.keys.square().sum(1) / 2  # (M,)
        self.log_mult = None if log_mult is None else check_finite(log_mult, "log_mult").double()  # (M,)

    def __len__(self) -> int:
        return len(self.keys)

    def logits(self, q: Float[Tensor, "Q D"], s2: Float[Tensor, "Q 1"], part: slice) -> Float[Tensor, "Q M"]:
        """log c_m - |q - k_m|^2 / 2 sigma^2 without the term |q|^2, which all items share."""
        out = (q @ self.keys[part].T - self.half_norms[part]) / s2  # (Q, M)
        return out if self.log_mult is None else out + self.log_mult[part]


class Stream:
    """Running sums of a softmax: maximum m, Z = sum e^(l-m), first moment of l-m, sum e^2(l-m), numerator, top items."""

    def __init__(self, queries: int, width: int, top_k: int):
        self.m = torch.full((queries, 1), -torch.inf, dtype=torch.float64)  # (Q, 1)
        self.z, self.first, self.square = (torch.zeros(queries, 1, dtype=torch.float64) for _ in range(3))
        self.num = torch.zeros(queries, width, dtype=torch.float64)  # (Q, V)
        self.top_l = torch.empty(queries, 0, dtype=torch.float64)  # (Q, <= K)
        self.top_i = torch.empty(queries, 0, dtype=torch.int64)  # (Q, <= K)
        self.top_k = top_k

    def rescale(self, m: Float[Tensor, "Q 1"]) -> None:
        """Move every sum to the new maximum `m` >= the old one."""
        shift = torch.where(torch.isinf(self.m), 0.0, self.m - m)  # (Q, 1), <= 0
        f = shift.clamp_min(FLOOR * 4).exp()  # (Q, 1)
        self.first = f * (self.first + shift * self.z)
        self.z, self.square, self.num = f * self.z, f * f * self.square, f * self.num
        self.m = m

    def add(self, logits: Float[Tensor, "Q M"], values: Float[Tensor, "M V"], start: int) -> None:
        """Take in items start, start + 1, ... with these logits and values."""
        self.rescale(torch.maximum(self.m, logits.amax(1, keepdim=True)))
        gap = (logits - self.m).clamp_min(FLOOR)  # (Q, M)
        w = gap.exp()  # (Q, M)
        self.z = self.z + w.sum(1, keepdim=True)
        self.first = self.first + (w * gap).sum(1, keepdim=True)
        self.square = self.square + w.square().sum(1, keepdim=True)
        self.num = self.num + w @ values
        if self.top_k:
            self.keep_top(logits, torch.arange(start, start + logits.shape[1]).expand_as(logits))

    def keep_top(self, logits: Float[Tensor, "Q M"], index: Int[Tensor, "Q M"]) -> None:
        """Merge these items into the top list (of equal weights any may be listed)."""
        l, i = torch.cat([self.top_l, logits], 1), torch.cat([self.top_i, index], 1)
        self.top_l, at = l.topk(min(self.top_k, l.shape[1]), dim=1)
        self.top_i = i.gather(1, at)

    def merge(self, other: "Stream") -> "Stream":
        """Take in what another stream has seen (another shard of the dictionary). Associative; returns self."""
        m = torch.maximum(self.m, other.m)
        self.rescale(m), other.rescale(m)
        for name in ("z", "first", "square", "num"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        if self.top_k:
            self.keep_top(other.top_l, other.top_i)
        return self


def posterior(
    queries: Float[Tensor, "Q D"], dictionary: Dictionary, sigma: float | Tensor, *,
    chunk: int = 4096, top_k: int = 0, stats: bool = False,
) -> Posterior:
    """Posterior mean, log-evidence and, on request, entropy, effective number and top items of each query.

    sigma > 0, a number or (Q,), in the units of the keys. log_evidence = log sum_m c_m exp(-|q - k_m|^2 / 2 sigma^2).
    Results have the queries' dtype. Raises ValueError or TypeError naming what was given and what is allowed.
    Kamb & Ganguli 2025, eqs 3-4.
    """
    if not isinstance(queries, Tensor) or not queries.is_floating_point():
        raise TypeError(f"queries must be a float tensor, got {getattr(queries, 'dtype', type(queries).__name__)}")
    if queries.ndim != 2 or queries.shape[1] != dictionary.keys.shape[1] or not len(queries):
        raise ValueError(f"queries must have shape (Q, {dictionary.keys.shape[1]}), got {tuple(queries.shape)}")
    check_count(chunk, "chunk"), check_count(top_k, "top_k", 0, len(dictionary))
    q = check_finite(queries, "queries").double()  # (Q, D)
    s2 = check_sigma(sigma, len(q))[:, None] ** 2  # (Q, 1)
    stream = Stream(len(q), dictionary.values.shape[1], top_k)
    for start in range(0, len(dictionary), chunk):
        part = slice(start, start + chunk)
        stream.add(dictionary.logits(q, s2, part), dictionary.values[part], start)
    return _read_out(stream, q, s2, queries.dtype, stats)


def _read_out(stream: Stream, q: Tensor, s2: Tensor, dtype: torch.dtype, stats: bool) -> Posterior:
    log_z = stream.z.log()  # (Q, 1)
    evidence = (stream.m + log_z - q.square().sum(1, keepdim=True) / (2 * s2))[:, 0]  # (Q,)
    extra: dict[str, Tensor] = {}
    if stats:
        extra["entropy"] = (log_z - stream.first / stream.z)[:, 0].clamp_min(0).to(dtype)
        extra["effective"] = (stream.z**2 / stream.square)[:, 0].to(dtype)
    if stream.top_k:
        extra["top_w"] = (stream.top_l - stream.m - log_z).exp().to(dtype)
        extra["top_i"] = stream.top_i
    return Posterior((stream.num / stream.z).to(dtype), evidence.to(dtype), **extra)
