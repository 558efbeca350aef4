import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkRewrite, openProject, planIn } from "../../../../test/support/rewriteProject.js";

const rows = `export type Row = Float64Array | number[];
export interface Table { readonly rows: Row[]; readonly scale: number }
export function makeTable(): Table { return { rows: [[1, 2], [3, 4]], scale: 2 }; }
`;
const main = `import { makeTable } from "./rows.js";
export function f(): number[] {
  const table = makeTable();
  const out: number[] = [];
  for$0 (let i = 0; i < table.rows.length; i++) {
    const row = table.rows[i]!;
    out.push(Math.sqrt(row[0]!) * table.scale);
  }
  return out;
}
`;

describe("a type that the loop's file does not name", () => {
  test("is imported by the kernel module, from where it is exported", async () => {
    await checkRewrite(
      { "a.ts": main, "rows.ts": rows },
      {
        expression: "f()",
        contains: { "a.kernels.ts": ['import type { Table } from "./rows.js";', "table: Table"] },
      },
    );
  });

  test("is what it is called there where it is imported under another name", async () => {
    const text = main
      .replace("{ makeTable }", "{ makeTable, type Table as Sheet }")
      .replace("table =", "table: Sheet =");
    const after = await checkRewrite({ "a.ts": text, "rows.ts": rows }, { expression: "f()" });
    assert.match(after["a.kernels.ts"]!, /import type \{ Table as Sheet \} from ".\/rows.js"/);
  });

  test("by a second rewrite, too", async () => {
    const again = main.replace("for$0", "for").replace("export function f", "export function g");
    const after = await checkRewrite({ "a.ts": main, "rows.ts": rows }, { expression: "f()" });
    const twice = `${after["a.ts"]}${again.replace(/^import.*\n/, "").replace("for (", "for$0 (")}`;
    await checkRewrite({ ...after, "a.ts": twice }, { expression: "[f(), g()]" });
  });

  test("unless the name means something else there", () => {
    const taken = `${main}export interface Table { other: number }\n`;
    const answer = planIn(openProject({ "a.ts": taken, "rows.ts": rows }), "parallel-map-sync");
    assert.match(answer?.kind === "disabled" ? answer.reason : "", /type `import\(".*rows.*"\)\.Table` has no name/);
  });
});

test("a choice between literals stays one where the kernel hands it on", async () => {
  await checkRewrite(
    {
      "a.ts": `export interface Options { readonly mode: "near" | "far"; readonly order: 1 | 2 }
function at(x: number, mode: "near" | "far", order: 1 | 2): number {
  return mode === "near" ? Math.sqrt(x) * order : x;
}
export function f(xs: number[], { mode, order }: Options): number[] {
  const fixed = "far";
  const scale = 3;
  const out: number[] = [];
  for$0 (let i = 0; i < xs.length; i++) out.push(at(xs[i]!, mode, order) + at(i * scale, fixed, order));
  return out;
}
`,
    },
    {
      expression: 'f([1, 4, 9], { mode: "near", order: 2 })',
      contains: { "a.kernels.ts": ['mode: "near" | "far";', "order: 1 | 2;", 'fixed: "far";', "scale: number;"] },
    },
  );
});

test("a word among numbers, or one that may be missing, stays one where its place takes no others", async () => {
  await checkRewrite(
    {
      "a.ts": `export interface Part { readonly count: number | "all"; readonly mode: "near" | "far" | null; readonly said: string }
function at(x: number): number { let s = x; for (let k = 0; k < 30; k++) s = Math.sqrt(s + k); return s; }
export function f(xs: string[], other: "near" | "far"): Part[] {
  const out: Part[] = [];
  for$0 (const x of xs) {
    const count = x === "" ? 1 : x === "*" ? "all" : at(x.length);
    const mode = at(x.length) > 3 ? other : x === "?" ? null : "near";
    const said = x === "" ? "nothing" : x;
    out.push({ count, mode, said });
  }
  return out;
}
`,
    },
    {
      expression: 'f(["", "*", "abc"], "far")',
      contains: { "a.kernels.ts": ['count: number | "all"; mode: "near" | "far" | null; said: string'] },
    },
  );
});

test("a type parameter that only the item of an array method has", async () => {
  await checkRewrite(
    {
      "a.ts": `export function f<T>(rows: T[][]): string {
  return rows.map((row) => row.join("").repeat(3)).join("/");
}
`,
    },
    { expression: 'f([["a", "b"], ["c"]])', contains: { "a.kernels.ts": ["function fRow<T>(row: T[]): string"] } },
  );
});

test("a choice between numbers stays one in the results of an array method", async () => {
  await checkRewrite(
    {
      "a.ts": `type Kind = 0 | 1 | 2;
function kindOf(c: string): Kind { return c === "A" ? 0 : c === "B" ? 1 : 2; }
function costOf(kind: Kind): number { return 10 ** kind; }
export function f(text: string): number[] {
  const kinds = text.split("").map((c) => kindOf(c));
  const checked: Kind[] = kinds;
  return checked.map((kind) => costOf(kind));
}
`,
    },
    { expression: 'f("ABC")', contains: { "a.kernels.ts": ["fC(c: string): Kind {"] } },
  );
});

test("a symbol has no type that a kernel module could name, and does not travel", () => {
  const text = `const Empty = Symbol("empty");
type Empty = typeof Empty;
function pick(cells: (number | Empty)[], i: number): number | Empty { return cells[(i * 7) % cells.length]!; }
export function f(row: { cells: (number | Empty)[] }): (number | Empty)[] {
  const out: (number | Empty)[] = [];
  for (let i = 0; i < row.cells.length; i++) out.push(pick(row.cells, i));
  return out;
}
`;
  const answer = planIn(openProject({ "a.ts": text }), "parallel-map-sync");
  assert.match(
    answer?.kind === "disabled" ? answer.reason : `${answer?.kind}`,
    /the type `typeof Empty`, which has no name/,
  );
  const words = text.replaceAll("Empty", "string").split("\n").slice(2).join("\n");
  const named = planIn(openProject({ "a.ts": words }), "parallel-map-sync");
  assert.equal(named?.kind, "offered");
});

test("a template of texts stays one where it travels, and comes back", async () => {
  await checkRewrite(
    {
      "a.ts": `type Place = \`\${number},\${number}\`;
function far(place: Place): number { return Math.hypot(...place.split(",").map(Number)); }
export function f(places: Place[], seen: Set<Place>): Place[] {
  const out: Place[] = [];
  for$0 (let i = 0; i < places.length; i++) {
    const place = places[i]!;
    if (seen.has(place) && far(place) > 2) out.push(place);
  }
  return out;
}
`,
    },
    { expression: 'f(["1,1", "3,4"], new Set(["3,4", "1,1"]))' },
  );
});

test("what is the file's default export is imported as that", async () => {
  await checkRewrite(
    {
      "a.ts": `export default interface Grid { readonly rows: number[]; readonly step: number }
function cost(x: number, { step }: Grid): number { return Math.sqrt(x) * step; }
export function f(grid: Grid): number[] {
  const out: number[] = [];
  for$0 (let i = 0; i < grid.rows.length; i++) out.push(cost(i, grid));
  return out;
}
`,
    },
    {
      expression: "f({ rows: [1, 2], step: 3 })",
      contains: { "a.kernels.ts": ['import type Grid from "./a.js";'] },
    },
  );
});

test("`any` is left to the compiler", async () => {
  const after = await checkRewrite(
    {
      "a.ts": `export function f(texts: string[]): number {
  return texts.map((text) => JSON.parse(text)).length;
}
`,
    },
    { expression: 'f(["1", "[2]"])' },
  );
  assert.doesNotMatch(after["a.kernels.ts"]!, /any/);
});

test("the pixels of an image are called what compilers before 5.9 know, too", async () => {
  await checkRewrite(
    {
      "a.ts": `export function f(image: ImageData): number[] {
  const out: number[] = [];
  const data = image.data;
  for$0 (let i = 0; i < data.length; i++) out.push(Math.sqrt(data[i]!) * Math.exp(i));
  return out;
}
`,
    },
    {
      options: { lib: ["es2023", "dom"] },
      expression: "f({ data: new Uint8ClampedArray([1, 4, 9]) } as unknown as ImageData)",
      contains: { "a.kernels.ts": ["data: Uint8ClampedArray"] },
    },
  );
});

test("a type of the author's that has the name of one of the library's keeps it", async () => {
  const after = await checkRewrite(
    {
      "a.ts": `export type ImageDataArray = Uint8Array | Uint16Array;
export function roots(data: ImageDataArray): number[] {
  const out: number[] = [];
  for (let i = 0; i < data.length; i++) out.push(Math.sqrt(data[i]!));
  return out;
}
`,
    },
    { expression: "roots(new Uint16Array([1, 4, 9]))", options: { lib: ["es2022", "dom"] } },
  );
  assert.match(after["a.kernels.ts"]!, /data: ImageDataArray;/);
});

test("a typed array whose buffer the compiler does not know is written as compilers before 5.7 know it", async () => {
  const after = await checkRewrite(
    {
      "a.ts": `export function waves(size: any): Float32Array {
  let out = new Float32Array(size);
  for (let i = 0; i < out.length; i++) out[i] = Math.sin(i);
  return out;
}
`,
    },
    { expression: "waves(3)" },
  );
  assert.match(after["a.kernels.ts"]!, /out: Float32Array;/);
});

test("`this` is no type of a kernel", async () => {
  const text = (copy: string) => `class Grid {
  rows = [1, 2];
  roots(): number[] {
    const copy = ${copy};
    const out: number[] = [];
    for$0 (let i = 0; i < 2; i++) out.push(Math.sqrt(copy.rows[i]!));
    return out;
  }
}
export const f = (): number[] => new Grid().roots();
`;
  await checkRewrite({ "a.ts": text("{ rows: this.rows }") }, { expression: "f()" });
  const answer = planIn(openProject({ "a.ts": text("{ ...this }") }), "parallel-map-sync");
  assert.match(answer?.kind === "disabled" ? answer.reason : `${answer?.kind}`, /a value of the type `this`/);
});
