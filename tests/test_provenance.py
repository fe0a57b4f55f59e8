"""Reading a mosaic: sources, pieces, sizes, consistency."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from mosaics import equivariant as eq
from mosaics import local
from mosaics import provenance as pv
from mosaics.core.data import load

FACES = load("dicebear-faces", n=20).images  # (20, 3, 16, 16)


def noise(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def collage():
    """Left half of face 3, right half of face 7."""
    x = FACES[3:4].clone()
    x[..., 8:] = FACES[7, :, :, 8:]
    return x


def test_a_collage_is_taken_apart():
    """Under LS each pixel away from the seam names its face, undisplaced; two pieces of half the picture each."""
    found = pv.sources(local.LS(FACES, 5).seen(collage(), 0.05))
    # where several faces share a window the first of them is named: it must be an equal window, then
    for side, face in ((slice(0, 6), 3), (slice(10, 16), 7)):
        row, col = torch.meshgrid(torch.arange(16), torch.arange(16)[side], indexing="ij")
        named = FACES[found.image[0, :, side], :, row, col]  # (16, 6, 3)
        assert torch.equal(named.movedim(-1, 0), FACES[face, :, :, side])
    assert (found.shift == 0).all() and (found.weight > 0).all() and (found.weight <= 1).all()


def test_a_moved_picture_names_its_displacement():
    moved = FACES[5:6].roll((2, -3), (2, 3))
    found = pv.sources(eq.ELS(FACES, 15).seen(moved, 0.05), torus=True)
    assert (found.image == 5).all()
    assert (found.shift[..., 0] == -2).all() and (found.shift[..., 1] == 3).all()
    assert pv.pieces(found).max() == 0 and pv.typical_size(pv.pieces(found)) == 256


def flood(key):
    """Pieces by flood fill, in reading order."""
    H, W = key.shape[:2]
    label, count = torch.full((H, W), -1), 0
    for start in range(H * W):
        todo = [divmod(start, W)] if label[divmod(start, W)] < 0 else []
        count += bool(todo)
        while todo:
            i, j = todo.pop()
            label[i, j] = count - 1
            todo += [(a, b) for a, b in ((i + 1, j), (i - 1, j), (i, j + 1), (i, j - 1)) if 0 <= a < H and 0 <= b < W
                     and label[a, b] < 0 and torch.equal(key[a, b], key[i, j])]
    return label


@given(st.integers(0, 10**6), st.integers(1, 3))
def test_pieces_against_flood_fill(seed, kinds):
    g = torch.Generator().manual_seed(seed)
    image = torch.randint(0, kinds, (2, 6, 5), generator=g)
    shift = torch.randint(0, 2, (2, 6, 5, 2), generator=g)
    labels = pv.pieces(pv.Sources(image, shift, torch.ones(2, 6, 5)))
    for b in range(2):
        assert torch.equal(labels[b], flood(torch.cat([image[b, ..., None], shift[b]], -1)))


def test_sizes():
    labels = torch.tensor([[[0, 0, 1], [0, 2, 1]], [[0, 0, 0], [0, 0, 0]]])
    assert [n.tolist() for n in pv.sizes(labels)] == [[3, 2, 1], [6]]
    assert pv.typical_size(labels) == pytest.approx((14 / 6 + 6) / 2)
    where = torch.zeros(2, 2, 3, dtype=torch.bool)
    where[0, 0, 0] = where[0, 0, 2] = where[0, 1, 1] = True  # a pixel of each piece of the first image
    assert pv.typical_size(labels, where) == pytest.approx(1)  # of each piece one pixel counts
    where[0, 1, 0] = where[0, 0, 1] = True
    assert pv.typical_size(labels, where) == pytest.approx((3 * 3 + 1 + 1) / 5)


@pytest.mark.parametrize("dtype", [torch.int8, torch.int16, torch.int32])
def test_any_integers_name_pieces(dtype):
    """Of any kind, below 0 too, and with gaps: what is no piece is not counted as one of no pixels."""
    labels = torch.tensor([[[7, 7, 3], [7, 100, 3]]])
    names = (labels - 50).to(dtype)
    assert pv.sizes(names)[0].tolist() == [3, 2, 1] and pv.typical_size(names) == pytest.approx(14 / 6)
    assert torch.equal(pv.seams(names), pv.seams(labels))


def test_within_a_distance_larger_than_the_image_is_everywhere():
    where = torch.zeros(1, 3, 4, dtype=torch.bool)
    where[0, 0, 0] = True
    assert pv.within(where, 10**20).all() and not pv.within(where, 2).all()


@given(st.integers(0, 10**6), st.integers(1, 4), st.integers(1, 4))
def test_seams_pixel_by_pixel(seed, H, W):
    labels = torch.randint(0, 2, (2, H, W), generator=torch.Generator().manual_seed(seed))
    said = pv.seams(labels)
    for b, i, j in torch.cartesian_prod(torch.arange(2), torch.arange(H), torch.arange(W)).tolist():
        near = [(a, c) for a, c in ((i + 1, j), (i - 1, j), (i, j + 1), (i, j - 1)) if 0 <= a < H and 0 <= c < W]
        assert said[b, i, j] == any(labels[b, a, c] != labels[b, i, j] for a, c in near)


@given(st.integers(0, 10**6), st.integers(0, 3))
def test_within_pixel_by_pixel(seed, distance):
    where = torch.rand(2, 5, 6, generator=torch.Generator().manual_seed(seed)) < 0.1
    said = pv.within(where, distance)
    for b, i, j in torch.cartesian_prod(torch.arange(2), torch.arange(5), torch.arange(6)).tolist():
        block = where[b, max(i - distance, 0) : i + distance + 1, max(j - distance, 0) : j + distance + 1]
        assert said[b, i, j] == block.any()


def test_training_pictures_are_consistent_and_noise_is_not():
    for machine in (local.LS(FACES, 3), eq.ELS(FACES, 3), eq.BBELS(FACES, 3)):
        assert pv.consistent(FACES[:2], machine.seen(FACES[:2], 0.1), FACES).all()
        x = noise(1, 3, 16, 16)
        assert pv.consistent(x, machine.seen(x, 0.1), FACES).float().mean() < 0.1


@pytest.mark.parametrize("sigma", [0.02, 0.5, 10.0, 80.0])
@pytest.mark.parametrize("build", [local.LS, eq.ELS, eq.BBELS])
def test_what_a_machine_sees_in_x_is_never_taken_for_another_batchs(build, sigma):
    """No image of any noise is refused with its own `seen`, in float32 or float64."""
    machine = build(FACES, 5)
    for x in (FACES[:3], FACES[:3] + sigma * noise(3, 3, 16, 16).to(FACES.dtype), 5 * noise(2, 3, 16, 16)):
        for z in (x.float(), x.double()):
            assert pv.consistent(z, machine.seen(z, sigma), FACES).shape == (len(x), 16, 16)
            if len(x) > 1:
                with pytest.raises(ValueError, match="what a machine sees in x itself"):
                    pv.consistent(FACES[3:6], machine.seen(FACES[:3], sigma), FACES)


def test_a_changed_pixel_is_found():
    x = FACES[:1].clone()
    x[0, :, 8, 8] = -x[0, :, 8, 8]
    good = pv.consistent(x, eq.BBELS(FACES, 3).seen(x, 0.05), FACES)[0]
    assert not good[8, 8] and good[:5].all()


def test_consistency_of_pictures_beyond_float32s_squares():
    """Far from all training images a pixel is not consistent; nobody says that others were seen."""
    far = 1e20 * (FACES[:1] + 2)
    assert not pv.consistent(far, local.LS(FACES, 3).seen(far, 0.1), FACES).any()
