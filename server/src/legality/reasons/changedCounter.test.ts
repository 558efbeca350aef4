// The reason changed-counter: a loop that has it beyond the example in its head, and the nearest loop that has not.
import { test } from "node:test";
import { checkParallel, checkReasons } from "../../../../test/support/check.js";

test("the element of a for-of loop", () => {
  checkReasons(`
function all(xs: number[]): number[] {
  const out: number[] = [];
  for (let x of xs) {
    x = Math.sqrt(x);
  //^ changed-counter
  //^ carried-dependence
    out.push(Math.exp(x));
  }
  return out;
}`);
});

test("not for a variable of the body", () => {
  checkParallel(
    `
function all(xs: number[]): number[] {
  const out: number[] = [];
  for (const x of xs) {
    let y = Math.sqrt(x);
    y += Math.exp(y);
    out.push(y);
  }
  return out;
}`,
    { pattern: "commit" },
  );
});
