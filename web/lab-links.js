"use strict";
// A lab's state is in the page's address: #SamplerLab:v=1&seed=6 sets the first SamplerLab of the
// page, #SamplerLab.2:... the second one (widgets/shared/state/link.js). Words of the text set a
// lab as well (_ext/house/quiz.py).

const LAB_LINK = /^#([A-Za-z]\w*?)(?:\.(\d+))?:/;

/**
 * Which lab an address' end is about, and which of its kind; nothing where none.
 * @param {string} hash
 */
function labNamed(hash) {
  const [, lab, place] = LAB_LINK.exec(hash) ?? [];
  return lab ? { lab, place: Number(place ?? 1) } : undefined;
}

/** The address and the labs of a page. */
class LabLinks {
  static FIRST = "as the page has it"; // of an entry of the history
  // Ms without a hand on a lab until the address follows: browsers refuse too many changes
  static LATER = 400;
  motion = matchMedia("(prefers-reduced-motion: reduce)");
  /** @type {Map<HTMLScriptElement, LabValues>} */
  firsts = new Map(); // what each lab was set to at first
  /** @type {Map<HTMLScriptElement, () => void>} */
  hands = new Map(); // to be called when a lab is touched
  /** @type {Map<HTMLScriptElement, string>} */
  told = new Map(); // the link that a lab is opened with

  /** @param {LabPage} page */
  constructor(page) {
    this.page = page;
    addEventListener("popstate", () => this.arrive());
  }

  /** @param {string} hash */
  led(hash) {
    const named = labNamed(hash);
    return named && this.page.find(named.lab, named.place);
  }

  /**
   * The link that a lab is opened with, before its first answer: what the page has at first would
   * count among what a reader asked for.
   * @param {HTMLScriptElement} script
   */
  opening(script) {
    if (this.led(location.hash) !== script) return undefined;
    this.told.set(script, location.hash);
    return location.hash;
  }

  /** @param {HTMLScriptElement} script @param {Lab} lab */
  followLink(script, lab) {
    const told = this.told.get(script) === location.hash;
    this.told.delete(script);
    if (!told) lab.followLink(location.hash);
  }

  /**
   * @param {"pushState" | "replaceState"} way
   * @param {string} address
   * @param {string | null} [state]
   */
  keep(way, address, state = null) {
    try {
      history[way](state, "", address);
    } catch {
      /* a file or a frame whose address may not change */
    }
  }

  /**
   * A long way is a jump: it tires the eye, and pictures that load on the way would move the aim.
   * @param {Element} el
   */
  bringIntoView(el) {
    const { top, bottom } = el.getBoundingClientRect(),
      far = Math.abs(top) > 2 * innerHeight;
    const seen = top >= 0 && (bottom <= innerHeight || top <= innerHeight / 4),
      behavior = this.motion.matches || far ? "instant" : "smooth";
    if (!seen) el.scrollIntoView({ block: "start", behavior });
  }

  /**
   * Sets a lab, says there what came of it, and gives it the focus, from where Tab leads to its
   * controls.
   * @param {HTMLScriptElement} script
   * @param {(lab: Lab) => unknown} act
   */
  async go(script, act, come = true) {
    const { page } = this;
    if (come) this.bringIntoView(page.labOf(script)?.root ?? page.around(script));
    await page.start(script);
    const lab = page.labOf(script);
    if (!lab) return; // it says why beside its picture
    if (come) {
      lab.takeFocus();
      this.bringIntoView(lab.root);
    }
    act(lab);
  }

  /** @param {HTMLScriptElement} script @param {"pushState" | "replaceState"} [way] */
  write(script, way = "replaceState") {
    const lab = this.page.labOf(script);
    if (lab) this.keep(way, lab.link(this.page.placeOf(script)));
  }

  /**
   * A hand on a lab: once it rests the address follows, at the latest when the reader leaves.
   * @param {HTMLScriptElement} script
   * @param {HTMLElement} el what holds the lab
   * @param {Lab} lab
   */
  follow(script, el, lab) {
    this.firsts.set(script, lab.get());
    let timer = 0;
    const now = () => {
      clearTimeout(timer);
      removeEventListener("beforeunload", now);
      this.write(script);
    };
    const busy = () => {
      const now = this.page.labOf(script);
      return now && ("busy" in now.root.dataset || now.moves);
    };
    const touched = () => {
      clearTimeout(timer);
      timer = window.setTimeout(() => (busy() ? touched() : now()), LabLinks.LATER);
      addEventListener("beforeunload", now);
    };
    this.hands.set(script, touched);
    const heard = (/** @type {Event} */ { target }) => {
      if (target instanceof Element && !target.closest(".lab-keep")) touched();
    };
    for (const name of ["click", "change", "input", "keyup", "pointerup"])
      el.addEventListener(name, heard);
  }

  /** Says so where a link is for a lab that the page has not. */
  refuseStranger() {
    const named = labNamed(location.hash);
    document.querySelector(".lab-stranger")?.remove();
    if (!named || this.led(location.hash)) return;
    const place = named.place > 1 ? ` no. ${named.place}` : "",
      text = `This link cannot be followed: there is no ${named.lab}${place} on this page.`;
    const word = Object.assign(document.createElement("p"), { className: "lab-stranger" });
    word.setAttribute("role", "alert");
    word.append(Object.assign(document.createElement("span"), { textContent: text }));
    (document.querySelector("h1") ?? document.body.firstElementChild)?.after(word);
  }

  /** The way back, or a link of this page. */
  arrive() {
    const script = this.led(location.hash);
    this.refuseStranger();
    if (script) this.go(script, (lab) => this.followLink(script, lab));
    else if (history.state === LabLinks.FIRST)
      for (const [each, values] of this.firsts) this.page.labOf(each)?.set(values, "stay");
  }

  /** By a link or the way back; the browser itself scrolls to where a reader who comes back was. */
  begin() {
    const [navigation] = performance.getEntriesByType("navigation"),
      script = this.led(location.hash);
    this.refuseStranger();
    const back =
      navigation instanceof PerformanceNavigationTiming &&
      ["back_forward", "reload"].includes(navigation.type);
    if (script) this.go(script, (lab) => this.followLink(script, lab), !back);
  }

  /**
   * Sets a lab by words. Back leads to what the lab was before.
   * @param {HTMLScriptElement} script
   * @param {LabValues} values
   */
  preset(script, values) {
    if (LAB_LINK.test(location.hash)) this.write(script);
    else this.keep("replaceState", location.href, LabLinks.FIRST);
    return this.go(script, async (lab) => {
      lab.set(values);
      await lab.coming;
      this.write(script, "pushState");
      this.hands.get(script)?.(); // its answer is still to come
    });
  }

  /**
   * Makes links of them; they stay words where the page does not show their lab.
   * @param {HTMLAnchorElement} words
   */
  link(words) {
    const { lab = "", place, link = "", set = "{}" } = words.dataset,
      script = this.page.find(lab, Number(place));
    if (!script) return;
    words.href = link;
    words.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.preset(script, JSON.parse(set));
    });
  }
}
