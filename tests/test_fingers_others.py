"""Eyes of faces and legs of trousers: their counters, and a part of the stored rows drawn anew."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from make_fingers import faces, machine_trousers, real_trousers
from mosaics import fingers
from mosaics.core import data
from mosaics.equivariant import BBELS
from mosaics.fingers.legs import row_legs
from mosaics.local import LS

STORED = data.results("fingers")["rows"]
EMOJI = data.load("emoji")
TWO = fingers.two_eyed(EMOJI.images)
FACES = EMOJI.images[TWO]


# ---------------------------------------------------------------- eyes
def test_faces_whose_eyes_the_rule_finds():
    names = [EMOJI.classes[i] for i in EMOJI.labels[TWO]]
    assert len(names) == 72 and {"grinning face", "clown face", "winking face", "neutral face"} <= set(names)
    assert not {"smiling face with sunglasses", "upside-down face", "robot face", "ninja"} & set(names)
    eyes = fingers.eyes(FACES)
    assert eyes.amax((1, 2)).eq(2).all() and not (eyes[:, :6] > 0).any() and not (eyes[:, 24:] > 0).any()
    assert fingers.eyes(torch.ones(1, 3, 32, 32)).max() == 0
    faces = fingers.faces()
    assert torch.equal(faces.images, FACES) and faces.name == "faces"
    assert [faces.classes[i] for i in faces.labels] == names


def test_mouths_that_the_rule_finds():
    """One at most; none where it is white, hidden, or a line beside the middle."""
    mouths, names = fingers.mouths(FACES), [EMOJI.classes[i] for i in EMOJI.labels[TWO]]
    found = mouths.amax((1, 2))
    assert found.max() == 1 and int(found.sum()) == 61
    assert not (mouths[:, :14] > 0).any() and not ((mouths > 0) & (fingers.eyes(FACES) > 0)).any()
    of = dict(zip(names, found.tolist(), strict=True))
    assert of["grinning face"] == of["clown face"] == 1
    assert of["face without mouth"] == of["face with medical mask"] == 0


@pytest.mark.parametrize("machine", [LS(FACES, 7), BBELS(FACES, 7)])
def test_training_faces_have_two_eyes_by_what_they_copy(machine):
    x = FACES[:6]
    assert fingers.copied_eyes(machine.seen(x, 0.08), fingers.eyes(FACES) > 0).tolist() == [2] * 6


def test_eyes_that_were_pasted_into_a_face_are_counted():
    """In place of the mouth that one face lacks, and into a white frame."""
    face = FACES[[EMOJI.classes[i] for i in EMOJI.labels[TWO]].index("face without mouth")]
    rows, cols = (fingers.eyes(face[None])[0] == 1).nonzero().unbind(1)
    patch = face[:, rows.min() - 3 : rows.max() + 4, cols.min() - 3 : cols.max() + 4]
    three, one = face.clone(), torch.ones_like(face)
    three[:, 20 : 20 + patch.shape[1], 12 : 12 + patch.shape[2]] = patch
    one[:, 10 : 10 + patch.shape[1], 12 : 12 + patch.shape[2]] = patch
    seen = BBELS(FACES, 3).seen(torch.stack([three, one]), 0.08)
    assert fingers.copied_eyes(seen, fingers.eyes(FACES) > 0).tolist() == [3, 1]


@pytest.mark.parametrize(("call", "says"), [
    (lambda: fingers.eyes(torch.zeros(1, 1, 32, 32)), r"images must hold images of shape \(3, 32, 32\)"),
    (lambda: fingers.legs(torch.zeros(1, 3, 16, 16)), "images must be grey"),
    (lambda: fingers.copied_eyes(LS(FACES, 3).seen(FACES[:1], 1.0), torch.zeros(72, 31, 32).bool()), "mask must have"),
    (lambda: fingers.shared(torch.ones(3).bool(), torch.ones(2).bool()), "must have the same shape"),
    (lambda: fingers.trousers(torch.zeros(1, 1, 9, 9), torch.zeros(2, 1, 9, 9), torch.zeros(3).long()), "as many as"),
    (lambda: fingers.trousers(torch.zeros(1, 1, 9, 9), torch.zeros(2, 1, 9, 9), torch.zeros(2, 1)), "as many as"),
])
def test_what_is_refused(call, says):
    with pytest.raises(ValueError, match=says):
        call()


# ---------------------------------------------------------------- legs
@given(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3)), max_size=5), st.floats(0.2, 1.0))
def test_legs_of_rows_that_were_drawn(pieces, ink):
    """Gaps and legs in turn, whatever their widths; a gap a tenth darker than its legs is none."""
    row, filled = [0.0], [0.0]
    for gap, leg in pieces:
        row += [0.0] * gap + [ink] * leg
        filled += [0.9 * ink] * gap + [ink] * leg
    assert row_legs(torch.tensor([row, row[::-1]])).tolist() == [len(pieces)] * 2
    assert row_legs(torch.tensor(filled)).item() == (len(pieces) > 0)


def test_what_is_in_one_piece():
    """Real trousers are; what a bar cuts in two halves is not, nor is what has little ink."""
    shown = data.load("fashion-mnist", size=16)
    real = shown.images[shown.labels == 1]
    assert fingers.whole(real).double().mean() > 0.98
    image = torch.full((3, 1, 16, 16), -1.0)
    image[:2, :, 2:14, 4:12] = 1
    image[1, :, 7:9] = -1
    image[2, :, 2:8, 4:10] = 1
    assert fingers.whole(image).tolist() == [True, False, False]


def test_legs_are_what_most_rows_of_the_lower_half_say():
    image = torch.full((1, 1, 16, 16), -1.0)
    image[..., 2:16, 4:12] = 1
    image[..., 8:13, 7:9] = -1
    assert fingers.legs(image).tolist() == [2] and fingers.legs(image.flip(2)).tolist() == [1]
    assert fingers.legs(torch.full((1, 1, 16, 16), -1.0)).tolist() == [0]


def test_shared_defects_by_hand():
    first, second = torch.tensor([1, 1, 0, 0]).bool(), torch.tensor([1, 1, 0, 0]).bool()
    assert fingers.shared(first, second) == (4, 2, 2, 2, 1.0, pytest.approx(1 / 6))
    assert fingers.shared(first, ~second)[3:] == (0, 1.0, pytest.approx(1))


# ---------------------------------------------------------------- stored rows
def test_legs_of_real_trousers():
    row = real_trousers()
    assert row == {key: value for key, value in STORED["trousers"].items() if key != "cpu_seconds"}
    for kind, n in (("training", 100), ("unseen", 150)):
        assert row[kind]["samples"] == n and row[kind]["two"][0] > 0.93 and sum(row[kind]["counts"][3:]) == 0


@pytest.mark.parametrize(("P", "found"), [(5, machine_trousers)])
def test_legs_drawn_anew(P, found):
    """Two of 200 may differ."""
    again, kept = found("LS", P)["each"], STORED[f"trousers LS P={P}"]["each"]
    assert sum(a != b for a, b in zip(again, kept, strict=True)) <= 2


def test_faces_drawn_anew():
    """Of the first 20 one may differ."""
    again, kept = faces(LS, 7, 20)["each"], STORED["faces LS P=7"]["each"]
    assert sum(a != b for a, b in zip(again, kept, strict=False)) <= 1


def test_what_the_rows_say():
    """Aligned eyes and legs stay two where a machine knows the place; where it does not, their number is free."""
    assert STORED["faces LS P=13"]["two"][1] > 0.8 > 0.5 > STORED["faces bbELS P=7"]["two"][2]
    assert STORED["trousers LS P=5"]["two"][1] > 0.9 > STORED["trousers bbELS P=5"]["two"][2]
    assert sum(STORED["trousers bbELS P=5"]["counts"][3:]) >= 20
