"""Local rules: majority, lateral inhibition, black and white, its count, denoisers of any patches, waves that grow."""

import itertools
import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from mosaics import ideal, rules
from mosaics.core import stability
from mosaics.core.posterior import Dictionary, posterior
from mosaics.diffusion import last, sample, schedule, two_point_denoiser

COUNTS = {3: 2, 4: 188, 5: 2142, 6: 25006, 7: 334588, 8: 5850556}
SEEDS, SIDES, SHIFTS = st.integers(0, 10**6), st.integers(3, 9), st.tuples(st.integers(-9, 9), st.integers(-9, 9))
SIGMAS = st.floats(0.05, 50)


def seeded(seed):
    return torch.Generator().manual_seed(seed)


def noise(seed, *shape):
    return torch.randn(*shape, generator=seeded(seed), dtype=torch.float64)


def worlds(seed, *shape):
    return noise(seed, *shape).sign()


def windows(x, P):
    """Every pixel's window on the torus, by indices: (B, 1, H, W, P, P)."""
    H, W = x.shape[-2:]
    around = torch.arange(-(P // 2), P // 2 + 1)
    rows, cols = (torch.arange(H)[:, None] + around) % H, (torch.arange(W)[:, None] + around) % W
    return x[:, :, rows[:, None, :, None], cols[None, :, None, :]]


# ---------------------------------------------------------------- windows and majority
@pytest.mark.parametrize("P", [1, 3, 5, 7])
def test_window_sum(P):
    x = noise(1, 2, 3, 7, 9)
    torch.testing.assert_close(rules.window_sum(x, P), windows(x, P).sum((-1, -2)), atol=1e-12, rtol=0)
    assert rules.window_sum(x.float(), P).dtype == torch.float32


def test_a_window_as_large_as_the_torus_sees_every_pixel_once():
    x = noise(2, 2, 1, 5, 5)
    torch.testing.assert_close(rules.window_sum(x, 5), x.sum((2, 3), keepdim=True).expand_as(x), atol=1e-12, rtol=0)


@given(SEEDS, SIDES, SHIFTS)
def test_majority_knows_no_place_no_colour_and_no_neighbour_in_the_batch(seed, L, by):
    x = worlds(seed, 4, 1, L, L)
    step, good = rules.majority(x), rules.consistent(x)
    assert torch.equal(rules.majority(x.roll(by, (2, 3))), step.roll(by, (2, 3)))
    assert torch.equal(rules.majority(-x), -step) and torch.equal(rules.consistent(-x), good)
    assert torch.equal(rules.majority(x[1:2]), step[1:2]) and torch.equal(step == x, good)


@given(SEEDS, SIDES, st.sampled_from([1, 3]))
def test_every_flip_of_a_wrong_pixel_lowers_the_energy(seed, L, P):
    x = worlds(seed, 1, 1, L, L)
    for at in (~rules.consistent(x, P)).nonzero():
        flipped = x.clone()
        flipped[tuple(at)] *= -1
        assert rules.world_energy(flipped, P) <= rules.world_energy(x, P) - 4


@given(SEEDS, SIDES)
def test_settling_ends_at_a_consistent_world(seed, L):
    x = worlds(seed, 3, 1, L, L)
    before, end = x.clone(), rules.settle(x, generator=seeded(seed))
    assert rules.consistent(end).all() and torch.equal(x, before)
    assert (rules.world_energy(end) <= rules.world_energy(x)).all()
    assert torch.equal(end, rules.settle(x, generator=seeded(seed)))
    assert torch.equal(end, rules.settle(end, generator=seeded(seed + 1)))


BLINKING = [[1, 1, 1, 1], [1, 1, -1, -1], [1, 1, -1, -1], [-1, -1, -1, -1]]


def test_synchronous_steps_may_blink():
    x = torch.tensor(BLINKING).float()[None, None]
    there = rules.majority(x)
    assert not torch.equal(there, x) and torch.equal(rules.majority(there), x)
    first, second, third = rules.majority_run(x)
    assert torch.equal(first, x) and torch.equal(second, there) and torch.equal(third, x)
    assert rules.consistent(rules.settle(x, generator=seeded(1))).all()


@given(SEEDS, SIDES)
def test_synchronous_steps_rest_or_blink_with_period_two(seed, L):
    run = rules.majority_run(worlds(seed, 5, 1, L, L))
    assert all(torch.equal(b, rules.majority(a)) for a, b in itertools.pairwise(run))
    assert torch.equal(run[-1], run[-2]) or torch.equal(run[-1], run[-3])


def test_a_world_at_rest_runs_nowhere():
    x = torch.ones(1, 1, 4, 4)
    assert [torch.equal(x, y) for y in rules.majority_run(x)] == [True, True]


# ---------------------------------------------------------------- lateral inhibition
LABYRINTH, SPOTS = rules.ring_kernel(3.0, 6.0, 1.0, 0.34), rules.ring_kernel(3.0, 6.0, 1.0, 0.7)


def test_ring_kernel():
    kernel = rules.ring_kernel(1.0, 2.0, 2.0, 0.5)
    ring = [0.0, 0, -0.5, 0, 0]
    assert kernel.tolist() == [ring, [0, -0.5, 2, -0.5, 0], [-0.5, 2, 2, 2, -0.5], [0, -0.5, 2, -0.5, 0], ring]
    assert rules.ring_kernel(0.0, 2.9, 1.0, 1.0).shape == (5, 5)
    assert ((LABYRINTH > 0).sum(), (LABYRINTH < 0).sum()) == (29, 84)


def test_young_step_is_the_sum_of_influences():
    x, (H, W) = (worlds(3, 2, 1, 14, 15) + 1) / 2, (14, 15)
    total = torch.zeros_like(x)
    for b, _, r, c in x.nonzero():
        for dr, dc in itertools.product(range(-6, 7), repeat=2):
            total[b, 0, (r + dr) % H, (c + dc) % W] += SPOTS[dr + 6, dc + 6]
    assert (total.abs() > 1e-6).all()
    assert torch.equal(rules.young_step(x, SPOTS), (total > 0).double())


def test_where_influences_cancel_a_cell_stays():
    """One cell at 1 with influence 1 on itself and -1 on its neighbours: two such, at distance 1, cancel each other."""
    x = torch.zeros(1, 1, 9, 9)
    x[..., 4, 4:6] = 1
    kernel = rules.ring_kernel(0.0, 1.0, 1.0, 1.0)
    assert torch.equal(rules.young_step(x, kernel), x)
    assert torch.equal(rules.young_step(torch.zeros(1, 1, 9, 9), kernel), torch.zeros(1, 1, 9, 9))


@given(SEEDS, SHIFTS)
def test_young_step_knows_no_place_and_no_neighbour_in_the_batch(seed, by):
    x = (worlds(seed, 2, 1, 16, 13) + 1) / 2
    step = rules.young_step(x, LABYRINTH)
    assert torch.equal(rules.young_step(x.roll(by, (2, 3)), LABYRINTH), step.roll(by, (2, 3)))
    assert torch.equal(rules.young_step(x[:1], LABYRINTH), step[:1])


def wavelength(x):
    """Where the power spectrum, averaged over directions, has its peak."""
    H = x.shape[-1]
    power = torch.fft.fft2((x - x.mean()).double()).abs().square()[0, 0]  # (H, H)
    waves = torch.fft.fftfreq(H, 1 / H)
    ring = torch.hypot(waves[:, None], waves).round().long().flatten()
    mean = torch.bincount(ring, power.flatten()) / torch.bincount(ring)
    top = int(mean[1:].argmax()) + 1
    near = torch.arange(max(1, top - 2), top + 3)
    return H / float((mean[near] * near).sum() / mean[near].sum())


@pytest.mark.parametrize(("kernel", "share"), [(LABYRINTH, (0.45, 0.55)), (SPOTS, (0.2, 0.28))])
def test_patterns_have_about_the_wavelength_of_the_kernel(kernel, share):
    expected = rules.kernel_wavelength(kernel)
    for seed in range(3):
        x = (torch.rand(1, 1, 128, 128, generator=seeded(seed)) < 0.05).float()
        for _ in range(60):
            x = rules.young_step(x, kernel)
        assert torch.equal(x, rules.young_step(x, kernel)) and share[0] < x.mean() < share[1]
        assert 0.97 < wavelength(x) / expected < 1.09


def test_wavelengths_of_gaussians():
    """The formula's maximum is the transform's, and the ring kernel's search finds the same on a grid."""
    assert 2 * math.pi / rules.lali_wavelength(1.0, 1.0, 1.0, 2.0) == pytest.approx(0.961351, abs=5e-7)
    assert rules.lali_wavelength(1.0, 1.0, 1.0, 2.0) == pytest.approx(6.53579, abs=5e-6)
    best = float(rules.lali_transform(0.961351, 1.0, 1.0, 1.0, 2.0))
    assert best == pytest.approx(0.472470, abs=5e-7) and 1 / best == pytest.approx(2.11653, abs=5e-6)
    r2 = torch.arange(-20, 21).double().square()
    r2 = r2[:, None] + r2
    kernel = torch.exp(-r2 / 8) / (8 * math.pi) - torch.exp(-r2 / 32) / (32 * math.pi)
    assert rules.kernel_wavelength(kernel) == pytest.approx(rules.lali_wavelength(1.0, 1.0, 2.0, 4.0), rel=0.01)


@given(st.floats(0.2, 5), st.floats(0.2, 5), st.floats(0.3, 3), st.floats(1.1, 4))
def test_no_wave_beats_the_best(A, B, sa, ratio):
    k, best = torch.linspace(0, 6, 601), rules.lali_wavelength(A, B, sa, sa * ratio)
    top = rules.lali_transform(2 * math.pi / best, A, B, sa, sa * ratio)
    assert (rules.lali_transform(k, A, B, sa, sa * ratio) <= top + 1e-12).all()


def test_without_inhibition_the_uniform_state_wins():
    assert rules.lali_wavelength(1.0, 0.2, 1.0, 2.0) == math.inf
    assert rules.kernel_wavelength(rules.ring_kernel(3.0, 6.0, 1.0, 0.01)) == math.inf


# ---------------------------------------------------------------- the black and white world
LEVELS = torch.tensor([0.3, 1.0, 7.0], dtype=torch.float64)


@pytest.mark.parametrize("P", [1, 3, 5])
@pytest.mark.parametrize("sigma", [0.3, 2.0, 40.0, LEVELS])
def test_local_denoiser_is_the_posterior_over_two_patches(P, sigma):
    z = sigma.max() * noise(4, 3, 1, 6, 7) if isinstance(sigma, torch.Tensor) else sigma * noise(4, 3, 1, 6, 7)
    both = torch.tensor([[1.0], [-1.0]], dtype=torch.float64)
    queries = windows(z, P).reshape(-1, P * P)
    levels = torch.as_tensor(sigma, dtype=torch.float64).expand(3).repeat_interleave(42)
    wanted = posterior(queries, Dictionary(both.expand(2, P * P), both), levels).mean.reshape(z.shape)
    torch.testing.assert_close(rules.LocalBlackWhite(P)(z, sigma), wanted, atol=1e-12, rtol=0)


@pytest.mark.parametrize("sigma", [0.5, 5.0, 40.0, LEVELS])
def test_whole_image_is_the_ideal_denoiser(sigma):
    z = 5 * noise(5, 3, 1, 5, 5)
    both = torch.ones(2, 1, 5, 5, dtype=torch.float64) * torch.tensor([1.0, -1]).reshape(2, 1, 1, 1)
    whole = rules.LocalBlackWhite(None)(z, sigma)
    torch.testing.assert_close(whole, ideal.IdealDenoiser(both)(z, sigma), atol=1e-12, rtol=0)
    torch.testing.assert_close(rules.LocalBlackWhite(5)(z, sigma), whole, atol=1e-12, rtol=0)


def test_a_window_of_one_pixel_is_chapter_1s_two_point_denoiser():
    z = noise(6, 2, 1, 4, 4)
    torch.testing.assert_close(rules.LocalBlackWhite(1)(z, 0.7), two_point_denoiser()(z, 0.7))


@given(SEEDS, SIDES, SHIFTS, SIGMAS)
def test_local_denoiser_knows_no_place_no_colour_and_no_neighbour_in_the_batch(seed, L, by, sigma):
    z, machine = sigma * noise(seed, 3, 1, L, L), rules.LocalBlackWhite()
    guess = machine(z, sigma)
    assert torch.equal(machine(z.roll(by, (2, 3)), sigma), guess.roll(by, (2, 3)))
    assert torch.equal(machine(-z, sigma), -guess) and torch.equal(machine(z[1:2], sigma), guess[1:2])


@given(SEEDS, st.integers(6, 9), SIGMAS)
def test_what_is_outside_the_window_counts_for_nothing(seed, L, sigma):
    z = sigma * noise(seed, 1, 1, L, L)
    other = 1e3 * noise(seed + 1, 1, 1, L, L)
    other[..., 1:4, 1:4] = z[..., 1:4, 1:4]
    machine = rules.LocalBlackWhite()
    assert machine(z, sigma)[0, 0, 2, 2] == machine(other, sigma)[0, 0, 2, 2]


def test_the_sampler_ends_at_consistent_worlds():
    drawn = rules.sample_worlds(3, 5, 500, generator=seeded(1))
    assert set(drawn.unique().tolist()) == {-1.0, 1.0} and rules.consistent(drawn).all()
    assert 20 < rules.distinct(drawn) < COUNTS[5]
    z = 80 * torch.randn(500, 1, 5, 5, generator=seeded(1))
    end = last(sample(rules.LocalBlackWhite(), z, schedule("edm", 50, 1e-6), "euler"))
    assert torch.equal(end, drawn)


@pytest.mark.parametrize(("P", "L"), [(None, 16), (3, 3)])
def test_who_sees_everything_makes_the_two_training_images(P, L):
    drawn = rules.sample_worlds(P, L, 100, generator=seeded(2))
    assert rules.distinct(drawn) == 2 and (drawn == drawn[:, :, :1, :1]).all()


def test_few_steps_and_a_high_last_level_break_consistency():
    def share(steps, sigma_min):
        drawn = rules.sample_worlds(3, 16, 200, steps=steps, sigma_min=sigma_min, generator=seeded(1))
        return float(rules.consistent(drawn).double().mean())

    shares = [share(steps, 1e-6) for steps in (1, 3, 10, 50)]
    assert shares == sorted(shares) and shares[0] < 0.87 and shares[-1] > 0.998
    assert share(50, 0.5) < 0.97 and share(50, 0.1) < 0.99


# ---------------------------------------------------------------- counting
@pytest.mark.parametrize("L", [3, 4])
def test_both_ways_of_counting_agree(L):
    assert rules.count_by_force(L) == rules.count_consistent(L) == COUNTS[L]


@pytest.mark.parametrize("L", COUNTS)
def test_counts(L):
    assert rules.count_consistent(L) == COUNTS[L]


@pytest.mark.parametrize(("L", "P", "count"), [(1, 1, 2), (2, 1, 16), (4, 1, 2**16)])
def test_a_pixel_that_sees_itself_only_is_always_consistent(L, P, count):
    assert rules.count_by_force(L, P) == count


@pytest.mark.parametrize("L", [3, 4, 5])
def test_first_rows_stand_for_all(L):
    """The sum over one first row of each class is the one over every first row, and the classes are full."""
    seats, every = rules._first_rows(L), [(row, 1) for row in range(2**L)]
    assert sum(count for _, count in seats) == 2**L
    bits = torch.from_numpy(rules.row_bits(L)).float() * 2 - 1  # (2^L, L)
    three = torch.cartesian_prod(*[torch.arange(2**L)] * 3)  # (8^L, 3) rows a, b, c
    good = _fitting(bits, three).reshape([2**L] * 3).numpy()
    assert rules.closed_walks(good, every) == rules.closed_walks(good, seats) == COUNTS[L]


def _fitting(bits, three):
    """Which middle rows equal the majority of their windows, summed as the definition says."""
    rows = bits[three].sum(1)  # (8^L, L)
    return ((rows + rows.roll(1, 1) + rows.roll(-1, 1)).sign() == bits[three[:, 1]]).all(1)


@pytest.mark.parametrize("L", range(5, 15))
def test_blobs_are_consistent_and_distinct(L):
    n = (L // 5) ** 2
    every = (torch.arange(2**n)[:, None] >> torch.arange(n)) & 1
    made = rules.blobs(L, every.bool())
    assert rules.consistent(made).all() and rules.distinct(made) == 2**n
    if L in COUNTS:
        assert 2**n <= COUNTS[L]


@given(st.integers(15, 31), st.data())
def test_larger_mosaics_of_blobs(L, data):
    n = (L // 5) ** 2
    on = torch.tensor([data.draw(st.lists(st.booleans(), min_size=n, max_size=n))])
    made = rules.blobs(L, on)
    assert rules.consistent(made).all() and (made > 0).sum() == 12 * on.sum()


def test_a_square_with_corners_is_not_consistent():
    x = torch.full((1, 1, 9, 9), -1.0)
    x[..., 2:6, 2:6] = 1
    wrong = (~rules.consistent(x))[0, 0].nonzero().tolist()
    assert wrong == [[2, 2], [2, 5], [5, 2], [5, 5]]
    assert torch.equal(rules.settle(x, generator=seeded(1)).roll((-2, -2), (2, 3))[..., :5, :5],
                       rules.blobs(5, torch.tensor([[True]])))


# ---------------------------------------------------------------- local denoisers of any data
def patches(seed, M, h, w):
    return noise(seed, M, h, w)


@given(SEEDS, st.sampled_from([(3, 3), (1, 5), (3, 1), (5, 3)]), SIGMAS)
def test_patch_denoiser_is_the_posterior_over_its_patches(seed, window, sigma):
    """Windows cut by indices, weights by the book's posterior in float64."""
    (h, w), given = window, patches(seed, 6, *window)
    z = sigma * noise(seed + 1, 2, 1, 6, 7)
    rows, cols = (torch.arange(n)[:, None] + torch.arange(-(s // 2), s // 2 + 1) for n, s in ((6, h), (7, w)))
    seen = z[:, 0, rows[:, None, :, None] % 6, cols[None, :, None, :] % 7].reshape(-1, h * w)
    wanted = posterior(seen, Dictionary(given.flatten(1), given[:, h // 2, w // 2][:, None]), sigma).mean
    torch.testing.assert_close(rules.PatchDenoiser(given)(z, sigma), wanted.reshape(z.shape), atol=1e-11, rtol=0)


@given(SEEDS, st.floats(0.3, 30))
def test_with_black_and_white_it_is_the_local_denoiser_of_black_and_white(seed, sigma):
    both = torch.ones(2, 3, 3) * torch.tensor([1.0, -1])[:, None, None]
    z, one, other = sigma * noise(seed, 2, 1, 5, 6), rules.PatchDenoiser(both), rules.LocalBlackWhite(3)
    torch.testing.assert_close(one(z, sigma), other(z, sigma), atol=1e-12, rtol=0)
    torch.testing.assert_close(one.kernel(z, sigma), other.kernel(z, sigma), atol=1e-12, rtol=1e-9)


MACHINES = {"patches": rules.PatchDenoiser(patches(1, 7, 3, 5)), "ring": rules.PatchDenoiser(rules.stripes(6, 7)),
            "black and white": rules.LocalBlackWhite(3)}


@pytest.mark.parametrize("name", MACHINES)
@pytest.mark.parametrize("sigma", [0.7, 3.0])
@pytest.mark.parametrize("grey", [0.0, 0.3])
def test_kernel_is_the_response_at_a_uniform_state(name, sigma, grey):
    """Posterior covariance over sigma^2 against autograd on a larger field, in float64."""
    machine = MACHINES[name]
    state = torch.full((1, 1, 1 if name == "ring" else 9, 9), grey, dtype=torch.float64)
    full = stability.response(lambda z: machine(z, sigma), state)
    kernel = machine.kernel(state, sigma)
    cut = [(n - s) // 2 for n, s in zip(full.shape[2:], kernel.shape[2:], strict=True)]
    inner = full[:, :, cut[0] : cut[0] + kernel.shape[2], cut[1] : cut[1] + kernel.shape[3]]
    torch.testing.assert_close(kernel, inner, atol=1e-12, rtol=1e-9)
    assert full.abs().sum() == pytest.approx(float(kernel.abs().sum()), rel=1e-9)  # nothing outside the window


@pytest.mark.parametrize("name", MACHINES)
def test_kernel_of_a_field_is_the_mean_slope(name):
    """Every pixel's derivative by central differences of each of its neighbours, averaged over the field."""
    machine, sigma, h = MACHINES[name], 1.1, 1e-5
    z = noise(3, 1, 1, 1 if name == "ring" else 6, 8)
    kernel = machine.kernel(z, sigma)
    rows, cols = (s // 2 for s in kernel.shape[2:])
    mean, (H, W) = torch.zeros_like(kernel[0, 0]), z.shape[2:]
    for r, c in itertools.product(range(H), range(W)):
        bump = torch.zeros_like(z)
        bump[0, 0, r, c] = h
        slope = ((machine(z + bump, sigma) - machine(z - bump, sigma)) / (2 * h))[0, 0]
        for dr, dc in itertools.product(range(-rows, rows + 1), range(-cols, cols + 1)):
            mean[dr + rows, dc + cols] += slope[(r - dr) % H, (c - dc) % W] / (H * W)
    torch.testing.assert_close(kernel[0, 0], mean, atol=1e-8, rtol=1e-6)


def test_stripes_of_six_make_lateral_inhibition():
    """Period 6 seen through 7 pixels: 1, 1/3, -1/3, -1, the autocovariance, cut to the window."""
    machine = rules.PatchDenoiser(rules.stripes(6, 7))
    kernel = machine.kernel(torch.zeros(1, 1, 1, 9, dtype=torch.float64), 2.0)[0, 0, 0] * 4
    third = 1 / 3
    expected = torch.tensor([-1, -third, third, 1, third, -third, -1], dtype=torch.float64)
    torch.testing.assert_close(kernel, expected, atol=1e-12, rtol=0)
    with pytest.raises(ValueError, match="period must be even"):
        rules.stripes(5, 7)


def test_waves_in_all_directions_make_a_ring_of_inhibition():
    """At high noise, their autocovariance, J0(k r) / 2, which for wavelength 6 is negative from r = 2.3 to 5.3."""
    made = rules.waves(6.0, 9, 48, 16)
    kernel = rules.PatchDenoiser(made).kernel(torch.zeros(1, 1, 9, 9, dtype=torch.float64), 1e4)[0, 0] * 1e8
    at = torch.arange(9, dtype=torch.float64) - 4
    r = torch.hypot(at[:, None], at)
    wanted = torch.special.bessel_j0(2 * math.pi / 6 * r) / 2
    torch.testing.assert_close(kernel, wanted, atol=1e-6, rtol=0)
    assert made.shape == (768, 9, 9) and (kernel[(r > 2.4) & (r < 5.2)] < 0).all() and (kernel[r < 2.2] > 0).all()


@pytest.mark.parametrize(("period", "P"), [(6, 5), (6, 7), (6, 9), (8, 9), (10, 11)])
def test_stripe_data_have_the_wavelength_that_linear_theory_foretells(period, P):
    """Twice the mean run of rings drawn from noise; the least likely of these has 5 % to spare of 12."""
    machine, n = rules.PatchDenoiser(rules.stripes(period, P)), 240
    kernel = machine.kernel(torch.zeros(1, 1, 1, n, dtype=torch.float64), 1.0)[:, :, 0]
    z = 20 * noise(11, 24, 1, 1, n)
    end = last(sample(machine, z, rules.even_levels(20.0, 0.01, 60), "heun")).sign()
    runs = 2 * n / (end != end.roll(1, 3)).sum((1, 2, 3))
    assert float(runs.mean()) == pytest.approx(stability.fastest_wave(kernel).wavelength, rel=0.12)


# ---------------------------------------------------------------- which waves grow
def wave(L, m, n):
    at = 2 * math.pi / L * torch.arange(L, dtype=torch.float64)
    return torch.cos(m * at[:, None] + n * at)[None, None], torch.tensor([m, n]).double() * 2 * math.pi / L


def window_symbol(k, P=3):
    """The transform of a window sum: its kernel is all ones."""
    return float(stability.growth(torch.ones(1, 1, P, P, dtype=torch.float64), k))


@pytest.mark.parametrize(("L", "P"), [(8, 3), (9, 5), (7, 7), (6, 1)])
def test_symbol_is_what_the_window_does_to_a_wave(L, P):
    for m, n in itertools.product(range(4), repeat=2):
        x, k = wave(L, m, n)
        torch.testing.assert_close(rules.window_sum(x, P), window_symbol(k, P) * x, atol=1e-12, rtol=0)
    assert window_symbol(torch.zeros(2), P) == pytest.approx(P * P)


def test_growth_in_numbers():
    assert float(rules.linear_growth(9.0, 5.0, 2.0)) == pytest.approx(0.028709, abs=1e-6)
    assert float(rules.linear_growth(9.0, 5.0, 1.0)) == pytest.approx(2.710562, abs=1e-6)
    flat = rules.LocalBlackWhite().kernel(torch.zeros(1, 1, 3, 3, dtype=torch.float64), 3.0)
    assert float(stability.growth(flat, torch.zeros(2))) == pytest.approx(1)  # the uniform wave turns at sigma = 3


@pytest.mark.parametrize(("m", "n"), [(0, 0), (1, 0), (1, 1), (2, 1), (4, 0), (4, 3)])
@pytest.mark.parametrize(("start", "end"), [(5.0, 2.0), (5.0, 1.0)])
def test_faint_waves_grow_as_foretold(m, n, start, end):
    """The probability flow itself, in many Heun steps of equal ratio, on a wave of amplitude 1e-6."""
    x, k = wave(8, m, n)
    z = last(sample(rules.LocalBlackWhite(), 1e-6 * x, rules.even_levels(start, end, 2000), "heun"))
    growth = rules.linear_growth(window_symbol(k), start, end)
    torch.testing.assert_close(z, 1e-6 * growth.exp() * x, rtol=1e-5, atol=1e-16)


def test_measured_waves_follow_linear_theory_to_second_order():
    k, machine = 2 * math.pi * torch.arange(13).double() / 24, rules.LocalBlackWhite()
    exact = torch.stack([rules.linear_growth(window_symbol(torch.tensor([0.0, q])), 5.0, 1.0) for q in k])
    coarse, fine = ((rules.measured_wave(machine, k, 5.0, 1.0, steps=n) - exact).abs().max() for n in (200, 400))
    assert float(coarse / fine) == pytest.approx(4, rel=0.1) and fine < 1e-3


def test_waves_of_any_data_follow_linear_theory():
    machine, k = rules.PatchDenoiser(rules.stripes(6, 7)), 2 * math.pi * torch.arange(13).double() / 24
    c = stability.growth(machine.kernel(torch.zeros(1, 1, 1, 24, dtype=torch.float64), 1.0)[:, :, 0], k[:, None])
    measured = rules.measured_wave(machine, k, 5.0, 1.0, steps=100)
    torch.testing.assert_close(measured, rules.linear_growth(c, 5.0, 1.0), atol=5e-3, rtol=0)


def test_spectral_growth_of_faint_noise_is_linear_theory():
    """Far below the noise level all slopes are those at 0, and what is measured is what is foretold."""
    machine, z = rules.LocalBlackWhite(), 1e-4 * noise(7, 2, 1, 8, 8)
    measured, foretold = rules.spectral_growth(machine, z, rules.even_levels(5.0, 1.0, 400))
    wanted = [[window_symbol(2 * math.pi * torch.tensor([m, n]) / 8) for n in range(8)] for m in range(8)]
    exact = rules.linear_growth(torch.tensor(wanted), 5.0, 1.0)
    torch.testing.assert_close(measured, exact, atol=1e-3, rtol=0)
    torch.testing.assert_close(foretold, exact, atol=1e-3, rtol=0)


@pytest.mark.parametrize(("name", "shape"), [("black and white", (60, 1, 16, 16)), ("ring", (200, 1, 1, 60))])
def test_real_noise_grows_as_the_mean_kernel_says(name, shape):
    """From sigma = 20 to 2: within 0.1 of the log, where linear theory about 0 is off by more for black and white."""
    measured, foretold = rules.spectral_growth(MACHINES[name], 20 * noise(8, *shape), rules.even_levels(20.0, 2.0, 80))
    assert (measured - foretold).abs().max() < 0.1 and (measured < 0).all()
