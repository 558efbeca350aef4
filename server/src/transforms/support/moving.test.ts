import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkRewrite, openProject, planIn } from "../../../../test/support/rewriteProject.js";

const heavy = `export function heavy(x: number): number {
  let s = x;
  for (let k = 0; k < 20; k++) s = Math.sqrt(s + k);
  return s;
}
`;

const loop = (call: string): string => `export function f(n: number): number[] {
  const out: number[] = [];
  for$0 (let i = 0; i < n; i++) out.push(${call});
  return out;
}
`;

function refusal(files: Readonly<Record<string, string>>): string {
  const answer = planIn(openProject(files), "parallel-map-sync");
  if (answer?.kind !== "disabled") assert.fail("the transform is offered");
  return answer.reason;
}

describe("helpers move to the kernel module", () => {
  test("with what they use, in their order, with their comments; what was exported still is", async () => {
    const after = await checkRewrite(
      {
        "a.ts": `// About the file.

/** A table. */
const table = [1, 2, 3]; // behind it
enum Kind { A, B }

/** About g. */
export function g(x: number, kind: Kind): number {
  let s = x;
  for (let k = 0; k < 30; k++) s = Math.sqrt(s + k + table[k % 3]!);
  return kind === Kind.A ? s : -s;
}

${loop("g(i, Kind.A)")}
console.assert(Kind.B === 1);
`,
      },
      { expression: "f(3)" },
    );
    assert.equal(
      after["a.kernels.ts"],
      `import { registerKernels } from "@loopsmith/runner";

/** A table. */
export const table = [1, 2, 3]; // behind it

export enum Kind { A, B }

/** About g. */
export function g(x: number, kind: Kind): number {
  let s = x;
  for (let k = 0; k < 30; k++) s = Math.sqrt(s + k + table[k % 3]!);
  return kind === Kind.A ? s : -s;
}

export function fStep(i: number): number {
  return g(i, Kind.A);
}

registerKernels(import.meta.url, { fStep });
`,
    );
    assert.match(
      after["a.ts"]!,
      /^\/\/ About the file\.\n\nimport .*\nimport \{ fStep, Kind \} from "\.\/a\.kernels\.js";\n\nexport \{ g \} from/,
    );
  });

  test("a pattern that gives a field another name does not mention the type that declares it", async () => {
    await checkRewrite(
      {
        "a.ts": `interface Point { across: number; up: number }
export function f(points: Point[]): number[] {
  const out: number[] = [];
  for$0 (const point of points) {
    const { across: x, up: y = 1 } = point;
    let s = x;
    for (let k = 0; k < 20; k++) s = Math.sqrt(s + y + k);
    out.push(s);
  }
  return out;
}
`,
      },
      {
        expression: "f([{ across: 1, up: 2 }])",
        contains: { "a.ts": ["export interface Point {"], "a.kernels.ts": ["import type { Point }"] },
      },
    );
  });

  test("default exports, lists of exports and overloads stay what they were", async () => {
    await checkRewrite(
      {
        "a.ts": `export default function helper(x: number): number { return heavyOf(x); }
function heavyOf(x: number): number;
function heavyOf(x: string): string;
function heavyOf(x: number | string): number | string { let s = Number(x); for (let k = 0; k < 9; k++) s = Math.sqrt(s + k); return s; }
${loop("helper(i)")}
export { heavyOf as named };
`,
        "b.ts": `import helper, { named } from "./a.js";\nexport const sum = helper(2) + named(3);\n`,
      },
      { expression: "f(3)", contains: { "a.ts": ["export { helper as default } from"] } },
    );
  });

  test("a list of exports takes its names from the kernel module, of functions and constants alike", async () => {
    await checkRewrite(
      {
        "a.ts": `const base = 3;
function helper(x: number): number { let s = x; for (let k = 0; k < 9; k++) s = Math.sqrt(s + k + base); return s; }
${loop("helper(i)")}
export { helper, base };
`,
        "b.ts": `import { base, helper } from "./a.js";\nexport const sum = helper(2) + base;\n`,
      },
      { expression: "f(3)", contains: { "a.ts": ['import { base, fStep, helper } from "./a.kernels.js"'] } },
    );
  });

  test("what a pattern declares is known by all its names, exported or not", async () => {
    await checkRewrite(
      {
        "a.ts": `const { base, more: { of: value }, last = 2 } = { base: 3, more: { of: 4 } } as { base: number; more: { of: number }; last?: number };
export const [first, , third] = [7, 8, 9] as const;
function helper(x: number): number { let s = x; for (let k = 0; k < 9; k++) s = Math.sqrt(s + k + first + base); return s; }
${loop("helper(i)")}
export const sum = last + third + value;
`,
        "b.ts": `import { first, third } from "./a.js";\nexport const both = first + third;\n`,
      },
      {
        expression: "[f(3), sum]",
        contains: {
          "a.ts": ["import { fStep, last, third, value } from", "export { first, third } from"],
          "a.kernels.ts": ["export const { base, more: { of: value }, last = 2 } ="],
        },
      },
    );
  });

  test("a list that exports something else by that name does not", async () => {
    const after = await checkRewrite(
      {
        "a.ts": `function helper(x: number): number { let s = x; for (let k = 0; k < 9; k++) s = Math.sqrt(s + k); return s; }
${loop("helper(i)")}
const other = 1;
export { other as helper };
`,
      },
      { expression: "f(3)" },
    );
    assert.match(after["a.ts"]!, /import \{ fStep \} from "\.\/a\.kernels\.js"/);
  });

  test("a constant that is computed without any effect moves, too", async () => {
    await checkRewrite(
      {
        "a.ts": `function makeTable(): number[] { return Array.from({ length: 10 }, (_, i) => i * 2); }
const table = makeTable();
function helper(x: number): number { let s = x; for (let k = 0; k < 20; k++) s = Math.sqrt(s + table[k % 10]!); return s; }
${loop("helper(i)")}`,
      },
      { expression: "f(5)", contains: { "a.kernels.ts": ["export const table = makeTable();"] } },
    );
  });

  test("not one that reads a file", () => {
    assert.match(
      refusal({
        "a.ts": `import fs from "node:fs";
const size = fs.readFileSync(new URL("./package.json", import.meta.url), "utf8").length;
function helper(x: number): number { let s = x; for (let k = 0; k < 20; k++) s = Math.sqrt(s + size); return s; }
${loop("helper(i)")}`,
      }),
      /`size` is computed when the file is loaded/,
    );
  });

  test("not a function that captures variables of the loop's function", () => {
    assert.match(
      refusal({
        "a.ts": `import { heavy } from "./heavy.js";
export function f(n: number, scale: number): number[] {
  const out: number[] = [];
  const g = (x: number): number => heavy(x) * scale;
  for (let i = 0; i < n; i++) out.push(g(i));
  return out;
}
`,
        "heavy.ts": heavy,
      }),
      /`g` is declared inside of a function/,
    );
  });

  test("a constant that holds one of several functions, and a table of functions", async () => {
    await checkRewrite(
      {
        "a.ts": `import { heavy } from "./heavy.js";
const isFast = [1, 2].length > 3;
const twice = (x: number): number => heavy(x) * 2;
const chosen = isFast ? heavy : twice;
export const ops = { twice, half: (x: number): number => heavy(x) / 2 };
${loop("chosen(i) + ops.half(i) + ops[i % 2 ? 'twice' : 'half'](i)")}`,
        "heavy.ts": heavy,
      },
      { expression: "f(5)", contains: { "a.kernels.ts": ["export const ops = {"] } },
    );
  });

  test("not one that is chosen in the loop's function, unless in the loop", async () => {
    const text = (outside: string, inside: string) => `import { heavy } from "./heavy.js";
const twice = (x: number): number => heavy(x) * 2;
function choose(isFast: boolean): (x: number) => number { return isFast ? heavy : twice; }
export function f(n: number, isFast: boolean): number[] {
  const out: number[] = [];
${outside}
  for (let i = 0; i < n; i++) {
${inside}
    out.push(g(i));
  }
  return out;
}
`;
    assert.match(
      refusal({ "a.ts": text("  const g = choose(isFast);", ""), "heavy.ts": heavy }),
      /`g` is chosen outside of the loop/,
    );
    await checkRewrite(
      { "a.ts": text("", "    const g = choose(isFast);"), "heavy.ts": heavy },
      { expression: "f(5, false)" },
    );
  });

  test("not what is only declared", () => {
    assert.match(
      refusal({
        "a.ts": `import { heavy } from "./heavy.js";
declare const SCALE: number;
function scaled(x: number): number { return heavy(x) * SCALE; }
${loop("scaled(i)")}`,
        "heavy.ts": heavy,
      }),
      /only declared/,
    );
  });
});

describe("imports are repeated", () => {
  test("named, renamed, default and namespace; what the file no longer uses goes", async () => {
    await checkRewrite(
      {
        "a.ts": `import * as all from "./heavy.js";
import heavyOne, { K as key, L } from "./heavy.js";
${loop("all.heavy(i + key) + heavyOne(i)")}
export const l = L;
`,
        "heavy.ts": `${heavy}export default heavy;\nexport const K = 3;\nexport const L = 4;\n`,
      },
      {
        expression: "f(3)",
        contains: {
          "a.ts": ['import { L } from "./heavy.js";'],
          "a.kernels.ts": ['import * as all from "./heavy.js";', 'import heavyOne, { K as key } from "./heavy.js";'],
        },
      },
    );
  });

  test("not from a module that leads back to the loop, be it through others", () => {
    assert.match(
      refusal({
        "a.ts": `import { heavy } from "./barrel.js";\n${loop("heavy(i)")}`,
        "barrel.ts": 'export { heavy } from "./heavy.js";\nexport { f } from "./a.js";\n',
        "heavy.ts": heavy,
      }),
      /barrel\.ts, which imports this file/,
    );
  });

  test("but from one that only takes types from it", async () => {
    await checkRewrite(
      {
        "a.ts": `import { heavyOf } from "./heavy.js";\nexport interface P { x: number }\n${loop("heavyOf({ x: i })")}`,
        "heavy.ts":
          'import type { P } from "./a.js";\nexport const heavyOf = (p: P): number => { let s = p.x; for (let k = 0; k < 9; k++) s = Math.sqrt(s + k); return s; };\n',
      },
      { expression: "f(3)" },
    );
  });
});

describe("types", () => {
  test("of the body, of its surroundings and of moved helpers are imported, or exported for it", async () => {
    await checkRewrite(
      {
        "a.ts": `import { heavy } from "./heavy.js";
import type { Shape } from "./shape.js";
import { type Unit, unit } from "./shape.js";
type Row = { v: number; s: Shape };
interface Deep<T> { inner: T }
interface Options { readonly scale: number; offset?: number }
function grow(o: Options, x: number): number { return heavy(x) * o.scale; }
export function f(n: number, options: Options): Row[] {
  const out: Row[] = [];
  for (let i = 0; i < n; i++) {
    const row: Row = { v: grow(options, i), s: { kind: "a", size: unit(i) } };
    const d = { inner: row.v } as Deep<Unit>;
    row.v += d.inner;
    out.push(row);
  }
  return out;
}
`,
        "shape.ts":
          "export interface Shape { kind: string; size: number }\nexport type Unit = number;\nexport const unit = (x: number): Unit => x * 2;\n",
        "heavy.ts": heavy,
      },
      { expression: "f(3, { scale: 2 })", contains: { "a.ts": ["export interface Deep<T>"] } },
    );
  });

  test("narrowed before the loop, optional, defaulted, destructured", async () => {
    await checkRewrite(
      {
        "a.ts": `import { heavy } from "./heavy.js";
export function f(xs: number[] | undefined, { scale, add = 1 }: { scale?: number; add?: number }, ...rest: number[]): number {
  if (xs === undefined || scale === undefined) return 0;
  let total = 0;
  for (const x of xs) total += heavy(x * scale) + add + rest.length;
  return total;
}
`,
        "heavy.ts": heavy,
      },
      {
        expression: "f([1, 2], { scale: 4 }, 1, 2)",
        contains: { "a.kernels.ts": ["scale: number;", "rest: number[];"] },
      },
    );
  });

  test("parameters of the function's own type", async () => {
    await checkRewrite(
      {
        "a.ts": `import { heavy } from "./heavy.js";
interface HasX { x: number }
export function f<T extends HasX>(xs: T[]): number[] {
  const out: number[] = [];
  for (const item of xs) {
    const v = heavy(item.x);
    out.push(v);
  }
  return out;
}
`,
        "heavy.ts": heavy,
      },
      {
        expression: "f([{ x: 1 }, { x: 2 }])",
        contains: { "a.kernels.ts": ["export function fItem<T extends HasX>(item: T): number {"] },
      },
    );
  });
});

describe("a second rewrite in the same file", () => {
  test("extends the kernel module and the imports", async () => {
    const after = await checkRewrite(
      {
        "a.ts": `import { parallelMapSync, range } from "@loopsmith/runner";
import { gStep, square } from "./a.kernels.js";
import { heavy } from "./heavy.js";

function cube(x: number): number { return square(x) * heavy(x); }

export const g = (n: number): number[] => parallelMapSync(range(n), gStep, {});

${loop("square(i) + cube(i)")}`,
        "a.kernels.ts": `import { registerKernels } from "@loopsmith/runner";
import { heavy } from "./heavy.js";

export function square(x: number): number { return heavy(x) * x; }

export function gStep(i: number): number {
  return square(i);
}

registerKernels(import.meta.url, { gStep });
`,
        "heavy.ts": heavy,
      },
      { expression: "[f(3), g(3)]" },
    );
    assert.match(after["a.ts"]!, /^import \{ fStep, gStep \} from "\.\/a\.kernels\.js";$/m);
    assert.match(
      after["a.kernels.ts"]!,
      /export function cube[\s\S]*registerKernels\(import\.meta\.url, \{ gStep, fStep \}\);\n$/,
    );
  });

  test("not when a helper would take the place of another one", () => {
    assert.match(
      refusal({
        "a.ts": `import { heavy } from "./heavy.js";\nfunction cube(x: number): number { return heavy(x); }\n${loop("cube(i)")}`,
        "a.kernels.ts": "export function cube(): void {}\n",
        "heavy.ts": heavy,
      }),
      /another `cube`/,
    );
  });

  test("loops of a kernel module are left alone", () => {
    assert.match(refusal({ "a.kernels.ts": `${heavy}${loop("heavy(i)")}` }), /kernel module/);
  });
});
