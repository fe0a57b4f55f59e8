"""The machine of canvases: resampling, windows and their overlap, exact and approximate search. Runs: test_canvas_runs.

Oracles are loops in float64 that share no line with the module.
"""

import itertools
import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from mosaics import canvas as cv
from mosaics import equivariant
from mosaics.canvas import search as searching
from mosaics.canvas.patches import Overlap
from mosaics.canvas.scales import blurred, shrunk
from mosaics.core.data import load, picture
from mosaics.core.posterior import Dictionary, posterior


def noise(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


PICTURE = noise(1, 3, 9, 11, seed=1).tanh()  # (1, 3, 9, 11)


# ---------------------------------------------------------------- scales
@pytest.mark.parametrize("sides", [(10, 14), (33, 20), (41, 57)])
def test_resampling_is_the_antialiased_cubic_one(sides):
    """Against torch's, which ends otherwise at borders."""
    x, inner = noise(1, 2, 24, 30), (slice(None), slice(None), slice(4, -4), slice(4, -4))
    other = torch.nn.functional.interpolate(x, sides, mode="bicubic", antialias=True, align_corners=False)
    low, high = float(x.min()), float(x.max())
    torch.testing.assert_close(cv.resized(x, sides)[inner], other.clamp(low, high)[inner], rtol=0, atol=2e-5)


@given(st.integers(1, 20), st.integers(1, 20), st.integers(1, 40), st.sampled_from(["edge", "torus"]))
def test_resampling_keeps_constants_and_range(n, m, k, border):
    flat = torch.full((1, 1, n, m), 0.3, dtype=torch.float64)
    torch.testing.assert_close(cv.resized(flat, (k, k), border), torch.full((1, 1, k, k), 0.3, dtype=torch.float64))
    x = noise(1, 1, n, m)
    out = cv.resized(x, (k, k), border)
    assert x.min() - 1e-12 <= out.min() and out.max() <= x.max() + 1e-12
    assert cv.resized(x, (n, m), border) is x


def test_on_a_torus_halving_and_doubling_commute_with_shifts():
    x = noise(1, 1, 16, 12)
    for old, new, sides in ((2, 1, (8, 6)), (1, 2, (32, 24))):
        torch.testing.assert_close(cv.resized(x.roll((old, old), (2, 3)), sides, "torus"),
                                   cv.resized(x, sides, "torus").roll((new, new), (2, 3)))


@given(st.tuples(st.integers(7, 300), st.integers(7, 300)), st.tuples(st.integers(7, 300), st.integers(7, 300)),
       st.integers(7, 40), st.floats(0.1, 0.95))
def test_scales_rise_to_what_was_asked(source, canvas, coarsest, ratio):
    plan = cv.scales(source, canvas, 7, coarsest, ratio)
    assert plan[-1] == (canvas, source) and min(min(sides) for scale in plan for sides in scale) >= 7
    assert min(plan[0].source) == min(coarsest, *source)
    for one, two in itertools.pairwise(plan):
        assert one.source[0] <= two.source[0] and min(one.source) >= ratio * min(two.source) - 1


def test_unknown_pixels_are_made_up_from_known_ones():
    known = torch.ones(9, 11, dtype=torch.bool)
    known[2:7, 3:8] = False
    spoilt = torch.where(known, PICTURE, torch.full_like(PICTURE, 9.0))
    out = cv.filled(spoilt, known)
    assert torch.equal(out[:, :, known], PICTURE[:, :, known]) and out.abs().max() <= PICTURE.abs().max()
    one = torch.zeros(9, 11, dtype=torch.bool)
    one[8, 10] = True
    torch.testing.assert_close(cv.filled(PICTURE, one), PICTURE[:, :, 8:, 10:].expand_as(PICTURE))
    assert torch.equal(shrunk(known, (9, 11)), known) and 0 < shrunk(known, (5, 6)).sum() < 30


def test_blurring_keeps_what_is_smooth():
    ramp = torch.linspace(-1, 1, 32, dtype=torch.float64).expand(1, 1, 32, 32)
    inner = (slice(None), slice(None), slice(None), slice(8, -8))
    torch.testing.assert_close(blurred(ramp, (16, 16))[inner], ramp[inner], atol=1e-9, rtol=0)
    assert blurred(noise(1, 1, 32, 32), (8, 8)).var() < 0.1


# ---------------------------------------------------------------- the book's pictures
@pytest.mark.parametrize("name", cv.SOURCES)
def test_sources_are_small_pictures_in_256_levels(name):
    x = cv.source(name)
    assert x.shape == (1, 3, 64, 64) and x.dtype == torch.float32 and x.abs().max() <= 1 and x.std() > 0.1
    levels = ((x.double() + 1) * 127.5).round()
    assert torch.equal((levels / 127.5 - 1).float(), x)  # each rounded once, as a page has them
    grey = bool((x[:, 0] == x[:, 2]).all())
    assert grey == (name in ("brick", "gravel", "grass")) and cv.SOURCES[name].by and cv.SOURCES[name].licence


def test_sources_are_those_of_the_data():
    four = load("emoji", n=4).images
    torch.testing.assert_close(cv.source("emoji")[0, :, 32:, :32], four[2], rtol=0, atol=1e-6)
    held = picture("gravel")[0, 0]
    assert abs(cv.source("gravel")[0, 0, 3, 5] - held[6:8, 10:12].mean()) < 1 / 255
    cup = cv.source("coffee").mean((0, 2, 3))
    assert cup[0] > cup[2] + 0.4  # red and brown


# ---------------------------------------------------------------- windows
def by_hand(x, P, torus=False):
    """All windows (C P P,) of one picture (C, H, W), in reading order of their upper left pixels."""
    C, H, W = x.shape
    rows, columns = (H, W) if torus else (H - P + 1, W - P + 1)
    at = [[[x[c, (i + a) % H, (j + b) % W] for c in range(C) for a in range(P) for b in range(P)]
           for j in range(columns)] for i in range(rows)]
    return torch.tensor(at, dtype=x.dtype).flatten(0, 1)


def test_patches_one_by_one():
    two = torch.cat([PICTURE, -PICTURE])
    assert torch.equal(cv.patches(two, 3), torch.cat([by_hand(each, 3) for each in two]))
    known = torch.ones(9, 11, dtype=torch.bool)
    known[4, 5] = False
    mine = [row for row in by_hand(torch.where(known, PICTURE[0], torch.nan), 3) if not row.isnan().any()]
    assert torch.equal(cv.patches(PICTURE, 3, known), torch.stack(mine)) and len(mine) == 63 - 9


@given(st.integers(3, 9), st.integers(3, 9), st.booleans(), st.sampled_from([0.0, 0.4, 1.5, 9.0]), st.integers(1, 40))
def test_windows_that_answer_with_themselves_give_the_canvas_back(H, W, torus, spread, block):
    z = noise(2, H, W)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(Overlap.strips.__globals__, "BLOCK", block)
        strips = (overlap := Overlap(z, 3, spread, torus)).strips()
    seen = [overlap.windows(strip) for strip in strips]
    for strip, each in zip(strips, seen, strict=True):
        overlap.add(strip, each)
    assert torch.equal(torch.cat(seen), by_hand(z, 3, torus))
    torch.testing.assert_close(overlap.canvas(), z)


# ---------------------------------------------------------------- search
ROWS = cv.patches(PICTURE, 3)  # (63, 27)
WINDOWS = ROWS[::4] + 0.5 * noise(16, 27, seed=2)


def mean_by_hand(q, keys, values, sigma):
    """Posterior mean of one window, term by term."""
    logs = [-float((q - k).square().sum()) / (2 * sigma**2) for k in keys]
    weights = [math.exp(each - max(logs)) for each in logs]
    return sum(w * v for w, v in zip(weights, values, strict=True)) / sum(weights)


@pytest.mark.parametrize("sigma", [0.03, 0.4, 3.0])
@pytest.mark.parametrize("kind", [cv.Exact, lambda *rows: cv.Cells(*rows, probes=63)])
def test_posterior_means_against_brute_force(kind, sigma, monkeypatch):
    """And they depend on neither blocks nor precision."""
    sharp = ROWS.flip(1)
    mine = torch.stack([mean_by_hand(q, ROWS, sharp, sigma) for q in WINDOWS])
    torch.testing.assert_close(kind(ROWS, sharp).guess(WINDOWS, sigma), mine, atol=1e-9, rtol=0)
    own = kind(ROWS).guess(WINDOWS, sigma)
    torch.testing.assert_close(own, posterior(WINDOWS, Dictionary(ROWS, ROWS), sigma).mean, atol=1e-9, rtol=0)
    torch.testing.assert_close(kind(ROWS.float()).guess(WINDOWS.float(), sigma), own.float(), atol=1e-3, rtol=0)
    monkeypatch.setattr(searching, "ROWS", 5)
    monkeypatch.setattr(searching, "COLUMNS", 7)
    torch.testing.assert_close(kind(ROWS).guess(WINDOWS, sigma), own, atol=1e-12, rtol=0)


@pytest.mark.parametrize("probes", [1, 2, 3])
def test_cells_ask_the_patches_of_the_cells_with_the_nearest_means(probes):
    """Against brute force over those patches: cells are told by their means alone."""
    search = cv.Cells(ROWS, probes=probes, cells=6)
    means = search.means + search.centre
    of_patch = (ROWS[:, None] - means).square().sum(2).argmin(1)  # (63,)
    for q in WINDOWS:
        asked = (q - means).square().sum(1).topk(probes, largest=False).indices
        keys = ROWS[torch.isin(of_patch, asked)]
        torch.testing.assert_close(search.guess(q[None], 0.4)[0], mean_by_hand(q, keys, keys, 0.4), atol=1e-9, rtol=0)
        found = search.nearest(q[None])
        torch.testing.assert_close(found.distance[0], (q - keys).norm(dim=1).min())
        torch.testing.assert_close((q - ROWS[found.number[0]]).norm(), found.distance[0])


def test_cells_that_stay_empty_are_left_out():
    plain = torch.zeros(30, 27, dtype=torch.float64)
    search = cv.Cells(plain, probes=2)
    assert search.cells == 1 and torch.equal(search.guess(WINDOWS, 0.3), torch.zeros_like(WINDOWS))


def test_what_is_lost_is_nothing_with_all_cells_and_less_with_more():
    picture, exact_of = noise(1, 1, 40, 40).tanh(), 25
    rows = cv.patches(picture, 5)  # (1296, 25)
    windows = rows[::11] + 0.3 * noise(len(rows[::11]), exact_of, seed=3)
    exact = cv.Exact(rows)
    lost = [cv.lost(cv.Cells(rows, probes=probes), exact, windows, 0.3) for probes in (1, 6, 36)]
    assert lost[0].same < lost[1].same < lost[2].same == 1
    assert lost[0].excess > lost[1].excess > lost[2].excess == pytest.approx(0, abs=1e-12)
    assert lost[0].error > lost[1].error > lost[2].error == pytest.approx(0, abs=1e-9)
    found, true = cv.Cells(rows, probes=1).nearest(windows).distance, torch.cdist(windows, rows).amin(1)
    assert lost[0].excess == pytest.approx(float(found.mean() / true.mean() - 1))
    assert lost[0].same == pytest.approx(float((found <= true + 1e-6).double().mean()))


# ---------------------------------------------------------------- the machine
@pytest.mark.parametrize("sigma", [0.05, 0.6])
def test_on_a_torus_with_centres_alone_it_is_the_machine_of_chapter_7(sigma):
    data, z = PICTURE.float(), noise(2, 3, 9, 11, seed=4).float()
    els = equivariant.ELS(data, 3, "interior")
    mine = cv.PictureMachine(cv.Exact(cv.patches(data, 3)), 3, torus=True)
    torch.testing.assert_close(mine(z, sigma), els(z, sigma), atol=2e-4, rtol=0)


@pytest.mark.parametrize("torus", [False, True])
@pytest.mark.parametrize("spread", [0.6, 2.0])
def test_overlapping_windows_against_brute_force(torus, spread):
    """Every pixel: the mean of what each window says of it, weighted by its distance to the window's centre."""
    z, P, sigma = noise(1, 3, 5, 6, seed=5), 3, 0.5
    means = [mean_by_hand(q, ROWS, ROWS, sigma).reshape(3, P, P) for q in by_hand(z[0], P, torus)]
    total, weight = torch.zeros(3, 5, 6, dtype=torch.float64), torch.zeros(5, 6, dtype=torch.float64)
    columns = 6 if torus else 4
    for number, said in enumerate(means):
        for a in range(P):
            for b in range(P):
                i, j = (number // columns + a) % 5, (number % columns + b) % 6
                w = math.exp(-((a - 1) ** 2 + (b - 1) ** 2) / (2 * spread**2))
                total[:, i, j] += w * said[:, a, b]
                weight[i, j] += w
    machine = cv.PictureMachine(cv.Exact(ROWS), P, spread, torus)
    torch.testing.assert_close(machine(z, sigma)[0], total / weight, atol=1e-9, rtol=0)


@given(st.integers(0, 8), st.integers(0, 8), st.sampled_from([0.0, 1.5]), st.booleans())
def test_a_shifted_torus_has_the_shifted_guess(down, right, spread, exact):
    z = noise(1, 3, 9, 8, seed=6)
    search = cv.Exact(ROWS) if exact else cv.Cells(ROWS, probes=2)
    machine = cv.PictureMachine(search, 3, spread, torus=True)
    move = lambda x: x.roll((down, right), (2, 3))  # noqa: E731
    torch.testing.assert_close(machine(move(z), 0.4), move(machine(z, 0.4)), atol=1e-9, rtol=0)
