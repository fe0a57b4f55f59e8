// A kernel comes as its bytes in base64, as from esbuild (scripts/front.mjs).
import { readFile } from "node:fs/promises";

/** @type {import("node:module").LoadHook} */
export async function load(url, context, next) {
  if (!url.endsWith(".wasm")) return next(url, context);
  const base64 = (await readFile(new URL(url))).toString("base64");
  return { format: "module", source: `export default "${base64}";`, shortCircuit: true };
}
