"""Every architecture by its name: what a file of weights may describe."""

import inspect
from collections.abc import Mapping
from typing import Any

from ..core.checks import check_choice
from .architectures import Network, ResNet, UNet
from .attention import AttentionResNet
from .mixer import Mixer

KINDS: dict[str, type[Network]] = {"ResNet": ResNet, "UNet": UNet, "AttentionResNet": AttentionResNet, "Mixer": Mixer}


def build(config: Mapping[str, Any]) -> Network:
    """The network that `net.config` describes, with fresh weights. ValueError for what is no such description."""
    known = dict(config) if isinstance(config, Mapping) else {}
    kind = check_choice(known.pop("kind", None), tuple(KINDS), "kind of network")
    allowed = set(inspect.signature(KINDS[kind]).parameters)
    if not {"C"} <= set(known) <= allowed:
        raise ValueError(f"config of a {kind} must name C and may name {', '.join(sorted(allowed))}, got {known}")
    return KINDS[kind](**known)
