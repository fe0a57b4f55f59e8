"""The streaming softmax against a float64 oracle that stores every difference, and against itself in other orders."""

import itertools

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from mosaics.core.posterior import Dictionary, Stream, posterior

SIGMAS = [1e-3, 3e-3, 1e-2, 0.05, 0.2, 0.5, 1.0, 2.0, 5.0, 20.0, 80.0]
# Inputs are float32 and so are results, whose rounding is 6e-8 relative; all sums between are float64. Issue 2 allows
# 1e-5, relative for numbers above 1 (the evidence reaches -1e7), absolute below.
TOL = 1e-5


def brute_force(q, keys, values, sigma, log_mult=None):
    """mean, log-evidence, entropy, effective number, weights: float64, all differences formed one by one."""
    q, keys, values = (x.double().numpy() for x in (q, keys, values))
    sigma = np.broadcast_to(np.asarray(sigma, float), len(q))[:, None]
    logits = -((q[:, None] - keys[None]) ** 2).sum(-1) / (2 * sigma**2)
    logits = logits if log_mult is None else logits + log_mult.double().numpy()
    top = logits.max(1, keepdims=True)
    w = np.exp(logits - top)
    evidence = top[:, 0] + np.log(w.sum(1))
    w = w / w.sum(1, keepdims=True)
    plogp = w * np.log(np.where(w > 0, w, 1.0))
    return w @ values, evidence, -plogp.sum(1), 1 / (w**2).sum(1), w


def close(found, wanted, tol=TOL):
    np.testing.assert_allclose(found.double().numpy(), wanted, rtol=tol, atol=tol)


def example(seed, m=60, d=12, v=5, queries=9, dtype=torch.float32):
    """Items like images in [-1, 1]; queries that are items plus noise of very different strength."""
    rng = torch.Generator().manual_seed(seed)
    keys = torch.rand(m, d, generator=rng, dtype=dtype) * 2 - 1
    values = torch.rand(m, v, generator=rng, dtype=dtype) * 2 - 1
    strength = torch.logspace(-3, 1, queries, dtype=dtype)[:, None]
    q = keys[:queries] + strength * torch.randn(queries, d, generator=rng, dtype=dtype)
    return q, keys, values


@pytest.mark.parametrize("sigma", SIGMAS)
@pytest.mark.parametrize("multiplicities", [False, True])
def test_float32_agrees_with_brute_force(sigma, multiplicities):
    q, keys, values = example(0)
    log_mult = torch.linspace(-2, 3, len(keys)) if multiplicities else None
    mean, evidence, entropy, effective, w = brute_force(q, keys, values, sigma, log_mult)
    out = posterior(q, Dictionary(keys, values, log_mult), sigma, chunk=7, top_k=5, stats=True)
    assert out.mean.dtype == torch.float32
    close(out.mean, mean)
    close(out.log_evidence, evidence)
    close(out.entropy, entropy)
    close(out.effective, effective)
    close(out.top_w, -np.sort(-w, 1)[:, :5])
    close(out.top_w, np.take_along_axis(w, out.top_i.numpy(), 1))  # the indices belong to the weights


@pytest.mark.parametrize("sigma", [1e-3, 0.1, 80.0])
def test_float32_on_images_as_wide_as_clothes(sigma):
    q, keys, values = example(1, m=200, d=784, v=784, queries=20)
    mean, evidence, *_ = brute_force(q, keys, values, sigma)
    out = posterior(q, Dictionary(keys, values), sigma)
    close(out.mean, mean)
    close(out.log_evidence, evidence)


@given(st.integers(0, 10**6), st.floats(1e-3, 80), st.integers(1, 20), st.integers(1, 6), st.integers(1, 30))
def test_float64_agrees_with_brute_force_anywhere(seed, sigma, m, d, chunk):
    q, keys, values = example(seed, m, d, 3, min(m, 4), torch.float64)
    mean, evidence, entropy, effective, w = brute_force(q, keys, values, sigma)
    out = posterior(q, Dictionary(keys, values), sigma, chunk=chunk, top_k=m, stats=True)
    # Logits are up to |q - k|^2 / 2 sigma^2 ~ 1e3 / 1e-6 = 1e9; their float64 rounding, 1e-16 of that, is the
    # relative error of a weight: 1e-7 at sigma = 1e-3 and below 1e-12 at sigma >= 1.
    tol = max(1e-12, 1e-13 / sigma**2)
    close(out.mean, mean, tol)
    close(out.log_evidence, evidence, tol)
    close(out.entropy, entropy, 10 * tol)  # w log w multiplies the error of w by |log w| where w still counts
    close(out.effective, effective, tol * m)
    close(out.top_w, -np.sort(-w, 1), tol)


def test_each_query_has_its_own_sigma():
    q, keys, values = example(2)
    sigma = torch.logspace(-3, 1.9, len(q), dtype=torch.float64)
    out = posterior(q, Dictionary(keys, values), sigma)
    close(out.mean, brute_force(q, keys, values, sigma.numpy())[0])
    alone = torch.cat([posterior(q[k : k + 1], Dictionary(keys, values), float(s)).mean for k, s in enumerate(sigma)])
    # A matrix product of another height may add in another order: float64 rounding, then float32's 6e-8.
    torch.testing.assert_close(out.mean, alone, rtol=2e-7, atol=2e-7)


# In the next tests only the order of float64 additions changes. Logits of size L carry an error of 1e-16 L; with
# sigma >= 0.05, d = 12 and queries that strayed by 10 at most, L is below 5e5 and 1e-9 is a safe bound.
ORDER_TOL = 1e-9


def same(a, b, tol=ORDER_TOL):
    for name in ("mean", "log_evidence", "entropy", "effective", "top_w"):
        torch.testing.assert_close(getattr(a, name), getattr(b, name), rtol=tol, atol=tol)


@given(st.integers(0, 10**6), st.floats(0.05, 80), st.integers(1, 70))
def test_chunk_size_does_not_matter(seed, sigma, chunk):
    q, keys, values = example(seed, dtype=torch.float64)
    book = Dictionary(keys, values)
    whole = posterior(q, book, sigma, chunk=len(keys), top_k=4, stats=True)
    same(posterior(q, book, sigma, chunk=chunk, top_k=4, stats=True), whole)


@given(st.integers(0, 10**6), st.floats(0.05, 80), st.randoms(use_true_random=False))
def test_order_of_items_does_not_matter(seed, sigma, random):
    q, keys, values = example(seed, dtype=torch.float64)
    order = list(range(len(keys)))
    random.shuffle(order)
    a = posterior(q, Dictionary(keys, values), sigma, chunk=11, top_k=4, stats=True)
    b = posterior(q, Dictionary(keys[order], values[order]), sigma, chunk=11, top_k=4, stats=True)
    same(a, b)
    # Random items are no ties where they carry weight, so the same items are listed under their new numbers.
    renamed = torch.tensor(order)[b.top_i]
    assert ((a.top_i == renamed) | (a.top_w < 1e-12)).all()


@given(st.integers(0, 10**6), st.floats(0.05, 80), st.integers(1, 8))
def test_batch_does_not_matter(seed, sigma, cut):
    q, keys, values = example(seed, dtype=torch.float64)
    book = Dictionary(keys, values)
    whole = posterior(q, book, sigma, stats=True, top_k=4)
    parts = [posterior(x, book, sigma, stats=True, top_k=4) for x in (q[:cut], q[cut:])]
    for name in ("mean", "log_evidence", "entropy", "effective", "top_w"):
        joined = torch.cat([getattr(p, name) for p in parts])
        torch.testing.assert_close(joined, getattr(whole, name), rtol=ORDER_TOL, atol=ORDER_TOL)


def shard(book, q, sigma, part, top_k=4):
    stream = Stream(len(q), book.values.shape[1], top_k)
    if part.start < part.stop:
        s2 = torch.full((len(q), 1), sigma**2, dtype=torch.float64)
        stream.add(book.logits(q, s2, part), book.values[part], part.start)
    return stream


@given(st.integers(0, 10**6), st.floats(0.05, 80), st.lists(st.integers(0, 60), min_size=1, max_size=4), st.booleans())
def test_shards_merge_to_the_whole_in_any_grouping(seed, sigma, cuts, from_the_right):
    q, keys, values = example(seed, dtype=torch.float64)
    book = Dictionary(keys, values)
    edges = [0, *sorted(cuts), len(keys)]  # equal cuts make empty shards
    shards = [shard(book, q, sigma, slice(a, b)) for a, b in itertools.pairwise(edges)]
    if from_the_right:
        total = shards.pop()
        while shards:
            total = shards.pop().merge(total)
    else:
        total = shards.pop(0)
        for other in shards:
            total = total.merge(other)
    whole = shard(book, q, sigma, slice(0, len(keys)))
    for a, b in ((total.num / total.z, whole.num / whole.z), (total.m + total.z.log(), whole.m + whole.z.log()),
                 (total.first / total.z - total.z.log(), whole.first / whole.z - whole.z.log()),
                 (total.z**2 / total.square, whole.z**2 / whole.square), (total.top_l, whole.top_l)):
        torch.testing.assert_close(a, b, rtol=ORDER_TOL, atol=ORDER_TOL)


@given(st.integers(0, 10**6), st.floats(0.05, 80), st.lists(st.integers(1, 5), min_size=6, max_size=6))
def test_log_multiplicity_equals_repeating(seed, sigma, counts):
    q, keys, values = example(seed, m=6, queries=4, dtype=torch.float64)
    n = torch.tensor(counts)
    told = posterior(q, Dictionary(keys, values, n.double().log()), sigma)
    shown = posterior(q, Dictionary(keys.repeat_interleave(n, 0), values.repeat_interleave(n, 0)), sigma)
    torch.testing.assert_close(told.mean, shown.mean, rtol=ORDER_TOL, atol=ORDER_TOL)
    torch.testing.assert_close(told.log_evidence, shown.log_evidence, rtol=ORDER_TOL, atol=ORDER_TOL)


def test_same_factor_on_all_items_moves_only_the_evidence():
    q, keys, values = example(3, dtype=torch.float64)
    plain = posterior(q, Dictionary(keys, values), 1.0, stats=True)
    scaled = posterior(q, Dictionary(keys, values, torch.full((len(keys),), 3.0, dtype=torch.float64)), 1.0, stats=True)
    for name, shift in (("mean", 0.0), ("entropy", 0.0), ("effective", 0.0), ("log_evidence", 3.0)):
        torch.testing.assert_close(getattr(scaled, name), getattr(plain, name) + shift, rtol=1e-12, atol=1e-12)


def test_entropy_and_effective_number_of_equal_candidates():
    keys = torch.eye(8, dtype=torch.float64)
    out = posterior(torch.zeros(1, 8, dtype=torch.float64), Dictionary(keys, keys), 0.3, chunk=3, stats=True)
    assert out.entropy.item() == pytest.approx(np.log(8), abs=1e-12)  # eight items at one distance: log 8 nats
    assert out.effective.item() == pytest.approx(8, abs=1e-12)


def test_nothing_overflows_far_from_every_item():
    """The logits are near -1e9 here: without the running maximum every weight would underflow to 0/0."""
    keys = torch.tensor([[0.0], [1.0]])
    out = posterior(torch.tensor([[50.0], [-50.0]]), Dictionary(keys, keys), 1e-3, chunk=1, top_k=1, stats=True)
    assert out.top_i.flatten().tolist() == [1, 0] and out.effective.tolist() == [1.0, 1.0]
    # Weights below e^-60 count as e^-60 = 9e-27; the entropy of such a pair is 61 times that.
    np.testing.assert_allclose(out.mean.flatten().numpy(), [1, 0], rtol=0, atol=1e-26)
    np.testing.assert_allclose(out.entropy.numpy(), 0, atol=1e-24)
    # |q - k|^2 / 2 sigma^2 = 49^2 / 2e-6 and 50^2 / 2e-6, exact up to float32 rounding
    np.testing.assert_allclose(out.log_evidence.numpy(), [-(49**2) / 2e-6, -(50**2) / 2e-6], rtol=1e-6)


def test_statistics_come_only_on_request():
    q, keys, values = example(4)
    out = posterior(q, Dictionary(keys, values), 1.0)
    assert (out.entropy, out.effective, out.top_w, out.top_i) == (None, None, None, None)
    assert posterior(q.double(), Dictionary(keys, values), 1.0).mean.dtype == torch.float64
