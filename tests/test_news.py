"""How far news travels: distances, where machines and networks cannot know yet, and the stored numbers."""

import copy

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from make_news import CHANGES, FIRST, ROWS, followed  # scripts/
from mosaics import networks
from mosaics import prediction as pr
from mosaics.core import data
from mosaics.ideal import IdealDenoiser
from mosaics.local import LS, WindowSchedule

SIDE, STEPS = 13, 4
LEVELS = pr.levels(STEPS)
DATA = torch.rand(6, 1, SIDE, SIDE, generator=torch.Generator().manual_seed(0)).double() * 2 - 1
HALF = (torch.arange(SIDE) >= 7).expand(SIDE, SIDE)
MASKS = st.lists(st.booleans(), min_size=35, max_size=35).filter(any).map(lambda x: torch.tensor(x).reshape(5, 7))


def starts(seed, count=2, shape=(1, SIDE, SIDE)):
    return pr.starts(count, shape, float(LEVELS[0]), torch.Generator().manual_seed(seed)).double()


def changed(mask, seed=1):
    return starts(seed), pr.renewed(starts(seed), starts(seed + 1), mask)


# ---------------------------------------------------------------- a change of the start
def test_new_noise_stands_where_the_mask_holds():
    a, b = torch.zeros(2, 3, 4, 5), torch.ones(2, 3, 4, 5)
    mask = torch.zeros(4, 5, dtype=torch.bool)
    mask[1, 2:] = True
    out = pr.renewed(a, b, mask)
    assert (out[:, :, mask] == 1).all() and (out[:, :, ~mask] == 0).all() and (a == 0).all()


def test_change_is_the_root_mean_square_over_channels():
    a = torch.zeros(1, 2, 1, 2)
    b = torch.tensor([3.0, 1.0, 4.0, 1.0]).reshape(1, 2, 1, 2)
    torch.testing.assert_close(pr.change(a, b), torch.tensor([[[12.5**0.5, 1.0]]]).double())


@settings(deadline=None, max_examples=40)
@given(MASKS, st.sampled_from(["zeros", "circular"]))
def test_distances_are_those_of_the_definition(mask, padding):
    """The larger of rows and columns to the nearest pixel of the mask, counted over all of them."""
    at, H, W = mask.nonzero(), *mask.shape
    for r in range(H):
        for c in range(W):
            away = (at - torch.tensor([r, c])).abs()
            around = torch.minimum(away, torch.tensor([H, W]) - away) if padding == "circular" else away
            assert int(pr.distances(mask, padding)[r, c]) == int(around.amax(1).min())


def test_of_a_half_they_are_columns():
    assert pr.distances(HALF)[0].tolist() == [7, 6, 5, 4, 3, 2, 1, 0, 0, 0, 0, 0, 0]
    assert pr.distances(HALF, "circular")[0].tolist() == [1, 2, 3, 4, 3, 2, 1, 0, 0, 0, 0, 0, 0]


def test_spread_is_the_change_of_the_guesses_ring_by_ring():
    z, other = changed(HALF)
    found = pr.spread(LS(DATA, 5), z, other, LEVELS)
    a, b = (pr.trajectory(LS(DATA, 5), start, LEVELS)[2].x0_hat for start in (z, other))
    assert found.change.shape == (STEPS, 2, 8) and found.distance.tolist() == list(range(8))
    for d in range(8):
        ring = (b - a)[..., pr.distances(HALF) == d]
        torch.testing.assert_close(found.change[2, :, d], ring.square().mean((1, 2)).sqrt())


# ---------------------------------------------------------------- what cannot be known yet
@settings(deadline=None, max_examples=12)
@given(st.sampled_from([1, 3, 5]), st.sampled_from(["zeros", "circular"]), st.integers(0, SIDE - 1),
       st.integers(0, SIDE - 1), st.integers(0, 1000))
def test_after_k_steps_news_has_gone_k_half_windows_at_most(P, padding, row, column, seed):
    """LS, from one pixel: not the last bit changes further away."""
    mask = torch.zeros(SIDE, SIDE, dtype=torch.bool)
    mask[row, column] = True
    found = pr.spread(LS(DATA, P, padding), *changed(mask, seed), LEVELS, padding)
    for k, step in enumerate(found.change, 1):
        assert (step[:, found.distance > k * (P - 1) // 2] == 0).all()


def test_it_does_come_that_far():
    """So the test above can fail: the first guess changes at the window's very edge, and later ones beyond it."""
    found = pr.spread(LS(DATA, 5), *changed(HALF), LEVELS)
    assert (found.change[0, :, 2] > 0).all() and (found.change[1, :, 3] > 0).all()


def test_windows_that_change_add_up():
    sides = (5, 1, 3, 3)
    machine = LS(DATA, WindowSchedule(zip(LEVELS[:-1].tolist(), sides, strict=True)))
    found, far = pr.spread(machine, *changed(HALF), LEVELS), 0
    for step, P in zip(found.change, sides, strict=True):
        far += (P - 1) // 2
        assert (step[:, found.distance > far] == 0).all()


@pytest.mark.parametrize("padding", networks.PADDINGS)
@pytest.mark.parametrize("depth", [1, 2])
def test_a_network_is_as_slow_as_its_receptive_field(depth, padding):
    """Exact in float64: each guess sees (field - 1) / 2 far, and on the border of what it sees it does change."""
    torch.manual_seed(depth)
    net = copy.deepcopy(networks.ResNet(1, 8, depth, padding)).double()
    far = (networks.receptive_field(net) - 1) // 2
    found = pr.spread(net, *changed(HALF & (torch.arange(SIDE) < 8)), LEVELS, padding)
    for k, step in enumerate(found.change, 1):
        assert (step[:, found.distance > k * far] == 0).all()
    assert (found.change[0, :, far] > 0).all()


def test_the_ideal_machine_knows_everywhere_at_once():
    found = pr.spread(IdealDenoiser(DATA), *changed(HALF), LEVELS)
    assert (found.change[0] > 0).all()


# ---------------------------------------------------------------- the stored numbers
STORED = data.results("news")
AGAIN = [(net, who, what) for net in ("resnet-zeros", "resnet-28") for who in ("network", "IS") for what in CHANGES]
AGAIN += [("resnet-zeros", "bbELS", "half")]


def test_every_row_is_there_and_fits_together():
    assert list(STORED["rows"]) == list(ROWS) and len(STORED["setup"]["levels"]) == 20
    for name, row in STORED["rows"].items():
        K = {"resnet-zeros": 9, "resnet-28": 15}[name.split()[0]]  # distances, 0 among them
        for low, middle, high in (("low", "median", "high"), ("lower", "median", "upper")):
            assert len(row[middle]) == K
            assert all(a <= b <= c for a, b, c in zip(row[low], row[middle], row[high], strict=True))
        assert len(row["steps"]) == 20 and row["steps"][-1] == pytest.approx(row["median"], abs=1e-4)
        assert row["seen"][0] >= max(share for share, *_ in row["moved"])


@pytest.mark.parametrize(("net", "who", "what"), AGAIN, ids=str)
def test_first_noises_anew(net, who, what):
    """Of each row but the dear ones."""
    final, row = followed(net, who, what, FIRST)[-1], STORED["rows"][f"{net} {who}, {what}"]
    assert (final - torch.tensor(row["first"]).double()).abs().max() < 0.01


def test_news_goes_as_far_in_the_machine_as_in_its_network():
    """From twelve pixels on there is nothing to see in either; IS changes the whole image, or nothing of it."""
    rows = STORED["rows"]
    net, machine, ideal = (rows[f"resnet-28 {who}, half"]["median"] for who in ("network", "bbELS", "IS"))
    assert net[12] < 0.01 and machine[12] < 0.01 and min(ideal[:10]) > 0.5  # at the edge all are white
    assert sorted(net, reverse=True) == net
    assert max(rows["resnet-28 IS, pixel"]["median"]) == 0 and rows["resnet-28 IS, pixel"]["seen"][0] > 0.05
    assert rows["resnet-28 network, pixel"]["seen"][0] > 0.9
