// A lab's state as the end of an address: "#SamplerLab:v=1&N=20&seed=6". Python's twin is
// widgets/shared/links.py.
/** @import { Value } from "../types" */

export const VERSION = 1; // of what the names mean
const QUOTED = 80; // characters
const FORM = /^#?([A-Za-z]\w*?)(?:\.(\d+))?:(.*)$/s;

/**
 * A link that was read: the lab's class, which of that class on the page (from 1), what it is set
 * to; `wrong` says why it cannot be followed
 * @typedef {{ lab: string, place: number, values: Record<string, Value>, wrong?: string }} Link
 */

// What an address may hold as it is, and no sign of the form
const plain = (/** @type {Value} */ value) =>
  encodeURIComponent(String(value)).replace(/%(3A|2F|2C|40|3B|24)/g, decodeURIComponent);

/**
 * @param {string} lab
 * @param {Record<string, Value>} values
 * @param {number} [place]
 */
export function write(lab, values, place = 1) {
  const parts = Object.entries({ v: VERSION, ...values }).map(
    ([name, value]) => `${name}=${plain(value)}`,
  );
  return `#${lab}${place > 1 ? `.${place}` : ""}:${parts.join("&")}`;
}

/**
 * What an address' end says of a lab; nothing where it is about something else.
 * @param {string} hash
 * @returns {Link | undefined}
 */
export function read(hash) {
  const found = FORM.exec(hash);
  if (!found) return undefined;
  const [, lab, place, given] = found;
  /** @type {Record<string, Value>} */
  const values = Object.create(null); // else a name that every object has would say nothing
  const link = { lab, place: Number(place ?? 1), values };
  for (const part of given.split("&").filter(Boolean)) {
    const [, name, text] = /^(\w+)=(.*)$/s.exec(part) ?? [];
    const value = name ? decoded(text) : undefined;
    if (value === undefined)
      return { ...link, values: {}, wrong: `“${cut(part)}” is no name=value` };
    if (Object.hasOwn(values, name))
      return { ...link, values: {}, wrong: `${cut(name)} is there twice` };
    values[name] = value;
  }
  const { v, ...rest } = values;
  const wrong =
    v === VERSION
      ? undefined
      : `it is of ${v === undefined ? "no version" : `version ${v}`}, this page reads ${VERSION}`;
  return wrong ? { ...link, values: {}, wrong } : { ...link, values: rest };
}

/** What is quoted of a link: as much as can be read. @param {string} text */
export const cut = (text) => (text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text);

/** A number where it is one and written as such. @param {string} text @returns {Value} */
function decoded(text) {
  try {
    const plainText = decodeURIComponent(text);
    return String(Number(plainText)) === plainText ? Number(plainText) : plainText;
  } catch {
    return undefined; // half an escape
  }
}
