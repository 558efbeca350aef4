// The reason unknown-call: a loop that has it beyond the example in its head, and the nearest loop that has not.
import { test } from "node:test";
import { checkParallel, checkReasons } from "../../../../test/support/check.js";

test("a function that the caller passes", () => {
  checkReasons(`
function apply(xs: number[], f: (x: number) => number): number[] {
  const out: number[] = [];
  for (const x of xs) {
    out.push(f(x));
           //^^^^ unknown-call
  }
  return out;
}`);
});

test("not for a function of the program", () => {
  checkParallel(
    `
function f(x: number): number { return Math.exp(Math.sin(x)); }
function apply(xs: number[]): number[] {
  const out: number[] = [];
  for (const x of xs) out.push(f(x));
  return out;
}`,
    { pattern: "commit" },
  );
});
