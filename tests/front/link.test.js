// Links, and the Python that labs offer, without their pages. That the Python runs and makes the
// same pixels is tested in tests/test_lab_links.py.
import assert from "node:assert/strict";
import { test } from "node:test";
import { read, VERSION, write } from "../../code/mosaics/widgets/shared/state/link.js";
import * as py from "../../code/mosaics/widgets/shared/state/python.js";
import { State } from "../../code/mosaics/widgets/shared/state/state.js";

test("a link comes back, whatever its values", () => {
  const values = { N: 20, sigma: 0.55, windows: "0.05:3/1:7", world: "0012", name: "a&b=c #ü" };
  for (const place of [1, 2]) {
    const hash = write("SamplerLab", values, place);
    assert.deepEqual(read(hash), { lab: "SamplerLab", place, values });
  }
  assert.equal(write("NoiseLab", { sigma: 3, seed: 1 }), `#NoiseLab:v=${VERSION}&sigma=3&seed=1`);
});

test("a number is one only where it is written as such", () => {
  const link = read("#SamplerLab:v=1&a=3&b=03&c=1e3&d=-0.5&e=&f=Infinity");
  assert.deepEqual(link?.values, { a: 3, b: "03", c: "1e3", d: -0.5, e: "", f: Infinity });
});

test("other ends of an address are no links", () => {
  for (const hash of ["", "#", "#section-2", "#a:b c", "#7:v=1"]) {
    const link = read(hash);
    assert.ok(link === undefined || link.wrong, hash);
  }
});

test("what is wrong with a link is said, and nothing of it is taken", () => {
  const cases = { "v=2&N=3": /version 2/, "N=3": /no version/, "v=1&N": /no name=value/ };
  const more = {
    "v=1&N=1&N=2": /N is there twice/,
    "v=1&constructor=1&x": /“x”/,
    "v=1&N=%E0%A4": /no name=value/,
  };
  for (const [end, said] of Object.entries({ ...cases, ...more })) {
    const link = read(`#SamplerLab:${end}`);
    assert.match(link?.wrong ?? "", said);
    assert.deepEqual(link?.values, {});
  }
});

test("names that every object has are names like others", () => {
  for (const name of ["__proto__", "constructor", "toString"]) {
    const link = read(`#NoiseLab:v=1&${name}=3`);
    assert.deepEqual([Object.keys(link?.values ?? {}), link?.wrong], [[name], undefined]);
    assert.match(read(`#NoiseLab:v=1&${name}=3&${name}=4`)?.wrong ?? "", /is there twice/);
  }
});

test("a state has one value for a name, and what shows it follows", () => {
  const state = new State();
  let shown = 0;
  state.shownBy("N", () => {
    shown = state.number("N");
  });
  state.put("N", 20);
  assert.deepEqual(
    [state.get("N"), shown, state.text("N"), state.get("P")],
    [20, 20, "20", undefined],
  );
});

test("lines of Python", () => {
  assert.deepEqual([80, 0.02, 1e-6].map(py.number), ["80.0", "0.02", "0.000001"]);
  assert.equal(py.windows([[80, 7]]).sides, "7");
  const schedule = py.windows([
    [0.05, 3],
    [80, 13],
  ]);
  assert.equal(schedule.sides, "local.WindowSchedule([(0.05, 3), (80.0, 13)])");
  assert.deepEqual(schedule.chapters, ["local"]);
  assert.match(py.images("emoji", 5).lines[0], /load\("emoji", n=5\)/);
  assert.equal(py.images("emoji~16", 5).lines.length, 2);
  assert.match(py.images("own", 5).lines[0], /your pictures/);
});
