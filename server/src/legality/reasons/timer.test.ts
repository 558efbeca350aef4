// The reason timer: a loop that has it beyond the example in its head, and the nearest loop that has not.
import { test } from "node:test";
import { checkParallel, checkReasons } from "../../../../test/support/check.js";

test("what is to come after the present task", () => {
  checkReasons(`
/// <reference lib="dom" />
function spread(xs: number[], out: number[]): void {
  for (const x of xs) queueMicrotask(() => out.push(x));
                    //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ timer
}`);
});

test("not for a function of the program by that name", () => {
  checkParallel(
    `
function setTimeout(x: number): number { return Math.exp(x); }
function all(xs: number[]): number[] {
  return xs.map((x) => setTimeout(x));
}`,
    { pattern: "map" },
  );
});
