"""The linear filter through a window: against brute force pixel by pixel, and against what it becomes at its ends."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from mosaics import prediction as pr
from mosaics.diffusion import wiener


def random(*shape, seed=0):
    return torch.rand(*shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64) * 2 - 1


def cut(k, n, r):
    """How far a window around k reaches in a side of n."""
    return min(k, r), min(n - 1 - k, r)


def brute(data, z, sigma, P, padding):
    """Each pixel's own regression, in numpy: all training windows of its class one by one."""
    r, (H, W), out = P // 2, data.shape[2:], np.zeros(z.shape)
    x, y = data.numpy(), z.numpy()
    for i in range(H):
        for j in range(W):
            def window(image, a, b):
                if padding == "circular":
                    rows, cols = ((np.arange(-r, r + 1) + at) % n for at, n in ((a, H), (b, W)))
                else:
                    (t, d), (m, n) = cut(a, H, r), cut(b, W, r)
                    rows, cols = np.arange(a - t, a + d + 1), np.arange(b - m, b + n + 1)
                return image[:, rows][:, :, cols].ravel()
            like = [(a, b) for a in range(H) for b in range(W)
                    if padding == "circular" or (cut(a, H, r), cut(b, W, r)) == (cut(i, H, r), cut(j, W, r))]
            rows = np.array([window(image, a, b) for image in x for a, b in like])
            middles = np.array([image[:, a, b] for image in x for a, b in like])
            mu, S = rows.mean(0), np.cov(rows.T, bias=True)
            cross = (middles - middles.mean(0)).T @ (rows - mu) / len(rows)
            K = cross @ np.linalg.inv(S + sigma**2 * np.eye(len(mu)))
            for b, image in enumerate(y):
                out[b, :, i, j] = middles.mean(0) + K @ (window(image, i, j) - mu)
    return out


@pytest.mark.parametrize("padding", ["zeros", "circular"])
@pytest.mark.parametrize(("shape", "P"), [((5, 1, 5, 4), 3), ((4, 2, 4, 4), 3), ((6, 1, 6, 5), 5), ((3, 3, 3, 3), 1)])
@pytest.mark.parametrize("sigma", [0.3, 3.0])
def test_against_each_pixels_own_regression(shape, P, padding, sigma):
    data, z = random(*shape), random(2, *shape[1:], seed=1) * 2
    assert pr.local_wiener(data, P, padding)(z, sigma).numpy() == pytest.approx(brute(data, z, sigma, P, padding),
                                                                                abs=1e-9)


@given(st.integers(2, 5), st.integers(1, 4), st.integers(1, 4), st.floats(0.05, 20))
@settings(deadline=None, max_examples=25)
def test_with_a_window_that_holds_the_picture_it_is_the_wiener_filter(N, H, W, sigma):
    """A window of 2 H - 1 sees everything from everywhere, and each pixel is a class of its own."""
    data, z = random(N, 1, H, W, seed=H), random(3, 1, H, W, seed=W)
    guess = pr.local_wiener(data, 2 * max(H, W) - 1)(z, sigma)
    assert guess.numpy() == pytest.approx(wiener(data)(z, sigma).numpy(), abs=1e-9)


def test_at_huge_noise_it_is_the_mean_of_its_class_and_at_none_the_pixel():
    data, z = random(50, 1, 4, 4), random(2, 1, 4, 4, seed=1)
    machine = pr.local_wiener(data, 3)
    corners = data[:, 0][:, [0, 0, -1, -1], [0, -1, 0, -1]].mean(0)
    far = machine(z, 1e6)[:, 0]
    assert far[:, [0, 0, -1, -1], [0, -1, 0, -1]].numpy() == pytest.approx(corners.expand(2, 4).numpy(), abs=1e-6)
    assert machine(z, 1e-7).numpy() == pytest.approx(z.numpy(), abs=1e-6)


@pytest.mark.parametrize("padding", ["zeros", "circular"])
@pytest.mark.parametrize("sigma", [1e-12, 1e-8, 1e-4, 1.0])
def test_where_nothing_varies_the_guess_is_what_there_always_is(padding, sigma):
    """Grey pictures without rounding in their variances: the guess is their grey, however little noise there is."""
    data, z = torch.full((50, 1, 5, 5), -0.7, dtype=torch.float64), random(2, 1, 5, 5)
    assert pr.local_wiener(data, 3, padding)(z, sigma).numpy() == pytest.approx(-0.7, abs=1e-9)


def test_small_variances_far_from_zero_are_not_lost():
    """Against the Wiener filter of the whole picture, which takes the mean away first."""
    data = 5 + 1e-5 * random(20, 1, 4, 4)
    z = data[:2] + 1e-5 * random(2, 1, 4, 4, seed=1)
    wanted = wiener(data)(z, 1e-5)
    assert (wanted - z).abs().max() > 1e-6  # it does something
    assert (pr.local_wiener(data, 7)(z, 1e-5) - wanted).abs().max() < 1e-11


def test_levels_may_differ_and_the_precision_is_the_inputs():
    data, z = random(8, 1, 5, 5), random(3, 1, 5, 5, seed=2)
    machine, sigma = pr.local_wiener(data, 3), torch.tensor([0.2, 1.0, 5.0])
    each = torch.cat([machine(z[k : k + 1], float(sigma[k])) for k in range(3)])
    assert machine(z, sigma).numpy() == pytest.approx(each.numpy(), abs=1e-7)
    assert machine(z.float(), 0.5).dtype == torch.float32


def test_many_pictures_are_taken_in_parts():
    data, z = random(150, 1, 4, 4), random(2, 1, 4, 4, seed=3)
    assert pr.local_wiener(data, 3)(z, 0.5).numpy() == pytest.approx(brute(data, z, 0.5, 3, "zeros"), abs=1e-9)
