// The reason nondeterminism: a loop that has it beyond the example in its head, and the nearest loop that has not.
import { test } from "node:test";
import { checkParallel, checkReasons } from "../../../../test/support/check.js";

test("the clock", () => {
  checkReasons(`
function stamps(n: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < n; i++) {
    out.push(Math.sqrt(Date.now() + i));
                     //^^^^^^^^^^ nondeterminism
  }
  return out;
}`);
});

test("not for a clock that is read before the loop", () => {
  checkParallel(
    `
function stamps(n: number): number[] {
  const out: number[] = [];
  const now = Date.now();
  for (let i = 0; i < n; i++) {
    let value = now;
    for (let k = 0; k < 9; k++) value = Math.sqrt(value + i);
    out.push(value);
  }
  return out;
}`,
    { pattern: "commit" },
  );
});
