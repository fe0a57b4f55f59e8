"""What Kamb & Ganguli 2025 report, Tables 1 and 2 (chapter 10)."""

from typing import NamedTuple


class Published(NamedTuple):
    """A row of Kamb & Ganguli's tables: median correlation over 100 noises, and how often (E)LS beats IS.

    `steps`: those of the network, 150 in Table 1, 20 in Table 2; the machines always take 20. `ELS` is the
    boundary-broken one where the padding is zeros.
    """

    table: int
    steps: int
    data: str
    network: str
    padding: str
    conditional: bool
    ELS: float
    LS: float
    IS: float
    beats_IS: float


_NETWORKS = (
    ("MNIST", "UNet", "zeros", False), ("CIFAR-10", "UNet", "zeros", True), ("FashionMNIST", "UNet", "zeros", True),
    ("CelebA", "UNet", "zeros", False), ("MNIST", "ResNet", "zeros", False), ("MNIST", "ResNet", "circular", False),
    ("CIFAR-10", "ResNet", "zeros", True), ("CIFAR-10", "ResNet", "circular", True),
    ("FashionMNIST", "ResNet", "zeros", True), ("CelebA", "ResNet", "zeros", False),
    ("CIFAR-10", "UNet + self-attention", "zeros", True))
_TABLE_1 = (
    (0.89, 0.88, 0.70, 0.93), (0.90, 0.87, 0.41, 0.92), (0.93, 0.93, 0.80, 1.00), (0.85, 0.90, 0.55, 1.00),
    (0.94, 0.82, 0.61, 1.00), (0.77, 0.36, 0.15, 0.92), (0.95, 0.90, 0.42, 1.00), (0.94, 0.83, 0.35, 1.00),
    (0.94, 0.88, 0.68, 1.00), (0.96, 0.90, 0.47, 1.00), (0.77, 0.77, 0.48, 0.95))
_TABLE_2 = (
    (0.84, 0.83, 0.69, 0.92), (0.82, 0.80, 0.39, 0.99), (0.91, 0.91, 0.80, 0.90), (0.75, 0.81, 0.51, 1.00),
    (0.94, 0.84, 0.62, 0.97), (0.73, 0.33, 0.14, 0.99), (0.90, 0.86, 0.43, 1.00), (0.90, 0.80, 0.36, 1.00),
    (0.90, 0.88, 0.74, 0.97), (0.92, 0.88, 0.48, 1.00), (0.75, 0.74, 0.47, 0.92))
# Kamb & Ganguli 2025, Tables 1 and 2. The text calls the numbers r^2, the tables' head "Corr."; their code computes r,
# not its square. Which of the two was printed cannot be told, so hold them against both r and r^2 of this book.
# Other differences: 32 x 32 pixels, all images of a data set or class, width 256, windows up to 17 (UNets: more).
PUBLISHED = tuple(Published(table, steps, *who, *numbers)
                  for table, steps, rows in ((1, 150, _TABLE_1), (2, 20, _TABLE_2))
                  for who, numbers in zip(_NETWORKS, rows, strict=True))
