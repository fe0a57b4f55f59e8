"""What a page keeps on one line (_ext/house/pages.py): a number and its unit, the two sides of an image."""

import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "_ext"))
from house.pages import hold_units


@pytest.mark.parametrize("html, held", [
    ("<p>(7 %)</p>", "<p>(7~%)</p>"),
    ("<p>16 × 16 pixels</p>", "<p>16~×~16 pixels</p>"),
    ("<p>4 × as fast in 20 s, 3 ms and 2 MB</p>", "<p>4~× as fast in 20~s, 3~ms and 2~MB</p>"),
    ('<a class="claim">40</a> s', '<a class="claim">40</a>~s'),
    ('<a class="claim">3</a> × <a class="claim">3</a>', '<a class="claim">3</a>~×~<a class="claim">3</a>'),
])
def test_a_number_keeps_its_unit(html, held):
    done = held.replace("~", "\u00a0")
    assert hold_units(html) == done == hold_units(done)


@pytest.mark.parametrize("html", [
    "<p>2 sides, 3 samples, 5 pixels</p>", "<pre>a = 7 % 2\n16 × 16</pre>", "<code>7 % 2</code>", '<img alt="7 %">',
    '<script>{"words": "7 %"}</script>', "<p>7</p>\n<p>% of it</p>",
])
def test_other_words_and_code_are_left_alone(html):
    assert hold_units(html) == html
