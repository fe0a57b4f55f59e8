"""The book's own Sphinx extension: repairs of the theme, claims, layers, alt texts, widgets without a kernel."""

from sphinx.application import Sphinx

from . import claims, figures, folds, launch, layers, pages, quiz, repository, search, solutions, tags, theme
from .generated import Launching, Syllabus, Timings


def setup(app: Sphinx) -> dict[str, bool]:
    figures.setup()
    search.setup(app)
    solutions.setup(app)
    folds.setup(app)
    claims.setup(app)
    layers.setup(app)
    tags.setup(app)
    quiz.setup(app)
    app.add_directive("launching", Launching)
    app.add_directive("timings", Timings)
    app.add_directive("syllabus", Syllabus)
    app.connect("builder-inited", theme.make_static_folder, priority=10)
    app.connect("config-inited", repository.choose_address, priority=10)
    app.connect("html-page-context", theme.repair_context, priority=900)
    app.connect("html-page-context", launch.lead_to_notebook, priority=900)
    app.connect("build-finished", launch.write_notebooks)
    app.connect("build-finished", pages.finish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
