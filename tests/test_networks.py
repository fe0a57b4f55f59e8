"""Small networks: the common face, equivariance, locality, receptive fields, training that can be stopped, weights."""

import copy
import importlib.util
import itertools
import json
import math
import pathlib
import re
import shutil

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from labs import Clock
from mosaics import diffusion as df
from mosaics import equivariant, ideal, local, networks
from mosaics.core import data, progress
from mosaics.core.metrics import pearson2
from mosaics.networks import files, trainer
from tqdm.std import tqdm

ROOT = pathlib.Path(__file__).resolve().parents[1]
CLOTHES = data.load("fashion-mnist", n=60, size=8).images  # (60, 1, 8, 8)
RING = networks.ResNet(1, 8, 2, "circular", seed=3)
FLAT = networks.ResNet(1, 8, 2, seed=3)
FAR = networks.AttentionResNet(1, 8, 2, seed=3)
MIXED = networks.Mixer(1, 8, 6, 2, 10, seed=3)
READY = [name for name in networks.SHIPPED if (ROOT / "data" / "weights" / f"{name}.safetensors").is_file()]


def noise(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def same(a, b):
    """Whether two networks have the same weights, bit for bit."""
    return all(torch.equal(p, q) for p, q in zip(a.parameters(), b.parameters(), strict=True))


# ---------------------------------------------------------------- the common face
@given(st.integers(1, 5), st.sampled_from([1, 3]), st.integers(1, 3), st.integers(1, 3), st.sampled_from(["zeros",
       "circular"]), st.booleans(), st.floats(1e-3, 1e3))
@settings(max_examples=25)
def test_a_network_is_a_denoiser(B, C, h, w, padding, unet, sigma):
    net = (networks.UNet(C, (4, 6), padding) if unet else networks.ResNet(C, 4, 2, padding, coordinates=True))
    z = noise(B, C, 2 * h, 2 * w).double() * sigma
    guess = net(z, sigma)
    assert guess.shape == z.shape and guess.dtype == z.dtype and not guess.requires_grad and guess.isfinite().all()
    torch.testing.assert_close(net(z, torch.full((B,), sigma)), guess)


@pytest.mark.parametrize("net", [RING, networks.UNet(1, (4, 6)), FAR, MIXED], ids=lambda net: net.config["kind"])
def test_batch_does_not_matter(net):
    z, sigma = noise(networks.CHUNK + 3, 1, 8, 8), torch.logspace(-2, 2, networks.CHUNK + 3)
    together = net(z, sigma)
    for k in (0, 64, networks.CHUNK - 1, networks.CHUNK, networks.CHUNK + 2):
        torch.testing.assert_close(net(z[k : k + 1], float(sigma[k])), together[k : k + 1], atol=1e-6, rtol=1e-5)


@pytest.mark.parametrize("sigma", [0.05, 1.0, 30.0])
def test_inside_it_guesses_the_velocity(sigma):
    z, abar = noise(3, 1, 8, 8) * sigma, float(df.sigma_to_abar(sigma))
    xt = df.ve_to_vp(z, sigma)
    v = FLAT.velocity(xt, networks.clock(sigma).float().expand(3)).detach()
    torch.testing.assert_close(FLAT(z, sigma), df.convert(v, xt, abar, "v", "x0"), atol=1e-5, rtol=1e-5)


@given(st.floats(0, 1))
def test_clock_turns_the_schedule_back(t):
    sigma = df.abar_to_sigma(df.abar_legacy(max(t, 1e-6)))
    assert float(networks.clock(sigma)) == pytest.approx(max(t, 1e-6), abs=1e-9)


def test_clock_covers_the_stated_levels_and_stands_still_beyond():
    assert float(networks.clock(networks.SIGMA_MIN)) == pytest.approx(networks.T_MIN, abs=1e-4)
    assert float(networks.clock(networks.SIGMA_MAX)) == pytest.approx(1, abs=1e-4)
    z = noise(2, 1, 8, 8)
    torch.testing.assert_close(FLAT(1e-4 * z, 1e-4), 1e-4 * z, atol=2e-4, rtol=0)  # hardly any noise: hardly a change
    far = [FLAT(s * z, s) for s in (1e3, 1e4)]
    torch.testing.assert_close(*far, atol=1e-2, rtol=0)


def test_precision_is_the_networks():
    exact, z = networks.ResNet(1, 8, 2, seed=3).double(), noise(2, 1, 8, 8).double()
    torch.testing.assert_close(exact(z, 0.7), FLAT(z, 0.7), atol=1e-5, rtol=0)
    assert not torch.equal(exact(z, 0.7), FLAT(z, 0.7))


def test_it_runs_through_the_samplers():
    end = df.last(df.sample(FLAT, 80 * noise(2, 1, 8, 8), df.schedule("legacy", 5)))
    assert end.shape == (2, 1, 8, 8) and end.isfinite().all()


def test_weights_come_from_the_seed_and_from_nowhere_else():
    before = torch.get_rng_state()
    a, b, c = networks.UNet(1, seed=1), networks.UNet(1, seed=1), networks.UNet(1, seed=2)
    assert same(a, b) and not same(a, c) and torch.equal(torch.get_rng_state(), before)
    first = networks.ResNet(1, 64, 1).first.weight.detach()
    assert 0.9 < float(first.abs().max()) * 3 <= 1 and abs(float(first.mean())) < 0.05  # uniform in +-1 / sqrt(9)


def test_sizes():
    assert networks.parameters(networks.ResNet(1)) == 103_425
    assert networks.parameters(networks.ResNet(1, 24)) == 33_057
    assert networks.parameters(networks.UNet(1)) == 282_249
    layer = 4 * (48 * 48 + 48) + 64 * 48 + 48  # queries, keys, values, read-out; the clock's word
    assert networks.parameters(networks.AttentionResNet(1)) == 103_425 + layer
    assert networks.parameters(networks.Mixer(1)) == 130_657


# ---------------------------------------------------------------- the same rule everywhere
@given(st.integers(-9, 9), st.integers(-9, 9), st.floats(0.05, 20), st.integers(0, 99))
def test_on_the_torus_it_commutes_with_every_translation(i, j, sigma, seed):
    z = sigma * noise(1, 1, 8, 8, seed=seed)
    moved = RING(z.roll((i, j), (2, 3)), sigma)
    torch.testing.assert_close(moved, RING(z, sigma).roll((i, j), (2, 3)), atol=1e-5, rtol=1e-5)


def commutes(net, shift, side=8):
    z, exact = noise(2, 1, side, side).double(), copy.deepcopy(net).double()
    gap = exact(z.roll(shift, (2, 3)), 1.0) - exact(z, 1.0).roll(shift, (2, 3))
    return bool(gap.abs().max() < 1e-12)


def test_what_breaks_it():
    assert commutes(RING, (1, 0)) and not commutes(FLAT, (1, 0)) and not commutes(FLAT, (0, 3))
    assert not commutes(networks.ResNet(1, 8, 2, "circular", coordinates=True), (1, 0))
    unet = networks.UNet(1, (4, 6, 8), "circular")
    assert commutes(unet, (4, -4)) and not commutes(unet, (1, 0)) and not commutes(unet, (2, 0))


def test_zeros_are_seen_as_zeros():
    """Padding with zeros is a black frame of the VP image; far from it the two paddings are one network."""
    z = noise(1, 1, 16, 16)
    ring, flat = RING(z, 1.0), FLAT(z, 1.0)
    torch.testing.assert_close(ring[..., 3:-3, 3:-3], flat[..., 3:-3, 3:-3], atol=1e-6, rtol=0)
    assert (ring - flat).abs()[..., 0, :].min() > 1e-6


# ---------------------------------------------------------------- windows
@given(st.integers(0, 8), st.integers(0, 8), st.booleans())
@settings(max_examples=20)
def test_a_pixel_changes_its_window_and_nothing_else(row, column, ring):
    net, z = (RING if ring else FLAT), noise(1, 1, 9, 9)
    touched = z.clone()
    touched[0, 0, row, column] += 1
    changed = (net(touched, 1.0) != net(z, 1.0))[0, 0].nonzero() - torch.tensor([row, column])
    away = torch.minimum(changed.abs(), 9 - changed.abs()) if ring else changed.abs()
    assert away.max() == 3  # 2 (depth + 1) + 1 = 7 wide


@pytest.mark.parametrize(("net", "side"), [
    (networks.ResNet(1, 6, 0), 3), (networks.ResNet(1, 6, 1), 5), (networks.ResNet(2, 6, 4), 11),
    (networks.ResNet(1, 6, 4, "circular"), 11), (networks.ResNet(1, 6, 3, dilation=2), 15),
    (networks.ResNet(1, 6, 4, dilation=(1, 2, 4, 8)), 33), (networks.ResNet(1, 6, 2, coordinates=True), 7),
    (networks.UNet(1, (6,)), 7), (networks.UNet(1, (6, 8)), 21), (networks.UNet(1, (6, 8, 10)), 49),
], ids=lambda x: str(x) if isinstance(x, int) else x.config["kind"])
def test_field_computed_and_measured(net, side):
    assert networks.receptive_field(net) == networks.measured_field(net) == side


def test_influence_of_a_machine_is_its_window():
    seen = networks.influence(local.LS(CLOTHES, 3), CLOTHES[:2] + noise(2, 1, 8, 8), 1.0)
    assert seen.shape == (8, 8) and (seen[3:6, 3:6] > 0).all()
    assert seen.count_nonzero() == 9


def test_influence_of_linear_denoisers():
    mean, var = torch.zeros(2, 4, 5), torch.full((2, 4, 5), 3.0)
    seen = networks.influence(df.gaussian_denoiser(mean, var), noise(3, 2, 4, 5), 1.0)
    wanted = torch.zeros(4, 5, dtype=torch.float64)
    wanted[2, 2] = 3 / 4
    torch.testing.assert_close(seen, wanted, atol=1e-5, rtol=0)


def test_influence_stays_inside_the_field():
    seen = networks.influence(copy.deepcopy(FLAT).double(), noise(8, 1, 11, 11).double(), 1.0)
    assert (seen[2:9, 2:9] > 0).all() and seen.count_nonzero() == 49


# ---------------------------------------------------------------- attention
def by_hand(layer, h, told):
    """One head of attention over the pixels of one picture (width, H, W), pixel by pixel."""
    def weights(part):
        return part.weight[:, :, 0, 0], part.bias

    seen = (h + layer.shift(told[None])[0][:, None, None]).flatten(1)  # (width, HW)
    (Wq, bq), (Wk, bk), (Wv, bv), (Wo, bo) = map(weights, (layer.query, layer.key, layer.value, layer.out))
    out = h.flatten(1).clone()
    for p in range(seen.shape[1]):
        logits = torch.stack([(Wq @ seen[:, p] + bq) @ (Wk @ seen[:, q] + bk) for q in range(seen.shape[1])])
        A = torch.exp(logits / len(bq) ** 0.5)
        A = A / A.sum()
        out[:, p] += Wo @ sum(A[q] * (Wv @ seen[:, q] + bv) for q in range(seen.shape[1])) + bo
    return out.reshape(h.shape)


def test_the_attention_layer_is_the_formula():
    layer = copy.deepcopy(FAR.attention).double()
    h, told = 3 * noise(2, 8, 3, 4).double(), noise(2, 64, seed=1).double()
    with torch.no_grad():
        wanted = torch.stack([by_hand(layer, *one) for one in zip(h, told, strict=True)])
        torch.testing.assert_close(layer(h, told), wanted, atol=1e-12, rtol=1e-12)
        assert float((wanted - h).abs().max()) > 1e-3


@given(st.permutations(range(12)), st.integers(0, 99))
@settings(max_examples=25)
def test_the_attention_layer_knows_no_place(order, seed):
    """What it does commutes with every permutation of the pixels."""
    layer = copy.deepcopy(FAR.attention).double()
    h, told = noise(2, 8, 3, 4, seed=seed).double(), noise(2, 64, seed=1).double()
    with torch.no_grad():
        moved = layer(h.flatten(2)[..., order].reshape(h.shape), told)
        torch.testing.assert_close(moved, layer(h, told).flatten(2)[..., order].reshape(h.shape), atol=1e-12, rtol=0)


@given(st.integers(1, 3), st.floats(0.01, 90), st.integers(0, 99))
@settings(max_examples=25)
def test_where_a_pixel_looks_adds_up_to_one(B, sigma, seed):
    looks = FAR.looks(sigma * noise(B, 1, 4, 5, seed=seed), sigma)
    assert looks.shape == (B, 20, 20) and (looks >= 0).all() and not looks.requires_grad
    torch.testing.assert_close(looks.sum(2), torch.ones(B, 20), atol=1e-5, rtol=0)


def test_without_attention_it_is_the_residual_network():
    """Of the same weights, bit for bit; and with it another."""
    plain, net = networks.ResNet(1, 8, 2, seed=0), copy.deepcopy(FAR)
    left = plain.load_state_dict(net.state_dict(), strict=False)
    assert not left.missing_keys and all(key.startswith("attention.") for key in left.unexpected_keys)
    z = noise(3, 1, 8, 8)
    assert not torch.equal(net(z, 1.0), plain(z, 1.0))
    net.attends = False
    assert torch.equal(net(z, 1.0), plain(z, 1.0))


def test_attention_sees_all_of_an_image():
    net = copy.deepcopy(FAR).double()
    assert networks.receptive_field(net) == math.inf
    z = noise(1, 1, 12, 12).double()
    touched = z.clone()
    touched[0, 0, 0, 0] += 1
    assert (net(touched, 1.0) != net(z, 1.0)).all()
    with pytest.raises(ValueError, match="net must see a window that ends, this AttentionResNet sees whole images"):
        networks.measured_field(net)
    net.attends = False
    assert networks.receptive_field(net) == networks.measured_field(net) == 7


@pytest.mark.parametrize("reach", [0, 2])
def test_a_reach_ends_what_is_seen(reach):
    """Nothing further away is looked at, the rest as before but for its sum; so far that all is near it is no bound."""
    net, z = copy.deepcopy(FAR).double(), noise(2, 1, 6, 5).double()
    whole, at = net.looks(z, 1.0), torch.cartesian_prod(torch.arange(6), torch.arange(5))
    near = (at[:, None] - at).abs().amax(-1) <= reach
    net.attention.reach = reach
    wanted = whole * near / (whole * near).sum(2, keepdim=True)
    torch.testing.assert_close(net.looks(z, 1.0), wanted, atol=1e-12, rtol=0)
    assert networks.receptive_field(net) == networks.measured_field(net) == 7 + 2 * reach
    net.attention.reach = 5
    torch.testing.assert_close(net.looks(z, 1.0), whole, atol=1e-12, rtol=0)


@pytest.mark.parametrize("after", [0, 3])
@pytest.mark.parametrize("net", [networks.AttentionResNet(1, 6, 2, seed=1), networks.Mixer(1, 8, 4, 2, 6, seed=1)],
                         ids=lambda net: net.config["kind"])
def test_a_training_of_other_kinds_goes_on_bit_for_bit(tmp_path, net, after):
    path = tmp_path / "run.checkpoint"
    states = networks.training(net, CLOTHES, steps=6, batch=4, checkpoint=path)
    list(itertools.islice(states, after + 1))
    states.close()
    resumed, whole = (networks.train(net, CLOTHES, steps=6, batch=4, checkpoint=checkpoint, progress=False)
                      for checkpoint in (path, None))
    assert same(resumed.net, whole.net) and not same(whole.net, net)


# ---------------------------------------------------------------- how much each pixel counts
def moved(denoise, z, sigma, pixels, h):
    """Root mean square difference quotients, one number at a time."""
    B, C, H, W = z.shape
    total = torch.zeros(len(pixels), H, W, dtype=torch.float64)
    for b, (k, (row, column)), i, j in itertools.product(range(B), enumerate(pixels), range(H), range(W)):
        step = torch.zeros_like(z[:1])
        step[:, :, i, j] = h
        gap = denoise(z[b : b + 1] + step, sigma) - denoise(z[b : b + 1] - step, sigma)
        total[k, i, j] += (gap[0, :, row, column] / (2 * h)).square().sum()
    return (total / (B * C)).sqrt()


COLOURED = noise(9, 3, 4, 5).double().tanh()


@pytest.mark.parametrize("denoise", [
    networks.Mixer(1, 4, 3, 1, 5, seed=2).double(), networks.ResNet(3, 4, 1, seed=2).double(),
    networks.UNet(3, (3, 4), seed=2).double(), ideal.IdealDenoiser(COLOURED), df.wiener(COLOURED),
    local.LS(COLOURED, 3)], ids=lambda f: getattr(f, "config", {"kind": type(f).__name__})["kind"])
def test_influences_against_small_steps(denoise):
    """Exact slopes where there are any; for LS the quotients themselves, of the same step."""
    shape = (1, 4, 4) if isinstance(denoise, networks.Mixer) else (3, 4, 4) if isinstance(denoise, networks.UNet) else (
        getattr(denoise, "C", 3), 4, 5)
    z, pixels = noise(2, *shape, seed=4).double(), [(0, 0), (3, 1), (2, 2)]
    exact = not isinstance(denoise, local.LS)
    found = networks.influences(denoise, z, 0.8, pixels, h=0.1)
    wanted = moved(denoise, z, 0.8, pixels, h=1e-6 if exact else 0.1)
    assert found.dtype == torch.float64 and not found.requires_grad and float(found.max()) > 0.02
    torch.testing.assert_close(found, wanted, atol=1e-7 if exact else 1e-12, rtol=0)


def test_influences_of_what_does_not_depend_on_the_picture():
    """A guess with gradients of its own, which z has no part in."""
    level = torch.nn.Parameter(torch.tensor(0.3))
    assert not networks.influences(lambda z, s: level.expand_as(z), noise(2, 1, 3, 3), 1.0, [(0, 0), (1, 2)]).any()


def test_influences_leave_weights_and_pictures_alone():
    z = noise(2, 1, 8, 8)
    before = copy.deepcopy(FLAT.state_dict())
    with torch.no_grad():  # as a caller may have it
        networks.influences(FLAT, z, 1.0, [(4, 4)])
    assert all(p.grad is None for p in FLAT.parameters()) and z.grad is None and not z.requires_grad
    assert all(torch.equal(before[key], value) for key, value in FLAT.state_dict().items())


@pytest.mark.parametrize("denoise", [df.wiener(CLOTHES), local.LS(CLOTHES, 3)], ids=["slopes", "quotients"])
def test_influences_hold_influence(denoise):
    z = CLOTHES[:2].double() + noise(2, 1, 8, 8).double()
    seen = networks.influences(denoise, z, 0.5, [(1, 6), (4, 4)])
    torch.testing.assert_close(seen[1], networks.influence(denoise, z, 0.5), atol=1e-9, rtol=0)
    assert not torch.allclose(seen[0], seen[1])


# ---------------------------------------------------------------- without convolutions
def mixed_by_hand(net, xt, t):
    """F(x_t, t) of one picture (C, H, W) in NumPy, pixel by pixel and channel by channel."""
    weights = {name: value.detach().double().numpy() for name, value in net.state_dict().items()}

    def layer(name, x):
        return weights[f"{name}.weight"] @ x + weights[f"{name}.bias"]

    angle = t * np.array([200 ** (k / 31) for k in range(32)])
    told = layer("clock.mix", np.concatenate([np.sin(angle), np.cos(angle)]))
    told = told / (1 + np.exp(-told))
    h = np.stack([layer("first", pixel) for pixel in xt.reshape(len(xt), -1).T])  # (HW, width)
    for k in range(net.config["depth"]):
        block = f"blocks.{k}"
        seen = h + layer(f"{block}.shifts.0", told)
        h = h + np.stack([layer(f"{block}.spread", np.maximum(layer(f"{block}.gather", channel), 0))
                          for channel in seen.T]).T
        seen = h + layer(f"{block}.shifts.1", told)
        h = h + np.stack([layer(f"{block}.narrow", np.maximum(layer(f"{block}.widen", pixel), 0)) for pixel in seen])
    out = np.stack([layer("last", np.maximum(pixel + layer("shift", told), 0)) for pixel in h])  # (HW, C)
    return out.T.reshape(xt.shape)


@pytest.mark.parametrize("net", [MIXED, networks.Mixer(3, 5, 4, 1, 3, seed=8)], ids=["grey", "colour"])
def test_the_mixer_is_the_formula(net):
    exact, t = copy.deepcopy(net).double(), torch.tensor([0.02, 0.4, 1.0], dtype=torch.float64)
    with torch.no_grad():
        exact.last.weight.mul_(10)
    xt = noise(3, net.C, net.side, net.side).double()
    wanted = np.stack([mixed_by_hand(exact, x.numpy(), float(u)) for x, u in zip(xt, t, strict=True)])
    found = exact.velocity(xt, t).detach().numpy()
    assert np.abs(wanted).max() > 0.1
    np.testing.assert_allclose(found, wanted, atol=1e-12, rtol=0)


def in_order(net, order):
    """The same Mixer with its pixels in another order: what it was told of pixel order[k], it is told of pixel k."""
    other = copy.deepcopy(net)
    for block in other.blocks:
        block.gather.weight.data = block.gather.weight.data[:, order]
        for part in block.spread.parameters():
            part.data = part.data[order]
    return other


@given(st.permutations(range(64)), st.floats(0.02, 90), st.integers(0, 99))
@settings(max_examples=25)
def test_the_mixer_knows_no_place(order, sigma, seed):
    """Pixels and weights in another order: the guess in that order."""
    net, z = copy.deepcopy(MIXED).double(), sigma * noise(2, 1, 8, 8, seed=seed).double()
    wanted = net(z, sigma).flatten(2)[..., order].reshape(z.shape)
    torch.testing.assert_close(in_order(net, order)(z.flatten(2)[..., order].reshape(z.shape), sigma), wanted,
                               atol=1e-10, rtol=1e-10)


def test_the_mixers_first_weights_know_no_place():
    """Of all blocks together: the mean and the spread of what a pixel gives and takes differ by chance only."""
    net = networks.Mixer(1, 16, 4, 8, 64, seed=5)
    for part in (torch.cat([b.gather.weight.T for b in net.blocks], 1), torch.cat([b.spread.weight for b in net.blocks],
                                                                                  1)):  # (pixels, 512) each
        rows = part.detach().double() / part.detach().double().std()
        n = rows.shape[1]
        assert float(rows.mean(1).abs().max()) < 4.5 / n**0.5
        assert float((rows.square().mean(1) - 1).abs().max()) < 4.5 * (0.8 / n) ** 0.5  # of a uniform law
        near, far = ((rows * rows.roll(step, 0)).mean() for step in (1, 117))  # a neighbour is like any other pixel
        assert max(abs(float(near)), abs(float(far))) < 4.5 / rows.numel() ** 0.5


def test_the_mixer_sees_all_of_its_images_and_takes_no_others():
    net = copy.deepcopy(MIXED).double()
    assert networks.receptive_field(net) == math.inf and net.padding == "zeros" and "padding" not in net.config
    assert (networks.influences(net, noise(2, 1, 8, 8).double(), 1.0, [(0, 0), (7, 3)]) > 0).all()
    with pytest.raises(ValueError, match="net must see a window that ends, this Mixer sees whole images"):
        networks.measured_field(net)
    for shape in ((1, 16, 16), (1, 8, 7), (3, 8, 8)):
        with pytest.raises(ValueError, match=rf"z must hold images of shape \(1, 8, 8\), got {re.escape(str(shape))}"):
            net(torch.zeros(2, *shape), 1.0)
    with pytest.raises(ValueError, match=r"images must hold images of shape \(1, 8, 8\), got \(1, 16, 16\)"):
        networks.train(copy.deepcopy(MIXED), torch.zeros(2, 1, 16, 16), steps=1)


def test_the_mixer_learns():
    net = networks.Mixer(1, 8, 8, 2, 16)
    end = fit(300, net, batch=16, lr=5e-3)
    mean = df.point_denoiser(CLOTHES.mean(0, keepdim=True))
    assert end.loss < 0.7 * end.log[0][2]
    for sigma in (0.3, 1.0):
        error = [networks.denoising_error(d, CLOTHES, sigma, noise(60, 1, 8, 8)) for d in (end.net, net, mean)]
        assert error[0] < 0.7 * min(error[1:]), sigma


def test_in_another_order_it_learns_the_same():
    """The slope of a loss by the weights is that of the other order, in that order: so is each step of a training."""
    order = torch.randperm(64, generator=torch.Generator().manual_seed(6))
    net, moved_images = networks.Mixer(1, 8, 4, 1, 6).double(), CLOTHES.flatten(2)[..., order].reshape(CLOTHES.shape)
    eps, t = noise(8, 1, 64).double(), torch.linspace(0.1, 0.9, 8).double()
    steps = []
    for each, images, at in ((net, CLOTHES, range(64)), (in_order(net, order), moved_images, order)):
        x = images[:8].double() + eps[..., at].reshape(8, 1, 8, 8)
        each.velocity(x, t).square().mean().backward()
        steps.append(each.blocks[0].gather.weight.grad)
    torch.testing.assert_close(steps[1], steps[0][:, order], atol=1e-12, rtol=1e-9)


# ---------------------------------------------------------------- errors
def test_error_is_per_pixel_and_channel():
    x, a = torch.zeros(2, 3, 4, 4), torch.full((1, 3, 4, 4), 0.5)
    assert networks.denoising_error(df.point_denoiser(a), x, 1.0, noise(2, 3, 4, 4)) == pytest.approx(0.25)
    assert networks.denoising_error(lambda z, s: z, x, 2.0, noise(2, 3, 4, 4)) == pytest.approx(
        4 * float(noise(2, 3, 4, 4).square().mean()), rel=1e-5)
    same_noise = networks.denoising_error(FLAT, CLOTHES, 0.5, noise(1, 1, 8, 8))
    assert same_noise == networks.denoising_error(FLAT, CLOTHES, 0.5, noise(1, 1, 8, 8).expand_as(CLOTHES))


# ---------------------------------------------------------------- training
def small(seed=0):
    return networks.ResNet(1, 8, 1, seed=seed)


def fit(steps=30, net=None, images=CLOTHES, **options):
    return networks.train(net or small(), images, **{"steps": steps, "batch": 8, "progress": False} | options)


def test_training_beats_no_training_and_the_mean_image():
    net = small()
    end = fit(400, net, batch=16, lr=5e-3)
    mean = df.point_denoiser(CLOTHES.mean(0, keepdim=True))
    for sigma in (0.2, 1.0):
        error = {name: networks.denoising_error(d, CLOTHES, sigma, noise(60, 1, 8, 8))
                 for name, d in (("trained", end.net), ("fresh", net), ("mean", mean), ("zero", lambda z, s: 0 * z))}
        assert error["trained"] < 0.6 * min(error["fresh"], error["mean"], error["zero"]), sigma
    assert end.loss < 0.65 * end.log[0][2] and [row[1] for row in end.log] == [100, 200, 300, 400]
    assert end.done == 1 and end.step == 400 and end.log[-1][2] == pytest.approx(end.loss)


def test_seeds():
    before = torch.get_rng_state()
    a, b, c = fit(), fit(), fit(seed=1)
    assert same(a.net, b.net) and not same(a.net, c.net)
    assert torch.equal(torch.get_rng_state(), before)


def test_the_given_network_is_left_alone():
    net = small()
    end = fit(5, net)
    assert same(net, small()) and not same(end.net, net)


def test_the_result_is_an_average_of_the_weights(monkeypatch):
    """With k steps the average so far is lerped by 1 - min(0.999, k / (k + 10)): replayed from the raw weights."""
    run = trainer._Run(small(), CLOTHES, 8, 1e-3, 0)
    wanted = [p.detach().clone() for p in run.net.parameters()]
    for k in range(1, 6):
        run.advance(0.0)
        for w, p in zip(wanted, run.net.parameters(), strict=True):
            w += (p.detach() - w) * (10 / (k + 10))
    for w, p in zip(wanted, run.ema.parameters(), strict=True):
        torch.testing.assert_close(w, p.detach(), atol=1e-6, rtol=1e-5)


def test_states_come_one_by_one_and_can_be_left():
    states = networks.training(small(), CLOTHES, steps=10, batch=8)
    first = next(states)
    assert first.step == 0 and first.done == 0 and math.isnan(first.loss)
    seen = list(itertools.islice(states, 4))
    assert [s.step for s in seen] == [1, 2, 3, 4] and seen[-1].done == pytest.approx(0.4)
    states.close()
    assert seen[-1].net(noise(1, 1, 8, 8), 1.0).isfinite().all()


def test_budget_in_seconds(monkeypatch):
    monkeypatch.setattr(trainer, "time", Clock(1 / 64))  # what a step takes
    end = fit(None, seconds=0.25)
    assert (end.seconds, end.done, end.step) == (0.25, 1, 16)
    assert fit(3, seconds=0.25).step == 3 and fit(10**6, seconds=0.0625).step == 4


def cut_short(path, after, **options):
    """A training that is left after some steps: its checkpoint is what a stopped process leaves behind."""
    states = networks.training(small(), CLOTHES, batch=8, checkpoint=path, **options)
    last = list(itertools.islice(states, after + 1))[-1]
    states.close()
    return last


@pytest.mark.parametrize("after", [0, 1, 130, 200])
def test_resumed_is_uninterrupted(tmp_path, after):
    path = tmp_path / "run.checkpoint"
    assert cut_short(path, after, steps=200).step == after
    resumed, whole = fit(200, checkpoint=path), fit(200)
    assert same(resumed.net, whole.net) and resumed.loss == whole.loss
    assert [row[1:] for row in resumed.log] == [row[1:] for row in whole.log] and len(whole.log) == 2
    assert resumed.seconds >= max([row[0] for row in resumed.log])


def test_weights_that_do_not_learn_stay_and_the_rest_goes_on(tmp_path):
    """Frozen ones, and those of a layer that is passed over: a checkpoint has nothing of the optimiser for them."""
    frozen, passed = networks.ResNet(1, 4, 1), networks.AttentionResNet(1, 4, 2)
    frozen.first.requires_grad_(False)
    passed.attends = False
    for net, still in ((frozen, frozen.first), (passed, passed.attention.query)):
        path, options = tmp_path / type(net).__name__, {"batch": 2, "progress": False}
        networks.train(net, CLOTHES, steps=2, checkpoint=path, **options)
        resumed = networks.train(net, CLOTHES, steps=4, checkpoint=path, **options)
        assert resumed.step == 4
        weights = dict(resumed.net.named_parameters())
        name = next(name for name, p in net.named_parameters() if p is still.weight)
        assert torch.equal(weights[name], still.weight) and not torch.equal(weights["last.weight"], net.last.weight)


def test_a_checkpoint_is_written_while_training_goes_on(tmp_path, monkeypatch):
    monkeypatch.setattr(trainer, "SAVE_EVERY", 0.0)
    path, steps = tmp_path / "run.checkpoint", []
    for state in networks.training(small(), CLOTHES, steps=5, batch=8, checkpoint=path):
        steps.append(state.step)
        if state.step:
            assert files.read(path.read_bytes(), "training", path)[1]["step"] == state.step
    assert steps == [0, 1, 2, 3, 4, 5] and [p.name for p in tmp_path.iterdir()] == ["run.checkpoint"]


def test_a_finished_run_can_be_extended(tmp_path):
    path = tmp_path / "run.checkpoint"
    once, again = fit(20, checkpoint=path), fit(20, checkpoint=path)
    assert same(once.net, again.net) and again.step == 20
    assert fit(25, checkpoint=path).step == 25


@pytest.mark.parametrize("keep", [0, 7, 100, 5000, -1])
def test_half_a_checkpoint_is_refused(tmp_path, keep):
    path = tmp_path / "run.checkpoint"
    cut_short(path, 3, steps=5)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(ValueError, match=r"run\.checkpoint is damaged: not a whole safetensors file"):
        fit(5, checkpoint=path)


def test_no_flipped_bit_of_a_checkpoint_is_accepted(tmp_path):
    """All bits of the header's first kilobyte, which hold the checksum and the settings, and 600 anywhere."""
    path = tmp_path / "run.checkpoint"
    cut_short(path, 3, steps=5)
    whole, draw = path.read_bytes(), torch.Generator().manual_seed(0)
    for bit in [*range(8192), *torch.randint(8 * len(whole), (600,), generator=draw).tolist()]:
        content = bytearray(whole)
        content[bit // 8] ^= 1 << bit % 8
        with pytest.raises(ValueError, match=r"run\.checkpoint"):
            files.read(bytes(content), "training", path)
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"run\.checkpoint is damaged"):
        fit(5, checkpoint=path)
    path.write_bytes(whole)
    assert same(fit(5, checkpoint=path).net, fit(5).net)


@pytest.mark.parametrize("change", [
    lambda tensors, facts: tensors.pop("generator"), lambda tensors, facts: tensors.pop("losses"),
    lambda tensors, facts: tensors.pop("log"), lambda tensors, facts: tensors.pop("ema.first.bias"),
    lambda tensors, facts: tensors.pop("adam.0.exp_avg"), lambda tensors, facts: facts.pop("step"),
    lambda tensors, facts: facts.pop("settings"), lambda tensors, facts: facts.update(seconds="long"),
    lambda tensors, facts: facts.update(step=-1), lambda tensors, facts: facts.update(settings=[]),
    lambda tensors, facts: tensors.update(generator=torch.zeros(3, dtype=torch.uint8)),
    lambda tensors, facts: tensors.update({"adam.1.exp_avg": torch.zeros(1)}),
    lambda tensors, facts: tensors.update({"net.first.bias": torch.full((8,), math.nan)}),
    lambda tensors, facts: tensors.update({"net.first.bias": torch.zeros(8, dtype=torch.int8)}),
    lambda tensors, facts: tensors.update(log=torch.full((1, 3), math.inf)),
])
def test_a_checkpoint_that_somebody_made_up_is_refused(tmp_path, change):
    path = tmp_path / "run.checkpoint"
    cut_short(path, 3, steps=5)
    tensors, facts = files.read(path.read_bytes(), "training", path)
    change(tensors, facts)
    files.write(path, tensors, "training", facts)
    with pytest.raises(ValueError, match=r"run\.checkpoint|step must be at least 0"):
        fit(5, checkpoint=path)


def test_a_folder_is_no_checkpoint(tmp_path):
    with pytest.raises(ValueError, match="checkpoint must be a file, got the folder"):
        fit(5, checkpoint=tmp_path)


def test_a_write_that_dies_leaves_the_old_checkpoint(tmp_path, monkeypatch):
    path = tmp_path / "run.checkpoint"
    cut_short(path, 3, steps=5)
    before = path.read_bytes()
    monkeypatch.setattr(files.os, "fsync", lambda _: (_ for _ in ()).throw(OSError("no space left")))
    with pytest.raises(OSError, match="no space left"):
        cut_short(path, 1, steps=5)
    assert path.read_bytes() == before


@pytest.mark.parametrize(("options", "says"), [
    ({"seed": 1}, "seed differ"), ({"lr": 1e-4}, "lr differ"), ({"images": CLOTHES[:59]}, "images differ"),
    ({"net": networks.ResNet(1, 9, 1), "batch": 4}, "config, batch differ")])
def test_the_checkpoint_of_another_training_is_refused(tmp_path, options, says):
    path = tmp_path / "run.checkpoint"
    cut_short(path, 1, steps=5)
    with pytest.raises(ValueError, match=f"checkpoint of another training: {says}"):
        fit(5, checkpoint=path, **options)


def test_a_file_of_weights_is_no_checkpoint(tmp_path):
    networks.save(small(), tmp_path / "net.safetensors")
    with pytest.raises(ValueError, match="holds no training"):
        fit(5, checkpoint=tmp_path / "net.safetensors")


@pytest.mark.parametrize("within", [True, False])
def test_an_interrupt_keeps_what_there_is(tmp_path, monkeypatch, within):
    """Within a step the optimiser may be half done: what is returned is whole, and so is what is on disk."""
    path, run_step = tmp_path / "run.checkpoint", torch.optim.AdamW.step
    cut_short(path, 2, steps=20)

    def stop(*args, **kwargs):
        raise KeyboardInterrupt

    def step(self, *args):
        run_step(self, *args)
        if self.state and float(next(iter(self.state.values()))["step"]) == 7 and within:
            stop()

    monkeypatch.setattr(torch.optim.AdamW, "step", step)
    if not within:
        counted = itertools.count(1)
        monkeypatch.setattr(tqdm, "update", lambda *a: stop() if next(counted) == 4 else None)
    end = fit(20, checkpoint=path)
    assert end.step == 6 and end.net(noise(1, 1, 8, 8), 1.0).isfinite().all()
    assert files.read(path.read_bytes(), "training", path)[1]["step"] == (2 if within else 6)
    monkeypatch.undo()
    assert same(fit(20, checkpoint=path).net, fit(20).net)


def test_progress_says_loss_and_time_left(monkeypatch, capsys):
    monkeypatch.setattr(progress, "watched", lambda: True)
    fit(400, progress=True)
    shown = capsys.readouterr().err
    assert "loss 0." in shown and "left" in shown and "100%" in shown
    fit(3)
    assert capsys.readouterr() == ("", "")


def test_a_training_that_runs_away_says_so():
    with pytest.raises(ArithmeticError, match=r"the loss is (nan|inf) at step .*: try a smaller lr than 1e\+20"):
        fit(300, lr=1e20)


# ---------------------------------------------------------------- weights
@pytest.mark.parametrize("net", [networks.ResNet(3, 5, 2, "circular", (1, 3), True, seed=9),
                                 networks.UNet(1, (3, 4), seed=9), networks.AttentionResNet(3, 5, 2, "circular", 9),
                                 networks.Mixer(3, 4, 5, 2, 7, seed=9)], ids=lambda net: net.config["kind"])
def test_a_network_survives_a_file(tmp_path, net):
    networks.save(net, tmp_path / "net.safetensors")
    back = networks.load(tmp_path / "net.safetensors")
    assert same(net, back) and back.config == net.config and type(back) is type(net)
    assert networks.build(net.config).config == net.config


def test_a_file_holds_numbers_and_text_only(tmp_path):
    """No pickle: the file is a length, JSON, and numbers."""
    networks.save(small(), tmp_path / "net.safetensors")
    content = (tmp_path / "net.safetensors").read_bytes()
    header = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])
    assert json.loads(header.pop("__metadata__")["config"]) == small().config
    assert {value["dtype"] for value in header.values()} == {"F32"}
    sources = [path.read_text("utf8") for path in (ROOT / "code" / "mosaics" / "networks").glob("*.py")]
    assert len(sources) > 3 and not any(re.search(r"torch\.load|import pickle", source) for source in sources)


def test_other_shapes_are_refused(tmp_path):
    net, path = small(), tmp_path / "net.safetensors"
    net.config["width"] = 9
    networks.save(net, path)
    with pytest.raises(ValueError, match=r"does not fit a ResNet: .* must have shape \(9.*got \(8"):
        networks.load(path)
    net.config |= {"width": 8, "kind": "UNet"}
    networks.save(net, path)
    with pytest.raises(ValueError, match="config of a UNet must name C and may name"):
        networks.load(path)


@pytest.mark.parametrize("keep", [0, 9, 1000, -1])
def test_a_damaged_file_is_refused(tmp_path, keep):
    path = tmp_path / "net.safetensors"
    networks.save(small(), path)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(ValueError, match=r"net\.safetensors is damaged"):
        networks.load(path)


def test_no_flipped_bit_of_saved_weights_is_accepted(tmp_path):
    path = tmp_path / "net.safetensors"
    networks.save(small(), path)
    whole, draw = path.read_bytes(), torch.Generator().manual_seed(0)
    for bit in [*range(2400), *torch.randint(8 * len(whole), (300,), generator=draw).tolist()]:
        content = bytearray(whole)
        content[bit // 8] ^= 1 << bit % 8
        with pytest.raises(ValueError, match=r"net\.safetensors"):
            files._rebuilt(bytes(content), path)
    assert same(networks.load(path), small())


CLAIM, NOTHING = {"kind": "ResNet", "C": 1}, "holds no description of a network"


@pytest.mark.parametrize(("config", "says"), [
    (CLAIM | {"width": 20_000}, "claims a size of 20000 and has 4 numbers"),
    (CLAIM | {"depth": 10**9}, "claims a size of 1000000000 and has 1 tensors"),
    (CLAIM | {"width": 4, "depth": 1}, r"does not fit a ResNet: .* must have shape \("),
    (CLAIM | {"width": 10**30}, "claims a size"), (CLAIM | {"C": 10**9}, "claims a size of 1000000000"),
    ({"kind": "Mixer", "C": 1, "side": 20_000}, "claims a size of 20000 and has 4 numbers"),
    ({"kind": "Mixer", "C": 1, "side": 4, "hidden": 10**12}, "claims a size of 1000000000000 and has 4 numbers"),
    ({"kind": "Mixer", "C": 1, "side": 4, "width": 4, "hidden": 4, "depth": 1}, r"does not fit a Mixer: .* shape \("),
    (CLAIM | {"width": 4, "depth": 0, "seed": 10**30}, NOTHING), (CLAIM | {"width": "4"}, NOTHING),
    ({"kind": "UNet", "C": 1, "widths": [20_000]}, "claims a size of 20000 and has 4 numbers"),
    ({"kind": "UNet", "C": 1, "widths": [1] * 3}, "claims a size of 3 and has 1 tensors"),
    ({"kind": "UNet", "C": 1, "widths": 7}, NOTHING), (CLAIM | {"kind": []}, NOTHING), ({}, NOTHING), ([], NOTHING),
    (None, NOTHING), ("ResNet", NOTHING),
])
def test_what_a_small_file_claims_is_refused_before_memory_is_taken(tmp_path, config, says, monkeypatch):
    path = tmp_path / "net.safetensors"
    files.write(path, {"first.weight": torch.zeros(4)}, "config", config)
    monkeypatch.setattr(torch.nn.Module, "to_empty", lambda *a, **k: pytest.fail("memory was taken"))
    with pytest.raises(ValueError, match=f"net.safetensors .*{says}"):
        networks.load(path)


@pytest.mark.parametrize("values", [torch.tensor(math.nan), torch.tensor(-math.inf), torch.tensor(True),
                                    torch.tensor(1, dtype=torch.int8), torch.tensor(1, dtype=torch.uint8),
                                    torch.tensor(1), torch.tensor(1j), torch.tensor(1.0).half(),
                                    torch.tensor(1.0).bfloat16(), torch.tensor(1.0, dtype=torch.float64),
                                    torch.tensor(1.0).to(torch.float8_e4m3fn),
                                    torch.tensor(1.0).to(torch.float8_e5m2)], ids=lambda x: f"{x.dtype}-{x.tolist()}")
@pytest.mark.parametrize("every", [True, False])
def test_what_are_no_weights(tmp_path, values, every):
    """One tensor, or all of them: NaN, infinity, and kinds of numbers that no network is saved with."""
    path, weights = tmp_path / "net.safetensors", small().state_dict()
    wrong = {key: values.expand(value.shape) for key, value in weights.items() if every or key == "last.bias"}
    files.write(path, weights | wrong, "config", small().config)
    if every and values.dtype == torch.float64:
        assert next(networks.load(path).parameters()).dtype == torch.float64
        return
    with pytest.raises(ValueError, match=r"net\.safetensors must hold (finite numbers|weights that are all float32)"):
        networks.load(path)
    net = small()
    if values.is_floating_point():  # such as these are not written either
        net.last.bias.data = values.expand(1).clone()
        with pytest.raises(ValueError, match=r"other\.safetensors must hold"):
            networks.save(net, tmp_path / "other.safetensors")


def test_weights_keep_their_precision(tmp_path):
    net = small().double()
    net.last.bias.data += 1e-12
    networks.save(net, tmp_path / "net.safetensors")
    back = networks.load(tmp_path / "net.safetensors")
    assert same(net, back) and next(back.parameters()).dtype == torch.float64


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "{", "", "1" * 5000, '{"kind": NaN}', "\x00"])
def test_deep_or_broken_json_is_refused(tmp_path, text):
    path = tmp_path / "net.safetensors"
    for about in ({"config": text}, text):
        header = json.dumps({"__metadata__": about}).encode()
        path.write_bytes(len(header).to_bytes(8, "little") + header)
        with pytest.raises(ValueError, match=r"net\.safetensors"):
            networks.load(path)


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """A private copy of one shipped file, in place of the data folder."""
    (tmp_path / "weights").mkdir()
    shutil.copy(ROOT / "data" / "weights" / "resnet-zeros.safetensors", tmp_path / "weights")
    shutil.copy(ROOT / "data" / "checksums.json", tmp_path)
    monkeypatch.setattr(data, "ROOT", tmp_path)
    return tmp_path / "weights" / "resnet-zeros.safetensors"


@pytest.mark.parametrize("at", [0, 2000, -1])
def test_shipped_weights_with_one_flipped_bit_are_refused(shelf, at, monkeypatch):
    content = bytearray(shelf.read_bytes())
    content[at] ^= 1
    shelf.write_bytes(content)
    monkeypatch.setattr(files, "parse", lambda _: pytest.fail("parsed before it was checked"))
    with pytest.raises(ValueError, match=r"resnet-zeros\.safetensors is damaged: SHA-256"):
        networks.load_weights("resnet-zeros")


def test_missing_weights(shelf):
    assert networks.receptive_field(networks.load_weights("resnet-zeros")) == 11
    shelf.unlink()
    with pytest.raises(FileNotFoundError, match=r"resnet-zeros\.safetensors is missing.*make weights"):
        networks.load_weights("resnet-zeros")


def script():
    spec = importlib.util.spec_from_file_location("make_weights", ROOT / "scripts" / "make_weights.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", READY)
def test_shipped_weights_are_what_the_script_makes(name):
    source, config, steps = script().RUNS[name]
    net, facts = networks.load_weights(name), json.loads((ROOT / "data" / "weights" / f"{name}.json").read_text("utf8"))
    assert net.config == networks.build(config).config == facts["network"] and facts["data"] == source
    assert facts["parameters"] == networks.parameters(net) and facts["steps"] == steps == facts["log"][-1][1]
    assert facts["images_seen"] == steps * facts["batch"] and facts["loss"] < 0.5 * facts["log"][0][2]
    size = (ROOT / "data" / "weights" / f"{name}.safetensors").stat().st_size
    assert size <= (1.2e6 if net.config["kind"] == "UNet" else 0.5e6)
    assert f"`{name}`" in (ROOT / "data" / "weights" / "README.md").read_text("utf8")
    assert networks.receptive_field(net) == (facts["receptive_field"] or math.inf)


def test_the_script_makes_all_that_is_shipped():
    assert tuple(script().RUNS) == networks.SHIPPED
    folder = ROOT / "data" / "weights"
    assert sum(path.stat().st_size for path in folder.iterdir()) < 6e6


def test_the_scripts_three_entries(tmp_path, monkeypatch, capsys):
    module = script()
    (tmp_path / "weights").mkdir()
    (tmp_path / "checksums.json").write_text("{}", "utf8")
    monkeypatch.setattr(data, "ROOT", tmp_path)
    monkeypatch.setattr(module, "WEIGHTS", tmp_path / "weights")
    monkeypatch.setattr(module, "DRAFTS", tmp_path)
    monkeypatch.setattr(module, "RUNS", {"unet": ({"name": "digits", "n": 9}, {"kind": "UNet", "C": 1,
                                                                              "widths": [3]}, 100)})
    monkeypatch.setattr(module.networks, "load_weights", networks.load_weights)
    module.make("unet")
    assert networks.load_weights("unet").config["widths"] == [3]
    assert json.loads((tmp_path / "weights" / "unet.json").read_text("utf8"))["images_seen"] == 3200
    assert "unet.safetensors: " in capsys.readouterr().out and not list(tmp_path.glob("*.checkpoint"))


# ---------------------------------------------------------------- what the shipped ones do
def training_images(n=60):
    return data.load("fashion-mnist", n=1000, size=16).images[:n]


def test_shipped_network_denoises_better_than_any_linear_filter():
    """At low noise, on training images; worse than the ideal denoiser there, which knows them by heart."""
    net, every, x = networks.load_weights("resnet-zeros"), training_images(1000), training_images(200)
    for sigma in (0.1, 0.2, 0.5):
        errors = [networks.denoising_error(d, x, sigma, noise(200, 1, 16, 16))
                  for d in (ideal.IdealDenoiser(every), net, df.wiener(every), lambda z, s: z)]
        assert errors == sorted(errors) and errors[1] < 0.8 * errors[2], sigma


def test_shipped_network_looks_closer_where_there_is_less_noise():
    """Mean distance of what moves the central guess, weighted by the influence."""
    net, x = networks.load_weights("resnet-zeros"), training_images(2)
    away = (torch.arange(16) - 8).abs()
    away = torch.maximum(away[:, None], away[None])
    width = []
    for sigma in (0.1, 0.5, 2.0, 10.0):
        seen = networks.influence(net, x + sigma * noise(2, 1, 16, 16), sigma)
        width.append(float((seen * away).sum() / seen.sum()))
        assert seen[away > 5].max() < 1e-4 * seen.max()
    assert width == sorted(width) and width[-1] > 1.5 * width[0]


def test_shipped_network_draws_what_the_patch_machine_draws():
    """The book's point, on two pairs; chapter 10 measures it on many."""
    t = torch.arange(20, 0, -1) / 20
    sigmas = torch.cat([df.abar_to_sigma(df.abar_legacy(t)), torch.zeros(1)])
    sides = (9, 9, 9, 9, 9, 9, 9, 9, 9, 7, 7, 7, 7, 7, 5, 5, 5, 3, 3, 3)
    machine = equivariant.BBELS(training_images(1000), local.WindowSchedule(zip(sigmas.tolist(), sides, strict=False)))
    start = noise(2, 1, 16, 16, seed=5) * (1 + sigmas[0] ** 2).sqrt().float()
    drawn, built = (df.last(df.sample(d, start, sigmas)) for d in (networks.load_weights("resnet-zeros"), machine))
    assert pearson2(drawn, built).min() > 0.85
