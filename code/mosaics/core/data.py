"""Data sets and results: loaded whole and checked, or not at all. Images are float32 (N, C, H, W) in [-1, 1]."""

import gzip
import hashlib
import io
import json
import pathlib
import unicodedata
import zlib
from typing import Any, NamedTuple

import numpy as np
import torch
from jaxtyping import Float, Int, UInt8
from torch import Tensor

from .checks import check_choice, check_count, check_images
from .downloads import fetched_once

PACKAGE = pathlib.Path(__file__).resolve().parents[1]
# an installed package carries its files (setup.py); in a checkout they are beside `code`
ROOT = PACKAGE / "shipped" if (PACKAGE / "shipped").is_dir() else PACKAGE.parents[1] / "data"
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
           "dicebear-faces": "dicebear-faces-1000.npz", "emoji": "emoji-112.npz", "hands": "hands-2000.npz",
           "socks": "socks-1000.npz", "photographs": "photographs.npz", "photographs-holdout": "photographs.npz"}
CROPS = {"photographs": 250, "photographs-holdout": 50}  # of each photograph
PHOTOGRAPHS, TEXTURES = ("china", "flower", "cat", "coffee"), ("brick", "grass", "gravel")
PICTURES = dict.fromkeys(PHOTOGRAPHS, "photographs.npz") | dict.fromkeys(TEXTURES, "textures.npz")
FULL = {"fashion-mnist-60k": "train", "fashion-mnist-test": "t10k"}
NAMES = (*SHIPPED, *FULL, "digits")
FACES = (range(0x1F600, 0x1F645), range(0x1F910, 0x1F918), range(0x1F920, 0x1F926), range(0x1F927, 0x1F930),
         range(0x1F970, 0x1F97B), range(0x1F9D0, 0x1F9D1), range(0x1FAE0, 0x1FAE6), range(0x1F47F, 0x1F480),
         range(0x1F31D, 0x1F31E))  # blocks of Unicode that are faces, round or nearly so: 112 characters
_CODES = [code for block in FACES for code in block]
# every 47th in turn (47 and 112 have no common factor), so that any prefix has faces of all blocks
EMOJI = tuple(chr(_CODES[47 * i % len(_CODES)]) for i in range(len(_CODES)))
CLASSES = {"dicebear-faces": ("short hair", "long hair"), "digits": tuple("0123456789"),
           "emoji": tuple(unicodedata.name(face).lower() for face in EMOJI),
           "hands": ("thumb on the left", "thumb on the right"),
           "socks": ("red", "blue", "green", "amber"), **dict.fromkeys(CROPS, PHOTOGRAPHS)}  # the others: CLOTHES


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
    faces of 16 x 16 in colour (C = 3), short and long hair in turn. "emoji": 112 faces of 32 x 32 in colour (C = 3,
    red, green, blue; elsewhere C = 1) on white, each a class of its own, named as in Unicode ("clown face"). "hands":
    2,000 of 32 x 32, each with five fingers, drawn by rule (`mosaics.fingers.hands`); label 0: thumb on the left, 1: on
    the right.
    "socks": 1,000 pairs of socks of 18 x 18 in colour, both of one of four colours, in turn. "photographs": 1,000 crops
    of 32 x 32 in colour from four photographs, in turn; "photographs-holdout": 200 from a strip of each kept aside.
    `blur`: how often (`blurred`).
    Raises ValueError for an unknown name, for n beyond the data, for a size outside 1 ... 1024, for a negative blur and
    for a file whose SHA-256 is not the recorded one (nothing of it is used); OSError where there is no file to be had.
    """
    check_choice(name, NAMES, "data set")
    pixels, labels = _read(name)
    n = len(pixels) if n is None else check_count(n, "n", 1, len(pixels))
    white = 16 if name == "digits" else 255
    images = _tensor(pixels[:n], white)
    images = blurred(images if size is None else resize(images, size), blur)
    return Dataset(images, torch.from_numpy(labels[:n].astype(np.int64)), CLASSES.get(name, CLOTHES), name)


def picture(name: str) -> Float[Tensor, "1 C H W"]:
    """One of `PICTURES`, whole, as chapter 14's canvases take it.

    Photographs in colour (C = 3): "china", "flower" (214 x 320), "cat" (150 x 226), "coffee" (200 x 300). Textures
    (C = 1): "brick", "grass", "gravel" (256 x 256). ValueError for another name; for files as `load`.
    """
    return _tensor(arrays(ROOT / PICTURES[check_choice(name, tuple(PICTURES), "picture")])[name][None], 255)


def _tensor(pixels: np.ndarray, white: int) -> Float[Tensor, "N C H W"]:
    """Pixels (N, H, W) or (N, H, W, C) in 0 ... white as float32 images in [-1, 1]."""
    scaled = torch.from_numpy(pixels.astype(np.float32) / white) * 2 - 1
    return scaled[:, None] if scaled.ndim == 3 else scaled.permute(0, 3, 1, 2).contiguous()


def _read(name: str) -> tuple[np.ndarray, np.ndarray]:
    if name == "digits":
        from sklearn.datasets import load_digits

        bunch = load_digits()
        return bunch.images.astype(np.float32), bunch.target
    if name in SHIPPED:
        held = arrays(ROOT / SHIPPED[name])
        if name in CROPS:
            from .crops import crops

            return crops([held[each] for each in PHOTOGRAPHS], CROPS[name], unseen=name == "photographs-holdout")
        return held["images"], held["labels"]
    part = FULL[name]
    images = np.frombuffer(_full(f"{part}-images-idx3-ubyte"), np.uint8, offset=16)
    return images.reshape(-1, 28, 28), np.frombuffer(_full(f"{part}-labels-idx1-ubyte"), np.uint8, offset=8)


def _full(name: str) -> bytes:
    """Content of one of the four original files: Debian's copy if installed, else downloaded once with progress."""
    path = DEBIAN / f"{name}.gz"
    if path.is_file():
        packed = path.read_bytes()
    else:
        path, packed = _downloaded(name)
    try:
        content = gzip.decompress(packed)
    except (EOFError, gzip.BadGzipFile, zlib.error) as err:
        raise ValueError(f"{path} is damaged: not a whole gzip file ({err})") from err
    return _verified(content, name, path)


def _downloaded(name: str) -> tuple[pathlib.Path, bytes]:
    """An original file, packed, from the user's cache or from its makers."""
    return fetched_once(f"{UPSTREAM}{name}.gz", MD5[name],
                        "install Debian's package dataset-fashion-mnist, or use the 2,000 images of "
                        "load('fashion-mnist')")


def checksums() -> dict[str, str]:
    """SHA-256 of every file of the data folder, by file name, from data/checksums.json."""
    return _parsed(_there(ROOT / "checksums.json").read_bytes(), ROOT / "checksums.json")


def record(path: pathlib.Path) -> None:
    """Note the SHA-256 of a file of the data folder in data/checksums.json; who writes such a file calls this next."""
    sums = checksums() | {path.name: hashlib.sha256(_there(path).read_bytes()).hexdigest()}
    text = json.dumps(sums, indent=1, sort_keys=True) + "\n"
    (ROOT / "checksums.json").write_text(text, "utf8", newline="\n")


def results(name: str) -> Any:
    """What data/results/<name>.json says, once its SHA-256 is the recorded one.

    ValueError for a damaged file and for a name that has no recorded checksum; FileNotFoundError where it is missing.
    """
    path = ROOT / "results" / f"{name}.json"
    return _parsed(checked(path), path)


def about(name: str) -> dict[str, Any]:
    """What stored results say of their making: data/results/<name>.json, or the text "about" of <name>.npz.

    Errors as for `results`.
    """
    path = ROOT / "results" / f"{name}.npz"
    return _parsed(str(arrays(path)["about"]).encode(), path) if path.is_file() else results(name)


def arrays(path: pathlib.Path) -> dict[str, np.ndarray]:
    """The arrays of an npz file of the data folder, by name. Errors as for `checked`."""
    with np.load(io.BytesIO(checked(path)), allow_pickle=False) as held:
        return dict(held)


def checked(path: pathlib.Path) -> bytes:
    """The bytes of `path`, once their SHA-256 is the recorded one; else ValueError. Nothing is parsed before that."""
    return _verified(_there(path).read_bytes(), path.name, path)


def _there(path: pathlib.Path) -> pathlib.Path:
    """`path` if it is a file; FileNotFoundError that says how to get it back."""
    if path.is_file():
        return path
    if ROOT == PACKAGE / "shipped":
        raise FileNotFoundError(f"{path} is missing; it comes with the package mosaics: install that again")
    made = {"weights": "make weights", "results": "make results"}.get(path.parent.name, "scripts/make_data.py")
    raise FileNotFoundError(f"{path} is missing; get it back with `git checkout`, or make it anew: {made}")


def _verified(content: bytes, name: str, path: pathlib.Path) -> bytes:
    found, wanted = hashlib.sha256(content).hexdigest(), checksums().get(name)
    if wanted is None:
        raise ValueError(f"{path} has no checksum in {ROOT / 'checksums.json'}")
    if found != wanted:
        raise ValueError(f"{path} is damaged: SHA-256 {found[:12]}..., not {wanted[:12]}..., in {len(content)} bytes")
    return content


def _parsed(content: bytes, path: pathlib.Path) -> Any:
    """The content of a JSON file; ValueError that names the file."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as err:
        raise ValueError(f"{path} is damaged: not JSON ({err})") from err


def resize(images: Float[Tensor, "N C H W"], size: int) -> Float[Tensor, "N C S S"]:
    """Antialiased bilinear resize to `size` x `size` pixels, 1 <= size <= 1024; values stay in [-1, 1]."""
    check_images(images)
    check_count(size, "size", 1, 1024)
    out = torch.nn.functional.interpolate(images, (size, size), mode="bilinear", antialias=True, align_corners=False)
    return out.clamp(-1, 1)


def levels(images: Float[Tensor, "*shape"]) -> UInt8[Tensor, "*shape"]:
    """Images in [-1, 1] as levels 0 ... 255: -1 is 0."""
    return ((images + 1) * 127.5).round().to(torch.uint8)


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
