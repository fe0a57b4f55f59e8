// A motion: something that is shown anew at each frame of the screen, until it ends or is stopped.

export class Motion {
  /** @type {number | undefined} */
  #frame;

  /** Whether it is under way. */
  get on() {
    return this.#frame !== undefined;
  }

  /** @param {(ms: number) => boolean} show hears the time since now; returns whether it goes on */
  begin(show) {
    const began = performance.now();
    /** @param {number} now */
    const tick = (now) => {
      this.#frame = requestAnimationFrame(tick);
      if (!show(Math.max(0, now - began))) this.stop();
    };
    this.#frame = requestAnimationFrame(tick);
  }

  /** Returns whether there was something to stop. */
  stop() {
    const { on } = this;
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
    return on;
  }
}
