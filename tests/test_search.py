"""The search's index: sections in words."""

import pytest
from test_house import house

search = house("search")

PAGE = """<article><section id="top"><h1>3. Memorisation<a class="headerlink" href="#top">#</a></h1><p>At the top.</p>
<section id="one"><h2>3.1. The level <span class="math">\\(\\sigma_C\\)</span><a class="headerlink">#</a></h2>
<p>It is <span class="math notranslate">\\(\\sigma^2=\\tfrac12\\)</span>, say.</p><div class="math">\\[x=1\\]</div>
<table class="table claims-table"><tr><th>level</th><td>0.5</td></tr></table>
<div class="cell"><div class="cell_input"><pre>secret = 1</pre></div>
<div class="cell_output"><pre>printed</pre></div></div>
<script>hidden()</script><section id="two"><h3>Deeper</h3><p>Below.</p></section></section></section></article>"""
GLOSSARY = """<article><section id="glossary"><h1>Glossary</h1><dl class="glossary"><dt id="term-score">score<a
class="headerlink" href="#term-score">#</a></dt><dd><p>The gradient.</p></dd></dl></section></article>"""


@pytest.mark.parametrize(("formula", "shown"), [
    (r"\(\sigma_C\)", "σ_C"), (r"\(\sigma^2\)", "σ²"), (r"\(\hat{\mathbf x}_0\)", "x̂₀"),
    (r"\(\tfrac12\log N\)", "1/2log N"),
    (r"\(N\le 2{,}000\)", "N≤ 2,000"), (r"\(\mathbf z\)", "z"), (r"\(" + "a+" * 30 + r"b\)", "…"),
])
def test_a_formula_in_plain_characters(formula, shown):
    assert search.words(formula) == shown
    assert "\\" not in search.words(formula)


def test_sections_of_a_page():
    found = list(search.entries(PAGE, "p.html"))
    assert [(e["url"], e["title"]) for e in found] == [
        ("p.html", "3. Memorisation"), ("p.html#one", "3.1. The level σ_C"), ("p.html#two", "Deeper")]
    assert {e["page"] for e in found} == {"3. Memorisation"}
    assert [e["text"] for e in found] == ["At the top.", "It is σ²=1/2, say. …", "Below."]


def test_terms_of_the_glossary():
    assert list(search.entries(GLOSSARY, "g.html")) == [
        {"url": "g.html#term-score", "page": "Glossary", "title": "score", "text": "The gradient."}]


def test_a_page_without_a_title_has_no_sections():
    assert list(search.entries("<article><section id='a'><p>Text</p></section></article>", "p.html")) == []
