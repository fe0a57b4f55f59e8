"""Questions, experiments and presets: how chapters write them, what pages make of them, and what is refused."""

import json
import pathlib
import re
import shutil
import subprocess
import sys

import pytest
import questions
from mosaics import widgets
from mosaics.widgets.shared import settings

ROOT = pathlib.Path(__file__).resolve().parents[1]
LABS = {name: getattr(widgets, name).controls for name in widgets.__all__}
PAGE = r"""# A page

:::{quiz} Which comes *first* at $\sigma_C$?
:kind: predict
Think of two levels.
- [ ] Collapse.
  > It comes later.
- [x] Speciation,
  in our data.
  > It is the
  > first.
:::

:::{quiz} Which are *local*?
- [x] LS
  > Yes.
- [ ] IS
  > It compares whole images.
- [x] ELS
  > Yes, too.
:::

:::{quiz} How large is it?
:answer: 0.29
:tolerance: 0.03
The *share*.
:::

:::{experiment} A window of $3$
**Do.** {lab}`Set *it* to $3$ <SamplerLab#2: P=3, windows=released>` and run.
---
**See.** Squares.
:::
"""
OPTIONS = "- [ ] One\n  > No.\n- [x] Two\n  > Yes."


# ---------------------------------------------------------------- what is read
def test_a_question_is_read_with_its_options():
    q = questions.question("Which?", {"kind": "predict"}, "Think.\n\n" + OPTIONS.replace("Two", "Two\n  more"))
    assert (q.kind, q.text, q.lead, q.several) == ("predict", "Which?", "Think.", False)
    assert [(o.text, o.right, o.feedback) for o in q.options] == [("One", False, "No."), ("Two more", True, "Yes.")]


def test_a_number_is_read_with_its_tolerance():
    q = questions.question("How?", {"answer": "-0.29", "tolerance": "0.03"}, "It is *so*.")
    assert (q.answer, q.tolerance, q.feedback, q.options) == (-0.29, 0.03, "It is *so*.", ())
    assert questions.question("How?", {"answer": "3"}, "So.").number == "3"


@pytest.mark.parametrize(("options", "body", "said"), [
    ({"kind": "exam"}, OPTIONS, ":kind: must be predict or test, got 'exam'"),
    ({}, OPTIONS.replace("x", " "), "a test needs a right option, - [x], got none of 2"),
    ({}, "- [x] One\n  > Yes.", "two options `- [ ] ...` or more, or an :answer:, got 1"),
    ({}, "Only text.", "got 0"),
    ({}, OPTIONS.replace("  > No.\n", ""), "the option 'One' has none"),
    ({}, OPTIONS.replace("One", ""), "needs text"),
    ({}, OPTIONS + "\nSo it is.", "got 'So it is.'"),
    ({"answer": "3"}, OPTIONS, "got :answer: 3 and 2 options"),
    ({"answer": "three"}, "So.", ":answer: must be a number, got 'three'"),
    ({"answer": "nan"}, "So.", ":answer: must be a finite number, got 'nan'"),
    ({"answer": "3", "tolerance": "-1"}, "So.", ":tolerance: must be 0 or more, got -1"),
    ({"answer": "3"}, "", "the :answer: 3 needs feedback"),
    ({"tolerance": "1"}, OPTIONS, ":tolerance: is for an :answer:, got '1'"),
])
def test_a_question_that_is_wrong_says_what_was_given(options, body, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        questions.question("Which?", options, body)


@pytest.mark.parametrize(("title", "body"), [("T", "do"), ("T", "do\n---\nsee\n---\nmore"), ("T", "---\nsee"),
                                             ("", "do\n---\nsee")])
def test_an_experiment_needs_a_title_and_two_parts(title, body):
    with pytest.raises(ValueError, match="experiment"):
        questions.experiment(title, body)
    assert questions.experiment("T", "do\n\n---\nsee") == ("do", "see")


def test_kinds_are_counted_apart():
    counts = questions.Counter()
    heads = [questions.numbered(kind, counts, 2) for kind in ("predict", "test", "test", "predict")]
    assert heads == ["Predict 1", "Test yourself 1", "Test yourself 2", "Predict 2"]


def test_the_only_prediction_of_a_page_has_no_number():
    source = ":::{quiz} Q?\n:kind: predict\n:::\n:::{quiz} Q?\n:kind: test\n:::"
    assert questions.numbered("predict", questions.Counter(), questions.predictions(source)) == "Predict"
    assert questions.predictions(source * 2) == 2


@pytest.mark.parametrize(("kind", "right", "feedback", "word"), [
    ("test", True, "Yes: so.", "✓ "), ("test", True, "It is.", "✓ Right. "), ("test", False, "Yes, but.", "✗ Not so. "),
    ("predict", True, "So it is. Why.", "✓ "), ("predict", True, "So it goes.", "✓ So it is. "),
    ("predict", False, "No.", "")])
def test_the_verdict_is_said_once(kind, right, feedback, word):
    q = questions.Question(kind, "Which?", "")
    assert questions.verdict(q, questions.Option("This.", right, feedback)) == word


def test_who_is_told_to_choose_all_is_told_once():
    options = (questions.Option("A", True), questions.Option("B", True))
    tasks = [questions.Question("test", text, "", options).task for text in ("Which?", "Which? Choose all.")]
    assert tasks == ["Choose all that are right.", ""]


# ---------------------------------------------------------------- presets
@pytest.mark.parametrize(("text", "lab", "place", "values"), [
    ("SamplerLab: P=3, seed=6", "SamplerLab", 1, {"P": 3, "seed": 6}),
    ("SamplerLab#2:P=all,windows = released", "SamplerLab", 2, {"P": "all", "windows": "released"}),
    ("TuringLab: preset=gray-scott-coral, kappa=-0.015", "TuringLab", 1,
     {"preset": "gray-scott-coral", "kappa": -0.015}),
    ("MajorityLab: L=16, P=all", "MajorityLab", 1, {"L": 16, "P": "all"}),
])
def test_a_preset_is_read(text, lab, place, values):
    assert settings.read(text, LABS) == (lab, place, values)


@pytest.mark.parametrize(("text", "said"), [
    ("Sampler: P=3", "one of AttentionLab, BudLab, CanvasLab"), ("SamplerLab#0: P=3", "counted from 1"),
    ("SamplerLab", "a preset is like"), ("SamplerLab: window=3", "of data, machine, N, P, windows"),
    ("SamplerLab: P", "name=value"), ("SamplerLab: P=3, P=5", "each once"),
    ("SamplerLab: P=4", "P of SamplerLab must be an odd number from 3 to 99 or all, got '4'"),
    ("SamplerLab: P=2.5", "got '2.5'"), ("NoiseLab: sigma=1001", "a number from 0.02 to 1000, got '1001'"),
    ("NoiseLab: sigma=nan", "got 'nan'"), ("MajorityLab: L=9", "one of 3, 4, 5, 6, 7, 8, 16, 32, got '9'"),
    ("SamplerLab: machine=els", "one of IS, LS, ELS, bbELS, got 'els'"),
])
def test_a_preset_that_is_wrong_says_what_is_allowed(text, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        settings.read(text, LABS)


@pytest.mark.parametrize("name", widgets.__all__)
def test_a_labs_first_settings_are_some_that_it_can_be_set_to(name):
    lab = getattr(widgets, name)()
    known = {key: value for key, value in lab.settings.items() if key in lab.controls and key != "windows"}
    assert "seed" in known or name == "TrainingLab"
    for key, value in known.items():
        text = "all" if value is None else str(value)
        assert str(lab.controls[key].read(text)) == str(int(value) if value == int(value) else value) if isinstance(
            value, int | float) else lab.controls[key].read(text) == text


# ---------------------------------------------------------------- pages
def built(folder, page):
    """The HTML of a page of a book with these directives alone, and the build's warnings."""
    (folder / "chapters").mkdir()
    for name in ("_config.yml", "_toc.yml"):
        shutil.copy(ROOT / name, folder)
    (folder / "conf.py").write_text(
        f"import sys\nsys.path[:0] = [{str(ROOT / '_ext')!r}, {str(ROOT / 'code')!r}]\n"
        "extensions = ['myst_parser', 'house.tags', 'house.quiz']\nroot_doc = 'chapters/05-rules'\n"
        "myst_enable_extensions = ['colon_fence', 'dollarmath', 'smartquotes', 'tasklist']\nhtml_theme = 'basic'\n"
        f"html_static_path = [{str(ROOT / 'web')!r}]\n", "utf8")
    (folder / "chapters" / "05-rules.md").write_text(page, "utf8")
    done = subprocess.run([sys.executable, "-m", "sphinx", "-q", "-b", "html", ".", "out"], cwd=folder,
                          capture_output=True, encoding="utf8")
    assert done.returncode == 0, done.stderr
    return (folder / "out" / "chapters" / "05-rules.html").read_text("utf8"), done.stderr


@pytest.fixture(scope="module")
def html(tmp_path_factory):
    page, warnings = built(tmp_path_factory.mktemp("book"), PAGE)
    assert warnings == ""
    return page


def test_a_page_has_native_controls_and_the_answers_folded(html):
    assert html.count("<fieldset><legend>") == html.count('<details class="quiz-answers">') == 3
    controls = re.findall(r'<label[^>]*>(?:<span>Your number</span>)?<input type="(\w+)"', html)
    assert controls == ["radio"] * 2 + ["checkbox"] * 3 + ["number"]
    assert 'data-answer="0.29" data-tolerance="0.03"' in html
    assert re.findall(r'class="quiz-kind">([^<]+)<', html) == ["Predict", "Test yourself 1", "Test yourself 2"]
    assert "<span>Speciation, in our data.</span>" in html and "Which comes <em>first</em>" in html
    assert re.findall(r'data-option="(.)" data-right="(\w+)"', html) == [
        ("a", "false"), ("b", "true"), ("a", "true"), ("b", "false"), ("c", "true")]


def test_a_page_has_the_experiment_and_its_preset(html):
    assert "<span>Experiment 5.1</span> · A window of" in html and "What you see, and why</summary>" in html
    preset = re.search(r'<a class="lab-preset" ([^>]*)>Set <em>it</em> to <span', html)[1]
    assert 'data-lab="SamplerLab" data-place="2"' in preset
    assert json.loads(re.search('data-set="([^"]*)"', preset)[1].replace("&quot;", '"')) == {
        "P": 3, "windows": "released"}


def test_what_is_wrong_is_a_warning_of_the_build(tmp_path):
    page = ("# P\n\n:::{quiz} Which [one](https://example.org)?\n"
            "- [ ] a\n  > b\n- [ ] c\n  > d\n:::\n\n:::{experiment} T\ndo\n:::\n\n"
            "{lab}`one <SamplerLab: window=3>` and {lab}`two`.")
    html, warnings = built(tmp_path, page)
    lines = warnings.splitlines()
    assert [re.search(r"md:(\d+): WARNING: (\w+):", line).groups() for line in lines] == [
        ("3", "quiz"), ("10", "experiment"), ("14", "lab"), ("14", "lab")]
    assert "quiz-answers" not in html and "lab-preset" not in html and "two" in html
