"""Clocks, conversions and samplers against published tables and exact solutions."""

import itertools
import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from mosaics import diffusion as df
from mosaics.core import data
from mosaics.core.spectrum import spectrum


def noise(seed, *shape, dtype=torch.float64):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=dtype)


def pixel(value):
    return torch.tensor([[[[value]]]], dtype=torch.float64)


# ---------------------------------------------------------------- tables (library facts 1 to 3)
@pytest.mark.parametrize(("k", "abar"), [(1, 0.9999), (100, 0.897018), (250, 0.524085), (500, 0.0785872),
                                         (750, 0.00335055), (1000, 4.03583e-5)])
def test_linear_schedule_of_ddpm(k, abar):
    assert df.abar_linear()[k - 1].item() == pytest.approx(abar, rel=1e-5)


@pytest.mark.parametrize(("t", "abar"), [(0.0, 1.0), (0.1, 0.972093), (0.25, 0.847012), (0.5, 0.493844),
                                         (0.75, 0.144272), (0.9, 0.0240917)])
def test_cosine_schedule(t, abar):
    assert df.abar_cosine(t).item() == pytest.approx(abar, rel=3e-6)


@pytest.mark.parametrize(("t", "power"), [(0.0, 0.0), (0.05, 0.0060587), (0.1, 0.024088), (0.25, 0.14425),
                                          (0.5, 0.493767), (0.75, 0.846881), (0.95, 0.991853), (1.0, 0.999845)])
def test_the_authors_variant(t, power):
    assert 1 - df.abar_legacy(t).item() == pytest.approx(power, rel=3e-5)


def test_the_authors_variant_ends_at_a_finite_level():
    assert df.abar_to_sigma(df.abar_legacy(1.0)).item() == pytest.approx(80.21, abs=0.005)
    assert df.abar_to_sigma(df.abar_linear()[-1]).item() == pytest.approx(157.41, abs=0.005)


def test_edm_levels():
    ten = (80, 42.415, 21.109, 9.7232, 4.0661, 1.5017, 0.46998, 0.11664, 0.020435, 0.002)
    eighteen = (80, 57.59, 40.79, 28.37, 19.35, 12.91, 8.401, 5.315, 3.257, 1.923, 1.088, 0.5853, 0.2964, 0.1395,
                0.0599, 0.0229, 0.0075, 0.002)
    assert df.sigmas_edm(10).tolist() == pytest.approx(ten, rel=5e-5)
    assert df.sigmas_edm(18).tolist() == pytest.approx(eighteen, rel=7e-3)  # the table prints 0.0075


@pytest.mark.parametrize(("abar", "guess", "score", "eps", "v"), [
    (0.5, 0.4005166, -0.0335840, 0.0237475, -0.2664160), (0.9, 0.9932777, 6.423059, -2.031149, -2.241020)])
def test_two_point_world(abar, guess, score, eps, v):
    """x_t = 0.3 at two signal powers: denoiser, VP score, noise and velocity."""
    xt, sigma = pixel(0.3), float(df.abar_to_sigma(abar))
    x0 = df.two_point_denoiser()(df.vp_to_ve(xt, abar), sigma)
    got = [df.convert(x0, xt, abar, "x0", kind).item() for kind in ("x0", "score", "eps", "v")]
    assert got == pytest.approx([guess, score, eps, v], rel=2e-6)
    assert x0.item() == pytest.approx(math.tanh(math.sqrt(abar) * 0.3 / (1 - abar)), rel=1e-12)


@pytest.mark.parametrize("method", ["ddim", "euler"])
def test_one_ddim_step_of_the_two_point_world(method):
    levels = df.abar_to_sigma(torch.tensor([0.5, 0.9], dtype=torch.float64))
    z = df.last(df.sample(df.two_point_denoiser(), df.vp_to_ve(pixel(0.3), 0.5), levels, method))
    assert df.ve_to_vp(z, float(levels[1])).item() == pytest.approx(0.3874730, abs=1e-7)


# ---------------------------------------------------------------- changes of variables
@given(st.floats(1e-4, 1.0), st.integers(0, 1000))
def test_clocks_round_trip(abar, seed):
    sigma = float(df.abar_to_sigma(abar))
    assert float(df.sigma_to_abar(sigma)) == pytest.approx(abar, rel=1e-12)
    x = noise(seed, 2, 1, 3, 3)
    assert torch.allclose(df.ve_to_vp(df.vp_to_ve(x, abar), sigma), x, rtol=1e-12)


@pytest.mark.parametrize("given_kind", df.KINDS)
@pytest.mark.parametrize("wanted", df.KINDS)
@pytest.mark.parametrize("abar", [1e-3, 0.3, 0.999])
def test_conversions(given_kind, wanted, abar):
    """Against definitions (x0, eps, -eps/b, a eps - b x0), and there and back."""
    x0, eps = noise(1, 2, 1, 3, 3), noise(2, 2, 1, 3, 3)
    a, b = math.sqrt(abar), math.sqrt(1 - abar)
    x = a * x0 + b * eps
    kinds = {"x0": x0, "eps": eps, "score": -eps / b, "v": a * eps - b * x0}
    got = df.convert(kinds[given_kind], x, abar, given_kind, wanted)
    assert torch.allclose(got, kinds[wanted], rtol=1e-9, atol=1e-10)
    back = df.convert(got, x, abar, wanted, given_kind)
    assert torch.allclose(back, kinds[given_kind], rtol=1e-9, atol=1e-10)


def test_score_is_the_gradient_of_the_log_density():
    z = torch.linspace(-3, 3, 61, dtype=torch.float64).reshape(-1, 1, 1, 1).requires_grad_()
    log_p = torch.logaddexp(-((z - 1) ** 2) / (2 * 0.8**2), -((z + 1) ** 2) / (2 * 0.8**2))
    (exact,) = torch.autograd.grad(log_p.sum(), z)
    assert (df.score(df.two_point_denoiser(), z.detach(), 0.8) - exact).abs().max() < 1e-13
    several = torch.linspace(0.5, 2.0, 61, dtype=torch.float64)
    parts, D = z.detach().split(1), df.two_point_denoiser()
    one_by_one = torch.cat([df.score(D, part, float(s)) for part, s in zip(parts, several, strict=True)])
    assert torch.equal(df.score(D, z.detach(), several), one_by_one)


def test_add_noise():
    x0, eps = noise(1, 3, 1, 2, 2), noise(2, 1, 1, 2, 2)
    assert torch.equal(df.add_noise(x0, 0.0, eps), x0)
    assert torch.allclose(df.add_noise(x0, 2.0, eps) - x0, 2 * eps.expand_as(x0))


# ---------------------------------------------------------------- schedules
@pytest.mark.parametrize("name", df.SCHEDULES)
@pytest.mark.parametrize("steps", [1, 2, 20, 1000])
def test_schedules_fall_to_zero(name, steps):
    s = df.schedule(name, steps)
    assert s.shape == (steps + 1,) and s.dtype == torch.float64 and s[-1] == 0
    assert (s[1:] < s[:-1]).all() and s[0].item() == pytest.approx(80, rel=1e-4)
    assert steps == 1 or s[-2].item() == pytest.approx(0.02, rel=1e-4)


@pytest.mark.parametrize(("name", "abar"), [("cosine", df.abar_cosine), ("legacy", df.abar_legacy)])
def test_vp_schedules_visit_equally_spaced_times(name, abar):
    t = torch.linspace(0, 1, 100_001, dtype=torch.float64)
    at = torch.searchsorted(df.abar_to_sigma(abar(t)), df.schedule(name, 9)[:-1])  # abar falls, sigma rises
    gaps = at[:-1] - at[1:]
    assert gaps.max() - gaps.min() <= 3 and gaps.min() > 1000


def test_linear_schedule_visits_ddpms_own_levels():
    table = df.abar_to_sigma(df.abar_linear())
    s = df.schedule("linear", 1000, float(table[0]), float(table[-1]))
    assert torch.allclose(s[:-1], table.flip(0), rtol=1e-3)
    assert df.schedule("linear", 5, 0.02, 1e6)[0].item() == pytest.approx(157.41, abs=0.005)


# ---------------------------------------------------------------- samplers
MEAN, VAR = noise(3, 1, 3, 3), noise(4, 1, 3, 3).square() + 0.1
START = 5 * noise(5, 4, 1, 3, 3)


def flow_error(method, n):
    sigmas = torch.linspace(5.0, 0.5, n + 1, dtype=torch.float64)
    got = df.last(df.sample(df.gaussian_denoiser(MEAN, VAR), START, sigmas, method))
    return (got - df.gaussian_flow(START, 5.0, 0.5, MEAN, VAR)).square().mean().sqrt().item()


@pytest.mark.parametrize(("method", "order"), [("euler", 1), ("ddim", 1), ("heun", 2)])
def test_order_of_convergence(method, order):
    """Against the exact flow of Gaussian data; the next order's share in the ratio is of order 1/n."""
    errors = [flow_error(method, n) for n in (200, 400, 800)]
    orders = [math.log2(a / b) for a, b in itertools.pairwise(errors)]
    assert orders == pytest.approx([order, order], abs=0.03)


def test_exact_flow_solves_the_ode():
    h, D = 1e-4, df.gaussian_denoiser(MEAN, VAR)
    above, here, below = (df.gaussian_flow(START, 5.0, s, MEAN, VAR) for s in (2 + h, 2.0, 2 - h))
    assert ((above - below) / (2 * h) - (here - D(here, 2.0)) / 2.0).abs().max() < 1e-7
    assert torch.allclose(df.gaussian_flow(START, 5.0, 5.0, MEAN, VAR), START, rtol=1e-14)


@pytest.mark.parametrize("name", df.SCHEDULES)
def test_ddim_is_euler(name):
    sigmas = df.schedule(name, 12)
    a, b = (list(df.sample(df.gaussian_denoiser(MEAN, VAR), START, sigmas, m)) for m in ("ddim", "euler"))
    assert max((x.z - y.z).abs().max() for x, y in zip(a, b, strict=True)) < 1e-12


def test_ancestral_is_ddim_with_eta_one_in_vp():
    """Song et al. 2021, eq. 12 with eta = 1, written in x_t and abar, from the same noise."""
    D, sigmas = df.gaussian_denoiser(MEAN, VAR), df.schedule("cosine", 10)
    fresh = noise(6, 10, *START.shape)
    got = list(df.sample(D, START, sigmas, "ancestral", noise=fresh))
    abar = df.sigma_to_abar(sigmas)
    x = math.sqrt(abar[0]) * START
    for k in range(10):
        a, b = abar[k], abar[k + 1]
        x0 = D(x / a.sqrt(), float(sigmas[k]))
        eps = (x - a.sqrt() * x0) / (1 - a).sqrt()
        c = ((1 - b) / (1 - a)).sqrt() * (1 - a / b).sqrt()
        x = b.sqrt() * x0 + (1 - b - c**2).clamp_min(0).sqrt() * eps + c * fresh[k]
        assert torch.allclose(x / b.sqrt(), got[k + 1].z, atol=1e-10)


def test_ancestral_is_ddpms_posterior():
    """Mean and variance of q(x_{k-1} | x_k, x0_hat) of Ho et al. 2020, eqs 6-7, on the linear schedule."""
    abar = df.abar_linear()
    a, b = abar[600], abar[599]
    beta = 1 - a / b
    sigmas, D = df.abar_to_sigma(torch.stack([a, b])), df.gaussian_denoiser(MEAN, VAR)
    step = lambda n: df.last(df.sample(D, START, sigmas, "ancestral", noise=n)) * b.sqrt()  # noqa: E731
    mean = step(torch.zeros(1, *START.shape, dtype=torch.float64))
    x, x0 = START * a.sqrt(), D(START, float(sigmas[0]))
    wanted = b.sqrt() * beta / (1 - a) * x0 + (1 - beta).sqrt() * (1 - b) / (1 - a) * x
    assert torch.allclose(mean, wanted, atol=1e-10)
    spread = step(torch.ones(1, *START.shape, dtype=torch.float64)) - mean
    assert torch.allclose(spread, ((1 - b) / (1 - a) * beta).sqrt().expand_as(spread), atol=1e-10)


def test_ancestral_keeps_the_distribution():
    """Unit Gaussian pixels from sigma 20 to 0.5: the sample's variance is what the recursion of variances says, to 4
    standard errors, and that is 1 + 0.25 up to an error of finite steps which halves when the steps double."""
    D, n = df.gaussian_denoiser(torch.zeros(1, 100, 100), torch.ones(1, 100, 100)), 40_000

    def levels(steps):
        return torch.logspace(math.log10(20), math.log10(0.5), steps + 1, dtype=torch.float64)

    def variance(steps):
        var, s = 1 + 20.0**2, levels(steps).tolist()
        for a, b in itertools.pairwise(s):
            keep = 1 / (1 + a * a) + (b / a) ** 2 * (1 - 1 / (1 + a * a))  # what is left of z
            var = keep**2 * var + (b / a) ** 2 * (a * a - b * b)
        return var

    g = torch.Generator().manual_seed(7)
    z = math.sqrt(1 + 20**2) * torch.randn(n // 10_000, 1, 100, 100, generator=g, dtype=torch.float64)
    z = df.last(df.sample(D, z, levels(100), "ancestral", generator=g))
    assert z.var().item() == pytest.approx(variance(100), rel=4 * math.sqrt(2 / n))
    assert (variance(100) - 1.25) / (variance(200) - 1.25) == pytest.approx(2, abs=0.1)


@pytest.mark.parametrize("method", df.METHODS)
@pytest.mark.parametrize("steps", [1, 2, 7])
def test_one_image_is_reached_exactly(method, steps):
    a, more = noise(8, 1, 1, 4, 4), {"noise": noise(9, steps, 4, 1, 4, 4)} if method == "ancestral" else {}
    z, sigmas = 80 * noise(10, 4, 1, 4, 4), df.schedule("edm", steps)
    got = df.last(df.sample(df.point_denoiser(a), z, sigmas, method, **more))
    assert (got - a).abs().max() < 1e-12


@pytest.mark.parametrize("method", df.METHODS)
def test_states_tell_the_whole_walk(method):
    sigmas, more = df.schedule("edm", 6), {"noise": noise(9, 6, *START.shape)} if method == "ancestral" else {}
    states = list(df.sample(df.gaussian_denoiser(MEAN, VAR), START, sigmas, method, **more))
    assert [s.step for s in states] == list(range(7)) and [s.sigma for s in states] == sigmas.tolist()
    assert states[0].z is START and states[0].x0_hat is None
    D = df.gaussian_denoiser(MEAN, VAR)
    assert all(torch.equal(b.x0_hat, D(a.z, a.sigma)) for a, b in itertools.pairwise(states))
    assert torch.allclose(states[-1].z, states[-1].x0_hat, atol=1e-12)  # a step into 0 returns the guess


@pytest.mark.parametrize(("method", "calls"), [("euler", 6), ("ddim", 6), ("heun", 11), ("ancestral", 6)])
def test_calls_of_the_denoiser(method, calls):
    seen = []
    D = lambda z, sigma: seen.append(sigma) or torch.zeros_like(z)  # noqa: E731
    more = {"generator": torch.Generator()} if method == "ancestral" else {}
    df.last(df.sample(D, START, df.schedule("edm", 6), method, **more))
    assert len(seen) == calls and min(seen) > 0


@given(st.integers(0, 2**32), st.integers(1, 5), st.integers(1, 4), st.integers(1, 5))
def test_an_images_fresh_noise_depends_on_no_other_image(seed, batch, channels, side):
    """Image 0 ends alike alone and in a batch; all streams differ; the generator gives one number a run."""
    z, mean = 80 * noise(10, 1, channels, side, side).repeat(batch, 1, 1, 1), torch.zeros(channels, side, side)
    generator, sigmas = torch.Generator().manual_seed(seed), df.schedule("edm", 4)

    def run(start):
        return df.last(df.sample(df.gaussian_denoiser(mean, mean + 1), start, sigmas, "ancestral", generator=generator))

    together, state = run(z), generator.get_state()
    generator.manual_seed(seed)
    assert torch.equal(run(z[:1]), together[:1]) and torch.equal(generator.get_state(), state)
    assert len(together.flatten(1).unique(dim=0)) == batch
    assert not torch.equal(run(z), together)  # the generator has moved on


def test_fresh_noise_is_standard_normal_and_independent_between_images_and_steps():
    """What the sampler adds at each step, read off a denoiser of 0; 4 standard errors of each mean."""
    sigmas, z = torch.tensor([4.0, 3.0, 2.0, 1.0], dtype=torch.float64), torch.zeros(40, 1, 20, 25, dtype=torch.float64)
    states = list(df.sample(lambda z, s: torch.zeros_like(z), z, sigmas, "ancestral",
                            generator=torch.Generator().manual_seed(1)))
    eps = []
    for a, b in itertools.pairwise(states):
        up = b.sigma * math.sqrt(a.sigma**2 - b.sigma**2) / a.sigma
        eps.append(((b.z - b.sigma**2 / a.sigma**2 * a.z) / up).flatten(1))
    eps = torch.stack(eps, 1).flatten(0, 1)  # (40 images x 3 steps, 500)
    n = eps.numel()
    assert abs(float(eps.mean())) < 4 / math.sqrt(n) and abs(float(eps.square().mean()) - 1) < 4 * math.sqrt(2 / n)
    pairs = torch.corrcoef(eps)[*torch.triu_indices(120, 120, 1)]  # 7,140 of them
    assert pairs.square().mean().item() == pytest.approx(1 / 500, rel=4 * math.sqrt(2 / len(pairs)))
    assert pairs.abs().max() < 6 / math.sqrt(500)  # 1 in 10^5 of 7,140 normal draws is larger


@pytest.mark.parametrize("method", ["euler", "ddim", "heun"])
@given(st.floats(-12, 11), st.floats(0.05, 0.95))
def test_a_step_between_any_two_levels_goes_straight_to_the_only_image(method, decade, ratio):
    """Levels down to 1e-12 as well: z - a shrinks as sigma does."""
    s, a = 10.0**decade, noise(8, 1, 1, 4, 4)
    sigmas = torch.tensor([s, max(ratio * s, 1e-12)], dtype=torch.float64)
    if sigmas[1] >= sigmas[0]:
        return
    z = a + s * noise(10, 4, 1, 4, 4)
    got = df.last(df.sample(df.point_denoiser(a), z, sigmas, method))
    wanted = a + sigmas[1] / sigmas[0] * (z - a)
    assert (got - wanted).abs().max() <= 1e-14 * (1 + z.abs().max())


@given(st.integers(1, 5), st.integers(1, 5), st.integers(0, 10**6))
def test_a_level_for_each_image_meets_the_images_and_no_column(B, W, seed):
    """As image by image, whatever the shape, where batch and width agree too."""
    g = torch.Generator().manual_seed(seed)
    x, value = (torch.randn(B, 2, 3, W, generator=g, dtype=torch.float64) for _ in range(2))
    abar = 0.05 + 0.9 * torch.rand(B, generator=g, dtype=torch.float64)
    sigma = df.abar_to_sigma(abar)
    one_by_one = lambda f: torch.cat([f(b) for b in range(B)])  # noqa: E731
    close = {"rtol": 1e-12, "atol": 1e-12}
    torch.testing.assert_close(
        df.vp_to_ve(x, abar), one_by_one(lambda b: df.vp_to_ve(x[b : b + 1], float(abar[b]))), **close)
    torch.testing.assert_close(
        df.ve_to_vp(x, sigma), one_by_one(lambda b: df.ve_to_vp(x[b : b + 1], float(sigma[b]))), **close)
    torch.testing.assert_close(df.ve_to_vp(df.vp_to_ve(x, abar), sigma), x, **close)
    for given_, wanted in itertools.product(df.KINDS, repeat=2):
        torch.testing.assert_close(df.convert(value, x, abar, given_, wanted), one_by_one(
            lambda b, k=(given_, wanted): df.convert(value[b : b + 1], x[b : b + 1], float(abar[b]), *k)), **close)


def test_sampling_draws_nothing_from_the_global_generator():
    before = torch.get_rng_state()
    df.last(df.sample(df.two_point_denoiser(), START, df.schedule("edm", 3), "ancestral", generator=torch.Generator()))
    assert torch.equal(torch.get_rng_state(), before)


@given(st.integers(0, 10**6), st.sampled_from(["ddim", "heun"]), st.integers(1, 4))
def test_samples_do_not_depend_on_the_batch(seed, method, n):
    z, sigmas = 80 * noise(seed, 5, 1, 3, 3), df.schedule("edm", 5)
    D = df.gaussian_denoiser(MEAN, VAR)
    alone = torch.cat([df.last(df.sample(D, part, sigmas, method)) for part in z.split(n)])
    assert torch.equal(alone, df.last(df.sample(D, z, sigmas, method)))


def test_float32_stays_float32():
    z = df.last(df.sample(df.gaussian_denoiser(MEAN, VAR), START.float(), df.schedule("edm", 5), "heun"))
    assert z.dtype == torch.float32


# ---------------------------------------------------------------- the linear machine
def test_wiener_is_the_best_linear_guess():
    """Against the textbook formula with an explicit inverse; with uncorrelated pixels it is the pixelwise filter."""
    x, z = noise(12, 50, 1, 3, 3), noise(13, 4, 1, 3, 3)
    flat, mu = x.flatten(1), x.flatten(1).mean(0)
    cov = (flat - mu).T @ (flat - mu) / 50
    wanted = mu + (z.flatten(1) - mu) @ torch.linalg.inv(cov + 0.7**2 * torch.eye(9)).T @ cov
    assert torch.allclose(df.wiener(x)(z, 0.7).flatten(1), wanted, atol=1e-12)
    corners = torch.tensor([[1.0, 1], [1, -1], [-1, 1], [-1, -1]], dtype=torch.float64).reshape(4, 1, 1, 2)
    z = noise(14, 5, 1, 1, 2)
    pixelwise = df.gaussian_denoiser(torch.zeros(1, 1, 2), torch.ones(1, 1, 2))
    assert torch.allclose(df.wiener(corners)(z, 1.3), pixelwise(z, 1.3), atol=1e-12)


def test_wiener_limits_on_clothes():
    clothes = data.load("fashion-mnist", n=200).images
    D, z = df.wiener(clothes), clothes[:5]
    assert (D(z, 1e-4) - z).abs().max() < 1e-3  # with no noise, the identity on the span of the data
    assert (D(z, 1e4) - clothes.mean(0)).abs().max() < 1e-3
    assert torch.allclose(D(z, torch.tensor([0.5, 1, 2, 3, 4]))[2:3], D(z[2:3], 2.0), atol=1e-6)


def test_two_point_world_by_counting():
    """Mean of x0 over draws whose z fell near 0.3: within 4 standard errors of tanh(z / sigma^2)."""
    g = torch.Generator().manual_seed(15)
    x = torch.randint(0, 2, (400_000,), generator=g) * 2.0 - 1
    z = x + torch.randn(400_000, generator=g)
    near = x[(z - 0.3).abs() < 0.02]
    exact = df.two_point_denoiser()(pixel(0.3), 1.0).item()
    assert near.mean().item() == pytest.approx(exact, abs=4 * math.sqrt((1 - exact**2) / len(near)))


@pytest.mark.parametrize("rank", [1, 3, 6])
def test_a_spectrum_makes_its_matrix_and_rounding_has_no_variance(rank):
    """Of a matrix of known rank: as many variances as that, the others 0, not merely small."""
    x = noise(7, rank, 6)
    lam, axes = spectrum(x.T @ x)
    assert int((lam > 0).sum()) == rank and bool((lam >= 0).all()) and bool((lam.diff() >= 0).all())
    assert ((axes * lam) @ axes.T).numpy() == pytest.approx((x.T @ x).numpy(), abs=1e-12)
    assert (axes.T @ axes).numpy() == pytest.approx(np.eye(6), abs=1e-12)
