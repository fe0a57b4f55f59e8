"""Creativity: each measure on cases worked out by hand, against brute force in float64, its laws."""

import itertools
import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from mosaics import creativity as cr
from mosaics.core.windows import consult
from mosaics.creativity.features import located

SEEDS = st.integers(0, 10**6)


def seeded(seed):
    return torch.Generator().manual_seed(seed)


def pictures(seed, n, side=4, C=1):
    """Normal noise: no two distances are equal."""
    return torch.randn(n, C, side, side, generator=seeded(seed), dtype=torch.float64)


def on_a_line(*values):
    """Pictures of one pixel each, whose distances can be read off."""
    return torch.tensor(values, dtype=torch.float64).reshape(-1, 1, 1, 1)


def turned(seed, *sets):
    """All pictures under one orthogonal map, drawn at random."""
    d = sets[0][0].numel()
    turn = torch.linalg.qr(torch.randn(d, d, generator=seeded(seed), dtype=torch.float64)).Q
    return [(x.flatten(1) @ turn).reshape(x.shape) for x in sets]


# ---------------------------------------------------------------- where pictures are compared
def test_distances_of_pixels_are_root_mean_squares():
    x = torch.tensor([1.0, 1.0, 1.0, -1.0]).reshape(1, 1, 2, 2)
    assert (cr.pixels(x) - cr.pixels(torch.ones(1, 1, 2, 2))).norm().item() == 1.0  # one of four values is off by 2


def test_components_by_hand():
    """Training pictures along (1, -1) about (2, 2): one component tells them apart, and knows nothing of (1, 1)."""
    data = torch.tensor([[3.0, 1.0], [1.0, 3.0], [2.0, 2.0]]).reshape(3, 1, 1, 2)
    space = cr.Components(data, 1)
    assert torch.allclose(space(data).abs(), torch.tensor([[1.0], [1.0], [0.0]], dtype=torch.float64), atol=1e-12)
    assert torch.allclose(space(data + 5), space(data), atol=1e-12)


@given(SEEDS, st.integers(1, 8))
def test_components_shorten_distances_and_all_of_them_keep_them(seed, k):
    data, x = pictures(seed, 20, 3), pictures(seed + 1, 5, 3)

    def far(space):
        return torch.cdist(space(x), space(data))

    assert (far(cr.Components(data, k)) <= far(cr.Components(data, k + 1)) + 1e-9).all()
    assert torch.allclose(far(cr.Components(data, 9)), far(cr.pixels), atol=1e-9)


# ---------------------------------------------------------------- how new
def test_novelty_by_hand():
    """A dot of 1 in a picture of 9: moved it is at 0; twice as bright at 1 / 3; an empty one at 1 / 3."""
    data = torch.zeros(1, 1, 3, 3)
    data[0, 0, 0, 0] = 1
    x = torch.cat([data.roll((1, 2), (2, 3)), 2 * data, 0 * data])
    assert torch.allclose(cr.shifted_novelty(x, data), torch.tensor([0, 1 / 3, 1 / 3], dtype=torch.float64))


@given(SEEDS)
def test_novelty_is_brute_force_over_translations(seed):
    x, data = pictures(seed, 3, 3), pictures(seed + 1, 4, 3)
    wanted = [min(float((one - a.roll(s, (1, 2))).square().mean().sqrt())
                  for a in data for s in itertools.product(range(3), repeat=2)) for one in x]
    assert cr.shifted_novelty(x, data).tolist() == pytest.approx(wanted, abs=1e-12)


def test_nearer_than_by_hand():
    """Distances 0, 2 and 5 against 1, 2, 3, 4: nearer than all; than two and half of one equal; than none."""
    far, unseen = torch.tensor([0.0, 2.0, 5.0]), torch.tensor([3.0, 1.0, 4.0, 2.0])
    assert cr.nearer_than(far, unseen).tolist() == [1.0, 0.625, 0.0]
    assert cr.nearer_than(unseen, unseen).mean() == 0.5


@given(SEEDS, st.integers(1, 6))
def test_nearer_than_counts_pairs(seed, steps):
    """All pairs counted one by one, with many ties; the other way round it is the rest; nearer is never less."""
    a, b = (torch.randint(steps + 1, (n,), generator=seeded(seed + n)).double() for n in (7, 9))
    wanted = [sum((y > x) + (y == x) / 2 for y in b.tolist()) / 9 for x in a.tolist()]
    assert cr.nearer_than(a, b).tolist() == pytest.approx(wanted)
    assert cr.nearer_than(a, b).mean().item() == pytest.approx(1 - cr.nearer_than(b, a).mean().item())
    assert (cr.nearer_than(a - 0.5, b) >= cr.nearer_than(a, b)).all()


def test_authentic_by_hand():
    """Training pictures at 0, 1 and 5, whose nearest others are at 1, 1 and 4."""
    data, x = on_a_line(0, 1, 5), on_a_line(-1.5, -0.5, 1.9, 2.5, 8, 9, 9.5)
    assert cr.authentic(x, data).tolist() == [True, False, False, True, False, False, True]
    assert not cr.authentic(data, data).any()


@given(SEEDS)
def test_authentic_is_brute_force(seed):
    x, data = pictures(seed, 6, 2) * 1.5, pictures(seed + 1, 7, 2)
    flat, train = x.flatten(1).numpy(), data.flatten(1).numpy()
    wanted = []
    for one in flat:
        far = [np.linalg.norm(one - a) for a in train]
        m = int(np.argmin(far))
        wanted.append(far[m] > min(np.linalg.norm(train[m] - a) for k, a in enumerate(train) if k != m))
    assert cr.authentic(x, data).tolist() == wanted


# ---------------------------------------------------------------- overlap of two sets
def means(x, real, k):
    return [float(part.double().mean()) for part in cr.overlap(x, real, k)]


def test_two_clusters_far_apart():
    """Real: five points about 0 and five about 100; made: five copies of the first kind. Half of the kinds is there.

    All made are in real balls, all covered are those of the first kind. With k = 2 the balls of 0, 1, 2, 3, 4 reach
    2, 1, 1, 1, 2 far: they hold 3, 3, 3, 3, 3 points, so that each point lies in three of them; density 15 / (2 5).
    """
    first = on_a_line(0, 1, 2, 3, 4)
    real = torch.cat([first, first + 100])
    assert means(first, real, 2) == [1.0, 0.5, 1.5, 0.5]
    assert means(first + 50, real, 2) == [0.0, 0.0, 0.0, 0.0]
    assert means(real, real, 2) == [1.0, 1.0, 1.5, 1.0]


def test_balls_are_closed():
    """Real 0 and 1, k = 1: balls of radius 1. A made picture at 2 lies on a rim, one at 2.5 does not."""
    assert cr.overlap(on_a_line(2, 2.5), on_a_line(0, 1), 1).precision.tolist() == [True, False]
    copies = on_a_line(7, 7, 7)  # of radius 0, each in all three
    assert means(copies, copies, 2) == [1.0, 1.0, 1.5, 1.0]


def test_what_each_picture_adds():
    """Real 0, 1, 10; balls of radius 1, 1, 9 (k = 1). Made 0.5, 4, 30; balls of radius 3.5, 3.5, 26."""
    part = cr.overlap(on_a_line(0.5, 4, 30), on_a_line(0, 1, 10), 1)
    assert part.precision.tolist() == [True, True, False] and part.density.tolist() == [2.0, 1.0, 0.0]
    assert part.recall.tolist() == [True, True, True] and part.coverage.tolist() == [True, True, True]


def by_force(x, real, k):
    """The four formulas of the papers, literally, in float64 NumPy."""
    made, true = x.flatten(1).numpy().astype(np.float64), real.flatten(1).numpy().astype(np.float64)

    def far(a, b):
        return math.sqrt(sum((s - t) ** 2 for s, t in zip(a, b, strict=True)))

    def radius(points, i):
        return sorted(far(points[i], p) for j, p in enumerate(points) if j != i)[k - 1]

    def inside(y, points, i):
        return far(y, points[i]) <= radius(points, i)

    M, N = range(len(made)), range(len(true))
    return [sum(any(inside(made[j], true, i) for i in N) for j in M) / len(made),
            sum(any(inside(true[i], made, j) for j in M) for i in N) / len(true),
            sum(inside(made[j], true, i) for j in M for i in N) / (k * len(made)),
            sum(any(inside(made[j], true, i) for j in M) for i in N) / len(true)]


@pytest.mark.parametrize("seed", range(8))
def test_overlap_is_the_papers_formulas(seed):
    x, real = pictures(seed, 9, 2) * (0.5 + seed / 4), pictures(seed + 100, 11, 2)
    for k in (1, 3, 8):
        assert means(x, real, k) == pytest.approx(by_force(x, real, k), abs=1e-12)


@given(SEEDS, st.integers(1, 4))
def test_laws_of_overlap(seed, k):
    """Neither order nor a common orthogonal map matters; larger k never lessens a share; exchange of the two sets."""
    x, real = pictures(seed, 8, 2), pictures(seed + 1, 9, 2)
    part, more = cr.overlap(x, real, k), cr.overlap(x, real, k + 1)
    for other in ((x.flip(0), real.roll(3, 0)), turned(seed, x, real)):
        assert means(*other, k) == pytest.approx(means(x, real, k), abs=1e-12)
    assert all((b | ~a).all() for a, b in ((part.precision, more.precision), (part.recall, more.recall),
                                           (part.coverage, more.coverage)))
    assert torch.equal(cr.overlap(real, x, k).precision, part.recall)
    assert (part.coverage.any() == part.precision.any()) and ((part.density > 0) == part.precision).all()


@pytest.mark.parametrize(("N", "B", "k"), [(6, 4, 2), (12, 16, 3)])
def test_expected_coverage_and_density(N, B, k):
    """Of 500 draws of real and made pictures of one law. With k = 1 the nearest of N + B - 1 others must be made."""
    drawn = [means(pictures(2 * s, B, 2), pictures(2 * s + 1, N, 2), k) for s in range(500)]
    density, coverage = np.mean(drawn, 0)[2:]
    assert coverage == pytest.approx(cr.expected_coverage(N, B, k), abs=0.02)
    assert density == pytest.approx(1, abs=0.05)
    assert cr.expected_coverage(N, B, 1) == pytest.approx(B / (N + B - 1))


# ---------------------------------------------------------------- how varied
@pytest.mark.parametrize(("K", "wanted"), [
    (torch.eye(4), 4.0), (torch.ones(5, 5), 1.0), (torch.block_diag(torch.ones(2, 2), torch.ones(2, 2)), 2.0),
    (torch.tensor([[1.0, 0.5], [0.5, 1.0]]), 0.75**-0.75 * 0.25**-0.25),  # eigenvalues of K / 2: 3 / 4 and 1 / 4
    (torch.block_diag(torch.ones(3, 3), torch.ones(1, 1)), 0.75**-0.75 * 0.25**-0.25),
])
def test_vendi_by_hand(K, wanted):
    assert cr.vendi(K) == pytest.approx(wanted, rel=1e-9)


def test_orthogonal_pictures_and_copies():
    """n orthogonal pictures have n, whatever their brightness; copies have 1; both at once as many as are different."""
    x = torch.eye(9).reshape(9, 1, 3, 3) * torch.arange(1, 10).reshape(9, 1, 1, 1)
    assert cr.vendi(cr.cosine(cr.pixels(x))) == pytest.approx(9, rel=1e-9)
    assert cr.vendi(cr.cosine(cr.pixels(x[:1].repeat(7, 1, 1, 1)))) == pytest.approx(1, rel=1e-9)
    assert cr.vendi(cr.cosine(cr.pixels(x[:3].repeat(2, 1, 1, 1)))) == pytest.approx(3, rel=1e-9)
    far = cr.pixels(1000 * x)
    assert cr.vendi(cr.gaussian(far, 1.0)) == pytest.approx(9, rel=1e-9)
    assert cr.vendi(cr.gaussian(far, 1e9)) == pytest.approx(1, rel=1e-6)


@given(SEEDS, st.floats(0.1, 3))
def test_vendi_is_the_entropy_of_a_matrix(seed, width):
    """exp(-tr(K/n log K/n)), the logarithm of the matrix by NumPy's singular values of a root of it."""
    x = cr.pixels(pictures(seed, 7, 2))
    for K in (cr.cosine(x), cr.gaussian(x, width)):
        s = np.linalg.svd(K.numpy() / 7, compute_uv=False)
        s = s[s > 1e-300]
        assert cr.vendi(K) == pytest.approx(math.exp(-(s * np.log(s)).sum()), rel=1e-6)


def test_similarities_by_brute_force():
    x = cr.pixels(pictures(3, 5, 2))
    for i, j in itertools.product(range(5), repeat=2):
        a, b = x[i].numpy(), x[j].numpy()
        assert cr.cosine(x)[i, j].item() == pytest.approx(a @ b / math.sqrt((a @ a) * (b @ b)), abs=1e-12)
        assert cr.gaussian(x, 0.7)[i, j].item() == pytest.approx(math.exp(-((a - b) @ (a - b)) / 0.98), abs=1e-12)
    far = sorted(np.linalg.norm(x[i] - x[j]) for i in range(5) for j in range(i))
    assert cr.typical_distance(x) == pytest.approx(far[4], abs=1e-12)  # the lower one of the middle of ten


@given(SEEDS, st.floats(0.2, 2))
def test_laws_of_the_vendi_score(seed, width):
    """In [1, n]; order, an orthogonal map and a second copy of everything change nothing; wider is less diverse."""
    x = pictures(seed, 6, 2)

    def score(x, width=width):
        return cr.vendi(cr.gaussian(cr.pixels(x), width))

    assert 1 <= score(x) <= 6 + 1e-9
    for other in (x.flip(0), turned(seed, x)[0], torch.cat([x, x])):
        assert score(other) == pytest.approx(score(x), rel=1e-6)
    assert score(x, 2 * width) <= score(x) + 1e-9


def test_the_jackknife_says_how_much_the_score_varies():
    """Over 60 sets of 40 pictures: the intervals are as wide as the scores spread, give or take a quarter."""
    found = [cr.vendi_interval(cr.gaussian(cr.pixels(pictures(s, 40, 2)), 1.0)) for s in range(60)]
    spread = np.std([one.value for one in found])
    half = np.mean([(one.high - one.low) / 2 for one in found])
    assert half == pytest.approx(1.96 * spread, rel=0.25)
    mean = np.mean([one.value for one in found])
    assert sum(one.low <= mean <= one.high for one in found) >= 50


def test_why_not_a_bootstrap():
    """A resample of n orthogonal pictures holds copies: its score is below n. The jackknife's interval holds n."""
    K = torch.eye(12)
    drawn = [torch.randint(12, (12,), generator=seeded(s)) for s in range(100)]
    assert max(cr.vendi(K[i][:, i]) for i in drawn) < 11.5
    assert cr.vendi_interval(K).value == pytest.approx(12) and cr.vendi_interval(K).high >= 12


# ---------------------------------------------------------------- how coherent
@pytest.mark.parametrize(("reach", "padding"), [("matching", "zeros"), ("same", "zeros"), ("all", "circular")])
def test_window_distances_are_those_of_the_readable_machine(reach, padding):
    x, data = pictures(1, 3, 6, 2).float() / 3, pictures(2, 5, 6, 2).float() / 3
    for P in (1, 3, 5):
        wanted = (consult(x, 1.0, data, P, reach, padding).least / (2 * P**2)).sqrt()
        got = cr.window_distances(x, data, P, reach, padding)
        assert torch.allclose(got, wanted, atol=1e-5)
        assert cr.window_distances(data, data, P, reach, padding).max() < 1e-3  # copies


def test_window_distances_by_hand():
    """A dot that no training picture has: only windows that hold it are off, by 1 / 3 of its brightness."""
    x = torch.zeros(1, 1, 5, 5)
    x[0, 0, 2, 2] = 1
    wanted = torch.zeros(1, 5, 5, dtype=torch.float64)
    wanted[:, 1:4, 1:4] = 1 / 3
    assert torch.allclose(cr.window_distances(x, torch.zeros(1, 1, 5, 5), 3), wanted, atol=1e-6)


def test_coherence_by_hand():
    far = torch.arange(100.0).reshape(1, 10, 10)
    assert [cr.coherence_limit(far, level) for level in (0.95, 0.5, 0.005, 0.999)] == [94.0, 49.0, 0.0, 99.0]
    assert cr.coherence(far, 94.0).tolist() == [0.95]
    assert cr.coherence(torch.tensor([[[0.0, 2.0]], [[3.0, 4.0]]]), 2.0).tolist() == [1.0, 0.0]


@given(SEEDS, st.floats(0.01, 0.99), st.floats(0, 2))
def test_laws_of_coherence(seed, level, limit):
    """At least `level` of the unseen windows are coherent, less without the last; a wider limit never lessens it."""
    far = torch.rand(3, 4, 5, generator=seeded(seed), dtype=torch.float64)
    edge = cr.coherence_limit(far, level)
    assert cr.coherence(far, edge).mean() >= level > (far < edge).double().mean()
    assert (cr.coherence(far, limit + 0.1) >= cr.coherence(far, limit)).all()
    assert torch.equal(cr.coherence(far.flip(1, 2), limit), cr.coherence(far, limit))


def test_a_space_of_ones_own():
    """Any function from pictures to features: by brightness alone a picture is near to its mirror image."""
    x, data = on_a_line(3), on_a_line(-3, 5, 9)
    assert cr.authentic(x, data).tolist() == [False]
    assert cr.overlap(on_a_line(-1, 1), on_a_line(1, -1), 1, lambda z: z.flatten(1).abs()).coverage.all()
    assert located(x, cr.pixels).shape == (1, 1)
