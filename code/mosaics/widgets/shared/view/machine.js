// Two engines, one manner of speaking: a job {id, task, params} with float32 arrays goes out,
// messages of the same id come back (step ..., done | error | cancelled | missing), their arrays
// listed by name. The page's engine is a worker; the kernel's is the chapter's own Python. The
// kernel is taken as soon as it answers a ping, and left when it has gone: then the page computes.
/** @import { Answer, Context, Engine, Floats, Heard, Model, Read, Shape } from "../types" */
import { bytesOf, sizeOf } from "../state/pictures.js";

/** @typedef {(message: Answer, buffers: Floats[]) => void} Hear */
/** @typedef {"kernel" | "page"} EngineName */

// What a reader is told of engines: their names, why one may be silent, that it answers again
export const ENGINES = { kernel: "Python", page: "this page" };
/** @type {Record<EngineName, string>} */
export const SILENT = {
  kernel:
    "Python has not answered for five seconds. It may be busy with a cell; " +
    "you can also let this page compute.",
  page: "Still computing.",
};
export const AGAIN = "Python answers again.";

/** @param {DataView} view */
const floats = ({ buffer, byteOffset, byteLength }) =>
  new Float32Array(/** @type {ArrayBuffer} */ (buffer).slice(byteOffset, byteOffset + byteLength));

// What a model tells where its kernel restarts, and where its Python side has closed
const LEFT = ["comm_live_update", "comm:close"];
const GRACE = 1000; // ms that an answer may take once the kernel says that it is idle

const REFUSED = "a worker computes here, and this page's policy (worker-src) lets none start";

/**
 * Ways to a worker: from the text that this module holds. Where the page's policy refuses that, one
 * from the file that
 * the page names, if it names one.
 * @param {string} source @param {string | undefined} file @returns {(() => Worker)[]}
 */
function workers(source, file) {
  const fromText = () => {
    const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    try {
      return new Worker(url);
    } finally {
      URL.revokeObjectURL(url);
    }
  };
  return file ? [fromText, () => new Worker(file)] : [fromText];
}

/**
 * A refusal may come late, so what was sent is kept until the worker speaks.
 * @param {Context} context
 * @param {Hear} hear
 */
function pageEngine({ model, worker: source }, hear) {
  const ways = workers(source, model.get("_worker"));
  const weights = model.get("weights");
  /** @type {Worker | undefined} */
  let worker;
  /** @type {object[] | undefined} */
  let sent = [
    {
      type: "data",
      bytes: bytesOf(model.get("images")),
      D: sizeOf(/** @type {Shape} */ (model.get("shape").slice(1))),
      weights: weights && bytesOf(weights),
    },
  ];
  /** @type {() => void} */
  const start = () => {
    const way = ways.shift();
    try {
      worker = way?.();
    } catch {
      return start();
    }
    if (!worker) return hear({ type: "error", message: REFUSED }, []);
    worker.onmessage = ({ data }) => {
      sent = undefined;
      hear(data, data.buffers);
    };
    worker.onerror = ({ message }) => {
      if (sent && message === undefined) return start(); // it never began
      hear(
        { type: "error", message: `the page's engine stopped: ${message ?? "no reason is given"}` },
        [],
      );
    };
    for (const message of sent ?? []) worker.postMessage(message);
  };
  /** @type {Engine["send"]} */
  const send = (message, buffers = []) => {
    const whole = { ...message, buffers };
    sent?.push(whole);
    if (worker) worker.postMessage(whole);
    else setTimeout(() => hear({ id: message.id, type: "error", message: REFUSED }, []));
  };
  start();
  return { send, close: () => worker?.terminate() };
}

/** @param {Model} model @param {Hear} hear @returns {Engine} */
function kernelEngine(model, hear) {
  /** @param {Answer} message @param {DataView[]} [buffers] */
  const listen = (message, buffers = []) => hear(message, buffers.map(floats));
  model.on("msg:custom", listen);
  return {
    send: (message, buffers = [], read = undefined) =>
      model.send(
        message,
        read && { iopub: { status: read } },
        buffers.map((b) => b.buffer),
      ),
    close: () => model.off("msg:custom", listen),
  };
}

export class Machine {
  /** @param {Context} context @param {() => void} changed */
  constructor(context, changed) {
    /** @param {EngineName} engine @returns {Hear} */
    const from = (engine) => (message, buffers) => this.hear(engine, message, buffers);
    this.changed = changed;
    /** @type {EngineName} */
    this.name = "page";
    this.live = false; // a kernel has answered
    this.gone = false; // and is no longer there
    this.answered = false; // since it was last looked for
    this.model = context.model;
    this.leave = () => this.lost();
    for (const event of LEFT) this.model.on(event, this.leave);
    this.view = Math.random().toString(36).slice(2, 7);
    this.count = 0;
    /** @type {{ id: string, listener: (message: Heard) => void, start: number } | undefined} */
    this.job = undefined;
    /** @type {Record<EngineName, Engine>} */
    this.engines = {
      kernel: kernelEngine(context.model, from("kernel")),
      page: pageEngine(context, from("page")),
    };
  }

  ping() {
    try {
      this.engines.kernel.send({ type: "ping", view: this.view });
    } catch {
      // no kernel: the page computes
    }
  }

  /**
   * Asks a silent kernel whether it still knows this lab. One that is busy reads that late. One
   * that has read it, is idle and has not answered has been restarted. A job's silence alone tells
   * nothing.
   */
  probe() {
    if (this.name !== "kernel") return;
    this.answered = false;
    const judge = () => this.answered || this.lost();
    /** @type {Read} */
    const read = ({ content }) => {
      if (content.execution_state === "idle") setTimeout(judge, GRACE);
    };
    try {
      this.engines.kernel.send({ type: "ping", view: this.view }, [], read);
    } catch {
      this.lost();
    }
  }

  /** The kernel has gone: the page takes over. One that is there after all answers the ping. */
  lost() {
    if (!this.live) return;
    this.live = false;
    this.gone = true;
    this.use("page");
    this.ping();
  }

  /**
   * Starts a job; a job still under way is cancelled, and only the newest job's messages are heard.
   * Returns its id.
   * @param {string} task
   * @param {object} params
   * @param {Floats[]} buffers
   * @param {(message: Heard) => void} listener
   */
  run(task, params, buffers, listener) {
    this.cancel();
    const id = `${this.view}-${++this.count}`;
    this.job = { id, listener, start: performance.now() };
    try {
      this.engines[this.name].send({ type: "run", id, task, params }, buffers);
    } catch {
      this.lost();
      return undefined;
    }
    return id;
  }

  /** Ends the job under way at once: its engine may be busy, or gone, and hear of it late. */
  stop() {
    if (!this.job) return;
    const { listener, start } = this.job;
    this.cancel();
    this.job = undefined;
    listener({ type: "cancelled", arrays: {}, ms: performance.now() - start });
  }

  cancel() {
    if (!this.job) return;
    try {
      this.engines[this.name].send({ type: "cancel", job: this.job.id });
    } catch {
      // the kernel has gone, and the job with it
    }
  }

  /** @param {EngineName} name */
  use(name) {
    this.cancel();
    this.job = undefined;
    this.name = name;
    this.changed();
  }

  /** @param {EngineName} engine @param {Answer} message @param {Floats[]} buffers */
  hear(engine, message, buffers) {
    if (engine === "kernel") this.answered = true;
    if (message.type === "pong" && message.view === this.view && !this.live) {
      this.live = true;
      this.gone = false;
      return this.use("kernel");
    }
    if (!this.job || (message.id !== undefined && message.id !== this.job.id)) return;
    if (message.id === undefined && (message.type !== "error" || engine !== this.name)) return;
    const { listener, start } = this.job;
    if (message.type !== "step") this.job = undefined;
    const arrays = Object.fromEntries((message.names ?? []).map((name, i) => [name, buffers[i]]));
    listener({ ...message, arrays, ms: performance.now() - start });
  }

  close() {
    this.cancel();
    this.live = false; // what comes now moves nothing
    for (const event of LEFT) this.model.off(event, this.leave);
    for (const engine of Object.values(this.engines)) engine.close();
  }
}
