// The frame that all labs stand in: root element, foot with the live region and the engine, jobs and their end.
const ENGINES = { kernel: "Python", page: "this page" };

class Frame {
  constructor({ model, el, lab, rerun }) {
    this.settings = model.get("settings");
    [this.N, ...this.shape] = model.get("shape");
    Object.assign(this, { model, rerun, state: undefined, pending: undefined });
    this.root = h("div", { class: "mosaic-lab", "data-lab": lab, role: "group", "aria-label": model.get("description"), onkeydown: keep });
    this.status = h("p", { class: "lab-status", role: "status" });
    this.where = h("span", { class: "lab-where" });
    this.root.labState = el.labState = () => this.state;
    this.root.lab = this; // get() and set() are for the page around it
    this.machine = new Machine(model, () => this.switched());
    el.append(this.root);
  }

  // Puts the parts in place, the foot last
  build(...parts) {
    this.engine = choice({ name: "engine", label: "Computed by", values: ENGINES, value: "page", change: (v) => this.machine.use(v) });
    this.engine.el.hidden = true;
    this.root.append(...parts, h("div", { class: "lab-foot" }, this.status, this.where, this.engine.el));
    this.root.dataset.engine = this.machine.name;
    this.where.textContent = "Computed in this page.";
    this.machine.ping();
  }

  switched() {
    const { name, live } = this.machine;
    this.root.dataset.engine = name;
    this.engine.el.hidden = !live;
    this.where.hidden = live;
    this.engine.set(name);
    this.rerun();
  }

  say(text) {
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  // ---------------------------------------------------------------- settings from outside
  // What a sentence of the page, a return to it or an address can set, by the names of Python's `Lab.controls`: each has
  // `value` and `set(value)`. In the order in which they are set, for one may decide what another can be.
  controls() {
    return {};
  }

  get() {
    const all = Object.entries(this.controls()).map(([name, control]) => [name, control.value]);
    return Object.fromEntries(all.filter(([, value]) => value !== undefined));
  }

  // Sets what can be set and answers once: `then` is "play" where the answer is a motion, "stay" where it is not wanted.
  // Returns the names of what this lab does not offer now, which stay as they are.
  set(values, then = "play") {
    const left = { ...values }, refused = [], next = () => Object.keys(this.controls()).find((name) => name in left);
    for (let name; (name = next()) !== undefined; delete left[name]) {
      const control = this.controls()[name], before = control.value;
      control.set(left[name]);
      if (control.near || String(control.value) === String(left[name])) continue;
      refused.push(name);
      if (before !== undefined) control.set(before);
    }
    refused.push(...Object.keys(left));
    const note = refused.length ? `This lab does not offer ${refused.map((name) => `${name} = ${values[name]}`).join(", ")}.` : "";
    this.answer(then, note, values);
    return refused;
  }

  // One job. `on` has step(message) and done(message); both see arrays and JSON fields alike.
  run(task, params, buffers, on) {
    this.root.dataset.busy = "";
    delete this.root.dataset.error;
    clearTimeout(this.late);
    this.late = setTimeout(() => this.machine.job && this.slow(), 5000);
    const id = this.machine.run(task, params, buffers, (message) => this.hear(id, message, on));
  }

  hear(id, message, on) {
    if (message.type === "step") return on.step?.(message);
    clearTimeout(this.late);
    if (message.type === "missing") return on.missing();
    delete this.root.dataset.busy;
    if (message.type === "done") on.done(message);
    if (message.type === "error") this.fail(id, message.message);
    if (message.type === "cancelled") this.say("Cancelled.");
    on.end?.(message.type);
    if (message.type === "done") this.root.dataset.done = id;
  }

  fail(id, text) {
    this.root.dataset.error = id;
    this.say(`That did not work: ${text}`);
  }

  slow() {
    this.say(this.machine.name === "kernel"
      ? "Python has not answered for five seconds. It may be busy with a cell; you can also let this page compute."
      : "Still computing.");
  }

  cancel() {
    this.machine.cancel();
  }

  // Image m of the training set, and what to call it
  image(m) {
    const size = this.shape.reduce((a, b) => a * b), bytes = pixels(this.model).subarray(m * size, (m + 1) * size);
    return Float32Array.from(bytes, (b) => b / 127.5 - 1);
  }

  kind(m) {
    return this.model.get("classes")[this.model.get("labels")[m]];
  }

  name(m) {
    return `no. ${show(m)}${this.kind(m) ? `, ${this.kind(m)}` : ""}`;
  }

  // Rows of a bar list: the likeliest images with their weights
  candidates(top_i, top_w, marked) {
    return top_i.map((m, i) => {
      const number = `no. ${show(m)}`, kind = this.kind(m);
      return { x: this.image(m), name: kind ?? number, note: kind && number, w: top_w[i], marked: m === marked };
    });
  }

  close() {
    clearTimeout(this.late);
    this.machine.close();
  }
}

// A lab that answers while a control is dragged. While a job is under way only the newest wish is kept, so a drag never
// queues up. A lab adds begin(note), which starts one job and has its `end` call rested().
class Live extends Frame {
  constructor(context) {
    super({ ...context, rerun: () => this.start() });
    this.announce = settled((text) => this.say(text));
  }

  start(note = "") {
    if (this.busy) return (this.wish = note || " ");
    this.busy = true;
    this.begin(note);
  }

  rested() {
    const wish = this.wish;
    this.busy = false;
    this.wish = undefined;
    if (wish) this.start(wish.trim());
  }

  switched() {
    this.busy = false;
    super.switched();
  }

  another() {
    this.seed.next();
    this.start();
  }

  answer(then, note) {
    this.start(note);
  }
}

// The sentence about speed that ends each announcement
const took = (ms, frame) => `${ms < 1000 ? `${Math.max(1, Math.round(ms))} ms` : `${(ms / 1000).toFixed(1)} s`}, ${frame.machine.name === "kernel" ? "Python" : "in this page"}`;
