import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkNotApplicable, transformText } from "../../../test/support/docExamples.js";

const id = "parallel-map-make-async";

const loop = `
function heavy(x: number): number { return Math.exp(Math.sin(x)); }
function all(n: number): number[] {
  const out: number[] = [];
  for$0 (let i = 0; i < n; i++) {
    out.push(heavy(i));
  }
  return out;
}`;

describe(id, () => {
  test("the callers wait, and theirs do", () => {
    const { after, safety, notes } = transformText(
      id,
      `${loop}
function largest(n: number): number {
  return all(n).reduce((a, b) => Math.max(a, b));
}
export function main(): void {
  console.log(largest(10));
}`,
    );
    assert.match(after, /async function all\(n: number\): Promise<number\[\]>/);
    assert.match(after, /async function largest\(n: number\): Promise<number>/);
    assert.match(after, /return \(await all\(n\)\)\.reduce/);
    assert.match(after, /console\.log\(await largest\(10\)\)/);
    assert.equal(safety, "needs-review");
    for (const name of ["all", "largest", "main"])
      assert.ok(
        notes.some((note) => note.startsWith(`\`${name}\``)),
        name,
      );
  });

  test("not when a caller is a constructor", () => {
    checkNotApplicable(
      id,
      `${loop}
export class Table {
  readonly values: number[];
  constructor(n: number) {
    this.values = all(n);
  }
}`,
      /a constructor cannot wait/,
    );
  });

  test("not when the function is handed on as a value", () => {
    checkNotApplicable(id, `${loop}\nexport const tables = [1, 2, 3].map(all);`, /used as a value/);
  });

  test("not offered where the function is asynchronous already", () => {
    checkNotApplicable(
      id,
      loop.replace("function all(n: number): number[]", "async function all(n: number): Promise<number[]>"),
    );
  });
});
