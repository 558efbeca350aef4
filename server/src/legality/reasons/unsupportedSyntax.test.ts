// The reason unsupported-syntax: a loop that has it beyond the example in its head, and the nearest loop that has not.
import { test } from "node:test";
import { checkParallel, checkReasons } from "../../../../test/support/check.js";

test("a class that is made in the loop", () => {
  checkReasons(`
function boxes(n: number): object[] {
  const out: object[] = [];
  for (let i = 0; i < n; i++) {
    class Box { size = i; }
  //^^^^^^^^^^^^^^^^^^^^^^^ unsupported-syntax
    out.push(new Box());
           //^^^^^^^^^ unknown-call
  }
  return out;
}`);
});

test("not for plain objects", () => {
  checkParallel(
    `
function work(x: number): number { return Math.exp(Math.sin(x)); }
function boxes(n: number): { size: number }[] {
  const out: { size: number }[] = [];
  for (let i = 0; i < n; i++) out.push({ size: work(i) });
  return out;
}`,
    { pattern: "commit" },
  );
});
