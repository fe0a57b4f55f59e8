"""Digits: stripes on a line, limb buds; a part of the stored rows computed anew."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from mosaics import fingers
from mosaics.core import data
from mosaics.fingers.digits import REFERENCE
from mosaics.turing import BarrioVareaMaini, Schnakenberg, fastest_mode

STORED = data.results("fingers")["rows"]


@given(st.integers(1, 9), st.booleans())
def test_a_stripe_that_an_end_cuts_counts_half(n, odd):
    """Waves from a high end: n of them have n - 1 whole stripes and two halves, half a wave less one half less."""
    x = torch.cos(2 * math.pi * (n - odd / 2) * torch.linspace(0, 1, 40 * n + 1))[None]
    assert fingers.stripes(torch.cat([x, -x])).tolist() == [n - odd / 2] * 2


@pytest.mark.parametrize(("call", "error", "says"), [
    (lambda: fingers.stripes(torch.zeros(2, 0)), ValueError, r"shape \(B, W\), got \(2, 0\)"),
    (lambda: fingers.on_a_line(Schnakenberg(Dv=5), 3.0), ValueError, "no Turing instability"),
    (lambda: fingers.on_a_line(Schnakenberg(), 0), ValueError, "widths must be between 0.1 and 100, got 0.0"),
    (lambda: fingers.on_a_line(Schnakenberg(), 1e-3), ValueError, "widths must be between"),  # would run for days
    (lambda: fingers.grown(delta=0), ValueError, "delta must be between 0.5 and 10"),
    (lambda: fingers.wavelength(0), ValueError, "delta must be between 0.5 and 10"),
    (lambda: fingers.width_in_waves(2.4, -5), ValueError, "theta must be between 5 and 85"),
    (lambda: fingers.grown(theta=90), ValueError, "theta must be between 5 and 85"),
    (lambda: fingers.digits(fingers.Bud(torch.zeros(9, 9), (8, 4), 20), 60), ValueError, "radius must be between 12"),
])
def test_what_is_refused(call, error, says):
    with pytest.raises(error, match=says):
        call()


def test_the_wavelength_is_that_of_the_linear_theory():
    """It grows as the square root of delta, so that the number of digits falls with it."""
    assert fingers.wavelength(4.0) == pytest.approx(2 * fingers.wavelength(1.0), rel=1e-12)
    assert fingers.wavelength(1.0) == fastest_mode(BarrioVareaMaini()).wavelength
    width = 2 * math.radians(60) * REFERENCE
    assert fingers.width_in_waves(2.4, 60) == pytest.approx(width / fingers.wavelength(2.4))


def test_a_bud_fans_out_into_digits_that_reach_from_the_inner_to_the_outer_edge():
    bud = fingers.grown(2.4, 40)
    numbers = [fingers.digits(bud, r) for r in (28.8, 36, 43.2)]
    assert len(set(numbers)) == 1 and abs(numbers[0] - fingers.width_in_waves(2.4, 40)) <= 1
    assert numbers == STORED["buds by angle"]["buds"][2]["digits"][0]
    assert bud.u.isnan().any() and 0.1 < bud.u[~bud.u.isnan()].abs().max() < 5


@pytest.mark.parametrize("widths", [2.0, 5.0])
def test_stripes_of_a_line_counted_anew(widths):
    row = next(row for row in STORED["stripes"]["lines"] if row["widths"] == widths)
    assert fingers.on_a_line(Schnakenberg(Dv=row["Dv"]), widths).tolist() == row["stripes"]


def test_what_the_rows_say():
    """Stripes and digits are as many as wavelengths fit in, more or less one; shorter waves make more of them."""
    rows = STORED["stripes"]["lines"] + STORED["stripes at one width"]["lines"]
    assert all(abs(n - row["widths"]) <= 1 for row in rows for n in row["stripes"])
    for name in ("buds by angle", "buds by delta"):
        middle = [(bud["waves"], sum(d[1] for d in bud["digits"]) / 3) for bud in STORED[name]["buds"]]
        assert all(abs(n - waves) <= 1 for waves, n in middle)
        assert [n for _, n in middle] == sorted(n for _, n in middle)
    assert STORED["buds by angle"]["buds"][0]["digits"][0][1] == 2
