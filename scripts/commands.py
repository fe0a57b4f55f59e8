"""What `make NAME` and `python scripts/run.py NAME` do: a function each, whose docstring is its line in the help.

Standard library only; what needs packages runs in the Python of `.venv`.
"""

import os
import shutil
import sys
from collections.abc import Callable

import environment
from environment import ROOT, alone


def python(*args: str) -> None:
    """Run the environment's Python from the root; its failure is this command's."""
    environment.install()
    if code := environment.run(*args):
        sys.exit(code)


def script(*args: str) -> None:
    """Run a script that writes into the checkout, one at a time."""
    environment.install()
    with alone():
        python(*args)


def calm() -> None:
    """Leave the machine to other work where the system has a way to say so."""
    if hasattr(os, "nice"):
        os.nice(10)


def setup() -> None:
    """make .venv with the locked packages (the others do this themselves)"""
    environment.install()


def book() -> None:
    """build the site, warnings are errors; ends with the page to open"""
    script("scripts/build.py")


def test(*stages: str) -> None:
    """run every check; FORCE=1 also those whose sources have not changed"""
    script("scripts/check.py", *stages)


def serve() -> None:
    """build and serve the site at http://localhost:8000 (PORT=...)"""
    book()
    python("-m", "http.server", os.environ.get("PORT") or "8000", "--bind", "127.0.0.1", "--directory", "_build/html")


def lab() -> None:
    """open the chapters in JupyterLab"""
    python("-m", "jupyterlab", "notebooks")


def notebooks(*args: str) -> None:
    """a chapter as text and back: notebooks edit|write FILE; notebooks readers (not by make)"""
    script("scripts/notebooks.py", *args)


def rehearsal(*args: str) -> None:
    """build a fresh clone as a newcomer does: strange folder, empty home, nothing compiled"""
    python("scripts/rehearse.py", *args)


def colab(*stems: str) -> None:
    """run the reader's notebooks as Colab does: from a wheel, in an environment without the book"""
    python("scripts/empty.py", *stems)


def bundles() -> None:
    """format the labs' front end and bundle it anew (code/mosaics/widgets/bundles)"""
    script("scripts/front.py", "--write")


def timings() -> None:
    """measure every chapter's seconds and memory"""
    script("scripts/timings.py")


def bench() -> None:
    """the exact machines' speed, as ratios to a textbook implementation"""
    script("bench/run.py")


def weights() -> None:
    """train the networks of data/weights anew (an hour of one core)"""
    calm()
    script("scripts/make_weights.py")


def results() -> None:
    """the expensive numbers of chapters 3 and 9 to 15 anew (a day of one core)"""
    calm()
    script("scripts/make_results.py")
    script("scripts/make_results.py", "--ablations")
    script("scripts/make_news.py")
    script("scripts/make_copying.py")
    script("scripts/make_fingers.py")
    script("scripts/make_finger_nets.py")
    script("scripts/make_training_run.py")
    script("scripts/make_attention.py")
    script("scripts/make_trainings.py")
    script("scripts/make_ceiling.py")
    script("scripts/make_closing.py")
    script("scripts/make_mosaics.py")
    script("scripts/make_colour.py")
    script("scripts/make_fields.py")
    script("scripts/make_locality.py")
    script("scripts/make_rivals.py")
    script("scripts/make_masks.py")
    script("scripts/make_heldout.py")
    script("scripts/make_canvas.py")
    script("scripts/make_plane.py")


def locker(*args: str) -> None:
    """Run scripts/lock.py, for which the present lock need not be installed."""
    with alone():
        environment.make_venv()
        if code := environment.run("scripts/lock.py", *args):
            sys.exit(code)


def lock() -> None:
    """resolve requirements.txt into requirements.lock; UPGRADE=1 takes the newest versions"""
    locker(*(["--upgrade"] if os.environ.get("UPGRADE", "0") not in ("", "0") else []))


def platforms() -> None:
    """ask the package index whether the lock can be installed on every promised system and Python"""
    locker("--check")


def clean() -> None:
    """remove what was built (the environment stays)"""
    with alone():
        for name in ("_build", ".stamps", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis"):
            shutil.rmtree(ROOT / name, ignore_errors=True)


COMMANDS: dict[str, Callable[..., None]] = {command.__name__: command for command in (
    setup, book, test, serve, lab, notebooks, rehearsal, colab, bundles, timings, bench, weights, results, lock,
    platforms, clean)}


def usage() -> str:
    """The list of commands."""
    return "\n".join(f"{name:10} {command.__doc__}" for name, command in COMMANDS.items())


def main() -> None:
    """Run the command that the arguments name."""
    name, *args = sys.argv[1:] or ["help"]
    if name in ("help", "-h", "--help"):
        print("make NAME, or python scripts/run.py NAME, where NAME is\n\n" + usage())
    elif name not in COMMANDS or (args and name not in ("test", "notebooks", "rehearsal", "colab")):
        sys.exit(f"run: no such command: {' '.join(sys.argv[1:])}\n\n{usage()}")
    else:
        try:
            COMMANDS[name](*args)
        except KeyboardInterrupt:
            sys.exit(130)
