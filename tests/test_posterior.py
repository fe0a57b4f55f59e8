"""The streaming softmax against brute force, and what its result may not depend on."""

import itertools

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from mosaics.core.posterior import Dictionary, Stream, posterior
from mosaics.core.softmax import Tally

SIGMAS = (1e-3, 3e-3, 1e-2, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 80.0)


def rng(seed):
    return torch.Generator().manual_seed(seed)


def draw(seed, queries=12, items=60, width=9, sigma=1.0, dtype=torch.float32):
    """Keys in [-1, 1]; a third of the queries are noisy items, a third noise, a third midpoints of two items (ties)."""
    g = rng(seed)
    keys = torch.rand(items, width, generator=g) * 2 - 1
    values = torch.rand(items, 4, generator=g) * 2 - 1
    noise = torch.randn(queries, width, generator=g)
    q = keys[:queries] + sigma * noise
    q[1::3] = (sigma * noise)[1::3]
    q[2::3] = (keys[:queries] + keys[1 : queries + 1])[2::3] / 2
    return q.to(dtype), keys.to(dtype), values.to(dtype)


def brute(q, keys, values, sigma, log_mult=0.0):
    """The definition, float64, from differences of coordinates: (mean, log-evidence, entropy, effective, weights)."""
    q, keys, values = q.double(), keys.double(), values.double()
    logits = log_mult - (q[:, None] - keys[None]).square().sum(-1) / (2 * sigma**2)
    log_w = logits.log_softmax(1)
    w = log_w.exp()
    return w @ values, logits.logsumexp(1), -(w * log_w).sum(1), 1 / w.square().sum(1), w


@pytest.mark.parametrize("sigma", SIGMAS)
def test_float32_agrees_with_brute_force_in_float64(sigma):
    q, keys, values = draw(1, sigma=sigma)
    got = posterior(q, Dictionary(keys, values), sigma, chunk=7, top_k=5, stats=True)
    mean, evidence, entropy, effective, w = brute(q, keys, values, sigma)
    assert got.mean.dtype == torch.float32
    assert (got.mean - mean).abs().max() <= 1e-5
    assert torch.allclose(got.log_evidence.double(), evidence, rtol=1e-6, atol=1e-6)
    assert (got.entropy - entropy).abs().max() <= 1e-5
    assert torch.allclose(got.effective.double(), effective, rtol=1e-6)
    assert (got.top_w - w.topk(5).values).abs().max() <= 1e-6
    assert (w.gather(1, got.top_i) - got.top_w).abs().max() <= 1e-6


@pytest.mark.parametrize("sigma", SIGMAS)
def test_whole_images_agree_with_brute_force(sigma):
    """784 pixels at values of +-1: the largest squared distances that the book meets."""
    g = rng(2)
    keys = torch.where(torch.rand(300, 784, generator=g) < 0.5, -1.0, 1.0)
    q = keys[:8] + sigma * torch.randn(8, 784, generator=g)
    got = posterior(q, Dictionary(keys, keys), sigma, chunk=64)
    assert (got.mean - brute(q, keys, keys, sigma)[0]).abs().max() <= 1e-5


@given(st.integers(0, 10**6), st.sampled_from(SIGMAS), st.integers(1, 70), st.integers(1, 70))
def test_chunk_size_does_not_matter(seed, sigma, chunk, other):
    q, keys, values = draw(seed, sigma=sigma, dtype=torch.float64)
    d = Dictionary(keys, values)
    same(posterior(q, d, sigma, chunk=chunk, stats=True), posterior(q, d, sigma, chunk=other, stats=True), sigma)


@given(st.integers(0, 10**6), st.sampled_from(SIGMAS), st.randoms(use_true_random=False))
def test_order_does_not_matter(seed, sigma, random):
    q, keys, values = draw(seed, sigma=sigma, dtype=torch.float64)
    order = list(range(len(keys)))
    random.shuffle(order)
    shuffled = posterior(q, Dictionary(keys[order], values[order]), sigma, chunk=13, stats=True)
    same(posterior(q, Dictionary(keys, values), sigma, chunk=13, stats=True), shuffled, sigma)


@given(st.integers(0, 10**6), st.sampled_from(SIGMAS), st.integers(0, 11))
def test_batch_does_not_matter(seed, sigma, k):
    q, keys, values = draw(seed, sigma=sigma, dtype=torch.float64)
    d = Dictionary(keys, values)
    alone, together = posterior(q[k : k + 1], d, sigma, stats=True), posterior(q, d, sigma, stats=True)
    for name in ("mean", "log_evidence", "entropy", "effective"):
        close(getattr(alone, name), getattr(together, name)[k : k + 1], sigma)


def close(a, b, sigma):
    """Equal up to rounding: q.k of nine products below 1 + 5 sigma errs by 1e-15 of that, and is divided by sigma^2."""
    bound = 1e-12 + 2e-14 * (1 + 5 * sigma) / sigma**2
    assert ((a - b).abs() <= bound * (1 + b.abs())).all()


def same(a, b, sigma):
    for name in ("mean", "log_evidence", "entropy", "effective"):
        close(getattr(a, name), getattr(b, name), sigma)


@given(st.integers(0, 10**6), st.sampled_from(SIGMAS))
def test_mean_is_a_mean(seed, sigma):
    q, keys, values = draw(seed, sigma=sigma)
    got = posterior(q, Dictionary(keys, values), sigma, stats=True)
    assert (got.mean <= values.amax(0) + 1e-6).all() and (got.mean >= values.amin(0) - 1e-6).all()
    assert (got.entropy >= 0).all() and (got.effective >= 1 - 1e-6).all() and (got.effective <= len(keys) + 1e-4).all()
    assert (got.entropy >= got.effective.log() - 1e-5).all()  # Shannon's entropy is never below Renyi's of order 2


def test_sigma_may_differ_between_queries():
    q, keys, values = draw(3)
    d, sigma = Dictionary(keys, values), torch.linspace(0.1, 5.0, len(q))
    got = posterior(q, d, sigma)
    one_by_one = torch.cat([posterior(q[k : k + 1], d, float(s)).mean for k, s in enumerate(sigma)])
    assert (got.mean - one_by_one).abs().max() <= 1e-6


def test_multiplicity_is_repetition():
    q, keys, values = draw(4, sigma=0.7, dtype=torch.float64)
    counts = torch.arange(len(keys)) % 4 + 1
    counted = posterior(q, Dictionary(keys, values, counts.double().log()), 0.7, chunk=11)
    repeated = posterior(q, Dictionary(keys.repeat_interleave(counts, 0), values.repeat_interleave(counts, 0)), 0.7)
    close(counted.mean, repeated.mean, 0.7)
    close(counted.log_evidence, repeated.log_evidence, 0.7)


def test_counts_of_candidates():
    """All items alike: M candidates. One item near, all others far: one. M = 1: one, entropy 0."""
    keys = torch.zeros(50, 3)
    got = posterior(torch.ones(1, 3), Dictionary(keys, keys), 1.0, stats=True)
    assert got.effective.item() == pytest.approx(50, rel=1e-6)
    assert got.entropy.item() == pytest.approx(torch.tensor(50.0).log().item(), rel=1e-6)
    keys[0] = 5.0
    got = posterior(torch.full((1, 3), 5.0), Dictionary(keys, keys), 0.1, stats=True, top_k=1)
    assert got.effective.item() == 1 and got.entropy.item() < 1e-20 and got.top_i.item() == 0
    got = posterior(torch.ones(1, 3), Dictionary(keys[:1], keys[:1]), 2.0, stats=True)
    assert got.effective.item() == 1 and got.entropy.item() == 0 and torch.equal(got.mean, keys[:1])


def test_log_evidence_is_the_density():
    """With c = 1/M it is the log-density of the noisy items up to the Gaussian's constant: checked in one dimension."""
    keys = torch.tensor([[-1.0], [0.5], [2.0]], dtype=torch.float64)
    z = torch.linspace(-12, 12, 20001, dtype=torch.float64)[:, None]
    log_mult = torch.full((3,), 1 / 3, dtype=torch.float64).log()
    got = posterior(z, Dictionary(keys, keys, log_mult), 0.8)
    area = torch.trapezoid(got.log_evidence.exp() / (0.8 * (2 * torch.pi) ** 0.5), z[:, 0])
    assert area.item() == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e3, 1e6])
def test_no_overflow_far_from_all_items(scale):
    q, keys, values = draw(5)
    got = posterior(scale * q, Dictionary(keys, values), 1e-3, stats=True)
    assert all(torch.isfinite(x).all() for x in (got.mean, got.log_evidence, got.entropy, got.effective))


def test_results_have_the_dtype_of_the_queries():
    q, keys, values = draw(6)
    assert posterior(q.double(), Dictionary(keys, values), 1.0).mean.dtype == torch.float64
    got = posterior(q, Dictionary(keys.double(), values.double()), 1.0, stats=True, top_k=2)
    assert {x.dtype for x in (got.mean, got.log_evidence, got.entropy, got.top_w)} == {torch.float32}
    assert got.top_i.dtype == torch.int64


def test_what_was_not_asked_for_is_none():
    q, keys, values = draw(7)
    got = posterior(q, Dictionary(keys, values), 1.0)
    assert (got.entropy, got.effective, got.top_w, got.top_i) == (None,) * 4


# ---------------------------------------------------------------- shards
def shards(q, d, sigma, cuts):
    """One stream per shard of the dictionary."""
    s2 = torch.full((len(q), 1), sigma**2, dtype=torch.float64)
    streams = []
    for a, b in itertools.pairwise(cuts):
        streams.append(Stream(len(q), d.values.shape[1], 3))
        streams[-1].add(d.logits(q.double(), s2, slice(a, b)), d.values[a:b], a)
    return streams, s2


@pytest.mark.parametrize("sigma", [1e-3, 0.3, 80.0])
def test_merge_of_shards_is_one_pass_whatever_the_grouping(sigma):
    q, keys, values = draw(8, sigma=sigma, dtype=torch.float64)
    d = Dictionary(keys, values)
    (a, b, c), s2 = shards(q, d, sigma, (0, 10, 35, 60))
    whole = posterior(q, d, sigma, stats=True, top_k=3)
    for merged in (a.merge(b).merge(c), a.merge(b.merge(c)), c.merge(a).merge(b)):
        got = merged.read(q, s2, torch.float64, True)
        same(got, whole, sigma)
        close(got.top_w, whole.top_w, sigma)
        assert torch.equal(got.top_i[::3], whole.top_i[::3])  # queries without ties


def test_merge_leaves_its_shards_alone_and_an_empty_shard_adds_nothing():
    q, keys, values = draw(9, dtype=torch.float64)
    (a, b), s2 = shards(q, Dictionary(keys, values), 1.0, (0, 30, 60))
    before = b.read(q, s2, torch.float64, True).mean
    both = a.merge(b).read(q, s2, torch.float64, True).mean
    assert torch.equal(b.read(q, s2, torch.float64, True).mean, before) and not torch.equal(both, before)
    empty = Stream(len(q), values.shape[1], 3)
    assert torch.equal(empty.merge(b).read(q, s2, torch.float64, True).mean, before)
    assert torch.equal(b.merge(empty).read(q, s2, torch.float64, True).mean, before)


# ---------------------------------------------------------------- the online softmax by itself
def tallied(logits, values, cuts):
    """The tally of weights and values after these items, cut into chunks."""
    tally = Tally(torch.full((len(logits), 1), -torch.inf, dtype=torch.float64),
                  (torch.zeros(len(logits), 1), torch.zeros(len(logits), 3)))
    for part in torch.arange(logits.shape[1]).tensor_split(cuts):
        if len(part):
            tally.add(logits[:, part], 1, lambda gap, part=part: (gap.exp().sum(1, keepdim=True),
                                                                  gap.exp() @ values[part]))
    return tally


@given(st.integers(0, 99), st.sampled_from([1e-9, 1.0, 1e3, 1e9, 1e300]),
       st.lists(st.integers(0, 12), max_size=5).map(sorted), st.integers(0, 12))
def test_logits_of_any_size_in_any_chunks(seed, size, cuts, middle):
    """Neither over- nor underflow; two tallies merge into the one of all items, and an empty one changes nothing."""
    logits = size * torch.randn(4, 12, generator=rng(seed), dtype=torch.float64)
    values = torch.randn(12, 3, generator=rng(seed + 1), dtype=torch.float64)
    wanted = torch.softmax(logits, 1) @ values
    whole = tallied(logits, values, tuple(cuts))
    low, high = (tallied(logits[:, part], values[part], ()) for part in (slice(middle), slice(middle, None)))
    for m, (weight, value) in ((whole.m, whole.sums), low.merged(high), high.merged(low)):
        assert torch.equal(m[:, 0], logits.amax(1))
        torch.testing.assert_close(value / weight, wanted, atol=1e-12, rtol=1e-12)


def test_a_unit_divides_differences_of_large_logits():
    """Distances of 1e9, 1e-3 apart, at 2 sigma^2 = 1e-3: as quotients of 1e12 they would differ by 1 +- 1e-4."""
    apart, unit = torch.tensor([[1e9]]).double(), torch.tensor(1e-3).double()
    near, far = (Tally(-(apart + k), (torch.ones(1, 1).double(),), unit) for k in (0.0, 1e-3))
    m, (weight,) = near.merged(far)
    gap = (apart + 1e-3 - apart) / unit  # what float64 keeps of 1e-3
    assert -m == apart and float(weight) == pytest.approx(1 + float(torch.exp(-gap)), rel=1e-15)
