// Points sorted into boxes in boxes: which of them are within a distance of another point.
/** @import { Doubles } from "../shared/types" */

const LEAF = 24; // points in a box that is not divided

export class Tree {
  /**
   * Points of `width` numbers each, one after the other; they are put in order, `numbers` says
   * which is where.
   * @param {Doubles} points @param {number} width
   */
  constructor(points, width) {
    const many = points.length / width;
    this.width = width;
    this.numbers = Int32Array.from({ length: many }, (_, m) => m);
    /** @type {number[]} */
    this.ends = []; // of each box: first point, last one (exclusive), and the box after it
    /** @type {number[]} */
    this.walls = []; // its lowest and its highest numbers
    this.divide(points, 0, many);
    this.points = new Float64Array(points.length);
    this.numbers.forEach((m, k) => {
      for (let p = 0; p < width; p++) this.points[k * width + p] = points[m * width + p];
    });
    this.boxes = Int32Array.from(this.ends);
    this.sides = Float64Array.from(this.walls);
  }

  /**
   * A box, then those in it; the one that is widest is divided in the middle of its points.
   * @param {Doubles} points @param {number} from @param {number} to
   */
  divide(points, from, to) {
    const { width, numbers, ends, walls } = this,
      box = ends.length,
      low = new Array(width).fill(Infinity),
      high = new Array(width).fill(-Infinity);
    for (let k = from; k < to; k++)
      for (let p = 0; p < width; p++) {
        const value = points[numbers[k] * width + p];
        low[p] = Math.min(low[p], value);
        high[p] = Math.max(high[p], value);
      }
    ends.push(from, to, 0);
    walls.push(...low, ...high);
    if (to - from > LEAF) {
      const wide = low.map((value, p) => high[p] - value),
        axis = wide.indexOf(Math.max(...wide)),
        middle = (from + to) >> 1;
      numbers
        .subarray(from, to)
        .sort((a, b) => points[a * width + axis] - points[b * width + axis] || a - b);
      this.divide(points, from, middle);
      this.divide(points, middle, to);
    }
    ends[box + 2] = ends.length / 3;
  }

  /**
   * Lists the points whose squared distance is within a limit, and these distances.
   * @param {Doubles} at @param {number} limit
   * @param {Int32Array} seen takes the points' numbers @param {Doubles} gaps
   * @returns {number} how many they are
   */
  within(at, limit, seen, gaps) {
    const { width, boxes, points, numbers } = this,
      last = boxes.length / 3;
    let number = 0;
    for (let box = 0; box < last; ) {
      const next = boxes[3 * box + 2];
      if (this.gap(at, 2 * box * width, limit) > limit) {
        box = next;
        continue;
      }
      box++;
      if (box < next) continue; // there are boxes in it
      for (let k = boxes[3 * box - 3], end = boxes[3 * box - 2]; k < end; k++) {
        let sum = 0;
        for (let p = 0, from = k * width; p < width; p++) {
          const d = at[p] - points[from + p];
          sum += d * d;
        }
        if (sum > limit) continue;
        seen[number] = numbers[k];
        gaps[number++] = sum;
      }
    }
    return number;
  }

  /**
   * Squared distance to a box, or something beyond the limit.
   * @param {Doubles} at @param {number} wall @param {number} limit
   */
  gap(at, wall, limit) {
    const { width, sides } = this;
    let sum = 0;
    for (let p = 0; p < width && sum <= limit; p++) {
      const value = at[p],
        low = sides[wall + p] - value,
        high = value - sides[wall + width + p];
      if (low > 0) sum += low * low;
      else if (high > 0) sum += high * high;
    }
    return sum;
  }
}
