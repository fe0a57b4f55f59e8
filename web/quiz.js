// Questions in a page (_ext/house/quiz.py): says what the reader's answer is worth. Nothing leaves
// the browser; what was answered is kept for the tab. Feedback is moved from the folded answers
// into the live region, never copied, so that what hangs on it goes along; paper has all of it in
// its place.

(() => {
  const cards = [...document.querySelectorAll(".quiz")];
  const KEPT = `answers of ${location.pathname}`;

  function memory(content) {
    try {
      return content
        ? sessionStorage.setItem(KEPT, content)
        : JSON.parse(sessionStorage.getItem(KEPT));
    } catch {
      /* a frame or a browser that keeps nothing */
    }
  }
  const kept = memory() ?? {};

  const controls = (card) => [...card.querySelectorAll("fieldset input")];
  const element = (name, text, ...more) => {
    const made = Object.assign(document.createElement(name), { textContent: text });
    made.append(...more);
    return made;
  };

  const spoken = (text) =>
    // Before its feedback
    Object.assign(element("p", "", element("strong", text)), { className: "quiz-word" });

  // -------------------------------- feedback goes to the live region and back
  function giveBack(card) {
    for (const feedback of card.querySelectorAll(".quiz-said .quiz-feedback"))
      feedback.home.append(feedback);
    card.querySelector(".quiz-said").replaceChildren();
  }

  const say = (card, ...parts) => {
    giveBack(card);
    card.querySelector(".quiz-said").append(...parts);
  };

  function taken(holder) {
    const feedback = holder.querySelector(".quiz-feedback");
    feedback.home = holder;
    return feedback;
  }

  // What paper says before the feedback
  const mark = (li) => li.querySelector(".quiz-mark")?.textContent ?? "";

  // ---------------------------------------------------------------- what an answer is worth
  const WORDS = {
    yes: "✓ Right.",
    no: "✗ Not so.",
    more: "✗ Not yet: more are right.",
    said: "You said",
  };

  function judgeOptions(card, chosen) {
    const predict = card.classList.contains("quiz-predict"),
      answers = [...card.querySelectorAll("[data-option]")];
    const right = (li) => li.dataset.right === "true",
      picked = (li) => chosen.includes(li.dataset.option);
    const shown = answers.filter((li) => picked(li) || (predict && right(li)));
    const wrong = answers.some((li) => picked(li) && !right(li)),
      missing = answers.some((li) => right(li) && !picked(li));
    const several = card.dataset.quiz === "several";
    const head = missing && !wrong ? WORDS.more : wrong ? WORDS.no : WORDS.yes;
    for (const control of controls(card)) {
      const li = answers.find((each) => each.dataset.option === control.value);
      control.parentElement.dataset.said = !picked(li)
        ? ""
        : predict
          ? "taken"
          : right(li)
            ? "right"
            : "wrong";
    }
    say(
      card,
      ...(several && !predict ? [element("p", "", element("strong", head))] : []),
      ...shown.flatMap((li) => {
        const name = `(${li.dataset.option})`;
        const word = predict
          ? `${picked(li) ? WORDS.said : "The chapter finds"} ${name}.`
          : several
            ? `${name} ${mark(li).toLowerCase()}`
            : mark(li);
        return [spoken(word), taken(li)];
      }),
    );
  }

  function judgeNumber(card, text) {
    const [field] = controls(card),
      { answer, tolerance } = field.dataset,
      off = Number(text) - Number(answer);
    const predict = card.classList.contains("quiz-predict"),
      right = Math.abs(off) <= Number(tolerance) * (1 + 1e-9);
    const side = off > 0 ? "too high" : "too low",
      holder = card.querySelector(".quiz-answers > div");
    card.tries = (card.tries ?? 0) + 1;
    const head = predict
      ? `You said ${text}. The chapter finds ${answer}.`
      : right
        ? `${WORDS.yes} It is ${answer}.`
        : card.tries > 1
          ? `✗ ${text} is ${side}. It is ${answer}.`
          : `✗ ${text} is ${side}. Try once more.`;
    field.parentElement.dataset.said = predict ? "taken" : right ? "right" : "wrong";
    say(card, spoken(head), ...(predict || right || card.tries > 1 ? [taken(holder)] : []));
  }

  function judge(card, answer) {
    card.dataset.quiz === "number" ? judgeNumber(card, answer) : judgeOptions(card, answer);
  }

  // ---------------------------------------------------------------- the reader answers
  function answered(card) {
    if (card.dataset.quiz === "number") return controls(card)[0].value;
    const chosen = controls(card)
      .filter((control) => control.checked)
      .map((control) => control.value);
    return chosen.length ? chosen : "";
  }

  for (const card of cards) {
    card.dataset.live = "";
    const check = () => {
      const answer = answered(card),
        wanted =
          card.dataset.quiz === "number" ? "Write a number first." : "Choose an answer first.";
      if (!answer) return say(card, element("p", wanted));
      judge(card, answer);
      memory(JSON.stringify(Object.assign(kept, { [card.id]: answer })));
    };
    card.querySelector("button").addEventListener("click", check);
    card
      .querySelector("fieldset")
      .addEventListener("keydown", (event) => event.key === "Enter" && check());
    card.addEventListener("input", () => {
      // the verdict was on another answer
      giveBack(card);
      for (const control of controls(card)) delete control.parentElement.dataset.said;
    });
    const before = kept[card.id];
    if (!before) continue;
    for (const control of controls(card)) {
      if (card.dataset.quiz === "number") control.value = before;
      else control.checked = before.includes(control.value);
    }
    judge(card, answered(card));
  }
  addEventListener("beforeprint", () => cards.forEach(giveBack));
})();
