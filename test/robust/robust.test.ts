// A fixed sample of `npm run robust`: real bundles, broken texts and small monsters. Nothing may throw, and every loop has a verdict.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { brokenTexts, monsters } from "./monsters.js";
import { analyseBatch, type Told } from "./worker.js";

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-robust-"));
after(() => fs.rmSync(folder, { recursive: true, force: true }));

const real = [
  "pako/dist/pako.min.js",
  "js-yaml/dist/js-yaml.js",
  "underscore/underscore-umd.js",
  "diff/dist/diff.min.js",
]
  .map((name) => path.join(root, "node_modules", name))
  .filter((file) => fs.existsSync(file));

function survives(files: readonly string[]): readonly Extract<Told, { kind: "done" }>[] {
  const done: Extract<Told, { kind: "done" }>[] = [];
  const failed: string[] = [];
  analyseBatch({ folder, files }, (told) => {
    if (told.kind === "done") done.push(told);
    else if (told.kind === "threw") failed.push(`${told.file}: ${told.message}`);
  });
  assert.deepEqual(failed, []);
  assert.equal(done.length, files.length);
  return done;
}

function written(texts: readonly { readonly name: string; readonly text: string }[]): readonly string[] {
  return texts.map(({ name, text }) => {
    const file = path.join(folder, name);
    fs.writeFileSync(file, text);
    return file;
  });
}

test("real files, minified ones among them", () => {
  assert.ok(real.length >= 2, "the sample is installed");
  const loops = survives(real).reduce((sum, each) => sum + each.loops, 0);
  assert.ok(loops > 50);
});

test("real files, cut off and scrambled", () => {
  const texts = real.flatMap((file, seed) =>
    brokenTexts(fs.readFileSync(file, "utf8").slice(0, 40_000), seed).map(([kind, text]) => ({
      name: `${kind}-${path.basename(file)}`,
      text,
    })),
  );
  survives(written(texts));
});

test("deep nesting and huge bodies, each on its own", () => {
  // Unclosed heads of loops are loops inside of loops, each with all the others in its body: only the full size is quick.
  survives(written(monsters(0.04).filter(({ name }) => name !== "unclosed.js")));
});

test("code too deep for the stack of the process", () => {
  const wanted = new Set([
    "deep-sum.ts",
    "flat-sum.ts",
    "deep-blocks.ts",
    "deep-members.ts",
    "else-ifs.ts",
    "unclosed.js",
  ]);
  const done = survives(written(monsters(1).filter(({ name }) => wanted.has(name))));
  // A sum of ten thousand terms is still read; its loop is refused, with the reason.
  const sum = done.find(({ file }) => file.endsWith("flat-sum.ts"));
  assert.deepEqual([sum?.loops, sum?.tooLarge], [1, 1]);
});

test("a body with more accesses than can be compared is refused, a smaller one is not", () => {
  const body = (count: number) => ({
    name: `body-${count}.ts`,
    text: `export function f(xs: Float64Array, ys: Float64Array, n: number) {\n  for (let i = 0; i < n; i++) {\n${Array.from({ length: count }, (_, k) => `    xs[i] = ys[i]! * ${k};`).join("\n")}\n  }\n}\n`,
  });
  const [small, large] = survives(written([body(20), body(4000)]));
  assert.deepEqual([small?.loops, small?.tooLarge], [1, 0]);
  assert.deepEqual([large?.loops, large?.tooLarge], [1, 1]);
});
