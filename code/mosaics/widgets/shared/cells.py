"""Cells that are on or off as text, four of them a hexadecimal digit; the page's twin is shared/state/drawn.js."""

import re
import reprlib

import torch
from jaxtyping import Bool
from torch import Tensor


def cells(text: str, height: int, width: int, name: str) -> Bool[Tensor, "{height} {width}"]:
    """The cells that a text stands for, row by row, on is 1; the last digit is filled up with 0.

    TypeError for what is no text, ValueError for any other text; `name` is what it is called.
    """
    if not isinstance(text, str):
        raise TypeError(f"{name} must be a text, got {type(text).__name__}")
    count = height * width
    digits, spare = -(-count // 4), -count % 4
    if not re.fullmatch(f"[0-9a-f]{{{digits}}}", text) or int(text[-1], 16) % 2**spare:
        raise ValueError(f"{name} must hold {height} * {width} cells as {digits} digits of 0-9a-f, {spare} bits of the "
                         f"last one 0, got {reprlib.repr(text)}")
    bits = bin(int(text, 16))[2:].zfill(4 * digits)[:count]
    return torch.tensor([bit == "1" for bit in bits]).reshape(height, width)
