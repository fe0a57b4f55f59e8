// The worker: one message in, messages out, cancellable between two of a job's messages.
/** @import { Job, Numbers, Request, Saying, Scope } from "../types" */
import { checkChoice } from "./checks.js";
import { REST } from "./pace.js";
import { keep } from "./store.js";

const scope = /** @type {Scope} */ (/** @type {unknown} */ (globalThis));
/** @type {Set<string>} */
const cancelled = new Set();
/** @type {(() => void)[]} */
const waiting = [];
const pump = new MessageChannel();
pump.port1.onmessage = () => waiting.shift()?.();

/** @type {() => Promise<void>} */
const rest = () =>
  new Promise((go) => {
    waiting.push(go);
    pump.port2.postMessage(0);
  });

/** @param {string} id @param {Saying} message @param {Record<string, Numbers>} arrays */
function post(id, message, arrays) {
  const names = Object.keys(arrays),
    buffers = names.map((name) => Float32Array.from(arrays[name]));
  scope.postMessage(
    { id, ...message, names, buffers },
    buffers.map((b) => b.buffer),
  );
}

/** @param {Record<string, Job>} jobs @param {Extract<Request, { type: "run" }>} request */
async function work(jobs, { id, task, params, buffers }) {
  checkChoice(task, Object.keys(jobs), "task");
  await rest(); // what lies in the inbox first: a hand on a slider has cancelled most jobs by then
  if (cancelled.delete(id)) return post(id, { type: "cancelled" }, {});
  let since = performance.now();
  for (const [message, arrays] of jobs[task](params, buffers)) {
    if (performance.now() - since > REST) {
      await rest();
      since = performance.now();
    }
    if (cancelled.delete(id)) return post(id, { type: "cancelled" }, {});
    post(id, message, arrays);
  }
}

/** Answers the page's messages by these jobs. @param {Record<string, Job>} jobs */
export function serve(jobs) {
  scope.onmessage = ({ data }) => {
    if (data.type === "data") keep(data.bytes, data.D, data.weights);
    else if (data.type === "cancel") cancelled.add(data.job);
    else
      work(jobs, data).catch((error) =>
        post(data.id, { type: "error", message: error.message }, {}),
      );
  };
}
