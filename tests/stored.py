"""What the tests of results that are made part by part share: what is stored, and what must hold for all of it.

A test module names the parts that nobody has measured yet, and fails once one of them is there: so nothing is missing
unsaid.
"""

import pytest
import torch
from make_results import rounded, spread  # scripts/
from mosaics import prediction as pr
from mosaics.core import data

LEVELS = [rounded(s) for s in pr.levels(20)[:-1]]  # of a run, noisiest first
SPREAD = ["median", "lower", "upper", "low", "high"]
NEAR = 2e-4  # numbers that are stored with four digits, and what follows from them


def parts(name):
    """The parts of a file, none where nothing is measured yet."""
    return data.results(name)["parts"] if (data.ROOT / "results" / f"{name}.json").is_file() else {}


def check_parts(name, script, unmeasured=()):
    """The parts are those of the script, in its order, but the unmeasured ones; the head tells what made them."""
    there = parts(name)
    assert set(unmeasured) <= set(script.PARTS)
    assert list(there) == [each for each in script.PARTS if each not in unmeasured]
    if there:
        head = data.results(name)
        assert {"date", "machine", "python", "torch"} <= set(head)
        assert head.get("seeds") == script.FACTS["seeds"]  # `scripts/make_<name>.py --facts` tells them
        assert all(part["cpu_seconds"] > 0 for part in there.values())


def spreads(value):
    """All medians with quartiles and intervals anywhere in a part."""
    if isinstance(value, dict) and list(value) == SPREAD:
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from spreads(inner)


def check_spreads(part):
    """Quartiles and intervals hold their median."""
    found = list(spreads(part))
    assert found
    for each in found:
        assert each["lower"] <= each["median"] <= each["upper"] and each["low"] <= each["median"] <= each["high"]


def check_row(row, pairs):
    """What is told of all pairs follows from what is told of each."""
    assert row["pairs"] == len(row["each_r2"]) == pairs
    assert row["r2"] == pytest.approx(spread(torch.tensor(row["each_r2"]).double()), abs=NEAR)
    assert all(0 <= r2 <= 1 for r2 in row["each_r2"]) and 0 <= row["beats_IS"] <= 1 and 0 <= row["copies"] <= 1


def check_windows(told, sides):
    """A schedule has the levels of a run, cleanest first, and a side that the machine was offered at each."""
    assert [sigma for sigma, _ in told] == LEVELS[::-1]
    assert {P for _, P in told} <= set(sides)
