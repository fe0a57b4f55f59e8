"""Predicting a network: planted windows are found again, measures of pairs, controls, the measured results."""

import itertools
import json
import pathlib

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from mosaics import diffusion as df
from mosaics import local, networks
from mosaics import prediction as pr
from mosaics.core import data
from mosaics.core.metrics import cod, nearest, pearson, rms
from mosaics.core.windows import Soft
from mosaics.equivariant import BBELS
from mosaics.local import WindowSchedule

ROOT = pathlib.Path(__file__).resolve().parents[1]
CLOTHES = data.load("fashion-mnist", n=60, size=9).images  # (60, 1, 9, 9)
RESULTS = json.loads((ROOT / "data" / "results" / "prediction.json").read_text("utf8"))
READY = [name for name in networks.SHIPPED if name in RESULTS["models"]]
LEVELS = pr.levels(6)
FIRST = 4  # pairs of each model that are computed anew


def noise(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def starts(count, shape=(1, 9, 9), seed=0, sigmas=LEVELS):
    return pr.starts(count, shape, float(sigmas[0]), torch.Generator().manual_seed(seed))


def run(denoise, z, sigmas=LEVELS):
    return df.last(df.sample(denoise, z, sigmas))


# ---------------------------------------------------------------- runs
def test_levels_are_those_of_the_authors():
    sigmas = pr.levels()
    assert len(sigmas) == 21 and sigmas[-1] == 0 and (sigmas.diff() < 0).all()
    torch.testing.assert_close(networks.clock(sigmas[:-1]), torch.arange(20, 0, -1, dtype=torch.float64) / 20)
    assert float(sigmas[0]) == pytest.approx(80.21, abs=0.01) and float(sigmas[-2]) == pytest.approx(0.0781, abs=1e-4)


def test_starts_are_standard_normal_in_the_vp_picture():
    z = starts(400, (1, 5, 5))
    xt = df.ve_to_vp(z, float(LEVELS[0]))
    assert float(xt.mean()) == pytest.approx(0, abs=0.03) and float(xt.std()) == pytest.approx(1, abs=0.03)
    torch.testing.assert_close(xt, noise(400, 1, 5, 5), atol=1e-5, rtol=1e-5)
    assert not torch.equal(starts(4), starts(4, seed=1))


def test_a_trajectory_is_a_run_and_its_answers():
    z, LS = starts(3), local.LS(CLOTHES, 3)
    path = pr.trajectory(LS, z, LEVELS)
    assert [guess.sigma for guess in path] == LEVELS[:-1].tolist() and torch.equal(path[0].z, z)
    assert all(torch.equal(guess.x0_hat, LS(guess.z, guess.sigma)) for guess in path)
    torch.testing.assert_close(path[-1].x0_hat, run(LS, z), atol=1e-6, rtol=0)


# ---------------------------------------------------------------- calibration
PLANTED = [(name, padding, windows) for name, padding in (("LS", "zeros"), ("LS", "circular"), ("ELS", "circular"),
           ("bbELS", "zeros")) for windows in ((9, 7, 7, 5, 3, 3), (3, 9, 3, 5, 9, 7))]


@pytest.mark.parametrize("by", pr.CRITERIA)
@pytest.mark.parametrize(("name", "padding", "windows"), PLANTED, ids=str)
def test_planted_windows_are_found_again(name, padding, windows, by):
    """A "network" that is a machine: its windows come back exactly, and then every image is predicted exactly."""
    planted = local.WindowSchedule(zip(LEVELS[:-1].tolist(), windows, strict=True))
    net = pr.machine(name, CLOTHES, planted, padding)
    found = pr.calibrate(net, CLOTHES, starts(3), LEVELS, (3, 5, 7, 9), pr.REACHES[name], padding, by)
    assert found.pairs == planted.pairs
    match = pr.compare(run(net, starts(3, seed=1)), run(pr.machine(name, CLOTHES, found, padding), starts(3, seed=1)))
    assert (match.r2 > 1 - 1e-9).all() and (match.R2 > 1 - 1e-9).all() and (match.rms < 1e-5).all()


def test_windows_of_another_machine_are_not_found():
    """So the test above can fail: LS windows, looked for among those of bbELS, leave a gap."""
    net = local.LS(CLOTHES, 5)
    path = pr.trajectory(net, starts(3), LEVELS)
    same, matching = (pr.agreements(path, CLOTHES, (3, 5, 7), reach, "zeros")["l2"] for reach in ("same", "matching"))
    assert same[:, 1].max() > -1e-6 and matching.amax(1).max() < -1e-3


def test_agreement_against_the_formula():
    path = pr.trajectory(df.wiener(CLOTHES), starts(2), LEVELS)
    scores = pr.agreements(path, CLOTHES, (3, 7), "same", "zeros")
    assert all(s.shape == (6, 2, 2) for s in scores.values())
    for k, p in itertools.product((0, 3, 5), (0, 1)):
        guess = path[k]
        eps, other = ((guess.z - x) / guess.sigma for x in (guess.x0_hat, local.LS(CLOTHES, (3, 7)[p])(*guess[1::-1])))
        for b in range(2):
            cosine = np.dot(*(x[b].flatten().double().numpy() / float(x[b].double().norm()) for x in (eps, other)))
            assert float(scores["cosine"][k, p, b]) == pytest.approx(cosine, abs=1e-6)
            l2 = -guess.sigma * float((eps[b] - other[b]).double().square().mean().sqrt())
            assert float(scores["l2"][k, p, b]) == pytest.approx(l2, abs=1e-4)


def test_the_median_image_decides_and_the_smaller_of_equals():
    scores = torch.tensor([[[1, 1, 0.0], [0, 0, 1], [0, 0, 0]], [[0, 0, 0], [1, 1, 0], [1, 0, 1]],
                           [[1, 0, 0], [0, 1, 0], [0, 0, 1]]])
    assert pr.best_windows([0.1, 1.0, 9.0], (3, 5, 7), scores).pairs == [(0.1, 3), (1.0, 5), (9.0, 5)]
    assert pr.best_windows([0.1], (3, 5), torch.tensor([[[1, 0.0], [0, 1]]])).pairs == [(0.1, 3)]


def test_best_on_average_is_one_window_for_all_images():
    """Where the images disagree, the sum of their scores decides."""
    windows = [Soft(3, 0.8), 5, Soft(5, 2.0)]
    scores = torch.tensor([[[0.9, 0.1], [0.5, 0.6], [0.4, 0.5]], [[0.1, 0.1], [0.1, 0.1], [0.1, 0.2]]])  # (2, 3, 2)
    assert pr.best_on_average([0.1, 2.0], windows, scores).pairs == [(0.1, 5), (2.0, Soft(5, 2.0))]
    assert pr.best_on_average([1.0], windows[:2], torch.zeros(1, 2, 3)).pairs == [(1.0, Soft(3, 0.8))]


def test_a_soft_machine_is_found_again_from_its_own_guesses():
    """Of windows with soft and hard edges, the one that the guesses were made with."""
    images = data.load("fashion-mnist", n=60, size=16).images
    machine = BBELS(images, WindowSchedule([(0.5, Soft(5, 1.25)), (3.0, Soft(9, 4.0))]))
    z = pr.starts(3, (1, 16, 16), 3.0, torch.Generator().manual_seed(0))
    path = pr.trajectory(machine, z, torch.tensor([3.0, 0.5, 0.0], dtype=torch.float64))
    windows = [3, 5, 9, Soft(5, 1.25), Soft(5, 2.5), Soft(9, 4.0), Soft(9, 2.0)]
    scores = pr.agreements(path, images, windows, "matching", "zeros")
    for by in pr.CRITERIA:
        found = pr.best_on_average([guess.sigma for guess in path], windows, scores[by])
        assert found.pairs == machine.P.pairs


@given(st.integers(0, 99), st.permutations(range(5)))
def test_calibration_does_not_depend_on_the_order_of_noises(seed, order):
    scores = noise(4, 3, 5, seed=seed)
    asked = pr.best_windows([1.0, 2.0, 3.0, 4.0], (3, 5, 7), scores)
    assert pr.best_windows([1.0, 2.0, 3.0, 4.0], (3, 5, 7), scores[:, :, list(order)]).pairs == asked.pairs


def test_candidates_end_where_the_network_or_the_image_does():
    assert pr.candidates(networks.ResNet(1, 4, 4), 16, 16) == [3, 5, 7, 9, 11]
    assert pr.candidates(networks.ResNet(1, 4, 4, "circular"), 8, 9) == [3, 5, 7]
    assert pr.candidates(networks.AttentionResNet(1, 4, 1), 4, 4) == [3, 5, 7]
    assert pr.candidates(networks.Mixer(1, 4, 2, 1, 2), 4, 4) == [3, 5, 7]
    assert pr.candidates(networks.UNet(1, (4, 4, 4)), 8, 8)[-1] == 15 and pr.candidates(networks.ResNet(1, 4, 0), 9, 9)


# ---------------------------------------------------------------- machines
@pytest.mark.parametrize("name", pr.MACHINES)
def test_every_machine_is_a_denoiser_with_the_mean_as_its_limit(name):
    denoise, z = pr.machine(name, CLOTHES, 3, "zeros"), noise(2, 1, 9, 9)
    assert denoise(z, 0.5).shape == z.shape
    inside = slice(1, -1) if name == "bbELS" else slice(None)  # its pixels at the border consult the border
    far, images = denoise(z, 1e4)[..., inside, inside], CLOTHES[..., inside, inside]
    everywhere = name in ("ES", "ELS", "bbELS")
    wanted = (images.mean() if everywhere else images.mean(0)).expand_as(far)
    torch.testing.assert_close(far, wanted, atol=1e-3, rtol=0)


def test_padding_chooses_the_partner():
    assert pr.partner("zeros") == "bbELS" and pr.partner("circular") == "ELS"
    assert pr.machine("LS", CLOTHES, 3, "circular").padding == "circular"
    assert type(pr.machine("bbELS", CLOTHES, 3)).__name__ == "BBELS"


# ---------------------------------------------------------------- measures
@given(st.integers(0, 99), st.floats(0.1, 10), st.floats(-3, 3), st.booleans())
def test_what_the_measures_of_a_pair_see(seed, gain, offset, negative):
    """r^2 sees neither gain nor offset nor sign, r sees the sign, R^2 and RMS see all; R^2 <= r^2."""
    a, b = noise(3, 1, 4, 4, seed=seed).double(), noise(3, 1, 4, 4, seed=seed + 100).double()
    plain, moved = pr.compare(a, b), pr.compare(a, (-gain if negative else gain) * b + offset)
    torch.testing.assert_close(moved.r2, plain.r2)
    torch.testing.assert_close(moved.r, -plain.r if negative else plain.r)
    assert (moved.r2 + 1e-12 >= moved.R2).all() and (moved.r2 <= 1).all()
    torch.testing.assert_close(pr.compare(b, a).rms, plain.rms)
    torch.testing.assert_close(1 - moved.R2, moved.rms**2 / a.flatten(1).var(1, correction=0))


def test_a_pair_is_two_images_of_one_number():
    a, b = noise(5, 2, 4, 4), noise(5, 2, 4, 4, seed=1)
    match, order = pr.compare(a, b), [3, 1, 4, 0, 2]
    for mine, theirs in zip(match, (pearson(a, b), pearson(a, b) ** 2, cod(b, a), rms(a, b)), strict=True):
        torch.testing.assert_close(mine, theirs)
    for before, after in zip(match, pr.compare(a[order], b[order]), strict=True):
        torch.testing.assert_close(after, before[order])
    assert all(torch.allclose(m, x) for m, x in zip(pr.compare(a, a), (1, 1, 1, 0), strict=True) for x in
               [torch.full((5,), x, dtype=torch.float64)])


@given(st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=40), st.integers(0, 9))
@settings(max_examples=25)
def test_summary_against_numpy(values, seed):
    got = pr.summary(torch.tensor(values, dtype=torch.float64), torch.Generator().manual_seed(seed), draws=200)
    np.testing.assert_allclose(got[:3], np.percentile(values, [50, 25, 75]), atol=1e-9)
    assert min(values) <= got.low <= got.high <= max(values)
    again = torch.randint(len(values), (200, len(values)), generator=torch.Generator().manual_seed(seed)).numpy()
    medians = np.median(np.array(values)[again], axis=1)
    np.testing.assert_allclose(got[3:], np.percentile(medians, [2.5, 97.5]), atol=1e-9)


def test_the_interval_holds_the_true_median_as_often_as_it_says():
    """300 samples of 50 normal numbers: 80 % intervals hold 0 in about 80 %; standard error 2.3 %."""
    held = [pr.summary(noise(50, seed=k), torch.Generator().manual_seed(k), 300, 0.8) for k in range(300)]
    assert 0.72 < sum(s.low <= 0 <= s.high for s in held) / 300 < 0.88
    wide, narrow = (pr.summary(noise(n), torch.Generator().manual_seed(0)) for n in (25, 2500))
    assert wide.high - wide.low > 4 * (narrow.high - narrow.low)


def test_novelty_of_copies_and_of_others():
    new = pr.novelty(torch.cat([CLOTHES[:1], CLOTHES[:1] + 0.1, noise(1, 1, 9, 9)]), CLOTHES)
    assert new.rms[0] == 0 and new.ratio[0] == 0 and float(new.rms[1]) == pytest.approx(0.1, abs=1e-5)
    assert float(new.rms[2]) == pytest.approx(float(nearest(noise(1, 1, 9, 9), CLOTHES)[0]) / 9) and new.ratio[2] > 0.8
    twins = torch.cat([CLOTHES, CLOTHES[:1]])
    assert pr.novelty(CLOTHES[:1], twins).ratio == 1


# ---------------------------------------------------------------- the paper's tables
def test_the_papers_tables():
    assert len(pr.PUBLISHED) == 22 and {(row.table, row.steps) for row in pr.PUBLISHED} == {(1, 150), (2, 20)}
    one, two = ({row[2:6]: row for row in pr.PUBLISHED if row.table == k} for k in (1, 2))
    assert list(one) == list(two) and one["CIFAR-10", "ResNet", "zeros", True][6:] == (0.95, 0.90, 0.42, 1.00)
    assert two["CelebA", "UNet", "zeros", False].LS == 0.81 and two["MNIST", "ResNet", "circular", False].ELS == 0.73
    better = [row for row in pr.PUBLISHED if row.LS > row.ELS]
    assert {(row.data, row.network) for row in better} == {("CelebA", "UNet")}
    assert all(row.ELS > row.IS for row in pr.PUBLISHED)


# ---------------------------------------------------------------- the measured results
class Shelf:
    """A shipped network with the noise that its results were measured from."""

    def __init__(self, name):
        self.facts, self.net = RESULTS["models"][name], networks.load_weights(name)
        self.images, self.padding = data.load(**self.facts["data"]).images, self.net.config["padding"]
        self.own, seed = pr.partner(self.padding), RESULTS["setup"]["seeds"]["evaluation"]
        everyone = starts(self.facts["network"]["pairs"], self.images.shape[1:], seed, pr.levels())
        self.z = everyone[:FIRST]
        self.samples = run(self.net, self.z, pr.levels())

    def r2(self, name, pairs=FIRST):
        P = self.facts["windows"][name]["cosine"] if name in pr.REACHES else None
        P = local.WindowSchedule([(s, side) for s, side in P]) if P else None
        got = run(pr.machine(name, self.images, P, self.padding), self.z[:pairs], pr.levels())
        return pr.compare(self.samples[:pairs], got).r2


@pytest.fixture(scope="module", params=READY)
def shelf(request):
    return Shelf(request.param)


def test_first_pairs_are_as_recorded(shelf):
    """Within 0.02 of r^2: other processors round otherwise, and a run of 20 steps lets differences grow."""
    dear = shelf.images.shape[2] > 16
    for name, pairs in (("mean", 4), ("Wiener", 4), ("IS", 4), ("LS", 4), (shelf.own, 1 if dear else 4)):
        recorded = torch.tensor(shelf.facts["rows"][name]["each_r2"][:pairs], dtype=torch.float64)
        torch.testing.assert_close(shelf.r2(name, pairs), recorded, atol=0.02, rtol=0)


def test_recorded_results_belong_to_the_shipped_weights():
    sums = data.checksums()
    assert {name: RESULTS["models"][name]["weights"] for name in READY} == {
        name: sums[f"{name}.safetensors"] for name in READY}


def test_every_shipped_network_is_measured_here_or_in_its_own_chapter():
    assert all(name.startswith("socks-") for name in set(networks.SHIPPED) - set(READY))


def test_recorded_rows_are_consistent(shelf):
    for name, row in shelf.facts["rows"].items():
        each, r2 = np.array(row["each_r2"]), row["r2"]
        assert len(each) == row["pairs"] and (row["pairs"] >= 100 or name not in ("IS", "LS", shelf.own))
        quartiles = [r2["lower"], r2["median"], r2["upper"]]
        np.testing.assert_allclose(quartiles, np.percentile(each, [25, 50, 75]), atol=1e-4)
        assert r2["low"] <= r2["median"] <= r2["high"] and row["R2"]["median"] <= r2["median"] + 0.02
    windows = [P for _, P in shelf.facts["windows"][shelf.own]["cosine"]]
    assert set(windows) <= set(pr.candidates(shelf.net, *shelf.images.shape[2:]))


def test_chance_is_below_the_prediction(shelf):
    rows = shelf.facts["rows"]
    assert rows["chance"]["r2"]["high"] < rows[shelf.own]["r2"]["low"]


@pytest.mark.skipif("resnet-zeros" not in READY, reason="not measured")
def test_the_order_of_the_machines():
    """On four new noises and in the record: bbELS > LS > IS for a small network padded with zeros."""
    A = Shelf("resnet-zeros")
    A.z = starts(FIRST, A.images.shape[1:], 777, pr.levels())
    A.samples = run(A.net, A.z, pr.levels())
    medians = [float(A.r2(name).median()) for name in ("bbELS", "LS", "IS")]
    assert medians[0] > 0.9 and medians[0] > medians[1] > medians[2]
    recorded = [A.facts["rows"][name]["r2"] for name in ("bbELS", "LS", "IS")]
    assert all(a["low"] > b["high"] for a, b in itertools.pairwise(recorded))
