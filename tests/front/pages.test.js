// What the pages' own scripts (web/*.js) do without elements of a page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { read, write } from "../../code/mosaics/widgets/shared/state/link.js";
import { declared } from "./script.js";

/** Arrays and objects of another world as this one's. @template T @param {T} value @returns {T} */
const here = (value) => JSON.parse(JSON.stringify(value));

test("a claim's card stands below its number, else above it, and past no edge", () => {
  const place = /** @type {typeof claimPlace} */ (declared("claims.js", "claimPlace"));
  const view = { width: 400, height: 800 },
    card = { width: 200, height: 100 };
  const at = (/** @type {number} */ left, /** @type {number} */ top) =>
    here(place({ left, top, width: 20 }, { bottom: top + 20 }, card, view));
  assert.deepEqual(at(190, 300), { left: 100, top: 328 });
  assert.deepEqual(at(0, 300), { left: 12, top: 328 });
  assert.deepEqual(at(380, 300), { left: 188, top: 328 });
  assert.deepEqual(at(190, 700), { left: 100, top: 592 });
  const low = { ...view, height: 120 }; // no room above either
  assert.equal(place({ left: 0, top: 60, width: 20 }, { bottom: 80 }, card, low).top, 88);
});

test("layers: each shows those before it", () => {
  const shows = /** @type {typeof layerShows} */ (declared("layers.js", "layerShows"));
  const open = (/** @type {string} */ chosen) =>
    ["mathematics", "code"].filter((layer) => shows(layer, chosen));
  assert.deepEqual(open("story"), []);
  assert.deepEqual(open("mathematics"), ["mathematics"]);
  assert.deepEqual(open("code"), ["mathematics", "code"]);
});

test("the address of a lab's own page: what it does not say, or says wrong, is left out", () => {
  const asked = /** @type {typeof embedAsked} */ (declared("embed.js", "embedAsked"));
  const none = { of: null, level: "lab", show: [], hide: [], theme: null };
  assert.deepEqual(here(asked("")), none);
  assert.deepEqual(here(asked("?theme=purple")), none);
  assert.deepEqual(here(asked('?level=all&hide=N,a"],b,&show=')), { ...none, hide: ["N", "b"] });
  const all = "?of=07-equivariant.1&level=picture&show=N&hide=seed,steps&theme=dark";
  assert.deepEqual(here(asked(all)), {
    of: "07-equivariant.1",
    level: "picture",
    show: ["N"],
    hide: ["seed", "steps"],
    theme: "dark",
  });
});

test("a name of a link stands for the elements that say so, or for a native control", () => {
  const control = /** @type {typeof embedControl} */ (declared("embed.js", "embedControl"));
  assert.equal(control("N"), '[data-control="N"], .lab-control:has([name="N"])');
  const data = '.lab-own, [data-control="data"], .lab-control:has([name="data"])';
  assert.equal(control("data"), data);
});

// ---------------------------------------------------------------- search
test("both spellings, singular and plural are one word", () => {
  const fold = /** @type {typeof searchFold} */ (declared("search.js", "searchFold"));
  for (const words of [
    ["memorisation", "memorization"],
    ["Colours", "color"],
    ["grey", "gray"],
    ["entropies", "entropy"],
    ["Rényi", "renyi"],
  ])
    assert.equal(new Set(words.map(fold)).size, 1, words.join());
  assert.equal(fold("noise"), "noise");
  assert.equal(fold("class"), "class");
  assert.equal(fold("basis"), "basis");
});

test("an excerpt is the text around the first word found, cut at words", () => {
  const excerpt = /** @type {typeof searchExcerpt} */ (declared("search.js", "searchExcerpt"));
  const text = `${"before ".repeat(40)}the colours of noise ${"after ".repeat(60)}`.trim();
  const parts = excerpt(text, new Set(["color"]));
  const whole = parts.map((part) => part.text).join("");
  assert.deepEqual(here(parts.filter((part) => part.hit)), [{ hit: true, text: "colours" }]);
  assert.match(whole, /^… (before )+the colours of noise (after )*after …$/);
  assert.ok(whole.length < 260 && text.includes(whole.slice(2, -2)), whole);
  assert.deepEqual(here(excerpt("short", new Set())), [{ hit: false, text: "short" }]);
});

test("how much was found is said", () => {
  const said = /** @type {typeof searchSaid} */ (declared("search.js", "searchSaid"));
  assert.equal(said("", 0), "");
  assert.equal(said("x", 0), "Nothing found for “x”.");
  assert.equal(said("x", 1), "one section found");
  assert.equal(said("x", 7), "7 sections found");
});

// ---------------------------------------------------------------- questions
test("a number is right within its tolerance; a wrong one has a second try", () => {
  const number = /** @type {typeof quizNumber} */ (declared("quiz.js", "quizNumber"));
  const asked = { answer: "0.3", tolerance: "0.03", predict: false };
  for (const text of ["0.3", "0.33", "0.27"])
    assert.equal(number(text, asked, 1).mark, "right", text);
  assert.deepEqual(here(number("0.34", asked, 1)), {
    words: "✗ 0.34 is too high. Try once more.",
    mark: "wrong",
    feedback: false,
  });
  assert.equal(number("0.2", asked, 2).words, "✗ 0.2 is too low. It is 0.3.");
  assert.ok(number("0.2", asked, 2).feedback);
  assert.equal(number("5", { ...asked, predict: true }, 1).mark, "taken");
});

test("a choice: what is wrong goes before what is missing, and a prediction is not judged", () => {
  const judge = /** @type {typeof quizOptions} */ (declared("quiz.js", "quizOptions"));
  const options = [
    { name: "a", right: true, mark: "✓ Yes." },
    { name: "b", right: false, mark: "✗ Not so." },
    { name: "c", right: true, mark: "✓ Yes, too." },
  ];
  const several = { predict: false, several: true };
  assert.equal(judge(options, ["a"], several).head, "✗ Not yet: more are right.");
  assert.equal(judge(options, ["a", "b"], several).head, "✗ Not so.");
  assert.equal(judge(options, ["a", "c"], several).head, "✓ Right.");
  const { marks, said } = judge(options, ["a", "b"], several);
  assert.deepEqual(here([...marks.values()]), ["right", "wrong", ""]);
  assert.deepEqual(here(said.map(({ words }) => words)), ["(a) ✓ yes.", "(b) ✗ not so."]);
  const told = judge(options.slice(0, 2), ["b"], { predict: true, several: false });
  assert.equal(told.head, "");
  assert.deepEqual(here(told.said.map(({ words }) => words)), [
    "The chapter finds (a).",
    "You said (b).",
  ]);
  assert.deepEqual(here([...told.marks.values()]), ["", "taken"]);
});

// ---------------------------------------------------------------- strips
/** A strip of four pictures, and the timer that it set. */
function strip({ calm = false } = {}) {
  /** @type {{ step?: () => void, pace?: number }} */
  const timer = {};
  const world = {
    matchMedia: () => ({ matches: calm, addEventListener() {} }),
    clearInterval: () => delete timer.step,
    window: {
      setInterval: (/** @type {() => void} */ step, /** @type {number} */ pace) =>
        Object.assign(timer, { step, pace }) && 1,
    },
  };
  const Player = /** @type {typeof StripPlayer} */ (declared("strip.js", "StripPlayer", world));
  const part = () => {
    const set = new Map();
    return {
      value: "0",
      textContent: "",
      addEventListener() {},
      setAttribute: set.set.bind(set),
      toggleAttribute: set.set.bind(set),
      set,
    };
  };
  const [slider, button, said] = [part(), part(), part()];
  const parts = /** @type {StripParts} */ (
    /** @type {unknown} */ ({ slider, button, said, cells: [] })
  );
  return { player: new Player(["a", "b", "c", "d"], parts), timer, slider, button, said };
}

test("a strip plays to its end and stops; played again it begins anew", () => {
  const { player, timer, slider, button, said } = strip();
  player.play();
  assert.equal(button.set.get("aria-label"), "Pause");
  for (const name of ["b", "c", "d"]) {
    timer.step?.();
    assert.equal(said.textContent, name);
    assert.equal(slider.set.get("aria-valuetext"), name);
  }
  assert.equal(timer.step, undefined);
  assert.equal(button.set.get("aria-label"), "Play");
  player.play();
  assert.equal(slider.value, "0");
});

test("a strip plays slower where less motion is preferred", () => {
  const [fast, slow] = [strip(), strip({ calm: true })];
  for (const { player } of [fast, slow]) player.play();
  assert.equal(fast.timer.pace, 1500);
  assert.equal(slow.timer.pace, 1000);
});

// ---------------------------------------------------------------- labs of a page
test("bytes come to where they belong: a trait's at once, others when asked for", async () => {
  const restore = /** @type {typeof restoreLab} */ (declared("lab-files.js", "restoreLab"));
  /** @type {string[]} */
  const loaded = [];
  const load = async (/** @type {LabFile} */ { lab }) => {
    loaded.push(lab);
    return new DataView(new ArrayBuffer(4));
  };
  const state = await restore(
    {
      state: { others: { net: {} }, _worker: { lab: "w.js" } },
      buffers: [
        { path: ["images"], lab: "i.bin.js" },
        { path: ["others", "net", "weights"], lab: "w.bin.js" },
      ],
    },
    load,
  );
  assert.deepEqual(loaded, ["i.bin.js"]);
  assert.ok(state.images instanceof DataView);
  assert.equal(state._worker, "https://book.example/labs/w.js");
  const late = state.others?.net.weights;
  assert.ok(typeof late === "function" && (await late()) instanceof DataView);
  assert.deepEqual(loaded, ["i.bin.js", "w.bin.js"]);
});

test("a model tells those who listen, and no more once they have left", () => {
  const Model = /** @type {typeof LabModel} */ (declared("lab-files.js", "LabModel"));
  const state = /** @type {LabTraits} */ ({ description: "one" });
  const model = new Model(state, () => Promise.reject(new Error("no other")));
  /** @type {string[]} */
  const heard = [];
  const listen = (/** @type {string} */ value) => heard.push(value);
  model.on("change:description change", listen);
  model.set("description", "one"); // no change
  model.set("description", "two");
  assert.deepEqual(heard, ["two", "two"]);
  model.off("change", listen);
  model.set("description", "three");
  assert.deepEqual(heard, ["two", "two", "three"]);
  model.off();
  model.set("description", "four");
  assert.equal(heard.length, 3);
  assert.equal(model.get("description"), "four");
});

test("an address names a lab as labs themselves read it", () => {
  const named = /** @type {typeof labNamed} */ (declared("lab-links.js", "labNamed"));
  for (const place of [1, 2, 12])
    assert.deepEqual(here(named(write("SamplerLab", { seed: 6 }, place))), {
      lab: "SamplerLab",
      place,
    });
  for (const hash of ["", "#", "#section-2", "#7:v=1", "#a.b:c"]) {
    assert.equal(named(hash), undefined, hash);
    assert.equal(read(hash), undefined, hash);
  }
});

/** Links of a page with one lab, and what was done to address and lab. */
function linked({ hash = "", state = /** @type {string | null} */ (null), fails = false } = {}) {
  /** @type {unknown[][]} */
  const done = [];
  const note =
    (/** @type {string} */ name) =>
    (/** @type {unknown[]} */ ...values) =>
      done.push([name, ...values]);
  const change = (/** @type {unknown} */ at, /** @type {string} */ _, /** @type {string} */ to) => {
    if (fails) throw new Error("a file");
    note("address")(at, to);
  };
  const lab = {
    root: { getBoundingClientRect: () => ({ top: 10, bottom: 20 }), dataset: {} },
    get: () => ({ seed: 1 }),
    link: (/** @type {number} */ place) => write("Lab", { seed: 2 }, place),
    ...Object.fromEntries(["set", "followLink", "takeFocus"].map((name) => [name, note(name)])),
  };
  const script = /** @type {HTMLScriptElement} */ ({});
  const page = /** @type {LabPage} */ (
    /** @type {unknown} */ ({
      find: (/** @type {string} */ name) => (name === "Lab" ? script : undefined),
      labOf: () => lab,
      placeOf: () => 1,
      start: note("start"),
    })
  );
  const world = {
    history: { state, pushState: change, replaceState: change },
    innerHeight: 800,
    location: { href: "https://book.example/a.html", hash },
  };
  const Links = /** @type {typeof LabLinks} */ (declared("lab-links.js", "LabLinks", world));
  return { links: new Links(page), done, script, Links };
}

test("the way back leads to a link's state, or to what the page had", async () => {
  const to = linked({ hash: "#Lab:v=1&seed=6" });
  await to.links.arrive();
  await Promise.resolve();
  assert.deepEqual(to.done.at(-1), ["followLink", "#Lab:v=1&seed=6"]);
  const first = linked({ state: "as the page has it" });
  first.links.firsts.set(first.script, { seed: 1 });
  first.links.arrive();
  assert.deepEqual(first.done, [["set", { seed: 1 }, "stay"]]);
  const other = linked({ hash: "#section" });
  other.links.firsts.set(other.script, { seed: 1 });
  other.links.arrive();
  assert.deepEqual(other.done, []);
});

test("words that set a lab: back leads to what it was, forth to what they set", async () => {
  const { links, done, script, Links } = linked();
  await links.preset(script, { seed: 2 });
  await Promise.resolve();
  assert.deepEqual(here(done.filter(([name]) => name === "address" || name === "set")), [
    ["address", Links.FIRST, "https://book.example/a.html"],
    ["set", { seed: 2 }],
    ["address", null, "#Lab:v=1&seed=2"],
  ]);
});

test("an address that may not change costs the address only", async () => {
  const { links, done, script } = linked({ fails: true });
  await links.preset(script, { seed: 2 });
  await Promise.resolve();
  assert.deepEqual(here(done), [["start", {}], ["takeFocus"], ["set", { seed: 2 }]]);
});
