// Array methods, rewritten where they stand in an expression.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkRewrite, openProject, planIn } from "../../../../test/support/rewriteProject.js";

const heavy = `export function heavy(x: number): number {
  let s = x;
  for (let k = 0; k < 20; k++) s = Math.sqrt(s + k);
  return s;
}
`;
const imported = 'import { heavy } from "./heavy.js";\n';

/** Rewrites, type-checks strictly, runs before and after; the pieces must stand in the new text. */
async function check(
  body: string,
  expression: string,
  inFile: readonly string[],
  inKernels: readonly string[] = [],
  transform?: string,
) {
  const files = { "a.ts": `${imported}${body}`, "heavy.ts": heavy };
  const contains = { "a.ts": inFile, "a.kernels.ts": inKernels };
  await checkRewrite(files, { expression, contains, ...(transform === undefined ? {} : { transform }) });
}

/** Why the marked loop is left as it is. */
function refused(body: string, transform = "parallel-map-sync"): string {
  const answer = planIn(openProject({ "a.ts": `${imported}${body}`, "heavy.ts": heavy }), transform);
  return answer?.kind === "disabled" ? answer.reason : `${answer?.kind}`;
}

describe("map", () => {
  test("in an expression, its callback as the author wrote it", async () => {
    await check(
      `export function f(xs: readonly number[], by: number): number {
  return xs.map((x) => heavy(x * by)).indexOf(by) + by;
}
`,
      "f([1, 2, 3], 2)",
      ['return parallelMapSync(xs, fX, { by }, { holes: "skip" }).indexOf(by) + by;'],
      ["export function fX(x: number, { by }: FXEnv): number {\n  return heavy(x * by);\n}"],
    );
  });

  test("with the index, a pattern, statements and several ways out", async () => {
    await check(
      `export function f(points: readonly { x: number; y: number }[]): (string | number)[] {
  const made = points.map(({ x, y }, i) => {
    // Far away.
    if (x > 2) return "far";
    const near = heavy(x + y);
    return near + i;
  });
  return made;
}
`,
      "f([{ x: 1, y: 2 }, { x: 3, y: 4 }, { x: 0, y: 1 }])",
      ['const made = parallelMapSync(points, fItem, {}, { holes: "skip" });'],
      ["_env: object, i: number)", '    // Far away.\n    if (x > 2) return "far";'.replaceAll("    ", "  ")],
    );
  });

  test("awaited, in parentheses where something follows", async () => {
    await check(
      `export async function f(xs: number[]): Promise<number> {
  return xs.map((x) => heavy(x)).length;
}
`,
      "await f([1, 2])",
      ['return (await parallelMap(xs, fX, {}, { holes: "skip" })).length;'],
      [],
      "parallel-map-await",
    );
  });

  test("not awaited where something of the expression has been evaluated before", () => {
    const of = (body: string) =>
      refused(`let total = 0;\nexport async function f(xs: number[]${body}\n`, "parallel-map-await");
    assert.match(of(") { total += xs.map((x) => heavy(x)).length; return total; }"), /before it waits/);
    assert.match(of(") { return [total, ...xs.map((x) => heavy(x))]; }"), /before it waits/);
    assert.match(of(", ys = xs.map((x) => heavy(x))) { return [ys, total]; }"), /before it waits/);
    assert.match(of(") { const ys = xs.map((x) => heavy(x)); return [ys, total]; }"), /offered/);
  });

  test("a method of the program that is called like one of the language may leave holes", async () => {
    await check(
      `class Grid {
  constructor(private readonly cells: number[]) {}
  filter(): number[] {
    return this.cells;
  }
}
export function f(cells: number[]): number[] {
  const grid = new Grid(cells);
  return grid.filter().map((x) => heavy(x));
}
`,
      "f([1, 2])",
      ['parallelMapSync(grid.filter(), fX, {}, { holes: "skip" });'],
    );
  });

  test("holes stay holes", async () => {
    await check(
      `export function f(xs: number[]): number[] {
  return xs.map((x) => heavy(x));
}
`,
      "Object.keys(f([1, , 3] as number[]))",
      [],
    );
  });

  test("without the word about holes where there are none", async () => {
    await check(
      `export function f(text: string): number[] {
  return text.split(",").map((word) => heavy(word.length));
}
`,
      'f("a,bc,d")',
      ['parallelMapSync(text.split(","), fWord, {});'],
    );
  });

  test("not of a typed array, nor where the callback collects something, nor with the array as third parameter", () => {
    const of = (body: string) => refused(`export function f(xs: number[], ta: Float64Array) {\n${body}\n}\n`);
    assert.match(of("return ta.map((x) => heavy(x));"), /typed array/);
    assert.match(
      of("const seen: number[] = []; return [xs.map((x) => { const y = heavy(x); seen.push(y); return y; }), seen];"),
      /in order/,
    );
    assert.match(of("return xs.map((x, i, all) => heavy(x + i + all.length));"), /third parameter/);
    assert.match(of("return xs.map(function (x) { return heavy(x); }, 5);"), /`this`/);
  });
});

describe("the others", () => {
  test("flatMap", async () => {
    await check(
      `export function f(xs: number[]): number[] {
  return xs.flatMap((x) => (x > 1 ? [heavy(x), x] : []));
}
`,
      "f([1, 2, 3])",
      ['return parallelMapSync(xs, fX, {}, { holes: "skip" }).flat();'],
    );
  });

  test("forEach, where all that the callback does is to fill a typed array", async () => {
    await check(
      `export function f(xs: number[]): Float64Array {
  const out = new Float64Array(xs.length);
  xs.forEach((x, i) => {
    out[i] = heavy(x);
  });
  return out;
}
`,
      "f([1, 2, 3])",
      ['parallelMapSync(xs, fX, { out }, { writes: ["out"], holes: "skip" });'],
      ["): void {"],
    );
    assert.match(
      refused(
        "export const f = (xs: number[], out: Float64Array) => [xs.forEach((x, i) => { out[i] = heavy(x); })];\n",
      ),
      /`undefined`, is used/,
    );
  });

  test("Array.from", async () => {
    await check(
      `export function f(length: number): number[] {
  return Array.from({ length }, (_, i) => heavy(i));
}
`,
      "[f(3), f(2.5), f(-1), f(Number.NaN)]",
      ["return parallelMapSync(range(Math.floor(length)), fItem, {});"],
      ["export function fItem(i: number): number {"],
    );
    await check(
      `export function f(xs: number[]): number[][] {
  return Array.from({ length: xs.length }, () => xs.map((x) => heavy(x)));
}
`,
      "f([1, 2])",
      ["return parallelMapSync(range(xs.length), fItem, { xs });"],
      ["(_item: unknown, { xs }: FItemEnv): number[] {"],
    );
  });

  test("not of typed arrays, nor of another `Array`", () => {
    assert.match(
      refused("export const f = (xs: number[]) => Float32Array.from(xs, (x) => heavy(x));\n"),
      /`Float32Array\.from` makes a typed array/,
    );
    const own =
      "const Array = { from: (xs: number[], one: (x: number) => number): Set<number> => new Set(xs.map(one)) };";
    const another = `${own}\nexport const f = (xs: number[]) => Array.from(xs, (x) => heavy(x));\n`;
    assert.throws(() => refused(another), /no loop/);
  });
});

describe("what nothing declares to be an array", () => {
  const plain = `export const heavy = (x) => {
  let s = 0;
  for (let k = 0; k < 20; k++) s = Math.sqrt(s + k + x);
  return s;
};
`;
  const others =
    "[new Set([1, 2]), Float32Array.of(1, 2), undefined, [1, 2], [3, , 4], 'ab', { map: () => 'own', forEach: (f) => f(7, 1) }]";
  const tried = `${others}.map((xs) => { try { return JSON.stringify(f(xs)); } catch (error) { return error.name; } })`;
  const inJavaScript = async (body: string, inFile: readonly string[]) => {
    await checkRewrite(
      { "a.js": `${imported}${body}`, "heavy.js": plain },
      { expression: tried, contains: { "a.js": inFile } },
    );
  };

  test("is asked for, and goes through the author's call where it is none", async () => {
    await inJavaScript("export function f(xs) {\n  return xs.map((x) => heavy(x));\n}\n", [
      "return assumptionsHold({ arrays: [xs] }) ? parallelMapSync(",
      ") : xs.map((x) => heavy(x));",
    ]);
    await inJavaScript("export function f(xs) {\n  return 1 + xs.map((x) => heavy(x)).length;\n}\n", [
      "return 1 + (assumptionsHold({ arrays: [xs] }) ? parallelMapSync(",
    ]);
  });

  test("a loop stands beside its parallel form", async () => {
    await inJavaScript(
      "export function f(xs) {\n  const out = [];\n  for (const x of xs) out.push(heavy(x));\n  return out;\n}\n",
      ["if (assumptionsHold({ arrays: [xs] })) {", "  } else {\n    for (const x of xs) out.push(heavy(x));\n  }"],
    );
    await inJavaScript(
      "export function f(xs) {\n  const out = [];\n  xs.forEach((x, i) => {\n    out.push(heavy(x) + i);\n  });\n  return out;\n}\n",
      ["if (assumptionsHold({ arrays: [xs] })) {", "} else {\n    xs.forEach((x, i) => {"],
    );
  });

  test("not where the rewritten form is more than one call", () => {
    const reason = (body: string) => {
      const answer = planIn(openProject({ "a.js": `${imported}${body}`, "heavy.js": plain }), "parallel-map-sync");
      return answer?.kind === "disabled" ? answer.reason : `${answer?.kind}`;
    };
    assert.match(reason("export const f = (xs) => xs.filter((x) => heavy(x) > 3);\n"), /`filter` is not/);
  });
});
