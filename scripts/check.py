"""Everything that is checked, in stages: `python scripts/check.py` (that is `make test`).

A stage is skipped, with a line that says so, if nothing it depends on changed since it last went well.
FORCE=1 in the environment runs all of them; names as arguments run only those: `check.py lint unit`.
"""

import os
import subprocess
import sys
import time
from dataclasses import dataclass

from stamps import ROOT, Stamp

PYTHON = sys.executable
CODE = ("code", "data", "pyproject.toml", "requirements.lock")
BOOK = ("_build/html", "tests", "scripts/browser.py", "requirements.lock")
BROWSER_TESTS = ("tests/site/test_pages.py", "tests/site/test_hosts.py", "tests/test_widgets_page.py")


@dataclass(frozen=True)
class Stage:
    """Commands that must all succeed, and the files that they look at."""

    name: str
    says: str
    commands: tuple[tuple[str, ...], ...]
    depends: tuple[str, ...]
    quiet: bool = False  # its output is shown only when it fails


def pytest(*args: str) -> tuple[str, ...]:
    """A pytest command of this environment."""
    return (PYTHON, "-m", "pytest", "-q", *args)


def stages() -> list[Stage]:
    """All stages, cheapest first; the site's need the build before them."""
    apart = [f"--ignore={name}" for name in ("tests/site", "tests/test_widgets_page.py")]
    chapters = [str(p.relative_to(ROOT)) for p in sorted((ROOT / "chapters").glob("*.ipynb"))]
    site_tests = [name for name in BROWSER_TESTS if (ROOT / name).exists()]
    nbval = pytest("--nbval", "--nbval-current-env", "--nbval-cell-timeout=300", "-p", "no:jaxtyping",
                   "--override-ini=addopts=", "--nbval-sanitize-with=tests/sanitize.cfg", *chapters)
    return [
        Stage("lint", "ruff and mypy", ((PYTHON, "-m", "ruff", "check", "."), (PYTHON, "-m", "mypy")),
              ("code", "scripts", "tests", "_ext", "pyproject.toml")),
        Stage("unit", "unit and property tests", (pytest("-n", "2", *apart),),
              (*CODE, "tests", "scripts", "_ext", "chapters", "web", "index.md", "binder", ".gitignore", "Makefile",
               ".ci", ".github", "README.md")),
        Stage("chapters", "every chapter's outputs, recomputed (nbval)", (nbval,),
              (*CODE, "chapters", "tests/sanitize.cfg")),
        Stage("build", "the book, warnings as errors", ((PYTHON, "scripts/build.py"),), ()),
        Stage("site", "the built site in a browser", (pytest("-n", "2", *site_tests),), BOOK),
        Stage("lab", "a chapter in JupyterLab with a live kernel", (pytest("tests/site/test_lab.py"),),
              (*CODE, "chapters/02-ideal.ipynb", "tests/site/test_lab.py", "tests/conftest.py")),
        Stage("binder", "Binder's configuration (repo2docker)",
              ((PYTHON, "-m", "repo2docker", "--debug", "--no-build", "."),), ("binder",), quiet=True),
        Stage("budgets", "seconds and memory of every chapter", ((PYTHON, "scripts/timings.py", "--check"),),
              (*CODE, "chapters", "scripts/timings.py")),
    ]


def run(stage: Stage) -> bool:
    """Run a stage unless its stamp is fresh; True if it went well (now or before)."""
    stamp, start = Stamp(f"test-{stage.name}", stage.depends), time.monotonic()
    if stage.depends and stamp.fresh() and os.environ.get("FORCE", "0") in ("", "0"):
        print(f"test: {stage.name:9} skipped, nothing changed since it last passed (FORCE=1 runs it)", flush=True)
        return True
    print(f"test: {stage.name:9} {stage.says}", flush=True)
    # threads that wait asleep: on a busy machine those that spin make small tensors many times slower
    threads = {"OMP_NUM_THREADS": "2" if stage.name in ("build", "budgets") else "1", "OMP_WAIT_POLICY": "PASSIVE"}
    if stage.name == "chapters":
        threads["TQDM_DISABLE"] = "1"  # whether a bar appears depends on the machine's speed
    for command in stage.commands:
        done = subprocess.run(command, cwd=ROOT, env=os.environ | threads, capture_output=stage.quiet, text=True)
        if done.returncode:
            print(done.stdout or "", done.stderr or "")
            print(f"test: {stage.name:9} FAILED", flush=True)
            return False
    print(f"test: {stage.name:9} passed in {time.monotonic() - start:.0f} s", flush=True)
    stamp.set()
    return True


def main() -> None:
    """Run the stages in order; a failed one does not hide the next ones' findings, save for the build."""
    subprocess.run([PYTHON, "scripts/browser.py"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    wanted, failed, start = sys.argv[1:], [], time.monotonic()
    for stage in stages():
        if wanted and stage.name not in wanted:
            continue
        if stage.name == "site" and "build" in failed:
            print("test: site      not run, there is no build to test", flush=True)
        elif not run(stage):
            failed.append(stage.name)
    print(f"test: {'FAILED: ' + ', '.join(failed) if failed else 'all passed'} ({time.monotonic() - start:.0f} s)")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
