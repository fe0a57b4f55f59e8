"""The script of the paper's tables runs to its end, on made-up pictures; on CIFAR-10 it was not run."""

import hashlib
import io
import json
import tarfile

import numpy as np
import pytest
import torch
from make_paper_tables import PAPER, SEEDS, TINY, main, on, rows, trained
from mosaics import networks, prediction
from mosaics.core import cifar

SMALL = torch.rand(12, 3, 8, 8, generator=torch.Generator().manual_seed(0)) * 2 - 1


def test_tiny_tables(tmp_path):
    """A row of each table for each padding, beside what was published for it."""
    main(["--tiny", "--out", str(tmp_path / "tables.json")])
    facts = json.loads((tmp_path / "tables.json").read_text("utf8"))
    assert facts["data"] == "made up" and facts["seeds"] == SEEDS and facts["settings"] == TINY
    assert [(row["table"], row["padding"]) for row in facts["rows"]] == [
        ("Table 1", "zeros"), ("Table 2", "zeros"), ("Table 1", "circular"), ("Table 2", "circular")]
    for row, (own, ELS, steps) in zip(facts["rows"], [("bbELS", 0.95, 150), ("bbELS", 0.9, 20), ("ELS", 0.94, 150),
                                                      ("ELS", 0.9, 20)], strict=True):
        assert row["published"]["ELS"] == ELS and row["published"]["steps"] == steps and row["pairs"] == 3
        assert row["published"]["data"] == "CIFAR-10" and 0 <= row["beats_IS"] <= 1
        assert all(-1 <= row[name]["r"]["median"] <= 1 and 0 <= row[name]["r2"]["median"] <= 1
                   for name in (own, "LS", "IS"))


@pytest.mark.parametrize(("arguments", "says"), [
    (["--out", "nowhere/tables.json"], "--out must be a file in a folder that is there, got nowhere"),
    (["--out", "."], "--out must be a file in a folder that is there, got ."),
    (["--out", "t.json", "--device", "abacus"], "--device must be one that computes here, got abacus"),
    (["--out", "t.json", "--device", "cuda:99"], "--device must be one that computes here, got cuda:99")])
def test_what_would_lose_hours_is_refused_first(arguments, says, monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("make_paper_tables.rows", lambda *args: pytest.fail("it trains"))
    with pytest.raises(SystemExit):
        main(["--tiny", *arguments])
    assert says in capsys.readouterr().err


def test_the_network_of_the_paper():
    """Eight convolutions of 3 x 3, which see 17 x 17 pixels, of width 256."""
    with torch.device("meta"):
        net = networks.ResNet(3, PAPER["width"], PAPER["depth"])
    assert networks.receptive_field(net) == 17 == 2 * (1 + PAPER["depth"]) + 1 and net.config["width"] == 256


def test_a_network_on_a_device_guesses_as_the_book_has_it():
    net = networks.ResNet(3, 4, 1)
    z = prediction.starts(5, (3, 8, 8), 1.0, torch.Generator().manual_seed(1))
    for sigma in (80.2, 1.0, 0.04, torch.tensor([9.0, 1.0, 0.3, 0.1, 40.0])):
        torch.testing.assert_close(on("cpu", net)(z, sigma), net(z, sigma), atol=1e-4, rtol=1e-4)


def test_training_lowers_the_loss(capsys):
    trained("zeros", SMALL.repeat(40, 1, 1, 1), TINY | {"epochs": 6}, "cpu")
    losses = [float(line.split()[-1]) for line in capsys.readouterr().out.splitlines()]
    assert len(losses) == 6 and losses[-1] < losses[0]


def test_a_machine_that_is_the_network_is_predicted_exactly(monkeypatch):
    """So the rows can tell: with the machine in the network's place r is 1, in as many steps."""
    planted = prediction.machine("bbELS", SMALL, 3)
    monkeypatch.setattr("make_paper_tables.on", lambda device, net: planted)
    two = rows("zeros", SMALL, TINY, "cpu")[1]
    assert two["bbELS"]["r2"]["median"] == pytest.approx(1, abs=1e-6) and two["IS"]["r2"]["median"] < 0.99


def test_it_reads_one_class_of_an_archive(tmp_path, monkeypatch):
    """Pictures and the class come from the loader; what the tables make of them is not the matter here."""
    content = np.zeros((4, cifar.RECORD), np.uint8)
    content[:, 0], content[:, 1:] = [3, 0, 3, 3], np.arange(4)[:, None]
    path = tmp_path / "cifar-10-binary.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name in cifar.PARTS["training"]:
            member = tarfile.TarInfo(f"{cifar.FOLDER}/{name}")
            member.size = content.size
            archive.addfile(member, io.BytesIO(content.tobytes()))
    monkeypatch.setattr(cifar, "MD5", hashlib.md5(path.read_bytes()).hexdigest())
    asked = []
    monkeypatch.setattr("make_paper_tables.rows", lambda *args: asked.append(args) or [])
    main(["--class", "cat", "--archive", str(path), "--out", str(tmp_path / "t.json")])
    assert [(padding, len(images), device) for padding, images, _, device in asked] == [
        ("zeros", 15, "cpu"), ("circular", 15, "cpu")]
    assert asked[0][2] == PAPER and json.loads((tmp_path / "t.json").read_text("utf8"))["class"] == "cat"
