// What a lab offers with other pictures than those that it was made with: as Python's constructors
// would have it (sampler/__init__.py: window_settings, SamplerLab).
/** @import { Pair } from "../types" */
import { wholeLadder } from "../state/numbers.js";

const SLOW = 20; // images at first for machines that a page can do with a hundred only

/**
 * Settings of the labs that run a sampler, with windows or without
 * @typedef {object} Adapted
 * @property {number} N
 * @property {number[]} sizes
 * @property {string} [machine]
 * @property {Record<string, number>} [most]
 * @property {number} [plain]
 * @property {Record<string, number>} [largest]
 * @property {Pair[]} [windows]
 * @property {Record<string, Pair[]>} [presets]
 * @property {number[]} [handles]
 */

/** Numbers of training images to choose from. @param {number} n @param {number} N */
const sizesOf = (n, N) => wholeLadder(2, n, N);

/**
 * A sampler's settings for n pictures.
 * @template {Adapted} S
 * @param {S} settings
 * @param {number[]} shape (N, C, S, S)
 * @returns {S}
 */
export function sampling(settings, [n, , side]) {
  const { machine, most } = settings;
  const slow = machine !== undefined && (most?.[machine] ?? Infinity) < 200;
  const N = slow ? Math.min(SLOW, n) : n;
  return { ...settings, N, sizes: sizesOf(n, N), ...windowing(settings, side) };
}

/** Windows that fit pictures of this side. @param {Adapted} settings @param {number} side */
function windowing({ machine, largest, windows, presets }, side) {
  if (machine === undefined || !largest || !windows || !presets) return {};
  const plain = Math.floor((side - 1) / 2) * 2 + 1,
    all = 2 * side - 1;
  const limits = Object.keys(largest).map((name) => [name, name === "ELS" ? plain : all]);
  /** @param {Pair[]} pairs @param {number} most @returns {Pair[]} */
  const within = (pairs, most) => pairs.map(([sigma, P]) => [sigma, Math.min(P, most)]);
  const named = Object.entries(presets).map(([name, pairs]) => [name, within(pairs, plain)]);
  return {
    plain,
    largest: Object.fromEntries(limits),
    windows: within(windows, plain),
    presets: Object.fromEntries(named),
  };
}

/**
 * NoiseLab's settings for n pictures.
 * @template {{ index: number, choices: number }} S
 * @param {S} settings
 * @param {number[]} shape (N, C, S, S)
 * @returns {S}
 */
export const choosing = (settings, [n]) => ({
  ...settings,
  choices: n,
  index: Math.min(settings.index, n - 1),
});
