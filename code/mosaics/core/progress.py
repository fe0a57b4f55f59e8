"""Bars and notices for somebody who watches, and for nobody else.

Whether work takes long enough for a bar, or waits for a compiler, depends on the machine and on what ran before. So
neither may reach an output that is kept, compared or built: programs that run notebooks see none.
"""

import sys
from typing import Any


def watched() -> bool:
    """Whether a person reads along: at a terminal, or in a notebook's front end.

    Front ends let a cell ask for input (`allow_stdin` of Jupyter's execute request); what runs notebooks by itself
    (nbclient, nbconvert, the book's build) does not.
    """
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if kernel := getattr(shell, "kernel", None):
        return bool(getattr(kernel, "_allow_stdin", False))
    return bool(getattr(sys.stderr, "isatty", bool)())


def progress_bar(wanted: bool = True, **settings: Any) -> Any:
    """A tqdm bar of these settings; one that shows nothing where it is not `wanted` or nobody watches."""
    from tqdm.auto import tqdm

    return tqdm(disable=not (wanted and watched()), **settings)


def notice(text: str) -> None:
    """One line on stderr, if somebody watches."""
    if watched():
        print(f"mosaics: {text}", file=sys.stderr, flush=True)
