import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { makeGround } from "../../../test/support/benchProject.js";
import { isProblem, openWorkspace } from "../workspace/workspace.js";
import { emitReplay } from "./emitReplay.js";

type Answer = { answer: () => unknown };

/** Emits from `entry`, imports what was emitted, and returns what its `answer()` gives. */
async function answerOf(files: Record<string, string>, entry: string): Promise<unknown> {
  const { project, remove } = makeGround(files);
  try {
    const workspace = openWorkspace({ cwd: project });
    assert.ok(!isProblem(workspace));
    const { replayModule } = emitReplay(path.join(project, entry), project, workspace.options);
    if (replayModule.endsWith(".cjs")) return (createRequire(replayModule)(replayModule) as Answer).answer();
    return ((await import(pathToFileURL(replayModule).href)) as Answer).answer();
  } finally {
    remove();
  }
}

const esm = { "package.json": '{"type":"module"}' };

test("TypeScript in an ES module package: types erased, .js names lead to emitted files", async () => {
  const files = {
    ...esm,
    "a.ts": `import { twice } from "./lib/b.js"; import type { T } from "./gone.js"; export const answer = (): T => twice(21) as T;`,
    "lib/b.ts": `export enum Two { Value = 2 } export const twice = (n: number): number => n * Two.Value;`,
  };
  assert.equal(await answerOf(files, "a.ts"), 42);
});

test("an import that is used only as a type is not followed", async () => {
  const files = {
    ...esm,
    "a.ts": `import { Shape } from "./effects.js"; export const answer = (s?: Shape) => s ?? "none";`,
    "effects.ts": `export interface Shape { x: number } throw new Error("was loaded");`,
  };
  assert.equal(await answerOf(files, "a.ts"), "none");
});

test("path aliases, names without extension, JSON, files beside the source", async () => {
  const files = {
    ...esm,
    "tsconfig.json": `{"compilerOptions":{"module":"esnext","moduleResolution":"bundler","paths":{"@/*":["./src/*"]}}}`,
    "src/a.ts": `import { b } from "@/deep/b"; import data from "./data.json"; export const answer = () => [b(), data.x];`,
    "src/deep/b.ts": `import fs from "node:fs"; export const b = () => fs.readFileSync(new URL("./text.txt", import.meta.url), "utf8");`,
    "src/deep/text.txt": "text",
    "src/data.json": `{"x": 5}`,
  };
  assert.deepEqual(await answerOf(files, "src/a.ts"), ["text", 5]);
});

test("plain CommonJS stays CommonJS, sloppy mode and all", async () => {
  const files = {
    "package.json": "{}",
    "a.js": `const { b } = require("./b"); exports.answer = function () { undeclared = b(); return [undeclared, typeof __filename]; };`,
    "b.js": `module.exports = { b: () => 7 };`,
  };
  assert.deepEqual(await answerOf(files, "a.js"), [7, "string"]);
});

test("module syntax without a package type is CommonJS, as Node and tsx take it", async () => {
  const files = {
    "package.json": "{}",
    "a.ts": `import { b } from "./b"; export const answer = () => [b, typeof __filename, typeof require];`,
    "b.ts": `export const b = 1;`,
  };
  assert.deepEqual(await answerOf(files, "a.ts"), [1, "string", "function"]);
});

test("unless one of the modules can only be an ES module", async () => {
  const files = {
    "package.json": "{}",
    "a.ts": `import { b } from "./b"; export const answer = () => [b, typeof require];`,
    "b.ts": `export const b = import.meta.url.startsWith("file:");`,
  };
  assert.deepEqual(await answerOf(files, "a.ts"), [true, "undefined"]);
});

test("extensions decide over the package", async () => {
  const files = {
    ...esm,
    "a.cts": `import b = require("./b.cjs"); export const answer = () => [b.b, typeof require];`,
    "b.cts": `export const b = 3;`,
  };
  assert.deepEqual(await answerOf(files, "a.cts"), [3, "function"]);
});

test("a kernel module keeps its mark, and the sources stay untouched", () => {
  const { project, remove } = makeGround({
    ...esm,
    "m.kernels.ts": "export const k = 1;",
    "r.ts": `export { k } from "./m.kernels.js";`,
  });
  try {
    emitReplay(path.join(project, "r.ts"), project, {});
    const emitted = fs.readdirSync(project).filter((name) => name.includes(".kernels."));
    assert.deepEqual(emitted, ["m.kernels.ts", "m.loopsmith-ts.kernels.mjs"]);
    assert.equal(fs.readFileSync(path.join(project, "m.kernels.ts"), "utf8"), "export const k = 1;");
  } finally {
    remove();
  }
});

test("a workspace package is the project's own, an installed one is not", async () => {
  const { project, remove } = makeGround({
    ...esm,
    "a.ts": `import { m } from "member"; import { i } from "installed"; export const answer = () => [m, i];`,
    "packages/member/package.json": `{"name":"member","type":"module","exports":"./src/index.ts"}`,
    "packages/member/src/index.ts": `export const m: number = 1;`,
    "node_modules/installed/package.json": `{"name":"installed","type":"module","exports":"./index.js"}`,
    "node_modules/installed/index.js": `export const i = import.meta.url.includes("node_modules/installed/index.js");`,
  });
  try {
    fs.symlinkSync(path.join(project, "packages/member"), path.join(project, "node_modules/member"));
    const workspace = openWorkspace({ cwd: project });
    assert.ok(!isProblem(workspace));
    const { replayModule } = emitReplay(path.join(project, "a.ts"), project, workspace.options);
    const module = (await import(pathToFileURL(replayModule).href)) as Answer;
    assert.deepEqual(module.answer(), [1, true]);
  } finally {
    remove();
  }
});
