"""Resolve requirements.txt into requirements.lock: `python scripts/lock.py [--upgrade]`; `--check` only looks.

One lock for every promised system and Python, with markers and hashes, made by uv. Versions that still fit are kept;
`--upgrade` takes the newest. `--check` asks the package index whether every locked file has a wheel on each of them.
"""

import os
import re
import subprocess
import sys

from environment import CUDA, LOCK, ROOT, locked, pip
from run import NEWEST, OLDEST

HEAD = ("# Made by `make lock` from requirements.txt, for Python 3.11 to 3.14 on Linux, macOS (ARM) and Windows.\n"
        "# The set-up takes torch for Linux without CUDA instead (scripts/environment.py).\n")
PYTHONS = [f"{OLDEST[0]}.{minor}.0" for minor in range(OLDEST[1], NEWEST[1] + 1)]
SYSTEMS = {"Linux x86_64": "x86_64-manylinux_2_28", "Linux aarch64": "aarch64-manylinux_2_28",
           "macOS 14 ARM": "aarch64-apple-darwin", "Windows x86_64": "x86_64-pc-windows-msvc"}


def uv(*args: str) -> subprocess.CompletedProcess[str]:
    """Run uv; it is a package like others, taken only here. Its macOS is 13 unless told."""
    env = os.environ | {"MACOSX_DEPLOYMENT_TARGET": "14.0"}
    command = [sys.executable, "-m", "uv", "pip", *args, "--no-progress", "--only-binary", ":all:"]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, encoding="utf8")


def resolve(*options: str) -> None:
    """Write the lock; its present versions are preferred unless `options` say --upgrade."""
    done = uv("compile", "requirements.txt", "--universal", "--python-version", PYTHONS[0], "--generate-hashes",
              "--fork-strategy", "fewest", "--no-header", "--no-annotate", "-q", "-o", LOCK.name, *options)
    if done.returncode:
        sys.exit(f"lock: {done.stderr}")
    text = LOCK.read_text("utf8")
    LOCK.write_text(HEAD + text, "utf8", newline="\n")
    print(f"lock: {LOCK.name} holds {len(re.findall(r'^[^ #]', text, re.M))} packages")


def missing(platform: str, python: str) -> str:
    """Why the lock cannot be installed on a platform and Python; "" where it can."""
    wanted = [e for e in locked() if "linux" not in platform or e.startswith("torch==") or not CUDA.match(e)]
    folder = ROOT / ".venv" / "resolved"
    folder.mkdir(exist_ok=True)
    (folder / "lock.txt").write_text("\n".join(wanted), "utf8")
    done = uv("install", "--dry-run", "--no-deps", "--require-hashes", "--target", str(folder), "-r",
              str(folder / "lock.txt"), "--python-platform", platform, "--python-version", python)
    return done.stderr if done.returncode else ""


def check() -> None:
    """Print system by Python, and fail where a locked file has no wheel."""
    print(f"{'':16}", *(f"{python:>7}" for python in PYTHONS))
    reasons = []
    for name, platform in SYSTEMS.items():
        found = [missing(platform, python) for python in PYTHONS]
        print(f"{name:16}", *(f"{'no' if why else 'yes':>7}" for why in found), flush=True)
        reasons += [f"{name}: {why}" for why in found if why]
    if reasons:
        sys.exit("\n".join(reasons))


if __name__ == "__main__":
    pip("uv>=0.9")
    check() if "--check" in sys.argv else resolve(*sys.argv[1:])
