"""A strip of pictures over time: on the page a player that can be scrubbed and stopped, elsewhere a filmstrip.

The page gets one picture (a sprite) that holds all frames. Cells of a grid show their part of it by its position, so
the filmstrip (paper, no scripts) and the player (`web/strip.js`) share the bytes.
"""

import base64
import html
import io
from collections.abc import Sequence

import numpy as np
from jaxtyping import Float
from PIL import Image
from torch import Tensor

SHADES = 64  # grey levels that are kept: noise does not compress, and an eye does not tell more
HEAVY = 400_000  # bytes of a sprite


def film(count: int, most: int) -> list[int]:
    """At most `most` of `count` moments, evenly spread, the first and the last among them."""
    return sorted({round(k) for k in np.linspace(0, count - 1, min(count, most)).tolist()})


def sprite(frames: Float[Tensor, "T R C H W"]) -> bytes:
    """One PNG of all frames, times from left to right and rows downwards, one channel as ink (1 black)."""
    T, R, C, H, W = frames.shape
    light = (1 - frames.clamp(-1, 1)) / 2 if C == 1 else (frames.clamp(-1, 1) + 1) / 2
    sheet = light.float().permute(1, 3, 0, 4, 2).reshape(R * H, T * W, C).detach().numpy()
    levels = np.round(np.round(sheet * (SHADES - 1)) * (255 / (SHADES - 1))).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(levels[..., 0] if C == 1 else levels).save(out, format="png", optimize=True)
    if out.tell() > HEAVY:
        raise ValueError(f"frames make a picture of {out.tell():,} bytes, at most {HEAVY:,}: give fewer or smaller")
    return out.getvalue()


def _cell(t: int, r: int) -> str:
    return f'<i style="--t:{t};--r:{r}"></i>'


def player(frames: Float[Tensor, "T R C H W"], labels: Sequence[str], alt: str, rows: Sequence[str]) -> str:
    """The strip for the page; it stands as a filmstrip until `web/strip.js` makes it a player."""
    T, R, _, H, W = frames.shape
    said = html.escape(alt)
    data = base64.b64encode(sprite(frames)).decode()
    style = f"--sprite:url(data:image/png;base64,{data});--T:{T};--R:{R};--shape:{W}/{H}"
    names = [f"<b>{html.escape(name)}</b>" for name in rows]
    row = lambda r, times: "".join(_cell(t, r) for t in times)  # noqa: E731

    def reel(most: int, kind: str) -> str:
        times = film(T, most)
        heads = "".join(f"<span>{html.escape(labels[t])}</span>" for t in times)
        lines = "".join((f'<p>{names[r]}</p>' if rows else "") + f'<div class="reel">{row(r, times)}</div>'
                        for r in range(R))
        return (f'<div class="film {kind}" role="img" aria-label="{said}" style="--n:{len(times)}">{lines}'
                f'<div class="reel times">{heads}</div></div>')

    panels = "".join(f'<figure>{_cell(0, r)}' + (f"<figcaption>{html.escape(rows[r])}</figcaption>" if rows else "")
                     + "</figure>" for r in range(R))
    times = html.escape("|".join(labels))
    return (f'<div class="strip" style="{style}" data-times="{times}">{reel(8, "wide")}{reel(4, "narrow")}'
            f'<div class="player" hidden><div class="panels" role="img" aria-label="{said}">{panels}</div>'
            f'<div class="controls"><button type="button" aria-label="Play"></button>'
            f'<input type="range" min="0" max="{T - 1}" value="0" step="1" aria-label="Moment">'
            f"<output></output></div></div></div>")
