"""Bayesian information restricted diffusion: what views are equal, who sees more errs less, when it memorises."""

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from mosaics import rivals
from mosaics.attention import SummaryLS, principal
from mosaics.core.data import load
from mosaics.ideal import IdealDenoiser

CLOTHES = load("fashion-mnist", n=60, size=6).images  # (60, 1, 6, 6)
FACES = load("dicebear-faces", n=20, size=4).images  # (20, 3, 4, 4)


def noise(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


def window_and_summary(shape, P, summary):
    """For each pixel the rows of the identity in its window, and then those of the summary."""
    C, H, W = shape
    rows = torch.eye(C * H * W, dtype=torch.float64).reshape(-1, C, H, W)
    return [torch.cat([rows[view.flatten().repeat(C)], summary]) for view in rivals.window_views(shape, P)]


@settings(max_examples=6)
@given(sigma=st.floats(0.1, 20), seed=st.integers(0, 99))
def test_a_window_and_a_summary_are_the_machine_between_local_and_ideal(sigma, seed):
    for data in (CLOTHES, FACES):
        shape, summary = data.shape[1:], principal(data, 3)
        z = data[seed % 20][None] + sigma * noise(1, *shape, seed=seed)
        bird = rivals.BIRD(data, window_and_summary(shape, 3, summary))
        torch.testing.assert_close(bird(z, sigma), SummaryLS(data, 3, summary)(z, sigma), atol=1e-4, rtol=0)


def test_turned_or_stretched_views_without_noise_of_their_own_are_the_same():
    """What counts is the space that the rows span."""
    V, mix = noise(4, 1, 6, 6), noise(5, 4, seed=1)
    z = CLOTHES[:3] + noise(3, 1, 6, 6)
    mixed = torch.einsum("jk,kchw->jchw", mix, V)
    a, b = (rivals.BIRD(CLOTHES, [view])(z, 0.7) for view in (V, mixed))
    torch.testing.assert_close(a, b, atol=1e-4, rtol=0)


def test_much_noise_of_its_own_leaves_the_mean_image_and_little_the_same_guess():
    z, views = CLOTHES[:3] + noise(3, 1, 6, 6), rivals.window_views((1, 6, 6), 3)
    plain = rivals.BIRD(CLOTHES, views)(z, 0.7)
    torch.testing.assert_close(rivals.BIRD(CLOTHES, views, 1e-6, seeded())(z, 0.7), plain, atol=1e-4, rtol=0)
    lost = rivals.BIRD(CLOTHES, views, 1e6, seeded())(z, 0.7)
    torch.testing.assert_close(lost, CLOTHES.mean(0).expand(3, -1, -1, -1), atol=1e-4, rtol=0)


def test_a_view_of_nothing_is_the_mean_image():
    nothing, z = torch.zeros(6, 6, dtype=torch.bool), CLOTHES[:2]
    for view in (nothing, torch.zeros(2, 1, 6, 6)):
        bird = rivals.BIRD(CLOTHES, [view], 0.5, seeded())
        torch.testing.assert_close(bird(z, 0.5), CLOTHES.mean(0).expand(2, -1, -1, -1), atol=1e-6, rtol=0)
        entropy = bird.inferred(z, 0.5).entropy
        torch.testing.assert_close(entropy, torch.full_like(entropy, math.log(60)))


def test_training_error_grows_as_information_is_taken_away():
    """Exact in expectation; here over 60 pictures, 5 noises, each with noise of the machine's own."""
    def error(P, extra):
        views, total = rivals.window_views((1, 6, 6), P), 0.0
        for seed in range(5):
            z = CLOTHES + 0.7 * noise(60, 1, 6, 6, seed=seed)
            total += float((rivals.BIRD(CLOTHES, views, extra, seeded(seed))(z, 0.7) - CLOTHES).square().mean()) / 5
        return total

    by_noise, by_window = [error(3, extra) for extra in (0.0, 0.7, 2.0)], [error(P, 0.0) for P in (11, 3, 1)]
    assert by_noise == sorted(by_noise) and by_window == sorted(by_window)
    z = CLOTHES + 0.7 * noise(60, 1, 6, 6, seed=0)
    assert float((IdealDenoiser(CLOTHES)(z, 0.7) - CLOTHES).square().mean()) < by_window[1]


# ---------------------------------------------------------------- memorise or generalise
def test_entropy_is_that_of_the_weights():
    z, sigma = CLOTHES[:2].double() + noise(2, 1, 6, 6).double(), 0.5
    found = rivals.BIRD(CLOTHES, rivals.window_views((1, 6, 6), 3)).inferred(z, sigma).entropy
    cut = lambda x: x[:, 0, 2:5, 1:4].flatten(1).double()  # noqa: E731 around row 3, column 2
    w = torch.softmax(-(cut(z)[:, None] - cut(CLOTHES)).square().sum(2) / (2 * sigma**2), 1)
    torch.testing.assert_close(found[:, 3, 2], -(w * w.log()).sum(1), atol=1e-9, rtol=0)


def test_information_is_the_determinant():
    V, extra, sigma = noise(5, 1, 6, 6).double(), 0.8, 0.6
    rows, S = V.flatten(1), torch.cov(CLOTHES.double().flatten(1).T, correction=0)
    told = sigma**2 * rows @ rows.T + extra**2 * torch.eye(5, dtype=torch.float64)
    wanted = torch.logdet(torch.eye(5, dtype=torch.float64) + torch.linalg.solve(told, rows @ S @ rows.T)) / 2
    assert float(rivals.information(CLOTHES, [V], sigma, extra)) == pytest.approx(float(wanted), rel=1e-9)


def test_information_of_one_pixel_and_of_none():
    views = rivals.window_views((1, 6, 6), 1)
    var = CLOTHES.double().var(0, correction=0).flatten()
    torch.testing.assert_close(rivals.information(CLOTHES, views, 0.5), (1 + var / 0.25).log() / 2)
    assert float(rivals.information(CLOTHES, [torch.zeros(6, 6, dtype=torch.bool)], 0.5)) == 0


@settings(max_examples=20)
@given(sigma=st.floats(0.05, 20), extra=st.floats(0, 5))
def test_information_grows_with_the_window_and_falls_with_noise(sigma, extra):
    small, large = (rivals.information(CLOTHES, rivals.window_views((1, 6, 6), P), sigma, extra) for P in (1, 3))
    assert (large >= small - 1e-12).all()
    views = rivals.window_views((1, 6, 6), 3)
    assert (rivals.information(CLOTHES, views, 1.1 * sigma, extra) <= large + 1e-12).all()
    assert (rivals.information(CLOTHES, views, sigma, extra + 0.1) <= large + 1e-12).all()


@pytest.mark.parametrize(("side", "extra"), [(2, 0.0), (4, 0.0), (4, 1.0)])
def test_it_memorises_where_information_exceeds_log_N(side, extra):
    """Independent Gaussian pixels, 1000 training images: the entropy left is near max(0, log N - information)."""
    N, view = 1000, torch.zeros(4, 4, dtype=torch.bool)
    data = noise(N, 1, 4, 4, seed=1)
    view[:side, :side] = True
    bird = rivals.BIRD(data, [view], extra, seeded(1))  # each pixel draws its own noise: 16 draws
    for sigma in (0.1, 0.5, 1.0, 2.0, 5.0):
        left = float(bird.inferred(data[:40] + sigma * noise(40, 1, 4, 4, seed=2), sigma).entropy.mean())
        told = float(rivals.information(data, [view], sigma, extra))
        assert left == pytest.approx(max(0.0, math.log(N) - told), abs=0.15 * math.log(N)), (sigma, told)
        assert left < 0.1 or told < 2 * math.log(N)
