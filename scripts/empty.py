"""Run reader's notebooks where there is no book: `python scripts/empty.py [01-diffusion ...]`, all by default.

As in Colab: an environment that has the heavy packages, but neither the book's package nor jaxtyping; a working
folder that holds the notebook alone; no checkout in sight. The notebook's own set-up cell installs what is missing,
from a wheel of this working copy. Needs no network.
"""

import importlib.metadata
import os
import pathlib
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import venv
import zipfile
from collections.abc import Iterable

import reader
from notebooks import TIMEOUT
from stamps import ROOT

LACKING = ("mosaics", "jaxtyping")
LEFT_BEHIND = (".*", "_build", "__pycache__", "*.egg-info", "node_modules", "notebooks", "drafts", "build")


def book_wheel(folder: pathlib.Path) -> pathlib.Path:
    """Build the book's wheel into a folder, from a copy, because a build leaves files behind."""
    with tempfile.TemporaryDirectory() as copy:
        source = shutil.copytree(ROOT, pathlib.Path(copy) / "book", ignore=shutil.ignore_patterns(*LEFT_BEHIND))
        command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(folder)]
        subprocess.run([*command, str(source)], check=True)
    return next(folder.glob("mosaics-*.whl"))


def pack(name: str, folder: pathlib.Path) -> pathlib.Path:
    """An installed package of pure Python as the wheel that it came from."""
    package = importlib.metadata.distribution(name)
    wheel = folder / f"{name}-{package.version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for file in package.files or []:
            if "__pycache__" not in file.parts and ".." not in file.parts:
                archive.write(str(file.locate()), str(file))
    return wheel


def environment(folder: pathlib.Path, lacking: Iterable[str] = LACKING) -> pathlib.Path:
    """Make an environment with links to this one's packages, save for those that are lacking; its Python."""
    packages, home = folder / "packages", folder / "environment"
    packages.mkdir(parents=True)
    for entry in {e for key in ("purelib", "platlib") for e in pathlib.Path(sysconfig.get_path(key)).iterdir()}:
        if not any(name in entry.name for name in lacking):
            (packages / entry.name).symlink_to(entry)
    venv.create(home, with_pip=False)  # pip is among the links
    python = home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    asked = subprocess.run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
                           check=True, capture_output=True, encoding="utf8")
    (pathlib.Path(asked.stdout.strip()) / "heavy.pth").write_text(f"{packages}\n", "utf8")
    return python


def run(stem: str, python: pathlib.Path, source: str, links: str, folder: pathlib.Path) -> pathlib.Path:
    """Run a notebook with that Python, its book installed from `source`; the notebook with its outputs.

    `links` is a folder or a page with the wheels of what else is missing. A cell that fails raises CalledProcessError.
    """
    book = reader.Book()
    book.address = reader.Address(source)
    folder.mkdir(parents=True)
    path = folder / f"{stem}.ipynb"
    path.write_text(reader.notebook(book, stem), "utf8")
    own = {f"JUPYTER_{kind}_DIR": str(python.parents[1] / kind.lower()) for kind in ("CONFIG", "DATA", "RUNTIME")}
    quiet = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": links, "NO_PROXY": "127.0.0.1", "PYTHONUTF8": "1"}
    outside = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    patience = (f"--timeout={TIMEOUT}", f"--startup_timeout={TIMEOUT}")
    command = [str(python), "-c", "from nbclient.cli import main; main()", *patience, "--inplace", path.name]
    subprocess.run(command, cwd=folder, env=outside | own | quiet, check=True)
    return path


def main(stems: list[str]) -> None:
    """Run the notebooks, each in an environment of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        wheel = book_wheel(folder)
        pack("jaxtyping", folder)
        for stem in stems or [*reader.Book().parts]:
            python = environment(folder / stem)
            run(stem, python, str(wheel), str(folder), folder / stem / "work")
            print(f"{stem}: runs without the book", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
