"""What is lost when only some training images count: golden subsets with their bound, and averages of batches."""

import itertools
import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from mosaics import rivals
from mosaics.core.data import load
from mosaics.core.metrics import nearest, rms
from mosaics.ideal import IdealDenoiser

CLOTHES = load("fashion-mnist", n=60, size=8).images  # (60, 1, 8, 8)
IS = IdealDenoiser(CLOTHES)


def noise(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


# ---------------------------------------------------------------- golden subsets
@settings(max_examples=40)
@given(sigma=st.floats(0.02, 50), seed=st.integers(0, 999), k=st.integers(1, 60), near=st.booleans())
def test_the_bound_holds_for_any_subset(sigma, seed, k, near):
    """The k nearest, as in the paper, and any k."""
    z = CLOTHES[seed % 60][None] + sigma * noise(1, 1, 8, 8, seed=seed)
    any_k = torch.randperm(60, generator=torch.Generator().manual_seed(seed))[None, :k]
    found = rivals.truncation(z, sigma, CLOTHES, nearest(z, CLOTHES, k)[1] if near else any_k)
    assert (found.error <= found.bound * (1 + 1e-9) + 1e-12).all()
    assert (found.bound <= found.by_gap * (1 + 1e-9) + 1e-12).all()
    assert (found.lost >= 0).all() and (found.lost <= 1 + 1e-12).all()


def test_the_measured_error_is_that_of_the_machine():
    golden, z = rivals.Golden(CLOTHES, 3, 6), CLOTHES[:5] + 0.5 * noise(5, 1, 8, 8)
    found = rivals.truncation(z, 0.5, CLOTHES, golden.subset(z, 0.5))
    apart = (golden(z.double(), 0.5) - IS(z.double(), 0.5)).flatten(1).norm(dim=1)
    torch.testing.assert_close(found.error, apart, atol=1e-9, rtol=0)
    assert float(found.error.max()) > 1e-4  # so that there is something to bound


def test_lost_weight_and_gap_against_their_definitions():
    z, sigma, kept = CLOTHES[:2].double() + noise(2, 1, 8, 8).double(), 0.8, torch.tensor([[0, 7, 3], [5, 1, 2]])
    found, a = rivals.truncation(z, sigma, CLOTHES, kept), CLOTHES.double().flatten(1)
    R = max(float((x - a.mean(0)).norm()) for x in a)
    for b in range(2):
        logits = [-float((z[b].flatten() - x).square().sum()) / (2 * sigma**2) for x in a]
        left = [n for n in range(60) if n not in kept[b].tolist()]
        lost = sum(math.exp(logits[n] - max(logits)) for n in left) / sum(math.exp(x - max(logits)) for x in logits)
        by_gap = 2 * R * 57 * math.exp(max(logits[n] for n in left) - max(logits))
        assert float(found.lost[b]) == pytest.approx(lost, rel=1e-9)
        assert float(found.bound[b]) == pytest.approx(2 * R * lost, rel=1e-9)
        assert float(found.by_gap[b]) == pytest.approx(by_gap, rel=1e-9)


def test_the_bound_is_reached_by_two_images():
    """Of two images one is left out: the guesses differ by its weight times their distance, which is 2 R."""
    found = rivals.truncation(CLOTHES[:1] + 0.1, 3.0, CLOTHES[:2], torch.tensor([[0]]))
    assert float(found.error) == pytest.approx(float(found.bound), rel=1e-9) and 0.01 < float(found.lost) < 0.5


def test_nothing_is_lost_where_all_are_kept():
    found = rivals.truncation(CLOTHES[:2], 1.0, CLOTHES, torch.arange(60).expand(2, 60))
    assert all(float(x.abs().max()) == 0 for x in found)


def test_the_subset_shrinks_and_the_candidates_grow_as_the_noise_falls():
    golden = rivals.Golden(CLOTHES, 4, 9)
    m, k = zip(*[golden.sizes(s) for s in (1e-6, 0.05, 0.2, 1.0, 5.0, 80.0, 1e6)], strict=True)
    assert list(m) == sorted(m, reverse=True) and list(k) == sorted(k)
    assert (m[0], m[-1], k[0], k[-1]) == (60, 9, 4, 9)
    assert (rivals.Golden(CLOTHES).k_min, rivals.Golden(CLOTHES).k_max) == (3, 6)


def test_without_pooling_and_without_noise_it_finds_the_nearest():
    z = CLOTHES[:4] + 0.3 * noise(4, 1, 8, 8)
    golden = rivals.Golden(CLOTHES, 5, 7, pool=1)
    assert torch.equal(golden.subset(z, 1e-3), nearest(z, CLOTHES, 5)[1])


def test_the_error_vanishes_with_the_noise():
    """Posterior progressive concentration: the weight outside of the nearest images falls to nothing."""
    z = CLOTHES[:6] + 0.3 * noise(6, 1, 8, 8)
    lost = [rivals.truncation(z, s, CLOTHES, nearest(z, CLOTHES, 6)[1]).lost.max() for s in (3.0, 1.0, 0.3, 0.1)]
    assert all(b < a for a, b in itertools.pairwise(lost)) and lost[-1] < 1e-9 < 0.5 < lost[0]


# ---------------------------------------------------------------- averages of batches
ALL = rivals.MaskedLS(CLOTHES, torch.ones(64, 64, dtype=torch.bool))
PCA = rivals.PCALocality(CLOTHES, 0.05)


@pytest.mark.parametrize("machine", [ALL, PCA], ids=["IS", "PCA"])
@pytest.mark.parametrize("size", [1, 7, 20, 60, 99])
def test_an_average_of_batches_against_its_definition(machine, size):
    z, a, sigma = CLOTHES[:2].double() + noise(2, 1, 8, 8).double(), CLOTHES.double().flatten(1), 0.6
    seen = machine.masks(sigma)
    batches = [a[start : start + size] for start in range(0, 60, size)]
    wanted = torch.zeros(2, 64, dtype=torch.float64)
    for b, n, batch in itertools.product(range(2), range(64), batches):
        gaps = (z[b].flatten() - batch)[:, seen[n]].square().sum(1)
        wanted[b, n] += torch.softmax(-gaps / (2 * sigma**2), 0) @ batch[:, n] / len(batches)
    found = rivals.batch_averaged(machine, z, sigma, size)
    torch.testing.assert_close(found.flatten(1), wanted, atol=1e-12, rtol=0)


@pytest.mark.parametrize("machine", [ALL, PCA], ids=["IS", "PCA"])
@settings(max_examples=8)
@given(sigma=st.floats(0.05, 50), seed=st.integers(0, 99))
def test_one_batch_is_exact_and_batches_of_one_are_the_mean_image(machine, sigma, seed):
    z = CLOTHES[seed % 60][None] + sigma * noise(1, 1, 8, 8, seed=seed)
    torch.testing.assert_close(rivals.batch_averaged(machine, z, sigma, 60), machine(z, sigma), atol=1e-6, rtol=0)
    torch.testing.assert_close(
        rivals.batch_averaged(machine, z, sigma, 1)[0], CLOTHES.mean(0), atol=1e-6, rtol=0)


def test_what_averaging_costs():
    """Nothing where all images count alike or there is one batch; most of the guess where one image should win."""
    z = CLOTHES[:4] + 0.3 * noise(4, 1, 8, 8)
    cost = rivals.averaging_cost(ALL, z, 0.3, (1, 6, 30, 60))  # (4, 4)
    torch.testing.assert_close(cost[0], rms(CLOTHES.mean(0).expand(4, -1, -1, -1), IS(z.double(), 0.3)), atol=1e-6,
                               rtol=0)
    assert (cost[1] > 0.1).all() and (cost[2] > 0.01).all() and float(cost[3].max()) < 1e-12
    assert float(rivals.averaging_cost(ALL, z, 1e4, (6,)).max()) < 1e-4


def test_an_average_of_batches_depends_on_the_order_of_the_data():
    z, order = CLOTHES[:3] + 0.5 * noise(3, 1, 8, 8), torch.randperm(60, generator=torch.Generator().manual_seed(3))
    shuffled = rivals.MaskedLS(CLOTHES[order], torch.ones(64, 64, dtype=torch.bool))
    torch.testing.assert_close(shuffled(z, 0.5), ALL(z, 0.5), atol=1e-6, rtol=0)
    apart = rivals.batch_averaged(shuffled, z, 0.5, 6) - rivals.batch_averaged(ALL, z, 0.5, 6)
    assert float(apart.abs().max()) > 0.1
