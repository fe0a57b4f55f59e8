"use strict";
// Strips: pictures over time. Each filmstrip of the page becomes a player that starts when asked.
// Whoever prefers less motion plays it in single steps a second; the slider moves it at any pace.
// Without this script the filmstrip stays.

/**
 * @typedef {object} StripParts
 * @property {HTMLInputElement} slider
 * @property {Element} button
 * @property {Element} said
 * @property {HTMLElement[]} cells
 */

/** A strip that plays (code/mosaics/core/motion.py). */
class StripPlayer {
  // Milliseconds: a whole run, and a step where less motion is preferred
  static LENGTH = 6000;
  static CALM = 1000;
  timer = 0;

  /**
   * @param {string[]} times what the slider says of each picture
   * @param {StripParts} parts
   */
  constructor(times, parts) {
    this.times = times;
    this.parts = parts;
    this.last = times.length - 1;
    parts.button.addEventListener("click", () => (this.timer ? this.stop() : this.play()));
    parts.slider.addEventListener("input", () => {
      this.stop();
      this.show(this.at);
    });
  }

  get at() {
    return Number(this.parts.slider.value);
  }

  /** @param {number} t */
  show(t) {
    const { slider, said, cells } = this.parts;
    slider.value = String(t);
    slider.setAttribute("aria-valuetext", this.times[t]);
    said.textContent = this.times[t];
    for (const cell of cells) cell.style.setProperty("--t", String(t));
  }

  /** @param {boolean} plays */
  tell(plays) {
    this.parts.button.setAttribute("aria-label", plays ? "Pause" : "Play");
    this.parts.button.toggleAttribute("data-on", plays);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = 0;
    this.tell(false);
  }

  step() {
    if (this.at >= this.last) return this.stop();
    this.show(this.at + 1);
    if (this.at >= this.last) this.stop();
  }

  play() {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches,
      pace = Math.max(60, StripPlayer.LENGTH / this.times.length);
    if (this.at >= this.last) this.show(0);
    this.timer = window.setInterval(() => this.step(), calm ? StripPlayer.CALM : pace);
    this.tell(true);
  }
}

{
  /** @type {NodeListOf<HTMLElement>} */
  const strips = document.querySelectorAll(".strip[data-times]");

  /** @param {HTMLElement} strip */
  function plays(strip) {
    const slider = strip.querySelector("input"),
      button = strip.querySelector("button"),
      said = strip.querySelector("output");
    if (!slider || !button || !said) return;
    /** @type {HTMLElement[]} */
    const cells = Array.from(strip.querySelectorAll(".panels i"));
    const times = (strip.dataset.times ?? "").split("|"),
      player = new StripPlayer(times, { slider, button, said, cells });
    new IntersectionObserver(([seen]) => {
      if (!seen.isIntersecting) player.stop();
    }).observe(strip);
    strip.querySelector(".player")?.removeAttribute("hidden");
    strip.classList.add("plays");
    player.show(0);
  }

  // The frames of a strip, one file for each, are loaded when it comes near, or for paper.
  const all = () => strips.forEach((strip) => strip.classList.add("near"));
  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries)
        if (isIntersecting) target.classList.add("near");
    },
    { rootMargin: "100px" },
  );
  addEventListener("beforeprint", all);
  matchMedia("print").addEventListener("change", all);
  for (const strip of strips) {
    plays(strip);
    near.observe(strip);
  }
}
