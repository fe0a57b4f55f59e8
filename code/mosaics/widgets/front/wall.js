// WallLab: a noise a column, a machine a row. The reader sets the last row's window; a picture tells what it is made of.
const GIVERS = 4; // training images that are shown beside a picture
const NONE = -1; // no training image weighs more than half at this pixel
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const EVERY = 120; // ms between two words about how far a job is

class WallLab extends Frame {
  constructor(context) {
    super({ lab: "wall", ...context, rerun: () => this.start() });
    const { rows, columns, P, seed } = this.settings;
    Object.assign(this, { columns, seed, rows: [...rows, P], at: [rows.length - 1, 0], kept: new Map(), cells: [] });
    this.makeControls(), this.makeWall(), this.makeOrigin();
    this.root.addEventListener("keydown", (event) => event.key === "Escape" && this.cancel());
    const bar = h("div", { class: "wall-bar" }, this.go, this.side.el);
    this.build(h("div", { class: "wall-both" }, h("div", {}, this.grid, bar), this.origin));
    this.open();
  }

  makeControls() {
    const { sides, P } = this.settings;
    this.go = button("New noise", () => (this.busy ? this.cancel() : this.another()), { class: "lab-primary" });
    this.side = listSlider({ name: "window", label: "Your window", values: sides, value: P, say: (p) => `${p} × ${p} pixels`,
      input: (p) => this.resize(p) });
  }

  controls() {
    const lab = this, seed = { get value() { return lab.seed; }, set: (k) => { lab.seed = Number(k); } };
    return { P: this.side, seed };
  }

  answer(then, note, values) {
    if ("seed" in values) {
      this.rows[this.rows.length - 1] = this.side.value;
      this.nameRows(), this.start();
    } else this.resize(this.side.value);
    if (note) this.say(note);
  }

  // Native radio buttons under their pictures: arrow keys, names and states come with them
  makeWall() {
    const group = `wall-${++counter}`, [, H, W] = this.shape;
    this.heads = Array.from({ length: this.columns }, () => h("canvas", { class: "wall-noise", width: W, height: Math.ceil(H / 4), "aria-hidden": "true" }));
    const own = this.rows.length - 1;
    this.names = this.rows.map((_, row) => h("div", { class: `wall-name${row === own ? " wall-own" : ""}`, "aria-hidden": "true" }));
    this.cells = this.rows.map((_, row) => this.heads.map((_, column) => this.makeCell(group, row, column)));
    const head = [h("div", { class: "wall-name wall-top", "aria-hidden": "true" }, h("strong", {}, "Noise"), h("span", {}, "one a column")), ...this.heads];
    this.grid = h("fieldset", { class: "wall-grid", style: `--columns: ${this.columns}`, onkeydown: (e) => this.key(e) },
      h("legend", { class: "wall-legend" }, "Pictures: choose one to see what it is made of"), head,
      this.cells.flatMap((row, i) => [this.names[i], ...row.map((cell) => cell.el)]));
    this.nameRows();
  }

  makeCell(group, row, column) {
    const canvas = h("canvas", { width: this.shape[2], height: this.shape[1], "aria-hidden": "true" });
    const input = h("input", { type: "radio", name: group, onchange: () => this.pick(row, column, true) });
    const look = (event) => event.pointerType === "mouse" && this.pick(row, column);
    const el = h("label", { class: "wall-cell", onpointerenter: look }, input, canvas);
    return { el, canvas, input };
  }

  nameRows() {
    this.rows.forEach((P, row) => {
      const own = row === this.rows.length - 1, words = P === null ? ["Whole picture", "the perfect model"] : [`${P} × ${P} pixels`, own ? "your window" : "window"];
      this.names[row].replaceChildren(h("strong", {}, words[0]), h("span", {}, words[1]));
    });
  }

  makeOrigin() {
    const [, H, W] = this.shape;
    this.large = h("canvas", { width: W, height: H, role: "img" });
    this.lines = svg("svg", { viewBox: `0 0 ${W} ${H}`, "aria-hidden": "true" });
    this.title = h("p", { class: "lab-head" }), this.parts = h("ul", { class: "wall-givers" });
    this.origin = h("div", { class: "wall-origin" }, h("div", { class: "wall-large" }, this.large, this.lines),
      h("div", {}, this.title, this.parts));
  }

  // ---------------------------------------------------------------- jobs
  // What came with the page is shown at once; all else is computed when it is asked for
  open() {
    const { rows, columns, shape } = this, size = shape.reduce((a, b) => a * b), area = shape[1] * shape[2];
    const levels = pixels(this.model, "first"), raw = pixels(this.model, "origin").slice(), from = new Uint16Array(raw.buffer);
    this.drawNoise();
    const pictures = rows.flatMap((P, row) => Array.from({ length: columns }, (_, column) => {
      const k = row * columns + column, z = Float32Array.from(levels.subarray(k * size, (k + 1) * size), (b) => b / 127.5 - 1);
      const source = Float32Array.from(from.subarray(k * area, (k + 1) * area), (m) => m - 1);
      this.take(row, column, { z, source });
      return { z, source };
    }));
    this.record({ params: this.params(rows), noise: this.noise(), seed: this.seed }, pictures, "with the page", 0);
    this.pick(...this.at);
    this.say("Choose a picture to see which training images it is made of.");
    this.where.textContent = "These came with the page."; // what follows is computed
    this.root.dataset.done = "first";
  }

  params(windows) {
    const { columns, steps, sigma_min, sigma_max } = this.settings;
    return { windows, columns, steps, sigma_min, sigma_max, shape: this.shape };
  }

  noise() {
    const size = this.shape.reduce((a, b) => a * b), out = new Float32Array(size * this.columns);
    for (let k = 0; k < this.columns; k++) out.set(normals((this.seed + k) % (MAX_SEED + 1), size), k * size);
    return out;
  }

  // A strip of each column's noise, in the shades that the pictures have
  drawNoise() {
    const noise = this.noise(), [C, H, W] = this.shape, high = Math.ceil(H / 4);
    this.heads.forEach((canvas, column) => {
      const at = (c) => (column * C + c) * H * W, part = Array.from({ length: C }, (_, c) => [...noise.subarray(at(c), at(c) + high * W)]);
      paint(canvas, part.flat().map((x) => x / 2), [C, high, W]);
    });
  }

  another() {
    this.seed = (this.seed + this.columns) % (MAX_SEED + 1);
    this.start();
  }

  // All pictures anew, each shows its noise until it is there
  start() {
    this.kept.clear();
    this.drawNoise();
    const noise = this.noise(), size = noise.length / this.columns;
    for (const row of this.cells) row.forEach((cell, column) => {
      cell.picture = undefined;
      cell.el.dataset.waits = "";
      paint(cell.canvas, noise.subarray(column * size, (column + 1) * size).map((x) => x / 2), this.shape);
    });
    this.viewChosen();
    this.work(this.rows.map((_, row) => row));
  }

  // Another window for the last row: a row that was computed before is shown at once, others go on
  resize(P) {
    const row = this.rows.length - 1, kept = this.kept.get(P) ?? [];
    if (this.rows[row] === P) return;
    this.rows[row] = P;
    this.nameRows();
    for (const cell of this.cells[row]) cell.el.dataset.waits = "", (cell.picture = undefined);
    kept.forEach((picture, column) => this.take(row, column, picture));
    this.viewChosen();
    const missing = this.cells.flatMap((cells, i) => (cells.every((cell) => cell.picture) ? [] : [i]));
    if (missing.length) this.work(missing);
    else if (this.busy) this.cancel();
    else this.say(this.summary());
  }

  work(rows) {
    const params = this.params(rows.map((row) => this.rows[row])), noise = this.noise();
    const job = { params, noise, seed: this.seed, rows, pictures: [] };
    this.busy = true;
    this.go.textContent = "Cancel";
    this.run("wall", params, [noise], {
      step: (m) => this.took(job, m), done: ({ ms }) => this.finish(job, ms), end: (how) => this.ended(how) });
  }

  took(job, { row, column, part, ms, arrays }) {
    this.root.style.setProperty("--done", part);
    if (ms > EVERY) this.root.dataset.long = "";
    if (row === undefined || this.rows[job.rows[row]] !== job.params.windows[row]) return; // meanwhile another window is wanted
    job.pictures.push(arrays);
    this.take(job.rows[row], column, arrays);
  }

  take(row, column, { z, source }) {
    const cell = this.cells[row][column], P = this.rows[row];
    cell.picture = { z, source };
    delete cell.el.dataset.waits;
    paint(cell.canvas, z, this.shape);
    cell.input.setAttribute("aria-label", `${this.rowName(P)}, noise ${this.number(column)}: ${this.made(source)}`);
    if (row === this.rows.length - 1) this.keep(P)[column] = cell.picture;
    if (row === this.at[0] && column === this.at[1]) this.viewChosen();
  }

  keep(P) {
    if (!this.kept.has(P)) this.kept.set(P, []);
    return this.kept.get(P);
  }

  finish(job, ms) {
    this.record(job, job.pictures, this.machine.name, ms);
    this.where.textContent = this.machine.live ? "" : "Computed in this page.";
    const n = job.pictures.length, last = this.number(this.columns - 1);
    this.say(`${n} pictures from noises ${this.number(0)} to ${last}, ${took(ms, this)}. ${this.summary()}`);
  }

  record({ params, noise, seed }, pictures, engine, ms) {
    const list = (key) => pictures.map((p) => p[key]).filter(Boolean);
    this.state = { params, noise, seed, engine, ms, pictures: list("z"), source: list("source"), weight: list("weight") };
  }

  ended(how) {
    this.busy = false;
    this.go.textContent = "New noise";
    delete this.root.dataset.long;
    const pale = this.cells.flat().filter((cell) => !cell.picture).length;
    if (how === "cancelled") this.say(pale ? `Cancelled: ${pale} pictures are not computed.` : this.summary());
  }

  // How many training images the first and the last row are made of
  summary() {
    const distinct = (cells) => cells.map(({ picture }) => new Set(picture.source.filter((m) => m !== NONE)).size);
    const last = distinct(this.cells.at(-1)), least = Math.min(...last), most = Math.max(...last);
    return `The perfect model copies one training image each time; pictures of the last row have parts of ${least === most ? most : `${least} to ${most}`}.`;
  }

  // ---------------------------------------------------------------- one picture and its sources
  key(event) {
    const move = MOVES[event.key];
    if (!move || chord(event) || !event.target.matches("[type=radio]")) return;
    event.preventDefault();
    const next = this.at.map((at, axis) => Math.min([this.rows.length, this.columns][axis] - 1, Math.max(0, at + move[axis])));
    this.pick(...next, true);
    this.cells[next[0]][next[1]].input.focus();
  }

  pick(row, column, aloud = false) {
    this.at = [row, column];
    const cell = this.cells[row][column];
    cell.input.checked = true;
    this.viewChosen();
    if (aloud && cell.picture) this.say(`${this.rowName(this.rows[row])}: ${this.made(cell.picture.source)}.`);
  }

  rowName(P) {
    return P === null ? "The perfect model" : `Window ${P} × ${P}`;
  }

  number(column) {
    return (this.seed + column) % (MAX_SEED + 1);
  }

  // [training image, share of the pixels], the largest first; those of several images are not counted
  shares(source) {
    const count = new Map();
    for (const m of source) count.set(m, (count.get(m) ?? 0) + 1 / source.length);
    count.delete(NONE);
    return [...count].sort(([m, a], [n, b]) => b - a || m - n);
  }

  called(m) {
    return this.kind(m) ?? `image ${m}`;
  }

  made(source) {
    const shares = this.shares(source);
    if (shares.length === 1 && shares[0][1] > 0.999) return `a copy of ${this.called(shares[0][0])}`;
    const some = shares.slice(0, GIVERS).map(([m]) => this.called(m)), more = shares.length - some.length;
    return `parts of ${some.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  }

  viewChosen() {
    const [row, column] = this.at, { picture } = this.cells[row][column], [, H, W] = this.shape;
    this.origin.toggleAttribute("data-waits", !picture);
    if (!picture) return;
    const { z, source } = picture, shares = this.shares(source), copy = shares.length === 1 && shares[0][1] > 0.999;
    paint(this.large, z, this.shape);
    this.large.setAttribute("aria-label", `${this.rowName(this.rows[row])}: ${this.made(source)}`);
    const most = shares.slice(0, GIVERS), more = shares.length - most.length;
    const edges = copy ? [] : most.map(([m]) => outline(source.map((n) => n === m), H, W));
    this.lines.replaceChildren(...edges.map((d) => svg("path", { class: "wall-halo", d })),
      ...edges.map((d, k) => svg("path", { class: `wall-edge wall-edge-${k + 1}`, d })));
    this.title.textContent = copy ? "A copy of one training image" : `Parts of ${shares.length} training images`;
    this.parts.replaceChildren(...most.map(([m, part], k) => this.giver(m, part, source, edges[k], k + 1)),
      ...(more > 0 ? [h("li", { class: "wall-more" }, `and ${more} that give less`)] : []));
  }

  // A training image of which only the pixels that it gives are in full colour; `edge` is drawn around them
  giver(m, part, source, edge, number) {
    const [C, H, W] = this.shape, area = H * W, paper = C === 1 ? -1 : 1, shown = (i) => !edge || source[i % area] === m;
    const canvas = h("canvas", { width: W, height: H, "aria-hidden": "true" });
    paint(canvas, this.image(m).map((v, i) => (shown(i) ? v : paper + (v - paper) * 0.3)), this.shape);
    const lines = svg("svg", { viewBox: `0 0 ${W} ${H}`, "aria-hidden": "true" }, svg("path", { class: `wall-edge wall-edge-${number}`, d: edge }));
    const words = h("span", {}, this.called(m), h("small", {}, part < 0.01 ? "< 1 %" : `${Math.round(100 * part)} %`));
    return h("li", {}, h("span", { class: "wall-source" }, canvas, edge && lines), words);
  }
}

// The lines between neighbouring pixels that differ, in units of a pixel
function outline(values, H, W) {
  let d = "";
  for (let i = 0; i < H; i++) for (let j = 0; j < W; j++) {
    const p = i * W + j;
    if (j + 1 < W && values[p] !== values[p + 1]) d += `M${j + 1} ${i}v1`;
    if (i + 1 < H && values[p] !== values[p + W]) d += `M${j} ${i + 1}h1`;
  }
  return d;
}

export default {
  render({ model, el }) {
    const lab = new WallLab({ model, el });
    return () => lab.close();
  },
};
