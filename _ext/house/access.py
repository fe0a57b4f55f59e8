"""Accessibility of the theme's own markup, as axe-core 4.14 found it: names, landmarks, roles."""

import itertools
import re

REPAIRS = (
    # a visible label must be part of the name, so these elements are named by what they show
    ('<button class="btn search-button-field search-button__button pst-js-only" title="Search" aria-label="Search"',
     '<button class="btn search-button-field search-button__button pst-js-only" title="Search"'),
    ('<summary aria-label="Toggle hidden content">', "<summary>"),
    # the book's name stands outside all landmarks
    ('<div id="pst-primary-sidebar" class=',
     '<div id="pst-primary-sidebar" role="navigation" aria-label="Book" class='),
    # deprecated role, and a list whose children are no items
    (' role="doc-biblioentry"', ""),
    ('<div role="list" class="citation-list">', '<div class="citation-list">'),
)
EMPTY_HEAD = re.compile(r"<thead>\s*<tr[^>]*>(?:\s*<th[^>]*>(?:<p></p>)?\s*</th>)+\s*</tr>\s*</thead>\s*")
ID = re.compile(r'(<[a-zA-Z][^<>]*?\sid=")([^"]+)(?=")')


def unique_ids(html: str) -> str:
    """Each id once: the second element that has it becomes `id-2`. Links lead to the first, as they did."""
    taken, seen = {match[2] for match in ID.finditer(html)}, set[str]()

    def one(match: re.Match) -> str:
        name = match[2]
        if name in seen:
            name = next(other for k in itertools.count(2) if (other := f"{name}-{k}") not in taken)
        seen.add(name)
        taken.add(name)
        return match[1] + name

    return ID.sub(one, html)


def repair(html: str) -> str:
    """Mend what the theme's templates get wrong; a no-op on a page already mended."""
    html = EMPTY_HEAD.sub("", html)  # Markdown has no table without a head
    for wrong, right in REPAIRS:
        html = html.replace(wrong, right)
    return unique_ids(html)
