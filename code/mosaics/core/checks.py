"""Validators: each names what was given and what is allowed."""

import math
import numbers
from typing import Any

import torch
from torch import Tensor


def check_tensor(x: Tensor, name: str) -> Tensor:
    """`x` if it is a finite float tensor of any shape; TypeError for another kind, ValueError for NaN or infinity."""
    if not isinstance(x, Tensor) or not x.is_floating_point():
        raise TypeError(f"{name} must be a float tensor, got {getattr(x, 'dtype', type(x).__name__)}")
    return check_finite(x, name)


def check_finite(x: Tensor, name: str) -> Tensor:
    """`x` if it holds no NaN and no infinity; else ValueError."""
    # a sum is ten times faster, and finite only if all its terms are
    if not torch.isfinite(x.sum()) and not torch.isfinite(x).all():
        raise ValueError(f"{name} must be finite, got {int((~torch.isfinite(x)).sum())} NaN or infinite values")
    return x


def check_images(x: Tensor, name: str = "images") -> Tensor:
    """`x` if it is a finite, non-empty float tensor (B, C, H, W); TypeError for another kind, ValueError otherwise."""
    check_tensor(x, name)
    if x.ndim != 4 or 0 in x.shape:
        raise ValueError(f"{name} must have shape (B, C, H, W) with no empty side, got {tuple(x.shape)}")
    return x


def check_image_shape(x: Tensor, shape: tuple[int, ...], name: str) -> Tensor:
    """`x` if it is a batch of images, any number of them, each of this shape (C, H, W)."""
    if check_images(x, name).shape[1:] != tuple(shape):
        raise ValueError(f"{name} must hold images of shape {tuple(shape)}, got {tuple(x.shape[1:])}")
    return x


def check_same_shape(x: Tensor, y: Tensor, names: str) -> None:
    """ValueError unless both have one shape; `names` says who they are, as in "mean and var"."""
    if x.shape != y.shape:
        raise ValueError(f"{names} must have the same shape, got {tuple(x.shape)} and {tuple(y.shape)}")


def check_real(value: Any, name: str) -> Tensor:
    """`value`, a real number or a tensor of them, as a float64 tensor; TypeError for another kind."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real | Tensor):
        raise TypeError(f"{name} must be a number or a tensor, got {value!r}")
    return torch.as_tensor(value, dtype=torch.float64)


def check_sigma(sigma: float | Tensor, batch: int) -> Tensor:
    """Noise level as a float64 tensor (batch,). Allowed: one number > 0, or a tensor (batch,) of them."""
    s = check_real(sigma, "sigma")
    if s.ndim > 1 or (s.ndim == 1 and len(s) not in (1, batch)):
        raise ValueError(f"sigma must be a number or have shape ({batch},), got shape {tuple(s.shape)}")
    if not (torch.isfinite(s) & (s > 0)).all():
        raise ValueError(f"sigma must be finite and > 0, got {sigma}")
    return s.expand(batch)


def check_number(value: Any, name: str, low: float | int, *, strict: bool = False) -> float:
    """`value` if it is a finite number >= low (> low if `strict`); a tensor that holds one number counts as one."""
    if isinstance(value, Tensor) and value.ndim == 0:
        value = value.item()
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        raise TypeError(f"{name} must be a number, got {value!r}")
    if not math.isfinite(value) or value < low or (strict and value == low):
        raise ValueError(f"{name} must be finite and {'>' if strict else '>='} {low:g}, got {value}")
    return float(value)


def check_choice(value: str, allowed: tuple[str, ...], name: str) -> str:
    """`value` if it is one of `allowed`; else ValueError."""
    if value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(allowed)}, got {value!r}")
    return value


def check_count(n: int, name: str, low: int = 1, high: int | None = None) -> int:
    """`n` if it is an integer with low <= n <= high; TypeError for another kind, ValueError beyond."""
    if isinstance(n, bool) or not isinstance(n, int):
        raise TypeError(f"{name} must be an integer, got {n!r}")
    if n < low or (high is not None and n > high):
        limit = f" and at most {high}" if high is not None else ""
        raise ValueError(f"{name} must be at least {low}{limit}, got {n}")
    return n


def check_window(P: int, high: int | None = None) -> int:
    """`P` if it can be the side of a window: an odd integer, 1 <= P <= high; TypeError for another kind."""
    if check_count(P, "P", 1, high) % 2 == 0:
        raise ValueError(f"P must be odd, for a window has a centre, got {P}")
    return P


def check_generator(generator: torch.Generator) -> torch.Generator:
    """`generator` if it is a torch.Generator: no machine of the book draws from a hidden global seed."""
    if not isinstance(generator, torch.Generator):
        raise TypeError(f"generator must be a torch.Generator, got {type(generator).__name__}")
    return generator
