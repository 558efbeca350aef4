// Constants of modules that a worker loads by itself: whether they begin as in the program.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openProject } from "../../../test/support/rewriteProject.js";

const state = `let size = 1;
export function setSize(n: number): void { size = n; }
export function getSize(): number { return size; }
export const limits = { most: 3 };
`;

/** The reasons of a loop that calls `use` of a module which is loaded behind `setup.ts`. */
function reasonsOf(library: string, setup = "export {};"): readonly string[] {
  const { verdict } = openProject({
    "a.ts": `import "./setup.js";
import { use } from "./library.js";
export function all(xs: number[]): number[] {
  const out: number[] = [];
  for$0 (const x of xs) out.push(use(x));
  return out;
}
`,
    "library.ts": `import { getSize, limits } from "./state.js";
${library}
export function use(x: number): number { return Math.exp(Math.sin(x)) * by + limits.most; }
`,
    "setup.ts": `import { limits, setSize } from "./state.js";\n${setup}\n`,
    "state.ts": state,
  }).context.analysis;
  return verdict.kind === "serial" ? verdict.reasons.map(({ message }) => message) : [];
}

test("what a module computes of what stays as it is", () => {
  assert.deepEqual(reasonsOf("const by = limits.most * 2 + Math.sqrt(2);"), []);
  assert.deepEqual(reasonsOf("const by = Math.max(...Object.values(limits)); console.log(by);"), []);
});

test("not what it computes of what others have set by then: nobody does that in a worker", () => {
  const [message] = reasonsOf("const by = getSize();", "setSize(77);");
  assert.match(message ?? "", /^A function called here reads `by`, which is computed when the module is loaded, so/);
  assert.equal(reasonsOf("const table = new Array<number>(getSize()); const by = table.length;").length, 1);
  assert.equal(reasonsOf("class Grid { static size = getSize(); } const by = Grid.size;").length, 1);
  assert.equal(reasonsOf("const by = limits.most;", "limits.most = 5;").length, 2);
});

test("nor a constant of an enum that is computed", () => {
  assert.deepEqual(reasonsOf("enum Kind { By = 2 + 1 } const by = Kind.By;"), []);
  assert.equal(reasonsOf("enum Kind { By = Math.floor(Math.random() * 9) } const by = Kind.By;").length, 1);
});

/** Of what a module exports by default, and another one may change before the loop. */
function ofDefault(exported: string, read: string, before: string): readonly string[] {
  const { verdict } = openProject({
    "a.ts": `import settings from "./settings.js";
import { use } from "./library.js";
${before}
export function all(xs: number[]): number[] {
  const out: number[] = [];
  for$0 (const x of xs) out.push(use(x));
  return settings.length > 9 ? [] : out;
}
`,
    "library.ts": `import given from "./settings.js";
export function use(x: number): number { return Math.exp(Math.sin(x)) * ${read}; }
`,
    "settings.ts": `${exported}\n`,
  }).context.analysis;
  return verdict.kind === "serial" ? verdict.reasons.map(({ id }) => id) : [];
}

test("what is exported by default is state like any other", () => {
  const box = "export default { by: 1, length: 0 };";
  assert.deepEqual(ofDefault(box, "given.by", "console.log(settings.by);"), []);
  assert.deepEqual(ofDefault(box, "given.by", "settings.by = 5;"), ["module-state"]);
  assert.deepEqual(ofDefault("export default [1, 2];", "given.length", "console.log(settings.length);"), []);
  assert.deepEqual(ofDefault("export default [1, 2];", "given.length", "settings.push(5);"), ["module-state"]);
  assert.deepEqual(ofDefault("export default { by: Math.random(), length: 0 };", "given.by", ""), ["module-state"]);
  const kind = "export default class Kind { static by = 1; }";
  assert.deepEqual(ofDefault(kind, "given.by", "console.log(settings.by);"), []);
  assert.deepEqual(ofDefault(kind, "given.by", "Object.assign(settings, { by: 5 });"), ["module-state"]);
});
