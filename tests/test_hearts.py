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
from mosaics import (
    canvas,
    creativity,
    diffusion,
    equivariant,
    fingers,
    ideal,
    local,
    memorization,
    networks,
    prediction,
    provenance,
    rivals,
    rules,
    turing,
)
from test_chapters import CHAPTERS, code

LINES, COLUMNS = range(5, 11), 80
FREE = {"torch", "numpy", "math"}  # what a heart may import
Space = dict[str, Any]


def euler(space: Space) -> None:
    z, sigmas = torch.tensor([0.3, -2.0, 4.0]).reshape(3, 1, 1, 1), diffusion.schedule("edm", 20)
    denoise = diffusion.two_point_denoiser()
    ours = diffusion.last(diffusion.sample(denoise, z, sigmas, "euler"))
    torch.testing.assert_close(space["euler"](denoise, z, sigmas), ours)


def ideal_denoiser(space: Space) -> None:
    rng = torch.Generator().manual_seed(1)
    images, z = torch.randn(7, 3, 4, 5, generator=rng), torch.randn(2, 3, 4, 5, generator=rng)
    for sigma in (0.05, 1.0, 30.0):
        guess = space["ideal_denoiser"](z, sigma, images)
        torch.testing.assert_close(guess.float(), ideal.IdealDenoiser(images)(z, sigma))


def turing_step(space: Space) -> None:
    """Ten of its steps are ten of the module's."""
    model = turing.Schnakenberg(a=0.1, b=0.9, Du=1, Dv=10)
    noise = torch.randn(1, 2, 8, 9, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    start = turing.near_rest(model, noise, 0.1)
    u, v = start[0]
    for _ in range(10):
        u, v = space["turing_step"](u, v)
    end = turing.last(turing.simulate(model, start, 10, dt=0.01)).fields
    torch.testing.assert_close(torch.stack([u, v])[None], end, rtol=1e-12, atol=1e-12)


def black_and_white(space: Space) -> None:
    """One guess, and a board drawn from the same noise."""
    z = 10 * torch.randn(6, 7, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    machine, levels = rules.LocalBlackWhite(3), [10.0 * 0.7**n for n in range(40)]
    torch.testing.assert_close(space["local_denoiser"](z, 3.0), machine(z[None, None], 3.0)[0, 0])
    end = diffusion.last(diffusion.sample(machine, z[None, None], torch.tensor(levels).double(), "euler"))
    assert torch.equal(space["draw_board"](z, levels), torch.where(end[0, 0] > 0, 1.0, -1.0))


def win_share(space: Space) -> None:
    for ratio in (0.6, 1.0, 1.5):  # the same stream, and so the same trials
        sigma = memorization.time_to_sigma(ratio * memorization.collapse_time(50, 20))
        wanted = memorization.gaussian_win_share(50, 20, ratio, 40, torch.Generator().manual_seed(3))
        assert space["win_share"](50, 20, sigma, 40, seed=3) == wanted


def local_guess(space: Space) -> None:
    rng = torch.Generator().manual_seed(1)
    images, z = torch.rand(7, 3, 6, 5, generator=rng) * 2 - 1, torch.randn(1, 3, 6, 5, generator=rng)
    for P in (1, 3, 11):
        for sigma in (0.1, 1.0, 10.0):
            guess = space["local_guess"](z, images, sigma, P)
            torch.testing.assert_close(guess, local.LS(images, P)(z, sigma)[0], atol=1e-5, rtol=0)


def equivariant_local(space: Space) -> None:
    rng = torch.Generator().manual_seed(1)
    images, z = torch.randn(5, 6, 7, generator=rng), torch.randn(6, 7, generator=rng)
    for P, sigma in ((1, 0.3), (3, 0.3), (5, 2.0)):
        ours = equivariant.ELS(images[:, None], P)(z[None, None], sigma)[0, 0]
        torch.testing.assert_close(space["els"](z, sigma, images, P), ours, atol=1e-4, rtol=0)


def source_of_a_pixel(space: Space) -> None:
    rng = torch.Generator().manual_seed(1)
    images, x = torch.randn(5, 6, 7, generator=rng), torch.randn(6, 7, generator=rng)
    for P in (1, 3, 5):
        found = provenance.sources(equivariant.ELS(images[:, None], P).seen(x[None, None], 0.1))
        for i, j in ((0, 0), (2, 6), (5, 3)):
            assert space["source"](x, images, i, j, P) == (int(found.image[0, i, j]), *found.shift[0, i, j].tolist())


def velocity_loss(space: Space) -> None:
    """An error in the velocity is b times as large in the picture, so the two losses differ by b^2."""
    net = networks.ResNet(1, width=4, depth=1, seed=3)
    rng = torch.Generator().manual_seed(4)
    x0, eps = torch.rand(5, 1, 8, 8, generator=rng) * 2 - 1, torch.randn(5, 1, 8, 8, generator=rng)
    for sigma in (0.1, 1.0, 20.0):
        abar, t = torch.tensor(1 / (1 + sigma**2)), networks.clock(sigma).float().expand(5)
        with torch.no_grad():
            loss = space["velocity_loss"](lambda x_t, _, t=t: net.velocity(x_t, t), x0, abar, eps)
        assert float((1 - abar) * loss) == pytest.approx(networks.denoising_error(net, x0, sigma, eps), rel=1e-4)


def agreement(space: Space) -> None:
    rng = torch.Generator().manual_seed(5)
    x, y = torch.randn(6, 3, 5, 4, generator=rng), torch.randn(6, 3, 5, 4, generator=rng)
    match = prediction.compare(x, (x + y).clamp(-1, 1))
    r2, cod = space["agreement"](x, (x + y).clamp(-1, 1))
    torch.testing.assert_close(r2, match.r2)
    torch.testing.assert_close(cod, match.R2)


def wide_then_narrow(space: Space) -> None:
    """One machine for noise above the level and another below is LS with the module's schedule of two windows."""
    rng = torch.Generator().manual_seed(1)
    images, z = torch.randn(5, 1, 9, 9, generator=rng), torch.randn(2, 1, 9, 9, generator=rng)
    t = torch.tensor(0.6, dtype=torch.float64)
    level = float(diffusion.abar_to_sigma(diffusion.abar_legacy(t)))
    ours = local.LS(images, fingers.until(0.6, 17, 3))
    theirs = space["wide_then_narrow"](local.LS(images, 17), local.LS(images, 3), level)
    for sigma in (0.1, 0.9 * level, level, 1.1 * level, 30.0):
        assert torch.equal(theirs(z, sigma), ours(z, sigma))


def attend(space: Space) -> None:
    """The layer of a network, without its biases and the clock's word."""
    layer = networks.AttentionResNet(1, width=6, depth=2).attention
    with torch.no_grad():
        for one in (layer.query, layer.key, layer.value, layer.out, layer.shift):
            one.bias.zero_()
        h = torch.randn(1, 6, 3, 4, generator=torch.Generator().manual_seed(1))
        told = torch.zeros(1, 64)
        matrices = [one.weight[:, :, 0, 0] for one in (layer.query, layer.key, layer.value, layer.out)]
        looks, out = space["attend"](h.flatten(2)[0].T, *matrices)
        torch.testing.assert_close(looks, layer.weights(h, told)[0])
        torch.testing.assert_close(out.T.reshape(h.shape), layer(h, told))


def masked(space: Space) -> None:
    rng = torch.Generator().manual_seed(6)
    images, z = torch.randn(7, 1, 4, 5, generator=rng), torch.randn(2, 1, 4, 5, generator=rng)
    masks = torch.rand(20, 20, generator=rng) < 0.4
    for sigma in (0.3, 1.0, 10.0):
        theirs = space["masked_guess"](z.flatten(1), sigma, images.flatten(1), masks.float())
        ours = rivals.MaskedLS(images, masks)(z, sigma).flatten(1)
        torch.testing.assert_close(theirs, ours, atol=1e-4, rtol=0)


def guess_of_windows(space: Space) -> None:
    """The centres of what the exact search guesses for every window inside."""
    rng = torch.Generator().manual_seed(7)
    picture, z = torch.randn(3, 6, 7, generator=rng), torch.randn(3, 5, 8, generator=rng)
    for P, sigma in ((1, 0.3), (3, 0.7), (5, 2.0)):
        windows = canvas.patches(z[None], P)
        whole = canvas.Exact(canvas.patches(picture[None], P)).guess(windows, sigma)  # (H' W', C P P)
        centres = whole.reshape(len(windows), 3, P * P)[:, :, P * P // 2]
        theirs = space["guess"](z, picture, sigma, P)
        torch.testing.assert_close(theirs, centres.T.reshape(theirs.shape), atol=1e-4, rtol=0)


def novelty(space: Space) -> None:
    rng = torch.Generator().manual_seed(8)
    images, x = (torch.randn(n, 4, 5, generator=rng, dtype=torch.float64) for n in (6, 3))
    for each in x:
        ours = creativity.shifted_novelty(each[None, None], images[:, None])[0]
        torch.testing.assert_close(space["novelty"](each, images), ours)
    assert float(space["novelty"](images[2].roll((1, 3), (0, 1)), images)) < 1e-6


HEARTS: dict[str, Callable[[Space], None]] = {
    "01-diffusion": euler, "02-ideal": ideal_denoiser, "03-memorization": win_share, "04-turing": turing_step,
    "05-rules": black_and_white, "06-local": local_guess,
    "07-equivariant": equivariant_local, "08-provenance": source_of_a_pixel,
    "09-networks": velocity_loss, "10-prediction": agreement,
    "11-fingers": wide_then_narrow, "12-attention": attend, "13-rivals": masked, "14-canvas": guess_of_windows,
    "15-creativity": novelty,
}


def run(source: str) -> Space:
    """What the lines of a heart leave in an empty namespace."""
    space: Space = {"__name__": "__main__"}
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
    assert len(found) == 1 and path.stem in HEARTS


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
