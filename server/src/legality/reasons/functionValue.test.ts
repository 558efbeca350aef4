// The reason function-value: a loop that has it beyond the example in its head, and the nearest loop that has not.
import { test } from "node:test";
import { checkParallel, checkReasons } from "../../../../test/support/check.js";

test("a class that is made in the loop", () => {
  checkReasons(`
function boxes(n: number): object[] {
  const out: object[] = [];
  for (let i = 0; i < n; i++) {
    class Box { size = i; }
  //^^^^^^^^^^^^^^^^^^^^^^^ function-value
    out.push(new Box());
           //^^^^^^^^^ unknown-call
  }
  return out;
}`);
});

test("not for a function that is used within its iteration", () => {
  checkParallel(
    `
function all(n: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < n; i++) {
    const root = (x: number): number => Math.exp(Math.sqrt(x + i));
    out.push(root(1) + root(2));
  }
  return out;
}`,
    { pattern: "commit" },
  );
});
