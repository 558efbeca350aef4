// The reason changing-length: a loop that has it beyond the example in its head, and the nearest loop that has not.
import { test } from "node:test";
import { checkParallel, checkReasons } from "../../../../test/support/check.js";

test("an element that is taken away", () => {
  checkReasons(`
function drop(xs: number[]): void {
  for (const x of xs) {
                //^^ changing-length
    if (x < 0) xs.splice(xs.indexOf(x), 1);
             //^^^^^^^^^^^^^^^^^^^^^^^^^^^ carried-dependence
  }
}`);
});

test("not when another array grows", () => {
  checkParallel(
    `
function work(x: number): number { return Math.exp(Math.sin(x)); }
function keep(xs: number[]): number[] {
  return xs.filter((x) => work(x) > 1);
}`,
    { pattern: "map" },
  );
});
