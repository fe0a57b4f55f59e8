// Bundles the labs' front end into code/mosaics/widgets/bundles, and says what each bundle was made
// from:
//   node scripts/front.mjs          compares with the committed files; exit 1 where they differ
//   node scripts/front.mjs --write  writes them
// Run by scripts/front.py, which brings node and the packages.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const SCRIPT = "scripts/front.mjs";
const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const WIDGETS = join(ROOT, "code", "mosaics", "widgets");
const BUNDLES = join(WIDGETS, "bundles");
const SOURCES = "sources.json"; // of each bundle: the files that it was made from
const APART = ["bundles", "shared", "__pycache__"]; // folders that are no lab
const EXPORT = /^export \{\s+(\w+) as default\s+\};\n$/m;

/** @type {esbuild.BuildOptions & { metafile: true, write: false }} */
const OPTIONS = {
  absWorkingDir: WIDGETS, // the names of the files in it head their parts of a bundle
  bundle: true,
  charset: "utf8",
  format: "esm",
  legalComments: "none",
  loader: { ".wasm": "base64" },
  logLevel: "warning",
  metafile: true,
  outdir: BUNDLES,
  target: "es2023",
  write: false,
};

/** @param {string} path */
const posix = (path) => relative(ROOT, path).replaceAll("\\", "/");

/** @param {string | Buffer} text */
const sha256 = (text) => createHash("sha256").update(text).digest("hex");

/**
 * One file bundled: its text, and what went in.
 * @param {string} entry
 * @param {esbuild.Plugin[]} [plugins]
 */
async function bundle(entry, plugins = []) {
  const {
    outputFiles: [file],
    metafile,
  } = await esbuild.build({ ...OPTIONS, entryPoints: [entry], plugins });
  const names = Object.keys(metafile.inputs).filter((name) => !name.startsWith("source:"));
  return { text: file.text, sources: names.map((name) => posix(join(WIDGETS, name))) };
}

/**
 * A lab's view. Where it imports "worker.js?source" it finds the worker's source, which stands in a
 * line of its own for
 * _ext/house to read: pages that refuse workers from a text get it as a file.
 * @param {string} view
 */
async function bundleView(view) {
  let engine = { text: "", sources: /** @type {string[]} */ ([]) };
  /** @type {esbuild.Plugin} */
  const plugin = {
    name: "source",
    setup(build) {
      build.onResolve({ filter: /\?source$/ }, ({ path, resolveDir }) => ({
        path: posix(join(resolveDir, path.replace("?source", ""))),
        namespace: "source",
      }));
      build.onLoad({ filter: /.*/, namespace: "source" }, async ({ path }) => {
        engine = await bundle(join(ROOT, path));
        return { contents: "export default ENGINE;" };
      });
    },
  };
  const { text, sources } = await bundle(view, [plugin]),
    body = text.replace(EXPORT, "export default $1;\n");
  if (body === text) throw new Error(`${posix(view)} must end in one export default`);
  const line = `const ENGINE = ${JSON.stringify(`"use strict";\n${engine.text}`)};\n`;
  return { text: line + body, sources: [...sources, ...engine.sources] };
}

/**
 * Names of the files in a folder that look like this.
 * @param {string} folder
 * @param {RegExp} form
 */
const files = (folder, form) =>
  readdirSync(join(WIDGETS, folder))
    .filter((name) => form.test(name))
    .sort();

/** The digest of a bundle's sources and of the bundler. @param {string[]} sources */
function digest(sources) {
  const lines = sources.map((name) => `${name} ${sha256(readFileSync(join(ROOT, name)))}\n`);
  return sha256(`esbuild ${esbuild.version}\n${lines.join("")}`);
}

/** All bundles by their names, and the list of their sources. */
async function bundles() {
  /** @type {Map<string, string>} */
  const made = new Map();
  /** @type {Record<string, string[]>} */
  const from = {};
  /**
   * @param {string} name
   * @param {{ text: string, sources: string[] }} bundled
   * @param {string} open
   * @param {string} close
   */
  const add = (name, { text, sources }, open, close) => {
    const all = [...new Set([SCRIPT, ...sources])].sort();
    from[name] = all;
    made.set(name, `${open} sha256 of sources and bundler: ${digest(all)}${close}\n${text}`);
  };
  const labs = readdirSync(WIDGETS, { withFileTypes: true }).filter(
    (it) => it.isDirectory() && !APART.includes(it.name),
  );
  for (const lab of labs.map((it) => it.name).sort()) {
    for (const view of files(lab, /^view(-\w+)?\.js$/)) {
      const name = view.replace("view", lab);
      add(name, await bundleView(join(WIDGETS, lab, view)), "//", "");
    }
    for (const style of files(lab, /^style\.css$/)) {
      add(`${lab}.css`, await bundle(join(WIDGETS, lab, style)), "/*", " */");
    }
  }
  made.set(SOURCES, `${JSON.stringify(from, null, 1)}\n`);
  return made;
}

const made = await bundles(),
  write = process.argv.includes("--write");
const extra = readdirSync(BUNDLES).filter((name) => !made.has(name));
const stale = [...made].filter(([name, text]) => {
  const path = join(BUNDLES, name);
  return !existsSync(path) || readFileSync(path, "utf8") !== text;
});
for (const [name, text] of write ? stale : []) writeFileSync(join(BUNDLES, name), text);
for (const name of write ? extra : []) rmSync(join(BUNDLES, name));
const names = [...stale.map(([name]) => name), ...extra];
if (write)
  console.log(
    `front: ${made.size} files, ${names.length ? `written: ${names.join(", ")}` : "none changed"}`,
  );
else if (names.length) {
  console.error(`front: not what the sources give: ${names.join(", ")}; make bundles`);
  process.exitCode = 1;
}
