"""The machines that are held against a network, by their names (chapter 10)."""

from jaxtyping import Float
from torch import Tensor

from ..core.checks import check_choice, check_images
from ..diffusion import Denoiser, point_denoiser, wiener
from ..equivariant import BBELS, ELS, ES
from ..ideal import IdealDenoiser
from ..local import LS, Windows
from ..networks import PADDINGS

REACHES = {"LS": "same", "ELS": "all", "bbELS": "matching"}  # machines with windows (`core.windows`)
MACHINES = ("mean", "Wiener", "IS", "ES", *REACHES)

def partner(padding: str) -> str:
    """The machine with a network's own limits: "bbELS" for one padded with zeros, "ELS" for one on the torus."""
    return {"zeros": "bbELS", "circular": "ELS"}[check_choice(padding, PADDINGS, "padding")]


def machine(name: str, data: Float[Tensor, "N C H W"], P: Windows | None = None, padding: str = "zeros") -> Denoiser:
    """A machine built on training images, by its name.

    "LS", "ELS", "bbELS" with windows `P`, a side or a schedule; `padding` counts for LS only. Without windows: "IS"
    and "ES"; "Wiener", the best linear denoiser; "mean", whose guess is always the mean image. ValueError for another
    name and for windows that are missing.
    """
    check_images(data, "data")
    if check_choice(name, MACHINES, "name of a machine") in REACHES:
        if P is None:
            raise ValueError(f"{name} needs windows P, a side or a WindowSchedule, got None")
        return LS(data, P, padding) if name == "LS" else (ELS if name == "ELS" else BBELS)(data, P)
    if name == "mean":
        return point_denoiser(data.mean(0, keepdim=True))
    return {"Wiener": wiener, "IS": IdealDenoiser, "ES": ES}[name](data)
