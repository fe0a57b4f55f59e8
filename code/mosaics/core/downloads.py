"""Files of other makers: fetched once, with progress, held against the MD5 they print, kept in the user's cache."""

import contextlib
import hashlib
import io
import os
import pathlib
import tempfile
import time

from .progress import watched

STALE = 3600  # seconds after which a half-written file in the cache is nobody's any more; to write one takes one


def fetched_once(url: str, md5: str, hint: str) -> tuple[pathlib.Path, bytes]:
    """A file from the user's cache; where it is not there, or is damaged there, fetched from `url` and kept.

    `md5`: of its bytes, in hexadecimal. ValueError where the address has another file, OSError, with the `hint` at what
    else a reader can do, where it cannot be downloaded or kept.
    """
    import pooch

    path = pooch.os_cache("mosaics") / url.rpartition("/")[2]
    if path.is_file() and digest(content := path.read_bytes()) == md5:
        return path, content
    _make_room(path.parent)
    content = _fetched(url, hint)
    check_digest(content, md5, url)
    _keep(path, content)
    return path, content


def check_digest(content: bytes, md5: str, source: str | pathlib.Path) -> bytes:
    """`content` if its MD5 is this one; else ValueError that names where it is from."""
    if digest(content) != md5:
        raise ValueError(f"{source} is damaged: MD5 {digest(content)}, not {md5}, in {len(content)} bytes")
    return content


def digest(content: bytes) -> str:
    """The MD5 of some bytes, in hexadecimal: tells damaged files, not forged ones."""
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def _make_room(folder: pathlib.Path) -> None:
    """Make the folder for downloads, remove what killed ones left in it; OSError where nothing can be kept there."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    if not there.is_dir():
        raise NotADirectoryError(f"{there} is a file, but downloads are kept in the folder {folder}; move it away")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as err:
        raise OSError(f"the folder {folder}, where downloads are kept, cannot be written: {err}") from err
    for part in (*folder.glob("*.part"), *folder.glob("tmp????????")):  # the latter are pooch's
        with contextlib.suppress(OSError):
            if time.time() - part.stat().st_mtime > STALE:
                part.unlink()


def _fetched(url: str, hint: str) -> bytes:
    """What is at this address. Held in memory until it is whole: a killed download leaves nothing behind."""
    import pooch

    content = io.BytesIO()
    try:
        pooch.HTTPDownloader(progressbar=watched())(url, content, None)
    except OSError as err:
        raise OSError(f"{url} cannot be downloaded ({type(err).__name__}); {hint}") from err
    return content.getvalue()


def _keep(path: pathlib.Path, content: bytes) -> None:
    """Write under another name, which nobody else uses, then rename: a half-written file never has the name."""
    handle, part = tempfile.mkstemp(".part", path.name, path.parent)
    try:
        with open(handle, "wb") as f:
            f.write(content)
        os.replace(part, path)
    except OSError as err:
        raise OSError(f"{path} cannot be written: {err}") from err
    finally:
        pathlib.Path(part).unlink(missing_ok=True)
