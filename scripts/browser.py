"""Find a Chromium for the site's tests, or install one: `python scripts/browser.py` prints its path.

Order: the one named by MOSAICS_BROWSER, one on PATH or where Chrome and Edge stand on Windows and macOS, Debian's
package (root or password-less sudo), playwright's own. Where apt is used, Debian's Fashion-MNIST package comes along:
tests of the full 60,000 images then need no download. Nothing here waits long for a network that is not there.
"""

import os
import pathlib
import shutil
import subprocess
import sys

SHELL = "chromium-headless-shell"  # the same engine without windows: a page costs a third of the CPU seconds
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = tuple(pathlib.Path(place) for place in (
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium"))
DEBIANS = "/usr/bin/chromium"
DATASET = pathlib.Path("/usr/share/datasets/fashion-mnist")  # where Debian's package puts the files
PATIENCE = [word for option in ("Acquire::Retries=0", "Acquire::http::Timeout=10", "Acquire::https::Timeout=10",
                                "DPkg::Lock::Timeout=300") for word in ("-o", option)]  # of apt, in seconds
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def installed() -> str | None:
    """The browser named by MOSAICS_BROWSER, or the first known name on PATH, or one in its usual place."""
    named = os.environ.get("MOSAICS_BROWSER")
    found = filter(None, map(shutil.which, NAMES))
    return named or next(found, None) or next((str(place) for place in PLACES if place.exists()), None)


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
    tool = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", *PATIENCE]
    subprocess.run([*tool, "update"], capture_output=True)
    command = [*tool, "install", "-y", "--no-install-recommends", *packages]
    return subprocess.run(command, capture_output=True).returncode == 0


def find() -> str | None:
    """A browser that is already there."""
    return installed() or playwrights_own()


def install() -> str | None:
    """Fetch a browser by the ways open on this machine; None if there is none."""
    print("browser: none without windows found, installing one", file=sys.stderr, flush=True)
    for package in (SHELL, "chromium"):  # older systems have no shell of its own
        if apt(package) and (path := installed()):
            return path
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"])
    return playwrights_own()


def main() -> None:
    """Print the browser's path, or say what can be done by hand."""
    if not DATASET.exists() and not apt("dataset-fashion-mnist"):
        print("browser: no Debian package of Fashion-MNIST here; tests of the full set need a download",
              file=sys.stderr)
    path = find()
    if not path or (path == DEBIANS and root_prefix() == [] and not os.environ.get("MOSAICS_BROWSER")):
        path = install() or path  # beside Debian's browser, where nobody need be asked, its shell
    if not path:
        sys.exit("The site's tests need Chromium and none could be installed. Install Chromium or Chrome, or run\n"
                 f"    {sys.executable} -m playwright install --with-deps chromium\n"
                 "or name one in the environment: MOSAICS_BROWSER=/path/to/chromium")
    print(path)


if __name__ == "__main__":
    main()
