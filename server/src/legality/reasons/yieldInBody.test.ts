// The reason yield-in-body: a loop that has it beyond the example in its head, and the nearest loop that has not.
import { test } from "node:test";
import { checkParallel, checkReasons } from "../../../../test/support/check.js";

test("every yield is shown", () => {
  checkReasons(`
function* pairs(n: number): Generator<number> {
  for (let i = 0; i < n; i++) {
    yield Math.sqrt(i);
  //^^^^^^^^^^^^^^^^^^ yield-in-body
    yield -i;
  //^^^^^^^^ yield-in-body
  }
}`);
});

test("not for a loop that computes what is yielded afterwards", () => {
  checkParallel(
    `
function work(x: number): number { return Math.exp(Math.sin(x)); }
function* roots(n: number): Generator<number> {
  const out: number[] = [];
  for$0 (let i = 0; i < n; i++) out.push(work(i));
  yield* out;
}`,
    { pattern: "commit" },
  );
});
