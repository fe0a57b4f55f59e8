"""The rival denoisers: each against its paper's formula in float64, their limits, and what they are of each other."""

import pytest
import rivals_table as table
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from mosaics import diffusion as df
from mosaics import rivals
from mosaics.core.data import load
from mosaics.ideal import IdealDenoiser
from mosaics.local import LS
from mosaics.networks import ResNet

CLOTHES = load("fashion-mnist", n=60, size=8).images  # (60, 1, 8, 8)
FACES = load("dicebear-faces", n=20, size=6).images  # (20, 3, 6, 6)


def noise(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


# ---------------------------------------------------------------- the definitions
@pytest.mark.parametrize("row", table.CASES, ids=table.name)
def test_it_is_the_papers_formula(row):
    images, z = table.drawn(row)
    machine = table.built(row, images)
    wanted = table.oracle(row, images, z, machine)
    torch.testing.assert_close(machine(z.double(), row["sigma"]), wanted, atol=1e-9, rtol=0)
    torch.testing.assert_close(machine(z, row["sigma"]), wanted.float(), atol=1e-6, rtol=0)


def machines(data):
    """One of each kind."""
    C, H, W = data.shape[1:]
    maps = rivals.PCALocality(data).matrix(1.0).abs()[: H * W, : H * W].reshape(H * W, H, W)
    return {
        "masked": rivals.MaskedLS(data, rivals.window_masks((C, H, W), 3)), "PCA": rivals.PCALocality(data, 0.1),
        "square": rivals.PSPCSquare(data, [(0.1, 2), (5.0, 4)]),
        "flex": rivals.PSPCFlex(data, [(0.1, rivals.flex_masks(maps, 0.3)), (5.0, rivals.flex_masks(maps, 0.8))]),
        "smoothed": rivals.SmoothedScore(data, 0.2, 3, seeded(1)), "golden": rivals.Golden(data, 2, 5),
        "golden PCA": rivals.Golden(data, 2, 5, masks=rivals.PCALocality(data, 0.1)),
        "BIRD": rivals.BIRD(data, rivals.window_views((C, H, W), 3), 0.3, seeded(2))}


GREY, COLOUR = machines(CLOTHES), machines(FACES)


@pytest.mark.parametrize("name", GREY)
@settings(max_examples=8)
@given(sigma=st.floats(0.01, 90), seed=st.integers(0, 99))
def test_guesses_lie_between_the_values_of_the_data(name, sigma, seed):
    for machine, data in ((GREY[name], CLOTHES), (COLOUR[name], FACES)):
        guess = machine(data[:1] + sigma * noise(1, *data.shape[1:], seed=seed), sigma)
        assert (guess >= data.amin(0) - 1e-6).all() and (guess <= data.amax(0) + 1e-6).all()


@pytest.mark.parametrize("name", GREY)
def test_batch_and_levels_do_not_matter(name):
    z, sigma = CLOTHES[:4] + noise(4, 1, 8, 8), torch.tensor([0.1, 0.1, 1.0, 7.0])
    alone = torch.cat([GREY[name](z[k : k + 1], float(sigma[k])) for k in range(4)])
    torch.testing.assert_close(GREY[name](z, sigma), alone, atol=1e-6, rtol=0)


@pytest.mark.parametrize("name", GREY)
def test_order_of_the_data_does_not_matter(name):
    z = CLOTHES[:3] + noise(3, 1, 8, 8)
    torch.testing.assert_close(machines(CLOTHES.flip(0))[name](z, 0.7), GREY[name](z, 0.7), atol=1e-6, rtol=0)


@pytest.mark.parametrize("name", sorted(GREY.keys() - {"smoothed", "BIRD"}))
def test_little_noise_leaves_a_training_image_as_it_is(name):
    """Whoever sees a pixel knows it to a few sigma. Noise of one's own hides it."""
    torch.testing.assert_close(GREY[name](CLOTHES[:3], 1e-3), CLOTHES[:3], atol=3e-3, rtol=0)


@pytest.mark.parametrize("name", GREY)
def test_much_noise_leaves_the_mean_image(name):
    """Of the golden subset's images, where there is one."""
    z = 1e5 * noise(2, 1, 8, 8)
    machine = GREY[name]
    wanted = CLOTHES.mean(0).expand(2, -1, -1, -1)
    if "golden" in name:
        wanted = torch.stack([CLOTHES[near].mean(0) for near in machine.subset(z, 1e5)])
    torch.testing.assert_close(machine(z, 1e5), wanted, atol=1e-3, rtol=0)


@pytest.mark.parametrize("name", GREY)
def test_it_is_a_denoiser_for_the_samplers(name):
    end = df.last(df.sample(GREY[name], 80 * noise(2, 1, 8, 8), df.schedule("edm", 6)))
    assert end.shape == (2, 1, 8, 8) and end.abs().max() < 1.5


# ---------------------------------------------------------------- special cases: IS and LS
def whole(data):
    """Machines that are the ideal denoiser."""
    C, H, W = data.shape[1:]
    D, all_pixels = C * H * W, torch.ones(H, W, dtype=torch.bool)
    return [rivals.MaskedLS(data, torch.ones(D, D, dtype=torch.bool)), rivals.PCALocality(data, 0.0),
            rivals.PSPCFlex(data, torch.ones(H * W, H, W, dtype=torch.bool)),
            *([rivals.PSPCSquare(data, H)] if H == W else []), rivals.SmoothedScore(data, 0.0, 2, seeded()),
            rivals.Golden(data, len(data), len(data)), rivals.BIRD(data, [all_pixels]),
            rivals.BIRD(data, [3 * torch.linalg.qr(noise(D, D)).Q.reshape(D, C, H, W)])]


WHOLE, WHOLE_COLOUR, IS, IS_COLOUR = whole(CLOTHES), whole(FACES), IdealDenoiser(CLOTHES), IdealDenoiser(FACES)


@settings(max_examples=8)
@given(sigma=st.floats(0.02, 80), seed=st.integers(0, 99))
def test_who_sees_all_is_the_ideal_denoiser(sigma, seed):
    for data, ideal, same in ((CLOTHES, IS, WHOLE), (FACES, IS_COLOUR, WHOLE_COLOUR)):
        z = data[seed % 20][None] + sigma * noise(1, *data.shape[1:], seed=seed)
        for machine in same:
            torch.testing.assert_close(machine(z, sigma), ideal(z, sigma), atol=1e-5, rtol=0)


WINDOWS = {P: (LS(CLOTHES, P), LS(FACES, P), [kind(data) for data in (CLOTHES, FACES) for kind in (
    lambda x, P=P: rivals.MaskedLS(x, rivals.window_masks(x.shape[1:], P)),
    lambda x, P=P: rivals.BIRD(x, rivals.window_views(x.shape[1:], P)))]) for P in (1, 3, 7)}


@settings(max_examples=8)
@given(sigma=st.floats(0.02, 80), seed=st.integers(0, 99), P=st.sampled_from([1, 3, 7]))
def test_windows_are_the_local_machine(sigma, seed, P):
    grey, colour, (masked, bird, masked_colour, bird_colour) = WINDOWS[P]
    for data, local, same in ((CLOTHES, grey, (masked, bird)), (FACES, colour, (masked_colour, bird_colour))):
        z = data[seed % 20][None] + sigma * noise(1, *data.shape[1:], seed=seed)
        for machine in same:
            torch.testing.assert_close(machine(z, sigma), local(z, sigma), atol=1e-5, rtol=0)


def test_single_pixels_are_the_local_machine_with_a_window_of_one():
    """Squares of one pixel, and the covariance's masks where only a pixel itself is above the threshold."""
    z = CLOTHES[:3] + noise(3, 1, 8, 8)
    one = LS(CLOTHES, 1)(z, 0.5)
    torch.testing.assert_close(rivals.PSPCSquare(CLOTHES, 1)(z, 0.5), one, atol=1e-5, rtol=0)
    alone = torch.eye(64, dtype=torch.bool).reshape(64, 8, 8)
    torch.testing.assert_close(rivals.PSPCFlex(CLOTHES, alone)(z, 0.5), one, atol=1e-5, rtol=0)


# ---------------------------------------------------------------- PCA locality
def test_masks_of_data_that_is_a_random_walk_are_the_analytic_ones():
    """Independent pixels see themselves only; two that are equal see each other."""
    x = noise(4000, 1, 2, 4, seed=1).clamp(-9, 9)
    x[:, :, 0, 3] = x[:, :, 1, 0]
    wanted = torch.eye(8, dtype=torch.bool)
    wanted[3, 4] = wanted[4, 3] = True
    assert torch.equal(rivals.PCALocality(x, 0.2).masks(1.0), wanted)


def test_the_filter_is_wieners():
    pca, z = rivals.PCALocality(CLOTHES), CLOTHES[:4].double() + noise(4, 1, 8, 8).double()
    mu = CLOTHES.double().mean(0).flatten()
    by_matrix = mu + (z.flatten(1) - mu) @ pca.matrix(0.8).T
    torch.testing.assert_close(by_matrix.reshape(z.shape), df.wiener(CLOTHES)(z, 0.8), atol=1e-9, rtol=0)


def test_masks_grow_with_noise_and_fall_with_the_threshold():
    wide = [int(rivals.PCALocality(CLOTHES, 0.1, "row").masks(s).sum()) for s in (0.1, 0.5, 2.0, 10.0)]
    assert wide == sorted(wide) and wide[0] < 0.5 * wide[-1]
    for relative in ("matrix", "row"):
        few, many = (rivals.PCALocality(CLOTHES, t, relative).masks(0.5) for t in (0.2, 0.05))
        assert (many | ~few).all() and many.sum() > few.sum()


def test_a_row_of_its_own_always_sees_itself():
    """The largest ratio of the whole matrix is that of the flattest pixel, and may hide others from themselves."""
    x = noise(500, 1, 1, 3, seed=2).clamp(-9, 9)
    x[:, :, 0, 0] = 1e-2 * x[:, :, 0, 1] + 1e-2 * x[:, :, 0, 0]  # flat, and bound to its neighbour
    assert rivals.PCALocality(x, 0.1, "row").masks(0.01).diagonal().all()
    assert not rivals.PCALocality(x, 0.1, "matrix").masks(1.0).diagonal().any()
    assert float(rivals.PCALocality(x).ratios(1.0).max()) > 10


def test_columns_are_rows_turned():
    rows, columns = (rivals.PCALocality(CLOTHES, 0.1, along=way).masks(0.5) for way in ("rows", "columns"))
    assert torch.equal(rows.T, columns) and not torch.equal(rows, columns)


# ---------------------------------------------------------------- composites
def test_a_schedule_takes_the_nearest_level():
    square = rivals.PSPCSquare(CLOTHES, [(1.0, 2), (3.0, 5)])
    z = CLOTHES[:2] + noise(2, 1, 8, 8)
    for sigma, side in ((0.1, 2), (2.0, 2), (2.01, 5), (50.0, 5)):
        assert torch.equal(square(z, sigma), rivals.PSPCSquare(CLOTHES, side)(z, sigma))


def test_released_schedules():
    sizes, shares = rivals.released_sizes(32), rivals.released_shares()
    assert len(sizes) == len(shares) == 18 and sizes[0][0] == pytest.approx(80) and sizes[-1][0] == pytest.approx(0.002)
    assert [P for _, P in sizes] == [32] * 7 + [23, 15, 11, 7, 5] + [3] * 6
    assert [P for _, P in rivals.released_sizes(8)][6:10] == [8, 6, 4, 3]
    assert rivals.PSPCSquare(CLOTHES, rivals.released_sizes(8))(CLOTHES[:1], 80.0).shape == (1, 1, 8, 8)


@settings(max_examples=25)
@given(seed=st.integers(0, 999), share=st.floats(0.01, 0.99))
def test_flexible_masks_hold_the_share_and_no_pixel_too_many(seed, share):
    maps = torch.rand(12, 3, 4, generator=seeded(seed), dtype=torch.float64)
    for own, (heat, mask) in enumerate(zip(maps, rivals.flex_masks(maps, share), strict=True)):
        held = float(heat[mask].sum())
        assert mask.flatten()[own] and held >= share * float(heat.sum()) - 1e-12
        rest = mask.clone()
        rest.view(-1)[own] = False
        if rest.any():  # without the least of the others the share would not be held
            assert float(heat[rest].sum() - heat[rest].min()) < share * float(heat.sum())


def test_sensitivity_of_the_wiener_filter_is_its_matrix():
    z = CLOTHES[:3].double() + noise(3, 1, 8, 8).double()
    found = rivals.sensitivity(df.wiener(CLOTHES), z, 0.7).reshape(64, 64)
    torch.testing.assert_close(found, rivals.PCALocality(CLOTHES).matrix(0.7).abs(), atol=1e-10, rtol=0)


def test_sensitivity_of_the_ideal_denoiser_is_its_posterior_covariance():
    """By Tweedie's second formula; in colour, each channel by itself, summed (eq. 8)."""
    z = FACES[:2].double() + 2 * noise(2, 3, 6, 6).double()
    wanted, a = torch.zeros(36, 36, dtype=torch.float64), FACES.double().flatten(2)  # (N, C, HW)
    for x in z:
        w = torch.softmax(-(a.flatten(1) - x.flatten()).square().sum(1) / (2 * 2.0**2), 0)
        centred = a - torch.einsum("n,ncp->cp", w, a)
        wanted += torch.einsum("n,ncp,ncq->cpq", w, centred, centred).abs().sum(0) / 4.0
    torch.testing.assert_close(rivals.sensitivity(IS_COLOUR, z, 2.0).reshape(36, 36), wanted / 2, atol=1e-10, rtol=0)


def test_slopes_and_differences_agree():
    """The same filter, once with and once without gradients; it is linear, so that any step gives its slope."""
    z, filtered = FACES[:2].double(), df.wiener(FACES)
    without = rivals.sensitivity(lambda x, s: filtered(x.detach(), s), z, 0.5, h=3.0)
    torch.testing.assert_close(without, rivals.sensitivity(filtered, z, 0.5), atol=1e-10, rtol=0)


def test_sensitivity_of_a_network_ends_where_its_window_ends():
    net = ResNet(1, 4, 1)  # depth 1: a window of 5
    with torch.no_grad():
        for part in net.parameters():
            part += 0.1 * noise(*part.shape)
    maps = rivals.sensitivity(net, noise(3, 1, 8, 8), 1.0)
    at = torch.stack(torch.meshgrid(torch.arange(8), torch.arange(8), indexing="ij"), -1).reshape(64, 2)
    far = (at[:, None] - at).abs().amax(2).reshape(64, 8, 8)
    assert float(maps[far > 2].max()) == 0 and float(maps[far == 2].max()) > 0
    assert rivals.PSPCFlex(CLOTHES, rivals.flex_masks(maps, 0.5))(CLOTHES[:1], 0.5).shape == (1, 1, 8, 8)


# ---------------------------------------------------------------- the smoothed score
def test_samples_are_barycentres_of_so_many_training_images():
    """With hardly any noise the guess is a mean of M training images, some perhaps counted twice."""
    machine = rivals.SmoothedScore(CLOTHES, 30.0, 2, seeded(4))
    guess = machine(CLOTHES[:1], 1e-4)[0]
    pairs = (CLOTHES[:, None] + CLOTHES[None]).flatten(0, 1) / 2
    assert float((pairs - guess).abs().amax((1, 2, 3)).min()) < 1e-5
    assert float((CLOTHES - guess).abs().amax((1, 2, 3)).min()) > 0.1


def test_many_steps_tend_to_the_integral():
    """Of two images the weight is a logistic function of one Gaussian number: its mean by quadrature."""
    data, sigma, smoothing = CLOTHES[[0, 3]], 0.7, 0.4
    z = 0.6 * data[:1] + 0.4 * data[1:]
    line, step = (data[0] - data[1]).double().flatten(), smoothing * (1 + sigma)
    middle = (data[0] + data[1]).double().flatten() / 2
    mean, spread = float((z.double().flatten() - middle) @ line) / sigma**2, step * float(line.norm()) / sigma**2
    t = torch.linspace(-9, 9, 20001, dtype=torch.float64)
    weight = float((torch.sigmoid(mean + spread * t) * torch.exp(-t * t / 2)).sum() / torch.exp(-t * t / 2).sum())
    guess = rivals.SmoothedScore(data, smoothing, 40_000, seeded(5))(z.double(), sigma)
    found = float((guess.flatten() - data[1].double().flatten()) @ line / line.square().sum())
    assert 0.55 < weight < 0.9 and found == pytest.approx(weight, abs=0.01)  # 5 standard errors
