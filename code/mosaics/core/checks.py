"""Validators: each names what was given and what is allowed."""

import torch
from torch import Tensor


def check_images(x: Tensor, name: str = "images") -> Tensor:
    """`x` if it is a finite, non-empty float tensor (B, C, H, W); else TypeError (kind) or ValueError (shape, values)."""
    if not isinstance(x, Tensor) or not x.is_floating_point():
        raise TypeError(f"{name} must be a float tensor, got {getattr(x, 'dtype', type(x).__name__)}")
    if x.ndim != 4 or 0 in x.shape:
        raise ValueError(f"{name} must have shape (B, C, H, W) with no empty side, got {tuple(x.shape)}")
    return check_finite(x, name)


def check_finite(x: Tensor, name: str) -> Tensor:
    """`x` if it holds no NaN and no infinity."""
    if not torch.isfinite(x).all():
        raise ValueError(f"{name} must be finite, got {int((~torch.isfinite(x)).sum())} NaN or infinite values")
    return x


def check_sigma(sigma: float | Tensor, batch: int) -> Tensor:
    """Noise level as a float64 tensor (batch,). Allowed: one number > 0, or a tensor (batch,) of them."""
    s = torch.as_tensor(sigma, dtype=torch.float64)
    if s.ndim > 1 or s.ndim == 1 and len(s) not in (1, batch):
        raise ValueError(f"sigma must be a number or have shape ({batch},), got shape {tuple(s.shape)}")
    if not (torch.isfinite(s) & (s > 0)).all():
        raise ValueError(f"sigma must be finite and > 0, got {sigma}")
    return s.expand(batch)


def check_choice(value: str, allowed: tuple[str, ...], name: str) -> str:
    """`value` if it is one of `allowed`."""
    if value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(allowed)}, got {value!r}")
    return value


def check_count(n: int, name: str, low: int = 1, high: int | None = None) -> int:
    """`n` if it is an integer with low <= n <= high."""
    if isinstance(n, bool) or not isinstance(n, int):
        raise TypeError(f"{name} must be an integer, got {n!r}")
    if n < low or high is not None and n > high:
        raise ValueError(f"{name} must be at least {low}" + (f" and at most {high}" if high else "") + f", got {n}")
    return n
