// Counts that end by `!==`, or by a counter that becomes 0.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { analyse, checkParallel, checkSerial } from "../../../test/support/check.js";

const over = (head: string, given = "n: number") => `
function heavy(x: number): number { let s = x; for (let q = 0; q < 50; q++) s = Math.sqrt(s + q); return s; }
function f(xs: Float64Array, to: Float64Array, ${given}): void {
  for$0 (${head}) to[i] = heavy(xs[i]!);
}`;

describe("a count by `!==`", () => {
  test("comes to its end, as constants and lengths tell", () => {
    for (const head of ["let i = 0; i !== 9; i++", "let i = 0; i !== xs.length; i++", "let i = xs.length; i--; "])
      checkParallel(over(head, "size: number"), { pattern: "map", assumptions: ["disjoint", "plain-data"] });
  });

  test("or that is tested when the loop starts", () => {
    const assumptions = ["disjoint", "integer", "step", "plain-data"];
    for (const head of ["let i = 0; i !== n; i++", "let i = n; i--; ", "let i = 3; i !== n; i--"])
      checkParallel(over(head), { pattern: "map", assumptions });
    checkParallel(over("let i = n; i !== m; i++", "n: number, m: number"), {
      pattern: "map",
      assumptions,
    });
  });

  test("which takes names: a sum is none", () => {
    checkSerial(over("let i = n * 2; i !== m; i++", "n: number, m: number"), ["loop-form"]);
  });
});

/** Whether each iteration of the loop outside has its own buffer, of which the loop inside sets elements 0 to 2. */
function isPrivate(fill: string, read: string): boolean {
  const [, outer] = analyse(`
function f(rows: number[][], n: number): number[] {
  const out: number[] = [];
  const buffer = new Float64Array(8);
  function heavy(x: number): number { let s = x; for (let q = 0; q < 50; q++) s = Math.sqrt(s + q); return s; }
  for (const row of rows) {
    for (${fill}) buffer[q] = heavy(row[q]!);
    out.push(heavy(${read}));
  }
  return out;
}`);
  const verdict = outer!.verdict;
  return verdict.kind === "parallel" && verdict.split.scratch.length === 1;
}

test("what such a loop inside has filled ends before the bound", () => {
  assert.ok(isPrivate("let q = 0; q < 3; q++", "buffer[2]!"));
  assert.ok(!isPrivate("let q = 0; q < 3; q++", "buffer[3]!"));
  assert.ok(isPrivate("let q = 0; q !== 3; q++", "buffer[2]!"));
  assert.ok(!isPrivate("let q = 0; q !== 3; q++", "buffer[3]!"));
  assert.ok(isPrivate("let q = -1; ++q < 3; ", "buffer[0]! + buffer[2]!"));
  assert.ok(!isPrivate("let q = -1; ++q < 3; ", "buffer[3]!"));
  assert.ok(isPrivate("let q = 0; q++ < 2; ", "buffer[2]!"));
  assert.ok(!isPrivate("let q = 0; q++ < 2; ", "buffer[0]!"));
  assert.ok(!isPrivate("let q = 0; q !== n; q++", "buffer[0]!"));
});
