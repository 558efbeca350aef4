import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { load, resolve, sourceOf } from "./typescriptHooks.js";

let folder = "";
before(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith ü hooks-"));
  for (const file of ["a.ts", "b.mts", "c.js", "c.ts", "d.tsx", "e/index.ts", "f.js"]) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), "");
  }
});
after(() => fs.rmSync(folder, { recursive: true }));

test("an import means the source where the file that it names does not exist", () => {
  const source = (wanted: string) => {
    const found = sourceOf(path.join(folder, wanted));
    return found === undefined ? undefined : path.relative(folder, found).replaceAll("\\", "/");
  };
  assert.equal(source("a.js"), "a.ts");
  assert.equal(source("a"), "a.ts");
  assert.equal(source("b.mjs"), "b.mts");
  assert.equal(source("d.js"), "d.tsx");
  assert.equal(source("d"), "d.tsx");
  assert.equal(source("e"), "e/index.ts");
  assert.equal(source("f"), "f.js");
});

test("a file that exists is meant itself, and one that has no source is left to Node", () => {
  assert.equal(sourceOf(path.join(folder, "c.js")), undefined);
  assert.equal(sourceOf(path.join(folder, "a.ts")), undefined);
  assert.equal(sourceOf(path.join(folder, "missing.js")), undefined);
});

test("relative imports are looked up beside the importing file, others are Node's", () => {
  const asked: string[] = [];
  const next = (specifier: string) => asked.push(specifier);
  const context = { parentURL: pathToFileURL(path.join(folder, "main.ts")).href };
  resolve("./a.js", context, next);
  resolve("./c.js", context, next);
  resolve("node:fs", context, next);
  resolve("package", context, next);
  assert.deepEqual(asked, [pathToFileURL(path.join(folder, "a.ts")).href, "./c.js", "node:fs", "package"]);
});

test("calls of require are left to Node", () => {
  const context = { parentURL: pathToFileURL(path.join(folder, "main.ts")).href, conditions: ["node", "require"] };
  const next = (address: string) => `next ${address}`;
  assert.equal(resolve("./a.js", context, next), "next ./a.js");
  assert.equal(load("file:///a.ts", context, next), "next file:///a.ts");
});

test("what is no TypeScript, or finds no compiler, is Node's to load", () => {
  const next = (url: string) => `next ${url}`;
  for (const url of [
    pathToFileURL(path.join(folder, "f.js")).href,
    pathToFileURL(path.join(folder, "a.ts")).href,
    "node:fs",
  ]) {
    assert.equal(load(url, {}, next), `next ${url}`);
  }
});
