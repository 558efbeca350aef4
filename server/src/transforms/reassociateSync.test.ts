import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkInParts, checkNotInParts, offeredInParts, refusalInParts } from "../../../test/support/inParts.js";
import { checkRewrite, openProject, planIn } from "../../../test/support/rewriteProject.js";

/** `safe`, or what there is to know. */
function safetyOf(text: string): string {
  const { safety, notes } = offeredInParts(text);
  return safety === "safe" ? "safe" : (notes[0] ?? "");
}

/** A loop over odd numbers, whose comparisons are not all what they seem: NaN, equals, both zeros. */
const odd = "[3, NaN, 5, 5, -0, 0, Infinity, -7, NaN, Infinity, -Infinity, 2, 2.5]";

describe("reassociate-sync", () => {
  test("a sum is added up in parts, and that its digits may differ is told", async () => {
    const dot = `export function dot(n: number, x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for$0 (let i = 0; i < n; i++) sum += x[i]! * y[i]!;
  return sum;
}
`;
    await checkInParts(
      dot,
      "[0, 1, 2, 5].map((n) => dot(n, Float64Array.of(1, 2, 3, 4, 5), Float64Array.of(2, 3, 4, 5, 6)))",
      ["for (const sumPart of parallelMapSync(chunks(n), dotChunk, { x, y })) {", "sum += sumPart;"],
      ["let sumPart = 0;", "for (let i = from; i < to; i++) sumPart += x[i]! * y[i]!;"],
    );
    assert.match(safetyOf(dot), /^`sum` is added up for each part .* last digits can differ/);
    const texts = dot.replace("sum = 0", 'sum = ""').replace(": number {", ": string {");
    assert.match(refusalInParts(texts.replace("x[i]! * y[i]!", "String(x[i]! * y[i]!)")), /not known to be a number/);
  });

  test("sums in inner loops leave nothing to travel but the partial results", async () => {
    await checkInParts(
      `export function norm(h: number, w: number, u: Float64Array): number {
  let norm = 0;
  for$0 (let i = 1; i < h - 1; i++) {
    for (let j = 1; j < w - 1; j++) {
      const r = u[i * w + j]! - u[i * w + j - 1]!;
      norm += r * r;
    }
  }
  return norm;
}
`,
      "norm(5, 4, Float64Array.from({ length: 20 }, (_, k) => (k * 7) % 5))",
      ["parallelMapSync(chunks(1, h - 1), normChunk, { w, u })"],
      ["return normPart;"],
    );
  });

  test("a count is exact, if it starts with a whole number", async () => {
    const count = (start: string) => `export function count(xs: number[], start = 0.1): number {
  let n = ${start};
  let ups = 2;
  for$0 (let i = 0; i < xs.length; i++) {
    if (Math.sin(xs[i]!) < 0) n++;
    else ups -= 1;
  }
  return n + ups * 1000 + start;
}
`;
    await checkInParts(count("0"), "[count([]), count([1, 4, 2, 5, 3, 6, 7])]", ["n += nPart;", "ups += upsPart;"], []);
    assert.equal(safetyOf(count("0")), "safe");
    assert.match(safetyOf(count("start")), /^`n` is added up/);
    assert.match(safetyOf(count("-0")), /^`n` is added up/);
  });

  test("bits are exact in numbers of 32 bits, and refused in what may be none", async () => {
    const bits = (start: string) => `export function bits(xs: Int32Array, start: number): number[] {
  let all = -1;
  let any = ${start};
  let odd = 0;
  for$0 (let i = 0; i < xs.length; i++) {
    if (xs[i]! === 0) continue;
    all &= xs[i]!;
    any |= xs[i]! >>> 0;
    odd ^= Math.imul(xs[i]!, 77);
  }
  return [all, any, odd, start];
}
`;
    await checkInParts(
      bits("0"),
      "[bits(Int32Array.of(7, -1, 12, 5, 0, 2 ** 31 - 1, -(2 ** 31)), 1), bits(Int32Array.of(0), 1)]",
      ["all &= allPart;", "any |= anyPart;", "odd ^= oddPart;"],
      ["let allPart = -1;"],
    );
    assert.equal(safetyOf(bits("0")), "safe");
    assert.match(refusalInParts(bits("start")), /`any` has to be a whole number of 32 bits/);
  });

  test("a product, and numbers of any length, which are exact", async () => {
    const text = (type: string, one: string) => `export function product(xs: readonly ${type}[]): ${type} {
  let all: ${type} = ${one};
  for$0 (const x of xs) all *= x * x;
  return all;
}
`;
    await checkInParts(text("number", "1"), "product([1, 2, 3, 4, 5])", ["all *= allPart;"], ["let allPart = 1;"]);
    await checkInParts(
      text("bigint", "1n"),
      "product([1n, 2n, 3n, 4n, 5n])",
      ["all *= allPart;"],
      ["let allPart = 1n;"],
    );
    assert.match(safetyOf(text("number", "1")), /^`all` is multiplied/);
    assert.equal(safetyOf(text("bigint", "1n")), "safe");
  });

  test("largest and least, where a number that is none wins for good", async () => {
    const extremes = `export function extremes(xs: number[]): number[] {
  let high = -1;
  let low = 1;
  for$0 (let i = 0; i < xs.length; i++) {
    high = Math.max(high, xs[i]! * 2, 0);
    if (xs[i]! < 100) low = Math.min(xs[i]! / 3, low);
  }
  return [high, low];
}
`;
    await checkInParts(
      extremes,
      `[extremes([]), extremes([7, 3, -0, 0, -5, 200]), extremes([0, -0, 0]), extremes([1, 2, NaN, 4, 5])]`,
      ["high = Math.max(high, highPart);", "low = Math.min(low, lowPart);"],
      ["let highPart = -Infinity;", "let lowPart = Infinity;"],
    );
    assert.equal(safetyOf(extremes), "safe");
  });

  test("the best and its place: the first of equals wins, and what is no number never does", async () => {
    const best = (test: string, start = "-Infinity") => `export function best(xs: number[], start: number): unknown[] {
  let high = ${start};
  let at = -1;
  let label: string | undefined;
  for$0 (let i = 0; i < xs.length; i++) {
    const x = Math.cbrt(xs[i]!);
    if (${test}) {
      high = x;
      at = i;
      label = "n" + i;
    }
  }
  return [high, at, label, start];
}
`;
    const run = `[[], [NaN], [0, -0], [-0, 0], ${odd}, ${odd}.reverse()].flatMap((xs) => [NaN, -0, 0, 1, 1e9, -Infinity].map((start) => best(xs, start)))`;
    const combine =
      "if (highPart > high) {\n      high = highPart;\n      at = atPart;\n      label = labelPart;\n    }";
    await checkInParts(
      best("x > high"),
      run,
      [combine],
      ["let highPart = -Infinity;", "let labelPart: string | undefined = labelBefore;"],
    );
    await checkInParts(best("high > x", "start"), run, ["const highBefore = high;"], ["let highPart = highBefore;"]);
    assert.equal(safetyOf(best("x > high")), "safe");
    assert.match(refusalInParts(best("x >= high")), /`high` is combined in a way that cannot be divided/);
    checkNotInParts(best("!(x <= high)"));
    checkNotInParts(best("high < 0 || x > high"));
  });

  test("the place of the best alone, and the choice between two values", async () => {
    const place = (table: string) => `export function place(xs: number[], rows: number[][]): number[] {
  let at = 0;
  let low = rows.length;
  for$0 (let i = 1; i < xs.length; i++) {
    const row = rows[i % rows.length]!;
    if (${table}[i]! < ${table}[at]!) at = i;
    low = Math.sqrt(row[0]!) < low ? Math.sqrt(row[0]!) : low;
  }
  return [at, low];
}
`;
    await checkInParts(
      place("xs"),
      `[${odd}, ${odd}.reverse(), [2, 1, 1], [NaN, 1, 0]].map((xs) => place(xs, [[9], [4], [NaN], [16]]))`,
      ["const lowBefore = low;", "if (xs[atPart]! < xs[at]!) at = atPart;", "if (lowPart < low) low = lowPart;"],
      ["let atPart = 0;", "let lowPart = lowBefore;"],
    );
    checkNotInParts(place("row"));
    checkNotInParts(`export function f(n: number, u: Float64Array, v: Float64Array): number {
  let at = 0;
  for$0 (let i = 0; i < n; i++) {
    if (u[i]! > u[at]!) at = i;
    v[i] = Math.sqrt(u[i]!) + Math.cbrt(i);
  }
  return at;
}
`);
  });

  test("the best of the whole loop, not of one iteration", () => {
    const text = `export function f(rows: number[][]): number {
  let at = -1;
  for$0 (let i = 0; i < rows.length; i++) {
    let best = 0;
    for (const x of rows[i]!) {
      if (Math.sin(x) > best) { best = Math.sin(x); at = i; }
    }
  }
  return at;
}
`;
    checkNotInParts(text);
  });

  test("both ways of telling whether all do, or any", async () => {
    const all = (given: string) => `export function all(xs: ${given}[]): boolean[] {
  let every = true;
  let some = false;
  for$0 (let i = 0; i < xs.length; i++) {
    every = every && Math.sqrt(Number(xs[i])) < 3;
    some ||= Math.sqrt(Number(xs[i])) > 2;
  }
  return [every, some];
}
`;
    await checkInParts(
      all("number"),
      "[all([]), all([1, 2, 3]), all([1, 16, 2]), all([NaN])]",
      ["every = every && everyPart;", "some = some || somePart;"],
      ["let everyPart = true;", "let somePart = false;"],
    );
    const slow = `export function slow(x: number): number {
  while (x > 1) x = x % 2 === 0 ? x / 2 : 3 * x + 1;
  return x;
}
export function all(xs: number[], limit: number): boolean {
  let every = true;
  for$0 (let i = 0; i < xs.length; i++) every = every && slow(xs[i]! + limit) === 1;
  return every;
}
`;
    checkNotInParts(slow);
    checkNotInParts(slow.replace("while (x > 1) x =", "if (x > 1) throw new Error(); x ="));
  });

  test("written along the way: typed arrays, if they do not overlap", async () => {
    const relax = `export function relax(n: number, u: Float64Array, v: Float64Array): number {
  let change = 0;
  for$0 (let i = 1; i < n - 1; i++) {
    const next = (u[i - 1]! + u[i + 1]!) / 2;
    change = Math.max(change, Math.abs(next - u[i]!));
    v[i] = next;
  }
  return change;
}
export function both(n: number): unknown[] {
  const u = Float64Array.from({ length: 9 }, (_, k) => (k * k * 5) % 7);
  const v = new Float64Array(9);
  return [relax(n, u, v), u, v, relax(n, v, v), v];
}
`;
    await checkInParts(relax, "[both(9), both(2), both(4)]", ['writes: ["v"], disjoint: [[v, u]]'], []);
    assert.match(
      refusalInParts(relax.replace("v: Float64Array)", "v: number[])")),
      /`v\[i\] = next;` has to be done in order/,
    );
  });

  test("down, in steps, up to a bound of its own, over elements, pairs and methods", async () => {
    const over = (loop: string) => `export function f(xs: number[], set: Set<number>): number {
  let sum = 0;
  ${loop}
  return sum + set.size;
}
`;
    const run = "[f([], new Set()), f([3, 1, 4, 1, 5, 9, 2], new Set([2, 7, 1]))]";
    const kernel = async (loop: string, file: string, inKernels: string) =>
      await checkInParts(over(loop), run, [file], [inKernels]);
    await kernel(
      "for$0 (let i = xs.length - 1; i >= 0; i--) sum += xs[i]! * xs[i]!;",
      "chunks(xs.length - 1, -1, -1)",
      "for (let i = from; i > to; i--)",
    );
    await kernel(
      "for$0 (let i = 1, n = xs.length; i < n; i += 2) sum += xs[i]! * i;",
      "chunks(1, xs.length, 2)",
      "for (let i = from; i < to; i += 2)",
    );
    await kernel(
      "for$0 (let i = 0, e = xs.length; i < e; i++) { const q = xs[i]!; { const e = 2 * q; sum += e; } }",
      "fChunk, { xs }",
      "const e = 2 * q; sumPart += e;",
    );
    await kernel("for$0 (let i = 0; i <= xs.length; i++) sum += i * i;", "chunks(xs.length + 1)", "i < to");
    await kernel("for$0 (const x of xs) sum += x * x;", "chunks(xs)", "for (const x of chunk) sumPart += x * x;");
    await kernel("for$0 (const x of set) sum += x * x;", "chunks([...set])", "for (const x of chunk)");
    await kernel("for$0 (const [i, x] of xs.entries()) sum += i * x;", "chunks([...xs.entries()])", "of chunk");
    await kernel("let i = 0;\n  while$0 (i < xs.length) { sum += xs[i]! * i; i++; }", "chunks(xs.length)", "i < to");
    await kernel("for$0 (let i = 0; i !== xs.length; ++i) sum += xs[i]! * i;", "chunks(xs.length)", "++i");
  });

  test("not a count by `!==` that may start behind its bound", () => {
    const text = (end: string) => `export function f(xs: number[], n: number): number {
  let count = 0;
  for$0 (let i = 0; i !== ${end}; i++) if (Math.sin(xs[i]!.valueOf()) > 0) count++;
  return count + n;
}
`;
    assert.match(refusalInParts(text("n")), /that the loop meets its bound is not known/);
    assert.equal(safetyOf(text("xs.length")), "safe");
  });

  test("not where one part would end early, and the others would go on", () => {
    const text = (update: string, jump: string) => `export function f(xs: number[], n: number): number {
  let count = 0;
  const seen: Record<string, number> = {};
  for$0 (let i = 0; i < xs.length; i++) {
    ${jump}
    ${update}
  }
  return count + Object.keys(seen).length;
}
`;
    for (const update of ["if (xs[i]! > 0) count++;", "seen[i % 3] = (seen[i % 3] ?? 0) + 1;"]) {
      checkNotInParts(text(update, "if (n !== i) break;"));
      checkNotInParts(text(update, "if (n < i) return count;"));
      assert.notEqual(safetyOf(text(update, "")), undefined);
    }
  });

  test("the callback of `reduce` and `forEach`", async () => {
    await checkInParts(
      `export function total(xs: readonly { a: number; b: number }[]): number {
  return xs.reduce$0((sum, { a, b }) => sum + Math.hypot(a, b), 0);
}
`.replace("xs.reduce$0", "$0xs.reduce"),
      "total([{ a: 3, b: 4 }, { a: 6, b: 8 }, { a: 5, b: 12 }])",
      ["sum += sumPart;"],
      ["sumPart"],
    );
  });

  test("not where what is combined can be seen when an iteration fails", async () => {
    const loop = (head: string, tail: string) => `export function f(rows: number[][]): unknown {
  ${head}
  for$0 (let i = 0; i < rows.length; i++) sum += rows[i]![0]! * rows[i]!.length;
  ${tail}
}
`;
    const seen = loop("let sum = 0; try {", "} catch { return sum; } return -sum;");
    assert.match(refusalInParts(seen), /an iteration may fail, and what `sum` holds by then can be seen/);
    await checkInParts(
      loop("let sum = 0;", "return sum;"),
      "[f([[1], [2, 3], [4]]), (() => { try { return f([[1], [2], undefined!]); } catch (error) { return String(error); } })()]",
      ["chunks(rows.length)"],
    );
  });

  test("not where the order counts, an object holds it, or the loop does more than that", () => {
    const body = (text: string, before = "let s = 0;") => `export const log: number[] = [];
export function f(xs: number[], box: { sum: number }): unknown {
  ${before}
  for$0 (let i = 0; i < xs.length; i++) { const v = Math.sin(xs[i]!); ${text} }
  return [${before === "" ? "" : "s"}, box];
}
`;
    assert.match(refusalInParts(body("box.sum += v;", "")), /lies in an object; combine it in a variable/);
    checkNotInParts(body("if (v < s) s = v; s += v;"));
    checkNotInParts(body("log.push(v); s += v;"));
    checkNotInParts(body("s = v - s;"));
    checkNotInParts(body("s = (s + v) / 2;"));
    checkNotInParts(body("s += v; xs[i] = s;"));
    checkNotInParts(body("s = Math.max(s, v); if (s > 0.5) break;"));
  });

  test("not in JavaScript where what begins as a number may have become a text", () => {
    const reasonOf = (before: string, added = "Math.sqrt(x)") => {
      const loop = `for$0 (const x of new Float64Array(n)) s += ${added};`;
      const text = `export function f(o, n) {\n  let s = 0;\n  let t = 0;\n  ${before}\n  ${loop}\n  return s;\n}\n`;
      const answer = planIn(openProject({ "a.js": text }), "reassociate-sync");
      return answer?.kind === "disabled" ? answer.reason : answer?.kind;
    };
    const reason = "`s` is not known to be a number";
    assert.equal(reasonOf("s = o.x;"), reason);
    assert.equal(reasonOf("s += o.x;"), reason);
    assert.equal(reasonOf("for (let k = 0; k < n; k++) { s = t; t = o.x; }"), reason);
    assert.equal(reasonOf("t = o.x;", "x + t"), "`x + t` is not known to be a number");
    assert.equal(reasonOf("s = o.x * 2;"), "offered");
  });

  test("nor where nothing declares that there is an array to be cut into parts", () => {
    const answerTo = (head: string) => {
      const text = `${head}export function f(xs) {\n  let k = 0;\n  for$0 (const x of xs) k += x > 3 ? 2 : 1;\n  return k;\n}\n`;
      const answer = planIn(openProject({ "a.js": text }), "reassociate-sync");
      return answer?.kind === "disabled" ? answer.reason : answer?.kind;
    };
    assert.equal(answerTo("/** @param {number[]} xs */\n"), "offered");
    assert.equal(answerTo(""), "`xs` is not known to be an array; write its type in a comment");
  });

  test("in JavaScript, of both kinds of modules, and in a method that reads fields", async () => {
    const loop =
      "  // The norm.\n  let sum = 0;\n  if (xs) for$0 (let i = 0; i < xs.length; i++) sum += xs[i] * xs[i];\n  return sum;\n";
    const transform = "reassociate-sync";
    await checkRewrite(
      { "a.js": `/** @param {Float64Array} xs */\nexport function norm(xs) {\n${loop}}\n` },
      { transform, expression: "norm(Float64Array.of(1, 2, 3))", contains: { "a.kernels.js": ["[from, to], { xs }"] } },
    );
    await checkRewrite(
      { "a.cjs": `/** @param {Float64Array} xs */\nfunction norm(xs) {\n${loop}}\nmodule.exports = { norm };\n` },
      { transform, expression: "norm(Float64Array.of(1, 2, 3))", contains: { "a.cjs": ["require(", "// The norm."] } },
    );
    await checkRewrite(
      {
        "a.ts": `export class Box {
  constructor(readonly xs: number[], readonly scale: number) {}
  sum(): number {
    let sum = 0;
    for$0 (const x of this.xs) {
      // Scaled first.
      const scaled = x * this.scale;
      if (scaled < 0) continue;
      sum += scaled;
    }
    return sum;
  }
}
`,
      },
      {
        transform,
        expression: "new Box([1, -2, 3, 4], 2).sum()",
        contains: {
          "a.ts": ["parallelMapSync(chunks(this.xs), sumChunk, { scale: this.scale })"],
          "a.kernels.ts": ["// Scaled first.", "if (scaled < 0) continue;"],
        },
      },
    );
  });

  test("not with what the compiler does not know to be numbers, or a label", async () => {
    const untyped =
      "export function f(xs) {\n  let s = 0;\n  for$0 (let i = 0; i < xs.length; i++) s += xs[i].size;\n  return s;\n}\n";
    const answer = planIn(
      openProject({ "a.js": untyped }, { strict: false, noImplicitAny: false }),
      "reassociate-sync",
    );
    assert.ok(
      answer === undefined || (answer.kind === "disabled" && /`xs\[i\]\.size` is not known/.test(answer.reason)),
    );
    const labelled = `export function f(m: number[][]): number {
  let s = 0;
  rows: for$0 (let i = 0; i < m.length; i++) {
    for (const x of m[i]!) {
      if (x < 0) continue rows;
      s += Math.sqrt(x);
    }
  }
  return s;
}
`;
    assert.equal(refusalInParts(labelled), "the loop has a label");
  });

  test("what an iteration changes for the next stays in order, whatever the length of the parts", () => {
    const carried = (body: string) => `export function f(n: number, u: Float64Array, v: Float64Array): number {
  let s = 0;
  let last = 0;
  for$0 (let i = 0; i < n; i++) { ${body} }
  return s + last;
}
`;
    checkNotInParts(carried("if (i % 64 === 0) last = Math.sqrt(u[i]!); s += last * v[i]!;"));
    checkNotInParts(carried("v[i >> 6] = Math.sqrt(u[i]!); s += u[i]!;"));
    checkNotInParts(carried("v[i - (i % 64)]! *= Math.sqrt(u[i]!); s += u[i]!;"));
    checkNotInParts(carried("v[i + 1] = Math.sqrt(v[i]!); s += v[i]!;"));
    checkNotInParts(carried("last += 2; s += Math.sqrt(u[last]!);"));
  });
});
