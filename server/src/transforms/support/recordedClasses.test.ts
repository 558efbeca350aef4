import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { type Files, openProject } from "../../../../test/support/rewriteProject.js";
import { classEdits, classImport } from "./recordedClasses.js";

/** Names of the classes that are told of, by file. */
function told(files: Files): Record<string, string[]> {
  const loop =
    "export function f(n: number): number[] {\n  const out: number[] = [];\n  for (let i = 0; i < n; i++) out.push(i * i);\n  return out;\n}\n";
  const project = openProject({ "a.ts": loop, ...files });
  return Object.fromEntries(
    [...classEdits(project.context)].map(([file, { text }]) => [
      path.basename(file),
      [...text.matchAll(/__loopsmithClass\?\.\("[^"]*#(\w+)", \1\);/g)].map(([, name]) => name!),
    ]),
  );
}

test("classes that are told by their fields, exported or not, and those that extend them", () => {
  const files = {
    "shapes.ts":
      "export class Shape { tags: string[] = []; }\nclass Point extends Shape { constructor(private x: number) { super(); } get twice() { return 2 * this.x; } }\nexport const make = () => new Point(1);\n",
    "line.ts":
      'import { Shape } from "./shapes.js";\nexport default class Line extends Shape { static readonly none = new Map(); }\n',
  };
  assert.deepEqual(told(files), { "shapes.ts": ["Shape", "Point"], "line.ts": ["Line"] });
});

test("not those with fields that nobody else sees, nor those that extend something else", () => {
  const files = {
    "b.ts":
      "export class Secret { #x = 1; get x() { return this.#x; } }\nexport class Heir extends Secret {}\nexport class Auto { accessor x = 1; }\nexport class List extends Array<number> {}\nexport const unnamed = class { x = 1; };\nexport class Mixed extends unnamed {}\n",
  };
  assert.deepEqual(told(files), {});
});

test("scripts: those in JavaScript by `module.exports`, where there is one", () => {
  const point = "class Point { x = 1; }\n";
  assert.deepEqual(told({ "b.cjs": `${point}module.exports = { Point };\n`, "c.ts": point }), { "b.cjs": ["Point"] });
});

test("not those of a module that does more than to declare", () => {
  const point = "export class Point { x = 1; }\n";
  assert.deepEqual(told({ "b.ts": `${point}console.log("started");\n` }), {});
  assert.deepEqual(told({ "b.ts": `${point}export const server = start();\nfunction start() { return 1; }\n` }), {});
  const quiet = `${point}const half = Math.sqrt(1 / 2);\nexport const cache = new Map<string, number>();\nexport enum Kind { a }\n`;
  assert.deepEqual(told({ "b.ts": quiet }), { "b.ts": ["Point"] });
});

test("the replay module hands them on", () => {
  assert.equal(
    classImport("/p/shapes/point.ts#Point", "loopsmithClass0", "/p/src/a.loopsmith-replay.ts", false),
    'export { loopsmithClass_Point as loopsmithClass0 } from "../shapes/point.ts";\n',
  );
  assert.equal(
    classImport("/p/point.cjs#Point", "loopsmithClass0", "/p/a.loopsmith-replay.cjs", true),
    'module.exports.loopsmithClass0 = require("./point.cjs").loopsmithClass_Point;\n',
  );
});
