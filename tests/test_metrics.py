"""Three correlations, distances, copies."""

import numpy as np
import pytest
import shifts_table
import torch
from hypothesis import given
from hypothesis import strategies as st
from mosaics.core import metrics


def images(seed, n=4, c=1, side=6):
    return torch.rand(n, c, side, side, generator=torch.Generator().manual_seed(seed), dtype=torch.float64) * 2 - 1


def test_half_the_truth():
    """Fact 10 of the library: prediction = truth / 2 has r^2 = 1, and R^2 = .75 or 0 by whose variance is meant."""
    truth = images(1)
    truth -= truth.mean((1, 2, 3), keepdim=True)
    for got, wanted in ((metrics.pearson(truth / 2, truth), 1.0), (metrics.pearson2(truth / 2, truth), 1.0),
                        (metrics.cod(truth / 2, truth), 0.75), (metrics.cod(truth / 2, truth, "prediction"), 0.0)):
        assert torch.allclose(got, torch.full((4,), wanted, dtype=torch.float64), atol=1e-12)


def test_pearson_is_numpys():
    a, b = images(2), images(3)
    wanted = [np.corrcoef(x.flatten(), y.flatten())[0, 1] for x, y in zip(a, b, strict=True)]
    assert np.allclose(metrics.pearson(a, b), wanted, atol=1e-12)
    assert np.allclose(metrics.pearson2(a, b), np.square(wanted), atol=1e-12)
    assert torch.isnan(metrics.pearson(torch.ones(1, 1, 2, 2), images(4, 1, 1, 2).float())).all()


@given(st.integers(0, 10**6), st.floats(0.1, 10), st.floats(-3, 3))
def test_pearson_is_blind_to_contrast_and_offset_but_r2_is_not(seed, gain, offset):
    a, b = images(seed), images(seed + 1)
    assert torch.allclose(metrics.pearson(gain * a + offset, b), metrics.pearson(a, b), atol=1e-9)
    assert torch.allclose(metrics.pearson(-a, b), -metrics.pearson(a, b), atol=1e-12)
    assert (metrics.pearson2(gain * a + offset, b) >= metrics.cod(gain * a + offset, b) - 1e-9).all()


def test_bias_and_variance_by_hand():
    """Guesses 1 and 3 of a truth 0: mean 2, variance 2; squared error 5 on average = (4 - 1) + 2."""
    one = torch.ones(1, 1, 1, 1)
    rest, variance = metrics.bias_variance([one, 3 * one], 0 * one)
    assert (rest.item(), variance.item()) == (3.0, 2.0)


def test_bias_and_variance_are_the_error_and_unbiased():
    """20,000 times 4 guesses, drawn around 0.7 with standard deviation 0.5, of a truth 0.2: 0.25 and 0.25."""
    guesses = 0.7 + 0.5 * torch.randn(4, 20_000, 1, 1, 1, generator=torch.Generator().manual_seed(1))
    truth = torch.full((20_000, 1, 1, 1), 0.2)
    rest, variance = metrics.bias_variance(list(guesses), truth)
    assert torch.allclose(rest + variance, (guesses.double() - truth).square().mean(0), atol=1e-12)
    assert rest.mean().item() == pytest.approx(0.25, abs=0.01)
    assert variance.mean().item() == pytest.approx(0.25, abs=0.01)


def test_cod_and_rms_by_hand():
    truth = torch.tensor([1.0, -1.0, 1.0, -1.0]).reshape(1, 1, 2, 2)
    guess = torch.tensor([1.0, -1.0, 1.0, 1.0]).reshape(1, 1, 2, 2)
    assert metrics.rms(guess, truth).item() == 1.0  # one of four pixels is off by 2
    assert metrics.cod(guess, truth).item() == 0.0  # squares of errors 4, variance about the mean 4
    assert metrics.cod(guess, truth, "prediction").item() == pytest.approx(1 - 4 / 3)
    assert metrics.cod(truth, truth).item() == 1.0


def test_nearest_is_brute_force():
    x, data = images(5, 7).float(), images(6, 30).float()
    d = ((x[:, None] - data[None]).double() ** 2).sum((2, 3, 4)).sqrt()
    dist, index = metrics.nearest(x, data, 4)
    assert torch.allclose(dist, d.sort(1).values[:, :4], atol=1e-12) and torch.equal(index, d.argsort(1)[:, :4])


@pytest.mark.parametrize("row", shifts_table.CASES)
def test_nearest_translation_is_brute_force(row):
    x, data, wanted = row["x"], row["images"], shifts_table.oracle(row)
    for chunk in (64, 4):
        far, moved = metrics.shifted_distances(x, data, chunk)
        assert far.shape == (1, len(data)) and moved.shape == (1, len(data), 2)
        m = int(far[0].argmin())
        assert m == wanted["nearest"] and moved[0, m].tolist() == wanted["shift"]
        assert far[0, m].item() == pytest.approx(wanted["distance"], abs=1e-12)
        dist, index = metrics.nearest_shifted(x, data, chunk)
        assert (dist.item(), index.item()) == (far[0, m].item(), m)
    assert metrics.nn_ratio(x, data, shifted=True).item() == pytest.approx(wanted["ratio"], abs=1e-12)
    assert metrics.copies(x, data, shifted=True).item() == (wanted["ratio"] < 1 / 3)


@pytest.mark.parametrize("channels", [1, 3])
def test_translations_of_several_pictures_at_once(channels):
    x, data = images(9, 5, channels).float(), images(10, 7, channels).float()
    moved = torch.stack([data.roll((i, j), (2, 3)) for i in range(6) for j in range(6)])  # (36, N, C, H, W)
    d = (x[:, None, None] - moved).double().square().sum((3, 4, 5)).sqrt().amin(1)  # (B, N)
    far, shift = metrics.shifted_distances(x, data, chunk=3)
    assert torch.allclose(far, d, atol=1e-12) and torch.equal(far.argmin(1), d.argmin(1))
    back = torch.stack([data[n].roll(shift[b, n].tolist(), (1, 2)) for b in range(5) for n in range(7)])
    apart = (x.repeat_interleave(7, 0) - back).double().square().sum((1, 2, 3)).sqrt()
    assert torch.allclose(far.flatten(), apart, atol=1e-12)
    assert (far.amin(1) <= metrics.nearest(x, data)[0][:, 0] + 1e-12).all()


def test_a_moved_copy_is_at_distance_zero_of_a_translation_only():
    data = images(11, 20, side=28).float()
    moved = data[4:5].roll((3, -5), (2, 3))
    dist, index = metrics.nearest_shifted(moved, data)
    assert dist == 0 and index == 4 and metrics.nearest(moved, data)[0] > 1
    assert metrics.shifted_distances(moved, data)[1][0, 4].tolist() == [3, -5]
    assert metrics.copies(moved, data, shifted=True) and not metrics.copies(moved, data)


def test_a_copy_is_at_distance_zero():
    data = images(7, 40, side=28).float()
    dist, index = metrics.nearest(data, data)
    assert (dist == 0).all() and torch.equal(index[:, 0], torch.arange(40))
    assert (metrics.nn_ratio(data, data) == 0).all() and metrics.copies(data, data).all()


def test_copies_by_ratio_and_the_trap_of_duplicates():
    data = torch.zeros(2, 1, 1, 2)
    data[1, 0, 0, 0] = 1.0
    x = torch.zeros(3, 1, 1, 2)
    x[:, 0, 0, 0] = torch.tensor([0.24, 0.26, 0.5])  # ratios .24/.76 = .316, .26/.74 = .351, 1
    assert metrics.nn_ratio(x, data).tolist() == pytest.approx([0.24 / 0.76, 0.26 / 0.74, 1.0], rel=1e-6)
    assert metrics.copies(x, data).tolist() == [True, False, False]
    assert metrics.copies(x, data, threshold=0.4).tolist() == [True, True, False]
    assert not metrics.copies(x, torch.cat([data, data])).any()
    assert metrics.nn_ratio(data, torch.cat([data, data])).tolist() == [1.0, 1.0]


def test_fresh_noise_is_no_copy():
    g = torch.Generator().manual_seed(8)
    x, data = torch.randn(20, 1, 28, 28, generator=g), torch.randn(200, 1, 28, 28, generator=g)
    assert (metrics.nn_ratio(x, data) > 0.9).all()


def test_the_threshold_itself_is_no_copy():
    data, x = torch.tensor([0.0, 3.0]).reshape(2, 1, 1, 1), torch.ones(1, 1, 1, 1)  # distances 1 and 2, exactly
    assert metrics.nn_ratio(x, data).item() == 0.5
    assert not metrics.copies(x, data, threshold=0.5).any() and metrics.copies(x, data, threshold=0.51).all()
