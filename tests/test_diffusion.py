"""Schedules against published values, conversions against their table, samplers against exact solutions."""

import itertools
import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from mosaics import diffusion as df

ROUND = 1e-12  # relative: float64 arithmetic in a handful of operations on numbers of size one


def one(x):
    return torch.tensor(x, dtype=torch.float64).reshape(1, 1, 1, 1)


def noise(seed, *shape, dtype=torch.float64):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=dtype)


# ---------------------------------------------------------------- schedules (published or computed to the digits shown)
# A value printed with k significant digits is known to half a unit of its last one: 5e-6 for six digits.
@pytest.mark.parametrize(("k", "abar"), [
    (1, 0.9999), (100, 0.897018), (250, 0.524085), (500, 0.0785872), (750, 0.00335055), (1000, 4.03583e-5),
])
def test_linear_schedule_of_ddpm(k, abar):
    assert df.abar_linear()[k - 1].item() == pytest.approx(abar, rel=5e-6)


@pytest.mark.parametrize(("t", "abar"), [
    (0.0, 1.0), (0.1, 0.972093), (0.25, 0.847012), (0.5, 0.493844), (0.75, 0.144272), (0.9, 0.0240917),
])
def test_cosine_schedule(t, abar):
    assert df.abar_cosine(t).item() == pytest.approx(abar, rel=5e-6)


@pytest.mark.parametrize(("t", "power"), [
    (0.0, 0.0), (0.05, 0.0060587), (0.1, 0.024088), (0.25, 0.14425), (0.5, 0.493767), (0.75, 0.846881),
    (0.95, 0.991853), (1.0, 0.999845),
])
def test_cosine_variant_of_the_authors(t, power):
    # Five digits for 0.0060587, 0.024088 and 0.14425: half a unit of the last is up to 3.5e-5 of the value.
    assert 1 - df.abar_legacy(t).item() == pytest.approx(power, rel=3.5e-5, abs=1e-15)


def test_ends_of_the_clocks():
    assert df.abar_legacy(1.0).item() == pytest.approx(1.554e-4, rel=4e-4)
    assert df.abar_to_sigma(df.abar_legacy(1.0)).item() == pytest.approx(80.21, abs=0.005)
    assert df.abar_to_sigma(df.abar_linear()[-1]).item() == pytest.approx(157.41, abs=0.005)
    # cos(pi / 2) is 0 up to the rounding of pi, so the cosine clock ends in noise alone.
    assert df.abar_cosine(1.0).item() < 1e-30


def test_levels_of_edm():
    ten = [80, 42.415, 21.109, 9.7232, 4.0661, 1.5017, 0.46998, 0.11664, 0.020435, 0.002]
    np.testing.assert_allclose(df.sigmas_edm(10), ten, rtol=5e-5)  # five digits
    eighteen = [80, 57.59, 40.79, 28.37, 19.35, 12.91, 8.401, 5.315, 3.257, 1.923, 1.088, 0.5853, 0.2964, 0.1395,
                0.0599, 0.0229, 0.0075, 0.002]
    np.testing.assert_allclose(df.sigmas_edm(18), eighteen, rtol=5e-4, atol=5e-5)  # four digits or four decimals


@given(st.sampled_from(df.SCHEDULES), st.integers(1, 200), st.floats(0.01, 0.5), st.floats(5, 80))
def test_a_schedule_falls_within_its_range_and_ends_at_zero(name, steps, low, high):
    sigmas = df.schedule(name, steps, low, high)
    assert sigmas.shape == (steps + 1,) and sigmas.dtype == torch.float64
    assert sigmas[-1] == 0 and (sigmas[1:] < sigmas[:-1]).all()
    # A table of the clock is inverted by interpolation: the ends may be off by the curvature between two of its
    # entries. abar moves by under 1e-3 of t a step, sigma near the cosine's end by sigma^2 2.4e-3 < 2 % of 5 ... 80.
    assert sigmas[:-1].min() >= low * (1 - 0.02) and sigmas[0] <= high * (1 + 0.02)
    assert sigmas[0] == pytest.approx(high, rel=0.02)  # each of the four reaches 80


def test_edm_schedule_is_the_levels_and_zero():
    assert df.schedule("edm", 10, 0.002, 80.0)[:-1].equal(df.sigmas_edm(10))
    assert df.schedule("edm", 1, 0.5, 7.0).tolist() == pytest.approx([7.0, 0.0], rel=ROUND)


@pytest.mark.parametrize("name", ["cosine", "legacy"])
def test_vp_schedules_visit_equally_spaced_times(name):
    sigmas = df.schedule(name, 50, 0.05, 20.0)[:-1]
    abar = df.sigma_to_abar(sigmas)
    # invert the clock in closed form: cos^2 of an angle that is linear in t
    angle = (abar * (math.cos(0.008 / 1.008 * math.pi / 2) ** 2 if name == "cosine" else 1)).sqrt().arccos()
    gaps = angle.diff()
    torch.testing.assert_close(gaps, gaps.mean().expand_as(gaps), rtol=1e-6, atol=0)  # cancellation: 1e-16 / 0.03 / ...


# ---------------------------------------------------------------- clocks and conversions
@given(st.floats(0.0, 1e3))
def test_level_and_signal_power_are_inverse(sigma):
    back = df.abar_to_sigma(df.sigma_to_abar(sigma)).item()
    # 1 - 1/(1 + sigma^2) cancels at low noise: its error 1e-16 is 1e-16 / (2 sigma) of sigma, itself at most 1.5e-8
    assert back == pytest.approx(sigma, rel=1e-9, abs=2e-8)


@given(st.integers(0, 10**6), st.floats(1e-4, 1.0))
def test_vp_and_ve_images_are_inverse(seed, abar):
    xt = noise(seed, 2, 1, 3, 3)
    z = df.vp_to_ve(xt, abar)
    torch.testing.assert_close(z, xt / math.sqrt(abar), rtol=ROUND, atol=ROUND)
    # sigma is read from abar and back: near abar = 1 its error is 1e-8, but only sigma^2 matters here
    torch.testing.assert_close(df.ve_to_vp(z, float(df.abar_to_sigma(abar))), xt, rtol=ROUND, atol=ROUND)


# section 4 of the dossier's diffusion-basics, entry by entry: value -> wanted, with a, b, x
TABLE = {
    ("x0", "eps"): lambda y, x, a, b: (x - a * y) / b, ("x0", "score"): lambda y, x, a, b: (a * y - x) / b**2,
    ("x0", "v"): lambda y, x, a, b: (a * x - y) / b,
    ("eps", "x0"): lambda y, x, a, b: (x - b * y) / a, ("eps", "score"): lambda y, x, a, b: -y / b,
    ("eps", "v"): lambda y, x, a, b: (y - b * x) / a,
    ("score", "x0"): lambda y, x, a, b: (x + b**2 * y) / a, ("score", "eps"): lambda y, x, a, b: -b * y,
    ("score", "v"): lambda y, x, a, b: -b * (y + x) / a,
    ("v", "x0"): lambda y, x, a, b: a * x - b * y, ("v", "eps"): lambda y, x, a, b: b * x + a * y,
    ("v", "score"): lambda y, x, a, b: -(b * x + a * y) / b,
}
# For abar in [0.01, 0.99], a and b are at least 0.1, so the divisions by a, b, b^2 enlarge rounding by 1e3 at most.
CONVERT = 1e-12


@pytest.mark.parametrize(("given_kind", "wanted"), TABLE)
@pytest.mark.parametrize("abar", [0.01, 0.3, 0.5, 0.99])
def test_conversions_are_those_of_the_table(given_kind, wanted, abar):
    value, x = noise(1, 2, 1, 3, 3), noise(2, 2, 1, 3, 3)
    expected = TABLE[given_kind, wanted](value, x, math.sqrt(abar), math.sqrt(1 - abar))
    torch.testing.assert_close(df.convert(value, x, abar, given_kind, wanted), expected, rtol=CONVERT, atol=CONVERT)


@given(st.integers(0, 10**6), st.floats(0.01, 0.99))
def test_conversions_agree_with_the_true_x0_and_eps(seed, abar):
    x0, eps = noise(seed, 1, 1, 2, 2), noise(seed + 1, 1, 1, 2, 2)
    a, b = math.sqrt(abar), math.sqrt(1 - abar)
    x = a * x0 + b * eps
    truth = {"x0": x0, "eps": eps, "score": -eps / b, "v": a * eps - b * x0}
    for one_kind, other in itertools.product(df.KINDS, df.KINDS):
        found = df.convert(truth[one_kind], x, abar, one_kind, other)
        torch.testing.assert_close(found, truth[other], rtol=CONVERT, atol=CONVERT)
        back = df.convert(found, x, abar, other, one_kind)
        torch.testing.assert_close(back, truth[one_kind], rtol=CONVERT, atol=CONVERT)


# ---------------------------------------------------------------- the two-point world (fact 1, seven digits)
@pytest.mark.parametrize(("abar", "x", "D", "score", "eps", "v", "digit"), [
    (0.5, 0.3, 0.4005166, -0.0335840, 0.0237475, -0.2664160, 1e-7),
    (0.9, 0.3, 0.9932777, 6.423059, -2.031149, -2.241020, 1e-6),
])
def test_two_point_denoiser(abar, x, D, score, eps, v, digit):
    z, sigma = df.vp_to_ve(one(x), abar), float(df.abar_to_sigma(abar))
    found = df.two_point_denoiser()(z, sigma)
    assert found.item() == pytest.approx(D, abs=5e-8)
    for kind, value in (("score", score), ("eps", eps), ("v", v)):
        # printed to seven or six decimals, some cut and not rounded: within one unit of the last
        assert df.convert(found, one(x), abar, "x0", kind).item() == pytest.approx(value, abs=digit)
    # the VE score is the VP score times sqrt(abar), by the change of variable z = x / sqrt(abar)
    assert df.score(df.two_point_denoiser(), z, sigma).item() == pytest.approx(score * math.sqrt(abar), abs=digit)


@pytest.mark.parametrize("method", ["ddim", "euler"])
def test_one_ddim_step_in_the_two_point_world(method):
    sigmas = df.abar_to_sigma(torch.tensor([0.5, 0.9], dtype=torch.float64))
    z = df.last(df.sample(df.two_point_denoiser(), df.vp_to_ve(one(0.3), 0.5), sigmas, method))
    assert df.ve_to_vp(z, float(sigmas[1])).item() == pytest.approx(0.3874730, abs=5e-8)


def test_two_point_denoiser_is_bayes():
    z, sigma = torch.linspace(-4, 4, 81, dtype=torch.float64).reshape(-1, 1, 1, 1), 0.7
    up, down = (torch.exp(-((z - a) ** 2) / (2 * sigma**2)) for a in (1, -1))
    torch.testing.assert_close(df.two_point_denoiser()(z, sigma), (up - down) / (up + down), rtol=ROUND, atol=ROUND)


def test_tweedie_by_differences():
    """The score is the gradient of log p_sigma: two points, one pixel, central differences."""
    sigma, h = 0.8, 1e-5
    z = torch.linspace(-3, 3, 61, dtype=torch.float64).reshape(-1, 1, 1, 1)
    log_p = lambda z: torch.logaddexp(-((z - 1) ** 2) / (2 * sigma**2), -((z + 1) ** 2) / (2 * sigma**2))  # noqa: E731
    slope = (log_p(z + h) - log_p(z - h)) / (2 * h)
    # truncation h^2 |f'''| / 6 < 1e-10 and rounding 1e-15 / h = 1e-10
    torch.testing.assert_close(df.score(df.two_point_denoiser(), z, sigma), slope, rtol=0, atol=1e-9)


# ---------------------------------------------------------------- samplers against exact solutions
MEAN, VAR = noise(5, 1, 3, 4), noise(6, 1, 3, 4) ** 2


def gaussian_error(method, n):
    z = 5 * noise(7, 3, 1, 3, 4)
    sigmas = torch.linspace(5.0, 0.5, n + 1, dtype=torch.float64)
    found = df.last(df.sample(df.gaussian_denoiser(MEAN, VAR), z, sigmas, method))
    return (found - df.gaussian_flow(z, 5.0, 0.5, MEAN, VAR)).norm().item()


@pytest.mark.parametrize(("method", "order"), [("euler", 1), ("ddim", 1), ("heun", 2)])
def test_order_of_a_sampler_on_the_exact_gaussian_flow(method, order):
    errors = [gaussian_error(method, n) for n in (64, 128, 256, 512, 1024)]
    measured = np.log2(np.divide(errors[:-1], errors[1:]))
    # error = c h^p (1 + O(h)): the measured order misses p by O(h), which halves from one n to the next
    miss = np.abs(measured - order)
    assert miss[-1] < 0.02 and (miss[1:] < 0.6 * miss[:-1]).all()


def test_exact_flow_solves_the_ode():
    z, sigma, h = noise(8, 2, 1, 3, 4), 1.3, 1e-5
    flow = lambda s: df.gaussian_flow(z, sigma, s, MEAN, VAR)  # noqa: E731
    slope = (flow(sigma + h) - flow(sigma - h)) / (2 * h)
    torch.testing.assert_close(slope, -sigma * df.score(df.gaussian_denoiser(MEAN, VAR), z, sigma), rtol=0, atol=1e-8)
    torch.testing.assert_close(flow(sigma), z, rtol=ROUND, atol=ROUND)


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32])
def test_ddim_is_euler(dtype):
    z = 80 * noise(9, 4, 1, 3, 4, dtype=dtype)
    sigmas = df.schedule("edm", 25)
    pairs = zip(*(df.sample(df.gaussian_denoiser(MEAN, VAR), z, sigmas, m) for m in ("ddim", "euler")), strict=True)
    for a, b in pairs:
        # Each step rounds numbers as large as |z| <= 80 * 4 a few times; 25 steps. float64: 1e-16, float32: 6e-8.
        size = 25 * 8 * torch.finfo(dtype).eps
        torch.testing.assert_close(a.z, b.z, rtol=size, atol=size * float(a.z.abs().max()))
        assert a.sigma == b.sigma and a.step == b.step


@given(st.integers(0, 10**6), st.floats(0.05, 0.9), st.floats(0.05, 0.95))
def test_ancestral_step_is_ddim_with_eta_one_written_in_vp(seed, abar, share):
    """Song et al. 2021, eq. 12 with eq. 16 at eta = 1, in VP variables, against the VE step."""
    abar_next = abar + share * (1 - abar)
    x, xi = noise(seed, 2, 1, 2, 2), noise(seed + 1, 2, 1, 2, 2)
    sigmas = df.abar_to_sigma(torch.tensor([abar, abar_next], dtype=torch.float64))
    denoise = df.two_point_denoiser()
    z = df.vp_to_ve(x, abar)
    x0_hat = denoise(z, float(sigmas[0]))
    eps_hat = df.convert(x0_hat, x, abar, "x0", "eps")
    c = math.sqrt((1 - abar_next) / (1 - abar)) * math.sqrt(1 - abar / abar_next)
    vp = math.sqrt(abar_next) * x0_hat + math.sqrt(1 - abar_next - c * c) * eps_hat + c * xi
    ve = df.last(df.sample(denoise, z, sigmas, "ancestral", noise=xi[None]))
    # 1 - abar_next - c^2 cancels: its value is (1 - abar_next)^2 abar / ((1 - abar) abar_next) >= 1e-4, so 1e-12 holds
    torch.testing.assert_close(df.ve_to_vp(ve, float(sigmas[1])), vp, rtol=1e-11, atol=1e-11)


def test_ancestral_step_is_ddpm():
    """Ho et al. 2020, Algorithm 2 with the smaller variance, for one step of the linear schedule."""
    abar = df.abar_linear()
    k = 400  # from step k + 1 to step k in DDPM's counting
    beta = float(1 - abar[k] / abar[k - 1])
    x, xi = noise(1, 2, 1, 2, 2), noise(2, 2, 1, 2, 2)
    sigmas = df.abar_to_sigma(abar[[k, k - 1]])
    denoise = df.two_point_denoiser()
    z = df.vp_to_ve(x, float(abar[k]))
    eps_hat = df.convert(denoise(z, float(sigmas[0])), x, float(abar[k]), "x0", "eps")
    ddpm = (x - beta / math.sqrt(1 - abar[k]) * eps_hat) / math.sqrt(1 - beta)
    ddpm = ddpm + math.sqrt((1 - abar[k - 1]) / (1 - abar[k]) * beta) * xi
    ve = df.last(df.sample(denoise, z, sigmas, "ancestral", noise=xi[None]))
    # beta = 8e-3 is read from a ratio near one: relative error 1e-16 / 8e-3
    torch.testing.assert_close(df.ve_to_vp(ve, float(sigmas[1])), ddpm, rtol=1e-11, atol=1e-11)


def test_ancestral_sampling_keeps_the_gaussian():
    """With the exact denoiser of N(0, 1) pixels the variance at the end is one, whatever the random numbers."""
    denoise = df.gaussian_denoiser(torch.zeros(1, 1, 1), torch.ones(1, 1, 1))
    n, rng = 20_000, torch.Generator().manual_seed(1)
    z = math.sqrt(1 + 80**2) * torch.randn(n, 1, 1, 1, generator=rng)
    end = df.last(df.sample(denoise, z, df.schedule("edm", 200), "ancestral", generator=rng))
    # The step uses x0_hat for x0 (DDPM's choice), so the variance is short by O(step): halving the steps doubles it.
    # With 200 steps the exact recursion below gives the value to expect; the sample variance has error sqrt(2 / n).
    var, sigmas = 1 + 80.0**2, df.schedule("edm", 200).tolist()
    for s, t in itertools.pairwise(sigmas):
        gain = 1 / (1 + s * s) + t * t / (s * s) * (1 - 1 / (1 + s * s))
        var = gain**2 * var + t * t * (s * s - t * t) / (s * s)
    assert end.var().item() == pytest.approx(var, rel=5 * math.sqrt(2 / n))
    assert var == pytest.approx(1, rel=0.05)


def test_ancestral_sampling_uses_the_noise_it_is_given_in_order():
    z, sigmas, xi = noise(1, 2, 1, 2, 2), df.schedule("edm", 5), noise(2, 5, 2, 1, 2, 2)
    drawn = iter(xi)
    expected = z
    for s, t in itertools.pairwise(sigmas.tolist()):
        expected = t * t / (s * s) * expected + t * math.sqrt(s * s - t * t) / s * next(drawn)  # guess 0
    found = df.last(df.sample(df.point_denoiser(torch.zeros(1, 1, 2, 2)), z, sigmas, "ancestral", noise=xi))
    torch.testing.assert_close(found, expected, rtol=ROUND, atol=ROUND)


def test_same_generator_same_sample():
    make = lambda seed: df.last(df.sample(  # noqa: E731
        df.two_point_denoiser(), noise(1, 3, 1, 2, 2), df.schedule("edm", 8, 0.3), "ancestral",
        generator=torch.Generator().manual_seed(seed)))
    assert make(4).equal(make(4)) and not make(4).equal(make(5))


@pytest.mark.parametrize("method", df.METHODS)
@pytest.mark.parametrize("steps", [1, 2, 7])
def test_point_mass_is_reached_by_every_sampler(method, steps):
    a = noise(3, 1, 1, 3, 4)
    rng = torch.Generator().manual_seed(1) if method == "ancestral" else None
    z = 80 * noise(4, 5, 1, 3, 4)
    end = df.last(df.sample(df.point_denoiser(a), z, df.schedule("edm", steps), method, generator=rng))
    # the last step, from sigma, forms z + (0 - sigma) (z - a) / sigma: rounding of numbers up to 300 (one step from 80)
    torch.testing.assert_close(end, a.expand_as(end), rtol=0, atol=1e-12)


@pytest.mark.parametrize("method", df.METHODS)
def test_states_tell_the_whole_story(method):
    calls = []
    point = df.point_denoiser(torch.zeros(1, 1, 2, 2))

    def denoise(z, sigma):
        calls.append(sigma)
        return point(z, sigma)

    sigmas, z = df.schedule("edm", 4), noise(1, 2, 1, 2, 2)
    states = list(df.sample(denoise, z, sigmas, method, noise=torch.zeros(4, *z.shape, dtype=z.dtype)
                            if method == "ancestral" else None))
    assert [s.step for s in states] == [0, 1, 2, 3, 4]
    assert [s.sigma for s in states] == sigmas.tolist()
    assert states[0].z is z and states[0].x0_hat is None and all((s.x0_hat == 0).all() for s in states[1:])
    assert len(calls) == (7 if method == "heun" else 4)  # Heun: 2 N - 1
    assert 0 not in calls


def test_a_sampler_checks_before_it_runs():
    with pytest.raises(ValueError, match="method must be one of"):
        df.sample(df.two_point_denoiser(), noise(1, 1, 1, 2, 2), df.schedule("edm", 3), "rk4")  # not iterated


# ---------------------------------------------------------------- Gaussian denoisers
def test_wiener_is_the_gaussian_formula():
    data = noise(1, 40, 2, 3, 2)
    z, sigma = noise(2, 5, 2, 3, 2), 0.7
    x = data.flatten(1)
    mu = x.mean(0)
    cov = (x - mu).T @ (x - mu) / len(x)
    gain = cov @ torch.linalg.inv(cov + sigma**2 * torch.eye(12, dtype=torch.float64))
    expected = mu + (z.flatten(1) - mu) @ gain.T
    # inverse of a matrix with condition number below 1e2, and an eigendecomposition: 1e-16 * 1e2 * 12
    torch.testing.assert_close(df.wiener(data)(z, sigma), expected.reshape(z.shape), rtol=1e-11, atol=1e-11)


def test_wiener_takes_fewer_images_than_pixels_and_its_limits():
    data = noise(1, 4, 1, 3, 3)
    z = noise(2, 2, 1, 3, 3)
    denoise, mean = df.wiener(data), data.mean(0)
    # 1 / (1 + sigma^2 / lambda): at sigma 1e6 the mean is missed by lambda / sigma^2 ~ 1e-11
    torch.testing.assert_close(denoise(z, 1e6), mean.expand_as(z), rtol=0, atol=1e-10)
    x = (data - mean).flatten(1)
    q = torch.linalg.svd(x)[2][:3]  # centred, four images span three directions
    onto = mean + ((z - mean).flatten(1) @ q.T @ q).reshape(z.shape)
    # at sigma = 1e-5 the noise power over the smallest eigenvalue, about 1, is 1e-10; the null directions have none,
    # but their computed eigenvalues, 1e-16 at most, over 1e-10 let 1e-6 of the deviation through
    torch.testing.assert_close(denoise(z, 1e-5), onto, rtol=0, atol=1e-5)


def test_diagonal_gaussian_denoiser_agrees_with_posterior_by_quadrature():
    mean, var, sigma, z = 0.4, 0.6, 0.9, 1.3
    x = torch.linspace(-12, 12, 200_001, dtype=torch.float64)
    w = torch.exp(-((x - mean) ** 2) / (2 * var) - (z - x) ** 2 / (2 * sigma**2))
    expected = ((w * x).sum() / w.sum()).item()  # trapezium on a decaying analytic function: exact to rounding
    full = lambda v: torch.full((1, 1, 1), v, dtype=torch.float64)  # noqa: E731
    assert df.gaussian_denoiser(full(mean), full(var))(one(z), sigma).item() == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("make", [
    df.two_point_denoiser, lambda: df.gaussian_denoiser(MEAN, VAR), lambda: df.wiener(noise(3, 9, 1, 3, 4)),
    lambda: df.point_denoiser(noise(3, 1, 1, 3, 4)),
])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_denoisers_take_a_sigma_each_and_keep_the_dtype(make, dtype):
    z = noise(4, 3, 1, 3, 4).to(dtype)
    sigma = torch.tensor([0.5, 1.0, 4.0])
    out = make()(z, sigma)
    assert out.dtype == dtype and out.shape == z.shape
    alone = torch.cat([make()(z[k : k + 1], float(s)) for k, s in enumerate(sigma)])
    torch.testing.assert_close(out, alone, rtol=4 * torch.finfo(dtype).eps, atol=8 * torch.finfo(dtype).eps)


def test_noise_is_added_at_its_level():
    x0, eps = noise(1, 3, 1, 2, 2), noise(2, 1, 1, 2, 2)
    assert df.add_noise(x0, 0.0, eps).equal(x0)
    torch.testing.assert_close(df.add_noise(x0, 2.0, eps), x0 + 2 * eps.expand_as(x0), rtol=0, atol=0)
