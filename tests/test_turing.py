"""Reaction-diffusion: derivatives, linear stability against known values, the grid, and simulations against theory."""

import itertools
import math
from typing import ClassVar

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from mosaics import turing as tg

F64 = torch.float64
ALL = [m() for m in tg.MODELS.values()]
NAMES = list(tg.MODELS)


def gen(seed=0):
    return torch.Generator().manual_seed(seed)


def noise(*shape, seed=0):
    return torch.randn(*shape, generator=gen(seed), dtype=F64)


# ---------------------------------------------------------------- models
@pytest.mark.parametrize("model", ALL, ids=NAMES)
def test_the_uniform_state_is_at_rest(model):
    u, v = torch.tensor(model.homogeneous(), dtype=F64)
    assert max(abs(float(rate)) for rate in model.reaction(u, v)) < 1e-15


@pytest.mark.parametrize("model", ALL, ids=NAMES)
def test_jacobian_is_the_derivative_of_the_reaction(model):
    for seed in range(5):
        at = torch.rand(2, generator=gen(seed), dtype=F64) + 0.3  # GiererMeinhardt needs v > 0
        exact = torch.stack(torch.autograd.functional.jacobian(lambda x: model.reaction(x[0], x[1]), at))
        torch.testing.assert_close(model.jacobian(*at.tolist()), exact, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_parameters_are_kept_and_defaults_lie_in_their_range(name):
    ranges = tg.MODELS[name].ranges
    assert all(low <= default <= high for default, low, high in ranges.values())
    changed = tg.make(name, **{p: high for p, (_, _, high) in ranges.items()})
    assert all(getattr(changed, p) == high for p, (_, _, high) in ranges.items())
    assert {"Du", "Dv"} <= set(ranges) and repr(changed) == name


def test_gray_scott_has_a_second_state_only_below_its_limit():
    """k <= sqrt(F) / 2 - F; above it what is left is the empty state, stable at every wavelength."""
    F = 0.03
    limit = math.sqrt(F) / 2 - F
    assert tg.GrayScott(F=F, k=limit - 1e-4).homogeneous()[1] > 0
    empty = tg.GrayScott(F=F, k=limit + 1e-4)
    assert empty.homogeneous() == (1.0, 0.0)
    assert (tg.growth_rate(empty, torch.linspace(0, 1000, 500)) < 0).all() and tg.fastest_mode(empty) is None


@pytest.mark.parametrize(("F", "k", "exists"), [
    (0.010, 0.047, False), (0.030, 0.057, False), (0.050, 0.063, False), (0.026, 0.061, False), (0.046, 0.065, False),
    (0.018, 0.055, False), (0.060, 0.062, True), (0.014, 0.039, True),
])
def test_most_classes_of_pearson_have_no_second_state(F, k, exists):
    """alpha, theta, kappa, lambda, mu, epsilon: nothing that a Turing instability could start from."""
    assert (tg.GrayScott(F=F, k=k).homogeneous()[1] > 0) == exists


# ---------------------------------------------------------------- linear stability: known values, to 1e-4
@pytest.mark.parametrize(("model", "k", "wavelength", "growth"), [
    (tg.Schnakenberg(Dv=10), 0.564396, 11.1326, 0.057191), (tg.Schnakenberg(Dv=20), 0.486661, 12.9108, 0.263158),
    (tg.Schnakenberg(Dv=40), 0.420543, 14.9406, 0.411011),
    (tg.Schnakenberg(a=0.2, b=1.3, Dv=40), 0.501767, 12.5221, 0.169316),
    (tg.GiererMeinhardt(Dv=10), 0.625827, 10.0398, 0.060617),
    (tg.GiererMeinhardt(Dv=30), 0.501826, 12.5207, 0.431943), (tg.FitzHughNagumo(), 25.203, 0.249303, 0.497781),
    (tg.GrayScott(), 51.728, 0.121465, 0.0017988), (tg.GrayScott(F=0.055), 47.335, 0.132738, 0.0088418),
])
def test_fastest_mode(model, k, wavelength, growth):
    assert tg.fastest_mode(model) == pytest.approx((k, wavelength, growth), rel=1e-4)


@pytest.mark.parametrize(("model", "ratio", "k2"), [(tg.Schnakenberg(), 8.567627, 0.341641),
                                                    (tg.GiererMeinhardt(), 8.742641, 0.643594**2)])
def test_onset(model, ratio, k2):
    found = tg.onset(model)
    assert (found.ratio, found.k**2) == pytest.approx((ratio, k2), rel=1e-6)
    below, above = (type(model)(Dv=ratio * s) for s in (1 - 1e-6, 1 + 1e-6))
    assert not all(tg.conditions(below)) and all(tg.conditions(above))
    assert tg.fastest_mode(above).k == pytest.approx(found.k, rel=1e-2)


def test_onset_of_a_model_whose_activator_is_v():
    """In Gray-Scott v feeds on u, so the ratio is D_u / D_v."""
    model = tg.GrayScott()
    ratio = tg.onset(model).ratio
    assert not all(tg.conditions(tg.GrayScott(Du=ratio * model.Dv * 0.999)))
    assert all(tg.conditions(tg.GrayScott(Du=ratio * model.Dv * 1.001)))


@pytest.mark.parametrize(("model", "low", "high"), [
    (tg.Schnakenberg(Dv=10), 0.2**0.5, 0.5**0.5), (tg.FitzHughNagumo(), 4.542, 55.114), (tg.GrayScott(), 43.51, 61.06),
])
def test_unstable_band(model, low, high):
    assert tg.unstable_band(model) == pytest.approx((low, high), rel=1e-4)
    for edge in tg.unstable_band(model):
        assert float(tg.growth_rate(model, edge)) == pytest.approx(0, abs=1e-9)


def unstable():
    """Schnakenberg models, many of them Turing-unstable."""
    return st.builds(lambda a, b, r: tg.Schnakenberg(a=a, b=b, Dv=r), st.floats(0, 0.3), st.floats(0.5, 1.5),
                     st.floats(1.01, 60))


@given(unstable())
def test_conditions_say_what_the_curve_shows(model):
    """Four conditions hold exactly if the uniform state is stable alone and some wave grows."""
    curve = tg.growth_rate(model, torch.linspace(0, 3, 4001, dtype=F64))
    margin = 1e-6  # a peak between two samples of the curve
    if all(tg.conditions(model)):
        mode, band = tg.fastest_mode(model), tg.unstable_band(model)
        assert curve[0] < 0 and band[0] < mode.k < band[1]
        assert mode.growth >= float(curve.max()) - 1e-12 and mode.growth == pytest.approx(float(curve.max()), abs=1e-4)
    else:
        assert curve[0] >= 0 or curve.max() <= margin


@given(unstable(), st.floats(0.01, 3))
def test_growth_rate_is_the_larger_eigenvalue(model, k):
    J = tg.rest_jacobian(model) - k**2 * torch.diag(torch.tensor([model.Du, model.Dv], dtype=F64))
    assert float(tg.growth_rate(model, k)) == pytest.approx(float(torch.linalg.eigvals(J).real.max()), abs=1e-9)


@given(st.floats(0.1, 9), st.sampled_from([10.0, 20.0, 40.0]))
def test_wavelength_goes_as_the_root_of_diffusion(scale, ratio):
    one, other = (tg.fastest_mode(tg.Schnakenberg(Du=s, Dv=ratio * s)) for s in (1, scale))
    assert other.wavelength == pytest.approx(one.wavelength * scale**0.5, rel=1e-9)
    assert other.growth == pytest.approx(one.growth, rel=1e-9)


def test_equal_diffusion_makes_no_pattern():
    assert not any(all(tg.conditions(tg.Schnakenberg(b=b, Dv=1))) for b in (0.5, 0.9, 1.5))


# ---------------------------------------------------------------- grids
def brute_laplacian(x, periodic, weights, mask=None):
    """Point by point; no-flux takes the mirrored neighbour, a mask drops the link."""
    H, W = x.shape
    out = torch.zeros_like(x)
    for i in range(H):
        for j in range(W):
            for (di, dj), w in weights.items():
                a, b = i + di, j + dj
                a, b = (a % H, b % W) if periodic else (min(max(a, 0), H - 1), min(max(b, 0), W - 1))
                if mask is None or (mask[i, j] and mask[a, b]):
                    out[i, j] += w * (x[a, b] - x[i, j])
    return out


FIVE = {(0, 1): 1, (0, -1): 1, (1, 0): 1, (-1, 0): 1}
NINE = dict.fromkeys(FIVE, 4 / 6) | {(i, j): 1 / 6 for i in (1, -1) for j in (1, -1)}


@pytest.mark.parametrize("boundary", tg.BOUNDARIES)
@pytest.mark.parametrize(("stencil", "weights"), [("five", FIVE), ("nine", NINE)])
@pytest.mark.parametrize("masked", [False, True])
def test_laplacian_against_a_loop(boundary, stencil, weights, masked):
    x, dx = noise(2, 2, 5, 7), 0.5
    mask = torch.rand(5, 7, generator=gen(3)) > 0.3 if masked else None
    expected = torch.stack([torch.stack([brute_laplacian(c, boundary == "periodic", weights, mask) for c in b])
                            for b in x]) / dx**2
    torch.testing.assert_close(tg.laplacian(x, dx, boundary, stencil, mask), expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("boundary", tg.BOUNDARIES)
@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("shape", [(2, 2, 9), (2, 2, 6, 8)])
def test_diffusion_keeps_the_amount(boundary, masked, shape):
    mask = torch.rand(shape[2:], generator=gen(4)) > 0.4 if masked else None
    for stencil in tg.STENCILS:
        total = tg.laplacian(noise(*shape), 1.0, boundary, stencil, mask).flatten(2).sum(2)
        assert total.abs().max() < 1e-12


@pytest.mark.parametrize("stencil", tg.STENCILS)
@pytest.mark.parametrize("mode", [(1, 0), (2, 3), (0, 4), (8, 8)])
def test_waves_are_eigenvectors_with_the_grids_wavenumber(stencil, mode):
    y, x = torch.meshgrid(*[torch.arange(16, dtype=F64)] * 2, indexing="ij")
    k = tuple(2 * math.pi * m / (16 * 0.3) for m in mode)
    wave = torch.cos(0.3 * (k[0] * x + k[1] * y) + 0.2)[None, None]
    expected = -tg.grid_k(k, 0.3, stencil) ** 2 * wave
    torch.testing.assert_close(tg.laplacian(wave, 0.3, "periodic", stencil), expected, rtol=1e-9, atol=1e-9)


def test_stencils_are_second_order_and_nine_is_isotropic():
    along, across = (0.4, 0.0), (0.4 / 2**0.5, 0.4 / 2**0.5)
    error = {(s, dx): tg.grid_k(along, dx, s) - 0.4 for s in tg.STENCILS for dx in (0.5, 1.0)}
    assert all(error[s, 1.0] / error[s, 0.5] == pytest.approx(4, rel=0.02) for s in tg.STENCILS)
    tilt = [abs(tg.grid_k(across, 1.0, s) - tg.grid_k(along, 1.0, s)) for s in tg.STENCILS]
    assert tilt[1] < tilt[0] / 100


def cosines(n, mode):
    """A wave that a mirrored grid keeps."""
    return torch.cos(math.pi * mode * (torch.arange(n, dtype=F64) + 0.5) / n)[None, None]


def test_no_flux_has_half_waves():
    wave, dx = cosines(20, 3), 0.7
    k = tg.grid_k((3 * math.pi / (20 * dx),), dx)
    torch.testing.assert_close(tg.laplacian(wave, dx, "no-flux"), -(k**2) * wave, rtol=1e-9, atol=1e-12)


# ---------------------------------------------------------------- explicit steps and their bound
class Spreading(tg.Model):
    """Diffusion alone."""

    ranges: ClassVar = {"Du": (1.0, 0.1, 10.0), "Dv": (2.0, 0.1, 10.0)}

    def reaction(self, u, v):
        return torch.zeros_like(u), torch.zeros_like(v)

    def jacobian(self, u, v):
        return torch.zeros(2, 2, dtype=F64)

    def homogeneous(self):
        return 0.0, 0.0


@pytest.mark.parametrize(("dims", "stencil", "number"), [(1, "five", 0.5), (2, "five", 0.25), (2, "nine", 0.375)])
def test_bound_for_diffusion_alone(dims, stencil, number):
    assert 2.0 * tg.stable_dt(Spreading(), 0.3, dims, stencil) / 0.3**2 == pytest.approx(number, rel=1e-12)


@pytest.mark.parametrize(("dims", "stencil"), [(1, "five"), (2, "five"), (2, "nine")])
def test_bound_is_sharp(dims, stencil):
    """The roughest wave of the grid decays just below it and grows just above it, where `simulate` refuses."""
    model, bound = Spreading(), tg.stable_dt(Spreading(), 1.0, dims, stencil)
    fields = (-1.0) ** torch.arange(8, dtype=F64).expand(1, 2, *[8] * dims).clone()
    if stencil == "five" and dims == 2:
        fields = fields * (-1.0) ** torch.arange(8, dtype=F64)[:, None]
    if stencil == "nine":
        fields = fields * (-1.0) ** torch.arange(8, dtype=F64)[:, None]
    ends = tg.last(tg.simulate(model, fields, 50, dt=bound * 0.999, stencil=stencil)).fields
    assert ends[:, 1].abs().max() < 1
    grown = fields + 1.001 * bound * 2.0 * tg.laplacian(fields, 1.0, "periodic", stencil)
    assert grown.abs().max() > 1
    with pytest.raises(ValueError, match=r"dt must be at most .*stability bound.*got"):
        tg.simulate(model, fields, 50, dt=bound * 1.001, stencil=stencil)


@pytest.mark.parametrize("model", ALL, ids=NAMES)
@pytest.mark.parametrize("dims", [1, 2])
def test_simulation_is_euler_with_the_public_laplacian(model, dims):
    fields, dx = tg.near_rest(model, noise(2, 2, *[8] * dims), 0.01), 0.9
    dt = 0.9 * tg.stable_dt(model, dx, dims)
    plain = fields
    for _ in range(3):
        rate = torch.stack(model.reaction(plain[:, 0], plain[:, 1]), 1)
        D = torch.tensor([model.Du, model.Dv], dtype=F64).reshape(2, *[1] * dims)
        plain = plain + dt * (rate + D * tg.laplacian(plain, dx, "no-flux"))
    state = tg.last(tg.simulate(model, fields, 3, dx=dx, boundary="no-flux"))
    torch.testing.assert_close(state.fields, plain, rtol=1e-10, atol=1e-12)
    assert (state.step, state.dx) == (3, dx) and state.tau == pytest.approx(3 * dt)


def test_yields_and_counts():
    fields = tg.near_rest(tg.Schnakenberg(), noise(1, 2, 8))
    states = list(tg.simulate(tg.Schnakenberg(), fields, 7, every=3))
    assert [s.step for s in states] == [0, 3, 6, 7] and torch.equal(states[0].fields, fields)
    one = tg.last(tg.simulate(tg.Schnakenberg(), fields, 7))
    torch.testing.assert_close(one.fields, states[-1].fields, rtol=1e-12, atol=0)
    assert [s.step for s in tg.simulate(tg.Schnakenberg(), fields, 0)] == [0]


@pytest.mark.parametrize("shape", [(3, 2, 12), (3, 2, 6, 6)])
def test_batch_is_as_one_by_one_and_shifts_commute(shape):
    model, fields = tg.Schnakenberg(), tg.near_rest(tg.Schnakenberg(), noise(*shape))
    run = lambda x: tg.last(tg.simulate(model, x, 20)).fields  # noqa: E731
    together = run(fields)
    assert torch.equal(together, torch.cat([run(one) for one in fields.split(1)]))
    assert torch.equal(run(fields.roll(3, -1)), together.roll(3, -1))


@pytest.mark.parametrize("dims", [1, 2])
@pytest.mark.parametrize("model", [
    tg.BarrioVareaMaini(), tg.BarrioVareaMaini(alpha=0.85, beta=-1), tg.Schnakenberg(), tg.Schnakenberg(a=0.02, b=1.4),
    tg.GiererMeinhardt(), tg.FitzHughNagumo(), tg.GrayScott(), tg.GrayScott(F=0.0367, k=0.0649)], ids=str)
def test_every_wave_that_should_decay_does(model, dims):
    """1 + dt lambda, at the longest step, for the waves of a grid of 8 points a wavelength, one by one, complex too."""
    dx = (getattr(tg.fastest_mode(model), "wavelength", None) or 8) / 8
    dt, most = tg.stable_dt(model, dx, dims), 0.0
    for k in itertools.product(torch.linspace(0, math.pi / dx, 25).tolist(), repeat=dims):
        J = tg.rest_jacobian(model) - tg.grid_k(k, dx) ** 2 * torch.diag(torch.tensor([model.Du, model.Dv], dtype=F64))
        for value in torch.linalg.eigvals(J).tolist():
            if value.real < 0:
                most = max(most, abs(1 + dt * value))
    assert most == pytest.approx(1, abs=1e-4) and most < 1 + 1e-12  # the bound is met, and by one wave only just


def test_the_default_step_lets_an_oscillation_die():
    """Barrio-Varea-Maini at 8 points a wavelength: the uniform wave decays at the rate of its real part, not grows."""
    model = tg.BarrioVareaMaini()
    dx = tg.fastest_mode(model).wavelength / 8
    values, left = torch.linalg.eig(tg.rest_jacobian(model).T)
    amplitude = lambda fields: float((left[:, 0] * fields.mean((0, 2, 3))).sum().abs())  # noqa: E731  of the turning wave
    start, dt = torch.full((1, 2, 8, 8), 1e-6, dtype=F64), 0.9 * tg.stable_dt(model, dx)
    end = tg.last(tg.simulate(model, start, 2000, dx=dx)).fields
    share = amplitude(end) / amplitude(start)
    assert share == pytest.approx(abs(1 + dt * complex(values[0])) ** 2000, rel=1e-3) and share < 0.95


@pytest.mark.parametrize("trace", [-1e-3, -1e-6, 0.0, 1e-6, 0.05])
def test_an_oscillation_that_hardly_decays_asks_for_no_endless_steps(trace):
    model = tg.BarrioVareaMaini(alpha=0.9 + trace, beta=-0.9)
    largest = max(abs(x) for q in torch.linspace(0, 8, 200).tolist() for x in torch.linalg.eigvals(
        tg.rest_jacobian(model) - q * torch.diag(torch.tensor([model.Du, model.Dv], dtype=F64))).tolist())
    assert tg.stable_dt(model) == pytest.approx(2 / largest, rel=1e-6)


@pytest.mark.parametrize(("model", "dt"), [(tg.BarrioVareaMaini(r1=0, r2=3), None),
                                           (tg.BarrioVareaMaini(r1=0, r2=3), 0.03),
                                           (tg.Schnakenberg(a=0, b=0.4, Du=0.5, Dv=5), None)], ids=str)
def test_an_overflow_blames_no_one_wrongly(model, dt):
    """The first blows up at any dt, the last at long ones only: what is told holds for both. Nothing passes float32."""
    field = tg.near_rest(model, noise(1, 2, 16, 16))
    with pytest.raises(ValueError, match=r"by step \d+ of dt = .* the reaction grows without bound, or it needs"):
        for state in tg.simulate(model, field, 20_000, every=10, dt=dt, stencil="nine"):
            assert state.fields.float().isfinite().all()


def test_a_field_that_overflows_is_told():
    fields = tg.near_rest(tg.Schnakenberg(), noise(1, 2, 8)) + 500
    with pytest.raises(ValueError, match=r"overflowed by step 40 of dt = .*or it needs a shorter dt"):
        tg.last(tg.simulate(tg.Schnakenberg(), fields, 40))


def test_a_spent_simulation_is_told():
    states = tg.simulate(tg.Schnakenberg(), tg.near_rest(tg.Schnakenberg(), noise(1, 2, 8)), 3)
    tg.last(states)
    with pytest.raises(ValueError, match="already been run"):
        tg.last(states)


# ---------------------------------------------------------------- masks and growth
def test_a_mask_keeps_the_outside_still_and_the_inside_apart():
    model, mask = tg.Schnakenberg(), torch.zeros(8, 8, dtype=torch.bool)
    mask[1:4, 1:6] = True
    fields = tg.near_rest(model, noise(1, 2, 8, 8))
    inside = tg.last(tg.simulate(model, fields, 10, mask=mask)).fields
    other = torch.where(mask, fields, 5 * fields)
    changed = tg.last(tg.simulate(model, other, 10, mask=mask)).fields
    assert torch.equal(inside[:, :, ~mask], fields[:, :, ~mask])
    assert torch.equal(changed[:, :, mask], inside[:, :, mask])
    alone = tg.last(tg.simulate(model, fields[:, :, 1:4, 1:6], 10, boundary="no-flux")).fields
    torch.testing.assert_close(inside[:, :, 1:4, 1:6], alone, rtol=1e-12, atol=1e-12)


def test_a_mask_may_grow():
    model, fields = tg.Schnakenberg(), tg.near_rest(tg.Schnakenberg(), noise(1, 2, 12))
    asked = []

    def domain(tau):
        asked.append(tau)
        return torch.arange(12) < (4 if tau < 0.03 else 8)

    states = list(tg.simulate(model, fields, 9, every=3, dt=0.012, mask=domain))
    moved = [(s.fields != fields).any(1)[0].nonzero().max().item() for s in states[1:]]
    assert moved == [3, 7, 7] and asked == pytest.approx([0, 0, 0.036, 0.072])


def test_growth_stretches_the_grid_and_dilutes():
    """Without reaction a uniform field falls as the domain grows, so that the amount stays: (1 - n r dt) a step."""
    model, fields = Spreading(), torch.ones(1, 2, 5, 5, dtype=F64)
    state = tg.last(tg.simulate(model, fields, 100, dt=0.01, growth=0.05))
    assert state.dx == pytest.approx(math.exp(0.05 * 1.0))
    torch.testing.assert_close(state.fields, fields * (1 - 2 * 0.05 * 0.01) ** 100, rtol=1e-12, atol=0)


def test_growth_slows_a_waves_decay():
    """As the line grows k falls as e^(-r tau): the log changes by -D k^2 (1 - e^(-2 r T)) / 2r, and by -r T."""
    r, T, steps = 0.3, 1.0, 4000
    wave = cosines(40, 2).expand(1, 2, 40).clone()
    end = tg.last(tg.simulate(Spreading(), wave, steps, dt=T / steps, boundary="no-flux", growth=r)).fields
    k = tg.grid_k((2 * math.pi / 40,))
    expected = [-D * k**2 * (1 - math.exp(-2 * r * T)) / (2 * r) - r * T for D in (1.0, 2.0)]
    got = (end[0, :, 0] / wave[0, :, 0]).log()
    torch.testing.assert_close(got, torch.tensor(expected, dtype=F64), rtol=2e-4, atol=0)  # dt is 1/4000 of all


def test_on_a_growing_line_half_waves_double():
    """3, 6, 12: each splits, at about the same lengths on every line (Crampin et al. 1999)."""
    model = tg.Schnakenberg(Dv=20)
    wavelength, n = tg.fastest_mode(model).wavelength, 64
    start = tg.near_rest(model, noise(6, 2, n, seed=2), 0.01)
    line = tg.simulate(model, start, 60_000, every=500, dx=1.35 * wavelength / n, boundary="no-flux", growth=0.005)
    seen = {}
    for s in itertools.takewhile(lambda s: s.dx * n < 7 * wavelength, line):
        seen[s.dx * n / wavelength] = tg.half_waves(s.fields[:, 0]).tolist()
    at = lambda length: seen[min(seen, key=lambda given: abs(given - length))]  # noqa: E731
    assert (at(2.0), at(3.5), at(6.5)) == ([3] * 6, [6] * 6, [12] * 6)


# ---------------------------------------------------------------- simulations against linear theory
@pytest.mark.parametrize("model", ALL, ids=NAMES)
@pytest.mark.parametrize("share", [0.7, 1.0, 1.3])
def test_a_small_wave_grows_at_the_predicted_rate(model, share):
    """Seed one wave along the growing eigenvector: Euler multiplies it by 1 + dt * rate a step."""
    mode = tg.fastest_mode(model)
    n, k = 24, share * mode.k
    dx = 2 * math.pi / k / n  # one wave on the line
    on_grid = tg.grid_k((k,), dx)
    rate = float(tg.growth_rate(model, on_grid))
    J = tg.rest_jacobian(model) - on_grid**2 * torch.diag(torch.tensor([model.Du, model.Dv], dtype=F64))
    values, vectors = torch.linalg.eig(J)
    vector = vectors[:, values.real.argmax()].real
    wave = torch.cos(2 * math.pi * torch.arange(n, dtype=F64) / n)
    rest = torch.tensor(model.homogeneous(), dtype=F64)[:, None]
    dt = 0.9 * tg.stable_dt(model, dx, 1)
    states = tg.simulate(model, (rest + 1e-6 * vector[:, None] * wave)[None], 400, dt=dt, dx=dx)
    grown = ((tg.last(states).fields[0] - rest) @ wave / (n / 2)).norm() / 1e-6
    assert float(grown.log()) == pytest.approx(400 * math.log1p(dt * rate), rel=1e-3, abs=1e-4)


def lines(model, seeds, waves=30):
    """Settled lines of many predicted wavelengths, 12 points each, and the fastest mode."""
    return tg.settled(model, noise(seeds, 2, 12 * waves)), tg.fastest_mode(model)


@pytest.mark.parametrize("ratio", [10, 20, 40])
def test_measured_growth_is_the_rate(ratio):
    """Away from where the eigenvalues are complex; the grid's error falls as the square of the spacing."""
    model = tg.Schnakenberg(Dv=ratio)
    for k in (0.45, 0.6, 0.8):
        exact = float(tg.growth_rate(model, k))
        coarse, fine = (tg.measured_growth(model, k, points=n) - exact for n in (24, 48))
        assert coarse / fine == pytest.approx(4, rel=0.1) and abs(fine) < 0.002


@pytest.mark.parametrize("ratio", [9, 10, 12, 15, 20, 30, 40])
def test_wavelength_of_a_settled_pattern_is_within_5_percent(ratio):
    state, mode = lines(tg.Schnakenberg(Dv=ratio), 4)
    measured = tg.measured_wavelength(state.fields[:, 0], state.dx)
    assert float(measured.mean()) == pytest.approx(mode.wavelength, rel=0.05)


@pytest.mark.parametrize("r2", [0, 1], ids=["stripes", "spots"])
def test_wavelength_on_a_sheet(r2):
    model = tg.BarrioVareaMaini(r2=r2)
    state = tg.last(tg.simulate(model, tg.near_rest(model, noise(1, 2, 80, 80)), 6000, stencil="nine"))
    measured = tg.measured_wavelength(state.fields[:, 0])
    assert float(measured[0]) == pytest.approx(tg.fastest_mode(model).wavelength, rel=0.05)


def test_far_from_onset_spots_pack_closer_than_linear_theory_says():
    """The limit of the theory: at 2.3 times the critical ratio spots on a sheet sit at 0.86 of the wavelength."""
    model = tg.Schnakenberg(Dv=20)
    state = tg.last(tg.simulate(model, tg.near_rest(model, noise(1, 2, 80, 80)), 10_000, stencil="nine"))
    assert 0.78 < float(tg.measured_wavelength(state.fields[:, 0])[0]) / tg.fastest_mode(model).wavelength < 0.92


def test_below_onset_noise_dies():
    model = tg.Schnakenberg(Dv=8)
    start = tg.near_rest(model, noise(2, 2, 100), 0.01)
    end = tg.last(tg.simulate(model, start, 20_000)).fields
    assert end[:, 0].std(1).max() < start[:, 0].std(1).min() / 10


def test_damage_is_repaired():
    """Wipe out a third of a settled line: stripes come back at the same spacing."""
    model = tg.Schnakenberg(Dv=20)
    state, mode = lines(model, 1)
    hurt = state.fields.clone()
    hurt[:, :, :120] = torch.tensor(model.homogeneous(), dtype=F64)[:, None]
    after = tg.last(tg.simulate(model, hurt, 12_000, dx=state.dx)).fields
    assert hurt[0, 0, 30:90].std() == 0 and after[0, 0, 30:90].std() > 0.3
    assert float(tg.measured_wavelength(after[:, 0], state.dx)) == pytest.approx(mode.wavelength, rel=0.05)


# ---------------------------------------------------------------- starts and measures
def test_starts():
    model = tg.GrayScott()
    assert torch.equal(tg.near_rest(model, noise(1, 2, 8), 0.0)[0, :, 0], torch.tensor(model.homogeneous(), dtype=F64))
    patch = tg.fed_patch(noise(1, 2, 20, 30), side=6, amplitude=0.0)
    inside = (patch[0, 1] > 0).nonzero()
    assert inside.amin(0).tolist() == [7, 12] and inside.amax(0).tolist() == [12, 17]
    assert patch[0, :, 10, 15].tolist() == [0.5, 0.25] and patch[0, :, 0, 0].tolist() == [1, 0]
    rough = tg.fed_patch(noise(1, 2, 20, 30), side=6, amplitude=0.01)
    assert (rough[0, 1][patch[0, 1] == 0] == 0).all() and rough[0, 0].std() > patch[0, 0].std() * 0.99


@given(st.integers(3, 14), st.floats(0, 6.28), st.floats(0.1, 9))
def test_wavelength_of_a_pure_wave(waves, phase, dx):
    x = torch.cos(2 * math.pi * waves * torch.arange(64, dtype=F64) / 64 + phase)
    assert float(tg.measured_wavelength(x[None], dx)) == pytest.approx(64 * dx / waves, rel=1e-9)
    sheet = x[None, None, :].expand(1, 64, 64) + 7
    assert float(tg.measured_wavelength(sheet, dx)) == pytest.approx(64 * dx / waves, rel=1e-9)


@given(st.sampled_from([(4, 200), (200, 4), (3, 90), (8, 64), (1, 50)]), st.integers(1, 9), st.floats(0, 6.28))
def test_wavelength_on_a_long_narrow_sheet(sides, waves, phase):
    """A wave along the longer side, too long to fit the shorter one."""
    n = max(sides)
    x = torch.cos(2 * math.pi * waves * torch.arange(n, dtype=F64) / n + phase)
    sheet = (x[None] if sides[1] == n else x[:, None]).expand(1, *sides)
    assert float(tg.measured_wavelength(sheet, 0.5)) == pytest.approx(n / waves / 2, rel=1e-9)


def test_wavelength_leaves_harmonics_out_and_flat_is_nan():
    t = 2 * math.pi * torch.arange(90, dtype=F64) / 90
    peaked = torch.cos(5 * t) + 0.6 * torch.cos(10 * t)
    assert float(tg.measured_wavelength(peaked[None])) == pytest.approx(18)
    assert tg.measured_wavelength(torch.ones(2, 30)).isnan().all()


def test_half_waves_are_counted():
    rows = torch.tensor([[1.0, 1, 0, 0, 1, 0, 1], [0, 0, 1, 0, 0, 0, 0], [1, 1, 1, 1, 1, 1, 0], [2, 2, 2, 2, 2, 2, 2]])
    assert tg.half_waves(rows).tolist() == [4, 2, 1, 0]
    assert [int(tg.half_waves(cosines(60, m)[0])) for m in (1, 4, 7)] == [1, 4, 7]
