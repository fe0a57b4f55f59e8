// Colour faces of DiceBear's style "pixel-art", 16 x 16, as raw bytes on standard output: for each of the seeds
// "face-0", "face-1", ... one byte (0 short hair, 1 long hair), then 16 x 16 x 3 bytes, red, green, blue of each pixel.
//
//     npm install --prefix FOLDER @dicebear/core@9.4.3 @dicebear/pixel-art@9.4.3 @resvg/resvg-js@2.6.2
//     node scripts/make_faces.mjs FOLDER 1200 > faces.raw
//
// scripts/make_data.py --faces FOLDER runs it and picks from its faces those that the data file holds.

import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const SIZE = 16; // the grid that the style is drawn on
const BACKGROUND = 'b6e3f4'; // the style's own background is transparent

const [folder, count] = process.argv.slice(2);
const { resolve: find } = createRequire(resolve(folder, 'node_modules', 'x'));
const [{ createAvatar }, pixelArt, resvg] = await Promise.all(
  ['@dicebear/core', '@dicebear/pixel-art', '@resvg/resvg-js'].map((name) => import(pathToFileURL(find(name)))),
);

for (let i = 0; i < Number(count); i++) {
  const { svg, extra } = createAvatar(pixelArt, { seed: `face-${i}`, backgroundColor: [BACKGROUND] }).toJson();
  const { pixels } = new resvg.Resvg(svg, { fitTo: { mode: 'width', value: SIZE } }).render(); // red, green, blue, alpha
  const opaque = pixels.filter((_, k) => k % 4 === 3).every((alpha) => alpha === 255);
  if (pixels.length !== 4 * SIZE * SIZE || !opaque) throw new Error(`face-${i} is no opaque ${SIZE} x ${SIZE} picture`);
  process.stdout.write(Buffer.from([Number(extra.hair.startsWith('long')), ...pixels.filter((_, k) => k % 4 < 3)]));
}
