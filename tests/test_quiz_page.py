"""Questions in a browser: what the reader is told, with mouse, keyboard and without a script, on paper and phones."""

import pytest
from conftest import serving
from labs import AXE
from test_questions import PAGE, ROOT, built

BODY = '<body class="bd-article" style="color: var(--mosaic-ink); background: var(--mosaic-paper)">'
LOOK = (ROOT / "web" / "mosaics.css").read_text("utf8")


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A page of questions in the book's look, light or dark."""
    folder = tmp_path_factory.mktemp("book")
    html, _ = built(folder, PAGE)
    static = folder / "out" / "_static"
    for theme in ("light", "dark"):
        done = html.replace('<html lang="en"', f'<html lang="en" data-theme="{theme}"').replace("<body>", BODY).replace(
            "</head>", '<link rel="stylesheet" href="../_static/mosaics.css"></head>')
        (folder / "out" / "chapters" / f"{theme}.html").write_text(done, "utf8")
    assert (static / "mosaics.css").read_text("utf8") == LOOK
    with serving(folder / "out") as found:
        yield f"{found}/chapters"


@pytest.fixture
def asked(visit, address):
    """asked(theme, ...) opens the page; no error may be raised in it."""
    pages = []

    def open_page(theme="light", **options):
        pages.append(visit(f"{address}/{theme}.html", **{"viewport": {"width": 1000, "height": 900}} | options))
        return pages[-1]

    yield open_page
    assert [page.errors for page in pages if page.errors] == []


def said(page, card):
    return " ".join(page.locator(f"#{card} .quiz-said").inner_text().split())


def check(page, card):
    page.locator(f"#{card} button").click()
    return said(page, card)


def test_an_answer_is_needed_first(asked):
    page = asked()
    assert check(page, "quiz-predict-1") == "Choose an answer first."
    assert check(page, "quiz-test-2") == "Write a number first."


def test_a_prediction_is_committed_and_told_what_comes(asked):
    page = asked()
    page.get_by_label("Collapse.").check()
    told = check(page, "quiz-predict-1")
    assert told == "You said (a). It comes later. The chapter finds (b). It is the first."
    page.get_by_label("Speciation").check()
    assert said(page, "quiz-predict-1") == ""  # that was about another answer
    assert check(page, "quiz-predict-1") == "You said (b). It is the first."


def test_all_that_are_right_are_asked_for(asked):
    page, card = asked(), "quiz-test-1"
    boxes = page.locator(f"#{card} input")
    boxes.nth(0).check()
    assert check(page, card) == "✗ Not yet: more are right. (a) ✓ Yes."
    boxes.nth(1).check()
    assert check(page, card).startswith("✗ Not so. (a) ✓ Yes. (b) ✗ not so. It compares whole images.")
    marks = page.evaluate("""[...document.querySelectorAll("#quiz-test-1 label > span")]
        .map((e) => getComputedStyle(e, "::after").content)""")
    assert marks == ['" ✓"', '" ✗"', "none"]
    boxes.nth(1).uncheck(), boxes.nth(2).check()
    assert check(page, card) == "✓ Right. (a) ✓ Yes. (c) ✓ Yes, too."


def test_a_number_has_a_second_try(asked):
    page, card = asked(), "quiz-test-2"
    field = page.locator(f"#{card} input")
    for text, told in [("0.5", "✗ 0.5 is too high. Try once more."),
                       ("0.1", "✗ 0.1 is too low. It is 0.29. The share."), ("0.32", "✓ Right. It is 0.29. The share."),
                       ("0.26", "✓ Right. It is 0.29. The share.")]:
        field.fill(text)
        field.press("Enter")
        assert said(page, card) == told


def test_the_same_answer_may_be_checked_again(asked):
    page = asked()
    page.get_by_label("Collapse.").check()
    told = check(page, "quiz-predict-1")
    assert "It comes later." in told and check(page, "quiz-predict-1") == told
    page.locator("#quiz-test-2 input").fill("0.29")
    told = check(page, "quiz-test-2")
    assert "The share." in told and check(page, "quiz-test-2") == told


def test_keys_alone_are_enough(asked):
    page, card = asked(), "quiz-predict-1"
    page.locator(f"#{card} input").first.focus()
    page.keyboard.press("ArrowDown")
    ring = page.evaluate("getComputedStyle(document.activeElement.closest('label')).outlineStyle")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Commit" and ring == "solid"
    page.keyboard.press("Space")
    assert said(page, card) == "You said (b). It is the first."
    assert page.locator(f"#{card} .quiz-said").get_attribute("role") == "status"


def test_what_was_answered_is_there_after_a_reload_and_in_this_tab_alone(asked):
    page = asked()
    page.get_by_label("Collapse.").check()
    told = check(page, "quiz-predict-1")
    page.locator("#quiz-test-2 input").fill("0.3")
    check(page, "quiz-test-2")
    page.reload()
    assert said(page, "quiz-predict-1") == told and page.get_by_label("Collapse.").is_checked()
    assert page.locator("#quiz-test-2 input").input_value() == "0.3"
    assert said(asked(), "quiz-predict-1") == ""


def test_without_a_script_the_answers_unfold(asked):
    page = asked(java_script_enabled=False)
    assert page.locator(".quiz button:visible").count() == 0
    page.locator("#quiz-test-1 summary").click()
    words = " ".join(page.locator("#quiz-test-1 .quiz-answers").inner_text().split())
    assert words == "Answers ✓ Yes. ✗ Not so. It compares whole images. ✓ Yes, too."
    assert page.locator(".lab-preset:not([href]):visible").count() == 1  # words and no more


def test_paper_has_questions_then_answers_and_no_verdict(asked):
    page = asked()
    page.get_by_label("Collapse.").check()
    check(page, "quiz-predict-1")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    text = " ".join(page.locator("#quiz-predict-1").inner_text().split())
    assert "You said" not in text and page.locator(".quiz button:visible").count() == 0
    order = [text.index(words) for words in ("Which comes", "Collapse.", "Speciation", "It comes later.", "It is the")]
    assert order == sorted(order)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_and_a_finger_hits(asked, theme):
    page = asked(theme, viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    page.get_by_label("Collapse.").check()
    check(page, "quiz-predict-1")
    page.evaluate(AXE.read_text("utf8"))
    rules = page.evaluate("axe.run('section section, .quiz, .experiment')")["violations"]
    assert [rule["id"] for rule in rules] == []
    low = page.evaluate("""[...document.querySelectorAll(":is(.quiz, .experiment) :is(label, button, summary)")]
        .filter((e) => e.checkVisibility() && !e.matches(".lab-preset") && e.getBoundingClientRect().height < 44)
        .map((e) => e.outerHTML)""")
    assert low == [] and page.evaluate("document.documentElement.scrollWidth <= innerWidth")
