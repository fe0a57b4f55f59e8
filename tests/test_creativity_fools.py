"""What fools each measure, on a small set of clothes; and the plane of novelty and coherence."""

import pytest
import torch
from mosaics import creativity as cr
from mosaics.core import data, metrics
from mosaics.creativity import fools

CLOTHES = data.load("fashion-mnist", n=120, size=8).images
UNSEEN = data.load("fashion-mnist-holdout", n=80, size=8).images
N = 30  # made pictures


def seeded(seed=1):
    return torch.Generator().manual_seed(seed)


@pytest.fixture(scope="module")
def plane():
    return cr.Plane(CLOTHES, UNSEEN, P=3)


def means(x, real, k=3):
    return [float(part.double().mean()) for part in cr.overlap(x, real, k)]


def vendi(x):
    return cr.vendi(cr.gaussian(cr.pixels(x), cr.typical_distance(cr.pixels(CLOTHES))))


# ---------------------------------------------------------------- measures are fooled
def test_noise_is_new_and_varied_and_recalls_everything(plane):
    """Far from clothes, more varied, and its balls hold them all; precision, coverage and coherence are not fooled."""
    x = fools.noise(CLOTHES, N, seeded())
    assert set(x.unique().tolist()) == {-1.0, 1.0} and x.shape == (N, 1, 8, 8)
    place = plane(x)
    assert (place.novelty > 3).all() and (place.coherence < 0.1).all()
    assert vendi(x) > 2 * vendi(UNSEEN[:N])
    precision, recall, density, coverage = means(x, UNSEEN)
    assert (precision, density, coverage) == (0, 0, 0) and recall > 0.95


def test_one_outlier_makes_grey_precise():
    """Grey is in no real ball until one real picture is noise. Density tells: in one ball, of the k = 3 expected."""
    x, real = fools.grey(UNSEEN, N), fools.with_outlier(UNSEEN, seeded())
    assert means(x, UNSEEN)[0] == 0 and means(x, real)[0] == 1
    assert means(x, real)[2] == pytest.approx(1 / 3) and means(x, real)[3] == pytest.approx(1 / 81)
    assert torch.equal(real[:-1], UNSEEN) and (real[-1].abs() == 1).all()


def test_the_mean_image_fools_the_whole_plane(plane):
    """Hardly farther or nearer than unseen pictures are, every window near to a real one, as dense: no variety."""
    x = fools.mean_image(CLOTHES, N)
    place = plane(x)
    assert 0.7 < place.novelty[0] < 1.5 and place.coherence[0] > 0.9
    precision, recall, density, coverage = means(x, UNSEEN)
    assert precision == 1 and density >= 1 and recall == 0 and coverage < 0.2
    assert vendi(x) == pytest.approx(1)


def test_flat_pictures_are_as_coherent_as_clothes_nearly(plane):
    place = plane(fools.grey(CLOTHES, 1))
    assert place.novelty > 1.5 and place.coherence > 0.6


def test_moved_copies_are_new_to_a_distance_without_translations(plane):
    x = fools.moved(CLOTHES, N, seeded())
    assert (metrics.nearest(x, CLOTHES)[0] > 0).all() and cr.authentic(x, CLOTHES).double().mean() > 0.9
    assert (plane(x).novelty == 0).all()


def test_noisy_copies_are_authentic_and_new(plane):
    """They are nearest to what they copy, and still all authentic, and as new as unseen pictures."""
    x = fools.noisy_copies(CLOTHES, N, seeded())
    assert torch.equal(metrics.nearest(x, CLOTHES)[1][:, 0], torch.arange(N))
    assert cr.authentic(x, CLOTHES).all() and not cr.authentic(CLOTHES, CLOTHES).any()
    assert plane(x).novelty.median() > 0.7


def test_one_kind_only_is_precise_and_dense():
    """A quarter of the real pictures, all alike: precision 1, density above 1; recall, coverage, variety are lost."""
    x = fools.one_kind(UNSEEN, 20)
    assert all((one == UNSEEN).all((1, 2, 3)).any() for one in x)
    precision, recall, density, coverage = means(x, UNSEEN)
    assert precision == 1 and density > 1.1 and recall < 0.5 and coverage < 0.5
    assert vendi(x) < vendi(UNSEEN[:20]) / 1.5


def test_one_kind_is_the_densest():
    """Points 0, 10, 11, 12, 20: of any three in a row those about 11 lie closest together; nearest first."""
    real = torch.tensor([0.0, 10.0, 11.0, 12.0, 20.0]).reshape(5, 1, 1, 1)
    assert fools.one_kind(real, 2).flatten().tolist() in ([11.0, 10.0], [11.0, 12.0])


def test_halves_glued_are_coherent_nearly_everywhere(plane):
    """Only windows across the seam can tell: rows 3 and 4 of 8. Away from it every window is a copy."""
    x = fools.glued(CLOTHES, N, seeded())
    far = cr.window_distances(x, CLOTHES, 3, "same")
    assert far[:, [0, 1, 2, 5, 6, 7]].max() < 1e-3 and far[:, 3:5].max() > 0.1
    place = plane(x)
    assert place.coherence.mean() > 0.8 and place.novelty.median() > 1.1


def test_the_sets_measures_know_no_copies(plane):
    """Of the training pictures themselves: all of a set's measures are perfect, novelty and authenticity are 0."""
    precision, recall, density, coverage = means(CLOTHES, CLOTHES)
    assert (precision, recall, coverage) == (1, 1, 1) and density > 1
    place = plane(CLOTHES[:N])
    assert (place.novelty == 0).all() and (place.coherence == 1).all()


# ---------------------------------------------------------------- the plane
def test_unseen_pictures_are_at_one(plane):
    """Those that the plane is measured with, by definition: median 1, 95 % of the windows coherent, nearer in 1 / 2."""
    place = plane(UNSEEN)
    assert place.novelty.quantile(0.5).item() == pytest.approx(1)
    assert place.coherence.mean().item() == pytest.approx(0.95, abs=1e-3)


def test_a_picture_keeps_its_place(plane):
    """Whatever stands beside it."""
    x = UNSEEN[:6]
    both = plane(x)
    for k in range(6):
        one = plane(x[k : k + 1])
        assert all(torch.equal(alone, beside[k : k + 1]) for alone, beside in zip(one, both, strict=True))


def test_all_measures_with_intervals(plane):
    """Each is the mean, median or score of its own function, inside its interval; twice the same."""
    x = UNSEEN[50:]
    found, again = (plane.measures(x, seeded(7), draws=300) for _ in range(2))
    assert found == again and all(one.low <= one.value <= one.high for one in found.values())
    place, three, five = plane(x), means(x, UNSEEN, 3), means(x, UNSEEN, 5)
    far = cr.shifted_novelty(UNSEEN, CLOTHES)
    wanted = {"novelty": place.novelty.quantile(0.5), "coherence": place.coherence.mean(),
              "nearer": cr.nearer_than(cr.shifted_novelty(x, CLOTHES), far).mean(),
              "authentic": cr.authentic(x, CLOTHES).double().mean(), "precision": three[0], "recall": three[1],
              "density": five[2], "coverage": five[3], "vendi": vendi(x)}
    assert {name: one.value for name, one in found.items()} == pytest.approx({k: float(v) for k, v in wanted.items()})
    space = cr.Components(CLOTHES, 5)
    other = plane.measures(x, seeded(7), space, 300)
    assert other["novelty"] == found["novelty"] and other["vendi"] != found["vendi"]
    assert other["precision"].value == cr.overlap(x, UNSEEN, 3, space).precision.double().mean()
