"""Validators: each names what was given and what is allowed. One rule for the whole package:

* A count or a side is any integer but a bool, NumPy's included; a number is any real number but a bool, or a tensor
  that holds one. Both are made int or float at once: use what a check returns.
* Images and other fields are tensors of float32 or float64. Half precision and NumPy arrays are refused.
* Numbers, noise levels included, carry no gradients. Images do wherever the result is a smooth formula of them (the
  closed denoisers, IS, ES); patch machines, networks and simulations return results without.
* A batch holds at least one image. Training images lie within +-`BRIGHTEST`, noise levels within `LEVELS` or are 0
  where that is allowed: the machines are exact there.
* A machine keeps its own copy of the images that it was built on.
"""

import math
import numbers
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

LEVELS = (1e-12, 1e12)  # noise levels: their squares, and what is divided by them, are normal numbers in float32
BRIGHTEST = 10.0  # grey values of training images; the book's lie in [-1, 1]


def check_tensor(x: Tensor, name: str) -> Tensor:
    """`x` if it is a finite float32 or float64 tensor of any shape; TypeError for another kind, ValueError for NaN."""
    if not isinstance(x, Tensor) or not x.is_floating_point():
        raise TypeError(f"{name} must be a float tensor, got {x.dtype if isinstance(x, Tensor) else type(x).__name__}")
    if x.dtype not in (torch.float32, torch.float64):
        raise TypeError(f"{name} must be float32 or float64, got {x.dtype}; turn it with {name}.float()")
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


def check_training(data: Tensor) -> Tensor:
    """`data` without gradients if it is images that a machine can be built on, (N, C, H, W) within +-`BRIGHTEST`."""
    low, high = check_images(data, "data").detach().aminmax()
    if low < -BRIGHTEST or high > BRIGHTEST:
        raise ValueError(f"data must lie within -{BRIGHTEST:g} and {BRIGHTEST:g} (the book's images in [-1, 1]), "
                         f"got values from {float(low):.4g} to {float(high):.4g}")
    return data.detach()


def check_same_shape(x: Tensor, y: Tensor, names: str) -> None:
    """ValueError unless both have one shape; `names` says who they are, as in "mean and var"."""
    if x.shape != y.shape:
        raise ValueError(f"{names} must have the same shape, got {tuple(x.shape)} and {tuple(y.shape)}")


def check_guess(x0_hat: Tensor, z: Tensor) -> Tensor:
    """What a denoiser has answered about `z`, if it is finite and of its shape, else ValueError: broadcasting would go
    on without a word."""
    if x0_hat.shape != z.shape:
        raise ValueError(f"denoise must return the shape of z, {tuple(z.shape)}, got {tuple(x0_hat.shape)}")
    return check_finite(x0_hat, "what denoise returns")


def check_real(value: Any, name: str) -> Tensor:
    """`value`, a real number or a tensor of them, as a float64 tensor without gradients; TypeError for another kind."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real | Tensor):
        raise TypeError(f"{name} must be a number or a tensor, got {value!r}")
    if isinstance(value, Tensor) and (value.is_complex() or value.dtype == torch.bool):
        raise TypeError(f"{name} must hold real numbers, got {value.dtype}")
    return value.detach().double() if isinstance(value, Tensor) else torch.tensor(_float(value), dtype=torch.float64)


def _float(value: numbers.Real) -> float:
    try:
        return float(value)
    except OverflowError:  # an integer of more than 308 digits
        return math.copysign(math.inf, value)


def check_sigma(sigma: float | Tensor, batch: int) -> Tensor:
    """Noise level as a float64 tensor (batch,). Allowed: one number within `LEVELS`, or a tensor (batch,) of them."""
    s = check_real(sigma, "sigma")
    if s.ndim > 1 or (s.ndim == 1 and len(s) not in (1, batch)):
        raise ValueError(f"sigma must be a number or have shape ({batch},), got shape {tuple(s.shape)}")
    if not (torch.isfinite(s) & (s > 0)).all():
        raise ValueError(f"sigma must be finite and > 0, got {sigma}")
    if not ((s >= LEVELS[0]) & (s <= LEVELS[1])).all():
        raise ValueError(f"sigma must be between {LEVELS[0]:g} and {LEVELS[1]:g}, got {sigma}")
    return s.expand(batch)


def check_level(value: Any, name: str = "sigma", *, zero: bool = False) -> float:
    """One noise level: a number within `LEVELS`, or 0 if `zero`. TypeError or ValueError otherwise."""
    level = check_number(value, name, 0, strict=not zero)
    return check_range(level, name, *LEVELS) if level else level


def check_number(value: Any, name: str, low: float | int, *, strict: bool = False) -> float:
    """`value` if it is a finite number >= low (> low if `strict`); a tensor that holds one number counts as one."""
    number = _one(value, name)
    if not math.isfinite(number) or number < low or (strict and number == low):
        raise ValueError(f"{name} must be finite and {'>' if strict else '>='} {low:g}, got {number}")
    return number


def check_range(value: Any, name: str, low: float | int, high: float | int) -> float:
    """`value` if it is a number with low <= value <= high; a tensor that holds one number counts as one."""
    if not low <= (number := _one(value, name)) <= high:
        raise ValueError(f"{name} must be between {low:g} and {high:g}, got {number}")
    return number


def check_share(value: Any, name: str) -> float:
    """`value` if it is a number strictly between 0 and 1; a tensor that holds one number counts as one."""
    if not 0 < (number := _one(value, name)) < 1:
        raise ValueError(f"{name} must be in (0, 1), got {value}")
    return number


def _one(value: Any, name: str) -> float:
    given = value.item() if isinstance(value, Tensor) and value.ndim == 0 else value
    if isinstance(given, bool) or not isinstance(given, numbers.Real):
        raise TypeError(f"{name} must be a number, got {value!r}")
    return _float(given)


def check_flag(value: Any, name: str) -> bool:
    """`value` if it is True or False, NumPy's included; else TypeError: 'no' would count as True."""
    if not isinstance(value, bool | np.bool_):
        raise TypeError(f"{name} must be True or False, got {value!r}")
    return bool(value)


def check_mask(x: Tensor, name: str) -> Tensor:
    """`x` if it is a tensor of True and False; else TypeError: numbers would be taken for places or added up."""
    if not isinstance(x, Tensor) or x.dtype != torch.bool:
        raise TypeError(f"{name} must be a mask of True and False, got {getattr(x, 'dtype', type(x).__name__)}")
    return x


def check_choice(value: str, allowed: tuple[str, ...], name: str) -> str:
    """`value` if it is one of `allowed`; else ValueError."""
    if value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(allowed)}, got {value!r}")
    return value


def check_count(n: int, name: str, low: int = 1, high: int | None = None) -> int:
    """`n` as an int if it is an integer with low <= n <= high; TypeError for another kind, ValueError beyond."""
    if isinstance(n, bool) or not isinstance(n, numbers.Integral):
        raise TypeError(f"{name} must be an integer, got {n!r}")
    n = int(n)
    if n < low or (high is not None and n > high):
        limit = f" and at most {high}" if high is not None else ""
        raise ValueError(f"{name} must be at least {low}{limit}, got {n}")
    return n


def check_pixels(pixels: Sequence[tuple[int, int]], H: int, W: int) -> list[int]:
    """Where pixels (row, column) of an image H x W, at least one, stand in reading order; TypeError or ValueError."""
    listed = isinstance(pixels, Sequence) and all(isinstance(each, Sequence) and len(each) == 2 for each in pixels)
    if not listed or not pixels:
        raise ValueError(f"pixels must hold pairs (row, column), one at least, got {pixels!r}")
    return [check_count(row, "row", 0, H - 1) * W + check_count(column, "column", 0, W - 1) for row, column in pixels]


def check_window(P: int, high: int | None = None) -> int:
    """`P` as an int if it can be the side of a window: odd, 1 <= P <= high; TypeError for what is no integer."""
    if (P := check_count(P, "P", 1, high)) % 2 == 0:
        raise ValueError(f"P must be odd, for a window has a centre, got {P}")
    return P


def check_seed(seed: int) -> int:
    """`seed` as an int if a torch.Generator takes it: 0 <= seed < 2^63; TypeError or ValueError otherwise."""
    if (n := check_count(seed, "seed", 0)) >= 2**63:
        raise ValueError(f"seed must be below 2^63, got {n}")
    return n


def check_list(values: Any, name: str) -> list[Any]:
    """`values` as a list if they are several, in any kind of sequence; TypeError for what is one thing, texts too."""
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise TypeError(f"{name} must be a sequence, got {values!r}")
    return list(values)


def check_generator(generator: torch.Generator) -> torch.Generator:
    """`generator` if it is a torch.Generator: no machine of the book draws from a hidden global seed."""
    if not isinstance(generator, torch.Generator):
        raise TypeError(f"generator must be a torch.Generator, got {type(generator).__name__}")
    return generator
