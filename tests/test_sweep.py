"""The compiled pass over training windows against the readable one; both against the definition: test_machines.py."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from mosaics.core import sweep as fast
from mosaics.core.sweep import sweep
from mosaics.core.windows import PADDINGS, Soft, check_shape, check_task, consult, groups, taps, window_sums, windows

SOFT = [Soft(5, 1.1), Soft(7, 3.0), Soft(3, 0.4)]
CASES = [(reach, padding) for reach, paddings in PADDINGS.items() for padding in paddings]


def pictures(*shape, seed=0):
    return torch.rand(*shape, generator=torch.Generator().manual_seed(seed)) * 2 - 1


def noisy(data, sigma, count=2, seed=1):
    g = torch.Generator().manual_seed(seed)
    return data[:count] + sigma * torch.randn(count, *data.shape[1:], generator=g)


# ---------------------------------------------------------------- the rules and the readable pass
@pytest.mark.parametrize("reach", PADDINGS)
@pytest.mark.parametrize(("n", "P"), [(7, 1), (7, 3), (7, 7), (6, 5)])
def test_every_pixel_is_in_one_group(reach, n, P):
    asked = [p for pixels, _ in groups(reach, n, P) for p in pixels]
    assert sorted(asked) == list(range(n)) and all(0 <= q < n for _, at in groups(reach, n, P) for q in at)


def test_matching_is_the_same_distance_from_the_same_edge():
    found = {p: at for pixels, at in groups("matching", 7, 5) for p in pixels}
    assert found[0] == [0] and found[1] == [1] and found[3] == [2, 3, 4] == found[4] and found[6] == [6]


def test_windows_are_cut_as_indexed():
    x = pictures(2, 3, 5, 6)
    w = windows(x, 3, "circular")
    assert w.shape == (2, 5, 6, 27)
    cut = torch.stack([x[1, :, (0 + i) % 5, (5 + j) % 6] for i in (-1, 0, 1) for j in (-1, 0, 1)], -1)
    assert torch.equal(w[1, 0, 5], cut.flatten())
    assert windows(x, 5, "zeros")[0, 0, 0].reshape(3, 5, 5)[:, :2].abs().max() == 0


@pytest.mark.parametrize("padding", ["zeros", "circular"])
@pytest.mark.parametrize("P", [1, 3, 5])
def test_sums_of_windows(P, padding):
    x = torch.randn(2, 3, 6, 5, dtype=torch.float64, generator=torch.Generator().manual_seed(P))
    torch.testing.assert_close(window_sums(x, P, padding), windows(x, P, padding).sum(-1), atol=1e-12, rtol=1e-12)


# ---------------------------------------------------------------- soft windows
def test_a_soft_window_counts_rows_times_columns():
    x = torch.randn(2, 3, 6, 5, dtype=torch.float64, generator=torch.Generator().manual_seed(1))
    r = torch.arange(-2.0, 3, dtype=torch.float64)
    weight = torch.exp(-(r[:, None] ** 2 + r**2) / (2 * 1.3**2)).flatten().repeat(3)  # exp(-r^2 / 2 width^2) of r
    for padding in ("zeros", "circular"):
        wanted = (windows(x, 5, padding) * weight).sum(-1)
        torch.testing.assert_close(window_sums(x, Soft(5, 1.3), padding), wanted, atol=1e-12, rtol=1e-12)


@pytest.mark.parametrize(("reach", "padding"), CASES)
def test_soft_windows_by_force(reach, padding):
    """One pixel after the other, from the definition."""
    data, (P, width), sigma = pictures(5, 2, 5, 6).double(), Soft(3, 0.9), 0.7
    z = noisy(data, sigma, 1)
    seen, cut, known = consult(z, sigma, data, Soft(P, width), reach, padding), *(
        windows(x, P, padding).unflatten(-1, (2, P, P)) for x in (z, data))
    reached = [{p: at for pixels, at in groups(reach, n, P) for p in pixels} for n in (5, 6)]
    for row in range(5):
        for col in range(6):
            w, v = 0.0, torch.zeros(2, dtype=torch.float64)
            for i in reached[0][row]:
                for j in reached[1][col]:
                    for mu in range(5):
                        apart = (cut[0, row, col] - known[mu, i, j]).square().sum(0)  # (P, P)
                        far = sum(float(apart[a, b]) * math.exp(-((a - 1) ** 2 + (b - 1) ** 2) / (2 * width**2))
                                  for a in range(P) for b in range(P))
                        each = math.exp(-far / (2 * sigma**2))
                        w, v = w + each, v + each * data[mu, :, i, j]
            torch.testing.assert_close(seen.mean[0, :, row, col], v / w, atol=1e-12, rtol=0)


@pytest.mark.parametrize(("reach", "padding"), CASES)
@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("sigma", [0.01, 0.1, 1.0, 80.0])
def test_soft_windows_are_swept_as_they_are_consulted(reach, padding, channels, sigma):
    data = pictures(80, channels, 9, 8)
    z = torch.cat([noisy(data, sigma), (data[:1] + data[1:2]) / 2])
    for window, quick in zip(SOFT, sweep(z, sigma, data, SOFT, reach, padding), strict=True):
        slow = consult(z, sigma, data, window, reach, padding)
        torch.testing.assert_close(quick.mean, slow.mean, atol=1e-5, rtol=0)
        torch.testing.assert_close(quick.least, slow.least, rtol=1e-5, atol=1e-4)
        assert float((quick.best == slow.best).double().mean()) > 0.99


@given(st.sampled_from(CASES), st.sampled_from([1, 3, 5, 7]), st.floats(0.05, 20), st.integers(0, 99))
def test_a_very_wide_soft_window_has_hard_edges(case, P, sigma, seed):
    data = pictures(70, 1, 7, 7, seed=seed)
    z = noisy(data, sigma)
    hard, soft = sweep(z, sigma, data, [P, Soft(P, 1e6)], *case)
    torch.testing.assert_close(soft.mean, hard.mean, atol=1e-5, rtol=0)
    assert torch.equal(taps(Soft(P, 1e9)), taps(P))


@pytest.mark.parametrize(("window", "error", "words"), [
    (Soft(4, 1.0), ValueError, "P must be odd"), (Soft(3, 0.0), ValueError, "width of a soft window"),
    (Soft(3, float("nan")), ValueError, "width of a soft window"), (Soft(3, "2"), TypeError, "width of a soft window"),
    (Soft(3.0, 1.0), TypeError, "P"), ((3, 1.0), TypeError, "P")])
def test_bad_windows_are_named(window, error, words):
    data = pictures(4, 1, 7, 7)
    for call in (lambda: check_shape(window), lambda: sweep(data, 1.0, data, [window], "same", "zeros"),
                 lambda: consult(data, 1.0, data, window, "same", "zeros")):
        with pytest.raises(error, match=words):
            call()


@pytest.mark.parametrize(("reach", "padding"), CASES)
@pytest.mark.parametrize("P", [1, 3, 7])
@pytest.mark.parametrize("sigma", [0.01, 0.1, 1.0])
def test_far_from_all_images_float64_takes_over(reach, padding, P, sigma):
    """Noise and midpoints of two images: distances of thousands of 2 sigma^2, which float32 does not tell apart."""
    data = pictures(70, 1, 8, 7)
    z = torch.cat([2 * noisy(data, 1.0), (data[:1] + data[1:2]) / 2])
    (quick,), slow = sweep(z, sigma, data, [P], reach, padding), consult(z, sigma, data, P, reach, padding)
    torch.testing.assert_close(quick.mean, slow.mean, atol=1e-5, rtol=0)


def test_black_and_white_is_the_tanh_of_the_window_sum():
    both, z = torch.stack([torch.ones(1, 7, 6), -torch.ones(1, 7, 6)]), noisy(torch.zeros(3, 1, 7, 6), 2.0, 3).double()
    for sigma in (0.8, 2.0, 9.0):
        total = windows(z, 3, "circular").sum(-1)[:, None]
        slow = consult(z, sigma, both, 3, "all", "circular").mean
        torch.testing.assert_close(slow, torch.tanh(total / sigma**2), atol=1e-12, rtol=0)
        (quick,) = sweep(z, sigma, both, [3], "all", "circular")
        torch.testing.assert_close(quick.mean, slow, atol=1e-6, rtol=0)


@pytest.mark.parametrize(("reach", "padding"), CASES)
def test_the_compiled_pass_finds_the_same_windows(reach, padding):
    data = pictures(80, 1, 7, 8)
    z = noisy(data, 0.5)
    (quick,), slow = sweep(z, 0.5, data, [3], reach, padding), consult(z, 0.5, data, 3, reach, padding)
    assert torch.equal(quick.best, slow.best)
    torch.testing.assert_close(quick.least, slow.least, rtol=1e-5, atol=1e-5)
    torch.testing.assert_close(quick.top_weight, slow.top_weight, rtol=1e-4, atol=1e-6)
    torch.testing.assert_close(quick.log_evidence, slow.log_evidence, rtol=1e-4, atol=1e-4)


def test_equal_windows_go_to_the_first():
    data = pictures(3, 1, 5, 5)
    twice = torch.cat([data, data])
    for seen in (sweep(data, 0.1, twice, [3], "all", "circular")[0], consult(data, 0.1, twice, 3, "all", "circular")):
        assert torch.equal(seen.image, torch.arange(3)[:, None, None].expand(3, 5, 5))
        assert torch.equal(seen.position[0, 2, 4], torch.tensor([2, 4]))


@pytest.mark.parametrize(("reach", "padding"), CASES)
def test_of_windows_that_are_all_equally_near_the_first_in_reach_is_named(reach, padding):
    """Grey images, grey 0.5 away: sums that float32 holds exactly, in whatever order; displacements come in another."""
    grey, z = torch.full((70, 1, 6, 5), 0.5), torch.zeros(1, 1, 6, 5)
    assert torch.equal(sweep(z, 1.0, grey, [3], reach, padding)[0].best, consult(z, 1.0, grey, 3, reach, padding).best)


# ---------------------------------------------------------------- what must not matter
@given(st.integers(0, 99), st.sampled_from(CASES), st.floats(0.05, 20))
def test_batch_threads_and_order(seed, case, sigma):
    data = pictures(9, 1, 6, 6, seed=seed)
    z = noisy(data, sigma, 3, seed)
    (one,) = sweep(z, sigma, data, [3], *case, threads=1)
    (two,) = sweep(z, sigma, data, [3], *case, threads=2)
    assert torch.equal(one.mean, two.mean) and torch.equal(one.best, two.best)
    apart = torch.cat([sweep(z[k : k + 1], sigma, data, [3], *case)[0].mean for k in range(3)])
    assert torch.equal(one.mean, apart)
    (turned,) = sweep(z, sigma, data.flip(0), [3], *case)
    torch.testing.assert_close(turned.mean, one.mean, atol=1e-6, rtol=0)


def test_levels_of_a_batch_are_each_images_own():
    data = pictures(9, 1, 6, 6)
    z, sigma = noisy(data, 1.0, 3), torch.tensor([0.1, 1.0, 9.0])
    (together,) = sweep(z, sigma, data, [3], "all", "circular")
    for k in range(3):
        (alone,) = sweep(z[k : k + 1], float(sigma[k]), data, [3], "all", "circular")
        assert torch.equal(alone.mean[0], together.mean[k])


def test_all_sides_in_one_pass_are_each_side():
    data = pictures(20, 1, 7, 7)
    z = noisy(data, 0.4)
    for P, seen in zip((1, 3, 7), sweep(z, 0.4, data, [1, 3, 7], "matching", "zeros"), strict=True):
        assert torch.equal(seen.mean, sweep(z, 0.4, data, [P], "matching", "zeros")[0].mean)


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 1, 0, 2)])
def test_shards_merge(order):
    data = pictures(40, 1, 6, 6)
    z = noisy(data, 0.6)
    parts = [sweep(z, 0.6, data[10 * k : 10 * k + 10], [3], "all", "circular", first=10 * k)[0] for k in range(4)]
    a, b, c, d = (parts[k] for k in order)
    (whole,) = sweep(z, 0.6, data, [3], "all", "circular")
    for merged in (a.merge(b).merge(c).merge(d), a.merge(b.merge(c.merge(d)))):
        torch.testing.assert_close(merged.mean, whole.mean, atol=1e-6, rtol=0)
        assert torch.equal(merged.best, whole.best)
    with pytest.raises(ValueError, match="same noisy images"):
        a.merge(sweep(z, 0.5, data, [3], "all", "circular")[0])


def test_without_a_compiler_the_readable_pass_serves(monkeypatch):
    data = pictures(5, 1, 5, 5)
    z = noisy(data, 0.6)
    compiled = sweep(z, 0.6, data, [3], "same", "zeros")[0].mean
    monkeypatch.setattr(fast, "_kernel", lambda: None)
    readable = sweep(z, 0.6, data, [3], "same", "zeros")[0].mean
    torch.testing.assert_close(readable, compiled, atol=1e-5, rtol=0)


@pytest.mark.parametrize(("changes", "message"), [
    ({"window": 2}, "P must be odd"), ({"window": 7}, "P must be at least 1 and at most 5, got 7"),
    ({"reach": "far"}, "reach must be one of"), ({"padding": "zeros"}, "padding of reach 'all' must be one of"),
    ({"sigma": 0.0}, "sigma must be finite and > 0"), ({"data": torch.zeros(0, 1, 5, 5)}, "no empty side"),
    ({"first": -1}, "first must be at least 0, got -1"), ({"z": torch.full((1, 1, 5, 5), torch.nan)}, "must be finite"),
])
def test_bad_tasks_are_told(changes, message):
    task = {"z": torch.zeros(1, 1, 5, 5), "sigma": 1.0, "data": pictures(2, 1, 5, 5), "window": 3, "reach": "all",
            "padding": "circular"} | changes
    for call in (lambda: check_task(**task), lambda: consult(**task),
                 lambda: sweep(**{k: v for k, v in task.items() if k != "window"}, sides=[task["window"]])):
        with pytest.raises(ValueError, match=message):
            call()
