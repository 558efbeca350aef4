// The reason unknown-iterable: a loop that has it beyond the example in its head, and the nearest loop that has not.
import { test } from "node:test";
import { checkParallel, checkReasons } from "../../../../test/support/check.js";

test("a generator", () => {
  checkReasons(`
function* count(n: number): Generator<number> { for (let i = 0; i < n; i++) yield i; }
                                                                          //^^^^^^^ yield-in-body
function roots(n: number): number[] {
  const out: number[] = [];
  for (const value of count(n)) out.push(Math.exp(Math.sqrt(value)));
                    //^^^^^^^^ unknown-iterable
  return out;
}`);
});

test("not for a set", () => {
  checkParallel(
    `
function roots(values: Set<number>): number[] {
  const out: number[] = [];
  for (const value of values) out.push(Math.exp(Math.sqrt(value)));
  return out;
}`,
    { pattern: "commit" },
  );
});
