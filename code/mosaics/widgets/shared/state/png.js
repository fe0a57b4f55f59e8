// A PNG as bytes: a text that goes with it.

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

/** The checksum of a PNG's chunk. @param {Uint8Array} bytes */
function crc(bytes) {
  let c = 0xffffffff;
  for (const byte of bytes) c = TABLE[(c ^ byte) & 255] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

const HEAD = 33; // bytes of a PNG's signature and its first chunk

/**
 * A PNG with a text in it, such as who made it and under which licence: an iTXt chunk after its
 * first one (PNG specification, 11.3.3.4).
 * @param {Blob} png @param {string} keyword in Latin letters @param {string} text
 */
export async function noted(png, keyword, text) {
  const bytes = new Uint8Array(await png.arrayBuffer()),
    body = new TextEncoder().encode(`iTXt${keyword}\0\0\0\0\0${text}`),
    chunk = new Uint8Array(12 + body.length - 4),
    view = new DataView(chunk.buffer);
  view.setUint32(0, body.length - 4);
  chunk.set(body, 4);
  view.setUint32(4 + body.length, crc(body));
  return new Blob([bytes.subarray(0, HEAD), chunk, bytes.subarray(HEAD)], { type: "image/png" });
}
