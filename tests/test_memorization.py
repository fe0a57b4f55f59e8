"""Collapse, speciation, cloning, density of patches: formulas, tables, and measurements that must agree with them."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from mosaics import diffusion as df
from mosaics import ideal
from mosaics import memorization as mm
from mosaics.core import data

CLOTHES = data.load("fashion-mnist", n=200)


def rng(seed):
    return torch.Generator().manual_seed(seed)


def noise(seed, *shape):
    return torch.randn(*shape, generator=rng(seed), dtype=torch.float64)


# ---------------------------------------------------------------- formulas
@pytest.mark.parametrize(("N", "d", "t", "sigma"), [
    (100, 10, 0.2538, 0.8133), (1000, 100, 1.0238, 2.5980), (10_000, 1024, 2.0135, 7.4223),
    (50_000, 3072, 2.4795, 11.894), (100_000, 6400, 2.8146, 16.657), (2000, 768, 1.9661, 7.0726),
    (3000, 3072, 2.6297, 13.833), (40_000, 12_288, 3.1818, 24.069), (4_500_000, 27, 0.1939, 0.6883),
    (1_000_000, 27, 0.2227, 0.7490)])
def test_collapse_table(N, d, t, sigma):
    """Library fact 7 and the table it stands in; half a unit of the last printed digit."""
    assert mm.collapse_time(N, d) == pytest.approx(t, abs=5.1e-5)
    assert mm.collapse_sigma(N, d) == pytest.approx(sigma, rel=1e-4)


@pytest.mark.parametrize(("d", "N"), [(10, 9.9), (27, 489), (100, 9.1e9), (768, 3.1e76)])
def test_needed_images_table(d, N):
    assert mm.needed_N(0.5, d) == pytest.approx(N, rel=0.006)


@given(st.integers(2, 10**9), st.integers(1, 20_000), st.floats(0.01, 100))
def test_forms_of_the_collapse_formula(N, d, var):
    """Information = log N; t_C = log(1 + var / (N^(2/d) - 1)) / 2; needed_N inverts both."""
    sigma, t = mm.collapse_sigma(N, d, var), mm.collapse_time(N, d, var)
    assert d / 2 * math.log1p(var / sigma**2) == pytest.approx(math.log(N), rel=1e-9)
    assert t == pytest.approx(0.5 * math.log1p(var / math.expm1(2 * math.log(N) / d)), rel=1e-9)
    assert t > 0
    if t > 1e-3:  # below, the time of a tiny level has lost its digits
        assert mm.needed_N(t, d, var) == pytest.approx(N, rel=1e-6)


@given(st.integers(2, 10**12), st.floats(-10, 10), st.integers(1, 9))
def test_gaussian_collapse_at_any_scale(N, decade, d):
    """All eigenvalues alike: the closed formula, however large or small they are."""
    var = 10.0**decade
    if math.log10(N) / d < decade / 2 + 11:  # else the level lies below 1e-12
        wanted = mm.collapse_sigma(N, d, var)
        assert mm.gaussian_collapse(N, torch.full((d,), var, dtype=torch.float64)) == pytest.approx(wanted, rel=1e-8)


@given(st.floats(0, 20))
def test_clocks_round_trip(t):
    assert mm.sigma_to_time(mm.time_to_sigma(t)) == pytest.approx(t, rel=1e-9, abs=1e-12)
    assert float(df.sigma_to_abar(mm.time_to_sigma(t))) == pytest.approx(math.exp(-2 * t), rel=1e-9)


def test_spectrum_is_that_of_the_covariance():
    for n in (40, 6):  # more images than pixels, and fewer
        x = noise(1, n, 1, 3, 4)
        wanted = torch.linalg.eigvalsh(torch.cov(x.flatten(1).T, correction=0)).flip(0)
        got = mm.spectrum(x)
        assert got.shape == (12,) and torch.allclose(got, wanted, atol=1e-12)
        assert got.sum().item() == pytest.approx(x.var(0, correction=0).sum().item())


@given(st.integers(2, 10**6), st.integers(2, 500), st.floats(0.1, 10))
def test_collapse_of_a_flat_spectrum_is_the_formula(N, d, var):
    flat = torch.full((d,), var, dtype=torch.float64)
    sigma = mm.collapse_sigma(N, d, var)
    if 1e-5 < sigma < 1e5:  # the range of the bisection
        assert mm.gaussian_collapse(N, flat) == pytest.approx(sigma, rel=1e-8)
        dead = torch.cat([flat, torch.zeros(7, dtype=torch.float64)])  # pixels that never vary carry nothing
        assert mm.gaussian_collapse(N, dead) == pytest.approx(sigma, rel=1e-8)


def test_speciation_of_two_clusters():
    """Images +-m with |m|^2 = 50: one direction of variance 50, so t_S = log(50) / 2 and sigma_S^2 = 49."""
    m = noise(2, 1, 1, 4, 4)
    m *= math.sqrt(50) / m.norm()
    assert mm.speciation(torch.cat([m, -m])) == pytest.approx((50, 7, math.log(50) / 2), rel=1e-9)


# ---------------------------------------------------------------- measurements
def test_gap_and_weight_are_brute_force():
    x, eps, sigma = noise(3, 9, 1, 2, 3), noise(4, 5, 1, 2, 3), 0.8
    z = x[:5] + sigma * eps
    logits = -(z[:, None] - x[None]).square().sum((2, 3, 4)) / (2 * sigma**2)
    for m in range(5):
        others = torch.cat([logits[m, :m], logits[m, m + 1 :]]).logsumexp(0)
        assert mm.rem_gap(x, sigma, eps)[m].item() == pytest.approx((others - logits[m, m]).item(), abs=1e-10)
    w = torch.softmax(logits, 1)[torch.arange(5), torch.arange(5)]
    assert torch.allclose(mm.true_weight(x, sigma, eps), w, atol=1e-12)


def test_true_weight_is_the_ideal_denoisers():
    eps = noise(5, 8, 1, 28, 28).float()
    post = ideal.IdealDenoiser(CLOTHES.images).posterior(CLOTHES.images[:8] + 0.5 * eps, 0.5, top_k=1)
    assert post.top_i[:, 0].tolist() == list(range(8))
    assert (mm.true_weight(CLOTHES.images, 0.5, eps) - post.top_w[:, 0]).abs().max() < 1e-6


@pytest.mark.parametrize(("d", "ratio", "share"), [
    (100, 0.5, 1.0), (100, 0.8, 0.85), (100, 1.0, 0.565), (100, 1.2, 0.205), (100, 1.5, 0.025), (100, 2.0, 0.0),
    (20, 0.5, 0.98), (20, 0.8, 0.74), (20, 1.0, 0.555), (20, 1.2, 0.37), (20, 1.5, 0.22), (20, 2.0, 0.045)])
def test_monte_carlo_table(d, ratio, share):
    """The library's table and ours are both means of 200 draws: 4 standard errors of their difference."""
    error = math.sqrt(2 * max(share * (1 - share), 1 / 200) / 200)
    assert mm.gaussian_win_share(1000, d, ratio, 200, rng(6)) == pytest.approx(share, abs=4 * error)


@pytest.mark.parametrize(("N", "d"), [(200, 20), (1000, 60)])
def test_gaussian_points_collapse_where_the_formula_says(N, d):
    """Mean over 200 noises; the formula is exact for large d only, and finite size moves the level by some percent."""
    x, eps = noise(7, N, 1, 1, d), noise(8, 200, 1, 1, d)
    levels = torch.logspace(-1, 1, 41, dtype=torch.float64) * mm.collapse_sigma(N, d)
    got = mm.measured_collapse(x, levels, eps)
    assert got / mm.collapse_sigma(N, d) == pytest.approx(1, abs=0.12)
    assert abs(mm.rem_gap(x, got, eps).mean().item()) < 0.05  # the crossing is a crossing


def test_even_odds_are_where_half_of_the_trials_are_won():
    x, eps, levels = noise(26, 300, 1, 1, 30), noise(27, 300, 1, 1, 30), torch.logspace(-1, 1, 41, dtype=torch.float64)
    level = mm.measured_collapse(x, levels, eps, "median")
    assert float((mm.true_weight(x, level, eps) > 0.5).double().mean()) == pytest.approx(0.5, abs=0.02)
    assert level < mm.measured_collapse(x, levels, eps)  # the others' wins are by little, the true image's by much


def test_more_images_collapse_later():
    eps, levels = noise(9, 50, 1, 28, 28).float(), torch.logspace(-1, 2, 31)
    got = [mm.measured_collapse(CLOTHES.images[:n], levels, eps[: min(n, 50)]) for n in (10, 50, 200)]
    assert got[0] > got[1] > got[2]
    with pytest.raises(ValueError, match="no crossing"):
        mm.measured_collapse(CLOTHES.images, levels[:5], eps)
    with pytest.raises(ValueError, match="no crossing"):
        mm.measured_collapse(CLOTHES.images, levels[-5:], eps)


def clones(branch, n=40, seed=10):
    """Share of pairs in the same class, and on the same image."""
    IS, sigmas = ideal.IdealDenoiser(CLOTHES.images), df.schedule("edm", 20)
    z = (80 * noise(seed, n, 1, 28, 28)).float()
    first, second = mm.clone_ends(IS, CLOTHES.images, z, sigmas, branch, rng(seed))
    same = CLOTHES.labels[first] == CLOTHES.labels[second]
    return float(same.double().mean()), float((first == second).double().mean())


def test_clones_part_early_and_agree_late():
    """From pure noise clones agree on the class as often as strangers do (one in ten, to 4 standard errors of 40)."""
    (early_class, early_image), (late_class, late_image) = clones(0), clones(17)
    assert early_class <= 0.1 + 4 * math.sqrt(0.09 / 40) and early_image <= early_class
    assert (late_class, late_image) == (1.0, 1.0)
    middle_class, middle_image = clones(9)
    assert middle_image <= middle_class


def test_clones_end_on_the_images_they_are_said_to_end_on():
    """By hand: the two ends of the ancestral sampler, drawn again from the same stream."""
    x, sigmas, z = CLOTHES.images[:6], df.schedule("edm", 6), 80 * noise(13, 5, 1, 28, 28).float()
    IS, stream = ideal.IdealDenoiser(x), rng(4)
    shared = df.last(df.sample(IS, z, sigmas[:3], "ancestral", generator=stream))
    ends = [df.last(df.sample(IS, shared, sigmas[2:], "ancestral", generator=stream)) for _ in range(2)]
    wanted = [torch.tensor([min(range(6), key=lambda k: float((e - x[k]).norm())) for e in end]) for end in ends]
    got = mm.clone_ends(IS, x, z, sigmas, 2, rng(4))
    assert torch.equal(got[0], wanted[0]) and torch.equal(got[1], wanted[1])


# ---------------------------------------------------------------- two denoisers
def test_agreement_is_brute_force():
    x, z, sigma = noise(20, 12, 1, 2, 3), noise(21, 7, 1, 2, 3), 0.9
    a, b = ideal.IdealDenoiser(x[:6]), ideal.IdealDenoiser(x[6:])
    got = mm.agreement(a, b, z, sigma)
    u, v = a(z, sigma).flatten(1).numpy(), b(z, sigma).flatten(1).numpy()
    score = [(g - z.flatten(1).numpy()) / sigma**2 for g in (u, v)]
    assert got.spread == pytest.approx((u.var(0).mean() + v.var(0).mean()) / 2)
    p, q = (u - u.mean(0)).ravel(), (v - v.mean(0)).ravel()
    assert got.r == pytest.approx((p @ q) / math.sqrt((p @ p) * (q @ q)))
    mean_square = ((score[0] ** 2).mean() + (score[1] ** 2).mean()) / 2
    assert got.score_gap == pytest.approx(math.sqrt(((score[0] - score[1]) ** 2).mean() / mean_square))


def test_a_denoiser_agrees_with_itself():
    IS, z = ideal.IdealDenoiser(CLOTHES.images), noise(22, 5, 1, 28, 28).float()
    got = mm.agreement(IS, IS, z, 1.0)
    assert got.r == pytest.approx(1) and got.score_gap == 0 and got.spread > 0


def test_halves_of_a_gaussian_agree_above_collapse_and_part_below():
    """Where the population is known: 2 x 1000 points with one strong direction, against the exact denoiser.

    Above collapse the score of 1000 points is near the population's, below it is not; chance for r is 0.
    """
    var = torch.full((40,), 0.04, dtype=torch.float64)
    var[0] = 4
    x = noise(23, 2000, 1, 1, 40) * var.sqrt()
    population = df.gaussian_denoiser(torch.zeros(1, 1, 40, dtype=torch.float64), var.reshape(1, 1, 40))
    level = mm.gaussian_collapse(1000, var)
    fresh, eps = noise(24, 300, 1, 1, 40) * var.sqrt(), noise(25, 300, 1, 1, 40)
    late, early = (mm.agreement(ideal.IdealDenoiser(x[:1000]), population, fresh + s * eps, s)
                   for s in (level / 4, 3 * level))
    halves = [mm.agreement(ideal.IdealDenoiser(x[:1000]), ideal.IdealDenoiser(x[1000:]), fresh + s * eps, s)
              for s in (level / 4, 3 * level)]
    assert early.r > 0.95 and early.score_gap < 0.1 < 0.4 < late.score_gap
    assert halves[1].r > 0.95 and halves[1].score_gap < 0.1 < 0.4 < halves[0].score_gap


def test_patches_of_the_training_set_are_found_in_it():
    assert mm.patch_density(CLOTHES.images, CLOTHES.images, 5, 50, rng(11)) < 1e-3


def test_small_patches_are_dense_and_images_are_not():
    unseen = data.load("fashion-mnist-holdout", n=100).images
    near = [mm.patch_density(CLOTHES.images, unseen, P, 100, rng(12)) for P in (3, 9, 28)]
    assert near[0] < 0.1 < near[1] < near[2] < 1
    few = mm.patch_density(CLOTHES.images[:50], unseen, 9, 100, rng(12))
    assert few > near[1]


def test_patch_density_by_hand():
    """One-pixel images: of 3 and 4 the nearest to 0 is at 3, and the typical distance is sqrt((9 + 16) / 2)."""
    seen, unseen = torch.tensor([3.0, 4.0]).reshape(2, 1, 1, 1), torch.zeros(1, 1, 1, 1)
    assert mm.patch_density(seen, unseen, 1, 5, rng(1)) == pytest.approx(3 / math.sqrt(12.5))


@pytest.mark.parametrize("branch", [0, 1, 3])
def test_clones_share_the_steps_before_the_branch(branch):
    """The denoiser sees the shared steps once, then both clones at the same point, and never the same again."""
    seen, IS = [], ideal.IdealDenoiser(CLOTHES.images[:5])

    def denoise(z, sigma):
        seen.append((float(sigma), z))
        return IS(z, sigma)

    sigmas, z = df.schedule("edm", 5), 80 * noise(14, 3, 1, 28, 28).float()
    mm.clone_ends(denoise, CLOTHES.images[:5], z, sigmas, branch, rng(2))
    own = 5 - branch
    assert [s for s, _ in seen] == [*sigmas[:branch].tolist(), *sigmas[branch:5].tolist(), *sigmas[branch:5].tolist()]
    first, second = seen[branch : branch + own], seen[branch + own :]
    assert seen[0][1].equal(z) and first[0][1].equal(second[0][1])
    assert branch == 0 or not first[0][1].equal(z)
    assert not any(a.equal(b) for (_, a), (_, b) in zip(first[1:], second[1:], strict=True))


def test_patch_density_is_a_median_over_its_own_draws():
    """One training pixel at 0; unseen pixels at 1, 1 and 10: the middle distance is 1, the mean would be 4."""
    seen, unseen = torch.zeros(1, 1, 1, 1), torch.tensor([1.0, 1.0, 10.0]).reshape(3, 1, 1, 1)
    drawn = unseen.flatten()[torch.randint(3, (101,), generator=rng(3))]
    assert mm.patch_density(seen, unseen, 1, 101, rng(3)) == pytest.approx(1 / drawn.square().mean().sqrt().item())


# ---------------------------------------------------------------- what networks trained on few pictures draw
STORED = data.results("copying")


@pytest.mark.parametrize("n", [2, 20, 200, 2000])
def test_stored_baselines_are_what_is_computed_now(n):
    x, unseen = data.load("fashion-mnist", n, 16).images, data.load("fashion-mnist-holdout", size=16).images
    held = STORED["baselines"][str(n)]
    for name, pictures in (("unseen", unseen), ("mean", x.mean(0, keepdim=True))):
        two = torch.cdist(pictures.flatten(1).double(), x.flatten(1).double()).topk(2, largest=False).values
        assert held[name]["nearest_rms"] == pytest.approx(float(two[:, 0].median()) / 16, abs=2e-4)
        assert held[name]["nearest_ratio"] == pytest.approx(float((two[:, 0] / two[:, 1]).median()), abs=2e-4)
    assert held["wiener"]["error_training"] > 0 and held["wiener"]["nearest_rms"] > 0


def test_stored_samples_lie_nearest_to_the_pictures_they_name():
    """Eight bits move a pixel by 1/255 of the range at most: the named picture is the nearest within that."""
    held = data.arrays(data.ROOT / "results" / "copying-samples.npz")
    x = data.load("fashion-mnist", size=16).images
    for k in range(2):
        for j, n in enumerate((2, 20, 200, 2000)):
            drawn = torch.from_numpy(held["samples"][k, j]).double().flatten(1) / 127.5 - 1  # (8, 256)
            gaps = torch.cdist(drawn, x[:n].flatten(1).double()) / 16
            named = gaps[torch.arange(8), torch.from_numpy(held["nearest"][k, j]).long()]
            assert (named <= gaps.amin(1) + 0.02).all() and (held["nearest"][k, j] < n).all()


def test_stored_rows_are_whole():
    rows = {(row["kind"], row["N"]): row for row in STORED["rows"]}
    assert set(rows) == {(kind, n) for kind in ("local", "wide") for n in (2, 20, 200, 2000)}
    assert {"machine", "date", "seeds"} <= set(STORED)
    for row in rows.values():
        assert all(len(row[key]) == len(row["seeds"]) for key in ("copies", "nearest_rms", "error_unseen", "loss"))
    assert rows["wide", 2]["error_unseen"][0] / rows["wide", 2]["error_training"][0] > 50
