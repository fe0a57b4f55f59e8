"""The script that places machines and networks on the plane, on a few pictures."""

import make_plane
import pytest
import torch
from mosaics import creativity

MEASURES = {"novelty", "coherence", "nearer", "authentic", "precision", "recall", "density", "coverage", "vendi"}


@pytest.fixture
def few(monkeypatch):
    """Thirty training pictures, ten to measure with and eight of a set; what the script keeps is forgotten."""
    known, others = make_plane.training()[:30], make_plane.unseen()[:20]
    for name, value in {"PICTURES": 8, "RULER": 10, "K": 3, "SIDES": (3,), "training": lambda: known,
                        "unseen": lambda: others}.items():
        monkeypatch.setattr(make_plane, name, value)
    yield known, others
    make_plane.plane.cache_clear(), make_plane.limit.cache_clear()


def test_copies_and_unseen_pictures_lie_where_they_must(few):
    row = make_plane.placed("training")
    assert row["pictures"] == 8 and set(row["pixels"]) == set(row["3 components"]) == MEASURES
    assert row["pixels"]["novelty"] == [0, 0, 0] and row["pixels"]["coherence"] == [1, 1, 1]
    assert row["places"] == [[0, 1]] * 8 and row["coherence, all P=3"]["share"] == 1
    known, others = few
    place = creativity.Plane(known, others[:10], 5)(others[10:18])
    wanted = torch.stack(tuple(place), 1)
    assert torch.allclose(torch.tensor(make_plane.placed("unseen")["places"]).double(), wanted, atol=1e-4)


@pytest.mark.parametrize("name", ["noise", "glued", "one kind", "resnet-zeros", "resnet-zeros machine", "ELS P=3"])
def test_sets_of_pictures(few, name):
    x = make_plane.SETS[name]()
    assert x.shape == (8, 1, 16, 16) and x.isfinite().all()
    assert torch.equal(x, make_plane.SETS[name]())


def test_a_machine_with_the_whole_picture_copies(few):
    """IS ends on training pictures: novelty 0, or nearly, and coherence 1."""
    row = make_plane.placed("IS")
    assert row["pixels"]["novelty"][0] < 0.01 and row["pixels"]["coherence"][0] > 0.99
