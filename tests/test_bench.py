"""What the benchmark compares with gives the same answers, so its ratios compare like with like."""

import importlib.util
import pathlib

import pytest
import torch
from mosaics.core.data import load
from mosaics.core.sweep import sweep

ROOT = pathlib.Path(__file__).resolve().parents[1]


def of_bench(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "bench" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("name", "reach", "padding"), [
    ("els", "interior", "circular"), ("product", "interior", "circular"), ("bbels", "matching", "zeros"),
    ("ls", "same", "zeros"),
])
@pytest.mark.parametrize("data", [load("fashion-mnist", n=12, size=9), load("dicebear-faces", n=7, size=8)],
                         ids=["grey", "colour"])
@pytest.mark.parametrize("P", [1, 3, 7])
def test_the_textbook_agrees_with_the_machine(name, reach, padding, data, P):
    data = data.images
    z = data[:1] + 0.7 * torch.randn(1, *data.shape[1:], generator=torch.Generator().manual_seed(0))
    plain = getattr(of_bench("textbook"), name)(z, 0.7, data, P, 5)
    torch.testing.assert_close(plain.double(), sweep(z, 0.7, data, [P], reach, padding)[0].mean, atol=1e-4, rtol=0)


def test_a_step_of_training_is_timed_on_both_sides(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    images = load("fashion-mnist", n=4, size=16).images
    timed = of_bench("run").training(images, (16, 24), steps=1)
    assert set(timed) == {"page", "python"}
    assert all(set(of) == {"16", "24"} and min(of.values()) > 0 for of in timed.values())
