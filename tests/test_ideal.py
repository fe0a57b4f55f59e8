"""The ideal denoiser: closed form, limits, covariance, attention, the copying theorem."""

import itertools
import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from mosaics import diffusion as df
from mosaics import ideal
from mosaics.core import data, metrics

CLOTHES = data.load("fashion-mnist", n=300).images


def noise(seed, *shape, dtype=torch.float32):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=dtype)


def small(seed, n=12, dtype=torch.float64):
    return noise(seed, n, 1, 2, 3, dtype=dtype)


def test_closed_form():
    z = CLOTHES[:6] + 3.0 * noise(1, 6, 1, 28, 28)
    d2 = (z[:, None] - CLOTHES[None]).double().square().sum((2, 3, 4))
    w = torch.softmax(-d2 / (2 * 3.0**2), 1)
    wanted = torch.einsum("bn,nchw->bchw", w, CLOTHES.double())
    IS = ideal.IdealDenoiser(CLOTHES)
    assert (IS(z, 3.0) - wanted).abs().max() <= 1e-6
    post = IS.posterior(z, 3.0, top_k=2)
    assert torch.equal(post.mean.reshape(z.shape), IS(z, 3.0)) and torch.equal(post.top_i, w.topk(2).indices)
    assert torch.allclose(post.effective.double(), 1 / w.square().sum(1), rtol=1e-5)


def test_vp_form_is_the_same_machine():
    """Kamb & Ganguli's logits -|x_t - sqrt(abar) a|^2 / 2 (1 - abar)."""
    abar, a, x0 = 0.2, small(1), small(2, 4)
    xt = math.sqrt(abar) * x0 + math.sqrt(1 - abar) * small(3, 4)
    d2 = (xt[:, None] - math.sqrt(abar) * a[None]).square().sum((2, 3, 4))
    wanted = torch.einsum("bn,nchw->bchw", torch.softmax(-d2 / (2 * (1 - abar)), 1), a)
    got = ideal.IdealDenoiser(a)(df.vp_to_ve(xt, abar), float(df.abar_to_sigma(abar)))
    assert torch.allclose(got, wanted, atol=1e-12)


def test_limits():
    IS, z = ideal.IdealDenoiser(CLOTHES), CLOTHES[:9] + 0.5 * noise(2, 9, 1, 28, 28)
    nearest = CLOTHES[metrics.nearest(z, CLOTHES)[1][:, 0]]
    assert torch.equal(IS(z, 1e-3), nearest)
    assert (IS(z, 1e5) - CLOTHES.mean(0)).abs().max() < 1e-5
    assert IS.posterior(z, 1e5).effective.min() > 299.99


@pytest.mark.parametrize("sigma", [0.3, 1.0, 4.0])
def test_posterior_covariance_is_sigma2_times_the_jacobian(sigma):
    """Tweedie's second formula: the Jacobian is symmetric, positive semidefinite, and is the covariance / sigma^2."""
    a, z = small(4), small(5, 1)
    IS = ideal.IdealDenoiser(a)
    jacobian = torch.autograd.functional.jacobian(lambda x: IS(x, sigma), z).reshape(6, 6)
    w = torch.softmax(-(z - a).square().sum((1, 2, 3)) / (2 * sigma**2), 0)
    centred = a.flatten(1) - w @ a.flatten(1)
    assert torch.allclose(sigma**2 * jacobian, centred.T @ (w[:, None] * centred), atol=1e-10)
    assert torch.allclose(jacobian, jacobian.T, atol=1e-10)
    assert torch.linalg.eigvalsh(jacobian).min() > -1e-10 and jacobian.trace() > 1e-3


@pytest.mark.parametrize("sigma", [0.5, 2.0])
def test_score_is_minus_the_slope_of_the_energy(sigma):
    a, z = small(6), small(7, 5).requires_grad_()
    (slope,) = torch.autograd.grad(ideal.energy(z, sigma, a).sum(), z)
    assert torch.allclose(df.score(ideal.IdealDenoiser(a), z.detach(), sigma), -slope / sigma**2, atol=1e-12)


def test_energy_of_one_image_is_half_the_squared_distance():
    a, z = small(8, 1), small(9, 5)
    assert torch.allclose(ideal.energy(z, 0.7, a), (z - a).square().sum((1, 2, 3)) / 2, atol=1e-12)


def test_no_function_does_better_on_the_training_set():
    """The loss of the ideal denoiser rises whichever way it is changed, and a linear machine's is higher."""
    sigma, repeats = 2.0, 40
    x = CLOTHES[:50].repeat(repeats, 1, 1, 1)
    z = x + sigma * noise(10, *x.shape)
    IS = ideal.IdealDenoiser(CLOTHES[:50])
    loss = lambda guess: (guess - x).square().sum((1, 2, 3)).mean()  # noqa: E731
    best = loss(IS(z, sigma))
    assert best < loss(0.97 * IS(z, sigma)) and best < loss(1.03 * IS(z, sigma))
    assert best < loss(IS(z, 1.2 * sigma)) and best < loss(IS(z, sigma / 1.2))
    assert best < 0.5 * loss(df.wiener(CLOTHES[:50])(z, sigma))


@pytest.mark.parametrize("sigma", [1.0, 4.0, 20.0])
def test_attention_is_the_ideal_denoiser(sigma):
    z = CLOTHES[:8] + sigma * noise(11, 8, 1, 28, 28)
    IS = ideal.IdealDenoiser(CLOTHES)
    assert (ideal.attention(z.double(), sigma, CLOTHES.double()) - IS(z.double(), sigma)).abs().max() < 1e-10
    assert (ideal.attention(z, sigma, CLOTHES) - IS(z, sigma)).abs().max() < 1e-3  # 784 x 1e-7 / sigma^2, doubled


def test_multiplicity_is_a_prior():
    a, z = small(12, 3), small(13, 4)
    twice = ideal.IdealDenoiser(torch.cat([a, a[:1]]))(z, 1.0)
    assert torch.allclose(ideal.IdealDenoiser(a, torch.tensor([2.0, 1, 1]).log())(z, 1.0), twice, atol=1e-7)


# ---------------------------------------------------------------- copying
@given(st.integers(0, 10**6), st.floats(0.05, 3.0), st.integers(2, 12))
def test_copying_bound_holds(seed, sigma, n):
    a, z = small(seed, n), small(seed + 1, 5)
    weight, distance = ideal.copy_bound(z, sigma, a)
    star = metrics.nearest(z, a)[1][:, 0]
    w = torch.softmax(-(z[:, None] - a[None]).square().sum((2, 3, 4)) / (2 * sigma**2), 1)
    lost = torch.cat([w[k, torch.arange(n) != star[k]].sum()[None] for k in range(5)])
    assert (lost <= weight * (1 + 1e-9) + 1e-300).all()
    off = (ideal.IdealDenoiser(a)(z, sigma) - a[star]).flatten(1).norm(dim=1)
    assert (off <= distance * (1 + 1e-9) + 1e-12).all()


def test_copying_bound_is_tight_for_two_images():
    """With N = 2 the lost weight is r / (1 + r) and the bound is r: their ratio tends to one as sigma falls."""
    a = torch.tensor([0.0, 1.0], dtype=torch.float64).reshape(2, 1, 1, 1)
    weight, distance = ideal.copy_bound(torch.full((1, 1, 1, 1), 0.4, dtype=torch.float64), 0.1, a)
    r = math.exp(-(0.36 - 0.16) / (2 * 0.01))
    assert weight.item() == pytest.approx(r, rel=1e-9) and distance.item() == pytest.approx(r, rel=1e-9)
    lost = ideal.IdealDenoiser(a)(torch.full((1, 1, 1, 1), 0.4, dtype=torch.float64), 0.1).item()
    assert lost == pytest.approx(r / (1 + r), rel=1e-9)


@pytest.mark.parametrize("method", ["ddim", "heun", "ancestral"])
def test_every_sample_is_a_training_image(method):
    z = 80 * noise(14, 24, 1, 28, 28)
    more = {"generator": torch.Generator().manual_seed(15)} if method == "ancestral" else {}
    drawn = df.last(df.sample(ideal.IdealDenoiser(CLOTHES), z, df.schedule("edm", 20), method, **more))
    dist, index = metrics.nearest(drawn, CLOTHES)
    assert dist.max() < 1e-4 and metrics.copies(drawn, CLOTHES).all()
    assert len(set(index[:, 0].tolist())) > 12  # and not all the same one


def test_the_last_part_of_the_walk_is_straight():
    IS, sigmas = ideal.IdealDenoiser(CLOTHES), df.schedule("edm", 40)
    states = list(df.sample(IS, 80 * noise(16, 4, 1, 28, 28), sigmas))
    end = states[-1].z
    start = next(s for s in states if s.sigma < 0.5)
    for s in states[start.step : -1]:
        line = ideal.straight_line(start.z, start.sigma, s.sigma, end)
        assert (s.z - line).abs().max() < 1e-5
    assert torch.equal(ideal.straight_line(start.z, 0.5, 0.0, end), end)


def test_the_gap_grows_along_the_straight_line():
    """So a walk that has chosen cannot change its mind: the bound falls all the way."""
    z = CLOTHES[:5] + 0.8 * noise(17, 5, 1, 28, 28)
    star = CLOTHES[metrics.nearest(z, CLOTHES)[1][:, 0]]
    bounds = [ideal.copy_bound(ideal.straight_line(z, 0.8, s, star), s, CLOTHES)[0] for s in (0.8, 0.6, 0.4, 0.2)]
    assert all((b < a).all() for a, b in itertools.pairwise(bounds) if (a > 0).all())
    assert (bounds[0] > bounds[1]).all()
