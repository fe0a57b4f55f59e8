"""The heart of each chapter: five to ten lines that run in an empty notebook and do what the chapter's module does.

A chapter with a cell tagged `heart` has an entry in `HEARTS`: a function of the namespace that the cell's lines left,
which compares what they define with the module.
"""

import ast
import pathlib
from collections.abc import Callable
from typing import Any

import pytest
import torch
from mosaics import diffusion, ideal
from test_chapters import CHAPTERS, CONVERTED, code

LINES, COLUMNS = range(5, 11), 80
FREE = {"torch", "numpy", "math"}  # what a heart may import
Comparison = Callable[[dict[str, Any]], None]


def sampler(space: dict[str, Any]) -> None:
    """Chapter 1: Euler's method, against the sampler and against the exact flow of Gaussian pixels."""
    g = torch.Generator().manual_seed(1)
    z, sigmas = 80 * torch.randn(3, 1, 4, 4, generator=g, dtype=torch.float64), diffusion.schedule("edm", 20)
    for denoise in (diffusion.two_point_denoiser(), diffusion.wiener(torch.rand(9, 1, 4, 4, generator=g))):
        wanted = diffusion.last(diffusion.sample(denoise, z, sigmas, "euler"))
        assert (space["euler"](denoise, z, sigmas) - wanted).abs().max() < 1e-12
    mean, var = torch.zeros(1, 4, 4), torch.ones(1, 4, 4)
    fine = torch.linspace(5, 0.5, 2001, dtype=torch.float64)
    flown = space["euler"](diffusion.gaussian_denoiser(mean, var), z, fine)
    assert flown == pytest.approx(diffusion.gaussian_flow(z, 5.0, 0.5, mean, var), rel=2e-3)


def ideal_denoiser(space: dict[str, Any]) -> None:
    """Chapter 2: the softmax over the training set, against the module's stream, at every level."""
    g = torch.Generator().manual_seed(2)
    data, z = 2 * torch.rand(30, 3, 5, 4, generator=g) - 1, 3 * torch.randn(6, 3, 5, 4, generator=g)
    for sigma in (0.05, 0.5, 2.0, 80.0):
        gap = space["ideal_denoiser"](z, sigma, data) - ideal.IdealDenoiser(data)(z.double(), sigma)
        assert gap.abs().max() < 1e-6


HEARTS: dict[str, Comparison] = {
    "01-diffusion": sampler,
    "02-ideal": ideal_denoiser,
}


def run(source: str) -> dict[str, Any]:
    """What the lines of a heart leave in an empty namespace."""
    space: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(source, "heart", "exec"), space)
    return space


def lines(source: str) -> list[str]:
    return [line for line in source.splitlines() if line.strip()]


def imported(source: str) -> set[str]:
    """The packages that the lines import."""
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = [n.module if isinstance(n, ast.ImportFrom) else alias.name for n in nodes for alias in n.names]
    return {name.split(".")[0] for name in names}


def hearts(path: pathlib.Path) -> list[str]:
    return code(path, "heart")


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_each_chapter_has_one_heart_and_its_comparison(path):
    found = hearts(path)
    assert len(found) == (path.stem in HEARTS) and (found or path.stem not in CONVERTED)


@pytest.mark.parametrize("stem", HEARTS)
def test_a_heart_stands_alone_and_does_what_the_module_does(stem):
    source = hearts(next(path for path in CHAPTERS if path.stem == stem))[0]
    assert len(lines(source)) in LINES and max(map(len, lines(source))) <= COLUMNS and imported(source) <= FREE
    HEARTS[stem](run(source))


def test_what_is_no_heart_is_found():
    assert imported("import torch.nn as nn, math as m\nfrom mosaics import ideal") == {"torch", "mosaics", "math"}
    assert run("def f(x):\n    return x + 1")["f"](1) == 2 and len(lines("a\n\nb")) == 2
    with pytest.raises(NameError):
        run("torch.ones(2)")
