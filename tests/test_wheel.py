"""What a reader without a checkout gets: wheel and sdist hold all that is needed, and it works from an empty folder.

Built offline by the setuptools that is installed.
"""

import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import zipfile

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[1]
PARTS = ("code", "data", "pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE", "LICENSE-CODE",
         "CITATION.cff")
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.egg-info", "*.part", ".*")
BUILD = "from setuptools import build_meta; build_meta.build_{}('dist')"


def copied(source, target):
    """The sources of the package as git has them, without what running them leaves."""
    for name in PARTS:
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name, ignore=LEFT_OUT)
        else:
            shutil.copy(source / name, target)
    return target


@pytest.fixture(scope="module")
def build():
    """Builds the one "wheel", "sdist" or "editable" of the sources in a folder."""
    def built(folder, what):
        subprocess.run([sys.executable, "-c", BUILD.format(what)], cwd=folder, check=True, capture_output=True)
        (found,) = (folder / "dist").glob("*.tar.gz" if what == "sdist" else "*.whl")
        return found

    return built


def held(wheel):
    """Name and SHA-256 of each file in a wheel, without its own metadata."""
    with zipfile.ZipFile(wheel) as z:
        return {name: hashlib.sha256(z.read(name)).hexdigest() for name in z.namelist() if ".dist-info/" not in name}


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    return copied(ROOT, tmp_path_factory.mktemp("sources"))


@pytest.fixture(scope="module")
def used(sources, tmp_path_factory):
    """The sources after they were used: what Python and numba compiled lies among them."""
    used = shutil.copytree(sources, tmp_path_factory.mktemp("used") / "book")
    for name in ("__pycache__/local.cpython-311.pyc", "__pycache__/kernel-1/core_2/kernel.f-1.py311.1.nbc",
                 "__pycache__/kernel-1/core_2/kernel.f-1.py311.nbi"):
        (path := used / "code" / "mosaics" / "core" / name).parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"compiled")
    return used


@pytest.fixture(scope="module")
def wheel(used, build):
    return build(used, "wheel")


def test_the_wheel_holds_the_package_and_its_data_and_nothing_else(sources, wheel):
    code, data = sources / "code", sources / "data"
    files = {p.relative_to(code).as_posix(): p for p in (code / "mosaics").rglob("*") if p.is_file()}
    files |= {f"mosaics/shipped/{p.relative_to(data).as_posix()}": p for p in data.rglob("*") if p.is_file()}
    files = {name: p for name, p in files.items() if ".egg-info" not in name}
    assert held(wheel) == {name: hashlib.sha256(p.read_bytes()).hexdigest() for name, p in files.items()}
    assert {"mosaics/py.typed", "mosaics/shipped/checksums.json", "mosaics/shipped/LICENSE-fashion-mnist"} <= set(files)
    with zipfile.ZipFile(wheel) as z:
        licences = {name.split("licenses/")[1] for name in z.namelist() if "licenses/" in name and name[-1] != "/"}
    assert licences == {"LICENSE-CODE", "data/LICENSE-dicebear-faces", "data/LICENSE-fashion-mnist",
                        "data/LICENSE-noto-emoji"}


def test_each_kind_of_file_keeps_its_budget(wheel):
    """Fifteen chapters' weights and pictures are the bulk; what they do not explain may not grow in their shadow."""
    held = {"weights": 0, "pictures": 0, "results": 0, "code": 0}  # bytes, compressed
    with zipfile.ZipFile(wheel) as z:
        for file in z.infolist():
            shipped = file.filename.startswith("mosaics/shipped/")
            kind = {".safetensors": "weights", ".npz": "pictures"}.get(pathlib.Path(file.filename).suffix, "results")
            held[kind if shipped else "code"] += file.compress_size
    assert min(held.values()) > 1e5
    assert held["weights"] < 5e6 and held["pictures"] < 2.7e6 and held["results"] < 5e5 and held["code"] < 1.62e6, held


def test_a_wheel_from_the_sdist_is_the_same(sources, wheel, build, tmp_path):
    with tarfile.open(build(sources, "sdist")) as t:
        t.extractall(tmp_path, filter="data")
    (unpacked,) = tmp_path.iterdir()
    assert held(build(unpacked, "wheel")) == held(wheel)
    names = {p.relative_to(unpacked).as_posix() for p in unpacked.rglob("*") if p.is_file()}
    assert {"LICENSE", "LICENSE-CODE", "README.md", "data/README.md", "setup.py", "MANIFEST.in"} <= names


def test_what_has_gone_from_the_sources_goes_from_the_next_wheel(sources, used, wheel, build, tmp_path):
    again = copied(sources, tmp_path)
    shutil.copytree(used / "build", again / "build")
    (again / "data" / "results" / "bench.json").unlink()
    (again / "code" / "mosaics" / "rules.py").unlink()
    assert set(held(wheel)) - set(held(build(again, "wheel"))) == {
        "mosaics/shipped/results/bench.json", "mosaics/rules.py"}


def test_an_editable_install_is_a_path_and_no_more(sources, build, tmp_path):
    """So `make` and Binder install it; a reader's edits in `code` count at once, and `data` is read where it is."""
    again = copied(sources, tmp_path)
    with zipfile.ZipFile(build(again, "editable")) as z:
        files = [name for name in z.namelist() if ".dist-info/" not in name]
        assert len(files) == 1 and files[0].endswith(".pth")
        assert pathlib.Path(z.read(files[0]).decode().strip()) == again / "code"
    assert "pip install --no-deps --no-cache-dir -e ." in (ROOT / "binder" / "postBuild").read_text("utf8")


USES = """
import pathlib, sys
import mosaics
from mosaics import networks, widgets
from mosaics.core import data
home = pathlib.Path(sys.argv[1])
assert pathlib.Path(mosaics.__file__) == home / "mosaics" / "__init__.py", mosaics.__file__
assert data.ROOT == home / "mosaics" / "shipped"
for name in (*data.SHIPPED, "digits"):
    assert len(data.load(name).images) >= 100
for name in networks.SHIPPED:
    net = networks.load_weights(name)
    assert net(data.load("digits", n=1, size=16).images.expand(1, net.C, 16, 16), 1.0).isfinite().all()
for path in (data.ROOT / "results").iterdir():
    assert data.results(path.stem) if path.suffix == ".json" else data.arrays(path)
assert sorted(data.checksums()) == sorted({p.name for p in data.ROOT.rglob("*.*")} - {"README.md", "checksums.json"}
                                          | set(data.MD5))
for name in widgets.__all__:
    lab = getattr(widgets, name)()
    assert len(lab._esm) > 10_000 and len(lab._css) > 1000
"""


def test_an_installed_wheel_needs_no_checkout(wheel, tmp_path):
    """Every data set, all weights and results, every lab, from an empty folder; the checkout is out of reach."""
    target, empty = tmp_path / "site", tmp_path / "empty"
    empty.mkdir()
    subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--no-compile",
                    "--disable-pip-version-check", "--target", str(target), str(wheel)], check=True)
    out = subprocess.run([sys.executable, "-c", USES, str(target)], cwd=empty, capture_output=True, encoding="utf8",
                         env=os.environ | {"PYTHONPATH": str(target), "PYTHONDONTWRITEBYTECODE": "1"})
    assert out.returncode == 0, out.stderr
    assert not list(empty.iterdir())
