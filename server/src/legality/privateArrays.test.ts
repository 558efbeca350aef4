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

  test("when `fill` does, and then parts are added to", () =>
    parallel("buffer.fill(0); for (const x of row) buffer[x % n] += x;", "new Array<number>(n).fill(0)"));

  test("when it is filled in two parts that meet", () =>
    parallel("buffer[0] = 1; for (let i = 1; i < n; i++) buffer[i] = buffer[i - 1]! + row[i]!;"));
});

describe("a scratch buffer is not private", () => {
  const not = (text: string) => assert.deepEqual(scratchOf(text), []);

  test("when the first element keeps what the row before left", () =>
    not(program("for (let i = 1; i < n; i++) buffer[i] = buffer[i - 1]! + row[i]!;")));

  test("when it is filled under a condition", () =>
    not(program("if (row.length > 2) buffer.fill(0); for (const x of row) buffer[x % n] += x;")));

  test("when the loop that fills it can end early", () =>
    not(program("for (let i = 0; i < n; i++) { if (row[i]! < 0) break; buffer[i] = 1; } buffer[row[0]!] += 1;")));

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
