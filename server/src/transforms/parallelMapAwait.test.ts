import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkNotApplicable, checkSameResult, transformText } from "../../../test/support/docExamples.js";

const id = "parallel-map-await";

const asynchronous = `
function heavy(x: number): number { return Math.exp(Math.sin(x)); }
export async function all(n: number): Promise<number[]> {
  const out: number[] = [];
  for$0 (let i = 0; i < n; i++) {
    out.push(heavy(i));
  }
  return out;
}`;

describe(id, () => {
  test("safe where only the function's own variables are alive while it waits", async () => {
    const { after, safety } = transformText(id, asynchronous);
    assert.match(after, /await parallelMap\(range\(n\), all\w+, \{\}\)/);
    assert.equal(safety, "safe");
    await checkSameResult(id, asynchronous, "all(9)");
  });

  test("needs review where the caller could change an object meanwhile", () => {
    const { safety, notes } = transformText(
      id,
      `
function heavy(x: number): number { return Math.exp(Math.sin(x)); }
export async function fill(out: string[], n: number): Promise<void> {
  for$0 (let i = 0; i < n; i++) {
    const value = heavy(i);
    out.push(String(value));
  }
}`,
    );
    assert.equal(safety, "needs-review");
    assert.ok(notes.some((note) => note.includes("`out`")));
  });

  test("not offered in a synchronous function", () => {
    checkNotApplicable(id, asynchronous.replace("async ", "").replace("Promise<number[]>", "number[]"));
  });
});
