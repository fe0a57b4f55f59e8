"""Which window a network uses: functions against oracles in float64, and the stored numbers.

The networks of other depths, widths and numbers of images are not shipped: their rows can only be held against the
scripts here. What follows from the shipped network, its machine and the data is computed anew.
"""

import math

import make_fields as fi
import numpy as np
import pytest
import torch
from make_results import SEEDS, spread
from make_trainings import TRAININGS
from make_weights import CLOTHES
from mosaics import diffusion, networks
from mosaics import prediction as pr
from mosaics.core import data
from mosaics.local import WindowSchedule
from stored import LEVELS, NEAR, check_parts, check_spreads, check_windows, parts

STORED = parts("fields")
KINDS = [name for name in fi.KINDS if name in STORED]
SHELF = data.results("prediction")["models"]


def random(*shape, seed=0):
    return torch.rand(*shape, generator=torch.Generator().manual_seed(seed)) * 2 - 1


# ---------------------------------------------------------------- functions
def windows_of(x, P):
    """All windows inside the images, a row each."""
    N, _, H, W = x.shape
    return np.array([x[n, :, r : r + P, c : c + P].numpy().ravel() for n in range(N)
                     for r in range(H - P + 1) for c in range(W - P + 1)], dtype=np.float64)


@pytest.mark.parametrize(("shape", "P"), [((4, 1, 5, 6), 3), ((3, 2, 4, 4), 1), ((2, 3, 5, 5), 5)])
def test_windows_inside_and_what_they_scatter(shape, P):
    x = random(*shape)
    rows = windows_of(x, P)
    assert fi.interior(x, P) == len(rows)
    wanted = np.linalg.eigvalsh(np.atleast_2d(np.cov(rows.T))).clip(0)
    found = fi.eigenvalues(x, P)
    assert found.dtype == torch.float64 and found.numpy() == pytest.approx(wanted, abs=1e-12)


def test_the_rule_of_information_against_its_formula():
    """At each level the largest side that tells no more than log M nats: with less noise never a larger one."""
    x, sides = data.load(**CLOTHES | {"n": 40}).images, [3, 5]
    found = fi.by_information(x, sides)
    spectra = {P: np.linalg.eigvalsh(np.cov(windows_of(x, P).T)).clip(0) for P in sides}
    for sigma, side in found.pairs:
        held = [P for P in sides if 0.5 * np.log1p(spectra[P] / sigma**2).sum() <= math.log(40 * (17 - P) ** 2)]
        assert side == (held[-1] if held else 3)
    assert [P for _, P in found.pairs] == sorted(P for _, P in found.pairs) and len({P for _, P in found.pairs}) > 1


def test_the_rule_of_unseen_pictures_against_machines_of_one_window(monkeypatch):
    monkeypatch.setattr(fi, "UNSEEN", 12)
    known, sides = data.load(**CLOTHES | {"n": 12}).images, [3, 9]
    x = data.load("fashion-mnist-holdout", size=16).images[: fi.UNSEEN]
    eps = torch.randn(x.shape, generator=torch.Generator().manual_seed(fi.NOISE))
    found = fi.by_unseen(known, sides)
    assert fi.told(found) == [(s, P) for s, (_, P) in zip(LEVELS[::-1], found.pairs, strict=True)]
    for sigma, side in (found.pairs[0], found.pairs[-3]):
        errors = [float((pr.machine("bbELS", known, P)(x + sigma * eps, sigma) - x).square().mean()) for P in sides]
        assert side == sides[errors[1] < errors[0]]


def test_a_schedule_is_told_with_four_digits():
    assert fi.told(WindowSchedule([(2.0, 5), (0.123456, 3)])) == [(0.1235, 3), (2.0, 5)]


def test_alike_is_one_for_equal_pictures_and_in_between_for_others():
    x = random(9, 1, 4, 4)
    assert set(fi.alike(x, 0.5 * x + 0.1).values()) == {1.0} and fi.alike(x, random(9, 1, 4, 4, seed=1))["median"] < 0.5


# ---------------------------------------------------------------- what is stored
def test_parts_are_those_of_the_script():
    check_parts("fields", fi)


@pytest.mark.parametrize("name", STORED)
def test_intervals_hold_their_medians(name):
    check_spreads(STORED[name])


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_is_that_of_the_trainings(name):
    """Field, number of weights and largest window are those of the architecture; windows are among the candidates."""
    part, training = STORED[name], TRAININGS[f"{name}-0"]
    net = networks.build(training.config)
    assert part["config"] == training.config and part["n"] == training.source["n"] - training.skip
    assert len(part["trainings"]) == 3
    for one in part["trainings"]:
        sides = pr.candidates(net, 16, 16)
        assert (one["field"], one["cap"], one["parameters"]) == (networks.receptive_field(net), sides[-1],
                                                                networks.parameters(net))
        check_windows(one["windows"], sides)
        assert 0 <= one["copies"] <= 1 and one["r2"]["bbELS"]["median"] <= 1


@pytest.mark.parametrize("part", [STORED[name] for name in STORED if name == "rules"])
def test_rules_are_what_they_say(part):
    """Own and lent windows are those of prediction.json, the rule of information is computed anew."""
    rules, trained_on = part["rules"], data.load(**CLOTHES).images
    sides = SHELF["resnet-zeros"]["sides"]
    schedules = {"own": WindowSchedule((s, P) for s, P in SHELF["resnet-zeros"]["windows"]["bbELS"]["cosine"]),
                 "information": fi.by_information(trained_on, sides)}
    schedules |= {f"of {name}": WindowSchedule((s, P) for s, P in SHELF[name]["windows"][SHELF[name]["machine"]]
                                               ["cosine"]) for name in fi.OTHERS}
    schedules |= {f"P={P}": WindowSchedule([(1.0, P)]) for P in sides}
    assert set(rules) == {*schedules, "of a second training", "best on unseen"}
    for name, schedule in schedules.items():
        told = rules[name]["windows"]
        assert [sigma for sigma, _ in told] == LEVELS
        assert [P for _, P in told] == [schedule(sigma) for sigma in pr.levels(20)[:-1].tolist()], name
    each = SHELF["resnet-zeros"]["rows"]["bbELS"]["each_r2"][: fi.PAIRS]  # the same noises
    assert rules["own"]["r2"] == pytest.approx(spread(torch.tensor(each).double()), abs=2e-3)


def test_halves_anew_where_no_training_is_needed():
    """The Wiener filters of the two halves, and the shipped network against that of its own."""
    part, whole, sigmas = STORED["halves"], data.load(**CLOTHES | {"n": 2000}).images, pr.levels(20)
    z = evaluation(fi.PAIRS, sigmas)
    net, *linear = (diffusion.last(diffusion.sample(denoise, z, sigmas)) for denoise in (
        networks.load_weights("resnet-zeros"), *(pr.machine("Wiener", half) for half in (whole[:1000], whole[1000:]))))
    assert fi.alike(*linear) == pytest.approx(part["wiener"], abs=NEAR)
    assert fi.alike(net, linear[0]) == pytest.approx(part["to wiener"][0], abs=2e-3)
    assert part["pairs"] == fi.PAIRS and len(part["to wiener"]) == 3
    for pairs in (part, part["beyond"]):
        assert [len(pairs[key]) for key in ("networks", "same")] == [6, 6]
    assert part["chance beyond"]["median"] < part["beyond"]["networks"][0]["median"]


def evaluation(pairs, sigmas):
    """The starts of all comparisons of clothes of 16 x 16."""
    generator = torch.Generator().manual_seed(SEEDS["evaluation"])
    return pr.starts(pairs, (1, 16, 16), float(sigmas[0]), generator)


def test_pairs_of_halves_are_of_different_seeds_or_of_one_half():
    one, two = ([random(6, 1, 4, 4, seed=k) for k in seeds] for seeds in ((0, 1, 2), (10, 11, 12)))
    found = fi.between(one, two)
    assert found["networks"] == [fi.alike(one[i], two[k]) for i, k in ((0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1))]
    assert found["same"] == [fi.alike(x[i], x[k]) for x in (one, two) for i, k in ((0, 1), (0, 2), (1, 2))]


def test_the_linear_filter_anew():
    """Network A's and the one through its field of 11, on all the pairs."""
    sigmas, known = pr.levels(20), data.load(**CLOTHES).images
    z = evaluation(fi.PAIRS, sigmas)
    net, linear = (diffusion.last(diffusion.sample(denoise, z, sigmas)) for denoise in (
        networks.load_weights("resnet-zeros"), pr.local_wiener(known, 11)))
    assert STORED["linear"]["resnet-zeros"]["P"] == 11
    assert fi.alike(net, linear) == pytest.approx(STORED["linear"]["resnet-zeros"]["r2"], abs=2e-3)
    assert set(STORED["linear"]) == {*fi.COMPARED, "photographs-0", "emoji-0", "cpu_seconds"} - {"unet"}
