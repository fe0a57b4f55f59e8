// CPU seconds of a step of training as the page computes it, by width: a batch of 32 images of
// 16 x 16.
//   node --import ./tests/front/register.js bench/training.mjs STEPS WIDTH ...
import { stream } from "../code/mosaics/widgets/shared/state/draws.js";
import { Network } from "../code/mosaics/widgets/training/network.js";
import { BATCH, draw } from "../code/mosaics/widgets/training/trainer.js";

const [steps, ...widths] = process.argv.slice(2).map(Number);
const SHAPE = [1, 16, 16],
  WARM = 3; // steps that are not timed: what is compiled once does not count

/** @param {number} width */
function seconds(width) {
  const net = new Network({ width, depth: 4, padding: "zeros" }, SHAPE, BATCH),
    draws = stream(0),
    size = BATCH * SHAPE.reduce((a, b) => a * b),
    t = Float64Array.from({ length: BATCH }, (_, b) => (b + 0.5) / BATCH),
    [xt, v] = [0, 1].map(() => draws.normals(new Float32Array(size)));
  draw(net, draws);
  let start = process.cpuUsage();
  for (let step = -WARM; step < steps; step++) {
    if (step === 0) start = process.cpuUsage();
    net.loss({ xt, t, v });
    net.update(1e-3, 0.9);
  }
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6 / steps;
}

console.log(JSON.stringify(Object.fromEntries(widths.map((width) => [width, seconds(width)]))));
