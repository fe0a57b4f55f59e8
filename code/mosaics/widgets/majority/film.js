// The states of a run, one after the other.
/** @import { Floats } from "../shared/types" */
import { calm } from "../shared/view/elements.js";

const FILM = 1500,
  FRAME = 250; // ms of a film, and of one frame at most

/** A frame of a film; without noise where sigma is none
 * @typedef {{ z: Floats, sigma: number | undefined }} Still
 */

export class Film {
  /** @type {number | undefined} */
  playing;

  /**
   * Shows each frame, then calls `end`. Where motion is unwelcome there is the end alone.
   * @param {Still[]} frames @param {(still: Still) => void} show @param {() => void} end
   */
  play(frames, show, end) {
    if (calm.matches || frames.length < 2) return end();
    const each = Math.min(FRAME, FILM / frames.length),
      began = performance.now();
    /** @param {number} now */
    const tick = (now) => {
      const frame = frames[Math.floor(Math.max(0, now - began) / each)];
      this.playing = frame && requestAnimationFrame(tick);
      if (frame) show(frame);
      else end();
    };
    this.playing = requestAnimationFrame(tick);
  }

  /** Whether there was one to stop. */
  stop() {
    const { playing } = this;
    if (playing) cancelAnimationFrame(playing);
    this.playing = undefined;
    return playing !== undefined;
  }
}
