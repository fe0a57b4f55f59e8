// What esbuild gives for imports that are no JavaScript (scripts/front.mjs).

/** A kernel's bytes in base64. */
declare module "*.wasm" {
  const base64: string;
  export default base64;
}

/** The source of a worker, bundled. */
declare module "*?source" {
  const source: string;
  export default source;
}
