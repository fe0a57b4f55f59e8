"""Repairs of sphinx-book-theme 1.3 / pydata-sphinx-theme 0.17: page context, then the finished HTML."""

import pathlib
import re
from typing import Any

from sphinx.application import Sphinx

RUN_PAGE = "chapters/running"
# The title on paper has no number; the page's own has it.
NUMBER = re.compile(r'<section[^>]*>\s*<h1><span class="section-number">([^<]*)</span>')
ON_PAPER = re.compile(r'(<div id="jb-print-docs-body"[^>]*>\s*<h1>)(?!\d)')
# The theme picks light or dark by script; until then, and for good where no script runs, the page is light.
UNDECIDED, LIGHT = re.compile(r'(<html\b[^>]*) data-theme="auto"'), r'\1 data-theme="light"'
# A sandboxed frame has no storage, and to ask for it raises: what the theme keeps then lasts as long as the page.
FIRST, SHELF = '<script data-cfasync="false">', """<script>try { localStorage } catch {
for (const name of ["localStorage", "sessionStorage"]) { const kept = new Map();
Object.defineProperty(window, name, { value: { getItem: (key) => kept.get(key) ?? null,
setItem: (key, value) => kept.set(key, String(value)), removeItem: (key) => kept.delete(key) } }); } }</script>
"""


def make_static_folder(app: Sphinx) -> None:
    """The theme copies its logo to `_static` before that folder exists, which leaves a file of that name."""
    static = pathlib.Path(app.outdir) / "_static"
    if static.is_file():
        static.unlink()
    static.mkdir(parents=True, exist_ok=True)


def once(files: list[Any]) -> list[Any]:
    """Drop repeated in-line scripts: sphinx-thebe declares its constants twice, an error on every page."""
    seen, kept = set(), []
    for file in files:
        body = getattr(file, "attributes", {}).get("body")
        if not (body and body in seen):
            kept.append(file)
        seen.add(body)
    return kept


def repair_context(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Scripts once, a valid theme mode, and a way to run a chapter where there are no launch buttons."""
    context["script_files"] = once(context.get("script_files", []))
    context["default_mode"] = context.get("default_mode") or "auto"
    launches = app.config.html_theme_options.get("launch_buttons")
    if doctree is not None and not launches and app.env.metadata.get(page, {}).get("kernelspec"):
        add_run_button(app, page, context)


def add_run_button(app: Sphinx, page: str, context: dict[str, Any]) -> None:
    """A header button that leads to the page on running a chapter."""
    if RUN_PAGE in app.env.found_docs:
        button = {"type": "link", "url": context["pathto"](RUN_PAGE), "text": "Run this page",
                  "tooltip": "How to run this page as a notebook", "icon": "fas fa-rocket", "label": "run-button"}
        context["header_buttons"].insert(0, button)


def repair_page(html: str) -> str:
    """A page whose theme works without scripts and without storage; a no-op on a page already mended."""
    html = UNDECIDED.sub(LIGHT, html, count=1)
    if number := NUMBER.search(html):
        html = ON_PAPER.sub(rf"\g<1>{number[1]}", html, count=1)
    return html if SHELF in html else html.replace(FIRST, SHELF + FIRST, 1)
