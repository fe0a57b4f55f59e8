"""Figures: one style, both themes, and none without alt text."""

import base64
import io

import matplotlib
import pytest

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import torch
from mosaics.core import figures
from PIL import Image


@pytest.fixture
def shown(monkeypatch):
    """What was displayed: a list of (data, metadata)."""
    out = []
    monkeypatch.setattr(figures, "display", lambda data, metadata=None, raw=False: out.append((data, metadata)))
    monkeypatch.delenv("MOSAICS_FIGURES", raising=False)
    yield out
    plt.close("all")


def plot():
    figures.style()
    fig, ax = plt.subplots(figsize=(2, 1.5))
    ax.plot([0, 1], [0, 1], label="line")
    ax.set(xlabel="x", title="title")
    ax.legend()
    return fig


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGBA"))


def test_show_gives_picture_alt_and_caption_and_closes(shown):
    figures.show(plot(), alt="A rising line.", caption="It *rises*.")
    (image, meta), (caption, _) = shown
    assert base64.b64decode(image["image/png"])[:8] == b"\x89PNG\r\n\x1a\n"
    assert image["text/plain"] == "[figure] A rising line." and meta["image/png"]["alt"] == "A rising line."
    assert caption["text/markdown"] == "It *rises*." and plt.get_fignums() == []


def test_table_says_its_cells_and_caption(shown):
    figures.table(["a", "b"], [["x", "1"], ["y", "2"]], "Two rows.")
    (table, _), (caption, _) = shown
    assert table["text/markdown"] == table["text/plain"] == "| a | b |\n| --- | ---: |\n| x | 1 |\n| y | 2 |"
    assert caption["text/markdown"] == "Two rows."


def test_table_without_caption_or_rows(shown):
    figures.table(["only"], [])
    assert [bundle["text/markdown"] for bundle, _ in shown] == ["| only |\n| --- |"]


def test_no_caption_no_output(shown):
    figures.show(plot(), alt="A rising line.")
    assert len(shown) == 1


def test_the_book_gets_a_twin_for_each_theme(shown, monkeypatch):
    monkeypatch.setenv("MOSAICS_FIGURES", "both")
    figures.show(plot(), alt="A rising line.")
    assert [m["image/png"]["classes"] for _, m in shown] == ["only-light", "only-dark"]
    light, dark = (pixels(base64.b64decode(d["image/png"])) for d, _ in shown)
    assert light.shape == dark.shape
    for image, theme in ((light, "light"), (dark, "dark")):  # ink of the theme is there, the other's is not
        solid = image[image[..., 3] == 255][:, :3].tolist()
        rgb = {t: [round(255 * c) for c in matplotlib.colors.to_rgb(figures.INK[t])] for t in figures.INK}
        assert solid.count(rgb[theme]) > 20 and solid.count(rgb["dark" if theme == "light" else "light"]) == 0
    assert light[0, 0, 3] == 0  # transparent ground


NOTEBOOKS = ["#ffffff", "#111111", "#1f1f1f", "#383838"]  # JupyterLab light and dark, VS Code's dark, Colab's dark


@pytest.mark.parametrize("page", NOTEBOOKS)
def test_a_notebook_shows_figures_that_can_be_read_on_its_ground(shown, monkeypatch, page):
    fig = plot()
    texts = [t for t in fig.findobj(matplotlib.text.Text) if t.get_text() and t.get_visible()]
    scale = plt.rcParams["savefig.dpi"] / fig.dpi
    fig.draw_without_rendering()  # the layout that boxes are measured in
    boxes = {t.get_text(): t.get_window_extent().extents * scale for t in texts}
    figures.show(fig, alt="A rising line.")
    image = pixels(base64.b64decode(shown[0][0]["image/png"])) / 255.0
    over = image[..., :3] * image[..., 3:] + np.array(matplotlib.colors.to_rgb(page)) * (1 - image[..., 3:])
    assert {"x", "title", "line"} <= set(boxes)
    for text, (left, low, right, high) in boxes.items():
        rows, columns = slice(int(len(over) - high), int(len(over) - low) + 1), slice(int(left), int(right) + 1)
        letters = over[rows, columns].reshape(-1, 3)
        bright = np.array([float(luminance(tuple(rgb))) for rgb in letters])
        assert contrast(letters[bright.argmin()], letters[bright.argmax()]) >= 4.5, text
    assert (image[..., 3] == 1).all(), "the page shines through the ground"


@pytest.mark.parametrize("alt", ["", "  \n"])
def test_no_figure_without_alt_text(shown, alt):
    with pytest.raises(ValueError, match="alt must be a text that says what the figure shows"):
        figures.show(plot(), alt=alt)
    with pytest.raises(ValueError, match="alt must be"):
        figures.display_png(b"", alt)
    assert shown == []


def luminance(color):
    rgb = np.array(matplotlib.colors.to_rgb(color))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722]


def contrast(a, b):
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("theme", "ground"), [("light", "#ffffff"), ("dark", "#14181e")])
def test_ink_and_lines_can_be_read(theme, ground):
    """WCAG 2: 7 for text (AAA), 3 for lines that carry meaning; grey serves dashed references and counts as one."""
    assert contrast(figures.INK[theme], ground) >= 7
    assert all(contrast(c, ground) >= 3 for c in figures.COLORS.values())


# Machado, Oliveira & Fernandes 2009, severity 1: how linear RGB looks without long-, and without middle-wave cones
PROTAN = np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]])
DEUTAN = np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]])


def lab(linear):
    xyz = linear @ np.array([[0.4124, 0.2126, 0.0193], [0.3576, 0.7152, 0.1192], [0.1805, 0.0722, 0.9505]])
    f = np.cbrt(xyz.clip(0) / [0.9505, 1.0, 1.089])
    return np.stack([116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], -1)


@pytest.mark.parametrize("view", [np.eye(3), PROTAN, DEUTAN], ids=["all cones", "protan", "deutan"])
def test_colours_differ_for_colour_blind_readers(view):
    """CIE76 distance between any two colours of the cycle: 2.3 can just be told, lines need far more."""
    rgb = np.array([matplotlib.colors.to_rgb(figures.COLORS[c]) for c in ("blue", "orange", "green", "purple")])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = lab((linear @ view.T).clip(0, 1))
    apart = np.linalg.norm(seen[:, None] - seen[None], axis=-1)[np.triu_indices(4, 1)]
    assert apart.min() > 15


def test_grid_draws_what_it_is_given(shown):
    figures.style()
    images = torch.linspace(-1.5, 1.5, 5)[:, None, None, None].expand(5, 1, 3, 3)
    fig = figures.grid(images, titles=list("abcde"), cols=3)
    drawn = [ax for ax in fig.axes if ax.images]
    assert len(fig.axes) == 6 and [ax.get_title() for ax in drawn] == list("abcde")
    assert [float(ax.images[0].get_array()[0, 0]) for ax in drawn] == pytest.approx([0, 0.125, 0.5, 0.875, 1])
    assert drawn[0].images[0].get_interpolation() == "nearest"
    assert not any(ax.axison for ax in fig.axes)
    colour = figures.grid(torch.zeros(2, 3, 4, 4))
    assert len(colour.axes) == 2 and colour.axes[0].images[0].get_array().shape == (4, 4, 3)


def test_fields_are_drawn_each_from_low_to_high():
    values = torch.stack([torch.linspace(3, 9, 6).reshape(2, 3), torch.full((2, 3), 5.0)])  # (2, 2, 3)
    fig = figures.fields(values, ["rising", "flat"])
    drawn = [ax.images[0].get_array() for ax in fig.axes]
    assert drawn[0].min() == 0 and drawn[0].max() == pytest.approx(1) and (drawn[1] == 0).all()
    assert [ax.get_title() for ax in fig.axes] == ["rising", "flat"]
    figures.plt.close(fig)


def test_each_source_in_its_colour():
    source = torch.tensor([[0, 0, 3], [3, 7, -1]])
    fig, ax = plt.subplots()
    figures.draw_sources(ax, source)
    drawn = np.asarray(ax.images[0].get_array())  # (2, 3, 4)
    assert drawn[1, 2, 3] == 0  # nothing there
    for i, j in ((0, 0), (0, 1), (0, 2), (1, 0), (1, 1)):
        assert np.allclose(drawn[i, j], (*figures.source_color(int(source[i, j])), 1))
    assert len({figures.source_color(m) for m in range(1000)}) == 1000
    plt.close(fig)
