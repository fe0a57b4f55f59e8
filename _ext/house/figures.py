"""Output metadata {"image/png": {"alt": ..., "classes": ...}} reaches the page: MyST-NB passes on sizes only."""

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


def setup() -> None:
    """Patch the renderer class; the loaders of MyST-NB hand out this class by name."""
    if not hasattr(NbElementRenderer.render_image, "__wrapped_by_house__"):
        wrapped = with_metadata(NbElementRenderer.render_image)
        wrapped.__wrapped_by_house__ = True
        NbElementRenderer.render_image = wrapped  # type: ignore[method-assign]
