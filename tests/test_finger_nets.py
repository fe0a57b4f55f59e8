"""Stored counts of networks on hands: they fit together, and a part of their machines is drawn anew."""

import pytest
import torch
from make_finger_nets import HANDS, NAMES, PAIRS, drawn, starts
from mosaics import fingers, local
from mosaics.core import data

STORED = data.results("finger-nets")["rows"]


def test_every_network_was_trained_as_long_and_has_as_many_weights():
    assert list(STORED) == NAMES
    assert {(row["parameters"], row["steps"], row["samples"]) for row in STORED.values()} == {(103425, 6000, 200)}
    assert {name.split("-")[0]: row["receptive_field"] for name, row in STORED.items()} == {"narrow": 11, "wide": 33}


@pytest.mark.parametrize("name", STORED)
def test_counts_fit_together(name):
    """Of the network and of its machines: sums, the share of five, pairs."""
    network = STORED[name]
    for row in (network, *network["machines"].values()):
        each = torch.tensor(row["each"])
        assert row["counts"] == fingers.histogram(each).tolist() and row["valid"] == int((each >= 0).sum())
        assert row["five"] == pytest.approx(fingers.share(int((each == 5).sum()), max(row["valid"], 1)), abs=1e-4)
    assert {kind: row["samples"] for kind, row in network["machines"].items()} == PAIRS


@pytest.mark.parametrize("name", ["narrow-0", "wide-0"])
def test_hands_of_the_local_machine_drawn_anew(name):
    """Of the first twelve one may differ."""
    row = STORED[name]["machines"]["LS"]
    machine = local.LS(data.load("hands", n=HANDS).images, local.WindowSchedule([(s, P) for s, P in row["windows"]]))
    again = fingers.each(fingers.count(drawn(machine, starts("evaluation", 200)[:12]))).tolist()
    assert sum(a != b for a, b in zip(again, row["each"], strict=False)) <= 1
