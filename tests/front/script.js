// A script of the pages (web/*.js) on a page that has nothing for it: what it declares can be used.
import { readFileSync } from "node:fs";
import vm from "node:vm";

class Nothing {
  observe() {}
  addEventListener() {}
}

/** A page without elements, in a browser that does nothing by itself. */
const page = () => ({
  addEventListener() {},
  clearInterval() {},
  clearTimeout() {},
  document: {
    addEventListener() {},
    documentElement: { dataset: {} },
    querySelector: () => null,
    querySelectorAll: () => [],
    createElement: () => ({ setAttribute() {}, addEventListener() {} }),
  },
  HTMLScriptElement: Nothing,
  IntersectionObserver: Nothing,
  location: { href: "https://book.example/a.html", pathname: "/a.html", search: "", hash: "" },
  matchMedia: () => ({ matches: false, addEventListener() {} }),
  MutationObserver: Nothing,
  removeEventListener() {},
  ResizeObserver: Nothing,
  URL,
  URLSearchParams,
});

/**
 * What a script of `web` declares by a name, in a world of its own; `more` are globals of it.
 * @param {string} script
 * @param {string} name
 * @returns {unknown}
 */
export function declared(script, name, more = {}) {
  const world = vm.createContext({ ...page(), ...more });
  const text = readFileSync(new URL(`../../web/${script}`, import.meta.url), "utf8");
  vm.runInContext(text, world, { filename: script });
  return vm.runInContext(name, world);
}
