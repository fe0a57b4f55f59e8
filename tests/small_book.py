"""A book of one page, built in a moment by the extensions that the real one has: for tests of what a page becomes."""

import pathlib
import subprocess
import sys

import nbformat

ROOT = pathlib.Path(__file__).resolve().parents[1]
CONF = """import sys
sys.path[:0] = [{ext!r}, {code!r}, {scripts!r}]
extensions = ["myst_nb", "sphinx_exercise", "sphinx_proof",
              "house.solutions", "house.folds", "house.claims", "house.layers"]
nb_execution_mode = "off"
nb_render_markdown_format = "myst"
myst_enable_extensions = ["colon_fence", "dollarmath"]
html_theme = "basic"
"""
DRESS = """
html_theme = "sphinx_book_theme"
html_static_path = [{web!r}]
html_css_files = ["mosaics.css"]
mathjax_path = "vendor/mathjax/tex-chtml.js"
"""


def claim_output(name, says, value, over, stored=None):
    """What `claim` leaves in an executed notebook."""
    facts = {"name": name, "value": value, "over": over, "stored": stored or {}}
    return nbformat.v4.new_output("display_data", {"text/plain": f"{name}: {says}"}, metadata={"claim": facts})


def code(source, *outputs, tags=()):
    """An executed cell."""
    return nbformat.v4.new_code_cell(source, outputs=list(outputs), execution_count=1, metadata={"tags": list(tags)})


def build(folder, *cells, dressed=False):
    """The page that the cells become (texts are Markdown), and the warnings of the build. Beside it, a plain page.

    `dressed` in the book's theme and style it can be looked at.
    """
    cells = [nbformat.v4.new_markdown_cell(cell) if isinstance(cell, str) else cell for cell in cells]
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3"}, "language_info": {"name": "python"}}
    (folder / "in").mkdir(parents=True, exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), folder / "in" / "index.ipynb")
    (folder / "in" / "plain.md").write_text("---\norphan: true\n---\n# Plain\n\nText.\n", "utf8")
    paths = {"ext": "_ext", "code": "code", "scripts": "scripts", "web": "web"}
    conf = (CONF + DRESS * dressed).format(**{name: str(ROOT / path) for name, path in paths.items()})
    (folder / "in" / "conf.py").write_text(conf, "utf8")
    command = [sys.executable, "-W", "ignore", "-m", "sphinx", "-q", "-E", "-b", "html", "in", "out"]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf8", errors="replace")
    assert done.returncode == 0, done.stderr
    return (folder / "out" / "index.html").read_text("utf8"), done.stderr
