"""Canvases as they grow: laws of runs on tiny pictures, wishes, quilting, and what the measures say of known cases."""

import itertools
from dataclasses import replace

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from mosaics import canvas as cv
from mosaics.canvas.classic import least_path
from mosaics.canvas.search import ROUNDS
from mosaics.canvas.wishes import MOVES, group
from mosaics.core.data import load
from mosaics.diffusion import last

FACE = load("emoji").images[12:13, :, 4:28, 4:28].double()  # (1, 3, 24, 24)
SMALL = cv.Settings(P=3, coarsest=6, ratio=0.5, steps=2)  # scales of 6, 12 and 24 pixels


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


def noises(sides, seed=0, B=1, source=FACE):
    g = seeded(seed)
    plan = cv.scales(tuple(source.shape[2:]), sides, 3, 6, 0.5)
    return [torch.randn(B, source.shape[1], *scale.canvas, generator=g, dtype=source.dtype) for scale in plan]


def grown(sides, *args, source=FACE, **options):
    options = {"noise": noises(sides, source=source)} | options if "generator" not in options else options
    return last(cv.grow(source, sides, settings=options.pop("settings", SMALL), **options))


# ---------------------------------------------------------------- laws
@settings(max_examples=5)
@given(st.integers(0, 6), st.integers(0, 7))
def test_shifted_noise_gives_the_shifted_torus(down, right):
    """By one pixel at the first scale, by two and by four at the finer ones."""
    plain = noises((24, 28))
    moved = [eps.roll((down * 2**k, right * 2**k), (2, 3)) for k, eps in enumerate(plain)]
    one, two = (grown((24, 28), noise=each, torus=True) for each in (plain, moved))
    torch.testing.assert_close(two, one.roll((4 * down, 4 * right), (2, 3)), atol=1e-6, rtol=0)
    assert one.var() > 0.05


@pytest.mark.parametrize("torus", [False, True])
@pytest.mark.parametrize("hole", [False, True])
def test_noise_has_the_sides_that_were_planned(torus, hole):
    known = torch.ones(24, 24, dtype=torch.bool)
    known[4:14, 4:14] = not hole  # at the first scale no window is whole
    settings = replace(SMALL, P=5)
    plan = cv.planned((24, 24), (24, 24), torus=torus, known=known, settings=settings)
    assert len(plan) == (2 if hole else 3) and plan[-1] == ((24, 24), (24, 24))
    noise = [torch.zeros(1, 3, *scale.canvas) for scale in plan]
    states = list(cv.grow(FACE, (24, 24), noise=noise, torus=torus, known=known, settings=settings))
    assert states[-1].scales == len(plan)


def test_without_a_torus_it_does_not():
    plain = noises((24, 28))
    moved = [eps.roll(2**k, 2) for k, eps in enumerate(plain)]
    assert (grown((24, 28), noise=moved) - grown((24, 28), noise=plain).roll(4, 2)).abs().max() > 0.1


@settings(max_examples=10)
@given(st.lists(st.sampled_from(list(MOVES)), min_size=1, max_size=2), st.booleans())
def test_symmetric_canvases_are_symmetric_to_the_bit(moves, torus):
    out = grown((24, 24), torus=torus, wishes=[cv.Symmetric(*moves)])
    assert all(torch.equal(MOVES[move](out), out) for move in moves) and out.var() > 0.05


@pytest.mark.parametrize(("moves", "size"), [(["mirror"], 2), (["mirror", "flip"], 4), (["quarter turn"], 4),
                                             (["quarter turn", "mirror"], 8), (["half turn"], 2)])
def test_moves_make_a_group_and_symmetric_noise_keeps_its_variance(moves, size):
    assert len(group(moves, (5, 5))) == size
    eps = cv.Symmetric(*moves).noise(torch.randn(4000, 1, 5, 5, generator=seeded()))
    assert ((eps.var(0) - 1).abs() < 0.15).all()


def test_a_symmetric_dictionary_makes_the_guess_symmetric_by_itself():
    wish = cv.Symmetric("mirror")
    rows = wish.patches(cv.patches(FACE, 3), 3)
    assert len(rows) == 2 * 22 * 22
    z = torch.randn(1, 3, 8, 9, generator=seeded(), dtype=torch.float64)
    z = z + z.flip(3)
    guess = cv.PictureMachine(cv.Exact(rows), 3, 1.5)(z, 0.5)
    torch.testing.assert_close(guess.flip(3), guess, atol=1e-9, rtol=0)
    plain = cv.PictureMachine(cv.Exact(cv.patches(FACE, 3)), 3, 1.5)(z, 0.5)
    assert (plain.flip(3) - plain).abs().max() > 1e-3


@settings(max_examples=8)
@given(st.integers(0, 2**32), st.integers(0, 10), st.integers(0, 10), st.booleans())
def test_kept_pixels_are_kept_to_the_bit(seed, row, column, torus):
    picture = torch.rand(1, 3, 20, 22, generator=seeded(seed), dtype=torch.float64) * 2 - 1
    mask = torch.zeros(20, 22, dtype=torch.bool)
    mask[row : row + 7, column : column + 9] = True
    out = grown((20, 22), torus=torus, wishes=[cv.Keep(picture, mask)])
    assert torch.equal(out[:, :, mask], picture[:, :, mask])
    assert (out[:, :, ~mask] != picture[:, :, ~mask]).any()


def test_with_vanishing_noise_the_source_stays_itself():
    """Its own patches are exact: the nearest patch of each window is the window."""
    tiny = cv.Settings(P=3, coarsest=24, first=1e-3, last=1e-4, steps=2)
    out = grown((24, 24), settings=tiny, noise=[noises((24, 24))[-1]], start=FACE)
    torch.testing.assert_close(out, FACE, atol=1e-9, rtol=0)
    far = cv.Settings(P=3, coarsest=24, first=3.0, last=1e-4, steps=2)
    assert (grown((24, 24), settings=far, noise=[noises((24, 24))[-1]], start=FACE) - FACE).abs().max() > 0.1


def distance(windows):
    """Mean distance of windows to the patches of the source."""
    return float(cv.Exact(cv.patches(FACE, 3)).nearest(windows).distance.mean())


def test_a_torus_has_no_seam():
    """Windows that go round are as near to the source as those inside; of a canvas with an edge they are not."""
    seams = {}
    for torus in (True, False):
        out = torch.cat([grown((24, 28), noise=noises((24, 28), seed), torus=torus) for seed in range(3)])
        inside = distance(cv.patches(out, 3))
        round_ = torch.cat([out[:, :, :, -2:], out[:, :, :, :2]], 3)  # (3, 3, 24, 4), the seam in the middle
        seams[torus] = distance(cv.patches(round_, 3)) / inside
    assert seams[True] < 1.3 and seams[False] > 2 * seams[True]


# ---------------------------------------------------------------- runs
def test_states_tell_how_far_a_run_is_and_it_can_be_stopped():
    run = cv.grow(FACE, (24, 28), generator=seeded(), settings=SMALL)
    first = next(run)
    assert (first.scale, first.scales, first.share, first.x0_hat) == (0, 3, 0, None) and first.sigma == 10
    states = list(run)
    assert [state.scale for state in states] == [0] * 6 + [1] * 3 + [2] * 3
    shares = [state.share for state in states]
    assert shares == sorted(shares) and shares[-1] == pytest.approx(1)
    assert [state.sigma for state in states].count(0) == 3 and torch.equal(states[-1].z, states[-1].x0_hat)
    stopped = cv.grow(FACE, (24, 28), generator=seeded(), settings=SMALL)
    next(stopped)
    stopped.close()
    assert list(stopped) == []
    with pytest.raises(ValueError, match="it has already been run"):
        cv.finished(stopped)


def test_a_generator_is_its_noises_and_canvases_do_not_meet():
    sides = (18, 21)
    one = cv.finished(cv.grow(FACE, sides, generator=seeded(3), settings=SMALL))
    torch.testing.assert_close(one, grown(sides, noise=noises(sides, 3)), rtol=0, atol=0)
    both = [torch.cat(pair) for pair in zip(noises(sides, 3), noises(sides, 4), strict=True)]
    torch.testing.assert_close(grown(sides, noise=both)[:1], one, atol=1e-9, rtol=0)
    assert (grown(sides, noise=both)[1:] - one).abs().max() > 0.1


@pytest.mark.parametrize("threads", [1, 3])
def test_threads_change_nothing_and_are_given_back(threads, monkeypatch):
    monkeypatch.setitem(cv.patches.__globals__, "BLOCK", 50)
    before, expected = torch.get_num_threads(), grown((14, 15))
    torch.set_num_threads(threads)
    try:
        torch.testing.assert_close(grown((14, 15)), expected, atol=1e-12, rtol=0)
        assert torch.get_num_threads() == threads
    finally:
        torch.set_num_threads(before)


def test_cells_grow_pictures_that_are_as_near_to_the_source():
    kinds = {"exact": SMALL, "cells": replace(SMALL, exact=0.0)}
    near = {name: cv.patch_distances(grown((24, 24), settings=kind), FACE, 3).coherence for name, kind in kinds.items()}
    assert near["cells"] < 1.5 * near["exact"] + 0.01 and ROUNDS > 1
    assert near["exact"] < cv.patch_distances(FACE.flip(1), FACE, 3).coherence / 2


def test_inpainting_keeps_what_is_known_and_uses_nothing_else():
    known = torch.ones(24, 24, dtype=torch.bool)
    known[9:15, 8:14] = False
    spoilt = torch.where(known, FACE, torch.full_like(FACE, -9.0))
    out = last(cv.inpaint(spoilt, known, generator=seeded(), settings=SMALL))
    assert torch.equal(out[:, :, known], FACE[:, :, known])
    assert out.min() >= FACE.min() and (out[:, :, ~known] != spoilt[:, :, ~known]).all()
    other = torch.where(known, FACE, torch.full_like(FACE, 5.0))
    assert torch.equal(last(cv.inpaint(other, known, generator=seeded(), settings=SMALL)), out)


def test_scales_in_which_no_whole_window_is_known_are_left_out():
    known = torch.zeros(24, 24, dtype=torch.bool)
    known[:7, :7] = True
    states = list(cv.inpaint(FACE, known, generator=seeded(), settings=SMALL))
    assert states[-1].scales == 2 and torch.equal(states[-1].z[:, :, known], FACE[:, :, known])


def test_retargeting_keeps_the_arrangement_and_stretches_nothing():
    """Left dark, right bright stays so at twice the width, and stripes stay as narrow as they are."""
    x = torch.arange(24, dtype=torch.float64)
    source = (0.5 * torch.sin(torch.pi * x / 2) + (x - 12) / 24).expand(1, 3, 24, 24)
    out = last(cv.retarget(source, (24, 48), generator=seeded(), settings=SMALL))
    assert out.shape == (1, 3, 24, 48) and out[..., :16].mean() < -0.2 and out[..., -16:].mean() > 0.2
    stretched = cv.resized(source, (24, 48))
    assert cv.patch_distances(out, source, 3).coherence < 0.5 * cv.patch_distances(stretched, source, 3).coherence


def test_a_layout_is_followed_as_far_as_it_was_painted():
    halves = torch.cat([torch.full((1, 1, 24, 12), value, dtype=torch.float64) for value in (-1.0, 1.0)], 3)
    texture = torch.cat([halves, halves.flip(3)], 2)[:, :, ::2] + 0.0  # (1, 1, 24, 24) dark and bright quarters
    rough, gap = halves.flip(3), {}
    for weight in (0.0, 0.8):
        outs = [grown((24, 24), source=texture, noise=noises((24, 24), seed, source=texture),
                      wishes=[cv.Layout(rough, weight)]) for seed in range(4)]
        gap[weight] = float(torch.cat(outs)[..., :12].mean() - torch.cat(outs)[..., 12:].mean())
    assert gap[0.8] > 1 and gap[0.8] > gap[0.0] + 0.5


# ---------------------------------------------------------------- quilting
def test_the_least_path_against_all_paths():
    cost = torch.rand(5, 4, generator=seeded(), dtype=torch.float64)
    paths = [p for p in itertools.product(range(4), repeat=5) if all(abs(a - b) <= 1 for a, b in itertools.pairwise(p))]
    best = min(paths, key=lambda p: sum(float(cost[i, j]) for i, j in enumerate(p)))
    assert least_path(cost).tolist() == list(best)


def test_quilts_are_made_of_the_source_and_fit_better_than_blocks_at_random():
    coded = torch.arange(900.0).reshape(1, 1, 30, 30) / 450 - 1  # every pixel is told from all others
    out = cv.quilted(coded, (40, 37), seeded(), block=12)
    assert out.shape == (1, 1, 40, 37) and torch.isin(out, coded).all()
    cell = torch.cat([torch.cat([FACE, FACE.flip(3)], 3), torch.cat([FACE.flip(2), FACE], 3)], 2)  # (1, 3, 48, 48)
    fit, loose = (cv.patch_distances(cv.quilted(cell, (48, 48), seeded(), 12, tolerance), cell, 3).coherence
                  for tolerance in (0.1, 1e9))
    assert fit < 0.7 * loose
    assert torch.equal(cv.quilted(cell, (12, 12), seeded(1), 12)[0, :, 5, 5], cv.quilted(cell, (30, 30), seeded(1),
                                                                                        12)[0, :, 5, 5])


def test_a_gaussian_texture_has_the_sources_mean_and_covariances():
    """Over many canvases, at every shift on the torus and between channels, within four standard errors."""
    source = FACE[:, :2, :5, :7]
    out = cv.gaussian_texture(source, 4000, seeded())
    assert out.shape == (4000, 2, 5, 7)
    mean, x = source.mean((0, 2, 3)), source - source.mean((2, 3), keepdim=True)
    assert ((out.mean((0, 2, 3)) - mean).abs() < 1e-9).all()  # noise has no say in what the source has none of
    for down, right, a, b in itertools.product(range(2), range(3), range(2), range(2)):
        wanted = (x[0, a] * x[0, b].roll((-down, -right), (0, 1))).mean()
        at = (out[:, a] - mean[a]) * (out[:, b] - mean[b]).roll((-down, -right), (1, 2))
        products = at.mean((1, 2))  # (4000,)
        assert (products.mean() - wanted).abs() < 4 * products.std() / 4000**0.5


# ---------------------------------------------------------------- measures
def test_measures_of_the_source_itself_and_of_a_plain_canvas():
    source = torch.rand(1, 3, 16, 16, generator=seeded(), dtype=torch.float64) * 2 - 1
    assert cv.patch_distances(source, source, 3) == (0, 0) and cv.used(source, source, 3) == (1, 0)
    assert cv.patch_frechet(source, source, 3) == pytest.approx(0, abs=1e-9)
    plain = source.mean() * torch.ones_like(source)
    use, ways = cv.used(plain, source, 3), cv.patch_distances(plain, source, 3)
    assert use == (pytest.approx(1 / 196), pytest.approx(196)) and ways.completeness > ways.coherence > 0.1
    half = source[:, :, :, :9]  # all of it is of the source, and it has not all of that
    assert cv.patch_distances(half, source, 3).coherence == 0 < cv.patch_distances(half, source, 3).completeness
    assert cv.used(half, source, 3).coverage == pytest.approx(7 / 14)


def test_repetition_is_one_by_chance():
    """Windows drawn at random from the patches: each a canvas of one window."""
    source = torch.rand(1, 1, 12, 12, generator=seeded(), dtype=torch.float64)
    rows = cv.patches(source, 3)  # (100, 9)
    drawn = rows[torch.randint(100, (3000,), generator=seeded(1))].reshape(-1, 1, 3, 3)
    assert cv.used(drawn, source, 3).repetition == pytest.approx(1, abs=0.1)


def test_the_distance_of_patch_statistics_against_known_gaussians():
    x = torch.randn(400, 1, 3, 3, generator=seeded(), dtype=torch.float64).clamp(-9, 9)
    assert cv.patch_frechet(x + 0.5, x, 3) == pytest.approx(0.25, rel=1e-6)
    assert cv.patch_frechet(2 * x, x, 3) == pytest.approx(
        float(x.mean(0).square().mean() + torch.cov(x.flatten(1).T, correction=0).trace() / 9), rel=1e-6)
    assert cv.patch_frechet(FACE, FACE.flip(1), 3) == pytest.approx(cv.patch_frechet(FACE.flip(1), FACE, 3), rel=1e-5)


def test_diversity_is_nothing_for_copies_and_one_for_independent_pixels():
    source = torch.randn(1, 1, 60, 60, generator=seeded(), dtype=torch.float64)
    assert cv.pixel_diversity(source.expand(3, -1, -1, -1), source) == 0
    apart = torch.randn(40, 1, 20, 20, generator=seeded(1), dtype=torch.float64)
    assert cv.pixel_diversity(apart, source) == pytest.approx(1, abs=0.05)
