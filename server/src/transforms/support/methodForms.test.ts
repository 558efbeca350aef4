import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { analyse } from "../../../../test/support/check.js";
import { checkRewrite, openProject, planIn } from "../../../../test/support/rewriteProject.js";

const heavy = `export function heavy(x: number): number {
  let s = x;
  for (let k = 0; k < 20; k++) s = Math.sqrt(s + k);
  return s;
}
`;

async function check(text: string, expression: string, inFile: readonly string[], transform = "parallel-map-sync") {
  const files = { "a.ts": `import { heavy } from "./heavy.js";\n${text}`, "heavy.ts": heavy };
  return await checkRewrite(files, { expression, transform, contains: { "a.ts": inFile } });
}

function problem(text: string): string {
  const files = { "a.ts": `import { heavy } from "./heavy.js";\n${text}`, "heavy.ts": heavy };
  const answer = planIn(openProject(files), "parallel-map-sync");
  assert.equal(answer?.kind, "disabled");
  return answer?.kind === "disabled" ? answer.reason : "";
}

describe("`filter`", () => {
  test("by flags, which keep objects and holes where they are", async () => {
    await check(
      `export function f(xs: { n: number }[]): { n: number }[] {
  return xs.filter(({ n }) => heavy(n) > 4.5);
}
`,
      "((xs) => [f(xs), f(xs)[0] === xs[1], f([, ...xs] as { n: number }[])])([{ n: 1 }, { n: 900 }])",
      ['const flags = parallelMapSync(xs, fItem, {}, { holes: "skip" });', "xs.filter((_, index) => flags[index])"],
    );
  });

  test("what is no truth value becomes one before it travels; an array that is made there is made once", async () => {
    await check(
      `export const f = (xs: number[]) => xs.slice(1).filter((x) => heavy(x) % 2).length;
`,
      "f([1, 2, 3, 4])",
      ["const items = xs.slice(1);", "return items.filter((_, index) => flags[index]).length;"],
    );
  });

  test("which tell the compiler what the callback told it", async () => {
    await check(
      `interface Point { readonly x: number }
const make = (x: number): Point | undefined => (x > 1 ? { x } : undefined);
export function f(xs: number[]): number {
  const points = xs
    .map((x) => make(x))
    .filter((point): point is Point => point !== undefined && heavy(point.x) > 0);
  const sums = points.map(({ x }) => x);
  return sums[0]! + sums.length;
}
`.replace("points = xs\n    .map((x) => make(x))", "points = [make(xs[0]!), make(xs[1]!)]"),
      "f([1, 2, 3])",
      ["points = items.filter((_, index): _ is Point => flags[index]!);"],
    );
  });

  test("not where something is evaluated before it", () => {
    assert.match(
      problem(`export function f(xs: number[]): number {
  let n = heavy(1);
  n += xs.filter((x) => heavy(x) > 2).length;
  return n;
}
`),
      /are evaluated before `filter`/,
    );
  });
});

describe("methods that end early", () => {
  test("`some` and `every` pass over holes and end at the first that decides", async () => {
    await check(
      `export function f(xs: number[]): boolean {
  if (xs.some((x) => {
    const y = heavy(x);
    if (y > 7) return true;
    return y < 1;
  })) return true;
  return false;
}
`,
      "[f([1, 2]), f([1, 1e6]), f([, 2] as number[]), f([])]",
      ["if (found) return true;", "break;"],
    );
    await check(
      `export const f = (xs: number[]) => xs.every((x, i) => heavy(x) > i);
`,
      "[f([1, 2]), f([1, 1, 1, 1, 1, 1, 1]), f([, 2] as number[]), f([])]",
      ["return holds;"],
    );
  });

  test("`find` gives the object itself, `findIndex` its place", async () => {
    await check(
      `export function f(xs: { n: number }[]): { n: number } | undefined {
  const first = xs.find(({ n }) => heavy(n) > 4.5);
  return first;
}
`,
      "((xs) => [f(xs) === xs[1], f([])])([{ n: 1 }, { n: 900 }, { n: 1000 }])",
      ["found = item;"],
    );
    await check(
      `export function f(xs: number[]): number {
  return xs.findIndex((x) => heavy(x) > 4.5);
}
`,
      "[f([1, 900]), f([])]",
      ["found = index;"],
    );
  });

  test("waiting for it", async () => {
    await check(
      `export async function f(xs: number[]): Promise<number> {
  return xs.findIndex((x) => heavy(x) > 4.5);
}
`,
      "Promise.all([f([1, 900]), f([])])",
      ["for await (const batch of parallelMap("],
      "parallel-map-await",
    );
  });

  test("not where it returns out of an inner loop", () => {
    assert.match(
      problem(`export function f(xs: number[][]): boolean {
  return xs.some((row) => {
    for (const x of row) if (heavy(x) > 7) return true;
    return false;
  });
}
`),
      /`some` is not rewritten where it stands/,
    );
  });
});

describe("`reduce` and `forEach`", () => {
  test("a sum", async () => {
    await check(
      `export function mean(xs: number[]): number {
  return xs.reduce((sum, x) => sum + heavy(x), 0) / xs.length;
}
`,
      "[mean([1, 2]), mean([, 2] as number[]), mean([])]",
      ["sum += heavyResult;", "return sum / xs.length;"],
    );
  });

  test("an accumulator whose name the surroundings use, and returns in the midst", async () => {
    await check(
      `export function f(best: number, xs: number[]): number {
  const at = xs.reduce((best, x, i) => {
    const y = heavy(x) * i;
    if (y > best) return y;
    return best;
  }, 0);
  return at + best;
}
`,
      "[f(1, [1, 2, 9]), f(2, [])]",
      ["let best2 = 0;", "best2 = y;"],
    );
  });

  test("what the callback leaves to the caller is done in order, also where it changes the array", async () => {
    await check(
      `export function f(xs: number[], out: number[]): number {
  let n = 0;
  xs.forEach((x, i) => {
    const y = heavy(x);
    // Nothing small.
    if (y < 4.8) return;
    n += i;
    out.push(y);
  });
  return n;
}
`,
      "((xs) => [f([1, 2, 900], xs), xs, f(xs, xs), xs])([5, , 7] as number[])",
      ["{ disjoint: [[out, xs]] }", "n += i;"],
    );
  });

  test("not where the callback is given the whole array", () => {
    assert.match(
      problem(`export function f(xs: number[]): number {
  return xs.reduce((sum, x, _, all) => sum + heavy(x) / all.length, 0);
}
`),
      /`reduce` is not rewritten where it stands/,
    );
  });
});

describe("`reduce`", () => {
  test("whose callback does two things keeps them together", async () => {
    await check(
      "export const f = (xs: number[]): number[] => xs.reduce<number[]>((found, x) => (found.push(heavy(x)), found), []);\n",
      "f([1, 900])",
      ["found);"],
    );
  });

  test("whose callback gives back what it was given is a constant that grows", async () => {
    await check(
      `export const f = (xs: number[]): { [key: string]: number } =>
  xs.reduce<{ [key: string]: number }>((found, x) => {
    const y = heavy(x);
    if (y > 5) {
      found["large"] = y;
      return found;
    }
    found["small"] = y;
    return found;
  }, {});
`,
      "f([1, 900])",
      ["=> {\n  const found: { [key: string]: number } = {};"],
    );
  });

  test("whose last statement does nothing needs no `continue` before it", async () => {
    const after = await check(
      `export function f(xs: number[]): number {
  const sum = xs.reduce((total, x) => {
    const y = heavy(x);
    if (y > 5) return total + y;
    return total;
  }, 0);
  return sum;
}
`,
      "f([1, 900])",
      ["let total = 0;"],
    );
    assert.doesNotMatch(after["a.ts"]!, /\+= y;\n\s*continue/);
  });
});

describe("an array method behind what does nothing, and is the same later", () => {
  test("is written before the statement", async () => {
    await check(
      `export function f(xs: number[]): unknown {
  const most = 5;
  return [most, { count: most - xs.filter((x) => heavy(x) > 4.5).length }];
}
`,
      "f([1, 900, 3])",
      [
        "const flags = parallelMapSync(",
        "return [most, { count: most - xs.filter((_, index) => flags[index]).length }];",
      ],
    );
    await check(
      `export const f = (xs: number[]): number => Math.max(0, ...xs.filter((x) => heavy(x) > 4.5));
`,
      "f([1, 900, 3])",
      ["return Math.max(0, ...xs.filter((_, index) => flags[index]));"],
    );
    await check(
      `export function f(xs: number[]): string {
  return String(xs.some((x) => heavy(x) > 4.5));
}
`,
      "[f([1, 900, 3]), f([])]",
      ["return String(found);"],
    );
  });

  test("not behind a call, a place that may change, or a condition", () => {
    const callers = [
      "export const f = (xs: number[], g: () => number) => [g(), xs.filter((x) => heavy(x) > 4.5)];",
      "export const f = (xs: number[], o: { n: number }) => [o.n, xs.filter((x) => heavy(x) > 4.5)];",
      "export const f = (xs: number[], o: { n: number[] }) => { o.n = xs.filter((x) => heavy(x) > 4.5); };",
      "export const f = (xs: number[], b: boolean) => [b && xs.filter((x) => heavy(x) > 4.5)];",
      "export const f = (xs: number[], g?: (ys: number[]) => void) => g?.(xs.filter((x) => heavy(x) > 4.5));",
    ];
    for (const caller of callers)
      assert.match(problem(`${caller}\n`), /is not rewritten where|evaluated before|stands behind|stands in/, caller);
  });
});

describe("`forEach` of a `Map` or a `Set`", () => {
  test("becomes a loop over its entries, values or members", async () => {
    await check(
      `export function f(prices: Map<string, number>): string[] {
  const out: string[] = [];
  prices.forEach((price, name) => {
    if (price < 0) return;
    out.push(name + heavy(price));
  });
  return out;
}
`,
      'f(new Map([["a", 1], ["b", -1], ["c", 3]]))',
      ["const items = [...prices];"],
    );
    await check(
      `export function f(prices: Map<string, number>): number[] {
  const out: number[] = [];
  prices.forEach((price) => out.push(heavy(price)));
  return out;
}
`,
      'f(new Map([["a", 1], ["c", 3]]))',
      ["const items = [...prices.values()];"],
    );
  });

  test("not where the callback changes it", () => {
    const { verdict } = analyse(
      "function f(m: Map<string, number>) { m.forEach((value, key) => { if (value > Math.sqrt(key.length)) m.delete(key); }); }",
    )[0]!;
    assert.equal(verdict.kind, "serial");
  });
});
