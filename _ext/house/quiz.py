"""`{quiz}`, `{experiment}` and the role `{lab}`: what a page asks of its reader, in the form of questions.py."""

import json
import pathlib
import sys
from collections import Counter
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

from .tags import tag

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "scripts"))

import questions
import reader

logger = logging.getLogger(__name__)


class Asking(SphinxDirective):
    """A directive whose errors are the build's warnings: they say what was given, and nothing stands on the page."""

    has_content = True
    final_argument_whitespace = True
    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The nodes of `made`."""
        title = self.arguments[0] if self.arguments else ""
        try:
            return [self.made(title, "\n".join(self.content))]
        except ValueError as error:
            logger.warning("%s: %s", self.name, error, location=self.get_location(), type="house", subtype=self.name)
            return []

    def made(self, title: str, body: str) -> nodes.Node:
        """What stands on the page; ValueError names what is wrong."""
        raise NotImplementedError

    @property
    def counts(self) -> Counter[str]:
        """How many of each kind this page has so far."""
        counts: Counter[str] = self.env.temp_data.setdefault("asked", Counter())
        return counts

    @property
    def predicted(self) -> int:
        """How many predictions this page asks for: read once a page, for each question names it."""
        held = self.env.temp_data
        if "predicted" not in held:
            text = pathlib.Path(self.env.doc2path(self.env.docname)).read_text("utf8")
            held["predicted"] = questions.predictions(text)
        return int(held["predicted"])

    def blocks(self, text: str, holder: nodes.Element) -> nodes.Element:
        """Parse text into the holder."""
        self.state.nested_parse(StringList(text.splitlines(), self.name), self.content_offset, holder)
        return holder

    def inline(self, text: str, holder: nodes.Element) -> nodes.Element:
        """Parse a line into the holder."""
        holder += self.state.inline_text(text, self.lineno)[0]
        return holder


# ---------------------------------------------------------------- questions
class Quiz(Asking):
    """A question with options, or for a number; quiz.js checks what the reader says, without it the answers unfold."""

    option_spec: ClassVar[Any] = dict.fromkeys(("kind", "answer", "tolerance"), directives.unchanged_required)

    def made(self, title: str, body: str) -> nodes.Node:
        """The card: question, answers on offer, button, what is said to the answer, answers folded."""
        q = questions.question(title, self.options, body)
        head = questions.numbered(q.kind, self.counts, self.predicted)
        name = f"quiz-{q.kind}-{self.counts[q.kind]}"
        legend = tag("legend", tag("span", nodes.Text(head), class_="quiz-kind"), nodes.Text(" "))
        asked = tag("fieldset", self.inline(q.text, legend))
        if q.lead:
            asked += self.blocks(q.lead, tag("div", class_="quiz-lead"))
        if q.task:
            asked += tag("p", nodes.Text(q.task), class_="quiz-task")
        asked += self.offered(q, name) if q.options else self.asked_number(q, name)
        button = tag("button", nodes.Text("Commit" if q.kind == "predict" else "Check"), type="button")
        said = tag("div", class_="quiz-said", role="status")
        kind = "number" if q.answer is not None else "several" if q.several else "one"
        return tag("div", asked, button, said, self.answers(q), class_=f"quiz quiz-{q.kind}", id=name, data_quiz=kind)

    def offered(self, q: questions.Question, name: str) -> nodes.Node:
        """The options, each a native control."""
        kind = "checkbox" if q.several else "radio"
        found = tag("div", class_="quiz-options")
        for letter, option in questions.letters(q.options):
            control = tag("input", type=kind, name=name, value=letter)
            found += tag("label", control, tag("i", nodes.Text(f"({letter})")), self.inline(option.text, tag("span")))
        return found

    def asked_number(self, q: questions.Question, name: str) -> nodes.Node:
        """A field for a number, which carries the answer."""
        field = tag("input", type="number", step="any", inputmode="decimal", name=name, data_answer=f"{q.answer:.12g}",
                    data_tolerance=f"{q.tolerance:.12g}")
        return tag("label", tag("span", nodes.Text("Your number")), field, class_="quiz-number")

    def answers(self, q: questions.Question) -> nodes.Node:
        """The answers, folded; the script takes from here what it says."""
        if q.answer is not None:
            right = tag("strong", nodes.Text(f"{q.number}."), class_="quiz-mark")
            listed = tag("div", right, self.blocks(q.feedback, tag("div", class_="quiz-feedback")))
        else:
            listed = tag("ol", type="a")
            for letter, option in questions.letters(q.options):
                word = questions.verdict(q, option)
                mark = [tag("strong", nodes.Text(word.strip()), class_="quiz-mark")] if word else []
                feedback = self.blocks(option.feedback, tag("div", class_="quiz-feedback"))
                listed += tag("li", *mark, feedback, data_option=letter, data_right=json.dumps(option.right))
        return tag("details", tag("summary", nodes.Text("Answers")), listed, class_="quiz-answers")


# ---------------------------------------------------------------- experiments
class Experiment(Asking):
    """Something to try in a lab: what to do is open, what one sees is folded."""

    def made(self, title: str, body: str) -> nodes.Node:
        """The card, numbered within the chapter."""
        do, see = questions.experiment(title, body)
        self.counts["experiment"] += 1
        number = self.counts["experiment"]
        name = f"experiment-{number}"
        chapters = [*reader.Book(pathlib.Path(self.env.app.confdir)).parts]
        stem = self.env.docname.rpartition("/")[2]
        place = f"{chapters.index(stem) + 1}.{number}" if stem in chapters else str(number)
        head = tag("p", tag("span", nodes.Text(f"Experiment {place}")), nodes.Text(" · "), class_="experiment-title",
                   id=name)
        see_node = tag("details", tag("summary", nodes.Text(questions.SEEN)), self.blocks(see, tag("div")))
        return tag("div", self.inline(title, head), self.blocks(do, tag("div")), see_node, class_="experiment",
                   role="group", aria_labelledby=name)


# ---------------------------------------------------------------- presets
class Preset(SphinxRole):
    """Words that set a lab of the page: ``{lab}`try a window of 3 <SamplerLab: P=3, seed=6>` ``."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Words that lab-links.js makes a link of, where the page shows the lab."""
        from mosaics import widgets  # here, for the labs bring torch
        from mosaics.widgets.shared import links, settings

        try:
            words, wanted = questions.shown_words(self.text)
            preset = settings.read(wanted, {name: getattr(widgets, name).controls for name in widgets.__all__})
        except ValueError as error:
            logger.warning("lab: %s", error, location=self.get_location(), type="house", subtype="lab")
            return [nodes.Text(self.text)], []
        attributes = {"data_lab": preset.lab, "data_place": str(preset.place), "data_set": json.dumps(preset.values),
                      "data_link": links.write(preset.lab, preset.values, preset.place)}
        shown = self.inliner.parse(words, self.lineno, self.inliner, nodes.inline())[0]
        return [tag("a", *shown, class_="lab-preset", **attributes)], []


def setup(app: Sphinx) -> None:
    app.add_directive("quiz", Quiz)
    app.add_directive("experiment", Experiment)
    app.add_role("lab", Preset())
    app.add_css_file("quiz.css")
    app.add_js_file("quiz.js", defer="defer")
