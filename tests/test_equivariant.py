"""Equivariant machines: translations, limits, borders, counting. Their definition: test_machines.py."""


import pytest
import torch
from mosaics import diffusion as df
from mosaics import equivariant as eq
from mosaics import local, rules
from mosaics.core.data import load
from mosaics.ideal import IdealDenoiser

CLOTHES = load("fashion-mnist", n=12, size=7).images  # (12, 1, 7, 7)
FACES = load("dicebear-faces", n=6, size=8).images  # (6, 3, 8, 8)


def noise(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def orbit(data):
    H, W = data.shape[2:]
    return torch.cat([data.roll((i, j), (2, 3)) for i in range(H) for j in range(W)])


@pytest.mark.parametrize("sigma", [0.2, 1.0, 8.0])
def test_es_is_the_ideal_denoiser_of_all_translations(sigma):
    for data in (CLOTHES, FACES[:3]):
        z = data[:2] + sigma * noise(2, *data.shape[1:])
        torch.testing.assert_close(eq.ES(data)(z, sigma), IdealDenoiser(orbit(data))(z, sigma), atol=1e-5, rtol=0)
        torch.testing.assert_close(eq.ES(data, chunk=2)(z, sigma), eq.ES(data)(z, sigma), atol=1e-6, rtol=0)


def test_a_window_that_covers_the_torus_makes_els_es():
    z = CLOTHES[:2] + noise(2, 1, 7, 7)
    torch.testing.assert_close(eq.ELS(CLOTHES, 7)(z, 1.0), eq.ES(CLOTHES)(z, 1.0), atol=1e-5, rtol=0)


@pytest.mark.parametrize("shift", [(1, 0), (3, 5)])
def test_translations_commute_unless_the_border_tells(shift):
    z = 2 * noise(1, 1, 7, 7)
    move = lambda x: x.roll(shift, (2, 3))  # noqa: E731
    for machine in (eq.ELS(CLOTHES, 3), eq.ELS(CLOTHES, 3, "interior"), eq.ES(CLOTHES)):
        torch.testing.assert_close(machine(move(z), 0.7), move(machine(z, 0.7)), atol=1e-6, rtol=0)
    for machine in (eq.BBELS(CLOTHES, 3), local.LS(CLOTHES, 3)):
        assert (machine(move(z), 0.7) - move(machine(z, 0.7))).abs().max() > 0.1


def test_a_pixel_changes_its_neighbourhood_and_nothing_else():
    z = CLOTHES[:1] + noise(1, 1, 7, 7)
    touched = z.clone()
    touched[0, 0, 3, 3] += 1
    for machine in (eq.ELS(CLOTHES, 3), eq.BBELS(CLOTHES, 3)):
        changed = (machine(touched, 0.7) != machine(z, 0.7))[0, 0].nonzero()
        assert len(changed) == 9 and (changed - 3).abs().max() == 1


def test_training_error_grows_with_what_is_forbidden():
    """IS <= LS <= ELS on the torus: each class of denoisers lies in the one before. In expectation; 12 x 60 noises."""
    x = CLOTHES.repeat(60, 1, 1, 1)
    for sigma in (0.4, 1.5):
        z = x + sigma * noise(*x.shape)
        machines = (IdealDenoiser(CLOTHES), local.LS(CLOTHES, 3, "circular"), eq.ELS(CLOTHES, 3))
        error = [float((m(z, sigma) - x).square().mean()) for m in machines]
        assert error[0] < error[1] < error[2]


def test_black_and_white_gives_the_tanh():
    both = torch.stack([torch.ones(1, 7, 7), -torch.ones(1, 7, 7)])
    z = 3 * noise(3, 1, 7, 7)
    for sigma in (0.8, 3.0):
        torch.testing.assert_close(eq.ELS(both, 3)(z, sigma), rules.LocalBlackWhite(3)(z, sigma), atol=1e-5, rtol=0)


def test_closed_data_make_no_difference():
    """On data closed under translation ELS = LS and ES = IS."""
    closed, z = orbit(CLOTHES[:2]), noise(1, 1, 7, 7)
    torch.testing.assert_close(eq.ELS(closed, 3)(z, 0.6), local.LS(closed, 3, "circular")(z, 0.6), atol=1e-5, rtol=0)
    torch.testing.assert_close(eq.ES(closed)(z, 0.6), IdealDenoiser(closed)(z, 0.6), atol=1e-5, rtol=0)


def test_high_noise_knows_the_mean_only():
    z = noise(1, 1, 7, 7)
    torch.testing.assert_close(eq.ELS(CLOTHES, 3)(z, 1e4), CLOTHES.mean().expand(1, 1, 7, 7), atol=1e-5, rtol=0)
    corner = eq.BBELS(CLOTHES, 3)(z, 1e4)[0, 0, 0, 0]
    assert float(corner) == pytest.approx(float(CLOTHES[:, 0, 0, 0].mean()), abs=1e-5)


# ---------------------------------------------------------------- counting
DIGITS = (load("digits").images > 0).float() * 2 - 1  # (1797, 1, 8, 8)


def by_force(worlds, L):
    """All 2^(L L) tori, one by one."""
    allowed = torch.zeros(512, dtype=torch.bool)
    allowed[eq.patch_codes(worlds).unique()] = True
    bits = (torch.arange(2 ** (L * L))[:, None] >> torch.arange(L * L)) & 1
    return int(allowed[eq.patch_codes(bits.reshape(-1, 1, L, L).float() * 2 - 1)].flatten(1).all(1).sum())


@pytest.mark.parametrize("L", [3, 4])
@pytest.mark.parametrize("N", [1, 3, 10])
def test_counts_against_brute_force(L, N):
    assert eq.count_mosaics(DIGITS[:N], L) == by_force(DIGITS[:N], L)


def test_codes_are_the_windows():
    code = eq.patch_codes(DIGITS[:1])[0]
    bits = (DIGITS[0, 0] > 0).long()
    for i, j in ((0, 0), (3, 4), (7, 2)):
        window = [int(bits[(i + a) % 8, (j + b) % 8]) for a in (-1, 0, 1) for b in (-1, 0, 1)]
        assert int(code[i, j]) == int("".join(map(str, window)), 2)


def test_mosaics_of_digits():
    """What chapter 7 prints: translations grow with N, mosaics explode."""
    assert [eq.translations(DIGITS[:n]) for n in (1, 10)] == [64, 640]
    assert [eq.count_mosaics(DIGITS[:n], 8) for n in (1, 2, 10)] == [65, 7965, 3_497_462]


def test_two_plain_images_allow_themselves_or_every_majority_world():
    """By exact windows two pictures; by nearest centres the count of chapter 5, where nothing is ever tied."""
    both = torch.stack([torch.ones(1, 8, 8), -torch.ones(1, 8, 8)])
    assert eq.count_mosaics(both, 6) == 2 == eq.translations(both)
    assert eq.count_mosaics(both, 6, "nearest") == eq.count_mosaics(both, 6, "tied") == rules.count_consistent(6)


def window(code):
    return [code >> k & 1 for k in range(8, -1, -1)]


@pytest.mark.parametrize("N", [1, 2, 10])
def test_allowed_windows_one_by_one(N):
    """All 512, in plain Python: which centres do the nearest training windows have?"""
    known = [window(c) for c in eq.patch_codes(DIGITS[:N]).unique().tolist()]
    allowed = {rule: eq.allowed_windows(DIGITS[:N], rule).tolist() for rule in eq.RULES}
    for code in range(512):
        mine = window(code)
        apart = [sum(a != b for a, b in zip(mine, w, strict=True)) for w in known]
        centres = [w[4] for w, d in zip(known, apart, strict=True) if d == min(apart)]
        assert allowed["exact"][code] == (mine in known)
        assert allowed["nearest"][code] == all(c == mine[4] for c in centres)
        assert allowed["tied"][code] == any(c == mine[4] for c in centres)


@pytest.mark.parametrize("rule", ["nearest", "tied"])
@pytest.mark.parametrize("N", [1, 10])
def test_wider_rules_count_as_brute_force_does(rule, N):
    allowed = eq.allowed_windows(DIGITS[:N], rule)
    every = ((torch.arange(2**16)[:, None] >> torch.arange(16)) & 1).reshape(-1, 1, 4, 4).float() * 2 - 1
    good = allowed[eq.patch_codes(every)].flatten(1).all(1)
    assert eq.count_mosaics(DIGITS[:N], 4, rule) == int(good.sum())


def test_counts_by_three_rules():
    """What chapter 7 prints, as counted by a program that shares no line with this one."""
    said = {1: (46, 737_567, 4_658_174_032), 10: (10_565, 15_692_483, 38_854_947_229)}
    for n, counts in said.items():
        assert tuple(eq.count_mosaics(DIGITS[:n], 6, rule) for rule in eq.RULES) == counts


def test_black_pixels_keep_out_of_one_anothers_windows_and_no_more():
    """Solution 7.1: one black pixel on white. Exact windows hold one black at most; nearest centres forbid touching."""
    single = -torch.ones(1, 1, 4, 4)
    single[0, 0, 2, 2] = 1
    every = ((torch.arange(2**16)[:, None] >> torch.arange(16)) & 1).reshape(-1, 1, 4, 4).bool()
    around = [every.roll((i, j), (2, 3)) for i in (-1, 0, 1) for j in (-1, 0, 1) if i or j]
    touching = (every & torch.stack(around).any(0)).flatten(1).any(1)
    allowed = eq.allowed_windows(single, "nearest")[eq.patch_codes(every.float() * 2 - 1)].flatten(1).all(1)
    assert torch.equal(allowed, ~touching) and allowed.any() and touching.any()


def test_runs_end_at_centres_of_nearest_windows():
    """Every pixel of a sample is the centre of a nearest window, ties allowed; seldom do all windows fit exactly."""
    sigmas = df.schedule("edm", 40)
    end = df.last(df.sample(eq.ELS(DIGITS[:10], 3), sigmas[0] * noise(40, 1, 8, 8, seed=4), sigmas)).sign()
    share = {rule: eq.allowed_windows(DIGITS[:10], rule)[eq.patch_codes(end)].float().mean() for rule in eq.RULES}
    assert share["tied"] == 1 and 0.5 < share["exact"] < share["nearest"] < 1


def test_every_counted_mosaic_is_consistent_under_els():
    """A torus whose windows are all training windows is a fixed point as the noise goes to zero."""
    mixed = torch.cat([DIGITS[:1, :, :, :].roll(3, -1), -torch.ones(1, 1, 8, 8)])
    torch.testing.assert_close(eq.ELS(DIGITS[:1], 3)(mixed, 0.02), mixed, atol=1e-5, rtol=0)
