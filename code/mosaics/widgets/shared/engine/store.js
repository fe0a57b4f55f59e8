// What the page has given to its worker.
/** @import { Bytes } from "../types" */
import { Dictionary } from "./posterior.js";

export let images = new Dictionary(new Float32Array(0), 1); // the training images
export let given = new Uint8Array(0); // bytes of a network's weights, where a lab has one

/** @param {Bytes} bytes @param {number} D @param {Bytes} [network] */
export function keep(bytes, D, network = new Uint8Array(0)) {
  images = new Dictionary(
    Float32Array.from(bytes, (b) => b / 127.5 - 1),
    D,
  );
  given = network;
}
