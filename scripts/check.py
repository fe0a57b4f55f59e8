"""Everything that is checked, in stages: `python scripts/check.py` (that is `make test`).

A stage is skipped, with a line that says so, if nothing it depends on changed since it last went well.
FORCE=1 in the environment runs all of them; names as arguments run only those: `check.py lint unit`.
"""

import os
import subprocess
import sys
import time
from dataclasses import dataclass

from build import speak_plainly
from notebooks import surroundings
from stamps import ROOT, Stamp

PYTHON = sys.executable
CODE = ("code", "data", "pyproject.toml", "requirements.lock")
BOOK = ("_build/html", "notebooks", "tests", "scripts/browser.py", "requirements.lock")
OUTPUTS = "tests/test_outputs.py"
BUILT = ("tests/site", "tests/test_widgets_page.py", OUTPUTS)  # tests that need the built book


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
    return (PYTHON, "-m", "pytest", "-q", "--durations=25", "--durations-min=5", *args)


def stages() -> list[Stage]:
    """All stages, cheapest first; the site's need the build before them."""
    apart = [f"--ignore={name}" for name in BUILT]
    return [
        Stage("lint", "ruff and mypy", ((PYTHON, "-m", "ruff", "check", "."), (PYTHON, "-m", "mypy")),
              ("code", "scripts", "tests", "_ext", "pyproject.toml")),
        Stage("unit", "unit and property tests", (pytest("-n", "2", "--dist", "worksteal", *apart),),
              (*CODE, "tests", "scripts", "_ext", "bench", "chapters", "notebooks", "web", "index.md", "README.md",
               "CONTRIBUTING.md", "Makefile", "binder", "requirements.txt", "_config.yml", "_toc.yml", "references.bib",
               ".ci", ".github", ".gitattributes", ".gitignore")),
        Stage("front", "the labs' front end: Biome, tsc, node's tests, bundles", ((PYTHON, "scripts/front.py"),),
              ("code/mosaics/widgets", "web", "tests/front", "tests/machines_table.py", "scripts/front.py",
               "scripts/front.mjs", "scripts/node.lock", "package-lock.json", "package.json", "tsconfig.json",
               "biome.json")),
        Stage("build", "the book, warnings as errors", ((PYTHON, "scripts/build.py"),), ()),
        Stage("chapters", "what the build computed in every chapter, and what that cost", (pytest(OUTPUTS),), ()),
        Stage("site", "the built site in a browser",
              (pytest("-n", "2", "--dist", "worksteal", "--ignore=tests/site/test_lab.py", *BUILT[:-1]),), BOOK),
        Stage("lab", "a chapter in JupyterLab with a live kernel", (pytest("tests/site/test_lab.py"),),
              (*CODE, "notebooks/02-ideal.ipynb", "tests/site", "tests/conftest.py", "tests/labs.py",
               "scripts/browser.py")),
        Stage("binder", "Binder's configuration (repo2docker)",
              ((PYTHON, "-m", "repo2docker", "--debug", "--no-build", "."),), ("binder",), quiet=True),
    ]


def succeeds(command: tuple[str, ...], env: dict[str, str], quiet: bool) -> bool:
    """Run a command; if `quiet`, its output is shown only where it fails."""
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=quiet, encoding="utf8", errors="backslashreplace")
    if done.returncode:
        print(done.stdout or "", done.stderr or "")
    return done.returncode == 0


def run(stage: Stage) -> bool:
    """Run a stage unless its stamp is fresh; True if it went well (now or before)."""
    stamp, start = Stamp(f"test-{stage.name}", stage.depends), time.monotonic()
    if stage.depends and stamp.fresh() and os.environ.get("FORCE", "0") in ("", "0"):
        print(f"test: {stage.name:9} skipped, nothing changed since it last passed (FORCE=1 runs it)", flush=True)
        return True
    print(f"test: {stage.name:9} {stage.says}", flush=True)
    env = surroundings()
    if not all(succeeds(command, env, stage.quiet) for command in stage.commands):
        print(f"test: {stage.name:9} FAILED", flush=True)
        return False
    print(f"test: {stage.name:9} passed in {time.monotonic() - start:.0f} s", flush=True)
    stamp.set()
    return True


def main() -> None:
    """Run the stages in order; a failed one does not hide the next ones' findings, save for the build."""
    speak_plainly()
    subprocess.run([PYTHON, "scripts/browser.py"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    wanted, failed, start = sys.argv[1:], [], time.monotonic()
    if unknown := set(wanted) - {stage.name for stage in stages()}:
        sys.exit(f"test: no such stage: {', '.join(sorted(unknown))}; there are "
                 f"{', '.join(stage.name for stage in stages())}")
    for stage in stages():
        if wanted and stage.name not in wanted:
            continue
        if stage.name == "binder" and sys.platform == "win32":
            print("test: binder    not run, repo2docker cannot be had on Windows", flush=True)
            continue
        if stage.name in ("chapters", "site") and "build" in failed:
            print(f"test: {stage.name:9} not run, there is no build to test", flush=True)
        elif not run(stage):
            failed.append(stage.name)
    print(f"test: {'FAILED: ' + ', '.join(failed) if failed else 'all passed'} ({time.monotonic() - start:.0f} s)")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
