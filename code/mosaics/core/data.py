"""Data sets: loaded whole and checked, or not at all. Images are float32 (N, C, H, W) in [-1, 1]."""

import gzip
import hashlib
import io
import json
import pathlib
import zlib
from typing import NamedTuple

import numpy as np
import torch
from jaxtyping import Float, Int
from torch import Tensor

from .checks import check_choice, check_count, check_images

ROOT = pathlib.Path(__file__).resolve().parents[3] / "data"
DEBIAN = pathlib.Path("/usr/share/datasets/fashion-mnist")  # where Debian's package dataset-fashion-mnist puts it
UPSTREAM = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"
MD5 = {  # of the compressed files, as their makers print them; what counts is the SHA-256 of the content
    "train-images-idx3-ubyte": "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
    "train-labels-idx1-ubyte": "25c81989df183df01b3e8a0aad5dffbe",
    "t10k-images-idx3-ubyte": "bef4ecab320f06d8554ea6380940ec79",
    "t10k-labels-idx1-ubyte": "bb300cfdad3c16e7a12a480ee83cd310",
}
CLOTHES = ("T-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot")
SHIPPED = {"fashion-mnist": "fashion-mnist-2000.npz", "fashion-mnist-holdout": "fashion-mnist-holdout.npz",
           "dicebear-faces": "dicebear-faces-1000.npz"}
FULL = {"fashion-mnist-60k": "train", "fashion-mnist-test": "t10k"}
NAMES = (*SHIPPED, *FULL, "digits")
CLASSES = {"dicebear-faces": ("short hair", "long hair"), "digits": tuple("0123456789")}  # the others: CLOTHES


class Dataset(NamedTuple):
    """`images` (N, C, H, W) float32 in [-1, 1], `labels` (N,) int64 into `classes`, and the name it was loaded by."""

    images: Float[Tensor, "N C H W"]
    labels: Int[Tensor, " N"]
    classes: tuple[str, ...]
    name: str


def load(name: str, n: int | None = None, size: int | None = None, blur: int = 0) -> Dataset:
    """The first `n` images (all if None) of a data set, resized to `size` x `size` if given, then blurred.

    "fashion-mnist": 2,000 training images, 200 a class, classes in turn, so that any prefix is balanced.
    "fashion-mnist-holdout": 500 test images in the same order. "fashion-mnist-60k", "fashion-mnist-test": all of them,
    from Debian's package or downloaded. "digits": 1,797 of 8 x 8 from scikit-learn. "dicebear-faces": 1,000 drawn
    faces of 16 x 16 in colour (C = 3, elsewhere 1), short and long hair in turn. `blur`: how often (`blurred`).
    Raises ValueError for an unknown name, for n beyond the data, for a size outside 1 ... 1024, for a negative blur and
    for a file whose SHA-256 is not the recorded one (nothing of it is used); OSError where there is no file to be had.
    """
    check_choice(name, NAMES, "data set")
    pixels, labels = _read(name)
    n = len(pixels) if n is None else check_count(n, "n", 1, len(pixels))
    white = 16 if name == "digits" else 255
    scaled = torch.from_numpy(pixels[:n].astype(np.float32) / white) * 2 - 1
    images = scaled[:, None] if scaled.ndim == 3 else scaled.permute(0, 3, 1, 2).contiguous()  # (N, C, H, W)
    images = blurred(images if size is None else resize(images, size), blur)
    return Dataset(images, torch.from_numpy(labels[:n].astype(np.int64)), CLASSES.get(name, CLOTHES), name)


def _read(name: str) -> tuple[np.ndarray, np.ndarray]:
    if name == "digits":
        from sklearn.datasets import load_digits

        bunch = load_digits()
        return bunch.images.astype(np.float32), bunch.target
    if name in SHIPPED:
        with np.load(io.BytesIO(checked(ROOT / SHIPPED[name])), allow_pickle=False) as f:
            return f["images"], f["labels"]
    part = FULL[name]
    images = np.frombuffer(_full(f"{part}-images-idx3-ubyte"), np.uint8, offset=16)
    return images.reshape(-1, 28, 28), np.frombuffer(_full(f"{part}-labels-idx1-ubyte"), np.uint8, offset=8)


def _full(name: str) -> bytes:
    """Content of one of the four original files: Debian's copy if installed, else downloaded once with progress."""
    path = DEBIAN / f"{name}.gz"
    path = path if path.is_file() else _download(name)
    packed = path.read_bytes()
    try:
        content = gzip.decompress(packed)
    except (EOFError, gzip.BadGzipFile, zlib.error) as err:
        raise ValueError(f"{path} is damaged: not a whole gzip file ({err})") from err
    return _verified(content, name, path)


def _download(name: str) -> pathlib.Path:
    """Fetch an original file into the user's cache unless it is there; a partial or wrong one is never kept."""
    import pooch

    url = f"{UPSTREAM}{name}.gz"
    try:
        got = pooch.retrieve(url, f"md5:{MD5[name]}", path=pooch.os_cache("mosaics"), progressbar=True)
    except OSError as err:
        hint = "install Debian's package dataset-fashion-mnist, or use the 2,000 images of load('fashion-mnist')"
        raise OSError(f"{url} cannot be downloaded; {hint}") from err
    return pathlib.Path(got)


def checksums() -> dict[str, str]:
    """SHA-256 of every data file, by file name, from data/checksums.json."""
    return json.loads((ROOT / "checksums.json").read_text("utf8"))


def checked(path: pathlib.Path) -> bytes:
    """The bytes of `path`, once their SHA-256 is the recorded one; else ValueError. Nothing is parsed before that."""
    if not path.is_file():
        made = {"weights": "make weights", "results": "make results"}.get(path.parent.name, "scripts/make_data.py")
        raise FileNotFoundError(f"{path} is missing; get it back with `git checkout`, or make it anew: {made}")
    return _verified(path.read_bytes(), path.name, path)


def _verified(content: bytes, name: str, path: pathlib.Path) -> bytes:
    found, wanted = hashlib.sha256(content).hexdigest(), checksums()[name]
    if found != wanted:
        raise ValueError(f"{path} is damaged: SHA-256 {found[:12]}..., not {wanted[:12]}..., in {len(content)} bytes")
    return content


def resize(images: Float[Tensor, "N C H W"], size: int) -> Float[Tensor, "N C S S"]:
    """Antialiased bilinear resize to `size` x `size` pixels, 1 <= size <= 1024; values stay in [-1, 1]."""
    check_images(images)
    check_count(size, "size", 1, 1024)
    out = torch.nn.functional.interpolate(images, (size, size), mode="bilinear", antialias=True, align_corners=False)
    return out.clamp(-1, 1)


def blurred(images: Float[Tensor, "N C H W"], times: int = 1) -> Float[Tensor, "N C H W"]:
    """Blur `times` >= 0 times with the 3 x 3 binomial filter, (1, 2, 1) / 4 along rows and columns; edges repeated.

    Each time adds 1/2 to the filter's variance, in pixels squared. Values stay in the range of `images`.
    """
    x = check_images(images)
    for _ in range(check_count(times, "blur", 0)):
        x = torch.nn.functional.pad(x, (1, 1, 1, 1), mode="replicate")  # (N, C, H + 2, W + 2)
        x = (x[..., :-2, :] + 2 * x[..., 1:-1, :] + x[..., 2:, :]) / 4  # (N, C, H, W + 2)
        x = (x[..., :-2] + 2 * x[..., 1:-1] + x[..., 2:]) / 4
    return x
