"""The buttons over a chapter lead to its reader's notebook, which any front end shows well, not to its MyST source."""

import pathlib
import sys
from typing import Any

from sphinx.application import Sphinx

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "scripts"))

import reader

FOLDER = "notebooks"


def lead_to_notebook(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Change the theme's launch and download buttons; pages without a notebook of their own open the first one."""
    stem = page.rpartition("/")[2]
    own = (reader.TARGET / f"{stem}.ipynb").exists()
    notebook = f"{FOLDER}/{stem if own else min(p.stem for p in reader.TARGET.glob('*.ipynb'))}.ipynb"
    for group in [each for each in context.get("header_buttons", []) if "buttons" in each]:
        buttons = group["buttons"]
        if group.get("label") == "launch-buttons":
            source = f"{page}{pathlib.Path(app.env.doc2path(page)).suffix}"
            for button in buttons:
                button["url"] = button["url"].replace(source, notebook)
        # the copy that the theme makes of an executed page is MyST as well
        group["buttons"] = [b for b in buttons if b.get("label") != "download-notebook-button"]
        for button in group["buttons"]:
            if own and button.get("label") == "download-source-button":
                button["url"] = context["pathto"](notebook, 1)


def write_notebooks(app: Sphinx, exception: Exception | None) -> None:
    """Put the reader's notebooks into the site, with the book's address in them."""
    if exception or app.builder.name != "html":
        return
    address = app.config.html_theme_options["repository_url"]
    reader.write_all(pathlib.Path(app.outdir) / FOLDER, address)
    if address and not reader.Book().address.source:
        print("book: the notebooks in Colab will ask for the book's address. Write it into _config.yml "
              "(repository_url), then: python scripts/run.py notebooks readers")
