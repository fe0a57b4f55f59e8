"""Make `.venv` and install the locked set: `python3 scripts/setup.py [--lock]`. Standard library only.

A stamp holds the hash of the lock file and of pyproject.toml, so a second run has nothing to do.
"""

from __future__ import annotations  # an old Python must live long enough to read the message below

import hashlib
import pathlib
import platform
import shutil
import subprocess
import sys
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
STAMP = VENV / "mosaics-stamp"
LOCK = ROOT / "requirements.lock"
CPU_TORCH = "https://download.pytorch.org/whl/cpu"
LOCK_HEAD = "# Frozen by `make lock`; torch comes from the PyTorch CPU index where that answers (scripts/setup.py).\n"


def fingerprint() -> str:
    """What an installed environment depends on, as one hash."""
    digest = hashlib.sha256(platform.python_version().encode())
    for path in (LOCK, ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def cpu_torch_options() -> list[str]:
    """Pip options for torch without CUDA (gigabytes on Linux); none if the index does not answer in 3 s."""
    if sys.platform != "linux":
        return []
    try:
        with urllib.request.urlopen(CPU_TORCH + "/torch/", timeout=3) as answer:
            answer.read(64)
        return ["--extra-index-url", CPU_TORCH]
    except OSError:
        print("setup: the PyTorch CPU index does not answer; taking torch from the default index", flush=True)
        return []


def pip(*args: str) -> None:
    """Run the environment's own pip; it speaks only of errors."""
    command = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check", *args]
    if subprocess.run(command, cwd=ROOT).returncode:
        sys.exit("setup: pip failed (see above); nothing was stamped, so the next run tries again")


def make_venv() -> None:
    """Create `.venv`, with a clear message where Python lacks the venv module (Debian packs it apart)."""
    if PYTHON.exists():
        return
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True)
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit(f"setup: cannot make {VENV.name}: {made.stdout}{made.stderr}\n"
                 "On Debian and Ubuntu: apt-get install python3-venv")


def install() -> None:
    """Install the locked set and the package `mosaics` itself, editable."""
    if STAMP.exists() and STAMP.read_text() == fingerprint():
        return
    make_venv()
    print("setup: installing the locked packages into .venv (a few minutes the first time)", flush=True)
    pip("-r", str(LOCK), *cpu_torch_options())
    pip("--no-deps", "-e", ".")
    STAMP.write_text(fingerprint())


def lock() -> None:
    """Freeze what a fresh resolution of requirements.txt gives; no local versions, no addresses."""
    make_venv()
    pip("--upgrade", "-r", "requirements.txt", *cpu_torch_options())
    freeze = [str(PYTHON), "-m", "pip", "freeze", "--exclude", "mosaics"]
    lines = subprocess.run(freeze, check=True, capture_output=True, text=True).stdout.splitlines()
    LOCK.write_text(LOCK_HEAD + "".join(line.split("+")[0] + "\n" for line in lines))
    print(f"setup: {LOCK.name} holds {len(lines)} packages")


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 (the message is for older ones)
        sys.exit("This book needs Python 3.11 or newer; this is " + platform.python_version()
                 + ". Name another one: make PYTHON=python3.12 book")
    lock() if "--lock" in sys.argv else install()
