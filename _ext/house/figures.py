"""Output metadata {"image/png": {"alt": ..., "classes": ...}} reaches the page: MyST-NB passes on sizes only."""

from collections.abc import Callable
from typing import Any

from docutils import nodes
from myst_nb.core.render import NbElementRenderer

WIDTHS = ("width", "height")


def with_metadata(render: Any) -> Any:
    """Wrap `render_image` so that it also takes the alt text and the classes from the output's metadata."""

    def render_image(self: NbElementRenderer, data: Any) -> list[nodes.Element]:
        images = render(self, data)
        given = data.output_metadata.get(data.mime_type, {})
        for image in images:
            if given.get("alt"):
                image["alt"] = given["alt"]
            image["classes"] += str(given.get("classes", "")).split()
        return images

    return render_image


def wrap(name: str, wrapper: Callable[[Any], Any]) -> None:
    """Wrap a method of the renderer class, once; the loaders of MyST-NB hand out this class by name."""
    method = getattr(NbElementRenderer, name)
    if not hasattr(method, "__wrapped_by_house__"):
        wrapped = wrapper(method)
        wrapped.__wrapped_by_house__ = True
        setattr(NbElementRenderer, name, wrapped)


def setup() -> None:
    """Let pictures keep their metadata."""
    wrap("render_image", with_metadata)
