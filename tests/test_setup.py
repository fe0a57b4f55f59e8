"""The set-up: a lock that holds on every promised system and Python, commands with and without make."""

import ast
import importlib.metadata
import os
import pathlib
import re
import shutil
import subprocess
import sys
import threading
import time
import tomllib
import types

import commands  # scripts/commands.py, as the next two
import environment
import pytest
import run
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = pathlib.Path(__file__).resolve().parents[1]


def entries():
    """Every locked package: its normal name, and its entry with marker and hashes."""
    found = [entry.rstrip("\n") for entry in environment.locked() if not entry.startswith("#")]
    return [(requirement(entry), entry) for entry in found]


def requirement(line):
    """A line of a requirements file without its hashes."""
    return Requirement(line.split(" \\\n")[0])


def required(name):
    """The requirements in a file of the repository's."""
    lines = (ROOT / name).read_text("utf8").splitlines()
    return [requirement(line) for line in lines if line and not line.startswith(("#", "-"))]


def applies(package, environment):
    return package.marker is None or package.marker.evaluate(environment)


SYSTEMS = {"Linux": ("linux", "posix", "x86_64"), "Linux ARM": ("linux", "posix", "aarch64"),
           "macOS ARM": ("darwin", "posix", "arm64"), "Windows": ("win32", "nt", "AMD64")}
ENVIRONMENTS = [{"python_version": minor, "python_full_version": f"{minor}.0", "sys_platform": system, "os_name": kind,
                 "platform_machine": machine, "platform_system": {"win32": "Windows"}.get(system, system.title()),
                 "implementation_name": "cpython", "platform_python_implementation": "CPython"}
                for minor in ("3.11", "3.12", "3.13", "3.14") for system, kind, machine in SYSTEMS.values()]


def test_lock_names_a_version_and_hashes_only():
    for package, entry in entries():
        first, *hashes = entry.split(" \\\n")
        assert re.fullmatch(r"[a-z0-9.-]+==[\w.]+( ; [^/@]+)?", first), first
        assert hashes and all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}", each) for each in hashes), package.name


@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=lambda e: f"{e['sys_platform']}-{e['platform_machine']}-"
                                                                    f"{e['python_version']}")
def test_lock_has_one_version_of_all_that_is_asked_for_on_every_system(environment):
    there = [package for package, _ in entries() if applies(package, environment)]
    lock = {package.name: str(package.specifier)[2:] for package in there}
    assert len(lock) == len(there)
    for package in required("requirements.txt"):
        if applies(package, environment):
            assert package.specifier.contains(lock[canonicalize_name(package.name)]), package


def test_locked_packages_take_every_python_that_is_promised():
    """What is installed here says it of itself; Debian 12 has 3.11.2, so 3.11.0 is meant."""
    promised = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]["requires-python"]
    assert promised == ">=3.11" and (run.OLDEST, run.NEWEST) == ((3, 11), (3, 14))
    names = [package.name for package, _ in entries() if applies(package, None)]
    installed = {canonicalize_name(each.metadata["Name"]): each for each in importlib.metadata.distributions()}
    here = [installed[name] for name in names if name in installed]
    assert len(here) > 150 and "soupsieve" in names
    for each in here:
        takes = SpecifierSet(each.metadata.get("Requires-Python") or "")
        assert all(takes.contains(python) for python in ("3.11.0", "3.12.0", "3.13.0", "3.14.0")), each.name


def test_what_is_installed_is_what_is_locked():
    """Save CUDA's packages, which the set-up leaves out (its own rule)."""
    for package, entry in entries():
        if applies(package, None) and not (environment.CUDA.match(entry) and package.name != "torch"):
            assert package.specifier.contains(importlib.metadata.version(package.name)), package.name


def test_binder_and_the_package_ask_for_what_the_lock_has():
    lock = {package.name: str(package.specifier)[2:] for package, _ in entries()}
    for package in required("binder/requirements.txt"):
        version = str(package.specifier)[2:].split("+")[0]
        assert lock[package.name] == version, f"binder pins {package}, the lock {lock[package.name]}"
    assert "jupyter-book" not in (ROOT / "binder" / "requirements.txt").read_text("utf8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]["dependencies"]
    assert {str(Requirement(line)) for line in project} <= {str(package) for package in required("requirements.txt")}


def test_set_up_leaves_out_cuda_on_linux_only():
    """torch itself comes from another index there; everything else is installed by hash."""
    apart = {package.name for package, entry in entries() if environment.CUDA.match(entry)}
    assert {"torch", "triton", "nvidia-cublas", "cuda-toolkit"} <= apart
    assert all(package.name == "torch" or "sys_platform == 'linux'" in entry
               for package, entry in entries() if package.name in apart)


@pytest.mark.parametrize("python", ["3.4", "3.7", "3.10"])
def test_old_python_can_read_as_far_as_the_message(python):
    tree = ast.parse((ROOT / "scripts" / "run.py").read_text("utf8"), feature_version=(3, int(python.split(".")[1])))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr | ast.AnnAssign | ast.arg)]
    if python != "3.4":
        ast.parse((ROOT / "scripts" / "environment.py").read_text("utf8"), feature_version=(3, 7))


@pytest.mark.parametrize(("version", "refused"), [((2, 7), True), ((3, 10), True), ((3, 11), False), ((3, 14), False),
                                                  ((3, 15), True)])
def test_other_pythons_are_refused_with_a_message(monkeypatch, version, refused):
    monkeypatch.setattr(sys, "version_info", (*version, 2))
    if refused:
        with pytest.raises(SystemExit, match=r"needs Python 3\.11 to 3\.14; this is .*\n.*make PYTHON="):
            run.refuse_other_pythons()
    else:
        run.refuse_other_pythons()


def test_make_has_the_commands_of_the_script_and_no_others():
    named = re.search(r"^COMMANDS := (.*)$", (ROOT / "Makefile").read_text("utf8"), re.M)[1].split()
    assert set(named) == set(commands.COMMANDS) - {"notebooks"}  # which takes arguments
    for name in re.findall(r"\"((?:scripts|bench)/\w+\.py)\"", (ROOT / "scripts" / "commands.py").read_text("utf8")):
        assert (ROOT / name).is_file(), name


def test_help_and_mistakes_need_no_environment(tmp_path):
    """In a bare copy, a plain Python: nothing is installed for a list or a typing mistake."""
    shutil.copytree(ROOT / "scripts", tmp_path / "[1] ü" / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    bare = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    for arguments, code in ((["help"], 0), ([], 0), (["boook"], 1), (["book", "now"], 1)):
        done = subprocess.run([sys.executable, tmp_path / "[1] ü" / "scripts" / "run.py", *arguments],
                              env=bare, capture_output=True, encoding="utf8")
        assert done.returncode == code and "build the site" in done.stdout + done.stderr, done
    assert not (tmp_path / "[1] ü" / ".venv").exists()


@pytest.fixture
def checkout(monkeypatch, tmp_path):
    """The set-up's module, as if the repository stood in a folder with an odd name."""
    root = tmp_path / "Bücher [1] x"
    (root / "code" / "mosaics").mkdir(parents=True)
    (root / "code" / "mosaics" / "__init__.py").touch()
    shutil.copy(ROOT / "requirements.lock", root)
    python = root / ".venv" / environment.PYTHON.relative_to(environment.VENV)
    for name, path in {"ROOT": root, "VENV": root / ".venv", "PYTHON": python, "LOCK": root / "requirements.lock",
                       "STAMP": root / ".venv" / "mosaics-stamp", "BUSY": root / ".venv.lock"}.items():
        monkeypatch.setattr(environment, name, path)
    bare = lambda command, **options: subprocess.run([*command, "--without-pip"], **options)  # noqa: E731 (10 s less)
    monkeypatch.setattr(environment, "subprocess", types.SimpleNamespace(run=bare))
    monkeypatch.delenv("PYTHONPATH", raising=False)
    return root


def test_set_up_under_an_odd_path_and_only_once(checkout, monkeypatch):
    """With everything but the downloads: pip is told what, and what it is told is not said twice."""
    asked = []
    monkeypatch.setattr(environment, "pip", lambda *args: asked.append(args))
    monkeypatch.setattr(environment, "cpu_torch_options", list)
    environment.install()
    assert {"--require-hashes", "--no-deps"} <= set(asked[0])
    rest = pathlib.Path(asked[0][-1]).read_text("utf8")
    assert ("torch==" in rest) == (sys.platform != "linux") and "\nnumpy==" in rest
    where = "import mosaics; print(ascii(mosaics.__file__))"
    for setting in ({"PYTHONUTF8": "1"}, {"LC_ALL": "C"}):
        command = [environment.PYTHON, "-c", where]
        out = subprocess.run(command, env=os.environ | setting, encoding="utf8", stdout=subprocess.PIPE, check=True)
        assert out.stdout.strip() == ascii(str(checkout / "code" / "mosaics" / "__init__.py"))
    before = len(asked)
    environment.install()
    assert len(asked) == before  # no pip, so no network


def test_environment_is_made_anew_where_it_was_moved_or_is_another_pythons(checkout, monkeypatch):
    environment.make_venv()
    assert environment.made_here()
    config = environment.VENV / "pyvenv.cfg"
    text = config.read_text("utf8")
    config.write_text(text.replace(str(environment.VENV), "/elsewhere/.venv"), "utf8")
    assert not environment.made_here()
    config.write_text(text.replace(f"version = {sys.version_info[0]}.", "version = 2."), "utf8")
    assert not environment.made_here()
    environment.make_venv()
    assert environment.made_here()


def test_one_command_at_a_time(checkout, capsys):
    """The second waits while another process holds the checkout, and goes on when that one ends, however it does."""
    script = ("import environment, pathlib, sys; environment.BUSY = pathlib.Path(sys.argv[1])\n"
              "with environment.alone(): print('mine', flush=True); sys.stdin.read()")
    other = subprocess.Popen([sys.executable, "-c", script, environment.BUSY], cwd=ROOT / "scripts", encoding="utf8",
                             stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with other:
        assert other.stdout.readline() == "mine\n"
        with environment.BUSY.open("a", encoding="utf8") as file:
            assert not environment.claim(file)
        threading.Thread(target=lambda: (wait_for(capsys), other.kill())).start()
        with environment.alone():
            assert other.wait() != 0
    with environment.BUSY.open("a", encoding="utf8") as file:
        assert environment.claim(file)


def test_a_command_that_holds_the_checkout_may_set_up(checkout, capsys):
    """The lock may have changed while it waited: it installs anew and does not wait for itself."""
    with environment.alone():
        with environment.alone():
            assert environment.held
        assert environment.held
    assert not environment.held and "waiting" not in capsys.readouterr().out


def wait_for(capsys):
    """Return as soon as something was printed."""
    while "waiting" not in capsys.readouterr().out:
        time.sleep(0.01)


def test_folder_that_cannot_be_written_is_named(checkout, monkeypatch):
    monkeypatch.setattr(environment, "BUSY", checkout / "missing" / "lock")
    with pytest.raises(SystemExit, match="which cannot be written"), environment.alone():
        pass
