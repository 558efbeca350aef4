// The reason untyped-call: a loop that has it beyond the example in its head, and the nearest loop that has not.
import { test } from "node:test";
import { checkParallel, checkReasons } from "../../../../test/support/check.js";

test("a value without a type", () => {
  checkReasons(`
function twice(x: unknown, times: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < times; i++) out.push((x as any).value(i));
                                         //^^^^^^^^^^^^^^^^^^^ untyped-call
  return out;
}`);
});

test("not for a value with a type", () => {
  checkParallel(
    `
function all(words: string[]): string[] {
  return words.map((word) => word.toUpperCase().padEnd(20));
}`,
    { pattern: "map" },
  );
});
