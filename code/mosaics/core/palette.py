"""Colours and letters of the figures, and the CSS variables that stand for them in a page."""

import pathlib

FONTS = pathlib.Path(__file__).parent / "fonts"
FAMILY = "Source Sans 3"
COLORS = {"blue": "#3f7fc4", "orange": "#d9722a", "green": "#2a9d7f", "purple": "#8550d8", "grey": "#8a8f98"}
TEXT = {"blue": "#22609f", "orange": "#a34c0d", "green": "#17705a", "purple": "#6d3bbd", "grey": "#5c626d"}
INK = {"light": "#24303c", "dark": "#e3e6ea"}
SOFT, LINE, TILE = "#565d6b", "#dfe0da", "#f1f0ea"  # small words, grids, grounds
PAPER = "#fdfcf9"  # the ground of a picture that must be read on any page, a notebook's dark theme included
# name of the variable: (colour of shapes in the light theme, colour of text there); web/mosaics.css has the dark ones
VARIABLES = {name: (value, TEXT[name]) for name, value in COLORS.items()} | {
    "ink": (INK["light"], INK["light"]), "black": ("#000000", "#000000"), "soft": (SOFT, SOFT), "line": (LINE, LINE),
    "tile": (TILE, TILE), "paper": (PAPER, PAPER)}


def text_color(color: str) -> str:
    """The readable variant, 4.5 to 1 on paper, of a house colour by name ("blue") or value; others stay."""
    by_value = {value: TEXT[name] for name, value in COLORS.items()}
    return TEXT.get(color, by_value.get(color, color))
