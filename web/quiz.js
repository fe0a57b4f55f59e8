"use strict";
// Questions in a page (_ext/house/quiz.py): says what the reader's answer is worth. Nothing leaves
// the browser; what was answered is kept for the tab. Feedback is moved from the folded answers
// into the live region, never copied, so that what hangs on it goes along; paper has all of it in
// its place.

const QUIZ_WORDS = {
  yes: "✓ Right.",
  no: "✗ Not so.",
  more: "✗ Not yet: more are right.",
  said: "You said",
};

/**
 * What a number is worth: the words said, how the field is marked, whether feedback is shown.
 * @param {string} text what the reader wrote
 * @param {{ answer: string, tolerance: string, predict: boolean }} asked
 * @param {number} tries with this one
 */
function quizNumber(text, { answer, tolerance, predict }, tries) {
  if (predict)
    return {
      words: `You said ${text}. The chapter finds ${answer}.`,
      mark: "taken",
      feedback: true,
    };
  const off = Number(text) - Number(answer);
  if (Math.abs(off) <= Number(tolerance) * (1 + 1e-9))
    return { words: `${QUIZ_WORDS.yes} It is ${answer}.`, mark: "right", feedback: true };
  const last = tries > 1,
    side = off > 0 ? "too high" : "too low";
  const words = `✗ ${text} is ${side}. ${last ? `It is ${answer}.` : "Try once more."}`;
  return { words, mark: "wrong", feedback: last };
}

/**
 * An option of a question: its letter, whether it is right, and what paper says before its
 * feedback.
 * @typedef {{ name: string, right: boolean, mark: string }} QuizOption
 */

/**
 * What a choice is worth: the word on all of it, how each option is marked, and what is said before
 * the feedback of those that have some.
 * @param {QuizOption[]} options
 * @param {string[]} chosen names
 * @param {{ predict: boolean, several: boolean }} asked
 */
function quizOptions(options, chosen, { predict, several }) {
  const picked = (/** @type {QuizOption} */ { name }) => chosen.includes(name);
  const wrong = options.some((option) => picked(option) && !option.right),
    missing = options.some((option) => option.right && !picked(option));
  const head = wrong ? QUIZ_WORDS.no : missing ? QUIZ_WORDS.more : QUIZ_WORDS.yes;
  const mark = (/** @type {QuizOption} */ option) =>
    !picked(option) ? "" : predict ? "taken" : option.right ? "right" : "wrong";
  const words = (/** @type {QuizOption} */ option) => {
    if (predict)
      return `${picked(option) ? QUIZ_WORDS.said : "The chapter finds"} (${option.name}).`;
    return several ? `(${option.name}) ${option.mark.toLowerCase()}` : option.mark;
  };
  const shown = options.filter((option) => picked(option) || (predict && option.right));
  return {
    head: several && !predict ? head : "",
    marks: new Map(options.map((option) => [option.name, mark(option)])),
    said: shown.map((option) => ({ name: option.name, words: words(option) })),
  };
}

/** A question in the page. */
class QuizCard {
  tries = 0;
  /** @type {Map<Element, Element>} */
  homes = new Map(); // of feedback that is in the live region

  /** @param {HTMLElement} el @param {Element} live the live region */
  constructor(el, live) {
    this.el = el;
    this.live = live;
    this.number = el.dataset.quiz === "number";
    this.predict = el.classList.contains("quiz-predict");
    /** @type {HTMLInputElement[]} */
    this.controls = Array.from(el.querySelectorAll("fieldset input"));
  }

  /** What the reader has answered; "" or nothing where nothing. @returns {string | string[]} */
  get answer() {
    if (this.number) return this.controls[0].value;
    return this.controls.filter((control) => control.checked).map((control) => control.value);
  }

  set answer(value) {
    for (const control of this.controls) {
      if (this.number) control.value = String(value);
      else control.checked = value.includes(control.value);
    }
  }

  // -------------------------------- feedback goes to the live region and back
  giveBack() {
    for (const [feedback, home] of this.homes) home.append(feedback);
    this.homes.clear();
    this.live.replaceChildren();
  }

  /** Asks for an answer. @param {string} text */
  ask(text) {
    this.giveBack();
    this.live.append(Object.assign(document.createElement("p"), { textContent: text }));
  }

  /** The verdict was on another answer. */
  forget() {
    this.giveBack();
    for (const control of this.controls) delete control.parentElement?.dataset.said;
  }

  /** @param {string} text */
  strong(text) {
    const made = document.createElement("p");
    made.append(Object.assign(document.createElement("strong"), { textContent: text }));
    return made;
  }

  /**
   * Says verdicts, each with the feedback that stands in an answer.
   * @param {string} head
   * @param {{ words: string, home: Element | null | undefined }[]} verdicts
   */
  tell(head, verdicts) {
    this.giveBack();
    if (head) this.live.append(this.strong(head));
    for (const { words, home } of verdicts) {
      const word = this.strong(words),
        feedback = home?.querySelector(".quiz-feedback");
      word.className = "quiz-word";
      this.live.append(word);
      if (!home || !feedback) continue;
      this.homes.set(feedback, home);
      this.live.append(feedback);
    }
  }

  // -------------------------------- what an answer is worth
  judge() {
    if (this.number) this.judgeNumber(this.controls[0]);
    else this.judgeOptions();
  }

  judgeOptions() {
    /** @type {HTMLElement[]} */
    const answers = Array.from(this.el.querySelectorAll("[data-option]"));
    const options = answers.map((li) => ({
      name: li.dataset.option ?? "",
      right: li.dataset.right === "true",
      mark: li.querySelector(".quiz-mark")?.textContent ?? "",
    }));
    const { predict } = this,
      several = this.el.dataset.quiz === "several";
    const { head, marks, said } = quizOptions(options, [...this.answer], { predict, several });
    for (const control of this.controls) this.mark(control, marks.get(control.value) ?? "");
    const home = (/** @type {string} */ name) =>
      answers.find((each) => each.dataset.option === name);
    this.tell(
      head,
      said.map(({ name, words }) => ({ words, home: home(name) })),
    );
  }

  /** @param {HTMLInputElement} field */
  judgeNumber(field) {
    const { answer = "", tolerance = "" } = field.dataset,
      { predict } = this;
    this.tries += 1;
    const worth = quizNumber(field.value, { answer, tolerance, predict }, this.tries);
    this.mark(field, worth.mark);
    const home = worth.feedback ? this.el.querySelector(".quiz-answers > div") : null;
    this.tell("", [{ words: worth.words, home }]);
  }

  /** @param {HTMLInputElement} control @param {string} mark */
  mark({ parentElement: label }, mark) {
    if (label) label.dataset.said = mark;
  }
}

{
  const KEPT = `answers of ${location.pathname}`;

  /**
   * What was answered before, by the questions' ids.
   * @returns {Record<string, string | string[]>}
   */
  function remembered() {
    try {
      return JSON.parse(sessionStorage.getItem(KEPT) ?? "{}");
    } catch {
      return {}; // a frame or a browser that keeps nothing
    }
  }
  const kept = remembered();

  /** @param {QuizCard} card */
  function keep({ el, answer }) {
    kept[el.id] = answer;
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(kept));
    } catch {
      /* as above */
    }
  }

  /** @param {QuizCard} card */
  function check(card) {
    const ask = card.number ? "Write a number first." : "Choose an answer first.";
    if (!card.answer.length) return card.ask(ask);
    card.judge();
    keep(card);
  }

  /** @param {QuizCard} card */
  function begin(card) {
    const { el } = card,
      before = kept[el.id];
    el.dataset.live = "";
    el.querySelector("button")?.addEventListener("click", () => check(card));
    el.querySelector("fieldset")?.addEventListener("keydown", ({ key }) => {
      if (key === "Enter") check(card);
    });
    el.addEventListener("input", () => card.forget());
    if (!before) return;
    card.answer = before;
    card.judge();
  }

  /** @type {QuizCard[]} */
  const cards = [];
  /** @type {NodeListOf<HTMLElement>} */
  const found = document.querySelectorAll(".quiz");
  for (const el of found) {
    const live = el.querySelector(".quiz-said");
    if (live) cards.push(new QuizCard(el, live));
  }
  cards.forEach(begin);
  addEventListener("beforeprint", () => cards.forEach((card) => card.giveBack()));
}
