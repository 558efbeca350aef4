// The reason unsupported-syntax: a loop that has it beyond the example in its head, and the nearest loop that has not.
import { test } from "node:test";
import { checkParallel, checkReasons } from "../../../../test/support/check.js";

test("a global function that is replaced", () => {
  checkReasons(`
function fix(n: number): void {
  for (let i = 0; i < n; i++) {
    parseInt = Number;
  //^^^^^^^^ unsupported-syntax
  }
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
