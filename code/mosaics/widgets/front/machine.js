// Two engines, one manner of speaking: a job {id, task, params} with float32 arrays goes out, messages of the same id
// come back (step ..., done | error | cancelled | missing), their arrays listed by name. The page's engine is a worker;
// the kernel's is the chapter's own Python. The kernel is taken as soon as it answers a ping.
const floats = (b) => new Float32Array(b.buffer.slice(b.byteOffset, b.byteOffset + b.byteLength));

function pixels(model, name = "images") {
  const raw = model.get(name);
  return new Uint8Array(raw.buffer ?? raw, raw.byteOffset ?? 0, raw.byteLength);
}

// A worker from the text that this module holds. Where the page's policy refuses that, one from the file that the page
// names, if it names one. A refusal may come late, so what was sent is kept until the worker speaks.
const REFUSED = "a worker computes here, and this page's policy (worker-src) lets none start";
const workers = (file) => [() => {
  const source = URL.createObjectURL(new Blob([ENGINE], { type: "text/javascript" }));
  try { return new Worker(source); } finally { URL.revokeObjectURL(source); }
}, ...(file ? [() => new Worker(file)] : [])];

function pageEngine(model, hear) {
  const ways = workers(model.get("_worker")), [, C, H, W] = model.get("shape");
  let worker, sent = [{ type: "data", bytes: pixels(model), D: C * H * W, weights: model.get("weights") && pixels(model, "weights") }];
  const start = () => {
    const way = ways.shift();
    try { worker = way?.(); } catch { return start(); }
    if (!worker) return hear({ type: "error", message: REFUSED }, []);
    worker.onmessage = ({ data }) => { sent = undefined, hear(data, data.buffers); };
    worker.onerror = ({ message }) => {
      if (sent && message === undefined) return start(); // it never began
      hear({ type: "error", message: `the page's engine stopped: ${message ?? "no reason is given"}` }, []);
    };
    for (const message of sent) worker.postMessage(message);
  };
  const send = (message, buffers = []) => {
    const whole = { ...message, buffers };
    sent?.push(whole);
    if (worker) worker.postMessage(whole);
    else setTimeout(() => hear({ id: message.id, type: "error", message: REFUSED }, []));
  };
  start();
  return { send, close: () => worker?.terminate() };
}

function kernelEngine(model, hear) {
  const listen = (message, buffers = []) => hear(message, buffers.map(floats));
  model.on("msg:custom", listen);
  const send = (message, buffers = []) => model.send(message, undefined, buffers.map((b) => b.buffer));
  return { send, close: () => model.off("msg:custom", listen) };
}

class Machine {
  constructor(model, changed) {
    const from = (engine) => (message, buffers) => this.hear(engine, message, buffers);
    Object.assign(this, { changed, name: "page", live: false, view: Math.random().toString(36).slice(2, 7), count: 0 });
    this.engines = { kernel: kernelEngine(model, from("kernel")), page: pageEngine(model, from("page")) };
  }

  ping() {
    try { this.engines.kernel.send({ type: "ping", view: this.view }); } catch { /* no kernel: the page computes */ }
  }

  // Starts a job; a job still under way is cancelled, and only the newest job's messages are heard
  run(task, params, buffers, listener) {
    this.cancel();
    this.job = { id: `${this.view}-${++this.count}`, listener, start: performance.now() };
    try {
      this.engines[this.name].send({ type: "run", id: this.job.id, task, params }, buffers);
    } catch { // the kernel has gone
      return this.use("page");
    }
    return this.job.id;
  }

  cancel() {
    if (!this.job) return;
    try { this.engines[this.name].send({ type: "cancel", job: this.job.id }); } catch { /* the kernel has gone, and the job with it */ }
  }

  use(name) {
    this.cancel();
    this.job = undefined;
    this.name = name;
    this.changed();
  }

  hear(engine, message, buffers) {
    if (message.type === "pong" && message.view === this.view && !this.live) return (this.live = true), this.use("kernel");
    if (!this.job || (message.id !== undefined && message.id !== this.job.id)) return;
    if (message.id === undefined && (message.type !== "error" || engine !== this.name)) return;
    const { listener, start } = this.job;
    if (message.type !== "step") this.job = undefined;
    const arrays = Object.fromEntries((message.names ?? []).map((name, i) => [name, buffers[i]]));
    listener({ ...message, arrays, ms: performance.now() - start });
  }

  close() {
    this.cancel();
    for (const engine of Object.values(this.engines)) engine.close();
  }
}
