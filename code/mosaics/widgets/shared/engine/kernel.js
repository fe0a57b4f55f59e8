// The memory of a WebAssembly kernel that lays nothing out itself: its caller does, from base() on.

/** @typedef {{ memory: WebAssembly.Memory, base: () => number }} Exports */

/** @template {Exports} Calls */
export class Kernel {
  /** @param {Calls} calls what the kernel exports */
  constructor(calls) {
    this.calls = calls;
    this.free = (calls.base() + 15) & ~15;
  }

  /** The address of so many numbers more, all 0. @param {number} count */
  room(count) {
    const at = this.free,
      { memory } = this.calls,
      have = memory.buffer.byteLength;
    this.free += (4 * count + 15) & ~15;
    if (this.free > have) memory.grow(Math.ceil((this.free - have) / 65536));
    return at;
  }

  /** @param {number} at @param {number} count */
  view(at, count) {
    return new Float32Array(this.calls.memory.buffer, at, count);
  }
}
