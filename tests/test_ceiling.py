"""Two trainings and the theory: functions against oracles in float64, and the stored numbers.

Second trainings are not shipped. What needs them can only be held against itself here (medians against single pairs,
levels against bands); what needs the shipped network and the theory alone is computed anew.
"""

import make_ceiling as ce
import numpy as np
import pytest
import torch
from make_results import LARGE, PAIRS, SEEDS, spread
from make_weights import RUNS
from mosaics import networks
from mosaics import prediction as pr
from mosaics.core import data
from mosaics.local import WindowSchedule
from stored import LEVELS, NEAR, check_parts, check_row, check_spreads, check_windows, parts

STORED = parts("ceiling")
NETS = [name for name in STORED if name != "anatomy"]
SHELF = data.results("prediction")["models"]


def noise(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


# ---------------------------------------------------------------- functions
@pytest.mark.parametrize(("H", "W"), [(1, 1), (2, 5), (5, 5), (7, 4)])
def test_rings_are_distances_from_the_border(H, W):
    found = ce.ring(H, W)
    assert found.tolist() == [[min(r, c, H - 1 - r, W - 1 - c) for c in range(W)] for r in range(H)]


@pytest.mark.parametrize(("H", "W"), [(6, 6), (5, 8), (7, 7)])
def test_spectrum_against_sums_of_waves(H, W):
    """Each frequency by its own double sum; the mean over those whose radius rounds to k."""
    x, powers = noise(3, 2, H, W).numpy(), {}
    for u in range(-(H // 2), H - H // 2):
        for v in range(-(W // 2), W - W // 2):
            wave = np.exp(-2j * np.pi * (u * np.arange(H)[:, None] / H + v * np.arange(W) / W))
            power = (np.abs((x * wave).sum((2, 3))) ** 2).mean()
            powers.setdefault(int(np.round(np.hypot(u, v))), []).append(power)
    found = ce.spectrum(torch.from_numpy(x))
    assert len(found) == min(H, W) // 2 + 1
    assert found.tolist() == pytest.approx([np.mean(powers[k]) for k in range(len(found))])


def test_level_against_its_formulas():
    a, b, theory = (noise(4, 1, 3, 3, seed=k) for k in range(3))
    p, q = (a - theory).numpy().ravel(), (b - theory).numpy().ravel()
    x, y = ((each - each.mean(0)).numpy().ravel() for each in (theory, a))
    found = ce.level(a, b, theory)
    shared, slope = (p * q).sum() / np.sqrt((p**2).sum() * (q**2).sum()), (x * y).sum() / (x**2).sum()
    assert found == pytest.approx({"theory": (p**2).mean(), "second": (q**2).mean(), "ceiling": ((p - q) ** 2).mean(),
                                   "shared": shared, "slope": slope}, abs=1e-4)


def test_level_of_what_is_known():
    """A paler guess on another mean has its slope; two equal networks have all their residual in common."""
    theory = noise(5, 1, 4, 4)
    pale = 0.7 * theory + noise(4, 4, seed=1)
    found = ce.level(pale, pale, theory)
    assert (found["slope"], found["shared"], found["ceiling"]) == (0.7, 1, 0)
    assert ce.level(2 * theory, theory * 0, theory)["shared"] == -1


def test_places_against_sums():
    three = [tuple(noise(2, 1, 4, 4, seed=3 * k + j) for j in range(3)) for k in range(2)]
    found = ce.places(three)
    for key, j in (("theory", 2), ("ceiling", 1)):
        off = torch.cat([each[0] - each[j] for each in three]).numpy()  # (4, 1, 4, 4)
        square = (off**2).mean((0, 1))
        assert np.array(found[key]["place"]) == pytest.approx(np.sqrt(square), abs=1e-4)
        inner = square[1:3, 1:3]
        outer = (square.sum() - inner.sum()) / 12
        assert found[key]["ring"] == pytest.approx([outer**0.5, inner.mean() ** 0.5], abs=1e-4)
        power = ce.spectrum(torch.from_numpy(off)) / ce.spectrum(torch.cat([each[0] for each in three]))
        assert found[key]["frequency"] == pytest.approx(power.tolist(), abs=1e-4)


# ---------------------------------------------------------------- what is stored
def test_parts_are_those_of_the_script():
    check_parts("ceiling", ce)


@pytest.mark.parametrize("name", NETS)
def test_rows_fit_together(name):
    part, nets = STORED[name], ce.AGAIN[name] + 1
    check_spreads(part)
    assert list(part["pairs"]) == [f"{i}-{k}" for k in range(nets) for i in range(k)]
    assert len(part["theory"]) == len(part["first"]) == len(part["windows"]) == nets
    assert part["first"][0] == part["theory"][0]
    for row in (*part["pairs"].values(), *part["theory"], *part["first"]):
        check_row(row, LARGE.get(name, {}).get("pairs", PAIRS))
    ceiling, theory = (torch.tensor(row["each_r2"]).double() for row in (part["pairs"]["0-1"], part["theory"][0]))
    assert part["gap"] == pytest.approx(spread(ceiling - theory), abs=NEAR)


@pytest.mark.parametrize("name", NETS)
def test_the_shipped_network_has_its_own_windows_and_pairs(name):
    """Those of prediction.json, whose first pairs tests/test_prediction.py runs anew; the others' are candidates."""
    part, own, sides = STORED[name], SHELF[name]["machine"], SHELF[name]["sides"]
    assert part["machine"] == own and part["windows"][0] == SHELF[name]["windows"][own]["cosine"]
    for told in part["windows"]:
        check_windows(told, sides)
    assert part["theory"][0]["each_r2"] == pytest.approx(SHELF[name]["rows"][own]["each_r2"], abs=0.02)
    assert part["theory"][0]["r2"] == pytest.approx(SHELF[name]["rows"][own]["r2"], abs=2e-3)


def test_levels_and_bands_tell_the_same():
    """(a - b)^2 = a^2 + b^2 - 2 ab at each level; over a band, the mean of its levels is that of its pixels."""
    part = STORED["anatomy"]
    assert [each["sigma"] for each in part["levels"]] == LEVELS and part["noises"] == ce.PAIRS
    for each in part["levels"]:
        both = 2 * each["shared"] * (each["theory"] * each["second"]) ** 0.5
        assert each["ceiling"] == pytest.approx(each["theory"] + each["second"] - both, abs=2e-6, rel=1e-3)
    for band, (low, high) in ce.BANDS.items():
        assert part["bands"][band] == [low, high]
        within = [each for each in part["levels"] if low <= each["sigma"] < high]
        for key in ("theory", "ceiling"):
            square = np.array(part[band][key]["place"]) ** 2
            assert square.shape == (16, 16) and len(part[band][key]["frequency"]) == 9
            assert square.mean() == pytest.approx(np.mean([each[key] for each in within]), rel=0.01)
            rings = [square[ce.ring(16, 16).numpy() == k].mean() ** 0.5 for k in range(8)]
            assert part[band][key]["ring"] == pytest.approx(rings, abs=NEAR)


def test_the_theory_is_as_far_as_is_stored():
    """At one level, from the same 64 noises; the network is the shipped one."""
    k, sigmas = 12, pr.levels(20)
    z = pr.starts(ce.PAIRS, (1, 16, 16), float(sigmas[0]), torch.Generator().manual_seed(SEEDS["evaluation"]))
    asked = pr.trajectory(networks.load_weights("resnet-zeros"), z, sigmas[: k + 2])[k]
    windows = WindowSchedule((s, P) for s, P in SHELF["resnet-zeros"]["windows"]["bbELS"]["cosine"])
    guess = pr.machine("bbELS", data.load(**RUNS["resnet-zeros"][0]).images, windows)(asked.z, asked.sigma)
    found, told = ce.level(asked.x0_hat, asked.x0_hat, guess), STORED["anatomy"]["levels"][k]
    assert found["theory"] == pytest.approx(told["theory"], rel=1e-2)
    assert found["slope"] == pytest.approx(told["slope"], abs=1e-3)
