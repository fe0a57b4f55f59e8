"""Theory and networks in colour: the stored numbers, held against each other.

None of these networks is shipped, so nothing is computed anew here but what the architecture and the pairs tell. What
the script does is `Case` of make_results.py, which tests/test_prediction.py runs on the shipped networks.
"""

import itertools

import make_colour as co
import pytest
import torch
from make_trainings import TRAININGS
from mosaics import networks
from mosaics import prediction as pr
from mosaics.core import data
from stored import check_parts, check_row, check_spreads, check_windows, parts

STORED = parts("colour")
NETS = [name for name, part in STORED.items() if "rows" in part]
CEILINGS = [name for name in STORED if name.endswith("ceiling")]


def test_parts_are_those_of_the_script():
    check_parts("colour", co)


def test_each_part_has_its_trainings():
    """Three of each kind, in colour, which differ in the seed alone."""
    for kind in co.KINDS:
        three = [TRAININGS[f"{kind}-{seed}"] for seed in co.SEEDS]
        assert [each.seed for each in three] == list(co.SEEDS) and three[0].config["C"] == 3
        assert len({str(each._replace(seed=0)) for each in three}) == 1
        assert {f"{kind}-{seed}" for seed in co.SEEDS} | {f"{kind} ceiling"} <= set(co.PARTS)


@pytest.mark.parametrize("name", NETS)
def test_rows_fit_together(name):
    """Medians follow from single pairs, windows are candidates, chance is worse than the machine."""
    part = STORED[name]
    check_spreads(part)
    assert list(part["rows"]) == ["bbELS", "LS", "IS", "Wiener", "mean", "chance"]
    for row in part["rows"].values():
        check_row(row, co.PAIRS)
    sides = pr.candidates(networks.build(TRAININGS[name].config), 32, 32)
    assert list(part["windows"]) == ["bbELS", "LS"]
    for told in part["windows"].values():
        check_windows(told, sides)
    assert part["rows"]["chance"]["r2"]["median"] < part["rows"]["bbELS"]["r2"]["median"]
    assert 0 <= part["network"]["copies"] <= 1


@pytest.mark.parametrize("name", CEILINGS)
def test_ceilings_are_of_each_two(name):
    part = STORED[name]
    check_spreads(part)
    assert {key for key in part if key != "cpu_seconds"} == {f"{i}-{k}" for i, k in itertools.combinations(co.SEEDS, 2)}
    for row in (row for key, row in part.items() if key != "cpu_seconds"):
        check_row(row, co.PAIRS)


@pytest.mark.parametrize("kind", co.KINDS)
def test_the_pictures_are_those_of_the_rows(kind):
    """First noises, then those that bbELS predicts worst; r^2 as stored, but for the 256 levels of a picture."""
    noises, rows = STORED["pictures"]["noises"][kind], STORED[f"{kind}-0"]["rows"]
    each = torch.tensor(rows["bbELS"]["each_r2"])
    assert noises[: co.FIRST] == list(range(co.FIRST))
    assert noises[co.FIRST :] == [k for k in each.argsort().tolist() if k >= co.FIRST][: co.WORST]
    shown = torch.from_numpy(data.arrays(co.SHOWN)[kind])
    assert shown.shape == (3, co.FIRST + co.WORST, 3, 32, 32) and shown.dtype == torch.uint8
    network, *machines = shown.double() / 127.5 - 1
    for name, made in zip(("bbELS", "LS"), machines, strict=True):
        stored = torch.tensor(rows[name]["each_r2"])[noises].tolist()
        assert pr.compare(network, made).r2.tolist() == pytest.approx(stored, abs=2e-3)
