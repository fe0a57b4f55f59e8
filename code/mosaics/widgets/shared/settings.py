"""What a lab can be set to from outside, by a sentence of a chapter or by an address.

A lab lists its settings by name (`Lab.controls`); its front end has a control for each (`controls()` in its view.js).
"""

import re
from typing import NamedTuple

Number = float | int
Value = Number | str
FORM = re.compile(r"(\w+)(?:#(\d+))?\s*:\s*(.+)", re.S)


class Setting(NamedTuple):
    """Numbers from `low` to `high`, of which only whole or odd ones may be allowed, words, and texts of a form."""

    low: Number = 0
    high: Number = -1  # below `low`: no numbers
    step: str = ""
    words: tuple[str, ...] = ()
    form: str = ""  # a regular expression; "": no texts
    like: str = ""  # an example of such a text

    def __str__(self) -> str:
        """What is allowed, in words."""
        texts = (f"a text like {self.like}",) if self.form else ()
        some = (*self.words, *texts)
        words = ", ".join(some) if len(some) == 1 else f"one of {', '.join(some)}"
        if self.high < self.low:
            return words
        article = "an" if self.step == "odd" else "a"
        numbers = " ".join([article, self.step, f"number from {self.low:g} to {self.high:g}"]).replace("  ", " ")
        return f"{numbers} or {words}" if some else numbers

    @property
    def continuous(self) -> bool:
        """Whether any number between two that are allowed is allowed too."""
        return self.high >= self.low and not self.step

    def read(self, text: str) -> Value:
        """A value as written, as a number where it is one; ValueError if it is not allowed."""
        if (text in self.words and not text.isdigit()) or (self.form and re.fullmatch(self.form, text)):
            return text
        try:
            value = float(text)
        except ValueError:
            raise ValueError(text) from None
        grid = {"": 0, "whole": value % 1, "odd": (value - 1) % 2}[self.step]  # 0 on it
        fits = self.low <= value <= self.high and grid == 0
        if not fits and text not in self.words:
            raise ValueError(text)
        return int(value) if value % 1 == 0 else value


def number(low: Number, high: Number) -> Setting:
    """Any number from `low` to `high`."""
    return Setting(low, high)


def whole(low: int, high: int) -> Setting:
    """A whole number from `low` to `high`."""
    return Setting(low, high, "whole")


def word(*words: str) -> Setting:
    """One of some words."""
    return Setting(words=words)


def text(form: str, like: str, *words: str) -> Setting:
    """A text of a form, a regular expression, or one of some words; `like`: an example."""
    return Setting(words=words, form=form, like=like)


def allowed(lab: str, name: str, value: str, controls: dict[str, Setting]) -> Value:
    """A value as written that a lab's settings allow; ValueError names what was given and what they are."""
    if name not in controls:
        raise ValueError(f"{lab} can be set by {', '.join(controls)}, got {name!r}")
    try:
        return controls[name].read(value)
    except ValueError:
        raise ValueError(f"{name} of {lab} must be {controls[name]}, got {value[:80]!r}") from None


class Preset(NamedTuple):
    """A lab's class, which of that class on the page (from 1), and the values that it is set to."""

    lab: str
    place: int
    values: dict[str, Value]


def read(text: str, labs: dict[str, dict[str, Setting]]) -> Preset:
    """A preset such as "SamplerLab#2: P=3, seed=6", checked against the controls of each of `labs`.

    ValueError names what was given and what is allowed.
    """
    if not (found := FORM.fullmatch(text.strip())):
        raise ValueError(f"a preset is like SamplerLab: P=3, seed=6, got {text!r}")
    lab, place, given = found[1], int(found[2] or 1), found[3]
    if lab not in labs or place < 1:
        raise ValueError(f"a preset's lab must be one of {', '.join(labs)}, counted from 1, got {text!r}")
    values = dict[str, Value]()
    for part in given.split(","):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals or name not in labs[lab] or name in values:
            raise ValueError(f"{lab} can be set by name=value, each once, of {', '.join(labs[lab])}, "
                             f"got {part.strip()!r}")
        values[name] = allowed(lab, name, value, labs[lab])
    return Preset(lab, place, values)
