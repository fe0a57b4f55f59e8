// A lab's model with other values of some traits: with it the lab is opened anew on the same place.
/** @import { Late, Model, Other, Raw, Traits } from "../types" */
import { bytesOf } from "./pictures.js";

/**
 * What is sent goes to the model, by default as it is.
 * @param {Model} model
 * @param {Partial<Traits>} traits
 * @param {Model["send"]} [send]
 * @returns {Model}
 */
export function overlay(model, traits, send = (...all) => model.send(...all)) {
  return {
    get: (name) =>
      /** @type {Traits[typeof name]} */ (name in traits ? traits[name] : model.get(name)),
    on: (event, listener) => model.on(event, listener),
    off: (event, listener) => model.off(event, listener),
    send,
  };
}

/** @param {Late | undefined} late @returns {Promise<Raw | undefined>} */
const loaded = async (late) => (typeof late === "function" ? late() : late);

/**
 * Traits whose bytes a page of the book loads now, for it does so only when they are asked for; a
 * notebook has them.
 * @param {Other} other @returns {Promise<Partial<Traits>>}
 */
export async function whole({ images, rows, weights, ...traits }) {
  const [pixels, numbers] = await Promise.all([loaded(images), loaded(weights)]);
  return {
    ...traits,
    ...(pixels ? { images: rows ? picked(pixels, rows, traits.shape ?? []) : pixels } : {}),
    ...(numbers ? { weights: numbers } : {}),
  };
}

/**
 * Some of the images, one after the other
 * @param {Raw} images @param {number[]} rows @param {number[]} shape of what is picked
 */
function picked(images, rows, [, ...shape]) {
  const all = bytesOf(images),
    size = shape.reduce((a, b) => a * b),
    out = new Uint8Array(rows.length * size);
  rows.forEach((m, k) => out.set(all.subarray(m * size, (m + 1) * size), k * size));
  return out.buffer;
}
