"""Locality of the architecture or of the data: functions against loops, the script on small cases, the stored numbers.

The trainings are not shipped: what needs them can only be held against itself here.
"""

import math

import make_locality as lo
import make_trainings as mt
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from mosaics import diffusion as df
from mosaics import networks, rivals
from mosaics.core.data import load
from stored import check_parts, parts

STORED = parts("locality")
SHARES = [key for key in STORED if not key.startswith("pixel")]
UNMEASURED = {key for key in lo.PARTS if key.endswith((" local", " wide"))}
CLOTHES = load("fashion-mnist", n=40, size=6).images  # (40, 1, 6, 6)


def noise(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def orders(pixels):
    return st.permutations(range(pixels)).map(torch.tensor)


# ---------------------------------------------------------------- data that are not local
@given(orders(12))
def test_shuffled_pixel_by_pixel_and_back(order):
    x = noise(2, 3, 3, 4)
    found = rivals.shuffled(x, order)
    for k, old in enumerate(order.tolist()):
        assert torch.equal(found[:, :, k // 4, k % 4], x[:, :, old // 4, old % 4])
    assert torch.equal(rivals.shuffled(found, order.argsort()), x)


@pytest.mark.parametrize(("H", "W", "side"), [(4, 4, 2), (16, 16, 5), (5, 7, 2), (2, 2, 1)])
def test_the_copied_corner_makes_partners_equal_and_nothing_else(H, W, side):
    x = noise(2, 1, H, W)
    before, found, pairs = x.clone(), rivals.copied_corner(x, side), rivals.corner_partners(H, W, side)
    assert torch.equal(x, before) and len(set(pairs)) == 2 * side**2
    for (i, j), (k, m) in pairs:
        assert torch.equal(found[:, :, i, j], found[:, :, k, m]) and ((k, m), (i, j)) in pairs
    changed = {(i, j) for i in range(H) for j in range(W) if not torch.equal(found[:, :, i, j], x[:, :, i, j])}
    assert changed == {(i, j) for i in range(H - side, H) for j in range(W - side, W)}


# ---------------------------------------------------------------- windows and shares
@given(orders(20), st.sampled_from([1, 3, 5, 9]), st.booleans())
@settings(max_examples=25)
def test_windows_pixel_by_pixel(order, P, is_shuffled):
    """A pixel is in the mask of another if their places, before the shuffle, are at most P // 2 apart."""
    pixels = [(0, 0), (3, 4), (2, 1), (2, 1)]
    found = rivals.windows_around(pixels, 4, 5, P, order if is_shuffled else None)
    place = [divmod(old, 5) for old in (order.tolist() if is_shuffled else range(20))]
    for mask, (row, column) in zip(found, pixels, strict=True):
        i, j = place[row * 5 + column]
        wanted = [abs(i - k) <= P // 2 and abs(j - m) <= P // 2 for k, m in place]
        assert mask.flatten().tolist() == wanted


def test_windows_move_with_a_shuffle():
    """What was in the window before: the window's picture, shuffled as the pictures are."""
    order = torch.randperm(36, generator=torch.Generator().manual_seed(3))
    pixels = [divmod(k, 6) for k in range(36)]
    plain = rivals.windows_around([pixels[old] for old in order], 6, 6, 3).double()[:, None]
    assert torch.equal(rivals.shuffled(plain, order)[:, 0].bool(), rivals.windows_around(pixels, 6, 6, 3, order))


@given(st.integers(0, 99), st.floats(1e-200, 1e200))
def test_share_is_a_sum_over_a_sum(seed, scale):
    maps, masks = noise(3, 4, 5, seed=seed).abs(), noise(3, 4, 5, seed=seed + 1) > 0
    inside = sum(float(maps[k, i, j]) ** 2 for k, i, j in masks.nonzero().tolist())
    wanted = inside / sum(float(v) ** 2 for v in maps.flatten())
    assert rivals.share(scale * maps, masks) == pytest.approx(wanted, rel=1e-9)
    assert rivals.share(maps, masks) + rivals.share(maps, ~masks) == pytest.approx(1)


def test_share_of_nothing_is_no_number():
    assert math.isnan(rivals.share(torch.zeros(1, 2, 2), torch.ones(1, 2, 2).bool()))
    assert rivals.share(torch.ones(1, 2, 2), torch.zeros(1, 2, 2).bool()) == 0


def test_shares_of_the_wiener_filter_against_its_matrix():
    """In NumPy: W = S (S + sigma^2)^-1; of clothes with a copied corner the partner counts too."""
    data, sigma, pixels = rivals.copied_corner(CLOTHES, 3), 0.8, [(2, 2), (5, 5)]
    S = np.cov(data.flatten(1).double().numpy().T, bias=True)
    W = S @ np.linalg.inv(S + sigma**2 * np.eye(36))
    maps = networks.influences(df.wiener(data), data[:2].double(), sigma, pixels)
    np.testing.assert_allclose(maps.flatten(1).numpy(), np.abs(W[[14, 35]]), atol=1e-9)
    own, partner = (rivals.share(maps, rivals.windows_around(at, 6, 6, 1)) for at in (pixels, pixels[::-1]))
    total = (W[[14, 35]] ** 2).sum()
    assert own == pytest.approx((W[14, 14] ** 2 + W[35, 35] ** 2) / total)
    assert partner == pytest.approx((W[14, 35] ** 2 + W[35, 14] ** 2) / total)
    plain = networks.influences(df.wiener(CLOTHES), data[:2].double(), sigma, pixels)
    assert rivals.share(plain, rivals.windows_around(pixels[::-1], 6, 6, 1)) < 0.2 * partner


# ---------------------------------------------------------------- the script
@pytest.mark.parametrize("name", lo.DATA)
def test_data_sets_and_trainings(name):
    """Three trainings of each kind on the same pictures; what is unseen is none of them."""
    known, new = lo.seen(name), lo.unseen(name)
    assert known.shape == (800 if name == "faces" else 1000, 1, 16, 16) and new.shape == (100, 1, 16, 16)
    assert not {x.numpy().tobytes() for x in known} & {x.numpy().tobytes() for x in new}
    for kind, config in lo.LOCAL_OR_NOT.items():
        for seed, each in enumerate(lo.trained(name, kind)):
            training = mt.TRAININGS[each]
            assert networks.build(training.config).config == networks.build(config).config
            assert training.seed == seed and torch.equal(mt.images(each), known)


def test_changes_are_what_they_say():
    plain, moved, copied = (lo.seen(name) for name in ("clothes", "shuffled", "copied"))
    assert torch.equal(rivals.shuffled(moved, mt.ORDER.argsort()), plain)
    assert torch.equal(copied[..., 11:, 11:], plain[..., :5, :5]) and torch.equal(copied[..., :11], plain[..., :11])
    near = torch.tensor([divmod(k, 16) for k in mt.ORDER.tolist()]).reshape(16, 16, 2)
    assert float((near[:, 1:] - near[:, :-1]).abs().amax(2).double().mean()) > 5  # neighbours come from far apart


def test_masks_of_the_script():
    found = lo.masked("copied")
    assert set(found) == {"1", "3", "5", "11", "corner 1", "corner 3", "corner 5", "corner 11", "partner", "partner 3"}
    assert set(lo.masked("shuffled")) == {"1", "3", "5", "11", "3 before", "5 before", "11 before"}
    for at, masks in found.values():
        assert len(at) == len(masks)
    at, masks = found["partner"]
    assert masks[at.index(0)].nonzero().tolist() == [[11, 11]] and masks[at.index(255)].nonzero().tolist() == [[4, 4]]
    reach = rivals.windows_around(lo.everywhere(), 16, 16, 11)
    assert not (reach[at] & masks).any()  # the window of the local network does not reach a partner


def test_a_linear_filter_is_as_local_before_the_shuffle_as_without_it(monkeypatch):
    """And little of it lies in windows of shuffled pictures: no more than near what any pixels would have."""
    monkeypatch.setattr(lo, "LOOKED_AT", 1)
    rows = {name: lo.level(name, lo.denoisers(name, "Wiener")[0], 1.0) for name in ("clothes", "shuffled")}
    plain, moved = (rows[name]["shares"] for name in ("clothes", "shuffled"))
    for what in ("influence", "error"):
        assert rows["shuffled"][what] == pytest.approx(rows["clothes"][what], rel=1e-3)
    for P in ("3", "5", "11"):
        assert moved[f"{P} before"] == pytest.approx(plain[P], abs=2e-4) and moved[P] < 0.8 * plain[P]
    assert moved["1"] == pytest.approx(plain["1"], abs=2e-4)


def test_restored_is_the_machine_of_before():
    known, z = lo.seen("clothes")[:30], 0.5 * torch.randn(2, 1, 16, 16, generator=torch.Generator().manual_seed(2))
    moved = lo.restored(df.wiener(rivals.shuffled(known, mt.ORDER)))
    torch.testing.assert_close(moved(z, 0.7), df.wiener(known)(z, 0.7), atol=1e-5, rtol=0)


def test_numbers_of_trainings_stand_side_by_side():
    assert lo.gathered([{"a": 1, "b": {"c": 2}}, {"a": 3, "b": {"c": None}}]) == {"a": [1, 3], "b": {"c": [2, None]}}
    assert [lo.significant(v) for v in (0.123456, 1.23456e-20, 0.0, math.nan)] == [0.1235, 1.235e-20, 0.0, None]


def test_a_part_with_fresh_networks(monkeypatch):
    """One that is no network of the book, twice: what a part holds, and what must be 1."""
    monkeypatch.setattr(lo, "seen", lambda name, whole=lo.seen: whole(name)[:12])
    for name, value in {"LOOKED_AT": 1, "UNSEEN": 3, "PAIRS": 2, "CALIBRATION": 1, "LEVELS": (0.5, 5.0),
                        "SIDES_BEFORE": (3, 5)}.items():
        monkeypatch.setattr(lo, name, value)
    net = networks.ResNet(1, 3, 1, seed=1)
    with torch.no_grad():  # fresh, it says next to nothing
        net.last.weight.mul_(30)
    monkeypatch.setattr(lo, "nets", lambda name, kind: [net, net])
    found = lo.part("shuffled", "local")
    assert [row["sigma"] for row in found["levels"]] == [0.5, 5.0]
    for row in found["levels"]:
        assert row["error"][0] == row["error"][1] > 0 and row["shares"]["5"][0] == 1  # its window is 5 wide
        assert 0 < row["shares"]["1"][0] < row["shares"]["3"][0] <= 1 and row["shares"]["5 before"][0] < 1
    r2, windows = found["samples"]["r2"], found["samples"]["windows"]
    assert r2["again"] == [1, 1] and set(r2) == {"Wiener", "IS", "again", "LS", "bbELS", "LS before", "bbELS before"}
    assert all(0 <= value <= 1 for values in r2.values() for value in values)
    assert set(windows["LS"][0]) <= {3, 5} and len(windows["LS before"][1]) == 20
    assert found["samples"]["copies"] == [0, 0] and found["parameters"] == 103_425


# ---------------------------------------------------------------- what is stored
def test_parts_are_those_of_the_script():
    check_parts("locality", lo, UNMEASURED)


@pytest.mark.parametrize("key", SHARES)
def test_stored_shares_grow_with_the_window(key):
    name, kind = key.split()
    for row in STORED[key]["levels"]:
        for k in range(3 if kind in lo.LOCAL_OR_NOT else 1):
            one, three, five, eleven = (row["shares"][P][k] for P in ("1", "3", "5", "11"))
            assert 0 <= one <= three <= five <= eleven <= 1 + 1e-6
            if kind == "local":  # it sees no further
                assert eleven == pytest.approx(1, abs=1e-6)
                assert name == "shuffled" or row["shares"]["partner"][k] == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("key", [key for key in SHARES if key.endswith(" Wiener")])
def test_stored_filters_anew(key):
    name, _ = key.split()
    denoise = lo.denoisers(name, "Wiener")[0]
    for row in STORED[key]["levels"][::2]:
        anew = lo.level(name, denoise, row["sigma"])
        assert anew["error"] == pytest.approx(row["error"][0], rel=2e-3)
        assert anew["shares"] == pytest.approx({P: each[0] for P, each in row["shares"].items()}, abs=2e-4)


@pytest.mark.parametrize("name", lo.DATA)
def test_the_stored_map_of_a_filter_anew(name):
    held, anew = STORED[f"pixel {name} Wiener"], lo.at_one_pixel(name, "Wiener")
    assert anew["pixel"] == held["pixel"] and max(map(max, held["map"])) == 1
    np.testing.assert_allclose(anew["map"], held["map"], atol=1.01e-3)  # three decimals


def test_what_cannot_tell_an_order_looks_where_it_looked_before():
    """Filter and ideal denoiser of shuffled pictures are those of before, shuffled; a mixer had other batches."""
    for kind, off in (("Wiener", 1.01e-3), ("IS", 1.01e-3), ("mixer", 0.3)):
        plain, moved = (np.array(STORED[f"pixel {name} {kind}"]["map"]) for name in ("clothes", "shuffled"))
        back = moved.flatten()[mt.ORDER.argsort().numpy()].reshape(16, 16)
        assert np.abs(back - plain).max() <= off < np.abs(moved - plain).max()
