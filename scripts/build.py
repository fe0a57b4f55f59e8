"""Build the site into `_build/html`: `python scripts/build.py`. Warnings are errors.

Chapters are run first, several at a time, and kept by jupyter-cache; what ran is kept also where another chapter fails.
That cache sees a chapter's own code only, so it is emptied when something else that outputs depend on has changed.
What Sphinx does not watch (its extensions, the site's assets) makes every page be written anew. Nothing changed at
all: nothing is done.
"""

import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict

import costs
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn, JupyterCacheAbstract, ProjectNb
from notebooks import surroundings
from stamps import ROOT, Stamp, state

BUILD = ROOT / "_build"
CACHE = BUILD / ".jupyter_cache"
INDEX = BUILD / "html" / "index.html"
COMPUTED = ("code", "data", "requirements.lock", "scripts/notebooks.py")
DRESSED = ("_ext", "web", "_config.yml", "_toc.yml", "references.bib", "requirements.lock")
PAGES = ("chapters", "notebooks", "index.md", "README.md", "CONTRIBUTING.md")
MOST = 4  # chapters at a time: each may take 1.5 GB
# figures in both themes; packages of others may warn of each other
BUILDING = {"MOSAICS_FIGURES": "both", "PYTHONWARNINGS": "ignore"}


# ---------------------------------------------------------------- chapters
def fresh_cache() -> JupyterCacheAbstract:
    """The cache of executed chapters, emptied if code, data, packages or Python are not those that filled it."""
    key, now = CACHE / "filled-by", f"{state(COMPUTED)} {platform.python_version()}"
    if not (key.exists() and key.read_text("utf8") == now):
        for folder in (CACHE, BUILD / "jupyter_execute"):
            shutil.rmtree(folder, ignore_errors=True)
        CACHE.mkdir(parents=True)
        key.write_text(now, "utf8")
    return get_cache(CACHE)


def stale(cache: JupyterCacheAbstract) -> list[ProjectNb]:
    """The pages with code that the cache holds no outputs of."""
    notebooks = sorted((ROOT / "chapters").glob("*.ipynb"))
    texts = [path for path in (ROOT / "index.md", *sorted((ROOT / "chapters").glob("*.md")))
             if "\nkernelspec:" in path.read_text("utf8")]
    markdown = {"name": "myst_nb_md", "type": "plugin"}
    records = [*map(cache.add_nb_to_project, map(str, notebooks)),
               *(cache.add_nb_to_project(str(path), read_data=markdown) for path in texts)]
    unknown = cache.list_unexecuted(filter_pks=[record.pk for record in records])
    return [cache.get_project_notebook(record.pk) for record in unknown]


def execute(page: ProjectNb) -> costs.Cost | str:
    """Run one in a kernel of its own, where it lies: what it cost, or the error."""
    try:
        return costs.run(page.nb, pathlib.Path(page.uri).parent)
    except Exception as error:  # of a cell; of a kernel that does not start, or dies: of memory, say
        return f"{type(error).__name__}: {error}"


def run_chapters() -> list[str]:
    """Run what is stale, keep each as soon as it is done; the names of those that failed, whose errors are printed."""
    cache, failed = fresh_cache(), []
    pages = stale(cache)
    workers = max(1, min(os.cpu_count() or 1, MOST, len(pages)))
    with ThreadPoolExecutor(workers) as pool:
        running = {pool.submit(execute, page): page for page in pages}
        for done in as_completed(running):
            page, cost = running[done], done.result()
            name = pathlib.Path(page.uri).name
            if isinstance(cost, str):
                failed.append(name)
                print(f"book: {name} FAILED\n{tail(cost)}", flush=True)
            else:  # tests/test_outputs.py reads what it cost
                bundle = CacheBundleIn(page.nb, page.uri, data={"execution_seconds": cost.seconds, **asdict(cost)})
                cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
                print(f"book: ran {name}", flush=True)
    return failed


def tail(text: str, lines: int = 30) -> str:
    """The end of a traceback, without colours."""
    return "\n".join(re.sub(r"\x1b\[[0-9;]*m", "", text).splitlines()[-lines:])


# ---------------------------------------------------------------- pages
def jupyter_book(all_pages: bool) -> int:
    """Write the pages; the exit code."""
    book = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()"]
    command = ["build", str(ROOT), "-W", "--keep-going", "-q", *(["--all"] if all_pages else [])]
    return subprocess.run([*book, *command], cwd=ROOT).returncode


def build() -> None:
    """Bring the site up to date; exits with a message where that fails."""
    dressed = Stamp("book-dressed", (*COMPUTED, *DRESSED))
    whole = Stamp("book", (*COMPUTED, *DRESSED, *PAGES, "scripts/build.py", "scripts/reader.py"))
    if INDEX.exists() and whole.fresh():
        return
    print("book: building (chapters that changed are run: a few minutes the first time)", flush=True)
    os.environ.update(surroundings() | BUILDING)  # kernels and the pages' build inherit it
    if failed := run_chapters():
        sys.exit(f"book: the build failed in {', '.join(failed)}; the other chapters are kept")
    if jupyter_book(all_pages=not dressed.fresh()):
        sys.exit("book: the build failed; see the warnings above. Chapters that ran are kept")
    for stamp in (dressed, whole):
        stamp.set()


def speak_plainly() -> None:
    """Print what a terminal has no letters for as escapes: a chapter's error may hold a sigma."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


if __name__ == "__main__":
    speak_plainly()
    build()
    print(f"book: open {INDEX.relative_to(ROOT)} with `make serve`, then http://localhost:8000\n"
          f"      {INDEX.as_uri()}")
