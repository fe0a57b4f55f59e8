"""Open the doors as a newcomer does: `python scripts/rehearse.py [--busy N] [--whole] [book] [test]`.

The last commit is cloned into a folder with a strange name, with an empty home and nothing compiled, and the commands
run there: by default `book` only, with the packages of this checkout. `--busy N`: beside N programs that never rest.
`--whole`: with an environment of the clone's own, which needs a network. The clone is removed if all went well.
"""

import argparse
import contextlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from stamps import ROOT

SCRIPTS = {"book": ["build.py"], "test": ["check.py"]}
STRANGE = "Bücher und Hefte [1]"


@contextlib.contextmanager
def busy(count: int) -> Iterator[None]:
    """While it lasts, `count` programs compute without a pause."""
    idlers = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield
    finally:
        for process in idlers:
            process.kill()
            process.wait()


def clone(place: pathlib.Path) -> pathlib.Path:
    """The last commit, as a newcomer gets it."""
    target = place / STRANGE / "book"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(target)], check=True)
    return target


def stranger(place: pathlib.Path, book: pathlib.Path) -> dict[str, str]:
    """The environment of somebody who has never been here; downloads of pip are kept."""
    home = place / "home"
    home.mkdir()
    pip = subprocess.run([sys.executable, "-m", "pip", "cache", "dir"], capture_output=True, encoding="utf8").stdout
    own = {"HOME": home, "XDG_CACHE_HOME": home / ".cache", "LOCALAPPDATA": home, "PYTHONPATH": book / "code"}
    ours = ("NUMBA_CACHE_DIR", "VIRTUAL_ENV", "PYTHONUTF8", "PYTHONIOENCODING")
    kept = {key: value for key, value in os.environ.items() if key not in ours}
    return kept | {key: str(value) for key, value in own.items()} | ({"PIP_CACHE_DIR": pip.strip()} if pip else {})


def rehearse(commands: list[str], whole: bool, place: pathlib.Path) -> bool:
    """Run the commands in a clone; whether all went well."""
    book = clone(place)
    env = stranger(place, book)
    for name in commands:
        start = time.monotonic()
        script, *args = ["run.py", name] if whole else SCRIPTS[name]
        code = subprocess.run([sys.executable, str(book / "scripts" / script), *args], cwd=book, env=env).returncode
        print(f"rehearsal: {name} ended with {code} after {time.monotonic() - start:.0f} s", flush=True)
        if code:
            return False
    return True


def main() -> None:
    """Read the command line, rehearse, clear away."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("commands", nargs="*", choices=[*SCRIPTS, []], help="what to run, in this order")
    parser.add_argument("--busy", type=int, default=0, metavar="N", help="programs that never rest")
    parser.add_argument("--whole", action="store_true", help="set up an environment of its own as well")
    given = parser.parse_args()
    place = pathlib.Path(tempfile.mkdtemp(prefix="rehearsal-"))
    print(f"rehearsal: in {place}", flush=True)
    with busy(given.busy):
        went_well = rehearse(given.commands or ["book"], given.whole, place)
    if not went_well:
        sys.exit(f"rehearsal: failed; what there is stays in {place}")
    shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main()
