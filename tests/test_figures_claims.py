"""No figure without alt text; no number without its computed value."""

import base64
import io
import json

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from matplotlib.colors import to_rgb
from mosaics.core import figures
from mosaics.core.claims import ClaimError, claim, find_claims, prose


@pytest.fixture
def shown(monkeypatch):
    """What was displayed: (bundle, metadata), in order."""
    out = []
    monkeypatch.setattr(figures, "display", lambda bundle, metadata=None, raw=False: out.append((bundle, metadata)))
    monkeypatch.delenv("MOSAICS_FIGURES", raising=False)
    with plt.rc_context():  # style() of a test stays in the test
        yield out
    plt.close("all")


def line():
    fig, ax = plt.subplots(figsize=(2, 1))
    ax.plot([0, 1], [0, 1])
    ax.set(title="a title", xlabel="$x$")
    return fig


# ---------------------------------------------------------------- figures
@pytest.mark.parametrize("alt", ["", " ", "\n\t"])
def test_figure_without_alt_text_is_refused(shown, alt):
    with pytest.raises(ValueError, match="alt must be a text that says what the figure shows, got"):
        figures.show(line(), alt)
    with pytest.raises(ValueError, match="alt must be a text"):
        figures.display_png(b"", alt)
    assert not shown
    with pytest.raises(TypeError):
        figures.show(line())


def test_figure_carries_alt_text_and_caption_and_is_closed(shown):
    fig = line()
    figures.show(fig, "a rising line", "It *rises*.")
    (bundle, meta), (caption, _) = shown
    assert meta == {"image/png": {"alt": "a rising line", "classes": ""}}
    assert bundle["text/plain"] == "[figure] a rising line"
    assert base64.b64decode(bundle["image/png"]).startswith(b"\x89PNG")
    assert caption == {"text/markdown": "It *rises*.", "text/plain": "It *rises*."}
    assert not plt.fignum_exists(fig.number)


def test_twins_for_the_book(shown, monkeypatch):
    monkeypatch.setenv("MOSAICS_FIGURES", "both")
    figures.show(line(), "a rising line")
    light, dark = shown
    assert light[1]["image/png"] == {"alt": "a rising line", "classes": "only-light"}
    assert dark[1]["image/png"] == {"alt": "a rising line", "classes": "only-dark"}
    assert light[0]["image/png"] != dark[0]["image/png"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_ink_follows_the_theme_on_a_transparent_ground(shown, theme):
    figures.style()
    fig = line()
    pixels = plt.imread(io.BytesIO(figures.png(fig, theme)))
    assert pixels[0, 0, 3] == 0
    ink = to_rgb(figures.INK[theme])
    ax = fig.axes[0]
    texts = [ax.title, ax.xaxis.label, *ax.get_xticklabels()]
    assert all(to_rgb(t.get_color()) == ink for t in texts)
    assert all(to_rgb(s.get_edgecolor()) == ink for s in ax.spines.values())
    assert np.abs(pixels[pixels[..., 3] == 1][:, :3] - ink).sum(1).min() < 1e-2  # 8-bit colours: 3 x 1/510


def test_house_style_uses_the_house_colours(shown):
    figures.style()
    cycle = plt.rcParams["axes.prop_cycle"].by_key()["color"]
    assert cycle == list(figures.COLORS.values()) and len(set(cycle)) == 5


def luminance(color):
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(color))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("name", figures.COLORS)
@pytest.mark.parametrize("ground", ["#ffffff", "#14181d"])
def test_lines_stand_out_on_light_and_dark_ground(name, ground):
    a, b = sorted((luminance(figures.COLORS[name]), luminance(ground)))
    assert (b + 0.05) / (a + 0.05) >= 3  # WCAG 2.1, 1.4.11: graphical objects


def test_grid_draws_every_image_in_its_place_with_its_title():
    x = torch.linspace(-1.5, 1.5, 5 * 4).reshape(5, 1, 2, 2)
    fig = figures.grid(x, titles=list("abcde"), cols=3)
    axes = fig.axes
    assert len(axes) == 6 and [a.get_title() for a in axes] == [*"abcde", ""]
    for k in range(5):
        drawn = axes[k].images[0]
        torch.testing.assert_close(torch.tensor(np.asarray(drawn.get_array())), (x[k, 0].clamp(-1, 1) + 1) / 2)
        assert drawn.get_clim() == (0, 1)
    assert not axes[5].images
    plt.close(fig)


def test_grid_takes_colour_images():
    fig = figures.grid(torch.zeros(2, 3, 4, 4))
    assert fig.axes[0].images[0].get_array().shape == (4, 4, 3) and len(fig.axes) == 2
    plt.close(fig)


# ---------------------------------------------------------------- claims
@pytest.mark.parametrize(("value", "says"), [
    (0.9486, "0.95"), (0.9450001, "0.95"), (2000.4, "2,000"), (0.98, "98 %"), (0.9751, "98%"), (1.86e-3, "1.9e-3"),
    (-0.266416, "-0.266"), (1, "1"), (1.05, "1.0"), (1.04, "1.0"), (0.125, "0.12"), (3.1e76, "31000e72"),
    (-0.0001, "0.0"),
    (np.float64(0.5), "0.5"), (torch.tensor(0.25, dtype=torch.float64), "0.25"), (True, "1"),
])
def test_claim_accepts_what_rounds_to_it(capsys, value, says):
    claim("name", value, says=says)
    assert capsys.readouterr().out == f"name: {says}\n"


@pytest.mark.parametrize(("value", "says"), [
    (0.9449999, "0.95"), (0.9551, "0.95"), (0.95, "0.950001"), (1999.4, "2,000"), (0.974, "98 %"), (98, "98 %"),
    (1.04, "1.1"), (0.266, "-0.266"), (float("nan"), "0"), (float("inf"), "1"), (1e40, "1")
])
def test_claim_refuses_what_does_not(capsys, value, says):
    with pytest.raises(ClaimError, match=r"^name: the prose says .*, the value is "):
        claim("name", value, says=says)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("says", ["", "about 2", "0.95.1", "1/2", "%", "−1", "1 000", ".5", "nan", "inf", "0x10"])
def test_claim_wants_a_number(says):
    with pytest.raises(ValueError, match="says must be a number such as"):
        claim("name", 1.0, says=says)


def test_claims_and_prose_of_a_notebook(tmp_path):
    cells = [{"cell_type": "markdown", "source": ["It is 0.5", " here."]},
             {"cell_type": "code", "source": ['claim("half", 1 / 2,\n', '      says="0.5")\nprint("claim")']},
             {"cell_type": "code", "source": 'for k in (1,):\n    claim("in a loop", k, "1")'},
             {"cell_type": "markdown", "source": "End."}]
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps({"cells": cells}), "utf8")
    assert find_claims(path) == [("half", "0.5"), ("in a loop", "1")]
    assert prose(path) == "It is 0.5 here.\nEnd."
