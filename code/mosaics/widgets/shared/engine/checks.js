// Refusals in the words of the package: what was given, and what is allowed.

/** @param {unknown} ok @param {string} message @returns {asserts ok} */
export function need(ok, message) {
  if (!ok) throw new Error(message);
}

/** @param {number} n @param {string} name @param {number} low @param {number} high */
export function checkCount(n, name, low, high) {
  need(
    Number.isInteger(n) && n >= low && n <= high,
    `${name} must be a whole number from ${low} to ${high}, got ${n}`,
  );
}

/** @param {number} sigma */
export function checkSigma(sigma) {
  need(Number.isFinite(sigma) && sigma > 0, `sigma must be finite and > 0, got ${sigma}`);
}

/** @param {number} low @param {number} high */
export function checkLevels(low, high) {
  need(low > 0 && low < high, `0 < sigma_min < sigma_max is required, got ${low} and ${high}`);
}

/** @param {Float32Array | undefined} noise @param {number} count */
export function checkNoise(noise, count) {
  need(noise?.length === count, `noise must hold ${count} numbers, got ${noise?.length ?? 0}`);
  need(noise.every(Number.isFinite), "noise must be finite");
}

/** @param {string} value @param {string[]} allowed @param {string} name */
export function checkChoice(value, allowed, name) {
  need(allowed.includes(value), `${name} must be one of ${allowed.join(", ")}, got '${value}'`);
}
