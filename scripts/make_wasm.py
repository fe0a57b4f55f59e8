"""Compile the page's kernel for patch machines, engine/patches.c, and compare the bytes with the committed file.

    python scripts/make_wasm.py          # compare; exit 1 where the bytes differ
    python scripts/make_wasm.py --write  # write patches.wasm anew

Needs clang and lld in the version that made the file: Debian 12's, `apt-get install clang lld`. MOSAICS_CLANG names
another clang. Nothing but patches.c goes in: no library, no start-up code.
"""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ENGINE = pathlib.Path(__file__).resolve().parents[1] / "code" / "mosaics" / "widgets" / "engine"
SOURCE, BINARY = ENGINE / "patches.c", ENGINE / "patches.wasm"
VERSION = "14.0.6"
# -Os is as fast here as -O3 (the loops that matter are unrolled by hand) and a third smaller
FLAGS = ["--target=wasm32", "-std=c11", "-Os", "-msimd128", "-mbulk-memory", "-ffreestanding", "-fno-builtin",
         "-ffp-contract=off", "-nostdlib", "-Wall", "-Wextra", "-Wno-sign-compare", "-Werror", "-Wl,--no-entry",
         "-Wl,--strip-all", "-Wl,-z,stack-size=16384"]


def clang() -> str | None:
    """The compiler that makes the same bytes: right version, with a linker for WebAssembly; None if there is none."""
    for name in filter(None, (os.environ.get("MOSAICS_CLANG"), "clang", "clang-14")):
        path = shutil.which(name)
        if path and (shutil.which("wasm-ld") or shutil.which("wasm-ld-14")):
            said = subprocess.run([path, "--version"], capture_output=True, text=True).stdout
            if re.search(rf"version {re.escape(VERSION)}\b", said):
                return path
    return None


def compiled(compiler: str) -> bytes:
    """The bytes that the source gives."""
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / BINARY.name
        subprocess.run([compiler, *FLAGS, "-o", str(out), str(SOURCE)], check=True)
        return out.read_bytes()


def main(write: bool) -> int:
    """Compile, then write or compare; 0 if the file is as the source says."""
    compiler = clang()
    if compiler is None:
        print(f"clang {VERSION} with lld is needed (Debian 12: apt-get install clang lld), and there is none here")
        return 1
    content = compiled(compiler)
    if write:
        BINARY.write_bytes(content)
    elif content != BINARY.read_bytes():
        print(f"{BINARY.name} is not what {SOURCE.name} gives: python scripts/make_wasm.py --write")
        return 1
    print(f"{BINARY.name}: {len(content)} bytes, as {SOURCE.name} gives them")
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write patches.wasm anew")
    sys.exit(main(parser.parse_args().write))
