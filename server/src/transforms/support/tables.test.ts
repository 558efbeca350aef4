import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  checkInParts,
  checkNotInParts,
  offeredInParts,
  planInParts,
  refusalInParts,
} from "../../../../test/support/inParts.js";
import { checkRewrite, openProject, planIn } from "../../../../test/support/rewriteProject.js";

/** `safe`, or what there is to know. */
function safetyOf(text: string): string {
  const { safety, notes } = offeredInParts(text);
  return safety === "safe" ? "safe" : notes.join(" ");
}

/** Work for the workers: a bin that takes a loop to find. */
const bin = `export function bin(x: number): number {
  let at = 0;
  while (x > 1) {
    x /= 2;
    at++;
  }
  return at;
}
`;

describe("tables by partial results", () => {
  test("what a part leaves alone keeps the sign of its zero", async () => {
    await checkInParts(
      `${bin}export function weighed(xs: number[], sums: Float64Array): unknown[] {
  for$0 (let i = 0; i < xs.length; i++) sums[bin(xs[i]!)]! += xs[i]!;
  return [...sums].map((sum) => 1 / sum);
}
`,
      "[[1, 2], Array.from({ length: 600 }, () => 1), [0, -0]].map((xs) => weighed(xs, Float64Array.of(-0, -0, 0)))",
      ["sums[k]! += sumsPart[k]!;"],
      ["new Float64Array(sumsLength).fill(-0)"],
    );
  });

  test("a histogram in a typed array is exact, whatever it holds before and wherever its subscripts are", async () => {
    const histogram = `${bin}export function histogram(xs: Float64Array, start: Uint8Array): unknown[] {
  const hist = new Uint8Array(8);
  hist.set(start);
  for$0 (let i = 0; i < xs.length; i++) {
    // One of each.
    hist[bin(xs[i]!)]!++;
    if (xs[i]! > 3) hist[i - 1]! -= 2;
  }
  return [hist];
}
`;
    await checkInParts(
      histogram,
      "[[], [1], [5, 300, 7e9, 0.5, NaN, -3, 9, 9, 9, 1e300], Array.from({ length: 700 }, (_, k) => Math.sqrt(k) - 5)].map((xs) => histogram(Float64Array.from(xs), Uint8Array.of(255, 254, 3)))",
      [
        "const histLength = hist.length;",
        "if (histLength * 4 <= xs.length) {",
        "chunks(xs.length, { least: histLength })",
        "} else {",
        "for (let k = 0; k < histPart.length; k++) hist[k]! += histPart[k]!;",
      ],
      ["const histPart = new Uint8Array(histLength);", "histPart[bin(xs[i]!)]!++;", "// One of each."],
    );
    assert.equal(safetyOf(histogram), "safe");
    // Nothing shows in a clamped array by how much it was exceeded.
    assert.match(refusalInParts(histogram.replaceAll("Uint8Array", "Uint8ClampedArray")), /not known well enough/);
  });

  test("what was rewritten is not rewritten once more; another loop in a branch of its own is", () => {
    const after = `import { chunks, parallelMapSync } from "@loopsmith/runner";
import { fChunk } from "./a.kernels.js";
export function f(xs: Float64Array, bins: number): Uint32Array {
  const hist = new Uint32Array(bins);
  if (bins * 4 <= xs.length) {
    for (const histPart of parallelMapSync(chunks(xs, { least: bins }), fChunk, { bins })) {
      for (let k = 0; k < histPart.length; k++) hist[k]! += histPart[k]!;
    }
  } else {
    for$0 (const x of xs) hist[Math.floor(Math.sqrt(x))]!++;
  }
  return hist;
}
`;
    const kernels =
      "export function fChunk(chunk: Float64Array, { bins }: { bins: number }): Uint32Array {\n  return new Uint32Array(bins + chunk.length);\n}\n";
    const kindOf = (text: string) =>
      planIn(openProject({ "a.ts": text, "a.kernels.ts": kernels }), "reassociate-sync")?.kind;
    assert.notEqual(kindOf(after), "offered");
    for (const [least, test] of [
      ["16 * bins", "bins * 64"],
      ["(16 * bins) / bins", "bins * 64"],
      ["bins + 4", "(bins + 4) * 4"],
      ["2048", "8192"],
      ["2048 / bins", "8192"],
    ] as const)
      assert.notEqual(
        kindOf(after.replace("least: bins", `least: ${least}`).replace("bins * 4", test)),
        "offered",
        least,
      );
    assert.equal(kindOf(after.replace("bins * 4 <=", "bins <=")), "offered");
    assert.equal(kindOf(after.replace("least: bins", "least: 16").replace("bins * 4 <=", "9 <=")), "offered");
  });

  test("votes of two dimensions, and sums of weights, whole and not", async () => {
    const votes = (array: string, weight: string) => `export function votes(n: number, w: ${array}): ${array} {
  const votes = new ${array}(6 * 90);
  for$0 (let i = 0; i < n; i++) {
    for (let t = 0; t < 90; t++) {
      const r = Math.round(3 + 2 * Math.cos(t) + Math.sin(i));
      votes[r * 90 + t]! += ${weight};
    }
  }
  return [votes, w][0]!;
}
`;
    await checkInParts(
      votes("Int32Array", "(i * 7) | 0"),
      "votes(7, new Int32Array(1))",
      ["for (const votesPart of parallelMapSync(chunks(n, { least: 12 }), votesChunk, { votesLength })) {"],
      ["votesPart[r * 90 + t]! +="],
    );
    assert.equal(safetyOf(votes("Int32Array", "(i * 7) | 0")), "safe");
    assert.match(safetyOf(votes("Int32Array", "w[i]!")), /^`w\[i\]!` is taken to be a whole number/);
    checkNotInParts(votes("Int32Array", "i / 2"));
    assert.match(safetyOf(votes("Float64Array", "w[i]!")), /^`votes` is added up for each part of the loop/);
    assert.equal(safetyOf(votes("Float64Array", "1")), "safe");
    assert.match(safetyOf(votes("Float32Array", "1")), /^`votes` is added up/);
  });

  test("parts are as long as what is counted in them is worth", () => {
    const length = (before: string, loop: string) => {
      const text = `export function f(n: number, xs: Float64Array, bins: number, m: number): unknown {
  ${before}
  ${loop}
  return [hist, bins, m];
}
`;
      const answer = planInParts(text);
      if (answer?.kind !== "offered") assert.fail(answer?.reason ?? "it does not concern the loop");
      const after = answer.plan.files.flatMap(({ edits }) => edits.map((edit) => edit.text)).join("\n");
      return [/least: (.*?) \}/.exec(after)?.[1], /if \((.*?)\) \{\n\s*for \(const/.exec(after)?.[1]];
    };
    const cheap = "for$0 (let i = 0; i < n; i++) hist[xs[i]! & 7]!++;";
    const heavy =
      "for$0 (let i = 0; i < n; i++) hist[Math.hypot(Math.sin(xs[i]!), Math.cos(xs[i]!), Math.cbrt(xs[i]!), Math.exp(xs[i]!), Math.log(xs[i]!), Math.sqrt(xs[i]!)) & 7]!++;";
    const inner = (bound: string) =>
      `for$0 (let i = 2; i < n; i++) for (let j = 0; j < ${bound}; j++) hist[(xs[i]! * j) & 7]!++;`;
    assert.deepEqual(length("const hist = new Int32Array(8);", cheap), ["128", undefined]);
    assert.deepEqual(length("const hist = new Int32Array(8);", heavy), ["8", undefined]);
    assert.deepEqual(length("const hist = new Int32Array(bins);", cheap), ["16 * bins", "bins * 64 <= n"]);
    assert.deepEqual(length("const hist = new Int32Array(bins);", heavy), ["bins", "bins * 4 <= n"]);
    assert.deepEqual(length("const hist = new Int32Array(bins);", inner("m")), [
      "(16 * bins) / m",
      "bins * 64 <= (n - 2) * m",
    ]);
    assert.deepEqual(length("const hist = new Int32Array(bins);", inner("100")), [
      "(16 * bins) / 100",
      "bins * 64 <= (n - 2) * 100",
    ]);
    assert.deepEqual(length("const hist = new Int32Array(8000);", inner("100")), ["1280", "5120 <= n - 2"]);
    assert.deepEqual(length("const hist = new Int32Array(8);", inner("i")), ["4", undefined]);
  });

  test("bits of typed arrays, numbers of any length, the least and the largest", async () => {
    await checkInParts(
      `export function bits(xs: Uint32Array, start: bigint[]): unknown[] {
  const bits = new Uint32Array(4);
  const big = BigInt64Array.from(start);
  const near = Float64Array.of(9, NaN, 9);
  for$0 (const x of xs) {
    const hash = Math.imul(x, 0x9e3779b1) >>> 0;
    bits[hash >>> 30]! |= 1 << (x & 31);
    big[x & 1]! += x > 9 ? 5n : -2n;
    near[x % 3] = Math.min(near[x % 3]!, Math.sqrt(x));
  }
  return [bits, big, near];
}
`,
      "[20, 2000].map((length) => bits(Uint32Array.from({ length }, (_, k) => k * 77777), [2n ** 63n - 1n, 0n]))",
      ["bits[k]! |= bitsPart[k]!;", "big[k]! += bigPart[k]!;", "near[k] = Math.min(near[k]!, nearPart[k]!);"],
      ["new BigInt64Array(bigLength)", "new Float64Array(nearLength).fill(Infinity)"],
    );
  });

  test("a table that is what the loop reads: the author's loop runs", async () => {
    const own = `${bin}export function own(xs: Uint32Array, hist: Uint32Array): void {
  for$0 (const x of xs) hist[bin(x)]!++;
}
export function all(n: number): unknown[] {
  const memory = Uint32Array.from({ length: n }, (_, k) => k * k);
  const hist = memory.subarray(3, 9);
  own(memory, hist);
  const apart = new Uint32Array(6);
  own(memory, apart);
  return [memory, hist, apart];
}
`;
    await checkInParts(
      own,
      "[all(20), all(2000)]",
      ["if (histLength * 4 <= xs.length && assumptionsHold({ disjoint: [[hist, xs]] })) {"],
      [],
    );
    const slow = own.replace("for$0", "for$0 (let i = 0; i < 9; i++) for");
    checkNotInParts(slow.replace("hist[bin(x)]!++", "{ hist[bin(x)]!++; hist[bin(hist[i]!)]!++; }"));
    checkNotInParts(slow.replace("hist[bin(x)]!++", "if (hist[bin(x)]! < 9) hist[bin(x)]!++"));
    checkNotInParts(slow.replace("hist[bin(x)]!++", "xs[hist[bin(x)]!++] = 1"));
    checkNotInParts(slow.replace("hist[bin(x)]!++", "hist[bin(x)] = bin(x + i)"));
    checkNotInParts(slow.replace("hist[bin(x)]!++", "hist[bin(x)] = hist[bin(x)]! + 1"));
  });

  test("what a failing iteration leaves can be seen: not in a table of somebody else, or inside of `try`", async () => {
    const failing = (
      head: string,
      tail: string,
    ) => `${bin}export function f(rows: number[][], given: Int32Array): unknown {
  ${head}
  for$0 (let i = 0; i < rows.length; i++) hist[bin(rows[i]!.length)]!++;
  ${tail}
}
`;
    const seen =
      /an iteration may fail, and what `hist` holds by then can be seen; combine into one that the function makes/;
    assert.match(refusalInParts(failing("const hist = given;", "return hist;")), seen);
    const own = "const hist = new Int32Array(4);";
    assert.match(refusalInParts(failing(`${own} try {`, "} catch { given[0] = 1; } return hist;")), seen);
    await checkInParts(
      failing(own, "return [hist, given];"),
      "[f([[], [1, 2], [3]], new Int32Array(1)), (() => { try { return f([[], undefined!], new Int32Array(1)); } catch (error) { return String(error); } })()]",
      ["{ least: 4 }"],
      ["new Int32Array(4)"],
    );
  });

  test("two names of one table: only where the order of what is combined does not count", async () => {
    const two = (
      kinds: readonly [string, string],
      first: string,
      second: string,
    ) => `${bin}export function two(xs: number[], a: ${kinds[0]}, b: ${kinds[1]}): void {
  for$0 (const x of xs) {
    ${first};
    ${second};
  }
}
export function all(n: number): unknown[] {
  const xs = Array.from({ length: n }, (_, k) => (k * 7) % 900);
  const memory = new Uint8Array(16);
  two(xs, memory as unknown as ${kinds[0]}, memory.subarray(1) as unknown as ${kinds[1]});
  return [memory];
}
`;
    const same = two(["Uint8Array", "Uint8Array"], "a[bin(x)]! += 99", "b[bin(x + 9)]!--");
    await checkInParts(same, "[all(9), all(4000)]", ["a[k]! += aPart[k]!;", "b[k]! += bPart[k]!;"], []);
    const meets = /^`a` and `b` may be one table, or lie in the same memory/;
    assert.match(refusalInParts(two(["Uint8Array", "Uint8Array"], "a[bin(x)]! += 99", "b[bin(x + 9)]! |= 3")), meets);
    assert.match(refusalInParts(two(["Uint8Array", "Uint32Array"], "a[bin(x)]! += 99", "b[bin(x + 9)]!--")), meets);
    const keyed = "Map<number, number>";
    const count = (name: string) => `${name}.set(bin(x), (${name}.get(bin(x)) ?? 0) + 1)`.replaceAll("bin(x)", "x");
    checkNotInParts(two([keyed, keyed], count("a"), count("b")));
  });

  test("what one iteration combines is of this iteration", () => {
    const body = (statement: string) => `${bin}export function f(xs: number[]): unknown {
  const m = new Map<number, number>();
  let seen = 0;
  for$0 (const x of xs) {
    const k = bin(x);
    ${statement}
  }
  return [m, seen];
}
`;
    assert.equal(safetyOf(body("m.set(k, (m.get(k) ?? 0) + 1);")), "safe");
    checkNotInParts(body("const n = m.get(k) ?? 0;\n m.set(k, n + 1);\n seen += n;"));
    checkNotInParts(body("const n = m.get(k) ?? 0; m.set(k, n + bin(n));"));
    checkNotInParts(body("const n = m.get(k) ?? 0; m.set(k + 1, n + 1);"));
    checkNotInParts(body("const n = m.get(k) ?? 0; m.set(2, (m.get(2) ?? 0) + 1); m.set(k, n + 1);"));
    checkNotInParts(body("m.set(k, (m.get(k) ?? 1) + 1);"));
    checkNotInParts(body("m.set(k, (m.get(k) ?? 0) + m.size);"));
    checkNotInParts(body("m.set(k, m.get(k)! + 1);"));
    checkNotInParts(body("m.set(bin(x), (m.get(bin(x)) ?? 0) + 1);"));
    checkNotInParts(body("if (m.has(k)) m.set(k, m.get(k)! + 1); else m.set(k, 2);"));
    checkNotInParts(body("if (m.has(k)) m.set(k, m.get(k)! - 1); else m.set(k, 1);"));
    checkNotInParts(body("if (m.has(k)) m.set(k, m.get(k)! + 1);"));
    checkNotInParts(body("if (!m.has(k)) m.set(k, 0);"));
    checkNotInParts(body("m.set(k, (m.get(k) ?? 0) * 2);"));
    checkNotInParts(body("m.set(k, 2 - (m.get(k) ?? 0));"));
    checkNotInParts(body("seen += m.set(k, (m.get(k) ?? 0) + 1).size;"));
  });

  test("objects by key, and arrays that grow", async () => {
    const count = (
      type: string,
      body: string,
      key = "word.toLowerCase()",
    ) => `export function count(words: string[]): unknown {
  const counts: ${type} = ${type.endsWith("[]") ? "[]" : "{}"};
  for$0 (const word of words) {
    const at = ${key};
    ${body}
  }
  return [counts, Object.keys(counts)];
}
`;
    const run = 'count([]).concat(count("the b The a b 7 c d the 3 e A f a 7 -1".split(" ")))'.replace(
      /count/g,
      "(count as any)",
    );
    const texts = "counts[key] = (counts[key] ?? 0) + countsPart[key]!;";
    for (const body of ["counts[at] = (counts[at] ?? 0) + 1;", "counts[at] ??= 0;\n    counts[at]!++;"])
      await checkInParts(
        count("Record<string, number>", body),
        run,
        [`for (const key of Object.keys(countsPart)) ${texts}`],
        [],
      );
    const guess = "if (!counts[at]) counts[at] = 0;\n    counts[at]! += 1;";
    await checkInParts(count("Record<string, number>", guess), run, [texts.replace("??", "||")], []);
    await checkInParts(
      count("number[]", "counts[at] = (counts[at] ?? 0) + 1;", "word.length * 2 - 3"),
      run,
      [`for (const key in countsPart) ${texts}`],
      ["const countsPart: Record<number, number> = {};"],
    );
    const names = count("Record<string, number>", "counts[at] = (counts[at] ?? 0) + 1;");
    assert.match(safetyOf(names), /^no key of `counts` is taken to be a name that every object has/);
    assert.equal(safetyOf(names.replace(" = {};", " = Object.create(null);")), "safe");
    assert.equal(
      safetyOf(count("Record<number, number>", "counts[at] = (counts[at] ?? 0) + 1;", "word.indexOf(word.trim())")),
      "safe",
    );
  });

  test("keys that are objects are no keys in a copy", () => {
    checkNotInParts(`export function f(rows: number[][]): unknown {
  const m = new Map<number[], number>();
  for$0 (const row of rows) {
    const total = row.reduce((a, b) => a + b, 0);
    m.set(row, (m.get(row) ?? 0) + total);
  }
  return m;
}
`);
  });

  test("beside sums and the best, over elements, in JavaScript, and in an asynchronous function", async () => {
    const loop = `  let total = 0;
  for$0 (const x of xs) {
    const at = Math.floor(Math.sqrt(x)) & 3;
    hist[at]++;
    total += x;
  }
  return [hist, total];
`;
    const transform = "reassociate-sync";
    const text = `/** @param {Float64Array} xs */\nexport function f(xs) {\n  const hist = new Uint16Array(4);\n${loop}}\n`;
    await checkRewrite(
      { "a.js": text },
      {
        transform,
        expression: "f(Float64Array.from({ length: 300 }, (_, k) => k))",
        contains: {
          "a.js": ["hist[k] += histPart[k];", "total += totalPart;"],
          "a.kernels.js": ["new Uint16Array(4)"],
        },
      },
    );
    await checkRewrite(
      {
        "a.ts": `export async function f(xs: Float64Array): Promise<unknown> {\n  const hist = new Uint16Array(4);\n${loop.replace("hist[at]++", "hist[at]!++")}}\n`,
      },
      {
        transform: "reassociate-await",
        expression: "await f(Float64Array.from({ length: 300 }, (_, k) => k))",
        contains: { "a.ts": ["of await parallelMap(chunks(xs, { least: 16 }), fChunk, {})"] },
      },
    );
  });

  test("not in JavaScript where what begins as a number may have become a text", () => {
    const reasonOf = (before: string, added: string) => {
      const loop = `for$0 (const x of xs) hist[Math.floor(Math.sqrt(x)) & 3] += ${added};`;
      const text = `/** @param {Float64Array} xs */\nexport function f(xs, o) {\n  let t = 0;\n  ${before}\n  const hist = [0, 0, 0, 0];\n  ${loop}\n  return hist;\n}\n`;
      const answer = planIn(openProject({ "a.js": text }), "reassociate-sync");
      return answer?.kind === "disabled" ? answer.reason : answer?.kind;
    };
    assert.equal(reasonOf("t += o.x;", "t"), "`t` is not known to be a number");
    assert.equal(reasonOf("t += o.x; const u = t + 1;", "u"), "`u` is not known to be a number");
    assert.equal(reasonOf("t += o.x * 2;", "t"), "offered");
  });

  test("plain arrays, where subscripts are known to lie inside", async () => {
    const plain = (length: string, at: string) => `export function count(text: string): number[] {
  const counts = new Array<number>(${length}).fill(0);
  for$0 (let i = 0; i < text.length; i++) counts[${at}]!++;
  return counts;
}
`;
    await checkInParts(
      plain("128", "text.charCodeAt(i) & 127"),
      '[count(""), count("all the letters are counted")]',
      ["{ least: 2048 }", "counts[k]! += countsPart[k]!;"],
      ["const countsPart = new Array<number>(128).fill(0);"],
    );
    assert.equal(safetyOf(plain("128", "text.charCodeAt(i) & 127")), "safe");
    assert.match(safetyOf(plain("127", "text.charCodeAt(i) & 127")), /^`counts` is taken to hold a number/);
    assert.match(safetyOf(plain("128", "text.charCodeAt(i)")), /^`counts` is taken to hold a number/);
  });

  test("counts by key, in the order in which the keys come", async () => {
    const count = (
      body: string,
      before = "new Map<string, number>()",
    ) => `export function count(words: string[]): unknown[] {
  const counts = ${before};
  for$0 (const word of words) {
    const key = word.toLowerCase().trim();
    ${body}
  }
  return [...counts];
}
`;
    const run = 'count([]).concat(count("the b The a b c d the e A f a".split(" ")))';
    const taken = "(counts.get(key) ?? 0) + value";
    const asked = "counts.has(key) ? counts.get(key)! + value : value";
    for (const body of [
      "counts.set(key, (counts.get(key) ?? 0) + 1);",
      "counts.set(key, 1 + (counts.get(key) ?? 0));",
      "if (counts.has(key)) counts.set(key, counts.get(key)! + 1);\n    else counts.set(key, 1);",
      "if (!counts.has(key)) counts.set(key, 0);\n    counts.set(key, counts.get(key)! + 1);",
      "const n = counts.get(key) ?? 0;\n    counts.set(key, n + 1);",
      "counts.set(key, counts.has(key) ? counts.get(key)! + 1 : 1);",
      "const n = counts.get(key);\n    counts.set(key, n === undefined ? 1 : n + 1);",
    ]) {
      const combined = body.includes("has(") ? asked : taken;
      const line = `for (const [key, value] of countsPart) counts.set(key, ${combined});`;
      await checkInParts(count(body), run, [line], ["const countsPart: Map<string, number> = new Map();"]);
      assert.equal(safetyOf(count(body)), "safe");
    }
  });

  test("what comes first for a key stays as it is: 0 and it may be another value", async () => {
    const sums = (body: string) => `export function sums(xs: number[], ys: number[]): Map<number, number> {
  const m = new Map<number, number>();
  for$0 (let i = 0; i < 9; i++) {
    const k = xs[i]!;
    const y = ys[i]!;
    ${body}
  }
  return m;
}
`;
    const asked = sums("m.set(k, m.has(k) ? m.get(k)! + y : y);");
    const run =
      "[...sums([0, 1, 2, 0, 1, 0, 1, 1, 1], [-0, 5]), [...sums([3, 3], [-0, -0])].map(([, y]) => Object.is(y, -0))]";
    const line = "for (const [key, value] of mPart) m.set(key, m.has(key) ? m.get(key)! + value : value);";
    await checkInParts(asked, run, [line]);
    checkNotInParts(sums("m.set(k, m.get(k) !== undefined ? m.get(k)! + y : y);"));
    checkNotInParts(sums("m.set(k, m.has(k) ? m.get(k)! + y : y); m.set(k, (m.get(k) ?? 0) + y);"));
  });
});
