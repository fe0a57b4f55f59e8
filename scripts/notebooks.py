"""Chapters are notebooks; authors edit them as MyST text.

    python scripts/notebooks.py edit  chapters/02-ideal.ipynb   # -> drafts/02-ideal.md (not committed)
    python scripts/notebooks.py write drafts/02-ideal.md        # -> chapters/02-ideal.ipynb, executed, images stripped
                                                                #    and notebooks/02-ideal.ipynb, for readers
    python scripts/notebooks.py readers                         # all readers' notebooks anew (as scripts/reader.py)
    python scripts/notebooks.py check [chapters/*.ipynb]        # exit 1 if one holds images or was not executed
"""

import copy
import os
import pathlib
import subprocess
import sys
from typing import Any

import jupytext
import nbformat
import reader
from nbclient import NotebookClient
from reader import KERNEL
from stamps import ROOT

DROPPED = ("image/", "application/vnd.jupyter.widget", "application/javascript")
FONTS = ROOT / "_build" / "matplotlib"  # matplotlib's list of fonts: made ahead, for it says so where that takes long
# One thread, so that the last digits are those of any machine; one that waits asleep, for those that spin make small
# tensors many times slower on a busy machine
KERNELS = {"OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "PASSIVE", "MPLCONFIGDIR": str(FONTS)}
TIMEOUT = 3600  # seconds that a cell may take on the slowest machine, as in _config.yml; so long may a kernel be silent
CLIENT: dict[str, Any] = {"timeout": TIMEOUT, "startup_timeout": TIMEOUT, "iopub_timeout": TIMEOUT,
                          "extra_arguments": ["--log-level=ERROR"]}  # not every kernel's remark on its transport


def merged(outputs: list) -> list:
    """Outputs with pieces of one stream joined: where the kernel cut them is chance."""
    whole: list = []
    for out in outputs:
        if out.output_type == "stream" and whole and whole[-1].get("name") == out.name:
            whole[-1].text += out.text
        else:
            whole.append(out)
    return whole


def strip(nb: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Drop pictures and whatever changes from run to run; keep text outputs, which are compared, and counts."""
    nb.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": {"name": "python"}})
    for count, cell in enumerate((c for c in nb.cells if c.cell_type == "code"), start=1):
        cell.execution_count = count
        cell.metadata = {"tags": cell.metadata["tags"]} if cell.metadata.get("tags") else {}
        cell.outputs = merged(cell.outputs)
        for out in cell.outputs:
            if "execution_count" in out:
                out.execution_count = count
            if "data" in out:
                out.data = {mime: v for mime, v in out.data.items() if not mime.startswith(DROPPED)}
                out.metadata = {}
    return nb


def number_cells(nb: nbformat.NotebookNode) -> None:
    """Cell ids by position: a rewrite of one cell changes one cell in the diff."""
    for i, cell in enumerate(nb.cells):
        cell["id"] = f"cell-{i:02d}"


def surroundings() -> dict[str, str]:
    """The environment of kernels whose outputs are kept, compared or built: the same on any machine at any time."""
    FONTS.mkdir(parents=True, exist_ok=True)
    env = os.environ | KERNELS
    subprocess.run([sys.executable, "-c", "import matplotlib.font_manager"], env=env, check=True, capture_output=True)
    return env


def execute(nb: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Run every cell in `chapters/`, as a reader does; an error names the cell."""
    client = NotebookClient(nb, **CLIENT, resources={"metadata": {"path": str(ROOT / "chapters")}})
    return client.execute(env=surroundings())


def edit(path: pathlib.Path) -> pathlib.Path:
    """Write the notebook at `path` as MyST text into `drafts/`."""
    target = ROOT / "drafts" / (path.stem + ".md")
    target.parent.mkdir(exist_ok=True)
    jupytext.write(jupytext.read(path), target, fmt="md:myst")
    return target


def write(path: pathlib.Path) -> pathlib.Path:
    """Turn the MyST text at `path` into an executed, stripped notebook in `chapters/`, and into a reader's one."""
    nb = jupytext.read(path, fmt="md:myst")
    nb.metadata["kernelspec"] = KERNEL
    number_cells(nb)
    target = ROOT / "chapters" / (path.stem + ".ipynb")
    nbformat.write(strip(execute(nb)), target)
    reader.write_all()
    return target


def check(path: pathlib.Path) -> list[str]:
    """What is wrong with the committed notebook at `path`: an empty list when nothing is."""
    nb = nbformat.read(path, as_version=4)
    code = [c for c in nb.cells if c.cell_type == "code"]
    found = [f"{path.name}: cell {c.id} was not executed" for c in code if not c.execution_count]
    if strip(copy.deepcopy(nb)) != nb:
        found.append(f"{path.name}: holds images, widget state or volatile metadata; rewrite it with this script")
    return found


def main(argv: list[str]) -> int:
    """Run the verb of the command line; the exit code."""
    if argv == ["readers"]:
        return reader.main([])
    verbs = {"edit": edit, "write": write}
    if not argv or argv[0] not in {*verbs, "check"}:
        print(__doc__)
        return 2
    paths = [pathlib.Path(a).resolve() for a in argv[1:]] or sorted((ROOT / "chapters").glob("*.ipynb"))
    if argv[0] == "check":
        problems = [line for p in paths for line in check(p)]
        print("\n".join(problems) or f"{len(paths)} chapters are executed and hold no images")
        return bool(problems)
    for p in paths:
        print(verbs[argv[0]](p).relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
