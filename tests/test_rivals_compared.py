"""One protocol for all rivals: what the script does on small cases against formulas, and the stored numbers.

Of what is stored, the first pairs of shipped networks are drawn anew with the parameters that the file tells; networks
that are not shipped can only be held against themselves.
"""

import itertools

import make_heldout
import make_results
import make_rivals as mr
import make_trainings
import numpy as np
import pytest
import torch
from make_weights import RUNS
from mosaics import diffusion as df
from mosaics import networks, rivals
from mosaics import prediction as pr
from mosaics.core import data
from mosaics.local import WindowSchedule
from mosaics.rivals import RIVALS, Told
from stored import LEVELS, NEAR, check_parts, check_spreads, parts

STORED = parts("rivals")
MEASURED = ("resnet-zeros", "unet", "resnet-circular", "socks-attention", "resnet-faces-soft", "clothes-mixer-0")
ALSO = {"unseen clothes 16", *(f"unseen {name}" for name in MEASURED[:3]), "cost clothes 16", "ten resnet-zeros",
        "ten unet", "ten clothes-mixer-0", "resnet-28 itself", *(f"resnet-28 {machine}" for machine in (
            "Wiener", "IS", "smoothed score", "LS", "bbELS"))}
UNMEASURED = {part for part in mr.PARTS if not part.startswith(MEASURED)} - ALSO
TABLE = [f"{name} {machine}" for name, machine in itertools.product(mr.NETS, RIVALS)]
CLOTHES = data.load("fashion-mnist", n=30, size=8).images  # (30, 1, 8, 8)
FEW = 4  # pairs that are drawn anew


def noise(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


@pytest.fixture
def small(monkeypatch):
    """A network that says something, on 30 clothes of 8 x 8, in place of resnet-zeros; few noises and values."""
    net = networks.ResNet(1, 3, 1, seed=1)
    with torch.no_grad():
        net.last.weight.mul_(30)
    size = mr.Size(pairs=5, calibration=3, sensed=2)
    held = make_results.Case(net, CLOTHES, calibration=size.calibration, pairs=size.pairs)
    monkeypatch.setattr(mr, "case", lambda name: held)
    monkeypatch.setattr(mr, "NETS", {"resnet-zeros": size})
    monkeypatch.setattr(mr, "shelf", lambda name: {})
    for name, value in {"THRESHOLDS": (0.02, 0.3), "SMOOTHINGS": (0.1, 0.8), "SQUARES": (1, 3, 9)}.items():
        monkeypatch.setattr(mr, name, value)
    mr.path.cache_clear()
    yield held
    mr.path.cache_clear()


# ---------------------------------------------------------------- the protocol
def test_networks_are_those_that_the_book_has_or_trains():
    for name in mr.NETS:
        assert name in RUNS or name in make_trainings.TRAININGS
    kinds = {name: (RUNS[name] if name in RUNS else make_trainings.TRAININGS[name])[1]["kind"] for name in mr.NETS}
    assert set(kinds.values()) == {"ResNet", "UNet", "AttentionResNet", "Mixer"}
    assert {*mr.TEN_NETS, *mr.TRAINED, *mr.COST.values()} <= set(mr.NETS)


@pytest.mark.parametrize("name", mr.TRAINED)
def test_what_is_unseen_is_unseen_by_the_networks_too(name):
    """Their training pictures are those of the machines."""
    images = data.load(**RUNS[name][0]).images if name in RUNS else make_trainings.images(name)
    assert torch.equal(make_heldout.CASES[mr.TRAINED[name]]().training, images)


@pytest.mark.parametrize("machine", RIVALS)
def test_a_part_of_each_machine(small, machine):
    """Told by other noises, compared on the pairs' noises: what the file says is what makes its numbers."""
    found = mr.against("resnet-zeros", machine)
    assert next(iter(found)) == "read off" and set(found) <= {"read off", "released"}
    for row in found.values():
        assert row["pairs"] == len(row["each_r2"]) == 5
        check_spreads(row)
        if machine == "PSPC flex":
            assert all(0 < share <= 1 for _, share in row["told"])
            continue
        made = small.run(rivals.rival(machine, CLOTHES, told(machine, row["told"], small.padding)))
        assert [mr.rounded(v) for v in pr.compare(small.samples, made).r2] == pytest.approx(row["each_r2"], abs=2e-3)


def told(machine, value, padding):
    """What a file tells of a machine, as the machine takes it."""
    field = (*RIVALS[machine].needs, None)[0]
    if field == "windows":
        return Told(windows=WindowSchedule((s, P) for s, P in value), padding=padding)
    return Told(**{field: [(s, side) for s, side in value] if field == "sizes" else value}) if field else Told()


def test_a_row_against_its_formulas(small):
    made = small.samples.roll(1, 0) * 0.5 + 0.1
    row = mr.row(small, made)
    for b, (x, y) in enumerate(zip(small.samples.flatten(1).double(), made.flatten(1).double(), strict=True)):
        assert np.corrcoef(x, y)[0, 1] ** 2 == pytest.approx(row["each_r2"][b], abs=1e-4)
    x, y = small.samples.double(), made.double()
    mse = (x - y).square().flatten(1).mean(1)
    R2 = 1 - mse / x.flatten(1).var(1, correction=0)
    assert row["mse"]["median"] == pytest.approx(float(mse.quantile(0.5)), rel=1e-3)
    assert row["R2"]["median"] == pytest.approx(float(R2.quantile(0.5)), rel=1e-3)


def test_copies_of_what_is_there_twice_are_copies(small):
    """Of two equal training pictures a copy would be as near to the second as to the first."""
    small.images = torch.cat([CLOTHES, CLOTHES])
    assert mr.novel(small, CLOTHES[:3]) == {"nearest_rms": 0, "nearest_ratio": 0, "copies": 1}
    small.images = CLOTHES


def test_parameters_are_read_off_other_noises(small):
    """The value with the best median, and at each level the square that agrees best, each by hand."""
    z, sigmas, r2 = small.z_cal, small.sigmas, {}
    assert not any(torch.equal(a, b) for a in small.z for b in z)
    wanted = df.last(df.sample(small.net, z, sigmas))
    for value in mr.THRESHOLDS:
        made = df.last(df.sample(rivals.PCALocality(CLOTHES, value), z, sigmas))
        r2[value] = np.median([np.corrcoef(a.flatten(), b.flatten())[0, 1] ** 2
                               for a, b in zip(wanted, made, strict=True)])
    assert mr.best("resnet-zeros", "PCA locality", lambda v: Told(threshold=v), mr.THRESHOLDS) == max(r2, key=r2.get)
    sizes = mr.sizes("resnet-zeros")
    assert [sigma for sigma, _ in sizes] == pytest.approx(sigmas[:-1].tolist())
    for asked, (_, side) in list(zip(mr.path("resnet-zeros"), sizes, strict=True))[::6]:
        own = (asked.z - asked.x0_hat).flatten(1).double()
        agree = {P: float(torch.cosine_similarity(own, (asked.z - rivals.PSPCSquare(CLOTHES, P)(
            asked.z, asked.sigma)).flatten(1).double()).mean()) for P in (1, 3, 8)}
        assert agree[side] == pytest.approx(max(agree.values()), abs=1e-6)


def test_masks_are_those_of_the_networks_sensitivity(small):
    """One level against slopes by small steps; with share 1 one mask that shows all."""
    masks = mr.flexible("resnet-zeros")
    shares = dict(rivals.released_shares())
    assert [s for s, _ in masks] == [s for s in shares if s > 0.05] and masks[0][1].shape == (1, 8, 8)
    sigma, found = next((s, each) for s, each in masks if s < 1)
    eps = torch.randn(2, 1, 8, 8, generator=torch.Generator().manual_seed(make_results.SEEDS["calibration"]))
    z = CLOTHES[::15].double() + sigma * eps.double()
    maps = rivals.sensitivity(lambda x, s: small.net.double()(x, s), z, sigma, 1e-3)
    wanted = rivals.flex_masks(maps, shares[sigma])
    small.net.float()
    assert (found == wanted).double().mean() > 0.999


def test_maps_of_the_wiener_filter_are_its_sensitivity():
    x = data.load("socks", n=12).images[:, :, ::3, ::3]
    (sigma, found), = mr.linear_maps(x, [0.8])
    torch.testing.assert_close(found, rivals.sensitivity(df.wiener(x), x[:2].double(), sigma), atol=1e-9, rtol=0)


# ---------------------------------------------------------------- ten steps, unseen pictures, costs
def test_ten_levels_are_ddpms():
    """Its betas by hand: 0.0001 to 0.02 in a thousand steps; every hundredth kept, the first of each hundred."""
    kept = np.cumprod(1 - np.linspace(1e-4, 0.02, 1000))
    wanted = [np.sqrt((1 - kept[k]) / kept[k]) for k in range(900, -1, -100)]
    assert mr.ten_levels().tolist() == pytest.approx([*wanted, 0], rel=1e-6)


def test_their_measures_against_formulas():
    x, y = noise(4, 1, 5, 5), noise(4, 1, 5, 5) + 0.5 * noise(4, 1, 5, 5, seed=1)
    found, a, b = mr.theirs(x, y), x.numpy(), y.numpy()
    each = [1 - ((p - q) ** 2).sum() / ((p - p.mean()) ** 2).sum() for p, q in zip(a, b, strict=True)]
    assert found["R2"] == pytest.approx(np.mean(each), rel=1e-3) and found["mse"] == pytest.approx(
        ((a - b) ** 2).mean(), rel=1e-3)
    assert found["pooled"] == pytest.approx(1 - ((a - b) ** 2).sum() / ((a - a.mean()) ** 2).sum(), rel=1e-3)
    assert mr.theirs(x, x)["R2"] == mr.theirs(x, x)["pooled"] == mr.theirs(x, x)["r2"] == 1


def test_errors_are_squares_of_differences():
    x0, eps = CLOTHES[20:23], torch.randn(8, 3, 1, 8, 8, generator=torch.Generator().manual_seed(1))
    found = mr.errors(CLOTHES[:20], x0, eps, [lambda: df.wiener(CLOTHES[:20]), lambda: lambda z, sigma: 0 * z])
    assert found.shape == (8, 2, 3)
    for k, sigma in enumerate(make_heldout.LEVELS):
        guess = df.wiener(CLOTHES[:20])(x0 + sigma * eps[k], sigma)
        torch.testing.assert_close(found[k, 0], (guess - x0).double().square().mean((1, 2, 3)), atol=1e-6, rtol=1e-4)
        torch.testing.assert_close(found[k, 1], x0.double().square().mean((1, 2, 3)))


def test_an_unseen_part_chooses_on_the_other_half(monkeypatch):
    case = make_heldout.Case(CLOTHES[:20], CLOTHES[20:26], 0)
    monkeypatch.setitem(mr.CASES, "emoji", lambda: case)
    monkeypatch.setitem(mr.UNSEEN, "emoji", 6)
    for name, value in {"THRESHOLDS": (0.02, 0.3), "SMOOTHINGS": (0.1, 0.8), "SQUARES": (1,),
                        "SHARES": (0.5, 1)}.items():
        monkeypatch.setattr(mr, name, value)
    found = mr.unseen("emoji")["machines"]
    assert list(found) == ["Wiener", "smoothed score", "PCA locality", "GoldDiff", "PSPC square", "PSPC flex", "BIRD"]
    eps = make_heldout.noise(case.unseen)
    each = mr.errors(case.training, case.unseen, eps, [lambda v=v: rivals.PSPCSquare(case.training, v) for v in (1, 8)])
    for k in range(8):
        best = [int(each[k, :, half].mean(1).argmin()) for half in (slice(3, 6), slice(0, 3))]
        assert found["PSPC square"]["chosen"][k] == [(1, 8)[b] for b in best]
        mean = (each[k, best[0], :3].sum() + each[k, best[1], 3:].sum()) / 6
        assert found["PSPC square"]["errors"][k] == pytest.approx(float(mean), rel=1e-3)
        gap = found["PSPC square"]["errors"][k] - found["Wiener"]["errors"][k]
        assert found["PSPC square"]["above_wiener"][k][0] == pytest.approx(gap, abs=2e-4)


def test_a_cost_is_measured(monkeypatch):
    """In this process, whose threads stay as they are."""
    monkeypatch.setattr(torch, "set_num_threads", lambda threads: None)
    monkeypatch.setitem(mr.CASES, "clothes 16", lambda: make_heldout.Case(
        data.load("fashion-mnist", n=40, size=16).images, CLOTHES, 0))
    found = {machine: mr.measured("clothes 16", machine) for machine in ("IS", "PSPC flex", "LS")}
    assert all(row["seconds"] > 0 and row["above_mb"] >= 0 for row in found.values())


# ---------------------------------------------------------------- what is stored
def test_parts_are_those_of_the_script():
    check_parts("rivals", mr, UNMEASURED)


@pytest.mark.parametrize("key", [key for key in TABLE if key in STORED])
def test_rows_fit_together(key):
    """Medians follow from single pairs; what is told is of the levels of a run; IS copies."""
    name, machine = key.split(" ", 1)
    part = {row: value for row, value in STORED[key].items() if row != "cpu_seconds"}
    assert next(iter(part)) == "read off" and set(part) <= {"read off", "released"}
    for row in part.values():
        check_spreads(row)
        assert row["pairs"] == len(row["each_r2"]) == mr.FEWER.get((name, machine), mr.NETS[name].pairs)
        r2 = torch.tensor(row["each_r2"]).double()
        assert row["r2"]["median"] == pytest.approx(float(r2.quantile(0.5)), abs=NEAR)
        assert all(row[each]["median"] <= 1 for each in ("r", "r2", "R2")) and row["mse"]["median"] > 0
        if "windows" in RIVALS[machine].needs:
            assert sorted(s for s, _ in row["told"]) == sorted(LEVELS)
    if machine == "IS":
        assert part["read off"]["copies"] == 1


@pytest.mark.parametrize("name", [name for name in mr.NETS if f"{name} itself" in STORED])
def test_what_a_network_stands_beside(name):
    """Its ceiling is what the other file holds; pairs of other noises tell less than its own machine does."""
    part = STORED[f"{name} itself"]
    assert part["data"] == mr.source(name) and part["ceiling"] == mr.ceiling(name)
    rows = [STORED[key]["read off"] for key in (f"{name} LS", f"{name} bbELS", f"{name} ELS") if key in STORED]
    assert all(part["chance"]["r2"]["median"] < max(row["r2"]["median"] for row in rows) for _ in rows[:1])


ANEW = [(name, machine) for name in ("resnet-zeros", "resnet-circular", "resnet-faces-soft")
        for machine in RIVALS if f"{name} {machine}" in STORED and machine not in ("PSPC flex", "BIRD", "ELS")]


@pytest.mark.parametrize(("name", "machine"), ANEW)
def test_first_pairs_anew(name, machine, monkeypatch):
    """r^2 of the first four pairs, within 0.02, from what the file says that the machine was told."""
    row = STORED[f"{name} {machine}"]["read off"]
    monkeypatch.setitem(mr.NETS, name, mr.Size(FEW, 1, 1))
    mr.case.cache_clear()
    mine = mr.case(name)
    mr.case.cache_clear()
    made = mine.run(rivals.rival(machine, mine.images, told(machine, row["told"], mine.padding)))
    assert pr.compare(mine.samples, made).r2.tolist() == pytest.approx(row["each_r2"][:FEW], abs=0.02)


@pytest.mark.parametrize("key", [f"unseen {name}" for name in mr.UNSEEN if f"unseen {name}" in STORED])
def test_stored_errors_on_unseen_pictures(key):
    """Those of the Wiener filter are heldout.json's where as many are judged; the smoothed score anew at a level."""
    name, part = key.removeprefix("unseen "), STORED[key]
    cut, k = mr.CASES[name](), 4
    eps, count, sigma = make_heldout.noise(cut.unseen), part["pictures"], make_heldout.LEVELS[k]
    x0 = cut.unseen[:count]
    wiener = (df.wiener(cut.training)(x0 + sigma * eps[k, :count], sigma) - x0).double().square().mean()
    assert part["machines"]["Wiener"]["errors"][k] == pytest.approx(float(wiener), rel=2e-3)
    found = part["machines"]["smoothed score"]
    halves = [slice(0, count // 2), slice(count // 2, count)]
    machines = [rivals.rival("smoothed score", cut.training, Told(smoothing=value)) for value in found["chosen"][k]]
    off = sum(float((machine(x0[at] + sigma * eps[k, :count][at], sigma) - x0[at]).double().square().sum())
              for machine, at in zip(machines, halves, strict=True))
    assert found["errors"][k] == pytest.approx(off / x0.numel(), rel=5e-3)


@pytest.mark.parametrize("key", [f"cost {name}" for name in mr.COST if f"cost {name}" in STORED])
def test_stored_costs(key):
    """Facts of a machine, which no test compares with another's."""
    rows = STORED[key]["rows"]
    assert list(rows) == list(RIVALS)
    assert all(row["seconds"] > 0 and row["build_seconds"] >= 0 and row["above_mb"] >= 0 for row in rows.values())


@pytest.mark.parametrize("key", [f"ten {name}" for name in mr.TEN_NETS if f"ten {name}" in STORED])
def test_stored_ten_steps(key):
    part = STORED[key]
    assert list(part["rows"]) == list(mr.TEN)
    for row in (*part["rows"].values(), part["chance"]):
        check_spreads(row)
        assert row["R2"] <= 1 and row["pooled"] <= 1 and 0 <= row["r2"] <= 1 and row["mse"] > 0
