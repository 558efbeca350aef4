// The reason undeclared-name: a loop that has it beyond the example in its head, and the nearest loop that has not.
import { test } from "node:test";
import { checkParallel, checkReasons } from "../../../../test/support/check.js";

test("a function that is declared nowhere", () => {
  checkReasons(`
export function all(xs: number[]): void {
  for (const x of xs) plot(x);
                    //^^^^ undeclared-name
                    //^^^^^^^ unknown-call
}`);
});

test("not for a parameter", () => {
  checkParallel(
    `
export function scaled(xs: number[], SCALE: number): number[] {
  return xs.map((x) => Math.exp(Math.sqrt(x)) * SCALE);
}`,
    { pattern: "map" },
  );
});
