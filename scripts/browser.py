"""Find a Chromium for the site's tests, or install one: `python scripts/browser.py` prints its path.

Order: the one named by MOSAICS_BROWSER, one on PATH, Debian's package (root or password-less sudo),
playwright's own. Where apt is used, Debian's Fashion-MNIST package comes along: tests of the full
60,000 images then need no download.
"""

import os
import pathlib
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
DATASET = pathlib.Path("/usr/share/datasets/fashion-mnist")  # where Debian's package puts the files
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def on_path() -> str | None:
    """The browser named by MOSAICS_BROWSER, or the first known name on PATH."""
    named = os.environ.get("MOSAICS_BROWSER")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


def playwrights_own() -> str | None:
    """The Chromium that `playwright install` put in its cache, if it is there."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        path = play.chromium.executable_path
    return path if pathlib.Path(path).exists() else None


def root_prefix() -> list[str] | None:
    """How to run a command as root without being asked: [], ["sudo", "-n"], or None where that cannot be."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None


def apt(*packages: str) -> bool:
    """Install Debian packages; False where there is no apt, no right to use it, or no such package."""
    prefix = root_prefix()
    if not shutil.which("apt-get") or prefix is None:
        return False
    env = ["env", "DEBIAN_FRONTEND=noninteractive"]
    subprocess.run([*prefix, *env, "apt-get", "update", "-qq"], capture_output=True)
    command = [*prefix, *env, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    return subprocess.run(command, capture_output=True).returncode == 0


def find() -> str | None:
    """A browser that is already there."""
    return on_path() or playwrights_own()


def install() -> str | None:
    """Fetch a browser by the ways open on this machine; None if there is none."""
    print("browser: none found, installing one", file=sys.stderr, flush=True)
    if apt("chromium") and (path := on_path()):
        return path
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"])
    return playwrights_own()


def main() -> None:
    """Print the browser's path, or say what can be done by hand."""
    if not DATASET.exists() and not apt("dataset-fashion-mnist"):
        print("browser: no Debian package of Fashion-MNIST here; tests of the full set need a download",
              file=sys.stderr)
    path = find() or install()
    if not path:
        sys.exit("The site's tests need Chromium and none could be installed. Install Chromium or Chrome, or run\n"
                 "    .venv/bin/python -m playwright install --with-deps chromium\n"
                 "or name one: make test MOSAICS_BROWSER=/path/to/chromium")
    print(path)


if __name__ == "__main__":
    main()
