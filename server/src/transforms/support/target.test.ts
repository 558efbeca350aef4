import assert from "node:assert/strict";
import { test } from "node:test";
import { type Files, openProject, planIn } from "../../../../test/support/rewriteProject.js";

const loop = `export function f(n: number): number[] {
  const out: number[] = [];
  for$0 (let i = 0; i < n; i++) out.push(Math.sqrt(i) + Math.cbrt(i) + Math.sin(i) + Math.cos(i));
  return out;
}
`;
const bundled = { module: "esnext", moduleResolution: "bundler" };

/** Everything that the rewrite writes. */
function written(files: Files, options: Readonly<Record<string, unknown>>, manifest: string): string {
  const answer = planIn(openProject(files, options, manifest), "parallel-map-sync");
  if (answer?.kind !== "offered") assert.fail(JSON.stringify(answer));
  return answer.plan.files.flatMap(({ edits }) => edits.map(({ text }) => text)).join("\n");
}

test("what jest compiles to CommonJS, and modules of 2015, have no address of their own", () => {
  const jest = '{ "type": "module", "devDependencies": { "jest": "29.0.0" } }';
  assert.match(written({ "a.ts": loop }, bundled, jest), /registerKernels\(\{ fStep \}\)/);
  const old = { ...bundled, module: "es2015" };
  assert.match(written({ "a.ts": loop }, old, '{ "type": "module" }'), /registerKernels\(\{ fStep \}\)/);
});

test("not so other ES modules", () => {
  const vitest = '{ "type": "module", "devDependencies": { "vitest": "3.0.0" } }';
  assert.match(written({ "a.ts": loop }, bundled, vitest), /registerKernels\(import\.meta\.url, \{ fStep \}\)/);
});

test("sources in JavaScript with babel, which makes CommonJS of them, neither; others do", () => {
  const plain = loop.replace("(n: number): number[]", "(n)").replace(": number[]", "");
  const file = { "a.js": plain };
  const manifest = (name: string, type = "") => `{ ${type}"devDependencies": { "${name}": "7.0.0" } }`;
  assert.match(written(file, bundled, manifest("jest")), /registerKernels\(\{ fStep \}\)/);
  assert.match(written(file, bundled, manifest("@babel/core")), /registerKernels\(\{ fStep \}\)/);
  const address = /registerKernels\(import\.meta\.url, \{ fStep \}\)/;
  assert.match(written(file, bundled, manifest("rollup", '"type": "module", ')), address);
  assert.match(written(file, bundled, manifest("@babel/parser", '"type": "module", ')), address);
});

test("a file that imports nothing of its project does as the others do", () => {
  const others = { "b.ts": 'import { c } from "./c.js";\nexport const b = c;\n', "c.ts": "export const c = 1;\n" };
  assert.match(written({ "a.ts": loop, ...others }, bundled, '{ "type": "module" }'), /"\.\/a\.kernels\.js"/);
});

test("without others, as its module resolution allows", () => {
  assert.match(written({ "a.ts": loop }, bundled, '{ "type": "module" }'), /"\.\/a\.kernels"/);
});

/** The loop in a CommonJS file that requires something by this text. */
function requiring(specifier: string): Files {
  const plain = loop.replace("export function f(n: number): number[]", "function f(n)").replace(": number[]", "");
  return {
    "a.js": `const { start } = require("${specifier}");\n\n${plain.replace("let i = 0", "let i = start")}\nmodule.exports = { f };\n`,
    "math.js": "module.exports = { start: 0 };\n",
  };
}

test("`require` without an ending gets none for the kernel module either", () => {
  const manifest = '{ "type": "commonjs" }';
  assert.match(written(requiring("./math"), {}, manifest), /require\("\.\/a\.kernels"\)/);
  assert.match(written(requiring("./math.js"), {}, manifest), /require\("\.\/a\.kernels\.js"\)/);
});
