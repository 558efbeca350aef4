// Scratch buffers that every iteration fills before it reads them; beside each the nearest one that is not.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { analyse, checkParallel } from "../../../test/support/check.js";
import { checkRewrite } from "../../../test/support/rewriteProject.js";

/** The loop over rows, with what it does in each and what follows. */
const program = (body: string, made = "new Float64Array(n)", after = "") => `
function sums(rows: number[][], n: number): number[] {
  const buffer = ${made};
  const out: number[] = [];
  for$0 (const row of rows) {
    ${body}
    let sum = 0;
    for (let k = 0; k < n; k++) sum = sum * 3 + buffer[k]!;
    out.push(sum);
  }
  ${after}
  return out;
}`;

/** Names of the arrays of which each iteration has its own. */
function scratchOf(text: string): readonly string[] {
  const verdict = analyse(text.replace("$0", "")).find(({ loop }) => loop.depth === 0)!.verdict;
  return verdict.kind === "parallel" ? verdict.split.scratch.map(({ name }) => name) : [];
}

describe("a scratch buffer is private", () => {
  const parallel = (body: string, made?: string) => {
    const text = program(body, made);
    checkParallel(text, { pattern: "commit", split: { channels: "sum", commit: "out.push(sum);" } });
    assert.deepEqual(scratchOf(text), ["buffer"]);
  };

  test("when a loop fills it", () => parallel("for (let i = 0; i < n; i++) buffer[i] = row[i]! * 2;"));

  test("when `fill` does, and then parts are added to", () => {
    parallel("buffer.fill(0); for (const x of row) buffer[x % n] += x;");
    parallel("buffer.fill(0); for (let k = 1; k < n; k++) buffer[k - 1] += row[k]!;", "new Array<number>(n).fill(0)");
    parallel("buffer.fill(0); for (let k = 0; k < 4; k++) buffer[k] += row[k]!;", "[0, 0, 0, 0]");
  });

  test("when a function that is declared there sets it", () =>
    parallel(
      "for (let i = 0; i < n; i++) buffer[i] = row[i]! * 2; function clear(): void { buffer[0] = 0; } clear();",
    ));

  test("when it is filled in two parts that meet", () =>
    parallel("buffer[0] = 1; for (let i = 1; i < n; i++) buffer[i] = buffer[i - 1]! + row[i]!;"));
});

describe("a scratch buffer of which all is used at once", () => {
  const median = (body: string, made = "new Float64Array(n)") => `
function medians(values: Float64Array, n: number, out: Float64Array): void {
  const buffer = ${made};
  for$0 (let i = 0; i + n <= values.length; i++) { ${body} }
}`;
  const fill = "for (let k = 0; k < n; k++) buffer[k] = values[i + k]!;";

  test("is private when all of it was set", () => {
    for (const use of ["buffer.sort(); out[i] = buffer[n >> 1]!;", "out[i] = Math.hypot(...buffer);"])
      checkParallel(median(`${fill} ${use}`), { pattern: "map", split: { writes: "out" } });
    checkParallel(median(`buffer.fill(0); buffer[3] = i; out[i] = Math.max(...buffer);`), { pattern: "map" });
  });

  test("not when some of it was not, or it may grow", () => {
    const not = (text: string) => assert.deepEqual(scratchOf(text), []);
    not(median(`${fill.replace("k < n", "k < n - 1")} buffer.sort(); out[i] = buffer[0]!;`));
    not(median(`${fill.replace("k = 0", "k = 1")} out[i] = Math.hypot(...buffer);`));
    not(median(`${fill} out[i] = Math.hypot(...buffer);`, "new Float64Array(n + 1)"));
    not(median("buffer.fill(0); buffer.push(i); out[i] = buffer.length;", "new Array<number>(n).fill(0)"));
    not(median(`${fill} const view = buffer.subarray(1); view[0] = 1; out[i] = buffer[1]!;`));
  });
});

describe("a scratch buffer is not private", () => {
  const not = (text: string) => assert.deepEqual(scratchOf(text), []);

  test("when the first element keeps what the row before left", () =>
    not(program("for (let i = 1; i < n; i++) buffer[i] = buffer[i - 1]! + row[i]!;")));

  test("when it is filled under a condition", () =>
    not(program("if (row.length > 2) buffer.fill(0); for (const x of row) buffer[x % n] += x;")));

  test("when it may grow, or get a property that is no element", () => {
    const made = "new Array<number>(n).fill(0)";
    not(program("buffer.fill(0); for (const x of row) buffer[x % n] += x;", made));
    not(program("buffer.fill(0); for (let k = 0; k < n; k++) buffer[k - 1] += row[k]!;", made));
    not(program("buffer.fill(0); for (let k = 0; k <= n; k++) buffer[k] += row[k]!;", made));
  });

  test("when the loop that fills it can end early", () =>
    not(program("for (let i = 0; i < n; i++) { if (row[i]! < 0) break; buffer[i] = 1; } buffer[row[0]!] += 1;")));

  test("when a function that is declared further down reads it before", () => {
    const declared = "function last(): number { return buffer[0]!; }";
    not(program(`const before = last(); for (let i = 0; i < n; i++) buffer[i] = row[i]! + before; ${declared}`));
    not(program(`out.push(last()); { buffer.fill(0); buffer[0] = row[0]!; } ${declared}`));
  });

  test("when it is read after the loop", () =>
    not(program("buffer.fill(0); for (const x of row) buffer[x % n] += x;", undefined, "out.push(buffer[0]!);")));

  test("when it is handed to somebody who may keep it", () =>
    not(
      `const kept: Float64Array[] = [];${program("buffer.fill(0); kept.push(buffer); for (const x of row) buffer[x % n] += x;")}`,
    ));
});

test("each worker makes its own", async () => {
  const text = program("buffer.fill(0); for (const x of row) buffer[x % n] = buffer[x % n]! + x;").replace(
    "for$0",
    "for",
  );
  await checkRewrite({ "a.ts": `export ${text.trim()}\n` }, {
    expression: "sums([[1, 2, 3], [4, 5], [7, 1, 1]], 3)",
    at: { file: "a.ts", line: 4 },
    contains: { "a.kernels.ts": ["const buffer = new Float64Array(n);"] },
  } as never);
});

describe("a scratch buffer that a nest of loops fills", () => {
  const windows = (fill: string, made = "new Float64Array(9)", use = "buffer.sort(); out[i] = buffer[4]!;") => `
function medians(values: Float64Array, w: number, m: number, out: Float64Array): void {
  const buffer = ${made};
  for$0 (let i = 1; i < out.length; i++) { ${fill} ${use} }
}`;
  const own = (text: string) => assert.deepEqual(scratchOf(text), ["buffer"]);
  const not = (text: string) => assert.deepEqual(scratchOf(text), []);

  test("side by side", () => {
    own(windows("for (let y = 0; y < 3; y++) for (let x = 0; x < 3; x++) buffer[y * 3 + x] = values[i + y * w + x]!;"));
    own(
      windows(
        "let n = 0; for (let y = -1; y <= 1; y++) for (let x = -1; x <= 1; x++) buffer[n++] = values[i + y * w + x]!;",
      ),
    );
    own(
      windows(
        "for (let y = 0; y < 3; y++) { const at = y * 3; for (let x = 0; x < 3; x++) { buffer[at + x] = values[i + x]!; } }",
      ),
    );
  });

  test("as each of them has it, all come to the same", async () => {
    const fill =
      "let n = 0; for (let y = -1; y <= 1; y++) for (let x = -1; x <= 1; x++) buffer[n++] = values[i + y * w + x + 6]!;";
    await checkRewrite(
      {
        "a.ts": `export ${windows(fill).trim()}\nexport const all = (): number[] => { const out = new Float64Array(9); medians(Float64Array.from({ length: 30 }, (_, k) => (k * 7) % 11), 4, 1, out); return [...out]; };\n`,
      },
      { expression: "all()" },
    );
  });

  test("also where the body is another loop, without braces", async () => {
    await checkRewrite(
      {
        "a.ts": `export function blur(data: Float64Array, out: Float64Array, w: number): void {
  const buffer = new Float64Array(4);
  for$0 (let y = 0; y < 3; y++)
    for (let x = 0; x < w; x++) {
      for (let d = 0; d < 4; d++) buffer[d] = data[y * w + x + d]!;
      buffer.sort();
      out[y * w + x] = buffer[2]!;
    }
}
export const all = (): number[] => { const out = new Float64Array(15); blur(Float64Array.from({ length: 30 }, (_, k) => (k * 7) % 11), out, 5); return [...out]; };
`,
      },
      { expression: "all()" },
    );
  });

  test("not with gaps, too few, some of them only, or as often as nobody knows", () => {
    not(windows("for (let y = 0; y < 3; y++) for (let x = 0; x < 3; x++) buffer[y * 4 + x] = values[i + x]!;"));
    not(windows("for (let y = 0; y < 3; y++) for (let x = 0; x < 2; x++) buffer[y * 3 + x] = values[i + x]!;"));
    not(windows("for (let y = 0; y < 3; y++) for (let x = 0; x < 3; x++) if (values[x]! > 0) buffer[y * 3 + x] = 1;"));
    not(windows("for (let y = 0; y < 3; y++) for (let x = 0; x <= y; x++) buffer[y * 3 + x] = values[i + x]!;"));
    not(
      windows("let n = 0; for (let y = 0; y < 3; y++) for (let x = 0; x < 3; x++) { if (x > y) n++; buffer[n] = 1; }"),
    );
    // Two numbers below nothing would make many of them.
    not(
      windows(
        "for (let y = 0; y < w; y++) for (let x = 0; x < m; x++) buffer[y * m + x] = values[i]!;",
        "new Float64Array(90)",
        "if (i > 3) buffer[0] = i; for (let k = 0; k < w * m; k++) out[i] += buffer[k]!;",
      ),
    );
  });
});
