"""Stamps: the hash of what a step depends on, kept after the step went well, so it need not be repeated."""

import hashlib
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[1]
STAMPS = ROOT / ".stamps"
IGNORED = ("__pycache__", ".egg-info", ".ipynb_checkpoints", ".pytest_cache", ".hypothesis")


def files(names: tuple[str, ...]) -> list[pathlib.Path]:
    """All files that the names (files or folders below the root) stand for, without caches."""
    found: list[pathlib.Path] = []
    for name in names:
        path = ROOT / name
        found += sorted(path.rglob("*")) if path.is_dir() else [path]
    return [p for p in found if p.is_file() and not any(i in str(p.relative_to(ROOT)) for i in IGNORED)]


def state(names: tuple[str, ...]) -> str:
    """One hash of the names and contents of all files that `names` stand for."""
    digest = hashlib.sha256()
    for path in files(names):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(ROOT).as_posix()} {content}\n".encode())
    return digest.hexdigest()


class Stamp:
    """The state of `names` now, compared with their state when the step `step` last went well."""

    def __init__(self, step: str, names: tuple[str, ...]) -> None:
        self.path, self.now = STAMPS / step, state(names)

    def fresh(self) -> bool:
        """True if nothing changed since `set`."""
        return self.path.exists() and self.path.read_text("utf8") == self.now

    def set(self) -> None:
        """Remember the state that this object saw when it was made."""
        STAMPS.mkdir(exist_ok=True)
        self.path.write_text(self.now, "utf8")
