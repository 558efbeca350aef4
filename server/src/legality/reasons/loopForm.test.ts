// The reason loop-form: a loop that has it beyond the example in its head, and the nearest loop that has not.
import { test } from "node:test";
import { checkParallel, checkReasons } from "../../../../test/support/check.js";

test("a step that changes", () => {
  checkReasons(`
function powers(n: number): number[] {
  const out: number[] = [];
  for (let i = 1; i < n; i *= 2) {
                       //^^^^^^ loop-form
    out.push(Math.sqrt(i));
  }
  return out;
}`);
});

test("not for a constant step", () => {
  checkParallel(
    `
function work(x: number): number { return Math.exp(Math.sin(x)); }
function evens(n: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < n; i += 2) out.push(work(i));
  return out;
}`,
    { pattern: "commit" },
  );
});
