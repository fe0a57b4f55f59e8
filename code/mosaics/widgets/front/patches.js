// SamplerLab with machines that see windows: each pixel of the guess has a source, the training image that holds the
// nearest window. A map of the sources stands where the ideal machine's lab lists candidates.
const LONG = 500; // ms after which a run shows how far it is
const CELL = 8; // the map's canvas has so many pixels a pixel
const HINT = "Point at a pixel of the map, or move there by arrow keys.";
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
  PageUp: [-5, 0], PageDown: [5, 0], Home: [0, -Infinity], End: [0, Infinity] };
const count = (n) => `${show(n)} training image${n === 1 ? "" : "s"}`;

// A colour for training image m (sampler.py: colour): neighbours in number differ most in hue
function sourceColour(m) {
  const hue = (360 * ((m * 0.6180339887498949) % 1)).toFixed(1);
  return `hsl(${hue} ${[75, 50][((m * 5) % 7) % 2]}% ${[40, 58, 76][((m * 7) % 11) % 3]}%)`;
}

// A grid of pixels on a canvas, and on it a cursor for mouse, finger and arrow keys: `tell(p, aloud)` hears where it is,
// and undefined when it has left. The canvas may show `margin` more pixels on each side.
class PixelGrid {
  constructor([, H, W], kind, tell) {
    Object.assign(this, { H, W, tell, margin: 0, cursor: [Math.floor(H / 2), Math.floor(W / 2)] });
    this.canvas = h("canvas", { width: W * CELL, height: H * CELL, "aria-hidden": "true" });
    this.spot = h("i", { "aria-hidden": "true", hidden: true });
    this.box = h("div", { class: "lab-sources", tabindex: 0, role: "application", "aria-roledescription": kind, "aria-label": "Sources",
      onpointermove: (e) => this.point(e), onpointerdown: (e) => this.point(e), onkeydown: (e) => this.key(e),
      onpointerleave: (e) => e.pointerType === "mouse" && this.leave(), onblur: () => this.leave() }, this.canvas, this.spot);
  }

  point({ clientX, clientY }) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect(), { margin } = this;
    const at = (share, n) => Math.min(n - 1, Math.max(0, Math.floor(share * (n + 2 * margin)) - margin));
    this.cursor = [at((clientY - top) / height, this.H), at((clientX - left) / width, this.W)];
    this.look(false);
  }

  key(event) {
    const move = STEPS[event.key];
    if (!move || chord(event)) return;
    event.preventDefault();
    const fresh = this.spot.hidden, to = (axis, n) => Math.min(n - 1, Math.max(0, this.cursor[axis] + move[axis]));
    if (!fresh) this.cursor = [to(0, this.H), to(1, this.W)];
    this.look(true);
  }

  look(aloud) {
    const [i, j] = this.cursor;
    this.mark(i * this.W + j);
    this.tell(i * this.W + j, aloud);
  }

  // Puts the cursor on pixel p
  mark(p) {
    const { H, W, margin } = this, [i, j] = (this.cursor = [Math.floor(p / W), p % W]);
    const share = (at, n) => `${(100 * at) / (n + 2 * margin)}%`;
    this.spot.hidden = false;
    Object.assign(this.spot.style, { left: share(j + margin, W), top: share(i + margin, H), width: share(1, W), height: share(1, H) });
  }

  leave() {
    this.spot.hidden = true;
    this.tell(undefined, false);
  }
}

// The map: a colour for what pixels have in common, paler where `weight` is small
class SourceMap extends PixelGrid {
  constructor(shape, tell) {
    super(shape, "map of pixels", tell);
    this.name = h("strong", {}, "Source of each pixel"), this.note = h("span", {}, "a colour for each image");
    this.el = h("figure", { class: "lab-picture" }, this.box, h("figcaption", {}, this.name, this.note));
  }

  set(keys, { colour = (p) => sourceColour(keys[p]), weight, words = count } = {}) {
    const { H, W } = this, pen = this.canvas.getContext("2d", { willReadFrequently: true });
    const differs = (p, q) => keys[p] !== keys[q];
    pen.clearRect(0, 0, W * CELL, H * CELL);
    for (let p = 0; p < H * W; p++) {
      pen.globalAlpha = weight ? 0.3 + 0.7 * weight[p] : 1;
      pen.fillStyle = colour(p);
      pen.fillRect((p % W) * CELL, Math.floor(p / W) * CELL, CELL, CELL);
    }
    pen.globalAlpha = 1;
    pen.fillStyle = "#0008"; // borders, so that colours need not tell all
    for (let p = 0; p < H * W; p++) {
      const i = Math.floor(p / W), j = p % W;
      if (j && differs(p, p - 1)) pen.fillRect(j * CELL, i * CELL, 1, CELL);
      if (i && differs(p, p - W)) pen.fillRect(j * CELL, i * CELL, CELL, 1);
    }
    this.count = new Set(keys).size;
    this.box.setAttribute("aria-label", `Sources: ${words(this.count)}. Arrow keys tell the source of a pixel.`);
    if (!this.spot.hidden) this.look(false);
  }
}

class PatchSamplerLab extends SamplerLab {
  get task() { return "patches"; }

  makeSettings() {
    super.makeSettings();
    const { machine, machines } = this.settings;
    this.kind_ = choice({ name: "machine", label: "Machine", values: machines, value: machine, change: () => this.changeMachine() });
    this.sizeBox = h("div", { class: "lab-slot" });
    this.fitSize(this.settings.N);
  }

  // Training images on offer: as many as a page can do with this machine
  fitSize(N) {
    const { sizes, most } = this.settings, values = sizes.filter((n) => n <= most[this.kind_.value]);
    this.size = listSlider({ name: "N", label: "Training images N", values, value: Math.min(N, values.at(-1)), free: true, change: () => this.start("stay") });
    this.sizeBox.replaceChildren(this.size.el);
  }

  makePictures() {
    super.makePictures();
    this.map = new SourceMap(this.shape, (p, aloud) => this.tell(p, aloud));
    this.words = h("p", { class: "lab-words" }, "\u00a0");
    this.pixel = h("span", { class: "lab-pixel" }, HINT);
  }

  makeWindows() {
    const { handles, windows, presets, plain, largest, machine, sigma_min: low, sigma_max: high } = this.settings;
    this.windows = new WindowEditor({ levels: handles, pairs: windows, presets, plain, largest: largest[machine], low, high, change: () => this.start("stay") });
  }

  makePanels() {
    this.makeWindows();
    this.plot = this.windows; // the frame closes it
    this.sees = h("p", { class: "lab-note" }, "The ideal machine compares whole images.");
    const left = h("section", {}, h("p", { class: "lab-head" }, "What it became"),
      h("div", { class: "lab-pictures lab-end" }, this.pictures.result.el, this.pictures.nearest.el), this.verdict);
    this.panels = h("div", { class: "lab-panels" }, left, h("section", {}, h("p", { class: "lab-head" }, "What a pixel sees"), this.windows.el, this.sees));
    this.fitWindows();
  }

  fitWindows() {
    const whole = this.kind_.value === "IS";
    this.windows.el.hidden = whole, this.sees.hidden = !whole;
    if (!whole) this.windows.allow(this.settings.largest[this.kind_.value]);
  }

  parts() {
    const { z, guess } = this.pictures, several = Object.keys(this.settings.machines).length > 1;
    return [h("div", { class: "lab-pictures lab-mosaic" }, z.el, guess.el, this.map.el, h("div", {}, this.words, this.pixel)), this.scrubber, this.panels,
      h("div", { class: `lab-settings${several ? " lab-even" : ""}` }, several ? this.kind_.el : null, this.sizeBox, this.steps.el, this.method.el)];
  }

  changeMachine() {
    this.fitMachine();
    this.start("stay");
  }

  fitMachine() {
    this.fitSize(this.size.value);
    this.fitWindows();
  }

  controls() {
    const { N, ...others } = super.controls(), { kind_ } = this, sees = kind_.value !== "IS";
    const machine = { get value() { return kind_.value; }, set: (name) => { kind_.set(name); if (kind_.value) this.fitMachine(); } };
    return { machine, N, ...(sees ? this.windows.controls() : {}), ...others };
  }

  params() {
    const { top, ...params } = super.params();
    return { machine: this.kind_.value, ...params, windows: this.windows.pairs, shape: this.shape };
  }

  level(frame) {
    return `${super.level(frame)}${frame?.P ? ` · window ${this.windows.word(frame.P)}` : ""}`;
  }

  // A step that is done, or a part of one; a long run shows its states as they come
  took(job, { step, steps, sigma, P, part = 0, ms, arrays: { x0_hat, ...arrays } }) {
    if (x0_hat) job.frames.push({ sigma, P, guess: x0_hat, ...arrays });
    if (ms < LONG) return;
    this.words.textContent = `Step ${Math.min(steps, step + 1)} of ${steps}. Escape cancels.`;
    this.root.style.setProperty("--done", (step + (x0_hat ? 1 : part)) / steps);
    this.root.dataset.long = "";
    if (x0_hat) job.live = true, this.viewState(job.frames.at(-1), false, true);
  }

  start(then, note) {
    super.start(then, note);
    delete this.root.dataset.long;
  }

  // A run that did not end: what was in view before comes back
  ended() {
    if (this.shown && !this.playing) this.view(Math.min(this.at, this.frames.length - 1));
  }

  record(job, ms) {
    super.record(job, ms, ["P", "source", "place", "weight"]);
  }

  showResult(job, ms) {
    super.showResult(job, ms);
    const sources = new Set(job.frames.at(-1).source).size;
    this.say(`${this.status.textContent} ${count(sources)} in this picture.`);
  }

  // What was seen as it came, and the lab's first run, end at the end: there is no choice of an image to wait for
  settle(job, ms) {
    if (job.wanted === undefined && (job.then === "open" || (job.live && job.then === "play"))) return this.view(this.frames.length - 1);
    super.settle(job, ms);
  }

  viewState(f, last, live) {
    this.pictures.z.set(tame(f.z, f.sigma), last ? "no noise left" : `σ = ${show(f.sigma)}`);
    this.pictures.guess.set(f.guess, last ? "the last guess" : "if it had to stop now");
    this.frame = f;
    this.map.set(f.source);
    this.windows.mark(f.P && f.sigma > 0 ? f : undefined);
    if (!live) this.words.textContent = `${count(this.map.count)} in this ${last ? "picture" : "guess"}.`;
  }

  // What pixel p is, in words
  tell(p, aloud) {
    if (p === undefined || !this.frame) return (this.pixel.textContent = HINT);
    const { source, place, weight } = this.frame, W = this.shape[2], at = (q) => `row ${Math.floor(q / W) + 1}, column ${(q % W) + 1}`;
    const from = place[p] === p ? "the same place" : at(place[p]);
    this.pixel.textContent = `${at(p).replace("r", "R")}: ${this.name(source[p])}, ${from} (weight ${share(weight[p])}).`;
    if (aloud) this.say(this.pixel.textContent);
  }
}

Lab = PatchSamplerLab;
