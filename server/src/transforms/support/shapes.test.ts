import { describe, test } from "node:test";
import { checkRewrite } from "../../../../test/support/rewriteProject.js";

const heavy = `export function heavy(x: number): number {
  let s = x;
  for (let k = 0; k < 20; k++) s = Math.sqrt(s + k);
  return s;
}
`;

/** Rewrites, type-checks strictly, runs before and after; the pieces must stand in the new text. */
async function check(body: string, expression: string, inFile: readonly string[], inKernels: readonly string[] = []) {
  const files = { "a.ts": `import { heavy } from "./heavy.js";\n${body}`, "heavy.ts": heavy };
  await checkRewrite(files, { expression, contains: { "a.ts": inFile, "a.kernels.ts": inKernels } });
}

describe("the items of the call", () => {
  test("a bound that belongs to the loop and may not be whole", async () => {
    await check(
      `export function f(limit: number): number[] {
  const out: number[] = [];
  for (let n = 2; n <= limit; n++) out.push(heavy(n));
  return out;
}
`,
      "[f(7.5), f(7), f(1)]",
      ["range(2, Math.floor(limit) + 1)"],
    );
  });

  test("a bound that is whole for certain", async () => {
    await check(
      `export function f(xs: number[]): number[] {
  const out: number[] = [];
  for (let i = xs.length - 1; i >= 0; i--) out.push(heavy(xs[i]!) + i);
  return out;
}
`,
      "f([5, 6, 7])",
      ["range(xs.length - 1, -1, -1)"],
    );
  });

  test("not a range where neither the first value nor the bound need be whole: the loop counts itself", async () => {
    await check(
      `export function f(a: number, b: number): number[] {
  const out: number[] = [];
  for (let x = a; x <= b; x++) out.push(heavy(x) + x);
  return out;
}
`,
      "[f(0.1, 3.1), f(0.5, 2.2), f(1, 3)]",
      ["for (let x = a; x <= b; x++) xValues.push(x);", "parallelMapSync(xValues, fColumn, {})"],
    );
  });

  test("a condition that adds something to the counter", async () => {
    const windows = (head: string) => `export function f(xs: number[], size: number): number[] {
  const out: number[] = [];
  for (${head}) out.push(heavy(xs[i]!));
  return out;
}
`;
    await check(windows("let i = 0; i + 2 <= xs.length; i++"), "f([1, 2, 3, 4], 0)", ["range(xs.length - 2 + 1)"]);
    await check(windows("let i = 0; i + size < xs.length; i++"), "[f([1, 2, 3, 4], 1.5), f([1, 2, 3], 0)]", [
      "for (let i = 0; i + size < xs.length; i++) iValues.push(i);",
    ]);
    await check(windows("let i = 0, n = xs.length; i + size < n; i++"), "f([1, 2, 3, 4], 2)", ["const n = xs.length;"]);
  });

  test("an iterable that is computed is computed once", async () => {
    await check(
      `export function f(xs: number[]): Map<number, number> {
  const out = new Map<number, number>();
  for (const x of xs.slice(1)) out.set(x, heavy(x));
  return out;
}
`,
      "[...f([1, 2, 3])]",
      ["const items = xs.slice(1);", "parallelMapSync(items, fX, {})", "for (const x of items) {"],
    );
  });

  test("constants of the head stay where they mean something", async () => {
    await check(
      `export function f(xs: number[]): number[] {
  const out: number[] = [];
  for (let i = 0, n = xs.length; i < n; i++) out.push(heavy(xs[i]! + n));
  for (let i = 0, n = xs.length; i < n; i++) out.push(i);
  return out;
}
`,
      "f([1, 2, 3])",
      ["  {\n    const n = xs.length;\n"],
    );
    await check(
      `export function f(xs: number[]): number[] {
  const out: number[] = [];
  for (let i = 0, n = xs.length; i < n; i++) out.push(heavy(xs[i]!));
  return out;
}
`,
      "f([1, 2, 3])",
      ["const out: number[] = parallelMapSync(range(xs.length), fStep, { xs });"],
    );
  });
});

describe("an array that the call makes itself", () => {
  test("also under an old-style counter, whose declaration goes", async () => {
    await check(
      `export function f(w: number, h: number): number[] {
  var i, j, sum;
  const out: number[] = [];
  for (i = 0; i < h; i++) {
    sum = 0;
    for (j = 0; j < w; j++) sum += heavy(i * j);
    out.push(sum);
  }
  return out;
}
`,
      "f(3, 4)",
      ["export function f(w: number, h: number): number[] {\n  const out: number[] = parallelMapSync("],
      ["  let sum;\n  let j;\n"],
    );
  });

  test("not where `new Array(n)` throws and the loop would not", async () => {
    await check(
      `export function f(n: number): number[] {
  const out = new Array<number>(n);
  for (let i = 0; i < n; i++) out[i] = heavy(i);
  return out;
}
export const fails = (n: number): string => {
  try {
    return String(f(n).length);
  } catch (error) {
    return String(error);
  }
};
`,
      "[f(3), fails(-1), fails(2.5)]",
      ["const out = new Array<number>(n);", "out[i] = heavyResult;"],
    );
  });

  test("not where the counter is needed afterwards", async () => {
    await check(
      `export function f(n: number): [number, number[]] {
  let i: number;
  const out: number[] = [];
  for (i = 0; i < n; i++) out.push(heavy(i));
  return [i, out];
}
`,
      "[f(3), f(2.5), f(-4)]",
      ["for (i = 0; i < n; i++) {\n    const heavyResult = heavyResults[index++]!;"],
    );
    await check(
      `export function f(n: number): number[] {
  const out: number[] = [];
  for (var i = 0; i < n; i++) out.push(heavy(i));
  for (i = 0; i < 2; i++) out.push(i);
  return out;
}
`,
      "f(3)",
      ["for (var i = 0; i < n; i++) {"],
    );
  });

  test("not where the array is used before the loop", async () => {
    await check(
      `export function f(n: number): number[] {
  const out: number[] = [];
  const size = () => out.length;
  let before = size();
  for (let i = 0; i < n; i++) out.push(heavy(i));
  before += size();
  return [before, ...out];
}
`,
      "f(3)",
      ["const out: number[] = [];", "out.push(heavyResult);"],
    );
  });
});

describe("values that travel", () => {
  test("taken under a condition", async () => {
    await check(
      `export function f(xs: number[]): number {
  let total = 0;
  for (const x of xs) {
    const v = heavy(x);
    if (v > 7.2) {
      const w = heavy(v * 2);
      total += w;
    } else {
      total -= v;
    }
  }
  return total;
}
`,
      "f([1, 2, 3, 4, 50, 600])",
      ["for (const { v, w } of parallelMapSync(xs, fX, {})) {", "} else {\n      total -= v;"],
      ["let wFound!: number;", "  if (v > 7.2) {\n    const w = heavy(v * 2);\n    wFound = w;\n  }\n  return"],
    );
  });

  test("that may be undefined themselves", async () => {
    await check(
      `function g(x: number): number | undefined {
  return heavy(x) > 7.4 ? undefined : heavy(x);
}
export function f(xs: readonly number[]): (number | undefined)[] {
  const out: (number | undefined)[] = [];
  for (const x of xs) {
    if (x === 3) continue;
    const v = g(x);
    out.push(v);
  }
  return out;
}
`,
      "f([1, 2, 3, 4, 50, 601])",
      ["if (result === undefined) continue;", "const { v } = result;"],
      ["if (x === 3) return undefined;", "return { v };"],
    );
  });

  test("one per iteration of inner loops, some of them under a condition", async () => {
    await check(
      `export function f(h: number, w: number): number {
  let total = 0;
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const v = heavy(x * y);
      total += v;
      if (v > 7.2) {
        const u = heavy(v);
        total += u;
      }
    }
  }
  return total;
}
`,
      "f(4, 5)",
      ["let nextU = 0;", "const v = vs[x]!;\n      total += v;", "const u = us[nextU++]!;\n        total += u;"],
      ["vs.push(v);", "us.push(u);", "return { vs, us };"],
    );
  });

  test("the inner loop becomes one over the values where nothing else of it is needed", async () => {
    await check(
      `export function f(h: number, w: number): number {
  let total = 0;
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const v = heavy(x * y);
      total += v;
    }
  }
  return total;
}
`,
      "f(4, 5)",
      ["for (const vs of parallelMapSync(range(h), fRow, { w })) {\n    for (const v of vs) {\n      total += v;"],
    );
  });

  test("whose variable the kernel changes afterwards", async () => {
    await check(
      `export function f(xs: number[]): number[][] {
  const a: number[] = [];
  const b: number[] = [];
  for (const x of xs) {
    let v = heavy(x);
    a.push(v);
    v = heavy(v + 1);
    b.push(v);
  }
  return [a, b];
}
`,
      "f([1, 2, 3])",
      [],
    );
  });

  test("not the objects of the caller: they are looked up by the caller again", async () => {
    await check(
      `interface P { x: number; v: number }
export function f(ps: P[]): P[] {
  for (let i = 0; i < ps.length; i++) {
    const p = ps[i]!;
    const force = heavy(p.x);
    p.v += force;
  }
  return ps;
}
`,
      "f([{ x: 1, v: 2 }, { x: 3, v: 4 }])",
      ["const force = forces[i]!;", "const p = ps[i]!;\n    p.v += force;"],
    );
  });

  test("conditions that both sides evaluate, or one of them the other way round", async () => {
    await check(
      `export function f(xs: number[], log: string[]): unknown {
  const out: number[] = [];
  for (const x of xs) {
    let v = heavy(x);
    if (x > 2) v = heavy(v);
    else log.push("small");
    out.push(v);
  }
  return [out, log];
}
`,
      "f([1, 2, 3, 4, 5], [])",
      ['if (!(x > 2)) log.push("small");'],
      ["if (x > 2) v = heavy(v);\n"],
    );
    await check(
      `export function f(ps: { x: number }[]): { x: number }[] {
  const kept: { x: number }[] = [];
  for (const p of ps) {
    if (heavy(p.x) > 7.3) kept.push(p);
  }
  return kept;
}
`,
      "f([{ x: 1 }, { x: 3 }, { x: 50 }])",
      ["if (value) kept.push(p);"],
      ["  return heavy(p.x) > 7.3;\n"],
    );
  });
});

describe("what an inner loop stores and adds up", () => {
  const residual = `export function f(r: Float64Array, x: Float64Array, n: number): number {
  let norm = 0;
  for (let i = 1; i < n - 1; i++) {
    for (let j = 1; j < n - 1; j++) {
      const k = i * n + j;
      r[k] = heavy(x[k]!);
      norm += r[k]! * r[k]!;
    }
  }
  return norm;
}
export function run(n: number): unknown {
  const x = new Float64Array(40).map((_, i) => i / 7);
  const r = new Float64Array(40);
  const apart = f(r, x, n);
  return [apart, r, f(x, x, n), x];
}
`;

  test("is added up behind what the workers have stored; where sides are not whole, the author's loop runs", async () => {
    await check(residual, "[run(6), run(3.5), run(0), run(NaN)]", ["integers: [n]", "norm += r[k]! * r[k]!;"]);
  });
});

describe("where the work of an iteration fails behind what can be seen", () => {
  test("nothing has been stored yet, and the author's loop shows how far it comes", async () => {
    await check(
      `interface Disc { x: number; r: number }
function meets(a: Disc, b: Disc): boolean { return heavy(a.x) - heavy(b.x) < a.r + b.r; }
export function f(discs: readonly Disc[], pairs: string[]): void {
  for (let i = 0; i < discs.length; i++) {
    for (let j = i + 1; j < discs.length; j++) {
      if (meets(discs[i]!, discs[j]!)) pairs.push(\`\${i} \${j}\`);
    }
  }
}
export function run(gap: boolean): unknown {
  const discs: Disc[] = [1, 5, 2, 9, 4].map((x) => ({ x, r: x / 50 }));
  if (gap) discs[3] = undefined as unknown as Disc;
  const pairs: string[] = [];
  try {
    f(discs, pairs);
  } catch (error) {
    return [pairs, error instanceof TypeError];
  }
  return pairs;
}
`,
      "[run(false), run(true)]",
      ["} catch {", "} else {\n    for (let i = 0; i < discs.length; i++) {\n      for (let j = i + 1;"],
    );
  });
});

describe("sections of a typed array", () => {
  test("are written by the workers, in shared memory", async () => {
    await check(
      `export function f(x: Float64Array, w: number): void {
  for (let r = 0; r < 4; r++) {
    const row = x.subarray(r * w, (r + 1) * w);
    let most = 0;
    for (const v of row) most = Math.max(most, v);
    for (let c = 0; c < row.length; c++) row[c] = heavy(row[c]! / (1 + most)) + most;
    row.sort();
  }
}
export function run(w: number): Float64Array {
  const x = new Float64Array(12).map((_, i) => (i * 7) % 5);
  f(x, w);
  return x;
}
`,
      "[run(3), run(1), run(0), run(-2), run(2.5), run(NaN), run(100)]",
      ['writes: ["x"]', "integers: [w]"],
    );
  });
});

describe("results in turn", () => {
  const throwing = `function check(x: number): number {
  if (x > 100) throw new RangeError(\`\${x} is too big\`);
  return heavy(x);
}
export function run(xs: number[]): unknown {
  const out: string[] = [];
  try {
    f(xs, out);
  } catch (error) {
    return [out, String(error)];
  }
  return out;
}
`;

  test("what others can see has happened for every iteration before the one that throws", async () => {
    await check(
      `${throwing}
export function f(xs: number[], out: string[]): void {
  for (let i = 0; i < xs.length; i++) out.push(\`\${i}: \${check(xs[i]!)}\`);
}
`,
      "[run([1, 2, 3]), run([1, 2, 200, 3])]",
      ["for (const [, value] of parallelEntriesSync(range(xs.length), fStep, { xs })) {\n    out.push(value);"],
    );
  });

  test("the counter counts as the loop did", async () => {
    await check(
      `${throwing}
export function f(xs: number[], out: string[], from = 0): void {
  for (let i = from + 1; i < xs.length; i += 2) {
    const v = check(xs[i]!);
    out.push(i + ":" + v);
  }
}
`,
      "[run([1, 2, 3]), run([1, 2, 3, 4, 5, 200, 7])]",
      [],
    );
  });
});

describe("places where only one statement may stand", () => {
  test("a branch without braces, and a label", async () => {
    await check(
      `export function f(xs: number[], on: boolean): number {
  let total = 0;
  if (on) for (let i = 0, n = xs.length; i < n; i++) { const v = heavy(xs[i]!); total += v * n; } else total = -1;
  return total;
}
`,
      "[f([1, 2, 3], true), f([1], false)]",
      ["if (on) {\n    const n = xs.length;", "} else total = -1;"],
    );
    await check(
      `export function f(xs: number[]): number {
  let total = 0;
  outer: for (let i = 1; i < xs.length; i++) { const v = heavy(xs[i]!); total += v * i; }
  return total;
}
`,
      "f([1, 2, 3])",
      ["outer: {\n    const vs ="],
    );
  });
});

describe("what can fail before something else in the kernel does", () => {
  const loop = (condition: string, work: string) => `export function f(m: number[][], xs: number[]): number[] {
  let s = 0;
  let k = 0;
  for (let i = 0; i < xs.length; i++) {
    if (${condition}) k += 1;
    s += ${work};
  }
  return [s, k];
}

export function picky(x: number): number {
  if (x > 2) throw new RangeError("too large");
  return heavy(x);
}
`;
  const failure = "(() => { try { return f([[1]], [1, 2, 3]); } catch (error) { return String(error); } })()";

  test("is evaluated by the kernel, too, though only the commit needs it", async () => {
    await check(loop("m[i]![0]! > 0", "picky(xs[i]!)"), failure, [], ["if (m[i]![0]! > 0) {}"]);
  });

  test("not where it cannot fail, or nothing else can", async () => {
    await check(
      loop("i > 1", "picky(xs[i]!)"),
      failure,
      ["if (i > 1) k += 1;"],
      ["): number {\n  return picky(xs[i]!);"],
    );
    await check(loop("m[i]![0]! > 0", "heavy(xs[i]!)"), failure, [], ["): number {\n  return heavy(xs[i]!);"]);
  });
});

test("else-if branches all of which belong to the caller: each condition is computed where the ones before do not hold", async () => {
  await check(
    `export function f(xs: number[], low: number, high: number): number[] {
  const counts = [0, 0, 0, 0];
  for (const x of xs) {
    if (heavy(x) < low) {
      counts[0]!++;
    } else if (heavy(x) > high) {
      counts[1]!++;
    } else if (heavy(x + 1) > 4.6) counts[2]!++;
    else counts[3]!++;
    // Whatever is left.
  }
  return counts;
}
`,
    "f([1, 5, 9, 30, 4], 4.5, 5)",
    ["if (value) {", "} else if (value2) {", "} else if (value3) counts[2]!++;"],
    [
      "  if (!value) {\n    value2 = heavy(x) > high;\n    if (!value2) {\n      value3 = heavy(x + 1) > 4.6;\n    }\n  }\n  // Whatever is left.\n",
    ],
  );
});

test("values of one name in two inner loops are counted apart", async () => {
  await check(
    `export function f(xs: number[], ys: number[]): number[] {
  let high = 0;
  let s = 0;
  for (const x of xs) {
    for (const y of ys) {
      const e = heavy(x * y);
      if (high < e) high = e;
      s += y;
    }
    for (const y of ys) {
      const e = heavy(x + y);
      if (high < e) high = e;
      s += y;
    }
  }
  return [high, s];
}
`,
    "f([1, 2, 3], [4, 5])",
    ["const e = es[nextE++]!;", "const e = es2[nextE2++]!;"],
  );
});
