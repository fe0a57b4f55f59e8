// WindowEditor: which window at which noise level. Handles at fixed levels, moved up and down; the schedule between them
// is straight in log sigma (local.py: WindowSchedule). `pairs` [sigma, P] is what the machines get.
const SHAPES = { calibrated: "Calibrated", grey: "The grey 16 × 16 network’s", constant: "The same at all levels", released: "Kamb & Ganguli’s", reversed: "Reversed", own: "Drawn by hand" };

class WindowEditor {
  constructor({ levels, pairs, presets, plain, largest, low, high, change }) {
    Object.assign(this, { levels, presets, plain, change, limits: { low: 0.5, high: plain + 1.5, linear: true } });
    this.values = Array.from({ length: levels.length }, (_, i) => (pairs.length > 1 ? pairs[i] : pairs[0])[1]);
    this.side = h("div"), this.handles = levels.map((_, i) => this.makeHandle(i));
    this.shape = choice({ name: "shape", label: "Window at each noise level", values: this.shapes(), value: "own", change: (name) => this.take(name) });
    this.plot = plot({ label: "Side of the window against noise level", height: 220, y: this.limits,
      x: { low: low / 2.2, high: high * 2.2, flip: true, label: "noise level σ, falling →" }, draw: (f) => this.draw(f) });
    this.plot.el.classList.add("lab-windows");
    this.plot.el.append(...this.handles);
    this.el = h("div", {}, this.side, this.shape.el, this.plot.el);
    this.allow(largest);
    this.close = () => this.plot.close();
  }

  // Sides on offer: odd ones up to the image's, the one that sees all, and whatever the chapter has set
  allow(largest) {
    const odd = Array.from({ length: (this.plain - 1) / 2 }, (_, i) => 2 * i + 3);
    this.values = this.values.map((P) => Math.min(P, largest));
    this.largest = largest;
    this.offered = [...new Set([...odd, largest, ...this.values])].sort((a, b) => a - b);
    this.limits.high = Math.max(this.plain, ...this.values.filter((P) => !this.isAll(P))) + 1.5;
    this.slider = listSlider({ name: "P", label: "Window side", values: this.offered, value: this.values[0],
      say: (P) => (this.constant ? this.word(P) : "by noise level"), change: (P) => this.put(this.values.map(() => P)) });
    this.side.replaceChildren(this.slider.el);
    this.show();
  }

  // Names on offer
  shapes() {
    return Object.fromEntries(Object.entries(SHAPES).filter(([name]) => ["constant", "own"].includes(name) || this.presets[name]));
  }

  isAll(P) { return P > this.plain && P === this.largest; }
  word(P) { return this.isAll(P) ? "all" : String(P); }
  get constant() { return this.values.every((P) => P === this.values[0]); }
  get pairs() { return this.constant ? [[this.levels.at(-1), this.values[0]]] : this.levels.map((s, i) => [s, this.values[i]]); }

  preset(name) { return this.presets[name].map(([, P]) => Math.min(P, this.largest)); }

  take(name) {
    if (name !== "own") this.changing(() => this.adopt(name));
  }

  // A schedule by its name, or one drawn by hand as it is written: noise level : side / noise level : side ...
  adopt(name) {
    const pairs = this.presets[name] ?? String(name).split("/").map((pair) => pair.split(":").map(Number));
    if (name === "constant") this.values = this.values.map(() => this.slider.value);
    else if (pairs.length > 1 && pairs.every(([s, P]) => s > 0 && P > 0)) {
      this.levels = pairs.map(([s]) => s);
      this.fit();
      this.values = pairs.map(([, P]) => Math.min(P, this.largest));
    }
    this.show();
  }

  // What the lab can be set to
  controls() {
    const editor = this, side = (P) => (P === "all" ? editor.largest : Number(P));
    const P = { get value() { return !editor.constant ? undefined : editor.isAll(editor.values[0]) ? "all" : editor.values[0]; },
      set: (P) => { if (editor.offered.includes(side(P))) editor.values = editor.values.map(() => side(P)), editor.show(); } };
    const written = () => editor.levels.map((s, i) => `${s}:${editor.values[i]}`).join("/");
    const windows = { get value() { return editor.shape.value === "own" ? written() : editor.shape.value; }, set: (name) => editor.adopt(name) };
    return { P, windows };
  }

  // As many handles as levels
  fit() {
    this.handles.forEach((handle) => handle.remove());
    this.handles = this.levels.map((_, i) => this.makeHandle(i));
    this.plot.el.append(...this.handles);
  }

  put(values) {
    this.changing(() => { this.values = values, this.show(); });
  }

  changing(act) {
    const before = String(this.pairs);
    act();
    if (String(this.pairs) !== before) this.change();
  }

  set(i, P) { return this.values.map((old, j) => (j === i ? P : old)); }

  show() {
    const same = (name) => String(this.presets[name].map(([s]) => s)) === String(this.levels) && String(this.preset(name)) === String(this.values);
    this.shape.set(this.constant ? "constant" : Object.keys(this.presets).find(same) ?? "own");
    if (this.constant) this.slider.set(this.values[0]);
    else this.slider.set(this.slider.value);
    this.handles.forEach((handle, i) => {
      const P = this.values[i];
      handle.setAttribute("aria-valuenow", P);
      handle.setAttribute("aria-valuemin", this.offered[0]);
      handle.setAttribute("aria-valuemax", this.offered.at(-1));
      handle.setAttribute("aria-valuetext", this.isAll(P) ? "the whole image" : `${P} by ${P} pixels`);
      handle.firstChild.textContent = this.word(P);
    });
    this.plot.say(this.levels.map((s, i) => `${this.word(this.values[i])} at σ ${show(s)}`).reverse().join(", "));
    this.plot.redraw();
  }

  // `now`: {sigma, P} of the step in view
  mark(now) {
    this.now = now;
    this.plot.redraw();
  }

  // Handles stand at shares of the width: drawn before the page has its layout, they still stay within the plot
  draw({ x, y, add, box, width }) {
    this.y = y;
    if (!this.handles.length) return;
    const at = this.levels.map((s, i) => [x(s), y(this.values[i])]);
    if (this.now) {
      add("line", { class: "lab-now", x1: x(this.now.sigma), x2: x(this.now.sigma), y1: box.top, y2: box.bottom });
    }
    add("path", { class: "lab-line", d: path([[box.right, at[0][1]], ...at, [box.left, at.at(-1)[1]]]) });
    if (this.now) add("path", { class: "lab-mark", d: diamond(x(this.now.sigma), y(this.now.P), 7) });
    this.handles.forEach((handle, i) => Object.assign(handle.style, { left: `${(100 * at[i][0]) / width}%`, top: `${at[i][1]}px` }));
  }

  // ---------------------------------------------------------------- mouse, finger, keyboard
  makeHandle(i) {
    let before;
    const end = () => {
      if (before && String(before) !== String(this.values)) this.change();
      before = undefined;
    };
    return h("div", { class: "lab-handle", role: "slider", tabindex: 0, "aria-orientation": "vertical",
      "aria-label": `Window side at noise level ${show(this.levels[i])}`,
      onpointerdown: (e) => { before = this.values; e.currentTarget.setPointerCapture(e.pointerId); },
      onpointermove: (e) => before && this.drag(i, e), onpointerup: end, onpointercancel: end,
      onkeydown: (e) => this.key(i, e) }, h("span", { "aria-hidden": "true" }));
  }

  drag(i, { clientY }) {
    const height = clientY - this.plot.root.getBoundingClientRect().top;
    const far = (P) => Math.abs(this.y(P) - height), P = this.offered.reduce((a, b) => (far(b) < far(a) ? b : a));
    if (P === this.values[i]) return;
    this.values = this.set(i, P);
    this.show();
  }

  key(i, event) {
    const at = this.offered.indexOf(this.values[i]), last = this.offered.length - 1;
    const to = { ArrowUp: at + 1, ArrowRight: at + 1, ArrowDown: at - 1, ArrowLeft: at - 1, PageUp: at + 3, PageDown: at - 3, Home: 0, End: last }[event.key];
    if (to === undefined || chord(event)) return;
    event.preventDefault();
    this.put(this.set(i, this.offered[Math.min(last, Math.max(0, to))]));
  }
}
