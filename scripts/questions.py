"""Questions and experiments as chapters write them: what the book's pages and the reader's notebooks both read.

    :::{quiz} Which comes first on the way down, speciation or collapse?
    :kind: test
    - [ ] Collapse.
      > Why not.
    - [x] Speciation.
      > Why.
    :::

A number is asked for by `:answer: 0.29` and `:tolerance: 0.03`, with what is to be learned instead of the list.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

KINDS = {"predict": "Predict", "test": "Test yourself"}
OPTION = re.compile(r"- \[([ xX])\]\s+(.*)")
PREDICTION = re.compile(r":kind:\s*predict\b")
AGREES = re.compile(r"(Yes|Right|So it is)\b")  # feedback that says itself what the verdict would say
SEEN = "What you see, and why"


@dataclass
class Option:
    """One answer on offer, whether it is right, and what the reader is told who takes it."""

    text: str
    right: bool
    feedback: str = ""


@dataclass(frozen=True)
class Question:
    """`text` is the question; then either `options`, or a number: `answer` within `tolerance`, and `feedback`."""

    kind: str
    text: str
    lead: str
    options: tuple[Option, ...] = ()
    answer: float | None = None
    tolerance: float = 0.0
    feedback: str = ""

    @property
    def several(self) -> bool:
        """Whether the reader is to choose all that are right."""
        return sum(option.right for option in self.options) > 1

    @property
    def number(self) -> str:
        """The number that is asked for, and within what an answer is taken for right."""
        return f"{self.answer:g}" + (f", within {self.tolerance:g}" if self.tolerance else "")

    @property
    def task(self) -> str:
        """What the reader is asked to do where the question does not say it."""
        return "Choose all that are right." if self.several and "choose all" not in self.text.lower() else ""


def question(text: str, options: dict[str, str], body: str) -> Question:
    """A question from the words after `{quiz}`, its options and its body; ValueError names what is wrong with it."""
    kind = options.get("kind", "test").strip()
    if kind not in KINDS:
        raise ValueError(f":kind: must be {' or '.join(KINDS)}, got {kind!r}")
    if not text.strip():
        raise ValueError("a quiz needs its question after {quiz}, got none")
    lead, offered = listed(body)
    if "answer" not in options:
        if "tolerance" in options:
            raise ValueError(f":tolerance: is for an :answer:, got {options['tolerance']!r} without one")
        check(kind, offered)
        return Question(kind, text.strip(), lead, tuple(offered))
    if offered:
        raise ValueError(f"a quiz has an :answer: or options, got :answer: {options['answer']} and {len(offered)} "
                         "options")
    if not lead:
        raise ValueError(f"the :answer: {options['answer']} needs feedback as the quiz's body, got none")
    answer, tolerance = number(options, "answer"), number(options, "tolerance")
    if tolerance < 0:
        raise ValueError(f":tolerance: must be 0 or more, got {options['tolerance']}")
    return Question(kind, text.strip(), "", (), answer, tolerance, lead)


def number(options: dict[str, str], name: str) -> float:
    """An option as a number, 0 where it is missing."""
    try:
        value = float(options.get(name, "0"))
    except ValueError:
        raise ValueError(f":{name}: must be a number, got {options[name]!r}") from None
    if not math.isfinite(value):
        raise ValueError(f":{name}: must be a finite number, got {options[name]!r}")
    return value


def listed(body: str) -> tuple[str, list[Option]]:
    """The lead and the options of a body. A line that belongs to neither is an error."""
    lead, options = list[str](), list[Option]()
    for line in body.splitlines():
        if found := OPTION.fullmatch(line):
            options.append(Option(found[2].strip(), found[1] != " "))
        elif not options:
            lead.append(line)
        elif feedback := re.fullmatch(r"\s+>( ?)(.*)", line):
            options[-1].feedback += f"{feedback[2]}\n"
        elif line.startswith("  ") and not options[-1].feedback:
            options[-1].text += f" {line.strip()}"
        elif line.strip():
            raise ValueError("after an option come its further lines, set in by two spaces, and its feedback, "
                             f"set in and after >, got {line!r}")
    return "\n".join(lead).strip(), options


def check(kind: str, options: list[Option]) -> None:
    """ValueError unless these are options that a question can have."""
    if len(options) < 2:
        raise ValueError(f"a quiz needs two options `- [ ] ...` or more, or an :answer:, got {len(options)}")
    if kind == "test" and not any(option.right for option in options):
        raise ValueError(f"a test needs a right option, - [x], got none of {len(options)}")
    for option in options:
        option.feedback = option.feedback.strip()
        if not option.text or not option.feedback:
            missing = "feedback, a line `  > ...` under it" if option.text else "text"
            raise ValueError(f"each option needs {missing}; the option {option.text!r} has none")


def experiment(title: str, body: str) -> tuple[str, str]:
    """What to do and what one sees: the body before and after its line `---`; ValueError if one is missing."""
    parts = re.split(r"^---[ \t]*$", body, flags=re.M)
    if not title.strip():
        raise ValueError("an experiment needs its title after {experiment}, got none")
    if len(parts) != 2 or not all(part.strip() for part in parts):
        raise ValueError(f"the experiment {title.strip()!r} needs one line --- between what to do and what one sees, "
                         f"with text on both sides, got {len(parts) - 1}")
    return parts[0].strip(), parts[1].strip()


def shown_words(role: str) -> tuple[str, str]:
    """The words of a role ``{lab}`words <settings>` `` and its settings; ValueError if it has another form."""
    if not (found := re.fullmatch(r"\s*(\S.*?)\s*<([^<>]+)>\s*", role, flags=re.S)):
        raise ValueError(f"a lab's role is {{lab}}`words <SamplerLab: P=3, seed=6>`, got {role!r}")
    return found[1], found[2].strip()


def verdict(asked: Question, option: Option) -> str:
    """Sign and words before an option's feedback; a prediction is not judged, the right one is named."""
    if option.right and AGREES.match(option.feedback):
        return "✓ "
    if asked.kind == "predict":
        return "✓ So it is. " if option.right else ""
    return "✓ Right. " if option.right else "✗ Not so. "


def predictions(source: str) -> int:
    """How many predictions a page asks for, from its text or its notebook's file."""
    return len(PREDICTION.findall(source))


def numbered(kind: str, counts: Counter[str], predicted: int) -> str:
    """The heading of the next question of a kind; `counts` is moved on. The only prediction of a page has no number."""
    counts[kind] += 1
    return KINDS[kind] if kind == "predict" and predicted == 1 else f"{KINDS[kind]} {counts[kind]}"


def letters(options: Iterable[Option]) -> list[tuple[str, Option]]:
    """Each option with its letter: a, b, ..."""
    return list(zip("abcdefghijklmnopqrstuvwxyz", options, strict=False))
