"""The local machine: limits, locality, the restricted minimum, window schedules. The definition: test_machines.py."""

import itertools
import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from mosaics import diffusion as df
from mosaics import local
from mosaics.core.data import load
from mosaics.ideal import IdealDenoiser

CLOTHES = load("fashion-mnist", n=60, size=9).images  # (60, 1, 9, 9)


def noise(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


# ---------------------------------------------------------------- the machine
def test_a_window_that_covers_all_is_the_ideal_denoiser():
    z = CLOTHES[:3] + noise(3, 1, 9, 9)
    for sigma in (0.1, 1.0, 10.0):
        torch.testing.assert_close(local.LS(CLOTHES, 17)(z, sigma), IdealDenoiser(CLOTHES)(z, sigma), atol=1e-5, rtol=0)


@pytest.mark.parametrize("P", [1, 3, 5])
def test_a_pixel_changes_its_neighbourhood_and_nothing_else(P):
    LS, z = local.LS(CLOTHES, P), CLOTHES[:1] + noise(1, 1, 9, 9)
    touched = z.clone()
    touched[0, 0, 4, 4] += 1
    changed = (LS(touched, 0.7) != LS(z, 0.7))[0, 0].nonzero()
    assert len(changed) == P * P and (changed - 4).abs().max() == P // 2


@given(st.floats(0.02, 50), st.sampled_from([1, 3, 7]), st.integers(0, 99))
def test_guesses_lie_between_the_pixels_of_the_data(sigma, P, seed):
    guess = local.LS(CLOTHES, P)(5 * noise(2, 1, 9, 9, seed=seed), sigma)
    assert (guess >= CLOTHES.amin(0) - 1e-6).all() and (guess <= CLOTHES.amax(0) + 1e-6).all()


def test_limits_of_the_noise():
    z = CLOTHES[:1] + 0.1 * noise(1, 1, 9, 9)
    torch.testing.assert_close(local.LS(CLOTHES, 3)(z, 1e4)[0], CLOTHES.mean(0), atol=1e-5, rtol=0)
    seen = local.LS(CLOTHES, 3).seen(z, 1e-3)
    row, col = torch.meshgrid(torch.arange(9), torch.arange(9), indexing="ij")
    nearest = CLOTHES[seen.image[0], 0, row, col]
    torch.testing.assert_close(local.LS(CLOTHES, 3)(z, 1e-3)[0, 0], nearest, atol=1e-5, rtol=0)
    assert torch.equal(seen.position[0, ..., 0], row) and torch.equal(seen.position[0, ..., 1], col)


def test_training_error_falls_with_the_window():
    """Who sees more can do all that who sees less can do: exact in expectation, here over 60 pictures, 20 noises."""
    x = CLOTHES.repeat(20, 1, 1, 1)
    for sigma in (0.3, 1.0, 3.0):
        z = x + sigma * noise(*x.shape)
        guesses = local.all_windows(CLOTHES, z, sigma, (1, 3, 5, 9, 17))
        errors = [float((guess - x).square().mean()) for guess in guesses]
        assert all(b < a for a, b in itertools.pairwise(errors))


def test_batch_levels_and_order_do_not_matter():
    z, sigma = noise(4, 1, 9, 9), torch.tensor([0.1, 0.5, 2.0, 9.0])
    P = local.WindowSchedule([(0.1, 1), (1.0, 5), (10.0, 9)])
    together = local.LS(CLOTHES, P)(z, sigma)
    assert torch.equal(together, torch.cat([local.LS(CLOTHES, P)(z[k : k + 1], float(sigma[k])) for k in range(4)]))
    torch.testing.assert_close(local.LS(CLOTHES.flip(0), P)(z, sigma), together, atol=1e-5, rtol=0)


def test_all_windows_are_each_window():
    z = CLOTHES[:2] + noise(2, 1, 9, 9)
    for P, guess in zip((1, 3, 9), local.all_windows(CLOTHES, z, 0.8, (1, 3, 9)), strict=True):
        torch.testing.assert_close(guess, local.LS(CLOTHES, P)(z, 0.8), atol=1e-6, rtol=0)


def test_it_is_a_denoiser_for_the_samplers():
    end = df.last(df.sample(local.LS(CLOTHES, 17), 80 * noise(4, 1, 9, 9), df.schedule("edm", 12)))
    assert torch.cdist(end.flatten(1), CLOTHES.flatten(1)).min(1)[0].max() < 0.1  # the whole window copies


def test_torus_commutes_with_translations_of_closed_data():
    """LS is not equivariant by itself; on data closed under translation it is."""
    orbit = torch.cat([CLOTHES[:2].roll((i, j), (2, 3)) for i in range(9) for j in range(9)])
    z, closed, plain = noise(1, 1, 9, 9), local.LS(orbit, 3, "circular"), local.LS(CLOTHES, 3, "circular")
    torch.testing.assert_close(closed(z.roll(2, -1), 0.5), closed(z, 0.5).roll(2, -1), atol=1e-5, rtol=0)
    assert (plain(z.roll(2, -1), 0.5) - plain(z, 0.5).roll(2, -1)).abs().max() > 0.1


# ---------------------------------------------------------------- window schedules
def test_schedule_is_sorted_by_level_and_straight_in_its_logarithm():
    P = local.WindowSchedule([(10.0, 17), (0.1, 3), (1.0, 9)])
    assert [P(s) for s in (0.001, 0.1, 1.0, 10.0, 99.0)] == [3, 3, 9, 17, 17] and P.largest == 17
    assert P(math.sqrt(0.1)) in (5, 7) and P(10**0.5) == 13
    assert all(P(s) % 2 == 1 for s in torch.logspace(-3, 3, 50).tolist())


@given(st.lists(st.tuples(st.floats(1e-3, 1e2), st.integers(0, 20)), min_size=1, max_size=6, unique_by=lambda p: p[0]),
       st.floats(1e-4, 1e3))
def test_schedule_stays_between_its_sides(pairs, sigma):
    P = local.WindowSchedule([(s, 2 * k + 1) for s, k in pairs])
    assert min(2 * k + 1 for _, k in pairs) <= P(sigma) <= max(2 * k + 1 for _, k in pairs)


def test_released_windows_stand_at_their_levels():
    P = local.released_windows()
    assert len(P.pairs) == 19 and P(0.01) == 3 and P(80.0) == 17
    for k in (1, 7, 19):
        level = float(df.abar_to_sigma(df.abar_legacy(k / 20)))
        assert P(level) == local.RELEASED[k]
