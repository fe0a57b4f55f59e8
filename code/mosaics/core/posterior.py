"""The posterior over a dictionary: an exact streaming softmax, the numerical heart of every machine of the book.

A query q is an item k_m plus Gaussian noise of level sigma, so item m has the weight
w_m ~ c_m exp(-|q - k_m|^2 / 2 sigma^2), and the posterior mean is sum_m w_m v_m. All sums are float64: in float32 the
difference of two squared distances drowns in rounding long before sigma = 1e-3. They are an online softmax's
(`softmax.Tally`), so the result depends on neither chunk size nor order nor batch.
"""

from dataclasses import dataclass

import torch
from jaxtyping import Float, Int
from torch import Tensor

from .checks import BRIGHTEST, check_count, check_flag, check_sigma, check_tensor
from .softmax import Tally

FLOOR = -60.0  # nats below the maximum: a million items there weigh less than 1e-19, and exp of an underflow is slow


@dataclass(frozen=True)
class Posterior:
    """What each of Q queries says about the dictionary. Values have width V; the top lists hold K items.

    `entropy` (nats) and `effective` = 1 / sum w^2 (between 1 and M) count dictionary entries, not copies: an entry of
    multiplicity c is one entry. Both are None unless asked for, as are `top_w` (falling) and `top_i`.
    """

    mean: Float[Tensor, "Q V"]
    log_evidence: Float[Tensor, " Q"]
    entropy: Float[Tensor, " Q"] | None = None
    effective: Float[Tensor, " Q"] | None = None
    top_w: Float[Tensor, "Q K"] | None = None
    top_i: Int[Tensor, "Q K"] | None = None


class Dictionary:
    """Keys (M, D), values (M, V), optional log-multiplicities (M,); copied in float64, so repeated calls are cheap.

    Keys lie within +-`checks.BRIGHTEST`: far from 0 the difference of two squared distances drowns in rounding.
    Raises TypeError for tensors that are not float, ValueError for an empty dictionary, NaN, infinity or shapes that
    do not agree.
    """

    def __init__(self, keys: Tensor, values: Tensor, log_mult: Tensor | None = None):
        for name, x in (("keys", keys), ("values", values)):
            if check_tensor(x, name).ndim != 2 or 0 in x.shape:
                raise ValueError(f"{name} must have shape (M, width) and not be empty, got {tuple(x.shape)}")
        if (size := float(keys.detach().abs().max())) > BRIGHTEST:
            raise ValueError(f"keys must lie within -{BRIGHTEST:g} and {BRIGHTEST:g}, got values up to {size:.4g}")
        if len(keys) != len(values):
            raise ValueError(f"keys and values must be equally many, got {len(keys)} and {len(values)}")
        if log_mult is not None and check_tensor(log_mult, "log_mult").shape != keys.shape[:1]:
            raise ValueError(f"log_mult must have shape ({len(keys)},), got {tuple(log_mult.shape)}")
        self.keys = _copy(keys)  # (M, D)
        self.values = self.keys if values is keys else _copy(values)  # (M, V)
        self.half_norms = self.keys.square().sum(1) / 2  # (M,)
        self.log_mult = None if log_mult is None else _copy(log_mult)  # (M,)

    def __len__(self) -> int:
        return len(self.keys)

    def logits(self, q: Float[Tensor, "Q D"], s2: Float[Tensor, "Q 1"], part: slice) -> Float[Tensor, "Q M"]:
        """log c_m - |q - k_m|^2 / 2 sigma^2 without the term |q|^2, which all items share."""
        out = (q @ self.keys[part].T - self.half_norms[part]) / s2  # (Q, M)
        return out if self.log_mult is None else out + self.log_mult[part]


def _copy(x: Tensor) -> Tensor:
    return x.detach().to(torch.float64, copy=True)


class _Moments(Tally):
    """Sums of one softmax a query, relative to its largest logit m (Q, 1): e^(l-m), (l-m) e^(l-m), e^2(l-m), e^(l-m) v.

    They give the evidence, the entropy, the effective number and the mean.
    """

    def __init__(self, queries: int, width: int):
        one = torch.zeros(queries, 1, dtype=torch.float64)  # (Q, 1)
        super().__init__(one - torch.inf, (one, one, one, torch.zeros(queries, width, dtype=torch.float64)))

    def shrunk(self, shift: Float[Tensor, "Q 1"]) -> tuple[Tensor, ...]:
        """The sums relative to a logit that is larger by -shift; below FLOOR the exact shift no longer matters."""
        shift = shift.clamp_min(4 * FLOOR)
        z, gaps, squares, num = self.sums
        f = shift.exp()  # (Q, 1)
        return f * z, f * (gaps + shift * z), f * f * squares, f * num

    def take(self, logits: Float[Tensor, "Q M"], values: Float[Tensor, "M V"]) -> None:
        """Take in items with these logits and values."""
        def terms(gap: Tensor) -> tuple[Tensor, ...]:
            gap = gap.clamp_min(FLOOR)  # (Q, M)
            w = gap.exp()  # (Q, M)
            return w.sum(1, keepdim=True), (w * gap).sum(1, keepdim=True), w.square().sum(1, keepdim=True), w @ values

        self.add(logits, 1, terms)


class Stream:
    """What is known of a softmax over items seen so far: its `moments`, and the top items."""

    def __init__(self, queries: int, width: int, top_k: int):
        self.moments = _Moments(queries, width)
        self.top_l = torch.empty(queries, 0, dtype=torch.float64)  # (Q, <= K)
        self.top_i = torch.empty(queries, 0, dtype=torch.int64)  # (Q, <= K)
        self.top_k = top_k

    def add(self, logits: Float[Tensor, "Q M"], values: Float[Tensor, "M V"], start: int) -> None:
        """Take in items number start, start + 1, ... with these logits and values."""
        self.moments.take(logits, values)
        if self.top_k:
            self._keep_top(logits, torch.arange(start, start + logits.shape[1]).expand_as(logits))

    def _keep_top(self, logits: Float[Tensor, "Q M"], index: Int[Tensor, "Q M"]) -> None:
        every, i = torch.cat([self.top_l, logits], 1), torch.cat([self.top_i, index], 1)
        self.top_l, at = every.topk(min(self.top_k, every.shape[1]), dim=1)
        self.top_i = i.gather(1, at)

    def merge(self, other: "Stream") -> "Stream":
        """A new stream that has seen what both have seen, two shards of one dictionary. Associative, commutative."""
        (queries, _), (_, width) = self.moments.m.shape, self.moments.sums[-1].shape
        out = Stream(queries, width, self.top_k)
        out.moments.m, out.moments.sums = self.moments.merged(other.moments)
        if self.top_k:
            out._keep_top(torch.cat([self.top_l, other.top_l], 1), torch.cat([self.top_i, other.top_i], 1))
        return out

    def read(self, q: Float[Tensor, "Q D"], s2: Float[Tensor, "Q 1"], dtype: torch.dtype, stats: bool) -> Posterior:
        """The posterior of the queries `q` whose items this stream has seen. Needs at least one item."""
        m, (z, gaps, squares, num) = self.moments.m, self.moments.sums
        log_z = z.log()  # (Q, 1)
        evidence = (m + log_z - q.square().sum(1, keepdim=True) / (2 * s2))[:, 0]  # (Q,)
        extra: dict[str, Tensor] = {}
        if stats:
            extra["entropy"] = (log_z - gaps / z)[:, 0].clamp_min(0).to(dtype)
            extra["effective"] = (z**2 / squares)[:, 0].to(dtype)
        if self.top_k:
            extra["top_w"] = (self.top_l - m - log_z).exp().to(dtype)
            extra["top_i"] = self.top_i
        return Posterior((num / z).to(dtype), evidence.to(dtype), **extra)


def posterior(
    queries: Float[Tensor, "Q D"], dictionary: Dictionary, sigma: float | Tensor, *,
    chunk: int = 4096, top_k: int = 0, stats: bool = False,
) -> Posterior:
    """Posterior mean, log-evidence and, on request, entropy, effective number and top items of each query.

    sigma in 1e-12 ... 1e12, a number or (Q,), in the units of the keys; the book's range is 1e-3 to 80.
    log_evidence = log sum_m c_m exp(-|q - k_m|^2 / 2 sigma^2), which errs by some 1e-16 |q|^2 / sigma^2. `chunk` >= 1
    items are held at a time: it changes memory (Q x chunk numbers), never the result. Of items with equal weights any
    may be listed among the top.
    Results have the queries' dtype. Raises TypeError or ValueError naming what was given and what is allowed.
    Kamb & Ganguli 2025, eqs 3-4.
    """
    if not isinstance(dictionary, Dictionary):
        raise TypeError(f"dictionary must be a Dictionary(keys, values), got {type(dictionary).__name__}")
    check_tensor(queries, "queries")
    if queries.ndim != 2 or queries.shape[1] != dictionary.keys.shape[1] or not len(queries):
        raise ValueError(f"queries must have shape (Q, {dictionary.keys.shape[1]}), got {tuple(queries.shape)}")
    chunk, top_k = check_count(chunk, "chunk"), check_count(top_k, "top_k", 0, len(dictionary))
    q = queries.double()  # (Q, D)
    s2 = check_sigma(sigma, len(q))[:, None] ** 2  # (Q, 1)
    stream = Stream(len(q), dictionary.values.shape[1], top_k)
    for start in range(0, len(dictionary), chunk):
        part = slice(start, start + chunk)
        stream.add(dictionary.logits(q, s2, part), dictionary.values[part], start)
    return stream.read(q, s2, queries.dtype, check_flag(stats, "stats"))
