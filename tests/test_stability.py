"""Linear stability: kernels by autograd, symbols, growth, against finite differences, FFT and simulated steps."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from mosaics import rules
from mosaics import turing as tg
from mosaics.core import stability

F64 = torch.float64


def noise(seed, *shape):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=F64)


def poked(rule, state, h=1e-5):
    """The kernel by central differences: poke one value after another, look at the middle."""
    C, sides = state.shape[1], state.shape[2:]
    middle = tuple(n // 2 for n in sides)
    kernel = torch.zeros(C, C, *sides, dtype=F64)
    for place in range(state[0].numel()):
        bump = torch.zeros_like(state).flatten()
        bump[place] = h
        change = (rule(state + bump.view_as(state)) - rule(state - bump.view_as(state)))[0] / (2 * h)
        kernel.flatten(1)[:, place] = change[(slice(None), *middle)]
    return kernel


def rest(model, *grid):
    return tg.near_rest(model, torch.zeros(1, 2, *grid, dtype=F64))


RULES = {
    "Turing, line": (lambda z: tg.change(tg.Schnakenberg(), z, 0.7), rest(tg.Schnakenberg(), 7)),
    "Turing, sheet": (lambda z: tg.change(tg.GrayScott(Du=0.2, Dv=0.1), z, 1.0, stencil="nine"),
                      rest(tg.GrayScott(), 5, 7)),
    "black and white": (lambda z: rules.LocalBlackWhite(3)(z, 1.3) - z, 0.2 + torch.zeros(1, 1, 5, 7, dtype=F64)),
    "any state": (lambda z: z.sin() * z.roll(1, 2) - z**3, noise(1, 1, 2, 5)),
}


@pytest.mark.parametrize("name", RULES)
def test_response_is_what_poking_shows(name):
    rule, state = RULES[name]
    torch.testing.assert_close(stability.response(rule, state), poked(rule, state), rtol=1e-6, atol=1e-8)


def test_response_knows_left_from_right():
    """The weight at offset +1 is that of the right neighbour."""
    kernel = stability.response(lambda z: 3 * z.roll(-1, 2), torch.zeros(1, 1, 5, dtype=F64))
    assert kernel.tolist() == [[[0, 0, 0, 3, 0]]]


@given(st.integers(0, 999), st.integers(1, 3), st.sampled_from([(3,), (5,), (3, 5), (1, 3)]))
def test_a_wave_is_multiplied_by_the_symbol(seed, C, window):
    """Against a loop over offsets on a torus, with a wave that fits it."""
    kernel, n = noise(seed, C, C, *window), 12
    shape = (n,) * len(window)
    m = [seed % n, seed * 7 % n][: len(window)]
    k = 2 * math.pi / n * torch.tensor(m, dtype=F64)
    at = torch.meshgrid(*[torch.arange(n, dtype=F64)] * len(window), indexing="ij")
    wave = torch.exp(1j * sum(k[a] * at[a] for a in range(len(window))))
    amplitude = noise(seed + 1, C).to(wave.dtype)
    fields, out = amplitude.view(C, *[1] * len(window)) * wave, torch.zeros(C, *shape, dtype=wave.dtype)
    for place in torch.cartesian_prod(*[torch.arange(s) for s in window], torch.arange(1)):
        offset = [int(p) - s // 2 for p, s in zip(place, window, strict=False)]
        weights = kernel[(slice(None), slice(None), *place[: len(window)])].to(wave.dtype)
        moved = fields.roll([-o for o in offset], list(range(1, 1 + len(window))))
        out += torch.einsum("ce,e...->c...", weights, moved)
    expected = (stability.symbol(kernel, k) @ amplitude).view(C, *[1] * len(window)) * wave
    torch.testing.assert_close(out, expected, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("window", [(7,), (5, 7)])
def test_symbols_are_the_discrete_fourier_transform(window):
    kernel, n = noise(3, 1, 1, *window), 16
    padded = torch.zeros(*[n] * len(window), dtype=F64)
    padded[tuple(slice(0, s) for s in window)] = kernel[0, 0]
    padded = padded.roll([-(s // 2) for s in window], list(range(len(window))))
    axes = torch.meshgrid(*[2 * math.pi / n * torch.arange(n, dtype=F64)] * len(window), indexing="ij")
    found = stability.symbol(kernel, torch.stack(axes, -1))[..., 0, 0]
    torch.testing.assert_close(found, torch.fft.fftn(padded).conj(), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("model", [tg.Schnakenberg(), tg.GiererMeinhardt(), tg.BarrioVareaMaini()], ids=repr)
def test_the_kernel_of_a_simulated_step_gives_the_dispersion_relation(model):
    """Poke the equations on a grid: the waves grow as linear theory says for that grid's wavenumbers."""
    kernel = stability.response(lambda z: tg.change(model, z, 0.5), rest(model, 7))
    k = torch.linspace(0, math.pi, 40, dtype=F64)
    expected = torch.stack([tg.growth_rate(model, tg.grid_k((float(q) / 0.5,), 0.5)) for q in k])
    torch.testing.assert_close(stability.growth(kernel, k[:, None]), expected, rtol=1e-9, atol=1e-9)


def test_one_simulated_step_multiplies_waves_as_foretold():
    """A step of noise of size 1e-7, transformed: 1 + dt symbol, wave by wave."""
    model, n, dt, dx = tg.Schnakenberg(), 32, 0.01, 1.0
    start = tg.near_rest(model, noise(5, 1, 2, n), 1e-7)
    end = tg.last(tg.simulate(model, start, 1, dt=dt, dx=dx)).fields
    before, after = (torch.fft.fft(x - rest(model, n), dim=-1)[0] for x in (start, end))  # (2, n)
    kernel = stability.response(lambda z: tg.change(model, z, dx), rest(model, 5))
    k = 2 * math.pi / n * torch.arange(n, dtype=F64)
    step = torch.eye(2) + dt * stability.symbol(kernel, k[:, None])  # (n, 2, 2)
    expected = torch.einsum("kce,ek->ck", step, before)
    assert float((after - expected).abs().max() / before.abs().max()) < 1e-6


def test_fastest_wave():
    kernel = rules.ring_kernel(3.0, 6.0, 1.0, 0.34)[None, None]
    mode = stability.fastest_wave(kernel)
    assert mode.wavelength == pytest.approx(rules.kernel_wavelength(kernel[0, 0]), rel=2e-3)
    assert mode.growth == pytest.approx(float(stability.growth(kernel, torch.cartesian_prod(
        *[torch.linspace(-math.pi, math.pi, 301, dtype=F64)] * 2)).max()), rel=1e-3)
    assert stability.fastest_wave(torch.ones(1, 1, 3, dtype=F64)) == (0, math.inf, 3)
    model = tg.Schnakenberg(Dv=20)
    fine = stability.response(lambda z: tg.change(model, z, 0.2), rest(model, 3))
    assert stability.fastest_wave(fine, 2001).k / 0.2 == pytest.approx(tg.fastest_mode(model).k, rel=5e-3)


def test_a_kernel_that_leans_has_its_fastest_wave_where_it_leans():
    """Waves along one diagonal only: found whichever diagonal it is."""
    for sign in (1, -1):
        kernel = torch.zeros(1, 1, 3, 3, dtype=F64)
        kernel[0, 0, 1, 1] = 1
        kernel[0, 0, 0, 1 - sign] = kernel[0, 0, 2, 1 + sign] = -1
        assert stability.fastest_wave(kernel).growth == pytest.approx(3)
