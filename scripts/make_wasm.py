"""Compile the page's kernels (patches.c, network.c, train.c) and compare the bytes with the committed files.

    python scripts/make_wasm.py          # compare; exit 1 where the bytes differ
    python scripts/make_wasm.py --write  # write their .wasm anew, then `make bundles`

Needs clang and lld in the version that made the files: Debian 12's, `apt-get install clang lld`. MOSAICS_CLANG names
another clang. Nothing but the one file goes in: no library, no start-up code.
"""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

WIDGETS = pathlib.Path(__file__).resolve().parents[1] / "code" / "mosaics" / "widgets"
SOURCES = [WIDGETS / "shared" / "engine" / "patches.c", WIDGETS / "prediction" / "network.c",
           WIDGETS / "training" / "train.c"]
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
            said = subprocess.run([path, "--version"], capture_output=True, encoding="utf8").stdout
            if re.search(rf"version {re.escape(VERSION)}\b", said):
                return path
    return None


def compiled(compiler: str, source: pathlib.Path) -> bytes:
    """The bytes that a source gives."""
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "out.wasm"
        subprocess.run([compiler, *FLAGS, "-o", str(out), str(source)], check=True)
        return out.read_bytes()


def main(write: bool) -> int:
    """Compile, then write or compare; 0 if the files are as the sources say."""
    compiler = clang()
    if compiler is None:
        print(f"clang {VERSION} with lld is needed (Debian 12: apt-get install clang lld), and there is none here")
        return 1
    wrong = 0
    for source in SOURCES:
        binary, content = source.with_suffix(".wasm"), compiled(compiler, source)
        if write:
            binary.write_bytes(content)
        if same := binary.exists() and content == binary.read_bytes():
            print(f"{binary.name}: {len(content)} bytes, as {source.name} gives them")
        else:
            print(f"{binary.name} is not what {source.name} gives: python scripts/make_wasm.py --write")
        wrong += not same
    return int(wrong > 0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the binaries anew")
    sys.exit(main(parser.parse_args().write))
