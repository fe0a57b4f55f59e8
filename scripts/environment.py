"""Make `.venv` and install the locked set: `python scripts/environment.py`, or any command. Standard library only.

A stamp holds the hash of the lock file and of this one, so a second run has nothing to do and asks no network.
On Linux the index's own torch brings gigabytes of CUDA, which the lock names for those who want it; here torch comes
without it from the PyTorch CPU index, where that answers, and is the one package whose hash is not compared.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import sysconfig
import time
import urllib.request
from collections.abc import Iterator
from typing import IO

from run import refuse_other_pythons

ROOT = pathlib.Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
STAMP = VENV / "mosaics-stamp"
LOCK = ROOT / "requirements.lock"
CPU_TORCH = "https://download.pytorch.org/whl/cpu"
BUSY = ROOT / ".venv.lock"
held = False  # whether this process holds it
UTF8 = {"PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8"}  # whatever the locale says
CUDA = re.compile(r"(torch|triton|(nvidia|cuda)-[\w-]+)==")  # torch and what only its CUDA build needs


def run(*args: str) -> int:
    """Run the environment's Python from the root; its exit code."""
    return subprocess.run([str(PYTHON), *args], cwd=ROOT, env=os.environ | UTF8).returncode


def claim(file: IO[str]) -> bool:
    """Take the system's lock on an open file; False where another process has it. The system frees it at our end."""
    try:
        if sys.platform == "win32":
            import msvcrt
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:  # a file system without locks: as well as it goes
        return True
    return True


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """One command at a time writes into this checkout; another one waits for its end. Within one, again is no wait."""
    global held
    if held:
        yield
        return
    try:
        file = BUSY.open("a", encoding="utf8")
    except OSError as error:
        sys.exit(f"{error}\nThis command writes into {ROOT}, which cannot be written; copy the book elsewhere.")
    with file:
        if not claim(file):
            print("waiting for another command that works in this folder", flush=True)
            while not claim(file):
                time.sleep(0.5)
        held = True
        try:
            yield
        finally:
            held = False


def fingerprint() -> str:
    """What an installed environment depends on, as one hash."""
    digest = hashlib.sha256()
    for path in (LOCK, pathlib.Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def made_here() -> bool:
    """True if `.venv` is there, of this Python's version and not moved since it was made (its programs name a path)."""
    if not PYTHON.exists():
        return False
    lines = (VENV / "pyvenv.cfg").read_bytes().splitlines()
    version, place = f"version = {sys.version_info[0]}.{sys.version_info[1]}.".encode(), b" " + os.fsencode(VENV)
    return any(line.startswith(version) for line in lines) and any(line.endswith(place) for line in lines)


def ready() -> bool:
    """True if there is nothing to install."""
    return STAMP.exists() and STAMP.read_text("utf8") == fingerprint() and made_here()


def make_venv() -> None:
    """Create `.venv` where it is not made yet; a clear message where Python lacks venv (Debian packs it apart)."""
    if made_here():
        return
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    made = subprocess.run(command, env=os.environ | UTF8, capture_output=True, encoding="utf8", errors="replace")
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit(f"setup: cannot make {VENV.name}: {made.stdout}{made.stderr}\n"
                 "On Debian and Ubuntu: apt-get install python3-venv")


def pip(*args: str) -> None:
    """Run the environment's own pip; it speaks only of errors."""
    if run("-m", "pip", "install", "-qq", "--disable-pip-version-check", *args):
        sys.exit("setup: pip failed (see above); nothing was stamped, so the next run tries again")


def cpu_torch_options() -> list[str]:
    """Pip options for torch without CUDA; none if the index does not answer in 3 s."""
    try:
        with urllib.request.urlopen(CPU_TORCH + "/torch/", timeout=3) as answer:
            answer.read(64)
        return ["--extra-index-url", CPU_TORCH]
    except OSError:
        print("setup: the PyTorch CPU index does not answer; taking torch from the default index", flush=True)
        return []


def locked() -> list[str]:
    """The entries of the lock: name, version and marker, with the hashes in the lines below."""
    return re.split(r"\n(?=\S)", LOCK.read_text("utf8"))


def install_locked() -> None:
    """Everything in the lock, by hash; on Linux torch apart."""
    apart = [entry for entry in locked() if sys.platform == "linux" and CUDA.match(entry)]
    rest = VENV / "without-cuda.lock"
    rest.write_text("\n".join(entry for entry in locked() if entry not in apart) + "\n", "utf8")
    pip("--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", str(rest))
    for torch in [entry.split()[0] for entry in apart if entry.startswith("torch==")]:
        if not any(VENV.glob(f"lib/python3*/site-packages/{torch.replace('==', '-')}*.dist-info")):
            pip(torch, *cpu_torch_options())  # the rest of what it needs is there


def link_package() -> None:
    """Let the environment import `mosaics` from code/. Python reads such a file in the locale's encoding: no umlaut."""
    packages = pathlib.Path(sysconfig.get_path("purelib", "venv", {"base": str(VENV), "platbase": str(VENV)}))
    (packages / "mosaics.pth").write_text(os.path.relpath(ROOT / "code", packages) + "\n", "ascii")


def install() -> None:
    """Install the locked set and link the package `mosaics` itself."""
    if ready():
        return
    with alone():
        if ready():  # another command did it meanwhile
            return
        print("setup: installing the locked packages into .venv (a few minutes the first time)", flush=True)
        make_venv()
        install_locked()
        link_package()
        STAMP.write_text(fingerprint(), "utf8")


if __name__ == "__main__":
    refuse_other_pythons()
    install()
