// Noise levels as the slider offers them, and what is said of the number of candidates.
import { show } from "../shared/state/numbers.js";

// At low levels nothing changes, one candidate is left: few steps. From 1.5 on each is some 4 %.
const LOW = [0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.25],
  FROM = 1.5,
  TO = 80,
  STEPS = 101;

/** Here the image is less than a grey level of what is seen: the picture is noise only. */
export const PURE = 1000;

const fine = Array.from({ length: STEPS }, (_, i) => FROM * (TO / FROM) ** (i / (STEPS - 1)));

export const LEVELS = [...new Set([...LOW, ...fine.map((sigma) => +sigma.toPrecision(2)), PURE])];

/** Signal power at a noise level. @param {number} sigma */
export function abar(sigma) {
  const a = 1 / (1 + sigma * sigma);
  return a < 0.001 ? a.toExponential(0) : String(+a.toPrecision(2));
}

/** An effective number, which is whole only by chance. @param {number} x */
export const many = (x) => (x < 100 ? x.toFixed(x < 10 ? 2 : 1) : show(Math.round(x)));

/** @param {number} effective @param {number} N */
export function remark(effective, N) {
  if (effective < 1.05) return "The noisy image gives its origin away.";
  if (effective > 0.99 * N) return "Nothing is left of it: each image is as likely as any other.";
  return `As good as ${many(effective)} images with equal chances.`;
}
