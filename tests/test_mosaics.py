"""Are pictures of networks mosaics? Functions against brute force, and a part of the stored readings anew.

Readings of unseen and shuffled pictures need no network and are computed anew; those of the networks' and machines'
pictures, 128 runs each, are too dear for that and are held against each other.
"""

import make_mosaics as mo
import numpy as np
import pytest
import torch
from make_weights import CLOTHES
from mosaics import prediction as pr
from mosaics.core import data
from mosaics.equivariant import BBELS
from stored import check_parts, parts

STORED = parts("mosaics")
N, H, W, P = 4, 6, 5, 3
KNOWN = torch.rand(N, 3, H, W, generator=torch.Generator().manual_seed(1)) * 2 - 1
KNOWN[:, :, 4:] = -1  # ground
READER = BBELS(KNOWN, P)
KINDS = ["network", "machine", "Wiener", "unseen", "shuffled"]


def new(seed, count=3):
    """Pictures of pieces of the known ones, disturbed a little here and there."""
    g = torch.Generator().manual_seed(seed)
    which = torch.randint(N, (count, 1, H, W), generator=g)
    x = torch.stack([KNOWN[which[b, 0], :, torch.arange(H)[:, None], torch.arange(W)] for b in range(count)])
    x = x.permute(0, 3, 1, 2).clone()  # (B, C, H, W)
    return x + 0.3 * (torch.rand(count, 1, H, W, generator=g) < 0.5) * torch.rand(count, 1, H, W, generator=g)


# ---------------------------------------------------------------- brute force
def nearest(x):
    """Of each pixel: (B, H, W) squared distance to the nearest training window in reach, and which that is."""
    far, best = np.full((len(x), H, W), np.inf), np.zeros((len(x), H, W, 3), int)
    z, a = (np.pad(t.double().numpy(), ((0, 0), (0, 0), (1, 1), (1, 1))) for t in (x, KNOWN))

    def reach(i, n):
        return [i] if i in (0, n - 1) else range(1, n - 1)

    for b in range(len(x)):
        for i in range(H):
            for j in range(W):
                for mu in range(N):
                    for r in reach(i, H):
                        for c in reach(j, W):
                            gap = z[b, :, i : i + 3, j : j + 3] - a[mu, :, r : r + 3, c : c + 3]
                            if (gap**2).sum() < far[b, i, j]:
                                far[b, i, j], best[b, i, j] = (gap**2).sum(), (mu, r, c)
    return far, best


def components(key):
    """Number of the piece of each pixel: neighbours with equal keys (H, W, K) belong together."""
    label = np.full(key.shape[:2], -1)
    for start in np.ndindex(*label.shape):
        todo = [start] if label[start] < 0 else []
        while todo:
            i, j = todo.pop()
            label[i, j] = start[0] * W + start[1]
            todo += [(r, c) for r, c in ((i + 1, j), (i - 1, j), (i, j + 1), (i, j - 1)) if 0 <= r < H and 0 <= c < W
                     and label[r, c] < 0 and (key[r, c] == key[i, j]).all()]
    return label


@pytest.mark.parametrize("seed", [0, 1])
def test_a_reading_against_brute_force(seed):
    x = new(seed)
    far, best = nearest(x)
    ink = x.double().mean(1).numpy() > mo.INK
    centre = np.stack([[[KNOWN[best[b, i, j, 0], :, best[b, i, j, 1], best[b, i, j, 2]].numpy() for j in range(W)]
                        for i in range(H)] for b in range(len(x))])  # (B, H, W, C)
    off = np.abs(centre - x.permute(0, 2, 3, 1).numpy()).max(-1)
    here = np.stack(np.meshgrid(np.arange(H), np.arange(W), indexing="ij"), -1)
    key = np.concatenate([best[..., :1], best[..., 1:] - here], -1)
    labels = np.stack([components(each) for each in key])
    sizes = [(labels[b] == labels[b, i, j])[ink[b]].sum() for b, i, j in np.argwhere(ink)]
    cut = [any((labels[b, r, c] != labels[b, i, j]) for r, c in ((i + 1, j), (i - 1, j), (i, j + 1), (i, j - 1))
               if 0 <= r < H and 0 <= c < W) for b, i, j in np.argwhere(ink)]
    found = mo.read(READER, P, mo.looked(READER, x))
    assert found["exact"] == pytest.approx((off <= mo.EXACT)[ink].mean(), abs=1e-4)
    assert found["near"] == pytest.approx((off <= mo.NEAR)[ink].mean(), abs=1e-4)
    assert found["ink"] == pytest.approx(ink.mean(), abs=1e-4)
    assert found["window"] == pytest.approx(np.quantile(np.sqrt(far / 27)[ink], 0.5), abs=1e-4)
    assert found["piece"] == pytest.approx(np.mean(sizes), abs=1e-4) and np.mean(sizes) > 1.2
    assert found["seams"] == pytest.approx(np.mean(cut), abs=1e-4)


def test_training_pictures_are_read_as_themselves():
    """Every pixel is exactly its source, every window at no distance, and the source is the same as once more."""
    found = mo.read(READER, P, mo.looked(READER, KNOWN))
    assert (found["exact"], found["near"], found["window"]) == (1, 1, 0)
    assert mo.shared(mo.looked(READER, KNOWN), mo.looked(READER, KNOWN))["pairs"] == 1


def test_shared_sources_against_brute_force():
    x, y = new(2), new(3)
    (_, a), (_, b) = nearest(x), nearest(y)
    ink = (x.mean(1).numpy() > mo.INK) & (y.mean(1).numpy() > mo.INK)
    other = ink & np.roll(ink, 1, 0)
    same, chance = (a == b).all(-1)[ink].mean(), (a == np.roll(b, 1, 0)).all(-1)[other].mean()
    one, two = (mo.looked(READER, each) for each in (x, y))
    assert mo.shared(one, two) == pytest.approx({"pairs": same, "chance": chance}, abs=1e-4)


def test_shuffled_pictures_have_the_same_pixels_elsewhere():
    """Colours stay together; each picture has an order of its own, the same every time."""
    x = torch.rand(3, 2, 5, 4, generator=torch.Generator().manual_seed(0))
    out = mo.shuffled(x)
    assert torch.equal(out, mo.shuffled(x)) and not torch.equal(out, x)
    for before, after in zip(x.flatten(2), out.flatten(2), strict=True):
        assert sorted(map(tuple, before.T.tolist())) == sorted(map(tuple, after.T.tolist()))
    place = mo.shuffled(torch.arange(20.0).view(1, 1, 5, 4).expand(3, 1, 5, 4))
    assert not torch.equal(place[0], place[1]) and not torch.equal(place[1], place[2])


# ---------------------------------------------------------------- what is stored
def test_parts_are_those_of_the_script():
    check_parts("mosaics", mo)


@pytest.mark.parametrize("name", STORED)
def test_readings_fit_together(name):
    """Shares are shares, a looser tolerance finds more, ink does not depend on the window, shuffling keeps it."""
    part = STORED[name]
    assert part["pictures"] == mo.PICTURES
    assert part["machine"] == data.results("prediction")["models"][name]["machine"]
    kinds = KINDS + ["second training"] * (name == "resnet-zeros")
    for side in mo.SIDES:
        read = part[f"P={side}"]
        assert set(read) == {*kinds, "same source"}
        assert set(read["same source"]) == {"machine", "Wiener", "second training"} & set(kinds)
        for kind in kinds:
            found = read[kind]
            assert 0 <= found["exact"] <= found["near"] <= 1 and 0 <= found["seams"] <= 1 <= found["piece"]
            assert found["ink"] == part["P=3"][kind]["ink"]
        assert read["shuffled"]["ink"] == read["unseen"]["ink"]
        for found in read["same source"].values():
            assert 0 <= found["chance"] < found["pairs"] <= 1
    for kind in kinds:  # a larger window is harder to match
        near = [part[f"P={side}"][kind]["window"] for side in mo.SIDES]
        assert near == sorted(near)


def test_networks_of_one_machine_see_the_same_unseen_pictures():
    for side in mo.SIDES:
        zeros, unet = (STORED[name][f"P={side}"] for name in ("resnet-zeros", "unet"))
        assert zeros["unseen"] == unet["unseen"] and zeros["shuffled"] == unet["shuffled"]


@pytest.mark.parametrize("kind", ["unseen", "shuffled"])
def test_stored_readings_anew(kind):
    reader = pr.machine("bbELS", data.load(**CLOTHES).images, 3)
    x = data.load("fashion-mnist-holdout", size=16).images[: mo.PICTURES]
    found = mo.read(reader, 3, mo.looked(reader, x if kind == "unseen" else mo.shuffled(x)))
    assert found == pytest.approx(STORED["resnet-zeros"]["P=3"][kind], abs=2e-3)
