import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkRewrite, openProject, planIn } from "../../../../test/support/rewriteProject.js";

const heavy = `export function heavy(x: number): number {
  let s = x;
  for (let k = 0; k < 20; k++) s = Math.sqrt(s + k);
  return s;
}
`;

async function check(text: string, expression: string, inFile: readonly string[]) {
  const files = { "a.ts": `import { heavy } from "./heavy.js";\n${text}`, "heavy.ts": heavy };
  return await checkRewrite(files, { expression, contains: { "a.ts": inFile } });
}

function problem(text: string): string {
  const files = { "a.ts": `import { heavy } from "./heavy.js";\n${text}`, "heavy.ts": heavy };
  const answer = planIn(openProject(files), "parallel-map-sync");
  assert.equal(answer?.kind, "disabled");
  return answer?.kind === "disabled" ? answer.reason : "";
}

describe("`while` and `do` loops that count", () => {
  test("become `for` loops, and the counter goes with the loop", async () => {
    const after = await check(
      `export function f(xs: number[]): number {
  let i = 0;
  let total = 0;
  while (i < xs.length) {
    // What it costs.
    total += heavy(xs[i]!);
    i++;
  }
  return total;
}
`,
      "[f([1, 2, 3]), f([])]",
      ["of parallelMapSync(range(xs.length), fStep, { xs })", "// What it costs."],
    );
    assert.doesNotMatch(after["a.ts"]!, /let i\b/);
  });

  test("the counter is used after the loop", async () => {
    await check(
      `export function f(xs: number[]): number {
  let i = 0;
  let total = 0;
  while (i < xs.length) {
    total += heavy(xs[i]!);
    i += 2;
  }
  return total + i;
}
`,
      "[f([1, 2, 3]), f([])]",
      ["for (i = 0; i < xs.length; i += 2)"],
    );
  });

  test("only the run tells where the count starts; the step stands before the last statement", async () => {
    await check(
      `export function f(xs: number[], from: number): number[] {
  const out: number[] = [];
  let i = Math.abs(from);
  while (i < xs.length) {
    const x = xs[i]!;
    i += 2;
    out.push(heavy(x));
  }
  return out;
}
`,
      "[f([1, 2, 3, 4], 1), f([1, 2, 3, 4], 0.5), f([1], 2)]",
      ["range(i, xs.length, 2)"],
    );
  });

  test("a `do` loop runs at least once", async () => {
    await check(
      `export function f(xs: number[]): number[] {
  const out: number[] = [];
  let i = 0;
  do {
    out.push(heavy(xs[i] ?? 7));
    i++;
  } while (i < xs.length);
  return out;
}
`,
      "[f([1, 2, 3]), f([])]",
      ["range(Math.max(1, xs.length))"],
    );
  });

  test("not where a `do` loop has a bound that may be no number", () => {
    assert.match(
      problem(`export function f(n: number): number[] {
  const out: number[] = [];
  let i = 0;
  do$0 {
    out.push(heavy(i));
    i++;
  } while (i < n);
  return out;
}
`),
      /cannot be written as `for`/,
    );
  });

  test("not where a loop around goes on from where the counter has been left", () => {
    const twice = (before: string, head = "while$0 (i < xs.length)") =>
      problem(`export function f(xs: number[]): number[] {
  const out: number[] = [];
  let i = 0;
  for (let round = 0; round < 2; round++) {
    ${before}
    ${head} { out.push(heavy(xs[i]!)); i++; }
    out.push(-1);
  }
  return out;
}
`);
    assert.match(twice(""), /cannot be written as `for`/);
    assert.throws(() => twice("i = 0;"), /offered/);
  });

  test("not where the next value of the counter is used", () => {
    assert.match(
      problem(`export function f(xs: number[]): Map<number, number> {
  const out = new Map<number, number>();
  let i = 0;
  while$0 (i < xs.length) {
    const x = heavy(xs[i]!);
    i++;
    out.set(i, x);
  }
  return out;
}
`),
      /used behind the step/,
    );
  });
});

describe("`for-in`", () => {
  test("goes over the keys, which are listed first", async () => {
    await check(
      `export function f(table: Record<string, number>): Map<string, number> {
  const out = new Map<string, number>();
  for (const key in table) out.set(key, heavy(table[key]!));
  return out;
}
`,
      "[[...f({ b: 1, a: 2 })], [...f({})]]",
      ["for (const key in table) keys.push(key);", "parallelMapSync(keys, fKey, { table })"],
    );
  });

  test("not under a label", () => {
    assert.match(
      problem(`export function f(table: Record<string, number>): Map<string, number> {
  const out = new Map<string, number>();
  all: for$0 (const key in table) {
    if (key === "") continue all;
    out.set(key, heavy(table[key]!));
  }
  return out;
}
`),
      /`for-in` is not rewritten where it stands/,
    );
  });
});

describe("loops whose head goes on with variables from outside", () => {
  test("hand over where each iteration starts, and leave them where the loop would", async () => {
    await check(
      `export function f(xs: number[], w: number): unknown {
  const out: number[] = [];
  let i = 0;
  let k = 5;
  for (i = 0, k = 1; i < w; i++, k += w) out.push(heavy(xs[k] ?? k));
  for (; i < 7; i++) out.push(heavy(i));
  return [out, i, k];
}
`,
      "[f([1, 2, 3, 4, 5, 6, 7], 2), f([1, 2], 3), f([], 0), f([1, 2], 1.5)]",
      ["k = 1;", "assumptionsHold({ integers: [w] })", "for (i = 0; i < w; i++, k += w);"],
    );
  });

  test("but not what the body advances, too, and is needed afterwards", () => {
    const text = (after: string) => `export function f(xs: number[], n: number): unknown {
  const out: number[] = [];
  let k = 0;
  for$0 (let i = 0; i < n; i++, k++) { out.push(heavy(xs[k]!)); k++; }
  return ${after};
}
`;
    assert.throws(() => problem(text("[out, k]")), /value of `k` in an iteration cannot be told|carries a value/);
    assert.throws(() => problem(text("[out, k]").replace(" k++; }", " }")), /disabled/);
  });
});

describe("loops whose condition advances the counter", () => {
  const collect = (head: string, xs = "xs: number[]", before = "", after = "return out;") =>
    `export function f(${xs}): unknown {
  const out: number[] = [];
  ${before}
  ${head} out.push(heavy(xs[i] ?? 7));
  ${after}
}
`;

  test("downwards from a length", async () => {
    await check(collect("for (let i = xs.length; i--; )"), "[f([1, 2, 3]), f([])]", ["range(xs.length - 1, -1, -1)"]);
    const after = await check(collect("while (i--)", "xs: number[]", "let i = xs.length;"), "[f([1, 2, 3]), f([])]", [
      "range(xs.length - 1, -1, -1)",
    ]);
    assert.doesNotMatch(after["a.ts"]!, /let i\b/);
  });

  test("upwards, as `lodash` counts", async () => {
    const before = "let i = -1; const length = xs.length;";
    await check(collect("while (++i < length)", "xs: number[]", before), "[f([1, 2, 3]), f([])]", ["range(length)"]);
    await check(collect("while (++i < length)", "xs: number[]", before, "return [out, i];"), "[f([1, 2, 3]), f([])]", [
      "for (i = 0; i < length; ++i)",
    ]);
  });

  test("a number of the caller, which need not be whole", async () => {
    const inputs = "[f([1, 2, 3], 3), f([1, 2], 2.5), f([1], -2), f([], Number.NaN)]";
    const both = "xs: number[], n: number";
    await check(collect("for (let i = n; i-- > 0; )", both), inputs, ["for (let i = n - 1; i + 1 > 0; i--)"]);
    await check(collect("for (let i = n; --i >= 0; )", both), inputs, ["for (let i = n - 1; i >= 0; --i)"]);
    await check(collect("while (i++ < n)", both, "let i = 0;", "return [out, i];"), inputs, [
      "for (i = 1; i - 1 < n; i++)",
    ]);
  });

  test("what would not come to its end stands beside", async () => {
    const stop = "{ if (i < -2) throw new RangeError(String(i)); out.push(heavy(xs[i] ?? 7)); }";
    const inputs =
      "[[3, 2.5, -1, 0, Number.NaN]].map((all) => all.map((n) => { try { return f([1], n); } catch (e) { return String(e); } }))";
    const text = `export function f(xs: number[], n: number): number[] {
  const out: number[] = [];
  for (let i = n; i--; ) ${stop}
  return out;
}
`;
    await check(text, inputs, ["n - 1 >= -1 && assumptionsHold({ integers: [n - 1] })", "for (let i = n; i--; )"]);
    const upwards = text.replace("let i = n; i--; ", "let i = 3; i !== n; i--");
    await check(upwards, inputs, ["3 >= n && assumptionsHold({ integers: [n] })", "range(3, n, -1)"]);
  });

  test("not where a function sees the counter, or the end of a `do` loop is no number", () => {
    assert.match(
      problem(
        collect("do$0 {", "xs: number[], n: number", "let i = 0;").replace("?? 7));", "?? 7)); } while (++i < n);"),
      ),
      /cannot be written as `for`/,
    );
  });
});
