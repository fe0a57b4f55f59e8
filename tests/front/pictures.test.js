// A reader's own pictures: which files may come, how they are fitted, sets as the text of a link.
// The table (tests/pictures_table.py) goes through Python's own decoder as well.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import * as fits from "../../code/mosaics/widgets/shared/pictures/fit.js";
import * as limits from "../../code/mosaics/widgets/shared/pictures/limits.js";
import { blank, Pixels } from "../../code/mosaics/widgets/shared/pictures/pixels.js";
import * as sets from "../../code/mosaics/widgets/shared/pictures/set.js";

/** @import { Picture } from "../../code/mosaics/widgets/shared/pictures/fit.js" */
/** @import { PictureSet } from "../../code/mosaics/widgets/shared/pictures/set.js" */
/** @typedef {Omit<PictureSet, "bytes"> & { bytes: number[] }} Plain */
/** @typedef {{ name: string, bytes: number[], says: string | [string, number, number] }} File */

const PYTHON = process.env.MOSAICS_PYTHON ?? "python3";
/** @param {string[]} options @param {string} [input] */
const python = (options, input) =>
  JSON.parse(
    execFileSync(PYTHON, ["tests/pictures_table.py", ...options], {
      input,
      maxBuffer: 2 ** 28,
    }).toString(),
  );
/**
 * @type {{ sets: { text: string, set: Plain }[], wrong: [string, string][],
 *   spoiled: [string, Plain | { error: string }][], tailed: string[], files: File[] }}
 */
const TABLE = python([]);
/** What follows a stream node lets pass; a browser does not (tests/test_pictures.py). */
const heeded = (/** @type {[string, unknown]} */ [text]) => !TABLE.tailed.includes(text);

/** @param {PictureSet} set */
const plain = (set) => ({ ...set, bytes: [...set.bytes] });
/** @param {Plain} set @returns {PictureSet} */
const whole = (set) => ({ ...set, bytes: Uint8Array.from(set.bytes) });
/** @param {number} width @param {number} height @param {number[]} rgb @returns {Picture} */
const picture = (width, height, rgb) => ({ width, height, rgb: Uint8ClampedArray.from(rgb) });
/** @param {string} name */
const fileOf = (name) =>
  Uint8Array.from(/** @type {File} */ (TABLE.files.find((file) => file.name === name)).bytes);

// ---------------------------------------------------------------- sets in links
test("what Python writes the page reads", async () => {
  for (const { text, set } of TABLE.sets) assert.deepEqual(plain(await sets.decode(text)), set);
});

test("what the page writes Python reads, and the page", async () => {
  const texts = await Promise.all(TABLE.sets.map(({ set }) => sets.encode(whole(set))));
  const wanted = TABLE.sets.map(({ set }) => set);
  assert.deepEqual(python(["--read"], JSON.stringify(texts)), wanted);
  for (const [k, text] of texts.entries())
    assert.deepEqual(plain(await sets.decode(text)), wanted[k]);
});

test("a text that is wrong says how", async () => {
  for (const [text, words] of TABLE.wrong.filter(heeded))
    await assert.rejects(sets.decode(text), ({ message }) => message.includes(words), words);
});

test("of a spoiled text the page says what Python says", async () => {
  let failed = 0;
  for (const [text, said] of TABLE.spoiled.filter(heeded)) {
    const mine = await sets.decode(text).then(plain, (error) => ({ error: error.message }));
    assert.deepEqual(mine, said, text);
    if ("error" in said) failed++;
  }
  assert.ok(failed > 200 && failed < TABLE.spoiled.length);
});

test("a set that does not fit a link is refused with its length", async () => {
  const bytes = Uint8Array.from({ length: 10 * 768 }, (_, p) => (p * p * 7919) >> 5);
  const set = { name: "", bytes, shape: [10, 3, 16, 16], labels: [], classes: [] };
  await assert.rejects(sets.encode(set), /needs [\d,]+ characters; a link has room for 1,500/);
});

test("what is no set is refused by name", () => {
  const [{ set }] = TABLE.sets;
  const wrong = /** @type {[Partial<Plain>, RegExp][]} */ ([
    [{ shape: [2, 1, 16] }, /shape \(N, C, S, S\), got \(2, 1, 16\)/],
    [{ shape: [2, 1, 16, 28] }, /shape \(N, C, S, S\), got/],
    [{ shape: [Number.NaN, 1, 16, 16] }, /2 to 200 pictures, got NaN/],
    [{ shape: [3, 1, 16, 16] }, /need 768 levels, got 512/],
    [{ labels: [0, 0] }, /needs 0 labels, got 2/],
    [{ classes: ["a"], labels: [0, 0.5] }, /below 1, got 0.5/],
    [{ name: "a\nb" }, /no control characters/],
    [{ name: "\ud800" }, /no control characters/],
  ]);
  for (const [change, words] of wrong)
    assert.throws(() => sets.checkSet(whole({ ...set, ...change })), words);
});

test("a name is cut to what fits, between letters", () => {
  assert.equal(sets.shortName(" a\n\tb "), "a b");
  assert.equal(sets.shortName("\ud800x"), "x");
  assert.equal(sets.shortName("🙂".repeat(40)), "🙂".repeat(30));
});

// ---------------------------------------------------------------- files
test("a file is what its bytes say", () => {
  for (const { name, bytes, says } of TABLE.files) {
    const look = () => limits.inspect(Uint8Array.from(bytes));
    if (typeof says === "string")
      assert.throws(look, ({ message }) => message.includes(says), name);
    else assert.deepEqual(Object.values(look()), says, name);
  }
});

test("no file of any bytes does worse than be refused", () => {
  for (const { bytes } of TABLE.files.filter(({ bytes }) => bytes.length)) {
    for (let k = 0; k < 200; k++) {
      const spoiled = Uint8Array.from(bytes.slice(0, 1 + ((k * 37) % bytes.length)));
      spoiled[8 + ((k * 31) % 60)] = k * 7;
      try {
        limits.withoutExif(spoiled, limits.inspect(spoiled).kind);
      } catch (error) {
        const known = /^it (is|has) |Offset is outside/; // the second where a header was whole
        assert.match(/** @type {Error} */ (error).message, known);
      }
    }
  }
});

test("too many bytes are refused before they are read", () => {
  assert.throws(() => limits.checkBytes(20_000_001), /20.0 MB; at most 20 MB/);
  assert.throws(() => limits.checkBytes(31e6), /31.0 MB; at most 20 MB/);
  limits.checkBytes(20_000_000);
});

test("EXIF is cut out of a file and nothing else is", () => {
  for (const [name, kind] of /** @type {const} */ ([
    ["turned.jpg", "JPEG"],
    ["turned.png", "PNG"],
  ])) {
    const bytes = fileOf(name),
      pieces = limits.withoutExif(bytes, kind),
      left = Buffer.concat(pieces);
    assert.ok(/Exif|eXIf/.test(Buffer.from(bytes).toString("latin1")), name);
    assert.ok(!/Exif|eXIf/.test(left.toString("latin1")) && pieces.length === 2, name);
    assert.deepEqual(limits.inspect(Uint8Array.from(left)).kind, kind);
  }
  assert.equal(limits.withoutExif(fileOf("a.jpeg"), "JPEG").length, 1);
});

// ---------------------------------------------------------------- fitting
test("spans cover their side once", () => {
  for (const [at, side, n] of [
    [0, 40, 16],
    [3.3, 7.7, 28],
    [-4, 24, 32],
    [0, 16, 16],
  ]) {
    const all = fits.spans(at, side, n);
    for (const { weights } of all)
      assert.ok(Math.abs(weights.reduce((a, b) => a + b) - 1) < 1e-9, `${at} ${side} ${n}`);
    const last = all[n - 1];
    assert.ok(all[0].first === Math.floor(at));
    assert.ok(Math.abs(last.first + last.weights.length - Math.ceil(at + side)) < 1e-9);
  }
});

test("a picture keeps its levels where sizes agree, in grey and in colour", () => {
  for (const channels of [1, 3]) {
    const levels = Uint8Array.from({ length: channels * 256 }, (_, p) => p * 7);
    const shown = fits.pictureOf(levels, channels, 16);
    const crop = { x: 0.5, y: 0.5, side: 1 };
    assert.deepEqual(fits.fit(shown, { size: 16, channels, crop }), levels);
    assert.deepEqual(fits.fit(shown, { size: 16, channels }), levels);
  }
});

test("grey is ink: white paper is 0, black 255, and inverted the other way round", () => {
  const both = picture(
    32,
    32,
    Array.from({ length: 3072 }, (_, p) => (p < 1536 ? 255 : 0)),
  );
  const ink = fits.fit(both, { size: 16, channels: 1 });
  assert.deepEqual([ink[0], ink[255]], [0, 255]);
  const negative = fits.fit(both, { size: 16, channels: 1, invert: true });
  assert.deepEqual([negative[0], negative[255]], [255, 0]);
  const red = picture(
    4,
    4,
    Array.from({ length: 48 }, (_, p) => (p % 3 ? 0 : 255)),
  );
  assert.equal(fits.fit(red, { size: 16, channels: 1 })[0], 255 - 76);
});

test("an area's mean is what is taken, as far as it lies under the pixel", () => {
  const ramp = picture(
    40,
    40,
    Array.from({ length: 4800 }, (_, p) => (Math.floor(p / 3) % 40) * 5),
  );
  const levels = fits.fit(ramp, { size: 16, channels: 3 }); // 2.5 pixels under each
  assert.deepEqual([...levels.subarray(0, 3)], [4, 16, 29]); // (0 + 5 + 10 / 2) / 2.5 ...
});

test("a crop is the square that was chosen, and stays inside", () => {
  const wide = picture(80, 40, []);
  assert.deepEqual(fits.squareOf(wide, { x: 0.5, y: 0.5, side: 1 }), {
    left: 20,
    top: 0,
    side: 40,
  });
  assert.deepEqual(fits.squareOf(wide, { x: 1, y: 0, side: 0.5 }), { left: 60, top: 0, side: 20 });
  assert.deepEqual(fits.squareOf(wide, { x: 0, y: 1, side: 0 }), { left: 0, top: 35, side: 5 });
  assert.deepEqual(fits.squareOf(wide), { left: 0, top: -20, side: 80 });
});

test("a whole picture stands on the colour of its edge", () => {
  const rgb = Array.from({ length: 32 * 16 }, (_, p) =>
    p % 32 === 15 ? [0, 0, 0] : [10, 200, 30],
  );
  const levels = fits.fit(picture(32, 16, rgb.flat()), { size: 16, channels: 3 });
  assert.deepEqual([levels[0], levels[256], levels[512]], [10, 200, 30]); // above the picture
  assert.equal(levels[8 * 16 + 7], 5); // half a black column in it
});

test("what is transparent is white", async () => {
  const clear = await fits.reduced(4, 4, (_, n) => new Uint8Array(16 * n));
  assert.ok(clear.rgb.every((level) => level === 255));
  const half = await fits.reduced(4, 4, (_, n) => new Uint8Array(16 * n).fill(128));
  assert.equal(half.rgb[0], 191); // 255 + 128 / 255 (128 - 255)
});

test("a large picture is taken in bands and keeps its mean and its form", async () => {
  let most = 0,
    pauses = 0;
  /** @param {number} first @param {number} n */
  const rows = (first, n) => {
    most = Math.max(most, n);
    return Uint8Array.from({ length: 4 * 2000 * n }, (_, p) =>
      p % 4 === 3 ? 255 : (first + Math.floor(p / 8000)) % 2 ? 100 : 200,
    );
  };
  const small = await fits.reduced(2000, 500, rows, () => {
    pauses++;
  });
  assert.deepEqual([small.width, small.height], [512, 128]);
  assert.ok(most <= 5 && pauses === 128);
  const mean = small.rgb.reduce((a, b) => a + b, 0) / small.rgb.length;
  assert.ok(Math.abs(mean - 150) < 1);
  const thin = await fits.reduced(8192, 4, (_, n) => new Uint8Array(4 * 8192 * n));
  assert.deepEqual([thin.width, thin.height], [8192, 4]); // no side vanishes
});

test("a quarter turn: four are none", () => {
  const one = picture(
    3,
    2,
    Array.from({ length: 18 }, (_, p) => p),
  );
  const right = fits.turned(one);
  assert.deepEqual([right.width, right.height, right.rgb[0]], [2, 3, 9]);
  assert.deepEqual(fits.turned(fits.turned(fits.turned(right))), one);
});

// ---------------------------------------------------------------- drawing
test("strokes have no gaps, stay inside, and go back and forth", () => {
  const sheet = new Pixels(blank(16)),
    black = [0, 0, 0];
  sheet.begin();
  sheet.line({ x: 0, y: 0 }, { x: 15, y: 15 }, 2, black);
  assert.ok(Array.from({ length: 16 }, (_, i) => sheet.at({ x: i, y: i })[0]).every((v) => !v));
  sheet.begin();
  sheet.fill({ x: 15, y: 0 }, [1, 2, 3]);
  assert.deepEqual(
    [sheet.at({ x: 2, y: 0 }), sheet.at({ x: 0, y: 15 })],
    [
      [1, 2, 3],
      [255, 255, 255],
    ],
  );
  sheet.mirror();
  assert.deepEqual(sheet.at({ x: 0, y: 0 }), [1, 2, 3]);
  assert.ok(sheet.undo() && sheet.at({ x: 2, y: 0 })[0] === 255 && sheet.redo());
  assert.ok(sheet.undo() && sheet.undo() && !sheet.undo());
  assert.deepEqual(sheet.picture, blank(16));
});

test("a fill takes no more than what hangs together, and its own colour ends", () => {
  const sheet = new Pixels(blank(28));
  sheet.fill({ x: 3, y: 3 }, [255, 255, 255]);
  sheet.fill({ x: 3, y: 3 }, [9, 9, 9]);
  assert.ok(sheet.rgb.every((v) => v === 9));
  sheet.clear();
  assert.deepEqual(sheet.picture, blank(28));
});

test("a stroke that two fingers end never was", () => {
  const sheet = new Pixels(blank(16));
  sheet.begin();
  sheet.dab({ x: 3, y: 3 }, 1, [0, 0, 0]);
  sheet.withdraw();
  assert.deepEqual(sheet.picture, blank(16));
  assert.ok(!sheet.undo());
});
