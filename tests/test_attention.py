"""Attention: socks and their counter, the machine with a summary, the switched layer, the measured results."""

import itertools
import json
import pathlib

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from mosaics import attention as at
from mosaics import diffusion as df
from mosaics import networks, prediction
from mosaics.attention.agree import NEAR
from mosaics.attention.socks import BACKGROUND, BAND, CHOICES
from mosaics.core import data
from mosaics.ideal import IdealDenoiser
from mosaics.local import LS, WindowSchedule

ROOT = pathlib.Path(__file__).resolve().parents[1]
PAIRS = data.load("socks").images  # (1000, 3, 18, 18)
FEW = data.load("fashion-mnist", n=30, size=6).images  # (30, 1, 6, 6)
LEVELS = prediction.levels(6)


def noise(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def seeded(seed):
    return torch.Generator().manual_seed(seed)


# ---------------------------------------------------------------- socks
def drawn(n=300, seed=5):
    """Pairs of any two colours, and those colours."""
    g = seeded(seed)
    colours = torch.randint(4, (n, 2), generator=g)
    picks = torch.stack([torch.randint(c, (n, 2), generator=g) for c in CHOICES], 2)
    return at.pairs(colours, picks), colours


def test_a_longer_set_begins_like_a_shorter_one():
    few, many = at.socks(57, seed=3), at.socks(90, seed=3)
    assert torch.equal(few[0], many[0][:57]) and torch.equal(few[1], many[1][:57])
    assert not torch.equal(few[0], at.socks(57, seed=4)[0])
    assert (few[1][:, 0] == few[1][:, 1]).all() and few[0].dtype == torch.float32
    assert few[0].min() >= -1 and few[0].max() <= 1


def test_the_two_socks_know_the_colour_of_each_other_and_nothing_else():
    """Given the colour, the left halves and the right halves of two pairs can be swapped within the set's rule."""
    left, right = at.covered(PAIRS).unbind(1)  # (1000, 18, 18) each
    areas = torch.stack([left.sum((1, 2)), right.sum((1, 2))]).double()
    assert abs(float(torch.corrcoef(areas)[0, 1])) < 0.1  # one in a thousand: 3 / sqrt(1000)
    assert areas.min() == 23 and areas.max() == 29  # legs of 5 to 7 rows of 3, feet of 2 rows of 4


def test_no_window_of_eleven_pixels_on_one_sock_reaches_the_other():
    left, right = at.covered(PAIRS).unbind(1)
    columns = [mask.any(0).any(0).nonzero() for mask in (left, right)]
    assert int(columns[1].min() - columns[0].max()) == 7 > 11 // 2
    seen = torch.nn.functional.max_pool2d(left.float()[:, None], 11, 1, 5)[:, 0] > 0
    assert not (seen & right).any()


# ---------------------------------------------------------------- the counter
def test_every_training_pair_is_read():
    colour, clean, _ = at.colours(PAIRS)
    assert clean.all() and torch.equal(colour, at.socks(1000)[1]) and at.consistent(PAIRS).all()
    assert (at.agreement(PAIRS) == 1).all()


def test_pairs_of_two_colours_are_read():
    images, colours = drawn()
    found, clean, _ = at.colours(images)
    same = colours[:, 0] == colours[:, 1]
    assert clean.all() and torch.equal(found, colours) and torch.equal(at.consistent(images), same)
    assert torch.equal(at.agreement(images), same.double()) and 0 < same.sum() < len(same)


@pytest.mark.parametrize("sigma", [0.02, 0.05, 0.1])
def test_noise_hardly_matters_to_the_counter(sigma):
    images, colours = drawn(1000)
    found, clean, _ = at.colours(images + sigma * noise(*images.shape))
    assert ((found == colours) & clean).all(1).double().mean() >= 0.99


def test_what_is_no_clean_sock():
    """A half without one, a purple one, one of two colours, background alone, and more than a sock of noise."""
    red, blue = (torch.tensor(at.COLOURS[c])[:, None, None] / 127.5 - 1 for c in ("red", "blue"))
    first = PAIRS[:1]
    bare, purple, patched = first.clone(), first.clone(), first.clone()
    left = at.covered(first)[0, 0]
    bare[0, :, left] = torch.tensor(BACKGROUND)[:, None] / 127.5 - 1
    purple[0, :, left] = ((red + blue) / 2).flatten()[:, None]
    patched[0, :, left] = red.flatten()[:, None]
    patched[0, :, left & (torch.arange(18)[:, None] > 6)] = blue.flatten()[:, None]
    for images in (bare, purple, patched):
        assert at.colours(images).clean.tolist() == [[False, True]] and not at.consistent(images).any()
    assert at.agreement(bare).isnan().all() and 0 < float(at.agreement(patched)) < 1
    assert not at.colours(noise(20, 3, 18, 18)).clean.any()


def test_colours_are_further_apart_than_two_neighbourhoods_less_a_little():
    """Background and band too: at most one of them is so near to a pixel, or hardly two."""
    known = torch.tensor([*at.COLOURS.values(), BACKGROUND, BAND], dtype=torch.float64) / 127.5 - 1
    gaps = torch.pdist(known)
    assert float(gaps.min()) > 1.9 * NEAR


def test_halves_of_two_pairs_agree_by_chance():
    one, two = PAIRS[torch.randint(1000, (2, 4000), generator=seeded(1))]
    mixed = torch.cat([one[..., :9], two[..., 9:]], 3)
    share = at.consistent(mixed).double().mean()
    assert float(share) == pytest.approx(0.25, abs=4 * (0.25 * 0.75 / 4000) ** 0.5)
    assert float(at.agreement(mixed).mean()) == pytest.approx(float(share))


def test_agreement_by_chance_is_that_of_all_halves_of_two_pictures():
    """Brute force over pairs, with pictures that prefer a colour and one that has none on the right."""
    some = torch.cat([drawn(12)[0], PAIRS[:9]])
    some[3, ..., 9:] = torch.tensor(BACKGROUND)[:, None, None] / 127.5 - 1
    mixed = torch.stack([torch.cat([a[..., :9], b[..., 9:]], 2) for i, a in enumerate(some) if i != 3
                         for j, b in enumerate(some) if j not in (3, i)])
    assert float(at.by_chance(some)) == pytest.approx(float(at.agreement(mixed).mean()), abs=1e-12)
    assert float(at.by_chance(PAIRS)) == pytest.approx(0.25, abs=0.01) and at.by_chance(some[:1]).isnan()


@given(st.integers(0, 999), st.integers(0, 999))
def test_agreement_is_symmetric_and_a_probability(i, j):
    """Mirrored pictures swap the socks."""
    mixed = torch.cat([PAIRS[i : i + 1, ..., :9], PAIRS[j : j + 1, ..., 9:]], 3)
    share = at.agreement(mixed)
    assert 0 <= float(share) <= 1 and torch.equal(share, at.agreement(mixed.flip(3)))


# ---------------------------------------------------------------- the machine with a summary
def brute(data_, P, rows, z, sigma):
    """Posterior mean of each pixel from the density of what it knows, M z with M the window's rows and those of T.

    M z is Gaussian of mean M a_mu and covariance sigma^2 M M^T, which may have no inverse.
    """
    a, T = data_.double().flatten(1), rows.double().flatten(1)
    C, H, W = data_.shape[1:]
    out = torch.empty_like(z, dtype=torch.float64)
    for r, c in itertools.product(range(H), range(W)):
        inside = torch.zeros(C, H, W, dtype=torch.bool)
        inside[:, max(0, r - P // 2) : r + P // 2 + 1, max(0, c - P // 2) : c + P // 2 + 1] = True
        M = torch.cat([torch.eye(C * H * W, dtype=torch.float64)[inside.flatten()], T])
        inverse = torch.linalg.pinv(sigma**2 * M @ M.T, hermitian=True, rtol=1e-11)
        for b in range(len(z)):
            gap = (z[b].double().flatten() - a) @ M.T  # (N, D)
            w = (-((gap @ inverse) * gap).sum(1) / 2).softmax(0)
            out[b, :, r, c] = w @ data_[:, :, r, c].double()
    return out


@pytest.mark.parametrize("sigma", [0.1, 0.7, 3.0])
@pytest.mark.parametrize("P", [1, 3])
def test_the_summary_machine_is_the_posterior_mean(P, sigma):
    x = at.socks(12)[0][:, :2, 3:9, :6].contiguous()  # (12, 2, 6, 6)
    z = (x[:3] + sigma * noise(3, 2, 6, 6)).double()
    for rows in (at.principal(x, 2), at.mean_colours((2, 6, 6)), noise(3, 2, 6, 6, seed=1)):
        torch.testing.assert_close(at.SummaryLS(x, P, rows)(z, sigma), brute(x, P, rows, z, sigma), atol=1e-8, rtol=0)


@pytest.mark.parametrize("factor", [1e-9, -3.0, 1e9])
def test_the_length_of_a_row_does_not_matter(factor):
    z, rows = FEW[:4] + noise(4, 1, 6, 6), at.principal(FEW, 2)
    longer = rows * torch.tensor([1.0, factor])[:, None, None, None]
    torch.testing.assert_close(at.SummaryLS(FEW, 3, longer)(z, 1.0), at.SummaryLS(FEW, 3, rows)(z, 1.0))


@pytest.mark.parametrize("sigma", [0.05, 1.0, 20.0])
def test_its_two_ends(sigma):
    """Rows that span all pictures: the ideal machine. A window that sees all: it too. Rows of zeros: the local one."""
    z, whole = (FEW[:4] + sigma * noise(4, 1, 6, 6)).double(), torch.eye(36).reshape(36, 1, 6, 6)
    ideal = IdealDenoiser(FEW)(z, sigma)
    for machine in (at.SummaryLS(FEW, 1, whole), at.SummaryLS(FEW, 3, whole.double()), at.SummaryLS(FEW, 11, whole[:1]),
                    at.SummaryLS(FEW, 3, at.principal(FEW, 29))):  # 30 pictures differ in 29 directions
        torch.testing.assert_close(machine(z, sigma), ideal, atol=1e-8, rtol=0)
    torch.testing.assert_close(at.SummaryLS(FEW, 3, 0 * whole[:2])(z, sigma), LS(FEW, 3)(z, sigma), atol=1e-6, rtol=0)


@given(st.integers(0, 99), st.floats(0.1, 10))
@settings(max_examples=15)
def test_only_what_the_rows_span_counts(seed, sigma):
    """Another basis of the same rows, scaled or repeated, or with a row of what the window sees anyway."""
    z, rows = (FEW[:2] + sigma * noise(2, 1, 6, 6, seed=seed)).double(), noise(2, 1, 6, 6, seed=seed + 1)
    mixed = torch.stack([rows[0] + 2 * rows[1], 5 * rows[0] - rows[1], rows[0]])
    torch.testing.assert_close(at.SummaryLS(FEW, 3, mixed)(z, sigma), at.SummaryLS(FEW, 3, rows)(z, sigma),
                               atol=1e-6, rtol=0)


def test_noise_levels_of_a_batch():
    z, machine = FEW[:3] + noise(3, 1, 6, 6), at.SummaryLS(FEW, 3, at.principal(FEW, 2))
    sigma = torch.tensor([0.3, 1.0, 5.0])
    each = torch.cat([machine(z[k : k + 1], float(s)) for k, s in enumerate(sigma)])
    torch.testing.assert_close(machine(z, sigma), each, atol=1e-6, rtol=0)
    assert machine(z, 1.0).dtype == z.dtype == torch.float32 and machine(z.double(), 1.0).dtype == torch.float64


def losses(machines, images, sigma, draws=1):
    """Squared errors of each machine's guesses at the same noisy images, and the guesses."""
    x = images.repeat(draws, 1, 1, 1)
    z = x + sigma * noise(*x.shape, seed=round(100 * sigma))
    guesses = [machine(z, sigma).double() for machine in machines]
    return [(guess - x).square().flatten(1).mean(1) for guess in guesses], guesses, x


@pytest.mark.parametrize("sigma", [0.5, 2.0, 8.0])
def test_the_order_of_losses(sigma):
    """LS, with a summary of 1 and 4 numbers, IS: on training pairs none does worse than the one before."""
    machines = [LS(PAIRS, 7), *(at.SummaryLS(PAIRS, 7, at.principal(PAIRS, k)) for k in (1, 4)), IdealDenoiser(PAIRS)]
    each, *_ = losses(machines, PAIRS[:80], sigma)
    for worse, better in itertools.pairwise(each):
        gain = worse - better  # paired: (160,)
        assert float(gain.mean()) > -3 * float(gain.std()) / len(gain) ** 0.5
    assert float((each[0] - each[-1]).mean()) > 0


@pytest.mark.parametrize("sigma", [0.5, 2.0])
def test_the_gap_of_losses_is_a_mean_square(sigma):
    """E |LS - x|^2 = E |S - x|^2 + E |S - LS|^2, and the same for S and IS: both are projections."""
    machines = [LS(FEW, 3), at.SummaryLS(FEW, 3, at.principal(FEW, 2)), IdealDenoiser(FEW)]
    each, guesses, x = losses(machines, FEW, sigma, draws=200)
    for (worse, better), (far, near) in zip(itertools.pairwise(each), itertools.pairwise(guesses), strict=True):
        cross = 2 * ((x - near) * (near - far)).flatten(1).mean(1)  # its mean is what the identity leaves out
        assert abs(float(cross.mean())) < 4 * float(cross.std()) / len(cross) ** 0.5
        assert float((worse - better).mean()) > 0


def test_principal_components():
    rows = at.principal(FEW, 5).flatten(1)
    torch.testing.assert_close(rows @ rows.T, torch.eye(5, dtype=torch.float64), atol=1e-10, rtol=0)
    kept = ((FEW.double() - FEW.double().mean(0)).flatten(1) @ rows.T).square().sum(0)
    assert (kept.diff() < 0).all() and torch.equal(at.principal(FEW, 3), at.principal(FEW, 5)[:3])
    assert (rows.sum(1) >= 0).all()


def test_mean_colours():
    told = at.mean_colours((3, 18, 18)).flatten(1) @ PAIRS[:4].double().flatten(1).T
    torch.testing.assert_close(told.T, PAIRS[:4].double().mean((2, 3)))


# ---------------------------------------------------------------- where the layer speaks
NET = networks.AttentionResNet(3, 8, 2, seed=1)
for parameter in NET.parameters():
    parameter.requires_grad_(False).mul_(2)


@pytest.mark.parametrize("at_step", [0, 2, 6])
@pytest.mark.parametrize("first", [True, False])
def test_the_layer_speaks_where_it_is_told_to(at_step, first):
    """A run by hand that sets the flag before each step; the flag is then as it was."""
    z, state = 80 * noise(2, 3, 6, 6), None
    found = at.switched(NET, z, LEVELS, at_step, first)
    state = z
    for k, pair in enumerate(itertools.pairwise(LEVELS)):
        NET.attends = (k < at_step) == first
        state = df.last(df.sample(NET, state, torch.stack(pair)))
    NET.attends = True
    torch.testing.assert_close(found, state, atol=1e-6, rtol=0)
    whole = df.last(df.sample(NET, z, LEVELS))
    assert torch.allclose(found, whole, atol=1e-6) == ((at_step, first) in ((6, True), (0, False)))


def test_a_near_sighted_layer_where_it_is_not_to_speak():
    """A reach that covers the picture changes nothing, and a short one does; the layer is then as it was."""
    z = 80 * noise(2, 3, 6, 6)
    whole = df.last(df.sample(NET, z, LEVELS))
    torch.testing.assert_close(at.switched(NET, z, LEVELS, 3, True, 5), whole, atol=1e-5, rtol=0)
    assert not torch.allclose(at.switched(NET, z, LEVELS, 3, True, 1), whole, atol=1e-5)
    assert NET.attends and NET.attention.reach is None


def refuse(states):
    raise ValueError("z must hold finite numbers")


def test_the_flag_survives_an_error():
    """Whichever part of the run fails."""
    net = networks.AttentionResNet(3, 8, 2)
    with pytest.raises(ValueError, match="z must hold finite"), pytest.MonkeyPatch.context() as patch:
        patch.setattr("mosaics.attention.switching.last", refuse)
        at.switched(net, noise(1, 3, 6, 6), LEVELS, 3, False)
    assert net.attends


def test_mass_of_attention():
    looks = torch.full((1, 4, 4), 0.25)
    looks[0, 0] = torch.tensor([0.1, 0.2, 0.3, 0.4])
    first, rest = torch.tensor([[[1, 0], [0, 0]]]).bool(), torch.tensor([[[0, 1], [0, 1]]]).bool()
    assert at.mass(looks, first, rest).tolist() == pytest.approx([0.6])
    assert at.mass(looks, rest, first).tolist() == [0.25] and at.mass(looks, first & rest, rest).isnan().all()
    assert at.mass(looks, ~first, rest | ~rest).tolist() == [1.0]
    with pytest.raises(ValueError, match=r"source must be \(B, H, W\).*got \(0, 2, 2\)"):
        at.mass(looks[:0], first[:0], rest[:0])


# ---------------------------------------------------------------- the measured results
@pytest.mark.parametrize("kind", ["cnn"])
def test_a_training_begins_as_the_shipped_one_did(kind):
    """The mean loss of its first hundred steps, from the data file, the config and the seed."""
    facts = json.loads((ROOT / "data" / "weights" / f"socks-{kind}.json").read_text("utf8"))
    settings = {key: facts[key] for key in ("steps", "batch", "lr", "seed")}
    states = networks.training(networks.build(facts["network"]), data.load(**facts["data"]).images, **settings)
    *_, hundredth = itertools.islice(states, 101)
    states.close()
    assert hundredth.loss == pytest.approx(facts["log"][0][2], rel=1e-3)


RESULTS = json.loads((ROOT / "data" / "results" / "attention.json").read_text("utf8"))
ROWS, SETUP = RESULTS["rows"], RESULTS["setup"]
KINDS = ("cnn", "wide", "attention")
START = prediction.starts(400, (3, 18, 18), float(prediction.levels(20)[0]), seeded(SETUP["seeds"]["evaluation"]))


def draw(denoise, count):
    return df.last(df.sample(denoise, START[:count], prediction.levels(20)))


@pytest.mark.parametrize("kind", KINDS)
def test_first_pairs_are_as_recorded(kind):
    """Within 0.02 of r^2, as for other networks (`test_prediction`)."""
    row, net = ROWS[f"{kind}-0 predicted"], networks.load_weights(f"socks-{kind}")
    assert ROWS[f"{kind}-0"]["weights"] == data.checksums()[f"socks-{kind}.safetensors"]
    mine, P = draw(net, 3), WindowSchedule([(s, side) for s, side in row["windows"]["LS"]])
    machines = {"Wiener": prediction.machine("Wiener", PAIRS), "IS": IdealDenoiser(PAIRS), "LS": LS(PAIRS, P)}
    for name, machine in machines.items():
        recorded = torch.tensor(row["r2"][name]["each_r2"][:3], dtype=torch.float64)
        torch.testing.assert_close(prediction.compare(mine, draw(machine, 3)).r2, recorded, atol=0.02, rtol=0)


@pytest.mark.parametrize("name", ["IS", "LS 7", "SummaryLS 1", "SummaryLS mean", "cnn-0", "attention-0"])
def test_errors_are_as_recorded(name):
    known = {"IS": lambda: IdealDenoiser(PAIRS), "LS 7": lambda: LS(PAIRS, 7),
             "SummaryLS 1": lambda: at.SummaryLS(PAIRS, 7, at.principal(PAIRS, 1)),
             "SummaryLS mean": lambda: at.SummaryLS(PAIRS, 7, at.mean_colours((3, 18, 18)))}
    machine = known[name]() if name in known else networks.load_weights(f"socks-{name.removesuffix('-0')}")
    eps = noise(SETUP["tested"], 3, 18, 18, seed=SETUP["seeds"]["noise"])
    error = networks.denoising_error(machine, PAIRS[: SETUP["tested"]], 1.0, eps)
    assert error == pytest.approx(ROWS[name]["errors"]["training"]["1"], rel=0.01)


@pytest.mark.parametrize("sigma", [sigma for sigma in SETUP["levels"] if sigma >= 1])
def test_recorded_losses_are_in_order(sigma):
    """On training pairs, where the theorem holds, from the same noise. Below, single pixels make the whole error."""
    names = [name for name in ("LS 7", *(f"SummaryLS {k}" for k in (1, 2, 4, 8)), "IS") if name in ROWS]
    errors = [ROWS[name]["errors"]["training"][f"{sigma:g}"] for name in names]
    assert errors == sorted(errors, reverse=True) and errors[0] > errors[-1]


def test_recorded_shares_are_consistent():
    for name, row in {name: row for name, row in ROWS.items() if "clean" in row}.items():
        clean, same = row["clean"], row["consistent"]
        assert same["k"] <= clean["k"] <= clean["n"] == same["n"] and clean["low"] <= clean["share"] <= clean["high"]
        assert row["agreement"]["low"] <= row["agreement"]["mean"] <= row["agreement"]["high"], name
    assert ROWS["training"]["consistent"]["share"] == ROWS["IS"]["consistent"]["share"] == 1


def test_what_sees_a_window_agrees_by_chance_and_a_summary_does_not():
    """The chapter's claim; the intervals are those of the agreement of colours."""
    blind = [f"LS {P}" for P in (5, 7, 9, 11)] + [f"cnn-{k}" for k in range(3) if f"cnn-{k}" in ROWS]
    assert all(abs(ROWS[name]["agreement"]["mean"] - 0.25) < 0.08 for name in blind)
    told = [ROWS[f"SummaryLS {k}"]["agreement"]["low"] for k in (1, 2, 4, 8) if f"SummaryLS {k}" in ROWS]
    assert min(told) > max(ROWS[name]["agreement"]["high"] for name in blind)
