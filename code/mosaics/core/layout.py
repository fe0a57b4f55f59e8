"""What `sweep` hands to its compiled `kernel`: flat arrays with the steps between their entries, under names.

Flat, because numba then neither looks up strides nor counts dimensions in the innermost loop. A step says how many
entries further the next row, channel or image begins. No numba here: `sweep` needs these names where it is missing.
"""

from typing import Any, NamedTuple

LANES = 64  # training images at once: enough independent sums to hide each other's latency, and a mask is one int64


class Frame(NamedTuple):
    """What a pass has one of: window side P, sides H and W of an image, `inset`: how far inside a tile images begin.

    `channels` is (0, 1, ..., C - 1): the length of a tuple is known when numba compiles, so the loop over it unrolls.
    """

    P: int
    H: int
    W: int
    inset: int
    channels: tuple[int, ...]


class Noisy(NamedTuple):
    """Noisy images: pairs (low, high) at every place of every channel, `row`, `channel` and `image` entries apart.

    For each image, `scale`: what turns a squared distance into a power of two, -log2(e) / 2 sigma^2; `slack`: windows
    that are so much further than the nearest, in squared distance, weigh nothing.
    """

    values: Any
    row: int
    channel: int
    image: int
    scale: Any
    slack: Any


class Tile(NamedTuple):
    """LANES training images, one in each lane, `row` and `channel` entries apart; `number`: that of the first.

    `bias` is added to all distances: infinity in lanes that hold no image.
    """

    values: Any
    row: int
    channel: int
    number: int
    bias: Any


class Runs(NamedTuple):
    """Displacements along rows and along columns, a triple each: see `sweep.runs`."""

    rows: Any
    cols: Any


class Sums(NamedTuple):
    """Running sums as in `windows.Seen`: `value` one for each channel and pixel, the others one for each pixel."""

    least: Any
    weight: Any
    value: Any
    best: Any


class Scratch(NamedTuple):
    """Memory of one worker, and where in it lie: the sums since a block began, those of columns, and the tails of rows.

    At 0: P rows of sums from each row of a block to its end; for soft windows P rows of products.
    """

    values: Any
    begun: int
    column: int
    tail: int


class Job(NamedTuple):
    """The kernel's arguments: the noisy images `which`, with one tile, into one worker's sums.

    `taps`: how much each of the P rows and columns of a soft window counts, or None, which numba knows as it compiles.
    """

    which: Any
    frame: Frame
    taps: Any
    noisy: Noisy
    tile: Tile
    runs: Runs
    sums: Sums
    scratch: Scratch
