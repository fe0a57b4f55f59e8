"""Weights in files: safetensors that hold their own SHA-256, and nothing that a file says is believed unchecked."""

import hashlib
import json
import os
import pathlib
from collections.abc import Mapping
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load as parse
from safetensors.torch import save as serialise
from torch import Tensor

from ..core import data as shelf
from ..core.checks import check_choice
from .architectures import Network, check_network
from .kinds import build

SHIPPED = ("resnet-zeros", "resnet-circular", "resnet-faces", "resnet-faces-soft", "resnet-28", "unet",
           "socks-cnn", "socks-wide", "socks-attention")
BLANK = "0" * 64  # where a file's own SHA-256 goes


def save(net: Network, path: str | os.PathLike) -> None:
    """Write a network's weights and its `config` to a safetensors file, whole or not at all.

    ValueError for weights that are not finite, or neither all float32 nor all float64.
    """
    path, weights = pathlib.Path(path), check_network(net).state_dict()
    _precision(weights, path)
    _check_all_finite(weights, path)
    write(path, weights, "config", net.config)


def load(path: str | os.PathLike) -> Network:
    """The network that `save` wrote, in its precision.

    ValueError for a file that is damaged, of another kind, or whose weights do not fit its description; no memory is
    taken for what such a file claims.
    """
    return _rebuilt(pathlib.Path(path).read_bytes(), pathlib.Path(path))


def load_weights(name: str) -> Network:
    """One of the networks that come with the book, once its SHA-256 is the recorded one; see data/weights/README.md.

    "resnet-zeros" and "resnet-circular": 16 x 16 Fashion-MNIST, either padding; "unet": the same images, zeros;
    "resnet-28": Fashion-MNIST at 28 x 28; "resnet-faces": dicebear-faces; "resnet-faces-soft": the same, blurred twice;
    "socks-cnn", "socks-wide", "socks-attention": socks, by a window of 11 x 11, one of 33 x 33, and by attention.
    Each also has a log, name.json, beside it.
    ValueError for another name and for a damaged file; FileNotFoundError where it is missing.
    """
    path = shelf.ROOT / "weights" / f"{check_choice(name, SHIPPED, 'name of weights')}.safetensors"
    return _rebuilt(shelf.checked(path), path)


def _rebuilt(content: bytes, path: pathlib.Path) -> Network:
    tensors, config = read(content, "config", path)
    try:
        with torch.device("meta"):  # shapes alone: nothing is allocated before they are those of the file
            claimed = build(_modest(config, tensors))
    except (TypeError, ValueError, OverflowError, RuntimeError) as err:
        raise ValueError(f"{path} holds no description of a network: {err}") from err
    _compare(claimed, tensors, path)
    return fill(build(config).to(_precision(tensors, path)), tensors, path)


def _modest(config: Any, tensors: dict[str, Tensor]) -> Any:
    """`config` if it names no more layers than a file has tensors, and no more channels than it has numbers."""
    numbers = sum(values.numel() for values in tensors.values())
    known = config if isinstance(config, dict) else {}
    widths = known["widths"] if isinstance(known.get("widths"), list) else []
    layers = [known.get("depth"), len(widths)]
    channels = [*(known.get(size) for size in ("C", "width", "side", "hidden")), *widths]
    for claims, most, what in ((layers, len(tensors), "tensors"), (channels, numbers, "numbers")):
        if beyond := [n for n in claims if isinstance(n, int) and n > most]:
            raise ValueError(f"it claims a size of {beyond[0]} and has {most} {what}")
    return config


def _precision(tensors: Mapping[str, Tensor], path: pathlib.Path) -> torch.dtype:
    """The one precision of a network's weights."""
    kinds = {values.dtype for values in tensors.values()}
    if len(kinds) != 1 or not kinds <= {torch.float32, torch.float64}:
        names = ", ".join(sorted(str(kind) for kind in kinds))
        raise ValueError(f"{path} must hold weights that are all float32 or all float64, got {names}")
    return kinds.pop()


def _compare(net: Network, tensors: dict[str, Tensor], path: pathlib.Path) -> None:
    wanted = {key: tuple(value.shape) for key, value in net.state_dict().items()}
    found = {key: tuple(value.shape) for key, value in tensors.items()}
    wrong = [key for key in wanted | found if wanted.get(key) != found.get(key)]
    if wrong:
        key = wrong[0]
        raise ValueError(f"{path} does not fit a {net.config['kind']}: {key} must have shape {wanted.get(key)}, "
                         f"got {found.get(key)} ({len(wrong)} such)")


def fill(net: Network, tensors: dict[str, Tensor], path: pathlib.Path) -> Network:
    """`net` with these weights; ValueError, which names the file, where they do not fit or are no weights."""
    _compare(net, tensors, path)
    _precision(tensors, path)
    net.load_state_dict(tensors)
    return net


def _check_all_finite(tensors: Mapping[str, Tensor], path: pathlib.Path) -> None:
    for key, values in tensors.items():
        if not torch.isfinite(values).all():
            raise ValueError(f"{path} must hold finite numbers, {key} does not")


def write(path: pathlib.Path, tensors: Mapping[str, Tensor], fact: str, value: Any) -> None:
    """To a file beside it first, which then takes its name: a half-written file never has the name."""
    part = path.with_name(path.name + ".part")
    with part.open("wb") as f:
        f.write(_packed({key: values.detach().contiguous() for key, values in tensors.items()}, fact, value))
        f.flush()
        os.fsync(f.fileno())
    part.replace(path)


def _packed(tensors: dict[str, Tensor], fact: str, value: Any) -> bytes:
    """A safetensors file that holds its own SHA-256, taken while zeros stand in the sum's place."""
    plain = serialise(tensors)
    start = 8 + int.from_bytes(plain[:8], "little")
    about = {"sha256": BLANK, fact: json.dumps(value)}  # the sum first, so that it is the first to be found
    header = json.dumps({"__metadata__": about, **json.loads(plain[8:start])}).encode()
    header += b" " * (-len(header) % 8)  # numbers begin at a multiple of 8
    content = len(header).to_bytes(8, "little") + header + plain[start:]
    return content.replace(BLANK.encode(), hashlib.sha256(content).hexdigest().encode(), 1)


def read(content: bytes, fact: str, path: pathlib.Path) -> tuple[dict[str, Tensor], Any]:
    """Tensors of a safetensors file and the fact written with them, once they are what was written."""
    try:
        tensors = parse(content)
        header = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])
    except (SafetensorError, KeyError, TypeError, ValueError, RecursionError) as err:
        raise ValueError(f"{path} is damaged: not a whole safetensors file of {len(content)} bytes ({err})") from err
    about = header.get("__metadata__") or {}
    if fact not in about:
        raise ValueError(f"{path} holds no {fact}; it was not written by this module for this purpose")
    _check_sum(content, about, fact, path)
    if small := {str(values.dtype) for values in tensors.values() if "float8" in str(values.dtype)}:
        raise ValueError(f"{path} must hold weights that are all float32 or all float64, got {', '.join(small)}")
    _check_all_finite(tensors, path)
    try:
        return tensors, json.loads(about[fact])
    except (ValueError, RecursionError) as err:
        raise ValueError(f"{path} is damaged: its {fact} is not JSON ({err})") from err


def _check_sum(content: bytes, about: dict[str, str], fact: str, path: pathlib.Path) -> None:
    """ValueError unless a file is what was written. The book's own weights have their sum in data/checksums.json."""
    if fact == "config" and set(about) == {fact}:
        return
    said = about.get("sha256", "")
    found = hashlib.sha256(content.replace(said.encode(), BLANK.encode(), 1)).hexdigest()
    if set(about) != {fact, "sha256"} or said != found:
        raise ValueError(f"{path} is damaged: it is not what was written, for its SHA-256 is not {said[:12]}...")
