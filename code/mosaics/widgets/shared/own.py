"""A reader's own training set as Python gets it: from the text of a link, or as levels that a page sends.

The text is that of shared/pictures/set.js: a version's digit and, in base64url, a raw DEFLATE stream of C, S, N, K
(a byte each); if K > 0, N labels; the length of the names in two bytes, high first; the names of the set and of its K
classes in UTF-8, one a line; N * C * S * S levels 0 ... 255, one channel being ink (255 black).
"""

import base64
import re
import reprlib
import unicodedata
import zlib
from collections.abc import Sequence
from typing import Any, NoReturn

import torch
from jaxtyping import Float
from torch import Tensor

from ...core.checks import check_images
from ...core.data import Dataset, levels

VERSION = "1"
LONGEST = 1500  # characters of a text
SIZES = (16, 28, 32)  # sides of a picture
FEW, MANY = 2, 200  # pictures of a set; MANY is the most classes too
NAME = 120  # bytes of a name in UTF-8
HEAD = 6 + MANY + (MANY + 1) * (NAME + 1)
MOST = HEAD + MANY * 3 * max(SIZES) ** 2  # bytes of any set


def own_set(text: str, few: int = FEW) -> Dataset:
    """The set that a link carries: images (N, C, S, S) float32 in [-1, 1], labels, classes and its name.

    It has `few` pictures or more. Without classes the labels are 0 ... N - 1. TypeError unless `text` is a str;
    ValueError that says what is wrong with it. Never takes more memory than the largest set that is allowed.
    """
    if not isinstance(text, str):
        raise TypeError(f"a set in a link must be a str, got {type(text).__name__}")
    if len(text) > LONGEST:
        refuse(f"a set in a link has at most {LONGEST:,} characters, got {len(text):,}")
    if text[:1] != VERSION:
        refuse(f'a set in a link begins with {VERSION}, got "{text[:1]}"')
    if odd := re.search(r"[^A-Za-z0-9_-]", text):
        refuse(f'a set in a link has letters, digits, - and _ only, got "{odd[0]}"')
    if len(text) % 4 == 2:
        refuse("the set in the link is cut off: it lacks characters")
    return unpacked(inflated(base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))), few)


def own_text(data: Dataset, few: int = FEW) -> str:
    """The text of a set of `few` pictures or more for a link; ValueError where it does not fit, or is not allowed."""
    if (most := float(check_images(data.images, "data").abs().max())) > 1:
        refuse(f"data must lie in [-1, 1], got values up to {most:.3g}")
    whole = levels(data.images)  # (N, C, S, S)
    labels, classes, shape = data.labels.tolist(), list(data.classes), list(whole.shape)
    check_set(whole.numpy().tobytes(), shape, labels if classes else [], classes, data.name, few)
    names = "\n".join([data.name, *classes]).encode()
    head = bytes([shape[1], shape[2], shape[0], len(classes), *(labels if classes else []), *divmod(len(names), 256)])
    packer = zlib.compressobj(9, wbits=-15)
    packed = packer.compress(head + names + whole.numpy().tobytes()) + packer.flush()
    text = VERSION + base64.urlsafe_b64encode(packed).decode().rstrip("=")
    if len(text) > LONGEST:
        refuse(f"the set needs {len(text):,} characters; a link has room for {LONGEST:,}")
    return text


def check_set(levels: bytes | bytearray | memoryview, shape: Sequence[Any], labels: Sequence[Any] = (),
              classes: Sequence[str] = (), name: str = "", few: int = FEW) -> Float[Tensor, "N C S S"]:
    """Levels 0 ... 255 in bytes as images (N, C, S, S) in [-1, 1], if all that comes with them is allowed.

    shape: N of `few` to 200, C 1 or 3, sides of 16, 28 or 32. labels: N of them below the number of classes, or none of
    both. TypeError for what are no bytes, ValueError otherwise.
    """
    if not isinstance(levels, bytes | bytearray | memoryview):
        raise TypeError(f"levels must be bytes, got {type(levels).__name__}")
    if len(shape) != 4 or not all(map(is_whole, shape)) or shape[2] != shape[3]:
        refuse(f"a set has shape (N, C, S, S), got {reprlib.repr(shape)}")
    N, C, S, _ = shape
    if not few <= N <= MANY:
        refuse(f"a set holds {few} to {MANY} pictures, got {N}")
    if C not in (1, 3):
        refuse(f"pictures have 1 or 3 channels, got {C}")
    if S not in SIZES:
        refuse(f"pictures have sides of {', '.join(map(str, SIZES))} pixels, got {S}")
    size = memoryview(levels).nbytes
    if size != N * C * S * S:
        refuse(f"pictures need {N * C * S * S} levels, got {size}")
    check_names(N, labels, classes, name)
    return torch.frombuffer(bytearray(levels), dtype=torch.uint8).reshape(N, C, S, S).float() / 127.5 - 1


def check_names(N: int, labels: Sequence[Any], classes: Sequence[str], name: str) -> None:
    """ValueError unless labels, classes and names are those of a set of N pictures."""
    if len(classes) > MANY:
        refuse(f"a set has at most {MANY} classes, got {len(classes)}")
    if len(labels) != (wanted := N if classes else 0):
        refuse(f"the set needs {wanted} labels, got {len(labels)}")
    for label in labels:
        if not is_whole(label) or not 0 <= label < len(classes):
            refuse(f"labels must lie below {len(classes)}, got {reprlib.repr(label)}")
    if not all(map(is_name, (name, *classes))):
        refuse(f"a name has at most {NAME} bytes and no control characters")


def refuse(words: str) -> NoReturn:
    """ValueError with these words, which are the page's too."""
    raise ValueError(words)


def is_whole(value: Any) -> bool:
    """Whether it is an int."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_name(text: Any) -> bool:
    """Whether it may stand as a name: one line, not too long, no half characters."""
    if not isinstance(text, str) or any(unicodedata.category(c) in ("Cc", "Cs") for c in text):
        return False
    return len(text.encode()) <= NAME


def inflated(packed: bytes) -> bytes:
    """What a raw DEFLATE stream holds, at most MOST bytes."""
    stream = zlib.decompressobj(-15)
    try:
        out = stream.decompress(packed, MOST + 1)
    except zlib.error:
        refuse("the set in the link is damaged: it does not decompress")
    if len(out) > MOST:
        refuse(f"the set in the link is larger than {MOST:,} bytes")
    if not stream.eof or stream.unused_data:
        refuse("the set in the link is damaged: it does not decompress")
    return out


def unpacked(raw: bytes, few: int = FEW) -> Dataset:
    """The set that the bytes of a text hold."""
    N, K = (raw[2], raw[3]) if len(raw) > 3 else (0, 0)
    at = 6 + (N if K else 0)
    end = at + int.from_bytes(raw[at - 2:at]) if len(raw) >= at else 0
    wanted = end + N * raw[0] * raw[1] ** 2 if end else "known"
    if len(raw) != wanted:
        refuse(f"the set in the link is damaged: its length is {len(raw)}, not {wanted}")
    try:
        name, *classes = raw[at:end].decode("utf8").split("\n")
    except UnicodeDecodeError:
        refuse("the set in the link is damaged: its names are no UTF-8")
    if len(classes) != K:
        refuse(f"the set in the link names {len(classes)} classes, not {K}")
    labels = list(raw[4:at - 2])
    images = check_set(raw[end:], [N, raw[0], raw[1], raw[1]], labels, classes, name, few)
    return Dataset(images, torch.tensor(labels or range(N)), tuple(classes), name)
