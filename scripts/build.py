"""Build the site into `_build/html`: `python scripts/build.py`. Warnings are errors.

Executed chapters are cached by jupyter-cache, which sees a chapter's own code only; so the cache is emptied
here when `code/` or `data/` changed. What Sphinx does not watch (its extensions, the site's assets) makes
every page be written anew. Nothing changed at all: nothing is done.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys

from stamps import ROOT, Stamp

BUILD = ROOT / "_build"
INDEX = BUILD / "html" / "index.html"
COMPUTED = ("code", "data", "requirements.lock")
DRESSED = ("_ext", "web", "_config.yml", "_toc.yml", "references.bib", "requirements.lock")
PAGES = ("chapters", "index.md", "README.md", "CONTRIBUTING.md")


def jupyter_book(all_pages: bool) -> int:
    """Run the build with the book's figures in both themes; its exit code."""
    env = os.environ | {"MOSAICS_FIGURES": "both", "PYTHONWARNINGS": "ignore", "TQDM_DISABLE": "1"}
    book = pathlib.Path(sys.executable).with_name("jupyter-book")
    command = [str(book), "build", str(ROOT), "-W", "--keep-going", "-q", *(["--all"] if all_pages else [])]
    return subprocess.run(command, cwd=ROOT, env=env).returncode


def show_reports() -> None:
    """Print the end of the traceback of every chapter that failed to run."""
    for report in sorted((BUILD / "html" / "reports").rglob("*.log")):
        plain = re.sub(r"\x1b\[[0-9;]*m", "", report.read_text()).splitlines()
        print(f"--- {report.name}", *plain[-30:], sep="\n")


def build() -> None:
    """Bring the site up to date; exits with a message where that fails."""
    computed, dressed = Stamp("book-computed", COMPUTED), Stamp("book-dressed", DRESSED)
    whole = Stamp("book", (*COMPUTED, *DRESSED, *PAGES, "scripts/build.py"))
    if INDEX.exists() and whole.fresh():
        return
    if not computed.fresh():
        shutil.rmtree(BUILD / ".jupyter_cache", ignore_errors=True)
        shutil.rmtree(BUILD / "jupyter_execute", ignore_errors=True)
    shutil.rmtree(BUILD / "html" / "reports", ignore_errors=True)  # of an earlier run
    print("book: building (chapters that changed are run: a few minutes the first time)", flush=True)
    if jupyter_book(all_pages=not (computed.fresh() and dressed.fresh())):
        show_reports()
        sys.exit("book: the build failed; see the warnings above")
    for stamp in (computed, dressed, whole):
        stamp.set()


if __name__ == "__main__":
    build()
    print(f"book: open {INDEX.relative_to(ROOT)} with `make serve`, then http://localhost:8000\n"
          f"      {INDEX.as_uri()}")
