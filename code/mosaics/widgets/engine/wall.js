// ---------------------------------------------------------------- WallLab: several noises through several windows (widgets/wall.py)
const SURE = 0.5; // the weight from which on a pixel is one training image's

// The pictures of each row and column, with each pixel's training image, -1 where none weighs more than half
function* wall({ windows, columns, ...params }, [noise]) {
  const D = images.D;
  need(Array.isArray(windows) && windows.length > 0 && windows.length <= 12, `windows must be a list of 1 to 12 sides, got ${windows}`);
  checkCount(columns, "columns", 1, 100), checkNoise(noise, D * columns);
  for (let row = 0; row < windows.length; row++) {
    const P = windows[row], machine = P === null ? { machine: "IS" } : { machine: "LS", windows: [[1, P]] };
    for (let column = 0; column < columns; column++) {
      const own = noise.subarray(column * D, (column + 1) * D), part = (done) => (row * columns + column + done) / (windows.length * columns);
      let last;
      for (const [said, arrays] of patches({ ...params, ...machine, N: images.M, method: "ddim" }, [own])) {
        last = arrays;
        if (said.type === "step") yield [{ type: "step", part: part((said.step + (said.part ?? 0)) / params.steps) }, {}];
      }
      const { z, weight } = last, source = last.source.map((m, p) => (weight[p] >= SURE ? m : -1));
      yield [{ type: "step", row, column, part: part(1) }, { z, source, weight }];
    }
  }
  yield [{ type: "done" }, {}];
}

Object.assign(JOBS, { wall });
