"""CIFAR-10, the pictures of Kamb & Ganguli's tables: from its makers' binary archive, checked, without pickle.

The book ships none of it, and no number of the book needs it: `scripts/make_paper_tables.py` does. Krizhevsky 2009;
address, MD5 and format are those that https://www.cs.toronto.edu/~kriz/cifar.html prints: a record is a label's byte,
then 1,024 bytes of red, of green and of blue, row by row.
"""

import io
import os
import pathlib
import tarfile
import zlib

import numpy as np
import torch

from .checks import check_choice, check_count
from .data import Dataset
from .downloads import check_digest, fetched_once

URL = "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"
MD5 = "c32a1d4ab5d03f1284b67883e8d87530"
FOLDER = "cifar-10-batches-bin"  # in the archive
PARTS = {"training": tuple(f"data_batch_{k}.bin" for k in range(1, 6)), "test": ("test_batch.bin",)}
CLASSES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
SHAPE = (3, 32, 32)
RECORD = 1 + 3 * 32 * 32  # bytes


def cifar10(part: str = "training", n: int | None = None, only: str | None = None,
            path: str | os.PathLike | None = None) -> Dataset:
    """The first `n` images (all if None) of CIFAR-10's "training" part, 50,000, or of its "test" part, 10,000.

    Images of 32 x 32 in colour (C = 3, red, green, blue), classes not in turn. `only`: those of one class alone, by its
    name. `path`: the archive, if it is at hand; else it is downloaded once, 162 MB, with progress, into the user's
    cache. ValueError for another part or class, for n beyond the data, for an archive whose MD5 is not the published
    one (nothing of it is used) and for one that does not hold what it should; OSError where there is none to be had.
    """
    check_choice(part, tuple(PARTS), "part")
    label = None if only is None else CLASSES.index(check_choice(only, CLASSES, "class"))
    source, content = _archive(path)
    records = np.concatenate([_records(raw, source) for raw in _members(content, PARTS[part], source)])  # (N, RECORD)
    if label is not None:
        records = records[records[:, 0] == label]
    records = records[: len(records) if n is None else check_count(n, "n", 1, len(records))]
    images = torch.from_numpy(records[:, 1:].astype(np.float32)).reshape(-1, *SHAPE) / 127.5 - 1  # (N, 3, 32, 32)
    return Dataset(images, torch.from_numpy(records[:, 0].astype(np.int64)), CLASSES, f"cifar10-{part}")


def _archive(path: str | os.PathLike | None) -> tuple[pathlib.Path, bytes]:
    """Where the archive is, and its bytes, once their MD5 is the published one."""
    if path is None:
        return fetched_once(URL, MD5, "get it another way and give its path to cifar10(path=...)")
    there = pathlib.Path(path)
    if not there.is_file():
        raise FileNotFoundError(f"{there} is missing; without a path the archive is downloaded")
    return there, check_digest(there.read_bytes(), MD5, there)


def _members(content: bytes, names: tuple[str, ...], source: pathlib.Path) -> list[bytes]:
    """The files of these names. Read, never unpacked: no path of the archive reaches the disk."""
    out = []
    try:
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as archive:
            for name in names:
                file = archive.extractfile(f"{FOLDER}/{name}")
                out.append(b"" if file is None else file.read())  # None: it is a folder
    except (tarfile.TarError, KeyError, EOFError, OSError, zlib.error) as err:
        raise ValueError(f"{source} is damaged: no archive of CIFAR-10's binary form ({err})") from err
    return out


def _records(raw: bytes, source: pathlib.Path) -> np.ndarray:
    """One row a picture, its label first: (N, RECORD) uint8."""
    if not raw or len(raw) % RECORD:
        raise ValueError(f"{source} is damaged: a file of {len(raw)} bytes holds no whole records of {RECORD}")
    records = np.frombuffer(raw, np.uint8).reshape(-1, RECORD)
    if (worst := records[:, 0].max()) >= len(CLASSES):
        raise ValueError(f"{source} is damaged: it holds a label {worst}, beyond {len(CLASSES) - 1}")
    return records
