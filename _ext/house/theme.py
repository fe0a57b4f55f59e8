"""Repairs of sphinx-book-theme 1.3 / pydata-sphinx-theme 0.17: page context, then the finished HTML."""

import pathlib
from typing import Any

from sphinx.application import Sphinx

RUN_PAGE = "chapters/running"


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
